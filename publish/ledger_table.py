"""The ledger of a report as an Arrow table, column by column: a ledger is long, and rows of it are slow.

The values are those of `publish.tables.rows_of`, to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from publish.tables import PLACES, number

if TYPE_CHECKING:
    from pydantic import BaseModel

    from schema.figure import Figure
    from schema.report import LedgerEntry, Report

_TEXTS = ("date", "date_inherited", "voucher_no", "description", "account", "code", "row_kind")
_AMOUNTS = ("debit", "credit", "balance")
_PLACE = ("page", "table", "row", "column", "block", "start", "end")
_EDGES = ("x0", "top", "x1", "bottom")
_NO_BOX = (None, None, None, None)


def ledger_table(report: Report, first: int, last: int, schema: pa.Schema) -> pa.Table:
    """The rows `first` up to `last` of the ledger in the columns of `schema`."""
    entries = report.ledger_entries[first:last]
    if not entries:
        return schema.empty_table()
    columns = _columns(report.document.id, first, entries)
    return pa.table([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _columns(document: str, first: int, entries: Sequence[LedgerEntry]) -> dict[str, Any]:
    facts = _fields(entries)
    out: dict[str, Any] = {
        "document_id": pa.repeat(document, len(entries)),
        "number": np.arange(first, first + len(entries)),
        "table_name": _each("table", facts),
        "balance_direction": _each("direction", facts),
    }
    out |= {name: _each(name, facts) for name in _TEXTS}
    for name in _AMOUNTS:
        figures: list[Figure | None] = _each(name, facts)
        out[f"{name}_text"] = [figure and figure.text for figure in figures]
        out[name] = [figure and figure.value for figure in figures]
    places = _fields(_each("place", facts))
    out |= {name: _each(name, places) for name in _PLACE}
    boxes = zip(*(box or _NO_BOX for box in _each("box", places)), strict=True)
    out |= zip(_EDGES, map(_edges, boxes), strict=True)
    return out


def _fields(things: Sequence[BaseModel]) -> list[dict[str, Any]]:
    """The fields of every model: asked of the dictionary that holds them, an attribute takes half the time."""
    return [thing.__dict__ for thing in things]


def _each(name: str, things: Sequence[Mapping[str, Any]]) -> list[Any]:
    return list(map(itemgetter(name), things))


def _edges(values: tuple[float | None, ...]) -> pa.Array:
    """Edges of boxes as numbers: columns and lines have few different ones, and each is turned into a number once."""
    coded = pa.array(values, pa.float64()).dictionary_encode()
    known = [number(value) for value in coded.dictionary.to_pylist()]
    return pa.array(known, pa.decimal128(38, PLACES)).take(coded.indices)


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    """A column. Numbers that do not fit their column as they are go through `number` first."""
    if isinstance(values, pa.Array):
        return values
    try:
        return pa.array(values, kind)
    except pa.ArrowException:
        if not pa.types.is_decimal(kind):
            raise
        return pa.array(list(map(number, values)), kind)
