"""Dates and times of a workbook as they are displayed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from ingest.number_format import TOKEN, sections_of

_WHOLE = frozenset("ymd")


def display_date(value: date | datetime | time | timedelta, code: str) -> str:
    """A date or time as its format shows it, as far as its parts go: with 年 as 2023年3月5日, else as 2023-03-05.

    A year that is not shown is not told: a program puts in that of the day something was typed. Days of the week are
    left out, and so are times where the format has none.
    """
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, time):
        return _clock(value)
    parts = _parts(code)
    day = _day(value, parts & _WHOLE if parts else _WHOLE, "年" in code or "月" in code)
    timed = isinstance(value, datetime) and (parts & {"h", "s"} or (not parts and value.time() != time()))
    if not timed or not isinstance(value, datetime):
        return day
    return (
        f"{day} {value:%M:%S}".strip()
        if parts & {"h", "s"} == {"s"}
        else f"{day} {_clock(value.time())}".strip()
    )


def _clock(value: time) -> str:
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


@lru_cache(maxsize=512)
def _parts(code: str) -> frozenset[str]:
    """Which of year, month, day, hour and second a format shows; a long date of the system is a whole one."""
    if "[$-F800]" in code:
        return _WHOLE
    sections = sections_of(code)
    bare = "".join(m["other"] or "#" for m in TOKEN.finditer(sections[0])).lower() if sections else ""
    bare = re.sub("am/pm|a/p", "", bare)
    # m beside hours or seconds is minutes; ddd and dddd are days of the week.
    bare = re.sub(r"(h+[^a-z]*)m+|m+(?=[^a-z]*s)", r"\1", bare)
    bare = re.sub("d{3,}", "", bare).replace("e", "y")
    return frozenset(bare) & frozenset("ymdhs")


def _day(value: date, parts: frozenset[str], han: bool) -> str:
    """The shown parts of the date."""
    if han:
        texts = (("y", f"{value.year}年"), ("m", f"{value.month}月"), ("d", f"{value.day}日"))
        return "".join(text for part, text in texts if part in parts)
    numbers = (("y", f"{value.year:04d}"), ("m", f"{value.month:02d}"), ("d", f"{value.day:02d}"))
    return "-".join(text for part, text in numbers if part in parts)
