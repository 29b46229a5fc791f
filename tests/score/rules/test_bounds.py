from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")


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
