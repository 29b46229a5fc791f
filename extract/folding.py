"""Folds a text one character for one character, so that offsets into the folded text hold for the printed one."""

from __future__ import annotations

import functools
from pathlib import Path

from extract.words import Words, load


class Fold(Words):
    """`from` and `to` have the same length: the nth character of one is read as the nth of the other."""

    source: str
    target: str


class _Folding(Words):
    fold: Fold


@functools.cache
def folding(vocabulary: Path | None = None) -> dict[int, str]:
    """The translation table: full width to half width, variants of signs, traditional counting words."""
    fold = load("folding", _Folding, vocabulary).fold
    if len(fold.source) != len(fold.target):
        raise ValueError("folding.toml: source and target must have the same number of characters")
    return {ord(one): other for one, other in zip(fold.source, fold.target, strict=True)}


def fold(text: str, vocabulary: Path | None = None) -> str:
    """`text` with every character in its plain form; exactly as long as `text`."""
    return text.translate(folding(vocabulary))
