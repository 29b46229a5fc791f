"""Shares that must make a hundred, or can never make more; and values in another number than was said."""

from __future__ import annotations

import pytest

from extract.claims import find_claims


def lists(text: str) -> list[list[str]]:
    return [[t.figure.text for t in c.terms] for c in find_claims(text) if c.rule == "share.list"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("女性参与者占57%，男性占53%。", ["57%", "53%"]),
        ("市级补助占60%，区级补助占30%，街道自筹占20%。", ["60%", "30%", "20%"]),
        ("资金结构为市级50%、区级30%、自筹10%。", ["50%", "30%", "10%"]),
        (
            "财政拨款收入482.5万元，占总收入的96.5%；其他收入25.5万元，占5.1%。",
            ["96.5%", "5.1%"],
        ),
    ],
)
def test_shares_that_leave_nothing_out_or_exclude_one_another(text: str, expected: list[str]) -> None:
    assert lists(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "女性占57%，党员占53%。",
        "市级补助占60%，区级补助占20%。",
        "甲项目占预算的60%，乙项目占支出的55%。",
        "合格率占比92%，女性占40%，男性比上年增长60%。",
    ],
)
def test_other_shares_are_no_list(text: str) -> None:
    assert lists(text) == []


@pytest.mark.parametrize(
    ("text", "aligned"),
    [
        ("五个街道分别投入10万元、20万元、35万元、40万元。", False),
        ("三个项目资金分别为12万元、15万元、18万元和20万元。", False),
        ("三个项目资金分别为12万元、15万元、18万元。", True),
        ("甲、乙两个街道分别投入10万元、20万元。", True),
    ],
)
def test_values_in_another_number_than_was_said_are_not_aligned(text: str, aligned: bool) -> None:
    assert all(claim.aligned for claim in find_claims(text)) == aligned
