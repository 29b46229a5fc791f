"""Seals and text without ink: what lies over the text, or under a picture, is none of it."""

from __future__ import annotations

import io
import math

import numpy as np
import pikepdf
import pytest
from reportlab.lib.utils import ImageReader

from ingest.pdf.reader import read_pdf
from schema.document import BlockKind
from tests.ingest.drawn import FONT, Sheet, codes, evenly, plain, reading, rows, tables, texts

GRID = [
    ["项目", "预算数", "决算数", "执行率"],
    ["人员经费", "1,250.00", "1,200.50", "96.04%"],
    ["公用经费", "300.00", "280.00", "93.33%"],
    ["合计", "1,550.00", "1,480.50", "95.52%"],
]
RED, BLACK = (0.85, 0.05, 0.05), (0.0, 0.0, 0.0)


def stamp(
    sheet: Sheet,
    at: tuple[float, float],
    words: str,
    across: str = "",
    *,
    ink: tuple[float, float, float] = RED,
    radius: float = 55,
    turned: float = 0,
) -> None:
    """Words round a circle, from its lower left over the top to its lower right, and one line across it."""
    canvas, (x, y) = sheet.canvas, (at[0], sheet.height - at[1])
    canvas.saveState()
    canvas.setFillColorRGB(*ink)
    canvas.setStrokeColorRGB(*ink)
    canvas.circle(x, y, radius)
    for k, character in enumerate(words):
        around = 210 - 240 * k / (len(words) - 1) + turned
        canvas.saveState()
        canvas.translate(
            x + (radius - 16) * math.cos(math.radians(around)),
            y + (radius - 16) * math.sin(math.radians(around)),
        )
        canvas.rotate(around - 90)
        canvas.setFont(FONT, 13)
        canvas.drawCentredString(0, -5, character)
        canvas.restoreState()
    canvas.setFont(FONT, 11)
    canvas.drawCentredString(x, y - radius * 0.55, across)
    canvas.restoreState()


def over_a_table(sheet: Sheet, **how: object) -> None:
    sheet.table(evenly(72, 110, 4), evenly(120, 30, 4), plain(GRID))
    stamp(sheet, (300, 190), "某某市水务局办公室", **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("turned", [0.0, -8.0, 17.0])
@pytest.mark.parametrize("at", [(300, 190), (245, 160), (420, 230)])
def test_a_red_seal_over_a_table_is_kept_apart(turned: float, at: tuple[float, float]) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(evenly(72, 110, 4), evenly(120, 30, 4), plain(GRID))
        stamp(sheet, at, "某某市水务局办公室", "财务专用章", turned=turned)

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert texts(result, BlockKind.WATERMARK) == ["某某市水务局办公室", "财务专用章"]


def test_of_a_black_seal_the_words_round_it_are_known() -> None:
    result = reading(lambda sheet: over_a_table(sheet, ink=BLACK))
    assert [rows(table) for table in tables(result)] == [GRID]
    assert texts(result, BlockKind.WATERMARK) == ["某某市水务局办公室"]


def test_two_seals_and_the_signature_below_them() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(350, 400, "某某市水务局2024年3月15日")
        stamp(sheet, (390, 410), "某某市水务局")
        stamp(sheet, (180, 410), "某某市财政局国库处", "审核专用章")

    result = reading(draw)
    assert texts(result, BlockKind.WATERMARK) == ["某某市水务局", "某某市财政局国库处", "审核专用章"]
    assert texts(result)[0] == "某某市水务局2024年3月15日"


def test_red_figures_are_no_seal() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillColorRGB(*RED)
        sheet.table(evenly(72, 110, 4), evenly(120, 30, 4), plain(GRID))

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert texts(result, BlockKind.WATERMARK) == []


def without_ink(sheet: Sheet, x: float, top: float, text: str) -> None:
    line = sheet.canvas.beginText(x, sheet.height - top)
    line.setFont(FONT, 12)
    line.setTextRenderMode(3)
    line.textLine(text)
    sheet.canvas.drawText(line)


def test_text_without_ink_is_not_read_and_is_told() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(72, 100, "本年预算1200万元")
        without_ink(sheet, 72, 160, "执行率99%")

    result = reading(draw)
    assert (texts(result), codes(result)) == (["本年预算1200万元"], ["hidden_text"])


def test_text_laid_under_a_picture_is_read_and_told_to_be_recognised() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (40, 30, 3), np.uint8)
    picture = io.BytesIO()
    from PIL import Image

    Image.fromarray(noise).save(picture, "PNG")
    picture.seek(0)

    def draw(sheet: Sheet) -> None:
        sheet.canvas.drawImage(ImageReader(picture), 0, 0, sheet.width, sheet.height)
        for k in range(6):
            without_ink(sheet, 72, 100 + 20 * k, f"第{k + 1}项预算1{k}00万元，执行率98%")

    result = reading(draw)
    assert "第6项预算1500万元，执行率98%" in "".join(texts(result))
    assert "ocr_layer" in codes(result)


def test_a_damaged_matrix_of_a_seal_does_not_end_the_reading() -> None:
    sheet = Sheet()
    over_a_table(sheet)
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        page = pdf.pages[0]
        content = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(content.replace(b".5 -.866025 .866025 .5", b"9e38 0 0 9e38"))
        out = io.BytesIO()
        pdf.save(out)
    assert tables(read_pdf(out.getvalue()))
