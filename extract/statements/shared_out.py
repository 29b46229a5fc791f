"""Parts whose shares of one whole make a hundred: they are all there are, so they add up to the whole.

热线受理诉求71,184件。其中直办37,527件，占52.7%；转办33,657件，占47.3%: the sum of the parts is told by their shares alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.report import Claim, ClaimKind, Role, Term

RULE, UNSAID = "sum.shared_out.unique", "share.unsaid_whole.agrees"
HUNDRED = 100
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


def shares_of_unsaid(claims: Sequence[Claim]) -> list[Claim]:
    """Parts whose shares make a hundred of a whole that no one tells: each is its share of all of them together.

    大型企业采购31.6亿元，占5.1%；中小企业采购588.2亿元，占94.9%.
    """
    found, run = [], list[Claim]()
    last = 0
    for number, claim in enumerate(claims):
        if not _is_bare(claim):
            continue
        if run and (number - last > SPREAD or not _of_one_base(run[-1], claim)):
            run = []
        run.append(claim)
        last = number
        total = sum((_share_in(c) for c in run), Fraction(0))
        room = (
            sum(
                (Fraction(f.unit_in_last_place) for c in run for f in c.figures() if _is_share(f)),
                Fraction(0),
            )
            / 2
        )
        if len(run) > 1 and abs(total - HUNDRED) <= room and _shared_rightly(run):
            found.append(_together(run))
        if total >= HUNDRED - room:
            run = []
    return found


def _is_share(figure: Figure) -> bool:
    return figure.kind is FigureKind.PERCENT


def _is_bare(claim: Claim) -> bool:
    """Whether a statement is of a part and its share alone."""
    if claim.kind is not ClaimKind.SHARE or not claim.aligned or len(claim.terms) != 2:
        return False
    share, part = claim.term(Role.SHARE), next((t for t in claim.terms if t.role in _PARTS), None)
    return share is not None and part is not None and bool(share.figure.number) and bool(part.figure.number)


def _of_one_base(one: Claim, other: Claim) -> bool:
    ours, theirs = _part(one).figure, _part(other).figure
    return (ours.kind, ours.unit, one.base) == (theirs.kind, theirs.unit, other.base)


def _part(claim: Claim) -> Term:
    return next(term for term in claim.terms if term.role in _PARTS)


def _share_in(claim: Claim) -> Fraction:
    share = claim.term(Role.SHARE)
    return Fraction(share.figure.number or 0) if share is not None else Fraction(0)


def _shared_rightly(run: Sequence[Claim]) -> bool:
    """Whether every part is its share of all of them, to the last printed place."""
    whole = sum((Fraction(_part(c).figure.number or 0) for c in run), Fraction(0))
    return all(
        abs(Fraction(_part(c).figure.number or 0) / whole * HUNDRED - _share_in(c))
        <= max(Fraction(f.unit_in_last_place) for f in c.figures() if _is_share(f))
        for c in run
    )


def _together(run: Sequence[Claim]) -> Claim:
    return run[0].model_copy(
        update={
            "terms": tuple(term for claim in run for term in claim.terms),
            "sentence": "".join(dict.fromkeys(claim.sentence for claim in run)),
            "rule": UNSAID,
        }
    )
