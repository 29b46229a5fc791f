"""X10: what the report says was spent in a month against the ledger of that month."""

import pytest

from schema.finding import Severity
from schema.report import DocType
from score.across.year import months_of
from tests.documents import document as document_of
from tests.reports import ledger

NAME = "农村饮水安全巩固提升项目"
TEXT = """
# 某县水利局2023年度农村饮水安全巩固提升项目绩效自评报告

# 一、项目资金情况

项目全年预算50.00万元，全年实际支出42.00万元，预算执行率84.00%。{prose}

2023年各月支出情况

| 月份 | {header}（元）|
| --- | --- |
| 1月 | {january} |
| 2月 | {february} |
| 3月 | {march} |
| 合计 | 420,000.00 |
"""
PLAIN = {
    "prose": "",
    "header": "支出金额",
    "january": "100,000.00",
    "february": "200,000.00",
    "march": "120,000.00",
}


@pytest.fixture
def report(document):
    """A report with a table by month, as extracted from its text."""
    from extract.report import report_of

    def make(**changes):
        understood = report_of(document_of(TEXT.format(**PLAIN | changes)))
        model = document("报告.docx", project_name=NAME, unit="某县水利局", kind=DocType.SELFEVAL_REPORT)
        return understood.model_copy(update={"document": model.document})

    return make


@pytest.fixture
def book(document):
    """A ledger of three months: 100,000.00, 200,000.00 and 120,000.00."""

    def make(*, january="60,000.00", last="2023-03-25", year="2023"):
        entries = ledger(f"""
            | date          | voucher_no | description | debit      |
            | {year}-01-05  | 记-1       | 付设计费    | {january}  |
            | {year}-01-20  | 记-2       | 付材料款    | 40,000.00  |
            | {year}-02-11  | 记-3       | 付材料款    | 200,000.00 |
            | {year}-03-02  | 记-4       | 付工程款    | 150,000.00 |
            | {last}        | 记-5       | 冲销工程款  | -30,000.00 |
        """)
        return document(
            "明细账.xlsx", title=f"{NAME}支出明细账", unit="某县水利局", kind=DocType.LEDGER, ledger_entries=entries
        )  # fmt: skip

    return make


@pytest.fixture
def told(across):
    """`[subject, outcome, severity]` of every check by month, and the findings."""

    def run(*reports):
        found = across(*reports)
        assert found.notices == ()
        mine = [c for checks in found.checks.values() for c in checks if c.rule == "X10"]
        return [[c.subject, c.facts["outcome"], c.severity] for c in mine], [
            f for findings in found.findings.values() for f in findings if f.rule == "X10"
        ]

    return run


def test_the_months_agree(report, book, told):
    checks, findings = told(report(), book())
    assert checks == [["1月", "consistent", None], ["2月", "consistent", None], ["3月", "consistent", None]]
    assert findings == []


def test_a_month_that_differs_is_told_with_both_places(report, book, told):
    account = book()
    _, [finding] = told(report(march="102,000.00"), account)
    assert (finding.subject, finding.severity) == ("3月", Severity.WARNING)
    assert (finding.reported, finding.recomputed) == ("102,000.00", "120,000")
    assert [place.document for place in finding.places] == [None, account.document.id]
    assert finding.facts["other"] == "明细账.xlsx"


def test_differences_that_cancel_out_are_a_note(report, book, told):
    booked_later = {"february": "230,000.00", "march": "90,000.00", "prose": "第一季度支出42.00万元。"}
    checks, findings = told(report(**booked_later), book())
    assert [row[:2] for row in checks] == [
        ["1月", "consistent"],
        ["第一季度", "consistent"],
        ["2月", "shifted"],
        ["3月", "shifted"],
    ]
    assert {finding.severity for finding in findings} == {Severity.NOTE}


def test_a_report_that_counts_by_other_dates_is_not_accused(report, book, told):
    checks, findings = told(report(january="90,000.00", february="195,000.00", march="135,000.00"), book())
    assert {row[1] for row in checks} == {"undetermined"}
    assert findings == []


def test_cumulative_columns_are_added_up(report, book, told):
    whole = {"header": "累计支出", "february": "300,000.00", "march": "420,000.00"}
    checks, findings = told(report(**whole), book())
    assert (len(checks), findings) == (3, [])
    assert {row[1] for row in checks} == {"consistent"}


def test_statements_of_quarters_and_months(report, book, told):
    _, findings = told(report(prose="第一季度支出42.00万元，1—2月支出31.00万元。"), book())
    assert [(f.subject, f.recomputed) for f in findings] == [("1—2月", "30万元")]
    _, findings = told(report(prose="1—2月支出约31万元。"), book())
    assert findings == [], "about is no statement to the last digit"


def test_what_the_ledger_does_not_reach_is_not_compared(report, book, told):
    checks, _ = told(report(prose="4月支出10.00万元，上半年支出52.00万元。"), book())
    assert [row[0] for row in checks] == ["1月", "2月", "3月"]


def test_a_ledger_of_another_year_is_not_compared(report, book, told):
    assert told(report(march="102,000.00"), book(year="2022", last="2022-03-25")) == ([], [])


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1月", (1, 1)),
        ("2023年3月份", (3, 3)),
        ("１—６月", (1, 6)),
        ("1月至9月", (1, 9)),
        ("十二月", (12, 12)),
        ("第二季度", (4, 6)),
        ("前三季度", (1, 9)),
        ("下半年", (7, 12)),
        ("截至2023年3月底", (1, 3)),
        ("截至14月末", None),
        ("截至3月10日", None),
        ("全年", None),
        ("13月", None),
        ("6-1月", None),
        ("水厂改造", None),
        ("", None),
    ],
)
def test_parts_of_a_year(text, months):
    assert months_of(text) == months
