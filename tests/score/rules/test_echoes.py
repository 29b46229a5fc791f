from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, figure, indicators, place, report

OK = ("consistent", None, "consistent")
WARNED = ("inconsistent", "warning", "inconsistent")

ROWS = """
| level3 | target | actual |
| 办理法律援助案件 | ≥1500件 | 1638件 |
| 调解成功率 | ≥96% | 98.36% |
"""


@pytest.mark.parametrize(
    ("term", "rest", "expected"),
    [
        (("actual", "1,638件", "办理法律援助案件"), {}, [OK]),
        (("actual", "1,683件", "办理法律援助案件"), {}, [WARNED]),
        # a part of the name finds the row, but proves nothing against it
        (("actual", "1,638件", "法律援助案件"), {}, [OK]),
        (("actual", "1,683件", "法律援助案件"), {}, []),
        # another period, another unit, another role
        (("actual", "1,683件", "办理法律援助案件"), {"period": "上半年"}, []),
        (("actual", "1,683件", "办理法律援助案件"), {"period": "2021年"}, []),
        # the whole year is that of the form
        (("actual", "1,683件", "办理法律援助案件"), {"period": "全年"}, [WARNED]),
        (("actual", "1,683人", "办理法律援助案件"), {}, []),
        (("target", "1,500件", "办理法律援助案件"), {}, []),
        (("rate", "98.36%", "矛盾纠纷调解成功率"), {}, [OK]),
    ],
)
def test_t11_text_repeats_the_indicator(term, rest, expected) -> None:
    given = report(claims=[claim("count", term, **rest)], indicators=indicators(ROWS))
    assert outcomes("T11", given) == expected


def numbered(*numbers: str):
    at = place(table=7, column=0)
    return [figure(n, at=at.model_copy(update={"row": row})) for row, n in enumerate(numbers, 1)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("1 2 3 4", [("consistent", None, "")]),
        ("1 2 4 5", [("inconsistent", "note", "")]),
        ("1 2 2 3", [("inconsistent", "note", "")]),
        # codes, years and quantities are no serial numbers
        ("1 4 9 16", []),
        ("7 8 9", []),
        ("1 2", []),
    ],
)
def test_n13_serial_numbers_run_on(numbers, expected) -> None:
    assert outcomes("N13", report(figures=numbered(*numbers.split()))) == expected
