from __future__ import annotations

from extract.report import report_of
from tests.documents import document


def test_a_survey_table_is_one_statement_a_row() -> None:
    report = report_of(
        document("""
        caption: 满意度调查统计表

        | 调查对象 | 发放份数 | 回收份数 | 有效份数 | 很满意 | 满意 | 不满意 | 满意度 |
        | 居民 | 120 | 115 | 110 | 60 | 45 | 5 | 95.45% |
        | 商户 | 30 | 30 | 30 | 20 | 8 | 2 | 93.33% |
    """)
    )
    claims = [claim for claim in report.claims if claim.rule == "table_survey"]
    assert [claim.subject for claim in claims] == ["居民", "商户"]
    assert [(term.field, term.metric, term.figure.text) for term in claims[0].terms] == [
        ("distributed", "发放份数", "120"),
        ("returned", "回收份数", "115"),
        ("valid_responses", "有效份数", "110"),
        (None, "很满意", "60"),
        ("satisfied_count", "满意", "45"),
        ("dissatisfied_count", "不满意", "5"),
        ("satisfaction_rate", "满意度", "95.45%"),
    ]
    assert report.document.doc_type == "survey_table"


def test_a_staff_table_has_its_shortfall() -> None:
    report = report_of(
        document("""
        caption: 工作人员情况统计表

        | 月份 | 岗位 | 应到人数 | 实到人数 | 欠缺 |
        | 1月 | 社工 | 14 | 12.5 | 1.5 |
        | 合计 | < | 14 | 12.5 | 1.5 |
    """)
    )
    claims = [claim for claim in report.claims if claim.rule == "table_staffing"]
    assert [[term.field for term in claim.terms] for claim in claims] == [
        ["staff_required", "staff_actual", "shortfall"],
        ["staff_required", "staff_actual", "shortfall"],
    ]
    assert claims[1].subject == "合计"
