"""Products that a table may keep: a × b = c, a × b × c = d, up to a power of ten (元 and 万元, %), which holds quotients and rates as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import prod

from score.laws.lattice import MIXED, RATE, Case, Lattice
from score.laws.law import Kind, Law
from score.laws.proof import NOTHING, Relation, Tried, bits_of, lent
from score.words import words

MOST_SHIFT = 8
"""The greatest power of ten between a product and its factors."""


def products_of(lattice: Lattice) -> Iterator[Law]:
    """The products of a table, each with the variable rounded that fits best."""
    shapes = list(_shapes(lattice))
    for whole, factors in shapes:
        power = _power(lattice, whole, factors)
        if power is None:
            continue
        totals = RATE in {lattice.measures[v] for v in (whole, *factors)}
        laws = [
            law
            for rounded in _finest(lattice, (whole, *factors))
            if (
                law := product(lattice, whole, factors, power, rounded).proven(
                    lattice,
                    len(shapes) * 3,
                    lent(lattice, [rounded], words().law_headers.product),
                    totals=totals,
                )
            )
        ]
        if laws:
            yield min(laws, key=lambda law: (len(law.broken), -law.rounded))


def product(lattice: Lattice, whole: int, factors: tuple[int, ...], power: int, rounded: int) -> Relation:
    """That `whole = factors × 10 ** power`, where `rounded` was computed and rounded."""
    up = 10 ** max(power, 0)
    down = 10 ** (max(-power, 0) + lattice.scale * (len(factors) - 1))

    def fares(case: Case) -> Tried:
        cells = [case.cells[v] for v in (whole, *factors)]
        if any(cell is None or cell.value <= 0 for cell in cells):
            return NOTHING
        numbers = [cell for cell in cells if cell is not None]
        slack = [
            n.unit if v == rounded or not n.exact else 0
            for n, v in zip(numbers, (whole, *factors), strict=True)
        ]
        low = prod(n.value - s for n, s in zip(numbers[1:], slack[1:], strict=True)) * up
        high = prod(n.value + s for n, s in zip(numbers[1:], slack[1:], strict=True)) * up
        held = (numbers[0].value + slack[0]) * down >= low and (numbers[0].value - slack[0]) * down <= high
        values = tuple(n.value for n in numbers)
        if not held:
            return Tried(False, 0, values)
        if any(str(value).strip("0") == "1" for value in values[1:]):
            return Tried(True)
        widest = min((n.value // (2 * s) for n, s in zip(numbers, slack, strict=True) if s), default=0)
        return Tried(True, bits_of(widest), values)

    terms = ((whole, 1), *((v, -1) for v in factors))
    return Relation(Kind.PRODUCT, terms, fares, power=power, rounded=rounded)


def _shapes(lattice: Lattice) -> Iterator[tuple[int, tuple[int, ...]]]:
    known = [v for v in lattice.variables if lattice.measures[v] != MIXED]
    for whole in known:
        if lattice.measures[whole] == RATE:
            continue
        others = [v for v in known if v != whole]
        for count in (2, 3):
            for factors in combinations(others, count):
                if count != 3 or lattice.measures[whole] == "money":
                    yield whole, factors


def _finest(lattice: Lattice, variables: Sequence[int]) -> list[int]:
    """The variables that are printed with most decimals: what was computed and rounded is one of them."""
    places = {
        v: max((cell.figure.decimals for case in lattice.cases if (cell := case.cells[v])), default=0)
        for v in variables
    }
    return [v for v in variables if places[v] == max(places.values())]


def _power(lattice: Lattice, whole: int, factors: Sequence[int]) -> int | None:
    """The power of ten that two of the first three cases need, to within a hundredth; None when there is none."""
    found: list[int | None] = []
    for case in lattice.cases:
        cells = [case.cells[v] for v in (whole, *factors)]
        if case.total or any(cell is None or cell.value <= 0 for cell in cells):
            continue
        values = [cell.value for cell in cells if cell is not None]
        found.append(_shift(values[0] * 10 ** (lattice.scale * (len(values) - 2)), prod(values[1:])))
        if len(found) == 3:
            break
    return next((j for j in found if j is not None and found.count(j) > 1), None)


def _shift(whole: int, product: int) -> int | None:
    """The power of ten between two whole numbers; None when they are apart by more than a hundredth."""
    guess = len(str(whole)) - len(str(product))
    for power in (guess, guess + 1, guess - 1):
        scaled, other = (product * 10**power, whole) if power >= 0 else (product, whole * 10**-power)
        if abs(scaled - other) * 100 <= other and abs(power) <= MOST_SHIFT:
            return power
    return None
