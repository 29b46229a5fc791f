"""The text column of a document: its margins and the size of its running text, found from its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.printed import GridCell, PageContent, Printed
from ingest.wrap import first_unit

INDENT = 1.0
"""A line set in by more than this, in em, begins a paragraph; official documents set in by two."""
ROOM = 2.2
"""A line with more room than this to the right margin, in em, ends its paragraph."""
SAME_SIZE = 0.08
OFTEN = 0.3
"""A margin is where at least this share of the most lines that end together end."""


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


def em_of(pages: Sequence[PageContent]) -> float:
    """The size most characters outside tables have; of those inside, if there is little text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if line.kind is None:
                sizes[round(line.em * 2) / 2] += len(line.text)
    if sum(sizes.values()) < 200:
        tables = (table for page in pages for table in page.tables)
        for line in some_lines(cell for table in tables for cell in table.cells):
            sizes[round(line.em * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 12.0


def some_lines(cells: Iterable[GridCell]) -> Iterable[Printed]:
    """The lines of so many cells as tell the size of the type."""
    return (line for cell in islice(cells, 2000) for line in cell.lines)


def measures_of(pages: Sequence[PageContent], em: float) -> dict[int, Measure]:
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
    right = _common_end(ends, 2 * em)
    # Where hardly a line is full, that end means nothing: then the margins of the page are about even.
    full = sum(end > right - ROOM * em for end in ends)
    even = full < 3 or full < 0.2 * len(ends)
    return Measure(left, max(right, width - left) if even else right, em)


def _common_end(ends: Sequence[float], reach: float) -> float:
    """The furthest place where many lines end; one or two may hang over the margin."""
    groups: list[list[float]] = []
    for end in ends:
        if groups and end - groups[-1][-1] < 3:
            groups[-1].append(end)
        else:
            groups.append([end])
    most = max(map(len, groups))
    often = [group[-1] for group in groups if len(group) >= max(2, OFTEN * most)]
    return often[-1] if often and (most > 5 or often[-1] > ends[-1] - reach) else ends[-1]
