"""Single cells far from everything else on a worksheet: set aside, so that they do not cost the rest its reading.

One slip of the hand in column XFD makes a sheet of a hundred million positions, and a reader that stores every
position is refused the whole of it.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from ingest.workbook_xml import WorkbookXml, column_number

FEW = 20
"""No more cells than this are strays."""
FAR_COLUMNS, FAR_ROWS = 64, 2000
"""So many empty columns or rows part them from what is filled."""


def without_strays(data: bytes, book: WorkbookXml) -> tuple[bytes, dict[str, list[str]]]:
    """The workbook without its strays, and their addresses by sheet: nothing but the cells is changed."""
    strays: dict[str, list[str]] = {}
    parts: dict[str, bytes] = {}
    for sheet, part in book.parts.items():
        content = book.archive.read(part)
        far = _far(book.filled(content))
        if far:
            strays[sheet] = far
            parts[part] = _without(content, set(far))
    return (_rewritten(data, parts), strays) if strays else (data, {})


def _far(cells: Sequence[tuple[str, int]]) -> list[str]:
    """Addresses of the strays among cells given by column name and row from 1."""
    columns = Counter({column_number(name): count for name, count in Counter(c for c, _ in cells).items()})
    right, below = _edge(columns, FAR_COLUMNS), _edge(Counter(row for _, row in cells), FAR_ROWS)
    if right is None and below is None:
        return []
    return [
        f"{name}{row}"
        for name, row in cells
        if (right is not None and column_number(name) >= right) or (below is not None and row >= below)
    ]


def _edge(counts: Counter[int], far: int) -> int | None:
    """The first position beyond a wide gap behind which hardly anything stands."""
    total, before = counts.total(), 0
    for here, following in pairwise(sorted(counts)):
        before += counts[here]
        if following - here > far and total - before <= FEW:
            return following
    return None


def _without(content: bytes, far: set[str]) -> bytes:
    addresses = {address.encode() for address in far}
    cell = re.compile(rb"<((?:\w+:)?c) r=\"([A-Z]{1,3}\d{1,7})\"(?:[^>]*/>|.*?</\1>)", re.DOTALL)
    return cell.sub(lambda found: b"" if found[2] in addresses else found[0], content)


def _rewritten(data: bytes, parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for info in source.infolist():
            name = info.filename.replace("\\", "/")
            target.writestr(info.filename, parts.get(name) or source.read(info))
    return out.getvalue()
