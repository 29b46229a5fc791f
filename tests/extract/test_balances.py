"""What is left of the money of a year, what could be spent, and totals of what every amount before them is called."""

from __future__ import annotations

import pytest

from extract.claims import find_claims


@pytest.mark.parametrize(
    ("text", "rule", "figures"),
    [
        (
            "年初结转15.5万元，本年收入400万元，本年支出390万元，年末结转28.5万元。",
            "balance.rolled",
            ["15.5万元", "400万元", "390万元", "28.5万元"],
        ),
        (
            "专户年初余额86万元，加当年收入652万元、减支出690万元，年末余额84万元。",
            "balance.rolled",
            ["86万元", "652万元", "690万元", "84万元"],
        ),
        (
            "上年结转15.5万元，1—6月共收入200万元、累计支出190万元，6月末余额25.5万元。",
            "balance.rolled",
            ["15.5万元", "200万元", "190万元", "25.5万元"],
        ),
        (
            "年初余额86万元，上半年实际到位52万元，上半年支出90万元，结余48万元。",
            "balance.rolled",
            ["86万元", "52万元", "90万元", "48万元"],
        ),
        (
            "上年结转18万元，本年预算安排200万元，全年可用资金228万元，支出210万元。",
            "sum.available",
            ["18万元", "200万元", "228万元"],
        ),
        (
            "项目分期实施，一期投资250万元，二期投资300万元，总投资650万元。",
            "sum.same",
            ["250万元", "300万元", "650万元"],
        ),
        (
            "全年可用资金228万元，支出210万元，结转下年28万元。",
            "difference.unique",
            ["228万元", "210万元", "28万元"],
        ),
        (
            "合同价120万元，已支付70万元，尚需支付60万元。",
            "difference.unique",
            ["120万元", "70万元", "60万元"],
        ),
        ("甲方案得票420票，乙方案得票318票，相差112票。", "difference.unique", ["420票", "318票", "112票"]),
    ],
)
def test_they_are_one_statement_whatever_they_come_to(text: str, rule: str, figures: list[str]) -> None:
    assert [[t.figure.text for t in c.terms] for c in find_claims(text) if c.rule == rule] == [figures]


@pytest.mark.parametrize(
    "text",
    [
        "年初结转15.5万元，本年收入400万元，其他收入12万元，本年支出390万元，年末结转37.5万元。",
        "道路投资250万元，绿化投资300万元，全年投资1,650万元。",
        "培训支出41万元、评估支出61万元，连同上年尾款共计201万元。",
        "到位资金500万元，支出450万元，其中收回结余30万元。",
    ],
)
def test_nothing_is_said_where_more_may_belong_to_it(text: str) -> None:
    rules = {claim.rule for claim in find_claims(text) if len(claim.terms) > 1}
    assert not rules & {"balance.rolled", "sum.available", "sum.same", "sum.closing", "difference.unique"}
