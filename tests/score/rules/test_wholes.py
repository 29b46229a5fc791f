from __future__ import annotations

import pytest

from extract.report import report_of
from schema.report import Report
from tests.checking import outcomes
from tests.documents import document
from tests.reports import claim, money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("设备合同总价216.00万元，已付进度款172.80万元，占合同价的80%。", "consistent"),
        ("设备合同总价216.00万元，已付进度款142.80万元，占合同价的80%。", "inconsistent"),
    ],
)
def test_r05_a_base_may_leave_out_that_it_is_a_total(text: str, told: str) -> None:
    assert [verdict for verdict, _, _ in outcomes("R05", report_of(document(text)))] == [told]


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
