"""Parts whose total stands in the sentence before, without a word that says so."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from schema.report import ClaimKind


def sums(text: str) -> list[tuple[str, list[str]]]:
    return [
        (claim.rule, [f"{term.role.value} {term.figure.text}" for term in claim.terms])
        for claim in find_claims(text)
        if claim.kind == ClaimKind.SUM
    ]


@pytest.mark.parametrize(
    ("text", "rule", "terms"),
    [
        (
            "平台接到举报1,240件，环比下降9.6%。本月举报中，已受理1,087件，不予受理163件。",
            "sum.classes.unique",
            ["whole 1,240件", "part 1,087件", "part 163件"],
        ),
        (
            "接到申请640件。因材料不全等原因未受理38件，受理612件。",
            "sum.classes.unique",
            ["whole 640件", "part 38件", "part 612件"],
        ),
        (
            "本级收入995亿元，增长4.9%。加上调入资金15亿元、专户调入63亿元，收入总量为1,037亿元。",
            "sum.added.unique",
            ["part 995亿元", "part 15亿元", "part 63亿元", "total 1,037亿元"],
        ),
        (
            "受理事项801件，其中市局接收53件、专席接收748件。按渠道分：来信10件、来电646件、邮件149件。",
            "sum.itemised",
            ["whole 801件", "part 10件", "part 646件", "part 149件"],
        ),
    ],
)
def test_the_only_total_of_the_sentence_before(text: str, rule: str, terms: list[str]) -> None:
    assert (rule, terms) in sums(text)


@pytest.mark.parametrize(
    "text",
    [
        "接到举报1,240件，办结980件。已受理1,087件，不予受理163件。",
        "接到举报1,240件。已受理87件，转办63件。",
        "接到举报1,240件。已受理87件，不予受理63件，撤回12件。",
        "收入995亿元，支出980亿元。加上调入资金15亿元，收入总量为1,010亿元。",
    ],
)
def test_no_sum_where_several_totals_or_other_parts_are_told(text: str) -> None:
    assert not [found for found in sums(text) if found[0].endswith(".unique")]
