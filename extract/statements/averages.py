"""So many, and so much each: 306人，人均5,000元 · 为1,208户发放救助金362.4万元，户均3,000元.

All of them are also told alone: the number and the total are what was reached and what was spent.
"""

from __future__ import annotations

from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.each import MEAN
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, COUNT, MEASURE, MONEY, PERCENT
from extract.statements.mentions import Mention, Sentence, joined_by
from schema.report import ClaimKind, Role

_TOTALS = frozenset({Role.SPENT, Role.ACTUAL, Role.RECEIVED})


def averages(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every average with the number it is an average over, and the total if it stands beside them."""
    drafts = []
    for each in sentence.mentions:
        said = compiled(cues.product.each_pattern).match(each.lead)
        if said is None or each.sign not in AMOUNTS or each.index in taken:
            continue
        units = cues.product.alike.get(said["unit"], (said["unit"],))
        number = _number_before(sentence, each, units, cues)
        if number is None or number.index in taken:
            continue
        named = each.lead[said.end() :]
        total = _total_beside(sentence, each, number, taken, cues)
        if total is not None and not _same_deed(named, total, cues):
            total = None
        parts = [Part(number, Role.BASELINE, field="quantity"), Part(each, Role.STANDARD, field="unit_price")]
        if total is not None:
            parts.append(Part(total, Role.TOTAL))
        retold = frozenset(part.mention.index for part in parts)
        draft = Draft(ClaimKind.PRODUCT, tuple(parts), "product.each", number.metric, retold=retold)
        drafts.append(replace(draft, scope=MEAN, base=said[0]))
    return drafts


def _number_before(sentence: Sentence, each: Mention, units: tuple[str, ...], cues: Cues) -> Mention | None:
    """The count of what the average is over, at most one amount in between; a rate in between parts them."""
    for candidate in reversed(sentence.mentions[max(0, each.index - 2) : each.index]):
        if candidate.segment != each.segment or candidate.sign == PERCENT:
            return None
        if candidate.sign in {COUNT, MEASURE} and not candidate.duration:
            unit = candidate.figure.unit
            fits = (
                unit in (units if each.sign == MONEY else units[:-1] or units)
                and candidate.role == Role.ACTUAL
            )
            if fits:
                rated = compiled(cues.product.every_pattern).search(candidate.lead)
                return None if rated else candidate
            if each.sign == MONEY or unit != each.figure.unit:
                return None
    return None


def _total_beside(
    sentence: Sentence, each: Mention, number: Mention, taken: set[int], cues: Cues
) -> Mention | None:
    """The only amount of money around the number, or else the one with 总 or 共 right behind the average.

    宣讲625场，受众48,750人次，场均78人次: an average that is no money has its total between, in its own unit.
    """
    if each.sign != MONEY:
        between = sentence.mentions[number.index + 1 : each.index]
        same = [m for m in between if m.figure.unit == each.figure.unit and m.role in _TOTALS]
        return same[0] if len(between) == len(same) == 1 and same[0].index not in taken else None
    around = [number.index - 1, number.index + 1]
    money = [
        m
        for m in sentence.of_segment(each.segment)
        if m.index in around and m.sign == MONEY and m is not each and m.role in _TOTALS
    ]
    if not money and (behind := _closing_behind(sentence, each, cues)):
        money = [behind]
    return money[0] if len(money) == 1 and money[0].index not in taken else None


def _same_deed(named: str, total: Mention, cues: Cues) -> bool:
    """Whether an average names nothing of its own (人均500元), or what the total is of (发放补助…，人均补助500元)."""
    if joined_by(named, cues.product.each_fillers):
        return True
    deed = compiled(f"^{either(cues.product.each_deeds)}").match(named)
    return deed is not None and deed[0] in total.lead + total.metric


def _closing_behind(sentence: Sentence, each: Mention, cues: Cues) -> Mention | None:
    """人均支出210元，总支出9.03万元."""
    for behind in sentence.mentions[each.index + 1 : each.index + 2]:
        closing = f"^({cues.product.total_pattern}|{either(cues.sums.closing)})"
        if behind.segment == each.segment and behind.sign == MONEY and compiled(closing).match(behind.lead):
            return behind
    return None
