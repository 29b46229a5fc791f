"""Changes told with their rate and without the amount they are of, beside an amount of the sentence that it must be (R07).

「“三公”经费支出11.27万元，控制在预算以内；比上年减少1.59万元，下降14.11%」: 1.59 ÷ 11.27 is 14.11%, but the base is last year's 12.86. What
the amount is says the wording: against another year it is the later one, of a budget that was cut or raised the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, printed
from score.relation import Formula, Outcome, relate
from score.repair import likely, significant_digits
from score.rounding import as_printed, readable
from score.terms import comparable, percent_of, quantity_of
from score.words import mentions, words

TELLING = 3
"""A rate of fewer digits fits some amount by chance."""
MOVED = frozenset({Role.CHANGE, Role.PREVIOUS, Role.GROWTH})
EARLIER, LATER = "budget_initial", frozenset({"executed_amount", "budget_adjusted", "received_amount", None})


def lone_changes(context: Context) -> Iterator[Check]:
    """The rates of changes that name no amount, where the only amount before them shows that they are wrong."""
    for claim in context.claims(ClaimKind.GROWTH):
        change, rate = quantity_of(claim, Role.CHANGE), percent_of(claim, Role.GROWTH)
        if change is None or rate is None or len(claim.terms) != 2 or claim.place.row is not None:
            continue
        telling = significant_digits(Fraction(rate.number or 0)) >= TELLING
        if telling and claim.scope in {"increase", "decrease"} and readable(change) and readable(rate):
            yield from _of_amounts_before(context, claim, change, rate)


def _of_amounts_before(context: Context, claim: Claim, change: Figure, rate: Figure) -> Iterator[Check]:
    levels = _amounts_before(context, claim, change)
    clause = re.split("[；。]", claim.sentence.partition(change.text)[0])[-1]
    against = mentions(clause, words().earlier_years)
    sign = 1 if claim.scope == "increase" else -1
    tried = [
        (term, _compared(rate, change, term.figure, sign if against else 0))
        for term in levels
        if (term.field in LATER if against else term.field == EARLIER)
    ]
    if not tried or any(not outcome.failed for _, (outcome, _) in tried):
        return
    for term, (outcome, left) in tried:
        level = term.figure
        wrong_base = against and not _over(rate, change, level).failed
        slip = [str(r) for r in likely([(rate, as_printed(outcome.exact or Fraction(0), rate))])]
        if wrong_base or (slip and len(tried) == len(levels) == 1):
            told = f"{printed(change)} ÷ {printed(level)} = {printed(rate)}" if wrong_base else ""
            yield check_of(
                "R07",
                outcome,
                rate,
                [change, level],
                left=left,
                severity=Severity.WARNING,
                subject=term.metric or claim.subject,
                quote=claim.sentence,
                repairs=slip,
                facts={"wrong_base": told, **({"outcome": "wrong_base"} if told else {})},
            )
            return


def _amounts_before(context: Context, claim: Claim, change: Figure) -> list[Term]:
    """The amounts of the sentence told before a change, once a place."""
    found = {
        term.figure.place.address: term
        for other in context.report.claims
        if other.place.block == claim.place.block and other.sentence == claim.sentence
        for term in other.terms
        if term.role not in MOVED
        and term.figure.place.address < change.place.address
        and term.figure.kind is not FigureKind.PERCENT
        and comparable(term.figure, change)
        and readable(term.figure)
        and (term.figure.number or 0) > (change.number or 0)
    }
    return list(found.values())


def _over(rate: Figure, change: Figure, base: Figure) -> Outcome:
    return relate(rate, lambda of: of(change) / of(base) * 100)


def _compared(rate: Figure, change: Figure, level: Figure, sign: int) -> tuple[Outcome, str]:
    """The rate over the amount before the change: the level itself, or the level without what it rose by."""
    if not sign:
        return _over(rate, change, level), f"{printed(change)} ÷ {printed(level)}"
    formula: Formula = lambda of: of(change) / (of(level) - of(change) * sign) * 100  # noqa: E731
    shown = "−" if sign > 0 else "+"
    return relate(rate, formula), f"{printed(change)} ÷ ({printed(level)} {shown} {printed(change)})"
