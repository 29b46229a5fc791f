from __future__ import annotations

import pytest

from schema.figure import Place
from schema.report import Passage
from tests.checking import checks_of
from tests.reports import figure, report

TEXT = "社工站共完成家访{}，个案接案{}，开展小组活动，培育志愿者队伍，{}"


def copies(*contents: tuple[str, str, str]):
    passages, figures = [], []
    for block, (home, cases, end) in enumerate(contents):
        passages.append(Passage(text=TEXT.format(home, cases, end), place=Place(block=block)))
        for start, text in enumerate((home, cases)):
            figures.append(figure(text, at=Place(block=block, start=start, end=start + 1)))
    return report(passages=passages, figures=figures)


END = "服务效果得到居民认可"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("2,259人次", "65个", END), [("consistent", None)]),
        (("2,295人次", "65个", END), [("inconsistent", "warning")]),
        # two figures differ: another period of the same work
        (("2,295人次", "70个", END), []),
        (
            (
                "2,259人次",
                "65个",
                "本年度因疫情影响，线下活动改为线上开展，并对困难群众进行了电话回访与物资派送",
            ),
            [],
        ),
    ],
)
def test_t06_copies(second, expected):
    found = checks_of("T06", copies(("2,259人次", "65个", END), second))
    assert [(c.verdict, c.severity) for c in found] == expected


def test_t06_names_the_figure_in_both_places():
    (check,) = checks_of("T06", copies(("2,259人次", "65个", END), ("2,295人次", "65个", END)))
    assert [f.text for f in check.figures] == ["2,259人次", "2,295人次"]
    assert [p.block for p in check.places] == [0, 1]


def test_t06_opposite_judgements_of_the_same_figures():
    texts = ["合计68,287.55元，已完成年度项目指标的13.6%。", "合计68,287.55元，只完成年度项目指标的13.6%。"]
    given = report(passages=[Passage(text=t, place=Place(block=i)) for i, t in enumerate(texts)])
    (check,) = checks_of("T06", given)
    assert (check.severity, check.facts["word"], check.facts["other_word"]) == ("note", "已完成", "只完成")


def test_t06_the_same_judgement_twice_is_silent():
    given = report(passages=[Passage(text="合计68元，已完成13.6%。", place=Place(block=i)) for i in range(2)])
    assert checks_of("T06", given) == []
