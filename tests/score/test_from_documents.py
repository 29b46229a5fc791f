"""Small documents, read and then checked: causes that only show when extraction and rules meet."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.context import Context
from tests.checking import checks_of, outcomes
from tests.documents import document

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def said(rule: str, text: str) -> list[tuple[str, str | None, str]]:
    return outcomes(rule, report_of(document(text)))


DEGREES = """
    caption: 满意度调查统计表

    | 调查对象 | 发放份数 | 回收份数 | 有效份数 | 非常满意 | 满意 | 基本满意 | 不满意 | 满意度 |
    | 长者 | 150 | 148 | 145 | 86 | 47 | 10 | 2 | {} |
    | 青年 | 80 | 76 | 72 | 40 | 25 | 5 | 2 | 97.22% |
"""


@pytest.mark.parametrize(
    ("rate", "expected"), [("98.62%", OK), ("91.72%", OK), ("59.31%", OK), ("95.00%", OPEN)]
)
def test_satisfaction_may_count_several_degrees(rate: str, expected: tuple[str, str | None, str]) -> None:
    assert said("R12", DEGREES.format(rate)) == [expected, OK]


STACKED = """
    单位：万元

    | 资金来源 | 年初预算数 | 全年预算数 |
    | 年度资金总额 | 80.00 | 100.00 |
    | 按收入性质分：财政拨款 | 80.00 | 90.00 |
    | 其他资金 | 0.00 | 10.00 |
    | 按支出性质分：基本支出 | 60.00 | 70.00 |
    | 项目支出 | 20.00 | {} |
    | 任务名称 | 预算金额 | 执行金额 |
    | 援助 | 12.00 | 11.50 |
    | 矫正 | 18.00 | 16.30 |
    | 合计 | 30.00 | {} |
"""


def test_tables_stacked_in_one_grid_and_totals_divided_twice_are_added_apart() -> None:
    assert said("S02", STACKED.format("30.00", "27.80")) == [OK] * 6
    assert sorted(said("S02", STACKED.format("33.00", "28.70"))) == sorted([OK] * 4 + [WRONG] * 2)


POINTS = """
    # 项目支出绩效自评表

    | 项目资金（万元） | < | 全年预算数 | 全年执行数 | 执行率 | 得分 |
    | ^ | 年度资金总额 | 100.00 | 96.00 | 96.00% | 9.6 |
    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | 产出指标 | 培训场次 | ≥20场 | {} | 50 | {} |
    | 效益指标 | 知晓率 | ≥90% | 92% | 30 | 29.5 |
    | 满意度指标 | 群众满意度 | ≥90% | 95% | 10 | 10 |
    | 总分 | < | < | < | {} | 99.1 |
"""


def test_an_execution_row_may_leave_its_weight_unprinted() -> None:
    assert said("G01", POINTS.format("20场", "50", "100")) == [("undetermined", None, "incomplete")]
    assert said("G01", POINTS.format("20场", "50", "95")) == [WRONG]


def test_only_satisfaction_is_scored_by_its_own_thresholds() -> None:
    given = report_of(document(POINTS.format("190场", "50", "100").replace("≥20场", "≥200场")))
    (check, *_) = checks_of("G04", given)
    assert check.facts["rule"] != "sat_threshold"
    assert check.verdict.value != "consistent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理投诉480件，办结460件，办结率95.83%。", [OK]),
        # one digit explains it: an error; nothing does: perhaps another whole is meant
        ("受理投诉480件，办结460件，办结率95.38%。", [WRONG]),
        ("受理投诉480件，办结460件，办结率31.27%。", [("inconsistent", "warning", "inconsistent")]),
        # the whole that fits is taken
        ("立项50个，评审20个，通过18个，通过率36%。", [OK]),
    ],
)
def test_a_rate_beside_its_counts(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert said("R05", text) == expected


ADJUSTED = """
    caption: 预算执行情况（单位：万元）

    | 支出项目 | 年初预算 | 调整数 | 调整后预算 |
    | 一、基本支出 | 148.00 | 4.00 | 152.00 |
    | 其中：人员经费 | {} | 6.00 | 136.00 |
    | 公用经费 | 18.00 | -2.00 | 16.00 |
    | 合计 | 148.00 | 4.00 | 152.00 |
"""


def test_parts_of_a_signed_column_may_exceed_their_whole() -> None:
    assert "inconsistent" not in {verdict for verdict, _, _ in said("S04", ADJUSTED.format("130.00"))}
    assert "inconsistent" in {verdict for verdict, _, _ in said("S04", ADJUSTED.format("310.00"))}


PAGES = """
    # 明细账

    | 日期 | 凭证号 | 摘要 | 借方 | 贷方 | 余额 |
    | 2024-01-01 |  | 期初余额 |  |  | 0.00 |
    | 2024-02-06 | 记-8 | 付首款 | 96,000.00 |  | 96,000.00 |
    | 2024-02-26 | 记-21 | 付补助 | 148,500.00 |  | 244,500.00 |
    |  |  | 过次页 |  |  | 244,500.00 |

    单位：元

    | 日期 | 凭证号 | 摘要 | 借方 | 贷方 | 余额 |
    |  |  | 承前页 |  |  | {} |
    | 2024-08-09 | 记-6 | 付尾款 | 49,850.00 |  | 294,350.00 |
    | 2024-12-31 |  | 本年累计 | 294,350.00 |  | 294,350.00 |
"""


def test_a_ledger_goes_on_after_its_page_is_carried_forward() -> None:
    assert len(Context(report_of(document(PAGES.format("244,500.00")))).ledgers) == 1
    assert said("L03", PAGES.format("244,500.00")) == [OK]
    # another balance: another ledger, and the pages before it are not here
    assert len(Context(report_of(document(PAGES.format("344,500.00")))).ledgers) == 2
    assert said("L03", PAGES.format("344,500.00")) == []
