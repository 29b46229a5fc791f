from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import claim, money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")

INITIAL, ADJUSTED = "budget_initial", "budget_adjusted"


TABLE = "| name | budget_initial | budget_adjusted |\n| 合计 | {} | {} |\n| 项目经费补助 | 1.00 | 2.00 |"


def text_and_table(initial: str, adjusted: str, *said: tuple[str, str], unit: str = "元", **rest: object):
    claims = [
        claim("amount", ("budget", text, "预算", field), sentence=f"下达预算{text}", **rest)
        for text, field in said
    ]
    return report(claims=claims, budget_lines=money_table(TABLE.format(initial, adjusted), unit=unit))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (text_and_table("720,000.00", "1,700,000.00", ("170万元", ADJUSTED), ("72万元", INITIAL)), [OK, OK]),
        (text_and_table("720,000.00", "1,700,000.00", ("171万元", ADJUSTED)), [WRONG]),
        (text_and_table("720,000.00", "1,700,000.00", ("107万元", ADJUSTED)), [WRONG]),
        # the other column is another measure
        (text_and_table("720,000.00", "1,700,000.00", ("72万元", ADJUSTED)), [OPEN]),
        # an amount of one item is not the total
        (text_and_table("720,000.00", "1,700,000.00", ("30万元", ADJUSTED)), [OPEN]),
        (text_and_table("720,000.00", "1,700,000.00", ("171万元", ADJUSTED), owner="甲站"), []),
        (text_and_table("720,000.00", "1,700,000.00", ("700.077万元", ADJUSTED)), [OPEN]),
    ],
)
def test_t02_text_and_table(given, expected):
    assert outcomes("T02", given) == expected


@pytest.mark.parametrize(
    "rest", [{"period": "2021年"}, {"period": "2022年上半年"}, {"period": "累计"}, {"scope": "村级"}]
)
def test_t02_other_times_and_scopes_are_other_facts(rest):
    assert outcomes("T02", text_and_table("720,000.00", "1,700,000.00", ("171万元", ADJUSTED), **rest)) == []


def test_t02_sentences_about_an_item_of_the_table_are_left_alone():
    said = claim("amount", ("budget", "171万元", "预算", ADJUSTED), sentence="项目经费补助预算171万元")
    lines = money_table(TABLE.format("720,000.00", "1,700,000.00"))
    assert outcomes("T02", report(claims=[said], budget_lines=lines)) == []


def test_s11_slip_of_the_unit():
    given = text_and_table("720,000.00", "1,560,000.00", ("15.6万元", ADJUSTED))
    (check,) = checks_of("S11", given)
    assert (check.severity, check.facts["power_of_ten"]) == ("error", "10^1")
    assert outcomes("T02", given) == []


def test_t04_unit_of_the_table():
    said = (("156万元", ADJUSTED), ("72.3万元", INITIAL))
    wrong = text_and_table("723,000.00", "1,560,000.00", *said, unit="万元")
    assert outcomes("T04", wrong) == [("inconsistent", "warning", "inconsistent")] * 2
    assert outcomes("S11", wrong) == []
    right = text_and_table("723,000.00", "1,560,000.00", *said)
    assert outcomes("T04", right) == [OK]


def test_t02_the_total_of_all_beside_that_of_a_small_part():
    part = money_table(
        "| name | budget_adjusted |\n| 接待 | 30.00 |\n| 车辆 | 52.00 |\n| 合计 | 82.00 |", unit="万元"
    )
    whole = money_table(
        "| name | budget_adjusted |\n| 基本 | 2,383.60 |\n| 项目 | 2,514.96 |\n| 合计 | 4,898.56 |",
        unit="万元",
    )
    half = money_table(
        "| name | budget_adjusted |\n| 甲 | 1,000.00 |\n| 乙 | 2,000.00 |\n| 合计 | 3,000.00 |", unit="万元"
    )
    said = claim(
        "amount",
        ("budget", "4,989.56万元", "全年预算数", "budget_adjusted"),
        sentence="全年预算数为4,989.56万元。",
    )
    (found,) = outcomes("T02", report(claims=[said], budget_lines=[*whole, *part]))
    assert found[0] == "inconsistent"
    # two totals of one size: which of them the text means is not said
    assert outcomes("T02", report(claims=[said], budget_lines=[*whole, *half])) == []
