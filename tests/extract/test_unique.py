"""Rates with the only amounts they can be made of: joined by words and place, whatever they come to."""

from __future__ import annotations

import pytest

from extract.claims import find_claims

Parts = dict[str, str]


def joined(text: str) -> list[tuple[str, Parts]]:
    """Rule, and figures by role, of the statements of more than one figure."""
    return [
        (claim.rule, {term.role.value: term.figure.text for term in claim.terms})
        for claim in find_claims(text)
        if len(claim.terms) > 1
    ]


@pytest.mark.parametrize(
    ("text", "rule", "roles"),
    [
        (
            "原定改造泵站24座，实际改造26座，完成率为110%。",
            "completion.unique",
            {"target": "24座", "actual": "26座", "completion": "110%"},
        ),
        (
            "整治沟渠46.5公里，达到设计长度45公里的104%。",
            "rate.unique",
            {"whole": "45公里", "actual": "46.5公里", "rate": "104%"},
        ),
        (
            "受益学生9,350人，占应受益学生9,800人的94%。",
            "share.stated",
            {"whole": "9,800人", "part": "9,350人", "share": "94%"},
        ),
        (
            "抽查门诊部18家，发现4家处方书写不规范，占抽查数的25%。",
            "rate.unique",
            {"whole": "18家", "part": "4家", "share": "25%"},
        ),
        (
            "14条支线中有5条日均客流不足80人次，占37.5%。",
            "rate.unique",
            {"whole": "14条", "part": "5条", "share": "37.5%"},
        ),
        (
            "专任教师820人，高级职称教师246人，占专任教师的35%。",
            "rate.unique",
            {"whole": "820人", "part": "246人", "share": "35%"},
        ),
        (
            "本馆编制64人，年末在职58人，在职人员控制率91.35%。",
            "rate.unique",
            {"whole": "64人", "actual": "58人", "rate": "91.35%"},
        ),
        (
            "可用资金4,200万元，支付3,990万元，支付进度96%。",
            "execution.unique",
            {"budget": "4,200万元", "spent": "3,990万元", "rate": "96%"},
        ),
        (
            "考核指标16项，年末达到目标值14项，达标率88.5%。",
            "rate.unique",
            {"whole": "16项", "actual": "14项", "rate": "88.5%"},
        ),
    ],
)
def test_the_only_possible_operands_are_joined_whatever_they_come_to(
    text: str, rule: str, roles: Parts
) -> None:
    assert (rule, roles) in joined(text)


@pytest.mark.parametrize(
    "text",
    [
        "新建渠道12公里，改建渠道30公里，验收合格率95%。",
        "举办培训12期，组织观摩6期，满意率98%。",
        "实施项目12个，完工10个，资金支付率95%。",
        "预算600万元，支出570万元，群众满意率98%。",
        "选派特派员86名，服务行政村312个，超出年度目标12个，完成率104%。",
        "抽查小区12个，聘请2名专家，占完工小区的38.7%。",
        "登记失业人员1,200人，其中长期失业200人，失业率3.1%。",
        "招聘护士25名，其中研究生8名，完成招聘计划的83.33%。",
        "档案155份，其中11份签证资料缺项，档案完整率92.9%。",
        "培训教师60人、校长20人、保育员30人，持证率95%。",
    ],
)
def test_nothing_is_joined_where_the_words_name_neither_or_several_are_possible(text: str) -> None:
    assert not [found for found in joined(text) if ".unique" in found[0]]
