"""Of several columns of one measure the one of the year: 全年完成值 beside 半年完成值, 2023年 beside 2022年."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extract.in_use import remembered
from extract.tables.grid import Column
from extract.tables.words import folded, words

_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@remembered
def _part_of_year() -> regex.Pattern[str]:
    return regex.compile(words().indicators.part_of_year)


def is_part_of_year(column: Column) -> bool:
    """Whether a column is headed with a part of the year, or with another year than this one (上年)."""
    return bool(_part_of_year().search(folded(column.header)))


def year_of(column: Column) -> int | None:
    """The one year a header names; None if it names none or several (2022—2024年)."""
    years = set(_YEAR.findall(folded(column.header)))
    return int(years.pop()) if len(years) == 1 else None


def latest_year(columns: Sequence[Column]) -> int | None:
    """The latest year that one of these columns is headed with."""
    return max((year for column in columns if (year := year_of(column))), default=None)


def of_the_year(columns: Sequence[Column], year: int | None) -> list[Column]:
    """The columns without those of parts of the year and of years other than `year`, best first.

    A column headed 年度 or 全年 comes before others, one that was adjusted in the year before what it was at first.
    Where nothing would be left, all are.
    """
    left = [column for column in columns if not is_part_of_year(column)] or list(columns)
    if year is not None:
        left = [column for column in left if year_of(column) in (None, year)] or left
    known = words().indicators

    def rank(column: Column) -> tuple[bool, bool, bool]:
        named = [folded(column.bottom), folded(column.header)]
        adjusted = any(word in text for word in known.adjusted for text in named)
        yearly = any(word in text for word in known.yearly for text in named)
        return (year_of(column) != year if year is not None else False, not adjusted, not yearly)

    return sorted(left, key=rank)
