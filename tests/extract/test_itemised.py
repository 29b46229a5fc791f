"""Totals and parts with words of their own between them, shares inside lists, and classes that are all there can be."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from extract.statements.classes import complete, exclusive
from extract.statements.lexicon import cues
from schema.report import Claim, ClaimKind


def sums(text: str) -> list[Claim]:
    return [claim for claim in find_claims(text) if claim.kind == ClaimKind.SUM]


def figures(claim: Claim) -> list[str]:
    return [f"{term.role.value} {term.figure.text}" for term in claim.terms]


def test_items_with_changes_between_them_are_the_parts_of_the_total() -> None:
    text = (
        "全区完成税收86.05亿元，同比增加1.25亿元，增长1.47%。其中：国税完成50.18亿元，增加0.79亿元，增长1.6%；"
        "地税完成35.87亿元，增加0.46亿元，增长1.3%。"
    )
    assert [figures(claim) for claim in sums(text)] == [
        ["whole 86.05亿元", "part 50.18亿元", "part 35.87亿元"],
        ["whole 1.25亿元", "part 0.79亿元", "part 0.46亿元"],
    ]


def test_items_with_their_own_plans_between_them() -> None:
    text = "完成总收入4,348万元，占年初预算8,065万元的53.9%。其中：税收收入3,511万元，占年初预算6,465万元的54.3%；非税收入837万元，占年初预算1,600万元的52.3%。"
    first, planned = sums(text)
    assert figures(first) == ["whole 4,348万元", "part 3,511万元", "part 837万元"]
    assert first.closed
    assert (planned.rule, figures(planned)) == (
        "sum.column",
        ["whole 8,065万元", "part 6,465万元", "part 1,600万元"],
    )


def test_measures_of_items_add_up_one_by_one() -> None:
    text = (
        "资产总额210.4万亿元，负债总额135.0万亿元。其中，中央企业资产总额80.8万亿元、负债总额54.7万亿元；"
        "地方企业资产总额129.6万亿元、负债总额80.3万亿元。"
    )
    assert [figures(claim) for claim in sums(text)] == [
        ["whole 210.4万亿元", "part 80.8万亿元", "part 129.6万亿元"],
        ["whole 135.0万亿元", "part 54.7万亿元", "part 80.3万亿元"],
    ]


def test_items_of_which_one_lacks_a_measure_are_no_column_of_it() -> None:
    text = "资产总额210万元，负债总额135万元。其中，甲公司资产总额80万元、负债总额54万元；乙公司资产总额130万元、租金12万元。"
    assert [figures(claim) for claim in sums(text)] == [["whole 210万元", "part 80万元", "part 130万元"]]


def test_a_list_whose_shares_make_a_hundred_is_complete() -> None:
    (claim,) = sums("支出合计800万元，其中：宣传费480万元，占60%；场租费320万元，占40%。")
    assert claim.closed
    assert figures(claim) == ["whole 800万元", "part 480万元", "share 60%", "part 320万元", "share 40%"]
    (other,) = sums("支出合计900万元，其中：宣传费480万元，占53.3%；场租费320万元，占35.6%。")
    assert not other.closed


def test_classes_that_are_all_there_can_be_need_no_including() -> None:
    (claim,) = sums("共抽检样品1,300批次，合格1,268批次，不合格22批次。")
    assert (claim.rule, claim.closed) == ("sum.classes", True)


@pytest.mark.parametrize(
    "text",
    [
        "抽检样品1,300批次，送检80批次，复检22批次。",
        "调查150人，满意141人，不满意3人。",
        "预算600万元，支出580万元。其中：差旅费增加3万元，会议费减少2万元。",
    ],
)
def test_no_sum_where_other_classes_may_be_left_out(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(
    ("names", "apart", "every"),
    [
        (("男教师", "女教师"), True, True),
        (("城区站", "农村站"), True, False),
        (("行政编制", "事业编制"), True, False),
        (("公务车", "执法车", "其他用车"), False, True),
        (("合格", "不合格"), True, True),
        (("满意", "不满意"), True, False),
        (("满意", "基本满意", "不满意"), True, True),
        (("女性", "党员"), False, False),
        (("女教师", "党员教师"), False, False),
        (("市级补助", "区级补助", "街道自筹"), True, False),
        (("宣传费", "宣传费"), False, False),
    ],
)
def test_names_that_exclude_one_another(names: tuple[str, ...], apart: bool, every: bool) -> None:
    assert (exclusive(names, cues()), complete(names, cues())) == (apart, every)
