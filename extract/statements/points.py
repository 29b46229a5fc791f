"""Rates that differ by percentage points: 失业率3.2%，比目标值4.5%低1.3个百分点 · 目标90%，完成92.5%，超额2.5个百分点.

What grew from one rate to another is read by `growth`; here a rate is set against another that the words name.
"""

from __future__ import annotations

from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.growth import DECREASE, INCREASE, direction, is_earlier
from extract.statements.lexicon import compiled
from extract.statements.masking import PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.rates import Saying, reading_of
from extract.statements.relations import PointWords
from schema.figure import Hedge
from schema.report import ClaimKind, Role

_HEDGED = {Hedge.OVER: INCREASE, Hedge.UNDER: DECREASE}
"""超过90%的目标1.99个百分点: the word of the comparison is read as that of a limit."""
PROGRESS = "points.progress"
_APART = frozenset({Role.CHANGE, Role.GROWTH})


def points(near: Near, words: PointWords) -> None:
    """Joins every difference in percentage points with its two rates, if the words tell which they are."""
    units = near.cues.growth.points
    for said in near.sentence.mentions:
        if said.sign != PERCENT or said.figure.unit not in units or said.bounded:
            continue
        if any(word in said.lead for word in words.list_words) or _is_whole(near, said):
            continue
        way = _way(near, said, words)
        if compiled(words.progress_pattern).search(said.lead):
            _ahead_of_time(near, said)
            continue
        pair = _pair(near, said, words) if way else None
        if pair is None or way is None or _of_another(near, said, pair[0], words):
            continue
        base, now = pair
        parts = (
            Part(base, Role.BASELINE if _is_asked(near, base, words) else Role.PREVIOUS),
            Part(now, Role.ACTUAL),
            Part(said, Role.CHANGE, now.metric or base.metric, "change_amount", inherited=True),
        )
        draft = Draft(
            ClaimKind.GROWTH, parts, "growth.points", now.metric or base.metric, scope=way,
            referred=frozenset({base.index, now.index}),
        )  # fmt: skip
        near.drafts[:] = [*_without(near.drafts, said, now), draft]


def _ahead_of_time(near: Near, said: Mention) -> None:
    """完成年度投资计划的97.2%，超过时间进度13.8个百分点: the part of the year that has passed is told by its name alone."""
    rates = _rates_before(near, said)
    if len(rates) == 1 or (rates and rates[-1].index == said.index - 1):
        parts = (Part(rates[-1]), Part(said, Role.CHANGE, rates[-1].metric, inherited=True))
        kept = [d for d in near.drafts if [p.mention for p in d.parts] != [said]]
        told = frozenset({rates[-1].index})
        near.drafts[:] = [
            *kept,
            Draft(ClaimKind.OTHER, parts, PROGRESS, rates[-1].metric, referred=told, retold=told),
        ]


def _is_whole(near: Near, said: Mention) -> bool:
    """Whether a statement of growth has both rates already."""
    return any(
        draft.kind == ClaimKind.GROWTH
        and sum(part.mention.sign == PERCENT and part.role not in _APART for part in draft.parts) > 1
        for draft in near.holding(said)
    )


def _without(drafts: list[Draft], said: Mention, now: Mention) -> list[Draft]:
    """The statements, none of which reads the difference as a rate of its own, or the rate reached as a completion."""
    kept = []
    for draft in drafts:
        others = tuple(part for part in draft.parts if part.mention is not said)
        if draft.rule == "completion.rate" and [p.mention for p in draft.parts] == [now]:
            continue
        if len(others) == len(draft.parts):
            kept.append(draft)
        elif others and draft.kind != ClaimKind.GROWTH:
            kept.append(replace(draft, parts=others))
    return kept


def _way(near: Near, said: Mention, words: PointWords) -> str | None:
    """Which way the difference goes: the later or told rate is more or less than the other."""
    if found := direction(said.lead, near.cues):
        return found[1]
    text = near.sentence.text[: said.at]
    clause = text[max(text.rfind(mark) for mark in "，；。（(") + 1 :]
    for pattern, way in ((words.less_pattern, DECREASE), (words.more_pattern, INCREASE)):
        if compiled(pattern).search(clause):
            return way
    rates = _rates_before(near, said)
    beside = bool(rates) and not set("，；。") & set(near.sentence.between(rates[-1], said))
    return _HEDGED.get(rates[-1].figure.hedge) if beside and rates[-1].figure.hedge else None


def _pair(near: Near, said: Mention, words: PointWords) -> tuple[Mention, Mention] | None:
    """The rate compared with, and the one that is told of."""
    rates = _rates_before(near, said)
    if len(rates) < 2:
        return None
    last, before = rates[-1], rates[-2]
    if last.joint != "、" and _is_compared(near, last, said, words):
        return (last, before) if last.index == before.index + 1 else None
    if len(rates) != 2:
        return None
    asked = [_is_asked(near, rate, words) for rate in rates]
    if asked[0] != asked[1]:
        return (before, last) if asked[0] else (last, before)
    earlier = [is_earlier(near.sentence, rate, near.cues) for rate in rates]
    if earlier[0] != earlier[1] and not any(asked):
        return (before, last) if earlier[0] else (last, before)
    return None


def _of_another(near: Near, said: Mention, base: Mention, words: PointWords) -> bool:
    """Whether the difference is from something else than a rate of that name: 超过时间进度5.9个百分点."""
    found = compiled(words.object_pattern).search(said.lead)
    if found is None or compiled(words.goal_pattern).search(found["object"]):
        return False
    named, text = found["object"], near.sentence.text[: base.at]
    clause = text[max(text.rfind(mark) for mark in "，；。") + 1 :]
    return not any(named[at : at + 2] in clause for at in range(len(named) - 1))


def _rates_before(near: Near, said: Mention) -> list[Mention]:
    """The rates in front of a difference, back to the one before it."""
    units = near.cues.growth.points
    found: list[Mention] = []
    for mention in reversed(near.sentence.mentions[: said.index]):
        if mention.segment != said.segment or mention.figure.unit in units:
            break
        grown = reading_of(mention.lead, mention.field, near.cues).saying == Saying.GROWTH
        if mention.sign == PERCENT and mention.figure.number is not None and not grown:
            found.insert(0, mention)
    return found


def _is_compared(near: Near, rate: Mention, said: Mention, words: PointWords) -> bool:
    """比目标值4.5%低1.3个百分点 · 低于4.5%的控制目标1.3个百分点: the clause of the difference holds the rate that is compared with."""
    apart = set("，；。") & set(near.sentence.between(rate, said))
    limited = rate.figure.hedge in _HEDGED and not rate.lead
    return not apart and (limited or compiled(words.against_pattern).search(rate.lead) is not None)


def _is_asked(near: Near, rate: Mention, words: PointWords) -> bool:
    clause = near.sentence.text[: rate.at]
    clause = clause[max(clause.rfind(mark) for mark in "，；。：") + 1 :]
    return rate.role == Role.TARGET or compiled(words.asked_pattern).search(clause) is not None
