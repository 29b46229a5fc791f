"""How a scanned page lies, by its lines: few or doubtful ones turn nothing."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.scan_turn import quarter_turns

GRAY = np.full((400, 400), 255, np.uint8)
ACROSS, DOWN, SHORT = (200, 20), (20, 200), (30, 20)


def corners(*sizes: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[(10, 10), (10 + w, 10), (10 + w, 10 + h), (10, 10 + h)] for w, h in sizes], float)


@pytest.mark.parametrize(
    ("sizes", "over", "turns"),
    [
        ([ACROSS] * 3, False, 0),
        ([ACROSS] * 3, True, 2),
        ([ACROSS] * 3, None, 0),
        ([ACROSS], True, 0),
        ([SHORT] * 5, True, 0),
        ([DOWN] * 3, False, 1),
        ([DOWN] * 3, True, 3),
        ([DOWN] * 3, None, 1),
        ([DOWN] * 3 + [ACROSS], False, 1),
        ([DOWN] * 3 + [ACROSS] * 3, False, 0),
        ([DOWN], False, 0),
        ([], True, 0),
    ],
)
def test_quarter_turns(sizes: list[tuple[int, int]], over: bool | None, turns: int) -> None:
    assert quarter_turns(GRAY, corners(*sizes).reshape(-1, 4, 2), lambda line: over) == turns


def test_lines_on_their_side_are_asked_upright() -> None:
    seen = []
    quarter_turns(GRAY, corners(DOWN, DOWN), lambda line: seen.append(line.shape))
    assert seen == [(21, 201)] * 2


def test_the_most_lines_decide() -> None:
    answers = iter([True, None, False, True])
    assert quarter_turns(GRAY, corners(*[ACROSS] * 4), lambda line: next(answers)) == 2
