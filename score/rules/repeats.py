"""Repeated facts: the same thing said in two places of the text must be said with the same figure (T01)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim
from score.context import Context
from score.identity import Key, Mention, mentions_of, skeleton, speaks_of_the_whole
from score.owners import of_different_owners
from score.pairs import last_digit, pair_check, same
from score.regions import of_two_levels
from score.relation import UNKNOWN
from score.repair import significant_digits
from score.rounding import readable
from score.rule import rule

ALIKE = 75
"""From this likeness (of 100) on, two sentences without their figures say the same thing."""


@rule("T01", severity=Severity.ERROR, needs=("claims",))
def same_fact_same_figure(context: Context) -> Iterator[Check]:
    """The same fact, stated twice in a document, has the same figure.

    Item, unit, period, measure, scope and owner must agree, and the sentences must be alike or share another
    figure: otherwise the two are different facts. Example: 「家访2,259人次」 in one chapter, 「家访2,295人次」 in another.
    """
    for group in _facts(context).values():
        if len(group) < 2:
            continue
        if len({mention.where for mention in group}) < 2:
            yield from _said_again(group)
            continue
        values = {mention.figure.number for mention in group}
        first = group[0]
        for other in group[1:]:
            if other.where != first.where and not _side_by_side(first, other):
                many = len(values) > 2 or _two_things(context, first, other)
                yield _repeated(first, other, many=many)


def _side_by_side(one: Mention, other: Mention) -> bool:
    """Whether two mentions stand in two cells of one row: the goal and the result, which need not agree."""
    a, b = one.claim.place, other.claim.place
    return a.row is not None and (a.table, a.row) == (b.table, b.row)


def _two_things(context: Context, one: Mention, other: Mention) -> bool:
    """Whether two mentions of one key speak of two things: below different items, or with no figure in common at all."""
    if same(one.figure, other.figure).verdict is Verdict.CONSISTENT:
        return False
    here, there = (_figures_beside(context, mention) for mention in (one, other))
    shared = here.keys() & there.keys()
    apart = len(shared) > 1 and all(here[key].isdisjoint(there[key]) for key in shared)
    levels = of_two_levels(context, one.figure, other.figure)
    return apart or levels or of_different_owners(context, one.claim, other.claim)


def _figures_beside(context: Context, mention: Mention) -> dict[Key, set[Decimal | None]]:
    """The values of the facts told in the sentence of a mention, by their keys."""
    place, sentence = mention.claim.place, mention.claim.sentence
    found: dict[Key, set[Decimal | None]] = defaultdict(set)
    for claim in context.report.claims:
        if claim.sentence == sentence and claim.place.block == place.block and claim.place.row == place.row:
            for told in mentions_of(claim):
                found[told.key].add(told.figure.number)
    return found


def _said_again(group: Sequence[Mention]) -> Iterator[Check]:
    """One figure said several times in one paragraph; small numbers are the same by chance."""
    first = group[0]
    telling = significant_digits(Fraction(first.figure.number or 0)) >= TELLING_DIGITS
    places = {mention.figure.place.address for mention in group}
    if telling and len(places) == len(group):
        for other in group[1:]:
            yield _repeated(first, other, many=False)


TELLING_DIGITS = 4
"""An amount of so many digits is not said twice in a paragraph by chance."""


def _facts(context: Context) -> dict[Key, list[Mention]]:
    """Every stated fact by its identity. One that has two figures in one paragraph is a list, not a fact."""
    groups: dict[Key, list[Mention]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.aligned:
            for mention in mentions_of(claim):
                groups[mention.key].append(mention)
    return {key: group for key, group in groups.items() if not _is_list(group)}


def _is_list(group: Sequence[Mention]) -> bool:
    """Whether one paragraph gives the key two values: then the key does not tell its items apart."""
    seen: dict[object, set[object]] = defaultdict(set)
    for mention in group:
        seen[mention.where].add(mention.figure.number)
    return any(len(values) > 1 for values in seen.values())


def _repeated(one: Mention, other: Mention, *, many: bool) -> Check:
    outcome = same(one.figure, other.figure)
    severity = Severity.ERROR
    if not outcome.failed and _as_exact(one.figure, other.figure):
        outcome = UNKNOWN
    elif outcome.failed:
        if many or not _surely_one_fact(one, other):
            outcome = UNKNOWN
        elif last_digit(one.figure, other.figure):
            severity = Severity.NOTE
    return pair_check(
        "T01", outcome, one.figure, other.figure, one.term.metric or one.claim.subject, severity
    )


def _as_exact(one: Figure, other: Figure) -> bool:
    """Whether two unlike rates are printed to one place (92 % and 93 %): that one may be cut off and the other rounded is no agreement."""
    alike = one.unit_in_last_place == other.unit_in_last_place
    return one.kind is FigureKind.PERCENT and alike and one.number != other.number


def _surely_one_fact(one: Mention, other: Mention) -> bool:
    """Whether two mentions of one key can be held against one another.

    A bare measure (支出决算) is said of one item after another in a list of items: there the claims must agree in
    another telling figure, and stand in different sections. Rates that are printed with their own amounts may
    have different bases, and are for the rules of ratios.
    """
    if _has_own_base(one) and _has_own_base(other):
        return False
    shared = _share_a_fact(one, other)
    if one.figure.kind is FigureKind.PERCENT and speaks_of_the_whole(one.term.metric):
        return False
    if one.figure.kind is FigureKind.MONEY and speaks_of_the_whole(one.term.metric):
        return shared and one.claim.section != other.claim.section
    return shared or _sentences_alike(one.claim, other.claim)


def _has_own_base(mention: Mention) -> bool:
    others = sum(f.kind is not FigureKind.PERCENT and readable(f) for f in mention.claim.figures())
    return mention.figure.kind is FigureKind.PERCENT and others >= 2


def _sentences_alike(one: Claim, other: Claim) -> bool:
    a, b = skeleton(one.sentence), skeleton(other.sentence)
    return bool(a and b) and fuzz.ratio(a, b) >= ALIKE and not _another_word(a, b)


def _another_word(a: str, b: str) -> bool:
    """Whether two sentences differ in a word that stands in the place of another: 审查逮捕 and 审查起诉."""
    swapped = (op for op in Levenshtein.opcodes(a, b) if op.tag == "replace")
    return any(op.src_end - op.src_start > 1 for op in swapped)


def _share_a_fact(one: Mention, other: Mention) -> bool:
    """Whether the two claims agree in another figure of the same identity; 0 and 100 % agree everywhere."""
    here = {(m.key, m.figure.number) for m in mentions_of(one.claim) if m.figure is not one.figure}
    there = {(m.key, m.figure.number) for m in mentions_of(other.claim) if m.figure is not other.figure}
    return any(number not in {0, 100} for _, number in here & there)
