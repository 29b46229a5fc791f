from __future__ import annotations

import pytest

from publish.documentcharts import _all_months, _month


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        (["2023-11-03", "2024-02-01"], ["2023-11", "2023-12", "2024-01", "2024-02"]),
        # a ledger that prints no year
        (["03-06", "06-21"], ["03", "04", "05", "06"]),
        (["2023-03", "2023-05-01"], ["2023-03", "2023-04", "2023-05"]),
        (["03-06", "2023-05-01"], ["03", "2023-05"]),
    ],
)
def test_every_month_between_the_first_and_the_last(dates: list[str], months: list[str]) -> None:
    assert _all_months(sorted({_month(date) for date in dates})) == months
