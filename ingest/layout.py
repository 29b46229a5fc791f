"""Printed lines and page tables -> blocks in reading order.

A paragraph ends where its last line has room left, or where the next line is indented; a page end means
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest import stitch
from ingest.columns import reading_order
from ingest.draft import Draft, Flow
from ingest.headings import heading_of
from ingest.kinds import ENDS, LARGE, caption_of, judge
from ingest.marks import is_caption, is_contents_line, is_note, is_unit_line, names_rest
from ingest.measure import INDENT, SAME_SIZE, Measure, em_of, measures_of
from ingest.printed import PageContent, PageTable, Printed
from ingest.whole import Whole
from ingest.wrap import is_entry
from schema.document import Block, BlockKind, Notice, TextBlock

PITCH = 2.4
"""A line further below than this many em begins something new."""

MISSET = 1.35
"""A line of a paragraph is no more out of size than this."""
LONG, NUMBER_ROOM = 20, 6.0
"""Characters of a line of running text; the room before the margin, in em, that a number with its unit takes."""
_PROSE = "，。；："


def blocks_of(pages: Sequence[PageContent]) -> tuple[list[Block], list[Notice]]:
    """Blocks of a document whose furniture is marked, and the decisions of stitching.

    Furniture and watermarks follow the blocks that begin on their page.
    """
    flow = _flow(pages)
    judge(flow)
    blocks: list[Block] = []
    captions = {i: caption_of(flow.items, i) for i, item in enumerate(flow.items) if isinstance(item, Whole)}
    aside = {page.number: [line for line in page.lines if line.kind is not None] for page in pages}
    upcoming = [page.number for page in pages]
    for index, item in enumerate(flow.items):
        page = item.parts[0].page if isinstance(item, Whole) else item.lines[0].page
        while upcoming and upcoming[0] < page:
            blocks.extend(_aside(aside[upcoming.pop(0)]))
        if isinstance(item, Whole):
            blocks.append(item.table(captions[index]))
            flow.notices.extend(item.notices)
        else:
            blocks.append(item.block())
    for number in upcoming:
        blocks.extend(_aside(aside[number]))
    return blocks, flow.notices


def _aside(lines: Iterable[Printed]) -> Iterable[TextBlock]:
    for line in sorted(lines, key=lambda line: (line.box[1], line.box[0])):
        yield Draft([line], line.kind).block()


def _flow(pages: Sequence[PageContent]) -> Flow:
    flow = Flow()
    em = em_of(pages)
    measures = measures_of(pages, em)
    heights = {page.number: page.height for page in pages}
    before: Measure | None = None
    for page in pages:
        for column, item in reading_order(page, em):
            if isinstance(item, PageTable):
                _add_table(flow, item, heights)
            else:
                measure = Measure(column.left, column.right, em) if column else measures[page.number]
                _add_line(flow, item, measure, before or measure)
                before = measure
    return flow


def _add_table(flow: Flow, piece: PageTable, heights: dict[int, float]) -> None:
    over = _over_rest(flow)
    last = _last(flow, len(over))
    if isinstance(last, Whole) and last.tail and stitch.continues(last, piece, heights[last.tail.page]):
        stitch.append(last, piece)
        for draft in over:
            draft.kind = BlockKind.FURNITURE
    else:
        flow.items.append(Whole.of(piece))


def _last(flow: Flow, over: int) -> Draft | Whole | None:
    """What stands before the last `over` drafts, lines that named a rest before set aside."""
    for item in reversed(flow.items[: len(flow.items) - over]):
        if isinstance(item, Whole) or item.kind is not BlockKind.FURNITURE:
            return item
    return None


def _over_rest(flow: Flow) -> list[Draft]:
    """The line 续表… between a table and its rest, and the unit line with it; they belong to the paper."""
    over: list[Draft] = []
    for item in reversed(flow.items[-2:]):
        if not isinstance(item, Draft):
            break
        over.append(item)
        if names_rest(item.text):
            return over if len(flow.items) > len(over) else []
        if not is_unit_line(item.text):
            break
    return []


def _add_line(flow: Flow, line: Printed, measure: Measure, before: Measure) -> None:
    last = flow.items[-1] if flow.items else None
    if isinstance(last, Draft) and last.kind is None and _goes_on(last, line, measure, before):
        last.lines.append(line)
    else:
        flow.items.append(Draft([line]))


def _goes_on(draft: Draft, line: Printed, measure: Measure, before: Measure) -> bool:
    """Whether `line` belongs to the paragraph (or title) that ends with the last line so far.

    `measure` is the text column of the line, `before` that of the last one.
    """
    above = draft.lines[-1]
    if abs(above.em - line.em) > SAME_SIZE * max(above.em, line.em) and not _is_misset(above, line, measure):
        return False
    if line.page == above.page and line.box[1] - above.box[3] > PITCH * line.em:
        return False
    if is_contents_line(line.text) or is_contents_line(above.text):
        return False
    if _is_title_line(above, measure) and _is_title_line(line, measure):
        return line.page == above.page and line.box[1] - above.box[3] < 1.3 * line.em
    if _names_a_table(line.text) or is_note(line.text) or _names_a_table(above.text):
        return False
    if not (before.full(above, line) or _is_unfinished(above, line, before)):
        return False
    if abs(before.left - measure.left) > INDENT * line.em:
        # From the foot of one column to the head of the next.
        return not measure.indented(line) and not (above.text[-1] in ENDS and is_entry(line.text))
    return _flows(draft, line, measure)


def _is_misset(above: Printed, line: Printed, measure: Measure) -> bool:
    """One line of a paragraph in another size: a sentence above it and in it, and it begins at the margin."""
    near = max(above.em, line.em) <= MISSET * min(above.em, line.em)
    prose = all(any(mark in part.text for mark in _PROSE) for part in (above, line))
    return near and prose and not measure.indented(line) and line.page == above.page


def _is_unfinished(above: Printed, line: Printed, before: Measure) -> bool:
    """A long line of a sentence that breaks off near the margin: before a number with the unit it is kept with, or
    set in as the first of a paragraph is, with this one at the margin.
    """
    return (
        len(above.text) >= LONG
        and above.text[-1] not in ENDS
        and (line.text[0].isdecimal() or (before.indented(above) and _is_prose(above, line)))
        and not is_entry(line.text)
        and not before.indented(line)
        and above.box[2] + NUMBER_ROOM * above.em > before.right
        and any(mark in above.text for mark in _PROSE)
    )


def _is_prose(above: Printed, line: Printed) -> bool:
    """A sentence, and no labels with their values (账户：…　单位：…)."""
    return any(mark in above.text for mark in "，。；") and "：" not in above.text + line.text[:10]


def _names_a_table(text: str) -> bool:
    return is_caption(text) or is_unit_line(text)


def _flows(draft: Draft, line: Printed, measure: Measure) -> bool:
    """Whether a line below a full one continues it, by its left edge."""
    above = draft.lines[-1]
    ended = above.text[-1] in ENDS
    if ended and (is_entry(line.text) or line.page != above.page) and len(draft.lines) > 1:
        # A new entry, or, over the page end, a new paragraph set flush: only an unfinished sentence goes on.
        return not is_entry(line.text) and not measure.indented(line)
    if len(draft.lines) > 1:
        return line.box[0] < draft.lines[-1].box[0] + INDENT * line.em
    if not measure.indented(line):
        return not (ended and is_entry(line.text))
    # Both set in alike: a block set in as a whole, unless the first is a finished paragraph of its own.
    alike = abs(line.box[0] - above.box[0]) < INDENT * line.em
    outdented = line.box[0] < above.box[0] - INDENT * line.em
    if measure.centred(above) and measure.centred(line) and not ended:
        # A title too long for one line: the rest of it stands centred, with much room on both sides.
        room = line.box[0] > measure.left + 4 * line.em and line.box[2] < measure.right - 4 * line.em
        if (above.bold and line.bold) or (room and heading_of(above.text) is not None):
            return True
    return outdented or (alike and not ended and not is_entry(line.text) and not heading_of(above.text))


def _is_title_line(line: Printed, measure: Measure) -> bool:
    return line.em > LARGE * measure.em and measure.centred(line)
