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
    "a list inside a list": """
        我区转移性补助收入10.77亿元，其中：转移支付补助收入10.72亿元，主要为税收返还收入0.75亿元；一般性转移支付收入6.95亿元；专项收入3.02亿元。
    """,
    "a whole divided twice": """
        本年支出1,200万元，其中一般公共预算支出1,000万元，政府性基金支出200万元；按用途分，基本支出700万元，项目支出500万元。
    """,
    "an account that is called a budget": "全省一般公共预算收入完成2,144.4亿元，同比增长26.4%；全省一般公共预算支出完成3,719.6亿元，同比增长1%。",
    "a product that is one of two costs": "每场补助3,000元，开展24场，补助7.2万元，另付场租1.5万元，共支出8.7万元。",
    "nobody is short of more than enough": """
        人员配备情况

        | 岗位 | 应配备人数 | 实际在岗人数 | 缺额 | 到岗率 |
        | 社工 | 14 | 12 | 2 | 85.71% |
        | 督导 | 2 | 3 | 0 | 150% |
        | 行政 | 1 | 1 | 0 | 100% |
        | 合计 | 17 | 16 | 2 | 94.12% |
    """,
    "a group of one row": """
        部门整体绩效自评表

        | 指标 | 分值 | 得分 |
        | 一、预算管理 | 40 | 36 |
        | 1.预算编制 | 20 | 18 |
        | 2.预算执行 | 20 | 18 |
        | 二、履职效能 | 40 | 38 |
        | 1.产出 | 20 | 19 |
        | 2.效益 | 20 | 19 |
        | 三、满意度 | 20 | 18 |
        | 总计 | 100 | 92 |
    """,
    "means of rates are weighted": """
        各街道满意度

        | 街道 | 样本数 | 满意数 | 满意度 |
        | 东街 | 50 | 48 | 96% |
        | 西街 | 40 | 36 | 90% |
        | 南街 | 60 | 57 | 95% |
        | 平均 | 50 | 47 | 94% |
    """,
    "a row that is taken off": """
        单位：元

        | 项目 | 金额 |
        | 工资 | 10,000 |
        | 社保 | 10,000 |
        | 减：退款 | 2,000 |
        | 合计 | 18,000 |
    """,
    "a total above the only row of its block": """
        单位：元

        | 项目 | 金额 |
        | 人员费用合计 | 20,000 |
        | 工资 | 12,000 |
        | 社保 | 8,000 |
        | 办公费用合计 | 11,000 |
        | 办公 | 11,000 |
        | 总计 | 31,000 |
    """,
    "a subtotal in the column of dates": """
        单位：元

        | 日期 | 摘要 | 金额 |
        | 2022-01 | 工资 | 10,000 |
        | 2022-02 | 工资 | 12,000 |
        | 小计 |  | 22,000 |
        | 2022-04 | 工资 | 9,000 |
        | 2022-05 | 工资 | 8,000 |
        | 小计 |  | 17,000 |
        | 总计 |  | 39,000 |
    """,
    "rates without a sign in their cells": """
        单位：万元

        | 项目 | 年初预算 | 调整预算 | 决算 | 完成年初预算% | 完成调整预算% |
        | 甲项 | 100 | 120 | 118 | 118 | 98.33 |
        | 乙项 | 50 | 40 | 40 | 80 | 100 |
        | 合计 | 150 | 160 | 158 | 105.33 | 98.75 |
    """,
    "rates as fractions": """
        单位：万元

        | 项目 | 预算 | 支出 | 执行率 |
        | 甲项 | 20 | 15 | 0.75 |
        | 乙项 | 20 | 20 | 1 |
        | 合计 | 40 | 35 | 0.875 |
    """,
    "balances": """
        单位：万元

        | 月份 | 收入 | 支出 | 余额 |
        | 上年结转 |  |  | 100 |
        | 1月 | 50 | 30 | 120 |
        | 2月 | 0 | 40 | 80 |
        | 合计 | 50 | 70 | 80 |
    """,
    "a unit price below a total": """
        单位：万元

        | 路段 | 里程 | 沥青 | 水泥 | 投资（万元） | 单价（万元/公里） |
        | 甲路 | 10 | 6 | 4 | 50 | 5 |
        | 乙路 | 5 | 5 | 0 | 30 | 6 |
        | 合计 | 15 | 11 | 4 | 80 | 5.33 |
    """,
    "points outside the form": """
        （20分）资金执行：预算100万元，执行90万元，执行率90%，得分18分。

        自评表

        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
        | 产出指标（40分） | 数量指标 | 检查家次 | ≥100家次 | 120家次 | 40 |
        | 效益指标（30分） | 社会效益 | 事故下降率 | ≥5% | 6% | 30 |
        | 满意度指标（10分） | 满意度 | 企业满意度 | ≥90% | 95% | 10 |
        | 总分 | < | < | < | < | 98 |
    """,
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
    "a product and its cost": ("每场补助3,000元，开展24场，共支出8.7万元。", "S06"),
    "a row that is taken off and a wrong total": (
        """
        单位：元

        | 项目 | 金额 |
        | 工资 | 10,000 |
        | 社保 | 10,000 |
        | 减：退款 | 2,000 |
        | 合计 | 18,500 |
        """,
        "S02",
    ),
    "posts that are vacant": (
        """
        人员配备情况

        | 岗位 | 应配备人数 | 实际在岗人数 | 缺额 |
        | 社工 | 14 | 11 | 2 |
        | 督导 | 3 | 2 | 1 |
        """,
        "S05",
    ),
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
