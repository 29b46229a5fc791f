"""What a stand-alone line is, judged by its text: caption, note, unit line, line of a contents list.

The words come from `layout.toml` (`ingest.word_lists`). Word and PDF readers both ask here, so that two versions of one report
get the same blocks.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.word_lists import words

_NUMBER = r"[0-9０-９一二三四五六七八九十百]+(?:\s?[-－—–.．]\s?[0-9０-９]+)*"
_CONTENTS = re.compile(
    r"(?:(?:[.．·・_]\s?){3,}+|(?:…\s?){2,}+)\s*[-－—]?\s*[0-9０-９IVXivx]+\s*[-－—]?$|\t\s*[0-9０-９]+$"
)
_SENTENCE_END = "。；;，,、！!？?"
_LONGEST_CAPTION = 60
_LONGEST_CONTENTS = 240
_asked_again = lru_cache(maxsize=4096)
"""Of one line every stage of the layout asks the same."""


def _any(options: tuple[str, ...]) -> str:
    return "(?:" + "|".join(map(re.escape, options)) + ")"


@cache
def _caption() -> re.Pattern[str]:
    w = words()
    return re.compile(
        rf"^(?:续\s?)?{_any(w.tables + w.pictures)}\s?{_NUMBER}\s*(?:[:：.．、]\s*|\s+)?"
        rf"(?!{_any(w.never_followed_by)}(?!.*{_any(w.tables)}$))"
    )


@cache
def _bare_caption() -> re.Pattern[str]:
    """附表 without a number: only with a colon or alone."""
    return re.compile(rf"^{_any(tuple(word for word in words().tables if len(word) > 1))}\s*(?:[:：]|$)")


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"^[（(]?[*＊※]?\s*{_any(words().notes)}\s*[0-9０-９]*\s*[:：]|^[*＊※]\s*\S")


@cache
def _unit_line() -> re.Pattern[str]:
    w = words()
    return re.compile(rf"^[（(]?\s*{_any(w.unit_openings)}\s*[:：]\s*{_any(w.units)}\s*[）)]?$")


@_asked_again
def is_caption(text: str) -> bool:
    """Whether the line names a table or picture (表1：…, 附表2 …), and is no sentence about one."""
    line = text.strip()
    if not line or len(line) > _LONGEST_CAPTION or line[-1] in _SENTENCE_END or "。" in line:
        return False
    return bool(_caption().match(line) or _bare_caption().match(line)) and not is_contents_line(line)


def names_rest(text: str) -> bool:
    """Whether the line says that the table below goes on from the page before (续表3, 表3 …（续）)."""
    line = text.strip()
    if len(line) > _LONGEST_CAPTION or not line or line[-1] in _SENTENCE_END:
        return False
    opens = line.startswith(words().continued) and (is_caption(line) or line in words().continued)
    return opens or (line.endswith(words().continued_after) and is_caption(line))


def is_picture_caption(text: str) -> bool:
    """Whether the line names a picture (图1 …), which stands above it."""
    return is_caption(text) and text.strip().startswith(words().pictures)


@_asked_again
def is_unit_line(text: str) -> bool:
    """Whether the line only says the unit of the table below it (单位：万元)."""
    return bool(_unit_line().match(text.strip()))


@_asked_again
def is_note(text: str) -> bool:
    """Whether the line is a note to a table (注：…, *数据来源：…)."""
    return bool(_note().match(text.strip()))


@_asked_again
def is_contents_line(text: str) -> bool:
    """Whether the line belongs to a list of contents (dots or a tab, then a page number)."""
    line = text.rstrip()
    return len(line) <= _LONGEST_CONTENTS and bool(_CONTENTS.search(line))
