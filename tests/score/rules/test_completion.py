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
    ("given", "expected"),
    [
        (completion("18场", "95%", ("target", "20场")), WRONG),
        (completion("18场", "90%", ("target", "20场")), OK),
        (completion("18场", "90%", ("target", "不少于20场")), OK),
        # 277.22% is right: completion has no cap
        (completion("280场", "277.23%", ("target", "101场")), OK),
        # a form that caps at 100 % does not contradict itself
        (completion("30场", "100%", ("target", "20场")), OPEN),
        # two bases side by side: it fails only if it fits none
        (completion("18场", "90%", ("target", "25场"), ("baseline", "20场")), OK),
        (
            completion("99868人", "99.86%", ("target", "100000人")),
            ("consistent_if_truncated", "note", "consistent_if_truncated"),
        ),
    ],
)
def test_r01_percentage_of_a_printed_base(given: Report, expected: tuple[str, str | None, str]) -> None:
    assert outcomes("R01", given) == [expected]


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        # 78.6 of 85 would be 92.47 %: alone it is no contradiction
        (["92.49%"], [OK]),
        (["92.49%", "98%", "110%"], [OK, OK, OK]),
        (["92.49%", "98%", "110%", "96.11%"], [("inconsistent", "warning", "unlike_the_others"), OK, OK, OK]),
        (["92.94%", "98%", "110%", "96.11%"], [OK, OK, OK, OK]),
        # a form that divides figures it does not print is left alone
        (["92.49%", "97.6%", "110%", "96.11%"], [OK, OK, OK, OK]),
    ],
)
def test_r01_a_row_that_only_unprinted_decimals_explain(rates, expected) -> None:
    cells = [("机耕路", "≥85公里", "79公里"), ("改造面积", "≥1.50万亩", "1.47万亩"), ("灌溉面积", "≥0.60万亩", "0.66万亩"), ("完工率", "≥90%", "86.5%")]  # fmt: skip
    lines = [f"| {n} | {t} | {a} | {r} |" for (n, t, a), r in zip(cells, rates, strict=False)]
    given = indicators("| level3 | target | actual | rate |\n" + "\n".join(lines))
    assert outcomes("R01", report(indicators=given)) == expected


def test_r01_compares_only_one_unit() -> None:
    assert outcomes("R01", completion("18场次", "95%", ("target", "20人次"))) == []


ROWS = "| level3 | target | actual | rate | direction |\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 活动 | ≥20场 | 18场 | 95% | |", [WRONG]),
        ("| 活动 | ≥20场 | 18场 | 90% | |", [OK]),
        ("| 成本 | ≤90 | 80 | 100% | reverse |", []),
    ],
)
def test_r01_rates_printed_in_a_row(row: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert outcomes("R01", report(indicators=indicators(ROWS + row))) == expected


def test_r01_repairs_name_the_slip() -> None:
    (check,) = checks_of("R01", completion("81场", "90%", ("target", "20场")))
    assert check.repairs[0] == "81场 → 18场"
    (check,) = checks_of("R01", completion("20场", "90%", ("target", "18场")))
    assert check.repairs[0] == "18场 ÷ 20场 = 90%"
