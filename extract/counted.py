"""Tables of numbers of no known family: every row with its numbers under their printed headers.

Nobody knows what such numbers mean, but a table tells by itself what adds up to what. The same is read of surveys, staff
tables and scored tables with columns of their own, whose numbers stand beside one another as well.
"""

from __future__ import annotations

from extract.cells import Reader
from extract.funds import TEXTS, Lines, counts_things, own_unit, points_row
from extract.tables.families import RATES, numeric_columns
from extract.tables.grid import Block, Column
from extract.tables.words import folded
from schema.report import BudgetLine

LABELS = frozenset({"serial_no", "fiscal_year", "date", "voucher_no", *TEXTS})
"""Fields whose numbers are names of rows, and nothing to add up."""

MARKS = frozenset({"weight", "score", "total_score", "deducted"})
LONGEST_NUMBER = 12
"""A whole number of so many digits is a telephone or card number."""


def rows_of(block: Block, reader: Reader, table: str, caption_unit: str | None) -> list[BudgetLine]:
    """The rows of a block with a header, names and numbers; else nothing."""
    if not block.header:
        return []
    reading = _Numbers(block, reader, table, caption_unit, None)
    if not reading.names or not reading.amounts or any(points_row(block, row) for row in block.rows):
        return []
    return [line for line in reading.run().lines if line.amounts]


def has_columns_of_its_own(block: Block) -> bool:
    """Whether a table of a known family has columns of numbers that nobody knows."""
    return any(column.field is None and column.header for column in numeric_columns(block))


class _Numbers(Lines):
    """The rows of a block, every number as it stands: a header that is known elsewhere may mean another thing here."""

    def _amount_columns(self) -> list[Column]:
        return [
            column
            for column in numeric_columns(self.block)
            if column.field not in LABELS
            and column not in self.codes
            and not self._holds_words(column)
            and not self._numbers_the_rows(column)
            and self._counts(column)
        ]

    def _counts(self, column: Column) -> bool:
        texts = [folded(cell.text) for row in self.block.rows for cell in self._parts(row, column)]
        return not any(text.isdigit() and len(text) >= LONGEST_NUMBER - 1 for text in texts)

    def _key(self, column: Column) -> str:
        return column.header or f"第{column.first + 1}列"

    def _unit_of(self, column: Column) -> str | None:
        if column.field in MARKS:
            return "分"
        if (printed := own_unit(column)) is not None:
            return printed
        if column.field in RATES:
            return "%"
        return column.unit or (None if counts_things(column) else self.unit)
