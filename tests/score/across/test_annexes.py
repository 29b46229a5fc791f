"""X11: what the report says in words against the tables of a file beside it."""

import pytest

from schema.finding import Severity
from schema.report import DocType
from tests.documents import document as document_of

NAME = "农村饮水安全巩固提升项目"
REPORT = """
# 某县水利局2023年度农村饮水安全巩固提升项目绩效自评报告

# 一、项目资金情况

项目全年预算140.00万元，到位资金130.00万元，全年实际支出128.64万元，预算执行率91.89%。其中，水厂改造支出66.00万元。

# 二、项目完成情况

{prose}
"""
PROSE = "全年开展培训125场，全年受益群众5213人，水质合格率97.92%。"
FORM = """
# 2023年度项目支出绩效自评表

| 项目名称 | 农村饮水安全巩固提升项目 | < | < | < |
| --- | --- | --- | --- | --- |
| 项目资金（万元）| 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |
| 年度资金总额 | 140.00 | {budget} | {spent} | 91.89% |

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- | --- | --- |
| 产出指标 | 数量指标 | 培训场次 | ≥120场 | {sessions}场 | 20 | 20 |
| ^ | 数量指标 | 受益人数 | ≥5000人 | 5213人 | 20 | 20 |
| ^ | 质量指标 | 水质合格率 | ≥95% | {passed}% | 20 | 20 |
| 总分 | < | < | < | < | 60 | {points} |
"""
SAME = {"points": "58.5", "budget": "140.00", "spent": "128.64", "sessions": "125", "passed": "97.92"}


@pytest.fixture
def understood(document):
    """A report extracted from its text, under a file name."""
    from extract.report import report_of

    def make(path, text, kind, **facts):
        model = document(path, project_name=NAME, unit="某县水利局", kind=kind)
        named = model.document.model_copy(update=facts)
        return report_of(document_of(text)).model_copy(update={"document": named})

    return make


@pytest.fixture
def told(across, understood):
    """`[subject, outcome]` of the checks of a report against a form, and the findings."""

    def run(prose=PROSE, kind=DocType.SELFEVAL_FORM, period=None, **changes):
        report = understood(
            "报告.docx",
            REPORT.format(prose=prose),
            DocType.SELFEVAL_REPORT,
            period_end=period and "2023-12-31",
        )
        form = understood("自评表.docx", FORM.format(**SAME | changes), kind, period_end=period)
        found = across(report, form)
        assert found.notices == ()
        checks = [c for c in found.checks.get(report.document.id, ()) if c.rule == "X11"]
        findings = [f for some in found.findings.values() for f in some if f.rule == "X11"]
        assert all({None, form.document.id} == {p.document for p in f.places} for f in findings)
        return [[c.subject, c.facts["outcome"]] for c in checks], findings

    return run


def test_report_and_form_agree(told):
    checks, findings = told()
    assert [row[0] for row in checks] == ["全年预算", "全年实际支出", "培训场次", "水质合格率"]
    assert {row[1] for row in checks} == {"consistent"}
    assert findings == []


@pytest.mark.parametrize(
    ("changes", "subject", "reported", "recomputed"),
    [
        ({"spent": "126.84"}, "全年实际支出", "128.64万元", "126.84万元"),
        ({"budget": "150.00"}, "全年预算", "140.00万元", "150万元"),
        ({"sessions": "152"}, "培训场次", "125场", "152场"),
        ({"passed": "99.72"}, "水质合格率", "97.92%", "99.72%"),
    ],
)
def test_a_difference_is_told_with_both_places(told, changes, subject, reported, recomputed):
    _, [finding] = told(**changes)
    assert (finding.subject, finding.severity) == (subject, Severity.WARNING)
    assert (finding.reported, finding.recomputed) == (reported, recomputed)
    assert finding.facts["other"] == "自评表.docx"


@pytest.mark.parametrize(
    ("prose", "why"),
    [
        ("全年开展培训约130场。", "about"),
        ("5月开展培训30场。", "a month of the year"),
        ("开展培训30场。", "no word for the year: it may be a part"),
        ("全年开展培训125场，全年开展培训130场。", "the report contradicts itself, which its own rules tell"),
        ("全年开展培训30期。", "another unit"),
        ("全年开展村干部培训30场。", "another name"),
    ],
)
def test_a_statement_that_may_speak_of_something_else_is_no_doubt(told, prose, why):
    checks, findings = told(prose)
    assert findings == [], why
    assert "培训场次" not in [row[0] for row in checks if row[1] != "consistent"]


@pytest.mark.parametrize(
    ("prose", "subject", "changes"),
    [
        ("累计完成培训125场，占年度计划的104.17%。", "培训场次", {"sessions": "152"}),
        ("2023年开展培训125场。", "培训场次", {"sessions": "152"}),
        ("项目绩效自评得分58.5分，等级为优。", "项目绩效自评得分", {"points": "55.8"}),
        ("全年共支出资金128.64万元。", "全年实际支出", {"spent": "126.84"}),
    ],
)
def test_statements_that_speak_of_the_year_in_other_words(told, prose, subject, changes):
    checks, findings = told(prose)
    assert [subject, "consistent"] in checks
    assert findings == []
    assert subject in [finding.subject for finding in told(prose, **changes)[1]]


@pytest.mark.parametrize(
    ("prose", "why"),
    [
        ("2022年开展培训96场。", "the year before"),
        ("2021年至2023年开展培训300场。", "three years"),
        ("专家评价得分88.0分。", "points that others gave"),
        ("管理指标自评得分18.0分。", "points of a part"),
        ("2022年项目自评得分90.0分。", "points of the year before"),
        ("全年支出培训费12.00万元。", "a part of the money"),
        ("上半年支出资金60.00万元。", "a part of the year"),
        ("开展培训96场，占全县的40%。", "a share of something else"),
    ],
)
def test_statements_of_another_year_part_or_author_are_no_doubt(told, prose, why):
    assert told(prose)[1] == [], why


def test_a_day_at_the_end_of_the_year_means_the_year_unless_it_adds_up(across, understood):
    def findings(prose):
        text = f"# 某县水利局2023年度农村饮水安全巩固提升项目绩效自评报告\n\n# 一、资金\n\n{prose}\n"
        report = understood("报告.docx", text, DocType.SELFEVAL_REPORT)
        form = understood("自评表.docx", FORM.format(**SAME), DocType.SELFEVAL_FORM)
        found = across(report, form)
        return [f.reported for some in found.findings.values() for f in some if f.rule == "X11"]

    money = "实际支出131.64万元，预算执行率94.03%。"
    assert findings(f"截至2023年12月31日，项目资金{money}") == ["131.64万元"]
    assert findings(f"截至2023年底，{money}") == ["131.64万元"]
    assert findings(f"截至2024年3月31日，项目资金{money}") == []
    assert findings(f"截至2022年12月31日，项目资金{money}") == []
    assert findings("截至2023年12月31日，项目资金累计实际支出431.64万元，预算执行率94.03%。") == []


def test_the_printed_precision_counts(told):
    checks, findings = told("全年开展培训125场，水质合格率98%。")
    assert findings == []
    assert ["水质合格率", "consistent"] in checks


@pytest.mark.parametrize("kind", [DocType.TARGET_FORM, DocType.MONITOR_FORM, DocType.BUDGET_TABLE])
def test_forms_without_final_results_are_not_compared(told, kind):
    assert told(spent="126.84", sessions="152", kind=kind) == ([], [])


def test_data_that_end_on_another_day_are_not_compared(told):
    assert told(spent="96.84", period="2023-10-31") == ([], [])
    assert told(spent="96.84", period="2023-12-31")[1] != []
