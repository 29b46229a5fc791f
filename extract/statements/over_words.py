"""The words of statements whose figures stand in several sentences, as validated data: `vocabulary/over_sentences.toml`."""

from __future__ import annotations

from pathlib import Path

from extract.statements.lexicon import Pattern, Some
from extract.words import Words, load


class SpreadWords(Words):
    """Totals whose parts are told over several sentences."""

    closing_pattern: Pattern
    kind_pattern: Pattern
    rest_pattern: Pattern
    fillers: Some


class RateWords(Words):
    """Rates whose count or base is told in another sentence."""

    named_pattern: Pattern
    whole_pattern: Pattern
    planned_pattern: Pattern
    plan_pattern: Pattern
    result_pattern: Pattern


class LeftWords(Words):
    """What was left of an amount, told sentences before or in the same sentence."""

    left_pattern: Pattern
    gone_pattern: Pattern
    rest_pattern: Pattern
    done_pattern: Pattern
    due_pattern: Pattern
    sum_pattern: Pattern


class OverWords(Words):
    """All words of statements over several sentences."""

    spread: SpreadWords
    rates: RateWords
    left: LeftWords


def over_words(vocabulary: Path | None = None) -> OverWords:
    """The words of statements over several sentences, extended by an auditor's file."""
    return load("over_sentences", OverWords, vocabulary)
