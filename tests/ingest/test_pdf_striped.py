"""Tables with striped rows are whole, whatever else tells of them: rules, a caption, the page before."""

from __future__ import annotations

import pytest

from tests.ingest.drawn import Sheet, codes, reading, rows, tables, texts

LEFTS, RIGHT = (75.0, 130.0, 290.0, 400.0), 520.0
HEAD = ["序号", "项目名称", "预算金额", "备注"]
ROW, SIZE = 20.0, 10.0
BODY = [[str(k), f"第{k}项道路养护", f"{k},309,036.07", "已完成"] for k in range(1, 7)]


def stripe(sheet: Sheet, top: float, grey: float = 0.95) -> None:
    """One filled box a cell, as browsers print a shaded row."""
    sheet.canvas.setFillColorRGB(grey, grey, grey)
    for left, right in zip(LEFTS, (*LEFTS[1:], RIGHT), strict=True):
        sheet.canvas.rect(left - 5, sheet.height - top - ROW, right - left, ROW, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)


def drawn(sheet: Sheet, top: float, body: list[list[str]], first: int, head: float) -> float:
    """Rows below one another, every second of which is shaded; the first row is number `first` of the table."""
    for k, row in enumerate(body, first):
        if k and k % 2 == 0:
            stripe(sheet, top)
        if not k and head < 1:
            stripe(sheet, top, head)
        if not k and head < 0.5:
            sheet.canvas.setFillColorRGB(1, 1, 1)
        for left, text in zip(LEFTS, row, strict=True):
            sheet.text(left, top + 4, text, SIZE)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        top += ROW
    return top


@pytest.mark.parametrize("head", [1.0, 0.9, 0.2])
@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_a_striped_table_is_whole(ruled: bool, head: float, count: int) -> None:
    body = BODY[:count]

    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        end = drawn(sheet, 104, [HEAD, *body], 0, head)
        if ruled:
            for y in (104, 104 + ROW, end):
                sheet.line(LEFTS[0] - 5, y, RIGHT - 5, y)
        sheet.paragraph(end + 30, ["以上资金均已到位，项目按期完成。"])

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [[HEAD, *body]]
    assert tables(result)[0].header_rows == 1
    assert codes(result) == []


@pytest.mark.parametrize("here", [2, 3])
def test_a_striped_table_goes_on_over_the_page(here: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(660, "表1 项目实施情况")
        drawn(sheet, 684, [HEAD, *BODY[:here]], 0, 1.0)
        sheet.page()
        end = drawn(sheet, 72, BODY[here:], here + 1, 1.0)
        sheet.paragraph(end + 30, ["以上资金均已到位，项目按期完成。"])

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *BODY]]


def tight(sheet: Sheet, top: float, body: list[list[str]], first: int) -> float:
    """Entries that fill their columns up to the next: no white is left between, only the shading tells the columns."""
    for k, row in enumerate(body, first):
        if k % 2 == 0:
            stripe(sheet, top)
        for left, text in zip(LEFTS, row, strict=True):
            sheet.text(left - 4, top + 4, text, SIZE)
        top += ROW
    return top


FULL = [[str(k), f"第{k}项道路养护及桥梁加固工程", f"{k},309,036.07", "已完成"] for k in range(1, 7)]


@pytest.mark.parametrize("ruled", [False, True])
def test_columns_without_white_between_them_are_those_of_the_shading(ruled: bool) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        end = tight(sheet, 104, [HEAD, *FULL], 0)
        if ruled:
            for y in (104, 104 + ROW, end):
                sheet.line(LEFTS[0] - 5, y, RIGHT - 5, y)
        sheet.paragraph(end + 30, ["以上资金均已到位，项目按期完成。"])

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *FULL]]


def test_shaded_names_right_upon_a_shaded_row_are_of_one_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        stripe(sheet, 104, 0.85)
        end = tight(sheet, 104, [HEAD, *FULL], 1)
        sheet.paragraph(end + 30, ["以上资金均已到位，项目按期完成。"])

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *FULL]]


@pytest.mark.parametrize("caption", ["表2 资金使用情况", ""])
def test_two_striped_tables_with_text_between_them_stay_two(caption: str) -> None:
    words = [
        "（二）项目组织情况",
        "项目按照年度计划组织实施，资金拨付及时，会计核算规范，未发现截留挪用情形。",
    ]

    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        end = drawn(sheet, 104, [HEAD, *BODY[:4]], 0, 0.9)
        for k, line in enumerate(words):
            sheet.text(72, end + 20 + 22 * k, line)
        if caption:
            sheet.centred(end + 70, caption)
        drawn(sheet, end + 94, [HEAD, *BODY[2:]], 0, 0.9)

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [[HEAD, *BODY[:4]], [HEAD, *BODY[2:]]]
    assert [text for text in texts(result) if text in words] == words
