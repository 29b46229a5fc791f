"""Means that a table may keep: c = the mean of neighbouring columns, with or without the highest and the lowest."""

from __future__ import annotations

from collections.abc import Iterator

from score.laws.lattice import Case, Lattice, alike
from score.laws.law import Kind, Law
from score.laws.proof import NOTHING, Relation, Tried, bits_of, lent
from score.words import words

FEWEST_AVERAGED = 2
FEWEST_TRIMMED = 5


def means_of(lattice: Lattice) -> Iterator[Law]:
    """The means of a table, plain and trimmed."""
    shapes = list(_runs(lattice))
    for result, run in shapes:
        told_by = lent(lattice, [result], words().law_headers.mean)
        for kind in (Kind.MEAN, Kind.TRIMMED) if len(run) >= FEWEST_TRIMMED else (Kind.MEAN,):
            law = _mean(kind, result, run).proven(lattice, len(shapes) * 2, told_by)
            if law is not None:
                yield law


def _runs(lattice: Lattice) -> Iterator[tuple[int, tuple[int, ...]]]:
    for result in lattice.variables:
        measure = lattice.measures[result]
        others = [v for v in lattice.variables if v != result and alike(lattice.measures[v], measure)]
        for size in range(FEWEST_AVERAGED, len(others) + 1):
            for start in range(len(others) - size + 1):
                yield result, tuple(others[start : start + size])


def _mean(kind: Kind, result: int, run: tuple[int, ...]) -> Relation:
    def fares(case: Case) -> Tried:
        cell = case.cells[result]
        cells = [case.cells[v] for v in run]
        if cell is None or any(part is None for part in cells):
            return NOTHING
        parts = sorted((part for part in cells if part is not None), key=lambda part: part.value)
        if kind is Kind.TRIMMED:
            parts = parts[1:-1]
        count = len(parts)
        spread = parts[-1].value - parts[0].value
        slack = count * cell.unit + sum(p.unit for p in parts if not p.exact and p.unit <= cell.unit)
        held = abs(cell.value * count - sum(part.value for part in parts)) <= slack
        values = (cell.value, *(part.value for part in parts))
        return Tried(held, bits_of(spread // (2 * max(cell.unit, 1))) if held else 0, values)

    return Relation(kind, ((result, 1), *((v, -1) for v in run)), fares, rounded=result)
