"""The one comparison of the project: can the reported figure be true, given the others?

A relation says how a reported figure follows from others. It holds when the set of values behind the printed
result meets the set that the inputs allow, in one of three worlds of rounding. No tolerance constants.

    >>> outcome = relate(rate, lambda of: of(spent) / of(budget) * 100)
    >>> outcome.verdict, outcome.margin          # (Verdict.INCONSISTENT, Fraction(137, 5))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Verdict
from score.interval import Interval, rational
from score.rounding import Mode, Reader, exactly, last_place, possible, reader, unround
from score.siblings import as_fine_as_siblings, operands

Formula = Callable[[Reader], Interval]
"""How the result follows from its inputs: is given a reader of figures, returns the set of results."""

WEAK = Fraction(1, 2)
"""Below this power a passed test says nothing, and is not counted as agreement."""

STRONG = Fraction(19, 20)
"""The power asked for where the inputs, taken at their word, make another figure than the printed one."""

FEWEST = 2
"""So many inputs, rounded apart from one another, mostly make up for what each lost."""

VERDICT_OF_MODE = {
    Mode.NEAREST: Verdict.CONSISTENT,
    Mode.TRUNCATED: Verdict.IF_TRUNCATED,
    Mode.ROUNDED_UP: Verdict.IF_ROUNDED_UP,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a comparison. Sets and values are in the canonical unit of the reported figure.

    `exact` is the result of the inputs taken at their word, `allowed` what rounding of the inputs allows,
    `margin` the distance of reported and allowed set in units of the last printed place, `power` the chance
    that a random wrong figure would have been caught, `fits` the worlds of rounding in which it holds. `doubtful`
    says of a failure that unprinted digits of an input would mend it, if it were coarser than what stands beside it.
    """

    verdict: Verdict
    exact: Fraction | None
    allowed: Interval | None
    margin: Fraction | None
    power: Fraction | None
    fits: frozenset[Mode]
    doubtful: bool = False

    @property
    def failed(self) -> bool:
        """Whether no world of rounding lets all figures be true."""
        return self.verdict is Verdict.INCONSISTENT

    @property
    def informative(self) -> bool:
        """Whether the outcome tells how the document rounds."""
        return 0 < len(self.fits) < len(Mode)


UNKNOWN = Outcome(Verdict.UNDETERMINED, None, None, None, None, frozenset())
"""The outcome of a relation that cannot be computed: a missing operand, or a divisor that may be 0."""


def relate(
    reported: Figure,
    formula: Formula,
    *,
    place: Decimal | None = None,
    power: Fraction | None = None,
    exact_result: bool = False,
    siblings: bool = True,
) -> Outcome:
    """Compare `reported` with what `formula` makes of its inputs.

    `place` is the precision shared with siblings (`rounding.shared_place`). `power` replaces the general
    estimate. `exact_result` takes the printed result at its word (an index, a limit of 100). Without `siblings` an input
    may be coarser than what stands beside it, as a price is beside an amount.
    """
    fits: set[Mode] = set()
    apart: list[tuple[Interval, Interval]] = []
    try:
        allowed = computed = formula(reader(Mode.NEAREST, place))
        one_number = allowed.width == 0
        for mode in VERDICT_OF_MODE:
            if mode is not Mode.NEAREST and not one_number:
                computed = formula(reader(mode, place))
            printed = exactly(reported) if exact_result else possible(reported, mode, place)
            if printed.meets(computed):
                fits.add(mode)
            else:
                apart.append((printed, computed))
    except ZeroDivisionError:
        return UNKNOWN
    unit = rational(last_place(reported, place))
    exact = allowed.low if one_number else exact_value(formula)
    strength = power if power is not None else general_power(reported, allowed, unit)
    if not exact and exact is not None and not reported.number:
        strength = Fraction(1)
    first = next((mode for mode in VERDICT_OF_MODE if mode in fits), None)
    if first is None:
        gap = min(printed.distance(computed) for printed, computed in apart)
        return Outcome(Verdict.INCONSISTENT, exact, allowed, gap / unit, strength, frozenset())
    if strength is not None and strength < WEAK:
        return Outcome(Verdict.UNDETERMINED, exact, allowed, Fraction(0), strength, frozenset(fits))
    outcome = Outcome(VERDICT_OF_MODE[first], exact, allowed, Fraction(0), strength, frozenset(fits))
    if one_number or exact is None or exact_result or _as_printed(exact, reported, place):
        return outcome
    return _leaning(outcome, reported, formula, exact, siblings, place)


def _as_printed(exact: Fraction, reported: Figure, place: Decimal | None) -> bool:
    """Whether the inputs taken at their word make the printed figure, in some world of rounding."""
    number, unit = reported.number, last_place(reported, place)
    return number is None or any(exact in unround(number, unit, mode) for mode in VERDICT_OF_MODE)


def _leaning(
    outcome: Outcome,
    reported: Figure,
    formula: Formula,
    exact: Fraction,
    siblings: bool,
    place: Decimal | None,
) -> Outcome:
    """What a relation says that only holds because its inputs were rounded: much where they are fine, else nothing.

    It fails where an input would have to be coarser than it is beside its siblings, or where coarse inputs were all cut off
    or all rounded up: nobody rounds so far and so evenly.
    """
    failed = replace(
        outcome,
        verdict=Verdict.INCONSISTENT,
        margin=abs(exact - Fraction(reported.number or 0)) / Fraction(reported.unit_in_last_place),
        fits=frozenset(),
        doubtful=True,
    )
    if siblings and _coarser_than_siblings(reported, formula):
        return replace(failed, allowed=Interval.point(exact))
    if outcome.power is not None and outcome.power < STRONG and Mode.NEAREST not in outcome.fits:
        return failed
    weak = outcome.power is not None and outcome.power < STRONG
    if weak or _hardly_ever_so_far(outcome, reported, exact, len(operands(formula)), place):
        return replace(outcome, verdict=Verdict.UNDETERMINED)
    return outcome


def _hardly_ever_so_far(
    outcome: Outcome, reported: Figure, exact: Fraction, inputs: int, place: Decimal | None
) -> bool:
    """Whether all inputs would have to be rounded the same way, and nearly as far as can be.

    What is lost by rounding several numbers mostly cancels out: nearly always it is less than three times its deviation.
    """
    if outcome.allowed is None or outcome.allowed.width is None or inputs < FEWEST:
        return False
    off = abs(exact - Fraction(reported.number or 0))
    unit = Fraction(last_place(reported, place))
    # a number rounded to a last place u has the deviation u / sqrt(12); in squares, to stay with fractions
    return off**2 * 12 > 9 * (outcome.allowed.width**2 / inputs + unit**2)


def _coarser_than_siblings(reported: Figure, formula: Formula) -> bool:
    """Whether the relation fails in every world once inputs are as fine as what stands beside them."""
    figures = operands(formula)
    for mode in VERDICT_OF_MODE:
        finer = as_fine_as_siblings(mode, figures, reported)
        if finer is None or _result(reported, mode).meets(formula(finer)):
            return False
    return True


def _result(reported: Figure, mode: Mode) -> Interval:
    """What a printed result may truly be; one that is calculated was rounded even where it is printed to 分."""
    number = reported.number
    if number is None or reported.hedge:
        return possible(reported, mode)
    return unround(number, reported.unit_in_last_place, mode)


def exact_value(formula: Formula) -> Fraction | None:
    """The result of the inputs taken at their word; None when it is no single number."""
    try:
        result = formula(exactly)
    except ZeroDivisionError:
        return None
    return result.low if result.low is not None and result.low == result.high else None


def general_power(reported: Figure, allowed: Interval | None, unit: Fraction) -> Fraction | None:
    """The share of figures of the same size that the relation would reject.

    The set of results that pass is as wide as what the inputs allow plus one last place; against the size
    of the result that is the chance of a lucky hit. Exact relations catch every wrong figure, and so does a
    printed 0 that is made of nothing (`relate` sees to that): any other figure would be far from it.
    """
    if allowed is None or allowed.width is None or allowed.middle is None:
        return Fraction(0)
    if allowed.width == 0 and possible(reported).width == 0:
        return Fraction(1)
    size = max(abs(allowed.middle), unit)
    return max(Fraction(0), 1 - (allowed.width + unit) / size)


def implied_whole(part: Interval, percent: Interval) -> range:
    """The whole numbers of which `part` (a count) can be `percent` percent: the hidden-integer test.

    Empty when no whole number can be the base. Raises ZeroDivisionError when the percentage may be 0.
    """
    return (part * 100 / percent).integers()


def implied_part(whole: Interval, percent: Interval) -> range:
    """The whole numbers that are `percent` percent of `whole`."""
    return (whole * percent / 100).integers()


def percent_power(count: Fraction, percent: Fraction, unit: Fraction) -> Fraction:
    """The chance that a random wrong percentage fits no whole base: `1 - a*u/p**2`, in fractions of one."""
    if not percent:
        return Fraction(0)
    return max(Fraction(0), 1 - count * unit * 100 / (percent * percent))
