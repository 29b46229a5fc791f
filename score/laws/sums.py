"""Sums that a table may keep: a + b = c, a + b - c = d, and c = the sum of neighbouring columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations
from math import gcd

from score.laws.lattice import MIXED, NO_UNIT, RATE, Case, Lattice, Number, alike
from score.laws.law import Kind, Law, Terms
from score.laws.proof import NOTHING, SHARE_BROKEN, Relation, Tried, bits_of, lent
from score.words import words

MOST_BALANCED = 8
"""Of more columns, two against two are not tried."""


def sums_of(lattice: Lattice) -> Iterator[Law]:
    """The sums of a table, of neighbours or of a few columns anywhere."""
    shapes = list(_shapes(lattice))
    probes = _probes(lattice)
    need = min(2, len(probes)) if len(lattice.cases) < 2 * SHARE_BROKEN else 1
    for terms in shapes:
        if sum(abs(sum(row[v] * s for v, s in terms)) <= wide * len(terms) for row, wide in probes) < need:
            continue
        named = [v for v, _ in terms] if len(terms) == 3 else [v for v, s in terms if s > 0]
        law = signed_sum(terms).proven(lattice, len(shapes), lent(lattice, named, words().law_headers.linear))
        if law is not None:
            yield law


def signed_sum(terms: Terms, rounded: int = -1) -> Relation:
    """That the signed sum of variables is 0."""
    return Relation(Kind.LINEAR, terms, partial(_fares, terms=terms), rounded=rounded)


def _fares(case: Case, terms: Terms) -> Tried:
    """Blank cells count as 0; a sum that fails beside one may lack what it holds, and tells nothing."""
    numbers: list[tuple[Number, int]] = []
    blanks = False
    for v, sign in terms:
        cell = case.cells[v]
        if cell is not None:
            numbers.append((cell, sign))
        elif case.empty[v]:
            blanks = True
        else:
            return NOTHING
    if len(numbers) < 2 or all(sign == terms[0][1] for _, sign in numbers):
        return NOTHING
    off = sum(n.value * sign for n, sign in numbers)
    units = [n.unit for n, _ in numbers if not n.exact]
    place = min(units, default=0)
    values = tuple(n.value for n, _ in numbers)
    if 2 * abs(off) > (len(units) or 0) * place:
        return NOTHING if blanks else Tried(False, 0, values)
    sizes = sorted((abs(value) for value in values if value), reverse=True)
    if len(sizes) < 3:
        return Tried(True)
    common = max(gcd(*sizes), place, 1)
    return Tried(True, bits_of(sizes[2] // common + 1), values)


def _probes(lattice: Lattice) -> list[tuple[list[int], int]]:
    """The first three cases without a blank or total, as plain numbers with their widest last place: a law holds in most."""
    out = []
    for case in lattice.cases:
        numbers = [cell for cell in case.cells if cell is not None]
        if not case.total and (
            len(numbers) == len(case.cells) or all(case.empty[v] or case.cells[v] for v in lattice.variables)
        ):
            values = [0 if cell is None else cell.value for cell in case.cells]
            out.append((values, max((n.unit for n in numbers if not n.exact), default=0)))
        if len(out) == 3:
            break
    return out


def _shapes(lattice: Lattice) -> Iterator[Terms]:
    """Sums that may be, each once: whole of two, whole of a run of neighbours, and two against two."""
    for members in _groups(lattice):
        for whole in members:
            others = [v for v in members if v != whole]
            for a, b in combinations(others, 2):
                yield (whole, 1), (a, -1), (b, -1)
            for size in range(3, len(others) + 1):
                for start in range(len(others) - size + 1):
                    yield (whole, 1), *((v, -1) for v in others[start : start + size])
        for a, b, c, d in combinations(members, 4) if len(members) <= MOST_BALANCED else ():
            yield (a, 1), (b, 1), (c, -1), (d, -1)
            yield (a, 1), (c, 1), (b, -1), (d, -1)
            yield (a, 1), (d, 1), (b, -1), (c, -1)


def _groups(lattice: Lattice) -> list[list[int]]:
    """The variables that may be added up, by unit; those without one beside those of every unit."""
    units = {m for m in lattice.measures if m not in ("", MIXED, RATE)}
    named = [unit for unit in units if unit != NO_UNIT] or list(units)
    return [[v for v in lattice.variables if alike(lattice.measures[v], unit)] for unit in sorted(named)]
