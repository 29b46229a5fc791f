"""Names of projects and organisations: when two printed names mean one thing, and when only perhaps."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from score.across.words import words

_YEAR = re.compile(r"(?:19|20)\d{2}\s*(?:年度|年)?|年度")
YEAR = re.compile(r"(?:19|20)\d{2}(?=\s*年|$)")
"""The number of a year."""
_MARKS = re.compile(r"[\W_]+")
SHORTEST = 4
"""A shorter name is no name."""
TELLING = 8
"""A name as long as this is not shared by chance; a shorter one needs the unit beside it."""
ALIKE = 0.8


class Alike(IntEnum):
    """How surely two names mean one project."""

    NO = 0
    PERHAPS = 1
    ALIAS = 2
    SAME = 3


@lru_cache(maxsize=65536)
def bare(name: str | None) -> str:
    """The name without blanks, marks, years and differences of width."""
    text = unicodedata.normalize("NFKC", name or "").lower()
    return _MARKS.sub("", _YEAR.sub("", text))


def same_project(one: str, other: str) -> Alike:
    """Whether two bare names of projects mean one project.

    A region or unit before the name, or 项目 or 资金 behind it, makes no other project; anything else may
    (一期 and 二期), and is a suggestion at most.
    """
    if min(len(one), len(other)) < SHORTEST:
        return Alike.NO
    if one == other:
        return Alike.SAME
    short, long = sorted((_core(one), _core(other)), key=len)
    if len(short) >= SHORTEST and short in long:
        before, _, behind = long.partition(short)
        if not behind and (not before or _is_unit(before)):
            return Alike.ALIAS
        return Alike.PERHAPS
    common = LCSseq.normalized_similarity(one, other)
    return Alike.PERHAPS if common >= ALIKE and min(len(one), len(other)) >= TELLING - 2 else Alike.NO


def named_in(name: str, title: str) -> Alike:
    """Whether a bare title is that of a document on the project with this bare name."""
    core = _core(name)
    if len(core) < SHORTEST + 2 or core not in title:
        return Alike.NO
    before, _, behind = title.partition(core)
    behind = _without_document_words(behind)
    before = _without_document_words(before)
    plain = not behind and (not before or _is_unit(before))
    return Alike.ALIAS if plain else Alike.PERHAPS


def is_general(title: str) -> bool:
    """Whether a bare title names only a kind of document, as the forms of every project do."""
    return len(_without_document_words(title)) < SHORTEST


def same_unit(one: str, other: str) -> bool | None:
    """Whether two bare names of organisations can be one, or one of them the place of the other; None if unknown."""
    if not one or not other:
        return None
    return one == other or one in other or other in one


def is_common(name: str) -> bool:
    """Whether many projects carry this bare name."""
    return any(name == common or _core(name) == common for common in words().common_names)


@lru_cache(maxsize=65536)
def _core(name: str) -> str:
    for ending in words().name_endings:
        if name.endswith(ending) and len(name) - len(ending) >= SHORTEST:
            return name[: -len(ending)]
    return name


def _is_unit(text: str) -> bool:
    return text.endswith(words().unit_endings)


@lru_cache(maxsize=1)
def _document_pattern() -> re.Pattern[str]:
    longest_first = sorted(words().document_words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _without_document_words(text: str) -> str:
    return _document_pattern().sub("", text)
