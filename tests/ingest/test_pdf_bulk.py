"""Characters asked for in bulk are what pdfium says of each of them."""

from __future__ import annotations

import ctypes as c
from collections.abc import Iterator
from threading import Thread

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ingest.pdf import bulk, raw
from tests.ingest.drawn import Sheet


@pytest.fixture
def text_page() -> Iterator[tuple[int, object]]:
    drawing = Sheet()
    for row in range(40):
        drawing.text(60 + row, 60 + 15 * row, f"第{row}行 支出 {row * 1234.5:,.2f} 元 ABC", 8 + row % 5)
    document = pypdfium2.PdfDocument(drawing.bytes())
    page = pdfium.FPDF_LoadPage(document.raw, 0)
    text = pdfium.FPDFText_LoadPage(page)
    yield raw.handle(text), text
    pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    document.close()


def _box(text: object, i: int) -> tuple[float, ...]:
    box = pdfium.FS_RECTF()
    assert pdfium.FPDFText_GetLooseCharBox(text, i, box)
    return box.left, box.top, box.right, box.bottom


def _origin(text: object, i: int) -> tuple[float, ...]:
    x, y = c.c_double(), c.c_double()
    assert pdfium.FPDFText_GetCharOrigin(text, i, x, y)
    return x.value, y.value


def _matrix(text: object, i: int) -> tuple[float, ...]:
    matrix = pdfium.FS_MATRIX()
    assert pdfium.FPDFText_GetMatrix(text, i, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


@pytest.mark.parametrize("block", [7, 2048])
def test_the_same_as_one_by_one(
    text_page: tuple[int, object], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BLOCK", block)
    handle, text = text_page
    which = list(range(raw.count_chars(handle)))[::-3]
    assert len(which) > 200
    asked = bulk.Asked([handle], [len(which)], which)
    assert list(map(tuple, bulk.boxes(asked).tolist())) == [_box(text, i) for i in which]
    assert list(map(tuple, bulk.origins(asked).tolist())) == [_origin(text, i) for i in which]
    assert list(map(tuple, bulk.matrices(asked).tolist())) == [_matrix(text, i) for i in which]
    assert bulk.sizes(asked).tolist() == [pdfium.FPDFText_GetFontSize(text, i) for i in which]
    assert bulk.weights(asked).tolist() == [pdfium.FPDFText_GetFontWeight(text, i) for i in which]
    errors = [pdfium.FPDFText_HasUnicodeMapError(text, i) for i in which]
    assert bulk.has_map_error(asked).tolist() == errors


def test_nothing_is_asked_of_no_character(text_page: tuple[int, object]) -> None:
    assert bulk.boxes(bulk.Asked([text_page[0]], [0], [])).shape == (0, 4)
    assert bulk.matrices(bulk.Asked([text_page[0]], [0], [])).shape == (0, 6)


def test_every_thread_has_places_of_its_own() -> None:
    seen = [bulk._places.memory.ctypes.data]
    thread = Thread(target=lambda: seen.append(bulk._places.memory.ctypes.data))
    thread.start()
    thread.join()
    assert len(set(seen)) == 2
