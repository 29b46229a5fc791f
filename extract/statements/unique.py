"""Rates with the only two amounts they can be made of: 原定打井120眼，实际成井132眼，完成率110%.

A rate with a name, or with 占, asks for two amounts of one unit. Where the words in front of it hold just two that may be meant,
there is nothing to choose: they are joined whatever they come to, so that a wrong one is found. What its name says of neither of them
(满意率 after two counts of courses) is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.statements.changes import changes
from extract.statements.differences import differences
from extract.statements.drafts import Draft
from extract.statements.growth import direction
from extract.statements.joined import compared, ratio_statement
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS, MONEY, PERCENT
from extract.statements.mentions import Mention, Sentence
from extract.statements.operands import Near, alike, fits, with_found
from extract.statements.rates import Reading, Saying, reading_of
from extract.statements.share_lists import share_lists
from schema.report import Role

SURE, LOOSE = "unique", "loose"
"""Ends of rule names: joined by words and place; joined by place, the words being weak."""
SHORTEST = 2


@dataclass(frozen=True)
class _Pair:
    """The two amounts of a rate, and whether the words tell that they are."""

    part: Mention
    whole: Mention
    how: str = SURE

    @property
    def ordered(self) -> bool:
        """Whether the part is no more than the whole."""
        return (self.part.figure.number or 0) <= (self.whole.figure.number or 0)


def unique(sentence: Sentence, previous: Sentence | None, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """The statements of a sentence; rates without operands have those that are the only possible ones."""
    near = Near(sentence, (), list(drafts), cues)
    for rate in sentence.mentions:
        if rate.sign != PERCENT or _is_apart(near, rate):
            continue
        reading = reading_of(rate.lead, rate.field, cues)
        pair = _pair(near, rate, reading)
        if pair is not None:
            found = ratio_statement(near, rate, reading, pair.part, pair.whole, pair.how)
            near.drafts[:] = with_found(near.drafts, found, rate)
    changes(near, previous)
    differences(near)
    near.drafts.extend(share_lists(near))
    return near.drafts


def _is_apart(near: Near, rate: Mention) -> bool:
    """Whether a rate is none of two amounts, or has its operands already."""
    points = rate.figure.unit in near.cues.growth.points
    if rate.role == Role.TARGET or points or rate.bounded or not rate.figure.number:
        return True
    if reading_of(rate.lead, rate.field, near.cues).saying == Saying.GROWTH:
        return True
    if compared(near.sentence, rate, near.cues) or compiled(near.cues.growth.saved_pattern).search(rate.lead):
        return True
    return any(_whole(draft) for draft in near.holding(rate))


def _whole(draft: Draft) -> bool:
    amounts = [p for p in draft.parts if p.mention.sign in AMOUNTS and not p.mention.duration]
    listed = draft.rule.startswith(("respectively", "sum", "split", "survey")) and len(draft.parts) > 1
    return len(amounts) > 1 or listed


def _pair(near: Near, rate: Mention, reading: Reading) -> _Pair | None:
    """The two amounts a rate is made of; None when there are more that may be, or none."""
    words = near.cues.unique
    before = [m for m in _since_last_rate(near.sentence, rate) if not _differs(m, near.cues)]
    if compiled(words.base_before).match(rate.lead) and not rate.joint:
        return _with_base_before(near, rate, before)
    several = _only_two(before, near.cues)
    if several is None:
        return None
    first, second = several
    if reading.saying == Saying.SHARE:
        return _share(near, rate, reading, first, second)
    if reading.saying == Saying.COMPLETION:
        return _completion(near, rate, reading, first, second)
    return _named(near, rate, first, second)


def _since_last_rate(sentence: Sentence, rate: Mention) -> list[Mention]:
    """The amounts in front of a rate, back to the rate before it."""
    found: list[Mention] = []
    for mention in reversed(sentence.mentions[: rate.index]):
        if mention.segment != rate.segment or mention.sign == PERCENT:
            break
        if fits(mention) and mention.depth <= rate.depth:
            found.insert(0, mention)
    return found


def _differs(mention: Mention, cues: Cues) -> bool:
    """超出年度目标12个: by how much something differs, and no operand."""
    words = (cues.completion.by_how_much, cues.completion.difference, cues.completion.beyond_target)
    return (
        any(compiled(pattern).search(mention.lead) for pattern in words)
        or direction(mention.lead, cues) is not None
    )


def _only_two(before: Sequence[Mention], cues: Cues) -> tuple[Mention, Mention] | None:
    """The two amounts that may be divided by each other, if there are no others; the last of all must be one of them."""
    pairs = [
        (one, other)
        for number, one in enumerate(before)
        for other in before[number + 1 :]
        if _divisible(one, other, cues)
    ]
    if len(pairs) != 1 or any(m.role == Role.STANDARD for m in pairs[0]):
        return None
    return pairs[0]


def _divisible(one: Mention, other: Mention, cues: Cues) -> bool:
    """Whether two amounts are of one unit; a word that counts anything (个) goes with itself alone."""
    bare = {one.figure.unit, other.figure.unit} & set(cues.unique.any_unit)
    return one.family == other.family or (not bare and alike(one, other, cues))


def _with_base_before(near: Near, rate: Mention, before: Sequence[Mention]) -> _Pair | None:
    """新建渠道46.8公里，达到设计长度45公里的104%: the whole stands right before the rate, the part in the clause before."""
    whole = before[-1] if before else None
    if whole is None or whole.index != rate.index - 1:
        return None
    opens = compiled(near.cues.unique.base_opens).search(whole.lead)
    parts = [m for m in before[:-1] if _divisible(m, whole, near.cues)]
    if opens is None or not parts or whole.joint not in {"，", ","}:
        return None
    part = parts[-1]
    return _Pair(part, whole, SURE if len(parts) == 1 and part.index == whole.index - 1 else LOOSE)


def _share(near: Near, rate: Mention, reading: Reading, first: Mention, second: Mention) -> _Pair | None:
    """抽查12家，发现3家…，占抽查数的25%: of the whole that 占 names, or of the only one there is."""
    words = near.cues.unique
    base = reading.base or ""
    ahead, behind = _likeness(base, first), _likeness(base, second)
    counted = base.endswith(f"{first.figure.unit}{words.number_word}")
    if base and not counted and not compiled(words.base_generic).match(base):
        if max(ahead, behind) < SHORTEST or ahead == behind:
            return None
        pair = _Pair(second, first) if ahead > behind else _Pair(first, second)
        return pair if _within(pair, rate) else None
    found = compiled(words.among).search(near.sentence.between(first, second))
    pair = _Pair(second, first, SURE if found else LOOSE)
    own = reading.own and not rate.inherited and _likeness(reading.own, second) < SHORTEST
    return pair if _within(pair, rate) and (found or base) and not own else None


def _completion(near: Near, rate: Mention, reading: Reading, first: Mention, second: Mention) -> _Pair | None:
    """原定打井120眼，实际成井132眼，完成率110%: what was to be done is told first, or is called so."""
    words = near.cues.unique
    asked = [m for m in (first, second) if m.role in {Role.TARGET, Role.BUDGET}]
    if len(asked) == 1:
        done = second if asked[0] is first else first
        return None if _is_plan(done, near.cues) else _Pair(done, asked[0])
    base = reading.base or ""
    included = near.sentence.between(first, second).lstrip("，,").startswith(tuple(near.cues.sums.including))
    if len(asked) == 2 or included or (base and _likeness(base, first) < SHORTEST):
        return None
    plan = compiled(words.planned).search(first.lead) and not compiled(words.planned).search(second.lead)
    made = compiled(words.done).search(second.lead) and not compiled(words.done).search(first.lead)
    if not (plan or made) or second.index != rate.index - 1:
        return None
    return _Pair(second, first, SURE if plan and made else LOOSE)


def _is_plan(mention: Mention, cues: Cues) -> bool:
    """总投资90亿元，年度计划投资30亿元: what the whole project costs is nothing that was done this year."""
    words = cues.unique
    return bool(compiled(words.plan_by_name).search(mention.lead)) and not compiled(words.done).search(
        mention.lead
    )


def _named(near: Near, rate: Mention, first: Mention, second: Mention) -> _Pair | None:
    """受理60件，办结58件，办结率96.67%: the name of the rate is that of the part."""
    words = near.cues.unique
    named = compiled(words.rate_named).search(rate.lead)
    money = first.sign == MONEY
    if named is None or money != bool(compiled(words.of_money).search(rate.lead)):
        return None
    if second.index != rate.index - 1 or compiled(near.cues.share.negated).search(_around(second)):
        return None
    pair = _Pair(second, first)
    planned = [bool(compiled(words.planned).search(m.lead)) for m in (first, second)]
    stem = compiled(words.stem_head).sub("", named["stem"])
    both = _likeness(stem, first) >= SHORTEST and planned != [True, False]
    if both or not _names(stem, rate, second, near.cues):
        return None
    return pair if _within(pair, rate) else None


def _names(stem: str, rate: Mention, part: Mention, cues: Cues) -> bool:
    """Whether a rate is called after a part: by its words, or by others for the same."""
    if _likeness(stem, part) >= SHORTEST:
        return True
    others = [w for name, same in cues.unique.same.items() if stem.endswith(name) for w in same]
    others += cues.share.numerator.get(rate.field or "", ())
    return any(word in _around(part) for word in others)


def _within(pair: _Pair, rate: Mention) -> bool:
    """Whether a part of a whole is no more than it, as the rate says too."""
    same = pair.part.figure.number == pair.whole.figure.number
    return same or pair.ordered == ((rate.figure.number or 0) <= 100)


def _likeness(name: str, mention: Mention) -> int:
    """How many characters the name of a rate or base has in common with the words around an amount, in one piece."""
    around = _around(mention)
    pieces = (
        (size, name[at : at + size]) for size in range(1, len(name) + 1) for at in range(len(name) - size + 1)
    )
    return max((size for size, piece in pieces if piece in around), default=0)


def _around(mention: Mention) -> str:
    return mention.lead + "·" + mention.tail + "·" + mention.metric
