"""Where a sentence begins and ends in raw text: at full stops and blank lines, never inside a figure.

A line end alone is a wrap, unless the line is a numbered heading. A blank line (page end) does not end a
sentence whose last character says that a list goes on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import regex

from extract.statements.lexicon import Cues
from extract.statements.masking import span_of
from schema.figure import Figure

_BREAK = regex.compile(r"\n[^\S\n]*\n\s*")
_HEADING_LINE = regex.compile(
    r"(?m)^[^\S\n]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]|[①-⑳])"
    r"[^\n，。；：]{1,24}(?=\n)"
)
_CLOSERS = "”’」』）)》】"
_OPEN = regex.compile(r"[（(“《][^）)”》]*$")


def sentence_spans(text: str, figures: Sequence[Figure], cues: Cues) -> Iterator[tuple[int, int]]:
    """The sentences of `text` as `(start, end)`, without surrounding white space, in order."""
    inside = {offset for figure in figures for offset in range(*span_of(figure))}
    ends = set(cues.sentence.end)
    cuts = {0, len(text)}
    for offset, character in enumerate(text):
        if character in ends and offset not in inside:
            cuts.add(_after_closers(text, offset + 1))
    for gap in _BREAK.finditer(text):
        if gap.start() not in inside and not _goes_on(text[: gap.start()], cues):
            cuts.add(gap.start())
    cuts.update(heading.end() for heading in _HEADING_LINE.finditer(text))
    ordered = sorted(cuts)
    for start, end in itertools.pairwise(ordered):
        body = text[start:end]
        if body.strip():
            yield start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def _after_closers(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in _CLOSERS:
        offset += 1
    return offset


def _goes_on(before: str, cues: Cues) -> bool:
    tail = before.rstrip()[-40:]
    return tail.endswith(tuple(cues.sentence.carries_over)) or bool(_OPEN.search(tail.rsplit("\n", 1)[-1]))
