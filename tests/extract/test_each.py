"""So much for each, so many of them, and what it comes to."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from schema.report import ClaimKind


def products(text: str) -> list[tuple[str | None, list[str]]]:
    return [
        (claim.scope, [f"{term.role.value} {term.figure.text}" for term in claim.terms])
        for claim in find_claims(text)
        if claim.kind == ClaimKind.PRODUCT and claim.rule == "product.unique"
    ]


@pytest.mark.parametrize(
    ("text", "scope", "terms"),
    [
        (
            "按每张床位每月200元给予补贴，补贴床位1,140张，全年12个月共补贴279.60万元。",
            "standard",
            ["standard 200元", "baseline 1,140张", "baseline 12个月", "total 279.60万元"],
        ),
        (
            "巡护员报酬按每人每月700元发放，538人全年12个月应发451.92万元。",
            "standard",
            ["standard 700元", "baseline 538人", "baseline 12个月", "total 451.92万元"],
        ),
        (
            "每亩补助110元，补助面积3,250亩，补助资金93万元。",
            "standard",
            ["standard 110元", "baseline 3,250亩", "total 93万元"],
        ),
        (
            "办班12期，每期40人，共培训650人次。",
            "standard",
            ["standard 40人", "baseline 12期", "total 650人次"],
        ),
        (
            "运行维护费25.85万元，年末车辆保有量8辆，车均运行维护费3.90万元。",
            "mean",
            ["baseline 8辆", "standard 3.90万元", "total 25.85万元"],
        ),
        (
            "公务接待费4.42万元，共接待46批次、512人次，人均68.01元。",
            "mean",
            ["baseline 512人次", "standard 68.01元", "total 4.42万元"],
        ),
        (
            "人均服务时长2.5小时，服务对象300人，服务总时长850小时。",
            "mean",
            ["baseline 300人", "standard 2.5小时", "total 850小时"],
        ),
        (
            "平均每月服务120人次，全年服务1,540人次。",
            "mean_of_twelve",
            ["standard 120人次", "total 1,540人次"],
        ),
    ],
)
def test_every_unit_has_its_count_and_all_have_one_total(text: str, scope: str, terms: list[str]) -> None:
    assert (scope, terms) in products(text)


@pytest.mark.parametrize(
    "text",
    [
        "补助标准每亩110元，面积3万亩，已拨付280万元。",
        "每人每月700元，涉及甲镇120人、乙镇80人，全年12个月应发168万元。",
        "人均收入2.1万元，带动就业480人，发放补贴65万元。",
        "每千人口拥有床位6.2张，常住人口61万人，床位总数3,782张。",
        "平均每月服务120人次，全年服务1,440人次，其中新增320人次。",
        "每户补助5,000元，计划补助总额20万元，发放38万元。",
    ],
)
def test_nothing_is_said_where_several_may_be_meant_or_the_total_is_of_something_else(text: str) -> None:
    assert products(text) == []


def test_so_much_for_each_by_its_unit_alone_stands_in_a_bracket() -> None:
    """381公斤/亩 has no words of its own before it."""
    claims = find_claims("单位面积产量5,720公斤/公顷（381公斤/亩），比上年增加98公斤/公顷，增长1.7%。")
    grown = [[figure.text for figure in claim.figures()] for claim in claims if claim.kind.value == "growth"]
    assert grown == [["5,720公斤/公顷", "98公斤/公顷", "1.7%"]]
