"""Rates beside the counts they are made of, wholes said with 中, bands of grades, and what came before a year ago."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from extract.report import report_of
from tests.documents import document


def terms(text: str, kind: str) -> list[list[str]]:
    return [
        [f"{term.role.value} {term.figure.text}" for term in claim.terms]
        for claim in find_claims(text)
        if claim.kind.value == kind
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理投诉80件，办结76件，办结率95%。", [["whole 80件", "actual 76件", "rate 95%"]]),
        ("受理申请50件，按时办结49件，办结及时率98%。", [["whole 50件", "actual 49件", "rate 98%"]]),
        (
            "立项50个，评审20个，通过18个，通过率36%。",
            [["whole 20个", "baseline 50个", "actual 18个", "rate 36%"]],
        ),
        ("抽查的60份档案中有7份缺少签到记录，占11.67%。", [["whole 60份", "part 7份", "share 11.67%"]]),
        # another thing is counted, or the same thing twice: nothing is joined
        ("培训500人，办结76件，办结率95%。", []),
        ("一季度办结20件、二季度办结30件，办结率95%。", []),
        ("失业人员1,200人，其中长期失业200人，失业率3.1%。", []),
        ("已完工项目18个，在建项目4个，尚未开工2个，开工率91.67%。", []),
        ("发放补贴76人，带动就业306人，就业率95%。", []),
        # the numerator of a completion is told in its own way
        ("抽查120场，完成100场，完成率95%。", []),
    ],
)
def test_a_rate_names_its_numerator(text: str, expected: list[list[str]]) -> None:
    assert terms(text, "share") == expected


def test_the_earlier_amount_may_be_named_by_its_year() -> None:
    found = terms("2023年安排资金1,280万元，较2022年的1,150万元增加130万元，增长11.3%。", "growth")
    assert found == [["previous 1,150万元", "budget 1,280万元", "change 130万元", "growth 11.3%"]]


def test_staff_present_have_their_rate() -> None:
    text = "人员应到120人次，实到117人次，欠缺3人次，到岗率97.5%。"
    assert terms(text, "staffing") == [["target 120人次", "actual 117人次", "shortfall 3人次", "rate 97.5%"]]
    # a rate of another part of the sentence is not theirs
    assert terms("人员应到120人次，实到117人次；到岗率97.5%。", "staffing") == [
        ["target 120人次", "actual 117人次"]
    ]


def test_what_is_a_part_of_the_budget_was_spent() -> None:
    text = "公务接待费0.64万元，完成预算的42.67%，接待9批次。"
    assert terms(text, "execution") == [["spent 0.64万元", "rate 42.67%"]]
    # an amount that is planned is not spent
    assert terms("计划投入60万元，完成预算的42.67%。", "execution") == [["target 60万元", "rate 42.67%"]]


def test_a_numerator_may_go_on_behind_the_word_its_rate_has() -> None:
    text = "排查隐患174处，整改到位171处，整改率96.28%。"
    assert terms(text, "share") == [["whole 174处", "actual 171处", "rate 96.28%"]]
    assert terms("全部38个工程中，36个一次性通过验收，验收通过率84.7%。", "share") == [
        ["whole 38个", "actual 36个", "rate 84.7%"]
    ]


def test_bands_of_grades_are_no_scores() -> None:
    text = "本项目得分87.65分，评价等级为“良”（90分以上为优，80至90分为良，60分以下为差）。"
    graded = [claim for claim in find_claims(text) if claim.kind.value == "score"]
    assert [(claim.grade, [term.figure.text for term in claim.terms]) for claim in graded] == [
        ("良", ["87.65分"])
    ]


def test_a_split_told_before_its_ratio_is_a_sum_too() -> None:
    text = "共80万元，其中市级60万元、区级20万元，按3:1的比例分担。"
    assert terms(text, "split") == [["ratio 3:1", "whole 80万元", "part 60万元", "part 20万元"]]
    assert terms(text, "sum") == [["whole 80万元", "part 60万元", "part 20万元"]]


def test_a_header_of_money_over_names_names_the_rows() -> None:
    given = report_of(
        document("""
        | 预算执行情况 | 年度预算（万元） | 年初预算 | 调整后预算数 | 预算执行数 |
        | ^ | 总额 | 26.00 | 24.00 | 23.00 |
        | ^ | 其中：财政资金 | 20.00 | 19.00 | 18.00 |
        | ^ | 单位资金 | 6.00 | 5.00 | 5.00 |
        """)
    )
    assert [line.name for line in given.budget_lines] == ["总额", "其中：财政资金", "单位资金"]
    assert given.budget_lines[0].amounts["budget_adjusted"].number == 240000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建工厂9家，目标值为10家，完成率90%。", [["actual 9家", "target 10家", "completion 90%"]]),
        (
            "改造面积51.65万平方米，较计划的50万平方米超出1.65万平方米，完成计划的103.3%。",
            [["actual 51.65万平方米", "target 50万平方米", "completion 103.3%", "change 1.65万平方米"]],
        ),
        # another unit is not what was done of the target
        ("走访9次，目标值为10家，完成率90%。", [["target 10家", "completion 90%"]]),
    ],
)
def test_targets_told_behind_what_was_done(text: str, expected: list[list[str]]) -> None:
    assert terms(text, "completion") == expected


def test_a_name_may_stand_anywhere_under_a_wide_header() -> None:
    given = report_of(
        document("""
        | 项目（万元） | < | 全年预算数 | 全年执行数 |
        | 年度资金总额 | < | 26.00 | 24.00 |
        | 其中： | 财政拨款 | 20.00 | 19.00 |
        """)
    )
    assert [line.name for line in given.budget_lines] == ["年度资金总额", "其中：财政拨款"]


def test_a_count_behind_a_semicolon_with_parts_of_its_own_is_no_part() -> None:
    text = "调查患者450人，其中满意418人，满意度92.89%；调查医生120人，其中满意105人，满意度87.5%。"
    assert terms(text, "sum") == [["whole 450人", "part 418人"], ["whole 120人", "part 105人"]]
    assert terms(text, "share") == [
        ["whole 450人", "actual 418人", "rate 92.89%"],
        ["whole 120人", "actual 105人", "rate 87.5%"],
    ]


def test_what_it_was_from_may_be_named_by_its_year() -> None:
    found = terms("诊疗量由2021年的68.4万人次增至74.9万人次，增长9.5%。", "growth")
    assert found == [["previous 68.4万人次", "actual 74.9万人次", "growth 9.5%"]]


def test_a_budget_and_how_it_came_about_belong_together() -> None:
    found = terms("年初预算3,836万元，年中调减137.5万元，调整后预算3,698.5万元。", "execution")
    assert found == [["budget 3,836万元", "budget 137.5万元", "budget 3,698.5万元"]]
    assert terms("年初预算3,836万元，调整后预算3,698.5万元。", "execution") == []


@pytest.mark.parametrize("year", ["二〇二二年", "二○二二年", "２０２２年", "2022 年"])
def test_the_year_of_a_report_in_other_digits(year: str) -> None:
    given = report_of(document(f"# 某县{year}度能力提升项目绩效评价报告\n\n项目总投资840万元。"))
    assert given.document.fiscal_year == 2022


def test_a_group_without_indicators_is_no_indicator() -> None:
    given = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 |
        | 效益指标 | 社会效益指标 | 受益人口 | ≥9.8万人 | 9.93万人 |
        | ^ | 生态效益指标 | 无 | / | / |
        """)
    )
    assert [row.level3 for row in given.indicators] == ["受益人口"]
