"""Two things are no contradiction: items, owners, years, parts and plans of correct documents, each beside a true contradiction."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.finding import Severity
from score.assess import assess
from tests.documents import document


def told(text: str, *severities: Severity) -> list[tuple[str, str]]:
    """`(rule, quoted figures)` of what is held against a document."""
    findings = assess(report_of(document(text))).findings
    wanted = severities or (Severity.ERROR, Severity.WARNING)
    return [(f.rule, str(f.facts.get("formula", ""))) for f in findings if f.severity in wanted]


FORM = """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 就业人数 | ≥300人 | 310人 | 50 | 50 |
| 效益指标 | 社会效益指标 | 覆盖率 | ≥90% | 92% | 50 | 50 |
| 总分 | < | < | < | < | 100 | 100 |
"""

CORRECT = {
    "two projects below numbered items": """
        （一）甲项目。预算100万元，支出90万元，执行率90%，自评得分95分，等级为优。

        （二）乙项目。预算200万元，支出190万元，执行率95%，自评得分88分，等级为良。
    """,
    "two projects below headings": """
        # （一）养老项目

        服务人数500人，满意度95%。

        # （二）助残项目

        服务人数500人，满意度92%。
    """,
    "items that are counted": """
        指标1：日间照料点，占地面积500平方米，设床位20张，总投资216.42万元。

        指标2：日间照料点，占地面积400平方米，设床位20张，总投资203.71万元。
    """,
    "one label under two wholes": """
        全县完成财政总收入4,348万元，同比下降6.5%。其中：税收收入3,511万元，同比下降5.2%；非税收入837万元，同比下降11.7%。

        地方收入按构成分：税收收入1,035万元，同比下降28.7%；非税收入685万元，同比下降14.3%。
    """,
    "how amounts moved names none": """
        4月，一般公共预算支出完成107,752万元，比上年减支9,240万元，下降7.9%。

        4月，政府性基金支出完成5,308万元，比上年减支27,580万元，下降83.9%。
    """,
    "the score of the year before": """
        2022年度预算100万元，执行率90%。

        上年度预算80万元，执行率95%，自评得分93分。

        本年度自评得分91分。
    """,
    "the score of the department and of one project": f"""
        部门整体自评得分96.5分。

        附件：培训项目自评表

        {FORM}
    """,
    "a table of a part": """
        # 社区服务项目绩效自评报告

        2022年项目全年预算170万元，实际支出150万元，预算执行率88.24%。

        caption: 表3 培训经费明细（单位：万元）

        | 项目 | 预算 | 决算 |
        | 讲课费 | 60 | 50 |
        | 场地费 | 50 | 40 |
        | 合计 | 110 | 90 |
    """,
    "the grade of the year before": "上年度评价等级为优，本年度评价等级为良，得分88分。",
    "a score out of five": "该项目得分4.6分（5分制），评价为优。",
    "the plan of the next year": f"""
        # 2022年培训项目自评表

        {FORM}

        # 二、2023年目标

        计划培训人数600人，就业人数350人。
    """,
    "more than all of a budget": """
        全镇一般公共预算收入实现111.11万元，为年初预算的116.9%，比上年增长9.0%。

        预算执行率95%（按调整预算），占年初预算的110%。
    """,
    "a count of the things that have a rate": """
        甲、乙两个项目均完成105%。

        共有3个项目完成率85%。
    """,
    "a count that is no target of the next": "开展督导6次，完成率120%；培训7次，完成率116.7%。",
    "the rate of the others": "12项指标中11项达标，1项未达标，达标率91.67%。",
    "a joint inside a name": "因公出国（境）经费与公务用车购置及运行维护费分别为0.34亿元和4.23亿元，均与去年持平。",
    "a mean before its values": "平均得分92.3分，三个项目得分分别为95分、92分、90分。",
}  # fmt: skip

WRONG = {
    "one fact in two chapters": (
        """
        # 一、项目概况

        全年开展家访2,259人次，满意度95%。

        # 二、绩效情况

        全年开展家访2,295人次，满意度95%。
        """,
        "T01",
    ),
    "one fact of an item told again of that item": (
        """
        # （一）养老项目

        养老项目服务人数500人，满意度95%。

        # （二）助残项目

        助残项目服务人数300人，满意度92%。

        # 三、结论

        养老项目服务人数530人，满意度95%。
        """,
        "T01",
    ),
    "the score and its form": (f"项目自评得分96.5分。\n\n{FORM}", "T05"),
    "the table of the whole": (
        """
        # 社区服务项目绩效自评报告

        2022年项目全年预算170万元，实际支出150万元。

        caption: 表3 社区服务项目资金明细（单位：万元）

        | 项目 | 预算 | 决算 |
        | 讲课费 | 60 | 60 |
        | 场地费 | 100 | 90 |
        | 合计 | 160 | 150 |
        """,
        "T02",
    ),
    "the result told again": (f"# 2022年培训项目自评表\n\n{FORM}\n\n就业人数350人。", "T11"),
    "too few values": ("甲、乙、丙三个社区分别完成120场、80场。", "N02"),
    "a rate of satisfaction above a hundred": ("服务对象满意度102%。", "R11"),
    "an odd rate of what was done": ("开展活动67次，完成101.49%。", "R02"),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_document_is_not_accused(name: str) -> None:
    assert told(CORRECT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_contradiction_is_still_found(name: str) -> None:
    text, rule = WRONG[name]
    assert rule in [found for found, _ in told(text)]
