from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import claim, place, report

OK = ("consistent", None, "consistent")

WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")

SENTENCE = "社工站共完成家访{}，电访1,628人次"


def visits(count: str, metric: str = "家访", sentence: str = SENTENCE, **rest: object):
    return claim("count", ("actual", count, metric), sentence=sentence.format(count), **rest)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([visits("2,259人次"), visits("2,295人次")], [WRONG]),
        ([visits("2,259人次"), visits("2259人次")], [OK]),
        # another period, scope, owner or unit is another fact
        ([visits("2,259人次", period="上半年"), visits("2,295人次", period="2022年")], []),
        ([visits("2,259人次", period="2022年"), visits("2,295人次", period="2022年度")], [WRONG]),
        ([visits("2,259人次", scope="甲站"), visits("2,295人次", scope="乙站")], []),
        ([visits("2,259人次", owner="甲项目"), visits("2,295人次", owner="乙项目")], []),
        ([visits("87人次"), visits("87人")], []),
        # the sentences say different things: two facts
        ([visits("2,259人次"), visits("2,295人次", sentence="对困难群众另行安排家访{}，逐户登记")], [OPEN]),
        # three values under one name are a list, not a fact
        ([visits("1人次"), visits("2人次"), visits("3人次")], [OPEN, OPEN]),
        # no item named
        ([visits("2,259人次", metric=""), visits("2,295人次", metric="")], []),
    ],
)
def test_t01_repeats(claims, expected):
    assert outcomes("T01", report(claims=claims)) == expected


def test_t01_one_paragraph_may_list_a_name_twice():
    at = place()
    pair = [visits("5人次", place=at), visits("6人次", place=at)]
    assert outcomes("T01", report(claims=[*pair, visits("6人次")])) == []


def test_t01_coarser_and_finer_print_of_one_amount():
    def spent(text: str):
        return claim("amount", ("spent", text, "修缮支出", "executed_amount"), sentence=f"修缮支出{text}")

    assert outcomes("T01", report(claims=[spent("170万元"), spent("1,700,000.00元")])) == [OK]
    # one line of two tables, 0.01 apart
    assert outcomes("T01", report(claims=[spent("236.63万元"), spent("236.64万元")])) == [OK]
    assert outcomes("T01", report(claims=[spent("5,236.63元"), spent("5,236.64元")])) == [
        ("inconsistent", "note", "inconsistent")
    ]


def test_t01_stands_in_both_places():
    (check,) = checks_of("T01", report(claims=[visits("2,259人次"), visits("2,295人次")]))
    assert len(check.places) == 2
    assert check.formula == "2,259人次 ≠ 2,295人次"
