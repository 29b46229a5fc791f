"""`fuhe show`: the page picture with what was read drawn over it: blocks, table grids, figures by their state.

A Word file has no pages of its own: it is shown as LibreOffice lays it out. What is printed and carries no frame was
not read from the file, or not found on the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fuhe.console import Session, say
from fuhe.errors import ExitCode, FuheError
from fuhe.laid_out import WORD_FORMATS, laid_out
from fuhe.pipeline import check_document, read, refusal
from fuhe.settings import Settings
from publish.tables import figure_states
from schema.document import BlockKind, Document, Table, TextBlock
from schema.figure import Box

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from schema.report import Report

SCALE = 2.0
"""Pixels a point."""
COLOURS = {
    "heading": (31, 78, 121),
    "text": (120, 150, 190),
    "furniture": (170, 170, 170),
    "table": (200, 120, 20),
    "agreeing": (20, 140, 60),
    "disagreeing": (200, 20, 20),
    "unchecked": (110, 110, 110),
}
FURNITURE = {BlockKind.FURNITURE, BlockKind.WATERMARK}


def draw(session: Session, path: Path, page: int, target: Path | None, password: str | None) -> ExitCode:
    """Draw one page of a PDF or a Word file into a PNG; its name goes to standard error."""
    document = read(path, password=password)
    if refused := refusal(document, path, session.lang):
        raise refused
    data: Path | bytes = path
    if document.format in WORD_FORMATS:
        paper = laid_out(document, path, password)
        document, data = paper.document, paper.pdf
        if paper.lost:
            say(session.text("not_on_paper", count=paper.lost))
    elif document.format != "pdf":
        raise FuheError("no_picture", path=path, format=document.format)
    if page > len(document.pages):
        raise FuheError("no_page", path=path, page=page, pages=len(document.pages))
    report = check_document(document, Settings(session.lang, password=password))
    picture = picture_of(data, page, document, report, password)
    target = target or Path(f"{path.stem}-{page}.png")
    try:
        picture.save(target, format="PNG")
    except OSError as error:
        raise FuheError("output", path=target, detail=error.strerror or error) from error
    say(session.text("shown", path=target))
    return ExitCode.DONE


def picture_of(
    pdf: Path | bytes, page: int, document: Document, report: Report, password: str | None = None
) -> Image:
    """The page as a picture with everything that was read drawn over it."""
    from PIL import ImageDraw

    picture = rendered(pdf, page, password)
    pen = ImageDraw.Draw(picture)
    factor = picture.width / document.pages[page - 1].width
    for block in document.blocks:
        if isinstance(block, TextBlock):
            _text(pen, block, page, factor)
        else:
            _table(pen, block, page, factor)
    states = figure_states(report)
    for figure in report.all_figures():
        if figure.place.page == page and figure.place.box:
            state = states.get(figure.place.address, "unchecked")
            _frame(pen, figure.place.box, factor, COLOURS[state], 3 if state == "disagreeing" else 2)
    return picture


def rendered(pdf: Path | bytes, page: int, password: str | None = None) -> Image:
    """The page as pdfium renders it, upright as displayed."""
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(pdf, password=password)
        image: Image = opened[page - 1].render(scale=SCALE).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise FuheError("no_picture", path=pdf if isinstance(pdf, Path) else "", format=error) from error
    opened.close()
    return image


def _text(pen: ImageDraw, block: TextBlock, page: int, factor: float) -> None:
    kind = (
        "furniture" if block.kind in FURNITURE else "heading" if block.kind is BlockKind.HEADING else "text"
    )
    lines = [line.box for line in block.lines if line.page == page]
    if lines:
        left, top = min(box[0] for box in lines), min(box[1] for box in lines)
        right, bottom = max(box[2] for box in lines), max(box[3] for box in lines)
        _frame(pen, (left - 2, top - 1, right + 2, bottom + 1), factor, COLOURS[kind], 1)
    elif block.page == page and block.box:
        _frame(pen, block.box, factor, COLOURS[kind], 1)


def _table(pen: ImageDraw, table: Table, page: int, factor: float) -> None:
    for cell in table.cells:
        if cell.page == page and cell.box:
            _frame(pen, cell.box, factor, COLOURS["table"], 1)
    for part in table.parts:
        if part.page == page:
            _frame(pen, part.box, factor, COLOURS["table"], 2)


def _frame(pen: ImageDraw, box: Box, factor: float, colour: tuple[int, int, int], width: int) -> None:
    x0, top, x1, bottom = (round(edge * factor) for edge in box)
    pen.rectangle((x0 - width, top - width, x1 + width, bottom + width), outline=colour, width=width)
