from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import outcomes
from tests.documents import document
from tests.reports import claim, money_table, place, report, standing

OK = ("consistent", None, "consistent")
WARNED = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def said(*terms: tuple[str, ...], kind: str = "amount"):
    """One paragraph, a statement for each term."""
    at = place()
    return [
        claim(kind, term, place=at.model_copy(update={"start": n, "end": n + 1}))
        for n, term in enumerate(terms)
    ]


ARRIVED = ("received", "1,280万元", "资金到位", "received_amount")
SPENT = ("spent", "1,203.2万元", "实际支出", "executed_amount")


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([ARRIVED, SPENT, ("surplus", "76.8万元", "结余", "surplus")], [OK]),
        ([ARRIVED, SPENT, ("surplus", "78.6万元", "结余", "surplus")], [WARNED]),
        # no single slip explains it: another balance may be meant
        ([ARRIVED, SPENT, ("surplus", "31.5万元", "结余", "surplus")], [OPEN]),
        # two budgets: which one is left over from is not known
        (
            [
                ARRIVED,
                ("budget", "1,300万元", "预算", "budget_adjusted"),
                SPENT,
                ("surplus", "78.6万元", "结余", "surplus"),
            ],
            [OPEN],
        ),
        ([SPENT, ("surplus", "76.8万元", "结余", "surplus")], []),
        ([ARRIVED, SPENT, ("actual", "76.8万元", "其余")], [OK]),
    ],
)
def test_b20_what_is_left_over(terms, expected) -> None:
    assert outcomes("B20", report(claims=said(*terms))) == expected


@pytest.mark.parametrize(("left", "expected"), [("76.8万元", [OK]), ("31.5万元", [WARNED])])
def test_b20_spending_and_remainder_in_one_statement(left, expected) -> None:
    at = place()
    before = [
        claim("amount", ("budget", "1,250万元", "年初预算", "budget_initial"), place=at),
        claim("amount", ("budget", "1,280万元", "全年预算", "budget_adjusted"), place=at),
    ]
    spent = claim(
        "execution", SPENT, ("surplus", left, "结余", "surplus"), place=at.model_copy(update={"start": 9})
    )
    early = [standing(c, at, n) for n, c in enumerate(before, 1)]
    given = report(claims=[*early, standing(spent, at, 20)])
    assert outcomes("B20", given) == expected


def rated(rate: str, base: str | None = "6,480万元"):
    at = place()
    first = [claim("amount", ("received", base, "到位资金", "received_amount"), place=at)] if base else []
    spent = claim(
        "execution",
        ("spent", "6,285.6万元", "全年支出", "executed_amount"),
        ("rate", rate, "支出率", "execution_rate"),
        place=at.model_copy(update={"start": 30, "end": 40}),
    )
    return [*first, spent]


@pytest.mark.parametrize(
    ("claims", "lines", "expected"),
    [
        (rated("97%"), (), [OK]),
        (rated("79%"), (), [WARNED]),
        (rated("64%"), (), [OPEN]),
        (rated("97%", None), (), []),
        (rated("97%", None), money_table("| name | budget_adjusted |\n| 合计 | 6480 |", unit="万元"), [OK]),
        # a table proves nothing against a rate: it may be of another budget
        (rated("79%", None), money_table("| name | budget_adjusted |\n| 合计 | 6480 |", unit="万元"), [OPEN]),
    ],
)
def test_b21_rates_of_amounts_named_before(claims, lines, expected) -> None:
    assert outcomes("B21", report(claims=claims, budget_lines=lines)) == expected


def graded(total: str, *counts: str):
    names = ["自评项目", "绩效评级为“优”的项目", "绩效评级为“良”的项目", "绩效评级为“不合格”的项目"]
    terms = [("actual", c, n) for c, n in zip((total, *counts), names, strict=False)]
    return [c.model_copy(update={"sentence": "各等级项目"}) for c in said(*terms, kind="count")]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (graded("39个", "37个", "2个", "0个"), [OK]),
        (graded("39个", "37个", "1个", "0个"), [WARNED]),
        (graded("39个", "37个", "2个"), []),
    ],
)
def test_s15_projects_of_each_grade(claims, expected) -> None:
    assert outcomes("S15", report(claims=claims)) == expected


BY_SOURCE = """
| name | 合计 | 中央 | 省级 |
| 计划金额 | 3,402.00 | 2,430.00 | 972.00 |
| 到位金额 | 3,402.00 | 2,430.00 | 972.00 |
| 支出金额 | 3,188.71 | 2,268.40 | 920.31 |
| 结余金额 | 213.29 | {} | 51.69 |
| 到位率 | 100.00% | {} | 100.00% |
"""


@pytest.mark.parametrize(
    ("left", "rate", "rule", "expected"),
    [
        ("161.60", "100.00%", "B07", [OK, OK, OK]),
        ("116.60", "100.00%", "B07", [OK, ("inconsistent", "error", "inconsistent"), OK]),
        ("161.60", "90.00%", "B06", [OK, ("inconsistent", "error", "inconsistent"), OK]),
        # a row of rates is no part of the sums
        ("161.60", "100.00%", "S03", [OK, OK, OK, OK]),
    ],
)
def test_tables_whose_rows_are_measures(left, rate, rule, expected) -> None:
    lines = money_table(BY_SOURCE.format(left, rate), unit="万元")
    assert outcomes(rule, report(budget_lines=lines)) == expected


def test_b21_an_adjusted_budget_goes_before_the_initial_one() -> None:
    at = place()
    budgets = claim(
        "amount",
        ("budget", "2,400万元", "年初预算", "budget_initial"),
        ("budget", "2,680万元", "调整后预算", "budget_adjusted"),
        place=at,
    )
    spent = [
        claim(
            "execution",
            ("spent", "2,571.46万元", "支出", "executed_amount"),
            ("rate", rate, "执行率", "execution_rate"),
            place=at.model_copy(update={"start": 40, "end": 50}),
        )
        for rate in ("95.95%", "96.95%", "107.14%", "64.00%")
    ]
    found = [outcomes("B21", report(claims=[budgets, one])) for one in spent]
    assert found == [[OK], [WARNED], [OK], [OPEN]]


def test_b20_a_rounded_budget_is_that_of_the_table() -> None:
    at = place()
    said = [
        claim("amount", ("budget", "1.86亿元", "预算安排", "budget_adjusted"), place=at),
        claim("amount", ("spent", "17,845.20万元", "拨付", "executed_amount"), place=at),
        claim("amount", ("surplus", "745.80万元", "年末结余", "surplus"), place=at),
    ]
    there = [standing(c, at, n) for n, c in enumerate(said)]
    table = money_table("| name | budget_adjusted |\n| 总计 | 18600.00 |", unit="万元")
    assert outcomes("B20", report(claims=there)) == [("undetermined", None, "undetermined")]
    assert outcomes("B20", report(claims=there, budget_lines=table)) == [WARNED]


@pytest.mark.parametrize(
    ("rate", "left", "expected"),
    [
        ("95.2%", "20.16万元", []),
        ("92.5%", "20.16万元", ["inconsistent"]),
        # the adjusted budget is meant, whatever is left
        ("92.5%", "30.16万元", ["inconsistent"]),
        # no slip explains it
        ("61.7%", "20.16万元", ["undetermined"]),
    ],
)
def test_b21_what_is_left_tells_the_base(rate, left, expected):
    text = (
        "年初预算安排380万元，年中追加40万元，全年预算共420万元。截至12月31日，实际到位资金420万元，资金到位率100%；"
        f"实际支出399.84万元，预算执行率{rate}，结余{left}。"
    )
    assert [verdict for verdict, _, _ in outcomes("B21", report_of(document(text)))] == [
        "consistent",
        *expected,
    ]
