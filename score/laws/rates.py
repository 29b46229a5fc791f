"""Rates that a table may keep.

growth     c = (a / b - 1) × 100
loss       c = (1 - a / b) × 100
shares     c = a / the a of the total × 100
together   c = (a + b) / d × 100
"""

from __future__ import annotations

from collections.abc import Iterator

from score.laws.lattice import MIXED, NO_UNIT, RATE, Case, Lattice, Number
from score.laws.law import Kind, Law
from score.laws.proof import NOTHING, Relation, Tried, bits_of_rate, bits_of_slack


def _rates(lattice: Lattice) -> list[int]:
    return [v for v in lattice.variables if lattice.measures[v] == RATE]


def _hundred(lattice: Lattice) -> int:
    hundred: int = 100 * 10**lattice.scale
    return hundred


def growths_of(lattice: Lattice) -> Iterator[Law]:
    """What one column grew over another of its measure."""
    measures = lattice.measures
    shapes = [
        (rate, a, b)
        for rate in _rates(lattice)
        for a in lattice.variables
        for b in lattice.variables
        if a != b and measures[a] == measures[b] not in ("", MIXED, RATE)
    ]
    for rate, now, before in shapes:
        for kind in (Kind.GROWTH, Kind.LOSS):
            relation = _growth(kind, rate, now, before, _hundred(lattice))
            law = relation.proven(lattice, 2 * len(shapes), totals=True)
            if law is not None:
                yield law


def _growth(kind: Kind, rate: int, now: int, before: int, hundred: int) -> Relation:
    sign = -1 if kind is Kind.LOSS else 1

    def fares(case: Case) -> Tried:
        told, a, b = case.cells[rate], case.cells[now], case.cells[before]
        if told is None or a is None or b is None or b.value <= 0 or a.value < 0:
            return NOTHING
        made, wide = (a.value - b.value) * hundred * sign, told.unit * b.value
        slack = wide + hundred * sum(n.unit * 2 for n in (a, b) if not n.exact)
        off = abs(told.value * b.value - made)
        values = (told.value, a.value, b.value)
        if off > slack:
            return Tried(False, 0, values)
        bits = min(bits_of_rate(told, hundred), bits_of_slack(hundred * a.value, slack))
        return Tried(True, bits, values, off <= wide)

    return Relation(kind, ((rate, 1), (now, -1), (before, -1)), fares, rounded=rate)


def shares_of(lattice: Lattice) -> Iterator[Law]:
    """What a case has of the whole: of the total that is printed as a case."""
    totals = [i for i, case in enumerate(lattice.cases) if case.total]
    shapes = [
        (i, rate, v)
        for i in totals
        for rate in _rates(lattice)
        for v in lattice.variables
        if lattice.measures[v] != RATE
    ]
    for index, rate, part in shapes:
        whole = lattice.cases[index].cells[part]
        if whole is None or whole.value <= 0:
            continue
        law = _share(rate, part, index, whole, _hundred(lattice)).proven(lattice, len(shapes))
        if law is not None:
            yield law


def _share(rate: int, part: int, index: int, whole: Number, hundred: int) -> Relation:
    def fares(case: Case) -> Tried:
        told, own = case.cells[rate], case.cells[part]
        if told is None or own is None or own is whole:
            return NOTHING
        slack = told.unit * whole.value + hundred * sum(n.unit for n in (own, whole) if not n.exact)
        off = abs(told.value * whole.value - own.value * hundred)
        if off > slack:
            return NOTHING if case.total else Tried(False, 0, (told.value, own.value))
        bits = min(bits_of_rate(told, hundred), bits_of_slack(hundred * own.value, slack))
        return Tried(True, bits, (told.value, own.value), off <= told.unit * whole.value)

    return Relation(Kind.SHARE, ((rate, 1), (part, -1)), fares, whole=index, rounded=rate)


def together_of(lattice: Lattice) -> Iterator[Law]:
    """What two or three neighbours have together of a fourth variable (非常满意 and 满意 of all answers)."""
    plain = [v for v in lattice.variables if lattice.measures[v].startswith(NO_UNIT)]
    shapes = [
        (rate, whole, tuple(run))
        for rate in _rates(lattice)
        for whole in plain
        for size in (2, 3)
        for run in zip(*(plain[i:] for i in range(size)), strict=False)
        if whole not in run
    ]
    for rate, whole, run in shapes:
        law = _together(rate, whole, run, _hundred(lattice)).proven(lattice, len(shapes), totals=True)
        if law is not None:
            yield law


def _together(rate: int, whole: int, run: tuple[int, ...], hundred: int) -> Relation:
    def fares(case: Case) -> Tried:
        cells = [case.cells[v] for v in (rate, whole, *run)]
        if any(cell is None for cell in cells):
            return NOTHING
        told, of, *parts = (cell for cell in cells if cell is not None)
        if of.value <= 0:
            return NOTHING
        values = (told.value, of.value, *(part.value for part in parts))
        off = told.value * of.value - sum(part.value for part in parts) * hundred
        if abs(off) > told.unit * of.value:
            return Tried(False, 0, values)
        return Tried(True, bits_of_rate(told, hundred) if all(p.value for p in parts) else 0, values)

    return Relation(Kind.TOGETHER, ((rate, 1), (whole, -1), *((v, -1) for v in run)), fares, rounded=rate)
