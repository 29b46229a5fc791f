"""What is drawn on an OFD page: characters and ruling lines, in points from its top left.

Every object stands in a boundary of the page and may be turned by a matrix; lengths are millimetres.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ingest.guards import too_large
from ingest.ofd.package import Element, Quad, Sheet, numbers, tagged
from ingest.pdf.glyphs import ASCENT, DESCENT, Glyphs
from ingest.pdf.rules import STRAIGHT, THIN, Rules, merged

POINTS = 72 / 25.4
WIDE_FROM = 0x2E80
"""From here on characters are one em wide; those before are about half as wide."""
HALF, WIDEST = 0.5, 1.3
"""Usual width of those in em; no character is wider than so many times the usual width of its kind."""
BOLD = 600
MOST = 200_000
"""Characters, or corners of lines, of one page."""
_BOX_CORNERS = (4, 5)
_TAKES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(slots=True)
class _Drawn:
    codes: list[int] = field(default_factory=list)
    boxes: list[Quad] = field(default_factory=list)
    ems: list[float] = field(default_factory=list)
    angles: list[float] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    edges: list[Quad] = field(default_factory=list)
    fills: list[Quad] = field(default_factory=list)
    images: list[Quad] = field(default_factory=list)


def drawn(sheet: Sheet) -> tuple[Glyphs, Rules]:
    """Characters and rules of a page."""
    out = _Drawn()
    for root in sheet.roots:
        for node in _objects(root):
            matrix = _matrix(node, sheet.box)
            if node.tag.endswith("}TextObject"):
                _text(out, node, matrix)
            elif node.tag.endswith("}PathObject"):
                _path(out, node, matrix)
            else:
                width, height = (*numbers(node.get("Boundary")), 0.0, 0.0, 0.0, 0.0)[2:4]
                x, y = (*numbers(node.get("Boundary")), 0.0, 0.0)[:2]
                x, y = (x - sheet.box[0]) * POINTS, (y - sheet.box[1]) * POINTS
                out.images.append((x, y, x + width * POINTS, y + height * POINTS))
            if len(out.codes) > MOST or len(out.edges) > MOST:
                raise too_large(f"OFD 一页上的文字或线条超过 {MOST:,}，未予读取。请核实文件来源。")
    return _glyphs(out), _rules(out)


def _objects(root: Element) -> Iterator[Element]:
    for content in tagged(root, "Content"):
        for node in content.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"):
            if node.get("Visible") != "false" and not _has_no_ink(node):
                yield node


def _has_no_ink(node: Element) -> bool:
    """Text that is neither filled nor stroked, and whatever is wholly transparent."""
    unfilled = (
        node.tag.endswith("}TextObject") and node.get("Fill") == "false" and node.get("Stroke") != "true"
    )
    return unfilled or node.get("Alpha") == "0"


def _matrix(node: Element, page: Quad) -> Matrix:
    """From the object's own millimetres to points of the page."""
    a, b, c, d, e, f = found if len(found := numbers(node.get("CTM"))) == 6 else (1, 0, 0, 1, 0, 0)
    x, y = (*numbers(node.get("Boundary")), 0.0, 0.0)[:2]
    p = POINTS
    return a * p, b * p, c * p, d * p, (e + x - page[0]) * p, (f + y - page[1]) * p


def _at(m: Matrix, x: float, y: float) -> Point:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


# --- text ------------------------------------------------------------------------------------------------


def _text(out: _Drawn, node: Element, matrix: Matrix) -> None:
    size = (numbers(node.get("Size")) or [0.0])[0]
    scale = (numbers(node.get("HScale")) or [1.0])[0]
    turned = (numbers(node.get("CharDirection")) or [0.0])[0]
    em = size * math.hypot(matrix[2], matrix[3])
    if size <= 0 or not 0.5 < em < 2000:
        return
    angle = -math.degrees(math.atan2(matrix[1], matrix[0])) - turned
    heavy = (numbers(node.get("Weight")) or [0.0])[0] >= BOLD
    along = math.hypot(matrix[0], matrix[1])
    x, y = 0.0, 0.0
    for code in tagged(node, "TextCode"):
        text = re.sub(r"\s*\n\s*", "", code.text or "")
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        right, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        pen = [x, y]
        for k, character in enumerate(text):
            usual = size * scale * (1.0 if ord(character) >= WIDE_FROM else HALF)
            step = right[k] if k < len(right) else None
            # A longer step leaves a gap behind the character, it does not make it wider.
            width = step if step is not None and 0 < step <= WIDEST * usual else usual
            out.codes.append(ord(character))
            out.boxes.append(_box(_at(matrix, *pen), width * along, em, angle))
            out.ems.append(em)
            out.angles.append((angle + 180.0) % 360.0 - 180.0)
            out.bold.append(heavy)
            fallen = down[k] if k < len(down) else 0.0
            pen[0] += step if step is not None else 0.0 if fallen else width
            pen[1] += fallen
        x, y = pen


def _deltas(text: str | None, most: int) -> list[float]:
    """Steps from character to character; `g 3 2.5` stands for three times 2.5."""
    parts = (text or "").split()
    out: list[float] = []
    k = 0
    while k < len(parts) and len(out) < most:
        if parts[k] == "g" and k + 2 < len(parts):
            count, step = numbers(parts[k + 1]), numbers(parts[k + 2])
            if not count or not step:
                break
            out += step * min(max(int(count[0]), 0), most)
            k += 3
        else:
            step = numbers(parts[k])
            if not step:
                break
            out += step
            k += 1
    return out[:most]


def _box(pen: Point, width: float, em: float, angle: float) -> Quad:
    """The design box of a character whose baseline begins at the pen, as displayed."""
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    corners = [(u, v) for u in (0.0, width) for v in (-ASCENT * em, DESCENT * em)]
    xs = [pen[0] + u * cos + v * sin for u, v in corners]
    ys = [pen[1] - u * sin + v * cos for u, v in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _glyphs(out: _Drawn) -> Glyphs:
    code = np.array(out.codes, np.uint32)
    shown = (code >= 0x20) & (code != 0xFEFF)
    private = ((code >= 0xE000) & (code < 0xF900)) | (code == 0xFFFD)
    return Glyphs(
        code,
        np.array(out.boxes, float).reshape(-1, 4),
        np.array(out.ems, float),
        np.array(out.angles, float),
        np.array(out.bold, bool),
        float(private.mean()) if len(code) else 0.0,
    ).take(shown)


# --- lines -----------------------------------------------------------------------------------------------


def _path(out: _Drawn, node: Element, matrix: Matrix) -> None:
    stroked, filled = node.get("Stroke") != "false", node.get("Fill") == "true"
    for data in tagged(node, "AbbreviatedData"):
        for points in _runs(data.text or "", matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
            if x1 - x0 <= THIN or y1 - y0 <= THIN:
                if max(x1 - x0, y1 - y0) > THIN and (stroked or filled):
                    out.edges.append((x0, y0, x1, y1))
                continue
            if filled and len(points) in _BOX_CORNERS:
                out.fills.append((x0, y0, x1, y1))
            for (xa, ya), (xb, yb) in pairwise(points) if stroked else ():
                if min(abs(xb - xa), abs(yb - ya)) <= STRAIGHT:
                    out.edges.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))


def _runs(data: str, matrix: Matrix) -> Iterator[list[Point]]:
    """Corners of every straight run of a path; a curve ends the run."""
    tokens = _TOKEN.findall(data)
    if len(tokens) > MOST:
        raise too_large(f"OFD 中一条路径超过 {MOST:,} 个节点，未予读取。请核实文件来源。")
    points: list[Point] = []
    k = 0
    while k < len(tokens):
        takes = _TAKES.get(tokens[k])
        if takes is None:
            k += 1
            continue
        values = numbers(" ".join(tokens[k + 1 : k + 1 + takes]), 7)
        if len(values) < takes:
            break
        if tokens[k] == "L":
            points.append(_at(matrix, *values))
        elif tokens[k] == "C":
            points += points[:1]
        else:
            if len(points) > 1:
                yield points
            points = [_at(matrix, *values[-2:])]
        k += 1 + takes
    if len(points) > 1:
        yield points


def _rules(out: _Drawn) -> Rules:
    edges = np.array(out.edges, float).reshape(-1, 4)
    flat = (edges[:, 3] - edges[:, 1]) <= (edges[:, 2] - edges[:, 0])
    h, v = edges[flat], edges[~flat]
    return Rules(
        merged(np.stack(((h[:, 1] + h[:, 3]) / 2, h[:, 0], h[:, 2]), axis=1)),
        merged(np.stack(((v[:, 0] + v[:, 2]) / 2, v[:, 1], v[:, 3]), axis=1)),
        np.array(out.images, float).reshape(-1, 4),
        np.array(out.fills, float).reshape(-1, 4),
    )
