"""The sentences of a document in order, for statements whose figures stand in several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.statements.drafts import Part
from extract.statements.mentions import Sentence
from schema.report import Claim, ClaimKind

LONGEST = 400
"""A longer stretch of text is quoted by the sentences that its figures stand in."""


@dataclass(frozen=True)
class Spoken:
    """A sentence with its number in the document, its block, and the section that stands in."""

    sentence: Sentence
    number: int
    block: int = 0
    section: int | None = None


def over_several(
    kind: ClaimKind, parts: Sequence[Part], rule: str, told: Sequence[Spoken], **more: object
) -> Claim:
    """One statement of figures that stand in the sentences `told`; its place is that of its first figure."""
    terms = tuple(part.term() for part in parts)
    ordered = sorted({one.number: one for one in told}.values(), key=lambda one: one.number)
    quoted = "".join(one.sentence.printed for one in ordered)
    first = min((term.figure.place for term in terms), key=lambda place: place.address)
    claim = Claim(
        kind=kind,
        subject=terms[0].metric,
        terms=terms,
        sentence=quoted,
        place=first,
        rule=rule,
        section=ordered[0].section,
    )
    return claim.model_copy(update=more)
