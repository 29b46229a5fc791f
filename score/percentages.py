"""A percentage and the two figures it is made of: the comparison, and the check against every base it may have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, printed
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely
from score.rounding import as_printed, readable
from score.terms import comparable, percent_of, quantity_of

RATE_ROLES = (Role.COMPLETION, Role.RATE, Role.SHARE)


BASE_ROLES = (Role.TARGET, Role.WHOLE, Role.BASELINE)


PART_ROLES = (Role.ACTUAL, Role.PART)


SHARE_LIST = "share.list"
"""Shares of one question or whole, in one statement: closed when they must make a hundred."""


def as_percentage(rate: Figure, part: Figure, whole: Figure) -> Outcome:
    """Whether a rate is part over whole, in per cent."""
    return relate(rate, lambda of: of(part) / of(whole) * 100)


def division(part: Figure, whole: Figure) -> str:
    """The two figures as printed, with the sign between them."""
    return f"{printed(part)} ÷ {printed(whole)}"


def against_bases(
    rule_id: str, rate: Figure, part: Figure, bases: Sequence[Figure], subject: str, quote: str
) -> Iterator[Check]:
    """The rate against every base it may have: it fails only if it fits none of them."""
    outcomes = [
        (base, as_percentage(rate, part, base))
        for base in bases
        if readable(base) and readable(part) and readable(rate) and comparable(part, base)
    ]
    if not outcomes:
        return
    base, outcome = next((pair for pair in outcomes if not pair[1].failed), outcomes[0])
    if outcome.failed and capped(rate, outcome):
        outcome = UNKNOWN
    yield check_of(
        rule_id,
        outcome,
        rate,
        [part, *(b for b, _ in outcomes)],
        left=division(part, base),
        subject=subject,
        quote=quote,
        repairs=ratio_repairs(rate, part, base) if outcome.failed else (),
        facts={"part": printed(part), "base": printed(base)},
    )


def capped(rate: Figure, outcome: Outcome) -> bool:
    """Whether the rate is a plain 100 % of more than 100 %: forms that cap do not contradict themselves."""
    return rate.number == 100 and outcome.exact is not None and outcome.exact > 100


def ratio_repairs(rate: Figure, part: Figure, base: Figure) -> list[str]:
    """Single slips, and the two operands in each other's place, that would make the ratio true."""
    if not (rate.number and part.number and base.number):
        return []
    r, a, n = (Fraction(f.number or 0) for f in (rate, part, base))
    swapped = relate(rate, lambda of: of(base) / of(part) * 100)
    out = [f"{division(base, part)} = {printed(rate)}"] if not swapped.failed else []
    exact = as_printed(a / n * 100, rate)
    wanted = [(rate, exact), (part, as_printed(n * r / 100, part)), (base, as_printed(a * 100 / r, base))]
    return out + [str(repair) for repair in likely(wanted)]


def part_of_another_share(context: Context, claim: Claim, base: Term) -> bool:
    """Whether what stands where the base of a rate would is a part with a rate of its own, and does not make this one.

    「专业人员12人占比100%，持续在岗12人，稳岗率85.71%」: the first 12 is no base of the second rate.
    """
    owners = context.once("parts of shares", lambda: _parts_of_shares(context))
    if not owners.get(base.figure.place.address, set()) - {claim.place.address}:
        return False
    rate, part = percent_of(claim, *RATE_ROLES), quantity_of(claim, *PART_ROLES)
    return bool(rate and part and as_percentage(rate, part, base.figure).failed)


def _parts_of_shares(context: Context) -> dict[object, set[object]]:
    """The places of the claims in which a figure is a part with a rate, by the place of the figure."""
    owners: dict[object, set[object]] = {}
    for claim in context.claims(ClaimKind.SHARE, ClaimKind.COMPLETION):
        part = quantity_of(claim, *PART_ROLES)
        if part is not None and percent_of(claim, *RATE_ROLES):
            owners.setdefault(part.place.address, set()).add(claim.place.address)
    return owners
