"""Targets in a table, actual values in the prose: which statement reports on which indicator.

A name that is the same, or the same thing by our words, joins; a name that is merely similar is suggested
with its likeness as confidence, and only if both count in the same kind of unit. A statement whose own metric
was cut differently, but whose sentence names the indicator right before the figure, is suggested too.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import regex

from extract.in_use import remembered
from extract.naming import named_figures
from extract.tables.words import folded, words
from schema.figure import Figure, FigureKind
from schema.report import Claim, Indicator, Join, JoinHow, Role

REPORTING = frozenset({Role.ACTUAL, Role.COMPLETION, Role.RATE, Role.SPENT, Role.RECEIVED, Role.PART})
BY_ALIAS = Decimal("0.9")
BY_MENTION = Decimal("0.8")


def joins_of(indicators: Sequence[Indicator], claims: Sequence[Claim]) -> tuple[Join, ...]:
    """The joins of all indicators that have no actual value, in order."""
    speaking = [
        (number, claim)
        for number, claim in enumerate(claims)
        if any(t.role in REPORTING for t in claim.terms)
    ]
    found = {
        number: _joins(number, indicator, speaking)
        for number, indicator in enumerate(indicators)
        if indicator.actual is None and indicator.level3 and speaking
    }
    for join in _mentions({n: indicators[n] for n, joins in found.items() if not joins}, speaking):
        found[join.indicator].append(join)
    return tuple(join for joins in found.values() for join in joins)


def _mentions(missing: dict[int, Indicator], claims: list[tuple[int, Claim]]) -> list[Join]:
    """The first statement whose sentence names an indicator and gives the figure right behind the name."""
    names = {
        n: [str(indicator.level3), core(folded(str(indicator.level3)))] for n, indicator in missing.items()
    }
    joined: dict[int, Join] = {}
    for number, at, figure in named_figures(names, [claim.sentence for _, claim in claims]):
        index, claim = claims[at]
        spoken = any(t.role in REPORTING and t.figure.text == figure.text for t in claim.terms)
        if spoken and number not in joined and _measures_alike(missing[number], claim):
            joined[number] = Join(indicator=number, claim=index, how=JoinHow.SUGGESTED, confidence=BY_MENTION)
    return list(joined.values())


def _joins(number: int, indicator: Indicator, claims: list[tuple[int, Claim]]) -> list[Join]:
    name = indicator.level3 or ""
    sure: list[Join] = []
    best: tuple[Decimal, int] | None = None
    for index, claim in claims:
        for called in {claim.subject, *(term.metric for term in claim.terms)}:
            how, likeness = likeness_of(name, called)
            if how is not None and how is not JoinHow.SUGGESTED and _measures_alike(indicator, claim):
                sure.append(Join(indicator=number, claim=index, how=how, confidence=likeness))
                break
            near = how is JoinHow.SUGGESTED and _measures_alike(indicator, claim)
            if near and (best is None or likeness > best[0]):
                best = (likeness, index)
    if sure or best is None:
        return sure
    return [Join(indicator=number, claim=best[1], how=JoinHow.SUGGESTED, confidence=best[0])]


def likeness_of(name: str, called: str) -> tuple[JoinHow | None, Decimal]:
    """How two names are the same, and how surely (1 exact, 0.9 by alias, less for a likeness)."""
    ours, theirs = folded(name), folded(called)
    if len(theirs) < 2:
        return None, Decimal(0)
    if ours == theirs:
        return JoinHow.EXACT, Decimal(1)
    ours, theirs = core(ours), core(theirs)
    if ours and (ours == theirs or _group(ours) & _group(theirs)):
        return JoinHow.ALIAS, BY_ALIAS
    from rapidfuzz import fuzz

    score = fuzz.ratio(ours, theirs)
    if len(theirs) < 3 or score < words().join.suggest_from:
        return None, Decimal(0)
    return JoinHow.SUGGESTED, Decimal(round(score)) / 100 * BY_ALIAS


@remembered
def _trim() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    join = words().join
    before, after = "|".join(join.before), "|".join(join.after)
    return regex.compile(f"^(?:{before})+"), regex.compile(f"(?:{after})+$")


@remembered
def core(name: str) -> str:
    """The thing a name counts: 每个站点每年度完成专业个案数量 -> 专业个案."""
    before, after = _trim()
    numbered = regex.sub(words().indicators.numbered, "", name)
    text = after.sub("", before.sub("", regex.sub(r"[（(][^（()）]*[)）]", "", numbered)))
    return str(text or name)


def _group(name: str) -> frozenset[int]:
    """The groups of names for one thing that this name is in."""
    return frozenset(i for i, group in enumerate(words().join.same) if name in group)


def _measures_alike(indicator: Indicator, claim: Claim) -> bool:
    """Whether target and statement count in the same kind of unit; words without a number fit anything."""
    targets = indicator.target.figures if indicator.target else ()
    if not targets:
        return True
    figures = [term.figure for term in claim.terms if term.role in REPORTING]
    return any(_alike(one, other) for one in targets for other in figures)


def _alike(one: Figure, other: Figure) -> bool:
    if FigureKind.PERCENT in (one.kind, other.kind) or FigureKind.MONEY in (one.kind, other.kind):
        return one.kind is other.kind
    return not one.unit or not other.unit or one.unit == other.unit
