"""One amount in two units: 合同金额170万元（1,700,000.00元）, 决算数700.07万元，即7,000,700.00元."""

from __future__ import annotations

import itertools

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import MONEY
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind


def again(sentence: Sentence, cues: Cues) -> list[Draft]:
    """Every amount that is told once more right behind, in 元 or 万元 instead."""
    drafts = []
    for first, second in itertools.pairwise(sentence.mentions):
        if _is_again(sentence, first, second, cues):
            parts = (Part(first), Part(second, first.role, first.metric, first.field, inherited=True))
            told = frozenset({first.index, second.index})
            drafts.append(
                Draft(ClaimKind.OTHER, parts, "amount.again", first.metric, referred=told, retold=told)
            )
    return drafts


def _is_again(sentence: Sentence, first: Mention, second: Mention, cues: Cues) -> bool:
    """Whether nothing but a bracket or 即 stands between two amounts of different scales, and nothing behind it names another thing."""
    if not first.sign == second.sign == MONEY or first.figure.unit != second.figure.unit:
        return False
    if first.figure.scale == second.figure.scale or not first.figure.number or not second.figure.number:
        return False
    said = compiled(cues.sums.again).fullmatch(sentence.between(first, second))
    bracket = sentence.text[second.at - 1 : second.at] in {"（", "("} or (said and "（" in said[0])
    return bool(said) and (not bracket or second.behind.startswith(("）", ")")))
