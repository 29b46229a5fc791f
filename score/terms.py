"""Finding the terms of a claim by what they are, and telling whether two figures may be compared at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from schema.figure import Figure, FigureKind
from schema.report import Claim, Role, Term
from score.rounding import one_number

_NOISE = re.compile(r"[\s,，、。；;:：·“”\"'‘’（）()《》\[\]【】/]+")


@lru_cache(maxsize=1 << 14)
def normal(text: str | None) -> str:
    """Words without blanks and punctuation, for comparing names."""
    return _NOISE.sub("", text or "")


def terms_of(claim: Claim, *roles: Role, fields: Sequence[str] = ()) -> list[Term]:
    """The readable terms with one of the roles or fields, those with a field first."""
    wanted = [
        term
        for term in claim.terms
        if (term.role in roles or term.field in fields) and one_number(term.figure)
    ]
    return sorted(wanted, key=lambda term: term.field not in fields) if fields else wanted


def figure_of(claim: Claim, *roles: Role, fields: Sequence[str] = ()) -> Figure | None:
    """The first figure with one of the roles or fields; None when there is none to compute with."""
    found = terms_of(claim, *roles, fields=fields)
    return found[0].figure if found else None


def bare(figure: Figure) -> Figure:
    """The figure without its hedge: the number of a target, whose hedge is its operator."""
    return figure.model_copy(update={"hedge": None}) if figure.hedge else figure


def percent_of(claim: Claim, *roles: Role, fields: Sequence[str] = ()) -> Figure | None:
    """The first percentage with one of the roles or fields."""
    found = terms_of(claim, *roles, fields=fields)
    return next((term.figure for term in found if term.figure.kind is FigureKind.PERCENT), None)


def quantity_of(claim: Claim, *roles: Role, fields: Sequence[str] = ()) -> Figure | None:
    """The first figure with one of the roles or fields that is no percentage."""
    found = terms_of(claim, *roles, fields=fields)
    return next((term.figure for term in found if term.figure.kind is not FigureKind.PERCENT), None)


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures measure in the same unit: 人 and 人次 do not, 元 and 万元 do."""
    if one.kind is not other.kind:
        return False
    return one.unit == other.unit or one.kind in {FigureKind.MONEY, FigureKind.PERCENT}


def metric_of(claim: Claim, figure: Figure) -> str:
    """What a figure of the claim measures, in the report's words; the claim's subject if it does not say."""
    term = next((t for t in claim.terms if t.figure is figure), None)
    return (term.metric if term else "") or claim.subject
