"""Measuring a report against its annotation."""

from decimal import Decimal

import pytest

from fuhe.comparison import compare, plain, share, wilson
from fuhe.gold import Gold
from schema.finding import Assessment, Finding, Severity, Verdict
from schema.report import DocumentFacts
from tests.reports import claim, figure, indicators, money_table, report


def gold(**parts):
    return Gold.model_validate({"document": {"unit": "某街道", "year": "2022"}, **parts})


def counted(report, name, **parts):
    measure = compare(report, gold(**parts)).measures[name]
    return measure.right, measure.expected, measure.found


INDICATORS = indicators(
    """
    | level1   | level2   | level3   | target | actual | weight |
    | 产出指标 | 数量指标 | 培训人次 | ≥200人 | 238人  | 10     |
    | 产出指标 | 质量指标 | 合格率   | 100%   | 98%    | 10     |
    """
)
ROW = {
    "level1": "产出指标",
    "level2": "数量指标",
    "level3": "培训人次",
    "target": "≥ 200人",
    "actual": "238人",
}


@pytest.mark.parametrize(
    ("rows", "cells", "whole"),
    [
        ([ROW | {"weight": "10"}], (6, 6, 12), (1, 1, 2)),
        ([ROW | {"actual": "237人", "weight": "10"}], (5, 6, 12), (1, 1, 2)),
        ([ROW | {"weight": None}], (5, 5, 12), (1, 1, 2)),
        ([ROW | {"level1": "产出指标（50分）"}], (5, 5, 12), (1, 1, 2)),
        ([ROW | {"level1": "效益指标（50分）"}], (4, 5, 12), (1, 1, 2)),
        ([ROW | {"level3": "别的", "weight": "10"}, ROW | {"weight": "10"}], (6, 12, 12), (1, 2, 2)),
    ],
)
def test_indicators_by_cell(rows, cells, whole):
    read = report(indicators=INDICATORS)
    assert counted(read, "indicator_cells", indicators=rows) == cells
    assert counted(read, "indicator_rows", indicators=rows) == whole


@pytest.mark.parametrize(
    ("value", "unit", "right"),
    [
        ("1,200.00", "万元", 1),
        ("1200", "万元", 1),
        ("1,200.00", "元", 0),
        ("1,201.00", "万元", 0),
    ],
)
def test_budget_amounts_are_right_in_number_and_unit(value, unit, right):
    lines = money_table(
        """
        | name   | budget_adjusted |
        | 项目款 | 1,200.00        |
        """,
        unit="万元",
    )
    row = {"table": "表1", "item": "项目款", "unit": unit, "values": {"预算数": value}}
    assert counted(report(budget_lines=lines), "budget_amounts", budget=[row])[:2] == (right, 1)


def test_a_claim_must_have_all_its_numbers():
    read = report(
        claims=[
            claim(
                "completion",
                ("actual", "67次"),
                ("completion", "101.49%"),
                sentence="社区活动67次，完成101.49%。",
            ),
            claim("count", ("actual", "5次"), sentence="培训5次，覆盖90人。"),
        ]
    )
    wanted = [
        {"id": "C1", "text": "社区活动 67 次", "numbers": ["67", "101.49%"]},
        {"id": "C2", "text": "培训5次", "numbers": ["5", "90"]},
        {"id": "C3", "text": "没有的话", "numbers": ["1"]},
    ]
    assert counted(read, "claims", claims=wanted)[:2] == (1, 3)
    assert counted(read, "claim_numbers", claims=wanted)[:2] == (3, 5)


def found(reported, *figures, severity=Severity.ERROR, verdict=Verdict.INCONSISTENT):
    return Finding(
        id="x",
        rule="R04",
        severity=severity,
        verdict=verdict,
        message="m",
        reported=reported,
        figures=tuple(figure(text) for text in figures),
    )


WRONG = {"id": "F1", "verdict": "inconsistent", "reported": "98.33%"}
FINE = {"id": "F2", "verdict": "consistent", "reported": "86%"}


@pytest.mark.parametrize(
    ("findings", "must", "false", "overall"),
    [
        ([], (0, 1), (0, 1), (0, 0)),
        ([found("98.33%", "98.33%", "1,200元")], (1, 1), (0, 1), (0, 1)),
        ([found("98.33%", "98.33%", severity=Severity.NOTE)], (0, 1), (0, 1), (0, 0)),
        ([found("86%", "86%")], (0, 1), (1, 1), (1, 1)),
        ([found("86%", "86%", severity=Severity.WARNING)], (0, 1), (0, 1), (0, 0)),
        ([found("98.33%", "98.33%"), found("5%", "5%")], (1, 1), (0, 1), (1, 2)),
    ],
)
def test_findings_and_false_alarms(findings, must, false, overall):
    read = report().assessed(Assessment(findings=tuple(findings)))
    assert counted(read, "must_report", findings=[WRONG, FINE])[:2] == must
    assert counted(read, "false_alarms", findings=[WRONG, FINE])[:2] == false
    assert counted(read, "overall_alarms", findings=[WRONG, FINE])[:2] == overall


def test_facts():
    facts = DocumentFacts(id="d", organisation="某 街道", fiscal_year=2021)
    assert counted(report(document=facts), "facts") == (1, 2, 2)


def test_plain():
    assert plain(" ≥ ９５％\n") == "≥95%"
    assert plain(None) == ""


def test_wilson():
    low, high = wilson(9, 10)
    assert (round(low, 1), round(high, 1)) == (Decimal("59.6"), Decimal("98.2"))
    assert wilson(0, 0) is None
    assert share(1, 4) == 25


@pytest.mark.parametrize(
    ("wanted", "right"),
    [("18", 1), ("≥18", 1), ("≥18公里", 1), ("18公里", 1), ("≤18公里", 0), ("≥18亩", 0), ("≥180公里", 0)],
)
def test_a_target_in_three_columns_may_be_annotated_as_one_value(wanted, right):
    read = indicators(
        """
        | level3   | target |
        | 防火通道 | 18     |
        """
    )[0]
    assert read.target is not None
    target = read.target.model_copy(update={"operator": ">="})
    row = read.model_copy(update={"target": target, "unit": "公里"})
    parts = [{"level3": "防火通道", "target": wanted}]
    assert counted(report(indicators=(row,)), "indicator_cells", indicators=parts)[0] == right + 1
