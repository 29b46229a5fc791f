"""Targets as statements: one is told from another by its bound and its value, not by what it would allow.

≥500人 and ≥400人 overlap as sets and are two targets; ≥500人 and 500人 are one target printed in two ways.
"""

from __future__ import annotations

from schema.figure import Figure, Hedge

_LOWER = frozenset({Hedge.AT_LEAST, Hedge.OVER})
_UPPER = frozenset({Hedge.AT_MOST, Hedge.UNDER})
_SIGNS = {">=": _LOWER, ">": _LOWER, "<=": _UPPER, "<": _UPPER}


def at_its_word(figure: Figure) -> Figure:
    """The value a bound names, as a figure without the bound; rough figures (约, 近) stay as they are."""
    if figure.hedge not in _LOWER | _UPPER:
        return figure
    return figure.model_copy(update={"hedge": None, "low": None, "high": None})


def opposed(one: Figure, other: Figure, signs: tuple[str | None, str | None] = (None, None)) -> bool:
    """Whether one is a lower and the other an upper bound. `signs` are printed operators, where known."""
    sides = {_side(figure, sign) for figure, sign in zip((one, other), signs, strict=True)}
    return {_LOWER, _UPPER} <= sides


def _side(figure: Figure, sign: str | None) -> frozenset[Hedge] | None:
    if sign in _SIGNS:
        return _SIGNS[sign]
    return next((side for side in (_LOWER, _UPPER) if figure.hedge in side), None)
