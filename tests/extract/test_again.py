"""One amount in two units, right behind one another."""

from __future__ import annotations

import pytest

from extract.claims import find_claims


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("合同金额180万元（18,000,000.00元）。", ["180万元", "18,000,000.00元"]),
        ("决算数600.077万元，即6,000,707.00元。", ["600.077万元", "6,000,707.00元"]),
        ("涉及金额1,406,300元（140.63万元）。", ["1,406,300元", "140.63万元"]),
    ],
)
def test_an_amount_is_told_again(text: str, figures: list[str]) -> None:
    again = [claim for claim in find_claims(text) if claim.rule == "amount.again"]
    assert [[term.figure.text for term in claim.terms] for claim in again] == [figures]


@pytest.mark.parametrize(
    "text",
    [
        "合同金额180万元（含税15,000.00元）。",
        "合同金额180万元（18,000元/月）。",
        "支出180万元、15,000元。",
        "预算180万元（170万元）。",
    ],
)
def test_other_amounts_behind_are_not_the_same(text: str) -> None:
    assert not [claim for claim in find_claims(text) if claim.rule == "amount.again"]
