"""Percentages: for each rule one that fires, one that passes, one that looks wrong but is fine."""

from __future__ import annotations

import pytest

from schema.report import Report
from tests.checking import checks_of, outcomes
from tests.reports import claim, indicators, money_table, report

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


def share(part: str, rate: str, whole: str | None = None, **rest: object) -> Report:
    terms = [("part", part, "专业人员"), ("share", rate, "专业人员", "share")]
    return report(claims=[claim("share", *terms, *([("whole", whole, "全部人员")] if whole else []), **rest)])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (share("12人", "95%", "14人"), [WRONG]),
        (share("12人", "85.71%", "14人"), [OK]),
        # 2.64/9.38 is 28.145 by calculator: the operands are rounded themselves
        (share("2.64万元", "28.15%", "9.38万元"), [OK]),
        (share("12人", "95%", "14人次"), []),
        # the share is said to be of something else
        (share("12人", "95%", "14人", base="机关编制"), [OPEN]),
    ],
)
def test_r05_share(given: Report, expected: list[tuple[str, str | None, str]]) -> None:
    assert outcomes("R05", given) == expected


SHARES = "| name | amount | share |\n| 合计 | {} | 100% |\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "| a | 40 | 40.0% |\n| b | 35 | 35.0% |\n| c | 25 | 30.0% |",
            [("inconsistent", "warning", "inconsistent")],
        ),
        ("| a | 40 | 40.0% |\n| b | 35 | 35.0% |\n| c | 25 | 25.0% |", [OK]),
        # fully rounded shares that add to 100.01, and shares forced to 100
        ("| a | 1 | 33.34% |\n| b | 1 | 33.34% |\n| c | 1 | 33.33% |", [OK]),
        ("| a | 1 | 33.33% |\n| b | 1 | 33.33% |\n| c | 1 | 33.33% |", [OK]),
    ],
)
def test_r06_shares(rows: str, expected: list[tuple[str, str | None, str]]) -> None:
    given = report(budget_lines=money_table(SHARES.format(100) + rows, unit="万元"))
    assert outcomes("R06", given) == expected


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("服务对象满意度", "102%", None, [WRONG]),
        ("服务对象满意度", "92.1%", None, [OK]),
        ("任务完成率", "163.7%", "completion_rate", []),
        ("家访", "203.5%", "completion_rate", []),
        ("预算执行率", "102.59%", "execution_rate", [("inconsistent", "warning", "inconsistent")]),
        ("资金拨付率", "100%", None, [OK]),
    ],
)
def test_r11_bounds(
    name: str, value: str, field: str | None, expected: list[tuple[str, str | None, str]]
) -> None:
    given = report(claims=[claim("other", ("rate", value, name, *([field] if field else [])))])
    assert outcomes("R11", given) == expected
