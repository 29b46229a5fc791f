from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import checks_of, outcomes
from tests.documents import document
from tests.reports import claim, funds_row, money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBT = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 合计 | 43.2 | 43.2 | 37.24 | 86% |", OK),
        ("| 合计 | 43.2 | 43.2 | 37.24 | 96% |", WRONG),
        ("| 合计 | 72 | 170 | 170 | 100% |", OK),
        # final accounts divide by the initial budget, and pass 100 %
        ("| 合计 | 100 | 120 | 102.59 | 102.59% |", OK),
        ("| 合计 | 0 | 0 | 0 | 0% |", OPEN),
        ("| 合计 | 0 | 0 | 0 | 100% |", OPEN),
        # cut instead of rounded
        (
            "| 合计 | 100.000 | 100.000 | 99.868 | 99.86% |",
            ("consistent_if_truncated", "note", "consistent_if_truncated"),
        ),
    ],
)
def test_r04_rows(text, expected):
    assert outcomes("R04", funds_row(text)) == [expected]


def test_r04_a_rate_printed_without_its_sign():
    assert outcomes("R04", funds_row("| 合计 | 10 | 43.2 | 37.24 | 86.20 |")) == [OK]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ((("received", "149.63万元"), ("spent", "107.78万元"), ("rate", "72.03%")), [OK]),
        ((("received", "149.63万元"), ("spent", "107.78万元"), ("rate", "78.03%")), [WRONG]),
        ((("budget", "170万元"), ("received", "170万元"), ("spent", "170万元"), ("rate", "100%")), [OK]),
        # the budget and what was carried over are the base together
        ((("budget", "80万元"), ("received", "20万元"), ("spent", "90万元"), ("rate", "90%")), [OPEN]),
    ],
)
def test_r04_sentences(terms, expected):
    assert outcomes("R04", report(claims=[claim("execution", *terms)])) == expected


@pytest.mark.parametrize(
    ("opening", "clause", "expected"),
    [
        ("完成年初预算的90%", "调整预算192.40万元，完成调整预算的93.56%", [OK, OK]),
        ("完成年初预算的90%", "调整预算192.40万元，完成调整预算的95.36%", [OK, DOUBT]),
        # no slip explains it: a rate of something else
        ("完成年初预算的90%", "调整预算192.40万元，完成调整预算的47.20%", [OK, OPEN]),
        # a budget of another name, and a spending whose own rate does not hold
        ("完成年初预算的90%", "项目调整预算192.40万元，完成调整预算的95.36%", [OK]),
        ("完成年初预算的45%", "调整预算192.40万元，完成调整预算的95.36%", [WRONG]),
    ],
)
def test_r04_a_second_rate_of_the_spending_before(opening, clause, expected):
    text = f"公用经费支出180.00万元，年初预算200.00万元，{opening}；{clause}。"
    assert outcomes("R04", report_of(document(text))) == expected


def test_r04_names_the_denominator_that_fits():
    (check,) = checks_of("R04", funds_row("| 合计 | 100 | 120 | 102.59 | 102.59% |"))
    assert (check.facts["base"], check.facts["base_name"]) == ("100", "budget_initial")
    assert check.formula == "102.59 ÷ 100 = 102.59%"


def test_r04_another_total_of_the_document_may_be_the_base():
    said = claim("execution", ("budget", "170万元"), ("spent", "170万元"), ("rate", "70.83%"))
    lines = money_table("| name | contract_amount |\n| 合计 | 2,400,000.00 |\n| a | 1.00 |")
    assert outcomes("R04", report(claims=[said], budget_lines=lines)) == [OPEN]


def test_r04_a_rate_alone_is_compared_with_the_only_total():
    lines = funds_row("| 合计 | 72 | 170 | 170 | 100% |").budget_lines
    said = claim("execution", ("rate", "100%", "预算执行率", "execution_rate"))
    assert OK in outcomes("R04", report(claims=[said], budget_lines=lines))


def test_r04_what_goes_over_to_the_next_year_alone_is_no_budget():
    said = claim(
        "execution",
        ("spent", "4571.38万元", "实际支付", "executed_amount"),
        ("rate", "94.01%", "预算执行率", "execution_rate"),
        ("surplus", "291.12万元", "结转下年", "carried_forward"),
    )
    assert [o[0] for o in outcomes("R04", report(claims=[said]))] == ["undetermined"]
