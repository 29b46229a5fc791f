"""The picture of a scanned page made fit to be read: seals taken out, set straight, its ruling lines found.

Only numpy and Pillow: this is arithmetic on runs of dark pixels, no vision library is needed for it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
Gray = NDArray[np.uint8]
Edges = NDArray[np.float64]

DARK = 150
"""A gray value below this is ink."""
REDDER = 40
"""A pixel is of a seal when red exceeds green and blue by this much."""
STEEPEST, COARSE, FINE = 3.0, 0.5, 0.05
"""Degrees of skew looked at, and the steps of the two searches."""
GLANCE = 500
"""Pixels across of the small picture on which the skew is found."""
SHORTEST = 0.3
"""A dark run shorter than this, in inches, may be the stroke of a character."""
SHORTEST_ACROSS = 0.4
BRIDGE, BRIDGE_DOWN = 12, 3
"""Breaks up to this many pixels are noise, or where a seal was taken out; downwards text comes as close."""


def gray_without_seals(picture: Picture) -> Gray:
    """Gray values of an RGB picture in which red ink is as white as paper; black below it stays."""
    rgb = picture.astype(np.int32)
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    gray = (299 * red + 587 * green + 114 * blue) // 1000
    reddish = red - np.maximum(green, blue) > REDDER
    return np.where(reddish, red, gray).astype(np.uint8)


def skew(gray: Gray) -> float:
    """Degrees, counter-clockwise, by which the picture must be turned to stand straight."""
    small = Image.fromarray(gray)
    ratio = GLANCE / max(small.width, 1)
    small = small.resize((GLANCE, max(1, round(small.height * ratio))), Image.Resampling.BILINEAR)
    rough = _sharpest(small, 0.0, STEEPEST, COARSE)
    return _sharpest(small, rough, COARSE, FINE)


def _sharpest(small: Image.Image, around: float, reach: float, step: float) -> float:
    """The turn that makes rows of ink and rows of paper differ most. No turn is interpolated like any other."""
    count = round(reach / step)
    turns = [around + k * step for k in range(-count, count + 1)]
    return max(turns, key=lambda turn: (_contrast(small, turn), -abs(turn)))


def _contrast(small: Image.Image, turn: float) -> float:
    # A hair beside the angle, so that 0 is resampled too and has no sharpness of its own.
    turned = small.rotate(turn + 0.003, Image.Resampling.BILINEAR, fillcolor=255)
    rows = 255.0 - np.asarray(turned, np.float64).mean(axis=1)
    return float((np.diff(rows) ** 2).sum())


def straightened(gray: Gray, turn: float) -> Gray:
    """The picture turned about its centre, paper where nothing was."""
    if abs(turn) < FINE:
        return gray
    turned = Image.fromarray(gray).rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned, np.uint8)


def ruling_lines(gray: Gray, dpi: float) -> tuple[Edges, Edges]:
    """Rows `y, x0, x1` and `x, top, bottom` in pixels: dark runs too long for strokes of characters.

    A short piece down counts too when it joins two neighbouring rules completely: no character does.
    """
    dark = gray < DARK
    across = _runs(dark, round(SHORTEST_ACROSS * dpi), BRIDGE)
    down = _runs(dark.T, round(SHORTEST * dpi), BRIDGE_DOWN)
    posts = _posts(dark, across, round(SHORTEST * dpi))
    return across, np.vstack((down, posts)) if len(posts) else down


def _runs(dark: NDArray[np.bool_], shortest: int, bridge: int) -> Edges:
    """Runs of ink along the rows, small breaks bridged, a pixel of slope allowed: `row, from, to`."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    padded = np.zeros((thick.shape[0], thick.shape[1] + 2), np.int8)
    padded[:, 1:-1] = thick
    change = np.diff(padded.ravel())
    starts, ends = np.nonzero(change == 1)[0], np.nonzero(change == -1)[0]
    if not len(starts):
        return np.empty((0, 3))
    width = padded.shape[1]
    row, ends_row = (starts + 1) // width, (ends + 1) // width
    joined = (starts[1:] - ends[:-1] <= bridge) & (row[1:] == ends_row[:-1])
    first = np.r_[True, ~joined]
    last = np.r_[~joined, True]
    row, starts, ends = row[first], starts[first] % width, ends[last] % width
    long = ends - starts >= shortest
    row, starts, ends = row[long], starts[long], ends[long]
    # The middle of the line must be ink in most places, not its thickened rim alone.
    solid = [dark[r, a:b].mean() > 0.8 for r, a, b in zip(row, starts, ends, strict=True)]
    runs: Edges = np.stack((row, starts, ends), axis=1).astype(float)[np.array(solid, bool)]
    return runs


def _posts(dark: NDArray[np.bool_], across: Edges, tallest: int) -> Edges:
    """Lines down between two rules too close for `_runs`: ink from the one to the other without a break."""
    heights = _levels(across[:, 0])
    found = []
    for top, bottom in pairwise(heights):
        if not 8 < bottom - top < tallest:
            continue
        left = max(across[np.abs(across[:, 0] - y) < 3, 1].min() for y in (top, bottom))
        right = min(across[np.abs(across[:, 0] - y) < 3, 2].max() for y in (top, bottom))
        inner = dark[int(top) + 2 : int(bottom) - 1, int(left) : int(right) + 1]
        if inner.size:
            columns = np.nonzero(inner.mean(axis=0) > 0.95)[0]
            found += [(left + x, top, bottom) for x in _levels(columns.astype(float))]
    return np.array(found, float).reshape(-1, 3)


def _levels(values: Edges) -> list[float]:
    """Positions with neighbouring ones made one."""
    if not len(values):
        return []
    values = np.sort(values)
    group = np.cumsum(np.r_[False, np.diff(values) > 4])
    levels: list[float] = (np.bincount(group, values) / np.bincount(group)).tolist()
    return levels


def without_rules(gray: Gray, across: Edges, down: Edges) -> Gray:
    """The picture with its ruling lines painted over: a line beside a digit reads as another digit."""
    out = gray.copy()
    height, width = out.shape
    for y, x0, x1 in across.astype(int).tolist():
        out[max(y - 1, 0) : min(y + 2, height), max(x0, 0) : min(x1, width)] = 255
    for x, top, bottom in down.astype(int).tolist():
        out[max(top, 0) : min(bottom, height), max(x - 1, 0) : min(x + 2, width)] = 255
    return out


def rendered(page: Any, dpi: float) -> Picture:
    """A page of pypdfium2 as RGB picture, as displayed."""
    picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
    return np.asarray(picture, np.uint8)
