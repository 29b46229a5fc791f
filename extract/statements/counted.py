"""Rates with the counts they are made of: 受理480件，办结460件，办结率95.83% · 9个镇街中有2个…，占22.2%.

The rate names its own numerator (办结率: what was 办结), so nothing is guessed about it. What it is a share of is
the count directly before, or one further back in the same part of the sentence: all of them are given as possible wholes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import COUNT, MEASURE, PERCENT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

MOST_WHOLES = 3
SHORTEST_STEM = 2


def counted_rates(sentence: Sentence, cues: Cues, taken: set[int], wholes: dict[int, Mention]) -> list[Draft]:
    """Every rate whose numerator and a possible denominator stand before it in its part of the sentence."""
    drafts = []
    for rate in sentence.mentions:
        if rate.sign != PERCENT or rate.index in taken or rate.role == Role.TARGET:
            continue
        part = _numerator(sentence, rate, cues)
        if part is None or part.role == Role.TARGET:
            continue
        bases = _denominators(sentence, part, rate, wholes)
        if not bases or _named_alike(bases, part, rate, cues):
            continue
        roles = (Role.WHOLE, *(Role.BASELINE for _ in bases[1:]))
        parts = [Part(base, role) for base, role in zip(bases, roles, strict=True)]
        parts += [Part(part, Role.ACTUAL), Part(rate, Role.RATE)]
        referred = frozenset(base.index for base in bases)
        drafts.append(Draft(ClaimKind.SHARE, tuple(parts), "rate.counted", part.metric, referred=referred))
    return drafts


def based_rates(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """定量检测1836批次，检测合格率99.2%: a count with the rate that was found among it. The count is told alone too."""
    drafts = []
    for base, rate in zip(sentence.mentions, sentence.mentions[1:], strict=False):
        told = base.index in taken or rate.index in taken or base.segment != rate.segment
        if told or rate.sign != PERCENT or Role.TARGET in {rate.role, base.role} or not _is_count(base):
            continue
        found = compiled(cues.share.deed_pattern).match(rate.metric)
        if rate.joint != "，" or found is None or not base.metric.endswith(found["deed"]):
            continue
        parts = (Part(base, Role.WHOLE), Part(rate, Role.RATE))
        retold = frozenset({base.index})
        drafts.append(Draft(ClaimKind.SHARE, parts, "rate.of_base", rate.metric, retold=retold))
    return drafts


def among(sentence: Sentence, part: Mention, cues: Cues) -> Mention | None:
    """The whole that the part was found among: 60份档案中有7份."""
    if not part.index:
        return None
    whole = sentence.mentions[part.index - 1]
    said = compiled(cues.share.among).match(sentence.between(whole, part))
    return whole if said and whole.family == part.family and _covers(whole, part) else None


def _numerator(sentence: Sentence, rate: Mention, cues: Cues) -> Mention | None:
    """The one count before a rate that is named most like it, or is said to be the one that passed."""
    found = compiled(cues.share.rate_stem).search(rate.lead)
    if found is None or found["stem"].endswith(cues.share.no_stem):
        return None
    before = [m for m in sentence.of_segment(rate.segment) if m.index < rate.index]
    other = [m for m in before if is_other_side(m, rate, cues)]
    counts = [m for m in before if _is_count(m) and m not in other]
    direct = [m for m in before if m not in other][-1:]
    likeness = {m.index: _common_end(m.lead, found["stem"]) for m in counts}
    most = max(likeness.values(), default=0)
    named = [m for m in counts if likeness[m.index] == most] if most >= SHORTEST_STEM else []
    if not named:
        named = [m for m in counts if m in direct and found["stem"][-SHORTEST_STEM:] in m.lead + m.tail]
    if not named and rate.field:
        passed = cues.share.numerator.get(rate.field, ())
        named = [m for m in counts if any(word in m.lead for word in passed)]
    if not named and counts and counts[-1] in direct and _said_of(counts[-1], cues):
        named = counts[-1:]
    if len(named) != 1 or _rated(sentence, named[0], rate):
        return None
    return None if compiled(cues.share.negated).search(named[0].lead) else named[0]


def is_other_side(count: Mention, rate: Mention, cues: Cues) -> bool:
    """不合格12批次，合格率99% · 1项未达标，达标率91.67%: what did not pass, before the rate of what did."""
    if compiled(cues.share.negated).search(rate.lead):
        return False
    behind = compiled(f"^({cues.share.negated})").search(count.tail or count.behind)
    return bool(behind) or compiled(cues.share.negated).search(count.lead) is not None


def _said_of(part: Mention, cues: Cues) -> bool:
    """专任教师4,286人，已取得教师资格证的4,107人，持证率95.82%: so many of those before, by a deed that ends in 的."""
    return bool(compiled(cues.share.of_those).match(part.lead))


def _named_alike(bases: Sequence[Mention], part: Mention, rate: Mention, cues: Cues) -> bool:
    """Whether a whole has the words of the rate too: 失业人员1,200人，其中长期失业200人，失业率3.1%."""
    found = compiled(cues.share.rate_stem).search(rate.lead)
    size = _common_end(part.lead, found["stem"]) if found else 0
    stem = part.lead[len(part.lead) - size :] if size >= SHORTEST_STEM else ""
    return bool(stem) and any(stem in base.lead or stem in base.metric for base in bases)


def _common_end(one: str, other: str) -> int:
    """How many characters two texts end with in common."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _rated(sentence: Sentence, part: Mention, rate: Mention) -> bool:
    """Whether another percentage stands between a count and its rate."""
    return any(m.sign == PERCENT for m in sentence.mentions[part.index : rate.index])


def _denominators(
    sentence: Sentence, part: Mention, rate: Mention, wholes: dict[int, Mention]
) -> Sequence[Mention]:
    """The counts a part may be a share of, the nearest first; counts of the same list, or with a rate of their own, are none."""
    whole = wholes.get(part.index)
    if whole is not None and _covers(whole, part):
        return [whole]
    before = [m for m in sentence.mentions[: part.index] if m.segment == rate.segment]
    unrated = takewhile(lambda m: m.sign != PERCENT, reversed(before))
    found = [m for m in unrated if m.family == part.family and _is_count(m) and _covers(m, part)]
    listed = "、" in sentence.between(found[0], part) if found else False
    return [] if listed else found[:MOST_WHOLES]


def _is_count(mention: Mention) -> bool:
    return mention.sign in {COUNT, MEASURE} and not mention.duration


def _covers(whole: Mention, part: Mention) -> bool:
    first, second = whole.figure.number, part.figure.number
    return first is not None and second is not None and first >= second
