"""Operands that are printed coarser than what stands beside them.

22万元 beside 18.66万元 in one sentence is 22.00万元, and three years are three years. Opened by half a unit, such an
operand would let almost any result agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from schema.figure import Figure, FigureKind
from score.interval import Interval
from score.rounding import Mode, Reader, exactly, possible
from score.words import words

Group = tuple[object, ...]


def operands(formula: Callable[[Reader], Interval]) -> tuple[Figure, ...]:
    """The figures that a formula reads."""
    read: list[Figure] = []

    def noted(figure: Figure) -> Interval:
        read.append(figure)
        return exactly(figure)

    formula(noted)
    return tuple(read)


def as_fine_as_siblings(mode: Mode, figures: Iterable[Figure], reported: Figure) -> Reader | None:
    """A reader for which the figures of a paragraph or table are as fine as the finest of their unit there.

    Spans of time without decimals are exact. None where all figures are that fine already.
    """
    listed = list(figures)
    finest: dict[Group, Decimal] = {}
    for figure in (*listed, reported):
        group = _group(figure)
        unit = figure.unit_in_last_place
        finest[group] = min(unit, finest.get(group, unit))
    if not any(_is_span(f) or f.unit_in_last_place > finest[_group(f)] for f in listed):
        return None

    def read(figure: Figure) -> Interval:
        if _is_span(figure):
            return exactly(figure)
        return possible(figure, mode, finest.get(_group(figure)))

    return read


def _group(figure: Figure) -> Group:
    return figure.kind, figure.unit, figure.scale, figure.place.document, figure.place.block


def _is_span(figure: Figure) -> bool:
    return figure.kind is FigureKind.MEASURE and not figure.decimals and figure.unit in words().spans_of_time
