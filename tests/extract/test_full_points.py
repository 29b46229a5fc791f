"""Points that could be got, and what was got of them."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from schema.report import ClaimKind


def scored(text: str) -> list[tuple[tuple[str, str], ...]]:
    """The points of every item, with their roles."""
    return [
        tuple((t.role.value, t.figure.text) for t in claim.terms)
        for claim in find_claims(text)
        if claim.kind is ClaimKind.SCORE
    ]


PAIR = (("weight", "15分"), ("score", "14分"))


@pytest.mark.parametrize(
    "text",
    [
        "（一）决策指标（15分），得14分。",
        "决策指标15分，得14分。",
        "决策指标15分中得14分。",
        "决策15分得14分。",
        "决策指标（15分）得14分。",
        "决策指标满分15分，实际得分14分。",
        "决策指标（满分15分，得14分）。",
    ],
)
def test_what_could_be_got_is_the_weight(text):
    assert scored(text) == [PAIR]


@pytest.mark.parametrize(
    "text",
    [
        "自评得分96分，县财政局复核得88.6分。",
        "上年得90分，本年得85分。",
        "决策得15分，过程得14分。",
        "决策指标14分，得15分。",
    ],
)
def test_what_was_got_before_is_no_weight(text):
    assert not [role for found in scored(text) for role, _ in found if role == "weight"]


def test_items_of_a_total_are_told_one_by_one():
    text = "得分78.8分，其中投入10分得10分，过程30分得27.5分，产出60分得41.3分，等级为“中”。"
    told = scored(text)
    assert (("weight", "30分"), ("score", "27.5分")) in told
    [total] = [claim for claim in find_claims(text) if claim.kind is ClaimKind.SUM]
    assert [t.figure.text for t in total.terms] == ["78.8分", "10分", "27.5分", "41.3分"]
    [graded] = [claim for claim in find_claims(text) if claim.grade]
    assert [t.figure.text for t in graded.terms] == ["78.8分"]


def test_one_item_is_not_the_total_of_the_others():
    text = "产出40分中得36.25分，效益30分中得26分，过程20分中得17分，决策10分中得9分。"
    assert [claim.kind for claim in find_claims(text)] == [ClaimKind.SCORE] * 4
