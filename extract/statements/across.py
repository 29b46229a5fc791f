"""Statements whose figures stand in neighbouring sentences, joined only by an explicit pattern."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.lexicon import Cues, compiled
from schema.figure import FigureKind
from schema.report import Claim, ClaimKind, Role, Term

REACH = 12
"""How many statements further on the yearly amount may stand."""


def yearly_products(claims: Sequence[Claim], cues: Cues) -> list[Claim]:
    """采购数量为5年，总采购资金1200万元。… 每年240万元: years times yearly amount against the total.

    The total and the number of years must share a sentence, and the yearly amount must be the only one
    in reach; otherwise nothing is said.
    """
    found = []
    for number, claim in enumerate(claims):
        total = _total(claim, cues)
        years = _years(claims, claim, cues) if total else None
        if total is None or years is None:
            continue
        yearly = [
            (other, term)
            for other in claims[number + 1 : number + 1 + REACH]
            for term in other.terms
            if other.section == claim.section and term.role == Role.STANDARD and _yearly(other, term, cues)
        ]
        if len({term.figure.value for _, term in yearly}) != 1:
            continue
        other, term = yearly[0]
        terms = (term, years.model_copy(update={"role": Role.BASELINE, "field": "quantity"}), total)
        found.append(
            Claim(
                kind=ClaimKind.PRODUCT,
                subject=total.metric,
                terms=terms,
                sentence=claim.sentence + other.sentence,
                place=claim.place,
                rule="product.across",
                section=claim.section,
            )
        )
    return found


def _total(claim: Claim, cues: Cues) -> Term | None:
    for term in claim.terms:
        money = term.figure.kind == FigureKind.MONEY and term.role != Role.STANDARD
        if money and compiled(cues.product.total_pattern).search(term.metric):
            return term.model_copy(update={"role": Role.TOTAL})
    return None


def _years(claims: Sequence[Claim], claim: Claim, cues: Cues) -> Term | None:
    terms = [
        term
        for other in claims
        if other.sentence == claim.sentence
        for term in other.terms
        if term.figure.unit in cues.product.year_units
        and compiled(cues.product.years_pattern).search(term.metric)
    ]
    return terms[0] if len(terms) == 1 else None


def _yearly(claim: Claim, term: Term, cues: Cues) -> bool:
    at = claim.sentence.find(term.figure.text)
    return at >= 0 and bool(compiled(cues.split.yearly_pattern).search(claim.sentence[:at]))
