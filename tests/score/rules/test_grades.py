from __future__ import annotations

import pytest

from tests.checking import checks_of, form, outcomes
from tests.reports import claim, figure, indicators, passage, place, report, term


def graded(score: str, grade: str, sentence: str = "", **rest: object):
    return claim("score", ("score", f"{score}分"), grade=grade, sentence=sentence, **rest)


@pytest.mark.parametrize(
    ("score", "grade", "expected"),
    [
        ("86.4", "良好", ("consistent", None, "consistent")),
        ("95", "优", ("consistent", None, "consistent")),
        ("86.4", "优", ("inconsistent", "warning", "other_scheme")),
        ("65", "优", ("inconsistent", "error", "inconsistent")),
        ("95", "差", ("inconsistent", "error", "inconsistent")),
        ("90", "良", ("undetermined", "note", "rounded")),
        ("89.5", "优", ("undetermined", "note", "rounded")),
        ("95", "五星", ("undetermined", None, "unknown_word")),
        ("75", "低", ("undetermined", "note", "unverified_scheme")),
        ("250", "优", ("undetermined", None, "unknown_word")),
    ],
)
def test_grade_is_that_of_the_score(score, grade, expected):
    assert outcomes("G08", report(claims=[graded(score, grade)])) == [expected]


def test_bands_of_the_document_win():
    rules = passage("85分以上为优，75分至85分为良，60分至75分为中，60分以下为差。")
    fine = report(claims=[graded("86.4", "优")], passages=[rules])
    assert outcomes("G08", fine) == [("consistent", None, "consistent")]
    wrong = report(claims=[graded("80", "优")], passages=[rules])
    assert outcomes("G08", wrong) == [("inconsistent", "error", "printed_scheme")]


def test_another_scale_and_many_projects_are_no_contradiction():
    rows = indicators("""
        | level1 | level2 | level3 | weight | score |
        | 专业服务 | 个案 | 个案服务 | 700 | 650 |
        | 购买方评价 | 配合 | 配合程度 | 300 | 270 |
    """)
    scaled = report(claims=[graded("920", "优秀")], indicators=rows, forms=[form((0, "总分", "1000", "920"))])
    assert outcomes("G08", scaled) == [("consistent", None, "consistent")]
    many = graded("65", "优", "平均得分65分，其中优的项目39个项目")
    assert outcomes("G08", report(claims=[many])) == []


def test_the_total_of_the_form_is_the_score_of_a_bare_grade():
    rows = indicators("| level1 | level2 | level3 | weight | score |\n| 产出 | 数量 | 甲 | 100 | 55 |\n")
    given = report(
        claims=[claim("grade", grade="优", sentence="自评等级为优。")],
        indicators=rows,
        forms=[form((0, "总分", "100", "55"))],
    )
    check = checks_of("G08", given)[0]
    assert (check.verdict.value, check.reported, check.recomputed) == ("inconsistent", "优", "差")
    assert outcomes("G13", given) == [("consistent", None, "consistent")]


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [("评价等级为“优秀”。", "inconsistent"), ("本次末期评估的等级为“优秀”。", "trade")],
)
def test_a_grade_without_any_score(sentence, outcome):
    given = report(claims=[claim("grade", grade="优秀", sentence=sentence)])
    assert outcomes("G13", given) == [("inconsistent", "warning", outcome)]
    assert outcomes("G08", given) == []


def test_a_grade_with_a_score_elsewhere_is_traced():
    given = report(
        claims=[
            claim("grade", grade="优", sentence="等级为优。"),
            claim("score", ("score", "95分"), sentence="得95分。"),
        ]
    )
    assert outcomes("G13", given) == [("consistent", None, "consistent")]


def test_a_grade_behind_the_parts_of_a_total_is_that_of_the_total():
    last = figure("27.10分", at=place(block=5, start=40))
    parts = claim(
        "sum",
        ("whole", "91.15分", "综合得分"),
        ("part", "64.05分", "决策、过程与产出"),
        term("part", last, "效益"),
    )
    said = claim("score", term("score", last, "效益"), grade="优")
    assert [o[0] for o in outcomes("G08", report(claims=[parts, said]))] == ["consistent"]
    assert [o[0] for o in outcomes("G08", report(claims=[said]))] == ["inconsistent"]
