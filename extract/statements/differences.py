"""By how much two figures differ: 计划120场，举办96场，少办24场 · 预算300万元，支出285万元，尚有15万元未支付.

The two are those a statement beside the difference has joined, or else the only two of its unit in its part of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near, fits
from schema.report import ClaimKind, Role

_ASKED = frozenset({Role.TARGET, Role.BUDGET, Role.RECEIVED})
_NEITHER = frozenset({Role.STANDARD, Role.SURPLUS, Role.PREVIOUS})
_WHOLE = frozenset({Role.WHOLE, Role.TARGET, Role.TOTAL, Role.BASELINE})
_PART = frozenset({Role.PART, Role.ACTUAL, Role.SPENT, None})
CLOSE = 2


def differences(near: Near) -> None:
    """Puts every difference to the two figures it is of: to the statement that joins them, and as one of its own."""
    for said in near.sentence.mentions:
        for joined, found in list(_of_difference(near, said)):
            near.drafts[:] = [*(d for d in near.drafts if d is not joined), found]


def _of_difference(near: Near, said: Mention) -> Iterator[tuple[Draft | None, Draft]]:
    words = near.cues.completion
    if any(_is_whole(draft, said) for draft in near.holding(said)):
        return
    if compiled(words.less_than_budget).search(said.lead):
        yield from _of_budget(near, said)
        return
    if (pair := _rest_of(near, said)) is not None:
        yield _alone(near, said), _difference(said, *pair, "difference.unique")
        return
    if not _differs(said, near.cues):
        return
    for draft in near.drafts:
        pair = _compared(draft, said)
        if pair is not None:
            yield from _put_to(draft, said, *pair, near.cues)
            return
    if said.sign in AMOUNTS and (two := _only_two(near, said)) is not None:
        yield _alone(near, said), _difference(said, *two, "difference.unique")


def _is_whole(draft: Draft, said: Mention) -> bool:
    """Whether a statement has the two figures of a difference already."""
    others = [p for p in draft.parts if p.mention is not said and p.mention.family == said.family]
    return len(others) > 1 or (draft.kind == ClaimKind.SUM and len(draft.parts) > 1)


def _of_budget(near: Near, said: Mention) -> Iterator[tuple[Draft | None, Draft]]:
    """全年花费32.58万元，比预算少花2.42万元: the budget is printed elsewhere."""
    spent = near.sentence.mentions[said.index - 1] if said.index else None
    if spent is None or spent.family != said.family or spent.segment != said.segment or near.holding(said):
        return
    less = (Part(spent), Part(said, Role.CHANGE, spent.metric, "change_amount", inherited=True))
    told = frozenset({spent.index, said.index})
    yield None, Draft(ClaimKind.DIFFERENCE, less, "difference.budget", spent.metric, referred=told)


def _differs(said: Mention, cues: Cues) -> bool:
    """少办24场, 未到位32万元, 尚有15万元未支付."""
    if said.role == Role.SHORTFALL or compiled(cues.completion.by_how_much).search(said.lead):
        return True
    left = compiled(cues.completion.left_over).search(said.lead)
    return bool(
        left and (left["sure"] is not None or compiled(cues.completion.left_behind).match(said.behind))
    )


def _rest_of(near: Near, said: Mention) -> tuple[Mention, Mention] | None:
    """合格41个，合格率95.35%，另外2个: what is left of the whole of the rate right before, when nothing else is left of it."""
    found = compiled(near.cues.completion.rest).match(said.lead)
    if found is None or said.sign not in AMOUNTS or not said.index or not fits(said):
        return None
    rate = near.sentence.mentions[said.index - 1]
    behind = near.sentence.mentions[said.index + 1 : said.index + 2]
    more = bool(behind) and behind[0].family == said.family and behind[0].segment == said.segment
    if rate.sign != PERCENT or rate.segment != said.segment or more:
        return None
    for draft in near.holding(rate):
        wholes = [p.mention for p in draft.parts if p.role in _WHOLE or p.mention.role == Role.TARGET]
        parts = [p.mention for p in draft.parts if p.role in _PART and p.mention not in wholes]
        if len(wholes) == len(parts) == 1 and wholes[0].family == parts[0].family == said.family:
            less = (parts[0].figure.number or 0) < (wholes[0].figure.number or 0)
            return (wholes[0], parts[0]) if less else None
    return None


def _put_to(
    draft: Draft, said: Mention, target: Mention, actual: Mention, cues: Cues
) -> Iterator[tuple[Draft | None, Draft]]:
    short = (actual.figure.number or 0) < (target.figure.number or 0)
    part = Part(said, Role.SHORTFALL if short else Role.CHANGE, target.metric, inherited=True)
    passed = compiled(cues.completion.by_how_much).search(said.lead)
    if passed or said.index > max(p.mention.index for p in draft.parts):
        yield draft, replace(draft, parts=(*draft.parts, part))
    if said.sign != PERCENT:
        yield None, _difference(said, target, actual, "difference.target")


def _difference(said: Mention, asked: Mention, done: Mention, rule: str) -> Draft:
    parts = (Part(asked, Role.TARGET), Part(done, Role.ACTUAL), Part(said, Role.SHORTFALL))
    told = frozenset({asked.index, done.index})
    return Draft(ClaimKind.DIFFERENCE, parts, rule, asked.metric, referred=told, retold=told)


def _alone(near: Near, said: Mention) -> Draft | None:
    """The statement a difference was by itself, if there is one."""
    return next((draft for draft in near.holding(said) if len(draft.parts) == 1), None)


def _compared(draft: Draft, said: Mention) -> tuple[Mention, Mention] | None:
    """The target and what was reached of a statement beside a difference, if they are of its kind and differ by it."""
    target = next((p.mention for p in draft.parts if Role.TARGET in {p.role, p.mention.role}), None)
    actual = next(
        (p.mention for p in draft.parts if p.mention is not target and target and p.mention.family == target.family),
        None,
    )  # fmt: skip
    if target is None or actual is None or actual is said or actual.sign != target.sign:
        return None
    kind = said.family == target.family or (said.sign == target.sign == PERCENT)
    beside = min(abs(said.index - m.index) for m in (target, actual)) <= CLOSE
    return (target, actual) if kind and beside and said.segment == target.segment else None


def _only_two(near: Near, said: Mention) -> tuple[Mention, Mention] | None:
    """What was to be had and what was had: the only two amounts of the unit of a difference before it."""
    before = [
        m
        for m in near.sentence.mentions[: said.index]
        if m.segment == said.segment and m.family == said.family and fits(m) and m.depth <= said.depth
    ]
    if len(before) != 2 or any(direction(m.lead, near.cues) or _differs(m, near.cues) for m in before):
        return None
    first, second = before
    if said.index - second.index > CLOSE or any(m.role in _NEITHER for m in before):
        return None
    if compiled(near.cues.completion.apart_of_two).search(said.lead):
        return (
            (first, second) if (first.figure.number or 0) >= (second.figure.number or 0) else (second, first)
        )
    done = [bool(compiled(near.cues.unique.done).search(m.lead)) or m.role == Role.SPENT for m in before]
    asked = [m.role in _ASKED or bool(compiled(near.cues.unique.planned).search(m.lead)) for m in before]
    if done == [False, True] or (done[1] and asked[0] and not asked[1]):
        return first, second
    return (second, first) if done == [True, False] and asked[1] else None
