"""A mistake in our own word lists is told as one, with file and line, and never laid to the document."""

from __future__ import annotations

from pathlib import Path

import pytest

import ingest.word_lists
from ingest.read import read
from ingest.word_lists import PATH, LayoutError, load, words

OURS = PATH.read_text(encoding="utf-8")


def line_of(opening: str) -> int:
    return next(k for k, line in enumerate(OURS.splitlines(), 1) if line.startswith(opening))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('pictures = ["图"]', 'pictures = ["图"', line_of("pictures") + 2),
        ('pictures = ["图"]', 'pictures = "图"', line_of("pictures")),
        ('pictures = ["图"]', 'pictures = ["图", 3]', line_of("pictures")),
        ('pictures = ["图"]', "pictures = []", line_of("pictures")),
        ('pictures = ["图"]', "", line_of("[caption]")),
        ("[caption]", "[captions]", 1),
        ('"部分" = 1', '"部分" = "1"', line_of("parts")),
        ('"部分" = 1', '"部分" = true', line_of("parts")),
    ],
)
def test_a_mistake_is_told_with_its_line(before: str, after: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "layout.toml"
    assert before in OURS
    path.write_text(OURS.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_no_document_is_called_corrupt_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, text = tmp_path / "layout.toml", tmp_path / "text.txt"
    broken.write_text("[heading", encoding="utf-8")
    text.write_text("支出合计 10.00 万元。", encoding="utf-8")
    assert read(text).readable
    monkeypatch.setattr(ingest.word_lists, "PATH", broken)
    words.cache_clear()
    try:
        with pytest.raises(LayoutError, match=r"layout\.toml:1: "):
            read(text)
    finally:
        words.cache_clear()
