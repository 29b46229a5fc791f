from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, figure, passage, place, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBTED = ("inconsistent", "warning", "inconsistent")

TEXT = "全年受理投诉3,640件，办结3,567件。受理件中，食品类1,274件，占35%。"


def given(shares, *before: tuple[str, int], sentence: str = "受理件中，食品类1,274件，占35%。"):
    at = place(block=3)
    claims = [
        claim(
            "share", ("part", part, "某类"), ("share", rate, "某类"),
            sentence=sentence, place=at.model_copy(update={"start": 30 + i, "end": 31 + i}),
        )
        for i, (part, rate) in enumerate(shares)
    ]  # fmt: skip
    claims = [
        c.model_copy(
            update={
                "terms": tuple(
                    t.model_copy(update={"figure": t.figure.model_copy(update={"place": c.place})})
                    for t in c.terms
                )
            }
        )
        for c in claims
    ]
    figures = [
        figure(text).model_copy(update={"place": at.model_copy(update={"start": start, "end": start + 6})})
        for text, start in before
    ]
    return report(claims=claims, figures=figures, passages=[passage(TEXT).model_copy(update={"place": at})])


@pytest.mark.parametrize(
    ("shares", "before", "expected"),
    [
        ([("1,274件", "35.0%"), ("546件", "15.0%")], [("3,640件", 6)], [OK, OK]),
        ([("1,274件", "35.0%"), ("546件", "15.0%"), ("910件", "26.0%")], [("3,640件", 6)], [OK, OK, WRONG]),
        ([("1,274件", "35.0%"), ("546件", "15.0%"), ("910件", "37.1%")], [("3,640件", 6)], [OK, OK, DOUBTED]),
        # one share that fits tells nothing of the whole
        ([("1,274件", "35.0%"), ("546件", "12.0%")], [("3,640件", 6)], []),
        # another unit is no whole
        ([("1,274件", "35.0%"), ("546件", "15.0%")], [("3,640人", 6)], []),
        # two figures fit: the words before them decide
        ([("1,274件", "35%"), ("910件", "26%"), ("546件", "15%")], [("3,640件", 6), ("3,567件", 15)], [OK, WRONG, OK]),
        ([("546件", "15%"), ("910件", "25%")], [("3,640件", 6), ("3,600件", 7)], []),
        ([("1,274件", "35.0%"), ("546件", "15.0%")], [], []),
    ],
)  # fmt: skip
def test_r19_shares_of_one_whole(shares, before, expected) -> None:
    assert outcomes("R19", given(shares, *before)) == expected
