"""When two printed figures are the same fact: identity before comparison.

Two figures may contradict each other only if item, unit, period, measure (年初, 调整后, 到位, 执行, 累计), scope and
owner agree. Where any of these is in doubt, the figures are two facts, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from schema.figure import Figure, FigureKind
from schema.report import Claim, Term
from score.rounding import readable
from score.terms import normal
from score.words import words

_DIGITS = re.compile(r"[\d.,，%％]+")

Key = tuple[str, ...]

UNMEASURED = frozenset({FigureKind.RATIO, FigureKind.ORDINAL})
"""Kinds of figures that measure nothing of their own."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure, the claim it stands in, and the key of the fact it states."""

    key: Key
    figure: Figure
    term: Term
    claim: Claim

    @property
    def where(self) -> tuple[int | None, int | None, int | None]:
        """The paragraph or cell it stands in."""
        place = self.claim.place
        return place.block, place.row, place.column


def mentions_of(claim: Claim) -> Iterator[Mention]:
    """Every figure of a claim that states a fact of its own, with the key of that fact."""
    for term in claim.terms:
        key = key_of(claim, term)
        if key and readable(term.figure):
            yield Mention(key, term.figure, term, claim)


def key_of(claim: Claim, term: Term) -> Key | None:
    """The identity of what a term states; None when it does not say well enough what it measures."""
    metric = normal(term.metric) or normal(claim.subject)
    if len(metric) < 2 or _only_moved(metric + normal(claim.subject)) or term.figure.kind in UNMEASURED:
        return None
    return (
        str(term.role),
        term.field or "",
        metric,
        term.figure.kind,
        term.figure.unit,
        period_of(claim.period),
        normal(claim.scope),
        normal(claim.owner),
        normal(claim.base),
        normal(claim.subject),
    )


def _only_moved(name: str) -> bool:
    """Whether a name says how an amount moved (比上年减支) and not which."""
    return not without(name, words().bare_changes)


@lru_cache(maxsize=1 << 14)
def without(text: str, listed: tuple[str, ...]) -> str:
    """A text without the words of a list, the longer ones first."""
    for word in sorted(listed, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def period_of(period: str | None) -> str:
    """A period in words, without what does not distinguish it: 2022年度 is 2022年."""
    text = normal(period)
    if not text:
        return text
    *longer, plain = sorted(words().year_words, key=len, reverse=True)
    for word in longer:
        text = text.replace(word, plain)
    return text


def speaks_of_the_whole(metric: str) -> bool:
    """Whether the name of an amount says only which measure it is (年初预算, 实际支出) and names no item."""
    return not re.sub(r"\d", "", without(normal(metric), words().measure_words))


def skeleton(sentence: str) -> str:
    """A sentence without its figures: what stays the same when a figure was changed in one copy."""
    return normal(_DIGITS.sub("", sentence))
