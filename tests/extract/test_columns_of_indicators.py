"""Which column of an indicator table is the target, the actual value or the score, in layouts of many authors."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.report import Report
from tests.documents import document

LEVELS = "一级指标 | 二级指标 | 三级指标"
NAMES = "产出指标 | 数量指标 | 管护面积"


def values(report: Report) -> list[tuple[str | None, ...]]:
    """`(target, actual, score)` of every indicator, as printed."""
    return [
        (
            row.target.text if row.target else None,
            row.actual.text if row.actual else None,
            row.score.text if row.score else None,
        )
        for row in report.indicators
    ]


def levels(report: Report) -> list[tuple[str | None, ...]]:
    return [(row.level1, row.level2, row.level3) for row in report.indicators]


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        # parts of the year beside the year, other years beside this one
        (
            "半年目标值 | 全年目标值 | 半年完成值 | 全年完成值",
            "400亩 | 800亩 | 410亩 | 760亩",
            ("800亩", "760亩"),
        ),
        ("2022年实际值 | 2023年目标值 | 2023年实际值", "700亩 | 800亩 | 760亩", ("800亩", "760亩")),
        ("2023年实际完成值 | 2022年实际完成值 | 目标值", "760亩 | 700亩 | 800亩", ("800亩", "760亩")),
        ("2022年完成值 | 2023年目标值 | 分值", "700亩 | 800亩 | 10", ("800亩", None)),
        (
            "实施期（2022—2024年）指标值 | 2023年度指标值 | 完成值",
            "2400亩 | 800亩 | 760亩",
            ("800亩", "760亩"),
        ),
        # what was changed in the year stands for what was set at first
        ("年初指标值 | 调整指标值 | 全年完成值", "900亩 | 800亩 | 760亩", ("800亩", "760亩")),
        ("年初指标值 | 调整指标值 | 全年完成值", "900亩 |  | 760亩", ("900亩", "760亩")),
        # goals in words elsewhere, values beside weights and scores
        ("权重 | 年度目标 | 完成情况", "10 | 800亩 | 760亩", ("800亩", "760亩")),
        ("分值 | 年初目标 | 完成情况", "10 | 800亩 | 760亩", ("800亩", "760亩")),
        # what somebody else found done
        ("目标值 | 自评完成值 | 复核完成值", "800亩 | 760亩 | 750亩", ("800亩", "760亩")),
        ("目标值 | 核查值 | 分值", "800亩 | 750亩 | 10", ("800亩", "750亩")),
        # operator, value and unit apart, whatever heads the value
        ("运算符号 | 内容 | 度量单位 | 完成值", "≥ | 800 | 亩 | 760", ("800", "760")),
    ],
)
def test_target_and_actual_value(headers: str, cells: str, expected: tuple[str | None, ...]) -> None:
    report = report_of(
        document(f"""
        | {LEVELS} | {headers} |
        | {NAMES} | {cells} |
    """)
    )
    assert [row[:2] for row in values(report)] == [expected]


@pytest.mark.parametrize(
    ("headers", "cells", "score"),
    [
        ("自评得分 | 评价得分", "10 | 9", "9"),
        ("自评得分 | 复核得分", "10 | 9", "10"),
        ("复核得分", "9", "9"),
        ("第三方评价得分", "9", "9"),
    ],
)
def test_the_score(headers: str, cells: str, score: str) -> None:
    report = report_of(
        document(f"""
        | {LEVELS} | 目标值 | 完成值 | 分值 | {headers} |
        | {NAMES} | 800亩 | 760亩 | 10 | {cells} |
    """)
    )
    assert [row[2] for row in values(report)] == [score]


def test_headers_of_two_rows_of_which_the_lower_alone_says_little() -> None:
    report = report_of(
        document("""
        | 绩效指标 | < | < | 指标值 | < | 评分 | < |
        | 一级指标 | 二级指标 | 三级指标 | 年初设定 | 全年完成 | 分值 | 得分 |
        | 产出指标 | 数量指标 | 管护面积 | 800亩 | 760亩 | 10 | 9.5 |
    """)
    )
    assert values(report) == [("800亩", "760亩", "9.5")]


def test_sign_value_and_unit_below_the_target_and_below_what_was_done() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 预期指标值 | < | < | 实际完成值 | < | < |
        | ^ | ^ | ^ | 符号 | 值 | 单位 | 符号 | 值 | 单位 |
        | 产出指标 | 数量指标 | 管护面积 | ≥ | 800 | 亩 | = | 760 | 亩 |
    """)
    )
    row = report.indicators[0]
    assert values(report) == [("800", "760", None)]
    assert (row.target and row.target.operator, row.unit) == (">=", "亩")


def test_indicators_of_the_whole_time_beside_those_of_the_year() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 三年管护面积 | 2400亩 | 数量指标 | 管护面积 | 800亩 |
        | ^ | 质量指标 | 三年合格率 | ≥95% | 质量指标 | 合格率 | ≥90% |
    """)
    )
    assert [(*name, row[0]) for name, row in zip(levels(report), values(report), strict=True)] == [
        ("产出指标", "数量指标", "三年管护面积", "2400亩"),
        ("产出指标", "质量指标", "三年合格率", "≥95%"),
        ("产出指标", "数量指标", "管护面积", "800亩"),
        ("产出指标", "质量指标", "合格率", "≥90%"),
    ]


@pytest.mark.parametrize("points", ["50", " 50", "50%", "（50分）", "（权重50）"])
def test_points_printed_bare_behind_the_name_of_a_group(points: str) -> None:
    report = report_of(
        document(f"""
        | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 得分 |
        | 产出指标{points} | 数量指标{points} | 新建5G基站 | 12座 | 12座 | 50 |
    """)
    )
    assert levels(report) == [("产出指标", "数量指标", "新建5G基站")]
    assert [group.weight.text.rstrip("分%") for group in report.forms[0].groups if group.weight] == [
        "50",
        "50",
    ]


def test_a_number_behind_another_name_belongs_to_the_name() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 得分 |
        | 产出指标 | 标段2 | 新建道路 | 12公里 | 12公里 | 50 |
    """)
    )
    assert levels(report) == [("产出指标", "标段2", "新建道路")]


def test_one_header_over_the_names_of_two_levels() -> None:
    report = report_of(
        document("""
        | 指标类别 | < | 指标名称 | 计划值 | 实际完成值 | 标准分 | 得分 |
        | 过程 | 项目管理 | 档案齐全率 | 100% | 96% | 10 | 9 |
        | 产出 | 数量 | 修缮面积 | 5,200㎡ | 5,200㎡ | 90 | 90 |
    """)
    )
    assert levels(report) == [("过程", "项目管理", "档案齐全率"), ("产出", "数量", "修缮面积")]


@pytest.mark.parametrize("first", ["序号", "绩效指标", ""])
def test_a_total_in_a_column_before_the_names_is_no_indicator(first: str) -> None:
    report = report_of(
        document(f"""
        | {first} | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分 |
        |  | 产出指标 | 数量指标 | 管护面积 | 800亩 | 760亩 | 60 | 57 |
        |  | ^ | 质量指标 | 合格率 | 90% | 92% | 40 | 40 |
        | 合计 |  |  |  |  |  | 100 | 97 |
    """)
    )
    assert [row.level3 for row in report.indicators] == ["管护面积", "合格率"]
    assert [(g.level, g.score.text) for g in report.forms[0].groups if g.score] == [(0, "97")]


def test_level_names_and_weights_below_one_header_of_three_rows() -> None:
    report = report_of(
        document("""
        | 评价指标 | < | < | < | < | < | 评分标准 | 自评分 |
        | 一级指标 | < | 二级指标 | < | 三级指标 | < | ^ | ^ |
        | 名称 | 权重(%) | 名称 | 权重(%) | 名称 | 权重(%) | ^ | ^ |
        | 产出 | 100 | 产出数量 | 60 | 管护面积 | 60 | 完成得满分 | 57 |
        | ^ | ^ | 产出质量 | 40 | 合格率 | 40 | 完成得满分 | 40 |
    """)
    )
    assert levels(report) == [("产出", "产出数量", "管护面积"), ("产出", "产出质量", "合格率")]
    assert [row.weight.text for row in report.indicators if row.weight] == ["60", "40"]


def test_names_of_both_levels_over_the_whole_width() -> None:
    report = report_of(
        document("""
        | 三级指标 | 指标值 | 完成值 | 权重 | 得分 |
        | 产出指标—数量指标（30分） | < | < | < | < |
        | 管护面积 | 800亩 | 760亩 | 30 | 28.5 |
        | 效益指标 | < | < | < | < |
        | 生态效益指标 | < | < | < | < |
        | 水质达标率 | 90% | 92% | 70 | 70 |
    """)
    )
    assert levels(report) == [
        ("产出指标", "数量指标", "管护面积"),
        ("效益指标", "生态效益指标", "水质达标率"),
    ]


@pytest.mark.parametrize(
    "line", ["（一）产出指标", "产出指标完成情况：", "1.产出指标（50分）", "产出类指标得分情况"]
)
def test_a_line_that_is_a_level_name_announces_it(line: str) -> None:
    report = report_of(
        document(f"""
        {line}

        | 二级指标 | 三级指标 | 指标值 | 完成值 | 得分 |
        | 数量指标 | 管护面积 | 800亩 | 760亩 | 28.5 |
    """)
    )
    assert levels(report)[0][1:] == ("数量指标", "管护面积")
    assert levels(report)[0][0] in ("产出指标", "产出")


def test_the_lowest_of_four_levels_names_the_row() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 四级指标 | 权重 | 得分 |
        | 过程 | 资金管理 | 支出情况 | 预算执行率 | 10 | 9 |
    """)
    )
    assert levels(report) == [("过程", "资金管理", "预算执行率")]
