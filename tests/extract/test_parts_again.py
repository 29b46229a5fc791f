"""Shares of a part that a sum has told before."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from extract.statements.parts_again import shares_of_parts
from schema.report import ClaimKind, Role

SUM = "全年受理投诉120件，其中噪声投诉66件、油烟投诉54件。"


def shares(text: str) -> list[tuple[str | None, ...]]:
    """Whole, part and share of every share of a text."""
    found = []
    for claim in shares_of_parts(find_claims(text)):
        if claim.kind is ClaimKind.SHARE:
            terms = [claim.term(role) for role in (Role.WHOLE, Role.PART, Role.SHARE)]
            found.append(tuple(t.figure.text if t else None for t in terms))
    return found


@pytest.mark.parametrize(
    "told",
    [
        "噪声投诉占比最高，达65%。",
        "噪声投诉占比最大，为65%。",
        "噪声投诉占比为65%。",
        "噪声投诉所占比重65%。",
        "噪声投诉66件，占65%。",
    ],
)
def test_the_total_of_its_sum_is_the_whole(told):
    assert shares(SUM + told) == [("120件", "66件", "65%")]


@pytest.mark.parametrize(
    "told",
    ["噪声投诉68件，占65%。", "扬尘投诉占比最高，达65%。", "扬尘投诉66件，占65%。"],
    ids=["another figure", "another name", "another name of the figure"],
)
def test_another_figure_or_name_is_not_that_part(told):
    assert not [found for found in shares(SUM + told) if found[0] and found[1]]


def test_a_part_of_two_sums_is_left_alone():
    text = SUM + "市区受理投诉100件，其中噪声投诉66件、油烟投诉34件。噪声投诉66件，占65%。"
    assert shares(text) == [(None, "66件", "65%")]
