"""Headings by their numbering: which level a stand-alone line has, or that it is none.

一、 is level 1, （一） 2, 1. 3, (1) 4, ① 5: the ladder official documents use. The title of a document is level 0
and is known by its look, not by its text, so the readers decide it themselves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest.marks import is_caption, is_contents_line, is_note, is_unit_line
from ingest.word_lists import words
from schema.document import BlockKind

_HAN = "〇零一二三四五六七八九十百"
_DIGITS = "0-9０-９"
_SEPARATOR = "、.．,，:：。"


class Heading(NamedTuple):
    """`style` names the form of numbering, `number` the printed one, `ordinal` its value, `title` the rest."""

    level: int
    style: str
    number: str
    ordinal: int | None
    title: str


def _forms() -> list[tuple[str, int, str]]:
    return [
        ("han", 1, rf"([{_HAN}]+)\s*[、.．]\s*"),
        ("han_bracketed", 2, rf"[（(〔]\s*([{_HAN}]+)\s*[）)〕]\s*[、.．]?\s*"),
        ("han_enclosed", 2, r"([㈠-㈩])\s*[、.．]?\s*"),
        ("digit_bracketed", 4, rf"[（(]\s*([{_DIGITS}]{{1,2}})\s*[）)]\s*[、.．]?\s*"),
        ("digit_enclosed", 4, r"([⑴-⒇])\s*[、.．]?\s*"),
        ("circled", 5, r"([①-⑳❶-❿])\s*[、.．]?\s*"),
        ("digit_half_bracketed", 5, rf"([{_DIGITS}]{{1,2}})\s*[）)]\s*"),
        ("decimal", 4, rf"([{_DIGITS}]{{1,2}}[.．][{_DIGITS}]{{1,2}})[.．]?\s+(?=\D)"),
        ("decimal_third", 5, rf"([{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{2,3}})[.．]?\s+(?=\D)"),
        ("digit", 3, rf"([{_DIGITS}]{{1,2}})\s*[、.．]\s*(?![{_DIGITS}])"),
        ("digit_full_stop", 3, r"([⒈-⒛])\s*"),
    ]


@cache
def _patterns() -> list[tuple[str, int, re.Pattern[str]]]:
    w = words()
    annex = "|".join(map(re.escape, w.annexes))
    forms = [(style, level, re.compile("^" + form)) for style, level, form in _forms()]
    for unit, level in w.parts.items():
        form = rf"^第\s*([{_HAN}{_DIGITS}]+)\s*{re.escape(unit)}(?:[{_SEPARATOR}]|\s|(?=\S)|$)\s*"
        forms.append(("part", level, re.compile(form)))
    number = rf"[{_HAN}]+|[{_DIGITS}]+(?:[-－][{_DIGITS}]+)?"
    forms.append(("annex", 1, re.compile(rf"^(?:{annex})\s*({number})\s*[{_SEPARATOR}]?\s*")))
    return forms


_HAN_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_ENCLOSED = (("㈠", 1), ("⑴", 1), ("①", 1), ("❶", 1), ("⒈", 1))


def ordinal_of(number: str) -> int | None:
    """Value of a printed ordinal: 十二 -> 12, ③ -> 3, 1.2 -> 2 (its last part); None if it is none."""
    last = re.split(r"[.．\-－]", number)[-1]
    if last.isdecimal():
        return int(last)
    if len(number) == 1:
        for first, value in _ENCLOSED:
            if 0 <= ord(number) - ord(first) < 20:
                return ord(number) - ord(first) + value
    return _han_value(number)


def _han_value(number: str) -> int | None:
    total, digit = 0, 0
    for character in number:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit or None


_LONGEST = {0: 60, 1: 45, 2: 45, 3: 32, 4: 32, 5: 28}
_STOPS = re.compile("[。；;！!？?]")
_MEASURED = re.compile(rf"[{_DIGITS}][%％]|[{_DIGITS}][,，.．][{_DIGITS}]|[{_DIGITS}]\s*[万亿元]")


def _reads_as_title(title: str, level: int, style: str) -> bool:
    """A heading names what follows; a list item tells something. The doubtful case is no heading."""
    if not title:
        return style in {"annex", "part"}
    if len(title) > _LONGEST[level]:
        return False
    body = title[:-1] if title[-1] in "：:" else title
    if level <= 2 and len(title) <= 22 and title[-1] == "。":
        body = title[:-1]
        return not (_STOPS.search(body) or re.search("[，,：:]", body) or _MEASURED.search(body))
    if not body or body[-1] in "，,、" or _STOPS.search(body):
        return False
    if level <= 2:
        return not (_MEASURED.search(body) and re.search("[，,]", body))
    if _MEASURED.search(body) or body[0] in "《〈“" or re.search("[：:]", body):
        return False
    commas = len(re.findall("[，,]", body))
    return commas == 0 or (commas == 1 and level == 3 and len(body) <= 16)


def heading_of(text: str) -> Heading | None:
    """The heading a stand-alone line is, by its numbering; None for running text, list items, contents."""
    line = text.strip()
    if not line or len(line) > 80 or "\n" in line or is_contents_line(line):
        return None
    for style, level, pattern in _patterns():
        if found := pattern.match(line):
            title = line[found.end() :].strip()
            if not _reads_as_title(title, level, style):
                return None
            return Heading(level, style, line[: found.end()].strip(), ordinal_of(found.group(1)), title)
    return None


def level_by_look(
    text: str, *, centred: bool, bold: bool, size: float | None, body_size: float
) -> int | None:
    """Level of a short unnumbered line that only its look sets apart, or None; sizes in points.

    Centred and larger (or bold) is level 1, set apart by weight or size alone is level 2.
    """
    line = text.strip()
    if not 2 <= len(line) <= 40 or "\n" in line or _STOPS.search(line) or line[-1] in "，,、：:":
        return None
    if _MEASURED.search(line) or not re.search("[\u3400-\u9fff]", line):
        return None
    larger = size is not None and body_size > 0 and size >= 1.12 * body_size
    if centred and (larger or bold):
        return 1
    return 2 if (larger or bold) and len(line) <= 26 and not re.search("[，,]", line) else None


def line_kind(text: str) -> tuple[BlockKind, int | None]:
    """Kind and heading level of a stand-alone line or paragraph, by its text alone."""
    if is_contents_line(text):
        return BlockKind.FURNITURE, None
    if is_caption(text) or is_unit_line(text):
        return BlockKind.CAPTION, None
    if heading := heading_of(text):
        return BlockKind.HEADING, heading.level
    return (BlockKind.NOTE if is_note(text) else BlockKind.PARAGRAPH), None
