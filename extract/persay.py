"""Reads what an amount is for each of when words before it say so: 每人每月补助300元 is in 元/人·月."""

from __future__ import annotations

import regex

from extract.hedges import one_of
from extract.units import UnitTable

_REACH = 24
_END = regex.compile(r"(?r)[，。；：:、,;()！？\n0-9]")
_HAN_ONLY = regex.compile(r"\p{Han}*\s?")
_NOUN = 4
"""Characters of a noun between two units: 每名学生每学期."""
_DEED = 8
"""Characters of a deed between the last unit and the amount: 每亩补助标准为."""


class PerReader:
    """Denominators in words, of one vocabulary."""

    def __init__(self, units: UnitTable) -> None:
        self.units = units
        self._each = units.words.per.each
        self._times = units.words.per.times
        self._whole = regex.compile(one_of(units.words.per.whole))

    def before(self, text: str, start: int, floor: int) -> tuple[str, ...]:
        """The units an amount at `start` is for each of, times last; none when only a time is told (每年240万元)."""
        floor = max(floor, start - _REACH)
        at = text.find(self._each, floor, start)
        if at < 0:
            return ()
        if bound := _END.search(text, at, start):
            at = text.find(self._each, bound.end(), start)
        names: list[str] = []
        while at >= 0:
            unit = self.units.denominator(text, at + len(self._each))
            if unit is None or unit.end > start:
                return ()
            names.append(unit.name)
            at = text.find(self._each, unit.end, start)
            between = text[unit.end : start if at < 0 else at]
            longest = _DEED if at < 0 else _NOUN
            if len(between) > longest or not _HAN_ONLY.fullmatch(between) or self._whole.search(between):
                return ()
        told = len(set(names)) == len(names) and any(name not in self._times for name in names)
        return tuple(sorted(names, key=self._times.__contains__)) if told else ()

    def added(self, unit: str, names: tuple[str, ...]) -> str:
        """The unit with the denominators told before it: 每户3000元/年 is in 元/户·年."""
        plain, _, printed = unit.partition("/")
        behind = [name for name in printed.split("·") if name and name not in names]
        return f"{plain}/{'·'.join(sorted((*names, *behind), key=self._times.__contains__))}"
