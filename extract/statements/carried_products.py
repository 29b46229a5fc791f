"""So much for each, whose number or total another sentence tells: 口头协议1,946件，书面协议1,376件。口头协议按50元/件补贴，计9.73万元.

A number that is called as the price is called is its number, whatever it comes to; another only where all three agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.statements.arithmetic import Bounds, agree, quotient
from extract.statements.drafts import Part
from extract.statements.each import MEAN, STANDARD, Per, closes, fits_unit, is_count, per_of, same_kind
from extract.statements.heads import Head
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import MONEY
from extract.statements.mentions import Mention
from extract.statements.spoken import Spoken, over_several
from schema.report import Claim, ClaimKind, Role

AGREES, NAMED = "product.carried.agrees", "product.carried.unique"
BEFORE, NEAR = 8, 4
"""How many sentences before a price its number may stand, and how many where it does not agree."""
LIKE, SHORT = 3, 2
"""Characters that the names of a price and of its number have in common; a short name of a number is in that of the price."""

Address = tuple[int, ...]


def carried_products(
    spoken: Sequence[Spoken], heads: Sequence[Head], claims: Sequence[Claim], cues: Cues
) -> Iterator[Claim]:
    """Every price, or mean, that is told without its number, or its total, with that of a sentence before."""
    whole = _whole(claims)
    for one in spoken:
        near = [h for h in heads if one.number - BEFORE <= h.spoken.number < one.number]
        for price in one.sentence.mentions:
            per = per_of(one.sentence, price, cues) if price.sign == MONEY else None
            if per is None or price.bounded or price.figure.place.address in whole or not price.figure.number:
                continue
            found = _mean(one, price, per, near, cues) if per.mean else None
            found = found or _price(one, price, per, near, cues)
            if found is not None:
                yield found


def _whole(claims: Sequence[Claim]) -> set[Address]:
    """Where the prices stand that have a number and a total."""
    out: set[Address] = set()
    for claim in claims:
        if claim.kind is ClaimKind.PRODUCT and len(claim.terms) > len((Role.STANDARD, Role.TOTAL)):
            out.update(t.figure.place.address for t in claim.terms if t.role is Role.STANDARD)
    return out


def _units(per: Per, cues: Cues) -> list[str]:
    return [unit for unit in per.units if not unit.startswith(cues.product.yearly)]


def _price(one: Spoken, price: Mention, per: Per, near: Sequence[Head], cues: Cues) -> Claim | None:
    behind = one.sentence.mentions[price.index + 1 : price.index + 2]
    units = _units(per, cues)
    if len(units) != 1 or not behind or behind[0].segment != price.segment:
        return None
    total = behind[0]
    settled = compiled(cues.product.settled_pattern).match(price.behind)
    if not same_kind(total, price, cues) or total.bounded or not (settled or closes(total, cues)):
        return None
    counts = [h for h in near if is_count(h.mention) and fits_unit(h.mention, units[0], cues)]
    text = one.sentence.text[: price.at]
    clause = text[max(text.rfind(mark) for mark in "，；。：") + 1 :]
    named = [h for h in counts if _called(h.mention, clause)]
    alone = len({h.mention.figure.number for h in named}) == 1
    chosen = [h for h in named if alone and one.number - NEAR <= h.spoken.number]
    agreeing = [h for h in named or counts if agree(total.figure, _times, price, h.mention)]
    head = next(iter((*agreeing[-1:], *chosen[-1:])), None)
    if head is None:
        return None
    rule = AGREES if agreeing else NAMED
    parts = (
        Part(price, Role.STANDARD, field="unit_price"),
        Part(head.mention, Role.BASELINE, field="quantity"),
        Part(total, Role.TOTAL),
    )
    return over_several(
        ClaimKind.PRODUCT, parts, rule, [head.spoken, one], scope=MEAN if per.mean else STANDARD
    )


def _called(count: Mention, clause: str) -> bool:
    """Whether a price is told of what was counted: 书面协议按200元/件补贴 of 书面协议1,376件."""
    name = count.metric
    return name[-LIKE:] in clause if len(name) >= LIKE else len(name) == SHORT and name in clause


def _mean(one: Spoken, mean: Mention, per: Per, near: Sequence[Head], cues: Cues) -> Claim | None:
    """劳务报酬72万元…。聘用调解员20人，人均3.6万元: only where the three agree."""
    units = _units(per, cues)
    before = one.sentence.mentions[: mean.index]
    counts = [
        m
        for m in before
        if is_count(m) and m.segment == mean.segment and units and fits_unit(m, units[0], cues)
    ]
    if len(units) != 1 or len(counts) != 1:
        return None
    totals = [
        h
        for h in near
        if same_kind(h.mention, mean, cues) and agree(mean.figure, quotient, h.mention, counts[0])
    ]
    if not totals:
        return None
    parts = (
        Part(counts[0], Role.BASELINE, field="quantity"),
        Part(mean, Role.STANDARD, field="unit_price"),
        Part(totals[-1].mention, Role.TOTAL),
    )
    return over_several(ClaimKind.PRODUCT, parts, AGREES, [totals[-1].spoken, one], scope=MEAN)


def _times(price: Bounds, number: Bounds) -> Bounds:
    return price[0] * number[0], price[1] * number[1]
