"""Dates as a report writes them: found in its text, with the ones that no calendar has."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schema.figure import Place
from schema.report import Passage
from score.lexicon import date_words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def years_in(text: str) -> list[str]:
    """The years a text names."""
    return _YEAR.findall(text)


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a text. `day` is the first day it may mean, `last` the last one; None when no calendar has it.

    `in_words` is False for 2022-08-10 and 2022.8.10, which may also be codes.
    """

    text: str
    day: date | None
    last: date | None
    passage: Passage
    start: int
    end: int
    weekday: str = ""
    in_words: bool = True

    @property
    def place(self) -> Place:
        """Where it stands."""
        return place_in(self.passage, self.start, self.end)


def place_in(passage: Passage, start: int, end: int) -> Place:
    """The place of characters of a passage."""
    offset = passage.place.start or 0
    return passage.place.model_copy(update={"start": offset + start, "end": offset + end})


def days_of(passage: Passage) -> Iterator[Written]:
    """Every date with a day in a passage, in its order."""
    words = date_words().written
    found = [*words.day.finditer(passage.text), *words.dashed.finditer(passage.text)]
    for match in sorted(found, key=lambda m: m.start()):
        yield _written(match, passage)


def impossible_in(passage: Passage) -> list[Written]:
    """The days and months in words that no calendar has."""
    words = date_words().written
    days = [_written(match, passage) for match in words.day.finditer(passage.text)]
    months = [_written(match, passage) for match in words.month.finditer(passage.text)]
    taken = {written.start for written in days}
    return [one for one in (*days, *months) if one.day is None and (one in days or one.start not in taken)]


def weekdays_of(passage: Passage) -> Iterator[Written]:
    """Every date that names its day of the week."""
    for match in date_words().written.weekday.finditer(passage.text):
        yield _written(match, passage, match["weekday"])


def cutoffs_of(passage: Passage) -> Iterator[Written]:
    """Every day up to which data are counted (截至…); a month means its last day, 上半年 the end of June."""
    words = date_words()
    for match in words.written.cutoff.finditer(passage.text):
        if match["half"]:
            month, day = (int(part) for part in words.periods.half_ends.split("-"))
            end = date(int(match["year"]), month, day)
            yield Written(match.group(), end, end, passage, match.start(), match.end())
        else:
            yield _written(match, passage)


def signed_on(passages: Iterator[Passage] | tuple[Passage, ...]) -> Written | None:
    """The day the report is dated, when a line says so."""
    pattern = date_words().written.signed
    found = [_written(match, p) for p in passages for match in pattern.finditer(p.text)]
    return found[0] if found and len({written.day for written in found}) == 1 else None


def month_end(year: int, month: int) -> date | None:
    """The last day of a month; None for a month that does not exist."""
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def day_of(year: int, month: int, day: int) -> date | None:
    """A day; None when no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _written(match: re.Match[str], passage: Passage, weekday: str = "") -> Written:
    parts = match.groupdict()
    year, month = int(parts["year"]), int(parts["month"])
    if parts.get("day"):
        first = last = day_of(year, month, int(parts["day"]))
    else:
        first, last = day_of(year, month, 1), month_end(year, month)
    in_words = "月" in match.group()
    return Written(match.group(), first, last, passage, match.start(), match.end(), weekday, in_words)
