"""Relations that headers print are checked even where few rows prove them."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.report import Report
from score.context import Context
from score.laws.headed import printed_laws
from score.laws.lattice import lattices_of
from tests.checking import outcomes
from tests.documents import document

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")


def given(text: str) -> Report:
    return report_of(document(text))


def laws(names: list[str]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    rows = "\n".join(
        f"| {name} | {value} |" for name, value in zip(names, ("300", "200", "100", "2.00"), strict=False)
    )
    (table, *_) = Context(given(f"caption: 单位：件\n\n| 内容 | 数 |\n{rows}")).tables
    found = [law for lattice in lattices_of(table, {}) for law in printed_laws(lattice)]
    return [(law.kind.value, law.terms) for law in found]


LEFT = """
    caption: 单位：万元

    | 内容 | A 批复 | B 支用 | C 余下（C=A-B） | 支用率（B/A） |
    | 甲 | 300.00 | 200.00 | {} | 66.67% |
    | 乙 | 120.00 | 90.00 | 30.00 | {} |
"""


@pytest.mark.parametrize(
    ("left", "rate", "sums", "rates"),
    [
        ("100.00", "75.00%", [OK, OK], [OK, OK]),
        ("110.00", "75.00%", [OK, WRONG], [OK, OK]),
        ("100.00", "57.00%", [OK, OK], [OK, WRONG]),
    ],
)
def test_two_rows_under_printed_formulas(left, rate, sums, rates) -> None:
    report = given(LEFT.format(left, rate))
    assert outcomes("S10", report) == sums
    assert outcomes("R20", report) == rates


def test_letters_and_circled_numbers_in_front_behind_and_in_brackets() -> None:
    sums = [("linear", ((2, 1), (0, -1), (1, 1)))]
    for names in (
        ["A 批复", "B 支用", "C 余下（C=A-B）"],
        ["批复（A）", "支用（B）", "余下（A－B）"],
        ["批复①", "支用②", "余下③=①-②"],
    ):
        assert laws([*names]) == sums


@pytest.mark.parametrize(
    "names",
    [
        # a letter nobody has, one that two have, no formula, and one that no row keeps
        ["A 批复", "B 支用", "余下（C-D）"],
        ["A 批复", "A 支用", "余下（A-B）"],
        ["A 批复", "B 支用", "余下（A、B）"],
        ["A 批复", "B 支用", "合计（A+B）"],
    ],
)
def test_what_is_not_understood_is_no_law(names: list[str]) -> None:
    assert laws(names) == []
