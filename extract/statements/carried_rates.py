"""Rates whose count or base is told in another sentence: 任务10,702户。… 已开工8,984户，开工率83.95%.

A rate is named after what it counts, or stands right behind it; what it is a share of is called as its base is, is a plan or a total,
or is what its paragraph is about. Only two amounts that make the rate to its last printed place are joined with it. Rates of one row
told alike (动工5,110户，动工率87.2%；竣工4,900户，竣工率83.6%) have the base of the first of them, whatever they come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extract.statements.arithmetic import agree, ratio
from extract.statements.drafts import Part
from extract.statements.growth import direction
from extract.statements.heads import Head
from extract.statements.heads import near as near_heads
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import MONEY, PERCENT
from extract.statements.mentions import Mention
from extract.statements.names import abbreviates, in_common
from extract.statements.operands import alike, fits
from extract.statements.over_words import RateWords
from extract.statements.rates import Reading, Saying, reading_of
from extract.statements.spoken import Spoken, over_several
from schema.figure import Figure, FigureKind
from schema.report import Claim, ClaimKind, Role, Term

AGREES, SIBLING, LOOSE = "rate.carried.agrees", "rate.sibling.unique", "rate.carried.loose"
BEFORE, AFTER = 8, 2
"""How many sentences before or behind a rate what it is made of may stand."""
MOST = 30
MOST_PLANS = 3
PAIRED = frozenset({"execution_rate", "arrival_rate"})
"""Rates that are set against the amounts of their paragraph and the one before by their fields (B21)."""
NAMED = 2
"""Characters that a name has in common with what is called so."""
HUNDRED = 100
_RATES = frozenset({FigureKind.PERCENT})

Address = tuple[int, ...]


def carried_rates(
    spoken: Sequence[Spoken], heads: Sequence[Head], claims: Sequence[Claim], cues: Cues, words: RateWords
) -> Iterator[Claim]:
    """Every rate that is told without both amounts, with those of other sentences that make it."""
    told = [claim for claim in claims if not claim.joined_by_agreement]
    bound, made = _made(told), _made(claims)
    for one in spoken:
        for sibling in _siblings(one, told, bound, cues, words):
            made.update(t.figure.place.address for t in sibling.terms if t.role is Role.RATE)
            yield sibling
        for rate in one.sentence.mentions:
            if not _is_rate(rate, cues) or rate.figure.place.address in made:
                continue
            found = _of(one, rate, heads, cues, words) or _of_plan(one, rate, heads, cues, words)
            if found is not None:
                made.add(rate.figure.place.address)
                yield found


def _made(claims: Sequence[Claim]) -> set[Address]:
    """Where the rates stand that a statement holds with two amounts, or with a list."""
    out: set[Address] = set()
    for claim in claims:
        amounts = [t for t in claim.terms if t.figure.kind not in _RATES]
        if len(amounts) > 1:
            out.update(t.figure.place.address for t in claim.terms if t.figure.kind in _RATES)
    return out


def _is_rate(rate: Mention, cues: Cues) -> bool:
    if rate.sign != PERCENT or rate.role is Role.TARGET or rate.bounded or not rate.figure.number:
        return False
    if rate.figure.unit in cues.growth.points or direction(rate.lead, cues):
        return False
    return reading_of(rate.lead, rate.field, cues).saying != Saying.GROWTH


def _of(one: Spoken, rate: Mention, heads: Sequence[Head], cues: Cues, words: RateWords) -> Claim | None:
    reading = reading_of(rate.lead, rate.field, cues)
    near = [h for h in near_heads(heads, one.number - BEFORE, one.number + AFTER) if fits(h.mention)][-MOST:]
    here = [m for m in one.sentence.mentions if fits(m) and m.index < rate.index + 2]
    parts = [(one, m) for m in reversed(here) if _is_part(m, rate, reading, words)]
    parts += [(h.spoken, h.mention) for h in reversed(near) if _is_part(h.mention, rate, reading, words)]
    for told, part in parts:
        wholes = [h for h in reversed(near) if _may_divide(part, h, cues)]
        fitting = [
            h for h in wholes if _is_whole(h, reading, words) and agree(rate.figure, ratio, part, h.mention)
        ]
        if fitting and _is_told(rate, part, fitting[0], reading):
            return _claim(one, told, part, fitting[0], rate)
    return None


def _of_plan(one: Spoken, rate: Mention, heads: Sequence[Head], cues: Cues, words: RateWords) -> Claim | None:
    """支付12,672万元，支付率90%: the amount right before a rate of money or works, of the plans and totals told before it."""
    part = one.sentence.mentions[rate.index - 1] if rate.index else None
    if part is None or part.segment != rate.segment or not fits(part) or part.role is Role.TARGET:
        return None
    if not compiled(words.planned_pattern).search(rate.lead) or (rate.figure.number or 0) > HUNDRED:
        return None
    if compiled(cues.sums.apart_pattern).search(part.lead):
        return None  # 未支付703万元，支付率95%
    wholes: dict[object, Head] = {}
    for head in reversed(heads):
        m = head.mention
        before = (
            one.number - BEFORE <= head.spoken.number and m.figure.place.address < part.figure.place.address
        )
        more = (m.figure.number or 0) >= (part.figure.number or 0) and m.family == part.family
        if before and more and not head.opened and compiled(words.plan_pattern).search(m.lead):
            wholes.setdefault(m.figure.number, head)
    told = list(wholes.values())
    near = any(one.block - head.spoken.block <= 1 for head in told) and rate.field in PAIRED
    if not told or len(told) > MOST_PLANS or near:
        return None
    bases = [Part(h.mention, Role.BASELINE if at else Role.WHOLE) for at, h in enumerate(told)]
    parts = (*bases, Part(part, Role.ACTUAL), Part(rate, Role.RATE))
    return over_several(ClaimKind.SHARE, parts, LOOSE, [*(h.spoken for h in told), one])


def _is_part(m: Mention, rate: Mention, reading: Reading, words: RateWords) -> bool:
    """Whether a rate is named after an amount, or stands right behind it, or the amount right behind the rate."""
    if m.segment == rate.segment and abs(m.index - rate.index) == 1:
        return m.index < rate.index or compiled(words.result_pattern).match(m.lead) is not None
    return _common(_stem(rate, reading, words), m) >= NAMED


def _stem(rate: Mention, reading: Reading, words: RateWords) -> str:
    """What a rate is named after: 竣工 of 竣工率, the words before 占 of a share."""
    named = compiled(words.named_pattern).search(rate.lead)
    return named["stem"] if named else reading.own


def _common(name: str, m: Mention) -> int:
    around = f"{m.lead}·{m.tail}·{m.metric}"
    return len(name) if abbreviates(name, m.metric) else in_common(name, around)


def _may_divide(part: Mention, head: Head, cues: Cues) -> bool:
    whole = head.mention
    return whole is not part and whole.figure != part.figure and alike(part, whole, cues)


def _is_whole(head: Head, reading: Reading, words: RateWords) -> bool:
    """Whether an amount is called what a rate refers to, is a plan or a total, or what its paragraph tells first."""
    m = head.mention
    if reading.base and in_common(reading.base, m.lead + m.metric) >= NAMED:
        return True
    return bool(compiled(words.whole_pattern).search(m.lead)) or (m.index == 0 and not head.opened)


def _is_told(rate: Mention, part: Mention, whole: Head, reading: Reading) -> bool:
    """Whether agreement says something: a rate told to a decimal place, or both amounts called what the rate says."""
    if part.figure.number == whole.mention.figure.number:
        return False
    if rate.figure.decimals > 0:
        return True
    base = reading.base or rate.lead
    return Fraction(rate.figure.number or 0) != HUNDRED and in_common(base, whole.mention.lead) >= NAMED


def _siblings(
    one: Spoken, claims: Sequence[Claim], made: set[Address], cues: Cues, words: RateWords
) -> Iterator[Claim]:
    """动工5,110户，动工率87.2%；竣工4,900户，竣工率83.6%: the base of the first is that of those told behind it in the same way."""
    base: Figure | None = None
    for rate in one.sentence.mentions:
        part = _own_count(one, rate, cues, words)
        if part is None:
            continue
        if rate.figure.place.address in made:
            base = _base(claims, rate, part)
        elif rate.figure.number == HUNDRED:
            base = part.figure  # 24个小区全部开工，开工率100%
        elif base is not None and (base.kind, base.unit) == (part.figure.kind, part.figure.unit):
            yield _of_base(one, base, part, rate)


def _own_count(one: Spoken, rate: Mention, cues: Cues, words: RateWords) -> Mention | None:
    """The count that is all its row tells before a rate, by whose deed the rate is called."""
    if not _is_rate(rate, cues):
        return None
    before = [m for m in one.sentence.of_segment(rate.segment) if m.index < rate.index]
    part = before[-1] if before else None
    if part is None or not fits(part) or part.role is Role.TARGET or part.index != rate.index - 1:
        return None
    if part.sign == MONEY:
        return None  # what was spent may be told against what arrived, or against the budget
    stem = _stem(rate, reading_of(rate.lead, rate.field, cues), words)
    called = len(stem) >= NAMED and in_common(stem, f"{part.lead}·{part.tail}") >= NAMED
    return part if called and (len(before) == 1 or before[0].role is Role.TARGET) else None


def _base(claims: Sequence[Claim], rate: Mention, part: Mention) -> Figure | None:
    """What a rate with that count is a share of by the statement that tells it."""
    for claim in claims:
        places = [figure.place.address for figure in claim.figures()]
        if rate.figure.place.address in places and part.figure.place.address in places:
            return next((t.figure for t in claim.terms if t.role in {Role.WHOLE, Role.TARGET}), None)
    return None


def _claim(one: Spoken, told: Spoken, part: Mention, whole: Head, rate: Mention) -> Claim:
    parts = (Part(whole.mention, Role.WHOLE), Part(part, Role.ACTUAL), Part(rate, Role.RATE))
    return over_several(ClaimKind.SHARE, parts, AGREES, [whole.spoken, told, one])


def _of_base(one: Spoken, base: Figure, part: Mention, rate: Mention) -> Claim:
    parts = (Part(part, Role.ACTUAL), Part(rate, Role.RATE))
    claim = over_several(ClaimKind.SHARE, parts, SIBLING, [one])
    return claim.model_copy(update={"terms": (Term(role=Role.WHOLE, figure=base), *claim.terms)})
