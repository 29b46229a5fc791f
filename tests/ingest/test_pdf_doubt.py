"""The self-check of the lattice, and pdfplumber as second reader of a page that fails it."""

from __future__ import annotations

import numpy as np
import pypdfium2

from ingest.pdf import glyphs, raw, rules
from ingest.pdf.doubt import astray, in_doubt, plumber
from ingest.pdf.frame import Frame
from ingest.pdf.lattice import Grid
from ingest.pdf.page import understand
from ingest.pdf.rules import Rules
from ingest.printed import PageContent
from tests.ingest.drawn import Sheet, evenly, plain, reading

GRID = [["项目名称及说明", "预算数", "支出数"], ["培训费和咨询费", "1,200.50", "980.00"]]


def drawn() -> bytes:
    sheet = Sheet()
    sheet.table(evenly(80, 120, 3), evenly(100, 24, 2), plain(GRID))
    return sheet.bytes()


def raw_page(data: bytes) -> tuple[glyphs.Glyphs, Rules, Frame]:
    document = pypdfium2.PdfDocument(data)
    page = raw.load_page(raw.handle(document.raw), 0)
    text = raw.load_text(page)
    frame = Frame(0, 0, *document[0].get_size(), 0)
    found = glyphs.read(text, frame), rules.read(page, frame), frame
    raw.close_text(text)
    raw.close_page(page)
    return found


def read_with_false_rule(data: bytes, second: object) -> PageContent:
    """The page with a rule down the middle of the first column that is not printed there."""
    found, edges, frame = raw_page(data)
    edges.down = np.vstack((edges.down, (109.0, 100.0, 148.0)))
    return understand(found, edges, frame, 1, second)  # type: ignore[arg-type]


def test_a_page_that_fails_its_check_is_read_by_pdfplumber() -> None:
    data = drawn()
    page = read_with_false_rule(data, plumber(data, None))
    assert page.route == "pdfplumber"
    assert [notice.code for notice in page.notices] == ["lattice_fallback"]
    assert [[cell.text for cell in table.cells] for table in page.tables] == [[*GRID[0], *GRID[1]]]


def test_where_the_second_reader_is_no_better_the_doubt_is_told() -> None:
    page = read_with_false_rule(drawn(), lambda number: [])
    assert page.route == "text"
    assert [notice.code for notice in page.notices] == ["lattice_doubtful"]
    assert len(page.tables) == 1


def test_a_sound_page_is_not_shown_to_the_second_reader() -> None:
    def never(number: int) -> list[Grid]:
        raise AssertionError("asked without need")

    found, edges, frame = raw_page(drawn())
    assert understand(found, edges, frame, 1, never).notices == []


def test_characters_across_an_edge_are_counted() -> None:
    found, _, _ = raw_page(drawn())
    whole = Grid([80, 200, 320, 440], [100, 124, 148], [(r, c, 1, 1) for r in (0, 1) for c in (0, 1, 2)])
    split = Grid([80, 109, 200, 320, 440], [100, 124, 148], [(r, c, 1, 1) for r in (0, 1) for c in range(4)])
    inside = sum(len(text) for row in GRID for text in row)
    assert astray(whole, found) == (0, inside)
    assert astray(split, found)[0] == 2
    assert not in_doubt([whole], found)
    assert in_doubt([split], found)


def test_the_engine_that_read_the_tables_is_named_only_when_it_did() -> None:
    result = reading(lambda sheet: sheet.table(evenly(80, 120, 3), evenly(100, 24, 2), plain(GRID)))
    assert set(result.engines) == {"pdf"}
