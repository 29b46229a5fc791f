from __future__ import annotations

import pytest

from tests.checking import checks_of, form, outcomes
from tests.reports import indicators, report

TREE = """
| level1 | level2 | level3 | weight | score |
| 产出指标（50分） | 数量指标 | 培训人次 | 20 | 18 |
| 产出指标（50分） | 质量指标 | 合格率 | 30 | 30 |
| 效益指标（40分） | 社会效益指标 | 知晓率 | 30 | 30 |
| 效益指标（40分） | 满意度指标 | 学员满意度 | 10 | 10 |
"""


@pytest.mark.parametrize(
    ("weight", "score", "expected"),
    [
        ("50", "48", [("consistent", None, "consistent")] * 2),
        ("48", "48", [("inconsistent", "error", "inconsistent"), ("consistent", None, "consistent")]),
        ("50", "49", [("consistent", None, "consistent"), ("inconsistent", "error", "inconsistent")]),
    ],
)
def test_rows_make_their_group(weight, score, expected):
    given = report(indicators=indicators(TREE), forms=[form((1, "产出指标(50分)", weight, score))])
    assert outcomes("G02", given) + outcomes("G18", given) == expected


@pytest.mark.parametrize(
    ("total", "outcome", "figures"),
    [("98", "also_total", ["48", "20", "30", "98"]), ("90", "inconsistent", ["48", "20", "30"])],
)
def test_one_slip_in_a_group_and_in_the_total_is_told_once(total, outcome, figures):
    groups = ((1, "产出指标(50分)", "48", "48"), (1, "效益指标(40分)", "40", "40"), (0, "合计", total, "88"))
    given = report(
        indicators=indicators(TREE),
        forms=[form(*groups, (-1, "资金", "10" if total == "98" else None, None))],
    )
    check = next(c for c in checks_of("G02", given) if c.subject.startswith("产出"))
    assert (check.facts["outcome"], [figure.text for figure in check.figures]) == (outcome, figures)


@pytest.mark.parametrize("rule", ["G02", "G18"])
def test_a_row_without_points_leaves_its_group_undecided(rule):
    rows = TREE + "| 产出指标（50分） | 时效指标 | 及时率 | | |\n"
    more = indicators(
        "| level1 | level2 | level3 | target | actual |\n| 产出指标（50分） | 时效指标 | 及时率 | 100% | 100% |\n"
    )
    given = report(indicators=(*indicators(rows)[:4], *more), forms=[form((1, "产出指标(50分)", "60", "58"))])
    assert outcomes(rule, given) == [("undetermined", None, "incomplete")]


def test_satisfaction_under_benefit_may_be_counted_apart():
    given = report(indicators=indicators(TREE), forms=[form((1, "效益", "30", "30"))])
    assert outcomes("G02", given) == [("consistent", None, "consistent")]


def test_a_name_that_two_groups_share_decides_nothing():
    given = report(
        indicators=indicators(TREE), forms=[form((2, "数量指标", "25", ""), (2, "数量指标", "10", ""))]
    )
    assert outcomes("G02", given) == [("undetermined", None, "incomplete")] * 2


GROUPED = """
| level1 | level2 | level3 | target | actual | score |
| 产出指标 | 数量指标 | 场次 | 180场 | 171场 | 14.25 |
| 产出指标 | 数量指标 | 册数 | 2400册 | 2500册 | 10 |
| 产出指标 | 质量指标 | 完好率 | 98% | 99% | 15 |
"""


@pytest.mark.parametrize(("second", "expected"), [("15", "consistent"), ("25", "inconsistent")])
def test_weights_of_groups_make_those_of_the_group_above(second, expected):
    groups = form((1, "产出指标", "40", None), (2, "数量指标", "25", None), (2, "质量指标", second, None))
    given = report(indicators=indicators(GROUPED), forms=[groups])
    assert outcomes("G02", given)[0][0] == expected


def test_the_only_row_of_a_group_bears_its_weight():
    groups = form((1, "产出指标", "40", None), (2, "数量指标", "26", None), (2, "质量指标", "14", None))
    given = report(indicators=indicators(GROUPED), forms=[groups])
    assert ("inconsistent", "error", "inconsistent") in outcomes("G03", given)
