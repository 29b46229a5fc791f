"""A law of a table: a relation of its columns (or rows) that its cases keep, but for a few.

Nobody prints them. A relation that distinct rows keep to the last place, too often for chance, is a law of the table, and a row
that alone breaks it a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of relation a law is."""

    LINEAR = "linear"
    PRODUCT = "product"
    MEAN = "mean"
    TRIMMED = "trimmed"
    GROWTH = "growth"
    LOSS = "loss"
    SHARE = "share"
    TOGETHER = "together"
    RUNNING = "running"


Terms = tuple[tuple[int, int], ...]
"""Variables with their sign (LINEAR: their signed sum is 0), or with +1 for the result and -1 for what makes it."""


@dataclass(frozen=True, slots=True)
class Law:
    """A relation that the cases keep, but those in `broken`.

    `power` is the power of ten of a PRODUCT (result = factors × 10 ** power), `whole` the case that a SHARE is of. `rounded` is the
    variable that was computed and rounded; where none is known, -1. `informative` counts the distinct cases that say something.
    `strict` says that all cases but one at most keep it to the printed place, without the unprinted digits of other columns.
    """

    kind: Kind
    terms: Terms
    power: int
    whole: int
    rounded: int
    kept: tuple[int, ...]
    broken: tuple[int, ...]
    informative: int
    bits: int
    strict: bool = False

    @property
    def variables(self) -> tuple[int, ...]:
        """The variables that take part."""
        return tuple(v for v, _ in self.terms)


def distinct(laws: Iterable[Law]) -> Iterator[Law]:
    """The laws, without those whose variables a law with more evidence has already."""
    seen: set[tuple[Kind, frozenset[int]]] = set()
    for law in laws:
        key = (law.kind, frozenset(law.variables))
        if key not in seen:
            seen.add(key)
            yield law
