"""Blocks of a Word file get the places of the same text on the printed page."""

from __future__ import annotations

from array import array

import pytest

from fuhe.laid_out import laid_out, placed
from fuhe.pipeline import read
from schema.document import BlockKind, Cell, Document, Line, Part, Table, TextBlock
from tests.components import require

BOX = (0.0, 0.0, 100.0, 10.0)


def text(words: str, page: int | None = None, lines: tuple[Line, ...] = ()) -> TextBlock:
    return TextBlock(BlockKind.PARAGRAPH, words, page, BOX if page else None, lines=lines)


def table(*rows: str, page: int | None = None) -> Table:
    cells = tuple(
        Cell(r, c, words, page=page, box=(c * 10.0, r * 10.0, c * 10.0 + 10, r * 10.0 + 10) if page else None)
        for r, row in enumerate(rows)
        for c, words in enumerate(row.split("|"))
    )
    parts = (Part(page, BOX, 0, len(rows)),) if page else ()
    return Table(cells, len(rows), rows[0].count("|") + 1, parts=parts)


def printed(*blocks: TextBlock | Table) -> Document:
    return Document(format="pdf", sha256="", blocks=blocks)


def test_texts_are_found_in_order_and_what_is_not_printed_has_no_page() -> None:
    paper = printed(text("第1页", 1), text("甲", 1), text("乙", 1), text("甲", 2))
    found = placed([text("甲"), text("不印"), text("乙"), text("甲")], paper)
    assert [block.page for block in found] == [1, None, 1, 2]


def test_lines_keep_to_their_characters_when_blanks_differ() -> None:
    edges = array("d", [0, 10, 20, 25, 30])
    lines = (Line(0, 4, 1, BOX, edges), Line(4, 8, 1, BOX))
    (found,) = placed([text("支出 170万元。")], printed(text("支出170万元。", 1, lines)))
    assert [(line.start, line.end) for line in found.lines] == [(0, 5), (5, 9)]
    assert list(found.lines[0].edges or ()) == [0, 10, 20, 20, 25, 30]


@pytest.mark.parametrize(
    ("rows", "boxes"),
    [
        (("项目|金额", "甲|1", "乙|2"), [(0, 0), (10, 0), (0, 10), (10, 10), (0, 20), (10, 20)]),
        (("项目|金额", "乙|2"), [(0, 0), (10, 0), (0, 20), (10, 20)]),
        (("项目|金额", "甲|9"), [(0, 0), (10, 0), (0, 10), None]),
    ],
)
def test_cells_are_found_where_the_same_text_stands(
    rows: tuple[str, ...], boxes: list[tuple[int, int] | None]
) -> None:
    (found,) = placed([table(*rows)], printed(table("项目|金额", "甲|1", "乙|2", page=3)))
    assert isinstance(found, Table)
    assert [cell.box and cell.box[:2] for cell in found.cells] == boxes
    assert found.page == 3


def test_another_table_is_not_taken_for_it() -> None:
    (found,) = placed([table("指标|得分", "丙|7")], printed(table("项目|金额", "甲|1", page=1)))
    assert found.page is None


def test_a_word_file_gets_its_pages(right) -> None:
    require("soffice")
    document = read(right)
    paper = laid_out(document, right)
    assert (paper.lost, len(paper.document.pages)) == (0, 1)
    assert [block.text for block in paper.document.blocks if isinstance(block, TextBlock)] == [
        block.text for block in document.blocks if isinstance(block, TextBlock)
    ]
    cells = [cell for _, _, found in paper.document.tables() for cell in found.cells]
    assert cells
    assert all(cell.box for cell in cells)
