"""Correct sentences of reports whose figures could be matched wrongly: nothing is held against any of them."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document

SILENT = {
    "what passed is of two degrees": "申请立项42个，通过33个，立项率78.57%；结题验收32个，其中优秀7个、合格24个、不合格1个，合格率96.88%。",
    "so much a year on the average": "年均增长率：2021年为640万元，2023年为774.4万元，年均增长10%。",
    "what was sent down is a share of the budget itself": (
        "截至6月底，各级预算下达840.50亿元，占预算安排的75.7%，一季度为60.2%；各级资金实际拨付371.85亿元，占预算安排的33.5%，一季度为15.8%。"
    ),
    "a ratio of rounded percentages": (
        "全市实现生产总值517.50亿元，其中第一产业增加值31.11亿元，增长2.6%；第二产业增加值284.85亿元，增长4.5%；"
        "第三产业增加值201.54亿元，增长6.7%。三次产业结构比例为6.01:55.04:38.94。"
    ),
    "the parts of what is left now": "结转资金从年初的80.50万元减少到年末的46.20万元，减少34.30万元。其中人员经费6.20万元，项目经费40万元。",
    "marks in brackets and rates": (
        "综合得分86分，其中决策17分（满分20分）、过程18分（满分20分）、产出26分（满分30分）、效益25分（满分30分），"
        "得分率分别为85%、90%、86.67%、83.33%。"
    ),
    "plan and result of two things": "计划新建泵站30座，覆盖农田8,000亩，实际新建27座，覆盖农田7,600亩，完成率分别为90%和95%。",
    "the quarter before in a bracket": "四季度产量24万吨，环比增长20%（三季度为20万吨），同比下降4%（上年四季度为25万吨）。",
    "what the year alone left over": "年初余额300万元，当年收入500万元，当年支出460万元，当年结余40万元，年末累计结余340万元。",
    "tenths in words": "粮食总产量60万吨，其中小麦30万吨，占一半；玉米24万吨，占四成；大豆6万吨，占一成。",
    "beds for each thousand": "共有床位1,500张，每千名老人拥有床位37.5张。",
    "the mean of the year before": "公务用车5辆，运行费12万元，车均2.4万元，较上年车均2.5万元下降4%。",
    "two rates of growth over three years": "2021—2023年参赛人数分别为400人、500人、600人，累计1,500人，逐年增加100人，增速分别为25%、20%。",
    "counts behind their rates": "课程满意率为96%（回收问卷500份，满意480份），后勤满意率97%（485份），师资满意率98%（490份）。",
    "a grade beside what changed": "项目评价得分87.6分，较上年的78.3分提高9.3分，等级为“良”。",
    "a share of the interest": "支付年利率4.2%的贷款利息84万元，对应贷款余额2,000万元；其中财政贴息50%，即42万元。",
    "shares of what is listed before": "概算900万元，批复概算中建安费720万元，设备费90万元，其他费用54万元，预备费36万元，占比分别为80%、10%、6%和4%。",
    "two scores and their distance": "自评得分95分，等级为优；复评得分88分，较自评下降7分，等级为良。",
    "a share of nothing in the list": (
        "本年收入合计1,340万元，其中：财政拨款收入1,206万元，占90%；上级补助收入0万元，占0%；"
        "事业收入107.2万元，占8%；其他收入26.8万元，占2%。"
    ),
    "a mean and its change": "人均公共图书馆藏量1.25册，较上年的1.18册增加0.07册。",
    "calls and answers": "来电1,250个，有效来电1,000个，有效率80%；回访700件，满意665件，满意率95%。",
    "marks before scores": "决策、过程、产出、效益四个一级指标分值分别为20分、20分、30分、30分，得分分别为18分、17分、28分、27分，总分90分。",
    "the balance at the end of a month": "上年结转31.20万元，1—9月共收入150.00万元、支出162.45万元，9月末余额18.75万元。",
    "what a month left over": "上月结余8.64万元，本月收入7.00万元，本月支出3.00万元，月末结余12.64万元。",
    "a target beside what was reached": "村民满意度目标92%，实际93.5%，满意人数187人，占有效问卷200份的93.5%。",
    "what is split beside prices": (
        "按每人每天6元、全年180天测算，人均1,080元，共需资金540万元，由省级和县级按7:3分担，省级承担378万元，县级承担162万元。"
    ),
    "shares within shares": "授予中小企业合同金额450万元，占采购总额的75%，其中：授予小微企业合同金额300万元，占采购总额的50%。",
    "amounts of a calculation without their unit": "管理费按规定核定，（560.5-210.5）×10%=35万元。",
    "the first of a list": "6项任务中超额完成3项、完成2项、未完成1项。",
    "a mean rate of several years": "经费2020年为500万元，2022年为605万元，年均增长10%。",
    "good ones and others that passed": "验收课题40个，其中优秀10个、合格28个、不合格2个，合格率95%。",
    "people of two groups": "参训人员100人，其中女性52人、党员50人。",
    "a grade behind the items": "得分91.5分，其中投入20分得19分，过程30分得27.5分，产出50分得45分，等级为“优秀”。",
    "what was got of what could be": "评价得分86.5分，等级为良。产出50分中得42.5分，效益30分中得26分，管理20分中得18分。",
    "a total of some of the parts": "收入中省级补助80万元、县级补助30万元、社会捐赠12万元，财政资金小计110万元。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_a_correct_sentence_is_silent(text) -> None:
    findings = assess(report_of(document(text))).findings
    assert [f for f in findings if f.severity.value in {"error", "warning"}] == []


STILL_FOUND = {
    "S01": "人员经费6.20万元，项目经费41.00万元，合计46.20万元。",
    "N02": "甲、乙、丙分别完成120场、80场。",
    "R07": "四季度产量由25.0万吨降至24.0万吨，下降8%。",
    "B22": "年初余额300万元，当年收入500万元，当年支出460万元，年末结余430万元。",
}


@pytest.mark.parametrize(("rule", "text"), STILL_FOUND.items(), ids=STILL_FOUND)
def test_the_same_with_a_wrong_figure_is_found(rule, text) -> None:
    findings = assess(report_of(document(text))).findings
    assert rule in {f.rule for f in findings if f.severity.value in {"error", "warning"}}


TABLES = {
    "a total of a quotient": [
        ["小区", "户数", "面积（平方米）", "投资（万元）", "单方造价（元）"],
        ["甲", "400", "36,000", "720", "200"],
        ["乙", "250", "20,000", "500", "250"],
        ["合计", "650", "56,000", "1,220", "217.86"],
    ],
    "a total below a running column": [
        ["季度", "计划", "完成", "完成率", "累计完成", "累计完成率"],
        ["一季度", "200", "180", "90%", "180", "22.5%"],
        ["二季度", "200", "210", "105%", "390", "48.75%"],
        ["三季度", "200", "220", "110%", "610", "76.25%"],
        ["四季度", "200", "190", "95%", "800", "100%"],
        ["全年", "800", "800", "100%", "800", "100%"],
    ],
}


def _lines(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_a_correct_table_is_silent(rows) -> None:
    findings = assess(report_of(document(_lines(rows)))).findings
    assert [f for f in findings if f.severity.value in {"error", "warning"}] == []


def test_a_wrong_total_beside_a_quotient_is_found() -> None:
    rows = [*TABLES["a total of a quotient"][:-1], ["合计", "650", "56,000", "1,520", "217.86"]]
    assert "S02" in {f.rule for f in assess(report_of(document(_lines(rows)))).findings}
