"""Changes and differences with the only two figures they can be between."""

from __future__ import annotations

import pytest

from tests.extract.test_unique import Parts, joined


@pytest.mark.parametrize(
    ("text", "rule", "roles"),
    [
        (
            "研发投入31.2亿元，2021年为26亿元，同比增长21%。",
            "growth.unique",
            {"actual": "31.2亿元", "previous": "26亿元", "growth": "21%"},
        ),
        (
            "图书外借18.6万册次，而2020年仅15.5万册次，增长20.1%。",
            "growth.unique",
            {"actual": "18.6万册次", "previous": "15.5万册次", "growth": "20.1%"},
        ),
        (
            "客流量2,960万人次，比2019年的4,200万人次低28.5%。",
            "growth.unique",
            {"previous": "4,200万人次", "actual": "2,960万人次", "growth": "28.5%"},
        ),
        (
            "小麦单产从2020年的每亩396公斤升至2022年的每亩431公斤，亩均增产35公斤，增长8.84%。",
            "growth.unique",
            {"previous": "396公斤", "actual": "431公斤", "change": "35公斤", "growth": "8.84%"},
        ),
        (
            "办理时限由20天缩短至12天，缩短40%。",
            "growth.unique",
            {"previous": "20天", "actual": "12天", "growth": "40%"},
        ),
        (
            "入园率由71.5%上升为84.2%，提高了12.7个百分点。",
            "growth.unique",
            {"previous": "71.5%", "actual": "84.2%", "change": "12.7个百分点"},
        ),
        (
            "授权专利1,943件，比上年的1,517件多426件，增长28.1%。",
            "growth.unique",
            {"previous": "1,517件", "actual": "1,943件", "change": "426件", "growth": "28.1%"},
        ),
        (
            "招标控制价2,640万元，中标价2,534.40万元，节约105.60万元，节约率4%。",
            "growth.unique",
            {"previous": "2,640万元", "actual": "2,534.40万元", "change": "105.60万元", "growth": "4%"},
        ),
        (
            "县级资金预算173.68万元，执行155.99万元，尚有176.90万元未支付。",
            "difference.unique",
            {"target": "173.68万元", "actual": "155.99万元", "shortfall": "176.90万元"},
        ),
        (
            "全年开放268天，没有达到300天的目标，差42天。",
            "difference.target",
            {"target": "300天", "actual": "268天", "shortfall": "42天"},
        ),
    ],
)
def test_the_only_two_are_joined_whatever_they_come_to(text: str, rule: str, roles: Parts) -> None:
    assert (rule, roles) in joined(text)


@pytest.mark.parametrize(
    "text",
    [
        "项目预算100万元，实际支出90万元，共节约12万元。",
        "甲村投入30万元，乙村投入20万元，同比增长8%。",
        "招标三次，控制价100万元、120万元、90万元，节约率4%。",
        "到位资金500万元，支出450万元，其中收回结余30万元。",
        "新建厂房3座，改建厂房2座，尚有1座未完工。",
    ],
)
def test_nothing_is_joined_where_the_words_do_not_say_which_is_which(text: str) -> None:
    assert not [found for found in joined(text) if ".unique" in found[0]]
