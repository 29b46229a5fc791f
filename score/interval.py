"""Intervals over exact rationals, with open and closed ends: the sets of true values behind printed figures.

An end of None is infinite (and open). All arithmetic is exact; nothing here knows about rounding or units.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

Number = Fraction | Decimal | int

_End = tuple[int, Fraction]
"""An end on the extended line: `(-1, 0)` is minus infinity, `(0, x)` is x, `(1, 0)` plus infinity."""


@lru_cache(maxsize=1 << 14)
def rational(number: Decimal) -> Fraction:
    """A printed number as an exact quotient."""
    return Fraction(number)


@dataclass(slots=True, init=False, unsafe_hash=True)
class Interval:
    """The numbers between `low` and `high`; an end belongs to the set when its flag says closed.

    Nobody changes one once it is made. It is not declared frozen because that makes it four times as dear to make, and a report
    needs tens of thousands.
    """

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def __init__(
        self, low: Fraction | None, high: Fraction | None, low_closed: bool = True, high_closed: bool = True
    ) -> None:
        self.low = low
        self.high = high
        self.low_closed = low_closed and low is not None
        self.high_closed = high_closed and high is not None

    @classmethod
    def point(cls, value: Number) -> Interval:
        """The set that holds one number."""
        exact = rational(value) if isinstance(value, Decimal) else Fraction(value)
        return cls(exact, exact)

    @classmethod
    def of(
        cls, low: Number | None, high: Number | None, low_closed: bool = True, high_closed: bool = True
    ) -> Interval:
        """An interval from ends of any exact number type."""
        return cls(
            None if low is None else Fraction(low),
            None if high is None else Fraction(high),
            low_closed,
            high_closed,
        )

    @property
    def empty(self) -> bool:
        """Whether no number belongs to the set."""
        if self.low is None or self.high is None:
            return False
        return not _reaches(self.low, self.low_closed, self.high, self.high_closed)

    @property
    def bounded(self) -> bool:
        """Whether both ends are finite."""
        return self.low is not None and self.high is not None

    @property
    def width(self) -> Fraction | None:
        """The distance between the ends; None if unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def middle(self) -> Fraction | None:
        """The number halfway; None if unbounded."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    def __contains__(self, value: Number) -> bool:
        x = Fraction(value)
        above = self.low is None or x > self.low or (x == self.low and self.low_closed)
        return above and (self.high is None or x < self.high or (x == self.high and self.high_closed))

    def __and__(self, other: Interval) -> Interval:
        """The numbers in both sets; possibly empty."""
        low, low_closed = max(
            (self._low_end(), not self.low_closed), (other._low_end(), not other.low_closed)
        )
        high, high_closed = min((self._high_end(), self.high_closed), (other._high_end(), other.high_closed))
        return _between(low, high, not low_closed, high_closed)

    def meets(self, other: Interval) -> bool:
        """Whether some number belongs to both sets: every low end reaches every high one."""
        return (
            _reaches(self.low, self.low_closed, other.high, other.high_closed)
            and _reaches(other.low, other.low_closed, self.high, self.high_closed)
            and not self.empty
            and not other.empty
        )

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both sets."""
        low, low_open = min((self._low_end(), not self.low_closed), (other._low_end(), not other.low_closed))
        high, high_closed = max((self._high_end(), self.high_closed), (other._high_end(), other.high_closed))
        return _between(low, high, not low_open, high_closed)

    def distance(self, other: Interval) -> Fraction:
        """How far the sets lie apart; 0 when they meet, touch or overlap."""
        if self.high is not None and other.low is not None and other.low > self.high:
            return other.low - self.high
        if other.high is not None and self.low is not None and self.low > other.high:
            return self.low - other.high
        return Fraction(0)

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_closed,
            self.low_closed,
        )

    def __add__(self, other: Interval | Number) -> Interval:
        b = _as_interval(other)
        return Interval(
            None if self.low is None or b.low is None else self.low + b.low,
            None if self.high is None or b.high is None else self.high + b.high,
            self.low_closed and b.low_closed,
            self.high_closed and b.high_closed,
        )

    __radd__ = __add__

    def __sub__(self, other: Interval | Number) -> Interval:
        return self + -_as_interval(other)

    def __rsub__(self, other: Number) -> Interval:
        return _as_interval(other) - self

    def __mul__(self, other: Interval | Number) -> Interval:
        """The products; an end is closed if a pair that attains it is, and 0 if a factor holds 0."""
        if isinstance(other, int) and self.low is not None and self.high is not None:
            return self._scaled(other)
        b = _as_interval(other)
        if b.low is not None and b.low == b.high and self.low is not None and self.high is not None:
            return self._scaled(b.low) if b.low_closed and b.high_closed else _EMPTY
        if self.empty or b.empty:
            return _EMPTY
        if self.low is not None and b.low is not None and self.low > 0 and b.low > 0:
            return self._positive_product(b)
        ends = [
            (_product(x, y), x_closed and y_closed)
            for x, x_closed in ((self._low_end(), self.low_closed), (self._high_end(), self.high_closed))
            for y, y_closed in ((b._low_end(), b.low_closed), (b._high_end(), b.high_closed))
        ]
        low, high = min(end for end, _ in ends), max(end for end, _ in ends)
        zero = 0 in self or 0 in b
        low_closed = any(flag for end, flag in ends if end == low) or (zero and low == _ZERO)
        high_closed = any(flag for end, flag in ends if end == high) or (zero and high == _ZERO)
        return _between(low, high, low_closed, high_closed)

    def _positive_product(self, b: Interval) -> Interval:
        """The product of two sets of positive numbers: low ends with low ends, high ends with high ends."""
        assert self.low is not None
        assert b.low is not None
        high = None if self.high is None or b.high is None else self.high * b.high
        closed = self.high_closed and b.high_closed
        return Interval(self.low * b.low, high, self.low_closed and b.low_closed, closed)

    __rmul__ = __mul__

    @property
    def _positive(self) -> bool:
        """Whether the set is bounded and holds positive numbers alone, and some."""
        return self.low is not None and self.high is not None and self.low.numerator > 0 and not self.empty

    def _positive_quotient(self, b: Interval) -> Interval:
        """The quotient of two bounded sets of positive numbers: low ends over high ends, high ends over low ones."""
        assert self.low is not None
        assert self.high is not None
        assert b.low is not None
        assert b.high is not None
        low = self.low / b.high
        if self.low is self.high and b.low is b.high:
            return Interval(low, low)
        return Interval(
            low, self.high / b.low, self.low_closed and b.high_closed, self.high_closed and b.low_closed
        )

    def __truediv__(self, other: Interval | Number) -> Interval:
        """The quotients. Raises ZeroDivisionError when the divisor may be 0."""
        b = _as_interval(other)
        if self._positive and b._positive:
            return self._positive_quotient(b)
        return self * b.inverse()

    def __rtruediv__(self, other: Number) -> Interval:
        return _as_interval(other) / self

    def inverse(self) -> Interval:
        """The reciprocals. Raises ZeroDivisionError when the set holds or touches 0 from both sides."""
        if (
            self.low is not None
            and self.low is self.high
            and self.low
            and self.low_closed
            and self.high_closed
        ):
            return Interval.point(1 / self.low)
        if self.low is not None and self.low > 0:
            return Interval(_reciprocal(self.high), 1 / self.low, self.high_closed, self.low_closed)
        if 0 in self or ((self.low is None or self.low < 0) and (self.high is None or self.high > 0)):
            raise ZeroDivisionError("a divisor that may be 0")
        return Interval(_reciprocal(self.high), _reciprocal(self.low), self.high_closed, self.low_closed)

    def _scaled(self, factor: Fraction | int) -> Interval:
        """A bounded set times one number."""
        if not factor or self.empty:
            return _EMPTY if self.empty else Interval(_ZERO[1], _ZERO[1])
        assert self.low is not None
        assert self.high is not None
        if self.low is self.high:
            return Interval.point(self.low * factor)
        if factor > 0:
            return Interval(self.low * factor, self.high * factor, self.low_closed, self.high_closed)
        return Interval(self.high * factor, self.low * factor, self.high_closed, self.low_closed)

    def integers(self) -> range:
        """The whole numbers of the set, as a range. Raises ValueError when there are infinitely many."""
        if self.low is None or self.high is None:
            raise ValueError("an unbounded set holds infinitely many whole numbers")
        first, last = ceil(self.low), floor(self.high)
        if first == self.low and not self.low_closed:
            first += 1
        if last == self.high and not self.high_closed:
            last -= 1
        return range(first, last + 1)

    def _low_end(self) -> _End:
        return (-1, Fraction(0)) if self.low is None else (0, self.low)

    def _high_end(self) -> _End:
        return (1, Fraction(0)) if self.high is None else (0, self.high)

    def __str__(self) -> str:
        left = "(" if not self.low_closed else "["
        right = ")" if not self.high_closed else "]"
        low = "-inf" if self.low is None else str(self.low)
        high = "inf" if self.high is None else str(self.high)
        return f"{left}{low}, {high}{right}"


def total(parts: list[Interval]) -> Interval:
    """The sum of any number of sets; of none, the point 0."""
    out = Interval.point(0)
    for part in parts:
        out = out + part
    return out


ALL = Interval(None, None, False, False)
"""Every number."""

_ZERO: _End = (0, Fraction(0))
_EMPTY = Interval(Fraction(0), Fraction(0), False, False)


def _reaches(low: Fraction | None, low_closed: bool, high: Fraction | None, high_closed: bool) -> bool:
    """Whether numbers from `low` on and numbers up to `high` have one in common."""
    if low is None or high is None:
        return True
    if low is high:
        return low_closed and high_closed
    (a, b), (c, d) = low.as_integer_ratio(), high.as_integer_ratio()
    apart = c * b - a * d
    return apart > 0 or (not apart and low_closed and high_closed)


def _as_interval(value: Interval | Number) -> Interval:
    return value if isinstance(value, Interval) else Interval.point(value)


def _between(low: _End, high: _End, low_closed: bool, high_closed: bool) -> Interval:
    return Interval(
        None if low[0] else low[1],
        None if high[0] else high[1],
        low_closed and not low[0],
        high_closed and not high[0],
    )


def _product(x: _End, y: _End) -> _End:
    if not x[0] and not y[0]:
        return 0, x[1] * y[1]
    sign = _sign(x) * _sign(y)
    return (sign, Fraction(0)) if sign else _ZERO


def _sign(x: _End) -> int:
    return x[0] or (x[1] > 0) - (x[1] < 0)


def _reciprocal(end: Fraction | None) -> Fraction | None:
    """One over an end; an infinite end gives 0, an end at 0 an infinite one."""
    if end is None:
        return Fraction(0)
    return 1 / end if end else None
