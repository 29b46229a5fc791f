"""The total score is one in conclusion, body and form (T05)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schema.figure import Figure
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, Role
from score.calendar import years_in
from score.context import Context
from score.owners import of_different_owners
from score.pairs import pair_check, same
from score.relation import UNKNOWN
from score.rounding import readable
from score.rule import rule
from score.terms import normal
from score.words import mentions, words

_DIGITS = re.compile(r"[\d.%％]+")


@rule("T05", severity=Severity.ERROR, needs=("claims",))
def conclusion_agrees_with_the_body(context: Context) -> Iterator[Check]:
    """The total score of a document is the same in its conclusion, its body and its form.

    Example: 「自评得分95分」 in the conclusion, and 总分 93 in the form.
    """
    stated = [
        _Total(term.figure, claim, term.metric or claim.subject)
        for claim in context.claims(ClaimKind.SCORE, ClaimKind.GRADE)
        for term in claim.terms
        if term.role is Role.SCORE and readable(term.figure) and claim.scope is None
        and _names_the_total(term.metric or claim.subject) and not _of_another_year(context, claim)
    ]  # fmt: skip
    stated = [one for one in stated if not _one_of_a_list(one, stated)]
    owners = {normal(one.claim.owner) for one in stated if one.claim}
    forms = [
        _Total(g.score, None, g.name, normal(form.title + (form.project_name or "")))
        for form in context.report.forms
        for g in form.groups
        if g.level == 0 and g.score and readable(g.score)
    ]
    several = len(owners) > 1 or _several_forms(context) or len({one.figure.number for one in stated}) > 2
    totals = [*stated, *forms]
    for other in totals[1:]:
        first = totals[0]
        outcome = same(first.figure, other.figure)
        if outcome.failed and (several or _two_objects(context, first, other)):
            outcome = UNKNOWN
        subject = first.claim.subject if first.claim else ""
        yield pair_check("T05", outcome, first.figure, other.figure, subject, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Total:
    """A total score and its name: said in a claim, or printed in a form of that title."""

    figure: Figure
    claim: Claim | None
    name: str
    title: str = ""


SHORT = 2
"""A bare 得分 of less than half of the points is that of a group."""


def _one_of_a_list(one: _Total, stated: Sequence[_Total]) -> bool:
    """Whether a sentence gives several scores of one name (三项得分依次为18分、27分、45分): none is the total."""
    return one.claim is not None and any(
        other.claim is not None
        and other.claim.place.block == one.claim.place.block
        and other.claim.sentence == one.claim.sentence
        and normal(other.name) == normal(one.name)
        and other.figure.number != one.figure.number
        for other in stated
    )


def _whose(name: str) -> str:
    """Of what a total score is, as far as the words before it tell; nothing where it is the score of the document."""
    name = normal(name)
    if whole := next((word for word in words().whole_bodies if word in name), ""):
        return whole
    for word in sorted((*words().total_scores, *words().own_scores), key=len, reverse=True):
        name = name.replace(word, "")
    return _DIGITS.sub("", name)


def _of_another_year(context: Context, claim: Claim) -> bool:
    """Whether a score is that of an earlier or later year than the document's."""
    said, year = claim.period or "", context.report.document.fiscal_year
    if mentions(said, (*words().earlier_years, *words().later_years)):
        return True
    years = years_in(said)
    return bool(years) and year is not None and str(year) not in years


def _two_objects(context: Context, one: _Total, other: _Total) -> bool:
    """Whether two totals are said of two things: below different items, of different names, or of another thing than a form."""
    if one.claim and other.claim:
        if of_different_owners(context, one.claim, other.claim):
            return True
        a, b = normal(one.name), normal(other.name)
        return bool(a and b) and a not in b and b not in a
    said, form = (one, other) if one.claim else (other, one)
    if (
        said.claim
        and len(normal(said.name)) <= SHORT
        and abs(said.figure.number or Decimal(0)) * 2 < abs(form.figure.number or Decimal(0))
    ):
        return True
    whose = _whose(said.name) if said.claim else ""
    return bool(whose) and whose not in form.title


def _several_forms(context: Context) -> bool:
    """Whether a document holds forms of several things: of several projects, or with several totals."""
    scored = [form for form in context.report.forms if any(g.level == 0 and g.score for g in form.groups)]
    totals = {g.score.number for form in scored for g in form.groups if g.level == 0 and g.score}
    projects = {form.project_name for form in context.report.forms if form.project_name}
    return len(context.report.forms) > 1 and (len(totals) != 1 or len(projects) > 1 or len(scored) < 2)


def _names_the_total(metric: str) -> bool:
    """Whether a score is that of the whole; 满意度得分 is not, though it ends like one."""
    name = normal(metric)
    return any(name == word or (len(word) > 2 and name.endswith(word)) for word in words().total_scores)
