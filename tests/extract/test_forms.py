"""Indicator tables of all families, as small documents; expected cells are table literals."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.report import Absent, Direction, Report, TargetKind
from tests.documents import document

Row = list[str | None]


def cells(report: Report) -> list[Row]:
    """`[level1, level2, level3, target, actual, weight, score]` of every indicator, as printed."""
    return [
        [
            row.level1,
            row.level2,
            row.level3,
            row.target.text if row.target else None,
            row.actual.text if row.actual else None,
            row.weight.text if row.weight else None,
            row.score.text if row.score else None,
        ]
        for row in report.indicators
    ]


def groups(report: Report, form: int = 0) -> list[tuple[int, str, str | None, str | None]]:
    return [
        (g.level, g.name, g.weight.text if g.weight else None, g.score.text if g.score else None)
        for g in report.forms[form].groups
    ]


def test_a_whole_form_in_one_grid() -> None:
    report = report_of(
        document("""
        # 项目支出绩效自评表

        （2021年度）

        | 项目名称 | < | 图书采购项目 | < | < | < | < | < |
        | 主管部门 | < | 某县文化局 | < | 实施单位 | < | 某县图书馆 | < |
        | 项目资金（万元） | < |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分 |
        | ^ | < | 年度资金总额 | 40 | 50 | 45 | 10 | 9 |
        | ^ | < | 其中：当年财政拨款 | 40 | 40 | 36 | — | — |
        | ^ | < | 上年结转资金 | 0 | 10 | 9 | — | — |
        | 年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | < |
        | ^ | 全年采购图书不少于6000册，读者满意。 | < | < | 全年采购图书6120册，读者满意。 | < | < | < |
        | 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        | ^ | 产出指标 | 数量指标 | 采购图书数量 | ≥6000册 | 6120册 | 50 | 50 |
        | ^ | ^ | ^ | 指标2 |  |  |  |  |
        | ^ | 效益指标 | 社会效益指标 | 读者增长率 | ≥5% | 4% | 30 | 24 |
        | ^ | 满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥90% | 95% | 10 | 10 |
        | 总分 | < | < | < | < | < | 100 | 93 |
    """)
    )
    assert cells(report) == [
        ["产出指标", "数量指标", "采购图书数量", "≥6000册", "6120册", "50", "50"],
        ["效益指标", "社会效益指标", "读者增长率", "≥5%", "4%", "30", "24"],
        ["满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "95%", "10", "10"],
    ]
    assert len(report.forms) == 1
    assert groups(report) == [(-1, "年度资金总额", "10", "9"), (0, "总分", "100", "93")]
    assert report.forms[0].project_name == report.document.project_name == "图书采购项目"
    assert report.document.fiscal_year == 2021
    total, part, carried = report.budget_lines
    assert {key: figure.text for key, figure in total.amounts.items()} == {
        "budget_initial": "40", "budget_adjusted": "50", "executed_amount": "45", "weight": "10", "score": "9",
    }  # fmt: skip
    assert [str(f.value) for k, f in part.amounts.items()] == ["400000", "400000", "360000"]
    assert part.absent == {"weight": Absent.DASH, "score": Absent.DASH}
    assert carried.parent == part.parent == 0
    assert any("6120" in p.text for p in report.passages)


def test_merged_cells_and_blank_cells_below_a_level_name_read_alike() -> None:
    merged = """
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 办班期数 | 12期 |
        | ^ | ^ | 参训人次 | ≥800人次 |
        | ^ | 时效指标 | 完成时间 | 2021年底 |
        | 效益指标 | 社会效益指标 | 知晓率 | 提高 |
        """
    expected = [
        ["产出指标", "数量指标", "办班期数", "12期", None, None, None],
        ["产出指标", "数量指标", "参训人次", "≥800人次", None, None, None],
        ["产出指标", "时效指标", "完成时间", "2021年底", None, None, None],
        ["效益指标", "社会效益指标", "知晓率", "提高", None, None, None],
    ]
    report = report_of(document(merged))
    assert cells(report) == cells(report_of(document(merged.replace("^", "")))) == expected
    assert [row.target.kind for row in report.indicators if row.target] == [
        TargetKind.NUMBER,
        TargetKind.NUMBER,
        TargetKind.DATE,
        TargetKind.QUALITATIVE,
    ]


def test_levels_one_and_two_joined_in_one_column() -> None:
    report = report_of(
        document("""
        | 序号 | 类别 | 指标名称 | 计划值 | 实绩值 | 满分 | 得分 |
        | 1 | 产出—数量 | 培训人次 | ≥200人 | 210人 | 50 | 50 |
        | 2 | 效益指标/社会效益 | 投诉下降率 | ≥5% | 6% | 40 | 40 |
        | 3 | 满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 |
    """)
    )
    assert cells(report) == [
        ["产出", "数量", "培训人次", "≥200人", "210人", "50", "50"],
        ["效益指标", "社会效益", "投诉下降率", "≥5%", "6%", "40", "40"],
        ["满意度", "满意度", "学员满意度", "≥90%", "92%", "10", "10"],
    ]


def test_a_dash_in_one_name_does_not_part_a_column() -> None:
    report = report_of(
        document("""
        | 类别 | 指标名称 | 计划值 | 完成值 |
        | 产出—数量 | 培训人次 | ≥200人 | 210人 |
        | 道路—桥梁 | 检查次数 | 5次 | 6次 |
        | 河道 | 清淤长度 | 3公里 | 3公里 |
    """)
    )
    assert [(row.level1, row.level2) for row in report.indicators] == [
        (None, "产出—数量"),
        (None, "道路—桥梁"),
        (None, "河道"),
    ]


@pytest.mark.parametrize("header", ["评价情况", "实际", "完成情况说明", "核查情况"])
def test_what_was_found_is_the_actual_value_where_no_column_says_it(header: str) -> None:
    report = report_of(
        document(f"""
        | 一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | {header} | 得分 |
        | 过程20分 | 组织实施 | 制度健全性 | 20 | 健全得满分 | 制度健全 | 20 |
        | 产出（权重80%） | 产出数量 | 管护面积 | 80 | 按完成率计分 | 计划800亩，完成760亩 | 76 |
    """)
    )
    assert [(row.level1, row.actual.text if row.actual else None) for row in report.indicators] == [
        ("过程", "制度健全"),
        ("产出", "计划800亩，完成760亩"),
    ]


def test_beside_a_column_of_actual_values_what_was_found_stays_under_its_header() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 评价情况 | 实际完成值 | 分值 | 得分 |
        | 产出 | 产出数量 | 管护面积 | 800亩 | 缺少台账 | 760亩 | 80 | 76 |
    """)
    )
    assert [(row.actual.text, row.other) for row in report.indicators if row.actual] == [
        ("760亩", {"评价情况": "缺少台账"})
    ]


@pytest.mark.parametrize(
    ("headers", "score", "others"),
    [
        ("专家甲得分 | 专家乙得分 | 平均得分", "52", {"专家甲得分": "50", "专家乙得分": "54"}),
        ("第一组评分 | 第二组评分 | 最终得分", "52", {"第一组评分": "50", "第二组评分": "54"}),
        ("评分（甲） | 评分（乙） | 得分", "52", {"评分（甲）": "50", "评分（乙）": "54"}),
        ("评委A | 评委B | 均值", "52", {"评委A": "50", "评委B": "54"}),
        ("专家甲评分 | 专家乙评分 | 综合评分", "52", {"专家甲评分": "50", "专家乙评分": "54"}),
        ("初评分 | 终评分 | 得分率", "54", {"初评分": "50"}),
        ("自评得分 | 审核得分 | 得分率", "50", {"审核得分": "54"}),
    ],
)
def test_of_several_who_mark_a_row_the_mean_or_the_final_score_counts(
    headers: str, score: str, others: dict[str, str]
) -> None:
    report = report_of(
        document(f"""
        | 一级指标 | 二级指标 | 三级指标 | 分值 | {headers} |
        | 产出 | 产出数量 | 管护面积 | 60 | 50 | 54 | 52 |
        | ^ | 产出质量 | 合格率 | 40 | 36 | 38 | 37 |
        | 合计 | < | < | 100 | 86 | 92 | 89 |
    """)
    )
    first = report.indicators[0]
    assert (first.score.text if first.score else None, first.other) == (score, others)


def test_a_final_score_over_all_rows_is_none_of_the_rows() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 分值 | 得分 | 综合得分 |
        | 产出 | 产出数量 | 管护面积 | 60 | 50 | 86 |
        | ^ | 产出质量 | 合格率 | 40 | 36 | ^ |
        | ^ | 产出成本 | 管护成本 | 0 | 0 | ^ |
    """)
    )
    assert [row.score.text for row in report.indicators if row.score] == ["50", "36", "0"]


def test_columns_in_any_order() -> None:
    report = report_of(
        document("""
        | 序号 | 三级指标 | 得分 | 分值 | 实际完成值 | 年度指标值 | 二级指标 | 一级指标 |
        | 1 | 修建公里数 | 18 | 20 | 9公里 | ≥10公里 | 数量指标 | 产出指标 |
    """)
    )
    assert cells(report) == [["产出指标", "数量指标", "修建公里数", "≥10公里", "9公里", "20", "18"]]


def test_operator_value_and_unit_in_three_columns_below_a_spanning_header() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 完成值 | 权重 | 得分 |
        | ^ | ^ | ^ | 指标性质 | 指标值 | 度量单位 | ^ | ^ | ^ |
        | 产出指标 | 数量指标 | 培训人次 | ≥ | 300 | 人次 | 310 | 45 | 45 |
        | ^ | 成本指标 | 成本控制数 | ≤ | 30 | 万元 | / | 45 | 45 |
        | 效益指标 | 社会效益指标 | 社会影响 | 定性 | 良好 | / | 良好 | 10 | 9 |
    """)
    )
    assert cells(report) == [
        ["产出指标", "数量指标", "培训人次", "300", "310", "45", "45"],
        ["产出指标", "成本指标", "成本控制数", "30", None, "45", "45"],
        ["效益指标", "社会效益指标", "社会影响", "良好", "良好", "10", "9"],
    ]
    first, second, third = report.indicators
    assert [row.target.operator for row in report.indicators if row.target] == [">=", "<=", None]
    assert (first.unit, second.unit, third.unit) == ("人次", "万元", None)
    assert second.target is not None
    assert str(second.target.figures[0].value) == "300000"
    assert second.absent == {"actual": Absent.SLASH}
    assert third.direction is Direction.QUALITATIVE
    assert report.forms[0].family == "C"


def test_weights_in_headings_when_there_is_no_weight_column() -> None:
    report = report_of(
        document("""
        | 资金情况（万元） | 预算数(A) | 执行数(B) | 执行率(B/A) | 得分(20分*执行率) |
        | 年度财政资金总额 | 100 | 97 | 97% | 19.4 |

        | 一级指标 | 二级指标 | 三级指标 | 年初目标值(A) | 实际完成值(B) | 得分 |
        | 产出指标（40分） | 数量指标 | 修缮面积 | ≥500平方米 | 520平方米 | 40 |
        | 效益指标（40分） | 社会效益指标 | 受益人数 | 2000人 | 1900人 | 38 |
        | 总分 | < | < |  |  | 97.4 |
    """)
    )
    assert cells(report) == [
        ["产出指标", "数量指标", "修缮面积", "≥500平方米", "520平方米", None, "40"],
        ["效益指标", "社会效益指标", "受益人数", "2000人", "1900人", None, "38"],
    ]
    assert groups(report) == [
        (-1, "年度财政资金总额", "20分", "19.4"),
        (1, "产出指标（40分）", "40分", None),
        (1, "效益指标（40分）", "40分", None),
        (0, "总分", None, "97.4"),
    ]


def test_three_level_weights_of_a_scoring_table() -> None:
    report = report_of(
        document("""
        | 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 评分标准 | 得分 | 得分率 |
        | 决策 | 20 | 项目立项 | 8 | 立项依据充分性 | 8 | 依据充分得满分 | 7 | 87.5% |
        | ^ | ^ | 绩效目标 | 12 | 目标合理性 | 12 | 目标合理得满分 | 12 | 100% |
        | 产出 | 80 | 产出数量 | 80 | 完成率 | 80 | 按完成率计分 | 76 | 95% |
        | 合计 | 100 |  |  |  | 100 |  | 95 | 95% |
    """)
    )
    assert cells(report) == [
        ["决策", "项目立项", "立项依据充分性", None, None, "8", "7"],
        ["决策", "绩效目标", "目标合理性", None, None, "12", "12"],
        ["产出", "产出数量", "完成率", None, None, "80", "76"],
    ]
    assert groups(report) == [
        (1, "决策", "20", None), (2, "项目立项", "8", None), (2, "绩效目标", "12", None),
        (1, "产出", "80", None), (2, "产出数量", "80", None), (0, "合计", "100", "95"),
    ]  # fmt: skip
    assert report.indicators[0].scoring_rule == "依据充分得满分"
    assert [str(row.score_rate.value) for row in report.indicators if row.score_rate] == ["87.5", "100", "95"]


def test_group_rows_and_subtotals_are_no_indicators() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
        | 产出指标 |  |  |  |  | 50 | 48 |
        |  | 数量指标 | 场次 | 10场 | 10场 | 25 | 25 |
        |  | 质量指标 | 合格率 | 100% | 92% | 25 | 23 |
        | 小计 |  |  |  |  | 50 | 48 |
        | 效益指标 | 社会效益指标 | 影响 | 良好 | 良好 | 50 | 50 |
        | 合计 |  |  |  |  | 100 | 98 |
    """)
    )
    assert [row[2] for row in cells(report)] == ["场次", "合格率", "影响"]
    assert cells(report)[0][:2] == ["产出指标", "数量指标"]
    assert groups(report) == [
        (1, "产出指标", "50", "48"), (1, "产出指标", "50", "48"), (0, "合计", "100", "98"),
    ]  # fmt: skip


def test_a_summary_by_level_1_alone() -> None:
    report = report_of(
        document("""
        | 一级指标 | 分值 | 得分 |
        | 预算执行率 | 10 | 7.2 |
        | 产出指标 | 90 | 80 |
        | 总分 | 100 | 87.2 |
    """)
    )
    assert cells(report) == [
        ["预算执行率", None, None, None, None, "10", "7.2"],
        ["产出指标", None, None, None, None, "90", "80"],
    ]
    assert groups(report) == [(0, "总分", "100", "87.2")]


def test_several_projects_in_one_file_are_several_forms() -> None:
    one = """
        | 项目名称 | {name} | 实施单位 | 某局 |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | {item} | {value} |
    """
    text = one.format(name="甲项目", item="数量甲", value="1个") + one.format(
        name="乙项目", item="数量乙", value="2个"
    )
    report = report_of(document("# 项目支出绩效自评表\n" + text))
    assert [form.project_name for form in report.forms] == ["甲项目", "乙项目"]
    assert [(row.form, row.level3) for row in report.indicators] == [(0, "数量甲"), (1, "数量乙")]


def test_a_workload_table_has_no_levels() -> None:
    report = report_of(
        document("""
        caption: 服务指标完成情况统计表

        | 序号 | 服务类别 | 项目 | 单位 | 协议指标量 | 完成量 | 完成率 | 备注 |
        | 1 | 探访 | 家访 | 人次 | 1380 | 2259 | 163.7% |  |
        | 2 | ^ | 电访 | 人次 | 800 | 1628 | 203.5% | 含疫情关怀 |
        | 3 | 个案 | 个案 | 个 | 65 | 65 | 100% |  |
    """)
    )
    assert [[r.level2, r.level3, r.rate and r.rate.text, r.unit] for r in report.indicators] == [
        ["探访", "家访", "163.7%", "人次"],
        ["探访", "电访", "203.5%", "人次"],
        ["个案", "个案", "100%", "个"],
    ]
    first = report.indicators[0]
    assert first.target is not None
    assert (first.target.figures[0].value, first.target.figures[0].unit) == (1380, "人次")
    assert report.indicators[1].deviation_reason == "含疫情关怀"


def test_rests_of_the_template_and_ways_of_saying_nothing_are_kept_apart() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        | 产出指标 | 数量指标 | 件数 | **件 | — | 10 | 0 |
        |  |  | …… |  |  |  |  |
        |  | 质量指标 | 合格率 | 100% | 无 | 10 |  |
        |  | 成本指标 | 成本 | 不适用 | 0 | 10 | / |
    """)
    )
    one, two, three = report.indicators
    assert one.target is not None
    assert one.target.kind is TargetKind.PLACEHOLDER
    assert one.absent == {"actual": Absent.DASH}
    assert two.absent == {"actual": Absent.NONE_WORD, "score": Absent.BLANK}
    assert three.target is None
    assert three.absent == {"target": Absent.NOT_APPLICABLE, "score": Absent.SLASH}
    assert three.actual is not None
    assert three.actual.figures[0].value == 0
    assert one.score is not None
    assert one.score.value == 0


def test_two_target_blocks_side_by_side() -> None:
    report = report_of(
        document("""
        | 一级指标 | 三级指标 | 指标值 | 一级指标 | 三级指标 | 指标值 |
        | 产出指标 | 五年建成 | 50个 | 产出指标 | 当年建成 | 10个 |
    """)
    )
    assert sorted(row[2] or "" for row in cells(report)) == ["五年建成", "当年建成"]


def test_a_header_repeated_on_the_next_page_is_no_indicator() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        | 产出指标 | 数量指标 | 甲 | 1个 |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 |
        |  |  | 乙 | 2个 |
    """)
    )
    assert cells(report) == [
        ["产出指标", "数量指标", "甲", "1个", None, None, None],
        ["产出指标", "数量指标", "乙", "2个", None, None, None],
    ]


def test_a_word_that_labels_a_fact_is_a_name_inside_the_table() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 分值 | 得分 |
        | 决策 | 项目立项 | 立项规范性 | 5 | 5 |
        |  | 绩效目标 | 目标合理性 | 5 | 4 |
        | 总分 |  |  | 10 | 9 |
    """)
    )
    assert [row[1] for row in cells(report)] == ["项目立项", "绩效目标"]


def test_an_unknown_only_column_is_read_as_target_and_said_so() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 填报内容 |
        | 项目管理 | 资金投入 | 编制科学性 | 测算依据已报送 |
    """)
    )
    assert cells(report)[0][3] == "测算依据已报送"
    assert "column_assumed" in {notice.code for notice in report.notices}


def test_an_unknown_column_keeps_its_name_and_a_near_header_is_only_suggested() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 绩效目指标值 | 责任科室 |
        | 产出指标 | 数量指标 | 场次 | 8场 | 9场 | 办公室 |
    """)
    )
    assert report.indicators[0].other == {"绩效目指标值": "9场", "责任科室": "办公室"}
    assert "header_unknown" in {notice.code for notice in report.notices}


@pytest.mark.parametrize(
    "prefix", ["二、自评情况。成本（元/生.年）：", "2.产出指标。数量：已发。成本（元/生.年）："]
)
def test_levels_announced_by_the_sentence_above(prefix: str) -> None:
    report = report_of(
        document(f"""
        {prefix}

        | 三级指标 | 指标值 | 全年实际完成值 |
        | 小学人均标准 | 1000元/生.年 | 1000元/生.年 |
    """)
    )
    assert report.indicators[0].level2 == "成本指标"
    assert report.indicators[0].level1 == ("产出指标" if "产出指标" in prefix else None)


def test_rows_of_words_across_the_value_columns_are_no_indicators() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分 |
        | 产出指标 | 数量指标 | 活动场次 | ≥100场 | 116场 | 50 |
        | 总分 | < | < | < | < | 50 |
        | 未完成原因分析 | 疫情影响读者到馆。 | < | < | < | < |
        | 备注：完成率达到100%得满分。 | < | < | < | < | < |
    """)
    )
    assert [row.level3 for row in report.indicators] == ["活动场次"]
    assert groups(report) == [(0, "总分", None, "50")]
    assert report.forms[0].rules == ("备注：完成率达到100%得满分。",)


def test_one_name_column_with_numbered_groups() -> None:
    report = report_of(
        document("""
        | 评价指标 | 分值 | 评分标准 | 得分 |
        | 一、项目决策 | 20 |  | 19 |
        | 1.决策程序 | 10 | 程序合规得满分 | 10 |
        | 2.绩效目标 | 10 | 目标明确得满分 | 9 |
        | 二、项目完成 | 80 |  | 78 |
        | 1.完成数量 | 80 | 按完成率计分 | 78 |
        | 合计 | 100 |  | 97 |
    """)
    )
    assert [[row.level1, row.level3] for row in report.indicators] == [
        ["一、项目决策", "1.决策程序"],
        ["一、项目决策", "2.绩效目标"],
        ["二、项目完成", "1.完成数量"],
    ]
    assert groups(report) == [
        (1, "一、项目决策", "20", "19"), (1, "二、项目完成", "80", "78"), (0, "合计", "100", "97"),
    ]  # fmt: skip


def test_a_weight_column_named_after_its_level_belongs_to_the_group() -> None:
    report = report_of(
        document("""
        | 一级指标 | 二级指标 | 三级指标 | 一级指标权重 | 三级指标分值 | 得分 |
        | 产出指标 | 数量指标 | 场次 | 60 | 60 | 60 |
        | 效益指标 | 社会效益 | 影响 | 40 | 40 | 38 |
    """)
    )
    assert [row[5] for row in cells(report)] == ["60", "40"]
    assert groups(report) == [(1, "产出指标", "60", None), (1, "效益指标", "40", None)]
