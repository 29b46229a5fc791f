from __future__ import annotations

import pytest

from tests.checking import form, outcomes
from tests.reports import claim, indicators, passage, place, report

HEAD = "| level1 | level2 | level3 | target | actual | deviation_reason |\n"


def row(target: str, actual: str, reason: str = "", name: str = "培训人次", group: str = "数量指标"):
    return indicators(HEAD + f"| 产出指标 | {group} | {name} | {target} | {actual} | {reason} |\n")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("126.4%", []),
        ("130%", []),
        ("137%", [("undetermined", "note", "over")]),
        ("163.7%", [("undetermined", "warning", "over")]),
    ],
)
def test_statements_far_above_target(rate, expected):
    said = claim("completion", ("actual", "2,259人次", "家访"), ("completion", rate), sentence="完成家访")
    assert outcomes("G11", report(claims=[said])) == expected


def test_a_reason_in_the_paragraph_is_enough():
    at = place()
    text = "完成家访2,259人次，完成率163.7%，主要是因疫情期间需求增加。"
    said = claim("completion", ("completion", "163.7%"), sentence=text, place=at)
    given = report(claims=[said], passages=[passage(text).model_copy(update={"place": at})])
    assert outcomes("G11", given) == [("undetermined", None, "explained")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (row("≥100人次", "180人次"), [("undetermined", "warning", "over")]),
        (row("≥100人次", "140人次"), [("undetermined", "note", "over")]),
        (row("≥100人次", "180人次", "上级追加任务"), [("undetermined", None, "explained")]),
        (row("≥100人次", "180人次", "0"), [("undetermined", "warning", "over")]),
        (row("≤90万元", "40万元", name="总成本", group="成本指标"), []),
        (row("≥100人次", "110人次"), []),
        (row("≥100人次", "180人"), []),
        # so much for each month is not the target of the year
        (row("每月2次", "24次"), []),
        (row("每月2次", "每月4次"), [("undetermined", "warning", "over")]),
    ],
)
def test_rows_far_above_target(rows, expected):
    assert outcomes("G11", report(indicators=rows)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (row("≥95%", "88%"), [("inconsistent", "warning", "inconsistent")]),
        (row("≥95%", "88%", "疫情"), [("undetermined", None, "explained")]),
        (row("≥95%", "95%"), [("consistent", None, "consistent")]),
        (row("100%", "99.6%"), [("consistent", None, "consistent")]),
        (row("≤90万元", "80万元", name="总成本", group="成本指标"), [("consistent", None, "consistent")]),
        (
            row("≤90万元", "99万元", name="总成本", group="成本指标"),
            [("inconsistent", "warning", "inconsistent")],
        ),
        (row("400元", "380元", name="单位成本", group="成本指标"), []),
    ],
)
def test_missed_targets_give_a_reason(rows, expected):
    given = report(indicators=rows, forms=[form(fields={"deviation_reason": "偏差原因分析"})])
    assert outcomes("G12", given) == expected


def test_a_form_without_a_reason_column_does_not_ask():
    given = report(indicators=row("≥95%", "88%"), forms=[form(fields={"actual_value": "完成值"})])
    assert outcomes("G12", given) == []


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥95%", "全部完成，达88%", [("inconsistent", "error", "inconsistent")]),
        ("≥95%", "全部完成，达96%", [("consistent", None, "consistent")]),
        ("≥95%", "部分单位全部完成，达88%", []),
        ("≥95%", "完成88%", []),
    ],
)
def test_rows_said_to_be_met(target, actual, expected):
    assert outcomes("G14", report(indicators=row(target, actual))) == expected


@pytest.mark.parametrize(
    ("rate", "sentence", "expected"),
    [
        ("87%", "超额完成年度任务，完成率87%", [("inconsistent", "warning", "inconsistent")]),
        ("107%", "超额完成年度任务，完成率107%", [("consistent", None, "consistent")]),
        ("87%", "除个别项目外全部完成，完成率87%", [("undetermined", None, "undetermined")]),
        ("87%", "完成率87%", []),
    ],
)
def test_statements_said_to_be_met(rate, sentence, expected):
    said = claim("completion", ("completion", rate), sentence=sentence)
    assert outcomes("G14", report(claims=[said])) == expected


@pytest.mark.parametrize(("rate", "expected"), [("13.6%", [("undetermined", "note", "mostly")]), ("86%", [])])
def test_mostly_done_beside_a_low_rate(rate, expected):
    said = claim("completion", ("completion", rate), sentence="完成年度项目指标的13.6%")
    given = report(claims=[said], passages=[passage("总体上基本完成了相关任务。")])
    assert outcomes("G14", given) == expected
