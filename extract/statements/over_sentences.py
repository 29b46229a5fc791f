"""Statements whose figures stand in several sentences or paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.statements.carried_changes import carried_changes
from extract.statements.carried_left import carried_left
from extract.statements.carried_points import carried_points
from extract.statements.carried_products import carried_products
from extract.statements.carried_rates import carried_rates
from extract.statements.heads import goals_in, heads_in
from extract.statements.left_over import left_over
from extract.statements.lexicon import cues
from extract.statements.over_words import over_words
from extract.statements.part_changes import part_changes
from extract.statements.relations import relations
from extract.statements.spoken import Spoken
from extract.statements.spread import spread_sums
from extract.statements.spread_lists import spread_lists
from schema.report import Claim, ClaimKind


def over_sentences(
    claims: Sequence[Claim], spoken: Sequence[Spoken], vocabulary: Path | None = None
) -> list[Claim]:
    """The statements of a document, with those that several of its sentences tell together."""
    known, words = cues(vocabulary), over_words(vocabulary)
    heads = [head for one in spoken for head in heads_in(one, known)]
    goals = [goal for one in spoken for goal in goals_in(one)]
    bases = sorted([*heads, *goals], key=lambda head: head.mention.figure.place.address)
    sums = spread_sums(heads, _sums(claims), known, words.spread)
    return [
        *claims,
        *sums,
        *spread_lists(heads, _sums([*claims, *sums]), known, words.spread),
        *carried_changes(spoken, heads, claims, known),
        *part_changes(spoken, known),
        *left_over(spoken, bases, claims, known, words.left),
        *carried_left(spoken, heads, claims, known, words.left),
        *carried_rates(spoken, bases, claims, known, words.rates),
        *carried_products(spoken, heads, claims, known),
        *carried_points(spoken, claims, known, relations(vocabulary).points),
    ]


def _sums(claims: Sequence[Claim]) -> list[frozenset[tuple[int, ...]]]:
    """The places of the figures of every sum."""
    return [frozenset(f.place.address for f in c.figures()) for c in claims if c.kind is ClaimKind.SUM]
