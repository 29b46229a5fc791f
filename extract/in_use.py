"""The auditor's vocabulary file in force while one document is understood.

Headers, rows and titles are compared in many small places; this spares them all from handing a path along.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import ParamSpec, TypeVar

_VOCABULARY: ContextVar[Path | None] = ContextVar("vocabulary", default=None)

P = ParamSpec("P")
R = TypeVar("R")


def vocabulary() -> Path | None:
    """The file in force, None for our own words alone."""
    return _VOCABULARY.get()


@contextmanager
def using(path: Path | None) -> Iterator[None]:
    """Put a vocabulary file in force for what is called inside."""
    token = _VOCABULARY.set(path)
    try:
        yield
    finally:
        _VOCABULARY.reset(token)


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """A function whose answers are kept, separately for every vocabulary in force."""

    @functools.lru_cache(maxsize=16384)
    def answer(path: Path | None, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    @functools.wraps(function)
    def outer(*args: P.args, **kwargs: P.kwargs) -> R:
        return answer(_VOCABULARY.get(), *args, **kwargs)  # type: ignore[arg-type]

    return outer
