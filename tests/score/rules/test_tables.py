from __future__ import annotations

import pytest

from schema.figure import Flaw
from score.assess import assess
from tests.checking import checks_of, outcomes
from tests.reports import claim, figure, money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def table(text: str, unit: str = "元", **headers: str):
    return report(budget_lines=money_table(text, unit=unit, headers=headers or None))


def verdicts(rule: str, given) -> list[str]:
    return [verdict for verdict, _, _ in outcomes(rule, given)]


UNNAMED_TOTAL = """
| name | budget_adjusted | budget_initial |
| {} | {} | 720,000.00 |
| a | 83,000.00 | 0.00 |
| b | 510,000.00 | 720,000.00 |
| c | 597,000.00 | 0.00 |
| d | 510,000.00 | 0.00 |
"""


@pytest.mark.parametrize(
    ("name", "total", "expected"),
    [
        ("合计", "1,700,000.00", [OK, OK]),
        ("合计", "1,710,000.00", [WRONG, OK]),
        ("*", "1,700,000.00", [OK, OK]),
        ("", "1,700,000.00", [OK, OK]),
    ],
)
def test_s02_total_first_named_or_not(name, total, expected):
    assert outcomes("S02", table(UNNAMED_TOTAL.format(name, total))) == expected


def test_s02_a_row_without_name_that_adds_up_to_nothing_is_no_total():
    text = "| name | amount |\n| | 7 |\n| a | 5 |\n| b | 9 |"
    assert outcomes("S02", table(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # subtotals are not added twice
        (
            """| name | amount | other |
            | a | 10.00 | 1.00 |
            | b | 20.00 | 2.00 |
            | 甲小计 | 30.00 | 3.00 |
            | c | 5.00 | 4.00 |
            | d | 6.00 | 5.00 |
            | 乙小计 | 11.00 | 9.00 |
            | 总计 | 41.00 | 12.00 |""",
            ["consistent"] * 6,
        ),
        # 其中 rows are counted once
        (
            """| name | amount |
            | 合计 | 30.00 |
            | a | 10.00 |
            | 其中：a1 | 4.00 |
            | b | 20.00 |""",
            ["consistent"],
        ),
        # one level of a code hierarchy
        (
            """| code | name | amount | other |
            | | 合计 | 100.00 | 10.00 |
            | 208 | 社会保障 | 60.00 | 6.00 |
            | 20802 | 民政 | 60.00 | 6.00 |
            | 2080208 | 社区 | 60.00 | 6.00 |
            | 212 | 城乡社区 | 40.00 | 4.00 |
            | 21205 | 环卫 | 40.00 | 4.00 |""",
            ["consistent", "consistent"],
        ),
        # levels by depth
        (
            """| level | name | amount |
            | 0 | 合计 | 100.00 |
            | 1 | a | 60.00 |
            | 2 | a1 | 60.00 |
            | 1 | b | 40.00 |""",
            ["consistent"],
        ),
        # the total at the end
        ("| name | amount |\n| a | 1.10 |\n| b | 2.20 |\n| 合计 | 3.30 |", ["consistent"]),
        # siblings share a precision
        ("| name | amount |\n| a | 434.89 |\n| b | 77.4 |\n| c | 286.83 |\n| 合计 | 799.12 |", ["consistent"]),
        # empty is nothing
        ("| name | amount |\n| a | 1.10 |\n| b | |\n| c | 2.20 |\n| 合计 | 3.30 |", ["consistent"]),
    ],
)  # fmt: skip
def test_s02_structures(text, expected):
    assert verdicts("S02", table(text, unit="万元")) == expected


def test_s02_a_wrong_total_below_subtotals():
    text = """
    | name | amount | other |
    | a | 10.00 | 1.00 |
    | b | 20.00 | 2.00 |
    | 甲小计 | 30.00 | 3.00 |
    | c | 5.00 | 4.00 |
    | d | 6.00 | 5.00 |
    | 乙小计 | 11.00 | 9.00 |
    | 总计 | 41.00 | 21.00 |
    """
    assert verdicts("S02", table(text)).count("inconsistent") == 1
    (wrong,) = [check for check in checks_of("S02", table(text)) if check.verdict == "inconsistent"]
    assert (wrong.reported, wrong.recomputed) == ("21.00", "12")
    assert "21.00 → 12.00" in wrong.repairs


def test_s02_a_code_hierarchy_with_a_wrong_total():
    text = """
    | code | name | amount | other |
    | | 合计 | 110.00 | 10.00 |
    | 208 | 社会保障 | 60.00 | 6.00 |
    | 20802 | 民政 | 60.00 | 6.00 |
    | 212 | 城乡社区 | 40.00 | 4.00 |
    | 21205 | 环卫 | 40.00 | 4.00 |
    """
    assert verdicts("S02", table(text)) == ["inconsistent", "consistent"]


def test_s02_a_structure_that_fails_more_than_it_holds_is_none():
    text = """
    | level | name | 甲 | 乙 | 丙 |
    | 0 | 合计 | 30.00 | 99.00 | 88.00 |
    | 1 | a | 10.00 | 1.00 | 2.00 |
    | 2 | a1 | 7.00 | 1.00 | 2.00 |
    | 1 | b | 20.00 | 3.00 | 4.00 |
    """
    assert verdicts("S02", table(text)) == ["consistent", "undetermined", "undetermined"]


def test_s02_a_column_of_blanks_is_not_what_the_total_adds_up():
    text = """
    | level | name | 甲 | 乙 |
    | 0 | 合计 | 40.00 | 9.00 |
    | 1 | a | 10.00 | 1.00 |
    | 2 | a1 | 7.00 | |
    | 1 | b | 20.00 | |
    | 1 | c | 10.00 | |
    """
    assert verdicts("S02", table(text)) == ["consistent", "undetermined"]


def test_s02_an_unread_part_decides_nothing():
    lines = money_table("| name | amount |\n| a | 1.10 |\n| b | 9 |\n| c | 2.20 |\n| 合计 | 3.40 |")
    broken = figure("7,00.0,77", "元", flaw=Flaw.MALFORMED)
    lines = (lines[0], lines[1].model_copy(update={"amounts": {"amount": broken}}), *lines[2:])
    assert outcomes("S02", report(budget_lines=lines)) == [OPEN]
    unread = (lines[0], lines[1].model_copy(update={"amounts": {}, "absent": {}}), *lines[2:])
    assert outcomes("S02", report(budget_lines=unread)) == [OPEN]


def test_s02_rates_are_not_added():
    text = "| name | amount | execution_rate |\n| a | 1 | 90% |\n| b | 2 | 80% |\n| 合计 | 3 | 83.33% |"
    assert len(outcomes("S02", table(text))) == 1


SOURCES = """
| name | total_amount | 中央 | 市级 | 本级 |
| 合计 | 1084.25 | 668.00 | {} | 73.25 |
| a | 763.00 | 502.00 | 208.00 | 53.00 |
| b | 321.25 | 166.00 | {} | 20.25 |
"""


def test_one_wrong_cell_breaks_a_row_and_a_column():
    given = table(SOURCES.format("343.00", "136.00"), unit="万元")
    (column,) = [check for check in checks_of("S02", given) if check.verdict == "inconsistent"]
    (row,) = [check for check in checks_of("S03", given) if check.verdict == "inconsistent"]
    assert column.repairs[0] == row.repairs[0] == "136.00 → 135.00"
    assert column.facts["outcome"] == row.facts["outcome"] == "one_cell"
    assert (column.formula, row.formula) == ("208.00 + 136.00 = 344", "166.00 + 136.00 + 20.25 = 322.25")


def test_a_wrong_total_cell_breaks_its_row_and_its_column_too():
    given = table(SOURCES.format("345.00", "135.00"), unit="万元")
    (column,) = [check for check in checks_of("S02", given) if check.verdict == "inconsistent"]
    assert column.repairs[0] == "345.00 → 343.00"


def test_a_right_table_is_silent():
    given = table(SOURCES.format("343.00", "135.00"), unit="万元")
    assert set(verdicts("S02", given) + verdicts("S03", given)) == {"consistent"}
    assert assess(given).findings == ()


def test_s03_columns_that_stand_beside_one_another_are_no_parts():
    text = """
    | name | total_amount | budget_initial | budget_adjusted | executed_amount |
    | a | 10 | 5 | 10 | 9 |
    | b | 20 | 5 | 20 | 19 |
    """
    assert outcomes("S03", table(text)) == []


def test_s03_a_lone_row_proves_no_structure():
    text = "| name | total_amount | 甲 | 乙 |\n| a | 10 | 5 | 7 |"
    assert outcomes("S03", table(text)) == []


def test_s03_two_of_three_rows_are_not_enough_against_two():
    text = """
    | name | total_amount | 甲 | 乙 |
    | a | 10.00 | 5.00 | 5.00 |
    | b | 30.00 | 5.00 | 7.00 |
    | c | 30.00 | 5.00 | 8.00 |
    """
    assert "inconsistent" not in verdicts("S03", table(text))


def test_parts_that_are_all_there_is_are_added():
    text = """
    | name | 年度总额 | 中央 | 市级 |
    | 合计 | 1012.00 | 668.00 | 343.00 |
    | 其中：a | 710.00 | 502.00 | 208.00 |
    | 其中：b | 302.00 | 166.00 | 136.00 |
    | 其中：c | | | |
    """
    given = table(text, unit="万元", 年度总额="年度资金总额")
    wrong = [
        c for rule in ("S02", "S03", "S04") for c in checks_of(rule, given) if c.verdict == "inconsistent"
    ]
    assert [(c.rule, c.severity) for c in wrong] == [("S02", "error"), ("S03", "error")]
    assert {c.repairs[0] for c in wrong} == {"343.00 → 344.00"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("60万元", "30万元"), ["consistent"]),
        (("60万元", "70万元"), ["inconsistent"]),
        # parts of parts, and groups of people that overlap
        (("100万元", "60万元", "40万元"), ["undetermined"]),
        (("60人", "70人"), ["undetermined"]),
        (("60人", "170人"), ["inconsistent"]),
    ],
)
def test_s04_in_a_sentence(parts, expected):
    unit = parts[0][2:].lstrip("0")
    terms = [("part", part, "项") for part in parts]
    said = claim("sum", ("whole", "100" + unit, "总数"), *terms, closed=False)
    assert verdicts("S04", report(claims=[said])) == expected


def test_s04_parts_of_parts_exceed_in_every_column():
    rows = "| 合计 | 10.00 | 20.00 |\n| 其中：a | 9.00 | 18.00 |\n| 其中：b | 2.00 | 4.00 |\n| 其他款 | 1.00 | 1.00 |"
    given = table("| name | budget_initial | budget_adjusted |\n" + rows)
    assert verdicts("S04", given) == ["undetermined", "undetermined"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("| 年度资金总额 | 0 |\n| 其中：财政拨款 | 90 |", [("inconsistent", "error", "exceeds")]),
        ("| 年度资金总额 | 193.42 |\n| 其中：a | 49.09 |\n| 其中：b | 12.64 |", [OK]),
        (
            "| 年度资金总额 | 100 |\n| 其中：财政拨款 | 80 |\n| 其中：其他资金 | 10 |",
            [("inconsistent", "warning", "inconsistent")],
        ),
        ("| 年度资金总额 | 100 |\n| 其中：财政拨款 | 90 |\n| 其中：其他资金 | 10 |", []),
        # 小微 is a part of 中小: they overlap
        ("| 合计 | 21.07 |\n| 其中：中小企业 | 21.07 |\n| 其中：含小微企业 | 21.07 |", [OPEN]),
    ],
)
def test_s04_parts_of_a_whole(rows, expected):
    assert outcomes("S04", table("| name | budget_adjusted |\n" + rows, unit="万元")) == expected


def tail(total: str):
    rows = "\n".join(f"| r{i} | 10.0{i % 10} |" for i in range(20))
    return table(f"| name | amount |\n{rows}\n| 合计 | {total} |", unit="万元")


@pytest.mark.parametrize(
    ("total", "added", "expected"),
    [
        ("200.90", OK, OK),
        ("200.93", OK, OK),
        ("200.95", OPEN, OK),
        ("200.98", OPEN, ("inconsistent", "note", "inconsistent")),
    ],
)
def test_s09_tail(total, added, expected):
    assert outcomes("S02", tail(total)) == [added]
    assert outcomes("S09", tail(total)) == [expected]


YEAR = """
| name | amount |
| 财政拨款收入 | 2,900.25 |
| 其他收入 | 46.00 |
| 本年收入合计 | 2,946.25 |
| {} | {} |
| 总计 | 2,956.25 |
"""


@pytest.mark.parametrize(
    ("name", "carried", "expected"),
    [
        ("年初结转和结余", "10.00", [OK, OK]),
        ("年初结转和结余", "100.00", [OK, WRONG]),
        # what stands between may be anything
        ("其中：专项", "100.00", [OK, OPEN]),
    ],
)
def test_s02_the_total_of_all_funds(name, carried, expected):
    found = outcomes("S02", table(YEAR.format(name, carried), unit="万元"))
    assert [one[0] for one in found] == [one[0] for one in expected]


@pytest.mark.parametrize(
    ("header", "names", "sums"),
    [
        # so far, month by month, and left at the end of each: no parts of a total
        ("累计支付", ("1月", "2月", "3月"), 0),
        ("账户余额", ("一季度", "二季度", "三季度"), 0),
        # so far of each project: parts of a total
        ("累计支付", ("道路", "桥梁", "绿化"), 1),
        # so much for each is no part either
        ("人均支付", ("道路", "桥梁", "绿化"), 0),
    ],
)
def test_s02_what_is_no_part_of_a_total(header, names, sums):
    rows = "\n".join(
        f"| {name} | {value} |" for name, value in zip(names, ("10.00", "25.00", "40.00"), strict=True)
    )
    given = table(f"| name | {header} |\n{rows}\n| 合计 | 75.00 |", unit="万元")
    assert outcomes("S02", given) == [OK] * sums


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # that both columns are parts is shown by rows in which the one or the other is 0
        ([("214.36", "214.36", "0.00"), ("326.16", "0.00", "326.16"), ("318.00", "0.00", "318.00"),
          ("412.36", "86.20", "326.16"), ("1,158.01", "1,051.07", "160.94")], ["inconsistent"]),
        ([("214.36", "214.36", "0.00"), ("326.16", "0.00", "326.16"), ("318.00", "0.00", "318.00"),
          ("412.36", "86.20", "326.16"), ("1,158.01", "1,051.07", "106.94")], []),
        # of one column alone it is not known
        ([("214.36", "214.36", "0.00"), ("326.16", "326.16", "0.00"), ("318.00", "318.00", "0.00"),
          ("412.36", "86.20", "326.16"), ("1,158.01", "1,051.07", "160.94")], []),
    ],
)  # fmt: skip
def test_s03_rows_with_one_part_that_is_not_nothing(rows, expected):
    text = "| name | total_amount | a | b |\n" + "\n".join(
        f"| {i} | {' | '.join(row)} |" for i, row in enumerate(rows)
    )
    given = report(budget_lines=money_table(text))
    assert [v for v, _, _ in outcomes("S03", given) if v == "inconsistent"] == expected
