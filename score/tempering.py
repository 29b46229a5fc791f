"""What rests on a statement joined by place is held against a report only as far as the join is sure.

`extract` joins a rate with the only two amounts it can be made of. Where the words say so as well (rules `….unique`) and one slip
would make the statement true, that is an error like any other; without such a slip it is a doubt, since a third amount may be meant
that is told elsewhere. Where the words are weak (`….loose`) it is a doubt if one slip explains it, and else undecided.

Sums, shares and changes told in running text are an error only where one slip explains them, too: on real text what no slip explains was
more often another amount that is meant than a wrong figure. It stays a doubt that is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from schema.finding import Check, Severity, Verdict
from schema.report import Claim, Report
from score.evidence import undecided

SURE, LOOSE = ".unique", ".loose"

Addresses = frozenset[tuple[int, ...]]


def tempered(checks: Sequence[Check], report: Report) -> list[Check]:
    """The checks; a failing one that only a statement joined by place holds together is a doubt, or undecided."""
    several = [c for c in report.claims if len(c.terms) > 1]
    joined = [(_addresses(c), c.rule.endswith(SURE)) for c in several if _by_place(c)]
    if not joined:
        return [_explained(check) for check in checks]
    told = [_addresses(c) for c in several if not _by_place(c) and not c.joined_by_agreement]
    return [_explained(_tempered(check, joined, told)) for check in checks]


OF_TEXT = frozenset({"R05", "R07", "R13", "R15", "R19", "S01", "S04", "S13"})
"""The rules whose statements a reader puts together from words that may mean another amount."""


def _explained(check: Check) -> Check:
    """A sum, share or change of running text that no slip explains is a doubt at most."""
    graver = check.severity is Severity.ERROR and check.rule in OF_TEXT and len(check.figures) > 1
    if not graver or any(figure.place.row is not None for figure in check.figures):
        return check
    slipped = bool(check.repairs) or bool(check.facts.get("wrong_base"))
    return check if slipped else check.model_copy(update={"severity": Severity.WARNING})


def _tempered(check: Check, joined: Sequence[tuple[Addresses, bool]], told: Sequence[Addresses]) -> Check:
    figures = frozenset(figure.place.address for figure in check.figures)
    if check.verdict is not Verdict.INCONSISTENT or check.severity is not Severity.ERROR or len(figures) < 2:
        return check
    sure = [certain for statement, certain in joined if figures <= statement]
    if not sure or any(figures <= statement for statement in told):
        return check
    if check.repairs or check.facts.get("wrong_base"):
        return check if any(sure) else check.model_copy(update={"severity": Severity.WARNING})
    return check.model_copy(update={"severity": Severity.WARNING}) if any(sure) else undecided(check)


def _by_place(claim: Claim) -> bool:
    return claim.rule.endswith((SURE, LOOSE))


def _addresses(claim: Claim) -> Addresses:
    return frozenset(figure.place.address for figure in claim.figures())
