"""What every draft is: title, heading, caption, note, list of contents, or running text.

What a line says is judged by `ingest.marks` and `ingest.headings`, the same for every format; how it looks
(size, boldness, place, what comes again) is judged here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.draft import Draft, Flow
from ingest.headings import heading_of
from ingest.marks import is_caption, is_contents_line, is_note, is_picture_caption, is_unit_line
from ingest.measure import some_lines
from ingest.whole import Whole
from schema.document import BlockKind

LARGE = 1.15
"""Type this much larger than that of the text is that of a title."""
LARGER = 1.04
"""Type this much larger than that of the text, in one short line, is that of a heading."""
ENDS = "。！？!?；;："
LEAST_CONTENTS, MOSTLY = 4, 0.6
"""A list of contents has so many headings, of which this share comes again."""
_LONGEST_TITLE = 80
_CAPTION_REACH = 3


def judge(flow: Flow) -> None:
    """Kind and level of every draft."""
    drafts = [item for item in flow.items if isinstance(item, Draft)]
    sizes: Counter[float] = Counter()
    for draft in drafts:
        for line in draft.lines:
            sizes[line.em] += len(line.text)
    titled = False
    em = _text_size(flow, sizes)
    for draft in drafts:
        if draft.kind is not None:
            continue
        text = draft.text
        if is_contents_line(text):
            draft.kind = BlockKind.FURNITURE
        elif is_caption(text) or is_unit_line(text):
            draft.kind = BlockKind.CAPTION
        elif heading := heading_of(text):
            draft.kind, draft.level = BlockKind.HEADING, heading.level
            titled = titled or heading.style not in {"annex", "part"}
        elif is_note(text):
            draft.kind = BlockKind.NOTE
        elif _looks_like_heading(draft, text, em):
            large = all(line.em > LARGE * em for line in draft.lines)
            draft.kind, draft.level = BlockKind.HEADING, 2 if not large else 1 if titled else 0
            titled = titled or large
    _title_of_last_resort(flow)
    _set_contents_aside(flow)


def _title_of_last_resort(flow: Flow) -> None:
    """Without any title by its look, the first line of the document is one if it reads like a name."""
    if any(isinstance(item, Draft) and item.level == 0 for item in flow.items):
        return
    for item in flow.items:
        if isinstance(item, Whole) or item.lines[0].page != 1:
            return
        text = item.text
        if (heading := heading_of(text)) and heading.style != "annex":
            return
        if item.kind is None:
            named = 6 <= len(text) <= 60 and len(item.lines) <= 2 and text[-1] not in ENDS + "，,、：:"
            if named and not _is_aside(text):
                item.kind, item.level = BlockKind.HEADING, 0
            return


def _set_contents_aside(flow: Flow) -> None:
    """A list of contents without page numbers: headings one below the other that all come again later."""
    run: list[Draft] = []
    seen: set[str] = set()
    for index, item in enumerate([*flow.items, None]):
        heading = item if isinstance(item, Draft) and item.kind is BlockKind.HEADING and item.level else None
        if heading and _bare(heading.text) not in seen:
            run.append(heading)
            seen.add(_bare(heading.text))
            continue
        if len(run) >= LEAST_CONTENTS:
            later = {_bare(other.text) for other in flow.items[index:] if isinstance(other, Draft)}
            if sum(_bare(draft.text) in later for draft in run) >= MOSTLY * len(run):
                for draft in run:
                    draft.kind, draft.level = BlockKind.FURNITURE, None
                return
        run = [heading] if heading else []
        seen = {_bare(draft.text) for draft in run}


def _bare(text: str) -> str:
    """A heading without its number and blanks."""
    heading = heading_of(text)
    return re.sub(r"\s", "", heading.title if heading else text)


def _text_size(flow: Flow, sizes: Counter[float]) -> float:
    if sum(sizes.values()) < 200:
        wholes = (item for item in flow.items if isinstance(item, Whole))
        for line in some_lines(cell for whole in wholes for cell in whole.cells):
            sizes[line.em] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 12.0


def _looks_like_heading(draft: Draft, text: str, em: float) -> bool:
    """Larger than the text, or one short bold line, and no sentence, date line or unit."""
    if "。" in text or text[-1] in ENDS + "，,、：:" or text.replace(" ", "").isdecimal() or _is_aside(text):
        return False
    if all(line.em > LARGE * em for line in draft.lines):
        return len(text) <= _LONGEST_TITLE and len(draft.lines) <= 4
    line = draft.lines[0]
    return len(draft.lines) == 1 and 1 < len(text) <= 30 and (line.bold or line.em > LARGER * em)


def _is_aside(text: str) -> bool:
    """A line in brackets, or one that says the unit: it goes with what it stands by."""
    return (text[0] in "（(" and text[-1] in "）)") or any(map(is_unit_line, text.split()))


def caption_of(items: Sequence[Draft | Whole], index: int) -> str:
    """Text of the caption above a table: 表N, else the heading directly above; unit lines are passed over."""
    first = items[index]
    assert isinstance(first, Whole)
    for back in range(index - 1, max(-1, index - 1 - _CAPTION_REACH), -1):
        item = items[back]
        if isinstance(item, Whole) or item.lines[-1].page not in {
            first.parts[0].page,
            first.parts[0].page - 1,
        }:
            return ""
        text = item.text
        if item.kind is BlockKind.CAPTION and not is_unit_line(text):
            return "" if is_picture_caption(text) else text
        if item.kind is BlockKind.HEADING:
            return text
        if item.kind is None and _is_over(item, first):
            item.kind = BlockKind.CAPTION
            return text
        if len(text) > 30:
            return ""
    return ""


def _is_over(draft: Draft, table: Whole) -> bool:
    """A short line centred above the table: its name, though no number says so."""
    line, box = draft.lines[0], table.parts[0].box
    if _is_aside(line.text):
        return False
    off = (line.box[0] + line.box[2]) / 2 - (box[0] + box[2]) / 2
    short = len(draft.lines) == 1 and 2 < len(line.text) <= 40 and line.text[-1] not in ENDS + "：:，,"
    return short and line.page == table.parts[0].page and abs(off) < 1.5 * line.em
