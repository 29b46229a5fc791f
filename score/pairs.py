"""Two figures that should be one: the comparison, and the check that stands in both places."""

from __future__ import annotations

from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from score.evidence import check_of, printed
from score.interval import rational
from score.relation import Outcome, relate
from score.rounding import MODES, possible, readable


def same(one: Figure, other: Figure) -> Outcome:
    """Whether two figures, each as precise as it is printed, can be one true value."""
    finer, coarser = sorted((one, other), key=lambda figure: figure.unit_in_last_place)
    if one.number is not None and one.number == other.number and readable(one) and readable(other):
        value = rational(one.number)
        return Outcome(Verdict.CONSISTENT, value, possible(finer), Fraction(0), Fraction(1), MODES)
    return relate(coarser, lambda of: of(finer), power=Fraction(1))


def pair_check(
    rule_id: str, outcome: Outcome, one: Figure, other: Figure, subject: str, severity: Severity
) -> Check:
    """The check of two figures that should be one; it stands in both places."""
    check = check_of(
        rule_id,
        outcome,
        one,
        [other],
        left=f"{printed(one)} ≟ {printed(other)}",
        severity=severity,
        subject=subject,
        facts={"other": printed(other)},
        places=(one.place, other.place),
    )
    sign = "≠" if outcome.failed else "="
    formula = f"{printed(one)} {sign} {printed(other)}"
    # What was computed is what the other place says.
    told = check.facts | {"formula": formula, "recomputed": printed(other)}
    return check.model_copy(update={"formula": formula, "recomputed": printed(other), "facts": told})


def last_digit(one: Figure, other: Figure) -> bool:
    """Whether the two differ by one unit of the last place: a matter of rounding somewhere, not of fact."""
    unit = max(one.unit_in_last_place, other.unit_in_last_place)
    rounded = one.decimals > 0 and one.kind is not FigureKind.COUNT
    return rounded and abs(Fraction(one.number or 0) - Fraction(other.number or 0)) <= unit
