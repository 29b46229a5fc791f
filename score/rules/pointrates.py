"""Rates of points, and points told in prose: they follow from the points they are made of (G19, G20)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, GroupWeight, Indicator, Role
from score.context import Context
from score.evidence import check_of, joined, printed, undecided
from score.interval import Interval
from score.lexicon import score_words, told_words
from score.relation import relate
from score.repair import likely
from score.rounding import readable, shared_place
from score.rule import rule
from score.sheet import WHOLE_TREES
from score.sums import compare_sum
from score.terms import metric_of, percent_of
from score.words import mentions, words

FULL_MARKS = 100


@rule("G19", severity=Severity.ERROR)
def score_rate_follows_score(context: Context) -> Iterator[Check]:
    """The score rate of a row or group, or of a group told in a sentence, is its score over its weight.

    Example: 得分 8 of 分值 12 beside 得分率 75.00%: 8 ÷ 12 = 66.67%.
    """
    rows = context.report.indicators
    whole_points = not any(row.score.decimals for row in rows if row.score)
    groups = [group for form in context.report.forms for group in form.groups]
    graded: tuple[Indicator | GroupWeight, ...] = (*rows, *groups)
    for row in graded:
        rate, score, weight = row.score_rate, row.score, row.weight
        if rate is None or score is None or weight is None or not weight.number:
            continue
        if readable(rate) and readable(score) and readable(weight) and rate.kind is FigureKind.PERCENT:
            check = _rate_check(rate, score, weight, _name(row), whole_points)
            of_rows = isinstance(row, GroupWeight) and _rate_of_its_rows(row, rate, weight, rows)
            yield undecided(check) if of_rows and check.verdict is Verdict.INCONSISTENT else check
    for claim in context.claims(ClaimKind.SCORE):
        told = percent_of(claim, Role.RATE)
        if told is None or claim.place.row is not None or not readable(told):
            continue
        points, full = _score(claim), claim.term(Role.WEIGHT)
        if points is not None and full is not None and readable(full.figure) and full.figure.number:
            yield _rate_check(told, points, full.figure, claim.subject, whole_points=False)


def _name(row: Indicator | GroupWeight) -> str:
    return row.name if isinstance(row, GroupWeight) else row.level3 or row.level2 or ""


def _rate_of_its_rows(group: GroupWeight, rate: Figure, weight: Figure, rows: Sequence[Indicator]) -> bool:
    """Whether the rate is that of the rows of the group: then its score is wrong, which G18 tells."""
    plain = score_words().plain
    own = [
        row
        for row in rows
        if group.level == 0
        or plain((row.level1 if group.level == 1 else row.level2) or "") == plain(group.name)
    ]
    scores = [row.score for row in own if row.score is not None and readable(row.score)]
    if not scores or len(scores) < len(own):
        return False
    made = sum((Fraction(score.number or 0) for score in scores), Fraction(0))
    return not relate(rate, lambda of: Interval.point(made / Fraction(weight.number or 1) * 100)).failed


def _rate_check(rate: Figure, score: Figure, weight: Figure, subject: str, whole_points: bool) -> Check:
    """Scores are taken at their word; where a form shows whole points only, they may hide halves."""
    full = Fraction(weight.number or 1)
    outcome = relate(rate, lambda of: Interval.point(Fraction(score.number or 0) / full * 100))
    if outcome.failed and whole_points and not relate(rate, lambda of: of(score) / full * 100).failed:
        outcome = replace(outcome, verdict=Verdict.UNDETERMINED)
    exact = [(rate, outcome.exact)] if outcome.failed and outcome.exact is not None else []
    return check_of(
        "G19",
        outcome,
        rate,
        [score, weight],
        left=f"{printed(score)} ÷ {printed(weight)}",
        subject=subject,
        repairs=[str(repair) for repair in likely(exact)],
    )


@rule("G20", severity=Severity.ERROR)
def told_scores_make_the_told_total(context: Context) -> Iterator[Check]:
    """Where a paragraph gives the whole score and those of all its groups, they add up.

    Example: 综合评分88.7分。决策17.5分、过程16.8分、产出33.2分、效益20.2分 make 87.7.
    """
    told = context.claims(ClaimKind.SCORE, ClaimKind.SUM)
    scored = [claim for claim in told if claim.place.row is None]
    for _, group in groupby(scored, key=lambda claim: claim.place.block):
        yield from _paragraph(list(group))


def _paragraph(claims: list[Claim]) -> Iterator[Check]:
    totals = [claim for claim in claims if _total(claim) and not _group(claim) and _is_total(claim)]
    parts = [claim for claim in claims if _score(claim) and _group(claim)]
    groups = [_group(claim) for claim in parts]
    whole = _total(totals[0]) if len({_number(claim) for claim in totals}) == 1 else None
    if whole is None or len(parts) < 3 or len(set(groups)) < len(groups) or not _complete(parts, groups):
        return
    figures = [figure for claim in parts if (figure := _score(claim)) is not None]
    outcome = compare_sum(whole, figures, shared_place([whole, *figures]))
    if outcome.failed and any(_several(claim) for claim in parts):
        outcome = replace(outcome, verdict=Verdict.UNDETERMINED)
    yield check_of(
        "G20",
        outcome,
        whole,
        figures,
        left=joined(figures),
        subject=metric_of(totals[0], whole),
        quote=totals[0].sentence,
    )


def _several(claim: Claim) -> bool:
    """Whether a group has several points (分值分别为…，得分分别为…): which of them the total is of is not known."""
    return sum(term.role is Role.SCORE for term in claim.terms) > 1


def _complete(parts: list[Claim], groups: list[str | None]) -> bool:
    """Whether the groups leave nothing out: the full marks told beside them make a hundred, or they are a known tree."""
    full = [term.figure.number for claim in parts if (term := claim.term(Role.WEIGHT)) is not None]
    if len(full) == len(parts):
        return sum(number or 0 for number in full) == FULL_MARKS
    return any(tree <= set(groups) for tree in WHOLE_TREES)


def _group(claim: Claim) -> str | None:
    return score_words().group_of(claim.subject)


def _is_total(claim: Claim) -> bool:
    named = (*words().total_scores, *told_words().points.totals)
    return bool(claim.grade) or mentions(claim.subject, named)


def _score(claim: Claim) -> Figure | None:
    term = claim.term(Role.SCORE)
    return term.figure if term and readable(term.figure) else None


def _total(claim: Claim) -> Figure | None:
    """The points of a statement, or the whole that a list of points is said to be of."""
    if claim.kind is not ClaimKind.SUM:
        return _score(claim)
    term = claim.term(Role.WHOLE) or claim.term(Role.TOTAL)
    points = term is not None and term.figure.kind is FigureKind.SCORE
    return term.figure if term and points and readable(term.figure) else None


def _number(claim: Claim) -> object:
    figure = _total(claim)
    return figure.number if figure else None
