"""The level a change is of: the only amount before it that may have changed by so much, in its sentence or the one before."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from schema.report import ClaimKind


def growths(text: str) -> list[list[str]]:
    return [
        [f"{term.role.value} {term.figure.text}" for term in claim.terms]
        for claim in find_claims(text)
        if claim.kind == ClaimKind.GROWTH
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "拨款收入共计465.8万元。比上年度增加12.65万元，增长4.9%。",
            ["actual 465.8万元", "change 12.65万元", "growth 4.9%"],
        ),
        (
            "税收收入累计完成23,627万元，完成年初预算数60,999万元的38.7%，比上年减收1,070万元，下降4.2%。",
            ["actual 23,627万元", "change 1,070万元", "growth 4.2%"],
        ),
        (
            "播种面积2,220千公顷（3,330万亩），比2020年减少15千公顷（22.5万亩），下降0.9%。",
            ["actual 2,220千公顷", "change 15千公顷", "growth 0.9%"],
        ),
        (
            "采购规模为310.5亿元，首次突破300亿元，比上年增加45.2亿元，增长21.8%。",
            ["actual 310.5亿元", "change 45.2亿元", "growth 21.8%"],
        ),
        (
            "车辆运行费50万元，比2021年预算减少10万元，下降18.67%。",
            ["actual 50万元", "change 10万元", "growth 18.67%"],
        ),
    ],
)
def test_the_only_level_is_joined(text: str, terms: list[str]) -> None:
    assert terms in growths(text)


@pytest.mark.parametrize(
    "text",
    [
        "接待费支出12万元。与上年相比，会议费减少3万元，下降20%。",
        "预算480万元、支出450万元。与上年相比增加12万元，增长2.7%。",
    ],
)
def test_no_level_where_there_are_several_or_it_is_of_something_else(text: str) -> None:
    assert all(not term.startswith("actual") for terms in growths(text) for term in terms)
