from __future__ import annotations

from pathlib import Path

import pytest

from score.configuration import ConfigurationError
from score.words import WORDS, mentions, words

EXPRESSIONS = {
    "opposites", "measure_rows", "balance", "law_headers", "period_names", "running_bases", "regional_levels",
}  # fmt: skip
"""Entries that are no lists of words."""


def test_the_words_are_read_and_hold_no_doubles() -> None:
    found = words()
    for name, listed in found:
        if name not in EXPRESSIONS:
            assert listed, name
            assert len(set(listed)) == len(listed), name


def test_a_mistake_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    text = WORDS.read_text(encoding="utf-8").replace('points = ["百分点", "千分点"]', "points = 3")
    path.write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("points"))
    with pytest.raises(ConfigurationError) as caught:
        words(path)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_mentions() -> None:
    assert mentions("加权平均满意度", words().averaging)
    assert not mentions("满意度", words().averaging)
    assert not mentions(None, words().averaging)
