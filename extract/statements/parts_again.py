"""Shares of a part that a sum has told: 支出133.72万元，其中展馆62.40万元、校园31.86万元、…。展馆占比最高，为46.66%；校园31.86万元，占23.83%.

Such a share names no base. The part stands in one sum near before, under the same name, and that sum's total is the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.statements.lexicon import compiled
from extract.statements.wholes import LOOSE, NEAR, SURE, WholeWords, as_whole
from extract.words import load
from schema.report import Claim, ClaimKind, Role, Term

_TOTALS = frozenset({Role.WHOLE, Role.TOTAL})
_OF_SUMS = frozenset({ClaimKind.SUM, ClaimKind.ENUMERATION})
SHORTEST_NAME = 2


def shares_of_parts(claims: Sequence[Claim], vocabulary: Path | None = None) -> list[Claim]:
    """The statements of a document, in order; shares of a part told again have the total of the sum it stands in."""
    words = load("wholes", WholeWords, vocabulary)
    return [_with_whole(claims, number, words) or claim for number, claim in enumerate(claims)]


def _with_whole(claims: Sequence[Claim], number: int, words: WholeWords) -> Claim | None:
    claim = claims[number]
    share = _bare_share(claim, words)
    if share is None:
        return None
    part = next((t for t in claim.terms if t is not share and t.role not in _TOTALS), None)
    name = part.metric if part else compiled(words.share_name_pattern).sub("", share.metric)
    if len(name) < SHORTEST_NAME:
        return None
    found = [
        (whole, told)
        for whole, told in _parts_before(claims, number)
        if told.metric == name and (part is None or _alike(part, told))
    ]
    if len({(whole.figure.number, whole.figure.unit, told.figure.number) for whole, told in found}) != 1:
        return None
    whole, told = found[-1]
    terms = (
        as_whole(whole),
        part or told.model_copy(update={"role": Role.PART}),
        share.model_copy(update={"role": Role.SHARE, "field": "share"}),
    )
    return claim.model_copy(update={"kind": ClaimKind.SHARE, "terms": terms, "rule": SURE})


def _bare_share(claim: Claim, words: WholeWords) -> Term | None:
    """The share of a statement without a sure whole and base: 占23.83% after its part, or a rate called 占比."""
    if claim.base or not claim.aligned:
        return None
    terms = [t for t in claim.terms if claim.rule != LOOSE or t.role not in _TOTALS]
    shares = [t for t in terms if t.role is Role.SHARE]
    if claim.kind is ClaimKind.SHARE and len(terms) == len(shares) + 1 and len(shares) == 1:
        return shares[0]
    alone = claim.terms[0] if len(claim.terms) == 1 else None
    if alone is None or alone.role not in {Role.RATE, Role.SHARE} or alone.figure.unit != "%":
        return None
    named = alone.role is Role.SHARE or compiled(words.share_name_pattern).search(alone.metric)
    return alone if named else None


def _parts_before(claims: Sequence[Claim], number: int) -> Iterator[tuple[Term, Term]]:
    """The totals and parts of the sums told shortly before in the same section."""
    section = claims[number].section
    for claim in claims[max(0, number - NEAR) : number]:
        totals = [t for t in claim.terms if t.role in _TOTALS]
        if claim.kind in _OF_SUMS and claim.section == section and len(totals) == 1:
            yield from ((totals[0], term) for term in claim.terms if term.role is Role.PART)


def _alike(one: Term, other: Term) -> bool:
    return (one.figure.number, one.figure.unit) == (other.figure.number, other.figure.unit)
