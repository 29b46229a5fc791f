from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import read
from publish.tags import FreeSpace
from schema.document import Document, Line, Page, TextBlock

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "documents"


def overlap(a, b) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def printed(*boxes) -> Document:
    blocks = tuple(TextBlock("paragraph", "1", 1, box, lines=(Line(0, 1, 1, box),)) for box in boxes)
    return Document(
        format="pdf", sha256="0" * 64, path="a.pdf", blocks=blocks, pages=(Page(1, 595.0, 842.0),)
    )


@pytest.mark.parametrize(
    ("around", "place"),
    [
        ([], "above"),
        ([(90, 88, 150, 99)], "left"),
        ([(60, 88, 150, 99), (60, 101, 99, 112)], "right"),
        ([(60, 88, 190, 112)], "below"),
    ],
)
def test_a_number_goes_where_nothing_is_printed(around, place) -> None:
    box = (100.0, 100.0, 140.0, 112.0)
    found = FreeSpace(printed(*around)).beside(1, box, 7, 7)
    where = {
        "above": found[3] <= box[1], "below": found[1] >= box[3], "left": found[2] <= box[0], "right": found[0] >= box[2],
    }  # fmt: skip
    assert [name for name, holds in where.items() if holds] == [place]
    assert not any(overlap(found, other) for other in (*around, box))


def test_numbers_of_one_box_stand_apart_and_on_the_page() -> None:
    free = FreeSpace(printed())
    found = [free.beside(1, (2.0, 2.0, 30.0, 14.0), 7, 7) for _ in range(3)]
    assert not any(overlap(a, b) for i, a in enumerate(found) for b in found[:i])
    assert all(box[0] >= 0 and box[1] >= 0 for box in found)


def test_no_number_covers_a_figure_of_a_close_table() -> None:
    document = read(CORPUS / "accounts-water-bureau-2023.pdf")
    free = FreeSpace(document)
    lines = [
        (line.page, line.box)
        for block in document.blocks
        if hasattr(block, "cells")
        for cell in block.cells
        for line in cell.lines
        if any(c.isdigit() for c in cell.text)
    ]
    assert len(lines) > 50
    set_at = [(page, free.beside(page, box, 7, 7)) for page, box in lines[::3]]
    covered = [(p, t) for p, t in set_at if any(p == q and overlap(t, other) for q, other in lines)]
    assert len(covered) <= len(set_at) // 20
