"""Text that is in a PDF but not to be seen on its page is no text of the page; that it is there is told."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.lib.colors import Color, white

from ingest.pdf.reader import Reading, read_pdf
from tests.ingest.drawn import Sheet, codes, evenly, plain, tables, texts

SEEN = "本年实际支出1,200万元，预算执行率96.5%。"
HIDDEN = "原支出金额9,876万元"


def started() -> Sheet:
    sheet = Sheet()
    sheet.text(72, 90, SEEN)
    return sheet


def told(result: Reading, code: str) -> list[str]:
    return [notice.message for notice in result.notices if notice.code == code]


def is_kept_out(result: Reading, code: str) -> None:
    assert texts(result) == [SEEN]
    assert codes(result) == [code]
    (message,) = told(result, code)
    assert HIDDEN in message
    assert message.startswith("第1页：")


@pytest.mark.parametrize("shade", [1.0, 0.98])
def test_white_on_white(shade: float) -> None:
    sheet = started()
    sheet.canvas.setFillColorRGB(shade, shade, shade)
    sheet.text(72, 140, HIDDEN)
    is_kept_out(read_pdf(sheet.bytes()), "pale_text")


def test_nearly_transparent() -> None:
    sheet = started()
    sheet.canvas.setFillColor(Color(0, 0, 0, alpha=0.01))
    sheet.text(72, 140, HIDDEN)
    is_kept_out(read_pdf(sheet.bytes()), "pale_text")


def test_white_on_a_dark_ground_is_seen() -> None:
    sheet = started()
    sheet.canvas.setFillColorRGB(0.1, 0.2, 0.5)
    sheet.canvas.rect(60, sheet.height - 170, 300, 40, stroke=0, fill=1)
    sheet.canvas.setFillColor(white)
    sheet.text(72, 140, HIDDEN)
    result = read_pdf(sheet.bytes())
    assert (texts(result), codes(result)) == ([SEEN, HIDDEN], [])


def test_light_grey_is_seen() -> None:
    sheet = started()
    sheet.canvas.setFillColorRGB(0.87, 0.87, 0.87)
    sheet.text(72, 140, HIDDEN)
    result = read_pdf(sheet.bytes())
    assert (texts(result), codes(result)) == ([SEEN, HIDDEN], [])


def test_white_names_over_coloured_columns_are_those_of_the_table() -> None:
    sheet = started()
    xs, ys = evenly(72, 120, 3), evenly(200, 24, 3)
    sheet.canvas.setFillColorRGB(0.2, 0.4, 0.7)
    sheet.canvas.rect(72, sheet.height - 224, 360, 24, stroke=0, fill=1)
    sheet.canvas.setFillColor(white)
    sheet.table(xs, ys, plain([["名称", "目标", "完成"]]))
    sheet.canvas.setFillColorRGB(0, 0, 0)
    body = [
        (1 + r, c, 1, 1, text)
        for r, row in enumerate([["甲", "3次", "4次"], ["乙", "5次", "6次"]])
        for c, text in enumerate(row)
    ]
    sheet.table(xs, ys, body)
    result = read_pdf(sheet.bytes())
    (table,) = tables(result)
    assert [cell.text for cell in table.cells] == [
        "名称",
        "目标",
        "完成",
        "甲",
        "3次",
        "4次",
        "乙",
        "5次",
        "6次",
    ]
    assert codes(result) == []


def test_cut_off_by_a_path() -> None:
    sheet = started()
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(300, 100, 200, 100)
    sheet.canvas.clipPath(path, stroke=0)
    sheet.text(72, 140, HIDDEN)
    sheet.canvas.restoreState()
    is_kept_out(read_pdf(sheet.bytes()), "clipped_text")


def test_the_end_of_a_long_entry_that_its_cell_cuts_off_is_not_read() -> None:
    """As a spreadsheet prints an entry that is longer than its cell and finds the next one taken."""
    sheet = started()
    xs, ys = evenly(72, 100, 3), evenly(200, 24, 2)
    sheet.table(xs, ys, [(0, c, 1, 1, name) for c, name in enumerate(["项目", "金额", "备注"])])
    sheet.table(xs, ys, [(1, 0, 1, 1, ""), (1, 1, 1, 1, "12.50"), (1, 2, 1, 1, "无")])
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(72, sheet.height - 248, 100, 24)
    sheet.canvas.clipPath(path, stroke=0)
    sheet.text(76, 228, "农村公路养护及桥梁加固", 10)
    sheet.canvas.restoreState()
    result = read_pdf(sheet.bytes())
    (table,) = tables(result)
    assert [cell.text for cell in table.cells][3:] == ["农村公路养护及桥梁加", "12.50", "无"]
    assert told(result, "clipped_text") == ["第1页：被裁剪而看不见的字符1个，未读取：“固”"]


def test_inside_of_its_path_all_is_seen() -> None:
    sheet = started()
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(60, sheet.height - 170, 400, 60)
    sheet.canvas.clipPath(path, stroke=0)
    sheet.text(72, 140, HIDDEN)
    sheet.canvas.restoreState()
    result = read_pdf(sheet.bytes())
    assert (texts(result), codes(result)) == ([SEEN, HIDDEN], [])


def painted_over(words: str = "", alpha: float = 1.0) -> bytes:
    sheet = started()
    sheet.text(72, 140, HIDDEN)
    sheet.canvas.setFillColor(Color(1, 1, 1, alpha=alpha))
    sheet.canvas.rect(70, sheet.height - 156, 160, 20, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    if words:
        sheet.text(72, 140, words)
    return sheet.bytes()


def test_under_a_white_box() -> None:
    is_kept_out(read_pdf(painted_over()), "covered_text")


def test_what_is_typed_over_what_was_painted_out_is_what_the_page_says() -> None:
    result = read_pdf(painted_over("现支出金额1,234万元"))
    assert texts(result) == [SEEN, "现支出金额1,234万元"]
    assert HIDDEN in told(result, "covered_text")[0]


def test_a_box_that_shines_through_hides_nothing() -> None:
    result = read_pdf(painted_over(alpha=0.4))
    assert (texts(result), codes(result)) == ([SEEN, HIDDEN], [])


def test_a_ground_painted_before_its_text_hides_nothing() -> None:
    sheet = started()
    sheet.canvas.setFillColorRGB(0.9, 0.9, 0.6)
    sheet.canvas.rect(70, sheet.height - 156, 160, 20, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    sheet.text(72, 140, HIDDEN)
    result = read_pdf(sheet.bytes())
    assert (texts(result), codes(result)) == ([SEEN, HIDDEN], [])


def layered(shown: bool, packed: bool = False, base: bool = False) -> bytes:
    """The line on a layer of its own, which is off unless `shown`; `base` says so of all layers together."""
    sheet = started()
    sheet.canvas._code.append("/OC /MC0 BDC")
    sheet.text(72, 140, HIDDEN)
    sheet.canvas._code.append("EMC")
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="旧稿"))
        usual = pikepdf.Dictionary(Order=[layer])
        if not shown and base:
            usual.BaseState = pikepdf.Name.OFF
        elif not shown:
            usual.OFF = [layer]
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=usual)
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(MC0=layer)
        out = io.BytesIO()
        modes = pikepdf.ObjectStreamMode
        pdf.save(out, object_stream_mode=modes.generate if packed else modes.disable)
        return out.getvalue()


@pytest.mark.parametrize(("packed", "base"), [(False, False), (True, False), (False, True)])
def test_on_a_layer_that_is_not_shown(packed: bool, base: bool) -> None:
    is_kept_out(read_pdf(layered(shown=False, packed=packed, base=base)), "hidden_layer")


def test_on_a_layer_that_is_shown() -> None:
    result = read_pdf(layered(shown=True))
    assert (texts(result), codes(result)) == ([SEEN, HIDDEN], [])


def test_in_a_form_that_is_on_a_hidden_layer() -> None:
    sheet = started()
    sheet.canvas.beginForm("part")
    sheet.text(72, 140, HIDDEN)
    sheet.canvas.endForm()
    sheet.canvas.doForm("part")
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="旧稿"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
        for form in pdf.pages[0].Resources.XObject.values():
            form.OC = layer
        out = io.BytesIO()
        pdf.save(out)
    is_kept_out(read_pdf(out.getvalue()), "hidden_layer")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page(turn: int) -> None:
    with pikepdf.open(io.BytesIO(painted_over())) as pdf:
        pdf.pages[0].Rotate = turn
        out = io.BytesIO()
        pdf.save(out)
    result = read_pdf(out.getvalue())
    assert HIDDEN in told(result, "covered_text")[0]
    assert texts(result) == [SEEN]
