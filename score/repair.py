"""Repairs: the smallest change of one printed figure that would make a failed relation hold.

They are shown, never asserted: an auditor looks first where a single slip of the pen explains everything.
A repair is written without words, so that it reads in every language: `136.00 → 135.00`,
`68 ÷ 67 = 101.49%`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from schema.figure import Figure
from score.evidence import like, number, printed, suffix
from score.relation import implied_whole
from score.rounding import Mode, possible

ARROW = " → "


class Slip(IntEnum):
    """How a figure may have gone wrong, the likelier first."""

    TRANSPOSED = 1
    ONE_DIGIT = 2
    UNIT = 3
    DECIMAL_POINT = 4
    DIGIT_ADDED = 5
    DIGIT_LOST = 6


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure, the value it would need (canonical unit), and the slip that explains the difference."""

    figure: Figure
    needed: Fraction
    slip: Slip

    def __str__(self) -> str:
        return f"{printed(self.figure)}{ARROW}{like(self.needed, self.figure, self.figure.decimals)}"


def slip_between(figure: Figure, needed: Fraction) -> Slip | None:
    """The single slip that turns `needed` into what is printed; None when it takes more than one."""
    if figure.number is None or needed == figure.number:
        return None
    shown = needed / Fraction(10) ** figure.scale * 10**figure.decimals
    here = Fraction(figure.number) / Fraction(10) ** figure.scale * 10**figure.decimals
    if (needed < 0) != (figure.number < 0):
        return None
    if power := power_of_ten(Fraction(figure.number), needed):
        return Slip.UNIT if abs(power) == 4 else Slip.DECIMAL_POINT
    if shown.denominator != 1 or here.denominator != 1:
        return None
    return digit_slip(str(abs(here.numerator)), str(abs(shown.numerator)))


def digit_slip(printed_digits: str, needed_digits: str) -> Slip | None:
    """The single slip of digits between two numbers written at one precision."""
    a, b = printed_digits, needed_digits
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            return Slip.ONE_DIGIT
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return (
            Slip.TRANSPOSED if swapped and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]] else None
        )
    if len(a) == len(b) + 1 and _is_one_shorter(b, a):
        return Slip.DIGIT_ADDED
    if len(b) == len(a) + 1 and _is_one_shorter(a, b):
        return Slip.DIGIT_LOST
    return None


def _is_one_shorter(short: str, long: str) -> bool:
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def power_of_ten(printed_value: Fraction, needed: Fraction, most: int = 4) -> int | None:
    """The j with `needed = printed * 10**j`, `0 < |j| <= most`; None when there is none.

    Numbers of fewer than three significant digits agree by chance and do not count.
    """
    if not printed_value or not needed or significant_digits(needed) < 3:
        return None
    ratio = needed / printed_value
    return next((j for j in range(-most, most + 1) if j and ratio == Fraction(10) ** j), None)


def significant_digits(value: Fraction) -> int:
    """How many digits a decimal number takes without leading and trailing zeros."""
    digits = value.numerator * 10**12 // value.denominator
    return len(str(abs(digits)).strip("0"))


def repairs_of_sum(total: Figure, parts: Sequence[Figure], most: int = 3) -> list[Repair]:
    """Changes of one figure that make `total` the sum of `parts`, the likelier first."""
    values = [Fraction(part.number or 0) for part in parts]
    off = Fraction(total.number or 0) - sum(values)
    wanted = [(total, sum(values, Fraction(0)))]
    wanted += [(part, value + off) for part, value in zip(parts, values, strict=True)]
    return likely(wanted, most)


def likely(wanted: Iterable[tuple[Figure, Fraction]], most: int = 3) -> list[Repair]:
    """The changes that one slip explains, the likelier first."""
    found = [
        Repair(figure, needed, slip)
        for figure, needed in wanted
        if (slip := slip_between(figure, needed)) is not None
    ]
    return sorted(found, key=lambda repair: repair.slip)[:most]


def counted_wrongly(total: Figure, parts: Sequence[Figure]) -> Figure | None:
    """The part whose amount is exactly what the parts are over or short: left out, or counted twice."""
    off = Fraction(total.number or 0) - sum((Fraction(part.number or 0) for part in parts), Fraction(0))
    return next((part for part in parts if part.number and abs(off) == abs(Fraction(part.number))), None)


def repairs_of_percentage(part: Figure, percent: Figure) -> list[str]:
    """How a count and a percentage without whole base could come to agree, the smallest change first.

    The count one more or one less at the printed percentage; then the percentages of the two nearest
    whole bases, those that differ in one digit first.
    """
    if part.number is None or not percent.number:
        return []
    count = Fraction(part.number)
    out = [
        f"{number(count + step)} ÷ {base} = {printed(percent)}"
        for step in (1, -1)
        for base in _bases(count + step, percent)
    ]
    lower = int(count * 100 / Fraction(percent.number))
    near = [
        (_digits_apart(_percent(count, base, percent), printed(percent)), base)
        for base in (lower, lower + 1)
        if base > 0
    ]
    out += [f"{printed_count(part)} ÷ {base} = {_percent(count, base, percent)}" for _, base in sorted(near)]
    return out


def printed_count(part: Figure) -> str:
    """A count as printed, without its unit."""
    text = printed(part)
    unit = suffix(part)
    return text.removesuffix(unit) if unit else text


def _bases(count: Fraction, percent: Figure) -> list[int]:
    if count <= 0:
        return []
    found = list(implied_whole(possible(percent, Mode.NEAREST) * 0 + count, possible(percent, Mode.NEAREST)))
    return found if len(found) == 1 else []


def _percent(count: Fraction, base: int, percent: Figure) -> str:
    return like(count * 100 / base, percent, percent.decimals)


def _digits_apart(one: str, other: str) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(x != y for x, y in zip(one, other, strict=True))
