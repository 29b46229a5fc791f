"""What is left over in the sentence that tells what there was and what went: 原值230.6万元，累计折旧112.3万元，净值118.3万元.

There is just one amount that was there, or was asked for, and just one that is gone, or was reached; parts told behind 其中 are neither.
They are joined whatever they come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.statements.drafts import Part
from extract.statements.growth import direction
from extract.statements.heads import Head
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS
from extract.statements.mentions import Mention
from extract.statements.operands import alike
from extract.statements.over_words import LeftWords
from extract.statements.spoken import Spoken, over_several
from schema.report import Claim, ClaimKind, Role

SURE = "difference.left.unique"
_NEITHER = frozenset({Role.STANDARD, Role.WEIGHT, Role.DEDUCTION, Role.PREVIOUS, Role.CHANGE})

Address = tuple[int, ...]


def left_over(
    spoken: Sequence[Spoken], heads: Sequence[Head], claims: Sequence[Claim], cues: Cues, words: LeftWords
) -> Iterator[Claim]:
    """Every remainder with the only two amounts of its sentence that it can be of; `heads` are those of a document, tasks among them."""
    made = _made(claims)
    by_sentence: dict[int, list[Head]] = {}
    for head in heads:
        by_sentence.setdefault(head.spoken.number, []).append(head)
    for one in spoken:
        for left in one.sentence.mentions:
            if left.figure.place.address in made or not _is_left(left, words):
                continue
            pair = _pair(one, left, by_sentence.get(one.number, []), cues, words)
            if pair is not None:
                whole, gone = pair
                parts = (Part(whole, Role.TARGET), Part(gone, Role.ACTUAL), Part(left, Role.SHORTFALL))
                yield over_several(ClaimKind.DIFFERENCE, parts, SURE, [one])


def _made(claims: Sequence[Claim]) -> set[Address]:
    """Where the figures stand that a statement of three amounts holds, if words join it."""
    out: set[Address] = set()
    for claim in claims:
        amounts = [t for t in claim.terms if t.figure.unit != "%"]
        if len(amounts) > 2 and not claim.joined_by_agreement:
            out.update(term.figure.place.address for term in amounts)
    return out


def _is_left(left: Mention, words: LeftWords) -> bool:
    usable = left.sign in AMOUNTS and bool(left.figure.number) and not left.bounded
    return usable and compiled(words.rest_pattern).search(left.lead) is not None


def _pair(
    one: Spoken, left: Mention, heads: Sequence[Head], cues: Cues, words: LeftWords
) -> tuple[Mention, Mention] | None:
    """What there was, and what is gone of it; None where either may be another amount."""
    before = [
        m for m in _amounts(one, left, heads)
        if m.index < left.index and (m.duration == left.duration) and alike(m, left, cues)
        and m.role not in _NEITHER and m.figure.number and direction(m.lead, cues) is None
    ]  # fmt: skip
    gone = [m for m in before if _is_gone(m, left, words)]
    whole = [m for m in before if m not in gone]
    sums = [m for m in whole if compiled(words.sum_pattern).search(m.lead)]
    whole = sums or whole
    if len({m.figure.number for m in gone}) != 1 or len({m.figure.number for m in whole}) != 1:
        return None
    return whole[-1], gone[-1]


def _amounts(one: Spoken, left: Mention, heads: Sequence[Head]) -> list[Mention]:
    """The amounts of a sentence that no 其中 stands before in their part of it; for a span of time those are all it tells."""
    if left.duration:
        return [m for m in one.sentence.mentions if m.duration]
    told = {head.mention.index: head.mention for head in heads if not head.opened}
    bases = (m for m in one.sentence.mentions if m.behind.startswith("的") and m.index not in told)
    told.update({m.index: m for m in bases if m.depth == 0})
    return [told[index] for index in sorted(told)]


def _is_gone(m: Mention, left: Mention, words: LeftWords) -> bool:
    return compiled(words.done_pattern).search(m.lead + m.tail) is not None and not compiled(
        words.due_pattern
    ).search(m.lead)
