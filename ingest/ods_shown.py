"""What calamine does not tell of an ODS: its numbers and dates as they are shown, hidden rows and columns.

Every cell of an OpenDocument sheet holds its value and, as text, what the program last showed.
"""

from __future__ import annotations

from lxml import etree

from ingest.guards import XML_OPTIONS, Archive, broken_xml, refuse_dtd
from ingest.workbook_xml import SheetFacts

PART = "content.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SHOWN = frozenset({"float", "percentage", "currency", "date", "time"})
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_COLUMNS = 16384
MOST_SPANS = 100_000
"""Merged cells of one sheet that are followed."""
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"


class OdsShown:
    """Of a whole workbook, by the names of its sheets."""

    def __init__(self, archive: Archive) -> None:
        self._left = archive.limits.cells
        self._sheets: dict[str, SheetFacts] = {}
        self._row = 0
        with archive.open(PART) as stream:
            try:
                self._walk(stream)
            except etree.XMLSyntaxError as error:
                raise broken_xml(PART, error) from error

    @property
    def has_sheets(self) -> bool:
        """Whether anything was found."""
        return bool(self._sheets)

    def declares_dtd(self) -> None:
        """A DTD has been refused already."""

    def facts(self, sheet: str) -> SheetFacts:
        """What is known of that sheet; empty if there is none of the name."""
        return self._sheets.get(sheet, SheetFacts())

    def _walk(self, stream: object) -> None:
        tags = [f"{_TABLE}{name}" for name in ("table", "table-row", "table-column")]
        now, depth = SheetFacts(), 0
        for event, node in etree.iterparse(stream, events=("start", "end"), tag=tags, **XML_OPTIONS):
            if node.tag == tags[0]:
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    refuse_dtd(node, PART)
                    now, self._row = SheetFacts(), 0
                    self._sheets[node.get(f"{_TABLE}name") or ""] = now
                elif event == "end":
                    node.clear()
            elif event == "end" and depth == 1:
                self._take(node, now, tags)
                node.clear()

    def _take(self, node: etree._Element, now: SheetFacts, tags: list[str]) -> None:
        hidden = node.get(f"{_TABLE}visibility") in _HIDDEN
        if node.tag == tags[2]:
            now.hidden_columns += hidden * _times(node, "columns")
            return
        times = _times(node, "rows")
        found = self._cells(node, now) if self._left > 0 else []
        now.hidden_rows += hidden * (times if found else 1)
        self._left -= len(found) * times
        for column, text in found if self._left >= 0 else ():
            by_row = now.shown.setdefault(column, {})
            for row in range(self._row, self._row + times):
                by_row[row] = text
        self._row += times

    def _cells(self, node: etree._Element, now: SheetFacts) -> list[tuple[int, str]]:
        """Column and shown text of the numbers and dates of a row; what is merged goes to the facts."""
        out: list[tuple[int, str]] = []
        column = 0
        for cell in node.iterchildren(_CELL, _COVERED):
            times = _times(cell, "columns")
            if column + times > _MOST_COLUMNS:
                break
            down, across = _spanned(cell, "rows"), _spanned(cell, "columns")
            if (down > 1 or across > 1) and len(now.spans) < MOST_SPANS:
                now.spans.append((self._row, column, self._row + down - 1, column + across - 1))
            if cell.get(f"{_OFFICE}value-type") in _SHOWN:
                lines = ["".join(map(str, part.itertext())) for part in cell.iterchildren(f"{_TEXT}p")]
                if text := "\n".join(lines).strip():
                    out += [(column + step, text) for step in range(times)]
            column += times
        return out


def _spanned(cell: etree._Element, what: str) -> int:
    """Rows or columns a merged cell covers."""
    text = cell.get(f"{_TABLE}number-{what}-spanned")
    return max(int(text), 1) if text and text.isdecimal() and len(text) < 8 else 1


def _times(node: etree._Element, what: str) -> int:
    text = node.get(f"{_TABLE}number-{what}-repeated") or "1"
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1
