"""Figures that are joined because they agree, and not when they do not."""

from __future__ import annotations

import pytest

from extract.claims import find_claims


def joined(text: str, kind: str) -> list[list[str]]:
    """Roles and figures of the statements of a kind that have more than one figure."""
    claims = [claim for claim in find_claims(text) if claim.kind == kind and len(claim.terms) > 1]
    return [[f"{term.role} {term.figure.text}" for term in claim.terms] for claim in claims]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "巡检窨井1,320座，当场处置到位1,287座，处置率97.5%。",
            "share",
            [["whole 1,320座", "actual 1,287座", "rate 97.5%"]],
        ),
        (
            "全部42条管线中，39条一次通过试压，试压通过率92.86%。",
            "share",
            [["whole 42条", "actual 39条", "rate 92.86%"]],
        ),
        (
            "门诊量18.6万人次，2021年为15万人次，增长24%。",
            "growth",
            [["previous 15万人次", "actual 18.6万人次", "growth 24%"]],
        ),
        (
            "招标控制价860万元，中标价817万元，节约43万元，节约率5%。",
            "growth",
            [["previous 860万元", "actual 817万元", "change 43万元", "growth 5%"]],
        ),
        (
            "采购设备160台。设备款960万元已付清，平均每台6万元。",
            "product",
            [["baseline 160台", "standard 6万元", "total 960万元"]],
        ),
        (
            "中央补助1,200万元，省级配套300万元，县里自筹150万元，到位的钱是1,650万元。",
            "sum",
            [["part 1,200万元", "part 300万元", "part 150万元", "total 1,650万元"]],
        ),
        ("项目预算100万元，实际支出90万元，共节约10万元。", "sum", []),
    ],
)
def test_figures_that_agree_are_one_statement(text: str, kind: str, expected: list[list[str]]) -> None:
    assert joined(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "巡检窨井1,320座，当场处置到位1,287座，群众知晓率83.5%。",
        "采购设备160台。设备款960万元已付清，平均每台7万元，另有备件。",
        "培训500人，走访300户，合格率60%。",
        "拨付30万元，支出25万元，另付12万元，余下的钱是8万元。",
        "全年预算1,000万元，其中中央600万元、省级300万元，支出900万元。",
    ],
)
def test_figures_that_do_not_agree_stay_apart(text: str) -> None:
    assert not [claim for claim in find_claims(text) if claim.rule.endswith(".agrees")]


def test_what_is_joined_is_told_alone_too() -> None:
    claims = find_claims("共有床位560张，实际启用476张，利用率85%。")
    assert [c.rule for c in claims if len(c.terms) == 3] == ["rate.agrees"]
    assert [c.terms[0].figure.text for c in claims if c.kind == "count"] == ["560张", "476张"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("问其首要原因（单选），45.2%答费用高，30.1%答路途远，20.3%答不了解，9.4%为其他。", True),
        ("问其原因（可多选），45.2%答费用高，30.1%答路途远，20.3%答不了解，9.4%为其他。", False),
        ("城区占52.4%，镇区占30.1%，乡村占17.5%。", True),
        ("城区占52.4%，镇区占30.1%，乡村占27.5%。", False),
    ],
)
def test_shares_that_must_make_a_hundred_are_a_list(text: str, closed: bool) -> None:
    assert [c.closed for c in find_claims(text) if c.rule.startswith("share.list")] == [True] * closed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巡河210天，没有达到240天的目标，差30天。", ["actual 210天", "target 240天", "shortfall 30天"]),
        ("植树12,600株，超过12,000株的目标。", ["actual 12,600株", "target 12,000株"]),
        ("讲座45场，只完成了计划60场的75%，少办15场。",
         ["actual 45场", "target 60场", "completion 75%", "shortfall 15场"]),
    ],
)  # fmt: skip
def test_what_was_reached_is_put_to_its_target(text: str, expected: list[str]) -> None:
    assert expected in joined(text, "completion")
