"""Whole tables of the dataset as sheets of a workbook: every column, for people who live in spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from publish.phrases import Words
from publish.tables import Column, Row
from publish.workbook import MOST_ROWS, writable


def write_grid(
    target: Path, tables: Iterable[tuple[str, tuple[Column, ...], Iterable[Row]]], words: Words
) -> None:
    """Write one sheet a table, row by row; a table that outgrows a sheet says so in its last row."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(target), options)
    header = book.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
    for name, columns, rows in tables:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 16)
        for number, column in enumerate(columns):
            sheet.write_string(0, number, words.term("column", column.name), header)
        last = 0
        for last, row in enumerate(rows, 1):
            if last >= MOST_ROWS:
                sheet.write_string(last, 0, words.term("about", "truncated", rows=MOST_ROWS - 1))
                break
            for number, column in enumerate(columns):
                _write(sheet, last, number, row.get(column.name))
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    book.close()


def _write(sheet: Any, row: int, number: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, number, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, number, float(value))
    elif isinstance(value, list):
        sheet.write_string(row, number, writable(json.dumps(value, ensure_ascii=False)))
    else:
        sheet.write_string(row, number, writable(str(value)))
