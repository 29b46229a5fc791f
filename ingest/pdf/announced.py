"""A table without rules whose caption is the last line of the page before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.furniture import is_page_number
from ingest.marks import is_caption, is_picture_caption, is_unit_line
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.gutters import bare_table
from ingest.pdf.ink_rows import ink_rows, text_of
from ingest.pdf.lattice import Grid
from ingest.pdf.ruled import EDGE
from ingest.printed import PageContent

MOST_RUNNING = 3
"""Lines of a running header."""
LOWEST_START = 0.25
"""The table begins within this share of the height of the page."""


def announces(page: PageContent) -> bool:
    """Whether the text of `page` ends with the caption of a table, the unit below it or not."""
    lines = sorted(
        (line for line in page.lines if line.kind is None and not _is_foot(page, line.box[1], line.text)),
        key=lambda line: line.box[1],
    )
    while lines and is_unit_line(lines[-1].text):
        lines.pop()
    if not lines or not is_caption(lines[-1].text) or is_picture_caption(lines[-1].text):
        return False
    return all(table.box[3] < lines[-1].box[3] for table in page.tables)


def _is_foot(page: PageContent, top: float, text: str) -> bool:
    return top > (1 - EDGE) * page.height and (is_page_number(text) or not is_caption(text))


def find(glyphs: Glyphs, free: Ints, blocked: Sequence[Grid], height: float) -> Grid | None:
    """The table at the top of this page, below its running header. `free` are the indices of free glyphs."""
    upright = free[(np.abs(glyphs.angle[free]) < UPRIGHT) & (glyphs.code[free] > 0x20)]
    upright = upright[glyphs.code[upright] != 0x3000]
    limit = min((grid.ys[0] for grid in blocked), default=height)
    rows = ink_rows(glyphs, upright[glyphs.middle[1][upright] < limit])
    found: list[Grid] = []
    for start in range(min(MOST_RUNNING + 1, len(rows))):
        before = rows[start - 1] if start else None
        if before and before.bottom > EDGE * height and not is_unit_line(text_of(glyphs, before.glyphs)):
            break
        first = rows[start]
        if first.top > LOWEST_START * height:
            break
        if not is_unit_line(text_of(glyphs, first.glyphs)):
            grid = bare_table(glyphs, rows[start:], first.top, height)
            found += [grid] if grid else []
    # A running header taken for a row closes gutters.
    return max(found, key=lambda grid: grid.columns, default=None)
