from __future__ import annotations

import pytest

from score.told import execution_told
from tests.checking import form, outcomes
from tests.reports import indicators, report

ROWS = indicators(
    "| level1 | level2 | level3 | weight | score |\n"
    "| 产出指标 | 数量指标 | 指标1 | 30 | 30 |\n"
    "| 产出指标 | 质量指标 | 指标2 | 20 | 19 |\n"
    "| 效益指标 | 社会效益 | 指标3 | 30 | 30 |\n"
    "| 满意度指标 | 满意度 | 指标4 | 10 | 10 |\n"
)


def _form(total: str, score: str, *notes: str):
    return form((0, total, "100", score)).model_copy(update={"rules": notes})


@pytest.mark.parametrize(
    ("total", "notes", "weight", "score"),
    [
        ("总分", ("注：预算执行率10分，得分＝10×预算执行率，本项目得9分。",), "10", "9"),
        ("总分（含预算执行率10分）", (), "10", None),
        ("合计（含预算执行得分9.5分）", (), None, "9.5"),
        ("总分", ("资金执行率满分20分，实得18.6分；每低1%扣0.5分。",), "20", "18.6"),
        ("总分", ("评分标准：产出指标完成得满分。",), None, None),
        # points got beyond what can be got are none of the two
        ("总分", ("预算执行率10分，得100分。",), None, None),
        # two notes that do not agree tell nothing
        ("总分（含预算执行率10分）", ("预算执行率20分。",), None, None),
    ],
)
def test_points_told(total, notes, weight, score) -> None:
    one = _form(total, "98", *notes)
    told = execution_told(report(indicators=ROWS, forms=[one]), one)
    assert (told.weight and told.weight.text, told.score and told.score.text) == (weight, score)


OK = ("consistent", None, "consistent")
OPEN = ("undetermined", None, "incomplete")
WRONG = ("inconsistent", "error", "inconsistent")


@pytest.mark.parametrize(
    ("total", "score", "notes", "weights", "scores"),
    [
        ("总分", "98", ("预算执行率10分，本项目得9分。",), OK, OK),
        # the weights count the execution, the scores do not
        ("总分", "89", ("预算执行率10分，本项目得9分。",), WRONG, OK),
        ("总分", "99.5", ("预算执行率10分，本项目得9.0分。",), OK, WRONG),
        ("总分（含预算执行率10分）", "98.5", (), OK, OPEN),
        ("总分（含预算执行率）", "98.5", (), OPEN, OPEN),
        ("总分（含预算执行率10分）", "79.5", (), OK, WRONG),
        ("总分", "98.5", (), WRONG, WRONG),
    ],
)
def test_totals_with_told_points(total, score, notes, weights, scores) -> None:
    given = report(indicators=ROWS, forms=[_form(total, score, *notes)])
    assert outcomes("G01", given) == [weights]
    assert outcomes("G07", given) == [scores]
