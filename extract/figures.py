"""Reads every quantity of a text in one pass, before any segmentation: `find_figures(text) -> list[Figure]`.

Offsets hold for the text as given; `text` of a figure is the printed slice (number and unit, without the words
that limit it). `scan` also gives the numbers set aside on purpose and, for each figure, the span with its hedge.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from extract.measures import Quantity
from extract.quantities import Dated, SetAside, quantity_reader
from schema.figure import Figure, Place


@dataclass(frozen=True, slots=True)
class Lexed:
    """A figure and the span of text it takes up together with the words that limit it (近…, …以上)."""

    figure: Figure
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """All numbers of a text: quantities, dates and periods in order, and what was set aside."""

    lexed: tuple[Lexed, ...]
    excluded: tuple[Figure, ...]

    @property
    def figures(self) -> list[Figure]:
        """The figures alone."""
        return [one.figure for one in self.lexed]


def find_figures(text: str, vocabulary: Path | None = None) -> list[Figure]:
    """Every quantity, date and period of `text`, in order; `place.start` and `place.end` are offsets into it.

    Numbers that cannot be read have no value and a flaw. Never raises for any text.
    """
    return scan(text, vocabulary=vocabulary).figures


def read_cell(text: str, *, unit: str | None = None, vocabulary: Path | None = None) -> list[Figure]:
    """The figures of a table cell. `unit` (万元, %, 人次) is that of the header and holds for bare numbers.

    A number in brackets with decimals or separators is negative, as in accounts.
    """
    return scan(text, unit=unit, cell=True, vocabulary=vocabulary).figures


def scan(text: str, *, unit: str | None = None, cell: bool = False, vocabulary: Path | None = None) -> Scan:
    """Everything numeric in `text`. Shapes and offsets as in `find_figures`."""
    return (_remembered if len(text) <= _SHORT else _scanned)(text, unit, cell, vocabulary)


def _scanned(text: str, unit: str | None, cell: bool, vocabulary: Path | None) -> Scan:
    reader = quantity_reader(vocabulary)
    found = reader.read(text, unit=unit, cell=cell)
    lexed = [_lexed_day(text, dated) for dated in found.dates]
    lexed += [_lexed_quantity(text, quantity) for quantity in found.quantities]
    lexed.sort(key=lambda one: one.figure.place.start or 0)
    return Scan(tuple(lexed), tuple(_set_aside(text, one) for one in found.excluded))


_SHORT = 24
_remembered = functools.lru_cache(maxsize=1 << 13)(_scanned)
"""Tables print the same few numbers again and again; what a scan gives is never changed."""


def forget() -> None:
    """Drop what is remembered of short texts: for measurements."""
    _remembered.cache_clear()


def _lexed_quantity(text: str, found: Quantity) -> Lexed:
    figure = Figure(
        text=text[found.start : found.end],
        kind=found.kind,
        value=found.value,
        low=found.low,
        high=found.high,
        unit=found.unit,
        decimals=found.decimals,
        scale=found.scale,
        hedge=found.hedge,
        flaw=found.flaw,
        place=Place(start=found.start, end=found.end),
    )
    return Lexed(figure, found.outer_start, found.outer_end)


def _lexed_day(text: str, dated: Dated) -> Lexed:
    day = dated.day
    figure = Figure(
        text=text[day.start : day.end],
        kind=day.kind,
        value=day.value,
        low=day.low,
        high=day.high,
        hedge=dated.hedge,
        flaw=day.flaw,
        place=Place(start=day.start, end=day.end),
    )
    return Lexed(figure, dated.outer_start, dated.outer_end)


def _set_aside(text: str, one: SetAside) -> Figure:
    place = Place(start=one.start, end=one.end)
    return Figure(text=text[one.start : one.end], kind=one.kind, place=place)
