from __future__ import annotations

import pytest

from score.assess import assess
from tests.checking import checks_of, outcomes
from tests.reports import LEDGER_BOOK, ledger, report


def book(balance: str = "130.00", debit: str = "40.00"):
    return report(ledger_entries=ledger(LEDGER_BOOK.format(balance, debit)))


def test_l01_a_right_ledger_is_one_check():
    (check,) = checks_of("L01", book())
    assert (check.verdict, check.facts["rows"]) == ("consistent", "8")
    assert len(check.figures) == 17


def test_l01_one_wrong_balance_breaks_two_rows_and_is_one_doubt():
    _, wrong = checks_of("L01", book(balance="103.00"))
    assert (wrong.verdict, wrong.severity, wrong.facts["outcome"]) == (
        "inconsistent",
        "error",
        "balance_cell",
    )
    assert wrong.repairs == ("103.00 → 130.00",)
    assert wrong.formula == "150.00 − 20.00 = 130"


def test_l01_a_wrong_amount_breaks_one_row():
    _, wrong = checks_of("L01", book(debit="400.00"))
    assert wrong.repairs == ("400.00 → 40.00",)
    assert wrong.facts["outcome"] == "inconsistent"


def test_l01_accounts_of_liabilities_run_the_other_way():
    text = """
    | date | description | debit | credit | balance |
    | 2022-01-01 | 期初余额 | | | 100.00 |
    | 2022-01-05 | a | 50.00 | | 50.00 |
    | 2022-01-06 | b | | 70.00 | 120.00 |
    | 2022-01-07 | c | 20.00 | | 100.00 |
    """
    (check,) = checks_of("L01", report(ledger_entries=ledger(text)))
    assert (check.verdict, check.facts["rows"]) == ("consistent", "3")


def test_l01_a_column_that_is_no_balance_accuses_nobody():
    text = """
    | date | description | debit | credit | balance |
    | 2022-01-05 | a | 50.00 | | 7.00 |
    | 2022-01-06 | b | | 70.00 | 9.00 |
    | 2022-01-07 | c | 20.00 | | 3.00 |
    """
    assert {check.verdict for check in checks_of("L01", report(ledger_entries=ledger(text)))} == {
        "undetermined"
    }


CARRIED = """
| date | description | debit | credit | balance |
| 2022-03-01 | 期初余额 |  |  | 0.00 |
| 2022-03-05 | 材料 | 500.00 |  | 500.00 |
| 2022-03-09 | 运费 | 20.00 |  | 520.00 |
| 2022-03-31 | 本月合计 | 520.00 | 0.00 | 520.00 |
| 2022-04-05 | 材料 | 80.00 |  | 600.00 |
| 2022-04-30 | 本月合计 | 80.00 | 0.00 | 600.00 |
| 2022-05-05 | 材料 | 70.00 |  | 670.00 |
| 2022-05-31 | 本月合计 | 70.00 | 0.00 | {} |
"""


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("670.00", []),
        ("760.00", [("760.00", "670.00", "carried")]),
    ],
)
def test_l01_totals_repeat_the_balance_above_them(last, expected):
    given = report(ledger_entries=ledger(CARRIED.format(last)))
    found = [
        (c.reported, c.facts["other"], c.facts["outcome"]) for c in checks_of("L01", given) if c.severity
    ]
    assert found == expected


def test_l01_totals_that_print_the_movement_of_the_month_are_no_balances():
    text = CARRIED.format("70.00").replace("0.00 | 600.00 |", "0.00 | 80.00 |")
    given = report(ledger_entries=ledger(text))
    assert not any(c.severity for c in checks_of("L01", given))


REPEATED = """
| date | voucher_no | description | debit | credit | balance |
|            |      | 年初余额 |            |      | 0.00       |
| 2022-01-10 | 记-1 | 一       | 120,000.00 |      | 120,000.00 |
| 2022-01-25 | 记-9 | 二       | 3,500.50   |      | {}         |
|            |      | 本月合计 | 123,500.50 | 0.00 | {}         |
| 2022-02-11 | 记-3 | 三       | 120,000.00 |      | 243,500.50 |
"""


@pytest.mark.parametrize(
    ("balance", "total", "found"),
    [
        ("123,500.50", "123,500.50", ["consistent"]),
        # few rows hold, but the total below repeats what the balance should have been
        ("123,050.50", "123,500.50", ["consistent", "inconsistent"]),
        ("123,050.50", "123,050.50", ["consistent", "undetermined"]),
    ],
)
def test_l01_a_total_that_repeats_the_right_balance(balance, total, found):
    given = report(ledger_entries=ledger(REPEATED.format(balance, total)))
    assert [verdict for verdict, *_ in outcomes("L01", given)] == found


def test_a_whole_ledger_that_agrees_is_covered_to_the_last_figure():
    given = report(ledger_entries=ledger(CARRIED.format("670.00")))
    coverage = assess(given).coverage
    assert (coverage.checked, coverage.unchecked) == (coverage.figures, ())
