"""Rates whose count or base is told in another sentence."""

import pytest

from extract.claims import find_claims
from extract.report import report_of
from schema.finding import Severity
from schema.report import Role
from score.assess import assess
from tests.documents import document


def rates(text: str) -> list[tuple[str, str, str]]:
    """Base, count and rate of every rate that was given one of them from another sentence or row."""
    found = []
    for claim in find_claims(text):
        if claim.rule.startswith(("rate.carried", "rate.sibling")):
            told = {term.role: term.figure.text for term in claim.terms}
            found.append((told[Role.WHOLE], told[Role.ACTUAL], told[Role.RATE]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全市危旧房改造已开工7,916户，开工率为83.06%。今年下达我市危旧房改造任务9,530户。",
            ("9,530户", "7,916户", "83.06%"),
        ),
        (
            "全年抽检食品18,240批次，其中粮油2,310批次。检出不合格食品397批次，总体不合格率2.18%。",
            ("18,240批次", "397批次", "2.18%"),
        ),
        (
            "省里拨付我县补贴资金共计860万元。受益农户512户，补贴机具640台。目前落实补贴资金857.42万元，资金使用比例99.7%。",
            ("860万元", "857.42万元", "99.7%"),
        ),
        (
            "集中采购预算规模为3,164.27万元，其中货物类1,208.15万元。实际采购规模2,890.44万元，其中货物类1,100.02万元。"
            "节约资金273.83万元，节约率8.65%。",
            ("3,164.27万元", "273.83万元", "8.65%"),
        ),
        (
            "年度计划完成投资386.4亿元，上半年已完成年度计划的52.6%，完成投资203.2亿元。",
            ("386.4亿元", "203.2亿元", "52.6%"),
        ),
    ],
    ids=[
        "the task behind",
        "named after what was found",
        "what was sent down",
        "savings",
        "the result behind its rate",
    ],
)
def test_the_two_amounts_that_make_a_rate(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in rates(text)


@pytest.mark.parametrize(
    "text",
    [
        "今年下达改造任务9,530户。已开工7,916户，开工率为93.06%。",
        "全年抽检食品18,240批次。检出不合格食品397批次，同比增长2.18%。",
        "受理来信480件。发放手册240册，覆盖率50%。",
    ],
    ids=["does not agree", "a growth", "another unit"],
)
def test_what_makes_no_rate_is_left(text: str) -> None:
    assert rates(text) == []


SIBLINGS = "全县改造任务6,120户，截至5月已动工6,040户，动工率达98.7%；竣工5,310户，竣工率达{rate}；入住4,880户，入住率达79.7%。"


@pytest.mark.parametrize(("rate", "errors"), [("86.8%", 0), ("68.8%", 1)], ids=["right", "wrong"])
def test_rates_told_alike_have_one_base(rate: str, errors: int) -> None:
    text = SIBLINGS.format(rate=rate)
    assert ("6,120户", "5,310户", rate) in rates(text)
    assert ("6,120户", "4,880户", "79.7%") in rates(text)
    findings = assess(report_of(document(text))).findings
    assert len([f for f in findings if f.severity is Severity.ERROR]) == errors


OF_PLANS = (
    "项目总投资1,760.40万元，其中中央补助880.20万元。\n\n改造小区24个，惠及居民3,280户。\n\n本年到位资金1,408.32万元，到位率{rate}，主要为上级资金。",
    "现有农村公路2,186公里，其中县道412公里。当年列入日常养护1,960公里，列养率{rate}。",
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"), [(OF_PLANS[0], "80%", "85%"), (OF_PLANS[1], "89.66%", "86.96%")]
)
def test_rates_of_what_was_planned_a_sentence_before_are_doubted(text: str, right: str, wrong: str) -> None:
    def grave(rate: str) -> list[str]:
        findings = assess(report_of(document(text.format(rate=rate)))).findings
        return [f.rule for f in findings if f.severity in {Severity.ERROR, Severity.WARNING}]

    assert grave(right) == []
    assert len(grave(wrong)) == 1


def test_all_of_them_begun_is_the_base_of_what_was_done() -> None:
    text = "24个小区全部开工，开工率100%；完工22个，完工率91.67%，剩余2个明年完工。"
    assert ("24个", "22个", "91.67%") in rates(text)
