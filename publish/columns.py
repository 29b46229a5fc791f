"""Text on a grid of character cells: Chinese characters take two, and lines are broken where one may read on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_BREAKS = re.compile(r"\s*[\r\n\t]+\s*")
_PIECE = re.compile(r"[A-Za-z0-9_.,%/:\\-]+[,，。；、）》”]?|\s+|.[，。；、：）》”]*", re.S)


def display_width(text: str) -> int:
    """How many cells the text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(cells, text))


@lru_cache(maxsize=8192)
def cells(character: str) -> int:
    """1 or 2; combining marks take none."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> Iterator[str]:
    """The text in lines of at most `width` cells, the first begun with `first`, the others with `rest`.

    Numbers and Latin words are kept whole unless longer than a line; closing punctuation stays with its word.
    """
    line, used, empty = first, display_width(first), True
    for piece in _pieces(_BREAKS.sub(" ", text.strip()), max(width - display_width(rest), 8)):
        size = display_width(piece)
        if used + size > width and not empty:
            yield line.rstrip()
            line, used, empty = rest, display_width(rest), True
        if empty and piece.isspace():
            continue
        line, used, empty = line + piece, used + size, False
    if not empty:
        yield line.rstrip()


def _pieces(text: str, room: int) -> Iterator[str]:
    for hit in _PIECE.finditer(text):
        piece = hit.group()
        while display_width(piece) > room:
            cut = next(n for n in range(len(piece), 0, -1) if display_width(piece[:n]) <= room)
            yield piece[:cut]
            piece = piece[cut:]
        yield piece


def spread(left: str, right: str, width: int) -> str | None:
    """Both on one line, `right` flush; None when they do not fit."""
    gap = width - display_width(left) - display_width(right)
    return f"{left}{' ' * gap}{right}" if gap >= 2 else None
