"""Tables drawn with filled boxes: shaded cells, stripes, rules that are boxes or dots, double rules."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, Spec, cells, evenly, plain, reading, rows, tables, texts

GRID = [
    ["项目", "预算数", "支出数"],
    ["培训费", "1,200.50", "980.00"],
    ["水费", "3.00", "2.00"],
    ["合计", "9.00", "8.00"],
]
XS, YS = evenly(80, 120, 3), evenly(100, 24, 4)


def fill(sheet: Sheet, x0: float, top: float, x1: float, bottom: float, grey: float = 0.9) -> None:
    sheet.canvas.setFillGray(grey)
    sheet.canvas.rect(x0, sheet.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)


def entries(sheet: Sheet, spec: list[Spec]) -> None:
    for r, c, _, _, text in spec:
        sheet.text(XS[c] + 4, YS[r] + 6, text, 10)


@pytest.mark.parametrize("gap", [0.0, 0.75, 1.5])
def test_shaded_cells_without_rules_are_a_table(gap: float) -> None:
    spec: list[Spec] = [
        (0, 0, 1, 1, "项目"),
        (0, 1, 1, 2, "金额"),
        (1, 0, 2, 1, "培训费"),
        (1, 1, 1, 1, "1.00"),
    ]
    spec += [(1, 2, 1, 1, "2.00"), (2, 1, 1, 1, "3.00"), (2, 2, 1, 1, "4.00"), (3, 0, 1, 3, "合计")]

    def draw(sheet: Sheet) -> None:
        fill(sheet, 76, 96, 444, 200, 0.98)
        for r, c, rs, cs, _ in spec:
            fill(sheet, XS[c] + gap, YS[r] + gap, XS[c + cs] - gap, YS[r + rs] - gap)
        entries(sheet, spec)

    result = reading(draw)
    assert [cells(table) for table in tables(result)] == [spec]
    assert result.notices == ()


@pytest.mark.parametrize("striped", [0, 1])
def test_striped_tables_keep_their_bare_rows(striped: int) -> None:
    body = [*GRID, ["其他", "0.50", "0.40"], ["总计", "9.50", "8.40"]]
    ys = evenly(100, 24, len(body))

    def draw(sheet: Sheet) -> None:
        for r in range(striped, len(body), 2):
            for c in range(3):
                fill(sheet, XS[c], ys[r], XS[c + 1], ys[r + 1])
        for r, c, _, _, text in plain(body):
            sheet.text(XS[c] + 4, ys[r] + 6, text, 10)
        sheet.paragraph(300, ["以上资金均已到位，未发现违规情形。"])

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [body]
    assert texts(result) == ["以上资金均已到位，未发现违规情形。"]


def test_shaded_paragraphs_and_boxes_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        for k, line in enumerate(
            ["本项目按计划实施，资金使用规范，未发现截留、挤占、挪用", "等情况，各项产出指标均已完成。"]
        ):
            fill(sheet, 72, 100 + 20 * k, 520, 120 + 20 * k)
            sheet.text(72, 104 + 20 * k, line)
        for k in range(4):
            fill(sheet, 80 + 120 * (k % 2), 200 + 60 * (k // 2), 160 + 120 * (k % 2), 230 + 60 * (k // 2))
            sheet.text(84 + 120 * (k % 2), 204 + 60 * (k // 2), f"第{k + 1}步", 10)

    assert tables(reading(draw)) == []


def thin_boxes(sheet: Sheet, double: bool) -> None:
    """Every rule a filled box half a point wide, or two of them a point apart."""
    for shift in (0.0, 1.5) if double else (0.0,):
        for y in YS:
            fill(sheet, XS[0], y + shift, XS[-1] + shift, y + shift + 0.5, 0)
        for x in XS:
            fill(sheet, x + shift, YS[0], x + shift + 0.5, YS[-1] + shift, 0)
    entries(sheet, plain(GRID))


@pytest.mark.parametrize("double", [False, True])
def test_rules_that_are_thin_boxes_give_the_cells_pdfplumber_finds(double: bool) -> None:
    result = reading(lambda sheet: thin_boxes(sheet, double))
    assert [rows(table) for table in tables(result)] == [GRID]
    sheet = Sheet()
    thin_boxes(sheet, double)
    with pdfplumber.open(io.BytesIO(sheet.bytes())) as pdf:
        theirs = [table.extract() for table in pdf.pages[0].find_tables({"snap_tolerance": 3})]
        pdf.pages[0].close()
    assert theirs == [GRID]


def test_white_rules_on_shaded_cells_are_rules() -> None:
    def draw(sheet: Sheet) -> None:
        fill(sheet, XS[0], YS[0], XS[-1], YS[-1])
        sheet.canvas.setStrokeGray(1)
        for y in YS:
            sheet.line(XS[0], y, XS[-1], y)
        for x in XS:
            sheet.line(x, YS[0], x, YS[-1])
        entries(sheet, plain(GRID))

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


def dotted(sheet: Sheet) -> None:
    for y in YS:
        for k in range(int((XS[-1] - XS[0]) / 1.5)):
            fill(sheet, XS[0] + 1.5 * k, y, XS[0] + 1.5 * k + 0.75, y + 0.75, 0)
    for x in XS:
        for k in range(int((YS[-1] - YS[0]) / 1.5)):
            fill(sheet, x, YS[0] + 1.5 * k, x + 0.75, YS[0] + 1.5 * k + 0.75, 0)


def test_dotted_rules_are_rules() -> None:
    def draw(sheet: Sheet) -> None:
        dotted(sheet)
        entries(sheet, plain(GRID))

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


def test_the_squares_of_a_matrix_code_are_no_rules() -> None:
    def draw(sheet: Sheet) -> None:
        for row in range(30):
            for column in range(30):
                if (row * 7 + column * 5 + row * column) % 3:
                    fill(sheet, 80 + 2 * column, 100 + 2 * row, 82 + 2 * column, 102 + 2 * row, 0)
        sheet.text(150, 120, "扫码查看公开信息")
        sheet.text(84, 110, "码", 6)

    result = reading(draw)
    assert tables(result) == []
    assert "扫码查看公开信息" in texts(result, BlockKind.PARAGRAPH)
