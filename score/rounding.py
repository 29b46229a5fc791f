"""Un-rounding: the set of true values that would have been printed as a figure.

Sets are in the figure's canonical unit (money in 元, counts written out, percentages as printed), so 240万元
is `[2395000, 2405000]` and 85.71% is `[85.705, 85.715]`. Three worlds are kept apart: rounded to nearest,
cut off, and rounded up; exact figures (counts, money down to 分) are one point in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from schema.figure import NUMERIC_KINDS, Figure, FigureKind, Flaw, Hedge
from score.interval import ALL, Interval, Number


class Mode(StrEnum):
    """How the writer of a document came from a true value to a printed one."""

    NEAREST = "nearest"
    TRUNCATED = "truncated"
    ROUNDED_UP = "rounded_up"


MODES = frozenset(Mode)
"""Every world of rounding."""


Reader = Callable[[Figure], Interval]
"""What a figure may truly be, in one world of rounding."""

FEN_PLACES = 2
FEN = Decimal(1).scaleb(-FEN_PLACES)
"""The grain of money: nothing smaller than one 分 is booked."""


def is_exact(figure: Figure) -> bool:
    """Whether the figure is printed to its grain: a count in full, or money down to 分."""
    if figure.hedge or figure.number is None:
        return False
    if figure.kind is FigureKind.COUNT:
        return figure.scale == 0
    return _to_the_fen(figure)


def _to_the_fen(figure: Figure) -> bool:
    """Whether the figure is money printed to its last 分."""
    return figure.kind is FigureKind.MONEY and figure.decimals - figure.scale >= FEN_PLACES


@lru_cache(maxsize=1 << 14)
def unround(value: Number, unit: Number, mode: Mode = Mode.NEAREST) -> Interval:
    """The true values printed as `value` when the last place counts `unit`.

    Rounding to nearest admits both ends, so that half-up and half-even documents both fit. Cutting and
    rounding up are away from or towards zero, as writers do it, and open at the far end.
    """
    v, u = Fraction(value), Fraction(unit)
    if mode is Mode.NEAREST:
        return Interval(v - u / 2, v + u / 2)
    if v == 0:
        return Interval(-u, u, False, False)
    outward = (mode is Mode.TRUNCATED) == (v > 0)
    return Interval(v, v + u, True, False) if outward else Interval(v - u, v, False, True)


def possible(figure: Figure, mode: Mode = Mode.NEAREST, place: Decimal | None = None) -> Interval:
    """What the figure may truly be. `place` is the last place shared with its siblings, if it has any.

    A hedge or a range is read as its hard side only: 超过200人 is everything above 200, 约500元 and 数十家 everything.
    A figure without a number (malformed, a date) may be anything.
    """
    if figure.kind not in NUMERIC_KINDS:
        return ALL
    if isinstance(figure.low, Decimal) or isinstance(figure.high, Decimal):
        if figure.hedge is Hedge.ABOUT:
            return ALL
        return Interval.of(_number(figure.low), _number(figure.high))
    number = figure.number
    if number is None:
        return ALL
    if figure.hedge:
        return hedged(number, figure.hedge)
    if width(figure, place):
        return unround(number, last_place(figure, place), mode)
    return Interval.point(number)


def reader(mode: Mode, place: Decimal | None = None) -> Reader:
    """`possible` for one world of rounding."""

    def read(figure: Figure) -> Interval:
        return possible(figure, mode, place)

    return read


def exactly(figure: Figure) -> Interval:
    """The figure taken at its word: one point, or the set of its hedge."""
    number = figure.number
    return possible(figure) if number is None or figure.hedge else Interval.point(number)


def hedged(value: Number, hedge: Hedge) -> Interval:
    """The hard side of a hedge: what it excludes for certain. 以上 and 以下 include the number itself."""
    match hedge:
        case Hedge.OVER:
            return Interval.of(value, None, False)
        case Hedge.AT_LEAST:
            return Interval.of(value, None)
        case Hedge.AT_MOST:
            return Interval.of(None, value)
        case Hedge.UNDER:
            return Interval.of(None, value, high_closed=False)
        case Hedge.NEARLY:
            return Interval.of(0, value) if value > 0 else Interval.of(value, 0)
        case Hedge.ABOUT:
            return ALL


def expected(figure: Figure) -> Interval:
    """The soft side of a hedge as well: where a reader would expect the true value.

    近X lies within 5 % (or half a leading place) below X; 约X within 10 %, 5 % or one unit by the number of
    significant digits; 超过X and X余 below the next leading place.
    """
    number = figure.number
    if number is None or figure.hedge is None or number == 0:
        return possible(figure)
    value = Fraction(number)
    leading = Fraction(10) ** number.adjusted()
    digits = len(number.normalize().as_tuple().digits)
    match figure.hedge:
        case Hedge.NEARLY:
            slack = max(abs(value) / 20, leading / 2)
            return Interval(value - slack, value, True, False)
        case Hedge.ABOUT:
            shares = {1: Fraction(1, 10), 2: Fraction(1, 20)}
            unit = Fraction(figure.unit_in_last_place) / 2
            slack = abs(value) * shares[digits] if digits in shares else unit
            return Interval(value - slack, value + slack)
        case Hedge.OVER:
            return Interval(value, value + leading, False)
        case _:
            return possible(figure)


def last_place(figure: Figure, shared: Decimal | None = None) -> Decimal:
    """One unit in the last place the figure claims, at the precision it shares with its siblings."""
    own = figure.unit_in_last_place
    return min(own, shared) if shared is not None else own


def width(figure: Figure, place: Decimal | None = None) -> Decimal:
    """How wide the set of values behind a figure is when it was rounded to nearest."""
    if is_exact(figure):
        return NOTHING
    unit = last_place(figure, place)
    return NOTHING if figure.kind is FigureKind.MONEY and unit <= FEN else unit


NOTHING = Decimal(0)


def as_printed(value: Number, figure: Figure) -> Fraction:
    """The value at the last place that `figure` is printed to: what would stand there if it were this value."""
    unit = Fraction(figure.unit_in_last_place)
    return round(Fraction(value) / unit) * unit


def shared_place(figures: Iterable[Figure]) -> Decimal | None:
    """The finest last place among figures of one column or list that are printed in one unit.

    77.4 beside 434.89 and 286.83 is 77.40. Figures printed in different units (元 beside 万元) share none.
    """
    printed = [f for f in figures if f.number is not None and not f.hedge]
    if len({(f.kind, f.scale) for f in printed}) != 1:
        return None
    return min(f.unit_in_last_place for f in printed)


def readable(figure: Figure | None) -> bool:
    """Whether the figure is one plain number that a relation may stand on."""
    return figure is not None and figure.hedge is None and one_number(figure)


def one_number(figure: Figure) -> bool:
    """Whether the figure is one number, hedged or not."""
    return (
        figure.low is None
        and figure.number is not None
        and (figure.flaw is None or figure.flaw not in (Flaw.MALFORMED, Flaw.UNKNOWN_UNIT))
    )


def _number(end: Decimal | str | None) -> Decimal | None:
    return end if isinstance(end, Decimal) else None
