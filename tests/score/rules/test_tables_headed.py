"""Totals over columns that headers group, and totals that other totals confirm."""

from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import money_table, report

CARS = "公务用车购置及运行费"


def _three(total: str, cars: str) -> list[tuple[str, str | None, str]]:
    table = money_table(
        f"""
        | name | 合计 | 因公出国（境）费 | {CARS}/小计 | {CARS}/购置费 | {CARS}/运行费 | 公务接待费 |
        | 本年 | {total} | 0.00 | {cars} | 17.98 | 10.49 | 3.15 |
        """,
        unit="万元",
    )
    return [check for rule in ("S02", "S03") for check in outcomes(rule, report(budget_lines=table))]


def test_one_row_is_added_up_by_its_headers():
    assert all(verdict == "consistent" for verdict, _, _ in _three("31.62", "28.47"))
    assert len(_three("31.62", "28.47")) == 2


@pytest.mark.parametrize(("total", "cars"), [("31.26", "28.47"), ("31.62", "24.87")])
def test_a_wrong_total_of_one_row(total, cars):
    assert "inconsistent" in {verdict for verdict, _, _ in _three(total, cars)}


def test_a_part_named_as_such_is_no_whole():
    table = money_table(
        """
        | name | 合计 | 其中：出国费 | 公车/小计 | 公车/购置 | 公车/运行 |
        | 本年 | 90.00 | 1.00 | 28.47 | 17.98 | 10.49 |
        """,
        unit="万元",
    )
    found = [check for rule in ("S02", "S03") for check in outcomes(rule, report(budget_lines=table))]
    assert "inconsistent" not in {verdict for verdict, _, _ in found}


def _balance(first: str) -> set[str]:
    table = money_table(
        f"""
        | name | 决算数 |
        | 一、财政拨款收入 | 2,386.42 |
        | 二、事业收入 | 45.80 |
        | 三、其他收入 | 12.35 |
        | 本年收入合计 | {first} |
        | 年初结转和结余 | 88.13 |
        | 总计 | 2,532.70 |
        """,
        unit="万元",
    )
    return {verdict for verdict, _, _ in outcomes("S02", report(budget_lines=table))}


def test_a_total_of_numbered_rows_is_sure():
    assert _balance("2,444.57") == {"consistent"}
    assert "inconsistent" in _balance("2,454.57")
