"""Parts whose shares of one whole make a hundred: they are all there are, so they add up to the whole.

热线受理诉求71,184件。其中直办37,527件，占52.7%；转办33,657件，占47.3%: the sum of the parts is told by their shares alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.report import Claim, ClaimKind, Role, Term

RULE = "sum.shared_out.unique"
SPREAD = 8
"""How many statements may stand between two parts."""
_PARTS = frozenset({Role.PART, Role.ACTUAL, Role.SPENT, Role.RECEIVED, Role.BUDGET})


def sums_of_shares(claims: Sequence[Claim]) -> list[Claim]:
    """The sums of parts that share out a whole; `claims` are a document's, in order, with the wholes of their shares."""
    known = {
        frozenset(f.place.address for f in c.figures())
        for c in claims
        if c.kind is ClaimKind.SUM and not c.joined_by_agreement
    }
    found = []
    for run in _runs(claims):
        claim = _sum(run)
        addresses = frozenset(f.place.address for f in claim.figures())
        if not any(addresses <= other for other in known):
            found.append(claim)
    return found


def _runs(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Statements one after the other whose shares of one whole make a hundred, as soon as they do."""
    run: list[Claim] = []
    last = 0
    for number, claim in enumerate(claims):
        if _share(claim) is None:
            continue
        if run and (number - last > SPREAD or not _of_one_whole(run[-1], claim)):
            run = []
        run.append(claim)
        last = number
        shares = [term.figure for term in map(_share, run) if term is not None]
        room = sum((Fraction(figure.unit_in_last_place) for figure in shares), Fraction(0)) / 2
        total = sum((Fraction(figure.number or 0) for figure in shares), Fraction(0))
        if len(run) > 1 and abs(total - 100) <= room:
            yield run
            run = []
        elif total > 100 + room:
            run = []


def _share(claim: Claim) -> Term | None:
    """The share of a statement that holds nothing but whole, part and share."""
    if claim.kind is not ClaimKind.SHARE or not claim.aligned or len(claim.terms) != 3:
        return None
    roles = {term.role for term in claim.terms}
    complete = Role.WHOLE in roles and Role.SHARE in roles and roles & _PARTS
    share = claim.term(Role.SHARE)
    return share if complete and share is not None and share.figure.number is not None else None


def _of_one_whole(one: Claim, other: Claim) -> bool:
    ours, theirs = one.term(Role.WHOLE), other.term(Role.WHOLE)
    return bool(ours and theirs and ours.figure.place.address == theirs.figure.place.address)


def _sum(run: Sequence[Claim]) -> Claim:
    whole = next(term for term in run[0].terms if term.role is Role.WHOLE)
    parts = [term for claim in run for term in claim.terms if term.role in _PARTS]
    sentences = dict.fromkeys(claim.sentence for claim in run)
    return Claim(
        kind=ClaimKind.SUM,
        subject=whole.metric,
        terms=(
            whole.model_copy(update={"role": Role.TOTAL}),
            *(part.model_copy(update={"role": Role.PART}) for part in parts),
        ),
        sentence="".join(sentences),
        place=run[0].place,
        rule=RULE,
        section=run[0].section,
    )
