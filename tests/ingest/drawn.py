"""PDFs drawn for a test: text, rules and tables at places given in points from the top left."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.reader import Reading, read_pdf
from schema.document import BlockKind, Table, TextBlock

FONT = "STSong-Light"
Spec = tuple[int, int, int, int, str]
"""Row, column, row span, column span, text; lines of the text are parted by newlines."""


class Sheet:
    """One PDF being drawn, page by page."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.width, self.height = size
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size)

    def text(self, x: float, top: float, text: str, size: float = 12, right: bool = False) -> None:
        """A line whose box begins at `top`; `x` is its left (or right) end."""
        self.canvas.setFont(FONT, size)
        draw = self.canvas.drawRightString if right else self.canvas.drawString
        draw(x, self.height - top - 0.86 * size, text)

    def centred(self, top: float, text: str, size: float = 12) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(self.width / 2, self.height - top - 0.86 * size, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def table(
        self, xs: Sequence[float], ys: Sequence[float], cells: Sequence[Spec], size: float = 10
    ) -> None:
        """Every cell with its four sides and its lines of text."""
        for r, c, rs, cs, text in cells:
            x0, x1, top, bottom = xs[c], xs[c + cs], ys[r], ys[r + rs]
            for side in (
                (x0, top, x1, top),
                (x0, bottom, x1, bottom),
                (x0, top, x0, bottom),
                (x1, top, x1, bottom),
            ):
                self.line(*side)
            for k, entry in enumerate(text.split("\n")):
                self.text(x0 + 4, top + 4 + k * 1.2 * size, entry, size)

    def paragraph(self, top: float, lines: Sequence[str], left: float = 72, indent: float = 24) -> None:
        for k, line in enumerate(lines):
            self.text(left + (indent if not k else 0), top + 20 * k, line)

    def page(self) -> None:
        self.canvas.showPage()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def plain(rows: Sequence[Sequence[str]]) -> list[Spec]:
    """Cells of a table without merged ones."""
    return [(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


def evenly(start: float, step: float, count: int) -> list[float]:
    """`count` + 1 edges."""
    return [start + step * k for k in range(count + 1)]


def reading(draw: Callable[[Sheet], None], size: tuple[float, float] = A4) -> Reading:
    sheet = Sheet(size)
    draw(sheet)
    return read_pdf(sheet.bytes())


def tables(result: Reading) -> list[Table]:
    return [block for block in result.blocks if isinstance(block, Table)]


def cells(table: Table) -> list[Spec]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def texts(result: Reading, *kinds: BlockKind) -> list[str]:
    return [b.text for b in result.blocks if isinstance(b, TextBlock) and (not kinds or b.kind in kinds)]


def codes(result: Reading) -> list[str]:
    return [notice.code for notice in result.notices]
