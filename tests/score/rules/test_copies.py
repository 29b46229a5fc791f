from __future__ import annotations

import re

import pytest

from schema.figure import Place
from schema.report import Passage
from tests.checking import checks_of
from tests.reports import figure, report

TEXT = "{}完成家访{}，电访{}；个案接案{}，完成协议量的100%；培育志愿者队伍{}"


def passages(*texts: str):
    """Passages whose numbers stand where they are printed."""
    figures = [
        figure(m.group(), at=Place(block=block, start=m.start(), end=m.end()))
        for block, text in enumerate(texts)
        for m in re.finditer(r"\d[\d,.]*(?:%|人次|个|支|元)?", text)
    ]
    made = [Passage(text=text, place=Place(block=block)) for block, text in enumerate(texts)]
    return report(passages=made, figures=figures)


FIRST = TEXT.format("本站", "2,259人次", "1,628人次", "65个", "4支")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (TEXT.format("本站", "2,259人次", "1,628人次", "65个", "4支"), [("consistent", None)]),
        (TEXT.format("本站", "2,295人次", "1,628人次", "65个", "4支"), [("inconsistent", "warning")]),
        (TEXT.format("上半年共", "2,295人次", "1,628人次", "65个", "4支"), [("inconsistent", "warning")]),
        # two figures differ: the same work at another time
        (TEXT.format("本站", "2,295人次", "1,700人次", "65个", "4支"), []),
        ("对困难群众入户2,259人次，逐户登记65个问题", []),
    ],
)
def test_t06_copies(second, expected):
    found = checks_of("T06", passages(FIRST, second))
    assert [(c.verdict, c.severity) for c in found] == expected


def test_t06_names_the_figure_in_both_places():
    other = TEXT.format("本站", "2,259人次", "1,628人次", "56个", "4支")
    (check,) = checks_of("T06", passages(FIRST, other))
    assert [f.text for f in check.figures] == ["65个", "56个"]
    assert [p.block for p in check.places] == [0, 1]


def test_t06_a_phrase_of_the_trade_is_no_copy():
    assert checks_of("T06", passages("个案接案65个，完成100%", "个案接案56个，完成100%")) == []


def test_t06_opposite_judgements_of_the_same_figures():
    texts = ["合计68,287.55元，已完成年度项目指标的13.6%。", "合计68,287.55元，只完成年度项目指标的13.6%。"]
    (check,) = checks_of("T06", passages(*texts))
    assert (check.severity, check.facts["word"], check.facts["other_word"]) == ("note", "已完成", "只完成")


def test_t06_the_same_judgement_twice_is_silent():
    assert checks_of("T06", passages("合计68元，已完成13.6%。", "合计68元，已完成13.6%。")) == []
