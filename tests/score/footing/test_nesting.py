"""Tables of several levels without a label: levels that make every sum right, and tables in which none do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.report import report_of
from schema.figure import Figure
from schema.finding import Severity
from score.assess import assess
from score.footing.nesting import levels_of
from tests.checking import outcomes
from tests.documents import document
from tests.reports import figure

Row = list[str]


def money_of(text: str) -> Figure:
    return figure(text, "万元")


def sums_of(rows: list[Row]) -> list[str]:
    """The formulas of the sums of a table that are held to be wrong."""
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    findings = assess(report_of(document(f"单位：万元\n\n{table}"))).findings
    return [str(f.facts["formula"]) for f in findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("numbers", "whole", "top"),
    [
        (["800", "500", "300", "200"], "1000", (0, 3)),
        (["100", "100", "60", "40", "20", "20", "20"], "120", (0, 6)),
        (["30", "10", "20", "40", "15", "25"], "70", (0, 3)),
        (["90", "50", "20", "30", "40", "10"], "100", (0, 5)),
        (["12", "0", "12", "3"], "15", (0, 3)),
        (["10", "-4", "14", "5"], "15", (0, 3)),
    ],
)
def test_levels_are_found(numbers: list[str], whole: str, top: tuple[int, ...]) -> None:
    found = levels_of(tuple(money_of(n) for n in numbers), money_of(whole))
    assert found is not None
    assert found.top == top


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [(["800", "500", "310", "200"], "1000"), (["1", "2", "4"], "8"), (["5", "5"], "10")],
)
def test_no_levels_where_none_add_up(numbers: list[str], whole: str) -> None:
    assert levels_of(tuple(money_of(n) for n in numbers), money_of(whole)) is None


def test_a_long_search_gives_up() -> None:
    numbers = tuple(money_of(str(Decimal(1))) for _ in range(100))
    assert levels_of(numbers, money_of("49.5")) is None


HEAD = ["资金性质", "金额"]
TWO = ["项目", "预算数", "决算数"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, ["合计", "1,000"], ["财政拨款", "800"], ["中央", "500"], ["省级", "300"], ["自筹资金", "200"]],
        [HEAD, ["人员经费", "100"], ["1.1工资", "60"], ["1.2社保", "40"], ["公用经费", "20"], ["合计", "120"]],
        [HEAD, ["教育支出", "100"], ["普通教育", "100"], ["小学教育", "60"], ["初中教育", "40"], ["住房", "20"], ["合计", "120"]],
        [TWO, ["基本支出", "90", "88"], ["人员", "70", "69"], ["公用", "20", "19"], ["项目支出", "30", "27"], ["合计", "120", "115"]],
        [["单位", "合计", "车辆费小计", "购置", "运行", "接待"], ["甲局", "15", "12", "0", "12", "3"], ["乙局", "9", "7", "3", "4", "2"]],
    ],
)  # fmt: skip
def test_levels_without_labels_are_no_error(rows: list[Row]) -> None:
    assert sums_of(rows) == []


def test_a_wrong_total_over_two_levels_is_told_over_the_highest() -> None:
    rows = [
        ["项目", "预算数", "调整数", "决算数"],
        ["基本支出", "90", "95", "88"],
        ["人员", "70", "73", "69"],
        ["公用", "20", "22", "19"],
        ["项目支出", "30", "31", "27"],
        ["合计", "120", "126", "151"],
    ]
    (formula,) = sums_of(rows)
    assert formula.startswith("88 + 27")


def test_one_level_that_holds_elsewhere_is_not_explained_away() -> None:
    rows = [
        ["项目", "预算数", "决算数"],
        ["甲", "40", "30"],
        ["乙", "50", "10"],
        ["丙", "60", "20"],
        ["丁", "70", "40"],
        ["合计", "220", "70"],
    ]
    (formula,) = sums_of(rows)
    assert formula.startswith("30 + 10 + 20 + 40")


def test_levels_with_a_slip_in_a_single_column_accuse_nobody() -> None:
    rows = [
        HEAD,
        ["合计", "1,010"],
        ["财政拨款", "800"],
        ["中央", "500"],
        ["省级", "300"],
        ["自筹资金", "200"],
    ]
    assert sums_of(rows) == []


def test_a_column_that_shows_one_level_leaves_none_to_chance() -> None:
    text = """
    | 镇街 | 走访 | 调解 |
    | 甲 | 401 | 576 |
    | 乙 | 198 | 428 |
    | 丙 | 203 | 855 |
    | 丁 | 181 | 299 |
    | 合计 | {} | 2158 |
    """
    # 401 is 198 + 203 by chance
    right, wrong = (outcomes("S02", report_of(document(text.format(total)))) for total in ("983", "933"))
    assert [verdict for verdict, *_ in right] == ["consistent", "consistent"]
    assert [verdict for verdict, *_ in wrong] == ["inconsistent", "consistent"]
