"""Correct sentences of public accounts, whose budgets, levels and changes could be taken for one another."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document

SILENT = {
    "ahead of the calendar": "上半年，全县税收收入12.4亿元，增长8.2%，完成年度预算的54.6%，超序时进度4.6个百分点。",
    "half a year of a budget": "上半年我县地方收入完成年初预算的56.3%。",
    "parts of one allotment": "福利金640万元，主要用于养老设施改造等410万元；下达区230万元，主要用于助残服务。",
    "parts of the first of three totals": (
        "全部单位资产总额40.0亿元，负债总额12.5亿元，净资产27.5亿元。其中，行政单位资产总额11.8亿元，事业单位资产总额28.2亿元。"
    ),
    "parts of the first of three totals of one ending": (
        "全区单位资产总额30.5亿元，负债总额10.2亿元，净资产总额20.3亿元。其中，行政单位资产总额10.5亿元，事业单位资产总额20.0亿元。"
    ),
    "more revenue than the adjusted budget": (
        "地方一般公共预算收入完成5,120万元，占调整预算103.2%，税收收入完成3,000万元，占调整预算101.5%。"
    ),
    "rates of own budgets": (
        "收入完成5,000万元，为年预算的31.2%。其中：税务部门完成3,000万元，为年预算的28.4%；财政部门完成2,000万元，为年预算的36.6%。"
    ),
    "a change beside what changed": (
        "县本级收入完成4,120万元，同比增收320万元，增长8.42%；6个乡镇收入共完成5,230万元，同比增收410万元，增长8.51%。"
    ),
    "a part with its own budget": (
        "1-9月，全县公共财政预算支出执行80.2亿元，为年度预算的63.1%，同比增长2.3%，增支1.8亿元，"
        "其中县本级支出20.1亿元，为年度预算的55.2%，同比增长6.9%，增支1.3亿元。"
    ),
    "the cost of whole projects": (
        "全县确定重点项目45个，总投资920.5亿元，年度计划完成投资210.4亿元，上半年已完成年度计划的48.2%，完成投资101.4亿元。"
    ),
    "the budget of the region and the spending of one level": (
        "全市公共服务支出安排107.6亿元，其中市本级支出26.7亿元，完成预算的56.5%。"
    ),
    "half a year of a plan beside last year's": "上半年，全县固定资产投资完成120.3亿元，完成年度计划的45.2%，同比增长8.1%。",
    "an item begins with a count": "2.40个偏远村果园管护项目，对40个村的果园进行管护，项目资金12万元。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_a_correct_sentence_is_silent(text) -> None:
    assert _graves(text) == set()


STILL_FOUND = {
    "T08": "上半年服务老人320人，完成年度服务指标的44.6%。",
    "B04": "全年预算数90万元，支出数92.3万元。",
    "S04": "全部单位资产总额40.0亿元。其中，行政单位资产总额11.8亿元，事业单位资产总额38.2亿元。",
    "R04": "市本级公共服务支出安排107.6亿元，支出26.7亿元，执行率56.5%。",
    "S01": "县本级收入4,120万元，乡镇收入5,230万元，合计9,530万元。",
    "R07": (
        "1-9月，全县公共财政预算支出执行80.2亿元，同比增长2.3%，增支1.8亿元，其中县本级支出20.1亿元，同比增长8.9%，增支1.3亿元。"
    ),
    "R01": "年度计划完成投资210.4亿元，实际完成投资101.4亿元，完成率58.2%。",
    "N05": "参加活动的老人共167.5人次。",
    "R11": "税收收入占一般公共预算收入的105.2%。",
}


@pytest.mark.parametrize(("rule", "text"), STILL_FOUND.items(), ids=STILL_FOUND)
def test_the_same_with_a_wrong_figure_is_found(rule, text) -> None:
    assert rule in _graves(text)


def _graves(text: str) -> set[str]:
    findings = assess(report_of(document(text))).findings
    return {f.rule for f in findings if f.severity.value in {"error", "warning"}}
