"""How often a relation must hold to be a law, counted in bits.

A row in which one of a million numbers would have fitted says twenty, one in which a part is 0 nothing. A lone coincidence proves
no law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from score.laws.lattice import Case, Lattice, Number
from score.laws.law import Kind, Law, Terms
from score.words import mentions

BITS = 10
"""A law must be kept in ways that chance gives once in 2 ** BITS tables, whatever the number of relations tried."""

HEADER_BITS = 9
"""What a header like 差额 or 平均分 is worth."""

FEWEST_KEPT = 3
FEWEST_STRICT = 4
"""So many cases that hold as printed show that a column was computed from what is printed."""
SHARE_BROKEN = 6
"""One case in so many may break a law, and one at least."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one case fares: whether it holds (None when it cannot tell), the bits it says, and its numbers.

    `printed` says that it holds for the numbers as printed, and not only for what they may have been before they were rounded.
    """

    holds: bool | None
    bits: int = 0
    told: tuple[int, ...] = ()
    printed: bool = True


NOTHING = Tried(None)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that a table may keep: what its law would be, and how a case fares under it."""

    kind: Kind
    terms: Terms
    fares: Callable[[Case], Tried]
    power: int = 0
    whole: int = -1
    rounded: int = -1

    def law(self, kept: Sequence[int], broken: Sequence[int], informative: int, bits: int) -> Law:
        """The law with the cases that keep it and those that break it."""
        return Law(
            self.kind, self.terms, self.power, self.whole, self.rounded, tuple(kept), tuple(broken), informative, bits
        )  # fmt: skip

    def taken_for(self, lattice: Lattice, bits: int) -> Law:
        """The law of a relation that needs no cases to prove it."""
        held = [self.fares(case).holds for case in lattice.cases]
        kept = [i for i, one in enumerate(held) if one]
        return self.law(kept, [i for i, one in enumerate(held) if one is False], bits, bits)

    def proven(self, lattice: Lattice, tried: int, told_by: int = 0, *, totals: bool = False) -> Law | None:
        """The law when enough cases keep it, most of them as printed, and few break it; else None.

        `tried` is the number of relations that were looked at, `told_by` the bits that headers lend this one; `totals` says that
        a total proves as much as any other case, since rates do not add up.
        """
        most_broken = max(1, len(lattice.cases) // SHARE_BROKEN)
        kept: list[int] = []
        broken: list[int] = []
        told: dict[tuple[int, ...], int] = {}
        counted = seen = 0
        for index, case in enumerate(lattice.cases):
            result = self.fares(case)
            if result.holds:
                kept.append(index)
                seen += result.printed
                if result.bits and (totals or not case.total):
                    told[result.told] = result.bits
            elif result.holds is False:
                broken.append(index)
                counted += totals or not case.total
                if counted > most_broken:
                    return None
        bits = sum(told.values())
        asked = BITS + tried.bit_length() - told_by
        if len(told) + 1 < FEWEST_KEPT or bits < asked or counted * 2 > len(told) or seen * 2 <= len(kept):
            return None
        strict = len(kept) - 1 <= seen and seen >= FEWEST_STRICT
        return replace(self.law(kept, broken, len(told), bits), strict=strict)


def lent(lattice: Lattice, variables: Iterable[int], listed: Sequence[str]) -> int:
    """The bits that a header lends a relation whose result it names."""
    return HEADER_BITS if any(mentions(lattice.names[v], listed) for v in variables) else 0


def bits_of(choices: int) -> int:
    """What it says that one of so many numbers fits."""
    return max(choices.bit_length() - 1, 0)


def bits_of_rate(rate: Number, hundred: int) -> int:
    """What a rate says that holds; a plain 100 % or 0 nothing."""
    if abs(rate.value) in (0, hundred):
        return 0
    return bits_of(abs(rate.value) // (2 * max(rate.unit, 1)))


def bits_of_slack(made: int, slack: int) -> int:
    """What it says that a number fits where so wide a slack is allowed: of few coarse amounts, almost every rate may be."""
    return bits_of(made // max(2 * slack, 1))
