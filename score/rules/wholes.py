"""Shares of a whole that is printed, and shares that make a hundred (R05, R06)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, joined, undecided
from score.interval import total
from score.percentages import (
    PART_ROLES,
    SHARE_LIST,
    against_bases,
    as_percentage,
    part_of_another_share,
)
from score.relation import UNKNOWN, relate
from score.rounding import readable
from score.rule import rule
from score.terms import comparable, metric_of, normal, percent_of, quantity_of, terms_of
from score.words import mentions, words

_COUNT_IN_BRACKET = re.compile(r"[（(][^（）()]*\d[^（）()]*[）)]")


@rule("R05", severity=Severity.ERROR)
def share_of_the_whole(context: Context) -> Iterator[Check]:
    """A share is the part over the whole, when both are printed.

    Example: 「专业人员12人，占全部14人的95%」 where 12 ÷ 14 = 85.71%.
    """
    for claim in context.claims(ClaimKind.SHARE):
        rate, part = percent_of(claim, Role.SHARE, Role.RATE), quantity_of(claim, *PART_ROLES)
        wholes = terms_of(claim, Role.WHOLE, Role.TOTAL, Role.BASELINE)
        if rate and part and claim.aligned:
            figures = [term.figure for term in wholes]
            for check in against_bases("R05", rate, part, figures, metric_of(claim, part), claim.sentence):
                other = check.verdict is Verdict.INCONSISTENT and (
                    not _is_base(claim.base, wholes)
                    or _of_the_others(claim, part, rate)
                    or normal(claim.base) in words().planned
                    or any(
                        part_of_another_share(context, claim, term)
                        for term in wholes
                        if not (claim.base and term.metric and normal(term.metric) in normal(claim.base))
                    )
                    or _explained_behind(claim, part, rate)
                    or _of_another_amount(context, claim, part, rate)
                )
                yield undecided(check) if other else _by_neighbours(claim, check)


def _by_neighbours(claim: Claim, check: Check) -> Check:
    """Wholes that only stand before a part may not be meant: an error needs one slip that explains it."""
    if claim.rule != "rate.counted" or check.verdict is not Verdict.INCONSISTENT or check.repairs:
        return check
    return check.model_copy(update={"severity": Severity.WARNING})


def _of_the_others(claim: Claim, part: Figure, rate: Figure) -> bool:
    """Whether a rate is that of the others: 达标率 beside 未达标1项."""
    counted, rated = normal(metric_of(claim, part)), normal(metric_of(claim, rate))
    return any(
        counted.startswith(no) and counted[len(no) :][:2] in rated and no not in rated
        for no in words().negations
    )


def _explained_behind(claim: Claim, part: Figure, rate: Figure) -> bool:
    """Whether a bracket behind a rate has a count of its own: 师资满意率97.1%（540份） is not of what stands before it."""
    before, _, after = claim.sentence.partition(rate.text)
    bracket = _COUNT_IN_BRACKET.match(after)
    return bracket is not None and part.text in before and part.text not in bracket.group()


def _of_another_amount(context: Context, claim: Claim, part: Figure, rate: Figure) -> bool:
    """Whether the rate is that of another amount of the sentence, where no words say of what it is."""
    beside = {
        term.figure.place.address: term.figure
        for other in context.report.claims
        if other.sentence == claim.sentence and other.place.block == claim.place.block
        for term in other.terms
    }
    wholes = [
        f for f in beside.values() if f is not part and comparable(f, part) and readable(f) and f.number
    ]
    return not claim.base and any(not as_percentage(rate, part, whole).failed for whole in wholes)


def _is_base(base: str | None, wholes: Sequence[Term]) -> bool:
    """Whether the phrase a share refers to, if there is one, names the whole that is printed."""
    name = _without_size(normal(base))
    named = [_apart(_without_size(normal(term.metric)), name) for term in wholes]
    return not name or any(name in whole or whole in name or name[-2:] in whole for whole in named)


def _apart(whole: str, base: str) -> str:
    """The name of a whole without a word for two things of which a base is one: 出口 is no name of 进出口."""
    for both in words().names_of_two:
        whole = whole if both in base else whole.replace(both, "·")
    return whole


def _without_size(name: str) -> str:
    """A name without the words at its end that say how much, and not of what: 审计预算资金额 is 审计预算."""
    end = max((word for word in words().size_words if name.endswith(word)), key=len, default="")
    return name.removesuffix(end)


@rule("R06", severity=Severity.WARNING)
def shares_make_a_hundred(context: Context) -> Iterator[Check]:
    """The shares of a whole that is listed completely make 100 %, but for rounding.

    Example: a table with shares 40.0 %, 35.0 % and 30.0 % beside a total row.
    """
    for table in context.money_tables:
        entries = [line for line in table.lines if not line.is_total and line.parent is None]
        totals = [line for line in table.lines if line.is_total]
        shares = [line.amounts["share"] for line in entries if "share" in line.amounts]
        if (
            len(totals) == 1
            and len(shares) >= 2
            and len(shares) == len(entries)
            and not _running(shares, totals[0])
        ):
            yield _hundred(shares, table.name, "")
    for claim in context.claims(ClaimKind.SHARE):
        if claim.rule.startswith(SHARE_LIST) and claim.closed:
            check = _hundred([term.figure for term in claim.terms], claim.subject, claim.sentence)
            cut = check.verdict is Verdict.INCONSISTENT and _goes_on(context, claim)
            yield undecided(check) if cut else check
    for sentence, group in itertools.groupby(context.claims(ClaimKind.SHARE), key=lambda c: c.sentence):
        claims = [claim for claim in group if not claim.rule.startswith(SHARE_LIST)]
        claims = [claim for claim in claims if not mentions(claim.base, words().planned)]
        shares = [s for c in claims if (s := percent_of(c, Role.SHARE)) is not None]
        bases = {normal(claim.base) for claim in claims} - {""}
        if len(shares) >= 2 and len(bases) < 2 and _parts_fill_the_whole(claims):
            yield _hundred(shares, claims[0].subject, sentence)


def _goes_on(context: Context, claim: Claim) -> bool:
    """Whether shares of other amounts stand in the sentence of a list: then the list was read too short."""
    listed = {term.figure.place.address for term in claim.terms}
    return any(
        term.role is Role.SHARE and term.figure.place.address not in listed
        for other in context.claims(ClaimKind.SHARE)
        if other.sentence == claim.sentence and other.place.block == claim.place.block
        for term in other.terms
    )


def _running(shares: Sequence[Figure], line: BudgetLine) -> bool:
    """Whether shares grow from row to row up to that of the total: 24%, 54%, 80%, 97% of a contract were paid so far."""
    numbers = [share.number or 0 for share in shares]
    last = line.amounts.get("share")
    return numbers == sorted(numbers) and last is not None and last.number == numbers[-1]


def _parts_fill_the_whole(claims: Sequence[Claim]) -> bool:
    """Whether the parts of the shares add to the one whole they name: then nothing is left out."""
    parts = [quantity_of(c, *PART_ROLES) for c in claims]
    wholes = {w.number: w for c in claims if (w := quantity_of(c, Role.WHOLE, Role.TOTAL)) is not None}
    if len(wholes) != 1 or not all(claim.closed for claim in claims):
        return False
    known = [part for part in parts if part is not None]
    whole = next(iter(wholes.values()))
    return len(known) == len(claims) and not relate(whole, lambda of: total([of(p) for p in known])).failed


def _hundred(shares: Sequence[Figure], subject: str, quote: str) -> Check:
    first = shares[0]
    hundred = first.model_copy(update={"text": "100%", "value": Decimal(100), "decimals": 0, "scale": 0})
    outcome = relate(hundred, lambda of: total([of(share) for share in shares]), exact_result=True)
    if not outcome.failed:
        # A list that rounds to 100.01 and one forced to 100 are both as they should be.
        outcome = relate(
            hundred, lambda of: total([of(s) for s in shares]), exact_result=True, power=Fraction(1)
        )
    elif any(share.scale for share in shares):
        outcome = UNKNOWN  # where tenths are told in words, 一半 and 三分之一 stand beside them
    return check_of(
        "R06",
        outcome,
        hundred,
        shares,
        left=joined(shares),
        severity=Severity.WARNING,
        subject=subject,
        quote=quote,
    ).model_copy(update={"figures": tuple(shares)})
