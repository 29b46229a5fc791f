"""Means of what is listed before them: 学生满意度94.6%，家长满意度91.8%，平均满意度93.2% · 评分分别为88分、90分、92分，平均分90分.

A mean may be weighted: one that lies outside what it is a mean of is wrong for sure, another only where a slip explains it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import PERCENT, SCORE
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import MeanWords
from schema.report import ClaimKind, Role

SURE, LOOSE = "mean.unique", "mean.loose"
FEWEST = 2


def means(near: Near, words: MeanWords) -> None:
    """Joins every mean of rates or points with all of its kind right before it."""
    for mean in near.sentence.mentions:
        named = compiled(words.mean_pattern).search(mean.lead)
        if named is None or mean.sign not in {PERCENT, SCORE} or mean.bounded or mean.role is Role.TARGET:
            continue
        of = _listed(near, mean, named["what"], words)
        if of is None or any(len(d.parts) > FEWEST for d in near.holding(mean)):
            continue
        simple = mean.sign == SCORE or compiled(words.simple_pattern).search(named["what"])
        if simple or not _is_inside(of, mean):
            near.drafts.append(_mean(of, mean))


def _listed(near: Near, mean: Mention, what: str, words: MeanWords) -> list[Mention] | None:
    """The figures of the kind of a mean, one behind the other right before it: items of one list, or each called as the mean is."""
    found: list[Mention] = []
    for one in reversed(near.sentence.mentions[: mean.index]):
        if one.sign != mean.sign or one.index != mean.index - len(found) - 1 or one.bounded:
            break
        found.insert(0, one)
    last = len(found) - 1
    while last > 0 and found[last].joint in {"、", *near.cues.enumeration.joins} and not found[last].lead:
        last -= 1
    clause = near.sentence.text[: found[0].at] if found else ""
    clause = clause[max(clause.rfind(mark) for mark in "，；。：") + 1 :]
    listed = last == 0 and bool(found) and what in clause
    called = what != "" and all(
        compiled(words.each_pattern.replace("{what}", what)).search(m.lead) for m in found
    )
    other = any(compiled(words.never_pattern).search(m.lead) for m in (*found, mean))
    return found if len(found) >= FEWEST and (listed or called) and not other else None


def _is_inside(of: Sequence[Mention], mean: Mention) -> bool:
    numbers = [m.figure.number or 0 for m in of]
    return min(numbers) <= (mean.figure.number or 0) <= max(numbers)


def _mean(of: Sequence[Mention], mean: Mention) -> Draft:
    formula = ("0", *(t for number in range(1, len(of)) for t in (str(number), "+")), f"#{len(of)}", "/")
    terms = (*(Part(m, Role.BASELINE) for m in of), Part(mean, Role.RATE))
    told = frozenset(m.index for m in (*of, mean))
    rule = LOOSE if _is_inside(of, mean) else SURE
    return Draft(ClaimKind.OTHER, terms, rule, mean.metric, formula=formula, referred=told, retold=told)
