"""Distances in percentage points that a sentence tells alone, and the rates of its paragraph that they may lie between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from schema.figure import Figure, FigureKind
from schema.report import Claim, Term
from score.context import Context
from score.rounding import readable
from score.words import mentions, words

PROGRESS = "points.progress"
"""Statements of a rate and its distance from the part of the year that has passed."""


def is_rate(figure: Figure) -> bool:
    """Whether the figure is one plain percentage."""
    return figure.kind is FigureKind.PERCENT and figure.unit == "%" and readable(figure)


def points_among_rates(context: Context) -> Iterator[tuple[Claim, Figure, list[Term]]]:
    """Every statement of a distance alone, or from the time that has passed, the distance, and the rates of its paragraph."""
    rates = context.once("rates of paragraphs", lambda: _rates_of_paragraphs(context))
    for claim in context.report.claims:
        alone = len(claim.terms) == 1 or claim.rule == PROGRESS
        if not alone or claim.place.block is None or claim.place.row is not None:
            continue
        figure = claim.terms[-1].figure
        if mentions(figure.unit, words().points) and readable(figure):
            yield claim, figure, rates[claim.place.block]


def _rates_of_paragraphs(context: Context) -> dict[int, list[Term]]:
    rates: dict[int, list[Term]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.place.block is not None and claim.place.row is None:
            rates[claim.place.block] += [term for term in claim.terms if is_rate(term.figure)]
    return rates
