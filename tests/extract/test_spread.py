"""Totals whose parts are told over several sentences or paragraphs."""

import pytest

from extract.report import report_of
from schema.finding import Severity
from schema.report import Role
from score.assess import assess
from tests.documents import document


def spread(*paragraphs: str) -> list[tuple[str, list[str], str]]:
    """Total, parts and the end of the rule of every sum over several sentences."""
    found = []
    for claim in report_of(document("\n\n".join(paragraphs))).claims:
        if ".spread" in claim.rule:
            total, *parts = [term.figure.text for term in claim.terms if term.role is not Role.SHARE]
            found.append((total, parts, claim.rule.rsplit(".", 1)[1]))
    return found


RIGHT = [
    pytest.param(
        ["全县财政总收入完成9,812万元，增长3.1%。按级次看：上划收入6,104万元，增长2.2%。本级收入完成3,708万元，增长4.6%。"],
        ("9,812万元", ["6,104万元", "3,708万元"]),
        id="parts in two sentences",
    ),
    pytest.param(
        ["全年接收捐赠物资折价5,366.40万元。", "衣被类2,104.15万元，全部发放到户。食品类3,051.05万元。药品类211.20万元。"],
        ("5,366.40万元", ["2,104.15万元", "3,051.05万元", "211.20万元"]),
        id="parts in the next paragraph",
    ),
    pytest.param(
        ["会议费41.26万元，较上年下降。培训费97.88万元。差旅费120.90万元，与上年持平。", "以上三项经费共计260.04万元。"],
        ("260.04万元", ["41.26万元", "97.88万元", "120.90万元"]),
        id="the total stands behind",
    ),
    pytest.param(
        ["全区“三公”经费支出1,386.70万元，下降6%。", "其中：公务接待费66.52万元，下降9%；公务用车费1,320.18万元，下降5.8%；因公出国费0万元。"],
        ("1,386.70万元", ["66.52万元", "1,320.18万元", "0万元"]),
        id="what was nothing belongs to the list",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "expected"), RIGHT)
def test_parts_over_sentences_are_joined_with_their_total(
    paragraphs: list[str], expected: tuple[str, list[str]]
) -> None:
    text = "".join(paragraphs)
    claims = report_of(document("\n\n".join(paragraphs))).claims
    joined = [[t.figure.text for t in c.terms] for c in claims if len(c.terms) > 2]
    assert [expected[0], *expected[1]] in joined or [*expected[1], expected[0]] in joined, text


BUDGETS = (
    "全年完成采购项目512个，计划金额共计8,764.20万元，实际金额共计7,951.66万元。",
    "货物类采购项目301个，计划金额共计4,120.35万元，实际金额共计3,702.90万元，资金节约较多。",
    "工程类采购项目126个，计划金额共计3,018.44万元，实际金额共计2,877.16万元。服务类采购项目85个，"
    "计划金额共计{services}万元，实际金额共计1,371.60万元。",
)


@pytest.mark.parametrize("services", ["1,625.41", "1,652.41"], ids=["right", "wrong"])
def test_other_measures_of_the_same_parts_are_bound_by_their_words(services: str) -> None:
    found = spread(*(text.format(services=services) for text in BUDGETS))
    assert ("512个", ["301个", "126个", "85个"], "agrees") in found
    assert ("8,764.20万元", ["4,120.35万元", "3,018.44万元", f"{services}万元"], "unique") in found
    assert ("7,951.66万元", ["3,702.90万元", "2,877.16万元", "1,371.60万元"], "unique") in found


@pytest.mark.parametrize(
    "text",
    [
        "全年培训9人。其中村干部4人，已经结业。合作社社员5人。",
        "全年支出6,540.20万元。中央补助4,124.10万元，省级补助1,377.30万元。县级配套1,038.90万元。",
        "单价每亩1,344元。财政补助1,200元。农户自筹144元。",
    ],
    ids=["too small to tell", "does not agree", "so much each"],
)
def test_what_does_not_agree_or_tells_nothing_is_left_apart(text: str) -> None:
    assert spread(text) == []


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            ["全县环保平台接到举报6,124件，其中电话4,310件，网络1,814件。", "本月接到的举报中，已受理5,217件，其余907件因线索不详未予受理。"],
            ("6,124件", ["5,217件", "907件"]),
        ),
        (
            ["全省收入完成2,246.8亿元，增长3%；支出完成3,719.6亿元，增长1%。", "收入方面，税收收入完成1,651.1亿元，非税收入完成595.7亿元。"],
            ("2,246.8亿元", ["1,651.1亿元", "595.7亿元"]),
        ),
        (
            ["上级补助收入完成86,420万元，其中返还性收入5,180万元，一般性转移支付收入81,240万元。", "一、返还性收入中，消费税返还5,180万元。", "二、一般性转移支付收入中，均衡性转移支付61,500万元，农村税改补助5,475万元，基层司法转移支付14,265万元。"],
            ("81,240万元", ["61,500万元", "5,475万元", "14,265万元"]),
        ),
        (
            ["全年资金支出共计11,075.07万元，其中助学5,952.83万元。", "发放物资支出共计5,505.46万元，全部到户。", "资金和物资共支出16,580.53万元。"],
            ("16,580.53万元", ["11,075.07万元", "5,505.46万元"]),
        ),
    ],
    ids=["the rest", "another side", "named again", "called alike"],
)  # fmt: skip
def test_where_the_parts_of_a_total_begin(paragraphs: list[str], expected: tuple[str, list[str]]) -> None:
    assert expected in [(total, parts) for total, parts, _ in spread(*paragraphs)]


LIST = (
    "全年征收各项收入18,432.61万元。分项目看：土地出让收入11,205.37万元，增长2.1%。水土保持收入4,118.26万元，下降1.4%。"
    "森林植被收入{last}万元，增长0.6%。"
)


@pytest.mark.parametrize(
    ("last", "doubts"), [("3,108.98", 0), ("3,180.98", 1), ("3,245.55", 0)], ids=["right", "slip", "open"]
)
def test_a_list_that_a_slip_keeps_from_its_total_is_doubted(last: str, doubts: int) -> None:
    findings = assess(report_of(document(LIST.format(last=last)))).findings
    assert len([f for f in findings if f.severity in {Severity.WARNING, Severity.ERROR}]) == doubts
