"""Reads everything numeric of a text: dates and distractors are set aside first, then numerals become quantities."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import regex

from extract.accounts import AccountReader
from extract.bare import BareReader
from extract.dates import DateReader, Day, date_reader
from extract.distractors import DistractorReader, Span, distractor_reader
from extract.folding import folding
from extract.hedges import HedgeReader, hedge_reader
from extract.measures import MeasureReader, Quantity, Setting, Written
from extract.numerals import Numeral, NumeralReader, numeral_reader
from extract.proportions import ProportionReader
from extract.ranges import RangeReader, enclosed
from extract.tails import Tail, TailReader
from extract.units import Unit
from schema.figure import FigureKind, Hedge


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or period with its limit; the outer span takes in the words of the limit."""

    day: Day
    hedge: Hedge | None
    outer_start: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A number that is no quantity: an ordinal, or a date that cannot be placed."""

    start: int
    end: int
    kind: FigureKind


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything numeric of a text, each list in order."""

    dates: list[Dated]
    quantities: list[Quantity]
    excluded: list[SetAside]


_NUMERIC = regex.compile(r"[0-9零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾半百千万亿]")
_GOES_ON = regex.compile(r"\s?[\p{Han}A-Za-z0-9、\-~—]")
_RUN = regex.compile(r"[0-9](?:[0-9,.\-/:]*[0-9])?")
_ALONE = regex.compile(r"\s*-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?|[0-9]{1,9}\.[0-9]{1,6})\s?%?\s*")
"""A text that is one amount and can be nothing else: most cells of tables."""
_INTERVAL = regex.compile(
    r"(?:\[\s?(?P<low>[0-9]+(?:\.[0-9]+)?%?)\s?[,，]\s?(?P<high>[0-9]+(?:\.[0-9]+)?)(?P<unit>%?)\s?[\])]"
    r"|\(\s?(?P<low>[0-9]+(?:\.[0-9]+)?%?)\s?[,，]\s?(?P<high>[0-9]+(?:\.[0-9]+)?)(?P<unit>%?)\s?\])"
)
_ENDLESS = regex.compile(
    r"(?=[0-9A-Za-z零〇一二两三四五六七八九十百千万亿.,:/+_=\-])"
    r"(?:[0-9]{100,}+|[零〇一二两三四五六七八九十百千万亿]{60,}+|[0-9A-Za-z.,:/+_=\-]{400,}+)"
)
"""Longer than any number: digits of a picture or a key. Reading them would take time that grows with the square."""
_SHORTEST_ENDLESS = 60
_BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"
_WHOLE = 24
"""A span no longer than this is one thing set aside; in a longer one each run of digits is."""


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
        bare = BareReader(self.units, self.tails, hedges, dates)
        self.measures = MeasureReader(numerals, self.units, self.tails, hedges, bare)
        self.proportions = ProportionReader(numerals)
        self._table = table
        self.ranges = RangeReader(numerals, self.units, hedges, self.tails)
        self.accounts = AccountReader(self.units, self.measures.signs)

    def read(self, printed: str, *, unit: str | None = None, cell: bool = False) -> Reading:
        """Dates, quantities, and what was set aside; offsets into `printed`."""
        text = printed.translate(self._table)
        if _NUMERIC.search(text) is None:
            return Reading([], [], [])
        taken = bytearray(len(text))
        excluded: list[SetAside] = []
        if _ALONE.fullmatch(text):
            amounts = list(self._quantities(text, taken, excluded, Setting(cell, self._default(unit))))
            return Reading([], amounts, excluded)
        text = self._without_endless(text, taken, excluded)
        for span in self.distractors.codes(text):
            self._set_aside(text, span, taken, excluded)
        days = list(self._days(text, taken, excluded))
        found = [*self._intervals(text, taken), *self._proportions(text, taken)]
        for span in self.distractors.names(text):
            self._set_aside(text, span, taken, excluded)
        setting = Setting(cell, self._default(unit))
        found.extend(self._booked(text, taken, excluded, setting))
        excluded.sort(key=lambda one: one.start)
        return Reading(days, enclosed(text, sorted(found, key=lambda one: one.start)), excluded)

    def _booked(
        self, text: str, taken: bytearray, excluded: list[SetAside], setting: Setting
    ) -> Iterator[Quantity]:
        """The quantities, with those that accountants print in brackets or with the minus behind."""
        entry = self.accounts.alone(text, cell=setting.cell)
        if entry is not None:
            for one in self._quantities(entry.text, taken, excluded, setting):
                yield self.accounts.negated(replace(one, start=entry.start, end=entry.end))
            return
        plain, brackets = self.accounts.opened(text)
        for one in self._quantities(plain, taken, excluded, setting):
            yield self.accounts.closed(text, one, brackets[one.start]) if one.start in brackets else one

    def _default(self, unit: str | None) -> tuple[Unit, int] | None:
        name = unit.strip().translate(self._table) if unit else ""
        return self.tails.of_name(name) if name else None

    def _set_aside(self, text: str, span: Span, taken: bytearray, excluded: list[SetAside]) -> None:
        if not _take(taken, span.start, span.end) or not span.numbers:
            return
        if span.end - span.start <= _WHOLE:
            excluded.append(SetAside(span.start, span.end, FigureKind.ORDINAL))
            return
        runs = _RUN.finditer(text, span.start, span.end)
        excluded.extend(SetAside(*run.span(), FigureKind.ORDINAL) for run in runs)

    def _without_endless(self, text: str, taken: bytearray, excluded: list[SetAside]) -> str:
        """The text with every endless run blanked out and set aside; offsets stay."""
        if len(text) < _SHORTEST_ENDLESS:
            return text
        parts, at = [], 0
        for found in _ENDLESS.finditer(text):
            parts += [text[at : found.start()], _BLANK * len(found[0])]
            at = found.end()
            self._set_aside(text, Span(*found.span()), taken, excluded)
        return "".join([*parts, text[at:]])

    def _days(self, text: str, taken: bytearray, excluded: list[SetAside]) -> Iterator[Dated]:
        floor = 0
        for day in self.dates.find(text):
            if not _take(taken, day.start, day.end):
                continue
            if day.excluded:
                excluded.append(SetAside(day.start, day.end, FigureKind.DATE))
                continue
            before = self.hedges.before(text, day.start, floor)
            behind = self.hedges.behind_date(text, day.end)
            hedge = before.hedge if before.hedge in (Hedge.AT_MOST, Hedge.AT_LEAST) else behind.hedge
            floor = behind.edge
            yield Dated(day, hedge, before.edge if before.hedge else day.start, behind.edge)

    def _intervals(self, text: str, taken: bytearray) -> Iterator[Quantity]:
        """[80,90): the notation of mathematics, one end at least in a square bracket."""
        for found in _INTERVAL.finditer(text):
            if not _take(taken, *found.span()):
                continue
            low, high = Decimal(found["low"].rstrip("%")), Decimal(found["high"])
            kind = FigureKind.PERCENT if found["unit"] else FigureKind.COUNT
            start, end = found.span()
            yield Quantity(
                start, end, kind, low=min(low, high), high=max(low, high), unit=found["unit"],
                outer_start=start, outer_end=end,
            )  # fmt: skip

    def _proportions(self, text: str, taken: bytearray) -> Iterator[Quantity]:
        for found in self.proportions.find(text):
            if _take(taken, found.start, found.end):
                one = Quantity(
                    found.start, found.end, found.kind, found.value, unit=found.unit,
                    decimals=found.decimals, scale=found.scale, low=found.low, high=found.high,
                )  # fmt: skip
                yield self.measures.limited(text, one, over=found.over)

    def _quantities(
        self, text: str, taken: bytearray, excluded: list[SetAside], setting: Setting
    ) -> Iterator[Quantity]:
        at, floor = 0, 0
        while found := self.numerals.candidate.search(text, at):
            at = found.end()
            if taken[found.start()]:
                at = _next_free(taken, found.start())
                continue
            written = self._written(text, found, taken)
            if written is None:
                at = _cut_off(text, found, taken, excluded)
                continue
            at = min(at, written.number.end)
            one = self.measures.measured(text, written, floor, setting)
            if one is None:
                code = self._code(text, written)
                excluded.append(code)
                at = code.end
                continue
            one = _clear_of(taken, one, written.digits_end)
            at = max(at, one.outer_end)
            floor = one.outer_end
            taken[one.start : one.outer_end] = b"\1" * (one.outer_end - one.start)
            yield one

    def _code(self, text: str, written: Written) -> SetAside:
        start, end = written.number.start, written.digits_end
        year = self.dates.is_year(text[start : written.number.end])
        return SetAside(start, end, FigureKind.DATE if year else FigureKind.ORDINAL)

    def _written(self, text: str, found: regex.Match[str], taken: bytearray) -> Written | None:
        """Number and tail at a match, or both ends of a range; None when it is no number here."""
        number = self.numerals.read(text, found)
        if number is None or any(taken[number.start : number.end]):
            return None
        tail = self.tails.free(text, number, taken)
        written = self.ranges.read(text, number, tail, taken) or Written(number, tail)
        if number.chinese and not self._counts(text, written.number, written.last):
            return None
        return written

    def _counts(self, text: str, number: Numeral, tail: Tail) -> bool:
        """Whether a Chinese numeral is a number here and not an article, a rank or part of a word."""
        if tail.unit is None:
            spelled = number.end - number.start > 1 and tail.end == number.end and number.low is None
            return (tail.scaled and tail.end > number.start + 1) or (spelled and _ends(text, number.end))
        ahead, words = text[max(0, number.start - 1) : number.start], self.numerals.words
        if text[number.start] in words.powers and self.numerals.several(text, number.start):
            return False
        if ahead == words.words.session or tail.unit.kind is FigureKind.ORDINAL:
            return False
        if tail.half or text.startswith(self.numerals.zero, tail.end):
            return True
        name, printed = tail.unit.printed or tail.unit.name, text[number.start : number.end]
        article = self.units.words.article
        if len(printed) == 1 and not tail.over and number.value == 1 and name in article.units:
            return self.hedges.counts(text, number.start)
        if name in article.rank and self._goes_on(text, number.start):
            return False
        if name in article.rank and not (name in article.plural and printed not in article.ordinals):
            return self.hedges.counts(text, number.start)
        return True

    def _goes_on(self, text: str, at: int) -> bool:
        """Whether a list of Chinese numerals goes on at `at`: 一、二期 are two phases by name."""
        beside = text[max(0, at - 1) : at] in self.numerals.words.range.adjacent
        return beside and text[max(0, at - 2) : at - 1] in self.numerals.words.digits


def _take(taken: bytearray, start: int, end: int) -> bool:
    """Mark a stretch as taken; False, and nothing marked, when part of it is."""
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\1" * (end - start)
    return True


def _cut_off(text: str, found: regex.Match[str], taken: bytearray, excluded: list[SetAside]) -> int:
    """Where to go on behind a match that is no number; digits that run into a name or a date are set aside with it."""
    if not text[found.start()].isdigit():
        return found.end()
    beyond = taken.find(1, found.start(), found.end())
    end = found.end() if beyond < 0 else beyond
    excluded.append(SetAside(found.start(), end, FigureKind.ORDINAL))
    return end


def _ends(text: str, at: int) -> bool:
    """Whether no word goes on at `at`."""
    return not _GOES_ON.match(text, at)


def _next_free(taken: bytearray, at: int) -> int:
    free = taken.find(0, at)
    return len(taken) if free < 0 else free


def _clear_of(taken: bytearray, one: Quantity, digits_end: int) -> Quantity:
    """`one` without what belongs to a date or a name behind it."""
    if taken.find(1, digits_end, one.end) >= 0:
        one = replace(one, end=digits_end, unit="", kind=FigureKind.COUNT, flaw=None, outer_end=digits_end)
    beyond = taken.find(1, one.end, one.outer_end)
    ahead = taken.rfind(1, one.outer_start, one.start)
    if beyond < 0 and ahead < 0:
        return one
    start = one.outer_start if ahead < 0 else ahead + 1
    return replace(one, outer_start=start, outer_end=one.outer_end if beyond < 0 else one.end)


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
