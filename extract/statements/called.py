"""Rates called after what was counted, whatever stands between them and their base: 任务216户，开工216户，竣工209户，开工率100%，竣工率96.76%.

The count right before a rate, or right behind it, by whose words the rate is called is its part. The base is the only other number of the same
unit told before it in its part of the sentence: parts of a list and what has been said only to differ are none.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.joined import compared, ratio_statement
from extract.statements.lexicon import compiled
from extract.statements.masking import MONEY, PERCENT
from extract.statements.mentions import Mention
from extract.statements.names import abbreviates, in_common
from extract.statements.operands import Near, alike, fits
from extract.statements.rates import Saying, reading_of
from extract.statements.relations import CalledWords
from schema.report import ClaimKind, Role

NAMED = 2
"""Characters at the end of the name of a rate that tell its deed: 开工 of 项目开工率."""
SURE, LOOSE, TASK = "called.unique", "called.loose", "completion.out_of"
HUNDRED = 100


def called(near: Near, words: CalledWords) -> None:
    """Joins every rate called after a count with this count and the only base there is."""
    for rate in near.sentence.mentions:
        if not _is_open(near, rate):
            continue
        found = _joined(near, rate, words)
        if found is not None:
            near.drafts[:] = [d for d in near.drafts if not _only_of(d, found)]
            near.drafts.append(found)
    _of_tasks(near, words)


def _of_tasks(near: Near, words: CalledWords) -> None:
    """完成公厕40座任务中的38座，其中新建22座、改造16座，完成率95%: the first rate behind what was done of a task."""
    mentions = near.sentence.mentions
    for base, part in itertools.pairwise(mentions):
        behind = [m for m in near.sentence.of_segment(part.segment) if m.index > part.index]
        rate = next((m for m in behind if m.sign == PERCENT), None)
        same = base.family == part.family and fits(base) and fits(part) and _out_of(near, part, base, words)
        if not same or rate is None or rate.bounded or any(_is_whole(d) for d in near.holding(rate)):
            continue
        if reading_of(rate.lead, rate.field, near.cues).saying is not Saying.COMPLETION:
            continue
        held = {base.index, part.index, rate.index}
        parts = (
            Part(base, Role.TARGET),
            Part(part, Role.ACTUAL, base.metric),
            Part(rate, Role.COMPLETION, base.metric),
        )
        kept = [d for d in near.drafts if not d.parts or not {p.mention.index for p in d.parts} <= held]
        near.drafts[:] = [
            *kept,
            Draft(ClaimKind.COMPLETION, parts, TASK, base.metric, referred=frozenset({part.index})),
        ]


def _is_open(near: Near, rate: Mention) -> bool:
    """Whether a percentage may be a rate of two counts, and has not got them yet."""
    if rate.sign != PERCENT or rate.bounded or rate.role is Role.TARGET or not rate.figure.number:
        return False
    if rate.figure.unit in near.cues.growth.points or compared(near.sentence, rate, near.cues):
        return False
    if reading_of(rate.lead, rate.field, near.cues).saying not in {Saying.NAMED, Saying.UNKNOWN}:
        return False
    return not any(_is_whole(draft) for draft in near.holding(rate))


def _is_whole(draft: Draft) -> bool:
    return sum(part.mention.sign != PERCENT for part in draft.parts) > 1


def _joined(near: Near, rate: Mention, words: CalledWords) -> Draft | None:
    named = compiled(words.rate_pattern).search(rate.lead)
    if named is None or compiled(words.never_pattern).search(rate.lead):
        return None
    for part in _beside(near, rate, named["stem"], words):
        bases = _bases(near, part, rate, named["stem"], words)
        how = _how(near, named["stem"], part, rate, bases, words)
        if how is not None:
            reading = reading_of(rate.lead, rate.field, near.cues)
            return ratio_statement(near, rate, reading, part, _own(near, bases), how)
    return None


def _out_of(near: Near, part: Mention, base: Mention, words: CalledWords) -> bool:
    """17家中的16家, 40座任务中的38座: one out of the other."""
    return compiled(words.out_of_pattern).match(near.sentence.between(base, part)) is not None


def _beside(near: Near, rate: Mention, stem: str, words: CalledWords) -> list[Mention]:
    """The count right before a rate, with other rates at most between them, or the one right behind that repeats its name."""
    mentions = near.sentence.mentions
    before = [m for m in mentions[: rate.index] if m.segment == rate.segment and m.depth == rate.depth]
    counts = [m for m in before if m.sign != PERCENT]
    found = counts[-1:] if counts and not _rated(near, counts[-1]) else []
    behind = mentions[rate.index + 1 : rate.index + 2]
    if behind and behind[0].segment == rate.segment and behind[0].joint in {"，", ","}:
        again = compiled(words.again_pattern).sub("", behind[0].lead)
        found += behind if again == stem and not _rated(near, behind[0]) else []
    return [m for m in found if fits(m) and m.sign != MONEY and m.role not in {Role.TARGET, Role.PREVIOUS}]


def _rated(near: Near, count: Mention) -> bool:
    """Whether a count is the part of another rate already."""
    parts = (Role.ACTUAL, Role.PART)
    return any(
        part.mention is count and part.role in parts and draft.kind in {ClaimKind.SHARE, ClaimKind.COMPLETION}
        for draft in near.holding(count)
        for part in draft.parts
        if _is_whole(draft)
    )


def _bases(near: Near, part: Mention, rate: Mention, stem: str, words: CalledWords) -> list[Mention]:
    """What a part may be a share of, if all of it is one number."""
    listed = {
        p.mention.index
        for draft in near.drafts
        if draft.kind is ClaimKind.SUM
        for p in draft.parts
        if p.role is Role.PART and p.mention is not part
    }
    found = [
        m
        for m in near.sentence.of_segment(rate.segment)
        if m.at < part.at and m is not part and fits(m) and m.index not in listed and m.depth <= part.depth
        and alike(m, part, near.cues) and not _differs(near, m)
    ]  # fmt: skip
    numbers = {m.figure.number for m in found}
    within = found and (found[0].figure.number or 0) >= (part.figure.number or 0)
    beyond = (rate.figure.number or 0) > HUNDRED
    return found if len(numbers) == 1 and bool(within) != beyond else []


def _own(near: Near, bases: Sequence[Mention]) -> Mention:
    """Of bases of one number the one that has no rate of its own."""
    return next((m for m in bases if not _rated(near, m)), bases[-1])


def _differs(near: Near, mention: Mention) -> bool:
    words = near.cues.completion
    patterns = (words.by_how_much, words.difference, words.beyond_target)
    return any(compiled(p).search(mention.lead) for p in patterns) or bool(direction(mention.lead, near.cues))


def _how(
    near: Near, stem: str, part: Mention, rate: Mention, bases: Sequence[Mention], words: CalledWords
) -> str | None:
    """How sure it is that a rate is that of a part: called after it; of what it reaches, the only count there is; not at all."""
    if not bases or compiled(near.cues.share.negated).search(part.lead.removesuffix(words.failed)):
        return None
    if _after(stem, part, near, words):
        told_of_base = any(in_common(stem, m.lead) >= NAMED for m in bases) and not _is_due(bases, words)
        return None if told_of_base else SURE
    out_of = _out_of(near, part, bases[-1], words)
    if not out_of and any(stem[-NAMED:] in m.lead for m in bases):
        return None
    only = part.index == bases[-1].index + 1 and rate.index == part.index + 1
    reaches = compiled(words.reach_pattern).search(stem) and compiled(words.done_pattern).search(part.lead)
    among = compiled(near.cues.unique.among).search(near.sentence.between(bases[-1], part))
    return LOOSE if only and len(bases) == 1 and (reaches or among) else None


def _is_due(bases: Sequence[Mention], words: CalledWords) -> bool:
    return any(compiled(words.due_pattern).search(m.lead) for m in bases)


def _after(stem: str, part: Mention, near: Near, words: CalledWords) -> bool:
    """Whether a rate is called after a part: 竣工 of 竣工209户, 通车 of 已通客车, 达标 of what was 合格."""
    around = f"{part.lead}·{part.tail}·{part.metric}"
    deed = stem[-NAMED:]
    if deed in around or abbreviates(deed, compiled(words.again_pattern).sub("", part.lead)):
        return True
    return any(
        stem.endswith(name) and any(word in around for word in same)
        for name, same in near.cues.unique.same.items()
    )


def _only_of(draft: Draft, found: Draft) -> bool:
    """Whether a statement holds nothing that the new one does not hold."""
    held = {part.mention.index for part in draft.parts}
    return bool(held) and held <= {part.mention.index for part in found.parts}
