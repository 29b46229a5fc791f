from __future__ import annotations

from decimal import Decimal

import pytest

from schema.figure import Place
from score.profile import UnknownProfileError
from score.sheet import sheets_of
from tests.checking import form
from tests.reports import indicators, money_table, report

ROWS = """
| level1 | level2 | level3 | target | actual | weight | score |
| 产出指标 | 数量指标 | 培训人次 | ≥500 | 500 | 20 | 20 |
| 产出指标 | 质量指标 | 合格率 | ≥95% | 96% | 30 | 30 |
| 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 90% | 30 | 30 |
| 满意度指标 | 服务对象满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 |
"""
MONEY = form((-1, "年度资金总额", "10", "10"), (0, "总分", "100", "100"))


def sheet(rows: str, *forms: object, **rest: object):
    return sheets_of(report(indicators=indicators(rows), forms=forms, **rest))[0]


def test_a_form_laid_out():
    made = sheet(ROWS, MONEY)
    assert [line.name for line in made.lines] == ["培训人次", "合格率", "知晓率", "学员满意度"]
    assert made.execution is not None
    assert made.profile is not None
    assert (made.execution.points, made.scale, made.profile.id) == (10, 100, "cn_2020")


def test_satisfaction_at_level_2_still_shows_the_national_weights():
    made = sheet(ROWS.replace("| 满意度指标 |", "| 效益指标 |"), MONEY)
    assert made.profile is not None
    assert made.profile.id == "cn_2020"
    assert made.group_sums(satisfaction_apart=False)["benefit"] == Decimal(40)


def test_a_named_profile_is_taken_as_given():
    given = report(indicators=indicators(ROWS), forms=[MONEY])
    named = sheets_of(given, "gz_social_1000")[0].profile
    assert named is not None
    assert named.id == "gz_social_1000"
    with pytest.raises(UnknownProfileError):
        sheets_of(given, "nowhere")


def test_totals_bonus_and_headings_among_the_rows():
    made = sheet(
        ROWS
        + "| 产出指标 | | | | | 50 | 50 |\n| 加分项 | 加分项 | 创新 | | | 3 | 3 |\n| 总分 | | | | | 93 | 93 |\n"
    )
    assert [line.name for line in made.bonus] == ["创新"]
    assert made.total is not None
    assert made.total.name == "总分"
    assert [(level, line.name) for level, line in made.groups] == [(1, "产出指标")]
    assert len(made.lines) == 4


def test_names_with_reward_in_them_are_ordinary_rows():
    made = sheet(ROWS.replace("培训人次", "农村家庭奖励扶助人数"), MONEY)
    assert made.bonus == ()


def test_the_money_row_may_only_stand_in_the_money_table():
    money = money_table("""
        | name           | executed_amount | weight | score |
        | 年度资金总额   | 100.00          | 10     | 9     |
        | 其中：财政拨款 | 100.00          | 10     | 9     |
    """)
    lines = [line.model_copy(update={"form": 0}) for line in money]
    made = sheet(ROWS, form((0, "总分", "100", "")), budget_lines=lines)
    assert made.execution is not None
    assert made.execution.points == 10


def test_points_of_a_merged_cell_count_once():
    rows = list(indicators(ROWS))
    shared = rows[0].weight
    assert shared is not None
    rows[1] = rows[1].model_copy(update={"weight": shared, "score": None})
    assert len(sheets_of(report(indicators=rows))[0].lines) == 3


def test_swapped_columns_and_percent_weights():
    swapped = """
        | level1 | level2 | level3 | weight | score |
        | 产出 | 数量 | 甲 | 8 | 10 |
        | 产出 | 质量 | 乙 | 18 | 20 |
    """
    assert sheet(swapped).columns_doubtful
    assert not sheet(ROWS).columns_doubtful
    percent = swapped.replace("| 8 |", "| 8% |").replace("| 18 |", "| 18% |")
    assert sheet(percent).weighted_by_percent


def test_rows_without_points_make_no_sheet():
    rows = indicators("| level3 | target | actual |\n| 甲 | ≥1 | 1 |\n")
    assert sheets_of(report(indicators=rows)) == []


def test_a_place_is_kept():
    made = sheet(ROWS, MONEY)
    assert isinstance(made.lines[0].place, Place)
    assert made.lines[0].place.row == 0
