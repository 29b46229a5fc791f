"""The number a heading, a clause or a row of a table begins with: 第一章, 一、, （一）, 1., 1.1, (1), ①."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex
from pydantic import field_validator

from extract.in_use import remembered, vocabulary
from extract.words import Words, compiled, load


class Style(Words):
    """One way of numbering: its name, an expression, and its rank among numbered rows."""

    name: str
    number: str
    rank: int | None = None

    @field_validator("number")
    @classmethod
    def _tells_its_parts(cls, pattern: str) -> str:
        try:
            groups = regex.compile(pattern).groupindex
        except regex.error as error:
            raise ValueError(f"{pattern}: {error}") from error
        if "all" not in groups or not groups.keys() & {"han", "digits", "path", "circle"}:
            raise ValueError(f"{pattern}: needs the groups `all` and `han`, `digits`, `path` or `circle`")
        return pattern


class RunIn(Words):
    """Headings that a paragraph begins with."""

    styles: list[str]
    head: str
    longest: int
    begins: str


class OutlineWords(Words):
    """The whole of outline.toml."""

    styles: list[Style]
    run_in: RunIn


def words() -> OutlineWords:
    """The word lists of outline.toml."""
    return load("outline", OutlineWords, vocabulary())


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number a heading carries: as printed, as a number, and the style it is written in."""

    printed: str
    ordinal: int | None
    style: str
    rest: str


def numbering(text: str) -> Numbering:
    """The number at the beginning of a heading."""
    stripped = text.strip()
    for style in words().styles:
        if found := compiled(style.number).match(stripped):
            return Numbering(
                found["all"], _value(found.groupdict()), style.name, stripped[found.end() :].strip()
            )
    return Numbering("", None, "", stripped)


def _value(groups: dict[str, str | None]) -> int | None:
    if han := groups.get("han"):
        return han_number(han)
    if circle := groups.get("circle"):
        return int(unicodedata.numeric(circle))
    last = regex.split(r"[.．]", groups.get("path") or groups.get("digits") or "")[-1]
    return int(last) if last else None


def han_number(text: str) -> int | None:
    """一 to 九十九 as a number."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_digit(tens) or 1) * 10 + (_digit(ones) or 0)
    return _digit(text)


def _digit(text: str) -> int | None:
    value = unicodedata.numeric(text, -1) if len(text) == 1 else -1
    return int(value) if 0 <= value <= 9 else None


@remembered
def numbering_rank(name: str) -> int | None:
    """Rank of the number the name of a row begins with: 0 for 一、 1 for （一） 2 for 1. 3 for (1)."""
    return next((s.rank for s in words().styles if compiled(s.number).match(name.strip())), None)
