"""Scanned pages end to end: the same table and text as from the page itself, marked as recognised."""

from __future__ import annotations

import io
import os

import pypdfium2
import pytest
from PIL import Image

from ingest import scan
from ingest.pdf.reader import Reading, read_pdf
from schema.document import NoticeSeverity, State, Table, TextBlock
from tests.ingest.drawn import Sheet, codes, evenly, plain, rows, tables, texts

GRID = [
    ["项目名称", "预算数", "支出数"],
    ["培训费", "1,200.50", "980.00"],
    ["合计", "31,200.50", "20,980.00"],
]
LINE = "截至2022年7月31日，实际支出720,000.00元，完成率101.49%。"


def drawn() -> bytes:
    sheet = Sheet()
    sheet.text(96, 80, LINE, 14)
    sheet.table(evenly(80, 140, 3), evenly(140, 28, 3), plain(GRID), 14)
    return sheet.bytes()


def scanned(turn: float, quarters: int = 0) -> bytes:
    """The drawn page as a picture at 150 dpi, turned, with a red seal over the table, as JPEG in a PDF.

    `quarters` are the quarter turns, counter-clockwise, in which it lay on the scanner.
    """
    page = pypdfium2.PdfDocument(drawn())[0]
    picture = page.render(scale=150 / 72).to_pil().convert("RGB")
    seal = Image.new("RGB", picture.size, "white")
    from PIL import ImageChops, ImageDraw

    ImageDraw.Draw(seal).ellipse((500, 250, 800, 550), outline=(225, 45, 50), width=12)
    picture = ImageChops.multiply(picture, seal)
    picture = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture = picture.rotate(90 * quarters, expand=True)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150, quality=75)
    return out.getvalue()


def need_ocr() -> None:
    if not scan.available():
        reason = "needs the extra ocr (rapidocr, onnxruntime)"
        if os.environ.get("FUHE_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def reading() -> Reading:
    need_ocr()
    return read_pdf(scanned(0.7))


def test_the_table_of_a_skewed_and_sealed_scan_is_whole(reading: Reading) -> None:
    assert [rows(table) for table in tables(reading)] == [GRID]


def test_the_text_is_read(reading: Reading) -> None:
    assert "".join(texts(reading)).replace(" ", "") == LINE


def test_everything_read_is_marked_as_recognised(reading: Reading) -> None:
    assert (reading.state, reading.pages[0].route) == (State.OK, "ocr")
    assert [(n.code, n.severity) for n in reading.notices] == [("ocr_page", NoticeSeverity.WARNING)]
    assert reading.engines["ocr"].startswith("rapidocr ")
    lines = [
        line
        for block in reading.blocks
        for line in (
            [one for cell in block.cells for one in cell.lines]
            if isinstance(block, Table)
            else block.lines
            if isinstance(block, TextBlock)
            else ()
        )
    ]
    assert lines
    assert all(line.confidence is not None and 0 < line.confidence <= 1 for line in lines)


def test_text_of_a_page_that_was_not_recognised_has_no_confidence() -> None:
    block = read_pdf(drawn()).blocks[0]
    assert isinstance(block, TextBlock)
    assert {line.confidence for line in block.lines} == {None}


def test_without_the_recogniser_the_page_is_told_and_nothing_is_invented(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    result = read_pdf(scanned(0.0))
    assert (result.state, result.blocks) == (State.EMPTY, ())
    assert codes(result) == ["needs_ocr", "ocr_missing", "no_text"]


@pytest.mark.parametrize("quarters", [2, 3])
def test_a_page_on_its_side_or_head_is_set_upright(quarters: int) -> None:
    need_ocr()
    result = read_pdf(scanned(0.7, quarters))
    assert [rows(table) for table in tables(result)] == [GRID]
    assert "".join(texts(result)).replace(" ", "") == LINE
    page = result.pages[0]
    assert page.rotation == 90 * quarters
    assert page.width < page.height
    assert ["倒置" if quarters == 2 else "横置"] == [
        lying for lying in ("倒置", "横置") if lying in result.notices[0].message
    ]
