from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, place, report

OK = ("consistent", None, "consistent")


def counts(period: str, home: str = "2,259人次"):
    at = place()
    pairs = [("家访", home), ("电访", "1,628人次"), ("小组", "24个")]
    return [
        claim("count", ("actual", n, name), period=period, place=at, sentence="完成") for name, n in pairs
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("截至2022年7月31日", "2022年度上半年", [("inconsistent", "warning")]),
        ("2022年", "2022年度", [("consistent", None)]),
        ("2022年", "2022年上半年", [("consistent", None)]),
    ],
)
def test_t03_periods(one, other, expected):
    given = report(claims=counts(one) + counts(other))
    assert [(verdict, severity) for verdict, severity, _ in outcomes("T03", given)] == expected


def test_t03_two_shared_figures_are_chance():
    assert outcomes("T03", report(claims=counts("上半年") + counts("下半年", home="1人次"))) == []


@pytest.mark.parametrize(
    ("period", "base", "expected"),
    [
        ("2022年上半年", "年度项目指标", [("inconsistent", "warning", "inconsistent")]),
        ("2022年", "年度项目指标", [OK]),
        ("2022年上半年", "协议指标量", []),
    ],
)
def test_t08_part_of_a_year(period, base, expected):
    said = claim("completion", ("completion", "13.6%", "资源链接"), period=period, base=base)
    assert outcomes("T08", report(claims=[said])) == expected
