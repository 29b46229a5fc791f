"""What calamine does not tell of an XLS (BIFF8): number formats of cells, hidden rows and columns.

The records are walked once; whatever is broken or of an older version only falls back to stored values.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest import ole
from ingest.number_format import BUILT_IN
from ingest.workbook_xml import SheetFacts

_BOF, _EOF, _BIFF8 = 0x0809, 0x000A, 0x0600
_FORMAT, _XF, _SHEET, _ENCRYPTED = 0x041E, 0x00E0, 0x0085, 0x002F
_NUMBER, _RK, _MULTIPLE_RK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_ROW, _COLUMNS = 0x0208, 0x007D
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_COLUMNS = 256
_DATES = {14: "yyyy-m-d", 22: "yyyy-m-d h:mm"}
"""Formats of dates that are referred to by number, as Chinese Excel shows them."""


@dataclass(slots=True)
class XlsFormats:
    """Of a whole workbook, by the names of its sheets."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes) -> XlsFormats | None:
        """None where the formats cannot be told: an older version, an encrypted or a broken file."""
        stream = ole.content(data, "Workbook")
        try:
            return cls(dict(_sheets(stream))) if stream else None
        except (struct.error, IndexError, UnicodeDecodeError):
            return None

    @property
    def has_sheets(self) -> bool:
        """Whether the formats of any sheet are known."""
        return bool(self.sheets)

    def facts(self, sheet: str) -> SheetFacts:
        """What is known of that sheet; empty if there is none of the name."""
        return self.sheets.get(sheet, SheetFacts())


def _records(stream: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records from `at` to the end of their part, or to `end`."""
    depth = 0
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, SheetFacts]]:
    codes, styles, places = dict(BUILT_IN) | _DATES, list[int](), list[tuple[str, int]]()
    for number, (kind, data) in enumerate(_records(stream, 0, len(stream))):
        if number == 0 and (kind != _BOF or struct.unpack_from("<H", data)[0] != _BIFF8):
            return
        if kind == _ENCRYPTED:
            return
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = _string(data, 2, 2)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _SHEET:
            places.append((_string(data, 6, 1), struct.unpack_from("<I", data)[0]))
    shown = [code if (code := codes.get(number, "")) not in ("General", "@") else "" for number in styles]
    # No part reaches into the next: a hostile file cannot have its records walked again and again.
    ends = sorted({place for _, place in places} | {len(stream)})
    walked: dict[int, SheetFacts] = {}
    for name, place in places:
        if place not in walked:
            end = ends[min(bisect_right(ends, place), len(ends) - 1)]
            walked[place] = _facts(stream, place, end, shown)
        yield name, walked[place]


def _string(data: bytes, at: int, counted: int) -> str:
    """A text whose length takes `counted` bytes, then a flag that tells one byte a character from two."""
    length = int.from_bytes(data[at : at + counted], "little")
    wide = data[at + counted] & 1
    text = data[at + counted + 1 : at + counted + 1 + length * (1 + wide)]
    return text.decode("utf-16-le" if wide else "latin-1")


def _facts(stream: bytes, place: int, end: int, shown: list[str]) -> SheetFacts:
    cells: dict[int, dict[int, str]] = {}
    found = SheetFacts()
    for kind, data in _records(stream, place, end):
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<3H", data)
            cells.setdefault(column, {})[row] = shown[style]
        elif kind == _MULTIPLE_RK:
            row, column = struct.unpack_from("<2H", data)
            for step in range((len(data) - 6) // 6):
                style = struct.unpack_from("<H", data, 4 + 6 * step)[0]
                cells.setdefault(column + step, {})[row] = shown[style]
        elif kind == _ROW and data[12] & _HIDDEN_ROW:
            found.hidden_rows += 1
        elif kind == _COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            found.hidden_columns += (min(last, _MOST_COLUMNS) - first + 1) * (flags & _HIDDEN_COLUMN)
    for column, by_row in cells.items():
        codes = set(by_row.values())
        if len(codes) == 1:
            found.by_column[column] = codes.pop()
        else:
            found.by_cell[column] = by_row
    return found
