"""From the page as displayed back to PDF user space: the inverse of what reading does to coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schema.document import Page
from schema.figure import Box

_UPRIGHT = {
    0: (1, 0, 0, 1, 0, 0),
    1: (0, 1, -1, 0, 0, 0),
    2: (-1, 0, 0, -1, 0, 0),
    3: (0, -1, 1, 0, 0, 0),
}


@dataclass(frozen=True, slots=True)
class UserSpace:
    """The visible box of a page in user space, and the clockwise quarter turns with which it was read."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A displayed point (origin top left, y downwards) in user space."""
        if self.turns == 1:
            return self.left + y, self.bottom + x
        if self.turns == 2:
            return self.right - x, self.bottom + y
        if self.turns == 3:
            return self.right - y, self.top - x
        return self.left + x, self.top - y

    def rect(self, box: Box) -> Box:
        """A displayed box as a PDF rectangle: left, bottom, right, top."""
        (xa, ya), (xb, yb) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def corner(self, box: Box) -> tuple[float, float]:
        """Where a viewer should go so that the box is seen with some of what stands above it."""
        return self.point(max(box[0] - 200, 0), max(box[1] - 120, 0))

    @property
    def upright(self) -> tuple[int, ...]:
        """The matrix that sets a drawing upright on the page as displayed."""
        return _UPRIGHT[self.turns]


def space_of(page: Any, read: Page) -> UserSpace:
    """The user space of a page of pikepdf that was read as `read` (whose rotation counts what reading turned)."""
    media = _ordered(page.mediabox)
    crop = _ordered(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = media
    return UserSpace(left, bottom, right, top, read.rotation // 90 % 4)


def _ordered(box: Any) -> tuple[float, float, float, float]:
    a, b, c, d = (float(edge) for edge in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)
