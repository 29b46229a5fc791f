"""ingest.cells: cells made fast, and tables that make theirs when asked."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import pytest

from ingest.cells import PlainTable, spanning_cells, texts_of
from schema.document import Cell, Table

ROWS = [("项目", "金额"), ("设备购置", "1,200.00"), ("", "")]


def plain() -> PlainTable:
    return PlainTable.of(ROWS, 1, "表1", "明细账", (2, 0))


def made(table: Table) -> bool:
    """Whether the cells of a plain table have been made."""
    return not hasattr(table, "_rows")


def test_a_plain_table_has_the_cells_of_its_rows() -> None:
    table = plain()
    assert (table.rows, table.columns, table.header_rows, table.caption) == (3, 2, 1, "表1")
    assert (table.sheet, table.first_cell, table.page) == ("明细账", (2, 0), None)
    assert table.cells == tuple(
        Cell(row, column, text) for row, texts in enumerate(ROWS) for column, text in enumerate(texts)
    )
    assert table.cells is table.cells


def test_texts_are_looked_at_without_making_cells() -> None:
    table = plain()
    assert list(texts_of(table)) == ["项目", "金额", "设备购置", "1,200.00", "", ""]
    assert not made(table)
    cells = table.cells
    assert made(table)
    assert list(texts_of(table)) == [cell.text for cell in cells]


def test_the_grid_holds_the_very_cells() -> None:
    table = plain()
    grid = table.grid()
    assert grid == Table.grid(table)
    assert grid[1][1] is table.cells[3]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))])
def test_copies_are_equal(again) -> None:  # type: ignore[no-untyped-def]
    assert again(plain()) == plain()


def test_replacing_keeps_the_cells() -> None:
    table = replace(plain(), caption="表2")
    assert (table.caption, table.cells[2].text, table.grid()[2][0]) == ("表2", "设备购置", table.cells[4])


def test_what_is_no_field_is_missed_as_usual() -> None:
    with pytest.raises(AttributeError, match="cellar"):
        plain().cellar  # noqa: B018


def test_spanning_cells_are_cells() -> None:
    assert spanning_cells([(0, 1, "合计", 2, 3)]) == [Cell(0, 1, "合计", 2, 3)]
