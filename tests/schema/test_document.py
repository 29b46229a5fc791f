from __future__ import annotations

import json
from array import array

from schema.document import BlockKind, Cell, Document, Line, Part, Table, TextBlock, span_on_page

LINES = (
    Line(0, 4, 1, (100, 700, 140, 712), array("f", [100, 110, 120, 130, 140])),
    Line(4, 7, 2, (100, 80, 130, 92), array("f", [100, 110, 120, 130])),
)


def test_the_box_of_a_span_is_that_of_its_characters() -> None:
    assert span_on_page(LINES, 1, 3) == (1, (110, 700, 130, 712))
    assert span_on_page(LINES, 5, 7) == (2, (110, 80, 130, 92))


def test_a_span_over_a_page_end_is_placed_on_its_first_page() -> None:
    assert span_on_page(LINES, 3, 6) == (1, (130, 700, 140, 712))


def test_a_span_without_lines_has_no_page() -> None:
    assert span_on_page((), 0, 5) == (None, None)


def table() -> Table:
    cells = (
        Cell(0, 0, "一级", row_span=2, page=3, box=(0, 0, 50, 40)),
        Cell(0, 1, "甲", page=3, box=(50, 0, 90, 20)),
        Cell(1, 1, "乙", page=3, box=(50, 20, 90, 40)),
    )
    return Table(cells, rows=2, columns=2, caption="表1", parts=(Part(3, (0, 0, 90, 40), 0, 2),))


def test_a_merged_cell_stands_in_every_position_it_covers() -> None:
    grid = table().grid()
    assert [[cell.text if cell else None for cell in row] for row in grid] == [["一级", "甲"], ["一级", "乙"]]


def test_places_count_blocks_and_tables_apart() -> None:
    document = Document("pdf", "0" * 64, blocks=(TextBlock(BlockKind.PARAGRAPH, "字"), table()))
    place = document.place_in_cell(1, table().cells[2])
    assert (place.page, place.block, place.table, place.row, place.column) == (3, 1, 0, 1, 1)
    assert document.place_in_text(0, 0, 1).block == 0


def test_json_of_a_document_is_the_contract() -> None:
    document = Document("docx", "0" * 64, blocks=(TextBlock(BlockKind.HEADING, "一、概况", level=1), table()))
    out = json.loads(json.dumps(document.as_json()))
    assert set(out) >= {"format", "sha256", "pages", "state", "engines", "notices", "blocks"}
    assert out["blocks"][0] == {"kind": "heading", "text": "一、概况", "page": None, "box": None, "level": 1}
    assert out["blocks"][1]["parts"] == [{"page": 3, "box": [0, 0, 90, 40], "row_from": 0, "row_to": 2}]
    assert out["blocks"][1]["cells"][0]["row_span"] == 2
