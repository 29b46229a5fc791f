"""Statements whose figures stand in several sentences or paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.statements.lexicon import cues
from extract.statements.over_words import over_words
from extract.statements.spoken import Spoken
from extract.statements.spread import spread_sums
from schema.report import Claim, ClaimKind


def over_sentences(
    claims: Sequence[Claim], spoken: Sequence[Spoken], vocabulary: Path | None = None
) -> list[Claim]:
    """The statements of a document, with those that several of its sentences tell together."""
    known, words = cues(vocabulary), over_words(vocabulary)
    told = [frozenset(f.place.address for f in c.figures()) for c in claims if c.kind is ClaimKind.SUM]
    return [*claims, *spread_sums(spoken, told, known, words.spread)]
