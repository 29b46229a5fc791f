"""Marks laid over or under the text of a page: slanted, or upright, large and with other text in them."""

from __future__ import annotations

import numpy as np

from ingest.pdf.frame import every
from ingest.pdf.glyphs import UPRIGHT, Glyphs, slanted
from ingest.pdf.lattice import Bools

LARGER, LEAST = 1.8, 20.0
"""A mark is this many times as large as the text of the page, and so many points at least."""
INSIDE = 0.15
"""Text is in a mark when its middle is further than this share of the em from the edge of the mark."""


def of(glyphs: Glyphs) -> Bools:
    """Which glyphs belong to marks."""
    if not len(glyphs.code) or (glyphs.em.max() < LEAST and every(glyphs.upright)):
        return np.zeros(len(glyphs.code), np.bool_)
    marks: Bools = slanted(glyphs.angle)
    solid = glyphs.code > 0x20
    if not solid.any():
        return marks
    large = solid & ~marks & (np.abs(glyphs.angle) < UPRIGHT)
    large &= glyphs.em > max(LEAST, LARGER * float(np.median(glyphs.em[solid])))
    if large.any():
        marks |= _overlaid(glyphs, large, solid & ~large & ~marks)
    return marks


def _overlaid(glyphs: Glyphs, large: Bools, text: Bools) -> Bools:
    """The large glyphs of every line that has text in one of its glyphs."""
    out: Bools = np.zeros(len(large), np.bool_)
    x, y = glyphs.middle
    x, y = x[text], y[text]
    for line in np.unique(glyphs.box[large, 3].round()):
        mine = large & (np.abs(glyphs.box[:, 3] - line) <= 1)
        slack = INSIDE * glyphs.em[mine]
        x0, top, x1, bottom = (glyphs.box[mine, k][:, None] for k in range(4))
        slack = slack[:, None]
        over = (x > x0 + slack) & (x < x1 - slack) & (y > top + slack) & (y < bottom - slack)
        if over.any():
            out |= mine
    return out
