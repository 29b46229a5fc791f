"""Places on pages of every size and rotation: under each character there is ink, and outside of all none."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from reportlab.lib.pagesizes import A4

from ingest.pdf.reader import Reading, read_pdf
from schema.document import Line, TextBlock
from schema.figure import Box
from tests.ingest.drawn import Sheet, evenly, plain, rows, tables

GRID = [["项目", "预算数", "支出数"], ["培训费", "1,200.50", "980.00"], ["合计", "1,100.00", "2,233.00"]]
Ink = NDArray[np.bool_]
SCALE = 2.0
ROOM = 1.5
"""Strokes may stand out of the box of a character by so many points."""


def drawn(size: tuple[float, float]) -> bytes:
    sheet = Sheet(size)
    sheet.paragraph(
        60, ["本年度安排资金170万元，实际支出146.54万元，执行率", "为86.2%，结余23.46万元按规定上缴。"]
    )
    sheet.table(evenly(80, 120, 3), evenly(190, 24, 3), plain(GRID))
    return sheet.bytes()


def turned(data: bytes, turn: int, against: bool, cropped: bool) -> bytes:
    """The page with /Rotate, its content turned `against` it (shown upright) or not (shown on its side)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        width, height = (float(value) for value in page.MediaBox[2:])
        if against and turn:
            if turn != 180:
                page.MediaBox = [0, 0, height, width]
            matrix = {
                90: f"0 1 -1 0 {height} 0",
                180: f"-1 0 0 -1 {width} {height}",
                270: f"0 -1 1 0 0 {width}",
            }
            page.contents_add(f"q {matrix[turn]} cm".encode(), prepend=True)
            page.contents_add(b"Q")
        if cropped:
            x0, y0, x1, y1 = (float(value) for value in page.MediaBox)
            page.CropBox = [x0 + 20, y0 + 30, x1 - 10, y1 - 15]
        page.Rotate = turn
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def lines(result: Reading) -> Iterator[Line]:
    for block in result.blocks:
        if isinstance(block, TextBlock):
            yield from block.lines
        else:
            yield from (line for cell in block.cells for line in cell.lines)


def picture(data: bytes, number: int, rotation: int) -> Ink:
    """Ink (true) of a page as it was read."""
    document = pypdfium2.PdfDocument(data)
    page = document[number]
    image = page.render(
        scale=SCALE, rotation=(rotation - page.get_rotation()) % 360, grayscale=True
    ).to_numpy()
    document.close()
    return np.asarray(image.reshape(image.shape[:2]) < 128, np.bool_)


def cut(box: Box, room: float) -> tuple[slice, slice]:
    x0, top, x1, bottom = box
    low = (max(0, int((top - room) * SCALE)), max(0, int((x0 - room) * SCALE)))
    return slice(low[0], int((bottom + room) * SCALE) + 1), slice(low[1], int((x1 + room) * SCALE) + 1)


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, A4[::-1]])
def test_characters_stand_where_they_are_said_to(
    size: tuple[float, float], turn: int, against: bool, cropped: bool
) -> None:
    if turn == 180 and not against:
        return  # Shown upside down: text on its head is read as furniture.
    data = turned(drawn(size), turn, against, cropped)
    result = read_pdf(data)
    assert [rows(table) for table in tables(result)] == [GRID]
    page = result.pages[0]
    ink = picture(data, 0, page.rotation)
    assert ink.shape == (pytest.approx(page.height * SCALE, abs=2), pytest.approx(page.width * SCALE, abs=2))
    for line in lines(result):
        for k in range(line.start, line.end):
            assert ink[cut(line.box_of(k, k + 1), 0)].any()
    for line in lines(result):
        ink[cut(line.box, ROOM)] = False
    (table,) = tables(result)
    for cell in table.cells:
        assert cell.box is not None
        inner = (cell.box[0] + 2, cell.box[1] + 2, cell.box[2] - 2, cell.box[3] - 2)
        assert not ink[cut(inner, 0)].any()
    assert table.box is not None
    ink[cut(table.box, 2)] = False
    assert not ink.any()


def test_pages_of_a_mixed_file_keep_their_own_rotation() -> None:
    kinds = [(A4, 0, True), (A4[::-1], 90, True), (A4, 90, False), (A4[::-1], 0, True), (A4, 270, True)]
    whole = pikepdf.new()
    for size, turn, against in kinds:
        with pikepdf.open(io.BytesIO(turned(drawn(size), turn, against, False))) as one:
            whole.pages.extend(one.pages)
    out = io.BytesIO()
    whole.save(out)
    result = read_pdf(out.getvalue())
    assert [(round(p.width), round(p.height)) for p in result.pages] == [
        (round(size[0]), round(size[1])) for size, _, _ in kinds
    ]
    assert [page.rotation for page in result.pages] == [0, 90, 0, 0, 270]
    assert [rows(table) for table in tables(result)] == [GRID] * 5
