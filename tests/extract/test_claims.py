"""What the sentences of a report state: one row a statement, one cell a figure."""

from __future__ import annotations

import pytest

from extract.claims import claims_in, connected, find_claims
from extract.figures import find_figures
from schema.figure import Place
from schema.report import Claim, ClaimKind

WORKLOAD = (
    "项目以半年为期，截至 2022 年 7 月 31 日，服务站共完成入户 2,259 人次，电话访问 1,628 人次，"
    "分别完成协议指标量的 163.7%、203.5%；个案接案 65 个，完成协议指标量的 100%、；"
    "完成小组 24 个，完成协议指标量的 100%；完成大型活动 4 次，中小型活动 67 次，"
    "分别完成协议指标量的 100%、101.49%；培育志愿者 197 名，培育志愿者队伍、社会组织 4 支，"
    "开展培训活动 4 场，开展团建活动 4 场，分别完成指标的 126.4%、100%、100%、100%。"
)


def cells(claim: Claim) -> list[str]:
    """A statement as a row: its kind, then role, metric and printed figure of each term."""
    printed = ("".join(term.figure.text.split()) for term in claim.terms)
    parts = [f"{t.role} {t.metric} {text}" for t, text in zip(claim.terms, printed, strict=True)]
    return [str(claim.kind), *parts]


def rows(text: str) -> list[list[str]]:
    return [cells(claim) for claim in find_claims(text)]


def only(text: str) -> Claim:
    (claim,) = find_claims(text)
    return claim


def test_respectively_lists_pair_each_count_with_its_rate() -> None:
    claims = [claim for claim in find_claims(WORKLOAD) if claim.kind is ClaimKind.COMPLETION]
    assert [cells(claim)[1:] for claim in claims] == [
        ["actual 入户 2,259人次", "completion 入户 163.7%"],
        ["actual 电话访问 1,628人次", "completion 电话访问 203.5%"],
        ["actual 个案接案 65个", "completion 个案接案 100%"],
        ["actual 小组 24个", "completion 小组 100%"],
        ["actual 大型活动 4次", "completion 大型活动 100%"],
        ["actual 中小型活动 67次", "completion 中小型活动 101.49%"],
        ["actual 志愿者 197名", "completion 志愿者 126.4%"],
        ["actual 志愿者队伍、社会组织 4支", "completion 志愿者队伍、社会组织 100%"],
        ["actual 培训活动 4场", "completion 培训活动 100%"],
        ["actual 团建活动 4场", "completion 团建活动 100%"],
    ]
    assert {claim.base for claim in claims} == {"协议指标量", "指标"}
    assert {claim.period for claim in claims} == {"截至2022年7月31日"}
    assert all(claim.terms[1].inherited for claim in claims)


def test_places_are_offsets_into_the_text() -> None:
    text = "背景略。\n\n全年完成改厕525户，\n完成年度任务的105%。"
    claim = only(text)
    assert text[claim.place.start : claim.place.end] == "525户，\n完成年度任务的105%"
    assert claim.sentence == "全年完成改厕525户，\n完成年度任务的105%。"
    for term in claim.terms:
        assert text[term.figure.place.start : term.figure.place.end] == term.figure.text


def test_a_paragraph_of_a_document_keeps_its_own_places() -> None:
    text = "应到20人，实到18人，欠缺2人。"
    figures = find_figures(text)
    (claim,) = claims_in(text, figures, lambda start, end: Place(block=7, start=start, end=end))
    assert claim.place.block == 7
    assert [term.figure for term in claim.terms] == figures
    assert [term.field for term in claim.terms] == ["staff_required", "staff_actual", "shortfall"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2022年初下达预算72万元，年中下达预算98万元，年度预算共170万元。",
            ["sum", "part 年初下达预算 72万元", "part 年中下达预算 98万元", "total 年度预算 170万元"],
        ),
        (
            "提供了497.81小时折合10,105.67元，物资34,848.88元，资金23,333元合计68,287.55\n元。",
            ["sum", "part 折合 10,105.67元", "part 物资 34,848.88元", "part 资金 23,333元", "total 合计 68,287.55元"],
        ),
        (
            "年度安排预算170万元，批复下达预算170万元，实际完成支出170万元，预算执行率100%。",
            [
                "execution",
                "budget 安排预算 170万元",
                "budget 批复下达预算 170万元",
                "spent 支出 170万元",
                "rate 预算执行率 100%",
            ],
        ),
        (
            "上级拨来149.63万元，发出107.78万元，执行率72.03%。",
            ["execution", "received 上级拨来 149.63万元", "spent 发出 107.78万元", "rate 执行率 72.03%"],
        ),
        (
            "社工持续在岗12人，稳岗率为85.71%。",
            ["share", "actual 社工持续在岗 12人", "rate 稳岗率 85.71%"],
        ),
        (
            "预算总额200万元，实际使用188万元，结余12万元。",
            ["difference", "budget 预算总额 200万元", "spent 实际使用 188万元", "surplus 结余 12万元"],
        ),
        (
            "每场讲座补助2,000元，全年举办15场，共支出3万元。",
            ["product", "standard 每场讲座补助 2,000元", "baseline 举办 15场", "total 支出 3万元"],
        ),
    ],
)  # fmt: skip
def test_statements_of_one_sentence(text: str, expected: list[str]) -> None:
    assert [row for row in rows(text) if row[0] == expected[0]] == [expected]


def test_a_sum_carries_its_completion_over_a_period_in_between() -> None:
    text = "物资34,848.88元，资金23,333元合计58,181.88元，以2022年上半年为例，已完成年度项目指标的13.6%。"
    completion = next(claim for claim in find_claims(text) if claim.kind is ClaimKind.COMPLETION)
    assert cells(completion) == ["completion", "actual 合计 58,181.88元", "completion 合计 13.6%"]
    assert (completion.base, completion.period) == ("年度项目指标", "2022年上半年")


def test_a_list_that_runs_over_a_page_end_is_one_enumeration() -> None:
    text = "范围包括东门、西苑、北湖、南湾、上塘、下塘六个社区及甲庄、乙庄、\n\n丙庄三个行政村。"
    assert [(claim.terms[0].metric, claim.names) for claim in find_claims(text)] == [
        ("社区", ("东门", "西苑", "北湖", "南湾", "上塘", "下塘")),
        ("行政村", ("甲庄", "乙庄", "丙庄")),
    ]


@pytest.mark.parametrize(
    ("text", "names", "closed"),
    [
        ("分别开展六大板块服务：青年、家庭、长者、党建、重点项目、特色项目，全年开放。", 6, True),
        ("设有《亲子共读、共写》和“邻里、守望”两个项目。", 2, True),
        ("开展宣传、培训、检查等5项活动。", 3, False),
        ("涉及老人与儿童服务、残疾人服务两个项目。", 2, True),
        ("全镇四个街道（东关、西关、南关、北关、城厢）已覆盖。", 5, True),
        # things of any noun, counted one by one and named to the end of the sentence
        ("出台五项办法：《采购办法》《验收办法》《档案办法》《考核办法》。", 4, True),
        ("救助对象分三大类：低保户、特困户、边缘户、困境儿童。", 4, True),
    ],
)
def test_enumerations(text: str, names: int, closed: bool) -> None:
    claim = next(c for c in find_claims(text) if c.kind is ClaimKind.ENUMERATION)
    assert (len(claim.names), claim.closed) == (names, closed)


@pytest.mark.parametrize(
    "text",
    [
        "推进三项重点：一是道路、桥梁；二是管网。",
        "采购设备3台：打印机1台、投影仪2台。",
        "推进三项重点：道路改造、管网更新，年内完工。",
        "举办竞赛5场：分组赛、决赛等。",
    ],
)
def test_lists_of_any_noun_are_whole_or_none(text: str) -> None:
    assert not any(c.kind is ClaimKind.ENUMERATION and c.closed for c in find_claims(text))


def test_amounts_split_by_ratio_are_told_over_two_sentences() -> None:
    text = "资金由市、区、街按4:3:3比例共同分担。经费按每年240万元编制预算，5年街道按比例拨付预算共360万元。"
    (split,) = find_claims(text)
    assert split.names == ("市", "区", "街")
    assert [(t.role, t.figure.text) for t in split.terms] == [
        ("ratio", "4:3:3"),
        ("standard", "240万元"),
        ("baseline", "5年"),
        ("part", "360万元"),
    ]


def test_years_times_yearly_amount_is_joined_over_paragraphs() -> None:
    first = "采购数量为5年，项目总采购资金1200万元。"
    second = "项目经费原则上按每年240万元编制预算。"
    claims = [*find_claims(first), *find_claims(second)]
    (product,) = connected(claims)
    assert [(t.role, t.figure.text) for t in product.terms] == [
        ("standard", "240万元"),
        ("baseline", "5年"),
        ("total", "1200万元"),
    ]
    assert product.rule == "product.across"
    assert connected([*claims, *find_claims("另一项目按每年80万元编制预算。")]) == []


@pytest.mark.parametrize(
    ("text", "grade", "owner", "score"),
    [
        ("自评得分86.4分，自评结果为“良好”。", "良好", "自评", "86.4分"),
        ("最终得分85.82，等级为良。", "良", None, None),
        ("经评估，该站本次末期评估的等级为“优秀”。", "优秀", "末期评估", None),
        ("第三方机构评定等级为合格。", "合格", "第三方", None),
    ],
)
def test_grades(text: str, grade: str, owner: str | None, score: str | None) -> None:
    claim = next(c for c in find_claims(text) if c.grade)
    assert (claim.grade, claim.owner) == (grade, owner)
    assert (claim.terms[0].figure.text if score else None) == score


@pytest.mark.parametrize(
    ("text", "scope", "base", "roles"),
    [
        ("支出500万元，比上年增加50万元，增长11.11%。", "increase", "上年", ["spent", "change", "growth"]),
        ("支出3.2万元，较2021年减少0.8万元，下降20%。", "decrease", "2021年", ["spent", "change", "growth"]),
        ("上年预算30万元，今年预算33万元，增长10%。", "increase", None, ["previous", "budget", "growth"]),
        ("由72万元调整为170万元，增加98万元，增长136.11%。", "increase", None, ["previous", "actual", "change", "growth"]),
        ("收入总计900万元。与上年相比，收入总计增加30万元，增长3.45%。", "increase", "上年", ["actual", "change", "growth"]),
    ],
)  # fmt: skip
def test_growth(text: str, scope: str, base: str | None, roles: list[str]) -> None:
    claim = next(c for c in find_claims(text) if c.kind is ClaimKind.GROWTH)
    assert (claim.scope, claim.base, [str(t.role) for t in claim.terms]) == (scope, base, roles)


def test_several_runs_of_values_go_with_the_same_names() -> None:
    text = "甲、乙、丙三个项目分别到位资金20万元、30万元、50万元，支出18万元、27万元、50万元。"
    executions = [cells(c) for c in find_claims(text) if c.kind is ClaimKind.EXECUTION]
    assert executions == [
        ["execution", "received 甲到位资金 20万元", "spent 甲支出 18万元"],
        ["execution", "received 乙到位资金 30万元", "spent 乙支出 27万元"],
        ["execution", "received 丙到位资金 50万元", "spent 丙支出 50万元"],
    ]


def test_two_quantities_an_item() -> None:
    text = "接待来访310批次625人次，办理信访298批次540人次，分别比上年下降5%和8%。"
    assert [[t.figure.text for t in c.terms] for c in find_claims(text)] == [
        ["310批次", "625人次", "5%"],
        ["298批次", "540人次", "8%"],
    ]


def test_empty_text_has_no_claims() -> None:
    assert find_claims("") == []
    assert find_claims("\n\n  \n") == []
