from __future__ import annotations

import pytest

from score.context import Context
from tests.checking import checks_of, outcomes
from tests.reports import LEDGER_BOOK, ledger, report

OK = ("consistent", None, "")
IN_ORDER = ("consistent", None, "consistent")
NOTED = ("inconsistent", "note", "")


def book(*rows: str):
    return report(
        ledger_entries=ledger("| date | voucher_no | description | debit | balance |\n" + "\n".join(rows))
    )


VOUCHERS = [f"| 2022-03-{day:02} | 记-{day} | 材料 | 10.00 | |" for day in range(1, 6)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (VOUCHERS, [OK]),
        ([*VOUCHERS, "| 2022-03-28 | 记-2 | 运费 | 5.00 | |"], [NOTED]),
        # two rows of one voucher, and numbers that begin again next month
        ([*VOUCHERS, "| 2022-03-02 | 记-2 | 运费 | 5.00 | |", "| 2022-04-02 | 记-2 | 运费 | 5.00 | |"], [OK]),
        # numbers that begin again every day
        ([f"| 2022-03-{day:02} | 1 | 材料 | 10.00 | |" for day in range(1, 6)], []),
    ],
)
def test_l06_a_voucher_has_one_date(rows, expected) -> None:
    assert outcomes("L06", book(*rows)) == expected


@pytest.mark.parametrize(
    ("december", "first", "expected"),
    [("300.00", "01", [NOTED]), ("90.00", "01", [OK]), ("300.00", "10", [])],
)
def test_l08_spending_does_not_crowd_in_december(december, first, expected) -> None:
    rows = [f"| 2022-{first}-05 | 1 | 材料 | 100.00 | |", f"| 2022-12-20 | 2 | 材料 | {december} | |"]
    assert outcomes("L08", book(*rows)) == expected


PAGES = [
    "| 2022-03-05 | 1 | 材料 | 500.00 | 500.00 |",
    "| | | 过次页 | 500.00 | {} |",
]
NEXT = ["| | | 承前页 | 500.00 | 500.00 |", "| 2022-04-05 | 2 | 运费 | 20.00 | 520.00 |"]


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ("500.00", ["consistent", "consistent"]),
        ("550.00", ["consistent", "inconsistent"]),
    ],
)
def test_l09_pages_go_on(carried, expected) -> None:
    head = "| date | voucher_no | description | debit | balance |\n"
    pages = [ledger(head + "\n".join(p)) for p in ([r.format(carried) for r in PAGES], NEXT)]
    given = report(ledger_entries=[*pages[0], *pages[1]])
    assert [c.verdict for c in checks_of("L09", given)] == expected


def test_a_ledger_over_two_pages_is_one() -> None:
    head = "| date | voucher_no | description | debit | balance |\n"
    pages = [ledger(head + "\n".join(p)) for p in ([r.format("500.00") for r in PAGES], NEXT)]
    assert len(Context(report(ledger_entries=[*pages[0], *pages[1]])).ledgers) == 1
    assert len(Context(report(ledger_entries=[*pages[0], *pages[1][1:]])).ledgers) == 2


def dated(*days: str):
    rows = "\n".join(f"| {day} | r | 1.00 |" for day in days)
    return report(ledger_entries=ledger("| date | description | debit |\n" + rows))


MONTHS = tuple(f"2022-{month:02}-10" for month in range(1, 12))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (MONTHS, [IN_ORDER]),
        (("2021-12-10", *MONTHS), [("inconsistent", "warning", "other_year")]),
        ((*MONTHS, "2022-10-02"), [("inconsistent", "note", "out_of_order")]),
        # a ledger sorted by something else
        (MONTHS[::-1], []),
        # of another fiscal year altogether
        (tuple(day.replace("2022", "2020") for day in MONTHS), []),
        (("02-30", *MONTHS), [IN_ORDER]),
    ],
)
def test_l05_dates(days, expected):
    assert outcomes("L05", dated(*days)) == expected


def test_l07_one_side():
    text = LEDGER_BOOK.format("130.00", "40.00").replace("| 30.00 | | 200.00 |", "| 30.00 | 30.00 | 200.00 |")
    rows = ledger(text) + ledger(LEDGER_BOOK.format("130.00", "40.00"))
    found = [c for c in checks_of("L07", report(ledger_entries=rows)) if c.verdict == "inconsistent"]
    assert found == []  # one of nine rows: too many to be a slip of the pen
    many = "\n".join(f"| 2022-04-{day:02} | 9 | x | 1.00 | | 1.00 |" for day in range(1, 9))
    rows = ledger(text.rstrip() + "\n" + many)
    (found_one,) = checks_of("L07", report(ledger_entries=rows))
    assert (found_one.severity, found_one.facts["outcome"]) == ("note", "both")
    assert [
        c.verdict
        for c in checks_of("L07", report(ledger_entries=ledger(LEDGER_BOOK.format("130.00", "40.00"))))
    ] == ["consistent"]
