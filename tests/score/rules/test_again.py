"""An amount told once more in another unit."""

from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, report


@pytest.mark.parametrize(
    ("first", "second", "verdict", "severity"),
    [
        ("170万元", "1,700,000.00元", "consistent", None),
        ("240.63万元", "2,406,300元", "consistent", None),
        ("240.63万元", "2,406,312.50元", "consistent", None),
        ("170万元", "17,000,000.00元", "inconsistent", "error"),
        ("170万元", "1,100,000.00元", "inconsistent", "error"),
        ("170万元", "2,345,600.00元", "inconsistent", "warning"),
    ],
)
def test_t14_one_amount_in_two_units(first: str, second: str, verdict: str, severity: str | None) -> None:
    said = claim("other", ("actual", first, "合同金额"), ("actual", second, "合同金额"), rule="amount.again")
    assert [outcome[:2] for outcome in outcomes("T14", report(claims=[said]))] == [(verdict, severity)]


def test_t14_leaves_other_statements_alone() -> None:
    said = claim("other", ("actual", "170万元"), ("actual", "17,000,000.00元"), rule="alone")
    assert outcomes("T14", report(claims=[said])) == []
