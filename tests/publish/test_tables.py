"""The rows of the dataset."""

from decimal import Decimal

import pytest

from publish.phrases import words
from publish.tables import OF_ARCHIVE, TABLES, Failure, figure_id, number, rows_of

ZH = words("zh")


def rows(report, table):
    return list(rows_of(report, table, ZH))


@pytest.mark.parametrize("table", [name for name in TABLES if name not in OF_ARCHIVE])
def test_rows_have_only_the_columns_of_their_table(checked, table):
    names = {column.name for column in TABLES[table]}
    found = rows(checked, table)
    assert found
    assert {key for row in found for key in row} - names == set()


@pytest.mark.parametrize(
    ("table", "count"), [("documents", 1), ("budget_lines", 2), ("claims", 2), ("checks", 2)]
)
def test_how_many_rows(checked, table, count):
    assert len(rows(checked, table)) == count


def test_printed_text_and_value_are_two_columns(checked):
    row = rows(checked, "budget_lines")[1]
    assert (row["field"], row["text"], row["value"], row["unit"]) == (
        "executed_amount",
        "1,150.00",
        Decimal("11500000.0000000000"),
        "元",
    )


def test_an_indicator(checked):
    [row] = rows(checked, "indicators")
    picked = ("level3", "target_text", "operator", "target_value", "actual_value", "weight_value")
    assert [row[name] for name in picked] == [
        "培训人次",
        "≥200人",
        ">=",
        Decimal(200),
        Decimal(238),
        Decimal(10),
    ]


def test_a_ledger_entry(checked):
    [row] = rows(checked, "ledger_entries")
    assert (row["date"], row["debit_text"], row["debit"], row["credit"]) == (
        "2022-03-05",
        "5,000.10",
        Decimal("5000.1"),
        None,
    )


def test_a_finding(checked):
    first, second = rows(checked, "findings")
    assert (first["finding_id"], first["reported_value"], first["amount_involved"], first["page"]) == (
        "aaaaaaaaaaaaaaaa",
        Decimal("98.33"),
        Decimal(12000000),
        12,
    )
    assert first["x1"] == Decimal("180.25")
    assert second["amount_involved"] is None


def test_the_state_of_every_figure(checked):
    states = {row["text"]: row["figure_state"] for row in rows(checked, "figures") if row["page"]}
    assert states == {
        "98.33%": "disagreeing",
        "1,150.00": "disagreeing",
        "1,200.00": "disagreeing",
        "49.5人次": "unchecked",
    }


def test_figures_of_findings_are_found_by_their_ids(checked):
    known = {row["figure_id"] for row in rows(checked, "figures")}
    assert {i for row in rows(checked, "findings") for i in row["figure_ids"]} <= known
    assert figure_id("d", checked.figures[0]) == "d-b40-r4-c3-s3"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.5", "1.5000000000"),
        (Decimal("0.12345678905"), "0.1234567890"),
        ("abc", None),
        (None, None),
        (Decimal("1e30"), None),
        (Decimal("NaN"), None),
        (72.25, "72.2500000000"),
    ],
)
def test_number(value, text):
    found = number(value)
    assert (None if found is None else format(found, "f")) == text


def test_a_failure():
    row = Failure(("b.pdf", "c.pdf"), "f" * 64, "timeout", "3 s").row()
    assert (row["path"], row["copies"], row["document_id"], row["reason"]) == (
        "b.pdf",
        2,
        "f" * 16,
        "timeout",
    )
