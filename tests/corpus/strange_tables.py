"""All strange tables, some of them lying on their side as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.corpus.strange import (
    Pen,
    Strange,
)
from tests.corpus.strange_counts import (
    answers,
    beside,
    counts,
    crossed,
    difference,
    groups,
    harvest,
    in_cells,
    posts,
    running,
    shares_done,
    years,
)
from tests.corpus.strange_marks import deductions, judges, marks_rate, weighted
from tests.corpus.strange_money import dole, each, goods, invested, portions, store, wages

FAMILIES: tuple[Callable[[Pen], Strange], ...] = (
    counts, crossed, difference, goods, wages, shares_done, answers, running, years, judges, deductions, store,
    groups, beside, in_cells, portions, each, posts, marks_rate, weighted, harvest, invested, dole,
)  # fmt: skip


TURNED = (counts, crossed, difference, shares_done, years, posts, store)


def tables(seeds: range) -> Iterator[Strange]:
    """Every family for every seed; some of them lying on their side as well."""
    for seed in seeds:
        for make in FAMILIES:
            yield make(Pen(seed * 1009 + FAMILIES.index(make)))
        for make in TURNED:
            yield make(Pen(seed * 1013 + FAMILIES.index(make))).turned()
