"""The hidden base of a percentage: what a count or an amount must have been divided by.

A count over a whole number gives only certain percentages. A printed one that lies between them is impossible,
even though its base was never printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Verdict
from score.evidence import like
from score.interval import Interval, rational
from score.relation import VERDICT_OF_MODE, WEAK, Outcome, implied_whole, percent_power
from score.repair import printed_count
from score.rounding import Mode, possible


@dataclass(frozen=True, slots=True)
class AmountBase:
    """The range of the base of an amount (canonical unit), and a round base that one world alone allows."""

    low: Fraction
    high: Fraction
    round_base: Fraction | None = None
    mode: Mode | None = None


def is_whole(figure: Figure) -> bool:
    """Whether the figure is a count, printed in full, of whole things."""
    number = figure.number
    return (
        figure.kind is FigureKind.COUNT and figure.scale == 0 and number is not None and number == int(number)
    )


def whole_bases(part: Figure, rate: Figure) -> tuple[Outcome, dict[Mode, range]]:
    """The outcome of the test, and the whole bases that fit in each world of rounding.

    `part` is a positive whole count, `rate` a percentage other than 0. Below half power nothing is decided.
    """
    count, percent = (rational(figure.number or Decimal(0)) for figure in (part, rate))
    unit = rational(rate.unit_in_last_place)
    bases = {mode: _whole_numbers(count, possible(rate, mode)) for mode in VERDICT_OF_MODE}
    fits = frozenset(mode for mode, found in bases.items() if found)
    power = percent_power(count, percent, unit)
    exact = count * 100 / nearest_base(part, rate)
    nearest = Interval.point(exact)
    if power < WEAK:
        return Outcome(Verdict.UNDETERMINED, exact, nearest, None, power, fits), bases
    if fits:
        first = next(mode for mode in VERDICT_OF_MODE if mode in fits)
        return Outcome(VERDICT_OF_MODE[first], exact, nearest, Fraction(0), power, fits), bases
    margin = min(possible(rate, mode).distance(nearest) for mode in Mode) / unit
    return Outcome(Verdict.INCONSISTENT, exact, nearest, margin, power, fits), bases


def _whole_numbers(count: Fraction, percent: Interval) -> range:
    """`implied_whole` of an exact count and a positive percentage, end by end."""
    if percent.low is None or percent.high is None or percent.low <= 0:
        return implied_whole(Interval.point(count), percent)
    whole = count.numerator * 100
    last, beyond = divmod(whole * percent.low.denominator, percent.low.numerator)
    last -= not beyond and not percent.low_closed
    below, short = divmod(whole * percent.high.denominator, percent.high.numerator)
    first = below if not short and percent.high_closed else below + 1
    return range(first, last + 1)


def nearest_base(part: Figure, rate: Figure) -> int:
    """The whole base whose percentage lies nearest to the printed one."""
    below, *above = _bases_around(part, rate)
    if not above:
        return below
    hundredfold, percent = _on_one_scale(part, rate)
    over, under = hundredfold - percent * below, percent * above[0] - hundredfold
    return below if over * above[0] <= under * below else above[0]


def neighbours(part: Figure, rate: Figure) -> str:
    """The percentages of the whole bases on either side: `67 ÷ 66 = 101.5152%, 67 ÷ 67 = 100%`."""
    count = Fraction(part.number or 0)
    shown = (
        f"{printed_count(part)} ÷ {n} = {like(count * 100 / n, rate)}" for n in _bases_around(part, rate)
    )
    return ", ".join(shown)


def _bases_around(part: Figure, rate: Figure) -> list[int]:
    hundredfold, percent = _on_one_scale(part, rate)
    below = hundredfold // percent
    return [n for n in (below, below + 1) if n > 0]


def _on_one_scale(part: Figure, rate: Figure) -> tuple[int, int]:
    """A hundred times a count, and a percentage, as whole numbers of one unit."""
    count, grain = (part.number or Decimal(0)).as_integer_ratio()
    percent, unit = (rate.number or Decimal(1)).as_integer_ratio()
    return count * unit * 100, percent * grain


def amount_base(part: Figure, rate: Figure) -> AmountBase:
    """The base an amount must have at a percentage other than 0, and a round one worth telling.

    A round base is told when cutting (or rounding up) allows one and rounding to nearest does not.
    """
    ranges = {mode: possible(part, mode) * 100 / possible(rate, mode) for mode in Mode}
    nearest = ranges[Mode.NEAREST]
    low, high = nearest.low or Fraction(0), nearest.high or Fraction(0)
    if not round_numbers(nearest):
        for mode in (Mode.TRUNCATED, Mode.ROUNDED_UP):
            if found := round_numbers(ranges[mode]):
                return AmountBase(low, high, found[0], mode)
    return AmountBase(low, high)


def round_numbers(found: Interval) -> list[Fraction]:
    """Numbers of one significant digit, or of two with 5 as the second, in a range of at most 2 %.

    A wider range holds a round number by chance more often than not worth a reader's time.
    """
    if (
        found.low is None
        or found.high is None
        or found.low < 1
        or found.high > found.low * Fraction(102, 100)
    ):
        return []
    half = Fraction(10) ** (len(str(int(found.high))) - 1) / 2
    return [half * k for k in range(2, 20) if half * k in found]
