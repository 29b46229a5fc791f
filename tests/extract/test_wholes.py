"""Shares whose whole was told in an earlier sentence."""

import pytest

from extract.claims import find_claims
from extract.statements.wholes import with_wholes
from schema.report import ClaimKind, Role


def shares(text: str) -> list[tuple[str, str, str, str]]:
    """Whole, part, share and the end of the rule of every share that was given a whole."""
    found = []
    for claim in with_wholes(find_claims(text)):
        if claim.kind is not ClaimKind.SHARE or not claim.rule.startswith("share.carried"):
            continue
        printed = {term.role: term.figure.text for term in claim.terms}
        roles = (Role.WHOLE, Role.PART, Role.SHARE)
        found.append((*(printed[role] for role in roles), claim.rule.rsplit(".", 1)[1]))
    return found


FOLLOWING = (
    "全年救助站共接待求助人员8,420人次，比上年减少3.1%。求助人员中，老年人2,105人次，占25%；"
    "未成年人421人次，占5%。外省籍{other}人次，占{share}。从方式看，自行求助5,894人次，占70%。"
)


@pytest.mark.parametrize(
    ("other", "share"),
    [("3,368", "40%"), ("3,368", "44%")],
    ids=["right", "wrong"],
)
def test_shares_of_one_base_share_the_whole_that_most_agree_with(other: str, share: str) -> None:
    found = shares(FOLLOWING.format(other=other, share=share))
    assert ("8,420人次", f"{other}人次", share, "unique") in found
    assert {whole for whole, *_ in found} == {"8,420人次"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "全年基金会总收入640.00万元。\n1.捐赠收入480.00万元，占总收入的75%。其中：企业捐赠300.00万元。\n2.投资收益160.00万元，占总收入的25%。",
            [("640.00万元", "480.00万元", "75%", "unique"), ("640.00万元", "160.00万元", "25%", "unique")],
            id="items in lines",
        ),
        pytest.param(
            "全县公益林总面积36.00万亩。今年集中管护有所加强。国家级公益林27.36万亩，占公益林总面积的76%。",
            [("36.00万亩", "27.36万亩", "76%", "unique")],
            id="one share, its base named",
        ),
        pytest.param(
            "全县公益林总面积36.00万亩。国家级公益林27.36万亩，占公益林总面积的67%。",
            [("36.00万亩", "27.36万亩", "67%", "loose")],
            id="one share that disagrees rests on one name alone",
        ),
        pytest.param(
            "9月和11月两次追加合计800.00万元。上级补助计入追加部分。省级补助560.00万元，占追加总额的70%。",
            [("800.00万元", "560.00万元", "70%", "unique")],
            id="named by the words right before it",
        ),
        pytest.param(
            "全年演出1,250场。服务品质稳步提升，观众人数为45.6万人次。送戏下乡875场，所占比重为70.0%。",
            [("1,250场", "875场", "70.0%", "agrees")],
            id="one share, no name",
        ),
        pytest.param(
            "协会总收入200.00万元。会费收入50.00万元，其中团体会费38.00万元。会费收入占总收入的25%。捐赠收入150.00万元，占总收入的75%。",
            [("200.00万元", "50.00万元", "25%", "unique"), ("200.00万元", "150.00万元", "75%", "unique")],
            id="the part was told before as well",
        ),
        pytest.param(
            "甲类、乙类和丙类合同金额分别为20.00亿元、50.00亿元和30.00亿元，占合同总额的比重为20%、50%和30%。", [],
            id="no whole is printed",
        ),
    ],
)  # fmt: skip
def test_whole_told_before(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert shares(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年支出500万元。上年支出450万元。本年人员经费300万元，占上年支出的66.67%。",
        "全市共有学校80所。培训教师300人次，占72%。",
        "项目总投资900万元。二期工程投资1,200万元，占13%。",
        "全年接待游客120万人次。过夜游客36万人次，占50%。",
    ],
    ids=["another year", "another unit", "no less than the part", "no name and no agreement"],
)
def test_no_whole(text: str) -> None:
    assert shares(text) == []


def test_every_amount_of_a_list_has_its_own_share() -> None:
    text = (
        "分散采购、集中采购和零星采购金额分别为4.2亿元、8.4亿元和1.4亿元，占采购总额的比重为30%、60%和10%。"
    )
    pairs = [
        (c.terms[0].figure.text, c.terms[1].figure.text) for c in find_claims(text) if c.rule == "share.pair"
    ]
    assert pairs == [("4.2亿元", "30%"), ("8.4亿元", "60%"), ("1.4亿元", "10%")]
