from __future__ import annotations

import pytest

from extract.report import report_of
from tests.documents import document


def labels(text: str) -> list[tuple[str, str, bool | None]]:
    return [(r.label or r.number, r.title, r.present) for r in report_of(document(text)).references]


def test_annexes_that_are_cited_and_absent() -> None:
    assert labels("""
        以附件3服务中心支出明细账为准。

        评分标准以附件 2 项目绩效指标表为准，支出见附件三项目支出明细账。
    """) == [
        ("附件3", "服务中心支出明细账", False),
        ("附件2", "项目绩效指标表", False),
        ("附件3", "项目支出明细账", False),
    ]


def test_annexes_and_tables_that_are_present() -> None:
    assert labels("""
        指标见附件1，资金如表2所示。

        caption: 表2：资金表（单位：万元）

        | 项目 | 预算数 |
        | 甲 | 1 |

        # 附件1：指标体系

        正文。
    """) == [("附件1", "", True), ("表2", "", True)]


def test_a_list_of_annexes_announces_but_does_not_contain() -> None:
    assert [(label, present) for label, _, present in labels("详见附件1。\n\n附件：1.自评表 2.明细账")] == [
        ("附件1", False)
    ]


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        (
            "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）。",
            "财预〔2020〕10号",
            "项目支出绩效评价管理办法",
        ),
        ("按照中发[2018]34号文件要求。", "中发〔2018〕34号", ""),
        ("根据国发（2014）45号执行。", "国发〔2014〕45号", ""),
        ("经费穗财保﹝2021﹞110号下达。", "穗财保〔2021〕110号", ""),
    ],
)
def test_regulations_by_number(text: str, number: str, title: str) -> None:
    assert [(r.number, r.title) for r in report_of(document(text)).references] == [(number, title)]


def test_words_that_only_look_like_references() -> None:
    assert labels("图书馆藏书2万册，填表3次，附件3份，代表2人参会。") == []
