"""Portions of a whole: 甲方承担60%即72万元，总价120万元 · 按合同额120万元的3%计提质保金3.6万元.

The amount is that of the percentage by the words between them; the whole is the only other amount, or the one right before.
"""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near, fits
from extract.statements.relations import PortionWords
from schema.report import ClaimKind, Role

Said = tuple[Mention, Mention]
"""A percentage and the amount it comes to."""
LONGEST = 24
WHOLE_PERCENT = 100


def portions(near: Near, words: PortionWords) -> None:
    """Joins percentages with the amounts they come to and the whole they are of."""
    _of_the_only_whole(near, words)
    _of_the_whole_before(near, words)
    _interest(near, words)


def _of_the_only_whole(near: Near, words: PortionWords) -> None:
    """甲方承担60%即72万元，乙方承担40%即48万元，总价120万元."""
    said = [pair for rate in near.sentence.mentions if (pair := _said(near, rate, words))]
    parts = {part.index for _, part in said}
    for rate, part in said:
        if _joined(near, rate):
            continue
        wholes = [
            m
            for m in near.sentence.mentions
            if m.index not in parts
            and m.family == part.family
            and fits(m)
            and not m.bounded
            and (m.figure.number or 0) > (part.figure.number or 0)
            and not compiled(words.apart_pattern).search(m.lead)
        ]
        if len(wholes) == 1:
            _join(near, rate, part, wholes[0], _how(near, [one for one, _ in said], rate, wholes[0], words))


def _how(near: Near, rates: list[Mention], rate: Mention, whole: Mention, words: PortionWords) -> str:
    """How sure it is that the whole is meant: all percentages make a hundred; the whole is called one; or it is only there."""
    if len(rates) > 1 and sum(r.figure.number or 0 for r in rates) == WHOLE_PERCENT:
        return "share.said"
    between = near.sentence.between(whole, rate) if whole.at < rate.at else ""
    named = compiled(words.whole_pattern).search(whole.lead)
    included = any(word in between for word in near.cues.sums.including)
    return "share.said.unique" if named or included else "share.said.loose"


def _said(near: Near, rate: Mention, words: PortionWords) -> Said | None:
    """A percentage with the amount right behind it, which the words say it is."""
    behind = near.sentence.mentions[rate.index + 1 : rate.index + 2]
    if rate.sign != PERCENT or rate.bounded or not rate.figure.number or not behind:
        return None
    part = behind[0]
    between = near.sentence.between(rate, part)
    if part.sign not in AMOUNTS or not fits(part) or part.segment != rate.segment:
        return None
    if rate.role == Role.TARGET or compiled(words.never_pattern).search(rate.lead):
        return None
    if rate.figure.unit in near.cues.growth.points or (rate.figure.number or 0) >= 100:
        return None
    share = compiled(words.share_pattern).search(rate.lead)
    told = share and compiled(words.share_said_pattern).match(between)
    return (rate, part) if told or compiled(words.said_pattern).match(between) else None


def _of_the_whole_before(near: Near, words: PortionWords) -> None:
    """按合同额120万元的3%计提质保金3.6万元."""
    mentions = near.sentence.mentions
    for whole, rate, part in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if rate.sign != PERCENT or whole.family != part.family or whole.sign not in AMOUNTS:
            continue
        if _joined(near, rate) or not (rate.figure.number and fits(part) and fits(whole)):
            continue
        based = compiled(words.based_pattern).search(near.sentence.text[: whole.at])
        of = compiled(words.rate_pattern).match(near.sentence.between(whole, rate))
        between = near.sentence.between(rate, part)
        told = (
            compiled(words.result_pattern).search(between) and len(between) < LONGEST and "；" not in between
        )
        if based and of and told:
            _join(near, rate, part, whole, "share.said")


def _interest(near: Near, words: PortionWords) -> None:
    """贷款余额2,400万元，按年利率3.85%贴息，全年贴息92.4万元: the interest of a whole year."""
    mentions = near.sentence.mentions
    for whole, rate, part in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if rate.sign != PERCENT or whole.family != part.family or not (fits(whole) and fits(part)):
            continue
        owed = compiled(words.owed_pattern).search(whole.lead)
        yearly = compiled(words.yearly_pattern).search(rate.lead) and rate.figure.number
        told = compiled(words.interest_pattern).match(part.lead)
        if owed and yearly and told and not _joined(near, rate):
            _join(near, rate, part, whole, "share.said.unique")


def _joined(near: Near, rate: Mention) -> bool:
    return any(sum(p.mention.sign in AMOUNTS for p in draft.parts) > 1 for draft in near.holding(rate))


def _join(near: Near, rate: Mention, part: Mention, whole: Mention, rule: str) -> None:
    metric = part.metric if not part.inherited else rate.metric
    parts = (
        Part(whole, Role.WHOLE),
        Part(part, Role.PART, metric),
        Part(rate, Role.SHARE, metric, "share", inherited=True),
    )
    told = frozenset({whole.index, part.index})
    near.drafts[:] = [d for d in near.drafts if not (len(d.parts) == 1 and d.parts[0].mention is rate)]
    near.drafts.append(Draft(ClaimKind.SHARE, parts, rule, metric, referred=told))
