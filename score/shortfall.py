"""Targets that are no plain number and were plainly missed: a date, a range, a word.

Only what leaves one reading is told; anything else is None. Words count as missed when the result denies the very
word of the target (及时: 未及时支付), or says that what is aimed at is not there yet.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from schema.figure import Figure, FigureKind, Hedge
from schema.report import Indicator, Target, TargetKind
from score.achievement import comparable, of_which_less_is_better
from score.lexicon import Shortfalls, any_of, score_words

_BY_THEN = frozenset({None, Hedge.AT_MOST, Hedge.UNDER})
_CHARACTERS = 2


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Whether such a target was reached. `plain` when structure says so, not words of another stem."""

    met: bool
    plain: bool
    figures: tuple[Figure, ...] = ()


def shortfall_of(row: Indicator, year: int | None = None) -> Shortfall | None:
    """How a row with a target in a date, a range or words ended; `year` is the one its dates without a year mean."""
    if row.target is None or row.actual is None:
        return None
    words = score_words().shortfalls
    if any_of(words.open, row.actual.text):
        return None
    match row.target.kind:
        case TargetKind.DATE:
            return _dates(row.target, row.actual.text, row.actual.figures, year, words)
        case TargetKind.RANGE:
            return _range(row, row.target, row.actual.figures)
        case TargetKind.QUALITATIVE if not row.actual.figures:
            return _in_words(row.target.text, row.actual.text, words)
    return None


# --- dates --------------------------------------------------------------------------------------------------


def _dates(
    target: Target, text: str, done: tuple[Figure, ...], year: int | None, words: Shortfalls
) -> Shortfall | None:
    if len(target.figures) != 1 or len(done) != 1 or target.operator not in {None, "<=", "<", "="}:
        return None
    wanted, had = target.figures[0], done[0]
    if not {wanted.kind, had.kind} <= {FigureKind.DATE} or not {wanted.hedge, had.hedge} <= _BY_THEN:
        return None
    if any_of(words.next_year, target.text + text) or _other_event(target.text, text, words):
        return None
    limit, first = _last_day(wanted, year), _first_day(had, year)
    return None if limit is None or first is None else Shortfall(first <= limit, True, (had, wanted))


def _other_event(target: str, text: str, words: Shortfalls) -> bool:
    """Whether the two dates are told of different events (9月底前开工, 12月完工)."""
    one, other = (words.around_dates.sub("", said) for said in (target, text))
    return bool(one and other) and not _pairs(one) & _pairs(other)


def _pairs(text: str) -> set[str]:
    return {text[i : i + _CHARACTERS] for i in range(len(text) - 1)}


def _first_day(figure: Figure, year: int | None) -> date | None:
    parts = _parts(figure, year)
    return parts and _day(parts[0], parts[1] or 1, parts[2] or 1)


def _last_day(figure: Figure, year: int | None) -> date | None:
    parts = _parts(figure, year)
    if parts is None:
        return None
    month = parts[1] or 12
    return _day(parts[0], month, parts[2] or (monthrange(parts[0], month)[1] if 1 <= month <= 12 else 0))


def _parts(figure: Figure, year: int | None) -> tuple[int, int, int] | None:
    """Year, month and day of a date as read (2022-09-30, 2022-09, 2022, 09-30); 0 for what is not printed."""
    if not isinstance(figure.value, str) or figure.flaw:
        return None
    numbers = figure.value.split("-")
    if not all(part.isdigit() for part in numbers):
        return None
    if len(numbers[0]) != 4:
        numbers = [str(year or ""), *numbers]
    if not numbers[0]:
        return None
    found = [*map(int, numbers), 0, 0]
    return found[0], found[1], found[2]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- ranges -------------------------------------------------------------------------------------------------


def _range(row: Indicator, target: Target, done: tuple[Figure, ...]) -> Shortfall | None:
    """Below a range of shares or counts, or above one of times, costs and complaints; the other side is open."""
    if len(done) != 1 or len(target.figures) != 1:
        return None
    wanted, had = target.figures[0], done[0]
    if wanted.low is None or wanted.high is None or had.number is None or had.hedge or had.flaw:
        return None
    if wanted.kind is not had.kind or not comparable(wanted, had):
        return None
    low, high, value = Fraction(wanted.low), Fraction(wanted.high), Fraction(had.number)
    if low <= value <= high:
        return Shortfall(True, True, (had, wanted))
    less = of_which_less_is_better(row.level3) or any_of(score_words().shortfalls.times, wanted.unit)
    more = not less and wanted.kind in {FigureKind.PERCENT, FigureKind.COUNT}
    missed = (less and value > high) or (more and value < low)
    return Shortfall(False, True, (had, wanted)) if missed else None


# --- words --------------------------------------------------------------------------------------------------


def _in_words(target: str, text: str, words: Shortfalls) -> Shortfall | None:
    """Words that deny the target; a target that is itself a denial (无投诉) and twice denied results are left."""
    if words.denial.search(target) or len(words.denial.findall(text)) != 1:
        return None
    wanted = _pairs(re.sub(r"\W", "", target)) - set(words.too_common)
    for match in words.denied.finditer(text):
        said, whole = match["said"], (match["way"] or "") + match["said"]
        if any(said.startswith(pair) or whole.startswith(pair) for pair in wanted):
            return Shortfall(False, True)
        if match["yet"] and any_of(words.done, said):
            return Shortfall(False, False)
    return None
