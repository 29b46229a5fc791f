"""Tables whose rows are measures (计划, 到位, 支出, 结余, 到位率) and whose columns are sources of funds."""

from __future__ import annotations

from collections.abc import Iterator

from schema.figure import Figure
from score.context import MoneyTable
from score.terms import normal
from score.words import words

FEWEST_MEASURES = 3
"""So many rows must be measures before a table is read by its columns."""


def columns_of_measures(table: MoneyTable) -> Iterator[tuple[str, dict[str, Figure], dict[str, str]]]:
    """`(header, amounts by measure, printed names by measure)` for each column; nothing for other tables."""
    rows = [(measure_of(line.name), line) for line in table.lines]
    known = [measure for measure, _ in rows if measure]
    if len(known) < FEWEST_MEASURES or len(set(known)) < len(known):
        return
    for field in table.fields:
        amounts = {m: line.amounts[field] for m, line in rows if m and field in line.amounts}
        names = {m: line.name.strip() for m, line in rows if m and field in line.amounts}
        if len(amounts) >= FEWEST_MEASURES:
            yield table.header(field), amounts, names


def measure_of(name: str) -> str:
    """The measure that a row is named by; nothing when it is another thing."""
    plain = normal(name)
    for measure in words().measure_rows:
        if plain in measure.names:
            return measure.field
    return ""
