"""Text that is in the file but not to be seen on the page: cut off, painted over, pale on pale, or on a hidden layer.

Whoever prints the page does not see it, so it must not become a figure; that it is there is told, with its words.
What may be such is found by what pdfium says of colours, paths and order; paper decides: unless geometry leaves no
doubt, the place is painted and looked at.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from ingest.pdf import clips, layers, raw
from ingest.pdf.clips import Matrix
from ingest.pdf.frame import Floats, Frame
from ingest.pdf.glyphs import Bools, Glyphs, Ints, Source
from ingest.pdf.rules import IDENTITY, Rules, order_of
from schema.document import Notice, NoticeSeverity
from schema.figure import Place

CONTRAST = 8
"""Of 255: what differs less from its ground cannot be seen."""
SEEN = 0.2
"""Of text that is seen at least this share of the characters stand out: a stop or a dash may miss its middle."""
CORE = 0.15
"""This share of a box on every side is not looked at: rules run there."""
SCALE, MOST_PIXELS = 2.0, 16_000_000
SLACK = 0.5
"""A character is cut off when its middle is so far, in points, outside of the path."""
APART = 1.5
"""Characters further from one another than this, in em, are judged apart."""
LEAST_COVER = 3.0
"""Smaller boxes than this, in points, cover no character."""
EXCERPT = 30
"""So many of the characters are told."""
_WHY = {
    "hidden_layer": "位于不显示的图层上",
    "clipped_text": "被裁剪而看不见",
    "covered_text": "被色块遮盖",
    "pale_text": "与底色相同而看不见",
}
_GREY, _WHITE, _BOX_SEGMENTS = 1, 0xFFFFFFFF, (4, 5)


@dataclass(slots=True)
class Unseen:
    """Characters that are not seen, and why: `clipped_text`, `covered_text`, `pale_text` or `hidden_layer`."""

    code: str
    which: Bools


@dataclass(slots=True)
class Leaf:
    """An open page of pdfium with its text, as it is displayed, and names of the layers that are not shown."""

    page: int
    text: int
    frame: Frame
    turns: int
    """Quarter turns by which it is read turned from what the file says."""
    hidden: frozenset[str]
    _order: dict[int, tuple[int, Matrix]] | None = None

    @property
    def order(self) -> dict[int, tuple[int, Matrix]]:
        """All objects of the page, asked for when some of them matter."""
        if self._order is None:
            self._order = order_of(self.page)
        return self._order

    def painted(self, item: int) -> int:
        """When an object is painted; what is not known is painted last."""
        return self.order.get(item, (len(self.order), IDENTITY))[0]


def without(found: Glyphs, edges: Rules, leaf: Leaf, number: int) -> tuple[Glyphs, list[Notice]]:
    """What is seen of the text of page `number`, and what is told of the rest."""
    told: list[Notice] = []
    gone = np.zeros(len(found.code), np.bool_)
    for unseen in find(found, edges, leaf):
        gone |= unseen.which
        code = found.code[unseen.which]
        solid = code[(code > 0x20) & (code != 0x3000)]
        if len(solid):
            words = "".join(map(chr, solid[:EXCERPT].tolist())) + "…" * (len(solid) > EXCERPT)
            message = f"第{number}页：{_WHY[unseen.code]}的字符{len(solid)}个，未读取：“{words}”"
            told.append(Notice(NoticeSeverity.WARNING, message, Place(page=number), unseen.code))
    return (found.take(~gone) if gone.any() else found), told


def find(found: Glyphs, edges: Rules, leaf: Leaf) -> list[Unseen]:
    """What of the text of a page is not seen; every character once."""
    source = found.source
    if source is None or not len(found.code):
        return []
    left = np.ones(len(found.code), np.bool_)
    if found.unseen is not None:
        left &= ~found.unseen
    picture = _Picture(leaf)
    out: list[Unseen] = []
    for code, marked in _reasons(found, source, edges, leaf, picture):
        which = marked & left
        if which.any():
            out.append(Unseen(code, which))
            left &= ~which
    return out


def _reasons(
    found: Glyphs, source: Source, edges: Rules, leaf: Leaf, picture: _Picture
) -> Iterator[tuple[str, Bools]]:
    if leaf.hidden:
        yield "hidden_layer", _on_hidden_layers(found, source, leaf, picture)
    if source.clipped is not None:
        yield "clipped_text", _cut_off(found, source, leaf)
    if len(edges.fills):
        yield "covered_text", _covered(found, source, edges, leaf, picture)
    if source.pale is not None:
        yield "pale_text", picture.lost(found, source.pale)


def _objects(source: Source, leaf: Leaf, which: Ints) -> list[int]:
    """pdfium's handles of what paints these characters."""
    return list(map(raw.text_object, repeat(leaf.text), source.index[which].tolist()))


def _on_hidden_layers(found: Glyphs, source: Source, leaf: Leaf, picture: _Picture) -> Bools:
    """Marked as part of a hidden layer; or in a form, or marked without a name, and nothing there to be seen."""
    objects = _objects(source, leaf, np.arange(len(found.code)))
    known = {}
    for item in set(objects):
        known[item] = layers.is_hidden(item, leaf.hidden)
    marked = np.fromiter(map(known.__getitem__, objects), np.bool_, len(objects))
    inner = {item: bool(raw.count_marks(item)) or _in_form(leaf.order.get(item)) for item in known}
    unsure = np.fromiter(map(inner.__getitem__, objects), np.bool_, len(objects)) & ~marked
    return marked | picture.lost(found, unsure) if unsure.any() else marked


def _in_form(painted: tuple[int, Matrix] | None) -> bool:
    return painted is None or painted[1] is not IDENTITY


def _cut_off(found: Glyphs, source: Source, leaf: Leaf) -> Bools:
    """Outside of a path that lets nothing through outside of it."""
    out: Bools = np.zeros(len(found.code), np.bool_)
    assert source.clipped is not None
    which = np.nonzero(source.clipped)[0]
    objects = np.array(_objects(source, leaf, which), np.uint64)
    starts = np.append(True, objects[1:] != objects[:-1])
    known: clips.Known = {}
    nowhere = (0.0, 0.0, 0.0, 0.0)
    paths = [
        clips.box_of(item, painted[1], known) if (painted := leaf.order.get(item)) else None
        for item in objects[starts].tolist()
    ]
    stretch = np.cumsum(starts) - 1
    boxes = leaf.frame.boxes(np.array([path or nowhere for path in paths]))[stretch]
    bound = np.array([path is not None for path in paths])[stretch]
    x, y = (axis[which] for axis in found.middle)
    off = (x < boxes[:, 0] - SLACK) | (x > boxes[:, 2] + SLACK)
    off |= (y < boxes[:, 1] - SLACK) | (y > boxes[:, 3] + SLACK)
    out[which] = bound & off
    return out


def _covered(found: Glyphs, source: Source, edges: Rules, leaf: Leaf, picture: _Picture) -> Bools:
    """Under an opaque box that is painted later. What stands out all the same, unless other text lies on the box, is
    seen.
    """
    out: Bools = np.zeros(len(found.code), np.bool_)
    x, y = found.middle
    for k in _later_fills(source, edges, leaf):
        x0, top, x1, bottom = edges.fills[k].tolist()
        inside = np.nonzero((x > x0) & (x < x1) & (y > top) & (y < bottom))[0]
        if not len(inside):
            continue
        item = edges.fill_objects[k]
        order = leaf.painted(item)
        below = np.array([leaf.painted(text) for text in _objects(source, leaf, inside)]) < order
        if not below.any() or not _is_opaque(item):
            continue
        under = np.zeros(len(out), np.bool_)
        under[inside[below]] = True
        bare = under & ~_beneath(found, under, inside[~below])
        # Where nothing is printed on the box, it has to be blank.
        if not bare.any() or picture.lost(found, bare).any():
            out |= under
    return out


def _later_fills(source: Source, edges: Rules, leaf: Leaf) -> list[int]:
    """Filled boxes that are painted after the first text of the page, and are large enough to hide some."""
    first = leaf.painted(_objects(source, leaf, np.arange(1))[0])
    fills = edges.fills
    wide = np.minimum(fills[:, 2] - fills[:, 0], fills[:, 3] - fills[:, 1]) > LEAST_COVER
    return [k for k in np.nonzero(wide)[0].tolist() if leaf.painted(edges.fill_objects[k]) > first]


def _beneath(found: Glyphs, under: Bools, over: Ints) -> Bools:
    """Which of the characters `under` have another of `over` upon them."""
    out: Bools = np.zeros(len(under), np.bool_)
    x, y = found.middle
    for k in np.nonzero(under)[0].tolist():
        near = (np.abs(x[over] - x[k]) < found.em[k]) & (np.abs(y[over] - y[k]) < found.em[k])
        out[k] = bool(near.any())
    return out


def _is_opaque(item: int) -> bool:
    """A box filled with one colour that nothing shines through, and not itself cut to a smaller one."""
    colour = (c.c_uint * 4)()
    at = c.addressof(colour)
    if raw.is_transparent(item) or not raw.fill_colour(item, at, at + 4, at + 8, at + 12):
        return False
    return colour[3] == 255 and raw.count_clips(raw.clip_path(item)) < 1


def _stretches(found: Glyphs, at: Ints) -> list[Ints]:
    """Characters that follow one another in the stream and on the page."""
    x, y = (axis[at] for axis in found.middle)
    far = np.hypot(np.diff(x), np.diff(y)) > APART * found.em[at][1:]
    return np.split(at, np.nonzero(far | (np.diff(at) > 1))[0] + 1)


class _Picture:
    """The page as it is seen, painted when it is first looked at."""

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self.scale = 0.0
        self.grey = np.empty((0, 0), np.uint8)

    def lost(self, found: Glyphs, which: Bools) -> Bools:
        """Those of the glyphs at `which` that do not stand out from their ground, judged stretch by stretch."""
        out: Bools = np.zeros(len(which), np.bool_)
        solid = (found.code > 0x20) & (found.code != 0x3000)
        for stretch in _stretches(found, np.nonzero(which)[0]):
            looked = stretch[solid[stretch]]
            if len(looked) and self._seen(found.box[looked]) < SEEN:
                out[stretch] = True
        return out

    def _seen(self, boxes: Floats) -> float:
        """Share of the boxes in whose middle something stands out."""
        if not self.scale:
            self._paint()
        w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        inner = np.column_stack(
            (boxes[:, 0] + CORE * w, boxes[:, 1] + CORE * h, boxes[:, 2] - CORE * w, boxes[:, 3] - CORE * h)
        )
        seen = 0
        for x0, top, x1, bottom in (inner * self.scale).round().astype(int).tolist():
            part = self.grey[max(top, 0) : bottom + 1, max(x0, 0) : x1 + 1]
            seen += bool(part.size and int(part.max()) - int(part.min()) >= CONTRAST)
        return seen / len(boxes)

    def _paint(self) -> None:
        width, height = self.leaf.frame.size
        self.scale = min(SCALE, float(np.sqrt(MOST_PIXELS / max(width * height, 1.0))))
        w, h = max(1, round(width * self.scale)), max(1, round(height * self.scale))
        self.grey = np.zeros((h, w), np.uint8)
        bitmap = raw.new_bitmap(w, h, _GREY, self.grey.ctypes.data, w)
        if bitmap:
            raw.fill_bitmap(bitmap, 0, 0, w, h, _WHITE)
            raw.render(bitmap, self.leaf.page, 0, 0, w, h, self.leaf.turns, 0)
            raw.close_bitmap(bitmap)
