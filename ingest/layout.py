"""Printed lines and page tables -> blocks in reading order: titles, headings, paragraphs, captions, notes.

A paragraph ends where its last line has room left, or where the next line is indented; a page end means
nothing. What a line says is judged by `ingest.marks` and `ingest.headings`, the same for every format; how it
looks (size, boldness, place) is judged here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ingest import stitch
from ingest.columns import reading_order
from ingest.headings import heading_of
from ingest.marks import is_caption, is_contents_line, is_note, is_unit_line
from ingest.printed import GridCell, PageContent, PageTable, Printed
from ingest.stitch import Whole
from ingest.wrap import first_unit, is_entry, join_lines
from schema.document import Block, BlockKind, Notice, TextBlock
from schema.figure import Box

INDENT = 1.0
"""A line set in by more than this, in em, begins a paragraph; official documents set in by two."""
ROOM = 2.2
"""A line with more room than this to the right margin, in em, ends its paragraph."""
LARGE = 1.15
"""Type this much larger than that of the text is that of a title."""
LARGER = 1.04
"""Type this much larger than that of the text, in one short line, is that of a heading."""
SAME_SIZE = 0.08
PITCH = 2.4
"""A line further below than this many em begins something new."""
_ENDS = "。！？!?；;："
_LONGEST_TITLE = 80
_CAPTION_REACH = 3


@dataclass(slots=True)
class Measure:
    """The text column of a document: left and right margin in points, and the em of its running text."""

    left: float
    right: float
    em: float

    def indented(self, line: Printed) -> bool:
        """Set in from the left margin."""
        return line.box[0] > self.left + INDENT * line.em

    def full(self, line: Printed, following: Printed) -> bool:
        """Without room for what may not be parted from the beginning of the next line."""
        return line.box[2] + max(ROOM * line.em, first_unit(following) + 0.6 * line.em) > self.right

    def centred(self, line: Printed) -> bool:
        """In the middle between the margins."""
        return abs((line.box[0] + line.box[2]) / 2 - (self.left + self.right) / 2) < 1.2 * line.em


@dataclass(slots=True)
class Draft:
    """A block of text while lines are still being added. `column` is the text column it stands in."""

    lines: list[Printed]
    kind: BlockKind | None = None
    level: int | None = None

    @property
    def text(self) -> str:
        """The text so far."""
        return join_lines(self.lines)[0]

    def block(self) -> TextBlock:
        """The finished block."""
        text, starts = join_lines(self.lines)
        page = self.lines[0].page
        boxes = [line.box for line in self.lines if line.page == page]
        lines = tuple(line.as_line(start) for line, start in zip(self.lines, starts, strict=True))
        return TextBlock(self.kind or BlockKind.PARAGRAPH, text, page, _around(boxes), self.level, lines)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


@dataclass(slots=True)
class Flow:
    """The document in reading order, without furniture: drafts of text and whole tables."""

    items: list[Draft | Whole] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def blocks_of(pages: Sequence[PageContent]) -> tuple[list[Block], list[Notice]]:
    """Blocks of a document whose furniture is marked, and the decisions of stitching.

    Furniture and watermarks follow the blocks that begin on their page.
    """
    flow = _flow(pages)
    _judge(flow)
    blocks: list[Block] = []
    captions = {i: _caption(flow.items, i) for i, item in enumerate(flow.items) if isinstance(item, Whole)}
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


# --- flow ------------------------------------------------------------------------------------------------


def _flow(pages: Sequence[PageContent]) -> Flow:
    flow = Flow()
    em = _em(pages)
    measures = _measures(pages, em)
    heights = {page.number: page.height for page in pages}
    for page in pages:
        for column, item in reading_order(page, em):
            if isinstance(item, PageTable):
                _add_table(flow, item, heights)
            else:
                measure = Measure(column.left, column.right, em) if column else measures[page.number]
                _add_line(flow, item, measure)
    return flow


def _em(pages: Sequence[PageContent]) -> float:
    """The size most characters outside tables have; of those inside, if there is little text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if line.kind is None:
                sizes[round(line.em * 2) / 2] += len(line.text)
    if sum(sizes.values()) < 200:
        tables = (table for page in pages for table in page.tables)
        for line in _some_lines(cell for table in tables for cell in table.cells):
            sizes[round(line.em * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 12.0


def _some_lines(cells: Iterable[GridCell]) -> Iterable[Printed]:
    """The lines of so many cells as tell the size of the type."""
    return (line for cell in islice(cells, 2000) for line in cell.lines)


def _measures(pages: Sequence[PageContent], em: float) -> dict[int, Measure]:
    """Margins by page: pages of one size share theirs."""
    out: dict[int, Measure] = {}
    by_width: dict[float, list[PageContent]] = {}
    for page in pages:
        by_width.setdefault(round(page.width / 4), []).append(page)
    for same in by_width.values():
        lines = [line for page in same for line in page.lines if line.kind is None]
        body = [line for line in lines if abs(line.em - em) <= SAME_SIZE * em] or lines
        measure = _margins(body, same[0].width, em)
        out.update({page.number: measure for page in same})
    return out


def _margins(lines: Sequence[Printed], width: float, em: float) -> Measure:
    if not lines:
        return Measure(width * 0.12, width * 0.88, em)
    lefts = Counter(round(line.box[0] / 3) for line in lines)
    least = max(2, 0.06 * len(lines))
    common = [left for left, count in lefts.items() if count >= least] or list(lefts)
    left = min(common) * 3.0
    ends = sorted(line.box[2] for line in lines)
    # The last end that another line shares: one line may hang over the margin.
    shared = (b for a, b in zip(ends[-2::-1], ends[::-1], strict=False) if b - a < 3)
    right = next((end for end in shared if end > ends[-1] - 2 * em), ends[-1])
    # Where hardly a line is full, that end means nothing: then the margins of the page are about even.
    full = sum(end > right - ROOM * em for end in ends)
    even = full < 3 or full < 0.2 * len(ends)
    return Measure(left, max(right, width - left) if even else right, em)


def _add_table(flow: Flow, piece: PageTable, heights: dict[int, float]) -> None:
    last = flow.items[-1] if flow.items else None
    if isinstance(last, Whole) and last.tail and stitch.continues(last, piece, heights[last.tail.page]):
        stitch.append(last, piece)
    else:
        flow.items.append(Whole.of(piece))


def _add_line(flow: Flow, line: Printed, measure: Measure) -> None:
    last = flow.items[-1] if flow.items else None
    if isinstance(last, Draft) and _goes_on(last, line, measure):
        last.lines.append(line)
    else:
        flow.items.append(Draft([line]))


def _goes_on(draft: Draft, line: Printed, measure: Measure) -> bool:
    """Whether `line` belongs to the paragraph (or title) that ends with the last line so far."""
    above = draft.lines[-1]
    if abs(above.em - line.em) > SAME_SIZE * max(above.em, line.em):
        return False
    if line.page == above.page and line.box[1] - above.box[3] > PITCH * line.em:
        return False
    if is_contents_line(line.text) or is_contents_line(above.text):
        return False
    if _is_title_line(above, measure) and _is_title_line(line, measure):
        return line.page == above.page and line.box[1] - above.box[3] < 1.3 * line.em
    if _names_a_table(line.text) or is_note(line.text) or _names_a_table(above.text):
        return False
    return measure.full(above, line) and _flows(draft, line, measure)


def _names_a_table(text: str) -> bool:
    return is_caption(text) or is_unit_line(text)


def _flows(draft: Draft, line: Printed, measure: Measure) -> bool:
    """Whether a line below a full one continues it, by its left edge."""
    above = draft.lines[-1]
    ended = above.text[-1] in _ENDS
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
    if measure.centred(above) and measure.centred(line) and above.bold and line.bold:
        return not ended
    return outdented or (alike and not ended and not is_entry(line.text) and not heading_of(above.text))


def _is_title_line(line: Printed, measure: Measure) -> bool:
    return line.em > LARGE * measure.em and measure.centred(line)


# --- kinds -----------------------------------------------------------------------------------------------


def _judge(flow: Flow) -> None:
    """Kind and level of every draft."""
    drafts = [item for item in flow.items if isinstance(item, Draft)]
    sizes: Counter[float] = Counter()
    for draft in drafts:
        for line in draft.lines:
            sizes[line.em] += len(line.text)
    titled = False
    em = _text_size(flow, sizes)
    for draft in drafts:
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
            named = 6 <= len(text) <= 60 and len(item.lines) <= 2 and text[-1] not in _ENDS + "，,、：:"
            if named and not _is_aside(text):
                item.kind, item.level = BlockKind.HEADING, 0
            return


def _text_size(flow: Flow, sizes: Counter[float]) -> float:
    if sum(sizes.values()) < 200:
        wholes = (item for item in flow.items if isinstance(item, Whole))
        for line in _some_lines(cell for whole in wholes for cell in whole.cells):
            sizes[line.em] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 12.0


def _looks_like_heading(draft: Draft, text: str, em: float) -> bool:
    """Larger than the text, or one short bold line, and no sentence, date line or unit."""
    if text[-1] in _ENDS + "，,、：:" or text.replace(" ", "").isdecimal() or _is_aside(text):
        return False
    if all(line.em > LARGE * em for line in draft.lines):
        return len(text) <= _LONGEST_TITLE and len(draft.lines) <= 4
    line = draft.lines[0]
    return len(draft.lines) == 1 and 1 < len(text) <= 30 and (line.bold or line.em > LARGER * em)


def _is_aside(text: str) -> bool:
    """A line in brackets, or one that says the unit: it goes with what it stands by."""
    return (text[0] in "（(" and text[-1] in "）)") or any(map(is_unit_line, text.split()))


def _caption(items: Sequence[Draft | Whole], index: int) -> str:
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
            return text
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
    short = len(draft.lines) == 1 and 2 < len(line.text) <= 40 and line.text[-1] not in _ENDS + "：:，,"
    return short and line.page == table.parts[0].page and abs(off) < 1.5 * line.em
