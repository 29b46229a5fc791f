"""Tables of questionnaires and of staff: one statement a row, with the counts and rates it puts side by side."""

from __future__ import annotations

from extract.cells import Reader
from extract.tables.families import RATES, SURVEY, numeric_columns
from extract.tables.grid import Block, Column
from extract.tables.words import absence, is_note, tidy
from schema.figure import Figure, FigureKind
from schema.report import Claim, ClaimKind, Role, Term

_ROLES = {
    "distributed": Role.WHOLE,
    "returned": Role.PART,
    "valid_responses": Role.PART,
    "satisfied_count": Role.PART,
    "dissatisfied_count": Role.PART,
    "staff_required": Role.TARGET,
    "staff_actual": Role.ACTUAL,
    "shortfall": Role.SHORTFALL,
}


def statements_of(block: Block, reader: Reader, kind: ClaimKind, section: int | None) -> list[Claim]:
    """The rows of a survey or staff table as statements; counts of unknown meaning keep their printed header."""
    at = block.grid.block
    columns = _value_columns(block)
    out: list[Claim] = []
    for row in block.rows:
        own = block.grid.own(row)
        if not own or is_note(own[0].text):
            continue
        terms = [term for c in columns if (term := _term(block, reader, row, c)) is not None]
        if not terms:
            continue
        subject = _subject(block, reader, row, columns)
        out.append(
            Claim(
                kind=kind,
                subject=subject,
                terms=tuple(terms),
                sentence=" | ".join(tidy(cell.text) for cell in block.grid.filled(row)),
                place=reader.document.place_in_cell(at, own[0]),
                rule=f"table_{kind.value}",
                section=section,
            )
        )
    return out


def _value_columns(block: Block) -> list[Column]:
    numeric = {id(column) for column in numeric_columns(block)}
    known = SURVEY | RATES | set(_ROLES)
    return [
        column
        for column in block.columns
        if column.field in known or (id(column) in numeric and column.header and column.field != "serial_no")
    ]


def _term(block: Block, reader: Reader, row: int, column: Column) -> Term | None:
    cell = block.cell(row, column)
    if cell is None or cell.row != row or absence(cell.text) is not None:
        return None
    unit = "%" if column.field in RATES else column.unit
    figure = reader.value(block.grid.block, cell, unit)
    if figure is None:
        return None
    return Term(role=_role(column, figure), metric=tidy(column.header), figure=figure, field=column.field)


def _role(column: Column, figure: Figure) -> Role:
    if column.field in _ROLES:
        return _ROLES[column.field]
    return Role.RATE if figure.kind is FigureKind.PERCENT else Role.PART


def _subject(block: Block, reader: Reader, row: int, columns: list[Column]) -> str:
    taken = {id(column) for column in columns}
    for column in block.columns:
        if id(column) in taken or column.field == "serial_no":
            continue
        cell = block.cell(row, column)
        if cell is not None and cell.text.strip() and absence(cell.text) is None:
            reader.take(block.grid.block, cell)
            return tidy(cell.text)
    return ""
