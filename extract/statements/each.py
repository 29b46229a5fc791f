"""So much for each, so many of them, and what that comes to: 每人每月800元，638人，12个月应发612.48万元 · 9辆，车均3.09万元，共27.85万元.

What a figure is for each of is told by 每… or …均 in front of it. Every such unit asks for the one count of that unit in its part of
the sentence, and all of them for one total; where there is more than one that may be meant, nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import ALL_SIGNS, AMOUNTS, COUNT, MEASURE, MONEY, PERCENT
from extract.statements.mentions import Mention, Sentence
from extract.statements.splits import sums_up
from schema.report import ClaimKind, Role

MEAN_OF_YEAR, MEAN_OF_DAYS = "mean_of_twelve", "mean_of_days"
"""So much a month, or a day, on the average, of the total of a year."""
SHORTEST = 2
_PAID = frozenset({Role.SPENT, Role.RECEIVED})
MEAN, STANDARD, OF_A_YEAR = "mean", "standard", "standard_of_twelve"
"""Scopes of a product: found to be so much on the average; laid down as so much for each; so much a month, for a whole year."""


@dataclass(frozen=True)
class Per:
    """What a figure is for each of: the words (每人每月), unit by unit, and the words between them and the figure."""

    words: str
    units: tuple[str, ...]
    named: str
    mean: bool


def each(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every figure for each of something, with the counts of what it is for, and the total."""
    drafts = []
    for one in sentence.mentions:
        per = per_of(sentence, one, cues) if one.index not in taken and one.sign in AMOUNTS else None
        if per is None or _moved_behind(sentence, one, cues) is not None:
            continue
        around = [m for m in sentence.of_segment(one.segment) if m is not one and m.index not in taken]
        around = [m for m in around if _moved_behind(sentence, m, cues) is not one and not _is_date(m, cues)]
        counts = _counts(_before_total(around, one, cues), around, one, per, cues)
        plain = [m for m in around if m.sign != one.sign or _is_plain(sentence, m, per, cues)]
        plain = [m for m in plain if m.index > one.index or not sums_up(sentence, m, cues)]
        total = _total(plain, one, per, counts, cues) if counts is not None else None
        if counts and total is not None:
            drafts.append(_product(one, per, counts, total, cues))
        elif (whole := _of_twelve(around, one, per, cues)) is not None:
            drafts.append(_mean_of_year(one, per, whole, cues))
    return drafts


def _is_date(one: Mention, cues: Cues) -> bool:
    """记者6日从集团获悉: a day of the month, and no number of days."""
    told = compiled(cues.product.day_told).match(one.behind) or compiled(cues.product.day_teller).search(
        one.lead
    )
    return one.figure.unit in cues.product.daily and told is not None


def per_of(sentence: Sentence, one: Mention, cues: Cues) -> Per | None:
    """What the words in front of a figure, or its own unit, say that it is for each of.

    Where a standard was raised or lowered, the words stand in front of the old one: 人均标准由84元提高到89元.
    """
    moved = sentence.mentions[one.index - 1] if one.index else None
    if moved is not None and _moved_behind(sentence, moved, cues) is one:
        return per_of(sentence, moved, cues)
    lead = _words_before(sentence, one)
    mean = compiled(cues.product.mean_pattern).search(lead)
    if mean is not None:
        laid_down = compiled(cues.product.laid_down).search(lead + "·" + one.behind) is not None
        return Per(mean[0], (mean["unit"],), lead[mean.end() :], mean=not laid_down)
    found = list(compiled(cues.product.every_pattern).finditer(lead))
    if found:
        words = lead[found[0].start() : found[-1].end()]
        before = lead[: found[0].start()]
        rest = _named_behind(found[-1]["unit"], cues)
        units = (*(m["unit"] for m in found[:-1]), found[-1]["unit"])
        mean_said = compiled(cues.product.mean_word).search(before + words) is not None
        return Per(words, units, rest, mean=mean_said)
    if "/" in one.figure.unit:
        return Per(lead, tuple(one.figure.unit.split("/", 1)[1].split("·")), "", mean=False)
    return None


def _moved_behind(sentence: Sentence, one: Mention, cues: Cues) -> Mention | None:
    """The figure that one was changed to, right behind it."""
    behind = sentence.mentions[one.index + 1 : one.index + 2]
    if not behind or behind[0].family != one.family or not compiled(cues.growth.moved_from).search(one.lead):
        return None
    return behind[0] if compiled(cues.growth.moved_to).match(sentence.between(one, behind[0])) else None


def _is_plain(sentence: Sentence, total: Mention, per: Per, cues: Cues) -> bool:
    """Whether an amount is for each of nothing, or of a year alone, as a figure for each of a year comes to: 每年需72万元."""
    other = per_of(sentence, total, cues)
    yearly = other is not None and len(other.units) == 1 and other.units[0].startswith(cues.product.yearly)
    return other is None or (yearly and len(per.units) > 1 and per.units[-1].startswith(cues.product.yearly))


def _words_before(sentence: Sentence, one: Mention) -> str:
    """The words of a clause in front of a figure, back to the figure before, if each stands in them; its lead otherwise."""
    before = sentence.mentions[one.index - 1].at + 1 if one.index else 0
    text = sentence.text[before : one.at]
    clause = text[max(text.rfind(mark) for mark in "，；。：（") + 1 :]
    return (
        clause if len(clause) > len(one.lead) and not any(sign in ALL_SIGNS for sign in clause) else one.lead
    )


def _named_behind(chunk: str, cues: Cues) -> str:
    """补助 of 每亩补助: what the figure is, behind the unit."""
    deed = compiled(either(cues.product.each_deeds)).search(chunk)
    return chunk[deed.start() :] if deed else ""


def _counts(
    before: Sequence[Mention], around: Sequence[Mention], one: Mention, per: Per, cues: Cues
) -> list[Mention] | None:
    """The count of every unit that the figure is for each of; None when one has several, or is missing though it must be there."""
    found: list[Mention] = []
    for unit in per.units:
        fitting = [
            m for m in before if is_count(m) and fits_unit(m, unit, cues) and not _as_each(m, one, unit, cues)
        ]
        if len(fitting) > 1 or any(compiled(cues.product.every_pattern).search(m.lead) for m in fitting):
            return None
        if fitting and fitting[0] not in found:
            found += fitting
        elif not unit.startswith(cues.product.yearly) and not _of_a_year(per, around, cues):
            return None
    return found or None


def _as_each(count: Mention, one: Mention, unit: str, cues: Cues) -> bool:
    """Whether a count has the unit of the figure for each; 每个乡镇3个 of 6个乡镇 tells the noun of what is counted."""
    return count.family == one.family and not (unit[:1] in cues.product.any_unit and len(unit) > 1)


def _of_twelve(around: Sequence[Mention], one: Mention, per: Per, cues: Cues) -> Mention | None:
    """平均每月服务120人次，全年服务1,440人次: the one total of the year, where no number of months is told."""
    spans = (cues.product.monthly, *cues.product.daily)
    often = per.mean and len(per.units) == 1 and per.units[0].startswith(spans)
    head = one.lead.partition(per.words)[0] if per.words else ""
    apart = len(head.lstrip("，")) > SHORTEST  # 汛期日均: not of the whole year
    if not often or apart or any(m.duration for m in around):
        return None
    same = [m for m in around if same_kind(m, one, cues)]
    year = [m for m in same if _is_of_year(m, cues) and not m.bounded and not one.bounded]
    related = len(same) == len(year) == 1 and _related(year[0], per, cues)
    return year[0] if related and year[0].role not in {Role.TARGET, Role.PREVIOUS} else None


def _is_of_year(total: Mention, cues: Cues) -> bool:
    return compiled(cues.product.of_year).match(total.lead) is not None


def _mean_of_year(one: Mention, per: Per, total: Mention, cues: Cues) -> Draft:
    scope = MEAN_OF_DAYS if per.units[0].startswith(cues.product.daily) else MEAN_OF_YEAR
    parts = (Part(one, Role.STANDARD, field="unit_price"), Part(total, Role.TOTAL))
    told = frozenset({one.index, total.index})
    draft = Draft(ClaimKind.PRODUCT, parts, "product.unique", total.metric, scope=scope, retold=told)
    return replace(draft, base=per.words.strip("的，"))


def _before_total(around: Sequence[Mention], one: Mention, cues: Cues) -> list[Mention]:
    """The amounts up to the first total behind a figure for each: counts behind that are of something else."""
    totals = [m.index for m in around if m.index > one.index and same_kind(m, one, cues) and closes(m, cues)]
    return [m for m in around if not totals or m.index < totals[0]]


def _of_a_year(per: Per, around: Sequence[Mention], cues: Cues) -> bool:
    """每人每月200元…，全年共补贴36万元: twelve months are meant, and none are printed."""
    monthly = len(per.units) > 1 and per.units[-1].startswith(cues.product.monthly) and not per.mean
    return monthly and any(compiled(cues.product.of_year).match(m.lead) and closes(m, cues) for m in around)


def is_count(mention: Mention) -> bool:
    """Whether a figure is a number of something that there may be so much for each of."""
    number = mention.figure.number
    return mention.sign in {COUNT, MEASURE} and number is not None and number > 0


def fits_unit(count: Mention, unit: str, cues: Cues) -> bool:
    """Whether a count is one of what 每… names: 人 of 638名, 张床位 of 1,240张, 个托位 of 1,486个托位."""
    counted = count.figure.unit
    if not counted or compiled(cues.product.scaled).match(unit):
        return False
    if unit[:1] in cues.product.any_unit:
        noun = unit[1 : 1 + SHORTEST]
        return counted in cues.product.any_unit and (not noun or noun in count.tail + count.metric)
    if counted in cues.product.any_unit and unit[0] in cues.product.nouns:
        return unit[0] in count.behind[:SHORTEST] or unit[0] in count.metric[-SHORTEST:]
    alike = cues.product.alike.get(unit[:1], ())
    return unit.startswith(counted) or counted in alike or (unit[:1] == counted[-1:] and count.duration)


def _total(
    around: Sequence[Mention], one: Mention, per: Per, counts: Sequence[Mention], cues: Cues
) -> Mention | None:
    """The only amount that may be the total; of several, the only one said to be a total."""
    same = [
        m
        for m in around
        if m not in counts and same_kind(m, one, cues) and _is_level(m, one, cues)
        and (_related(m, per, cues) or (not per.mean and compiled(cues.product.due_pattern).match(m.lead)))
        and not m.bounded and (m.role not in {Role.TARGET, Role.STANDARD, Role.PREVIOUS} or closes(m, cues))
        and (m.figure.number or 0) >= (one.figure.number or 0)
    ]  # fmt: skip
    said = [m for m in same if closes(m, cues)]
    if len(same) > 1 and len(said) == 1 and said[0].index == max(m.index for m in (one, *counts)) + 1:
        same = said
    if len(same) != 1:
        return None
    if _settled(same[0], one, counts, cues) or _shared_evenly(same[0], one, counts, cues):
        return same[0]
    paid = same[0].role in _PAID and not said
    done = compiled(cues.product.done_pattern).match(same[0].lead)
    beside = per.mean or said or (not paid and _between(around, one, same[0]))
    return same[0] if beside and (per.mean or not done) else None


def _is_level(total: Mention, one: Mention, cues: Cues) -> bool:
    """Whether an amount is no change, or that of a change for each: 户均增收2,300元，…合计增收111.78万元."""
    return direction(total.lead, cues) is None or direction(one.lead, cues) is not None


def _settled(total: Mention, one: Mention, counts: Sequence[Mention], cues: Cues) -> bool:
    """按每块300元结算，支出408万元: the amount right behind a price by which it was reckoned."""
    by = compiled(cues.product.settled_pattern).match(one.behind)
    return by is not None and total.index == max(m.index for m in (one, *counts)) + 1


def _shared_evenly(total: Mention, one: Mention, counts: Sequence[Mention], cues: Cues) -> bool:
    """抽取项目点18个，覆盖6个乡镇，每个乡镇3个: a total, over how many, and so many for each, one behind the other."""
    numbers = [total.index, *sorted(m.index for m in counts), one.index]
    in_row = len(counts) == 1 and numbers == list(range(total.index, one.index + 1))
    return in_row and compiled(cues.product.evenly_pattern).match(one.lead) is not None


def same_kind(total: Mention, one: Mention, cues: Cues) -> bool:
    """Whether an amount is in the unit of a figure for each, so that it may be its total."""
    people = {*cues.product.alike.get("人", ())}
    units = {total.figure.unit, one.figure.unit.split("/")[0]}
    return total.sign == one.sign and (one.sign == MONEY or len(units) == 1 or units <= people)


def _related(total: Mention, per: Per, cues: Cues) -> bool:
    """Whether a total is called what the figure for each is called, if that has a name at all."""
    named = compiled(f"{either(cues.product.each_fillers)}+$").sub("", per.named.strip("的"))
    around = total.lead + total.metric
    pieces = [named[at : at + SHORTEST] for at in range(len(named) - 1)]
    return not pieces or any(piece in around for piece in pieces)


def closes(mention: Mention, cues: Cues) -> bool:
    """Whether an amount is said to be a total, or what is due in all."""
    closing = f"{either(cues.sums.closing)}{either(cues.sums.between)}*$"
    return bool(
        compiled(closing).search(mention.lead)
        or compiled(cues.product.due_pattern).match(mention.lead)
        or compiled(cues.product.total_said).search(mention.lead)
    )


def _between(around: Sequence[Mention], one: Mention, total: Mention) -> bool:
    """Whether nothing but counts stands between a figure for each and a total behind it."""
    inner = [m for m in around if min(one.at, total.at) < m.at < max(one.at, total.at)]
    return total.at > one.at and not any(m.sign in {MONEY, PERCENT} for m in inner)


def _product(one: Mention, per: Per, counts: Sequence[Mention], total: Mention, cues: Cues) -> Draft:
    numbers = [Part(m, Role.BASELINE, field="span" if m.duration else "quantity") for m in counts]
    price = Part(one, Role.STANDARD, field="unit_price")
    parts = [*numbers, price] if per.mean else [price, *numbers]
    parts.append(Part(total, Role.TOTAL))
    retold = frozenset(part.mention.index for part in parts)
    monthly = per.units[-1].startswith(cues.product.monthly) and not any(m.duration for m in counts)
    scope = MEAN if per.mean else OF_A_YEAR if monthly else STANDARD
    return Draft(
        ClaimKind.PRODUCT,
        tuple(parts),
        "product.unique",
        total.metric,
        scope=scope,
        base=per.words.strip("的，"),
        retold=retold,
    )
