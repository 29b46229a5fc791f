"""Of which level of government a figure is told: 全省 and 省级, 全市 and 市本级 are two things with one name of measure."""

from __future__ import annotations

import re
from functools import lru_cache

from schema.figure import Figure
from score.context import Context
from score.words import words


def of_two_levels(context: Context, one: Figure, other: Figure) -> bool:
    """Whether the words last said before two figures of prose name different levels."""
    here, there = level_above(context, one), level_above(context, other)
    return bool(here and there and here != there)


def level_above(context: Context, figure: Figure) -> str:
    """The level named last before a figure in its paragraph; empty where none is."""
    passage = context.passage_of(figure.place)
    start = figure.place.start
    return last_level(passage.text[:start]) if passage is not None and start is not None else ""


def last_level(text: str) -> str:
    """The level named last in a text; 市本级 and 市级 are one."""
    found = _levels().findall(text)
    own = words().own_level
    return found[-1].replace(own, own[-1]) if found else ""


@lru_cache(maxsize=1)
def _levels() -> re.Pattern[str]:
    return re.compile(words().regional_levels)
