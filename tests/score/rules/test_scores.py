from __future__ import annotations

import pytest

from tests.checking import checks_of, form, outcomes
from tests.reports import indicators, report

REST = """
| 产出指标 | 质量指标 | 合格率 | 100% | 100% | 40 | 40 | |
| 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 90% | 30 | 30 | |
| 满意度指标 | 服务对象满意度 | 群众满意度 | ≥90% | 95% | 10 | 10 | |
"""
HEAD = "| level1 | level2 | level3 | target | actual | weight | score | deviation_reason |\n"
FORM = form((-1, "年度资金总额", "10", "10"), (0, "总分", "100", "100"))


def first(row: str, rule: str = "G04", **rest: object) -> tuple[str, str | None, str]:
    """The outcome for one row of a form with the national weights."""
    given = report(indicators=indicators(HEAD + row + REST), forms=[rest.get("form", FORM)])
    return outcomes(rule, given)[0]


OK = ("consistent", None, "consistent")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 产出指标 | 数量指标 | 里程 | ≥260公里 | 247公里 | 10 | 9.5 | 移交 |", OK),
        ("| 产出指标 | 数量指标 | 里程 | ≥260公里 | 247公里 | 10 | 10 | |", OK),
        ("| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 10 | |", ("inconsistent", "warning", "above")),
        (
            "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 10.0 | 疫情 |",
            ("inconsistent", "note", "above"),
        ),
        ("| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 4 | |", ("inconsistent", "warning", "below")),
        (
            "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 4 | 疫情 |",
            ("undetermined", None, "explained"),
        ),
        (
            "| 产出指标 | 数量指标 | 场次 | ≥20场 | 20场 | 10 | 8 | |",
            ("inconsistent", "warning", "met_below"),
        ),
        ("| 产出指标 | 数量指标 | 场次 | ≥20场 | 30场 | 10 | 8 | |", OK),
        ("| 产出指标 | 数量指标 | 资金 | 43.2 | 37.24 | 10 | 9 | 留尾款 |", OK),
        ("| 产出指标 | 质量指标 | 完工率 | 100 | 100% | 10 | 10 | |", OK),
        ("| 产出指标 | 数量指标 | 里程 | ≥266米 | ≥266米 | 10 | 10 | |", OK),
        ("| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 0 | |", ("undetermined", None, "other_formula")),
    ],
)
def test_score_follows_achievement(row, expected):
    assert first(row) == expected


def test_points_taken_off_a_target_that_was_met_are_explained_where_the_form_asks_for_it():
    def told(row, fields):
        return first(row, form=form((-1, "资金", "7", "7"), (0, "总分", "97", "97"), fields=fields))

    asking, row = (
        {"deviation_reason": "偏差原因"},
        "| 产出指标 | 数量指标 | 场次 | ≥20场 | 21场 | 10 | {} | {} |",
    )
    assert told(row.format("7", ""), asking) == ("undetermined", "note", "met_below")
    assert told(row.format("7", ""), {"score": "得分"}) == ("undetermined", None, "unknown_rule")
    assert told(row.format("7", "质量抽查扣分"), asking)[1] is None
    assert told(row.replace("21场", "31场").format("7", ""), asking)[1] is None


def test_an_upper_bound_passed_with_all_points_is_no_agreement():
    row = "| 产出指标 | 数量指标 | 站点 | ≤20个 | 26个 | 10 | 10 | |"
    assert first(row, "G05") == ("undetermined", "note", "direction")
    assert first(row.replace("26个", "19个"), "G05") == OK


def test_an_unknown_form_is_not_accused():
    odd = form((-1, "资金", "7", "7"), (0, "总分", "97", "97"))
    row = "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 10 | |"
    assert first(row, form=odd) == ("undetermined", None, "unknown_rule")


def test_a_rule_printed_in_the_form_wins():
    odd = form((-1, "资金", "7", "7"), rules=("未完成的，得分=分值×B/A",))
    row = "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 10 | |"
    assert first(row, form=odd) == ("inconsistent", "warning", "above")
    other = form(
        (-1, "年度资金总额", "10", "10"), (0, "总分", "100", "100"), rules=("每少一场扣2分，扣完为止",)
    )
    assert first(row, form=other) == ("undetermined", None, "unknown_rule")


def test_a_standard_of_the_row_wins():
    table = HEAD.replace("deviation_reason", "scoring_rule") + (
        "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 9 | 每少一场扣0.2分 |\n"
        "| 产出指标 | 质量指标 | 合格率 | 100% | 100% | 40 | 40 | |\n"
        "| 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 90% | 30 | 30 | |\n"
        "| 满意度指标 | 服务对象满意度 | 群众满意度 | ≥90% | 95% | 10 | 10 | |\n"
    )
    given = report(indicators=indicators(table), forms=[FORM])
    assert outcomes("G04", given)[0] == ("undetermined", None, "own_rule")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 产出指标 | 成本指标 | 总成本 | ≤90万元 | 88万元 | 10 | 10 | |", OK),
        ("| 产出指标 | 成本指标 | 总成本 | ≤90万元 | 99万元 | 10 | 9 | 涨价 |", OK),
        ("| 产出指标 | 成本指标 | 总成本 | ≤90万元 | 99万元 | 10 | 9.09 | 涨价 |", OK),
        (
            "| 产出指标 | 成本指标 | 总成本 | ≤90万元 | 120万元 | 10 | 10 | |",
            ("inconsistent", "warning", "above"),
        ),
        (
            "| 产出指标 | 成本指标 | 总成本 | ≤90万元 | 45万元 | 10 | 7 | |",
            ("inconsistent", "warning", "met_below"),
        ),
        ("| 产出指标 | 成本指标 | 单位成本 | 400元 | 380元 | 10 | 10 | |", OK),
    ],
)
def test_reverse_scores(row, expected):
    assert first(row, "G05") == expected


def test_the_score_shows_its_arithmetic():
    row = "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 10 | |"
    given = report(indicators=indicators(HEAD + row + REST), forms=[FORM])
    check = checks_of("G04", given)[0]
    assert (check.formula, check.reported, check.recomputed) == ("10 × 15场 / ≥20场 = 7.5", "10", "7.5")
    assert len(check.figures) == 4


@pytest.mark.parametrize(
    ("actual", "score", "expected"),
    [
        ("基本完成", "7", ("consistent", None, "consistent")),
        ("基本完成", "10", ("inconsistent", "note", "inconsistent")),
        ("有效保障", "9", ("consistent", None, "consistent")),
        ("有效保障", "5", ("inconsistent", "note", "inconsistent")),
        ("未完成", "10", ("inconsistent", "note", "inconsistent")),
    ],
)
def test_qualitative_bands(actual, score, expected):
    row = f"| 产出指标 | 质量指标 | 保障安全 | 有效保障 | {actual} | 10 | {score} | |"
    assert first(row, "G06") == expected


def test_words_that_say_nothing_are_not_judged():
    row = "| 产出指标 | 质量指标 | 保障安全 | 有效保障 | 见附表 | 10 | 2 | |"
    given = report(indicators=indicators(HEAD + row + REST), forms=[FORM])
    assert outcomes("G06", given) == []


@pytest.mark.parametrize(
    ("less", "more", "reason", "expected"),
    [
        ("9", "8", "", ("inconsistent", "warning")),
        ("9", "8", "两次验收", ("inconsistent", "note")),
        ("8", "9", "", ("consistent", None)),
        ("9", "9", "", ("consistent", None)),
        ("9", "8.5", "", ("consistent", None)),
    ],
)
def test_order_of_scores(less, more, reason, expected):
    rows = (
        f"| 产出指标 | 数量指标 | 甲 | ≥100场 | 80场 | 10 | {less} | |\n"
        f"| 产出指标 | 数量指标 | 乙 | ≥100场 | 95场 | 10 | {more} | {reason} |\n"
    )
    given = report(indicators=indicators(HEAD + rows))
    assert [o[:2] for o in outcomes("G15", given)] == [expected]


def test_rows_of_other_weight_or_met_are_not_ordered():
    rows = (
        "| 产出指标 | 数量指标 | 甲 | ≥100场 | 80场 | 10 | 9 | |\n"
        "| 产出指标 | 数量指标 | 乙 | ≥100场 | 95场 | 8 | 7 | |\n"
        "| 产出指标 | 数量指标 | 丙 | ≥100场 | 100场 | 10 | 8 | |\n"
    )
    assert outcomes("G15", report(indicators=indicators(HEAD + rows))) == []


def test_a_profile_caps_the_severity_of_what_rests_on_it(tmp_path):
    path = tmp_path / "mild.toml"
    path.write_text(
        'id = "mild"\njurisdiction = "x"\nauthority = ""\nvalid_from = 2022-01-01\ngravest = "note"\n'
        'title = { zh = "本市", en = "ours" }\n[scoring]\nformulas = ["pos_cap"]\n',
        encoding="utf-8",
    )
    row = "| 产出指标 | 数量指标 | 场次 | ≥20场 | 15场 | 10 | 10 | |"
    given = report(indicators=indicators(HEAD + row + REST), forms=[FORM])
    assert outcomes("G04", given, str(path))[0] == ("inconsistent", "note", "above")
