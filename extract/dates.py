"""Finds dates and periods of closed forms in a folded text; whatever is not closed (近期, 上月) is none of them."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from pathlib import Path

import regex

from extract.hedges import one_of
from extract.words import Words, load
from schema.figure import FigureKind, Flaw


class DateWords(Words):
    """Table `[dates]` of `vocabulary/dates.toml`."""

    monthly: tuple[str, ...]
    clock_before: tuple[str, ...]
    clock_units: tuple[str, ...]
    ratios: tuple[str, ...]
    first_hour: int
    end_year: tuple[str, ...]
    end_month: tuple[str, ...]
    halves: dict[str, tuple[int, int]]
    quarters: dict[str, int]
    years_from: int
    years_to: int
    bare_from: int
    bare_to: int


class _DateFile(Words):
    dates: DateWords


@dataclass(frozen=True, slots=True)
class Day:
    """A date or period found: ISO text, as far as printed. `excluded` marks times of day and yearless quarters."""

    start: int
    end: int
    kind: FigureKind
    value: str | None = None
    low: str | None = None
    high: str | None = None
    flaw: Flaw | None = None
    excluded: bool = False


_SPOKEN = dict(zip("零一二三四五六七八九元O0", "0123456789100", strict=True))
_YEAR = r"(?:(?<![0-9])(?:(?<![0-9]\.)|(?<=(?:^|[\n。；：:])\s?[0-9]{1,2}\.))(?:19|20)[0-9]{2}|[一二][零O0一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_ANY_MONTH = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_S = r"[ ]{0,2}\n?[ ]{0,2}"
_TO = rf"{_S}(?:-{{1,2}}|—{{1,2}}|~|至|到){_S}"
_NEAR = 10
_NOT_UNIT = r"(?![0-9])"


def _number(text: str | None) -> int:
    if not text:
        return 0
    if text.isascii():
        return int(text)
    if len(text) >= 3 and "十" not in text:
        return int("".join(_SPOKEN[char] for char in text))
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_SPOKEN[ones])
    return (int(_SPOKEN[tens]) if tens else 1) * 10 + (int(_SPOKEN[ones]) if ones else 0)


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year or 2001, month)[1]


class DateReader:
    """Dates of one vocabulary. `find` gives them in order, without overlap."""

    def __init__(self, words: DateWords) -> None:
        self.words = words
        halves, quarter = one_of(words.halves), "[" + "".join(words.quarters) + "]"
        end_year = one_of(word.removeprefix("年") for word in words.end_year)
        end_month = one_of(word.removeprefix("月") for word in words.end_month)
        y = rf"(?P<y>{_YEAR}){_S}年(?:度)?"
        opening = "元一二三四五六七八九十前第" + "".join(sorted({word[0] for word in words.monthly}))
        self._forms = regex.compile(
            rf"(?=[0-9{opening}])(?=(?:[0-9][^，。；]{{0,12}}?|[{opening}][^，。；]{{0,7}}?)[年月季日号时点:./\-学]|(?:19|20)[0-9]{{6}}(?![0-9]))(?:"
            + "|".join(
                (
                    rf"(?P<days>{y}{_S}(?:(?P<m>{_MONTH}){_S}月{_S}(?:(?P<d>{_DAY}){_S}[日号]?)?)?{_TO}"
                    rf"(?:(?P<y2>{_YEAR}){_S}年{_S})?(?P<m2>{_MONTH}){_S}月(?:{_S}(?P<d2>{_DAY}){_S}[日号])?)",
                    rf"(?P<samemonth>{y}{_S}(?P<m>{_MONTH}){_S}月{_S}(?P<d>{_DAY}){_S}日?{_TO}(?P<d2>{_DAY}){_S}日)",
                    rf"(?P<months>{y}{_S}(?P<m>{_MONTH}){_TO}(?P<m2>{_MONTH}){_S}月份?)",
                    rf"(?P<years>(?P<y>{_YEAR}){_S}(?:年度?)?{_TO}(?P<y2>{_YEAR}){_S}年度?)",
                    rf"(?P<half>{y}(?:的)?{_S}(?P<h>{halves}))",
                    rf"(?P<quarter>{y}{_S}(?:(?P<until>前)|第)?{_S}(?P<q>{quarter})(?:{_S}(?:季度)?{_TO}第?(?P<q2>{quarter}))?{_S}个?季度)",
                    rf"(?P<full>{y}{_S}(?P<m>{_ANY_MONTH}){_S}月{_S}(?P<d>{_DAY}){_S}[日号])",
                    rf"(?P<monthend>{y}{_S}(?P<m>{_MONTH}){_S}月份?(?:{end_month}))",
                    rf"(?P<month>{y}{_S}(?P<m>{_ANY_MONTH}){_S}月份?)",
                    rf"(?P<yearend>(?P<y>{_YEAR}){_S}年度?(?:{end_year}))",
                    rf"(?P<school>(?P<y>{_YEAR})(?:{_S}[-—/~]{_S}(?P<y2>{_YEAR}))?{_S}学年度?)",
                    rf"(?P<year>(?P<y>{_YEAR}){_S}年(?:度(?!假))?)",
                    rf"(?P<listed>(?P<y>{_YEAR})(?=(?:{_S}[、,，/和及与]{_S}{_YEAR}{_S})+年))",
                    rf"(?P<isorange>(?P<y>{_YEAR})(?P<s>[-./])(?P<m>{_MONTH})(?:(?P=s)(?P<d>[0-9]{{1,2}}))?\s?(?:-{{1,2}}|—{{1,2}}|~|至|到)\s?"
                    rf"(?P<y2>{_YEAR})(?P=s)(?P<m2>{_MONTH})(?:(?P=s)(?P<d2>[0-9]{{1,2}}))?{_NOT_UNIT})",
                    r"(?P<iso>(?<![0-9.\-/])(?P<y>(?:19|20)[0-9]{2})(?P<s>[-./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9.\-/]))",
                    r"(?P<isomonth>(?<![0-9.\-/])(?P<y>(?:19|20)[0-9]{2})[-/](?P<m>0[1-9]|1[0-2])(?![0-9.\-/%]))",
                    rf"(?P<compact>(?<![0-9.\-/])(?P<y>(?:19|20)[0-9]{{2}})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9.\-/]|{_S}[万亿元人]))",
                    rf"(?P<ymonths>(?<![0-9一二三四五六七八九十个.,半])(?P<m>{_MONTH}){_S}(?:月份?)?{_TO}(?P<m2>{_MONTH}){_S}月份?)",
                    rf"(?P<yday>(?<![0-9一二三四五六七八九十.,])(?P<m>{_MONTH}){_S}月{_S}(?P<d>{_DAY}){_S}[日号])",
                    rf"(?P<ymonthend>(?<![0-9一二三四五六七八九十.,])(?P<m>{_MONTH}){_S}月(?:{end_month}))",
                    rf"(?P<ymonth>(?:(?<![0-9万千百亿美一二三四五六七八九十.,/第])|(?<=(?<![0-9.,])(?:1[0-2]|[1-9]),))(?P<m>{_MONTH}){_S}月份?(?![均季]))",
                    rf"(?P<ylisted>(?<![0-9万千百亿一二三四五六七八九十.,/第])(?P<m>{_MONTH})(?=(?:[、,]{_MONTH})+月份?(?![均季])))",
                    rf"(?P<yquarter>(?:前|第)?(?:{quarter}(?:{_TO}|、)第?)?{quarter}{_S}季度)",
                    rf"(?P<monthly>(?:{one_of(words.monthly)})的?\s?[0-9]{{1,2}}\s?[日号])",
                    r"(?P<clockrange>(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?\s?(?:-|—|~|至|到)\s?[0-2]?[0-9]:[0-5][0-9](?![0-9:]))",
                    r"(?P<time>(?<![0-9:.])(?:[01]?[0-9]|2[0-3]):[0-5][05](?![0-9:.]))",
                    rf"(?P<clock>(?<=(?:{one_of(words.clock_before)})\s?)[0-2]?[0-9]:[0-5][0-9](?![0-9:])|(?<![0-9:])[01]?[0-9]:00(?![0-9:])"
                    rf"|(?<![0-9.])[0-2]?[0-9]\s?[时点]\s?[0-5]?[0-9]\s?分(?!钟|之)"
                    rf"|(?<=[日午晨上至到—~-]\s?)[0-2]?[0-9]\s?(?:{one_of(words.clock_units)})(?![0-9段位间数]))",
                )
            )
            + ")"
        )

    def find(self, text: str) -> list[Day]:
        """All dates and periods of a folded text."""
        found = []
        for match in self._forms.finditer(text):
            day = self._day(match)
            if day is not None:
                found.append(day)
        return found

    def is_year(self, digits: str) -> bool:
        """Whether a lone run of digits is a year."""
        return (
            len(digits) == 4
            and digits.isascii()
            and digits.isdigit()
            and self.words.bare_from <= int(digits) <= self.words.bare_to
        )

    def _is_time(self, match: regex.Match[str]) -> bool:
        """Whether 19:30 is a time of day: an hour at which people are about, and no word of a ratio near by."""
        near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        return int(match[0].partition(":")[0]) >= self.words.first_hour and not any(
            word in near for word in self.words.ratios
        )

    def _day(self, match: regex.Match[str]) -> Day | None:
        form = match.lastgroup or ""
        groups = match.groupdict()
        form = next(name for name in _FORMS if groups.get(name))
        if form == "time" and not self._is_time(match):
            return None
        start, end = match.span()
        flaw = Flaw.BROKEN if "\n" in match[0].strip() else None
        y, m, d = (_number(groups[name]) for name in ("y", "m", "d"))
        y2, m2, d2 = (_number(groups[name]) for name in ("y2", "m2", "d2"))
        if y and not self.words.years_from <= y <= self.words.years_to:
            return None
        if form in ("yquarter", "monthly", "clockrange", "clock", "time", "school"):
            return Day(start, end, FigureKind.DATE, excluded=True)
        if form in ("days", "samemonth", "months", "years", "half", "quarter", "isorange", "ymonths"):
            if form == "half":
                m, m2 = self.words.halves[groups["h"]]
            elif form == "quarter":
                first = self.words.quarters[groups["q"]]
                last = self.words.quarters[groups["q2"]] if groups["q2"] else first
                m, m2 = (1 if groups["until"] else 3 * first - 2), 3 * last
            elif form == "samemonth":
                m2 = m
            elif form == "years":
                m, m2 = 1, 12
            return _period(start, end, (y, m or 1, d), (y2 or y, m2, d2), flaw)
        return _date(start, end, form, (y, m, d), flaw)


_FORMS = (
    "days", "samemonth", "months", "years", "half", "quarter", "full", "monthend", "month", "yearend", "school",
    "year", "listed", "isorange", "iso", "isomonth", "compact", "ymonths", "yday", "ymonthend", "ymonth",
    "ylisted", "yquarter", "monthly", "clockrange", "time", "clock",
)  # fmt: skip


def _period(
    start: int, end: int, low: tuple[int, int, int], high: tuple[int, int, int], flaw: Flaw | None
) -> Day | None:
    (y, m, d), (y2, m2, d2) = low, high
    if not (1 <= m <= 12 and 1 <= m2 <= 12) or (d2 or 1) > _last(y2, m2) or (d or 1) > _last(y, m):
        return Day(start, end, FigureKind.PERIOD, flaw=Flaw.MALFORMED)
    first, last = _iso(y, m, d or 1), _iso(y2, m2, d2 or _last(y2, m2))
    if y and first > last:
        return Day(start, end, FigureKind.PERIOD, flaw=Flaw.MALFORMED)
    return Day(start, end, FigureKind.PERIOD, low=first, high=last, flaw=flaw)


def _date(start: int, end: int, form: str, ymd: tuple[int, int, int], flaw: Flaw | None) -> Day | None:
    y, m, d = ymd
    if form == "yearend":
        m, d = 12, 31
    elif form in ("monthend", "ymonthend"):
        d = _last(y, m) if y or m != 2 else 0
    if m > 12 or (m and d > _last(y, m)) or (form in ("full", "iso", "yday") and not (m and d)):
        if form == "iso":
            return None
        return Day(start, end, FigureKind.DATE, flaw=Flaw.MALFORMED)
    return Day(start, end, FigureKind.DATE, value=_iso(y, m, d), flaw=flaw)


def _iso(y: int, m: int, d: int) -> str:
    parts = [f"{y:04d}"] if y else []
    parts += [f"{m:02d}"] if m else []
    parts += [f"{d:02d}"] if d else []
    return "-".join(parts)


@functools.cache
def date_reader(vocabulary: Path | None = None) -> DateReader:
    """The date reader of our vocabulary, extended by the auditor's."""
    return DateReader(load("dates", _DateFile, vocabulary).dates)
