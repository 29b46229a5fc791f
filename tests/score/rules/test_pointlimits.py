from __future__ import annotations

import pytest

from schema.report import DocumentFacts
from tests.checking import form, outcomes
from tests.reports import indicators, report

ROW = """
| level1 | level2 | level3 | weight | score |
| 产出指标 | 数量指标 | 培训人次 | 10 | {score} |
| 产出指标 | 质量指标 | 合格率 | 20 | 20 |
| 效益指标 | 社会效益 | 知晓率 | 20 | 19 |
"""


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("10", ("consistent", None, "consistent")),
        ("12", ("inconsistent", "error", "inconsistent")),
        ("-1", ("inconsistent", "error", "inconsistent")),
    ],
)
def test_score_within_weight(score, expected):
    given = report(indicators=indicators(ROW.format(score=score)))
    assert outcomes("G03", given)[0] == expected


def test_bonus_rows_and_swapped_columns_are_no_excess():
    bonus = ROW.format(score="10") + "| 加分项 | 加分 | 创新加分 | 0 | 3 |\n"
    assert {o[0] for o in outcomes("G03", report(indicators=indicators(bonus)))} == {"consistent"}
    swapped = """
        | level1 | level2 | level3 | weight | score |
        | 产出 | 数量 | 培训人次 | 8 | 10 |
        | 产出 | 质量 | 合格率 | 18 | 20 |
        | 效益 | 社会 | 知晓率 | 20 | 20 |
    """
    assert {o[0] for o in outcomes("G03", report(indicators=indicators(swapped)))} <= {
        "undetermined",
        "consistent",
    }


def test_an_uncapped_execution_score_is_only_warned():
    given = report(
        indicators=indicators(ROW.format(score="10")), forms=[form((-1, "资金总额", "10", "10.26"))]
    )
    assert outcomes("G03", given)[-1] == ("inconsistent", "warning", "inconsistent")


FOUR = """
| level1 | level2 | level3 | weight | score |
| 决策 | 立项 | 立项依据 | {decision} | 20 |
| 过程 | 管理 | 制度健全 | 20 | 20 |
| 产出 | 数量 | 完成数量 | {output} | 20 |
| 效益 | 社会 | 效益实现 | 30 | 30 |
"""


@pytest.mark.parametrize(
    ("decision", "output", "kind", "expected"),
    [
        ("20", "30", "finance", ["consistent"]),
        ("40", "10", "finance", ["inconsistent"]),
        ("40", "10", "self", []),
    ],
)
def test_output_and_benefit_carry_enough(decision, output, kind, expected):
    given = report(
        indicators=indicators(FOUR.format(decision=decision, output=output)),
        forms=[form((0, "总分", "100", ""))],
        document=DocumentFacts(id="t", fiscal_year=2022, evaluation_kind=kind),
    )
    assert [outcome[0] for outcome in outcomes("G16", given)] == expected


def test_points_on_one_row():
    heavy = "| level1 | level2 | level3 | weight | score |\n| 产出 | 成本 | 成本控制数 | 90 | 90 |\n"
    given = report(indicators=indicators(heavy), forms=[form((-1, "资金", "10", "10"))])
    assert outcomes("G17", given)[0][:2] == ("inconsistent", "note")
    even = report(indicators=indicators(ROW.format(score="10")))
    assert outcomes("G17", even)[0][:2] == ("consistent", None)
    half = heavy.replace("| 90 | 90 |", "| 50 | 50 |")
    split = report(
        indicators=indicators(half + "| 效益 | 社会 | 知晓率 | 40 | 40 |\n"),
        forms=[form((-1, "资金", "10", "10"))],
    )
    assert outcomes("G17", split)[0][:2] == ("consistent", None)
