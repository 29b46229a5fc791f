"""Tables of points lying on their side: the measures (权重, 得分, 得分率) are rows, the indicators columns."""

from __future__ import annotations

from extract.cells import Reader
from extract.forms import Indicators
from extract.headers import field_of
from extract.tables.grid import Block
from extract.tables.words import absence, row_kind, tidy
from schema.figure import Figure
from schema.report import GroupWeight, Indicator, RowKind

UNITS = {"weight": "分", "score": "分", "score_rate": "%"}
FEWEST_COLUMNS = 3


def rows_of_points(block: Block) -> dict[str, int]:
    """The rows of weights, scores and rates; nothing unless there are weights and scores, and hardly anything else."""
    found: dict[str, int] = {}
    for row in block.rows:
        own = block.grid.own(row)
        name = field_of(own[0].text) if own else None
        if name in UNITS:
            found.setdefault(name, row)
    whole = {"weight", "score"} <= set(found) and len(found) == len(block.rows)
    return found if whole and len(block.columns) > FEWEST_COLUMNS else {}


def points_of(block: Block, rows: dict[str, int], reader: Reader, form: int) -> Indicators:
    """An indicator for every column of points, and the points of the whole for a total column."""
    out = Indicators()
    at = block.grid.block
    for column in block.columns[1:]:
        head = block.grid.cells[block.header[-1]][column.first] if block.header else None
        figures = {name: _figure(block, row, column.first, reader, UNITS[name]) for name, row in rows.items()}
        if head is None or not any(figures.values()):
            continue
        place = reader.document.place_in_cell(at, head)
        reader.take(at, head)
        if row_kind(head.text) in (RowKind.TOTAL, RowKind.SUBTOTAL):
            score, weight = figures["score"], figures["weight"]
            whole = GroupWeight(level=0, name=tidy(head.text), weight=weight, score=score, place=place)
            out.groups.append(whole)
        else:
            out.rows.append(Indicator(level3=tidy(head.text), form=form, place=place, **figures))
    return out


def _figure(block: Block, row: int, column: int, reader: Reader, unit: str) -> Figure | None:
    cell = block.grid.cells[row][column]
    if cell is None or absence(cell.text) is not None:
        return None
    return reader.value(block.grid.block, cell, unit)
