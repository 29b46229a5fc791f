"""A report with findings of every severity, consistent checks, and figures that nobody checked."""

import pytest

from schema.figure import Place
from schema.finding import Assessment, Check, Coverage, Finding, Score, Severity, Verdict
from schema.report import DocType, DocumentFacts
from tests.reports import claim, figure, indicators, ledger, money_table, report


def place(page, block, **rest):
    return Place(page=page, block=block, box=(72.0, 100.5, 180.25, 112.0), start=3, end=9, **rest)


@pytest.fixture
def checked():
    """One assessed report; its figures have pages and boxes."""
    rate = figure("98.33%", at=place(12, 40, table=2, row=4, column=3))
    spent = figure("1,150.00", "万元", at=place(12, 40, table=2, row=4, column=2))
    budget = figure("1,200.00", "万元", at=place(12, 40, table=2, row=4, column=1))
    lone = figure("49.5人次", at=place(3, 9))
    shared = {
        "rule": "R04",
        "verdict": Verdict.INCONSISTENT,
        "severity": Severity.ERROR,
        "figures": (rate, spent, budget),
        "subject": "项目执行率",
        "formula": "1,150.00 ÷ 1,200.00 = 95.8333%",
        "reported": "98.33%",
        "recomputed": "95.8333%",
        "low": "95.83%",
        "high": "95.84%",
        "margin": "249.5",
        "repairs": ("95.83%",),
        "quote": "预算执行率 98.33%",
        "message": "执行率与支出、预算不符，需核实。",
    }
    passing = Check(
        rule="S01",
        verdict=Verdict.CONSISTENT,
        figures=(budget,),
        subject="预算合计",
        formula="1,000.00 + 200.00 = 1,200.00",
        reported="1,200.00",
        recomputed="1,200.00",
        power="0.999",
        message="相符。",
    )
    grave = {**shared, "id": "aaaaaaaaaaaaaaaa"}
    evil = {
        "id": "bbbbbbbbbbbbbbbb",
        "rule": "N08",
        "verdict": Verdict.UNDETERMINED,
        "severity": Severity.NOTE,
        "subject": "=1+1",
        "quote": '=HYPERLINK("http://example.invalid")',
        "message": "+cmd|' /C calc'!A0",
        "figures": (lone,),
    }
    base = report(
        claims=[claim("execution", ("spent", "1,150.00万元", "支出"), ("rate", "98.33%"))],
        budget_lines=money_table(
            """
            | name     | budget_adjusted | executed_amount |
            | 合计     | 1,200.00        | 1,150.00        |
            """,
            unit="万元",
        ),
        ledger_entries=ledger(
            """
            | date       | voucher_no | description | debit    | credit | balance  |
            | 2022-03-05 | 记-9       | =A1+A2      | 5,000.10 |        | 5,000.10 |
            """
        ),
        indicators=indicators(
            """
            | level1   | level2   | level3   | target | actual | weight | score |
            | 产出指标 | 数量指标 | 培训人次 | ≥200人 | 238人  | 10     | 10    |
            """
        ),
    )
    facts = DocumentFacts(
        id="0123456789abcdef",
        path="年度/报告A.pdf",
        sha256="0123456789abcdef" + "0" * 48,
        format="pdf",
        pages=12,
        doc_type=DocType.EVAL_REPORT,
        title="某项目绩效评价报告",
        organisation="某街道办事处",
        fiscal_year=2022,
    )
    return base.model_copy(update={"document": facts, "figures": (rate, spent, budget, lone)}).assessed(
        Assessment(
            checks=(Check(**shared, power="0.98"), passing),
            findings=(Finding(**grave), Finding(**evil)),
            coverage=Coverage(
                figures=4,
                checked=3,
                agreeing=1,
                disagreeing=2,
                unchecked=(lone,),
                rules_run=2,
                rules_not_applicable=60,
            ),
            score=Score(consistency="50", decided=2, consistent=1, inconsistent=1),
        )
    )
