"""Says what a number without a unit is: an amount or a score by the words around it, a code, a year, or a plain count."""

from __future__ import annotations

import regex

from extract.dates import DateReader
from extract.hedges import HedgeReader, one_of
from extract.numerals import Numeral, opens_line
from extract.tails import TailReader
from extract.units import Unit, UnitTable
from schema.figure import FigureKind

_NAME = regex.compile(r"[ ]{1,3}\p{Han}{2}")
_RATE = regex.compile(r"\s?/\s?[0-9]*[万千](?!元)人?")
_OUT_OF = regex.compile(r"\s?/\s?[0-9]+(?:\.[0-9]+)?")
_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_LISTED = regex.compile(rf"(?:、{_NUMBER}|,[0-9]+\.[0-9]+){{1,64}}+(?=[ ]?[^0-9.,、])")
_REACH = 30
"""How many characters back, inside the sentence, a telling word may stand."""
_MONTH = 2
"""Digits a month has at most."""
_LONGEST = 6
"""Bare digits beyond these, without separators, are a code."""


class BareReader:
    """Bare numbers of one vocabulary."""

    def __init__(self, units: UnitTable, tails: TailReader, hedges: HedgeReader, dates: DateReader) -> None:
        self.units, self.tails, self.dates = units, tails, dates
        context = hedges.words.context
        self._meaning = dict.fromkeys(context.money, FigureKind.MONEY)
        self._meaning.update(dict.fromkeys(context.count, FigureKind.COUNT))
        self._meaning.update(dict.fromkeys(context.score, FigureKind.SCORE))
        words = one_of(self._meaning)
        self._last = regex.compile(f"(?r)(?:{words})")
        self._behind = regex.compile(f"的?({words})")
        joints, self._counter = one_of(units.words.listed.joints), units.words.counted.counter
        self._joined = regex.compile(rf"(?:(?:{joints}){_NUMBER}){{1,64}}+(?=[ ]?[^0-9.,、])")
        self._counted = regex.compile(
            rf"(?:(?:{joints}){_NUMBER}{self._counter})*(?:{joints}){_NUMBER}(?={self._counter})"
        )

    def meant(self, text: str, start: int, end: int) -> FigureKind | None:
        """What the word right behind, or the nearest telling one before in the sentence, says a number is."""
        if behind := self._behind.match(text, end, min(len(text), end + 4)):
            return self._meaning[behind[1]]
        reach = max(0, start - _REACH)
        floor = max(text.rfind(mark, reach, start) for mark in "。；\n") + 1
        before = self._last.search(text, max(floor, reach), start)
        return self._meaning[before[0]] if before else None

    def after_scale(self, text: str, start: int, end: int, mark: str) -> Unit | None:
        """The unit of 29.6万: 元 in a context of money or before /月, else none."""
        money = Unit(end, "元", FigureKind.MONEY)
        if mark or text.startswith("/", end):
            return self.units.compound(text, money)
        return money if self.meant(text, start, end) is FigureKind.MONEY else None

    def shared(self, text: str, end: int) -> Unit | None:
        """The unit of 9.5 in 9.5/10分, and of 3.2 in 3.2/10万."""
        rate = _RATE.match(text, end)
        if rate is not None:
            return Unit(rate.end(), regex.sub(r"\s", "", rate[0]), FigureKind.MEASURE)
        found = _OUT_OF.match(text, end)
        unit = self.units.match(text, found.end()) if found else None
        if unit is None or unit.kind is not FigureKind.SCORE:
            return None
        return Unit(end, unit.name, unit.kind)

    def listed(self, text: str, end: int) -> tuple[Unit, int] | None:
        """Unit and power of ten of 10 in 10、12、15万元: those of the item that ends the list; 和 joins rates and money only."""
        listed = _LISTED.match(text, end)
        joined = None if listed else self._joined.match(text, end)
        found = listed or joined
        if found is None:
            return None
        at, power = self.units.scale(text, found.end())
        unit = self.units.match(text, at)
        if unit is None or unit.kind is FigureKind.ORDINAL or unit.name in self.units.words.calendar.units:
            return None
        if joined and unit.kind not in {FigureKind.PERCENT, FigureKind.MONEY}:
            return None
        unit = self.units.compound(text, unit)
        return Unit(end, unit.name, unit.kind, unit.shift, unit.known), power

    def counted(self, text: str, unit: Unit) -> Unit:
        """The unit of 7.9个 in 7.9个、3.4个和1.7个百分点: what the last of the list is counted in."""
        found = self._counted.match(text, unit.end) if unit.printed == self._counter else None
        last = self.units.match(text, found.end()) if found else None
        if last is None or last.printed == self._counter or not last.printed.startswith(self._counter):
            return unit
        return Unit(unit.end, last.name, last.kind, last.shift, last.known, unit.printed)

    def is_years(self, text: str, first: Numeral, second: Numeral) -> bool:
        """Whether both ends of a range without a unit are years, or a year and a month or a code: 2022-1, 01-02."""
        one, other = (text[end.start : end.end] for end in (first, second))
        if self.dates.is_year(one):
            return self.dates.is_year(other) or len(other) <= _MONTH
        return any(len(end) > 1 and end[0] == "0" and end.isdigit() for end in (one, other))

    def is_code(self, text: str, number: Numeral, end: int, *, cell: bool) -> bool:
        """Whether bare digits are a year, a code with its name, or too long and unseparated for an amount."""
        printed = text[number.start : end]
        if not printed.isdigit():
            return False
        line_start = opens_line(text, number.start)
        if len(printed) >= 3 and line_start and _NAME.match(text, end):
            return True
        if cell:
            return False
        if self.dates.is_year(printed):
            return True
        if len(printed) > _LONGEST or (printed[0] == "0" and len(printed) > 1):
            return self.meant(text, number.start, end) is not FigureKind.MONEY
        word = self.tails.has_word(text, end)
        return word > 2 and (line_start or len(printed) >= 5) and self.tails.unknown(text, end) is not None
