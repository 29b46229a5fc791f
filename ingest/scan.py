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
from ingest.ink import Picture
from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.rules import Rules, merged

DPI = 150.0
"""More is not better: the recogniser shrinks large pictures."""
HAN_FROM = 0x3400
_EM_OF_BOX = 0.85
"""Share of the height of a detected line that is its em, where no Han character tells."""
_LEAST_GAP = 0.8
"""Characters of one recognised line closer than this, in em, touch: their boxes are estimates."""
_SAME_SIZE = 0.2


class Scanned(NamedTuple):
    """A picture as characters and rules, in points; `turn` is the skew that was taken out, in degrees."""

    glyphs: Glyphs
    rules: Rules
    turn: float


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
    """An RGB picture of one page."""
    gray = ink.gray_without_seals(picture)
    turn = ink.skew(gray)
    gray = ink.straightened(gray, turn)
    across, down = ink.ruling_lines(gray, dpi)
    plain = ink.without_rules(gray, across, down)
    glyphs = _recognised(plain, 72 / dpi)
    to_points = 72 / dpi
    none = np.empty((0, 4))
    return Scanned(glyphs, Rules(merged(across * to_points), merged(down * to_points), none), turn)


def _recognised(gray: Picture, scale: float) -> Glyphs:
    found = _recogniser()(
        np.repeat(gray[..., None], 3, axis=2), return_word_box=True, return_single_char_box=True
    )
    codes: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    ems: list[float] = []
    sure: list[float] = []
    for line in (found.word_results or ()) if found.txts else ():
        for code, box, em, score in _line(line, scale):
            codes.append(code)
            boxes.append(box)
            ems.append(em)
            sure.append(score)
    count = len(codes)
    return Glyphs(
        np.array(codes, np.uint32),
        np.array(boxes, float).reshape(count, 4),
        _evened(np.array(ems, float)),
        np.zeros(count),
        np.zeros(count, bool),
        0.0,
        np.array(sure, float),
    )


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
