"""Pages taken from pdfium, some at a time: their characters and rules, set upright; and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_float
from dataclasses import dataclass, replace

import numpy as np

from ingest.pdf import fields, raw, rules, unseen
from ingest.pdf import glyphs as characters
from ingest.pdf.doubt import SecondReader
from ingest.pdf.frame import Frame
from ingest.pdf.glyphs import UPRIGHT, Glyphs
from ingest.pdf.prepared import Prepared, notice_of, prepare
from ingest.printed import PageContent
from schema.document import NoticeSeverity

SIDEWAYS = 0.7
"""A page most of whose characters stand on their side, or on their head, is read turned."""
_LYING = {1: "横置", 2: "倒置", 3: "横置"}


@dataclass(slots=True)
class _Leaf:
    """An open page; `page` is 0 if it could not be opened, `unread` counts what is typed over it."""

    number: int
    page: int
    unread: int
    text: int
    frame: Frame


def prepared_pages(
    document: int,
    numbers: Sequence[int],
    second: SecondReader | None = None,
    forms: int = 0,
    hidden: frozenset[str] = frozenset(),
) -> list[Prepared]:
    """These pages (from 1) of an open document, given by pdfium's handle; always closed again.

    `second` reads the tables of a page whose lattice fails its self-check. `forms` is pdfium's handle of the
    fields to fill in, 0 if there are none. `hidden` are the names of layers that are not shown.
    """
    leaves: list[_Leaf] = []
    try:
        leaves.extend(_opened(document, number, forms) for number in numbers)
        open_ = [leaf for leaf in leaves if leaf.page]
        found = characters.read_all([leaf.text for leaf in open_], [leaf.frame for leaf in open_])
        by_number = {leaf.number: glyphs for leaf, glyphs in zip(open_, found, strict=True)}
        return [_prepared(leaf, by_number.get(leaf.number), second, hidden) for leaf in leaves]
    finally:
        for leaf in leaves:
            if leaf.page:
                raw.close_text(leaf.text)
                raw.close_page(leaf.page)


def _opened(document: int, number: int, forms: int) -> _Leaf:
    page = raw.load_page(document, number - 1)
    page, unread = fields.settled(document, number, page, forms) if page else (page, 0)
    if not page:
        return _Leaf(number, 0, 0, 0, Frame(0.0, 0.0, 0.0, 0.0, 0))
    return _Leaf(number, page, unread, raw.load_text(page), _frame(page))


def _prepared(
    leaf: _Leaf, found: Glyphs | None, second: SecondReader | None, hidden: frozenset[str]
) -> Prepared:
    number, frame = leaf.number, leaf.frame
    if found is None:
        notice = notice_of(NoticeSeverity.ERROR, "page_unreadable", number, "无法打开")
        return Prepared(PageContent(number, 0.0, 0.0, 0, [], [], "unreadable", [notice]))
    turns = _sideways(found)
    if turns:
        frame = replace(frame, turns=(frame.turns + turns) % 4)
        found = characters.read(leaf.text, frame)
    edges = rules.read(leaf.page, frame)
    open_leaf = unseen.Leaf(leaf.page, leaf.text, frame, turns, hidden)
    found, told = unseen.without(found, edges, open_leaf, number)
    prepared = prepare(found, edges, frame, number, second)
    prepared.later += told
    if turns:
        message = f"页面文字{_LYING[turns]}，已转正后读取"
        prepared.later.append(notice_of(NoticeSeverity.INFO, "sideways_page", number, message))
    if leaf.unread:
        message = f"页面上另加的文字注释或图章{leaf.unread}处，未读取"
        prepared.later.append(notice_of(NoticeSeverity.INFO, "annotations_unread", number, message))
    return prepared


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
