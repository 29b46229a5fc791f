"""Multiples: 由2亿元增加到6亿元，增长2倍 · 2022年投入120万元，为2020年80万元的1.5倍 · 是上年的3倍."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.growth import INCREASE, direction_reached, is_earlier
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near, fits
from extract.statements.relations import TimesWords
from schema.report import ClaimKind, Role

TIMES = "times"
"""The scope of a statement that says how many times as much, and not by how many times more."""


def times(near: Near, words: TimesWords) -> None:
    """Joins every multiple with the two amounts it is of, where the words tell which they are."""
    for said in near.sentence.mentions:
        if said.figure.unit not in words.units or said.bounded or said.role == Role.TARGET:
            continue
        found = _grown(near, said, words) or _of_base(near, said, words) or _of_earlier(near, said, words)
        if found is not None:
            spans = {part.mention.index for part in found.parts if part.mention is not said}
            near.drafts[:] = [d for d in near.drafts if not _is_about(d, said, spans)]
            near.drafts.append(found)


def _is_about(draft: Draft, said: Mention, operands: set[int]) -> bool:
    """Whether a statement is of nothing but the multiple, or of the two amounts as a movement."""
    held = {part.mention.index for part in draft.parts}
    moved = draft.kind == ClaimKind.GROWTH and held <= operands | {said.index}
    return bool(held) and (held == {said.index} or moved)


def _grown(near: Near, said: Mention, words: TimesWords) -> Draft | None:
    """由2亿元增加到6亿元，增长2倍."""
    if not compiled(words.grown_pattern).match(said.lead):
        return None
    values = _before(near, said)
    if len(values) != 2 or values[-1].index != said.index - 1:
        return None
    earlier, later = values
    between = near.sentence.between(earlier, later)
    reached = direction_reached(later.lead, near.cues) or compiled(near.cues.growth.moved_to).match(between)
    began = compiled(near.cues.growth.moved_from).search(near.sentence.text[: earlier.at])
    moved = reached and (began or is_earlier(near.sentence, earlier, near.cues))
    return _draft(earlier, later, said, INCREASE) if moved else None


def _of_base(near: Near, said: Mention, words: TimesWords) -> Draft | None:
    """投入120万元，为2020年80万元的1.5倍: the base stands right before 的."""
    values = _before(near, said)
    if len(values) < 2 or values[-1].index != said.index - 1:
        return None
    later, base = values[-2:]
    text = near.sentence.between(base, said)
    opens = compiled(words.base_opens_pattern).search(base.lead)
    if opens is None:
        clause = near.sentence.between(later, base).rsplit("，", 1)[-1]
        opens = compiled(words.base_opens_pattern).search(clause)
    if text not in {"的", ""} or not opens or later.index != base.index - 1:
        return None
    return _draft(base, later, said, TIMES)


def _of_earlier(near: Near, said: Mention, words: TimesWords) -> Draft | None:
    """由80万元增加到120万元，是原来的1.5倍: the base is the figure of before."""
    found = compiled(words.of_pattern).search(said.lead)
    if found is None or not compiled(words.earlier_pattern).match(found["base"]):
        return None
    values = _before(near, said)
    if len(values) != 2 or values[-1].index != said.index - 1:
        return None
    earlier = [is_earlier(near.sentence, value, near.cues) for value in values]
    if earlier == [True, False]:
        return _draft(values[0], values[1], said, TIMES)
    return _draft(values[1], values[0], said, TIMES) if earlier == [False, True] else None


def _before(near: Near, said: Mention) -> list[Mention]:
    """The amounts of one unit right before a multiple, in its part of the sentence."""
    found: list[Mention] = []
    for mention in reversed(near.sentence.mentions[: said.index]):
        if mention.segment != said.segment or mention.sign == PERCENT or mention.sign not in AMOUNTS:
            break
        if not fits(mention) or (found and mention.family != found[0].family):
            break
        if mention.figure.unit == said.figure.unit or mention.bounded:
            break
        found.insert(0, mention)
    return found


def _draft(base: Mention, later: Mention, said: Mention, scope: str) -> Draft:
    metric = later.metric if not later.inherited else base.metric
    parts = (
        Part(base, Role.PREVIOUS),
        Part(later, Role.ACTUAL, metric),
        Part(said, Role.GROWTH, metric, "growth_rate", inherited=True),
    )
    told = frozenset({base.index, later.index})
    return Draft(ClaimKind.GROWTH, parts, "growth.times", metric, scope=scope, referred=told)
