"""The consistency score of a document: never a bare number, always with the counts it comes from.

    consistency = 100 x (weight of the decided facts that hold) / (weight of all decided facts)

A fact is a check in which printed figures are set against one another: sums, ratios, growth, repeats, running balances, points,
grades against scores, lists against their number. It holds, or the figures cannot all be true. Remarks on wording, structure,
periods, missing reasons and plausibility are findings, but no figure disagrees in them, and they do not count (`Rule.compares`).

A statement repeated word for word is one fact, however often it stands. Facts that hold only if figures were cut off or
rounded up count as holding; checks that would pass most wrong figures as well do not count. A fact weighs 3, 2 or 1 as it would be an error, a warning or a note when it fails. Undetermined
facts do not count on either side; without decided facts there is no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from schema.finding import Check, Score, Severity, Verdict
from score.coverage import AGREEING, has_power
from score.evidence import number
from score.rule import Rule

WEIGHT = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.NOTE: 1}


def score_of(facts: Sequence[Check], rules: Mapping[str, Rule]) -> Score:
    """The score of distinct facts; `rules` gives each rule with its gravest severity, and whether it compares figures."""
    figures = [check for check in facts if check.figures and rules[check.rule].compares]
    holding = [check for check in figures if check.verdict in AGREEING and has_power(check)]
    failing = [check for check in figures if check.verdict is Verdict.INCONSISTENT and check.severity]
    kept = sum(WEIGHT[rules[check.rule].severity] for check in holding)
    lost = sum(WEIGHT[check.severity] for check in failing if check.severity)
    total = _first(facts, "G07")
    grade = _first(facts, "G08")
    return Score(
        consistency=number(Fraction(100 * kept, kept + lost), 1) if kept + lost else None,
        decided=len(holding) + len(failing),
        consistent=len(holding),
        inconsistent=len(failing),
        undetermined=sum(check.verdict is Verdict.UNDETERMINED for check in figures),
        recomputed_total=total.recomputed if total else None,
        reported_total=total.reported if total else None,
        grade=grade.reported if grade else None,
        recomputed_grade=grade.recomputed if grade else None,
    )


def _first(facts: Sequence[Check], rule: str) -> Check | None:
    """The first check of a rule: G07 gives the total score, G08 the grade, printed and recomputed."""
    return next((check for check in facts if check.rule == rule), None)
