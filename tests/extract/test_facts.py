from __future__ import annotations

import pytest

from extract.facts import Contents, doc_type_of
from extract.report import report_of
from extract.titles import title_parts
from schema.report import DocType
from tests.documents import document


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2021年度项目支出绩效自评表", "selfeval_form"),
        ("绩效目标自评表", "selfeval_form"),
        ("部门整体支出绩效自评表", "dept_selfeval_form"),
        ("中央对地方转移支付区域绩效自评表", "transfer_selfeval_form"),
        ("项目支出绩效目标申报表", "target_form"),
        ("2023年绩效运行监控表", "monitor_form"),
        ("农村公路养护项目支出绩效自评报告", "selfeval_report"),
        ("2022年度某街道部门重点项目绩效评价报告", "eval_report"),
        ("绩效评价指标体系及评分表", "scoring_table"),
        ("项目绩效指标表", "indicator_table"),
        ("项目年度预算安排", "budget_table"),
        ("项目资金来源及使用情况表", "fund_use_table"),
        ("某局2024年度部门决算", "final_accounts"),
        ("项目支出明细账", "ledger"),
        ("服务指标完成情况统计表", "workload_table"),
        ("服务对象满意度调查统计表", "survey_table"),
        ("工作人员情况统计表", "staff_table"),
        ("附件清单", "annex_list"),
        ("会议纪要", "other"),
    ],
)
def test_types_by_title(title: str, kind: str) -> None:
    assert doc_type_of(title, Contents()) == kind


def test_a_type_by_contents_when_there_is_no_title() -> None:
    assert doc_type_of(None, Contents(ledger=5)) is DocType.LEDGER
    assert doc_type_of(None, Contents(indicators=4, scored=True, has_actuals=True)) is DocType.SELFEVAL_FORM
    assert doc_type_of(None, Contents(indicators=4, scored=True, criteria=True)) is DocType.SCORING_TABLE
    assert doc_type_of(None, Contents(indicators=4)) is DocType.INDICATOR_TABLE
    assert doc_type_of(None, Contents()) is DocType.OTHER


def test_a_title_broken_over_two_headings() -> None:
    facts = report_of(
        document("""
        # 2022 年度某市某区人民政府青山街道

        # 办事处部门重点项目绩效评价报告

        ## 一、概述

        正文。
    """)
    ).document
    assert facts.title == "2022 年度某市某区人民政府青山街道办事处部门重点项目绩效评价报告"
    assert facts.organisation == "某市某区人民政府青山街道办事处"
    assert (facts.fiscal_year, facts.doc_type, facts.evaluation_kind) == (2022, "eval_report", "department")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("# 2021-2023年度某项目绩效自评报告", 2023),
        ("附件1\n\n# 项目支出绩效自评表\n\n（2019年度）", 2019),
        ("# 某项目绩效自评报告\n\n报告日期：2021年7月12日\n\n| 项目 | 内容 |\n| 项目起止时间 | 2020年1月至2020年12月 |\n| 实际支出（万元） | 7 |", 2020),
        ("# 某项目绩效自评报告\n\n无年度。", None),
        ("# 项目支出绩效运行监控表\n\n（2025年1—7月）　　金额单位：万元", 2025),
        ("# 项目支出绩效运行监控表\n\n| 监控时段 | 2025年1月1日至7月31日 | 填报日期 | 2026年1月12日 |", 2025),
    ],
)  # fmt: skip
def test_fiscal_year(text: str, year: int | None) -> None:
    assert report_of(document(text)).document.fiscal_year == year


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("# 绩效自评报告\n\n填报单位：青山县水利局", "青山县水利局"),
        ("# 青山县档案馆2023年度部门决算", "青山县档案馆"),
        ("# 中共青山市委社会工作部2024年度部门决算", "中共青山市委社会工作部"),
        ("# 青山县农业农村局关于2022年度农田建设项目的绩效自评报告", "青山县农业农村局"),
        ("# 青山市公安局交通警察支队道路整治项目（2023年度）绩效评价报告", "青山市公安局交通警察支队"),
        ("# 支出明细账\n\n单位：青山县水利局　　金额单位：元", "青山县水利局"),
        ("# 绩效评价报告\n\n资金表（单位：万元）", None),
        ("# 青山县2023年饮水项目绩效评价报告\n\n青山县水利局组织实施。青山县水利局已验收。", "青山县水利局"),
        ("# 青山县饮水项目绩效评价报告\n\n受青山县财政局委托，评价组对青山县水利局2023年饮水项目实施了评价。", "青山县水利局"),
        ("# 青山县2023年饮水项目绩效评价报告\n\n受青山县财政局委托，评价组对县水利局组织实施的饮水项目开展评价。", "青山县水利局"),
        ("# 青山县2023年饮水项目绩效评价报告\n\n受青山县财政局委托，评价组开展了评价。", "青山县"),
        ("# 青山县2023年饮水项目绩效评价报告\n\n根据青山县教育局印发的办法，青山县水利局已验收。", "青山县水利局"),
        ("# 青山县2023年托育项目绩效评价报告\n\n委托单位：青山县卫生健康局", "青山县卫生健康局"),
        ("# 青山县2023年饮水项目绩效评价报告\n\n县水利局已验收。县审计局抽查了2处。", "青山县水利局"),
        ("# 青山县2023年饮水项目绩效评价报告\n\n县水利局已验收。县教育局抽查了2处。", "青山县"),
        ("# 青山县2023年饮水项目评分表\n\n受评单位：青山县水利局", "青山县水利局"),
        ("# 青山县2023年饮水项目评分表\n\n| 受评单位 | 青山县水利局 | 项目名称 | 饮水项目 |\n\n| 一级指标 | 三级指标 | 分值 | 得分 |\n| 产出 | 管网长度 | 10 | 9 |", "青山县水利局"),
    ],
)  # fmt: skip
def test_organisation(text: str, organisation: str | None) -> None:
    assert report_of(document(text)).document.organisation == organisation


def test_the_head_of_a_form_states_the_facts() -> None:
    facts = report_of(
        document("""
        # 项目支出绩效自评表

        | 项目名称 | 危桥改造项目 | 项目编码 | 3604812 20000 003127 |
        | 主管部门 | 某市交通运输局 | 实施单位 | 某市公路中心 |
        | 预算年度 | 2022年 |  |  |
    """)
    ).document
    assert (facts.project_name, facts.project_code) == ("危桥改造项目", "360481220000003127")
    assert (facts.supervising_dept, facts.organisation) == ("某市交通运输局", "某市公路中心")
    assert facts.fiscal_year == 2022


@pytest.mark.parametrize(
    ("title", "organisation", "project"),
    [
        ("职业培训项目2022年度绩效评价报告", None, "职业培训项目"),
        ("职业培训项目支出明细账（2022年度）", None, "职业培训项目"),
        ("社区养老服务项目支出明细账", None, "社区养老服务项目"),
        ("XX区民政局2022年度社区养老服务项目绩效评价报告", "XX区民政局", "社区养老服务项目"),
        ("某县2022年度污水处理厂运营补贴项目绩效评价报告", "某县", "污水处理厂运营补贴项目"),
        ("2022年度青山县水利局农田建设项目绩效评价报告", "青山县水利局", "农田建设项目"),
        ("青山县城管局污水处理中心建设项目绩效评价报告", "青山县城管局", "污水处理中心建设项目"),
        ("2023年青山县农村饮水安全巩固提升工程绩效评价报告", "青山县", "农村饮水安全巩固提升工程"),
        ("青山市图书馆购书经费项目2021年度绩效自评报告", "青山市图书馆", "购书经费项目"),
        ("2022年度项目支出绩效自评表", None, None),
        ("青山县水利局2022年度部门决算", "青山县水利局", None),
    ],
)
def test_what_a_title_names(title: str, organisation: str | None, project: str | None) -> None:
    parts = title_parts(title)
    assert (parts.organisation, parts.project) == (organisation, project)


def test_a_numbered_line_above_a_table_is_no_title() -> None:
    text = "## 1.第一项工作已完成\n\n## 2.第二项工作正在推进\n\n| 事项 | 数量 |\n| 巡查 | 12 |\n"
    assert report_of(document(text)).document.title is None
