"""A Word or Excel file as HTML sheets: its paragraphs and tables as read, the numbers and findings marked in place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from publish.marks import marked_places
from publish.numbers import Number
from publish.phrases import Words
from schema.document import BlockKind, Cell, Document, Table, TextBlock
from schema.report import Report

ROWS, CELLS = 150, 1200
"""Rows and cells of a table on one sheet; the header is repeated."""
WEIGHT = 250_000
"""About how many bytes a sheet and what is said of it take before a new one begins."""
_ASIDE = frozenset({BlockKind.FURNITURE, BlockKind.WATERMARK})
_AMOUNT = re.compile(r"[-−+]?\d[\d,，]*(?:\.\d+)?[%％]?")

Spot = tuple[int | None, int | None, int | None]


@dataclass(slots=True)
class Cover:
    """What covers a span of a text: a number by its index, or a finding by its rank."""

    start: int
    end: int
    number: int | None = None
    finding: int | None = None


@dataclass(slots=True)
class Sheet:
    """A stretch of a document. `numbers` and `findings` are the indices and ranks of what stands on it."""

    title: str
    html: Markup = field(default_factory=Markup)
    numbers: set[int] = field(default_factory=set)
    findings: set[int] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Whether another sheet should begin."""
        return len(self.html) + 400 * len(self.numbers) + 3500 * len(self.findings) > WEIGHT


class Marker:
    """Knows what covers each text of a document, and writes it with its marks."""

    def __init__(self, report: Report, numbers: Sequence[Number], words: Words) -> None:
        self._numbers, self._findings, self._words = numbers, report.findings, words
        self._covers: defaultdict[Spot, list[Cover]] = defaultdict(list)
        for index, number in enumerate(numbers):
            place = number.place
            span = (place.start or 0, 10**9 if place.end is None else place.end)
            self._covers[place.block, place.row, place.column].append(Cover(*span, number=index))
        for rank, finding in enumerate(report.findings, 1):
            for place in marked_places(finding, report.document.id):
                span = (place.start or 0, 10**9 if place.end is None else place.end)
                self._covers[place.block, place.row, place.column].append(Cover(*span, finding=rank))

    def write(self, text: str, spot: Spot, sheet: Sheet) -> Markup:
        """The text as HTML; what is marked is entered on the sheet."""
        covers = self._covers.get(spot, [])
        if not covers:
            return escape(text)
        edges = sorted(
            {0, len(text), *(min(e, len(text)) for cover in covers for e in (cover.start, cover.end))}
        )
        out = []
        for start, end in pairwise(edges):
            over = [cover for cover in covers if cover.start < end and start < cover.end]
            begun = {cover.finding for cover in over if cover.finding is not None and cover.start == start}
            piece = text[start:end]
            out.append(self._segment(piece, over, begun, sheet) if over else escape(piece))
        return Markup("").join(out)

    def _segment(self, text: str, over: list[Cover], begun: set[int], sheet: Sheet) -> Markup:
        """A piece of text under its covers; the ranks of the findings that begin with it (`begun`) are shown before it."""
        number = next((cover.number for cover in over if cover.number is not None), None)
        findings = sorted({cover.finding for cover in over if cover.finding is not None})
        sheet.findings |= set(findings)
        kinds, attributes = [], Markup("")
        if number is not None:
            sheet.numbers.add(number)
            kinds += ["n", self._numbers[number].state]
            state = self._words.term("number_state", self._numbers[number].state)
            attributes += Markup(' data-n="{}" title="{}"').format(number, state)
        if findings:
            kinds += ["f", self._findings[findings[0] - 1].severity.value]
            attributes += Markup(' data-f="{}"').format(" ".join(map(str, findings)))
        if begun:
            attributes += Markup(' data-begins="{}"').format(" ".join(map(str, sorted(begun))))
        return Markup('<span class="{}"{}>{}</span>').format(" ".join(kinds), attributes, text)


def sheets_of(document: Document, marker: Marker, words: Words) -> Iterator[Sheet]:
    """The sheets of a document in reading order."""
    sheet = Sheet("")
    for number, block in enumerate(document.blocks):
        if isinstance(block, TextBlock):
            if block.kind not in _ASIDE:
                sheet.html += _text(block, number, marker, sheet)
        else:
            caption = block.caption or block.sheet
            for piece, (first, last) in enumerate(_pieces(block)):
                if (piece or sheet.full) and sheet.html:
                    yield sheet
                    sheet = Sheet("")
                sheet.html += _table(block, number, first, last, marker, sheet, caption)
                sheet.title = sheet.title or caption or words.term("pages", "table", number=number + 1)
        if sheet.full:
            yield sheet
            sheet = Sheet("")
    if sheet.html:
        yield sheet


def _pieces(table: Table) -> Iterator[tuple[int, int]]:
    step = max(4, min(ROWS, CELLS // max(table.columns, 1)))
    for start in range(0, max(table.rows, 1), step):
        yield start, min(start + step, table.rows)


def _text(block: TextBlock, number: int, marker: Marker, sheet: Sheet) -> Markup:
    text = marker.write(block.text, (number, None, None), sheet)
    if block.kind is BlockKind.HEADING:
        return Markup('<p class="heading h{}" role="heading" aria-level="{}">{}</p>').format(
            min(block.level or 1, 4), min((block.level or 1) + 2, 6), text
        )
    return Markup('<p class="{}">{}</p>').format(block.kind.value, text)


def _table(
    table: Table, number: int, first: int, last: int, marker: Marker, sheet: Sheet, caption: str
) -> Markup:
    rows: defaultdict[int, list[tuple[Cell, int]]] = defaultdict(list)
    for cell in table.cells:
        below = cell.row + cell.row_span
        if first and cell.row < table.header_rows:
            rows[cell.row].append((cell, min(below, table.header_rows) - cell.row))
        elif cell.row < last and below > first:
            row = max(cell.row, first)
            rows[row].append((cell, min(below, last) - row))
    out = [Markup('<div class="scroll"><table class="as-read">')]
    if caption:
        out.append(Markup("<caption>{}</caption>").format(caption))
    for row in sorted(rows):
        tag = "th" if row < table.header_rows else "td"
        cells = (
            _cell(cell, span, tag, number, marker, sheet)
            for cell, span in sorted(rows[row], key=lambda pair: pair[0].column)
        )
        out.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    return Markup("").join([*out, Markup("</table></div>")])


def _cell(cell: Cell, span: int, tag: str, number: int, marker: Marker, sheet: Sheet) -> Markup:
    spans = Markup("")
    if cell.column_span > 1:
        spans += Markup(' colspan="{}"').format(cell.column_span)
    if span > 1:
        spans += Markup(' rowspan="{}"').format(span)
    text = marker.write(cell.text, (number, cell.row, cell.column), sheet)
    if tag == "td" and _AMOUNT.fullmatch(cell.text.strip()):
        spans += Markup(' class="amount"')
    return Markup("<{}{}>{}</{}>").format(tag, spans, text, tag)
