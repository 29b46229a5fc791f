from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import funds_row, money_table, report

OK = ("consistent", None, "consistent")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 合计 | 72 | 170 | | |", [("inconsistent", "note", "inconsistent")]),
        ("| 合计 | 0 | 170 | | |", [("inconsistent", "note", "inconsistent")]),
        ("| 合计 | 100 | 170 | | |", [OK]),
        ("| 项目 | 72 | 170 | | |", []),
    ],
)
def test_b12_added_during_the_year(text, expected):
    assert outcomes("B12", funds_row(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 提前下达经费 | 0.00 | 83 | | |", [("inconsistent", "note", "inconsistent")]),
        ("| 提前下达经费 | 83 | 83 | | |", [OK]),
        ("| 追加经费 | 0.00 | 83 | | |", []),
    ],
)
def test_b13_announced_in_advance(text, expected):
    assert outcomes("B13", funds_row(text)) == expected


def codes(*regions: str):
    rows = "\n".join(f"| {r}22R00000001995{i} | p{i} | 1 |" for i, r in enumerate(regions))
    return report(budget_lines=money_table("| code | name | amount |\n" + rows))


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        (("440113", "440113", "440131"), ["inconsistent"]),
        (("440113", "440113", "440113"), ["consistent"]),
        (("440113", "440114", "440115"), ["consistent"]),
        (("440113", "440131"), []),
    ],
)
def test_b15_codes(regions, expected):
    given = codes(*regions)
    assert [c.verdict for c in checks_of("B15", given)] == expected
