"""The laws of a table, found by trying every relation of every kind."""

from __future__ import annotations

from score.laws.lattice import Lattice
from score.laws.law import Law
from score.laws.means import means_of
from score.laws.products import products_of
from score.laws.proof import FEWEST_KEPT
from score.laws.rates import growths_of, shares_of, together_of
from score.laws.running import running_of
from score.laws.sums import sums_of


def laws_of(lattice: Lattice) -> list[Law]:
    """The laws of a table, those of more evidence first; none for a table of too few cases."""
    if len(lattice.cases) < FEWEST_KEPT:
        return []
    kinds = (sums_of, products_of, means_of, growths_of, shares_of, together_of, running_of)
    found = [law for kind in kinds for law in kind(lattice)]
    return sorted(found, key=lambda law: (len(law.broken), -law.bits))
