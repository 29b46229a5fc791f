"""Hedged figures and ranges: the exact figure of the same thing lies where they say it lies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from schema.figure import NUMERIC_KINDS, Figure, FigureKind, Hedge
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, Term
from score.context import Context
from score.evidence import printed
from score.lexicon import told_words
from score.rounding import expected, possible
from score.rule import rule
from score.terms import normal
from score.words import mentions

_CLAUSES = re.compile("[，；。,;]")
SHORTEST_NAME = 3
"""A shorter name does not tell one thing from another."""
SHORTEST_TOGETHER = 2
"""Of figures that stand side by side."""


SAME_THING = Decimal("0.2")
"""A figure further from its hedge than this share is taken for a figure of something else."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure in a statement."""

    claim: Claim
    term: Term

    @property
    def figure(self) -> Figure:
        """The figure."""
        return self.term.figure


Identity = tuple[str, ...]


def _identity(claim: Claim, term: Term) -> Identity | None:
    """What a figure is of: measure, unit, role, period, scope and owner; None when its name is too short to tell."""
    name = normal(term.metric or claim.subject)
    if len(name) < SHORTEST_NAME or term.inherited or term.figure.kind not in NUMERIC_KINDS:
        return None
    figure = term.figure
    parts = (claim.period, claim.scope, claim.base, claim.owner)
    return (name, figure.kind.value, figure.unit, term.role.value, *(normal(part) for part in parts))


def _groups(context: Context) -> list[list[Stated]]:
    return context.once("statements of one thing", lambda: list(_gathered(context)))


def _gathered(context: Context) -> Iterator[list[Stated]]:
    groups: dict[Identity, list[Stated]] = defaultdict(list)
    for claim in context.claims():
        for term in claim.terms:
            if identity := _identity(claim, term):
                groups[identity].append(Stated(claim, term))
    yield from (group for group in groups.values() if len(group) > 1)


def _near(wide: object, exact: Decimal | None) -> bool:
    """Whether two figures are close enough to be statements of one thing; far apart they are of two."""
    return isinstance(wide, Decimal) and exact is not None and abs(exact - wide) <= abs(wide) * SAME_THING


def _ranged(figure: Figure) -> bool:
    return figure.low is not None or figure.high is not None


@rule("H01", severity=Severity.ERROR, needs=("claims",))
def exact_figure_lies_in_the_hedge(context: Context) -> Iterator[Check]:
    """The exact figure lies on the side where the hedged one says it is.

    超过200人 excludes 198; 近20万 excludes 21万. How near is near is only a matter of a note. Example: 超过200人次 in the summary, 198人次
    in the body, of one activity and period.
    """
    told = list(_told_together(context))
    for one, other in told:
        yield _check("H01", one, other, note_outside=True, plain=True)
    pairs = {(one.figure.place.address, other.figure.place.address) for one, other in told}
    for group in _groups(context):
        exact = [s for s in group if s.figure.hedge is None and s.figure.number is not None]
        hedged = [
            s for s in group if s.figure.hedge not in {None, Hedge.ABOUT} and s.figure.number is not None
        ]
        hedged += [s for s in group if s.figure.hedge is Hedge.ABOUT and s.figure.number is not None]
        for one in (s for s in hedged if not _reached_by_none(s)):
            for other in exact:
                same = (one.figure.place.address, other.figure.place.address) in pairs
                if not same and _near(one.figure.number, other.figure.number):
                    yield _check("H01", one, other, note_outside=True)


def _reached_by_none(stated: Stated) -> bool:
    """Whether the bound is one that nothing reaches: 没有一个县财政收入超过50亿元."""
    sentence = "".join(stated.claim.sentence.split())
    clause = _CLAUSES.split(sentence[: max(0, sentence.find(printed(stated.figure)))])[-1]
    return mentions(clause, told_words().hedged.none)


def _told_together(context: Context) -> Iterator[tuple[Stated, Stated]]:
    """近20万人次受益，实际受益208,765人次: hedged, and exact right behind it in the same sentence, of what is called the same."""
    sentences: dict[tuple[int | None, str], list[Stated]] = defaultdict(list)
    for claim in context.claims():
        for term in claim.terms:
            plain = claim.place.row is None and term.figure.kind in NUMERIC_KINDS
            if plain and term.figure.kind is not FigureKind.PERCENT and term.figure.number is not None:
                sentences[claim.place.block, claim.sentence].append(Stated(claim, term))
    words = told_words().hedged
    for (_, sentence), found in sentences.items():
        if not mentions(sentence, words.actual) or mentions(sentence, words.planned):
            continue
        ordered = {s.figure.place.address: s for s in found}
        stated = [ordered[address] for address in sorted(ordered)]
        for one, other in pairwise(stated):
            if _same_thing(one, other):
                yield one, other


def _same_thing(one: Stated, other: Stated) -> bool:
    names = [normal(s.term.metric or s.claim.subject) for s in (one, other)]
    hedged = one.figure.hedge not in {None, Hedge.ABOUT} and other.figure.hedge is None
    alike = one.figure.unit == other.figure.unit and one.term.role is other.term.role
    named = len(names[0]) >= SHORTEST_TOGETHER and names[0] == names[1]
    return hedged and alike and named and _near(one.figure.number, other.figure.number)


@rule("H02", severity=Severity.WARNING, needs=("claims",))
def figure_lies_in_the_range(context: Context) -> Iterator[Check]:
    """The exact figure lies in the range given for the same thing.

    Rough ranges (数十家, 约3至5场) exclude nothing. Example: 每组8—12人 and 每组15人.
    """
    for group in _groups(context):
        exact = [s for s in group if s.figure.hedge is None and s.figure.number is not None]
        for one in (s for s in group if _ranged(s.figure) and s.figure.hedge is not Hedge.ABOUT):
            for other in exact:
                inside = possible(one.figure).meets(possible(other.figure))
                ends = (one.figure.low, one.figure.high)
                if inside or any(_near(end, other.figure.number) for end in ends):
                    yield _check("H02", one, other, note_outside=False)


def _with_words(stated: Stated) -> str:
    """The figure with the words that hedge it, as they stand in its sentence."""
    shown, sentence = printed(stated.figure), "".join(stated.claim.sentence.split())
    at = sentence.find(shown)
    if at < 0:
        return shown
    words = told_words().hedged
    before = max((w for w in words.before if sentence[:at].endswith(w)), key=len, default="")
    behind = max((w for w in words.behind if sentence.startswith(w, at + len(shown))), key=len, default="")
    return before + shown + behind


def _check(rule_id: str, wide: Stated, exact: Stated, *, note_outside: bool, plain: bool = False) -> Check:
    inside = possible(wide.figure).meets(possible(exact.figure))
    near = not note_outside or expected(wide.figure).meets(possible(exact.figure))
    verdict = Verdict.CONSISTENT if inside else Verdict.INCONSISTENT
    beyond = Severity.ERROR if plain else Severity.WARNING
    severity = None if inside and near else Severity.NOTE if inside else beyond
    if inside and not near:
        verdict = Verdict.UNDETERMINED
    return Check(
        rule=rule_id,
        verdict=verdict,
        severity=severity,
        figures=(exact.figure, wide.figure),
        subject=exact.term.metric or exact.claim.subject,
        formula=f"{printed(exact.figure)} ∈ {printed(wide.figure)}",
        reported=printed(exact.figure),
        quote=wide.claim.sentence,
        facts={
            "outcome": "far" if inside and not near else verdict.value,
            "wide": _with_words(wide),
            "exact": printed(exact.figure),
        },
    )
