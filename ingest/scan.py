"""Scanned pages: characters by RapidOCR, rules from the picture, then the same reading as any other page.

Part of the extra `ocr`. The models lie in the wheel of rapidocr; nothing is fetched. Every line read here
carries a confidence, by which later stages know that its figures were recognised and not read.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from ingest import ink
from ingest.ink import Gray, Picture
from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.rules import Rules, merged
from ingest.scan_turn import quarter_turns

DPI = 150.0
"""More is not better: the recogniser shrinks large pictures."""
HAN_FROM = 0x3400
_EM_OF_BOX = 0.85
"""Share of the height of a detected line that is its em, where no Han character tells."""
_LEAST_GAP = 0.8
"""Characters of one recognised line closer than this, in em, touch: their boxes are estimates."""
_SAME_SIZE = 0.2
_READABLE = 0.5
"""A line the recogniser is less sure of is no text; where it lies still tells how the page does."""
_SURE = 0.8
"""Least confidence of the recogniser that a line stands on its head, or that it does not."""


class Scanned(NamedTuple):
    """A picture as characters and rules, in points; `turn` is the skew that was taken out, in degrees.

    `quarters` are the clockwise quarter turns that set the picture upright before it was read.
    """

    glyphs: Glyphs
    rules: Rules
    turn: float
    quarters: int = 0


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def engine() -> str:
    """Name and version of the recogniser."""
    from importlib.metadata import version

    return f"rapidocr {version('rapidocr')} (onnxruntime {version('onnxruntime')})"


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime.intra_op_num_threads"
    return RapidOCR(params={"Global.log_level": "error", threads: 2})


def read_picture(picture: Picture, dpi: float = DPI) -> Scanned:
    """An RGB picture of one page, however it lies on the scanner."""
    found, gray, corners = _read(picture, dpi)
    quarters = quarter_turns(gray, corners, _is_over)
    if quarters:
        found, gray, corners = _read(np.rot90(picture, -quarters), dpi)
        if quarters % 2 and quarter_turns(gray, corners, _is_over) == 2:
            quarters = (quarters + 2) % 4
            found, _, _ = _read(np.rot90(picture, -quarters), dpi)
    return found._replace(quarters=quarters)


def _read(picture: Picture, dpi: float) -> tuple[Scanned, Gray, Floats]:
    """The picture as it lies; its gray values, straightened, and the corners of its lines in them."""
    gray = ink.gray_without_seals(picture)
    turn = ink.skew(gray)
    gray = ink.straightened(gray, turn)
    across, down = ink.ruling_lines(gray, dpi)
    plain = ink.without_rules(gray, across, down)
    to_points = 72 / dpi
    glyphs, corners = _recognised(plain, to_points)
    none = np.empty((0, 4))
    rules = Rules(merged(across * to_points), merged(down * to_points), none)
    return Scanned(glyphs, rules, turn), plain, corners


def _is_over(line: Gray) -> bool | None:
    """Whether the picture of a line stands on its head, if the recogniser is sure."""
    found = _recogniser()(_rgb(line), use_det=False, use_cls=True, use_rec=False).cls_res
    if not found or float(found[0][1]) < _SURE:
        return None
    return "180" in str(found[0][0])


def _rgb(gray: Gray) -> Picture:
    return np.repeat(gray[..., None], 3, axis=2)


def _recognised(gray: Gray, scale: float) -> tuple[Glyphs, Floats]:
    # Which end is up is the page's; asked of every line, it turns 900 into 006.
    found = _recogniser()(
        _rgb(gray),
        use_det=True,
        use_cls=False,
        use_rec=True,
        return_word_box=True,
        return_single_char_box=True,
        text_score=0.0,
    )
    codes: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    ems: list[float] = []
    sure: list[float] = []
    for line, score in zip(found.word_results or (), found.scores or (), strict=True) if found.txts else ():
        for code, box, em, sureness in _line(line, scale) if score >= _READABLE else ():
            codes.append(code)
            boxes.append(box)
            ems.append(em)
            sure.append(sureness)
    count = len(codes)
    glyphs = Glyphs(
        np.array(codes, np.uint32),
        np.array(boxes, float).reshape(count, 4),
        _evened(np.array(ems, float)),
        np.zeros(count),
        np.zeros(count, bool),
        0.0,
        np.array(sure, float),
    )
    return glyphs, np.array(found.boxes if found.txts else (), float).reshape(-1, 4, 2)


def _evened(em: Floats) -> Floats:
    """Sizes close to the commonest one are that one: a line's pitch is measured, not printed."""
    if not len(em):
        return em
    sizes, counts = np.unique(em, return_counts=True)
    common = float(sizes[counts.argmax()])
    return np.where(np.abs(em - common) <= _SAME_SIZE * common, common, em)


Glyph = tuple[int, tuple[float, float, float, float], float, float]


def _line(line: Any, scale: float) -> list[Glyph]:
    """Characters of one recognised line: code, box, em in points, score."""
    parts = [(text, float(score), np.array(box, float) * scale) for text, score, box in line if text]
    if not parts:
        return []
    corners = np.array([(b[:, 0].min(), b[:, 1].min(), b[:, 0].max(), b[:, 1].max()) for _, _, b in parts])
    middle = float(np.median((corners[:, 1] + corners[:, 3]) / 2))
    em = _em([text for text, _, _ in parts], corners)
    out: list[Glyph] = []
    for k, (text, score, _) in enumerate(parts):
        x0, x1 = float(corners[k, 0]), float(corners[k, 2])
        if k + 1 < len(parts) and corners[k + 1, 0] - x1 < _LEAST_GAP * em:
            x1 = max(x0, float(corners[k + 1, 0]))
        step = (x1 - x0) / len(text)
        out += [
            (ord(c), (x0 + i * step, middle - em / 2, x0 + (i + 1) * step, middle + em / 2), em, score)
            for i, c in enumerate(text)
        ]
    return out


def _em(texts: list[str], corners: Floats) -> float:
    """The em of a line, to half a point: the pitch of its Han characters, else a share of its height."""
    left = corners[:, 0]
    han = [ord(text[0]) >= HAN_FROM for text in texts]
    pitches = [left[k + 1] - left[k] for k in range(len(texts) - 1) if han[k] and han[k + 1]]
    height = float(np.median(corners[:, 3] - corners[:, 1]))
    em = float(np.median(pitches)) if len(pitches) > 1 else _EM_OF_BOX * height
    return max(round(min(em, 1.1 * height) * 2) / 2, 1.0)
