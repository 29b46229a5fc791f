"""Whether two phrases of a report name one thing: 公务接待 and 公务接待费, 受案 and 受理各类案件."""

from __future__ import annotations

import itertools

LIKE = 3
"""Characters that two names have in common in one piece; a name of no more than these must be in the other."""


def in_common(one: str, other: str) -> int:
    """How many characters two phrases have in common, in one piece."""
    best = 0
    for start, end in itertools.combinations(range(len(one) + 1), 2):
        if end - start > best and one[start:end] in other:
            best = end - start
    return best


def akin(one: str, other: str) -> bool:
    """Whether two names may be of one thing."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return abbreviates(short, long) or in_common(short, long) >= LIKE


def abbreviates(short: str, long: str) -> bool:
    """受案 of 受理各类案件: two characters, in their order."""
    rest = iter(long)
    return 1 < len(short) < LIKE and all(character in rest for character in short)
