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
    "a goal": "登记求职者500人，已就业430人，就业率不低于80%。",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_rates_of_something_else_are_left_alone(text) -> None:
    assert _grave(text) == []
