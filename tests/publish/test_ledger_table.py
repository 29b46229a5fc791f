"""The ledger by columns is the ledger by rows, also where a value does not fit its column as it is."""

from decimal import Decimal

import pytest

from publish.dataset import schema_of, table_of
from publish.ledger_table import ledger_table
from publish.phrases import words
from publish.tables import rows_of
from schema.figure import Figure, FigureKind, Place
from schema.report import DocumentFacts, LedgerEntry, Report


def entry(number, value, *, kind=FigureKind.MONEY, box=None):
    place = Place(block=0, table=0, row=number, column=3, page=1 if box else None, box=box)
    figure = Figure(text=str(value), kind=kind, value=value, place=place)
    return LedgerEntry(date="2023-03-01", description=f"第{number}笔", debit=figure, place=place)


@pytest.mark.parametrize(
    "entries",
    [
        [
            entry(0, Decimal("12.30"), box=(10.05, 20.1, 99.999, 30.0)),
            entry(1, Decimal(-5), box=(1, 2, 3, 4)),
        ],
        [entry(0, Decimal("0.00000000015")), entry(1, Decimal("12.30"))],
        [entry(0, Decimal("1E+30")), entry(1, Decimal("7"))],
        [entry(0, "2023-03", kind=FigureKind.DATE), entry(1, Decimal("7"))],
        [entry(0, None), entry(1, None)],
        [],
    ],
    ids=["plain", "too fine", "too large", "no number", "nothing read", "no entries"],
)
def test_columns_and_rows_are_the_same(entries):
    report = Report(document=DocumentFacts(id="0" * 16), ledger_entries=tuple(entries))
    schema = schema_of("ledger_entries")
    rows = table_of(list(rows_of(report, "ledger_entries", words("zh"))), "ledger_entries")
    assert ledger_table(report, 0, len(entries), schema).equals(rows)


def test_a_part_of_a_ledger_keeps_its_numbers():
    report = Report(
        document=DocumentFacts(id="0" * 16), ledger_entries=tuple(entry(n, Decimal(n)) for n in range(9))
    )
    part = ledger_table(report, 3, 6, schema_of("ledger_entries"))
    assert part["number"].to_pylist() == [3, 4, 5]
    assert part["debit"].to_pylist() == [3, 4, 5]
