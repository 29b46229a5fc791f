"""Periods that a name or a number tells before the dates in brackets: 上半年（1-7月）, 实施期3年（2020年-2025年）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schema.report import Passage
from score.lexicon import date_words


@dataclass(frozen=True, slots=True)
class Span:
    """What is told of a period, what its dates make of it, and where both stand."""

    passage: Passage
    start: int
    end: int
    told: str
    made: str
    fine: bool

    @property
    def quote(self) -> str:
        """The words of the document."""
        return self.passage.text[self.start : self.end]


def spans_of(passage: Passage) -> Iterator[Span]:
    """Every named part of a year and every number of years with its dates behind it."""
    yield from _parts_of_years(passage)
    yield from _years(passage)


def _parts_of_years(passage: Passage) -> Iterator[Span]:
    words = date_words().spans
    for match in words.part.finditer(passage.text):
        months = next((m.months for m in words.months if match["name"] in m.names), None)
        first, last = int(match["first"]), int(match["last"])
        if months is not None and first <= last:
            made = f"{first}-{last}月"
            yield Span(passage, *match.span(), match["name"], made, (first, last) == months)


def _years(passage: Passage) -> Iterator[Span]:
    words = date_words()
    for match in words.spans.years.finditer(passage.text):
        said = match["length"]
        length = int(said) if said.isdigit() else words.written.numerals.index(said) + 1
        apart = int(match["last"]) - int(match["first"])
        if apart > 0:  # both ends may count, or one
            yield Span(
                passage, *match.span(), f"{said}年", f"{apart}~{apart + 1}年", length in {apart, apart + 1}
            )
