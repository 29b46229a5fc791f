"""Rates with what they are made of in brackets behind them: 出勤率96%（应出勤250天，实出勤240天） · 94.19%（81/86）."""

from __future__ import annotations

from dataclasses import dataclass

from extract.statements.drafts import Draft, Part
from extract.statements.joined import ratio_statement
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT, RATIO
from extract.statements.mentions import Mention
from extract.statements.operands import Near, alike
from extract.statements.rates import Saying, reading_of
from extract.statements.relations import BracketWords
from schema.report import ClaimKind, Role

_BRACKETS = {"（": "）", "(": ")"}
_CERTAIN, _DOUBTFUL = "unique", "loose"


@dataclass(frozen=True)
class _Pair:
    part: Mention
    whole: Mention
    how: str


def bracketed(near: Near, words: BracketWords) -> None:
    """Joins every rate with the two amounts, or the printed fraction, of the bracket right behind it."""
    for rate in near.sentence.mentions:
        if rate.sign != PERCENT or rate.bounded or rate.role == Role.TARGET or not rate.figure.number:
            continue
        reading = reading_of(rate.lead, rate.field, near.cues)
        inside = _inside(near, rate, words)
        if not inside or reading.saying == Saying.GROWTH or rate.figure.unit in near.cues.growth.points:
            continue
        if len(inside) == 1 and inside[0].sign == RATIO:
            near.drafts[:] = [d for d in near.drafts if not _is_alone(d, inside[0])]
            near.drafts.append(_fraction(rate, inside[0]))
        elif (pair := _pair(near, rate, inside, words)) and not _is_whole(near, rate):
            found = ratio_statement(near, rate, reading, pair.part, pair.whole, pair.how)
            spans = {part.mention for part in found.parts}
            near.drafts[:] = [d for d in near.drafts if not _only_of(d, spans)]
            near.drafts.append(found)


def _is_alone(draft: Draft, ratio: Mention) -> bool:
    return [part.mention for part in draft.parts] == [ratio]


def _only_of(draft: Draft, held: set[Mention]) -> bool:
    return bool(draft.parts) and {part.mention for part in draft.parts} <= held


def _is_whole(near: Near, rate: Mention) -> bool:
    return any(sum(p.mention.sign in AMOUNTS for p in draft.parts) > 1 for draft in near.holding(rate))


def _inside(near: Near, rate: Mention, words: BracketWords) -> list[Mention]:
    """The figures of the bracket that opens right behind a rate."""
    text = near.sentence.text
    opening = text[rate.at + 1 : rate.at + 2]
    end = text.find(_BRACKETS[opening], rate.at) if opening in _BRACKETS else -1
    return [m for m in near.sentence.mentions if rate.at < m.at < end and not _is_hundred(near, m, words)]


def _is_hundred(near: Near, mention: Mention, words: BracketWords) -> bool:
    """The 100% of A/B×100%, which changes nothing."""
    times = near.sentence.text[mention.at - 1] in words.times
    return times and mention.sign == PERCENT and mention.figure.number == 100


def _fraction(rate: Mention, ratio: Mention) -> Draft:
    parts = (Part(ratio, Role.RATIO), Part(rate, Role.RATE))
    return Draft(
        ClaimKind.OTHER, parts, "formula.fraction", rate.metric,
        formula=("0",), referred=frozenset({rate.index}),
    )  # fmt: skip


def _pair(near: Near, rate: Mention, inside: list[Mention], words: BracketWords) -> _Pair | None:
    if len(inside) != 2 or any(m.sign not in AMOUNTS or m.bounded or not m.figure.number for m in inside):
        return None
    first, second = inside
    if not alike(first, second, near.cues):
        return None
    if near.sentence.between(first, second).startswith(tuple(words.over)):
        return _Pair(first, second, _CERTAIN)
    asked = [_is_asked(near, m, words) for m in inside]
    other = inside[asked.index(False)] if asked[0] != asked[1] else None
    if other is not None and _is_done(near, other, words):
        return _Pair(other, first if other is second else second, _CERTAIN)
    less, more = sorted(inside, key=lambda m: m.figure.number or 0)
    below = (rate.figure.number or 0) < 100 and less.figure.number != more.figure.number
    return _Pair(less, more, _DOUBTFUL) if below else None


def _is_asked(near: Near, mention: Mention, words: BracketWords) -> bool:
    """Whether an amount is what was to be, or what there was to begin with."""
    if compiled(words.first_pattern).search(mention.lead):
        return False
    said = (words.asked_pattern, near.cues.unique.planned)
    return any(compiled(pattern).search(mention.lead) for pattern in said)


def _is_done(near: Near, mention: Mention, words: BracketWords) -> bool:
    return any(compiled(p).search(mention.lead) for p in (words.done_pattern, near.cues.unique.done))
