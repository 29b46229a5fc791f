"""Reads what follows a numeral: 余 and 多, scale words, the unit with its compounds, halves; and what it then measures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extract.hedges import HedgeReader
from extract.numerals import Numeral, NumeralReader
from extract.units import Unit, UnitTable
from schema.figure import FigureKind


@dataclass(frozen=True, slots=True)
class Tail:
    """Where number and unit end, the unit (None when there is none), further power of ten, 余/多 inside, a half more."""

    end: int
    unit: Unit | None = None
    power: int = 0
    scaled: bool = False
    over: bool = False
    half: bool = False
    broken: bool = False


_GAP = regex.compile(r"[ ]{0,2}")
_BREAK = regex.compile(r"[ ]{0,2}\n[ ]{0,3}")
_HAN = regex.compile(r"\p{Han}")
_WORD = regex.compile(r"\p{Han}+")
_LATIN = regex.compile(r"[A-Za-zμΩ°]{1,6}(?![A-Za-z0-9])")


class TailReader:
    """Tails of one vocabulary."""

    def __init__(
        self, numerals: NumeralReader, units: UnitTable, hedges: HedgeReader, stops: frozenset[str]
    ) -> None:
        self.numerals = numerals
        self.units = units
        self.inside = tuple(word for words in hedges.words.inside.values() for word in words)
        self.stops = tuple(stops)
        self.half = numerals.words.words.half

    def read(self, text: str, number: Numeral) -> Tail:
        """The tail of `number`; its end is that of the number when nothing of it follows."""
        at, over = self._more(text, number.end, need_unit=True)
        power, scaled = 0, number.scaled
        gap = _GAP.match(text, at)
        after = gap.end() if gap else at
        broken = False
        if not scaled:
            end, power = self.units.scale(text, after)
            if not power and (line := _BREAK.match(text, at)):
                end, power = self.units.scale(text, line.end())
                broken = power > 0 and self.units.match(text, end) is not None
                power = power if broken else 0
            if power:
                at, scaled = end, True
        if scaled:
            at, more = self._more(text, at, need_unit=False)
            over = over or more
        tail = Tail(at, power=power, scaled=scaled, over=over, broken=broken)
        return self._with_unit(text, number, tail)

    def free(self, text: str, number: Numeral, taken: bytearray) -> Tail:
        """The tail of `number` if nothing of it belongs to a date or a name; else none."""
        tail = self.read(text, number)
        return Tail(number.end) if any(taken[number.end : tail.end]) else tail

    def _more(self, text: str, at: int, *, need_unit: bool) -> tuple[int, bool]:
        """Past an 余 or 多 between number and unit: its end, and whether there was one."""
        counted = self.units.words.counted
        for word in self.inside:
            behind = at + len(counted.counter + word)
            if (
                text.startswith(counted.counter + word, at)
                and self.units.scale(text, behind)[1] >= counted.least
            ):
                return behind, True
            if not text.startswith(word, at):
                continue
            after = at + len(word)
            follows = self.units.match(text, after) or self.units.scale(text, after)[1]
            return (after, True) if follows else (at, False)
        return at, False

    def _with_unit(self, text: str, number: Numeral, tail: Tail) -> Tail:
        if found := self._half_unit(text, tail):
            return found
        gap = _GAP.match(text, tail.end)
        at = gap.end() if gap else tail.end
        unit = self.units.match(text, at)
        broken = tail.broken
        if unit is None and (line := _BREAK.match(text, tail.end)):
            unit = self._over_line(text, number, line.end())
            broken = broken or unit is not None
        if unit is None:
            return tail
        unit = self.units.compound(text, unit)
        tail = replace(tail, end=unit.end, unit=unit, broken=broken)
        after = text[unit.end : unit.end + 2]
        if unit.kind is FigureKind.MEASURE and after[:1] == self.half and after[1:] not in ("数", "径", "成"):
            return replace(tail, end=unit.end + 1, half=True)
        return tail

    def _half_unit(self, text: str, tail: Tail) -> Tail | None:
        """个半小时, 个多月: one more half, or a little more, before a unit of time."""
        for middle, over in ((self.half, False), *((word, True) for word in self.inside)):
            word = f"个{middle}"
            if text.startswith(word, tail.end):
                unit = self.units.match(text, tail.end + len(word))
                if unit is not None and unit.kind is FigureKind.MEASURE:
                    name = "个月" if unit.name == "月" else unit.name
                    unit = replace(unit, name=name)
                    return replace(tail, end=unit.end, unit=unit, half=not over, over=tail.over or over)
        return None

    def _over_line(self, text: str, number: Numeral, at: int) -> Unit | None:
        """A unit on the next line: a word of its own, or one character inside running text."""
        unit = self.units.match(text, at)
        if unit is None or number.chinese:
            return None
        alone = unit.end >= len(text) or not _HAN.match(text, unit.end)
        running = bool(_HAN.match(text, number.start - 1)) if number.start else False
        return unit if unit.end - at > 1 or alone or running else None

    def unknown(self, text: str, at: int) -> Unit | None:
        """What stands where a unit would, if it is no unit we know: kept as printed."""
        latin = _LATIN.match(text, at)
        if latin is not None:
            return Unit(latin.end(), latin[0], FigureKind.MEASURE, known=False)
        word = _WORD.match(text, at)
        if word is None or text.startswith(self.stops, at):
            return None
        end = word.end() if len(word[0]) <= 2 else at + 1
        return Unit(end, text[at:end], FigureKind.COUNT, known=False)

    def has_word(self, text: str, at: int) -> int:
        """How many characters of a word follow at `at`."""
        word = _WORD.match(text, at)
        return len(word[0]) if word else 0

    def of_name(self, name: str) -> tuple[Unit, int]:
        """Unit and power of ten of a unit given by itself, as in a table header (万元)."""
        end, power = self.units.scale(name, 0)
        unit = self.units.match(name, end)
        if unit is not None:
            return self.units.compound(name, unit), power
        if power and end == len(name):
            return Unit(end, "元", FigureKind.MONEY), power
        return Unit(len(name), name, FigureKind.COUNT, known=False), 0
