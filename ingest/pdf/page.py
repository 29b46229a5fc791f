"""One page of a PDF: characters and rules in, printed lines and tables out."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_float
from dataclasses import replace

import numpy as np

from ingest.marks import is_caption
from ingest.pdf import (
    announced,
    boxed,
    charts,
    continued,
    doubt,
    fields,
    gutters,
    lattice,
    raw,
    rules,
    seals,
    shading,
    turned,
    watermarks,
)
from ingest.pdf import glyphs as characters
from ingest.pdf.continued import Carried
from ingest.pdf.doubt import SecondReader
from ingest.pdf.frame import Floats, Frame
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.lattice import Grid
from ingest.pdf.lines import cleaned, printed_lines
from ingest.pdf.rules import Rules
from ingest.printed import CONTINUED, GridCell, PageContent, PageTable, Printed
from ingest.wrap import join_cell
from schema.document import BlockKind, Notice, NoticeSeverity
from schema.figure import Place

SIDEWAYS = 0.7
"""A page most of whose characters stand on their side, or on their head, is read turned."""
_LYING = {1: "横置", 2: "倒置", 3: "横置"}
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


def read_page(
    document: int,
    number: int,
    second: SecondReader | None = None,
    above: Carried | None = None,
    named: bool = False,
    forms: int = 0,
) -> PageContent:
    """Page `number` (from 1) of an open document, given by pdfium's handle; always closed again.

    `above` is the table at the foot of the page before that may go on here; `named` says that the page before
    ends with the caption of a table. `second` reads the tables of a page whose lattice fails its self-check.
    `forms` is pdfium's handle of the fields to fill in, 0 if there are none.
    """
    page = raw.load_page(document, number - 1)
    page, unread = fields.settled(document, number, page, forms) if page else (page, 0)
    if not page:
        return _unreadable(number)
    text_page = raw.load_text(page)
    try:
        frame = _frame(page)
        found = characters.read(text_page, frame)
        turns = _sideways(found)
        if turns:
            frame = replace(frame, turns=(frame.turns + turns) % 4)
            found = characters.read(text_page, frame)
        content = understand(found, rules.read(page, frame), frame, number, second, above, named)
    finally:
        raw.close_text(text_page)
        raw.close_page(page)
    if turns:
        content.notices.append(
            _notice(NoticeSeverity.INFO, "sideways_page", number, f"页面文字{_LYING[turns]}，已转正后读取")
        )
    if unread:
        message = f"页面上另加的文字注释或图章{unread}处，未读取"
        content.notices.append(_notice(NoticeSeverity.INFO, "annotations_unread", number, message))
    return content


def _frame(page: int) -> Frame:
    corners = (c_float * 4)()
    raw.page_box(page, addressof(corners))
    left, top, right, bottom = corners
    return Frame(left, bottom, right, top, raw.rotation(page) % 4)


def _sideways(found: Glyphs) -> int:
    """Clockwise quarter turns that set the text of the page upright, 0 if it is."""
    count = len(found.code)
    if count < 20 or np.count_nonzero(found.upright) > (1 - SIDEWAYS) * count:
        return 0
    for angle, turns in ((90.0, 1), (180.0, 2), (-90.0, 3)):
        # 180 and -180 degrees are the same.
        off = np.abs((found.angle - angle + 180.0) % 360.0 - 180.0)
        if (off < UPRIGHT).mean() > SIDEWAYS:
            return turns
    return 0


def _notice(severity: NoticeSeverity, code: str, page: int, message: str) -> Notice:
    return Notice(severity, f"第{page}页：{message}", Place(page=page), code)


def _unreadable(number: int) -> PageContent:
    notice = _notice(NoticeSeverity.ERROR, "page_unreadable", number, "无法打开")
    return PageContent(number, 0.0, 0.0, 0, [], [], "unreadable", [notice])


def understand(
    found: Glyphs,
    edges: Rules,
    frame: Frame,
    number: int,
    second: SecondReader | None = None,
    above: Carried | None = None,
    named: bool = False,
) -> PageContent:
    """Lines and tables of one page from its characters and rules."""
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
            _notice(
                NoticeSeverity.INFO, "hidden_text", number, f"可见区域之外或不可见的字符{hidden}个，未读取"
            )
        )
    if cropped:
        message = f"页面经过裁切，裁切框之外还有{cropped}个字符，未读取，表格可能不完整"
        content.notices.append(_notice(NoticeSeverity.WARNING, "cropped_text", number, message))
    _judge(content, found, edges, frame)
    if found.unmapped > MEANINGLESS:
        return content
    found, sealed = _without_seals(found, number)
    marks = watermarks.of(found)
    overlaid, found = (found.take(marks), found.take(~marks)) if marks.any() else (None, found)
    edges = charts.without(edges, found)
    drawn, frames = lattice.find_with_frames(edges.across, edges.down)
    edges = _without_frames(edges, frames)
    grids = _examined(drawn, found, content, second)
    grids = [boxed.parted(grid, found) for grid in grids]
    shaded = shading.find(edges.fills, found, grids)
    routes = ["lattice"] * len(grids) + ["shading"] * len(shaded)
    grids += shaded
    first = _first_rest(found, edges, grids, above, height)
    if first:
        grids, routes = [*grids, first], [*routes, CONTINUED]
    lines, cells = _arranged(found, grids, number)
    if more := _more_tables(found, edges, grids, lines, height, above):
        grids, routes = [*grids, *more], [*routes, *(["gutters"] * len(more))]
    rest = (
        continued.find(found, _free(found, grids), above, _outside(edges.across, grids), grids, height)
        if above and not first
        else None
    )
    if rest:
        grids, routes = [*grids, rest], [*routes, CONTINUED]
    if named and (rest := announced.find(found, _free(found, grids), grids, height)):
        grids, routes = [*grids, rest], [*routes, "gutters"]
    if more or rest:
        lines, cells = _arranged(found, grids, number)
    content.lines = [*lines, *sealed, *(_marked(overlaid, number) if overlaid else ())]
    for grid, mine, route in zip(grids, cells, routes, strict=True):
        if any(mine):
            content.tables.append(_table(found, grid, mine, number, route))
    if any(table.route == turned.ROUTE for table in content.tables):
        content.notices.append(
            _notice(NoticeSeverity.INFO, "sideways_table", number, "表格横置，已转正后读取")
        )
    return content


def _table(found: Glyphs, grid: Grid, lines: Sequence[list[Printed]], number: int, route: str) -> PageTable:
    if route == "lattice" and turned.angle_of(grid, found):
        lying = turned.read(grid, found, number, _arranged, page_table)
        if lying is not None:
            return lying
    return page_table(grid, lines, number, route)


def _first_rest(
    found: Glyphs, edges: Rules, grids: Sequence[Grid], above: Carried | None, height: float
) -> Grid | None:
    if above is None:
        return None
    loose = _outside(edges.across, grids)
    return continued.find_closed(found, _free(found, grids), above, loose, grids, height)


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
        content.notices.append(_notice(NoticeSeverity.WARNING, "lattice_fallback", content.number, message))
        return theirs
    message = "表格框线不规则，或文字越出单元格，单元格划分可能有误"
    content.notices.append(_notice(NoticeSeverity.WARNING, "lattice_doubtful", content.number, message))
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


def _arranged(
    found: Glyphs, grids: Sequence[Grid], page: int
) -> tuple[list[Printed], list[list[list[Printed]]]]:
    """Lines of the free text, and for every grid the lines of each of its cells."""
    free = sum(len(grid.cells) for grid in grids)
    cells: list[list[Printed]] = [[] for _ in range(free)]
    lines = []
    for key, line in printed_lines(found, _regions(found, grids, free), page, free):
        if key < free:
            cells[key].append(line)
        else:
            line.kind = (None, BlockKind.FURNITURE)[key - free]
            lines.append(line)
    at, by_grid = 0, []
    for grid in grids:
        by_grid.append(cells[at : at + len(grid.cells)])
        at += len(grid.cells)
    return lines, by_grid


def _more_tables(
    found: Glyphs,
    edges: Rules,
    grids: Sequence[Grid],
    lines: Sequence[Printed],
    height: float,
    above: Carried | None,
) -> list[Grid]:
    """Tables without a lattice, looked for only where rules are left over or a caption stands."""
    loose = _outside(edges.across, grids)
    if not len(loose) and not any(line.kind is None and is_caption(line.text) for line in lines):
        return []
    return gutters.find(found, _free(found, grids), loose, lines, grids, height, above)


def _outside(across: Floats, grids: Sequence[Grid]) -> Floats:
    keep = np.ones(len(across), bool)
    for grid in grids:
        keep &= (across[:, 0] < grid.ys[0] - 2) | (across[:, 0] > grid.ys[-1] + 2)
    return across[keep]


def _free(found: Glyphs, grids: Sequence[Grid]) -> Ints:
    free = sum(len(grid.cells) for grid in grids)
    return np.nonzero(_regions(found, grids, free) == free)[0]


def _visible(found: Glyphs, width: float, height: float) -> Glyphs:
    x, y = found.middle
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    return found if inside.all() else found.take(inside)


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
        content.notices.append(_notice(NoticeSeverity.WARNING, "ocr_layer", content.number, message))
    return found.take(~found.unseen | layer)


def _judge(content: PageContent, found: Glyphs, edges: Rules, frame: Frame) -> None:
    """Route of the page: its text as it is, or an image that wants character recognition."""
    number = content.number
    solid = int(np.count_nonzero(found.code != 0x20))
    if found.unmapped > UNTRUSTED:
        content.route = "untrusted"
        lost = "未读取" if found.unmapped > MEANINGLESS else "不可信"
        message = f"{found.unmapped:.0%}的字符没有文字编码，本页文字{lost}"
        content.notices.append(_notice(NoticeSeverity.ERROR, "unmapped_text", number, message))
    elif solid < FEW and edges.image_share(frame) >= FULL_IMAGE:
        content.route = SCAN
        what = "没有文字" if not solid else "只有很少的文字"
        message = f"是扫描图像，{what}，需要文字识别"
        content.notices.append(_notice(NoticeSeverity.ERROR, NEEDS_OCR, number, message))
    elif not solid:
        content.route = "blank"


def _regions(found: Glyphs, grids: Sequence[Grid], free: int) -> Ints:
    """The region of every glyph: its cell, or free text, or text on its side (`free` + 1)."""
    region = np.full(len(found.code), free, np.int64)
    if not found.upright.all():
        region[np.abs(found.angle) > UPRIGHT] = free + 1
    base = 0
    for grid in grids:
        inside, cell = grid.cells_at(found.middle)
        region[inside] = base + cell
        base += len(grid.cells)
    return region


def page_table(grid: Grid, lines: Sequence[list[Printed]], page: int, route: str = "lattice") -> PageTable:
    """A grid with its printed lines as the table of a page."""
    cells = []
    xs, ys = [round(x, 2) for x in grid.xs], [round(y, 2) for y in grid.ys]
    for (r, c, rs, cs), mine in zip(grid.cells, lines, strict=True):
        box = xs[c], ys[r], xs[c + cs], ys[r + rs]
        if len(mine) == 1:
            cells.append(GridCell(r, c, rs, cs, page, box, mine, mine[0].text, [0]))
            continue
        cell = GridCell(r, c, rs, cs, page, box, mine)
        join_cell(cell)
        cells.append(cell)
    return PageTable(page, grid.xs, grid.ys, cells, route, grid.open_top, grid.open_bottom)
