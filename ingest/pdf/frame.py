"""From PDF user space to the page as displayed: points, origin top left, rotation and crop applied.

Everything that leaves pdfium goes through here at once, so that no later stage knows another convention.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def led(first: bool, rest: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`rest` with one flag before it: what is said of neighbours becomes one flag an element."""
    out = np.empty(len(rest) + 1, np.bool_)
    out[0], out[1:] = first, rest
    return out


def some(marks: NDArray[np.bool_]) -> bool:
    """Whether any is set; a page asks this dozens of times, and `any` takes thirty times as long."""
    return 1 in marks.tobytes()


def every(marks: NDArray[np.bool_]) -> bool:
    """Whether all are set."""
    return 0 not in marks.tobytes()


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in user space, and the clockwise quarter turns it is shown with."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """User space coordinates as displayed ones."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, corners: Floats) -> Floats:
        """`n` rows of two opposite corners `x, y, x, y` as rows of `x0, top, x1, bottom`."""
        xa, ya = self.points(corners[:, 0], corners[:, 1])
        xb, yb = self.points(corners[:, 2], corners[:, 3])
        out = np.empty((len(corners), 4))
        np.minimum(xa, xb, out=out[:, 0])
        np.minimum(ya, yb, out=out[:, 1])
        np.maximum(xa, xb, out=out[:, 2])
        np.maximum(ya, yb, out=out[:, 3])
        return out
