"""What a statement lists as the parts of a whole, and whether the list is all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schema.figure import Figure, FigureKind
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.lexicon import score_words
from score.sheet import WHOLE_TREES
from score.terms import comparable, terms_of
from score.words import mentions, words


def parts_like(claim: Claim, whole: Figure) -> list[Figure]:
    """The parts in the unit of the whole; parts of another unit (人 beside 人次) do not add up with it."""
    found = [term.figure for term in addends(claim, whole)]
    return [part for part in found if comparable(part, whole) and part is not whole]


def addends(claim: Claim, whole: Figure) -> list[Term]:
    """The parts of a total; points that could be got (权重分别为20分、30分) are none of those that were."""
    terms = terms_of(claim, Role.PART, Role.ACTUAL)
    got = [t for t in terms if not mentions(t.metric, words().full_points)]
    return got if whole.kind is FigureKind.SCORE and len(got) > 1 else terms


def lists_within(claim: Claim, parts: Sequence[Figure]) -> bool:
    """Whether a list opens between two parts (10.72亿元，主要为税收返还0.75亿元；): what follows may be parts of a part."""
    at, ends = 0, []
    for part in parts:
        start = claim.sentence.find(part.text, at)
        if start < 0:
            return False
        ends.append((start, start + len(part.text)))
        at = start + len(part.text)
    gaps = [claim.sentence[end:start] for (_, end), (start, _) in pairwise(ends)]
    return any(mentions(gap, (*words().inner_lists, *words().divisions)) for gap in gaps)


def lists_all(claim: Claim) -> bool:
    """Whether a list of parts leaves nothing out: it says so, or it names all groups that the points of a form fall into."""
    return claim.closed or _all_groups(claim)


def _all_groups(claim: Claim) -> bool:
    parts = [term for term in claim.terms if term.role is Role.PART]
    if any(term.figure.kind is not FigureKind.SCORE for term in parts):
        return False
    groups = [score_words().group_of(term.metric) for term in parts]
    return len(set(groups)) == len(groups) and any(tree <= set(groups) for tree in WHOLE_TREES)


def calculated_with(context: Context) -> set[object]:
    """Where figures stand that a printed calculation multiplies or adds, and not its results."""
    return context.once("operands of calculations", lambda: set(_operands_printed(context)))


def _operands_printed(context: Context) -> Iterator[object]:
    for claim in context.claims(ClaimKind.OTHER):
        if claim.formula:
            yield from (term.figure.place.address for term in claim.terms[:-1])
