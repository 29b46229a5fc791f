"""Splitting by ratio (按4:3:3比例) and products (每年240万元，5年，共1200万元)."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import COUNT, MEASURE, MONEY, RATIO
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

Found = tuple[Sentence, Draft]
FEWEST = 2
"""Amounts that make a list with a total."""


def splits(sentences: Sequence[Sentence], number: int, cues: Cues) -> list[Draft]:
    """Amounts split by a ratio of this sentence, with the shares told here or in the next sentence.

    The next sentence must say 按比例 itself. A yearly amount and a number of years beside the share are
    part of the statement: they are what is split.
    """
    sentence = sentences[number]
    drafts = []
    for ratio in sentence.mentions:
        if ratio.sign != RATIO or not compiled(cues.split.cue_pattern).search(sentence.text[: ratio.at + 8]):
            continue
        names = _names(ratio.lead, str(ratio.figure.value), cues)
        behind = compiled(cues.split.names_behind).match(ratio.tail)
        if not names and behind:
            names = _names(behind["names"], str(ratio.figure.value), cues)
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        if following is not None and not compiled(cues.split.again_pattern).search(following.text):
            following = None
        before = _told_before(sentence, ratio)
        parts = before or _amounts(sentence, ratio, cues)
        if following is not None and not any(part.role == Role.PART for part in parts):
            parts += _amounts_again(following, cues)
        term = Part(ratio, Role.RATIO, "、".join(names) or ratio.metric, "split_ratio")
        kind = ClaimKind.SPLIT if names or parts else ClaimKind.OTHER
        told = frozenset(part.mention.index for part in before)
        drafts.append(Draft(kind, (term, *parts), "split.ratio", ratio.metric, names=names, referred=told))
    return drafts


def _names(lead: str, ratio: str, cues: Cues) -> tuple[str, ...]:
    wanted = ratio.count(":") + 1
    named = compiled(cues.split.names_pattern).search(lead)
    lead = named["names"] if named else lead
    body = compiled(cues.split.lead_end).sub("", lead)
    found = list(compiled(either(cues.split.names_before)).finditer(body))
    body = body[found[-1].end() :] if found else body
    names = [name for name in compiled(f"、|{either(cues.enumeration.joins)}").split(body) if name]
    return tuple(names) if len(names) == wanted else ()


def _told_before(sentence: Sentence, ratio: Mention) -> list[Part]:
    """A whole and as many parts as the ratio has, all before it: 共80万元，其中市级60万元、区级20万元，按3:1分担."""
    before = [m for m in sentence.of_segment(ratio.segment) if m.at < ratio.at]
    wanted = str(ratio.figure.value).count(":") + 1
    if len(before) != wanted + 1 or len({m.family for m in before}) != 1 or before[0].sign != MONEY:
        return []
    return [Part(before[0], Role.WHOLE), *(Part(m, Role.PART) for m in before[1:])]


def _amounts(sentence: Sentence, ratio: Mention, cues: Cues) -> list[Part]:
    """The whole before the ratio and the shares behind it, in the same sentence."""
    money = [m for m in sentence.of_segment(ratio.segment) if m.sign == MONEY]
    shares = [m for m in money if m.at > ratio.at]
    whole = _whole_of(shares, [m for m in money if m.at < ratio.at], cues)
    wanted = str(ratio.figure.value).count(":") + 1
    parts = [Part(whole, Role.WHOLE)] if whole is not None else []
    return [*parts, *(Part(m, Role.PART) for m in shares)] if len(shares) in {0, wanted} else parts


def _whole_of(shares: list[Mention], before: list[Mention], cues: Cues) -> Mention | None:
    """What is split: no price of one, and of several amounts the one that the shares make, else the nearest."""
    amounts = [m for m in before if m.role != Role.STANDARD and not is_standard(m, cues)]
    made = sum(m.figure.number or 0 for m in shares)
    fitting = [m for m in amounts if shares and m.figure.number == made]
    found = fitting or amounts
    return found[-1] if found else None


def _amounts_again(sentence: Sentence, cues: Cues) -> list[Part]:
    parts = []
    again = compiled(cues.split.again_pattern).search(sentence.text)
    position = again.start() if again else 0
    for mention in sentence.mentions:
        if mention.sign == MONEY and compiled(cues.split.yearly_pattern).search(mention.lead):
            parts.append(Part(mention, Role.STANDARD, field="unit_price"))
        elif mention.figure.unit in cues.product.year_units:
            parts.append(Part(mention, Role.BASELINE, field="quantity"))
        elif mention.sign == MONEY and mention.at > position:
            parts.append(Part(mention, Role.PART))
    return parts if any(part.role == Role.PART for part in parts) else []


def products(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Price times quantity with a stated total: exactly one of each in one part of the sentence."""
    drafts = []
    for segment in {mention.segment for mention in sentence.mentions}:
        mentions = [m for m in sentence.of_segment(segment) if m.index not in taken]
        price = [m for m in mentions if is_standard(m, cues)]
        if len(price) != 1:
            continue
        quantity = [m for m in mentions if _counts_what_is_priced(m, price[0], cues)]
        total = [m for m in mentions if m.sign == MONEY and m is not price[0]]
        totalled = [
            m
            for m in total
            if compiled(f"{either(cues.sums.closing)}{either(cues.sums.between)}*$").search(m.lead)
            or _is_whole_of(m.lead, price[0].lead, cues)
            or (m.index > price[0].index and compiled(cues.product.amount_said).match(m.lead))
            or (m.index > price[0].index and compiled(cues.product.due_pattern).match(m.lead))
        ]
        totalled = [m for m in totalled if m.index > price[0].index or not sums_up(sentence, m, cues)]
        if len(quantity) == 1 and len(total) == 1 and totalled:
            drafts.append(product(price[0], quantity[0], total[0], "product"))
    return drafts


def _is_whole_of(lead: str, price: str, cues: Cues) -> bool:
    """总增收 beside 亩均增收: the same words with 总 in front."""
    found = compiled(f"^{cues.product.total_pattern}(?P<same>[^，；。]{{2,}})$").search(lead)
    return found is not None and price.endswith(found["same"])


def product(price: Mention, quantity: Mention, total: Mention, rule: str) -> Draft:
    """The statement that price times quantity is the total."""
    parts = (
        Part(price, Role.STANDARD, field="unit_price"),
        Part(quantity, Role.BASELINE, field="span" if quantity.duration else "quantity"),
        Part(total, Role.TOTAL),
    )
    return Draft(ClaimKind.PRODUCT, parts, rule, total.metric)


def sums_up(sentence: Sentence, total: Mention, cues: Cues) -> bool:
    """Whether an amount is the total of those told before it: 锅炉6.75万元；发酵池3.20万元；共计9.95万元."""
    listed = [m for m in sentence.mentions[: total.index] if m.family == total.family]
    return len(listed) >= FEWEST and bool(compiled(f"^，?{either(cues.sums.closing)}").match(total.lead))


def is_standard(mention: Mention, cues: Cues) -> bool:
    """Whether an amount is one per something."""
    if mention.sign != MONEY:
        return False
    return "/" in mention.figure.unit or bool(compiled(cues.product.standard_pattern).search(mention.lead))


def _counts_what_is_priced(mention: Mention, price: Mention, cues: Cues) -> bool:
    per = price.figure.unit.split("/", 1)[1] if "/" in price.figure.text else ""
    word = compiled(cues.product.per_both).search(price.lead) or compiled(cues.product.per_pattern).search(
        price.lead
    )
    unit = per or (word["unit"] if word else "")
    if unit in cues.product.year_units:
        return mention.figure.unit in cues.product.year_units
    if mention.sign not in {COUNT, MEASURE} or mention.duration:
        return False
    if compiled(cues.product.every_pattern).search(mention.lead):
        return False
    return mention.figure.unit == unit or (mention.sign == COUNT and not unit)
