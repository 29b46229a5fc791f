"""Amounts that stand beside their label: 实际到位资金（万元） | 700, one or several in a row."""

from __future__ import annotations

from itertools import pairwise

import regex

from extract.cells import Reader
from extract.headers import FieldsFile, cleaned, field_of
from extract.hierarchy import structured
from extract.in_use import vocabulary
from extract.tables.families import MONEY, RATES
from extract.tables.grid import Block, is_numeric
from extract.tables.words import (
    money_unit,
    row_kind,
    tidy,
)
from extract.words import load
from schema.document import Cell
from schema.figure import Figure
from schema.report import BudgetLine, RowKind


def pairs_of(
    block: Block, reader: Reader, table: str, caption_unit: str | None, form: int | None
) -> list[BudgetLine]:
    """Amounts that stand beside their label: 实际到位资金（万元） | 700.

    A label of several (县财政（计划/到位/支出）) with as many values in the cell gives one line with several amounts.
    """
    out: dict[int, list[BudgetLine]] = {}
    printed = {unit for row in block.rows for cell in block.grid.own(row) if (unit := money_unit(cell.text))}
    if len(printed) == 1:
        caption_unit = printed.pop()
    for row in block.rows:
        cells = block.grid.own(row)
        for label, value in pairwise(cells):
            if is_numeric(label.text) or not label.text.strip():
                continue
            beside = any(
                money_unit(cell.text) for cell in block.grid.filled(row) if cell.column <= label.column
            )
            unit = caption_unit if not beside else money_unit(label.text) or caption_unit
            line = _pair(block, reader, label, value, table, unit, form, told=beside)
            if line is not None:
                out.setdefault(label.column, []).append(line)
    columns = list(out.values())
    return _as_one(columns) or _column_by_column(columns)


def _as_one(columns: list[list[BudgetLine]]) -> list[BudgetLine]:
    """One line for labels in one row that are plain names of measures, each another one: 年初预算 | 调整预算 | 支出 | 执行率."""
    lines = [line for column in columns for line in column]
    fields = [field for line in lines for field in line.amounts]
    told = all(_plain_name(line.name, field) for line in lines for field in line.amounts)
    rows = {line.place.row for line in lines}
    if len(rows) > 1 or len(fields) < 3 or len(set(fields)) < len(fields) or not told:
        return []
    amounts = {field: figure for line in lines for field, figure in line.amounts.items()}
    headers = {field: header for line in lines for field, header in line.headers.items()}
    return [lines[0].model_copy(update={"amounts": amounts, "headers": headers})]


def _plain_name(label: str, field: str) -> bool:
    """Whether a label is one of the listed names of a field, and not a longer one that may speak of a part."""
    file = load("fields", FieldsFile, vocabulary())
    return field in MONEY | RATES and cleaned(label, file) in {
        cleaned(w, file) for w in file.fields[field].exact
    }


def _column_by_column(columns: list[list[BudgetLine]]) -> list[BudgetLine]:
    """The lines of every column of labels one after the other, where several columns have a total with its parts."""
    whole = [lines for lines in columns if len(lines) > 1 and any(line.is_total for line in lines)]
    if len(whole) < 2 or len(whole) < len(columns):
        return structured(
            sorted((one for lines in columns for one in lines), key=lambda line: line.place.address)
        )
    out: list[BudgetLine] = []
    for lines in columns:
        before = len(out)
        out += [
            line if line.parent is None else line.model_copy(update={"parent": line.parent + before})
            for line in structured(lines)
        ]
    return out


def _pair(
    block: Block,
    reader: Reader,
    label: Cell,
    value: Cell,
    table: str,
    caption_unit: str | None,
    form: int | None,
    *,
    told: bool,
) -> BudgetLine | None:
    """A label with the amount on its right; `told` says that the row speaks of money."""
    at = block.grid.block
    name = tidy(label.text)
    known = field_of(label.text)
    unit = "%" if known in RATES else money_unit(label.text) or caption_unit
    amounts = _several(reader, at, label, value, unit)
    if not amounts:
        if known not in MONEY | RATES and not (told and is_numeric(value.text)):
            return None
        figure = reader.value(at, value, unit)
        if figure is None:
            return None
        amounts = {known or "amount": figure}
    reader.take(at, label)
    return BudgetLine(
        table=table,
        name=name,
        is_total=row_kind(name) is RowKind.TOTAL,
        row_kind=row_kind(name),
        amounts=amounts,
        headers=dict.fromkeys(amounts, name),
        form=form,
        place=reader.document.place_in_cell(at, label),
    )


_LIST_IN_LABEL = regex.compile(r"[（(]([^（）()]*/[^（）()]*)[）)]")


def _several(reader: Reader, at: int, label: Cell, value: Cell, unit: str | None) -> dict[str, Figure]:
    """The amounts of a label that names several (计划/到位/支出), aligned only when the numbers are as many."""
    found = _LIST_IN_LABEL.search(label.text)
    if not found or "/" not in value.text:
        return {}
    names, parts = found[1].split("/"), value.text.split("/")
    if len(names) != len(parts):
        return {}
    out: dict[str, Figure] = {}
    start = 0
    for name, part in zip(names, parts, strict=True):
        left = start + len(part) - len(part.lstrip())
        figure = reader.within(at, value, left, left + len(part.strip()), unit)
        if figure is None:
            return {}
        out[_part_field(name)] = figure
        start += len(part) + 1
    reader.take(at, value)
    return out


def _part_field(name: str) -> str:
    """The field of one of several names in a label; 计划 of money is a planned amount."""
    return field_of(name) or field_of(f"{name}金额") or name.strip()
