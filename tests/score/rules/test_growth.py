from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import claim, money_table, report

OK = ("consistent", None, "consistent")
OPEN = ("undetermined", None, "undetermined")
WRONG = ("inconsistent", "error", "inconsistent")


def growth(*terms: tuple[str, ...], sentence: str = "比上年增加，增长"):
    return report(claims=[claim("growth", *terms, sentence=sentence)])


NOW, CHANGE = ("actual", "792.22万元", "支出"), ("change", "189.25万元")


@pytest.mark.parametrize(
    ("terms", "sentence", "expected"),
    [
        ((NOW, CHANGE, ("growth", "31.39%")), "比上年增加189.25万元，增长31.39%", [OK]),
        ((NOW, CHANGE, ("growth", "35.39%")), "比上年增加189.25万元，增长35.39%", [WRONG]),
        ((NOW, CHANGE, ("growth", "19.28%")), "比上年减少189.25万元，下降19.28%", [OK]),
        ((NOW, CHANGE, ("growth", "31.39%")), "按同口径比较增长31.39%", []),
        ((("actual", "0.62万元"), ("previous", "0.50万元"), ("growth", "22.22%")), "增长", [OPEN]),
        (
            (("actual", "120人"), ("previous", "100人"), ("change", "20人"), ("growth", "20%")),
            "增加",
            [OK, OK],
        ),
        ((("actual", "120人"), ("previous", "100人"), ("change", "30人")), "增加", [WRONG]),
        ((("change", "20人"), ("previous", "100人"), ("growth", "20%")), "增加", [OK]),
    ],
)
def test_r07_growth(terms, sentence, expected):
    assert outcomes("R07", growth(*terms, sentence=sentence)) == expected


def test_r07_names_the_wrong_base():
    (check,) = checks_of(
        "R07", growth(NOW, CHANGE, ("growth", "23.89%"), sentence="增加189.25万元，增长23.89%")
    )
    assert check.facts["outcome"] == "wrong_base"
    assert check.facts["wrong_base"] == "189.25万元 ÷ 792.22万元 = 23.89%"
    assert check.formula == "189.25万元 ÷ (792.22万元 − 189.25万元) = 31.3863%"


def test_r07_growth_from_nothing_is_not_decided():
    given = growth(("actual", "20人"), ("previous", "0人"), ("growth", "100%"))
    assert outcomes("R07", given) == [("undetermined", None, "undetermined")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("10%", [("inconsistent", "warning", "points_as_percent")]),
        ("10个百分点", [OK]),
        ("12.5%", [OK]),
        ("15个百分点", [("inconsistent", "error", "inconsistent")]),
    ],
)
def test_r08_points(change, expected):
    given = growth(("actual", "90%", "满意度"), ("previous", "80%", "满意度"), ("change", change))
    assert outcomes("R08", given) == expected


BY_YEAR = """
| name | previous_amount | executed_amount | change_amount | growth_rate |
| 甲 | 3528.00 | 3771.36 | 243.36 | 6.90% |
| 乙 | 601.50 | 565.70 | {} | -5.95% |
| 合计 | 4129.50 | 4337.06 | 207.56 | {} |
"""


@pytest.mark.parametrize(
    ("change", "rate", "failing"),
    [
        ("-35.80", "5.03%", []),
        ("-38.50", "5.03%", ["-38.50"]),
        ("-35.80", "5.30%", ["5.30%"]),
        # a fall printed without its minus
        ("35.80", "5.03%", []),
    ],
)
def test_r07_rows_with_the_year_before(change, rate, failing):
    lines = money_table(BY_YEAR.format(change, rate), unit="万元")
    found = checks_of("R07", report(budget_lines=lines))
    assert [c.reported for c in found if c.verdict == "inconsistent"] == failing
    assert len(found) == 6


def test_r07_a_column_that_is_no_growth_of_the_others_is_not_held_against_them():
    text = BY_YEAR.replace("243.36", "1.00").replace("207.56", "2.00").replace("6.90%", "50%")
    found = checks_of("R07", report(budget_lines=money_table(text.format("3.00", "9%"), unit="万元")))
    assert not any(c.severity for c in found)


@pytest.mark.parametrize(
    ("change", "rate", "expected"),
    [
        # nothing before, put at 100 % by convention
        ("307.82万元", "100.00%", "consistent"),
        ("307.82万元", "50%", "undetermined"),
        ("200.00万元", "100.00%", "inconsistent"),
    ],
)
def test_r07_growth_from_nothing(change, rate, expected):
    said = claim("growth", ("actual", "307.82万元"), ("change", change), ("growth", rate), scope="increase")
    assert [verdict for verdict, *_ in outcomes("R07", report(claims=[said]))] == [expected]


@pytest.mark.parametrize(("rate", "expected"), [("8%", "consistent"), ("7%", "inconsistent")])
def test_r07_a_standard_in_whole_yuan_is_meant_to_the_yuan(rate, expected):
    said = claim("growth", ("actual", "702元"), ("previous", "650元"), ("growth", rate), scope="increase")
    assert [verdict for verdict, *_ in outcomes("R07", report(claims=[said]))] == [expected]
