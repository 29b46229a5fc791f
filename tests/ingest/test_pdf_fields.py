"""Fields of PDF forms are read where they stand; what was typed or stamped over a page is told."""

from __future__ import annotations

import io
import time

import pikepdf
import pytest

from ingest.pdf.reader import read_pdf
from tests.ingest.drawn import Sheet, codes, evenly, plain, rows, tables, texts

GRID = [["项目", "预算数", "支出数"], ["培训费", "", ""], ["合计", "", ""]]
FILLED = {"a": "1200.50", "b": "980.00", "c": "1200.50", "d": "980.00"}


def form(values: dict[str, str], *, drawn: bool = True) -> bytes:
    """A table whose amounts are fields; without `drawn` their looks are left to the reader, as some programs do."""
    sheet = Sheet()
    sheet.text(80, 60, "项目支出情况表")
    sheet.table(evenly(80, 120, 3), evenly(100, 24, 3), plain(GRID))
    for k, (name, value) in enumerate(values.items()):
        x, top = 200 + 120 * (k % 2), 124 + 24 * (k // 2)
        place = {"x": x + 4, "y": sheet.height - top - 20, "width": 100, "height": 16}
        sheet.canvas.acroForm.textfield(name=name, value=value if drawn else "", fontSize=10, **place)
    if drawn:
        return sheet.bytes()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        for field in pdf.pages[0].Annots:
            field.V = pikepdf.String(values[str(field.T)])
            del field["/AP"]
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("drawn", [True, False])
def test_fields_are_read_in_their_cells(drawn: bool) -> None:
    result = read_pdf(form(FILLED, drawn=drawn))
    (table,) = tables(result)
    assert rows(table) == [GRID[0], ["培训费", "1200.50", "980.00"], ["合计", "1200.50", "980.00"]]
    cell = table.cells[4]
    assert cell.lines[0].box[0] == pytest.approx(206, abs=6)


def test_chinese_values_are_read() -> None:
    assert "预算100万元" in repr(read_pdf(form({"a": "预算100万元"}, drawn=False)).blocks)


def test_an_empty_form_is_its_print() -> None:
    (table,) = tables(read_pdf(form(dict.fromkeys("abcd", ""))))
    assert rows(table) == GRID


def remark(data: bytes, subtype: str) -> bytes:
    """The page with a typed remark, which has looks of its own."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        looks = pdf.make_stream(b"BT /F 12 Tf 0 2 Td (999) Tj ET")
        looks.Type, looks.Subtype, looks.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 60, 20]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        looks.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name("/" + subtype),
            Rect=[300, 600, 360, 620],
            Contents=pikepdf.String("999"),
            AP=pikepdf.Dictionary(N=looks),
            F=4,
        )
        page = pdf.pages[0]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("subtype", ["FreeText", "Stamp"])
@pytest.mark.parametrize("filled", [False, True])
def test_what_was_put_over_the_page_is_told_and_not_read(subtype: str, filled: bool) -> None:
    result = read_pdf(remark(form(FILLED if filled else {}), subtype))
    assert codes(result) == ["annotations_unread"]
    assert "999" not in "".join(texts(result))
    assert ("1200.50" in repr(tables(result)[0])) == filled


def test_links_and_highlights_are_no_matter() -> None:
    assert codes(read_pdf(remark(form({}), "Highlight"))) == []


def test_a_dynamic_form_is_told() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(form(FILLED))) as pdf:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        pdf.Root.NeedsRendering = True
        pdf.save(out)
    assert "dynamic_form" in codes(read_pdf(out.getvalue()))


def test_fields_that_hold_one_another_end_the_reading_soon() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(form(FILLED))) as pdf:
        first, second = pdf.Root.AcroForm.Fields[0], pdf.Root.AcroForm.Fields[1]
        first.Kids, second.Kids = pikepdf.Array([second, first]), pikepdf.Array([first])
        first.Parent, second.Parent = second, first
        pdf.save(out)
    began = time.monotonic()
    assert texts(read_pdf(out.getvalue()))[0] == "项目支出情况表"
    assert time.monotonic() - began < 10


def test_files_attached_are_told() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(form({}))) as pdf:
        pdf.attachments["明细.xlsx"] = pikepdf.AttachedFileSpec(pdf, b"PK", filename="明细.xlsx")
        pdf.save(out)
    assert codes(read_pdf(out.getvalue())) == ["attachments_unread"]
