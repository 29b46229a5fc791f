"""Checks of statements that were joined because their figures agree: they prove nothing, and do not count.

Where words tell nothing of which figures belong together, `extract` joins those that agree. That says what was understood,
but a check of it would have passed whatever was printed wrong: its power is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from schema.finding import Check
from schema.report import Claim, Report
from score.coverage import AGREEING

NO_POWER = "0"

Addresses = frozenset[tuple[int, ...]]


def without_power_by_agreement(checks: Sequence[Check], report: Report) -> list[Check]:
    """The checks; an agreeing one all of whose figures only such a statement holds together has no power."""
    joined = [_addresses(c) for c in report.claims if c.joined_by_agreement]
    if not joined:
        return list(checks)
    told = [_addresses(c) for c in report.claims if not c.joined_by_agreement and len(c.terms) > 1]
    return [
        check.model_copy(update={"power": NO_POWER}) if _only_by_agreement(check, joined, told) else check
        for check in checks
    ]


def _only_by_agreement(check: Check, joined: Sequence[Addresses], told: Sequence[Addresses]) -> bool:
    if check.verdict not in AGREEING:
        return False
    figures = frozenset(figure.place.address for figure in check.figures)
    if len(figures) < 2 or not any(figures <= statement for statement in joined):
        return False
    return not any(figures <= statement for statement in told)


def _addresses(claim: Claim) -> Addresses:
    return frozenset(figure.place.address for figure in claim.figures())
