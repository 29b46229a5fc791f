from __future__ import annotations

import pytest

from schema.figure import Place
from tests.checking import checks_of, form, outcomes
from tests.reports import claim, figure, indicators, money_table, passage, place, report


def planned(text: str, amount: str, budget: str):
    at = text.index(amount)
    where = place(start=at, end=at + len(amount))
    return report(
        passages=[passage(text).model_copy(update={"place": Place(block=where.block)})],
        figures=[figure(amount, at=where)],
        budget_lines=money_table(f"| name | budget_adjusted |\n| 合计 | {budget} |\n"),
    )


@pytest.mark.parametrize(
    ("text", "amount", "budget", "expected"),
    [
        ("项目经费原则上按每年240万元编制预算。", "240万元", "1,700,000.00", [("inconsistent", "note")]),
        ("项目经费原则上按每年240万元编制预算。", "240万元", "2,400,000.00", [("consistent", None)]),
        ("每年240万元预算，本年因合同调整按季支付。", "240万元", "1,700,000.00", [("undetermined", None)]),
        ("补贴标准为每人每年1200元，纳入预算。", "1200元", "1,700,000.00", []),
        ("项目总采购资金1200万元预算。", "1200万元", "1,700,000.00", []),
    ],
)
def test_yearly_plan_against_budget(text, amount, budget, expected):
    assert [o[:2] for o in outcomes("P01", planned(text, amount, budget))] == expected


def test_the_share_of_the_plan_is_shown():
    given = planned("项目经费按每年240万元编制预算。", "240万元", "1,700,000.00")
    assert checks_of("P01", given)[0].facts["share"] == "70.83%"


def targets(*values: str, name: str = "培训人次"):
    rows: list[object] = []
    for number, value in enumerate(values):
        rows += indicators(
            f"| level1 | level2 | level3 | target |\n| 产出指标 | 数量指标 | {name} | {value} |\n",
            form=number,
        )
    return rows


@pytest.mark.parametrize(
    ("values", "projects", "expected"),
    [
        (("≥500人次", "≥300人次"), ("甲", "甲"), [("inconsistent", "warning")]),
        (("≥500人次", "≥500人次"), ("甲", "甲"), [("consistent", None)]),
        (("≥500人次", "≥300人次"), ("甲", "乙"), []),
        (("≥500人次", "≥60%"), ("甲", "甲"), []),
    ],
)
def test_target_is_the_same_everywhere(values, projects, expected):
    forms = [form(project_name=name) for name in projects]
    assert [o[:2] for o in outcomes("P02", report(indicators=targets(*values), forms=forms))] == expected


def staffing(due: str, present: str, *more: tuple[str, str, str, str]):
    return claim(
        "staffing",
        ("target", due, "社会工作者应到", "staff_required"),
        ("actual", present, "实到", "staff_actual"),
        *more,
        subject="社会工作者",
        sentence="应到实到",
    )


@pytest.mark.parametrize(
    ("said", "texts", "expected"),
    [
        (staffing("168人次", "189人次"), ["人员实到人次不足。"], ("undetermined", "note", "elsewhere")),
        (staffing("168人次", "189人次"), ["服务团队稳定。"], ("consistent", None, "elsewhere")),
        (staffing("240人次", "238人次"), ["人员实到人次不足。"], ("consistent", None, "elsewhere")),
        (
            staffing("168人次", "189人次", ("shortfall", "2人次", "欠缺", "shortfall")),
            [],
            ("inconsistent", "warning", "same"),
        ),
    ],
)
def test_attendance(said, texts, expected):
    given = report(claims=[said], passages=[passage(text) for text in texts])
    assert outcomes("P03", given) == [expected]


TWINS = """
| name     | budget_initial | budget_adjusted | executed_amount |
| 合计     | 24.00          | 36.00           | 30.00           |
| 甲项目   | 12.00          | 18.00           | 15.00           |
| {name}   | 12.00          | 18.00           | {spent}         |
"""


@pytest.mark.parametrize(
    ("name", "spent", "count"),
    [("乙项目", "15.00", 1), ("乙项目", "14.00", 0), ("其中：甲项目", "15.00", 0)],
)
def test_rows_differ(name, spent, count):
    found = checks_of("P04", report(budget_lines=money_table(TWINS.format(name=name, spent=spent))))
    assert [(check.severity, check.verdict) for check in found] == [("note", "undetermined")] * count


def test_a_single_equal_amount_proves_nothing():
    table = "| name | budget_adjusted |\n| 甲 | 50,000.00 |\n| 乙 | 50,000.00 |\n"
    assert outcomes("P04", report(budget_lines=money_table(table))) == []


def test_forms_of_many_nameless_projects_are_not_compared():
    rows = targets("≥500人次", "≥300人次", "≥200人次")
    assert outcomes("P02", report(indicators=rows, forms=[form(), form(), form()])) == []
    assert len(outcomes("P02", report(indicators=targets("≥5人次", "≥3人次"), forms=[form(), form()]))) == 1
