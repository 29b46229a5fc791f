"""What got lost on the way: (a − b) ÷ a, months side by side; the law is what the rows print, not what coarse amounts allow."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document

MONTHS = """
    # 2023年上半年供热量统计（万吉焦）

    | 月份 | 1月 | 2月 | 3月 | 4月 | 5月 | 6月 | 合计 |
    | 供热量 | 12.4 | 11.8 | 13.0 | 13.6 | 14.2 | 15.0 | {whole} |
    | 计费热量 | 10.8 | 10.3 | 11.4 | 11.9 | 12.5 | 13.1 | 70.0 |
    | 热损率 | 12.90% | 12.71% | {rate} | 12.50% | 11.97% | 12.67% | 12.50% |
"""


@pytest.mark.parametrize(
    ("whole", "rate", "expected"),
    [
        ("80.0", "12.31%", []),
        ("80.0", "13.21%", [("R20", "error", "1 − 11.4 ÷ 13.0 = 12.3077%")]),
        (
            "81.0",
            "12.31%",
            [("S03", "error", "12.4 + 11.8 + 13.0 + 13.6 + 14.2 + 15.0 = 80")],
        ),
    ],
)
def test_a_rate_of_loss_and_the_total_of_months(
    whole: str, rate: str, expected: list[tuple[str, str, str]]
) -> None:
    found = assess(report_of(document(MONTHS.format(whole=whole, rate=rate)))).findings
    assert [(f.rule, f.severity, f.formula) for f in found] == expected
