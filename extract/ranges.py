"""Joins two numbers to one range: 3至5场, 三、四家, 80%≤满意度<90%, 100±5人."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from extract.hedges import HedgeReader, one_of
from extract.measures import Quantity, Written
from extract.numerals import Numeral, NumeralReader, opens_line
from extract.tails import Tail, TailReader
from extract.units import UnitTable
from schema.figure import FigureKind, Hedge

_GOES_BEFORE = regex.compile(r"[0-9、,，.A-Za-z前]")
_PARTED = regex.compile(r"[，。；、,;\n0-9]")


class RangeReader:
    """Ranges of one vocabulary."""

    def __init__(
        self, numerals: NumeralReader, units: UnitTable, hedges: HedgeReader, tails: TailReader
    ) -> None:
        self.numerals, self.units, self.hedges, self.tails = numerals, units, hedges, tails
        self._beside, self._apart = numerals.words.range.adjacent, numerals.words.range.apart
        self._to = regex.compile(rf"[ ]?(?:{one_of(numerals.words.range.signs)})[ ]?")

    def read(self, text: str, number: Numeral, tail: Tail, taken: bytearray) -> Written | None:
        """The range that begins with `number`, when another with a like unit stands behind a 至 or a dash."""
        if number.low is not None or number.value is None:
            return None
        joint = self._to.match(text, tail.end)
        if joint is None and text.startswith(self._beside, tail.end):
            return self._adjacent(text, number, tail, taken)
        if joint is None:
            behind = self.hedges.behind(text, tail.end)
            joint = self._to.match(text, behind.edge) if behind.cue == "()" else None
        found = self.numerals.candidate.match(text, joint.end()) if joint else None
        if found is None or taken[found.start()]:
            return None
        other = self.numerals.read(text, found)
        if (
            other is None
            or other.value is None
            or other.low is not None
            or any(taken[other.start : other.end])
        ):
            return None
        other_tail = self.tails.free(text, other, taken)
        if not _alike(tail, other_tail) or _in_code(text, number.start, tail, other_tail):
            return None
        return Written(number, tail, other, other_tail)

    def _adjacent(self, text: str, number: Numeral, tail: Tail, taken: bytearray) -> Written | None:
        """三、四家, 3、4个, 五、六百人: a range, unless each of the two stands for itself (分别为3、4个) or in a list."""
        found = self.numerals.candidate.match(text, tail.end + 1) if tail.end == number.start + 1 else None
        other = self.numerals.read(text, found) if found else None
        if other is None or other.low is not None or taken[number.start : other.end].count(1):
            return None
        last = self.tails.free(text, other, taken)
        low = self._low(text, number, other)
        if low is None or last.unit is None or number.chinese != other.chinese:
            return None
        counted = text.startswith(self.units.words.counted.counter, other.end)
        dated = last.unit.name in self.units.words.calendar.units and not counted
        apart = dated or last.unit.kind in {FigureKind.ORDINAL, FigureKind.SCORE}
        rank = last.unit.name in self.units.words.article.rank
        if apart or rank or self._listed(text, number.start, last.end):
            return None
        return Written(replace(other, start=number.start, low=low), last)

    def _low(self, text: str, number: Numeral, other: Numeral) -> Decimal | None:
        """The lower end, in the powers of ten that the upper one has behind its digit; None if they are no neighbours."""
        words = self.numerals.words
        powers = text[other.start + 1 : other.end]
        if number.value is None or other.value is None or not all(char in words.powers for char in powers):
            return None
        one, two = text[number.start], text[other.start]
        digit = words.digits.get(two, 0) if other.chinese else Decimal(two)
        if not digit or not (digit == number.value + 1 or one + two in words.words.pairs):
            return None
        return number.value * other.value / digit

    def _listed(self, text: str, start: int, end: int) -> bool:
        """Whether two neighbours joined by 、 are items: in a list, of a sentence that gives one to each, or a heading."""
        if opens_line(text, start) and text[end : end + 2].strip():
            return True
        if (start and _GOES_BEFORE.match(text, start - 1)) or text.startswith(self._beside, end):
            return True
        floor = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
        ends = [at for mark in "。；\n" if (at := text.find(mark, end)) >= 0]
        sentence = text[floor : min(ends, default=len(text))]
        clause = text[max(floor, *(text.rfind(mark, 0, start) + 1 for mark in "，,：:")) : start]
        return any(word in sentence for word in self._apart) or any(sign in clause for sign in self._beside)


def _alike(one: Tail, other: Tail) -> bool:
    """Whether two ends of a range may belong together: same unit, or one end without."""
    if one.unit is None:
        return not one.scaled or other.scaled
    if other.unit is None:
        return not other.scaled
    return one.unit.name == other.unit.name


def _in_code(text: str, start: int, tail: Tail, other: Tail) -> bool:
    """Digits and hyphens inside a longer code are no range."""
    if other.unit or other.scaled or tail.unit:
        return False
    around = text[max(0, start - 1) : start] + text[other.end : other.end + 1]
    return any(char in "-/.:" or (char.isascii() and char.isalnum()) for char in around)


def enclosed(text: str, found: list[Quantity]) -> list[Quantity]:
    """80%≤满意度<90% becomes one range, and so does 100±5人."""
    result: list[Quantity] = []
    for one in found:
        last = result[-1] if result else None
        if last is not None and last.facing and _faces(text, last, one):
            result[-1] = _between(last, one)
        elif last is not None and _tolerates(text, last, one):
            result[-1] = _tolerated(last, one)
        else:
            result.append(one)
    return result


def _tolerates(text: str, last: Quantity, one: Quantity) -> bool:
    """Whether `one` is a span around zero, of the same unit, printed right behind the number it belongs to."""
    spans = isinstance(last.value, Decimal) and one.low is not None and one.high == -one.low
    alike = last.unit == one.unit or (not last.unit and one.kind is not FigureKind.PERCENT)
    return spans and one.start == last.end and alike and text[one.start] in "±"


def _tolerated(last: Quantity, one: Quantity) -> Quantity:
    assert isinstance(last.value, Decimal)
    assert one.low is not None
    assert one.high is not None
    return replace(
        one, start=last.start, outer_start=last.outer_start, value=None, low=last.value + one.low,
        high=last.value + one.high,
    )  # fmt: skip


def _between(one: Quantity, other: Quantity) -> Quantity:
    assert isinstance(one.value, Decimal)
    assert isinstance(other.value, Decimal)
    named = other if other.unit else one
    return replace(
        one, end=other.end, outer_end=other.outer_end, value=None, hedge=None, facing=False,
        low=min(one.value, other.value), high=max(one.value, other.value), unit=named.unit, kind=named.kind,
    )  # fmt: skip


def _faces(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two limits enclose one name: lower bound in front, upper bound behind."""
    between = text[one.end : other.start]
    lower, upper = {Hedge.AT_LEAST, Hedge.OVER}, {Hedge.AT_MOST, Hedge.UNDER}
    opposite = (one.hedge in lower and other.hedge in upper) or (one.hedge in upper and other.hedge in lower)
    numbers = isinstance(one.value, Decimal) and isinstance(other.value, Decimal)
    return opposite and numbers and len(between) <= 16 and not _PARTED.search(between)
