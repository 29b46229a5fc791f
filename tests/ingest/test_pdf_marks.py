"""Text over text: watermarks, words painted twice, labels on their side."""

from __future__ import annotations

import pytest

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, evenly, plain, reading, rows, tables, texts

GRID = [["项目", "预算数", "支出数"], ["培训费", "1,200.50", "980.00"], ["合计", "1,100.00", "2,233.00"]]


def draw_grid(sheet: Sheet) -> None:
    sheet.table(evenly(80, 120, 3), evenly(100, 24, 3), plain(GRID))


@pytest.mark.parametrize("angle", [-60, -35, 20, 45])
def test_a_slanted_watermark_is_one_line_in_its_order(angle: float) -> None:
    def draw(sheet: Sheet) -> None:
        draw_grid(sheet)
        sheet.canvas.saveState()
        sheet.canvas.translate(140, sheet.height - (180 if angle > 0 else 110))
        sheet.canvas.rotate(angle)
        sheet.text(0, sheet.height - 24, "内部资料 请勿外传", size=24)
        sheet.canvas.restoreState()

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert [text.replace(" ", "") for text in texts(result, BlockKind.WATERMARK)] == ["内部资料请勿外传"]


def test_an_upright_watermark_over_cells_is_kept_apart() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(110, 118, "征求意见稿", 40)
        draw_grid(sheet)

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert texts(result, BlockKind.WATERMARK) == ["征求意见稿"]


def test_a_large_title_with_nothing_in_it_is_a_title() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(60, "绩效评价报告", 30)
        draw_grid(sheet)

    result = reading(draw)
    assert texts(result, BlockKind.HEADING) == ["绩效评价报告"]
    assert texts(result, BlockKind.WATERMARK) == []


@pytest.mark.parametrize("shift", [(0.3, 0.0), (0.8, 0.0), (0.5, 0.5), (1.0, 1.0), (1.5, 1.5), (0.0, 1.2)])
def test_words_painted_twice_with_an_offset_are_read_once(shift: tuple[float, float]) -> None:
    def draw(sheet: Sheet) -> None:
        for dx, dy in ((0.0, 0.0), shift):
            sheet.text(100 + dx, 60 + dy, "预算1100万元，执行2233万元")
            for r, row in enumerate(GRID):
                for c, text in enumerate(row):
                    sheet.text(84 + 120 * c + dx, 104 + 24 * r + dy, text, 10)
        sheet.table(evenly(80, 120, 3), evenly(100, 24, 3), plain([["", "", ""]] * 3))

    result = reading(draw)
    assert texts(result) == ["预算1100万元，执行2233万元"]
    assert [rows(table) for table in tables(result)] == [GRID]


@pytest.mark.parametrize("turn", [90, -90])
def test_a_label_on_its_side_is_read_in_its_direction(turn: int) -> None:
    def draw(sheet: Sheet) -> None:
        body = [(r, 1, 1, 1, f"第{r + 1}项") for r in range(3)]
        sheet.table([80, 110, 220], evenly(100, 24, 3), [(0, 0, 3, 1, ""), *body])
        sheet.canvas.saveState()
        sheet.canvas.translate(99 if turn > 0 else 91, sheet.height - (160 if turn > 0 else 112))
        sheet.canvas.rotate(turn)
        sheet.canvas.setFont("STSong-Light", 10)
        sheet.canvas.drawString(0, 0, "产出指标")
        sheet.canvas.restoreState()

    assert [row[0] for row in rows(tables(reading(draw))[0])] == ["产出指标"] * 3
