"""Points made of other points: 基础得分87分、加分2分，最终得89分 · 扣1.0分；…扣0.5分，共扣1.5分 · 比自评98分低15.5分 · （40分）得36.4分，得分率91%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import PERCENT, SCORE
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import MarkWords
from schema.report import ClaimKind, Role

BONUS, LOST, APART = "marks.bonus", "marks.lost.unique", "marks.apart.unique"
BY_RATE = "marks.rate"
FEWEST = 2
MOST = 100
"""No more points than these are given, whatever is added."""


def marks(near: Near, words: MarkWords) -> None:
    """Joins points with those they are added up from, taken off from or compared with."""
    points = [m for m in near.sentence.mentions if m.sign == SCORE and not m.bounded]
    near.drafts.extend(
        draft
        for number, last in enumerate(points)
        if (draft := _made_of(near, points[:number], last, words)) is not None
    )
    _with_full_points(near, words)


def _made_of(near: Near, before: Sequence[Mention], last: Mention, words: MarkWords) -> Draft | None:
    if compiled(words.total_lost_pattern).search(last.lead):
        return _lost(near, before, last, words)
    if compiled(words.apart_pattern).match(last.lead):
        return _apart(before, last, words)
    if (made := _by_rate(near, before, last, words)) is not None:
        return made
    return _with_bonus(before, last, words) if compiled(words.final_pattern).search(last.lead) else None


def _lost(near: Near, before: Sequence[Mention], last: Mention, words: MarkWords) -> Draft | None:
    """What was lost in all, of everything lost since the last such total."""
    parts: list[Mention] = []
    for mention in reversed(before):
        total = compiled(words.total_lost_pattern).search(mention.lead)
        if (
            total
            or not compiled(words.lost_pattern).search(mention.lead)
            or _is_standard(near, mention, words)
        ):
            break
        parts.insert(0, mention)
    if len(parts) < FEWEST or _is_standard(near, last, words):
        return None
    if any(m.sign == SCORE and m.role is Role.DEDUCTION for m in near.earlier):
        return None  # what was lost before may belong to the total
    formula = ("0", *(token for number in range(1, len(parts)) for token in (str(number), "+")))
    return _draft(parts, last, formula, LOST)


def _is_standard(near: Near, mention: Mention, words: MarkWords) -> bool:
    """每发现一处扣1分, 最多扣3分: what a standard takes off."""
    text = near.sentence.text[: mention.at]
    clause = text[max(text.rfind(mark) for mark in "，；。（") + 1 :]
    return compiled(words.standard_pattern).search(clause) is not None


def _apart(before: Sequence[Mention], last: Mention, words: MarkWords) -> Draft | None:
    """By how much two totals right before differ, the second of which is compared, or both of which say whose they are."""
    if len(before) < FEWEST or last.index != before[-1].index + 1 or before[-1].index != before[-2].index + 1:
        return None
    first, second = before[-2:]
    named = [compiled(words.whose_pattern).search(m.lead) for m in (first, second)]
    compared = compiled(words.compared_pattern).search(second.lead)
    if second.segment != last.segment or not all(named) or not (compared or named[0] != named[1]):
        return None
    more, less = sorted((first, second), key=lambda m: m.figure.number or 0, reverse=True)
    return _draft([more, less], last, ("0", "1", "-"), APART)


def _by_rate(near: Near, before: Sequence[Mention], last: Mention, words: MarkWords) -> Draft | None:
    """执行率86%，按“执行率×10分”计8.6分: the rate of that name times the points it is printed with."""
    full = before[-1] if before else None
    named = compiled(words.times_pattern).search(full.lead) if full is not None else None
    if full is None or named is None or full.index != last.index - 1:
        return None
    rates = [m for m in near.sentence.mentions[: full.index] if m.sign == PERCENT and named["rate"] in m.lead]
    if len(rates) != 1 or not compiled(words.result_pattern).match(last.lead):
        return None
    return _draft([rates[0], full], last, ("0", "1", "*"), BY_RATE)


def _with_bonus(before: Sequence[Mention], last: Mention, words: MarkWords) -> Draft | None:
    """Points of the base, with what was added and taken off, right before those that remain."""
    parts: list[Mention] = []
    formula: list[str] = []
    index = last.index
    for mention in reversed(before):
        if mention.index != index - 1 or mention.segment != last.segment:
            return None
        index = mention.index
        parts.insert(0, mention)
        if compiled(words.base_pattern).search(mention.lead):
            break
        sign = next((s for s, p in _signs(words) if compiled(p).search(mention.lead)), None)
        if sign is None:
            return None
        formula.insert(0, sign)
    if len(parts) < FEWEST or len(formula) != len(parts) - 1 or last.figure.number == MOST:
        return None
    steps = [token for number, sign in enumerate(formula, 1) for token in (str(number), sign)]
    return _draft(parts, last, ("0", *steps), BONUS)


def _signs(words: MarkWords) -> tuple[tuple[str, str], ...]:
    return ("-", words.lost_pattern), ("+", words.added_pattern)


def _draft(parts: Sequence[Mention], last: Mention, formula: tuple[str, ...], rule: str) -> Draft:
    terms = (*(Part(mention, Role.BASELINE) for mention in parts), Part(last, Role.TOTAL))
    told = frozenset(m.index for m in (*parts, last))
    return Draft(ClaimKind.OTHER, terms, rule, last.metric, formula=formula, referred=told, retold=told)


def _with_full_points(near: Near, words: MarkWords) -> None:
    """产出指标（40分）得36.4分，得分率91%: the points right before those that have a rate of points are the full ones."""
    for got in [d for d in near.drafts if d.kind is ClaimKind.SCORE and len(d.parts) == FEWEST]:
        first, rate = got.parts[0].mention, got.parts[1].mention
        rated = rate.sign == PERCENT and rate.field == "score_rate"
        full = next((d for d in near.drafts if rated and _is_full(d, first, words)), None)
        if full is not None:
            weight = replace(full.parts[0], role=Role.WEIGHT, field="weight")
            whole = replace(got, parts=(weight, *got.parts))
            near.drafts[:] = [whole if d is got else d for d in near.drafts if d is not full]


def _is_full(draft: Draft, got: Mention, words: MarkWords) -> bool:
    if draft.kind is not ClaimKind.SCORE or len(draft.parts) != 1 or draft.grade:
        return False
    full = draft.parts[0].mention
    bare = compiled(words.whose_pattern).search(full.lead) is None
    beside = full.index == got.index - 1 and full.segment == got.segment
    return beside and bare and (full.figure.number or 0) >= (got.figure.number or 0)
