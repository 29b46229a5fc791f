"""What was left of an amount told sentences before: 收入6,410.5万元，其中…。支出5,902.3万元。… 结余508.2万元.

What there was and what went of it are the amounts called so whose difference it is. Nothing is joined that does not agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from extract.statements.drafts import Part
from extract.statements.heads import Head
from extract.statements.heads import near as near_heads
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS
from extract.statements.mentions import Mention
from extract.statements.operands import fits
from extract.statements.over_words import LeftWords
from extract.statements.spoken import Spoken, over_several
from schema.report import Claim, ClaimKind, Role

AGREES = "difference.carried.agrees"
REACH = 10
MOST = 24
FINE = 100
"""A remainder of fewer units in its last place is the difference of too many amounts by chance."""


def carried_left(
    spoken: Sequence[Spoken], heads: Sequence[Head], claims: Sequence[Claim], cues: Cues, words: LeftWords
) -> Iterator[Claim]:
    """Every remainder that is not told with what it is left of, with the two amounts that make it."""
    made = {
        figure.place.address
        for claim in claims
        if claim.kind in {ClaimKind.DIFFERENCE, ClaimKind.EXECUTION, ClaimKind.GROWTH}
        and len(claim.terms) > 2
        for figure in claim.figures()
    }
    for one in spoken:
        for left in one.sentence.mentions:
            if left.figure.place.address in made or not _is_left(left, cues, words):
                continue
            near = [
                h for h in near_heads(heads, one.number - REACH, one.number)
                if h.mention.family == left.family
                and h.mention.figure.place.address < left.figure.place.address and fits(h.mention)
            ][-MOST:]  # fmt: skip
            pair = _pair(near, left, words)
            if pair is not None:
                whole, gone = pair
                parts = (
                    Part(whole.mention, Role.WHOLE),
                    Part(gone.mention, Role.PART),
                    Part(left, Role.SURPLUS),
                )
                told = [whole.spoken, gone.spoken, one]
                yield over_several(ClaimKind.DIFFERENCE, parts, AGREES, told)


def _is_left(left: Mention, cues: Cues, words: LeftWords) -> bool:
    if left.sign not in AMOUNTS or not fits(left):
        return False
    fine = Fraction(left.figure.number or 0) >= FINE * Fraction(left.figure.unit_in_last_place)
    named = compiled(words.left_pattern).search(left.lead) or compiled(cues.completion.left_over).search(
        left.lead
    )
    return fine and named is not None


def _pair(near: Sequence[Head], left: Mention, words: LeftWords) -> tuple[Head, Head] | None:
    """What there was and what went of it, the nearest that make a remainder; None if there are several that do."""
    fitting = []
    for one, other in itertools.permutations(near, 2):
        if Fraction(one.mention.figure.number or 0) - Fraction(other.mention.figure.number or 0) != Fraction(
            left.figure.number or 0
        ):
            continue
        if compiled(words.gone_pattern).search(other.mention.lead) and not compiled(
            words.gone_pattern
        ).search(one.mention.lead):
            fitting.append((one, other))
    values = {(one.mention.figure.number, other.mention.figure.number) for one, other in fitting}
    return fitting[-1] if len(values) == 1 else None
