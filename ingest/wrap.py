"""Printed lines joined into running text, and the printed form kept beside it.

Paper breaks a line where it is full. Whether two lines are one sentence, one number, or two separate
entries of a cell is decided here once, for paragraphs, cells, and rows cut by a page end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.printed import GridCell, Printed

PADDING = 12.0
"""Usual inner margins of a table cell, both sides together, in points."""
_ENTRY = re.compile(
    r"\s*(?:[（(]?[0-9０-９]{1,2}[）)]|[0-9０-９]{1,2}[.．、](?![0-9０-９])|[①-⑳]|[一二三四五六七八九十]{1,3}、|"
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[•●■◆➢▪])"
)
_QUOTES = "“”‘’"
_CLOSING = r"[”’）》〉」】〕)\]、，。；：！？;%]*"
_RUN = rf"(?:[A-Za-z0-9.,:%+/\-~≥≤]+{_CLOSING})+"
_MARK = rf"(?:{_RUN}|.(?:{_CLOSING}(?<=[，、；：]){_RUN}|{_CLOSING}))"
_UNIT = re.compile(rf"[“‘（《〈「【〔(\[]*{_MARK}(?:(?<=[{_QUOTES}]){_MARK}|[{_QUOTES}]+{_MARK})*")
"""What typesetters do not part: letters and digits with the marks that cling to them; quotes cling both ways."""
_CLOSED = "。；;！!？?"


def is_entry(text: str) -> bool:
    """Whether a line begins with a number or bullet of a list."""
    return bool(_ENTRY.match(text))


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalpha()


def separator(left: str, right: str, full: bool, spaced: bool = False) -> str:
    """What stands between two lines when they become one text: nothing, a blank, or a line end.

    `full` says that the first line had no room for more, so that its end means nothing; `spaced` that a
    blank was printed at its end.
    """
    if not left or not right:
        return ""
    a, b = left[-1], right[0]
    if _is_word(a) and _is_word(b):
        return " "
    if a in "%％‰" and b.isdecimal():
        return "\n"
    if not full:
        # No number ends or begins with a mark: only two digits may belong to two numbers.
        if a.isdecimal() and b.isdecimal():
            return "\n"
        if is_entry(right) or a in _CLOSED:
            return "\n"
    # Within a number a blank is an accident of typing; beside letters and digits it parts words.
    return " " if spaced and (a.isascii() or b.isascii()) and not (a.isdecimal() and b.isdecimal()) else ""


def room_left(line: Printed, following: Printed, left: float, right: float) -> float:
    """Points left in a cell after `line` and the first character of the next; below 0 the line was full."""
    edges = following.edges
    step = edges[1] - edges[0] if edges is not None and len(edges) > 1 else following.em / 2
    width = line.box[2] - line.box[0]
    return (right - left) - PADDING - width - step


def first_unit(line: Printed) -> float:
    """Width in points of the first characters of a line that may not be parted."""
    found = _UNIT.match(line.text)
    end = found.end() if found else 1
    if line.edges is None:
        return line.em * end
    return line.edges[min(end, len(line.edges) - 1)] - line.edges[0]


def join_cell(cell: GridCell) -> None:
    """Set `text` and `starts` of a cell from its lines."""
    lines = cell.lines
    if not lines:
        return
    if len(lines) == 1:
        cell.text, lines[0].start = lines[0].text, 0
        return
    text, lines[0].start = lines[0].text, 0
    for above, line in pairwise(lines):
        full = room_left(above, line, cell.box[0], cell.box[2]) < 0
        text += separator(text, line.text, full, above.spaced)
        line.start = len(text)
        text += line.text
    cell.text = text


def join_lines(lines: Sequence[Printed]) -> tuple[str, list[int]]:
    """The text of a paragraph whose lines are all full but the last, and the offset of each line in it."""
    text, starts = "", []
    spaced = False
    for line in lines:
        text += separator(text, line.text, True, spaced)
        starts.append(len(text))
        text += line.text
        spaced = line.spaced
    return text, starts
