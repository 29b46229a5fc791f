"""Every number of a document in one of four states: silence must not look like agreement.

`agreeing` and `disagreeing` took part in a check, `unchecked` was read and no rule used it, `unread` stands on the page
but gave no number. Years, codes and page numbers are set aside as `excluded`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from publish.tables import figure_states
from schema.document import BlockKind, Document, TextBlock
from schema.figure import NUMERIC_KINDS, Figure, Place
from schema.report import Report

STATES = ("disagreeing", "agreeing", "unchecked", "unread", "excluded")
_DIGITS = re.compile(r"[0-9０-９][0-9０-９.,，]*")
_ASIDE = frozenset({BlockKind.FURNITURE, BlockKind.WATERMARK})

Spot = tuple[int | None, int | None, int | None]
"""Block, row and column."""


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number and its state; `checks` are indices of the checks of the report it takes part in."""

    text: str
    place: Place
    state: str
    checks: tuple[int, ...] = ()


def numbers_of(report: Report, document: Document | None = None) -> list[Number]:
    """Every number in reading order. With the document, digits that nobody read are found too."""
    checks: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, check in enumerate(report.checks):
        for address in {f.place.address for f in check.figures if f.place.document is None}:
            checks[address].append(index)
    states = figure_states(report)
    found = [
        Number(figure.text, figure.place, _state(figure, states), tuple(checks[figure.place.address]))
        for figure in report.all_figures()
    ]
    taken = {number.place.address for number in found}
    found += [
        Number(figure.text, figure.place, "excluded")
        for figure in report.excluded
        if figure.place.address not in taken
    ]
    found += _overlooked(document, found) if document else []
    return sorted(found, key=lambda number: _order(number.place))


def _order(place: Place) -> tuple[int, ...]:
    block, _, row, column, start, _ = place.address
    return block, row, column, start


def _state(figure: Figure, states: dict[tuple[int, ...], str]) -> str:
    if figure.place.address in states:
        return states[figure.place.address]
    nothing = figure.value is None and figure.low is None and figure.high is None
    return "unread" if figure.kind in NUMERIC_KINDS and nothing else "unchecked"


def _overlooked(document: Document, known: list[Number]) -> Iterator[Number]:
    spans: defaultdict[Spot, list[Place]] = defaultdict(list)
    for number in known:
        spans[number.place.block, number.place.row, number.place.column].append(number.place)
    for block, content in enumerate(document.blocks):
        if isinstance(content, TextBlock):
            if content.kind not in _ASIDE:
                for start, end in _free(content.text, spans[block, None, None]):
                    yield Number(content.text[start:end], document.place_in_text(block, start, end), "unread")
            continue
        for cell in content.cells:
            for start, end in _free(cell.text, spans[block, cell.row, cell.column]):
                yield Number(cell.text[start:end], document.place_in_cell(block, cell, start, end), "unread")


def _free(text: str, taken: list[Place]) -> Iterator[tuple[int, int]]:
    """Runs of digits that no known number covers."""
    for hit in _DIGITS.finditer(text):
        covered = any(
            place.start is None or place.end is None or (place.start < hit.end() and hit.start() < place.end)
            for place in taken
        )
        if not covered:
            yield hit.span()
