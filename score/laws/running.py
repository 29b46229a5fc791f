"""Running sums that a table may keep: c = c of the row before ± a. A case stands for the step to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import gcd

from score.laws.lattice import RATE, Lattice, alike
from score.laws.law import Kind, Law
from score.laws.proof import BITS, FEWEST_KEPT, bits_of, lent
from score.words import words

LOCAL_BITS = 6
"""What it says that the step over a wrong sum holds."""

MOST_BROKEN = 2
"""One wrong number breaks the steps to it and from it."""


def running_of(lattice: Lattice) -> Iterator[Law]:
    """What is so far: of each case as of the one before it and its own."""
    order = [i for i, case in enumerate(lattice.cases) if not case.total]
    pairs = [
        _Running(lattice, order, so_far, own, sign)
        for so_far in lattice.variables
        for own in lattice.variables
        for sign in (1, -1)
        if so_far != own
        and lattice.measures[own] != RATE
        and alike(lattice.measures[so_far], lattice.measures[own])
    ]
    for one in pairs:
        law = one.proven(len(pairs))
        if law is not None:
            yield law


@dataclass(frozen=True, slots=True)
class _Running:
    """That `so_far` grows by `own` (sign 1), or shrinks by it (-1), from case to case of `order`."""

    lattice: Lattice
    order: Sequence[int]
    so_far: int
    own: int
    sign: int

    def proven(self, tried: int) -> Law | None:
        """The law when enough steps keep it and one number at the most breaks it; else None."""
        cases = self.lattice.cases
        kept, broken, bits, informative = [], [], 0, 0
        for before, here in pairwise(self.order):
            was, now = cases[before].cells[self.so_far], cases[here].cells[self.so_far]
            step = cases[here].cells[self.own]
            if was is None or now is None or step is None:
                continue
            units = [n.unit for n in (was, now, step) if not n.exact]
            if 2 * abs(was.value + self.sign * step.value - now.value) > len(units) * min(units, default=0):
                broken.append(here)
                if len(broken) > MOST_BROKEN:
                    return None
                continue
            kept.append(here)
            common = max(gcd(was.value, now.value, step.value), min(units, default=0), 1)
            if was.value and step.value and now.value:
                informative += 1
                bits += bits_of(min(abs(was.value), abs(step.value)) // common + 1)
        asked = BITS + tried.bit_length() - lent(self.lattice, [self.so_far], words().law_headers.running)
        if self._apart(broken):
            return None
        if len(broken) == MOST_BROKEN and self._over_both(broken):
            informative, bits = informative + 1, bits + LOCAL_BITS
        if informative < FEWEST_KEPT or bits < asked:
            return None
        terms = ((self.so_far, 1), (self.own, -self.sign))
        return Law(Kind.RUNNING, terms, 0, -1, self.so_far, tuple(kept), tuple(broken), informative, bits)

    def _over_both(self, broken: Sequence[int]) -> bool:
        """Whether the step over a wrong sum, from the case before it to the one behind it, holds."""
        cases = self.lattice.cases
        before = self.order[self.order.index(broken[0]) - 1]
        was, now = cases[before].cells[self.so_far], cases[broken[1]].cells[self.so_far]
        steps = [cell for i in broken if (cell := cases[i].cells[self.own]) is not None]
        if was is None or now is None or len(steps) < len(broken):
            return False
        return was.value + self.sign * sum(step.value for step in steps) == now.value

    def _apart(self, broken: Sequence[int]) -> bool:
        """Whether two broken steps are not those to and from one case, which one wrong number would break together."""
        if len(broken) < MOST_BROKEN:
            return False
        return self.order.index(broken[1]) != self.order.index(broken[0]) + 1
