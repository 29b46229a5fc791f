"""Pages set in two columns are read column by column, whether or not their lines stand level."""

from __future__ import annotations

import pytest

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, evenly, plain, reading, rows, tables, texts

LINES = [
    "　　本项目按照年度计划组织实施，",
    "资金拨付及时，会计核算规范，未",
    "发现截留挪用情形，各项产出指标",
    "按期完成，群众满意度较高，达到",
    "预期目标。",
]
WHOLE = "本项目按照年度计划组织实施，资金拨付及时，会计核算规范，未发现截留挪用情形，各项产出指标按期完成，群众满意度较高，达到预期目标。"


def column(sheet: Sheet, left: float, top: float, lines: list[str]) -> None:
    for k, line in enumerate(lines):
        bare = line.lstrip("　")
        sheet.text(left + 12 * (len(line) - len(bare)), top + 18 * k, bare)


@pytest.mark.parametrize("shift", [0.0, 5.0, 9.0])
@pytest.mark.parametrize("gutter", [24.0, 36.0])
def test_columns_are_read_one_after_the_other(shift: float, gutter: float) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(60, "第一部分 项目概况", 16)
        column(sheet, 80, 100, [*LINES, *LINES])
        column(sheet, 80 + 180 + gutter, 100 + shift, [*LINES, *LINES])
        sheet.text(80, 320, "以上为两栏排印的内容，此行横跨两栏，说明两栏文字到此为止。")

    result = reading(draw)
    assert texts(result, BlockKind.PARAGRAPH) == [WHOLE] * 4 + [
        "以上为两栏排印的内容，此行横跨两栏，说明两栏文字到此为止。"
    ]


def test_a_paragraph_goes_on_from_one_column_to_the_next() -> None:
    def draw(sheet: Sheet) -> None:
        column(sheet, 80, 100, [*LINES, *LINES[:3]])
        column(sheet, 290, 106, [*LINES[3:], *LINES])

    assert texts(reading(draw)) == [WHOLE] * 3


def test_text_below_both_columns_comes_last() -> None:
    def draw(sheet: Sheet) -> None:
        column(sheet, 80, 100, [*LINES, *LINES])
        column(sheet, 290, 100, LINES)
        sheet.text(80, 330, "二、绩效情况")

    assert texts(reading(draw)) == [*[WHOLE] * 3, "二、绩效情况"]


def test_columns_above_and_below_a_table_are_two_stretches() -> None:
    grid = [["项目", "金额"], ["培训费", "1.00"]]

    def draw(sheet: Sheet) -> None:
        for top in (100, 300):
            column(sheet, 80, top, LINES)
            column(sheet, 290, top + 4, LINES)
        sheet.table(evenly(80, 150, 2), evenly(220, 24, 2), plain(grid))

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [grid]
    assert texts(result) == [WHOLE] * 4
    assert result.blocks[2] is tables(result)[0]


def test_pairs_of_labels_are_no_columns() -> None:
    pairs = [
        ("项目名称：", "某项目"),
        ("主管部门：", "某局"),
        ("联系人：", "张某"),
        ("联系电话：", "略"),
        ("日期：", "五月"),
    ]

    def draw(sheet: Sheet) -> None:
        for k, (name, value) in enumerate(pairs):
            sheet.text(80, 100 + 20 * k, name)
            sheet.text(300, 100 + 20 * k, value)
        for k in range(4):
            sheet.text(80, 300 + 20 * k, "以上信息由项目单位填报，主管部门审核，内容真实完整，准确无误。")

    assert texts(reading(draw))[: len(pairs)] == [f"{name} {value}" for name, value in pairs]
