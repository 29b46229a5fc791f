"""Puts numerals, units, limits and ranges together into quantities, after dates and distractors are set aside."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import regex

from extract.dates import DateReader, Day, date_reader
from extract.distractors import DistractorReader, Span, distractor_reader
from extract.folding import folding
from extract.hedges import HedgeReader, Limit, hedge_reader, one_of
from extract.numerals import Numeral, NumeralReader, numeral_reader
from extract.proportions import ProportionReader
from extract.tails import Tail, TailReader
from extract.units import Unit, unit_table
from schema.figure import FigureKind, Flaw, Hedge


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity with offsets; the outer span takes in the words that limit it."""

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


Dated = tuple[Day, Hedge | None, int, int]
Excluded = tuple[int, int, FigureKind]

_NUMERIC = regex.compile(r"[0-9零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾半百千]")
_RUN = regex.compile(r"[0-9](?:[0-9,.\-/:]*[0-9])?")
_NEGATIVE_BRACKET = regex.compile(r"\s*\(\s*([0-9][0-9,.]*)\s*\)\s*")
_HAN = regex.compile(r"\p{Han}")
_NAME = regex.compile(r"[ ]{1,3}\p{Han}{2}")
_RATE = regex.compile(r"\s?/\s?[0-9]*[万千](?!元)人?")
_OUT_OF = regex.compile(r"\s?/\s?[0-9]+(?:\.[0-9]+)?")


class QuantityReader:
    """Everything numeric of a text, for one vocabulary. Keeps no state between texts."""

    def __init__(
        self,
        numerals: NumeralReader,
        hedges: HedgeReader,
        dates: DateReader,
        distractors: DistractorReader,
        table: dict[int, str],
    ) -> None:
        self.numerals, self.hedges, self.dates, self.distractors = numerals, hedges, dates, distractors
        self.units = numerals.units
        self.tails = TailReader(numerals, self.units, hedges, distractors.words.stops.words)
        self.proportions = ProportionReader(numerals)
        self._table = table
        self._to = regex.compile(rf"[ ]?(?:{one_of(numerals.words.range.signs)})[ ]?")
        context = hedges.words.context
        self._meaning = dict.fromkeys(context.money, FigureKind.MONEY)
        self._meaning.update(dict.fromkeys(context.count, FigureKind.COUNT))
        self._meaning.update(dict.fromkeys(context.score, FigureKind.SCORE))
        self._context = regex.compile(f"(?r)(?:{one_of(self._meaning)})")

    def read(
        self, printed: str, *, unit: str | None = None, cell: bool = False
    ) -> tuple[list[Dated], list[Quantity], list[Excluded]]:
        """Dates with their limits, quantities, and what was set aside; offsets into `printed`."""
        text = printed.translate(self._table)
        if _NUMERIC.search(text) is None:
            return [], [], []
        taken = bytearray(len(text))
        excluded: list[Excluded] = []
        for span in self.distractors.codes(text):
            self._set_aside(text, span, taken, excluded)
        days = list(self._days(text, taken, excluded))
        found = list(self._proportions(text, taken))
        for span in self.distractors.names(text):
            self._set_aside(text, span, taken, excluded)
        found.extend(self._quantities(text, taken, excluded, unit, cell))
        return days, self._joined(text, found), sorted(excluded)

    def _set_aside(self, text: str, span: Span, taken: bytearray, excluded: list[Excluded]) -> None:
        if any(taken[span.start : span.end]):
            return
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
        if not span.numbers:
            return
        if span.end - span.start <= 24:
            excluded.append((span.start, span.end, FigureKind.ORDINAL))
            return
        runs = _RUN.finditer(text, span.start, span.end)
        excluded.extend((*run.span(), FigureKind.ORDINAL) for run in runs)

    def _days(self, text: str, taken: bytearray, excluded: list[Excluded]) -> Iterator[Dated]:
        floor = 0
        for day in self.dates.find(text):
            if any(taken[day.start : day.end]):
                continue
            taken[day.start : day.end] = b"\1" * (day.end - day.start)
            if day.excluded:
                excluded.append((day.start, day.end, FigureKind.DATE))
                continue
            before = self.hedges.before(text, day.start, floor)
            behind = self.hedges.behind_date(text, day.end)
            hedge = before.hedge if before.hedge in (Hedge.AT_MOST, Hedge.AT_LEAST) else behind.hedge
            start = before.edge if before.hedge else day.start
            floor = behind.edge
            yield day, hedge, start, behind.edge

    def _proportions(self, text: str, taken: bytearray) -> Iterator[Quantity]:
        for proportion in self.proportions.find(text):
            if not any(taken[proportion.start : proportion.end]):
                taken[proportion.start : proportion.end] = b"\1" * (proportion.end - proportion.start)
                bare = Quantity(
                    proportion.start, proportion.end, proportion.kind, proportion.value, unit=proportion.unit,
                    decimals=proportion.decimals, scale=proportion.scale,
                )  # fmt: skip
                yield self._limited(text, bare, 0)

    def _quantities(
        self, text: str, taken: bytearray, excluded: list[Excluded], unit: str | None, cell: bool
    ) -> Iterator[Quantity]:
        if cell and (account := _NEGATIVE_BRACKET.fullmatch(text)) and regex.search("[.,]", account[1]):
            text = text.replace("(", " ").replace(")", " ")
            sign = -1
        else:
            sign = 1
        default = self.tails.of_name(unit.strip().translate(self._table)) if unit and unit.strip() else None
        at, floor = 0, 0
        while found := self.numerals.candidate.search(text, at):
            at = found.end()
            if taken[found.start()]:
                at = _next_free(taken, found.start())
                continue
            one = self._quantity(text, found, taken, floor, default, cell)
            if one is None:
                continue
            at = max(at, one.outer_end)
            if isinstance(one.value, str) and one.value == _SET_ASIDE:
                excluded.append((one.start, one.end, one.kind))
                continue
            floor = one.outer_end
            taken[one.start : one.outer_end] = b"\1" * (one.outer_end - one.start)
            if sign < 0 and isinstance(one.value, Decimal):
                one = replace(one, value=-one.value)
            yield one

    def _quantity(
        self,
        text: str,
        found: regex.Match[str],
        taken: bytearray,
        floor: int,
        default: tuple[Unit, int] | None,
        cell: bool,
    ) -> Quantity | None:
        number = self.numerals.read(text, found)
        if number is None or any(taken[number.start : number.end]):
            return None
        tail = self.tails.read(text, number)
        if any(taken[number.end : tail.end]):
            tail = Tail(number.end)
        ranged = self._range(text, number, tail, taken)
        if ranged is not None:
            number, tail, second, second_tail = ranged
        else:
            second, second_tail = None, tail
        if number.chinese and not self._counts(text, number, second_tail):
            return None
        one = self._measured(text, number, tail, second, second_tail, default, cell, floor)
        return _clear_of(taken, one, second.end if second else number.end) if one else None

    def _range(
        self, text: str, number: Numeral, tail: Tail, taken: bytearray
    ) -> tuple[Numeral, Tail, Numeral, Tail] | None:
        """The other end of a range that begins with `number`, when one stands there with a like unit."""
        if number.low is not None or number.value is None:
            return None
        at = tail.end
        joint = self._to.match(text, at)
        if joint is None:
            behind = self.hedges.behind(text, at)
            if behind.cue != "()":
                return None
            joint = self._to.match(text, behind.edge)
            if joint is None:
                return None
        found = self.numerals.candidate.match(text, joint.end())
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
        other_tail = self.tails.read(text, other)
        if any(taken[other.end : other_tail.end]):
            other_tail = Tail(other.end)
        if not _alike(tail, other_tail) or self._in_code(
            text, number.start, other_tail.end, tail, other_tail
        ):
            return None
        return number, tail, other, other_tail

    @staticmethod
    def _in_code(text: str, start: int, end: int, tail: Tail, other: Tail) -> bool:
        """Digits and hyphens inside a longer code are no range."""
        if other.unit or other.scaled or tail.unit:
            return False
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        return any(char in "-/.:" or (char.isascii() and char.isalnum()) for char in around)

    def _counts(self, text: str, number: Numeral, tail: Tail) -> bool:
        """Whether a Chinese numeral is a number here and not an article, a rank or part of a word."""
        if tail.unit is None:
            return tail.scaled and tail.end > number.start + 1
        ahead, words = text[max(0, number.start - 1) : number.start], self.numerals.words
        if ahead == words.words.session or (
            ahead in words.words.vague and text[number.start] in words.powers
        ):
            return False
        if tail.unit.kind is FigureKind.ORDINAL:
            return False
        name = tail.unit.printed or tail.unit.name
        article = self.units.words.article
        simple = number.end - number.start == 1 and not tail.over
        if simple and number.value == 1 and name in article.units:
            return self.hedges.counts(text, number.start)
        printed = text[number.start : number.end]
        if name in article.rank and not (name in article.plural and printed not in article.ordinals):
            return self.hedges.counts(text, number.start)
        return True

    def _measured(
        self,
        text: str,
        number: Numeral,
        tail: Tail,
        second: Numeral | None,
        second_tail: Tail,
        default: tuple[Unit, int] | None,
        cell: bool,
        floor: int,
    ) -> Quantity | None:
        unit, power = second_tail.unit or tail.unit, second_tail.power
        start, mark = self.units.prefix(text, number.start)
        sign_at = self._negative(text, number.start if not mark else start, unit, mark)
        end = second_tail.end
        scaled = second_tail.scaled or tail.scaled
        flaw = number.flaw or (second.flaw if second else None)
        if flaw is None and (tail.broken or second_tail.broken):
            flaw = Flaw.BROKEN
        if unit is None and not scaled:
            unit = self._score_of(text, end)
            end = unit.end if unit else end
        coins = self._coins(text, number, tail) if unit and unit.name == "元" and second is None else None
        first = start if mark and not _HAN.match(text, start) else number.start
        first = min(first, sign_at) if sign_at is not None else first
        if unit is None and scaled:
            unit, end = self._after_scale(text, end, number.start, mark)
        if unit is None and mark:
            unit = Unit(end, mark, FigureKind.MONEY)
        limit_start = min(first, start) if mark else first
        before = self.hedges.before(text, limit_start, floor)
        if unit is None and not scaled:
            known = self._bare(text, number, second, end, before, default, cell)
            if known is None:
                kind = (
                    FigureKind.DATE
                    if self.dates.is_year(text[number.start : number.end])
                    else FigureKind.ORDINAL
                )
                return Quantity(number.start, end, kind, _SET_ASIDE, outer_start=number.start, outer_end=end)
            unit, power, end = known
        if unit is not None and not unit.known and flaw is None:
            flaw = Flaw.UNKNOWN_UNIT
        one = Quantity(
            first, end, unit.kind if unit else FigureKind.COUNT, unit=unit.name if unit else "", flaw=flaw,
            decimals=number.decimals, scale=number.scale + power + (unit.shift if unit else 0),
        )  # fmt: skip
        sign = -1 if sign_at is not None else 1
        if number.value is not None:
            shift = power + (unit.shift if unit else 0)
            one = self._with_value(one, number, tail, second, second_tail, shift, sign)
        if coins is not None:
            one = replace(one, value=coins[0], end=coins[1], decimals=coins[2], scale=0)
        if not one.unit and one.kind is FigureKind.COUNT and not scaled:
            one = self._bare_kind(text, one)
        over = tail.over or second_tail.over
        return self._limited(text, one, floor, before=before, over=over, limit_start=limit_start)

    def _with_value(
        self,
        one: Quantity,
        number: Numeral,
        tail: Tail,
        second: Numeral | None,
        second_tail: Tail,
        shift: int,
        sign: int,
    ) -> Quantity:
        assert number.value is not None
        half = Decimal("0.5") if second_tail.half else Decimal(0)
        if second is not None and second.value is not None:
            own = tail.power if tail.scaled else 0
            shared = second_tail.power + (second.scale if second.scaled else 0)
            low = number.value.scaleb(own if tail.scaled else shared)
            high = second.value.scaleb(second_tail.power)
            unit_shift = shift - second_tail.power
            low, high = _plain(low.scaleb(unit_shift)), _plain((high + half).scaleb(unit_shift))
            decimals = max(number.decimals, second.decimals)
            scale = second.scale + second_tail.power + unit_shift
            return replace(one, low=min(low, high), high=max(low, high), decimals=decimals, scale=scale)
        value = _plain((number.value + half).scaleb(shift)) * sign
        if number.low is not None:
            return replace(one, low=_plain(number.low.scaleb(shift)), high=value)
        decimals = max(number.decimals, 1) if half else number.decimals
        return replace(one, value=value, decimals=decimals)

    def _after_scale(self, text: str, end: int, start: int, mark: str) -> tuple[Unit | None, int]:
        """The unit of 29.6万: 元 in a context of money or before /月, else none."""
        money = Unit(end, "元", FigureKind.MONEY)
        if mark or text.startswith("/", end):
            compound = self.units.compound(text, money)
            return compound, compound.end
        if self._meant(text, start, end) is FigureKind.MONEY:
            return money, end
        return None, end

    def _meant(self, text: str, start: int, end: int) -> FigureKind | None:
        """What the nearest telling word before (in the sentence) or right behind says a number is."""
        behind = text[end : end + 4]
        after = regex.match(rf"的?(?P<word>{self._context.pattern[4:]})", behind) if behind else None
        if after is not None:
            return self._meaning[after["word"]]
        floor = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
        before = self._context.search(text, max(floor, start - 30), start)
        return self._meaning[before[0]] if before else None

    def _bare(
        self,
        text: str,
        number: Numeral,
        second: Numeral | None,
        end: int,
        before: Limit,
        default: tuple[Unit, int] | None,
        cell: bool,
    ) -> tuple[Unit | None, int, int] | None:
        """Unit, power and end of a number without a unit we know; None when it is no quantity at all."""
        printed = text[number.start : number.end]
        unknown = self.tails.unknown(text, end)
        limited = before.hedge is not None or self.hedges.behind(text, end).hedge is not None
        if default is not None and (
            unknown is None or (not unknown.known and self.tails.has_word(text, end) > 2)
        ):
            return default[0], default[1], end
        if number.value is None:
            return None, 0, end
        if second is None and not limited and printed.isdigit() and self._is_code(text, number, end, cell):
            return None
        if unknown is not None:
            return unknown, 0, unknown.end
        return None, 0, end

    def _is_code(self, text: str, number: Numeral, end: int, cell: bool) -> bool:
        """Whether bare digits are a year, a code with its name, or too long and unseparated for an amount."""
        printed = text[number.start : end]
        line_start = not text[text.rfind("\n", 0, number.start) + 1 : number.start].strip()
        if len(printed) >= 3 and line_start and _NAME.match(text, end):
            return True
        if cell:
            return False
        if self.dates.is_year(printed):
            return True
        if len(printed) >= 7 or (printed[0] == "0" and len(printed) > 1):
            return self._meant(text, number.start, end) is not FigureKind.MONEY
        word = self.tails.has_word(text, end)
        return word > 2 and (line_start or len(printed) >= 5) and self.tails.unknown(text, end) is not None

    def _bare_kind(self, text: str, one: Quantity) -> Quantity:
        """A number without a unit: a score or an amount by its context, else a count or, with decimals, a measure."""
        meant = self._meant(text, one.start, one.end)
        if meant is FigureKind.SCORE:
            return replace(one, kind=FigureKind.SCORE, unit="分")
        return replace(one, kind=FigureKind.MEASURE) if one.decimals else one

    def _negative(self, text: str, start: int, unit: Unit | None, mark: str) -> int | None:
        """Where a minus sign in front stands; None without one, and for hyphens and担负."""
        words = self.numerals.words.words
        if start and text[start - 1] == words.negative:
            return None if text[max(0, start - 2) : start - 1] in words.negative_not_after else start - 1
        if not start or text[start - 1] != "-":
            return None
        ahead = text[start - 2 : start - 1] if start >= 2 else ""
        if not ahead or ahead in " \n(:=≥≤><~、，,/":
            return start - 1
        telling = bool(mark) or (unit is not None and unit.kind in (FigureKind.PERCENT, FigureKind.MONEY))
        return start - 1 if telling and _HAN.match(ahead) else None

    def _score_of(self, text: str, end: int) -> Unit | None:
        """The unit of 9.5 in 9.5/10分, and of 3.2 in 3.2/10万."""
        rate = _RATE.match(text, end)
        if rate is not None:
            return Unit(rate.end(), regex.sub(r"\s", "", rate[0]), FigureKind.MEASURE)
        found = _OUT_OF.match(text, end)
        unit = self.units.match(text, found.end()) if found else None
        return replace(unit, end=end) if unit is not None and unit.kind is FigureKind.SCORE else None

    def _coins(self, text: str, number: Numeral, tail: Tail) -> tuple[Decimal, int, int] | None:
        """12元5角3分: value, end and decimals of an amount that goes on in smaller coins."""
        if number.value is None or tail.unit is None or tail.unit.printed not in ("元", "圆", "块"):
            return None
        value, end, decimals = number.value.scaleb(tail.power), tail.end, 0
        for coin, place in (("角", 1), ("分", 2)):
            found = self.numerals.candidate.match(text, end)
            part = self.numerals.read(text, found) if found else None
            if part is None or part.value is None or part.value >= 10 or not text.startswith(coin, part.end):
                continue
            value, end, decimals = value + part.value.scaleb(-place), part.end + 1, place
        return (value, end, decimals) if decimals else None

    def _limited(
        self,
        text: str,
        one: Quantity,
        floor: int,
        *,
        before: Limit | None = None,
        over: bool = False,
        limit_start: int | None = None,
    ) -> Quantity:
        """`one` with the hedge of the words around it."""
        start = one.start if limit_start is None else limit_start
        before = before or self.hedges.before(text, start, floor)
        behind = self.hedges.behind(text, one.end)
        facing = self.hedges.facing(text, one.end) if behind.cue == "" else Limit(None, one.end)
        hedge, edge = before.hedge, before.edge if before.hedge else start
        whole = one.value if isinstance(one.value, Decimal) else Decimal(0)
        if hedge and self.hedges.is_span(before.cue, one.unit, int(whole)):
            hedge, edge = None, start
        if hedge is None or (
            hedge in (Hedge.ABOUT, Hedge.NEARLY) and behind.hedge not in (None, Hedge.ABOUT)
        ):
            hedge = behind.hedge or hedge
        elif behind.cue == "()" and self.hedges.included(text, one.end):
            hedge = self.hedges.with_limit_included(hedge)
        if hedge is None and over:
            hedge = Hedge.OVER
        if hedge is None and facing.hedge is not None:
            hedge = facing.hedge
        return replace(
            one,
            hedge=hedge,
            outer_start=min(edge, start),
            outer_end=max(behind.edge, one.end),
            facing=facing.hedge is not None,
        )

    def _joined(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """In order; 80%≤满意度<90% becomes one range."""
        found.sort(key=lambda one: one.start)
        result: list[Quantity] = []
        for one in found:
            last = result[-1] if result else None
            if last is not None and last.facing and _faces(text, last, one):
                low, high = sorted((last.value, one.value))  # type: ignore[type-var]
                result[-1] = replace(
                    last, end=one.end, outer_end=one.outer_end, value=None, low=low, high=high, hedge=None,  # type: ignore[arg-type]
                    unit=one.unit or last.unit, kind=one.kind if one.unit else last.kind, facing=False,
                )  # fmt: skip
            else:
                result.append(one)
        return result


_SET_ASIDE = "\0"


def _faces(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two limits enclose one name: lower bound in front, upper bound behind."""
    between = text[one.end : other.start]
    pairs = {Hedge.AT_LEAST, Hedge.OVER}, {Hedge.AT_MOST, Hedge.UNDER}
    opposite = any(one.hedge in a and other.hedge in b for a, b in (pairs, pairs[::-1]))
    numbers = isinstance(one.value, Decimal) and isinstance(other.value, Decimal)
    return opposite and numbers and len(between) <= 16 and not regex.search(r"[，。；、,;\n0-9]", between)


def _plain(value: Decimal) -> Decimal:
    """The same number without an exponent."""
    return Decimal(format(value, "f"))


def _alike(one: Tail, other: Tail) -> bool:
    """Whether two ends of a range may belong together: same unit, or one end without."""
    if one.unit is None:
        return not one.scaled or other.scaled
    if other.unit is None:
        return not other.scaled
    return one.unit.name == other.unit.name


def _clear_of(taken: bytearray, one: Quantity, digits_end: int) -> Quantity:
    """`one` without what belongs to a date or a name behind it."""
    after = taken.find(1, digits_end, one.end)
    if after >= 0:
        one = replace(one, end=digits_end, unit="", kind=FigureKind.COUNT, flaw=None, outer_end=digits_end)
    beyond = taken.find(1, one.end, one.outer_end)
    ahead = taken.rfind(1, one.outer_start, one.start)
    start = one.outer_start if ahead < 0 else ahead + 1
    return replace(one, outer_start=start, outer_end=one.outer_end if beyond < 0 else one.end)


def _next_free(taken: bytearray, at: int) -> int:
    free = taken.find(0, at)
    return len(taken) if free < 0 else free


@functools.cache
def quantity_reader(vocabulary: Path | None = None) -> QuantityReader:
    """The reader of our vocabulary, extended by the auditor's."""
    return QuantityReader(
        numeral_reader(vocabulary),
        hedge_reader(vocabulary),
        date_reader(vocabulary),
        distractor_reader(vocabulary),
        folding(vocabulary),
    )


__all__ = ["Quantity", "QuantityReader", "quantity_reader", "unit_table"]
