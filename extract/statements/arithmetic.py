"""Whether figures agree: what is made of two of them, as printed or before they were rounded, against what is said."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from extract.statements.mentions import Mention
from schema.figure import Figure, FigureKind

SMALLEST = Fraction(1, 10**6)

Bounds = tuple[Fraction, Fraction]
Make = Callable[[Bounds, Bounds], Bounds]


def agree(said: Figure, make: Make, one: Mention, other: Mention) -> bool:
    """Whether what is made of two figures, as printed or before they were rounded, is what is said."""
    exact = [(Fraction(m.figure.number or 0),) * 2 for m in (one, other)]
    rounded = [_bounds(m.figure) for m in (one, other)]
    return any(_agrees(said, make(a, b)) for a, b in (exact, rounded))


def _bounds(figure: Figure) -> Bounds:
    """Between what a figure may lie that was rounded to its last printed place; whole counts are exact."""
    value = Fraction(figure.number or 0)
    exact = figure.kind is FigureKind.COUNT and figure.unit_in_last_place == 1
    if exact or figure.kind is FigureKind.SCORE:
        return value, value
    half = Fraction(figure.unit_in_last_place) / 2
    return value - half, value + half


def quotient(total: Bounds, number: Bounds) -> Bounds:
    """One over the other."""
    return total[0] / number[1], total[1] / max(number[0], SMALLEST)


def ratio(part: Bounds, whole: Bounds) -> Bounds:
    """One in percent of the other."""
    low, high = quotient(part, whole)
    return low * 100, high * 100


def change_of(now: Bounds, before: Bounds) -> Bounds:
    """The size of the change from one to the other, in percent."""
    low, high = ratio(now, before)
    if low >= 100:
        return low - 100, high - 100
    return (100 - high, 100 - low) if high <= 100 else (Fraction(0), max(high - 100, 100 - low))


def _agrees(said: Figure, made: Bounds) -> bool:
    """Whether what was computed, rounded or cut, is what is printed."""
    value, unit = Fraction(said.number or 0), Fraction(said.unit_in_last_place)
    narrow = made[1] - made[0] <= 4 * unit + abs(value) / 50
    return narrow and made[0] < value + unit and made[1] >= value - unit / 2
