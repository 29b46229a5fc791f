"""What must not be paired: a wrong pair is a false accusation, a figure left alone is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.claims import find_claims
from schema.report import ClaimKind, Role


def joined(text: str) -> list[set[str]]:
    """The figures of every statement that has more than one."""
    return [{t.figure.text for t in c.terms} for c in find_claims(text) if len(c.terms) > 1]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("项目预算100万元，实际支出90万元，共节约12万元。", {"100万元", "12万元"}),
        ("培训200人次，合格率98%。", {"200人次", "98%"}),
        ("发放宣传单500份，满意度98%。", {"500份", "98%"}),
        ("全年预算120万元。其中培训费支出30万元，执行率92%。", {"120万元", "92%"}),
        ("新增床位20张、设备5台，完成计划的97%。", {"5台", "97%"}),
        ("完成家访100人次；电访200人次；活动30场，合计完成指标的110%。", {"30场", "110%"}),
        ("完成个案65个、小组24个，总体完成率为98%。", {"24个", "98%"}),
        ("招聘教师25名（其中研究生8名），完成招聘计划的83.33%。", {"8名", "83.33%"}),
        ("招聘教师25名，其中研究生8名，完成招聘计划的83.33%。", {"8名", "83.33%"}),
        ("建成服务站5个，培育社会组织3个，志愿者队伍共12个。", {"5个", "12个"}),
        ("预算100万元，其中中央60万元、地方40万元，实际支出90万元。", {"100万元", "60万元", "90万元"}),
        ("三公经费减少0.15万元，其中接待费减少0.25万元，车辆费增加0.10万元。", {"0.15万元", "0.25万元"}),
        ("本项目预算170万元，占部门预算的13.6%，支出率90%。", {"13.6%", "90%"}),
        ("支出培训费50万元，培训300人，人均补贴800元。", {"50万元", "800元"}),
        ("补助1,208户，人均500元。", {"1,208户", "500元"}),
        ("培训200人次，覆盖率90%，人均500元。", {"200人次", "500元"}),
        ("招聘教师25名。其中研究生8名，完成招聘计划的83.33%。", {"8名", "83.33%"}),
        ("收入50万元，支出48万元。其中工资30万元。", {"50万元", "30万元"}),
        ("投入30万元。其中设备80万元。", {"30万元", "80万元"}),
        ("在职128人，其中党员76人，团员52人；退休64人。", {"128人", "64人"}),
        ("甲10万元，乙20万元，丙30万元，两项合计50万元。", {"10万元", "50万元"}),
        ("任务15个，已完成13个，未完成2个，完成率86.67%。", {"2个", "86.67%"}),
        ("编制培训方案3个，实有方案2个。", {"3个", "2个"}),
        ("补助标准每亩120元，面积3万亩，已拨付300万元。", {"120元", "300万元"}),
        ("甲项目预算10万元，支出9万元，执行率90%；乙项目预算20万元，支出15万元，执行率75%。", {"10万元", "75%"}),
    ],
)  # fmt: skip
def test_not_paired(text: str, never: set[str]) -> None:
    assert not [pair for pair in joined(text) if never <= pair]


def test_lists_of_unequal_length_are_one_unaligned_statement() -> None:
    text = "完成家访100人次，电访200人次，走访30户，分别完成指标的101%、102%。"
    (claim,) = find_claims(text)
    assert not claim.aligned
    assert [t.figure.text for t in claim.terms] == ["100人次", "200人次", "30户", "101%", "102%"]
    assert [t.role for t in claim.terms[3:]] == [Role.COMPLETION, Role.COMPLETION]


def test_names_of_unequal_number_are_unaligned_too() -> None:
    text = "完成道路清扫、绿化养护、河道保洁三项任务，分别完成计划的100%、97%。"
    claim = next(c for c in find_claims(text) if not c.aligned)
    assert [t.figure.text for t in claim.terms] == ["100%", "97%"]
    assert claim.names == ("道路清扫", "绿化养护", "河道保洁")


def test_respectively_before_a_verb_is_no_list() -> None:
    claims = find_claims("服务站分别开展了亲子活动6场和长者活动9场。")
    assert [(c.kind, c.aligned, len(c.terms)) for c in claims] == [(ClaimKind.COUNT, True, 1)] * 2


def test_durations_and_dates_are_no_items() -> None:
    text = "项目为期3年，完成家访100人次，电访200人次，分别完成指标的101%、102%。"
    assert joined(text) == [{"100人次", "101%"}, {"200人次", "102%"}]


def test_a_part_list_after_including_is_open() -> None:
    claim = next(c for c in find_claims("支出120万元，其中人员经费70万元。") if c.kind is ClaimKind.SUM)
    assert (claim.closed, [str(t.role) for t in claim.terms]) == (False, ["whole", "part"])


def test_weights_are_no_parts_of_a_score() -> None:
    text = "甲指标得2分，乙指标得8.62分（满分10分），总得分10.62分。"
    total = next(c for c in find_claims(text) if c.kind is ClaimKind.SUM)
    assert [t.figure.text for t in total.terms] == ["2分", "8.62分", "10.62分"]


def test_a_demand_is_no_achievement() -> None:
    terms = [t for c in find_claims("绩效目标为服务覆盖率不低于95%，每日开放不少于8小时。") for t in c.terms]
    assert [t.role for t in terms] == [Role.TARGET, Role.TARGET]


WORDS = st.sampled_from(
    ["完成", "分别", "其中", "合计", "共", "占", "增长", "、", "，", "。", "；", "（", "）", "：", "的", "“", "”",
     "预算", "支出", "5个", "20万元", "97%", "3年", "4:3:3", "2022年", "六个社区", "得分", "8分", "等级为优", "\n", " ",
     "由", "和", "应到", "实到", "9人", "比上年", "减少", "执行率", "每年", "按比例", "满意度", "问卷"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join))
def test_any_text_is_read_without_error_and_every_term_stands_in_it(text: str) -> None:
    for claim in find_claims(text):
        assert claim.terms or claim.grade
        for term in claim.terms:
            place = term.figure.place
            assert text[place.start : place.end] == term.figure.text
        assert claim.place.start is not None
        assert claim.place.end is not None
        assert 0 <= claim.place.start < claim.place.end <= len(text)
