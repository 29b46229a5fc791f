from __future__ import annotations

import pytest

from schema.report import BudgetLine
from tests.checking import checks_of, outcomes
from tests.reports import money_table, report

OK = ("consistent", None, "consistent")


def coded(text: str) -> tuple[BudgetLine, ...]:
    """A table whose rows belong below the row whose code theirs continues."""
    lines = money_table(text, unit="万元")
    codes = [line.code or "" for line in lines]
    out = []
    for line in lines:
        above = [c for c in codes if c and line.code and line.code != c and line.code.startswith(c)]
        parent = codes.index(max(above, key=len)) if above else None
        out.append(line.model_copy(update={"parent": parent, "level": len(above)}))
    return tuple(out)


ACCOUNTS = """
| name | code | total_amount | basic | project |
| 合计 |  | 220.00 | 180.00 | 40.00 |
| 一般公共服务支出 | 201 | 150.00 | 110.00 | 40.00 |
| 财政事务 | 20106 | {section} | 110.00 | 40.00 |
| 行政运行 | 2010601 | 120.00 | 110.00 | {running} |
| 信息化建设 | 2010607 | 30.00 |  | 30.00 |
| 住房保障支出 | 221 | 70.00 | 70.00 |  |
| 住房改革支出 | 22102 | 70.00 | 70.00 |  |
| 住房公积金 | 2210201 | 70.00 | 70.00 |  |
"""


def accounts(section: str = "150.00", running: str = "10.00") -> tuple[BudgetLine, ...]:
    return coded(ACCOUNTS.format(section=section, running=running))


def test_s12_every_level_and_every_only_child_adds_up() -> None:
    found = outcomes("S12", report(budget_lines=accounts()))
    assert found == [OK] * 10


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        # the section breaks the class above it and the items below it
        ({"section": "105.00"}, [("150.00", "105"), ("105.00", "150")]),
        ({"running": "19.00"}, [("40.00", "49")]),
    ],
)
def test_s12_a_changed_cell_breaks_the_levels_around_it(changed: dict[str, str], wrong: list) -> None:
    failing = [c for c in checks_of("S12", report(budget_lines=accounts(**changed))) if c.severity]
    assert [(c.reported, c.recomputed) for c in failing] == wrong


def test_s12_a_table_that_lists_some_items_only_is_not_held_against_itself() -> None:
    text = """
    | name | code | amount |
    | 甲 | 201 | 100.00 |
    | 乙 | 20106 | 60.00 |
    | 丙 | 208 | 90.00 |
    | 丁 | 20805 | 20.00 |
    | 戊 | 210 | 30.00 |
    | 己 | 21011 | 30.00 |
    """
    assert {verdict for verdict, *_ in outcomes("S12", report(budget_lines=coded(text)))} == {
        "undetermined",
        "consistent",
    }
    assert not any(c.severity for c in checks_of("S12", report(budget_lines=coded(text))))


def test_s12_numbered_rows_break_down_the_row_above_them() -> None:
    text = """
    | name | amount |
    | 本年收入合计 | 2940.05 |
    | 年初财政拨款结转和结余 | 21.63 |
    | 一、一般公共预算财政拨款 | 21.63 |
    | 二、政府性基金预算财政拨款 |  |
    | 总计 | 2961.68 |
    """
    given = report(budget_lines=money_table(text, unit="万元"))
    assert outcomes("S12", given) == [OK]
    assert OK in outcomes("S02", given)


def sides(left: str, right: str, names: tuple[str, str] = ("总计", "总计")):
    """Income and spending side by side in one grid."""
    income = money_table(
        f"| name | amount |\n| 拨款收入 | 90.00 |\n| 其他收入 | 10.00 |\n| {names[0]} | {left} |",
        unit="万元",
        headers={"amount": "收入/决算数"},
    )
    spending = money_table(
        f"| name | executed_amount |\n| 公共服务 | 60.00 |\n| 教育 | 40.00 |\n| {names[1]} | {right} |",
        unit="万元",
        headers={"executed_amount": "支出/决算数"},
    )
    table = income[0].place.table
    moved = tuple(
        line.model_copy(update={"place": line.place.model_copy(update={"table": table, "block": table})})
        for line in spending
    )
    return report(budget_lines=[*income, *moved])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (sides("100.00", "100.00"), [OK]),
        (sides("100.00", "1000.00"), [("inconsistent", "error", "inconsistent")]),
        (sides("100.00", "100.00", ("收入合计", "支出合计")), [OK]),
        # totals of other things stand side by side too
        (sides("100.00", "140.00", ("人员经费合计", "公用经费合计")), []),
    ],
)
def test_b19_both_sides_are_equal(given, expected) -> None:
    assert outcomes("B19", given) == expected


def test_s03_a_row_whose_only_part_is_its_total() -> None:
    given = report(budget_lines=accounts())
    assert {verdict for verdict, *_ in outcomes("S03", given)} == {"consistent"}
    assert len(outcomes("S03", given)) == 8
