from __future__ import annotations

import pytest

from extract.naming import named_figures

NAMES = {0: ["培训人次"], 1: ["群众满意度", "满意度"]}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年培训人次1,628人次，群众满意度达到了95.5%。", [(0, "1,628人次"), (1, "95.5%")]),
        ("培训人次：300人次", [(0, "300人次")]),
        ("培训人次较多，投入240万元。", []),
        ("群众满意度调查于6月开展，发放问卷200份。", []),
        ("未涉及有关指标。", []),
    ],
)
def test_a_figure_belongs_to_the_name_right_before_it(sentence: str, expected: list[tuple[int, str]]) -> None:
    assert [(key, figure.text) for key, _, figure in named_figures(NAMES, [sentence])] == expected


def test_a_name_inside_a_longer_word_is_not_the_name() -> None:
    assert named_figures({0: ["率"]}, ["预算执行率98%。"]) == []


def test_figures_keep_their_offsets_in_the_sentence() -> None:
    sentence = "其中培训人次65人次。"
    ((_, number, figure),) = named_figures(NAMES, ["无关。", sentence])
    assert number == 1
    assert sentence[figure.place.start : figure.place.end] == figure.text == "65人次"
