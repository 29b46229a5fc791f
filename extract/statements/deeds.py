"""Rates called after a deed that was due and done: 应检450件，实检441件，检测率98%."""

from __future__ import annotations

from extract.statements.drafts import Draft
from extract.statements.joined import ratio_statement
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near, alike, fits
from extract.statements.rates import Saying, reading_of
from extract.statements.relations import DeedWords
from schema.report import Role


def deeds(near: Near, words: DeedWords) -> None:
    """Joins every rate of a deed with the two counts right before it."""
    mentions = near.sentence.mentions
    for rate in mentions[2:]:
        first, second = mentions[rate.index - 2 : rate.index]
        if rate.sign != PERCENT or rate.bounded or rate.role == Role.TARGET or not rate.figure.number:
            continue
        if not first.segment == second.segment == rate.segment or not (fits(first) and fits(second)):
            continue
        if _is_whole(near, rate) or second.depth != rate.depth or first.depth != rate.depth:
            continue
        reading = reading_of(rate.lead, rate.field, near.cues)
        if reading.saying != Saying.GROWTH and _is_of(near, first, second, rate, words):
            found = ratio_statement(near, rate, reading, second, first, "due")
            held = {part.mention for part in found.parts}
            near.drafts[:] = [d for d in near.drafts if not _only_of(d, held)]
            near.drafts.append(found)


def _is_whole(near: Near, rate: Mention) -> bool:
    return any(sum(p.mention.sign in AMOUNTS for p in draft.parts) > 1 for draft in near.holding(rate))


def _only_of(draft: Draft, held: set[Mention]) -> bool:
    return bool(draft.parts) and {part.mention for part in draft.parts} <= held


def _is_of(near: Near, first: Mention, second: Mention, rate: Mention, words: DeedWords) -> bool:
    """Whether the first count was due and the second done, of one deed that the rate is called after."""
    named = compiled(words.rate_pattern).match(rate.lead)
    if named is None or compiled(near.cues.share.negated).search(second.lead):
        return False
    due = compiled(words.due_pattern).search(first.lead)
    done = compiled(words.done_pattern).search(second.lead)
    if not (due and done) or not alike(first, second, near.cues):
        return False
    return _common(due["stem"], done["stem"]) and _common(done["stem"], named["stem"])


def _common(one: str, other: str) -> bool:
    return bool(set(one) & set(other))
