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
    "a change since a census": (
        "与2010年11月1日零时的412,600人相比，十年共增加18,567人，增长4.50%，年平均增长率为0.44%。"
    ),
    "so many of every hundred thousand": (
        "常住人口中拥有大学文化程度的人口为64,300人。与2010年相比，每10万人中拥有大学文化程度的由7,210人上升为14,905人。"
    ),
    "what a count leaves out": "全年共收各类案件21,146件（不含上年旧存1,802件，下同），比上年下降1.3%。",
    "a share of what was audited": "查出不规范的问题金额1,286.4万元，其中2020年1,116.1万元，占审计资金额的0.42%；核减工程款95.3万元。",
    "two values for every year": "该院2020年、2021年、2022年收结案分别为1,075件、923件，1,213件、1,113件，1,308件、1,269件。",
    "points in a list": "全年规上工业增加值增长6.6%，较一季度、上半年和前三季度分别提高7.9个、3.4个和1.7个百分点。",
    "a sum that goes on from another sentence": (
        "县级收入完成16.75亿元，增长2%。其中：税收8.37亿元，非税8.38亿元。加上上级补助收入45.54亿元、债务收入11.73亿元，"
        "以及动用预算稳定调节基金0.22亿元、调入资金6.91亿元后，收入总计81.15亿元。"
    ),
    "three programmes with money of their own": (
        "“护苗”项目支出31.4万元；大病救助支出134.4万元；“圆梦”项目共投入资金439.5万元，资助学生1,106名。"
    ),
    "the slower growth of two things": (
        "各项存款余额559亿元，同比增长8.53%，增速较去年同期回落4.98个百分点。\n"
        "各项贷款余额361亿元，同比增长13.46%，增速较去年同期回落2.55个百分点。"
    ),
    "more revenue than planned": "市级一般公共预算收入决算数129,748万元，为调整预算数的100.66%。",
    "a total of what was bought, and what each household gets": (
        "购置锅炉一台6.75万元；增设发酵池十二个3.2万元；共计9.95万元，改建后带动14户农户分红，每户农户可分得700元。"
    ),
    "two levels of the same spending": (
        "全县公共预算支出75,667万元，增长15.2%。其中，县本级公共预算本级支出10,300万元，增长14.9%；乡镇公共预算支出65,367万元，增长15.2%。"
    ),
    "a share behind a bracket": (
        "全年用水总量5,998.2万方。其中，生活用水1,245.1万方；工业用水968.4万方（其中直流冷却水482.7万方），占用水总量的16.1%。"
    ),
    "shares of two other wholes": (
        "一般贸易进出口19.5亿元，增长25.1%。其中，一般贸易出口10.6亿元，占出口总额的60.9%；进口8.9亿元，占进口总额的62.7%。"
    ),
    "two insurances with one word for their money": (
        "职工养老保险基金2013年收入2,173万元，增长9%，完成预算的104%；支出1,431万元，增长18%。\n"
        "居民医疗保险基金2013年收入3,927万元，增长20%，完成预算的104%；支出3,688万元，增长23%。"
    ),
    "more income than planned": "本年收入预算数302.41万元，决算数303.02万元，完成预算的100.2%。",
    "a list that its own word 其他 ends": (
        "上半年帮扶支出842.5万元，其中企业冠名基金帮扶210.4万元；个人基金及其他基金帮扶96.1万元；物资帮扶487.3万元；其他帮扶支出48.7万元。"
    ),
    "parts of what is itself called other": "全年其他各项支出100万元，其中：会议费30万元，培训费40万元。",
    "data of the year and of the months after it": (
        "2021年度省级专项资金绩效评价报告\n截至2021年11月底，提前下达项目64个。\n截至2022年10月中旬，已整改1,153个。"
    ),
    "a share of what only ends in the same word": (
        "全市国有资产总额6.02亿元。其中，净资产总额4.31亿元，占全省国有净资产总额的3.5%。"
    ),
    "some of the whole, and a share of all": "固定资产总额8.4亿元。其中，房屋5.6亿元，占资产总额的35%。",
    "several divisions of one whole": (
        "从类别看，行政单位占二成四，事业单位占七成六；从级次看，市级占一成五，县级占八成五；从构成看，设备占百分之三十一，房屋占百分之六十九。"
    ),
    "a bound that nothing reaches": (
        "安康县2023年财政收入47.2亿元，是全省收入最高的县。\n全省有34个县2023年的财政收入超过了10亿元，但没有一个财政收入超过50亿元的县。"
    ),
    "additions of two items": "二是本级支出增加1,050万元、上解支出增加2,162万元、增加安排稳定调节基金365万元。",
    "months in the title of a notice": (
        "基金支出完成26.1亿元，占预计数（取自《关于2019年1-5月财政收支考核情况的通报》）的31.83%，落后序时进度18.17个百分点。"
    ),
    "two classes that are not all of a list": (
        "区本级收入实际完成86.4亿元，其中：税收收入完成14.6亿元，同比下降42.5%；非税收入完成23.6亿元，增长19%；上级补助收入24.7亿元，增长27.1%；"
        "基金调入18.3亿元，下降41.5%；上年结转5.2亿元，增长101.4%。"
    ),
    "an amount told again in a larger unit": (
        "全区人口共42,178万人（4.2178亿人），比2010年的39,972万人（3.9972亿人）增加了2,206万人，增长5.52%。"
    ),
    "what was left a year ago is added": (
        "本级一般公共预算收入决算数12,974万元，加上级补助收入42,890万元，下级上解收入441万元，债券上年结余32万元，上年结转结余收入4,140万元，"
        "调入资金34,860万元，收入总计95,337万元。"
    ),
    "a few of many that have much of what is measured": "甲、乙、丙、丁、戊等5个县耕地面积较大，占全市耕地的40%。",
    "a day of the month": "记者6日从集团获悉，假期全网累计发送旅客4.84亿人次，日均发送1,208.9万人次，同比增长39%。",
    "a share of what another level spent": (
        "本区一般公共预算支出361,315万元，下降11.8%。\n全省民生类支出1.21万亿元，占一般公共预算支出的69.7%。"
    ),
    "从 inside of a word": "2018年末，全省从业人员383.6万人，比2013年末增加27.3万人，增长7.7%。",
    "the change of a part beside that of the whole": (
        "少数民族人口增加36,041人，增长24.50%，其中回族人口增加35,036人，增长24.82%。"
    ),
    "a second distance is from something else": (
        "上半年，非税收入完成25.5亿元，完成预算的77.4%，超序时进度27.4个百分点，快于同期税收收入32.3个百分点。"
    ),
    "what was taken off": "增值税收入101.9亿元，其中留抵退税冲减收入194.4亿元，扣除后同比增长1.6%。",
    "counted twice": (
        "全省地下水资源量885.5亿方。其中，平原区192.8亿方，山丘区725.2亿方，平原区与山丘区之间的重复计算量32.5亿方。"
    ),
    "a rate of cover that may be more than all": "贷款余额4.15万亿元；拨备覆盖率为192.17%，较上年末上升3.13个百分点。",
    "the whole without some": "在68个协会当中，除去2个新近成立的，只有29个（占43.9%）达到要求。",
    "two halves of one whole": (
        "南方用水量3,314.7亿方，占全国总用水量的54.4%；北方用水量2,780.2亿方，占全国总用水量的45.6%。"
    ),
    "dead and hurt": (
        "全年接报火灾28.1万起，亡1,390人，损失36亿元。\n发生在重点单位的火灾共2.3万起，亡73人，伤71人，损失4.5亿元，分别占总数的8.3%、5.3%、8.1%和12.4%。"
    ),
    "one kind has all": "按性质分：发行新增债券2.38亿元，发行置换债券0.00亿元，发行再融资债券0.00亿元。",
    "two kinds of cases told alike": (
        "受理审查逮捕情况。本院共受理审查逮捕案件196件251人，其中提前介入2件。\n"
        "受理审查起诉情况。本院共受理审查起诉案件413件499人，其中提前介入65件。"
    ),
    "annexes filed apart": "主要项目详见附表1，各单位完成情况见附件2。",
    "an item begins with a count": "2.40个偏远村果园管护项目，对40个村的果园进行管护，项目资金12万元。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_a_correct_sentence_is_silent(text) -> None:
    assert _graves(text) == set()


STILL_FOUND = {
    "T08": "上半年服务老人320人，完成年度服务指标的44.6%。",
    "B04": "全年预算数90万元，支出数92.3万元。",
    "D03": "2021年度省级专项资金绩效评价报告\n截至2021年11月底，共完成项目64个，占计划的80%。",
    "S04": "全部单位资产总额40.0亿元。其中，行政单位资产总额11.8亿元，事业单位资产总额38.2亿元。",
    "R04": "市本级公共服务支出安排107.6亿元，支出26.7亿元，执行率56.5%。",
    "S01": "县本级收入4,120万元，乡镇收入5,230万元，合计9,530万元。",
    "R07": (
        "1-9月，全县公共财政预算支出执行80.2亿元，同比增长2.3%，增支1.8亿元，其中县本级支出20.1亿元，同比增长8.9%，增支1.3亿元。"
    ),
    "R01": "年度计划完成投资210.4亿元，实际完成投资101.4亿元，完成率58.2%。",
    "N05": "参加活动的老人共167.5人次。",
    "R25": "1-6月，基金支出完成26.1亿元，占预计数的31.83%，落后序时进度28.17个百分点。",
    "H01": "2023年全县财政收入47.2亿元。\n2023年全县财政收入超过50亿元。",
    "R02": "有5个县通过了验收，占应验收县的40%。",
    "R06": "从类别看，行政单位占26%、事业单位占84%。",
    "R11": "税收收入占一般公共预算收入的105.2%。",
    "S06": "为14户农户分红，每户分得700元，共计1.98万元。",
    "R05": "查出问题金额1,286.4万元，其中2020年1,116.1万元，占问题总金额的68.76%。",
}


@pytest.mark.parametrize(("rule", "text"), STILL_FOUND.items(), ids=STILL_FOUND)
def test_the_same_with_a_wrong_figure_is_found(rule, text) -> None:
    assert rule in _graves(text)


def _graves(text: str) -> set[str]:
    findings = assess(report_of(document(text))).findings
    return {f.rule for f in findings if f.severity.value in {"error", "warning"}}
