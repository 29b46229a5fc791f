"""Rates called after a deed, products, means, lists and points: the right ones are silent, those with one figure wrong are found."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document

GRAVE = ("error", "warning")

TWINS = {
    "called after a count": [
        ("危房改造任务216户，开工216户，竣工209户，开工率100%，竣工率96.76%。", "97.66%", "96.76%", "error"),
        ("电子病历系统覆盖乡镇卫生院17家中的16家，覆盖率94.1%。", "91.4%", "94.1%", "warning"),
        ("全县286个行政村中，已通光纤的281个，通网率98.25%。", "92.85%", "98.25%", "warning"),
        (
            "共调处纠纷1,120件，其中邻里纠纷620件、合同纠纷500件，调处成功1,094件，成功率97.68%。",
            "96.78%",
            "97.68%",
            "error",
        ),
        ("全年抽检蔬菜样品2,400批次，检出不合格36批次，检出率1.5%。", "5.1%", "1.5%", "error"),
        (
            "应检疫生猪18.5万头，实检18.5万头，检疫率达100%，检出病害猪333头，检出率0.18%。",
            "1.8%",
            "0.18%",
            "error",
        ),
        ("受理法律援助案件340件，办理受援人352人次，结案率95%，结案323件。", "97%", "95%", "error"),
        ("应报报表1,250份，按时上报1,240份，按时上报率99.2%。", "92.9%", "99.2%", "error"),
        ("项目村共有农户8,640户，已通水8,338户，普及率96.5%。", "95.6%", "96.5%", "warning"),
        ("失能老人2,400人，已提供照护服务1,320人，覆盖率55%。", "65%", "55%", "warning"),
        ("全区在册巡查点156个，其中建有水质自动站的117个，建站率75%。", "57%", "75%", "error"),
    ],
    "defined by name": [
        ("部门年初预算3,412.07万元，决算3,655.29万元，预决算差异率7.13%。", "1.73%", "7.13%", "error"),
        ("2022年年初预算1,800万元，决算数1,713.6万元，预决算差异率为4.8%。", "8.4%", "4.8%", "error"),
        ("年初预算860万元，年中追加预算68.8万元，预算调整率8%。", "18%", "8%", "error"),
        ("年初预算860万元，调整后预算928.8万元，预算调整率8%。", "18%", "8%", "error"),
        ("调整后预算1,240万元，年末结转结余62万元，结转结余率5%。", "15%", "5%", "error"),
        (
            "公用经费预算安排131.44万元，实际支出127.13万元，公用经费控制率96.72%。",
            "97.62%",
            "96.72%",
            "error",
        ),
        (
            "公用经费控制率95.4%（实际支出114.48万元/预算安排120万元×100%），得满分5分。",
            "94.5%",
            "95.4%",
            "error",
        ),
        ("全年供水量520.0万吨，售水量443.0万吨，管网漏损率14.8%。", "18.4%", "14.8%", "error"),
        ("全年因检修停水12天，正常供水353天，供水保证率96.71%。", "97.61%", "96.71%", "error"),
        ("设计日处理污水2.0万吨，实际日处理1.7万吨，负荷率85%。", "58%", "85%", "error"),
        ("开放床位500张，日均占用床位430张，床位使用率86%。", "68%", "86%", "error"),
        ("中心设养老床位300张，入住老人252人，入住率84%。", "48%", "84%", "error"),
        (
            "三个标段中标价合计2,850万元，较控制价3,000万元节约150万元，节约率5%。",
            "9%",
            "5%",
            "error",
        ),
        ("年末常住人口37.02万人，全年献血4,368人次，千人口献血率11.8‰。", "18.1‰", "11.8‰", "error"),
        ("目标值120次，实际完成150次，偏差率25%。", "52%", "25%", "error"),
        ("核定编制156名，年底在职148人，在职人员控制率94.87%。", "98.47%", "94.87%", "error"),
        ("服务对象中60岁以上老人占六成，共1,080人，总服务人数1,800人。", "七成", "六成", "error"),
    ],
}

CASES = [
    (family, right, right.replace(true, wrong), severity)
    for family, rows in TWINS.items()
    for right, wrong, true, severity in rows
]


def _grave(text: str) -> list[str]:
    findings = assess(report_of(document(text))).findings
    return [f.severity.value for f in findings if f.severity.value in GRAVE]


@pytest.mark.parametrize(("family", "right", "wrong", "severity"), CASES)
def test_what_is_right_is_silent(family, right, wrong, severity) -> None:
    assert _grave(right) == []


@pytest.mark.parametrize(("family", "right", "wrong", "severity"), CASES)
def test_what_is_wrong_is_found(family, right, wrong, severity) -> None:
    assert severity in _grave(wrong)


SILENT = {
    "one of two bases": "随机抽取150户农户电话访谈，接通132户，接通率88%，表示满意的121户，满意率80.67%。",
    "a noun and no deed": "共支持项目46个，其中续建项目18个，新建项目28个，项目开工率100%。",
    "another thing covered": "培训村医86人，覆盖行政村52个，培训覆盖率100%。",
    "a rate of those before": "参训学员320人，结业304人，其中获证286人，推荐就业率达到90%。",
    "what two years differ by": "2021年预决算差异率7.2%，2022年年初预算1,800万元，决算1,710万元，预决算差异率5%。",
    "two supplies": "甲厂供水量300万吨、乙厂供水量200万吨，售水量440万吨，全县漏损率12%。",
    "a goal": "登记求职者500人，已就业430人，就业率不低于80%。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_rates_of_something_else_are_left_alone(text) -> None:
    assert _grave(text) == []
