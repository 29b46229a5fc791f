"""Right sentences in which another figure, another period or another whole explains what a sum seems to be off by."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document


def told(text: str) -> list[tuple[str, str]]:
    findings = assess(report_of(document(text))).findings
    return [(str(f.severity), f.rule) for f in findings if f.severity in {"error", "warning"}]


@pytest.mark.parametrize(
    "right",
    [
        # what was taken back stands between the budgets
        "年初部门预算批复980.40万元，执行中追加预算65.30万元、收回存量指标18.75万元，年末部门预算为1,026.95万元。",
        # three units of one list
        "修复水毁渠道9处、涵闸4座、护岸12处，共计25处（座）。",
        # rents of a month, and of the year
        "租用仓库3处，月租金分别为3,000元、4,500元、5,000元，全年租金15万元。",
        # the rate of all parts listed
        "全县共有托育机构74所，其中公办31所，普惠性民办37所，普惠率91.89%。",
        # two standards and what one of them comes to
        "人均基本公共卫生服务经费补助标准由84元提高到89元，全县常住人口42.50万人，应筹集资金3,782.50万元。",
        # measures over one ground
        "项目总面积2.4万亩，其中：土地平整0.9万亩，灌溉与排水2.4万亩，田间道路2.4万亩。",
        # a difference printed like a range
        "“三公”经费变动率=[（15.40-18.20）/18.20]×100%=-15.38%，得满分。",
        # points taken off are no score
        "自评得分95分，评级为优；市财政局抽查复核得分86.2分，核减8.8分，等级调整为良。",
    ],
)
def test_a_right_sentence_is_not_accused(right: str) -> None:
    assert told(right) == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            "年初部门预算批复980.40万元，执行中追加预算65.30万元，年末部门预算为1,054.70万元。",
            ("error", "S07"),
        ),
        ("每村补助5万元，共补助43个村225万元。", ("error", "S06")),
        (
            "自评得分95分，评级为优；市财政局抽查复核得分76.2分，核减18.8分，等级调整为良。",
            ("warning", "G08"),
        ),
        ("“三公”经费变动率=[（15.40-18.20）/18.20]×100%=-13.58%，得满分。", ("error", "R22")),
    ],
)
def test_a_wrong_one_is(wrong: str, expected: tuple[str, str]) -> None:
    assert expected in told(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "本年新招录6人，调出2人，退休3人，年末在职人数由上年末58人增至61人。",
        "预算22万元，决算较上年减少3.34万元，其中：车辆运行15.20万元，接待3.46万元。",
    ],
)
def test_amounts_of_before_and_changes_make_no_sum(text: str) -> None:
    checks = assess(report_of(document(text))).checks
    assert not [c for c in checks if c.rule == "S01"]


def test_what_is_multiplied_is_no_part() -> None:
    text = "劳务费支出12.8万元，其中：专家评审费64人次×1,500元=9.6万元，临时用工20人×1,600元=3.2万元。"
    assert not [c for c in assess(report_of(document(text))).checks if "1,500元 +" in c.formula]


@pytest.mark.parametrize(
    ("total", "formula"), [("86.7分", ""), ("87.6分", "18分 + 16.5分 + 27.2分 + 25分 = 86.7分")]
)
def test_points_that_could_be_got_are_no_part_of_those_that_were(total: str, formula: str) -> None:
    text = f"决策、过程、产出、效益四类指标权重分别为20分、20分、30分、30分，得分分别为18分、16.5分、27.2分、25分，总分{total}，等级为“良”。"
    failed = [f.formula for f in assess(report_of(document(text))).findings if f.rule == "S01"]
    assert failed == ([formula] if formula else [])


def test_what_only_rounding_lets_agree_is_said_to() -> None:
    text = """
    # 部门项目汇总表（单位：万元）

    | 科室 | 预算金额 | 支出金额 | 执行率 |
    | 办公室 | 120.00 | 118.80 | 99.0% |
    | 业务一科 | 140.00 | 131.60 | 94.0% |
    | 业务二科 | 60.00 | 57.00 | 95.0% |
    | 合计 | 320.00 | 307.40 | 96.1% |
"""
    checks = [c for c in assess(report_of(document(text))).checks if c.rule == "R21"]
    assert [c.facts.get("rounded") for c in checks] == [None, None, None, "1"]
