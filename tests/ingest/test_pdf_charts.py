"""Charts drawn with lines and boxes are no tables, and tables beside and below them stay tables."""

from __future__ import annotations

import pytest

from tests.ingest.drawn import Sheet, evenly, plain, reading, rows, tables, texts

GRID = [["项目", "预算数", "支出数"], ["培训费", "1,200.50", "980.00"], ["合计", "9.00", "8.00"]]
LEFT, RIGHT, TOP, BASE = 110.0, 480.0, 120.0, 320.0
MONTHS = ["一月", "二月", "三月", "四月", "五月"]


def box(sheet: Sheet, x0: float, top: float, x1: float, bottom: float, stroke: int) -> None:
    sheet.canvas.setFillGray(0.6)
    sheet.canvas.rect(x0, sheet.height - bottom, x1 - x0, bottom - top, stroke=stroke, fill=1)
    sheet.canvas.setFillGray(0)


def grid_lines(sheet: Sheet, labels: bool, framed: bool) -> None:
    for k in range(6):
        y = BASE - 40 * k
        sheet.line(LEFT, y, RIGHT, y)
        if labels:
            sheet.text(LEFT - 6, y - 4.5, f"{20 * k}.0", 9, right=True)
    sheet.line(LEFT, TOP, LEFT, BASE)
    if framed:
        sheet.line(RIGHT, TOP, RIGHT, BASE)


def bars(sheet: Sheet, stroke: int) -> None:
    for k, month in enumerate(MONTHS):
        x, top = LEFT + 20 + 70 * k, BASE - 30 * (k + 1) - 8
        box(sheet, x, top, x + 30, BASE, stroke)
        sheet.text(x + 2, top - 11, f"{15 * k + 19}.5", 9)
        sheet.text(x, BASE + 6, month, 9)


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("stroke", [0, 1])
def test_a_chart_of_bars_is_no_table(framed: bool, labels: bool, stroke: int) -> None:
    def draw(sheet: Sheet) -> None:
        grid_lines(sheet, labels, framed)
        bars(sheet, stroke)
        sheet.centred(360, "图1 各月支出情况")
        sheet.table(evenly(80, 120, 3), evenly(420, 24, 3), plain(GRID))

    result = reading(draw)
    assert [(rows(table), table.caption) for table in tables(result)] == [(GRID, "")]
    printed = "".join(texts(result))
    assert all(month in printed for month in MONTHS)


def test_charts_in_frames_one_below_the_other_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        for shift in (0, 290):
            sheet.canvas.saveState()
            sheet.canvas.translate(0, -shift)
            sheet.canvas.rect(60, sheet.height - 350, 460, 250)
            grid_lines(sheet, True, False)
            bars(sheet, 0)
            sheet.text(430, 105, "预算数", 9)
            sheet.canvas.restoreState()

    assert tables(reading(draw)) == []


def test_numbers_in_merged_cells_on_the_height_of_a_rule_are_no_axis() -> None:
    spec = [(2 * k, 0, 2, 1, f"\n{k + 1}") for k in range(4)]
    spec += [(r, 1, 1, 1, f"第{r + 1}项") for r in range(8)]

    def draw(sheet: Sheet) -> None:
        sheet.table(
            [80, 140, 300], evenly(100, 24, 8), [(r, c, rs, cs, t.strip()) for r, c, rs, cs, t in spec if c]
        )
        for k in range(4):
            top = 100 + 48 * k
            sheet.line(80, top, 140, top)
            sheet.line(80, top, 80, top + 48)
            sheet.text(110, top + 19, str(k + 1), 10)
        sheet.line(80, 292, 140, 292)

    (table,) = tables(reading(draw))
    assert [row[0] for row in rows(table)] == ["1", "1", "2", "2", "3", "3", "4", "4"]


def test_a_line_chart_with_lines_both_ways_is_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        grid_lines(sheet, True, True)
        path = sheet.canvas.beginPath()
        for k in range(6):
            x = LEFT + 74 * k
            sheet.line(x, TOP, x, BASE)
            sheet.canvas.setFont("STSong-Light", 9)
            sheet.canvas.drawCentredString(x, sheet.height - BASE - 16, str(2018 + k))
            point = (x, sheet.height - BASE + 20 + 31 * k - (k % 2))
            path.lineTo(*point) if k else path.moveTo(*point)
        sheet.canvas.drawPath(path)
        sheet.paragraph(400, ["支出逐年增长，与预算安排相符。"])

    result = reading(draw)
    assert tables(result) == []
    assert "支出逐年增长，与预算安排相符。" in texts(result)


def test_bars_that_lie_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        for k in range(6):
            x = LEFT + 70 * k
            sheet.line(x, TOP, x, BASE)
            sheet.canvas.setFont("STSong-Light", 9)
            sheet.canvas.drawCentredString(x, sheet.height - BASE - 16, str(20 * k))
        sheet.line(LEFT, BASE, RIGHT, BASE)
        sheet.line(LEFT, TOP, RIGHT, TOP)
        for k, month in enumerate(MONTHS):
            box(sheet, LEFT, TOP + 8 + 38 * k, LEFT + 60 * (k + 1), TOP + 30 + 38 * k, 0)
            sheet.text(LEFT - 26, TOP + 13 + 38 * k, month, 9)

    assert tables(reading(draw)) == []


def test_numbers_beside_a_table_are_no_axis() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(evenly(80, 120, 3), evenly(100, 24, 3), plain(GRID))
        for k in range(3):
            sheet.text(50, 106 + 24 * k, str(k + 1), 10)

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


@pytest.mark.parametrize("stroke", [0, 1])
@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("cut", [60, 100, 140, 170, 190])
def test_a_chart_cut_by_the_page_end_is_no_table(cut: float, framed: bool, stroke: int) -> None:
    """The upper part is at the foot of a page, the rest, a line or two of it, at the head of the next."""

    def draw(sheet: Sheet) -> None:
        for down in (sheet.height - 40 - cut - TOP, 40 - cut - TOP):
            sheet.canvas.saveState()
            path = sheet.canvas.beginPath()
            path.rect(0, 40, sheet.width, sheet.height - 80)
            sheet.canvas.clipPath(path, stroke=0, fill=0)
            sheet.canvas.translate(0, -down)
            grid_lines(sheet, labels=True, framed=framed)
            bars(sheet, stroke)
            sheet.canvas.restoreState()
            sheet.page()

    assert not tables(reading(draw))


def test_shaded_columns_across_a_rule_are_no_bars() -> None:
    """Three columns shaded alike from head to foot: their heads are even."""

    def draw(sheet: Sheet) -> None:
        for k in range(3):
            box(sheet, 80 + 120 * k, 100, 190 + 120 * k, 172, 0)
        sheet.table(evenly(80, 120, 3), evenly(100, 24, 3), plain(GRID))

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


@pytest.mark.parametrize("axis", [LEFT, RIGHT])
@pytest.mark.parametrize("numbers", [False, True])
def test_a_line_chart_with_figures_at_its_points_is_no_table(numbers: bool, axis: float) -> None:
    def draw(sheet: Sheet) -> None:
        for k in range(6):
            sheet.line(LEFT, BASE - 40 * k, RIGHT, BASE - 40 * k)
        sheet.line(axis, TOP, axis, BASE)
        for k, month in enumerate(MONTHS):
            sheet.text(LEFT + 20 + 70 * k, BASE + 6, month, 9)
            if numbers:
                sheet.text(LEFT + 20 + 70 * k, TOP + 24 + 31 * k % 140, f"1,{k}20.5", 9)
        sheet.centred(360, "图1 各月支出情况")
        sheet.table(evenly(80, 120, 3), evenly(420, 24, 3), plain(GRID))

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


def test_a_table_with_a_rule_between_its_two_columns_only_stays_one() -> None:
    def draw(sheet: Sheet) -> None:
        for k in range(4):
            sheet.line(80, 100 + 24 * k, 480, 100 + 24 * k)
        sheet.line(280, 100, 280, 172)
        for k, (name, amount) in enumerate(
            [("培训费", "1,200.50"), ("差旅费", "980.00"), ("合计", "2,180.50")]
        ):
            sheet.text(84, 104 + 24 * k, name, 10)
            sheet.text(284, 104 + 24 * k, amount, 10)

    assert [rows(table)[-1] for table in tables(reading(draw))] == [["合计", "2,180.50"]]
