"""Turns a numeral with its tail, or a range of two, into a quantity: value, unit, sign, coins and limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.bare import BareReader
from extract.hedges import HedgeReader, Limit
from extract.numerals import Numeral, NumeralReader
from extract.persay import PerReader
from extract.signs import Sign, SignReader
from extract.tails import Tail, TailReader
from extract.units import Unit, UnitTable
from schema.figure import FigureKind, Flaw, Hedge


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity with offsets; the outer span takes in the words that limit it.

    `facing` marks a limit printed behind the number (80%≤…).
    """

    start: int
    end: int
    kind: FigureKind
    value: Decimal | str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    decimals: int = 0
    scale: int = 0
    hedge: Hedge | None = None
    flaw: Flaw | None = None
    outer_start: int = 0
    outer_end: int = 0
    facing: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A number and its tail as found, or the two ends of a range; a single number has no `second`."""

    number: Numeral
    tail: Tail
    second: Numeral | None = None
    second_tail: Tail | None = None

    @property
    def last(self) -> Tail:
        """The tail that ends the whole."""
        return self.second_tail or self.tail

    @property
    def digits_end(self) -> int:
        """Where the last numeral ends."""
        return (self.second or self.number).end

    @property
    def unit(self) -> Unit | None:
        """The unit printed, at either end."""
        return self.last.unit or self.tail.unit

    @property
    def scaled(self) -> bool:
        """Whether a 万 or its like is printed."""
        return self.last.scaled or self.tail.scaled

    @property
    def flaw(self) -> Flaw | None:
        """What is wrong with the digits, or that they are broken over a line."""
        if self.number.flaw or (self.second and self.second.flaw):
            return self.number.flaw or (self.second.flaw if self.second else None)
        return Flaw.BROKEN if self.tail.broken or self.last.broken else None


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before reading: whether the text is a cell, and the unit and power of its header."""

    cell: bool = False
    default: tuple[Unit, int] | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before a number: start with its sign, start of a currency mark, its unit, and the sign."""

    start: int
    mark_start: int
    mark: str
    sign: Sign


_HAN = regex.compile(r"\p{Han}")


class MeasureReader:
    """Measures of one vocabulary."""

    def __init__(
        self,
        numerals: NumeralReader,
        units: UnitTable,
        tails: TailReader,
        hedges: HedgeReader,
        bare: BareReader,
    ) -> None:
        self.numerals, self.units, self.tails, self.hedges, self.bare = numerals, units, tails, hedges, bare
        self.per = PerReader(units)
        words = numerals.words
        self.signs = SignReader(words.signs, words.words.negative, words.words.negative_not_after)

    def measured(self, text: str, written: Written, floor: int, setting: Setting) -> Quantity | None:
        """The quantity that is written, limited by the words around it; None when it is a code or a year.

        `floor` is where the figure before ends: no limit reaches back over it.
        """
        front = self._front(text, written)
        limit_start = min(front.start, front.mark_start)
        before = self.hedges.before(text, limit_start, floor)
        named = self._named(text, written, front, before, setting)
        if named is None:
            return None
        unit, power, end = named
        shift = power + (unit.shift if unit else 0)
        flaw = written.flaw or (Flaw.UNKNOWN_UNIT if unit and not unit.known else None)
        one = Quantity(
            front.start, end, unit.kind if unit else FigureKind.COUNT, unit=unit.name if unit else "", flaw=flaw,
            decimals=written.number.decimals, scale=written.number.scale + shift,
        )  # fmt: skip
        if unit and unit.kind is FigureKind.MONEY and (per := self.per.before(text, limit_start, floor)):
            one = replace(one, unit=self.per.added(unit.name, per))
        one = self._with_value(one, written, power, shift, -1 if front.sign.negative else 1)
        if unit and unit.name == "元":
            one = self._with_coins(text, one, written)
        if not one.unit and not written.scaled:
            one = self._by_context(text, one)
        over = written.tail.over or written.last.over
        one = self.limited(text, one, before=before, limit_start=limit_start, over=over)
        if front.sign.unsure:
            return replace(one, value=None, flaw=Flaw.AMBIGUOUS)
        if front.sign.around:
            return _around(one, front.mark_start)
        return replace(one, hedge=one.hedge or Hedge.ABOUT) if written.number.vague else one

    def _front(self, text: str, written: Written) -> Front:
        """Sign and currency mark in front; a mark written as a word (人民币) is no part of the figure."""
        number = written.number
        mark_start, mark = self.units.prefix(text, number.start)
        sign = self.signs.read(text, mark_start, written.unit, money=bool(mark))
        start = number.start if not mark or _HAN.match(text, mark_start) else mark_start
        return Front(start if sign.start == mark_start else sign.start, mark_start, mark, sign)

    def _named(
        self, text: str, written: Written, front: Front, before: Limit, setting: Setting
    ) -> tuple[Unit | None, int, int] | None:
        """Unit, power of ten and end; None when the number is no quantity."""
        unit, power, end = written.unit, written.last.power, written.last.end
        if unit is not None:
            return self.bare.counted(text, unit), power, end
        if written.scaled:
            unit = self.bare.after_scale(text, written.number.start, end, front.mark)
            return unit, power, unit.end if unit else end
        if shared := self.bare.shared(text, end):
            return shared, power, shared.end
        if listed := self.bare.listed(text, end):
            return *listed, end
        if front.mark:
            return Unit(end, front.mark, FigureKind.MONEY), power, end
        return self._unnamed(text, written, end, before, setting)

    def _unnamed(
        self, text: str, written: Written, end: int, before: Limit, setting: Setting
    ) -> tuple[Unit | None, int, int] | None:
        unknown = self.tails.unknown(text, end)
        if setting.default is not None and (unknown is None or self.tails.has_word(text, end) > 2):
            return *setting.default, end
        if written.number.value is None:
            return None, 0, end
        second = written.second
        if second is not None and not setting.cell and self.bare.is_years(text, written.number, second):
            return None
        limited = before.hedge is not None or self.hedges.behind(text, end).hedge is not None
        single = second is None and not limited
        if single and self.bare.is_code(text, written.number, end, cell=setting.cell):
            return None
        return unknown, 0, unknown.end if unknown else end

    def _with_value(self, one: Quantity, written: Written, power: int, shift: int, sign: int) -> Quantity:
        number, second = written.number, written.second
        if number.value is None:
            return one
        half = Decimal("0.5") if written.last.half else Decimal(0)
        if second is not None and second.value is not None:
            shared = power + (second.scale if second.scaled else 0)
            own = written.tail.power if written.tail.scaled else shared
            low = plain(number.value.scaleb(own + shift - power))
            high = plain((second.value + half).scaleb(shift))
            decimals = max(number.decimals, second.decimals)
            return replace(
                one, low=min(low, high), high=max(low, high), decimals=decimals, scale=second.scale + shift
            )
        value = plain((number.value + half).scaleb(shift)) * sign
        if number.low is not None:
            return replace(one, low=plain(number.low.scaleb(shift)), high=value)
        return replace(one, value=value, decimals=max(number.decimals, 1) if half else number.decimals)

    def _with_coins(self, text: str, one: Quantity, written: Written) -> Quantity:
        """12元5角3分: an amount that goes on in smaller coins."""
        unit = written.tail.unit
        if (
            not isinstance(one.value, Decimal)
            or unit is None
            or unit.printed not in self.units.words.coins.behind
        ):
            return one
        for coin, place in self.units.words.coins.places.items():
            found = self.numerals.candidate.match(text, one.end)
            part = self.numerals.read(text, found) if found else None
            if part is None or part.value is None or part.value >= 10 or not text.startswith(coin, part.end):
                continue
            value = one.value + part.value.scaleb(-place)
            one = replace(one, value=value, end=part.end + 1, decimals=place, scale=0)
        return one

    def _by_context(self, text: str, one: Quantity) -> Quantity:
        """A number without a unit: a score by its context, else a count or, with decimals, a measure."""
        if self.bare.meant(text, one.start, one.end) is FigureKind.SCORE:
            return replace(one, kind=FigureKind.SCORE, unit="分")
        return replace(one, kind=FigureKind.MEASURE) if one.decimals else one

    def limited(
        self,
        text: str,
        one: Quantity,
        *,
        before: Limit | None = None,
        limit_start: int | None = None,
        over: bool = False,
    ) -> Quantity:
        """`one` with the hedge of the words around it; `over` is an 余 or 多 inside."""
        start = one.start if limit_start is None else limit_start
        before = before or self.hedges.before(text, start, 0)
        behind = self.hedges.behind(text, one.end)
        facing = self.hedges.facing(text, one.end) if not behind.cue else Limit(None, one.end)
        if before.hedge and self.hedges.is_span(before.cue, one.unit, one.value):
            before = Limit(None, start)
        hedge = self._stronger(text, one, before, behind)
        if hedge is None:
            hedge = Hedge.OVER if over else facing.hedge
        return replace(
            one, hedge=hedge, facing=facing.hedge is not None,
            outer_start=min(before.edge, start) if before.hedge else start, outer_end=max(behind.edge, one.end),
        )  # fmt: skip

    def _stronger(self, text: str, one: Quantity, before: Limit, behind: Limit) -> Hedge | None:
        """约90%以上 is a lower bound; otherwise the word in front counts, then the one behind."""
        if before.hedge is None:
            return behind.hedge
        if before.hedge in (Hedge.ABOUT, Hedge.NEARLY) and behind.hedge is not None:
            return behind.hedge
        if behind.cue == "()" and self.hedges.included(text, one.end):
            return self.hedges.with_limit_included(before.hedge)
        return before.hedge


def _around(one: Quantity, start: int) -> Quantity:
    """±5%: from -5% to 5%. Where a word limits it already (不超过±5%) the bound is that of the size."""
    if not isinstance(one.value, Decimal) or one.hedge is not None:
        return replace(one, start=start)
    return replace(one, value=None, low=-one.value, high=one.value)


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent."""
    return Decimal(format(value, "f"))
