from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, report


def visits(text: str, **rest: object):
    return claim("count", ("actual", text, "服务人次"), **{"period": "2022年", "sentence": text, **rest})


@pytest.mark.parametrize(
    ("wide", "exact", "expected"),
    [
        ("超过200人次", "198人次", [("inconsistent", "warning", "inconsistent")]),
        ("超过200人次", "205人次", [("consistent", None, "consistent")]),
        ("超过200人次", "900人次", []),
        ("近20万人次", "21万人次", [("inconsistent", "warning", "inconsistent")]),
        ("近20万人次", "19.8万人次", [("consistent", None, "consistent")]),
        ("约500人次", "520人次", [("consistent", None, "consistent")]),
        ("约500人次", "580人次", [("undetermined", "note", "far")]),
        ("约500人次", "700人次", []),
        ("不低于200人次", "200人次", [("consistent", None, "consistent")]),
    ],
)
def test_exact_figure_lies_in_the_hedge(wide, exact, expected):
    assert outcomes("H01", report(claims=[visits(wide), visits(exact)])) == expected


@pytest.mark.parametrize(
    "other",
    [
        {"period": "上半年"},
        {"scope": "家庭服务"},
        {"owner": "另一站点"},
    ],
)
def test_other_periods_and_scopes_are_other_things(other):
    given = report(claims=[visits("超过200人次"), visits("198人次", **other)])
    assert outcomes("H01", given) == []


def test_another_unit_or_a_short_name_is_not_compared():
    assert outcomes("H01", report(claims=[visits("超过200人次"), visits("198人")])) == []
    short = [claim("count", ("actual", text, "人")) for text in ("超过200人次", "198人次")]
    assert outcomes("H01", report(claims=short)) == []


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        ("14人次", [("inconsistent", "warning", "inconsistent")]),
        ("12人次", [("consistent", None, "consistent")]),
        ("90人次", []),
    ],
)
def test_figure_lies_in_the_range(exact, expected):
    given = report(claims=[visits("8-12人次"), visits(exact)])
    assert outcomes("H02", given) == expected


def test_a_rough_range_excludes_nothing():
    given = report(claims=[visits("约8-12人次"), visits("14人次")])
    assert outcomes("H02", given) == []
