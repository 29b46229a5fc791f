"""Whatever is drawn on a page, reading ends, and no character is lost, invented or read twice."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pdf.announced import announces
from ingest.pdf.continued import carried
from ingest.pdf.frame import Frame
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.page import understand
from ingest.pdf.rules import Rules, merged
from ingest.printed import PageContent

WIDTH, HEIGHT = 600.0, 840.0
X, Y = (
    st.sampled_from([60.0 + 40 * k for k in range(12)]),
    st.sampled_from([80.0 + 24 * k for k in range(30)]),
)
ENTRY = st.tuples(
    X,
    Y,
    st.text("甲乙丙丁项目资金0123456789.,%。：表图注", min_size=1, max_size=9),
    st.sampled_from([9.0, 10.5, 12.0, 30.0]),
    st.sampled_from([0.0, 0.0, 0.0, 90.0, 40.0]),
)
EDGE = st.tuples(X, X, Y, Y)


def glyphs_of(entries: list[tuple[float, float, str, float, float]]) -> Glyphs:
    code, box, em, angle = [], [], [], []
    for left, top, text, size, turn in entries:
        x, y = left, top
        for character in text:
            step = size if ord(character) > 255 else size / 2
            code.append(ord(character))
            box.append((x, y, x + (step if turn < 45 else size), y + (size if turn < 45 else step)))
            em.append(size)
            angle.append(turn)
            x, y = x + step * np.cos(np.radians(turn)), y - step * np.sin(np.radians(turn))
    n = len(code)
    return Glyphs(
        np.array(code, np.uint32),
        np.array(box, float).reshape(-1, 4),
        np.array(em, float),
        np.array(angle, float),
        np.zeros(n, bool),
        0.0,
    )


def rules_of(
    edges: list[tuple[float, float, float, float]], filled: list[tuple[float, float, float, float]]
) -> Rules:
    across = [(y0, min(x0, x1), max(x0, x1)) for x0, x1, y0, _ in edges if x0 != x1]
    down = [(x0, min(y0, y1), max(y0, y1)) for x0, _, y0, y1 in edges if y0 != y1]
    fills = [(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in filled if a != b and c != d]
    return Rules(
        merged(np.array(across, float).reshape(-1, 3)),
        merged(np.array(down, float).reshape(-1, 3)),
        np.empty((0, 4)),
        np.array(fills, float).reshape(-1, 4),
    )


def characters(page: PageContent) -> Counter[str]:
    lines = [*page.lines, *(line for table in page.tables for cell in table.cells for line in cell.lines)]
    return Counter(character for line in lines for character in line.text if character != " ")


def read_twice(
    entries: list[tuple[float, float, str, float, float]], edges: Rules
) -> tuple[PageContent, PageContent]:
    """The page, and the same page once more as the one that follows it."""
    frame = Frame(0.0, 0.0, WIDTH, HEIGHT, 0)
    first = understand(glyphs_of(entries), edges, frame, 1)
    return first, understand(glyphs_of(entries), edges, frame, 2, None, carried(first), announces(first))


def covers(page: PageContent) -> bool:
    """Every position of every table belongs to one cell."""
    for table in page.tables:
        taken = np.zeros((table.rows, table.columns), int)
        for cell in table.cells:
            taken[cell.row : cell.row + cell.row_span, cell.column : cell.column + cell.column_span] += 1
        if not (taken == 1).all():
            return False
    return True


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(ENTRY, max_size=40, unique_by=lambda entry: (entry[0] // 120, entry[1])),
    st.lists(EDGE, max_size=25),
    st.lists(EDGE, max_size=12),
)
def test_every_character_is_read_once(
    entries: list[tuple[float, float, str, float, float]],
    edges: list[tuple[float, float, float, float]],
    filled: list[tuple[float, float, float, float]],
) -> None:
    printed = Counter(character for _, _, text, _, _ in entries for character in text)
    for page in read_twice(entries, rules_of(edges, filled)):
        # Of characters that lie on one another only one is read: overlapping entries may lose a twin.
        read = characters(page)
        assert not read - printed
        assert sum((printed - read).values()) <= overlapping(entries)
        assert covers(page)


def overlapping(entries: list[tuple[float, float, str, float, float]]) -> int:
    """Characters with the same character of another entry, or out of sight, within an em."""
    glyphs = glyphs_of(entries)
    if not len(glyphs.code):
        return 0
    x, y = glyphs.middle
    near = (np.abs(x[:, None] - x) < glyphs.em) & (np.abs(y[:, None] - y) < glyphs.em)
    near &= glyphs.code[:, None] == glyphs.code
    return int((near.sum(axis=1) > 1).sum()) + int(((x > WIDTH) | (y > HEIGHT) | (y < 0)).sum())


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[float, float, str, float, float]], Rules, list[list[str]]]:
    """A page with one table of plain cells: its entries, its rules in one of several styles, its rows."""
    rows, columns = draw(st.integers(3, 12)), draw(st.integers(3, 5))
    words = st.text("甲乙丙丁项目资金", min_size=1, max_size=4)
    grid = [[draw(words) for _ in range(columns)]]
    grid += [
        [
            draw(words),
            *(f"{draw(st.integers(1, 99999))}.{draw(st.integers(10, 99))}" for _ in range(columns - 1)),
        ]
        for _ in range(rows - 1)
    ]
    xs, ys = [60 + 90.0 * k for k in range(columns + 1)], [100 + 22.0 * k for k in range(rows + 1)]
    entries = [
        (xs[c] + 5, ys[r] + 5, text, 10.0, 0.0) for r, row in enumerate(grid) for c, text in enumerate(row)
    ]
    style = draw(st.sampled_from(["ruled", "three lines", "rows", "shaded", "open sides"]))
    lying = {"three lines": [ys[0], ys[1], ys[-1]], "shaded": []}.get(style, ys)
    standing = {"ruled": xs, "open sides": xs[1:-1]}.get(style, [])
    across = np.array([(y, xs[0], xs[-1]) for y in lying], float).reshape(-1, 3)
    down = np.array([(x, ys[0], ys[-1]) for x in standing], float).reshape(-1, 3)
    boxes = [(a, c, b, d) for a, b in itertools.pairwise(xs) for c, d in itertools.pairwise(ys)]
    fills = np.array(boxes if style == "shaded" else [], float).reshape(-1, 4)
    return entries, Rules(across, down, np.empty((0, 4)), fills), grid


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables())
def test_a_plain_table_is_read_in_every_style(
    case: tuple[list[tuple[float, float, str, float, float]], Rules, list[list[str]]],
) -> None:
    entries, edges, grid = case
    (table,) = understand(glyphs_of(entries), edges, Frame(0.0, 0.0, WIDTH, HEIGHT, 0), 1).tables
    read = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        read[cell.row][cell.column] = cell.text
    assert read == grid
