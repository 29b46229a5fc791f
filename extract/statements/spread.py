"""Totals whose parts are told over several sentences: 收入9,800万元。按级次分，上级收入6,100万元，增长2%。本级收入3,700万元，下降1%.

The parts are the heads of the clauses that follow a total, or stand before one that adds up. Which of them are the parts is seen by the
sum, to the last place: nothing is joined that does not agree. But where they agree, every other measure that the total and each
part tell in the same words is bound to add up as well, and may be held against a report.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from extract.statements.drafts import Part
from extract.statements.growth import direction
from extract.statements.heads import Head
from extract.statements.itemised import openings
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, COUNT
from extract.statements.mentions import Mention
from extract.statements.over_words import SpreadWords
from extract.statements.spoken import over_several
from extract.statements.sums import may_be_whole
from schema.report import Claim, ClaimKind, Role

AGREES, LEFT, COLUMN = "sum.spread.agrees", "difference.spread.agrees", "sum.spread.column.unique"
REACH = 14
"""How many sentences before or behind its parts a total may stand."""
FEWEST, MOST = 2, 16
WINDOW = 60
"""Heads before or behind a total that are looked at."""
STARTS, OWN, PLACES = 8, 4, 14
"""Places where the parts of a total may begin, and how many of them in its own part of a sentence."""
TELLING = 1000
"""A total of fewer units in its last place is met by chance; it is joined only where words open its parts."""
SEVERAL, ROUND, FINEST = 400, 10, 100_000
"""The same of three parts and more, and of parts that words open; a total with so many is met nowhere by chance."""
Address = tuple[int, ...]

BEYOND = Decimal("1.02")
"""Parts that come to so many times their total, or less than the total by as much, do not make it, however rounded."""
_NO_TOTAL = frozenset({Role.STANDARD, Role.WEIGHT, Role.DEDUCTION, Role.PREVIOUS, Role.CHANGE})


class Sums:
    """Sums by the places of their figures."""

    def __init__(self, known: Sequence[frozenset[Address]]) -> None:
        self._by_place: dict[Address, list[frozenset[Address]]] = {}
        for key in known:
            self.add(key)

    def add(self, key: frozenset[Address]) -> None:
        """Takes one more sum in."""
        for address in key:
            self._by_place.setdefault(address, []).append(key)

    def hold(self, key: frozenset[Address]) -> bool:
        """Whether all these figures are of one sum."""
        return any(key <= other for other in self._by_place.get(next(iter(key)), ()))


def spread_sums(
    heads: Sequence[Head], known: Sequence[frozenset[tuple[int, ...]]], cues: Cues, words: SpreadWords
) -> list[Claim]:
    """The sums of heads over several sentences; those of which all figures are `known` to be one sum are left out."""
    told = Sums(known)
    found: list[Claim] = []
    heads = [head for head in heads if may_be_whole(head.mention, cues)]
    for at, whole in enumerate(heads):
        if not _may_be_total(whole):
            continue
        for parts in _parts(heads, at, words):
            columns = list(_columns(whole, parts, cues, words))
            if not (_is_telling(parts, whole) or any(_come_out(column) for column in columns)):
                continue
            for claim in (_sum(whole, parts, cues), *(_column(whole, parts, column) for column in columns)):
                key = frozenset(figure.place.address for figure in claim.figures())
                if not told.hold(key):
                    told.add(key)
                    found.append(claim)
    return found


def _may_be_total(head: Head) -> bool:
    m = head.mention
    return bool(m.figure.number) and m.role not in _NO_TOTAL and not m.bounded


def _units(mention: Mention) -> Fraction:
    return Fraction(mention.figure.number or 0) / Fraction(mention.figure.unit_in_last_place)


# --- which heads are the parts ----------------------------------------------------------------------------------


def _parts(heads: Sequence[Head], at: int, words: SpreadWords) -> Iterator[list[Head]]:
    """Every run of heads that adds up to the one at `at`, one for each place where its parts may begin."""
    whole = heads[at]
    behind = [h for h in _near(heads[at + 1 : at + 1 + WINDOW], whole) if goes_with(h, whole)]
    for start in _starts(behind, whole, words)[:PLACES]:
        run = _run(behind[start:], whole)
        if run is not None:
            yield run
    if compiled(words.closing_pattern).search(whole.mention.lead):
        before = [h for h in _near(heads[max(0, at - WINDOW) : at][::-1], whole) if goes_with(h, whole)]
        run = _run(before, whole) or _adding(named_like(before, whole, words), whole)
        if run is not None:
            yield list(reversed(run))


def named_like(heads: Sequence[Head], whole: Head, words: SpreadWords) -> list[Head]:
    """The heads that tell what a total does of something else: 共支出 after 资金支出 and 物资支出."""
    kind = compiled(words.kind_pattern).search(whole.mention.lead)
    if kind is None:
        return []
    return [h for h in heads if not h.opened and kind[0] in h.mention.lead + h.mention.tail]


def _near(heads: Sequence[Head], whole: Head) -> Iterator[Head]:
    """The first of these heads that stand no more sentences away from a total than its parts may."""
    return itertools.takewhile(lambda h: abs(h.spoken.number - whole.spoken.number) <= REACH, heads)


def goes_with(head: Head, whole: Head) -> bool:
    """Whether a head may be a part of a total, or a total of it, by unit and role."""
    m = head.mention
    return (
        m.family == whole.mention.family
        and m.role not in _NO_TOTAL
        and (m.role is Role.TARGET) == (whole.mention.role is Role.TARGET)
    )


def _starts(same: Sequence[Head], whole: Head, words: SpreadWords) -> list[int]:
    """Where parts may begin: right behind the total, with a row or sentence, behind an opening, in a sentence that tells the rest.

    A total told to many places may have them anywhere near.
    """
    first = [i for i, h in enumerate(same) if h.row != whole.row][:1]
    begun = [i for i, h in enumerate(same) if h.begins]
    firsts = {h.spoken.number: i for i, h in reversed(list(enumerate(same)))}
    rests = [firsts[h.spoken.number] for h in same if compiled(words.rest_pattern).search(h.mention.lead)]
    named = [i for n, i in firsts.items() if n != whole.spoken.number and _names(same[i], whole)]
    own = [i for i, h in enumerate(same) if h.row == whole.row][:OWN]
    anywhere = range(min(len(same), STARTS)) if _units(whole.mention) >= FINEST else ()
    return sorted({*own, *first, *begun, *rests, *sorted(firsts.values())[:OWN], *named, *anywhere})


def _names(head: Head, whole: Head) -> bool:
    """Whether the sentence of a head names a total before it: 一般性转移支付收入中，均衡性转移支付….."""
    name = whole.mention.metric
    return len(name) > OWN and name in head.spoken.sentence.text[: head.mention.at]


def _run(heads: Sequence[Head], whole: Head) -> list[Head] | None:
    """The run from the first of these heads that adds up to a total: all heads, or one a row, or those named like it."""
    first_of_row = [next(group) for _, group in itertools.groupby(heads, key=lambda h: h.row)]
    plain = [h for h in heads if not h.opened]
    for listed in (heads, plain, first_of_row):
        run = _adding(listed, whole)
        if run is not None:
            return run
    return None


def _adding(heads: Sequence[Head], whole: Head) -> list[Head] | None:
    """The heads, from the first on, up to where they make the total; those of nothing behind it belong to the list too."""
    total = whole.mention.figure.number or Decimal(0)
    made = Decimal(0)
    for size, head in enumerate(heads[:MOST], 1):
        number = head.mention.figure.number
        if number is None or made > total * BEYOND:
            return None
        made += number
        if made * BEYOND < total:
            continue
        run = heads[:size]
        if _meets(Fraction(made), Fraction(total), run, whole):
            rest = itertools.takewhile(functools.partial(_is_nothing, last=head), heads[size:])
            return [*run, *rest]
    return None


def _is_nothing(head: Head, last: Head) -> bool:
    """Whether a head is told to be nothing, in the paragraph of the part before it."""
    return head.mention.figure.number == 0 and head.spoken.block == last.spoken.block


def _meets(made: Fraction, total: Fraction, run: Sequence[Head], whole: Head) -> bool:
    if whole.mention.sign == COUNT or made == total:
        return made == total
    last = max(Fraction(h.mention.figure.unit_in_last_place) for h in (*run, whole))
    smallest = min(abs(Fraction(h.mention.figure.number or last)) for h in run)
    return abs(made - total) <= last * (len(run) + 1) / 2 and total >= TELLING * last and smallest >= last


def _is_telling(parts: Sequence[Head], whole: Head) -> bool:
    """Whether agreement is no chance: large numbers, or parts that words open, of which two are something."""
    if len([head for head in parts if head.mention.figure.number]) < FEWEST:
        return False
    least = TELLING if len(parts) == FEWEST else SEVERAL
    return _units(whole.mention) >= (ROUND if parts[0].begins else least)


# --- statements -------------------------------------------------------------------------------------------------


def _sum(whole: Head, parts: Sequence[Head], cues: Cues) -> Claim:
    left = any(compiled(cues.sums.apart_pattern).search(h.mention.lead) for h in parts)
    if left and len(parts) == FEWEST:
        told = [Part(whole.mention), *(Part(h.mention) for h in parts)]
        return over_several(ClaimKind.DIFFERENCE, told, LEFT, [whole.spoken, *(h.spoken for h in parts)])
    items = [Part(whole.mention, Role.TOTAL), *(Part(h.mention, Role.PART) for h in parts)]
    return over_several(ClaimKind.SUM, items, AGREES, [whole.spoken, *(h.spoken for h in parts)])


def _columns(whole: Head, parts: Sequence[Head], cues: Cues, words: SpreadWords) -> Iterator[list[Mention]]:
    """The other measures that a total and each of its parts tell in the same words: the total, and the parts in order."""
    rows = [_row(head, cues) for head in parts]
    if len({head.row for head in parts}) < len(parts):
        return
    for mention in _row(whole, cues):
        name = _measure(mention.lead, cues, words)
        column = [
            [m for m in row if m.family == mention.family and _measure(m.lead, cues, words) == name]
            for row in rows
        ]
        if len(name) > 1 and all(len(found) == 1 for found in column):
            yield [mention, *(found[0] for found in column)]


def _come_out(column: Sequence[Mention]) -> bool:
    """Whether a measure told to many places adds up to the last of them."""
    total, *parts = (Fraction(m.figure.number or 0) for m in column)
    return sum(parts) == total and _units(column[0]) >= TELLING


def _column(whole: Head, parts: Sequence[Head], column: Sequence[Mention]) -> Claim:
    items = [Part(column[0], Role.TOTAL), *(Part(m, Role.PART) for m in column[1:])]
    return over_several(ClaimKind.SUM, items, COLUMN, [whole.spoken, *(h.spoken for h in parts)])


def _row(head: Head, cues: Cues) -> list[Mention]:
    """The other amounts of the row of a head: no changes, none in brackets, none behind an opening that the head is not behind."""
    sentence = head.spoken.sentence
    row = [m for m in sentence.of_segment(head.mention.segment) if m.at > head.mention.at]
    further = next((s for s in openings(sentence, cues) if s > head.mention.at), len(sentence.text))
    return [
        m
        for m in row
        if m.at < further
        and m.sign in AMOUNTS
        and m.depth == head.mention.depth
        and direction(m.lead, cues) is None
    ]


def _measure(lead: str, cues: Cues, words: SpreadWords) -> str:
    """What an amount measures, without the words that only say that it is a total."""
    return compiled(f"{either((*cues.sums.closing, *words.fillers))}+$").sub("", lead).strip("，")
