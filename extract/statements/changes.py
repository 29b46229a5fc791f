"""Changes with the only two figures they can be between: 亩产由486公斤提高到538公斤，增产52公斤，增幅10.7%.

The words tell which of the two is the earlier one: where a movement began, another year, what savings are taken off.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.statements.drafts import Draft, Part
from extract.statements.growth import DECREASE, INCREASE, direction, is_earlier, of_each, own_subject
from extract.statements.joined import compared
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS, PERCENT, span_of
from extract.statements.mentions import Mention, Sentence
from extract.statements.operands import Near, with_found
from extract.statements.rates import Saying, base_of_growth, reading_of
from schema.figure import Hedge
from schema.report import ClaimKind, Role

MOST_CHANGES = 2


@dataclass(frozen=True)
class Change:
    """The figures that say a change (its amount, its rate), which way it goes, and whether it is a saving."""

    said: tuple[Mention, ...]
    way: str
    saved: bool = False


def changes(near: Near, previous: Sentence | None) -> None:
    """Joins every change that has not both its figures with the only two there are, or with the only level it can be of.

    The level of a change that begins its sentence with a comparison may be told in the sentence before (`previous`).
    """
    for change in told_changes(near.sentence, near.cues):
        if any(_is_whole(draft, change) for said in change.said for draft in near.holding(said)):
            continue
        pair = _only_two(near.sentence, change, near.cues)
        if pair is not None and not any(_of_its_name(m, change.said[0], near.cues) for m in pair):
            continue
        level = _level(near, previous, change) if pair is None else None
        if pair is not None:
            near.drafts[:] = _with(near.drafts, _growth(change, *pair, near.cues), change)
        elif level is not None:
            near.drafts[:] = _with(near.drafts, _growth(change, None, level, near.cues), change)


def told_changes(sentence: Sentence, cues: Cues) -> list[Change]:
    """The changes of a sentence; an amount and the rate right behind it, going the same way, are one."""
    found: list[Change] = []
    for mention in sentence.mentions:
        told = _change(sentence, mention, cues)
        if told is None:
            continue
        last = found[-1] if found else None
        if last is not None and _goes_on(sentence, last, told):
            found[-1] = Change((*last.said, mention), last.way, last.saved or told.saved)
        else:
            found.append(told)
    return found


def _goes_on(sentence: Sentence, last: Change, told: Change) -> bool:
    before, mention = last.said[-1], told.said[0]
    between = sentence.mentions[before.index + 1 : mention.index]
    beside = mention.segment == before.segment and all(m.depth > mention.depth for m in between)
    return (
        beside and len(last.said) < MOST_CHANGES and before.family != mention.family and last.way == told.way
    )


def _change(sentence: Sentence, mention: Mention, cues: Cues) -> Change | None:
    if mention.sign not in AMOUNTS | {PERCENT} or mention.role == Role.TARGET or mention.bounded:
        return None
    words = cues.growth
    if compiled(words.yearly_pattern).search(mention.lead):
        return None
    if compiled(words.saved_pattern).search(mention.lead) and mention.sign == PERCENT:
        return Change((mention,), DECREASE, saved=True)
    if compiled(words.saved_amount).search(mention.lead) and mention.sign in AMOUNTS:
        return Change((mention,), DECREASE, saved=True)
    way = direction(mention.lead, cues)
    if way is not None and not compiled(words.moved_to).match(mention.lead):
        rate = mention.sign == PERCENT and mention.figure.unit not in words.points
        if rate and reading_of(mention.lead, mention.field, cues).saying != Saying.GROWTH:
            return None
        return Change((mention,), way[1])
    if compared(sentence, mention, cues):
        lower = compiled(words.lower_pattern).search(mention.lead)
        return Change((mention,), DECREASE if lower else INCREASE)
    return None


def _is_whole(draft: Draft, change: Change) -> bool:
    """Whether a statement has both figures of a change already, or one that the words left out on purpose."""
    values = [
        p for p in draft.parts if p.mention not in change.said and p.role not in {Role.CHANGE, Role.GROWTH}
    ]
    return len(values) > 1 or draft.rule.startswith("respectively")


def _only_two(sentence: Sentence, change: Change, cues: Cues) -> tuple[Mention, Mention] | None:
    """The earlier and the later figure; None unless there are just two in front and the words tell which is which."""
    values = _values(sentence, change, cues)
    if len(values) != 2:
        return None
    first, second = values
    if first.segment != second.segment or change.said[0].index - second.index > 1:
        return None
    if change.saved:
        return _saved(first, second, cues)
    began = compiled(cues.growth.moved_from).search(sentence.text[: first.at])
    if began and compiled(cues.growth.moved_to).match(sentence.between(first, second)):
        return first, second
    earlier = [is_earlier(sentence, m, cues) or bool(_other_year(sentence, m, cues)) for m in values]
    if earlier == [False, True] or (earlier == [True, True] and _other_year(sentence, second, cues)):
        return second, first
    return (first, second) if earlier == [True, False] else None


def _level(near: Near, previous: Sentence | None, change: Change) -> Mention | None:
    """收入24,627万元，完成预算60,999万元的40.4%，比上年减收1,070万元: the only amount before that may have changed by so much."""
    size = next((m for m in change.said if m.sign in AMOUNTS), None)
    if size is None or change.saved or len(change.said) < MOST_CHANGES:
        return None
    told = [draft for said in change.said for draft in near.holding(said)]
    known = [p.mention for d in told for p in d.parts if p.mention not in change.said]
    if any(_may_be_level(near.sentence, m, size, near.cues) for m in known):
        return None
    here = [m for m in near.sentence.of_segment(size.segment) if m.index < size.index]
    levels = [m for m in here if _may_be_level(near.sentence, m, size, near.cues)]
    if not here and previous is not None and compiled(near.cues.growth.goes_on).match(near.sentence.text):
        last = [m for m in previous.mentions if m.segment == previous.mentions[-1].segment]
        levels = [m for m in last if _may_be_level(previous, m, size, near.cues)]
    parts = [m for level in levels for m in _included_since(near, level, change)]
    if parts:
        whole, part = levels[-1], parts[0]
        sure = len(levels) == len(parts) == 1 and _has_changed(near, whole) and part.role != Role.PREVIOUS
        return part if sure and _of_its_name(part, size, near.cues) else None
    return levels[0] if len(levels) == 1 and _of_its_name(levels[0], size, near.cues) else None


def _included_since(near: Near, level: Mention, change: Change) -> list[Mention]:
    """The parts (其中市本级26亿元) told between a level and a change, which may be theirs."""
    start = change.said[0]
    included = tuple(near.cues.sums.including)
    return [
        m
        for m in near.sentence.mentions[level.index + 1 : start.index]
        if m.segment == start.segment
        and _kind(m) == _kind(level)
        and any(word in m.lead for word in included)
    ]


def _has_changed(near: Near, level: Mention) -> bool:
    """Whether it is told already how much an amount changed: then the next change is another's."""
    return any(draft.kind is ClaimKind.GROWTH for draft in near.holding(level))


def _may_be_level(sentence: Sentence, m: Mention, size: Mention, cues: Cues) -> bool:
    """Whether a figure is of the kind that changed, and neither a plan, a change, nor what stands in brackets beside another."""
    if _kind(m) != _kind(size) or m.depth > size.depth or m.role in {Role.TARGET, Role.PREVIOUS} or m.bounded:
        return False
    if m.figure.hedge not in {None, Hedge.ABOUT, Hedge.NEARLY}:
        return False
    if of_each(m, cues) or is_earlier(sentence, m, cues):
        return False
    if direction(m.lead, cues) or _change(sentence, m, cues) or compiled(cues.growth.no_level).search(m.lead):
        return False
    behind = sentence.mentions[m.index + 1] if m.index + 1 < len(sentence.mentions) else None
    return behind is None or behind.sign != PERCENT or behind.lead not in cues.completion.of_target


def _of_its_name(level: Mention, size: Mention, cues: Cues) -> bool:
    """Whether a change names nothing of its own, or something of its level's name."""
    own = own_subject(size.lead, cues)
    if compiled(cues.growth.no_name).match(own):
        return True
    pieces = [own[at : at + 2] for at in range(len(own) - 1)]
    return not pieces or any(piece in level.lead + level.metric for piece in pieces)


def _values(sentence: Sentence, change: Change, cues: Cues) -> list[Mention]:
    """The figures of the kind that changed, back to the change before: percentages for points, else amounts of one unit."""
    start = change.said[0]
    points = any(m.figure.unit in cues.growth.points for m in change.said)
    size = next((m for m in change.said if m.sign in AMOUNTS), None)
    found: list[Mention] = []
    for mention in reversed(sentence.mentions[: start.index]):
        if mention.segment != start.segment or _change(sentence, mention, cues) is not None:
            break
        if points != (mention.sign == PERCENT) or mention.depth > start.depth:
            if not points and mention.sign == PERCENT:
                break
            continue
        if size is not None and _kind(mention) != _kind(size):
            continue
        if found and _kind(mention) != _kind(found[0]):
            return []
        if mention.role == Role.TARGET and not change.saved:
            return []
        found.insert(0, mention)
    return found


def _kind(mention: Mention) -> tuple[str, str]:
    """The kind of a figure and its unit without what it is for each of: 1.13万元 may be how much 27.05万元/公里 changed."""
    return mention.sign, mention.figure.unit.split("/")[0]


def _saved(first: Mention, second: Mention, cues: Cues) -> tuple[Mention, Mention] | None:
    """控制价640万元，中标价600万元，节约40万元: the greater by its name."""
    named = [bool(compiled(cues.growth.saved_from).search(m.lead)) for m in (first, second)]
    if named[0] == named[1]:
        return None
    return (first, second) if named[0] else (second, first)


def _other_year(sentence: Sentence, mention: Mention, cues: Cues) -> str:
    """2019年为24.43亿元: the clause of a figure that names nothing but a year."""
    text = sentence.text[: mention.at]
    clause = text[max(text.rfind(mark) for mark in "，；。：") + 1 :]
    found = compiled(cues.growth.other_year).match(clause)
    return found[0] if found else ""


def _growth(change: Change, before: Mention | None, now: Mention, cues: Cues) -> Draft:
    metric = now.metric if before is None or not now.inherited else before.metric
    earlier = [] if before is None else [Part(before, Role.PREVIOUS)]
    parts = [*earlier, Part(now, Role.ACTUAL if before is not None else None)]
    for said in change.said:
        rate = said.sign == PERCENT and said.figure.unit not in cues.growth.points
        role, field = (Role.GROWTH, "growth_rate") if rate else (Role.CHANGE, "change_amount")
        parts.append(Part(said, role, metric, field, inherited=True))
    base = base_of_growth(change.said[0].lead, cues)
    return Draft(ClaimKind.GROWTH, tuple(parts), "growth.unique", metric, scope=change.way, base=base)


def _with(drafts: list[Draft], found: Draft, change: Change) -> list[Draft]:
    """The statements without those that held the change, or only figures of the new one."""
    said = {span_of(m.figure) for m in change.said}
    apart = [d for d in drafts if d.kind != ClaimKind.GROWTH or not said & {span_of(f) for f in d.figures()}]
    return with_found(apart, found, change.said[-1])
