from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import claim, money_table, report

OK = ("consistent", None, "consistent")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("10,510.54", ("inconsistent", "warning", "inconsistent")), ("10,105.54", OK), ("10,107", OK)],
)
def test_r09_price_times_quantity(amount, expected):
    lines = money_table(f"| name | unit_price | hours | amount |\n| 志愿服务 | 20.3 | 497.81 | {amount} |")
    assert outcomes("R09", report(budget_lines=lines)) == [expected]


def split(*terms):
    return report(claims=[claim("split", ("ratio", "4:3:3"), *terms)])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (split(("whole", "1200万元"), ("part", "360万元")), [OK]),
        (split(("whole", "1200万元"), ("part", "400万元")), [("inconsistent", "error", "inconsistent")]),
        (
            split(("whole", "100万元"), ("part", "40万元"), ("part", "30万元"), ("part", "30万元")),
            [OK, OK, OK],
        ),
        # without a whole nothing can be said
        (split(("part", "360万元")), []),
    ],
)
def test_r10_split(given, expected):
    assert outcomes("R10", given) == expected


def test_r10_finds_the_whole_in_the_same_paragraph():
    alone = claim("split", ("ratio", "4:3:3"), ("part", "360万元", "街道"))
    beside = claim("amount", ("total", "1200万元", "总采购资金"), place=alone.place)
    (check,) = checks_of("R10", report(claims=[alone, beside]))
    assert check.formula == "1200万元 × 3/10 = 360万元"
    assert check.verdict == "consistent"


@pytest.mark.parametrize(
    ("total", "expected"),
    [("6万元", [OK]), ("7.5万元", [("inconsistent", "warning", "inconsistent")])],
)
def test_r13_mean(total, expected):
    given = report(
        claims=[claim("product", ("standard", "500元", "人均"), ("actual", "120人"), ("total", total))]
    )
    assert outcomes("R13", given) == expected


def test_r13_needs_a_figure_for_each():
    given = report(
        claims=[claim("product", ("standard", "500元", "专项"), ("actual", "120人"), ("total", "7.5万元"))]
    )
    assert outcomes("R13", given) == []


@pytest.mark.parametrize(
    ("have", "staff", "expected"),
    [
        ("3名", "14名", OK),
        ("2名", "14名", ("inconsistent", "note", "inconsistent")),
        ("3名", None, ("undetermined", None, "undetermined")),
    ],
)
def test_r14_staff_by_ratio(have, staff, expected):
    terms = [("ratio", "1:6"), ("actual", have, "督导"), *([("whole", staff)] if staff else [])]
    assert outcomes("R14", report(claims=[claim("staffing", *terms)])) == [expected]


def test_r14_without_staff_tells_the_range():
    (check,) = checks_of(
        "R14", report(claims=[claim("staffing", ("ratio", "1:6"), ("actual", "3名", "督导"))])
    )
    assert (check.facts["staff_low"], check.facts["staff_high"]) == ("13", "18")
