from __future__ import annotations

import pytest

from score import lexicon
from score.configuration import ConfigurationError, load
from score.lexicon import ScoreWords, any_of, count_words, date_words, plausibility_words, score_words


def test_every_word_file_is_valid():
    for words in (score_words, count_words, date_words, plausibility_words):
        assert words()


def test_a_broken_pattern_names_its_line(tmp_path):
    text = (lexicon.FOLDER / "words_scores.toml").read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("execution = '"))
    path = tmp_path / "words.toml"
    path.write_text(text.replace("execution = '", "execution = '("), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"words.toml:{line}: rules.execution"):
        load(path, ScoreWords)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("产出指标", "output"),
        ("项目效益", "benefit"),
        ("满意度指标（10分）", "satisfaction"),
        ("社会公众或服务对象满意度", "satisfaction"),
        ("预算执行率", "execution"),
        ("决策", "decision"),
        ("项目管理", "process"),
        ("成本指标", "cost"),
        ("其他", None),
        (None, None),
    ],
)
def test_groups_by_name(name, group):
    assert score_words().group_of(name) == group


def test_group_names_without_what_varies():
    plain = score_words().plain
    assert plain("产出指标（50分）") == plain("产 出") == plain("产出指标(50%)") == "产出"


def test_any_of():
    assert any_of(("甲", "乙"), "有乙有甲") == "甲"
    assert any_of(("甲",), None) is None
