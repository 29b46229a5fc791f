from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import outcomes
from tests.documents import document
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


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("冷链设备购置87.66万元，占4.87%", []),
        ("冷链设备购置87.66万元，占4.37%", [WRONG]),
        ("冷链设备购置87.66万元，占4.78%", [WRONG]),
        # no slip makes it a share of that whole: it may be of another
        ("其中县级冷链设备87.66万元，占62.15%", []),
        ("另有监测点187个，占4.37%", []),
    ],
)
def test_r19_the_share_that_is_left_over_beside_others_of_one_whole(last, expected) -> None:
    text = (
        "全年预算2,000.00万元，实际支出1,800.00万元，预算执行率90%。从用途看，疫苗采购支出684.30万元，占总支出的38.02%；"
        f"监测检测费148.75万元，占8.26%；{last}。"
    )
    assert outcomes("R19", report_of(document(text))) == expected
