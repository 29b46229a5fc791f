"""Lists over several sentences that do not come to their total: what words open right behind it, clause by clause to the end of the paragraph.

Nothing says that such a list is complete. So it is held against a report only as a doubt, where one slip of the pen would mend it;
with round numbers, which a missing part explains as well, not at all.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extract.statements.drafts import Part
from extract.statements.heads import Head
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import COUNT
from extract.statements.over_words import SpreadWords
from extract.statements.spoken import over_several
from extract.statements.spread import Address, Sums, goes_with, named_like
from extract.statements.sums import may_be_whole
from schema.report import Claim, ClaimKind, Role

LISTED, NAMED = "sum.spread.loose", "sum.named.loose"
FEWEST, MOST = 3, 16
NEAR = 8
"""How many sentences before a total those may stand that tell what it adds up."""
FINE, FINEST = 3, 4
"""Digits that every part, and the total, must have up to the last that is not 0."""


def spread_lists(
    heads: Sequence[Head], sums: Sequence[frozenset[Address]], cues: Cues, words: SpreadWords
) -> Iterator[Claim]:
    """Every list that is told behind a total, or before one, and is no sum known already; the order is that of the totals."""
    plain = [head for head in heads if may_be_whole(head.mention, cues)]
    known = Sums(sums)
    for at, whole in enumerate(plain):
        behind = _behind(plain, at)
        if _is_open(whole, behind, known) and len({h.mention.metric for h in behind}) == len(behind):
            yield _claim(whole, behind, LISTED)
        before = _before(plain, at, words)
        if _is_open(whole, before, known):
            yield _claim(whole, before, NAMED)


def _behind(heads: Sequence[Head], at: int) -> list[Head]:
    """The first heads of the clauses that words open right behind a total, to the end of their paragraph."""
    whole = heads[at]
    if at + 1 >= len(heads) or not heads[at + 1].begins or heads[at + 1].opened:
        return []
    block = heads[at + 1].spoken.block
    rest = itertools.takewhile(lambda h: h.spoken.block == block, heads[at + 1 :])
    rows = [next(row) for _, row in itertools.groupby(rest, key=lambda h: h.row)]
    same = all(goes_with(h, whole) for h in rows) and not any(h.begins for h in rows[1:])
    return rows if same and FEWEST <= len(rows) <= MOST else []


def _before(heads: Sequence[Head], at: int, words: SpreadWords) -> list[Head]:
    """What a total adds up by its name: 资金支出…。物资支出…。共支出…."""
    whole = heads[at]
    if whole.mention.sign == COUNT or not compiled(words.closing_pattern).search(whole.mention.lead):
        return []
    near = [h for h in heads[max(0, at - MOST) : at] if whole.spoken.number - h.spoken.number <= NEAR]
    named = named_like([h for h in near if goes_with(h, whole)], whole, words)
    summed = [h for h in named if compiled(words.closing_pattern).search(h.mention.lead)]
    apart = len({h.row for h in named}) == len(named) and all(h.row != whole.row for h in named)
    return named if len(named) == len(summed) == 2 and apart else []


def _is_open(whole: Head, parts: Sequence[Head], sums: Sums) -> bool:
    """Whether parts are fine enough to tell a slip, and are not known to make a total, or to be parts of another."""
    if not parts or _digits(whole) < FINEST or any(_digits(h) < FINE for h in parts):
        return False
    numbers = [h.mention.figure.number or 0 for h in parts]
    if max(numbers) > (whole.mention.figure.number or 0):
        return False
    own, first = whole.mention.figure.place.address, parts[0].mention.figure.place.address
    return not sums.hold(frozenset({own, first}))


def _digits(head: Head) -> int:
    """How many digits a figure has up to the last that is not 0."""
    number = head.mention.figure.number
    return 0 if not number else len(number.normalize().as_tuple().digits)


def _claim(whole: Head, parts: Sequence[Head], rule: str) -> Claim:
    items = [Part(whole.mention, Role.TOTAL), *(Part(h.mention, Role.PART) for h in parts)]
    return over_several(ClaimKind.SUM, items, rule, [whole.spoken, *(h.spoken for h in parts)])
