"""Seals printed as text: characters round a circle, and those of their colour inside it.

A seal lies over amounts and names. Its slanted characters are known by their slant, but at the head of the circle
they stand upright, and so does what is written across it: read with the text, they would become part of figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.pdf.frame import Floats, every
from ingest.pdf.glyphs import FEWEST_ROUND, LEAST_TURN, Glyphs, Ints, slanted, turning
from ingest.printed import Printed
from schema.document import BlockKind

STEP, FAR = 4, 6.0
"""The next slanted character is no further on in the stream, and no further away, in em."""
ROUND, RING = 0.35, 0.6
"""How far characters may be off the circle, in em: those it is found by, and those that are taken for its own."""
TANGENT = 15.0
"""Degrees by which a character of the ring may be out of its direction."""


@dataclass(slots=True)
class Seal:
    """Circle of the characters round a seal, in points, and their indices in reading order."""

    x: float
    y: float
    radius: float
    ring: Ints

    def inner(self, glyphs: Glyphs) -> Ints:
        """What stands within the circle in the red of seals, where colours are known."""
        if glyphs.red is None:
            return np.empty(0, np.int64)
        x, y = glyphs.middle
        inside = glyphs.red & (np.hypot(x - self.x, y - self.y) < self.radius)
        inside[self.ring] = False
        return np.nonzero(inside)[0]

    def line(self, glyphs: Glyphs, page: int) -> Printed:
        """The words round the seal."""
        text = "".join(map(chr, glyphs.code[self.ring].tolist()))
        em = float(np.median(glyphs.em[self.ring]))
        reach = self.radius + em / 2
        box = tuple(round(v, 2) for v in (self.x - reach, self.y - reach, self.x + reach, self.y + reach))
        return Printed(
            text, page, (box[0], box[1], box[2], box[3]), None, round(em, 1), False, BlockKind.WATERMARK
        )


def find(glyphs: Glyphs) -> list[Seal]:
    """The seals of a page."""
    if every(glyphs.upright) or not turning(glyphs.angle):
        return []
    return [seal for group in _groups(glyphs) if (seal := _seal(glyphs, group))]


def _groups(glyphs: Glyphs) -> Iterator[Ints]:
    """Slanted characters one after the other in the stream and near one another."""
    which = np.nonzero(slanted(glyphs.angle))[0]
    x, y = (axis[which] for axis in glyphs.middle)
    apart = np.hypot(np.diff(x), np.diff(y)) > FAR * glyphs.em[which][1:]
    for group in np.split(which, np.nonzero(apart | (np.diff(which) > STEP))[0] + 1):
        if len(group) >= FEWEST_ROUND and np.ptp(glyphs.angle[group]) >= LEAST_TURN:
            yield group


def _seal(glyphs: Glyphs, group: Ints) -> Seal | None:
    """The circle through the middles of the characters, if there is one, and all that stand on it."""
    x, y = glyphs.middle
    a = np.column_stack((x[group], y[group], np.ones(len(group))))
    (p, q, r), *_ = np.linalg.lstsq(a, x[group] ** 2 + y[group] ** 2, rcond=None)
    cx, cy = p / 2, q / 2
    radius = float(np.sqrt(max(r + cx * cx + cy * cy, 0.0)))
    em = float(np.median(glyphs.em[group]))
    if radius < em or np.abs(np.hypot(x[group] - cx, y[group] - cy) - radius).max() > ROUND * em:
        return None
    # Upright at the head of the circle, and turned with it; y grows downwards.
    around = np.degrees(np.arctan2(x - cx, cy - y))
    off = np.abs((glyphs.angle + around + 180) % 360 - 180)
    ring = (np.abs(np.hypot(x - cx, y - cy) - radius) < RING * em) & (off < TANGENT)
    ring &= np.abs(glyphs.em - em) < 0.2 * em
    if not ring[group].mean() > 0.8:
        return None
    own = np.nonzero(ring)[0]
    return Seal(float(cx), float(cy), radius, _in_order(own, around[own]))


def _in_order(which: Ints, around: Floats) -> Ints:
    """Clockwise, from behind the widest gap."""
    order = np.argsort(around)
    gaps = np.diff(np.append(around[order], around[order][0] + 360))
    return which[np.roll(order, -1 - int(gaps.argmax()))]
