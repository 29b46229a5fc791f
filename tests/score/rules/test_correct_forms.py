"""Correct forms, however they round, raise neither an error nor a warning; a changed point does."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.finding import Check, Severity
from schema.report import Report
from tests.checking import checks_of, form
from tests.reports import indicators, report

WEIGHTS = (
    ("产出指标", "数量指标", 20),
    ("产出指标", "质量指标", 30),
    ("效益指标", "社会效益指标", 30),
    ("满意度指标", "服务对象满意度", 10),
)
RULES = ("G01", "G02", "G03", "G04", "G05", "G06", "G07", "G09", "G10", "G15", "G18")


def shown(value: Fraction, places: int, rounding: str) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal(1).scaleb(-places), rounding
    )


def filled(done: list[int], places: int, rounding: str, hidden: bool) -> tuple[Report, Decimal]:
    """A form of the national weights with targets of 100; with `hidden`, the total is that of unrounded rows."""
    true = [Fraction(weight) * min(100, a) / 100 for a, (_, _, weight) in zip(done, WEIGHTS, strict=True)]
    printed = [shown(score, places, rounding) for score in true]
    total = shown(sum(true, Fraction(10)), places, rounding) if hidden else sum(printed, Decimal(10))
    rows = "".join(
        f"| {one} | {two} | 指标{n} | ≥100场 | {a}场 | {weight} | {score} |\n"
        for n, (a, score, (one, two, weight)) in enumerate(zip(done, printed, WEIGHTS, strict=True))
    )
    table = "| level1 | level2 | level3 | target | actual | weight | score |\n" + rows
    groups = form((-1, "年度资金总额", "10", "10"), (0, "总分", "100", str(total)))
    return report(indicators=indicators(table), forms=[groups]), total


def doubts(given_report: Report) -> list[Check]:
    return [
        check
        for rule in RULES
        for check in checks_of(rule, given_report)
        if check.severity in {Severity.ERROR, Severity.WARNING}
    ]


ACHIEVED = st.lists(st.integers(0, 130), min_size=4, max_size=4)
PLACES = st.integers(0, 2)


@settings(max_examples=60, deadline=None)
@given(ACHIEVED, PLACES, st.sampled_from([ROUND_HALF_UP, ROUND_DOWN]), st.booleans())
def test_correct_forms_are_silent(done, places, rounding, hidden):
    assert doubts(filled(done, places, rounding, hidden)[0]) == []


@settings(max_examples=40, deadline=None)
@given(ACHIEVED, st.integers(1, 2), st.sampled_from([1, -1, 3, 10]))
def test_a_changed_total_is_an_error(done, places, change):
    correct, total = filled(done, places, ROUND_HALF_UP, hidden=False)
    groups = form((-1, "年度资金总额", "10", "10"), (0, "总分", "100", str(total + change)))
    wrong = correct.model_copy(update={"forms": (groups,)})
    assert "G07" in {check.rule for check in doubts(wrong) if check.severity is Severity.ERROR}
