"""Laws that the headers of a table name: 计划工程量 | 完成工程量 | 完成率.

A rate, and the only two columns that bear the names of what was done and of what was to be done. The names do not prove it as a printed
formula would: two rows that say something must keep it, and no more than one may break it.
"""

from __future__ import annotations

from collections.abc import Iterator

from score.laws.headed import CERTAIN
from score.laws.lattice import RATE, Lattice
from score.laws.law import Law
from score.laws.products import product
from score.words import NamedRate, mentions, words

FEWEST_TELLING = 2
WHOLE = 100
POWERS = (0, -2)


def named_laws(lattice: Lattice) -> Iterator[Law]:
    """The rates of the table whose names say what they are made of, as products: done = rate × asked."""
    for rate in lattice.variables:
        if lattice.measures[rate] != RATE:
            continue
        for named in words().named_rates:
            pair = _pair(lattice, rate, named)
            law = _law(lattice, rate, *pair) if pair else None
            if law is not None:
                yield law


def _pair(lattice: Lattice, rate: int, named: NamedRate) -> tuple[int, int] | None:
    """What was done and what was to be done, if one column each is called so."""
    if not mentions(lattice.names[rate], named.rate):
        return None
    others = [v for v in lattice.variables if lattice.measures[v] != RATE]
    done = [v for v in others if mentions(lattice.names[v], named.done)]
    asked = [v for v in others if mentions(lattice.names[v], named.asked) and v not in done]
    return (done[0], asked[0]) if len(done) == len(asked) == 1 else None


def _law(lattice: Lattice, rate: int, done: int, asked: int) -> Law | None:
    for power in POWERS:
        law = product(lattice, done, (rate, asked), power, rate).taken_for(lattice, CERTAIN)
        telling = [i for i in law.kept if _tells(lattice, i, rate)]
        if len(telling) >= FEWEST_TELLING and len(law.broken) < FEWEST_TELLING:
            return law
    return None


def _tells(lattice: Lattice, case: int, rate: int) -> bool:
    cell = lattice.cases[case].cells[rate]
    return cell is not None and cell.figure.number not in {0, WHOLE}
