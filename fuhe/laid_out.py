"""A word-processor file on the pages that LibreOffice lays it out on: every block and cell gets the place it is printed at."""

from __future__ import annotations

import re
import tempfile
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from fuhe.errors import FuheError
from fuhe.pipeline import read
from ingest.decrypt import decrypted
from ingest.guards import Limits, RefusedError
from ingest.legacy import converted
from schema.document import Block, Cell, Document, Line, Part, Table, TextBlock

WORD_FORMATS = frozenset({"docx", "doc", "rtf", "odt", "xml"})
LEAST_ALIKE = 0.3
"""Share of texts in common from which two tables are the same one."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The document with places on the pages of `pdf`; `lost` is how many of its blocks are on none of them."""

    document: Document
    pdf: bytes
    lost: int


def laid_out(document: Document, path: Path, password: str | None = None) -> LaidOut:
    """Lay a Word file out. Raises FuheError when LibreOffice is missing or cannot open the file."""
    data = path.read_bytes()
    try:
        if "decrypt" in document.engines:
            data = decrypted(data, password)
        pdf = converted(data, f".{document.format}", "pdf", Limits())
    except RefusedError as refused:
        if refused.code == "needs_libreoffice":
            raise FuheError("component", name="LibreOffice", remedy=refused.message) from refused
        raise FuheError("no_picture", path=path, format=refused.message) from refused
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder:
        printed = Path(folder) / "printed.pdf"
        printed.write_bytes(pdf)
        paper = read(printed)
    blocks = placed(document.blocks, paper)
    lost = sum(1 for block in blocks if block.page is None)
    return LaidOut(replace(document, blocks=blocks, pages=paper.pages, table_of_block={}), pdf, lost)


def placed(blocks: Sequence[Block], printed: Document) -> tuple[Block, ...]:
    """The blocks with the places of the same texts and tables as printed; what is not found keeps no page."""
    out = list(blocks)
    theirs = [block for block in printed.blocks if isinstance(block, TextBlock)]
    ours = [index for index, block in enumerate(blocks) if isinstance(block, TextBlock)]
    texts = [_flat(_text(blocks[index])) for index in ours]
    matcher = SequenceMatcher(None, texts, [_flat(block.text) for block in theirs], autojunk=False)
    for first, second, length in matcher.get_matching_blocks():
        for step in range(length):
            out[ours[first + step]] = _text_placed(out[ours[first + step]], theirs[second + step])
    tables = [table for _, _, table in printed.tables()]
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            best = max(tables, key=lambda table: _alike(block, table), default=None)
            if best is not None and _alike(block, best) >= LEAST_ALIKE:
                tables = tables[tables.index(best) + 1 :]
                out[index] = _table_placed(block, best)
    return tuple(out)


def _text(block: Block) -> str:
    return block.text if isinstance(block, TextBlock) else ""


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def _text_placed(block: Block, printed: TextBlock) -> Block:
    assert isinstance(block, TextBlock)
    lines = _lines_of(block.text, printed.text, printed.lines)
    return replace(block, page=printed.page, box=printed.box, lines=lines)


def _lines_of(text: str, printed: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of the printed text as lines of ours, which differs from it in blanks only."""
    if text == printed:
        return tuple(lines)
    filled = [at for at, character in enumerate(text) if not character.isspace()]
    theirs = [at for at, character in enumerate(printed) if not character.isspace()]
    out = []
    for line in lines:
        first, last = bisect_left(theirs, line.start), bisect_left(theirs, line.end)
        if first == last:
            continue
        start, end = filled[first], filled[last - 1] + 1
        out.append(
            replace(line, start=start, end=end, edges=_edges(line, theirs[first:last], filled[first:last]))
        )
    return tuple(out)


def _edges(line: Line, theirs: Sequence[int], ours: Sequence[int]) -> array[float] | None:
    """Left edges of our characters (a blank stands where the next character does) and the right one of the last."""
    if line.edges is None or len(line.edges) != line.end - line.start + 1:
        return None
    lefts = [line.edges[at - line.start] for at in theirs]
    out = [lefts[bisect_left(ours, at)] for at in range(ours[0], ours[-1] + 1)]
    return array("d", [*out, line.edges[theirs[-1] + 1 - line.start]])


def _alike(table: Table, other: Table) -> float:
    ours, theirs = (Counter(_flat(c.text) for c in t.cells if c.text.strip()) for t in (table, other))
    return (ours & theirs).total() / max(ours.total(), theirs.total(), 1)


def _table_placed(table: Table, printed: Table) -> Table:
    """The table with the places of the printed one. Parts that hold no row of it are left out."""
    at = {(cell.row, cell.column): cell for cell in printed.cells}
    by_text: dict[str, list[Cell]] = {}
    for cell in printed.cells:
        by_text.setdefault(_flat(cell.text), []).append(cell)
    cells = tuple(_cell_placed(cell, at.get((cell.row, cell.column)), by_text) for cell in table.cells)
    kept = (part for part in printed.parts if part.row_from < table.rows)
    parts = tuple(Part(part.page, part.box, part.row_from, min(part.row_to, table.rows)) for part in kept)
    return replace(table, cells=cells, parts=parts)


def _cell_placed(cell: Cell, found: Cell | None, by_text: dict[str, list[Cell]]) -> Cell:
    """The cell where the same text stands in its row and column; else where it stands in the nearest row."""
    text = _flat(cell.text)
    if found is None or _flat(found.text) != text:
        same = by_text.get(text, []) if text else []
        found = min(same, key=lambda other: abs(other.row - cell.row), default=None)
    if found is None:
        return cell
    return replace(cell, page=found.page, box=found.box, lines=_lines_of(cell.text, found.text, found.lines))
