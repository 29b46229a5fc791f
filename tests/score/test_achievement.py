from __future__ import annotations

from fractions import Fraction

import pytest

from schema.report import Direction
from score.achievement import achievement_of, directions_of, reason_of
from score.interval import Interval
from tests.reports import indicators

P, R, E = Direction.POSITIVE, Direction.REVERSE, Direction.EQUAL


def row(
    target: str,
    actual: str = "1",
    level2: str = "质量指标",
    level3: str = "合格率",
    reason: str = "",
    direction: str = "",
):
    return indicators(
        "| level2 | level3 | target | actual | deviation_reason | direction |\n"
        f"| {level2} | {level3} | {target} | {actual} | {reason} | {direction} |\n"
    )[0]


@pytest.mark.parametrize(
    ("given", "directions", "assumed"),
    [
        (row("≥95%"), (P,), False),
        (row("≤90万元", level2="成本指标"), (R,), False),
        (row("≤4", level2="数量指标"), (R, P), True),
        (row("=22个"), (E,), False),
        (row("=400元", level2="成本指标"), (E, R), True),
        (row("≤4", level2="数量指标", level3="重大事故起数"), (R,), False),
        (row("≤3%", level2="数量指标", level3="订单差错率"), (R,), False),
        (row("≤30", level2="数量指标", level3="平均等候时间"), (R,), False),
        (row("≤30", level2="数量指标", level3="投诉处理件数"), (R, P), True),
        (row("0起", level3="火灾起数"), (R,), False),
        (row("12起", level3="火灾起数"), (P, R), True),
        (row("12次", level3="火灾演练次数"), (P,), True),
        (row("98%"), (P,), True),
        (row("400元", level2="成本指标"), (P, R), True),
        (row("400元", level2="成本指标", direction="reverse"), (R,), False),
        (row("良好", direction="qualitative"), (), False),
    ],
)
def test_directions(given, directions, assumed):
    assert directions_of(given) == (directions, assumed)


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥95%", "95%", True),
        ("≥95%", "94.9%", False),
        ("100", "100%", True),
        ("≥266米", "≥266米", True),
        ("≤90万元", "88万元", True),
        ("≤90万元", "99万元", False),
        ("170万元", "1,700,000元", True),
    ],
)
def test_met(target, actual, met):
    done = achievement_of(row(target, actual))
    assert done is not None
    assert done.met is met


def test_an_unprinted_direction_decides_only_where_both_agree():
    below = achievement_of(row("400元", "380元", level2="成本指标"))
    equal = achievement_of(row("400元", "400元", level2="成本指标"))
    assert below is not None
    assert equal is not None
    assert (below.met, equal.met, below.positive) == (None, True, False)


@pytest.mark.parametrize(
    ("target", "actual"),
    [("≥95%", "45人"), ("≥20场", "15人"), ("有效保障", "有效保障"), ("≥95%", "已完成"), ("≥20场", "")],
)
def test_what_cannot_be_compared(target, actual):
    assert achievement_of(row(target, actual)) is None


def test_what_may_have_been_achieved():
    rate, count = achievement_of(row("≥95%", "88.2%")), achievement_of(row("≥20场", "15场"))
    assert rate is not None
    assert count is not None
    assert rate.done() == Interval.of(Fraction("88.15"), Fraction("88.25"))
    assert (count.done(), count.ratio) == (Interval.point(15), Fraction(3, 4))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("疫情影响", "疫情影响"), ("0", None), ("无", None), ("", None), ("/", None)],
)
def test_reasons(text, reason):
    assert reason_of(row("≥95%", reason=text)) == reason
