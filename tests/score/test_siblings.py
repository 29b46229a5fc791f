"""Operands printed coarser than what stands beside them do not lend their unprinted digits to an agreement."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.finding import Verdict
from score.assess import assess
from score.relation import relate
from tests.documents import document
from tests.reports import figure


def told(text: str) -> list[tuple[str, str]]:
    findings = assess(report_of(document(text))).findings
    return [(f.severity.value, f.rule) for f in findings if f.severity.value in {"error", "warning"}]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("全年支出18.66万元，预算22万元，完成预算的84.82%。", "全年支出18.66万元，预算22万元，完成预算的82.84%。", ("warning", "R04")),
        ("湿地保护率达到62.35%，比2020年的61.8%提高0.55个百分点。", "湿地保护率达到62.35%，比2020年的61.8%提高0.65个百分点。", ("warning", "R08")),
        ("三年共投入资金9,120万元，年均3,040万元。", "三年共投入资金9,120万元，年均3,400万元。", ("warning", "R13")),
    ],
)  # fmt: skip
def test_a_coarse_operand_is_as_fine_as_its_siblings(
    right: str, wrong: str, expected: tuple[str, str]
) -> None:
    assert told(right) == []
    assert expected in told(wrong)


@pytest.mark.parametrize(
    "text",
    [
        # 1.2亿元 is half a hundred million wide: 25.2 and 22.5 million are both possible
        "安排专项债券1.2亿元，已使用9,480万元，使用率79%，剩余2,250万元。",
        "每村补助5万元，共补助43个村225万元。",
    ],
)
def test_what_coarse_operands_allow_is_no_agreement(text: str) -> None:
    checks = assess(report_of(document(text))).checks
    assert not [c for c in checks if c.rule in {"B07", "S06"} and c.verdict == "consistent"]


def test_fine_operands_still_carry_a_last_digit() -> None:
    """301.76 of 320 is 94.3 %; of 319.5 it is 94.45 %: right where 320 is rounded, doubted where it is 320.00."""
    a, b = figure("301.76万元"), figure("320万元")
    alone = relate(figure("94.44%"), lambda of: of(a) / of(b) * 100, siblings=False)
    assert alone.verdict is Verdict.CONSISTENT
    beside = b.model_copy(update={"place": a.place})
    doubted = relate(figure("94.44%"), lambda of: of(a) / of(beside) * 100)
    assert (doubted.verdict, doubted.doubtful) == (Verdict.INCONSISTENT, True)


def test_coarse_operands_all_cut_off_are_no_excuse() -> None:
    a, b = figure("4.5万吨"), figure("1.5万吨")
    assert relate(figure("3倍"), lambda of: of(a) / of(b)).verdict is Verdict.CONSISTENT
    cut = relate(figure("3.2倍"), lambda of: of(a) / of(b))
    assert (cut.verdict, cut.doubtful) == (Verdict.INCONSISTENT, True)


COUNTED = """
    # 项目预算汇总表（单位：万元）

    | 科室 | 项目数 | 预算金额 | 支出金额 |
    | 办公室 | 3 | 120 | 118.80 |
    | 业务一科 | 5 | 140 | 131.60 |
    | 业务二科 | 2 | 60 | 57.00 |
    | 合计 | {count} | 320 | 307.40 |
"""


@pytest.mark.parametrize(("count", "expected"), [("10", []), ("11", [("error", "S02")])])
def test_a_column_of_counts_is_exact_whatever_the_unit_of_the_table(
    count: str, expected: list[object]
) -> None:
    found = assess(report_of(document(COUNTED.format(count=count)))).findings
    assert [(f.severity, f.rule) for f in found] == expected
