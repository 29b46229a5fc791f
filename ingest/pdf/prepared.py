"""What of a page is known before its lines are: the characters to be read, the rules, and the grids they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ingest.pdf import boxed, charts, doubt, lattice, seals, shading, thin_rows, watermarks
from ingest.pdf.doubt import SecondReader
from ingest.pdf.frame import Frame, every, some
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.lattice import Grid
from ingest.pdf.lines import Page, cleaned, printed_lines
from ingest.pdf.rules import Rules
from ingest.printed import PageContent, Printed
from schema.document import BlockKind, Notice, NoticeSeverity
from schema.figure import Place

UNTRUSTED = 0.02
"""Share of characters without Unicode above which the text of a page is not to be trusted."""
MEANINGLESS = 0.2
"""Above this share the text is not read at all: what is no text must not become figures."""
PLUMBER = "pdfplumber"
"""Route of a page whose tables the second reader found."""
SCAN, NEEDS_OCR = "image", "needs_ocr"
"""Route and notice of a page that is a picture."""
FEW = 20
"""Fewer characters than this on a picture are a stamp or a page number, not the text of the page."""
LAYER = 0.5
"""Of a page with this share of its characters under a picture it is told that they were recognised."""
CROPPED = 8
"""So many characters outside the visible part of a page are cut off, and no marks of a printer."""
FULL_IMAGE = 0.5
"""A page with hardly any text whose image covers this share of it is a scan."""


@dataclass(slots=True)
class Prepared:
    """A page on the way to its lines and tables; `aside` are lines that are known already, of seals and watermarks.

    Without `glyphs` nothing of the page is to be read.
    """

    content: PageContent
    glyphs: Glyphs | None = None
    edges: Rules | None = None
    grids: list[Grid] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    aside: list[Printed] = field(default_factory=list)
    later: list[Notice] = field(default_factory=list)
    """Notices that stand behind all others of the page."""


def prepare(
    found: Glyphs, edges: Rules, frame: Frame, number: int, second: SecondReader | None = None
) -> Prepared:
    """Page `number` from its characters and rules. `second` reads the tables of a page that fails its self-check."""
    width, height = frame.size
    content = PageContent(number, round(width, 2), round(height, 2), frame.turns * 90, [], [])
    total = len(found.code)
    found = cleaned(found)
    whole = len(found.code)
    found = _visible(found, width, height)
    cropped = whole - len(found.code)
    cropped = cropped if cropped >= CROPPED else 0
    if found.unseen is not None:
        found = _inked(found, edges, content)
    if total > len(found.code) and (hidden := total - len(found.code) - cropped):
        content.notices.append(
            notice_of(
                NoticeSeverity.INFO, "hidden_text", number, f"可见区域之外或不可见的字符{hidden}个，未读取"
            )
        )
    if cropped:
        message = f"页面经过裁切，裁切框之外还有{cropped}个字符，未读取，表格可能不完整"
        content.notices.append(notice_of(NoticeSeverity.WARNING, "cropped_text", number, message))
    _judge(content, found, edges, frame)
    if found.unmapped > MEANINGLESS:
        return Prepared(content)
    found, sealed = _without_seals(found, number)
    marks = watermarks.of(found)
    overlaid, found = (found.take(marks), found.take(~marks)) if some(marks) else (None, found)
    edges = charts.without(edges, found)
    drawn, frames = lattice.find_with_frames(edges.across, edges.down)
    edges = _without_frames(edges, frames)
    grids = _examined(drawn, found, content, second)
    grids = [boxed.parted(thin_rows.trimmed(grid, found), found) for grid in grids]
    shaded = shading.find(edges.fills, found, grids)
    routes = ["lattice"] * len(grids) + ["shading"] * len(shaded)
    aside = [*sealed, *(_marked(overlaid, number) if overlaid else ())]
    return Prepared(content, found, edges, [*grids, *shaded], routes, aside)


def _visible(found: Glyphs, width: float, height: float) -> Glyphs:
    x, y = found.middle
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return found if every(inside) else found.take(inside)


def _inked(found: Glyphs, edges: Rules, content: PageContent) -> Glyphs:
    """Without text that has no ink and no picture above it; that of a picture was recognised by another program."""
    assert found.unseen is not None
    x, y = found.middle
    pictured = np.zeros(len(x), np.bool_)
    for x0, top, x1, bottom in edges.images.tolist():
        pictured |= (x > x0) & (x < x1) & (y > top) & (y < bottom)
    layer = found.unseen & pictured
    if layer.mean() > LAYER:
        message = "文字来自扫描图像自带的文字层（由其他软件识别），可能有误认的数字，请与图像核对"
        content.notices.append(notice_of(NoticeSeverity.WARNING, "ocr_layer", content.number, message))
    return found.take(~found.unseen | layer)


def _judge(content: PageContent, found: Glyphs, edges: Rules, frame: Frame) -> None:
    """Route of the page: its text as it is, or an image that wants character recognition."""
    number = content.number
    solid = int(np.count_nonzero(found.code != 0x20))
    if found.unmapped > UNTRUSTED:
        content.route = "untrusted"
        lost = "未读取" if found.unmapped > MEANINGLESS else "不可信"
        message = f"{found.unmapped:.0%}的字符没有文字编码，本页文字{lost}"
        content.notices.append(notice_of(NoticeSeverity.ERROR, "unmapped_text", number, message))
    elif solid < FEW and edges.image_share(frame) >= FULL_IMAGE:
        content.route = SCAN
        what = "没有文字" if not solid else "只有很少的文字"
        message = f"是扫描图像，{what}，需要文字识别"
        content.notices.append(notice_of(NoticeSeverity.ERROR, NEEDS_OCR, number, message))
    elif not solid:
        content.route = "blank"


def _without_frames(edges: Rules, frames: Sequence[Grid]) -> Rules:
    """The edges without heads and feet of frames: two of them above one another are no rules of a table."""
    across = edges.across
    for frame in frames:
        x0, top, x1, bottom = frame.box
        side = (np.abs(across[:, 0] - top) < 2) | (np.abs(across[:, 0] - bottom) < 2)
        across = across[~(side & (across[:, 1] > x0 - 3) & (across[:, 2] < x1 + 3))]
    return edges if across is edges.across else replace(edges, across=across)


def _examined(
    grids: list[Grid], found: Glyphs, content: PageContent, second: SecondReader | None
) -> list[Grid]:
    """The grids, or those of the second reader where ours are in doubt and its are better."""
    if not doubt.in_doubt(grids, found):
        return grids
    theirs = second(content.number) if second else []
    if theirs and doubt.better(grids, theirs, found):
        content.route = PLUMBER
        message = "表格框线自检未通过，本页表格改用 pdfplumber 的结果"
        content.notices.append(notice_of(NoticeSeverity.WARNING, "lattice_fallback", content.number, message))
        return theirs
    message = "表格框线不规则，或文字越出单元格，单元格划分可能有误"
    content.notices.append(notice_of(NoticeSeverity.WARNING, "lattice_doubtful", content.number, message))
    return grids


def _without_seals(found: Glyphs, number: int) -> tuple[Glyphs, list[Printed]]:
    """The characters that belong to no seal, and the words round and in seals as lines of their own."""
    lines: list[Printed] = []
    gone = np.zeros(len(found.code), np.bool_)
    for seal in seals.find(found):
        inner = seal.inner(found)
        lines += [seal.line(found, number), *_marked(found.take(inner), number)]
        gone[seal.ring] = gone[inner] = True
    return (found.take(~gone), lines) if lines else (found, lines)


def _marked(overlaid: Glyphs, number: int) -> list[Printed]:
    """The lines of watermarks."""
    lines = [line for _, line in printed_lines(overlaid, np.zeros(len(overlaid.code), np.int64), number, 1)]
    for line in lines:
        line.kind = BlockKind.WATERMARK
    return lines


def as_page(prepared: Prepared) -> Page:
    """The page as lines are made of it: every glyph in a cell of its grids, or in the free text."""
    assert prepared.glyphs is not None
    return arrangement(prepared.glyphs, prepared.grids, prepared.content.number)


def arrangement(found: Glyphs, grids: Sequence[Grid], number: int) -> Page:
    """The glyphs of a page and the cell of each."""
    free = sum(len(grid.cells) for grid in grids)
    return Page(found, regions(found, grids, free), number, free)


def regions(found: Glyphs, grids: Sequence[Grid], free: int) -> Ints:
    """The region of every glyph: its cell, or free text, or text on its side (`free` + 1)."""
    region = np.full(len(found.code), free, np.int64)
    if not every(found.upright):
        region[np.abs(found.angle) > UPRIGHT] = free + 1
    base = 0
    for grid in grids:
        inside, cell = grid.cells_at(found.middle)
        region[inside] = base + cell
        base += len(grid.cells)
    return region


def notice_of(severity: NoticeSeverity, code: str, page: int, message: str) -> Notice:
    """A notice about a page."""
    return Notice(severity, f"第{page}页：{message}", Place(page=page), code)
