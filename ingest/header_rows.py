"""How many rows at the top of a table name its columns, judged by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.printed import GridCell
from ingest.word_lists import words
from schema.document import Cell

AnyCell = Cell | GridCell
_MOST = 4
_LONGEST_NAME = 40
_BRACKETED = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]")
_YEAR = re.compile(r"[12]\d{3}\s*[-－—至]?\s*(?:[12]\d{3})?\s*年度?|\d{1,2}\s*月")
_NUMBER = re.compile(r"[-－+＋<>=≥≤＜＞＝≧≦]{0,2}[\d０-９][\d０-９,，.．\s]*[%％‰]?")
_DIGIT = re.compile(r"[\d０-９]")
_ORDINAL = re.compile(r"(?:\d{1,2}|[A-Z])(?:\s*=\s*[\dA-Z+\-*/×÷()（）]+)?$")


def _compact(text: str) -> str:
    return "".join(text.split())


def _is_name(text: str) -> bool:
    """Could be the name of a column: short, no figure outside brackets, no sentence."""
    flat = _compact(text)
    if len(flat) > _LONGEST_NAME or flat.endswith(("。", "；")):
        return False
    if not _DIGIT.search(flat):
        return True
    bare = _YEAR.sub("", _BRACKETED.sub("", flat))
    return not _DIGIT.search(bare) or bare.endswith(("级指标", "级"))


def _is_known(text: str) -> bool:
    """Ends like a column name, brackets and letters of a formula set aside."""
    bare = _BRACKETED.sub("", _compact(text))
    return bare.rstrip("ABC：:").endswith(words().header_endings)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def _counts_columns(texts: Sequence[str], below: str) -> bool:
    """A 栏次 row: 1 2 3 4=1+2, or A B C, from the first on, behind no name but 栏次 or 甲 乙.

    `texts` are the filled cells that begin in the row; `below` is the first entry of the next row.
    """
    filled = [_compact(text) for text in texts if text.strip()]
    numbers = [text for text in filled if text not in words().numbering]
    if len(filled) < 3 or len(numbers) < 2 or filled[-len(numbers) :] != numbers:
        return False
    if not all(map(_ORDINAL.match, numbers)):
        return False
    counts = [found.group() for text in numbers if (found := re.match(r"\d+|[A-Z]", text))]
    if counts[0] == "1" and _compact(below) == "2" and numbers == filled:
        # Serial numbers: the row is the first of the body.
        return False
    steps = {ord(b) - ord(a) if b.isalpha() else int(b) - int(a) for a, b in pairwise(_alike(counts))}
    return steps == {1} and (counts[0] in {"1", "A"} or numbers != filled)


def _alike(counts: Sequence[str]) -> list[str]:
    """The counts if all are numbers or all are letters; else a pair that is no sequence."""
    same = all(count.isdecimal() for count in counts) or all(count.isalpha() for count in counts)
    return list(counts) if same else ["0", "0"]


class _Rows:
    """The cells by row, with merged cells standing in every row and column they cover."""

    def __init__(self, cells: Sequence[AnyCell], rows: int, columns: int) -> None:
        self.columns = columns
        self.height = min(rows, 40)
        self.rows: list[list[AnyCell]] = [[] for _ in range(self.height)]
        for cell in cells:
            if cell.row >= self.height:
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, self.height)):
                self.rows[row].append(cell)

    def own(self, row: int) -> list[AnyCell]:
        return [cell for cell in self.rows[row] if cell.row == row]

    def first(self, row: int) -> str:
        """The first entry of the row, "" beyond the last row."""
        return self.rows[row][0].text if row < self.height and self.rows[row] else ""

    def is_banner(self, row: int) -> bool:
        """One cell over the whole width, or one filled cell in an otherwise empty first row."""
        cells = self.rows[row]
        return self.columns > 1 and len(cells) == 1 and cells[0].column_span >= self.columns

    def is_header(self, row: int) -> bool:
        filled = [cell.text for cell in self.rows[row] if cell.text.strip()]
        if len(filled) < 2 or not all(map(_is_name, filled)):
            return False
        known = sum(map(_is_known, filled))
        if len(self.rows[row]) == 2:
            periods = sum(not _YEAR.sub("", _compact(text)) for text in filled)
            if known == len(filled):
                return self.columns == 2 or self.depth(row) > 1
            return known + periods == len(filled) and known > 0 and self.depth(row) > 1
        if len(filled) * 2 < len(self.rows[row]):
            return False
        if known * 2 >= len(filled) or (known >= 1 and self._numbers_below(row) >= 1):
            return True
        return known >= 1 and self._ends_in_subnames(row)

    def is_subnames(self, row: int) -> bool:
        """A row of known names that come again, as 预算数 决算数 below every item."""
        filled = [_compact(cell.text) for cell in self.own(row) if cell.text.strip()]
        if len(filled) < 4 or len(filled) < len(self.rows[row]) or len(set(filled)) * 2 > len(filled):
            return False
        return all(_is_name(text) and _is_known(text) for text in filled)

    def _ends_in_subnames(self, row: int) -> bool:
        """Only names, down to a row of names that come again: the header of a form that is not filled in."""
        for below in range(row + 1, min(row + _MOST, self.height)):
            if self.is_subnames(below):
                return True
            if not all(_is_name(cell.text) for cell in self.own(below) if cell.text.strip()):
                return False
        return False

    def _numbers_below(self, row: int) -> int:
        columns = {
            cell.column
            for below in range(row + 1, min(row + 8, self.height))
            for cell in self.rows[below]
            if _is_number(cell.text)
        }
        return len(columns - {0})

    def depth(self, row: int) -> int:
        """Rows the header beginning in `row` takes: a name over several columns has names below it."""
        cells = self.own(row)
        grouped = [cell for cell in cells if 1 < cell.column_span < self.columns]
        tallest = max((cell.row_span for cell in cells), default=1)
        if not grouped:
            return 1
        if 1 < tallest <= _MOST - 1 and any(cell.row_span == 1 for cell in grouped):
            return tallest
        below = row + 1
        if below < self.height and self._names_under(below, grouped):
            return 2
        return 1

    def _names_under(self, row: int, grouped: Sequence[AnyCell]) -> bool:
        """The cells under every group are several short names, and nothing else in the row is a value."""
        cells = [cell for cell in self.own(row) if cell.text.strip()]
        under = [
            cell for cell in cells if any(g.column <= cell.column < g.column + g.column_span for g in grouped)
        ]
        divided = any(
            sum(1 for cell in under if g.column <= cell.column < g.column + g.column_span) > 1
            for g in grouped
        )
        return divided and len(under) == len(cells) and all(_is_name(cell.text) for cell in cells)


def _is_last_of_header(table: _Rows, end: int, more: int) -> bool:
    """Whether the header ends `more` rows below: names that come again, and before them nothing."""
    last = end + more - 1
    between = (cell for row in range(end, last) for cell in table.own(row))
    return last < table.height and table.is_subnames(last) and not any(cell.text.strip() for cell in between)


def header_rows(cells: Sequence[AnyCell], rows: int, columns: int) -> int:
    """Number of header rows of a table given by its cells; 0 when the first rows already hold values."""
    if rows < 2 or not cells:
        return 0
    table = _Rows(cells, rows, columns)
    start = 0
    while start < min(3, table.height - 1) and table.is_banner(start):
        start += 1
    if not table.is_header(start):
        return 0
    end = start + table.depth(start)
    if end < table.height and not table.is_subnames(end - 1):
        end += next((k for k in (1, 2) if _is_last_of_header(table, end, k)), 0)
    if end < table.height and _counts_columns([cell.text for cell in table.own(end)], table.first(end + 1)):
        end += 1
    return min(end, rows - 1) if end >= rows else end
