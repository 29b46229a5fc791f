from __future__ import annotations

import pytest

from schema.report import Section
from tests.checking import form, outcomes
from tests.reports import claim, indicators, money_table, passage, place, report

OK = ("consistent", None, "")
NOTED = ("inconsistent", "note", "")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("89.974万元", [("consistent", None, "consistent")]),
        ("89.947万元", [("inconsistent", "warning", "inconsistent")]),
        # a part of the spending
        ("45万元", [("undetermined", None, "undetermined")]),
        ("45%", []),
    ],
)
def test_b16_total_cost_is_what_was_spent(actual, expected) -> None:
    rows = indicators(
        f"| level2 | level3 | target | actual |\n| 成本指标 | 项目总成本 | ≤90万元 | {actual} |"
    )
    lines = money_table("| name | executed_amount |\n| 合计 | 89.974 |", unit="万元")
    lines = tuple(line.model_copy(update={"form": 0}) for line in lines)
    assert outcomes("B16", report(indicators=rows, budget_lines=lines)) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 成本指标 | 单位建设成本 | ≥400元 |", [NOTED]),
        ("| 成本指标 | 单位建设成本 | ≤400元 |", [OK]),
        # shares of the funds are floors by nature
        ("| 成本指标 | 人员费用 | ≥85% |", []),
        ("| 成本指标 | 人员费用占比 | ≥85 |", []),
        ("| 数量指标 | 建设数量 | ≥400 |", []),
    ],
)
def test_g23_cost_targets_are_ceilings(row, expected) -> None:
    rows = indicators(f"| level2 | level3 | target |\n{row}")
    assert outcomes("G23", report(indicators=rows)) == expected


def scored(name: str, scores: str = "10 9 8 7 6"):
    points = zip(["10", "9", "8", "7", "6"], scores.split(), strict=True)
    body = "\n".join(
        f"| 产出指标 | {name if n == 0 else f'第{n}项产出'} | {w} | {s} |" for n, (w, s) in enumerate(points)
    )
    return indicators(f"| level1 | level3 | weight | score |\n{body}")


@pytest.mark.parametrize(("name", "expected"), [("预算执行率", [NOTED]), ("培训场次", [OK])])
def test_g24_execution_is_counted_once(name, expected) -> None:
    forms = [form((-1, "预算执行率", "10", "10"))]
    assert outcomes("G24", report(indicators=scored(name), forms=forms)) == expected


@pytest.mark.parametrize(
    ("spent", "total", "expected"),
    [("45.00", "96", [NOTED]), ("85.00", "96", [OK]), ("45.00", "70", [OK])],
)
def test_g25_good_scores_go_with_spending(spent, total, expected) -> None:
    lines = money_table(
        f"| name | budget_adjusted | executed_amount |\n| 合计 | 100.00 | {spent} |", unit="万元"
    )
    lines = tuple(line.model_copy(update={"form": 0}) for line in lines)
    given = report(indicators=scored("培训场次"), forms=[form((0, "总分", "100", total))], budget_lines=lines)
    assert outcomes("G25", given) == expected


@pytest.mark.parametrize(
    ("scores", "text", "expected"),
    [
        ("10 9 8 7 6", "个别项目进度偏慢。", [NOTED]),
        ("10 9 8 7 5", "个别项目进度偏慢。", [OK]),
        ("10 9 8 7 6", "无。", []),
    ],
)
def test_g26_problems_cost_points(scores, text, expected) -> None:
    given = report(
        indicators=scored("培训场次", scores),
        forms=[form()],
        sections=[Section(title="存在的问题", level=1, place=place())],
        passages=[passage(text, section=0)],
    )
    assert outcomes("G26", given) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (("120人次", "135人"), [("inconsistent", "warning", "")]),
        (("135人次", "120人"), [OK]),
        (("120人次", "135户"), []),
    ],
)
def test_n14_visits_are_no_fewer_than_visitors(counts, expected) -> None:
    at = place()
    claims = [claim("count", ("actual", c, "参加培训"), place=at) for c in counts]
    assert outcomes("N14", report(claims=claims)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("| 培训人次 | ≥500人次 | 520人次 |\n| 培训人次 | ≥500人次 | 520人次 |", [NOTED]),
        ("| 培训人次 | ≥500人次 | 520人次 |\n| 培训人次 | ≥500人次 | 610人次 |", [OK]),
        ("| 培训人次 | 良好 | 良好 |\n| 培训人次 | 良好 | 良好 |", []),
    ],
)
def test_n15_indicators_stand_once(rows, expected) -> None:
    assert outcomes("N15", report(indicators=indicators(f"| level3 | target | actual |\n{rows}"))) == expected


@pytest.mark.parametrize(("asked", "expected"), [("12份", [NOTED]), ("120份", [OK]), (None, [])])
def test_q06_surveys_are_large_enough(asked, expected) -> None:
    terms = [("rate", "100%", "满意度", "satisfaction_rate")]
    if asked:
        terms.append(("whole", asked, "有效问卷", "valid_responses"))
    assert outcomes("Q06", report(claims=[claim("survey", *terms)])) == expected
