from __future__ import annotations

import pytest

from extract.join import core, likeness_of
from extract.report import report_of
from tests.documents import document


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("每个站点每年度完成专业个案数量", "专业个案"),
        ("全年招募志愿者数量", "招募志愿者"),
        ("指标1：培训人次", "培训"),
        ("数量", "数量"),
    ],
)
def test_what_a_name_counts(name: str, thing: str) -> None:
    assert core(name) == thing


@pytest.mark.parametrize(
    ("name", "called", "how"),
    [
        ("家访", "家访", "exact"),
        ("每个站点每年度完成专业个案数量", "个案接案", "alias"),
        ("开展社区活动场次", "社区活动", "alias"),
        ("大型社区活动", "中型社区活动", "suggested"),
        ("家访", "电访", None),
        ("项目可持续性", "评委", None),
    ],
)
def test_names_join_exactly_by_alias_or_as_a_suggestion(name: str, called: str, how: str | None) -> None:
    assert likeness_of(name, called)[0] == how


TABLE = """
    完成家访2,259人次，完成协议指标量的163.7%。服务对象满意度为95%。

    | 一级指标 | 二级指标 | 三级指标 | 指标值 |
    | 产出指标 | 数量指标 | 家访 | {target} |
    | ^ | ^ | 电访 | 800人次 |
    | 效益指标 | 满意度指标 | 服务对象满意度 | ≥90% |
"""


def test_a_statement_reports_on_the_indicator_of_its_name_and_unit() -> None:
    report = report_of(document(TABLE.format(target="1380人次")))
    joined = {
        report.indicators[join.indicator].level3: report.claims[join.claim].terms[0].figure.text
        for join in report.joins
    }
    assert joined == {"家访": "2,259人次", "服务对象满意度": "95%"}


def test_other_units_do_not_join() -> None:
    report = report_of(document(TABLE.format(target="1380场")))
    joined = [j for j in report.joins if j.indicator == 0]
    assert joined == []


def test_an_indicator_with_an_actual_value_needs_no_statement() -> None:
    report = report_of(
        document("""
        完成家访2,259人次。

        | 三级指标 | 指标值 | 完成值 |
        | 家访 | 1380人次 | 2259人次 |
    """)
    )
    assert report.joins == ()
