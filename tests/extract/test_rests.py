"""What is left of the whole of a rate told right before."""

from __future__ import annotations

import pytest

from extract.claims import find_claims


def rests(text: str) -> list[list[str]]:
    return [
        [f"{term.role.value} {term.figure.text}" for term in claim.terms]
        for claim in find_claims(text)
        if claim.rule in {"difference.unique", "difference.target"}
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "交工项目53个，一次验收合格51个，一次验收合格率96.23%，另外3个整改后通过复验。",
            ["target 53个", "actual 51个", "shortfall 3个"],
        ),
        (
            "桥梁改造计划16座，当年完工12座，完成率75%，未完工的5座推迟实施。",
            ["target 16座", "actual 12座", "shortfall 5座"],
        ),
        (
            "铺位1,802个，年末已出租1,635个，出租率90.7%，空置176个。",
            ["target 1,802个", "actual 1,635个", "shortfall 176个"],
        ),
        (
            "计划安装护栏310公里，完成304.6公里，完成率为98.26%，距离目标还差4.5公里。",
            ["target 310公里", "actual 304.6公里", "shortfall 4.5公里"],
        ),
    ],
)
def test_the_rest_is_put_to_the_two_of_the_rate(text: str, terms: list[str]) -> None:
    assert terms in rests(text)


@pytest.mark.parametrize(
    "text",
    [
        "检查企业100家，合格95家，合格率95%，其余3家整改、2家停业。",
        "培训300人，合格率95%，另外20人参加观摩。",
        "完成项目12个，满意率98%，其余2个在建。",
    ],
)
def test_nothing_is_said_where_more_is_left_or_no_whole_is_told(text: str) -> None:
    assert rests(text) == []
