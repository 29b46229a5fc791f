"""Figures that belong together because they agree: 排查隐患174处，整改到位171处，整改率98.28%.

Words join figures in more ways than any list of patterns holds. Where the patterns leave a rate, an average or a total
without what it is made of, the figures near it are tried, the nearest first: those that make it, to its last printed
place, are its operands. Nothing is joined that does not agree, so nothing read here can be held against a report.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from extract.statements.arithmetic import Make, agree, change_of, quotient, ratio
from extract.statements.drafts import Draft, Part
from extract.statements.full_points import is_got_of
from extract.statements.growth import DECREASE, INCREASE, direction
from extract.statements.joined import compared, ratio_statement
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, COUNT, MEASURE, MONEY, PERCENT, span_of
from extract.statements.mentions import Mention, Sentence
from extract.statements.operands import Near, alike, fits, with_found, words_before
from extract.statements.rates import Saying, base_of_growth, reading_of
from schema.figure import Figure
from schema.report import ClaimKind, Role

TELLING, PLAIN = Fraction(1, 400), Fraction(1, 100)
"""A rate that so small a part of all rates would fit by chance is looked for further away, or not next to it only."""
NEAR, FAR, FURTHER = 3, 7, 4
"""Amounts tried: for a round rate; for one that tells much; and of the sentence before."""
LONGEST_SUM = 12
LEAST_TOTAL = 10
_UNDECIDED = frozenset({Role.STANDARD, Role.WEIGHT, Role.DEDUCTION, Role.RATIO, Role.CHANGE, Role.PREVIOUS})
_MOVED = frozenset({Role.CHANGE, Role.PREVIOUS})


def agreements(
    sentence: Sentence, previous: Sentence | None, drafts: Sequence[Draft], cues: Cues
) -> list[Draft]:
    """The statements of a sentence, with those made whole whose other figures agree with them."""
    earlier = tuple(m for m in previous.mentions if m.sign in AMOUNTS) if previous else ()
    near = Near(sentence, earlier[-FURTHER:], list(drafts), cues)
    for mention in sentence.mentions:
        found = _of_rate(near, mention) if mention.sign == PERCENT else _of_average(near, mention)
        if found is not None:
            near.drafts[:] = with_found(near.drafts, found, mention)
    near.drafts.extend(_lists(near))
    for found in _sums(near):
        near.drafts[:] = with_found(near.drafts, found, None)
    return near.drafts


# --- rates ------------------------------------------------------------------------------------------------------


def _of_rate(near: Near, rate: Mention) -> Draft | None:
    """A share, completion, execution or growth with the two figures that make it."""
    if rate.role == Role.TARGET or rate.figure.unit in near.cues.growth.points or rate.bounded:
        return None
    held = near.holding(rate)
    if not rate.figure.number:
        return None
    reading = reading_of(rate.lead, rate.field, near.cues)
    way = direction(rate.lead, near.cues)
    saved = compiled(near.cues.growth.saved_pattern).search(rate.lead) is not None
    grown = reading.saying == Saying.GROWTH or saved or compared(near.sentence, rate, near.cues)
    if any(_whole(draft, rate, grown=grown) for draft in held):
        return None
    if grown:
        return _grown(near, rate, DECREASE if saved else way[1] if way else None)
    pair = _pair(near, rate, ratio)
    if pair is None or (pair[0].figure.number == pair[1].figure.number and rate.figure.number != 100):
        return None
    return ratio_statement(near, rate, reading, *pair, "agrees")


def _whole(draft: Draft, rate: Mention, *, grown: bool) -> bool:
    """Whether a statement has the operands of its rate already, or is no statement of one rate."""
    if draft.rule.startswith(("respectively", "sum", "split")) and len(draft.parts) > 1:
        return True
    before = [part.mention for part in draft.parts if part.mention.sign in AMOUNTS and fits(part.mention)]
    pairs = itertools.permutations(before, 2)
    made = change_of if grown else ratio
    return len(before) > 1 and (
        draft.rule.startswith("survey") or any(agree(rate.figure, made, a, b) for a, b in pairs)
    )


def _pair(near: Near, rate: Mention, make: Make) -> tuple[Mention, Mention] | None:
    """The two amounts nearest a rate that make it: the first over the second."""
    for one, other in _candidates(near, rate, reach=1 if make is change_of else 0):
        for first, second in ((one, other), (other, one)):
            if agree(rate.figure, make, first, second) and not _of_change(near, first, second, make):
                return first, second
    return None


def _of_change(near: Near, one: Mention, other: Mention, make: Make) -> bool:
    """Whether two figures are the earlier and the later one of a change: another rate of them is chance."""
    pair = {id(one), id(other)}
    grown = (d for d in near.drafts if d.kind == ClaimKind.GROWTH and make is ratio)
    return any(pair <= {id(part.mention) for part in draft.parts} for draft in grown)


def _candidates(near: Near, rate: Mention, reach: int) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of amounts of one kind, the nearest first; a rate that tells little is not looked for far away."""
    here = [m for m in near.sentence.mentions[: rate.index] if fits(m)]
    told, plain = _telling(rate.figure, TELLING), _telling(rate.figure, PLAIN)
    same = [m for m in here if m.segment == rate.segment]
    nearest = list(reversed(here))[:FAR] if told else list(reversed(same))[:NEAR]
    further = [m for m in reversed(near.earlier) if fits(m)] if told or not same[1:] else []
    pool = [*nearest, *further[: FURTHER if told else 1]]
    ordered = sorted(itertools.combinations(range(len(pool)), 2), key=sum)
    if rate.figure.number == 100:
        ordered = ordered[:1] if len(nearest) > 1 else []
    elif not plain:
        ordered = [pair for pair in ordered if pair[0] <= reach]
    for one, other in ordered:
        first, second = pool[one], pool[other]
        if alike(first, second, near.cues) and one < len(nearest):
            yield first, second


def _telling(rate: Figure, least: Fraction) -> bool:
    return 2 * Fraction(rate.unit_in_last_place) <= least * abs(Fraction(rate.number or 0))


# --- growth -----------------------------------------------------------------------------------------------------


def _grown(near: Near, rate: Mention, way: str | None) -> Draft | None:
    """A change with the figures it is between; what it came to in absolute terms, if that stands beside them."""
    pair = _pair(near, rate, change_of)
    if pair is None:
        return None
    now, before = pair
    rising = (now.figure.number or 0) >= (before.figure.number or 0)
    scope = INCREASE if rising else DECREASE
    if way is not None and way != scope:
        return None
    size = abs(Fraction(now.figure.number or 0) - Fraction(before.figure.number or 0))
    change = next(
        (
            m
            for m in reversed(near.sentence.mentions[: rate.index])
            if m not in pair and m.family[0] == now.family[0] and m.figure.number is not None
            and Fraction(m.figure.number) == size
        ),
        None,
    )  # fmt: skip
    parts = [Part(before, Role.PREVIOUS), Part(now, Role.ACTUAL if now.role == Role.PREVIOUS else None)]
    if change is not None:
        parts.append(Part(change, Role.CHANGE, now.metric, "change_amount", inherited=True))
    parts.append(Part(rate, Role.GROWTH, now.metric, "growth_rate", inherited=True))
    base = base_of_growth(rate.lead, near.cues)
    return Draft(ClaimKind.GROWTH, tuple(parts), "growth.agrees", now.metric, scope=scope, base=base)


# --- averages ---------------------------------------------------------------------------------------------------


def _of_average(near: Near, each: Mention) -> Draft | None:
    """So much each, with the number and the total that make it: 馆藏97.4万册，按常住人口81.2万人计，人均1.2册."""
    if not fits(each) or not compiled(near.cues.product.average_pattern).search(words_before(near, each)):
        return None
    if any(len(draft.parts) > 2 for draft in near.holding(each)):
        return None
    here = [m for m in near.sentence.mentions if fits(m) and m is not each]
    pool = sorted(here, key=lambda m: abs(m.index - each.index))[:FAR]
    pool += [m for m in reversed(near.earlier) if fits(m)]
    ordered = sorted(itertools.combinations(range(len(pool)), 2), key=sum)
    for one, other in ordered:
        if one >= len(pool) - len(near.earlier) and not here:
            break
        for total, number in ((pool[one], pool[other]), (pool[other], pool[one])):
            if _averaged(total, number, each):
                parts = (
                    Part(number, Role.BASELINE, field="quantity"),
                    Part(each, Role.STANDARD, field="unit_price" if each.sign == MONEY else None),
                    Part(total, Role.TOTAL),
                )
                retold = frozenset(m.index for m in (number, total) if near.sentence.at(m.at) is m)
                return Draft(ClaimKind.PRODUCT, parts, "product.agrees", number.metric, retold=retold)
    return _of_amount(near, each)


def _of_amount(near: Near, each: Mention) -> Draft | None:
    """文献购置费96.75万元，平均每册54元: the amount an average is of, where the number is told elsewhere."""
    before = near.sentence.mentions[each.index - 1] if each.index else None
    if before is None or before.segment != each.segment or before.family != each.family or not fits(before):
        return None
    plain = before.role in {Role.ACTUAL, Role.SPENT, Role.RECEIVED} and each.sign == MONEY
    if not plain or len(near.holding(before)) > 0 or (before.figure.number or 0) <= (each.figure.number or 0):
        return None
    parts = (Part(before, Role.TOTAL), Part(each, Role.STANDARD, field="unit_price"))
    retold = frozenset({before.index, each.index})
    return Draft(ClaimKind.PRODUCT, parts, "product.per", before.metric, retold=retold)


def _averaged(total: Mention, number: Mention, each: Mention) -> bool:
    if total.sign != each.sign or number.sign not in {COUNT, MEASURE}:
        return False
    if each.sign != MONEY and (
        total.figure.unit != each.figure.unit or number.figure.unit == each.figure.unit
    ):
        return False
    return number.figure.number != 1 and agree(each.figure, quotient, total, number)


# --- lists of shares --------------------------------------------------------------------------------------------


def _lists(near: Near) -> list[Draft]:
    """Shares one after the other that make a hundred."""
    drafts = []
    shares = [m for m in near.sentence.mentions if m.sign == PERCENT]
    for _, run in itertools.groupby(shares, key=lambda m: (m.segment, m.index - shares.index(m))):
        listed = list(run)
        rule = _list_rule(near, listed) if len(listed) > 1 and not near.together(listed) else None
        if rule is not None:
            parts = tuple(Part(m, Role.SHARE, field="share") for m in listed)
            told = frozenset(m.index for m in listed)
            drafts.append(Draft(ClaimKind.SHARE, parts, rule, listed[0].metric, retold=told))
    return drafts


def _list_rule(near: Near, listed: list[Mention]) -> str | None:
    """How shares are known to be one list: by making a hundred; None if they are none."""
    points = near.cues.growth.points
    if any(
        m.role == Role.TARGET or m.bounded or m.figure.unit in points or not m.figure.number for m in listed
    ):
        return None
    if any(
        reading_of(m.lead, m.field, near.cues).saying in {Saying.GROWTH, Saying.COMPLETION} for m in listed
    ):
        return None
    off = abs(sum((Fraction(m.figure.number or 0) for m in listed), Fraction(-100)))
    agrees = off <= sum(Fraction(m.figure.unit_in_last_place) for m in listed) / 2
    return "share.list.agrees" if agrees else None


# --- sums -------------------------------------------------------------------------------------------------------


def _sums(near: Near) -> list[Draft]:
    """Totals with the run of parts right before or behind them that adds up to them, to the last place."""
    drafts = []
    families = {m.family for m in near.sentence.mentions if fits(m)}
    moved = {p.mention.index for draft in near.drafts for p in draft.parts if p.role in _MOVED}
    for family in families:
        listed = [m for m in near.sentence.mentions if m.family == family and fits(m) and _addable(m)]
        run = [m for m in listed if m.index not in moved and not _earlier(m, near.cues)]
        drafts += [draft for draft in _totals(near, run[:LONGEST_SUM]) if draft]
    return drafts


def _earlier(mention: Mention, cues: Cues) -> bool:
    """Whether an amount is told as that of before: 由上年末58人增至61人; what was left then (上年结余) is there to be added."""
    lead = compiled(cues.growth.inside_words).sub("·", mention.lead)
    said = compiled(f"{either(cues.growth.previous)}[^，；。、ⓂⒸⓅⓊⓈ]{{0,4}}$").search(lead)
    return said is not None and mention.role != Role.SURPLUS


def _addable(mention: Mention) -> bool:
    return mention.role not in _UNDECIDED


def _totals(near: Near, run: list[Mention]) -> Iterator[Draft | None]:
    numbers = [Fraction(m.figure.number or 0) for m in run]
    used: set[int] = set()
    for size in range(len(run) - 1, 1, -1):
        for start in range(len(run) - size + 1):
            inner = range(start, start + size)
            made = sum(numbers[i] for i in inner)
            for at in (start - 1, start + size):
                if not 0 <= at < len(run) or numbers[at] != made or used & {*inner, at}:
                    continue
                if size == 2 and made < LEAST_TOTAL:
                    continue
                total, parts = run[at], [run[i] for i in inner]
                if any(_has_full_points(near, part) for part in parts) and _has_full_points(near, total):
                    continue
                if near.together([total, *parts]) or _parts_of_another(near, total, parts):
                    continue
                used |= {*inner, at}
                yield _summed(total, parts, near.cues, closing=at > start)


def _has_full_points(near: Near, mention: Mention) -> bool:
    """Whether points were got of others right before: one item beside others is not their total."""
    before = near.sentence.mentions[mention.index - 1] if mention.index else None
    return before is not None and before.role == Role.WEIGHT and is_got_of(before, mention, near.cues)


def _parts_of_another(near: Near, total: Mention, parts: Sequence[Mention]) -> bool:
    """Whether a statement has them as parts of another whole: 预算1,000万元，其中中央600万元、省级300万元，支出900万元."""
    wanted = {span_of(part.figure) for part in parts}
    sums = (draft for draft in near.drafts if draft.kind == ClaimKind.SUM and not draft.proven)
    return any(
        wanted <= {span_of(p.mention.figure) for p in draft.parts if p.role == Role.PART}
        and span_of(total.figure) not in {span_of(figure) for figure in draft.figures()}
        for draft in sums
    )


def _summed(total: Mention, parts: list[Mention], cues: Cues, *, closing: bool) -> Draft:
    roles = {m.role for m in parts}
    items = tuple(Part(part, Role.PART) for part in parts)
    if len(parts) == 2 and (len(roles) == 2 or compiled(cues.sums.apart_pattern).search(parts[-1].lead)):
        told = tuple(Part(m) for m in (total, *parts))
        return Draft(ClaimKind.DIFFERENCE, told, "difference.agrees", total.metric)
    if closing:
        return Draft(ClaimKind.SUM, (*items, Part(total, Role.TOTAL)), "sum.agrees", total.metric)
    return Draft(ClaimKind.SUM, (Part(total, Role.WHOLE), *items), "sum.agrees", total.metric)
