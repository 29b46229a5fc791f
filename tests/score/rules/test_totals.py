from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import checks_of, form, outcomes
from tests.documents import document
from tests.reports import indicators, money_table, report

HEAD = "| level1 | level2 | level3 | weight | score | deviation_reason |\n"


def rows(*scores: str) -> str:
    """Four rows of weights 20, 30, 30, 10 with these scores."""
    weights = ("20", "30", "30", "10")
    names = ("产出指标", "产出指标", "效益指标", "满意度指标")
    return HEAD + "".join(
        f"| {name} | 二级 | 指标{n} | {weight} | {score} | |\n"
        for n, (name, weight, score) in enumerate(zip(names, weights, scores, strict=True))
    )


OK = ("consistent", None, "consistent")


@pytest.mark.parametrize(
    ("scores", "execution", "total", "expected"),
    [
        (("20", "30", "30", "10"), "10", "100", OK),
        (("20", "28.5", "30", "9.8"), "8.66", "96.96", OK),
        (("20", "28.5", "30", "9.8"), "8.66", "97.96", ("inconsistent", "error", "inconsistent")),
        (("20", "30", "30", "10"), "10", "98", ("inconsistent", "error", "inconsistent")),
        (("20", "30", "30", "9"), "9", "98", OK),
        (("20", "30", "30", "9"), "9", "97", ("undetermined", "note", "whole_points")),
        (("20", "30", "30", "9"), "9", "98.00", OK),
        (("20", "30", "30", "9"), "9", "97.24", OK),
        (("20", "30", "", "9"), "9", "98", ("undetermined", None, "incomplete")),
    ],
)
def test_scores_make_the_total(scores, execution, total, expected):
    table = rows(*scores).replace("指标2 |", "指标2 |")
    shaped = indicators(table)
    if "" in scores:
        other = indicators("| level3 | target | actual | weight |\n| 指标2 | ≥1 | 1 | 30 |\n")
        shaped = (*(row for row in shaped if row.score), *other)
    given = report(
        indicators=shaped, forms=[form((-1, "年度资金总额", "10", execution), (0, "总分", "100", total))]
    )
    assert outcomes("G07", given) == [expected]


def test_the_total_shows_its_arithmetic():
    given = report(
        indicators=indicators(rows("20", "28.5", "30", "9.8")),
        forms=[form((-1, "资金", "10", "8.66"), (0, "总分", "100", "97.96"))],
    )
    check = checks_of("G07", given)[0]
    assert check.formula == "20 + 28.5 + 30 + 9.8 + 8.66 = 96.96"
    assert (check.reported, check.recomputed, check.facts["difference"]) == ("97.96", "96.96", "1")


def test_a_group_that_does_not_apply_may_be_scaled_away():
    given = report(
        indicators=indicators(
            rows("20", "27", "30", "10")[: rows("20", "27", "30", "10").rindex("| 满意度")]
        ),
        forms=[form((-1, "资金", "10", "10"), (0, "总分", "100", "96.67"))],
    )
    assert outcomes("G07", given) == [("consistent", None, "rescaled")]


def test_marks_out_of_a_hundred_are_weighted():
    table = """
        | level1 | level2 | level3 | weight | score |
        | 产出 | 数量 | 甲 | 60% | 95 |
        | 效益 | 社会 | 乙 | 40% | 90 |
    """
    given = report(indicators=indicators(table), forms=[form((0, "总分", "100", "93"))])
    assert outcomes("G07", given) == [("consistent", None, "rescaled")]


MONEY = """
| name         | budget_initial | budget_adjusted | executed_amount | execution_rate |
| 年度资金总额 | 400.00         | 500.00          | 443.00          | {rate}         |
"""


@pytest.mark.parametrize(
    ("rate", "score", "expected"),
    [
        ("88.60%", "8.86", OK),
        ("88.60%", "9", OK),
        ("88.60%", "8", ("consistent_if_truncated", None, "consistent")),
        ("86.60%", "8.66", OK),
        ("88.60%", "9.66", ("inconsistent", "warning", "inconsistent")),
        ("", "10", OK),
    ],
)
def test_execution_score(rate, score, expected):
    money = tuple(line.model_copy(update={"form": 0}) for line in money_table(MONEY.format(rate=rate)))
    given = report(
        indicators=indicators(rows("20", "30", "30", "10")),
        budget_lines=money,
        forms=[form((-1, "年度资金总额", "10", score), (0, "总分", "100", "98"))],
    )
    assert outcomes("G09", given) == [expected]


COLUMNS = """
| name       | 合计   | 财政拨款 | 单位资金 |
| 全年预算数 | 500.00 | 400.00   | 100.00   |
| 全年执行数 | 443.00 | 363.00   | 80.00    |
| 执行率     | 88.60% | 90.75%   | 80.00%   |
"""


@pytest.mark.parametrize(
    ("score", "rules", "expected"),
    [
        ("8.86", (), OK),
        ("9.66", (), ("inconsistent", "warning", "inconsistent")),
        # the form prints the rule itself
        ("9.66", ("注：预算执行得分＝分值×合计执行率",), ("inconsistent", "error", "inconsistent")),
        ("9.66", ("得分按执行率分档",), ("undetermined", None, "unknown_rule")),
    ],
)
def test_execution_score_of_a_form_whose_rows_are_measures(score, rules, expected):
    money = tuple(line.model_copy(update={"form": 0}) for line in money_table(COLUMNS))
    given = report(
        indicators=indicators(rows("20", "30", "30", "10")),
        budget_lines=money,
        forms=[form((-1, "执行率", "10", score), (0, "总分", "100", "98"), rules=rules)],
    )
    assert outcomes("G09", given) == [expected]


def test_a_staged_rule_is_not_known():
    money = tuple(line.model_copy(update={"form": 0}) for line in money_table(MONEY.format(rate="88.60%")))
    staged = form((-1, "年度资金总额", "10", "6"), rules=("执行率每低5个百分点扣2分",))
    given = report(indicators=indicators(rows("20", "30", "30", "10")), budget_lines=money, forms=[staged])
    assert outcomes("G09", given) == [("undetermined", None, "unknown_rule")]


@pytest.mark.parametrize(
    ("score", "reason", "expected"),
    [
        ("8", "进度滞后，扣2分", [("consistent", None)]),
        ("8", "进度滞后，扣1分", [("inconsistent", "error")]),
        ("7", "进度滞后扣1分，资料不全扣2分", [("consistent", None)]),
        ("9", "共扣1分，其中资料不全扣0.5分、进度滞后扣0.5分", [("consistent", None)]),
        ("8", "每少一项扣1分", []),
        ("8", "进度滞后", []),
    ],
)
def test_deductions(score, reason, expected):
    table = HEAD + f"| 产出 | 数量 | 甲 | 10 | {score} | {reason} |\n"
    assert [o[:2] for o in outcomes("G10", report(indicators=indicators(table)))] == expected


BONUS = """
    # 评价得分表

    | 一级指标 | 分值 | 得分 |
    | 决策 | 15 | 14 |
    | 过程 | 25 | 23 |
    | 产出 | 30 | 29 |
    | 效益 | 30 | 28 |
    | 加分项 | — | 3 |
    | 扣分项 | — | {} |
    | 合计 | 100 | {} |
"""


@pytest.mark.parametrize(
    ("off", "total", "verdict"),
    [
        ("-2", "95", "consistent"),
        # a penalty may lack its minus, and a total may leave both out
        ("2", "95", "consistent"),
        ("2", "94", "consistent"),
        ("-2", "59", "inconsistent"),
    ],
)
def test_g07_counts_a_bonus_and_a_penalty(off: str, total: str, verdict: str) -> None:
    (check,) = checks_of("G07", report_of(document(BONUS.format(off, total))))
    assert check.verdict == verdict


WITH_WEIGHTS_IN_LABELS = """
    # 项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
    | 产出指标（50分） | 数量指标（30分） | 改造泵站 | 12座 | 12座 | 30 |
    | 产出指标（50分） | 时效指标（20分） | 按期完成率 | 100% | 90% | {score} |
    | 效益指标（50分） | 社会效益（30分） | 受益户数 | 900户 | 950户 | 30 |
    | 效益指标（50分） | 满意度（20分） | 群众满意度 | ≥90% | 95% | 20 |
    | 总分 | | | | | {total} |
"""


@pytest.mark.parametrize(
    ("score", "total", "expected"),
    [
        ("18", "98", ("consistent", None)),
        ("17.8", "97.8", ("consistent", None)),
        # full marks hide nothing: two points are lost between the rows and the total
        ("20", "97.8", ("inconsistent", "warning")),
        # nor does a row that is printed whole beside a total to one decimal, beyond its point
        ("18", "96.9", ("inconsistent", "warning")),
        ("18", "97.6", ("consistent", None)),
    ],
)
def test_full_marks_hide_nothing_below_a_finer_total(score, total, expected):
    found = checks_of("G07", report_of(document(WITH_WEIGHTS_IN_LABELS.format(score=score, total=total))))
    assert [(c.verdict, c.severity) for c in found] == [expected]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("8.8", ("consistent_if_truncated", None, "consistent")),
        ("8.9", OK),
        ("9.0", ("inconsistent", "warning", "inconsistent")),
    ],
)
def test_execution_points_are_as_fine_as_those_of_the_rows(score, expected):
    """8.86 is 8.9, cut 8.8; 9.0 would be half points, where other rows have tenths."""
    money = tuple(line.model_copy(update={"form": 0}) for line in money_table(MONEY.format(rate="88.60%")))
    given = report(
        indicators=indicators(rows("20", "28.3", "30", "10")),
        budget_lines=money,
        forms=[form((-1, "年度资金总额", "10", score), (0, "总分", "100", "98"))],
    )
    assert outcomes("G09", given) == [expected]


REVIEWED = """
    # 项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | < |
    | ^ | ^ | ^ | ^ | ^ | ^ | 自评 | 复核 |
    | 产出指标 | 数量指标 | 改造泵站 | 12座 | 12座 | 40 | 40 | 40 |
    | 产出指标 | 时效指标 | 按期完成率 | 100% | 95% | 20 | 19 | 17.5 |
    | 效益指标 | 社会效益 | 受益户数 | 900户 | 950户 | 20 | 20 | 18 |
    | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥90% | 95% | 20 | 20 | 20 |
    | 总分 | | | | | 100 | 99 | {total} |
"""


@pytest.mark.parametrize(
    ("total", "expected"),
    [("95.5", ["consistent", "consistent"]), ("96.5", ["consistent", "inconsistent"])],
)
def test_the_points_of_whoever_reviewed_the_form_make_their_own_total(total, expected):
    found = checks_of("G07", report_of(document(REVIEWED.format(total=total))))
    assert [c.verdict for c in found] == expected
    assert found[1].subject.endswith("复核")
