"""The picture of a page made fit to be read, on pictures drawn for the purpose."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest import ink

SIZE = (1240, 1754)
DPI = 150.0


def page(grid: bool = True) -> Image.Image:
    """Rows of marks as text, and a ruled table of three rows and two columns."""
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    for y in range(150, 700, 50):
        for x in range(150, 1090, 30):
            draw.rectangle((x, y, x + 18, y + 22), fill="black")
    if grid:
        for y in (800, 850, 900, 950):
            draw.line((150, y, 1090, y), fill="black", width=2)
        for x in (150, 600, 1090):
            draw.line((x, 800, x, 950), fill="black", width=2)
    return picture


def gray(picture: Image.Image) -> ink.Gray:
    return ink.gray_without_seals(np.asarray(picture, np.uint8))


@pytest.mark.parametrize("turned", [-2.0, -0.8, 0.0, 0.3, 1.5])
def test_the_skew_is_found_and_taken_out(turned: float) -> None:
    crooked = gray(page().rotate(turned, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)))
    turn = ink.skew(crooked)
    assert turn == pytest.approx(-turned, abs=0.15)
    across, _ = ink.ruling_lines(ink.straightened(crooked, turn), DPI)
    assert len(set(np.round(across[:, 0] / 12))) >= 4


def test_a_red_seal_is_paper_and_black_below_it_is_ink() -> None:
    picture = page(grid=False)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((300, 900, 700, 1300), outline=(215, 40, 45), width=14)
    draw.rectangle((480, 895, 520, 905), fill=(90, 10, 12))
    found = gray(picture)
    assert found[1100, 300:316].min() > ink.DARK
    assert found[900, 500] < ink.DARK


def test_rules_are_found_and_marks_are_not() -> None:
    across, down = ink.ruling_lines(gray(page()), DPI)
    assert sorted(set(np.round(across[:, 0] / 10) * 10)) == [800, 850, 900, 950]
    assert sorted(set(np.round(down[:, 0] / 10) * 10)) == [150, 600, 1090]
    assert across[:, 1].min() == pytest.approx(150, abs=2)
    assert across[:, 2].max() == pytest.approx(1090, abs=3)
    none_across, none_down = ink.ruling_lines(gray(page(grid=False)), DPI)
    assert len(none_across) == len(none_down) == 0


def test_posts_of_a_single_low_row_are_found() -> None:
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    for y in (1600, 1636):
        draw.line((150, y, 1090, y), fill="black", width=2)
    for x in (150, 500, 1090):
        draw.line((x, 1600, x, 1636), fill="black", width=2)
    for x in range(180, 460, 30):
        draw.rectangle((x, 1608, x + 4, 1628), fill="black")
    _, down = ink.ruling_lines(gray(picture), DPI)
    assert sorted(set(np.round(down[:, 0] / 10) * 10)) == [150, 500, 1090]


def test_painted_rules_leave_the_marks() -> None:
    before = gray(page())
    across, down = ink.ruling_lines(before, DPI)
    after = ink.without_rules(before, across, down)
    assert (after[795:955] < ink.DARK).mean() < 0.002
    assert (after[:700] == before[:700]).all()
