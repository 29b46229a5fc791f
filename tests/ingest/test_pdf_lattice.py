"""The lattice against drawn truth and against pdfplumber: any partition of a grid into cells comes back."""

from __future__ import annotations

import io

import numpy as np
import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pdf import lattice
from ingest.pdf.lattice import Span
from ingest.pdf.reader import read_pdf
from tests.ingest.drawn import Sheet, Spec, cells, evenly, plain, reading, rows, tables


@st.composite
def partitions(draw: st.DrawFn) -> tuple[int, int, list[Span]]:
    """A grid of up to 5 by 5 parted into rectangles, in reading order."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    taken = np.zeros((height, width), bool)
    out: list[Span] = []
    for r in range(height):
        for c in range(width):
            if taken[r, c]:
                continue
            widest = 1
            while c + widest < width and not taken[r, c + widest]:
                widest += 1
            cs = draw(st.integers(1, widest))
            rs = draw(st.integers(1, height - r))
            while taken[r : r + rs, c : c + cs].any():
                rs -= 1
            taken[r : r + rs, c : c + cs] = True
            out.append((r, c, rs, cs))
    return height, width, out


def labelled(spans: list[Span]) -> list[Spec]:
    return [(*span, f"格{k}") for k, span in enumerate(spans)]


def distinct_edges(height: int, width: int, spans: list[Span]) -> bool:
    """Every edge of the grid is ruled somewhere; else a coarser grid would be drawn."""
    tops = {s[0] for s in spans} | {height}
    lefts = {s[1] for s in spans} | {width}
    return len(tops) == height + 1 and len(lefts) == width + 1 and len(spans) > 1


@settings(max_examples=60, deadline=None)
@given(partitions())
def test_every_partition_comes_back(case: tuple[int, int, list[Span]]) -> None:
    height, width, spans = case
    if not distinct_edges(height, width, spans):
        return
    spec = labelled(spans)
    result = reading(lambda s: s.table(evenly(60, 90, width), evenly(100, 30, height), spec))
    assert [cells(table) for table in tables(result)] == [spec]
    assert result.notices == ()


@settings(max_examples=25, deadline=None)
@given(partitions())
def test_pdfplumber_finds_the_same_cells(case: tuple[int, int, list[Span]]) -> None:
    height, width, spans = case
    if not distinct_edges(height, width, spans):
        return
    sheet = Sheet()
    sheet.table(evenly(60, 90, width), evenly(100, 30, height), labelled(spans))
    data = sheet.bytes()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        theirs = sorted(tuple(round(v) for v in box) for table in page.find_tables() for box in table.cells)
        words = {tuple(round(v) for v in box): page.crop(box).extract_text() for box in theirs}
        page.close()
    ours = {tuple(round(v) for v in c.box or ()): c.text for c in tables(read_pdf(data))[0].cells}
    assert ours == words


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(0, 500)] * 3), max_size=12),
    st.lists(st.tuples(*[st.floats(0, 500)] * 3), max_size=12),
)
def test_any_rules_give_cells_that_cover_the_grid_once(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> None:
    def edges(raw: list[tuple[float, float, float]]) -> np.ndarray:
        return np.array([(at, min(a, b), max(a, b)) for at, a, b in raw], float).reshape(-1, 3)

    for grid in lattice.find(edges(across), edges(down)):
        covered = np.zeros((grid.rows, grid.columns), int)
        for r, c, rs, cs in grid.cells:
            covered[r : r + rs, c : c + cs] += 1
        assert (covered == 1).all()
        assert grid.xs == sorted(grid.xs)
        assert grid.ys == sorted(grid.ys)


def test_rules_that_form_no_rectangles_are_in_doubt() -> None:
    def draw(sheet: Sheet) -> None:
        # A step: the rule between the rows ends in the middle of a cell that is parted above.
        for side in (
            (80, 100, 380, 100),
            (80, 160, 380, 160),
            (80, 100, 80, 160),
            (380, 100, 380, 160),
            (180, 100, 180, 130),
            (80, 130, 280, 130),
            (280, 130, 280, 160),
        ):
            sheet.line(*side)
        sheet.text(90, 105, "左上", 10)
        sheet.text(300, 120, "右侧", 10)
        sheet.text(90, 140, "下", 10)

    result = reading(draw)
    assert [notice.code for notice in result.notices] in (["lattice_doubtful"], ["lattice_fallback"])


def test_two_tables_side_by_side_and_two_above_one_another_stay_apart() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(evenly(60, 60, 3), evenly(100, 20, 2), plain([["a1", "b1", "c1"], ["a2", "b2", "c2"]]))
        sheet.table(evenly(320, 60, 2), evenly(100, 20, 2), plain([["d1", "e1"], ["d2", "e2"]]))
        sheet.table(evenly(60, 60, 2), evenly(180, 20, 2), plain([["f1", "g1"], ["f2", "g2"]]))

    found = [rows(table)[0] for table in tables(reading(draw))]
    assert found == [["a1", "b1", "c1"], ["d1", "e1"], ["f1", "g1"]]


def clipped(sheet: Sheet, foot: float, rows_drawn: int) -> None:
    """A ruled table that runs on below `foot`, where a path cuts it off, as browsers print what goes on on the next page."""
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(40, sheet.height - foot, 515, foot)
    sheet.canvas.clipPath(path, stroke=0)
    xs, ys = evenly(72, 120, 3), evenly(foot - 44, 20, rows_drawn)
    sheet.table(xs, ys, [(r, c, 1, 1, "") for r in range(2, rows_drawn) for c in range(3)])
    sheet.canvas.restoreState()
    sheet.table(xs, ys, plain([["名称", "目标", "完成"], ["甲", "3次", "4次"]]))


@pytest.mark.parametrize("rows_drawn", [3, 4, 9])
def test_rules_beyond_a_path_that_cuts_them_off_are_none(rows_drawn: int) -> None:
    (table,) = tables(reading(lambda sheet: clipped(sheet, 700, rows_drawn)))
    assert rows(table) == [["名称", "目标", "完成"], ["甲", "3次", "4次"]]


def test_a_thin_row_without_text_is_a_doubled_rule() -> None:
    def draw(sheet: Sheet) -> None:
        xs = evenly(72, 120, 2)
        sheet.table(xs, [100, 105, 125, 145, 150], [(r, c, 1, 1, "") for r in range(4) for c in range(2)])
        for k, row in enumerate([["名称", "目标"], ["甲", "3次"]]):
            for x, text in zip(xs, row, strict=False):
                sheet.text(x + 4, 109 + 20 * k, text, 10)

    (table,) = tables(reading(draw))
    assert rows(table) == [["名称", "目标"], ["甲", "3次"]]
