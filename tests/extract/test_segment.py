"""Segmentation: quantities are single tokens, and every term of the vocabulary survives in context."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from extract.segment import Segmenter, doc_of, segmenter, terms

CONTEXTS = (("", "为5"), ("", "达到95%"), ("其中", ""))


@pytest.mark.parametrize(("before", "behind"), CONTEXTS)
def test_every_term_survives_in_context(before: str, behind: str) -> None:
    lost = [
        term for term in terms() if term not in [w.text for w in segmenter().words(before + term + behind)]
    ]
    assert not lost
    assert len(terms()) > 1000


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("实际完成值为5", ["实际完成值", "为", "5"]),
        ("拨付率为98.86%", ["拨付率", "为", "98.86%"]),
        ("共2,259人次", ["共", "2,259人次"]),
        ("服务近20万人次", ["服务", "近", "20万人次"]),
        ("预算执行率不低于100%", ["预算执行率", "不低于", "100%"]),
        ("按4:3:3比例分担", ["按", "4:3:3", "比例", "分担"]),
    ],
)
def test_a_quantity_is_one_word(text: str, tokens: list[str]) -> None:
    assert [word.text for word in segmenter().words(text)] == tokens


def test_words_keep_their_offsets_and_lose_no_character() -> None:
    text = "截至 2022 年 7 月 31 日，\n社工站共完成家访 2,259 人次（占 163.7%）。"
    found = segmenter().words(text)
    assert "".join(word.text for word in found) == text
    assert all(text[word.start : word.end] == word.text for word in found)


def test_a_doc_holds_figures_and_terms() -> None:
    text = "年初预算数 240 万元，预算执行率为98.86%。"
    doc = doc_of(text)
    assert doc.text == text
    assert [span.text for span in doc.spans["figures"]] == ["240 万元", "98.86%"]
    assert doc.spans["figures"][0][0]._.figure.value == 2400000
    assert {"年初预算数", "预算执行率"} <= {span.text for span in doc.spans["vocabulary"]}


def test_our_dictionary_stays_ours_and_no_cache_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import jieba

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    common = jieba.dt.FREQ.copy()
    assert Segmenter().cut("本土督导") == ["本土", "督导"]
    assert list(tmp_path.iterdir()) == []
    assert common == jieba.dt.FREQ


def test_an_auditors_terms_are_words_too(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[units.kinds]\ncount = ["挂载箱位"]\n', encoding="utf-8")
    found = [word.text for word in segmenter(own).words("新增5挂载箱位")]
    assert found == ["新增", "5挂载箱位"]
