from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import LEDGER_BOOK, claim, ledger, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")


@pytest.mark.parametrize(("closing", "expected"), [("216.00", OK), ("261.00", WRONG)])
def test_l02_closing(closing, expected):
    text = LEDGER_BOOK.format("130.00", "40.00").replace("216.00", closing)
    for balance in ("130.00", "170.00", "150.00", "200.00", "210.00", "211.00", "213.00"):
        text = text.replace(f"| {balance} |", "| |")
    assert outcomes("L02", report(ledger_entries=ledger(text))) == [expected]


@pytest.mark.parametrize("first", ["210.00", "211.00", "216.00"])
def test_what_a_balance_on_the_way_loses_is_told_there_alone(first):
    lines = LEDGER_BOOK.format("130.00", "40.00").splitlines()
    start = next(n for n, line in enumerate(lines) if f"| {first} |" in line)
    for n in range(start, len(lines)):
        head, _, balance = lines[n].rstrip(" |").rpartition("|")
        lines[n] = f"{head}| {float(balance) - 9:.2f} |"
    given = report(ledger_entries=ledger("\n".join(lines)))
    assert [check.verdict for check in checks_of("L01", given)].count("inconsistent") == 1
    assert outcomes("L02", given) == [("undetermined", None, "undetermined")]


TOTALS = """
| date | description | debit | credit |
| 2022-01-05 | a | 10,000.00 | |
| 2022-01-06 | b | 2,000.00 | |
| 2022-01-31 | 本月合计 | {} | |
| 2022-02-05 | c | 5,000.00 | |
| 2022-02-06 | d | 1,000.00 | |
| 2022-02-28 | 本月合计 | 6,000.00 | |
| 2022-02-28 | 本年累计 | {} | |
"""


@pytest.mark.parametrize(
    ("month", "year", "expected"),
    [
        ("12,000.00", "18,000.00", [OK, OK, OK]),
        ("12,300.00", "18,000.00", [WRONG, OK, OK]),
        ("12,000.00", "18,800.00", [OK, OK, WRONG]),
    ],
)
def test_l03_totals(month, year, expected):
    assert outcomes("L03", report(ledger_entries=ledger(TOTALS.format(month, year)))) == expected


def test_l03_an_extract_of_a_larger_ledger_is_not_accused():
    text = TOTALS.format("99,000.00", "180,000.00").replace("6,000.00", "77,000.00")
    found = outcomes("L03", report(ledger_entries=ledger(text)))
    assert {verdict for verdict, _, _ in found} == {"undetermined"}


LIST = """
| date | voucher_no | description | debit |
| | 记账9 | 劳务费 | 50,000.00 |
| | 记账9 | 劳务费 | 50,000.00 |
| | 记账10 | 修缮 | 83,490.00 |
| | | 合计 | {} |
"""


def test_equal_amounts_on_one_voucher_are_no_duplicates():
    given = report(ledger_entries=ledger(LIST.format("183,490.00")))
    assert outcomes("L03", given) == [OK]
    assert checks_of("L01", given) == []


@pytest.mark.parametrize(
    ("spent", "expected"),
    [
        ("18.349万元", [OK]),
        ("18.439万元", [("inconsistent", "warning", "inconsistent")]),
        ("700万元", [("undetermined", None, "undetermined")]),
    ],
)
def test_l04_ledger_and_spending(spent, expected):
    said = claim("execution", ("spent", spent, "实际支出", "executed_amount"))
    given = report(ledger_entries=ledger(LIST.format("183,490.00")), claims=[said])
    assert outcomes("L04", given) == expected


HEADED = """
| date | voucher_no | description | debit | credit | balance |
| 2022-01-05 | 1 | 物资 | {} | | {} |
| 2022-01-09 | 2 | 劳务 | 62.00 | | 123.00 |
| 2022-01-28 | | 本月合计 | 123.00 | | |
| 2022-01-28 | | 本年累计 | 123.00 | | |
| 2022-02-03 | 3 | 劳务 | 30.00 | | 153.00 |
| 2022-02-28 | | 本年累计 | 153.00 | | |
"""


def test_l03_entries_beyond_all_totals_by_one_amount_are_one_slip():
    given = report(ledger_entries=ledger(HEADED.format("68.00", "61.00")))
    assert [found[0] for found in outcomes("L03", given)].count("inconsistent") == 1


def test_l03_entries_short_of_all_totals_may_be_an_extract():
    given = report(ledger_entries=ledger(HEADED.format("55.00", "61.00")))
    assert "inconsistent" not in {found[0] for found in outcomes("L03", given)}
