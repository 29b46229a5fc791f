from __future__ import annotations

import pytest

from score.assess import assess
from tests.checking import checks_of, outcomes
from tests.reports import claim, ledger, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")

BOOK = """
| date | voucher_no | description | debit | credit | balance |
| 2022-01-01 | | 期初余额 | | | 100.00 |
| 2022-01-05 | 1 | 物资 | 50.00 | | 150.00 |
| 2022-01-09 | 2 | 退款 | | 20.00 | {} |
| 2022-01-20 | 3 | 劳务 | {} | | 170.00 |
| 2022-02-03 | 4 | 劳务 | 30.00 | | 200.00 |
| 2022-02-09 | 5 | 培训 | 10.00 | | 210.00 |
| 2022-02-19 | 6 | 交通 | 1.00 | | 211.00 |
| 2022-03-09 | 7 | 印刷 | 2.00 | | 213.00 |
| 2022-03-19 | 8 | 茶水 | 3.00 | | 216.00 |
"""


def book(balance: str = "130.00", debit: str = "40.00"):
    return report(ledger_entries=ledger(BOOK.format(balance, debit)))


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


@pytest.mark.parametrize(("closing", "expected"), [("216.00", OK), ("261.00", WRONG)])
def test_l02_closing(closing, expected):
    text = BOOK.format("130.00", "40.00").replace("216.00", closing)
    for balance in ("130.00", "170.00", "150.00", "200.00", "210.00", "211.00", "213.00"):
        text = text.replace(f"| {balance} |", "| |")
    assert outcomes("L02", report(ledger_entries=ledger(text))) == [expected]


@pytest.mark.parametrize("first", ["210.00", "211.00", "216.00"])
def test_what_a_balance_on_the_way_loses_is_told_there_alone(first):
    lines = BOOK.format("130.00", "40.00").splitlines()
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


def dated(*days: str):
    rows = "\n".join(f"| {day} | r | 1.00 |" for day in days)
    return report(ledger_entries=ledger("| date | description | debit |\n" + rows))


MONTHS = tuple(f"2022-{month:02}-10" for month in range(1, 12))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (MONTHS, [OK]),
        (("2021-12-10", *MONTHS), [("inconsistent", "warning", "other_year")]),
        ((*MONTHS, "2022-10-02"), [("inconsistent", "note", "out_of_order")]),
        # a ledger sorted by something else
        (MONTHS[::-1], []),
        # of another fiscal year altogether
        (tuple(day.replace("2022", "2020") for day in MONTHS), []),
        (("02-30", *MONTHS), [OK]),
    ],
)
def test_l05_dates(days, expected):
    assert outcomes("L05", dated(*days)) == expected


def test_l07_one_side():
    text = BOOK.format("130.00", "40.00").replace("| 30.00 | | 200.00 |", "| 30.00 | 30.00 | 200.00 |")
    rows = ledger(text) + ledger(BOOK.format("130.00", "40.00"))
    found = [c for c in checks_of("L07", report(ledger_entries=rows)) if c.verdict == "inconsistent"]
    assert found == []  # one of nine rows: too many to be a slip of the pen
    many = "\n".join(f"| 2022-04-{day:02} | 9 | x | 1.00 | | 1.00 |" for day in range(1, 9))
    rows = ledger(text.rstrip() + "\n" + many)
    (found_one,) = checks_of("L07", report(ledger_entries=rows))
    assert (found_one.severity, found_one.facts["outcome"]) == ("note", "both")
    assert [c.verdict for c in checks_of("L07", book())] == ["consistent"]


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


def test_a_whole_ledger_that_agrees_is_covered_to_the_last_figure():
    given = report(ledger_entries=ledger(CARRIED.format("670.00")))
    coverage = assess(given).coverage
    assert (coverage.checked, coverage.unchecked) == (coverage.figures, ())


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
