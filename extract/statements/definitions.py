"""Usual definitions of named rates, as validated data: `vocabulary/definitions.toml`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from extract.statements.lexicon import Pattern
from extract.words import Words, load


class How(StrEnum):
    """How a rate is made of what is counted and its base."""

    OVER = "over"
    SHORT = "short"
    BEYOND = "beyond"
    APART = "apart"
    OF_BOTH = "of_both"


class Definition(Words):
    """The name of a rate and the words of its two figures; `mixed` where they have different units."""

    rate_pattern: Pattern
    how: How
    top_pattern: Pattern
    base_pattern: Pattern
    never_pattern: Pattern = ""
    mixed: bool = False


class Definitions(Words):
    """All definitions."""

    defined: tuple[Definition, ...]


def definitions(vocabulary: Path | None = None) -> Definitions:
    """The definitions, extended by an auditor's file."""
    return load("definitions", Definitions, vocabulary)
