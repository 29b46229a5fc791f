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
from score.evidence import check_of, joined, printed, undecided
from score.identity import without
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
                if together := _of_all_listed(context, claim, check, rate, part, figures):
                    yield together
                    continue
                other = check.verdict is Verdict.INCONSISTENT and (
                    not _is_base(claim.base, wholes)
                    or _less_some(claim, part, wholes)
                    or _of_a_sibling(context, claim, wholes)
                    or _of_another_name(claim, part, wholes)
                    or _of_the_others(claim, part, rate)
                    or normal(claim.base) in words().planned
                    or any(
                        part_of_another_share(context, claim, term)
                        for term in wholes
                        if not (claim.base and term.metric and normal(term.metric) in normal(claim.base))
                        and not _has_other_shares(context, claim, term)
                    )
                    or _explained_behind(claim, part, rate)
                    or _of_another_amount(context, claim, part, rate)
                )
                yield undecided(check) if other else _by_neighbours(claim, check)


def _less_some(claim: Claim, part: Figure, wholes: Sequence[Term]) -> bool:
    """Whether some are taken off a whole before its part is told: 68家当中，除去2家，有29家（占43.9%）."""
    sentence = claim.sentence
    starts = [sentence.find(term.figure.text) for term in wholes]
    end = sentence.rfind(part.text)
    return any(mentions(sentence[start:end], words().left_out) for start in starts if 0 <= start < end)


def _of_another_name(claim: Claim, part: Figure, wholes: Sequence[Term]) -> bool:
    """Whether a whole was brought in from another sentence though nothing in its name is in that of the part: 伤71人 of 亡1,390人."""
    own = set(normal(metric_of(claim, part)))
    names = [set(normal(term.metric)) for term in wholes if term.metric]
    carried = claim.rule.startswith(CARRIED) and claim.base
    return bool(carried and own and names) and all(own.isdisjoint(n) for n in names)


CARRIED = "share.carried"


def _of_a_sibling(context: Context, claim: Claim, wholes: Sequence[Term]) -> bool:
    """Whether the whole has itself a share of the same base: 南方用水占全国的54.4%，北方用水占全国的45.6%."""
    places = {term.figure.place.address for term in wholes}
    parts = (
        (other, quantity_of(other, *PART_ROLES))
        for other in context.claims(ClaimKind.SHARE)
        if claim.base and other is not claim and normal(other.base) == normal(claim.base)
    )
    return any(found is not None and found.place.address in places for _, found in parts)


def _of_all_listed(
    context: Context, claim: Claim, check: Check, rate: Figure, part: Figure, wholes: Sequence[Figure]
) -> Check | None:
    """The rate at the end of a list as that of the parts together: 其中公办园52所，普惠性民办园27所，普惠率91.86%."""
    if check.verdict is not Verdict.INCONSISTENT:
        return None
    addresses = {whole.place.address for whole in wholes}
    for other in context.claims(ClaimKind.SUM):
        whole = quantity_of(other, Role.WHOLE, Role.TOTAL)
        parts = [term.figure for term in terms_of(other, Role.PART)]
        listed = part.place.address in {p.place.address for p in parts}
        if whole is None or whole.place.address not in addresses or not listed or len(parts) < 2:
            continue
        outcome = relate(rate, lambda of, p=parts, w=whole: total([of(f) for f in p]) / of(w) * 100)  # type: ignore[misc]
        if outcome.verdict is Verdict.CONSISTENT and all(comparable(p, whole) for p in parts):
            left = f"({joined(parts)}) ÷ {printed(whole)}"
            name, quote = metric_of(claim, rate), claim.sentence
            return check_of("R05", outcome, rate, [*parts, whole], left=left, subject=name, quote=quote)
    return None


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


def _has_other_shares(context: Context, claim: Claim, whole: Term) -> bool:
    """Whether another share of the same whole holds: then it is the whole of a list, though it has a rate of its own."""
    address = whole.figure.place.address
    return any(
        other is not claim and address in addresses
        for other, addresses in context.once("wholes that hold", lambda: list(_holding(context)))
    )


def _holding(context: Context) -> Iterator[tuple[Claim, set[object]]]:
    """The shares that hold, with the places of their wholes."""
    for claim in context.claims(ClaimKind.SHARE):
        rate, part = percent_of(claim, Role.SHARE, Role.RATE), quantity_of(claim, *PART_ROLES)
        if rate is None or part is None or rate.number in {0, 100}:
            continue
        fitting: set[object] = {
            term.figure.place.address
            for term in terms_of(claim, Role.WHOLE, Role.TOTAL, Role.BASELINE)
            if comparable(part, term.figure) and not as_percentage(rate, part, term.figure).failed
        }
        if fitting:
            yield claim, fitting


def _is_base(base: str | None, wholes: Sequence[Term]) -> bool:
    """Whether the phrase a share refers to, if there is one, names the whole that is printed."""
    name = _without_size(normal(base))
    named = [_apart(_without_size(normal(term.metric)), name) for term in wholes]
    return not name or any(
        name in whole or whole in name or name[-2:] in whole for whole in named if not _narrower(name, whole)
    )


def _narrower(base: str, whole: str) -> bool:
    """Whether one of two names is only some of the other: 净资产 of 资产."""
    some = words().narrowing
    return any(word in base and word not in whole for word in some) or whole.removesuffix(base) in some


def _apart(whole: str, base: str) -> str:
    """The name of a whole without a word for two things of which a base is one: 出口 is no name of 进出口."""
    for both in words().names_of_two:
        whole = whole if both in base else whole.replace(both, "·")
    return whole


def _without_size(name: str) -> str:
    """A name without the words at its end that say how much, and not of what: 审计预算资金额 is 审计预算."""
    end = max((word for word in words().size_words if name.endswith(word)), key=len, default="")
    return without(name.removesuffix(end), words().inner_sizes)


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
            told = totals[0].amounts.get("share")
            yield _hundred(shares, table.name, "", told if told and told.number == HUNDRED else None)
    for claim in context.claims(ClaimKind.SHARE):
        if claim.rule.startswith(SHARE_LIST) and claim.closed:
            for shares in _by_hundreds([term.figure for term in claim.terms]):
                check = _hundred(shares, claim.subject, claim.sentence)
                cut = check.verdict is Verdict.INCONSISTENT and _goes_on(context, claim)
                yield undecided(check) if cut else check
    for sentence, group in itertools.groupby(context.claims(ClaimKind.SHARE), key=lambda c: c.sentence):
        claims = [claim for claim in group if not claim.rule.startswith(SHARE_LIST)]
        claims = [claim for claim in claims if not mentions(claim.base, words().planned)]
        shares = [s for c in claims if (s := percent_of(c, Role.SHARE)) is not None]
        bases = {normal(claim.base) for claim in claims} - {""}
        if len(shares) >= 2 and len(bases) < 2 and _parts_fill_the_whole(claims):
            yield _hundred(shares, claims[0].subject, sentence)


def _by_hundreds(shares: Sequence[Figure]) -> list[list[Figure]]:
    """Shares by several divisions of one whole, one behind the other (从类别看…；从级次看…): each makes its own hundred."""
    runs: list[list[Figure]] = [[]]
    for share in shares:
        runs[-1].append(share)
        if sum(Fraction(one.number or 0) for one in runs[-1]) == HUNDRED:
            runs.append([])
    whole = not runs[-1] and all(len(run) > 1 for run in runs[:-1])
    return runs[:-1] if whole else [list(shares)]


HUNDRED = 100


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


def _hundred(shares: Sequence[Figure], subject: str, quote: str, told: Figure | None = None) -> Check:
    """The check of shares that leave nothing out; `told` is the hundred that stands below them, if it is printed."""
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
    ).model_copy(update={"figures": (told, *shares) if told else tuple(shares)})
