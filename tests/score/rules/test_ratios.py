"""Percentages: for each rule one that fires, one that passes, one that looks wrong but is fine."""

from __future__ import annotations

import pytest

from schema.report import Report
from tests.checking import checks_of, outcomes
from tests.reports import claim, indicators, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def completion(actual: str, rate: str, *more: tuple[str, ...], sentence: str = "", **rest: object) -> Report:
    terms = [("actual", actual, "社区活动"), ("completion", rate, "社区活动", "completion_rate"), *more]
    return report(claims=[claim("completion", *terms, sentence=sentence, **rest)])


@pytest.mark.parametrize(
    ("actual", "rate", "expected"),
    [
        ("67次", "101.49%", [WRONG]),
        ("197名", "126.4%", [WRONG]),
        ("1,628人次", "203.5%", [OK]),
        ("4场", "100%", [OK]),
        ("12人", "85.71%", [OK]),
        # too many bases fit: a pass proves nothing
        ("2,259人次", "163.7%", [OPEN]),
        ("167.5人次", "139.58%", []),
        ("20万人次", "101.49%", []),
        ("497.81小时", "101.49%", []),
    ],
)
def test_r02_hidden_whole_base(actual: str, rate: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert outcomes("R02", completion(actual, rate)) == expected


def test_r02_repairs_and_neighbours() -> None:
    (check,) = checks_of("R02", completion("67次", "101.49%"))
    assert check.repairs == ("68 ÷ 67 = 101.49%", "67 ÷ 66 = 101.52%", "67 ÷ 67 = 100.00%")
    assert check.formula == "67 ÷ 66 = 101.5152%"
    assert (check.reported, check.recomputed, check.margin, check.power) == (
        "101.49%",
        "101.5152%",
        "1.52",
        "0.9935",
    )
    assert {figure.text for figure in check.figures} == {"67次", "101.49%"}
    (check,) = checks_of("R02", completion("197名", "126.4%"))
    assert check.repairs == ("197 ÷ 156 = 126.3%", "197 ÷ 155 = 127.1%")


@pytest.mark.parametrize("sentence", ["月平均服务67次，完成101.49%", "加权综合完成率101.49%"])
def test_r02_leaves_means_alone(sentence: str) -> None:
    assert outcomes("R02", completion("67次", "101.49%", sentence=sentence)) == []


def test_r02_unaligned_lists_are_not_paired() -> None:
    assert outcomes("R02", completion("67次", "101.49%", aligned=False)) == []


def test_r02_an_amount_tells_its_base() -> None:
    (check,) = checks_of("R02", completion("68,287.55元", "13.6%"))
    assert (check.verdict, check.severity) == ("undetermined", "note")
    assert check.facts["outcome"] == "round_base_if_truncated"
    assert check.repairs == ("68,287.55元 ÷ 500,000元 = 13.6575%",)
    (silent,) = checks_of("R02", completion("68,287.55元", "13.3%"))
    assert silent.severity is None


def test_r03_implied_target() -> None:
    stated = indicators("| level3 | target |\n| 社区活动 | 1,350人次 |")
    claims = completion("2,259人次", "163.7%").claims
    assert outcomes("R03", report(claims=claims, indicators=stated)) == [WRONG]
    fitting = indicators("| level3 | target |\n| 社区活动 | 1,380人次 |")
    assert outcomes("R03", report(claims=claims, indicators=fitting)) == [OK]
    other = indicators("| level3 | target |\n| 社区活动 | ≥70% |")
    assert outcomes("R03", report(claims=claims, indicators=other)) == []
