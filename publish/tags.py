"""Where the number of a mark goes: beside its box, where nothing is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from schema.document import Document, Page, Table
from schema.figure import Box

GAP = 0.6
"""Points between a box and its number."""


class FreeSpace:
    """The printed lines of every page and the numbers already set, in points, origin top left of the displayed page."""

    def __init__(self, document: Document) -> None:
        self._taken: dict[int, list[Box]] = defaultdict(list)
        self._pages: dict[int, Page] = {page.number: page for page in document.pages}
        for page, box in _lines(document):
            self._taken[page].append(box)

    def beside(self, page: int, box: Box, width: float, height: float) -> Box:
        """The first place around `box` that covers nothing, or the one that covers least; it is taken from now on."""
        taken = self._taken[page]
        places = [place for place in _around(box, width, height) if self._on(page, place)]
        found = min(places or list(_around(box, width, height)), key=lambda place: _covered(place, taken))
        taken.append(found)
        return found

    def _on(self, page: int, box: Box) -> bool:
        size = self._pages.get(page)
        return size is None or (
            box[0] >= 0 and box[1] >= 0 and box[2] <= size.width and box[3] <= size.height
        )


def _lines(document: Document) -> Iterator[tuple[int, Box]]:
    for block in document.blocks:
        for part in block.cells if isinstance(block, Table) else (block,):
            yield from ((line.page, line.box) for line in part.lines)


def _around(box: Box, width: float, height: float) -> Iterator[Box]:
    """Above at the left, at the right end, beside left and right, below: in the order an eye looks for it."""
    x0, top, x1, bottom = box
    above, below, middle = top - GAP - height, bottom + GAP, (top + bottom - height) / 2
    for left, up in (
        (x0, above),
        (x1 - width, above),
        (x0 - GAP - width, middle),
        (x1 + GAP, middle),
        (x0, below),
        (x1 - width, below),
    ):
        yield left, up, left + width, up + height


def _covered(place: Box, taken: list[Box]) -> float:
    return sum(
        max(0.0, min(place[2], other[2]) - max(place[0], other[0]))
        * max(0.0, min(place[3], other[3]) - max(place[1], other[1]))
        for other in taken
    )
