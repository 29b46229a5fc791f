"""Where the findings of a report are marked: one box a printed figure (and a line of it), numbered as listed.

Annotated copies, pages and the review page all draw the same marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from publish.places import places_of
from schema.document import Document, Line, Table, TextBlock
from schema.figure import Box, Place
from schema.finding import Finding
from schema.report import Report

MOST = 60
"""Boxes a finding gets at most; a fact repeated more often is listed, not drawn."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A box of a finding on a page. `number` is its rank in the report, from 1; `first` holds for one mark a finding."""

    number: int
    finding: Finding
    page: int
    box: Box
    first: bool


def marks_of(report: Report, document: Document | None = None) -> Iterator[Mark]:
    """The marks of every finding that stands on pages, in the order of the findings.

    With the document, a figure broken over a line end gets a box a line.
    """
    for number, finding in enumerate(report.findings, 1):
        seen: set[tuple[int, Box]] = set()
        for page, box in _boxes(finding, report.document.id, document):
            if (page, box) in seen or len(seen) == MOST:
                continue
            yield Mark(number, finding, page, box, not seen)
            seen.add((page, box))


def marked_places(finding: Finding, document_id: str) -> tuple[Place, ...]:
    """The places to mark in a document: those of the figures, the reported one first, then what else is named."""
    figures = [figure.place for figure in finding.figures]
    covered = {place.address for place in figures}
    rest = [place for place in places_of(finding) if place.address not in covered]
    return tuple(place for place in figures + rest if place.document in {None, document_id})


def _boxes(finding: Finding, document_id: str, document: Document | None) -> Iterator[tuple[int, Box]]:
    for place in marked_places(finding, document_id):
        yield from boxes_of(place, document)


def boxes_of(place: Place, document: Document | None) -> list[tuple[int, Box]]:
    """Page and box of each printed line of a place; none for formats without pages."""
    if place.page is None or place.box is None:
        return []
    lines = _lines(place, document) if document else []
    return lines or [(place.page, place.box)]


def _lines(place: Place, document: Document) -> list[tuple[int, Box]]:
    """Page and box of each printed line of a span of text; none if its lines are not known."""
    start, end = place.start, place.end
    if place.block is None or place.block >= len(document.blocks) or start is None or end is None:
        return []
    return [
        (line.page, line.box_of(start, end))
        for line in _source(document, place)
        if line.start < end and start < line.end
    ]


def _source(document: Document, place: Place) -> tuple[Line, ...]:
    block = document.blocks[place.block or 0]
    if isinstance(block, TextBlock):
        return block.lines if place.row is None else ()
    return cell_lines(block, place)


def cell_lines(table: Table, place: Place) -> tuple[Line, ...]:
    """The printed lines of the cell at a place."""
    at = (place.row, place.column)
    return next((cell.lines for cell in table.cells if (cell.row, cell.column) == at), ())
