"""Tables of no known family, read as rows of numbers; groups and parts of a year that stand between the rows."""

from __future__ import annotations

import pytest

from extract.ledgers import kind_of_words
from extract.report import report_of
from schema.report import BudgetLine, LedgerRowKind
from tests.documents import document


def rows(text: str) -> list[BudgetLine]:
    return list(report_of(document(text)).other_lines)


def numbers(text: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (line.name, {k: f"{f.number} {f.unit}".strip() for k, f in line.amounts.items()})
        for line in rows(text)
    ]


def test_rows_of_counts_under_their_headers() -> None:
    assert numbers("""
        | 序号 | 镇街 | 受理件 | 走访（户次） | 办结率 | 联系电话 |
        | 1 | 东溪镇 | 312 | 1,204 | 98.7% | 13800001111 |
        | 2 | 西塘镇 | 88 | 640 | 95.5% | 13800002222 |
        |   | 合计 | 400 | 1,844 | — | |
    """) == [
        ("东溪镇", {"受理件": "312", "走访（户次）": "1204 户次", "办结率": "98.7 %"}),
        ("西塘镇", {"受理件": "88", "走访（户次）": "640 户次", "办结率": "95.5 %"}),
        ("合计", {"受理件": "400", "走访（户次）": "1844 户次"}),
    ]  # fmt: skip


def test_a_total_is_known_by_its_label() -> None:
    assert [line.is_total for line in rows("""
        | 网格 | 走访 | 调解 |
        | 甲 | 31 | 12 |
        | 乙 | 88 | 40 |
        | 合计 | 119 | 52 |
    """)] == [False, False, True]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        # no header, nothing but words, nothing but names of years
        "| 甲 | 12 |\n| 乙 | 30 |",
        "| 镇街 | 负责人 |\n| 甲 | 张 |\n| 乙 | 李 |",
        "| 届次 | 年度 |\n| 甲 | 2021 |\n| 乙 | 2022 |",
    ],
)
def test_what_holds_no_numbers_is_not_read(text: str) -> None:
    assert rows(text) == []


def test_a_row_of_serial_numbers_heads_a_table_lying_on_its_side() -> None:
    assert numbers("""
        | 编号 | 1 | 2 | 3 |
        | 网格 | 东 | 西 | 南 |
        | 应修 | 54 | 79 | 87 |
        | 已修 | 34 | 48 | 86 |
    """) == [("应修", {"东": "54", "西": "79", "南": "87"}), ("已修", {"东": "34", "西": "48", "南": "86"})]


def test_the_unit_of_the_caption_is_not_that_of_counts_and_a_header_prints_its_own() -> None:
    lines = report_of(
        document("""
        caption: 岗位补助（单位：万元）

        | 岗位 | 在岗人数 | 月补助（元/人） | 补助金额 |
        | 网格员 | 35 | 1,200 | 50.40 |
        | 护林员 | 18 | 900 | 19.44 |
    """)
    ).budget_lines
    assert [(f.number, f.unit) for f in lines[0].amounts.values()] == [
        (35, ""),
        (1200, "元/人"),
        (504_000, "元"),
    ]


def test_columns_of_judges_are_numbers_beside_their_mean() -> None:
    report = report_of(
        document("""
        # 绩效评价打分表

        | 一级指标 | 三级指标 | 分值 | 专家甲 | 专家乙 | 平均分 |
        | 决策 | 立项依据 | 4 | 4 | 3 | 3.50 |
        | 过程 | 资金合规 | 6 | 5 | 6 | 5.50 |
        | 合计 | < | 10 | 9 | 9 | 9.00 |
    """)
    )
    assert [row.score.text for row in report.indicators if row.score] == ["3.50", "5.50"]
    assert [line.amounts["专家乙"].text for line in report.other_lines] == ["3", "6", "9"]


def test_names_of_groups_over_the_whole_width_are_the_level_of_the_rows_below() -> None:
    report = report_of(
        document("""
        # 项目支出绩效自评表

        | 序号 | 指标名称 | 性质 | 目标值 | 单位 | 全年值 | 权重 | 自评分 |
        | 产出指标（60分） | < | < | < | < | < | < | < |
        | 1 | 保管数量 | ≥ | 860 | 吨 | 864 | 40 | 40 |
        | 2 | 合格率 | ≥ | 98 | % | 99.1 | 20 | 20 |
        | 效益指标（40分） | < | < | < | < | < | < | < |
        | 3 | 带动农户 | ≥ | 240 | 户 | 218 | 40 | 36.33 |
        | 指标小计 | < | < | < | < | < | 100 | 96.33 |
        | 总分 | < | < | < | < | < | 100 | 96.33 |
    """)
    )
    assert [(row.level1, row.level3, row.actual.text) for row in report.indicators if row.actual] == [
        ("产出指标", "保管数量", "864"),
        ("产出指标", "合格率", "99.1"),
        ("效益指标", "带动农户", "218"),
    ]
    groups = [(g.level, g.name, g.weight.text if g.weight else None) for g in report.forms[0].groups]
    assert groups == [(1, "产出指标（60分）", "60分"), (1, "效益指标（40分）", "40分"), (0, "总分", "100")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("上半年发生额", LedgerRowKind.MONTH_TOTAL),
        ("第三季度合计", LedgerRowKind.MONTH_TOTAL),
        ("12月份小计", LedgerRowKind.MONTH_TOTAL),
        ("下半年设备款", LedgerRowKind.ENTRY),
        ("一季度奖金", LedgerRowKind.ENTRY),
    ],
)
def test_names_of_totals_of_a_part_of_the_year(text: str, kind: LedgerRowKind) -> None:
    assert kind_of_words(text) is kind


def test_a_row_without_a_date_that_says_it_is_a_subtotal_is_no_payment() -> None:
    entries = report_of(
        document("""
        caption: 专户明细账（单位：元）

        | 日期 | 凭证号 | 摘要 | 收入 | 支出 | 余额 |
        | 01-01 | — | 上年结转 | — | — | 1,000.00 |
        | 02-14 | 记-1 | 补助 | 500.00 | — | 1,500.00 |
        | 小计 | — | 上半年情况 | 500.00 | — | — |
        | 合计 | — | 各项 | 500.00 | — | 1,500.00 |
    """)
    ).ledger_entries
    kinds = [LedgerRowKind.OPENING, LedgerRowKind.ENTRY, LedgerRowKind.MONTH_TOTAL, LedgerRowKind.TOTAL]
    assert [entry.row_kind for entry in entries] == kinds


def test_a_numbered_row_without_rows_of_its_own_is_no_part_of_the_group_above() -> None:
    report = report_of(
        document("""
        # 部门整体绩效自评表

        | 指标 | 分值 | 得分 |
        | 一、预算管理 | 40 | 36 |
        | 1.预算编制 | 20 | 18 |
        | 2.预算执行 | 20 | 18 |
        | 二、履职效能 | 40 | 38 |
        | 1.产出 | 20 | 19 |
        | 2.效益 | 20 | 19 |
        | 三、满意度 | 20 | 18 |
        | 总计 | 100 | 92 |
    """)
    )
    assert [(row.level1, row.level3) for row in report.indicators][-3:] == [
        ("二、履职效能", "1.产出"),
        ("二、履职效能", "2.效益"),
        (None, "三、满意度"),
    ]


def test_goals_in_numbers_are_tasks() -> None:
    assert numbers("""
        | 任务 | 单位 | 年度目标 | 上半年 | 下半年 | 合计 |
        | 培训 | 场 | 22 | 11 | 10 | 21 |
        | 巡查 | 次 | 40 | 19 | 22 | 41 |
    """) == [
        ("培训", {"年度目标": "22", "上半年": "11", "下半年": "10", "合计": "21"}),
        ("巡查", {"年度目标": "40", "上半年": "19", "下半年": "22", "合计": "41"}),
    ]
