"""Remainders, changes of parts, shares of what no one tells, and distances from the time that has passed."""

import pytest

from extract.claims import find_claims
from extract.report import report_of
from schema.finding import Verdict
from score.assess import assess
from tests.documents import document


def told(text: str, rule: str) -> list[list[str]]:
    """The printed figures of every statement of a rule, in order."""
    return [[f.text for f in c.figures()] for c in report_of(document(text)).claims if c.rule == rule]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全年收入6,410.5万元，其中捐赠收入5,120.2万元，政府补助1,290.3万元。安排支出5,902.3万元，其中助学3,100万元。收支相抵，年末结余508.2万元。",
            ["6,410.5万元", "5,902.3万元", "508.2万元"],
        ),
        (
            "采购预算规模为2,164.27万元，其中货物类1,208.15万元，服务类956.12万元。实际采购规模为1,990.44万元，其中货物类1,100.02万元。"
            "共节约资金173.83万元。",
            ["2,164.27万元", "1,990.44万元", "173.83万元"],
        ),
    ],
    ids=["what the year left", "savings"],
)
def test_what_was_left_of_amounts_told_before(text: str, expected: list[str]) -> None:
    assert expected in told(text, "difference.carried.agrees")


def test_what_is_no_difference_is_not_left_over() -> None:
    text = "全年收入6,410.5万元，其中捐赠收入5,120.2万元。安排支出5,902.3万元，其中助学3,100万元。年末结余580.2万元。"
    assert told(text, "difference.carried.agrees") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "财政收入完成31.26亿元，比上年减收1.17亿元，下降3.6%。其中：税收收入18.10亿元，比上年增收1.42亿元；非税收入13.16亿元，比上年减收2.59亿元。",
            ["2.59亿元", "1.42亿元", "1.17亿元"],
        ),
        (
            "“三公”经费较上年减少8.45万元。公务接待费减少2.25万元，下降15%。公务用车费较上年减少6.20万元，下降9%。",
            ["2.25万元", "6.20万元", "8.45万元"],
        ),
    ],
    ids=["signs", "all fall"],
)
def test_changes_of_parts_make_that_of_the_whole(text: str, expected: list[str]) -> None:
    assert expected in told(text, "changes.parts.agrees")
    checks = [c for c in assess(report_of(document(text))).checks if c.rule == "R22"]
    assert [c.verdict for c in checks] == [Verdict.CONSISTENT]


def test_changes_that_do_not_make_the_whole_are_left_apart() -> None:
    text = "“三公”经费较上年减少8.54万元。公务接待费减少2.25万元，下降15%。公务用车费较上年减少6.20万元，下降9%。"
    assert told(text, "changes.parts.agrees") == []


def test_shares_of_a_whole_that_is_not_told() -> None:
    text = "向大型企业采购31.62亿元，占采购总额的5.1%；向中小企业采购588.20亿元，占采购总额的94.9%。"
    assert told(text, "share.unsaid_whole.agrees") == [["31.62亿元", "5.1%", "588.20亿元", "94.9%"]]
    assert assess(report_of(document(text))).findings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "截至10月底，累计完成投资85亿元，占年度计划的97.2%，超过时间进度13.8个百分点。",
            ["97.2%", "13.8个百分点"],
        ),
        ("上半年支出完成年初预算的53.5%，超序时进度3.5个百分点。", ["53.5%", "3.5个百分点"]),
    ],
)
def test_how_far_a_rate_is_ahead_of_the_time_that_has_passed(text: str, expected: list[str]) -> None:
    assert [[f.text for f in c.figures()] for c in find_claims(text) if c.rule == "points.progress"] == [
        expected
    ]
    checks = [c for c in assess(report_of(document(text))).checks if c.rule == "R25"]
    assert [c.verdict for c in checks] == [Verdict.CONSISTENT]


def test_changes_of_parts_of_a_part_stand_between() -> None:
    text = (
        "收入总计由79,552.91万元调整为82,244.86万元，调增2,691.95万元。其中税收收入调增3,119.59万元；主要是增值税调增1,824.59万元，"
        "所得税调增1,295.00万元。调入资金调减427.64万元。"
    )
    found = told(text, "changes.parts.agrees")
    assert ["1,824.59万元", "1,295.00万元", "3,119.59万元"] in found
    assert ["3,119.59万元", "427.64万元", "2,691.95万元"] in found
