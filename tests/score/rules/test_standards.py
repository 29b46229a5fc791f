from __future__ import annotations

from fractions import Fraction

import pytest

from score.interval import Interval
from score.standards import standard_of
from tests.checking import form, outcomes
from tests.reports import indicators, report

HEAD = "| level1 | level3 | target | actual | weight | score | scoring_rule | deviation_reason |\n"
OTHER = "| 过程 | 制度健全性 | | 健全 | 90 | 90 | 健全得满分 | |\n"
FORM = form((0, "总分", "100", "98"))


@pytest.mark.parametrize(
    ("rule", "actual", "points"),
    [
        ("预算执行率×10分", "94", {"9.4"}),
        ("得分=完成率×分值，超过100%按满分计", "112", {"10"}),
        ("10分×到位率", "100", {"10"}),
        ("满意度≥90%得满分，每降低1个百分点扣0.5分，低于60%不得分", "84", {"7", "6.5", "6.666666666666666666666666667"}),
        ("满意度≥90%得满分，每降低1个百分点扣0.5分，低于60%不得分", "59", {"0"}),
        ("达到100%得10分，每低1%扣1分，扣完为止。", "80", {"0"}),
        ("≥65%得10分；60%-65%得6分；低于60%不得分", "62.4", {"6"}),
        ("≥95%得10分；85%（含）-95%得8分；60%—85%得5分；低于60%不得分", "85", {"8", "5"}),
        ("达到80%得满分，否则按比例得分", "60", {"7.5"}),
        ("完成率达到100%得满分", "100", {"10"}),
    ],
)  # fmt: skip
def test_points_of_a_standard(rule, actual, points):
    standard = standard_of(rule)
    assert standard is not None
    made = standard.points(Interval.point(Fraction(actual)), None, Fraction("10"))
    wanted = {round(float(p), 6) for p in points}
    found = {round(float(p.middle), 6) for p in made if p.middle is not None}
    assert wanted <= found


@pytest.mark.parametrize(
    "rule",
    [
        "依据充分得3分，否则不得分",
        "每少考核1次扣2分",
        "达到90%得满分，酌情扣分",
        "执行率×5，逾期另扣1分",
        "每高于预算1%扣1分",
        "",
        "扣完为止",
    ],
)
def test_a_standard_with_an_unknown_clause_is_left_alone(rule):
    assert standard_of(rule) is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 产出 | 满意度 | | 84% | 10 | 9 | 达到90%得满分，每低1%扣0.5分 | |", [("inconsistent", "warning", "inconsistent")]),
        ("| 产出 | 满意度 | | 84% | 10 | 9 | 达到90%得满分，每低1%扣0.5分 | 样本少 |", [("inconsistent", "note", "inconsistent")]),
        ("| 产出 | 满意度 | | 84% | 10 | 7 | 达到90%得满分，每低1%扣0.5分 | |", [("consistent", None, "consistent")]),
        ("| 产出 | 执行率 | | 94.46% | 10 | 9.45 | 执行率×10 | |", [("consistent", None, "consistent")]),
        ("| 产出 | 数量 | 50场 | 47场 | 10 | 9.4 | 完成率×分值 | |", [("consistent", None, "consistent")]),
        ("| 产出 | 数量 | 50场 | 47场 | 10 | 9 | 完成率×分值 | |", [("consistent", None, "consistent")]),
        ("| 产出 | 数量 | 50场 | 47场 | 10 | 8 | 完成率×分值 | |", [("inconsistent", "warning", "inconsistent")]),
        ("| 产出 | 满意度 | | 84% | 10 | 9 | 达到90%得满分，酌情扣分 | |", []),
        ("| 产出 | 满意度 | | 84% | 10 | 9 | 达到90%得8分，每低1%扣0.5分 | |", []),
        ("| 产出 | 满意度 | | 较高 | 10 | 9 | 达到90%得满分，每低1%扣0.5分 | |", []),
    ],
)  # fmt: skip
def test_score_follows_its_printed_standard(row, expected):
    given = report(indicators=indicators(HEAD + OTHER + row), forms=[FORM])
    assert outcomes("G27", given) == expected
