from __future__ import annotations

import pytest

from score.context import Context
from score.footing.paths import path_sums
from tests.reports import money_table, report

HEADERS = {
    "budget_adjusted": "合计/预算数",
    "a": "因公出国（境）费/预算数",
    "b": "公务用车费/小计/预算数",
    "c": "公务用车费/购置费/预算数",
    "d": "公务用车费/运行费/预算数",
    "e": "公务接待费/预算数",
    "executed_amount": "合计/决算数",
    "f": "因公出国（境）费/决算数",
    "g": "公务用车费/小计/决算数",
    "h": "公务用车费/购置费/决算数",
    "i": "公务用车费/运行费/决算数",
    "j": "公务接待费/决算数",
}


def guests(*cells: str, swapped: bool = False):
    names = list(HEADERS)
    text = "| name | " + " | ".join(names) + " |\n| | " + " | ".join(cells) + " |"
    headers = {
        k: "/".join([v.split("/")[-1], *v.split("/")[:-1]]) if swapped else v for k, v in HEADERS.items()
    }
    (table,) = Context(report(budget_lines=money_table(text, unit="万元", headers=headers))).money_tables
    return sorted((f.total.text, f.outcome.failed, f.certain) for f in path_sums(table))


SPENT = ("7.49", "0.00", "6.85", "0.00", "6.85", "0.64")


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (
            ("9.30", "0.00", "7.80", "0.00", "7.80", "1.50"),
            [("6.85", False, True), ("7.49", False, True), ("7.80", False, True), ("9.30", False, True)],
        ),
        (
            ("9.03", "0.00", "7.80", "0.00", "7.80", "1.50"),
            [("6.85", False, True), ("7.49", False, True), ("7.80", False, True), ("9.03", True, True)],
        ),
        # blank is nothing
        (
            ("1.50", "", "", "", "", "1.50"),
            [("1.50", False, True), ("6.85", False, True), ("7.49", False, True)],
        ),
    ],
)
def test_each_measure_adds_up_by_itself(plan, expected, swapped) -> None:
    assert guests(*plan, *SPENT, swapped=swapped) == expected


def test_headers_without_measures_have_no_sums() -> None:
    text = "| name | amount | other |\n| a | 1 | 2 |"
    (table,) = Context(report(budget_lines=money_table(text))).money_tables
    assert path_sums(table) == []
