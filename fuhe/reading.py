"""`fuhe read`: the file as read, as JSON or as plain text with every block and table named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fuhe.console import Session, put, put_json
from fuhe.errors import ExitCode
from fuhe.pipeline import read, refusal
from publish.phrases import Words
from publish.places import notice_text
from schema.document import Cell, Document, Table


def show_document(session: Session, path: Path, *, as_json: bool, password: str | None) -> ExitCode:
    """Show a document before any extraction; a file that cannot be read ends with its reason."""
    document = read(path, password=password)
    if as_json:
        put_json(document.as_json())
    if refused := refusal(document, path, session.lang):
        session.complain(refused)
        return refused.exit_code
    if not as_json:
        put(text_of(document, session.words))
    return ExitCode.DONE


def text_of(document: Document, words: Words) -> Iterator[str]:
    """A line of facts, then the blocks in reading order: `[page kind] text`, tables with their cells."""
    engines = ", ".join(f"{key} {value}" for key, value in document.engines.items())
    state = words.term("state", document.state.value)
    pages = [words.term("read", "pages", count=len(document.pages))] if document.pages else []
    yield "  ".join([document.path, document.format, state, *pages, engines])
    for notice in document.notices:
        yield f"! {words.term('read', notice.severity.value)}: {notice_text(notice, words)}"
    for number, block in enumerate(document.blocks):
        where = f"{block.page}" if block.page is not None else "-"
        if isinstance(block, Table):
            kind = words.term("read", "table")
            yield f"[{number} {where} {kind} {block.rows}x{block.columns}] {block.caption}"
            yield from _grid(block)
        else:
            level = f" {block.level}" if block.level is not None else ""
            kind = words.term("read", block.kind.value)
            yield f"[{number} {where} {kind}{level}] {block.text}"


def _grid(table: Table) -> Iterator[str]:
    """One line a row; `<` and `^` mark positions covered by the cell on the left or above."""
    for r, row in enumerate(table.grid()):
        mark = "=" if r < table.header_rows else " "
        yield f"  {mark} | " + " | ".join(_shown(cell, r, c) for c, cell in enumerate(row)) + " |"


def _shown(cell: Cell | None, row: int, column: int) -> str:
    if cell is None:
        return ""
    if (cell.row, cell.column) == (row, column):
        return cell.text.replace("\n", " ")
    return "^" if cell.row < row else "<"
