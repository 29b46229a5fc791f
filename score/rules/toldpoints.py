"""Points told in prose: within the full points, less what was lost, by the rate of execution (G28 to G30)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, joined, number, printed
from score.interval import Interval
from score.lexicon import told_words
from score.relation import Outcome, relate
from score.repair import likely
from score.rounding import as_printed, readable
from score.rule import rule
from score.terms import metric_of, normal, percent_of
from score.words import mentions, words

MOST_DEDUCTIONS = 8
CLOSE = 12
HUNDRED = 100


def _told(context: Context) -> Iterator[Claim]:
    """Statements of points outside tables, without bonus and other scales."""
    for claim in context.claims(ClaimKind.SCORE):
        if claim.place.row is None and not mentions(claim.sentence, told_words().points.bonus):
            yield claim


def _term(claim: Claim, role: Role) -> Term | None:
    term = claim.term(role)
    return term if term and readable(term.figure) else None


def _of_one_item(score: Term, weight: Term) -> bool:
    """Whether points got and full points are of one thing: neither names another than the other."""
    named = [_plain(term.metric) for term in (score, weight) if not term.inherited]
    names = [name for name in named if name]
    return len(names) < 2 or names[0] in names[1] or names[1] in names[0]


def _plain(metric: str) -> str:
    """What points are of, without the words that only say that they are points."""
    name = normal(metric)
    for word in told_words().points.generic:
        name = name.replace(word, "")
    return name


@rule("G28", severity=Severity.ERROR, needs=("claims",))
def told_points_within_the_full_ones(context: Context) -> Iterator[Check]:
    """Points told in a sentence are not more than the full points told beside them.

    Example: 「综合得分105分（满分100分）」. Sentences with bonus points or another scale are left alone.
    """
    weights: dict[str, list[Figure]] = defaultdict(list)
    for claim in context.claims():
        weights[claim.sentence] += [
            t.figure for t in claim.terms if t.role is Role.WEIGHT and readable(t.figure)
        ]
    for claim in _told(context):
        score, weight = _term(claim, Role.SCORE), _term(claim, Role.WEIGHT)
        if score is None or weight is None or not _of_one_item(score, weight):
            continue
        got, most = Fraction(score.figure.number or 0), Fraction(weight.figure.number or 0)
        full = max((Fraction(f.number or 0) for f in weights[claim.sentence]), default=most)
        beyond = got > most > 0
        open_ = (
            beyond and got <= full
        )  # of a sentence with several full points, those of the whole may be meant
        formula = f"{printed(score.figure)} {'>' if beyond else '≤'} {printed(weight.figure)}"
        if open_:
            continue
        facts = {
            "outcome": "inconsistent" if beyond else "consistent",
            "weight": printed(weight.figure),
            "score": printed(score.figure),
        }
        yield Check(
            rule="G28",
            verdict=Verdict.INCONSISTENT if beyond else Verdict.CONSISTENT,
            severity=Severity.ERROR if beyond else None,
            figures=(score.figure, weight.figure) if beyond else (),
            subject=metric_of(claim, score.figure),
            formula=formula,
            reported=printed(score.figure),
            high=printed(weight.figure),
            margin=number(got - most, 2) if beyond else None,
            quote=claim.sentence,
            facts=facts,
        )


@rule("G29", severity=Severity.ERROR, needs=("claims",))
def full_points_less_what_was_lost(context: Context) -> Iterator[Check]:
    """The points got are the full points less those that the sentence says were lost.

    Of several deductions some may be parts of others: only what no choice of them explains is told. Example:
    「该指标满分5分，扣1.5分，得4.5分」.
    """
    lost: dict[str, list[Figure]] = defaultdict(list)
    for claim in context.claims(ClaimKind.SCORE):
        lost[claim.sentence] += [
            t.figure for t in claim.terms if t.role is Role.DEDUCTION and readable(t.figure)
        ]
    for claim in _told(context):
        score, weight = _term(claim, Role.SCORE), _term(claim, Role.WEIGHT)
        own = [t.figure for t in claim.terms if t.role is Role.DEDUCTION and readable(t.figure)]
        if mentions(claim.sentence, words().lost_otherwise):
            continue
        if score and weight and own and _of_one_item(score, weight):
            yield _less(claim, score.figure, weight.figure, own, lost[claim.sentence])


def _less(claim: Claim, score: Figure, weight: Figure, own: list[Figure], all_lost: list[Figure]) -> Check:
    chosen = [own, *_choices(all_lost)]
    tried = [(parts, _rest(score, weight, parts)) for parts in chosen]
    parts, outcome = next((one for one in tried if not one[1].failed), tried[0])
    wanted = [(score, outcome.exact)] if outcome.failed and outcome.exact is not None else []
    if outcome.failed and len(own) == 1:
        wanted.append((own[0], Fraction(weight.number or 0) - Fraction(score.number or 0)))
    return check_of(
        "G29",
        outcome,
        score,
        [weight, *parts],
        left=f"{printed(weight)} − {joined(parts, '−')}",
        severity=Severity.ERROR if len(all_lost) == 1 else Severity.WARNING,
        subject=metric_of(claim, score),
        quote=claim.sentence,
        repairs=[str(repair) for repair in likely(wanted)],
    )


def _choices(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    if len(figures) <= MOST_DEDUCTIONS:
        for size in range(len(figures), 0, -1):
            yield from (list(found) for found in combinations(figures, size))


def _rest(score: Figure, weight: Figure, parts: Sequence[Figure]) -> Outcome:
    """Points are given, and not measured: they are taken at their word."""
    left = Fraction(weight.number or 0) - sum((Fraction(p.number or 0) for p in parts), Fraction(0))
    return relate(score, lambda of: Interval.point(left), exact_result=True)


@rule("G30", severity=Severity.ERROR, needs=("claims",))
def points_by_the_rate_of_execution(context: Context) -> Iterator[Check]:
    """Points for the execution of the budget are the rate of the full points, where a slip of the pen parts them from it.

    Many score by bands, so that other points are no error. Example: 「预算执行率为98.5%，得8.95分（满分10分）」 for 9.85.
    """
    rates: dict[str, list[tuple[Claim, Figure]]] = defaultdict(list)
    for claim in context.claims(ClaimKind.EXECUTION):
        rate = percent_of(claim, Role.RATE)
        if rate is not None and readable(rate) and claim.place.row is None:
            rates[claim.sentence].append((claim, rate))
    for claim in _told(context):
        score, weight = _term(claim, Role.SCORE), _term(claim, Role.WEIGHT)
        found = rates.get(claim.sentence, [])
        named = mentions(claim.subject, told_words().points.execution) or _right_behind(claim, found)
        if score and weight and len(found) == 1 and named and claim.term(Role.DEDUCTION) is None:
            yield _by_rate(claim, score.figure, weight.figure, found[0][1])


def _right_behind(claim: Claim, found: Sequence[tuple[Claim, Figure]]) -> bool:
    """执行率95.6%，按比例得9.56分: the points stand right behind the rate, and name nothing else."""
    text, score = "".join(claim.sentence.split()), claim.term(Role.SCORE)
    if len(found) != 1 or score is None:
        return False
    shown = printed(found[0][1])
    start, end = text.find(shown), text.find(printed(score.figure))
    between = text[start + len(shown) : end] if 0 <= start < end else ""
    return mentions(between, told_words().points.by_rate) and len(between) < CLOSE


def _by_rate(claim: Claim, score: Figure, weight: Figure, rate: Figure) -> Check:
    outcome = relate(score, lambda of: of(rate) * Fraction(weight.number or 0) / HUNDRED)
    repairs = []
    if outcome.failed and outcome.exact is not None:
        repairs = [str(repair) for repair in likely([(score, as_printed(outcome.exact, score))])]
    if outcome.failed and not repairs:
        outcome = replace(outcome, verdict=Verdict.UNDETERMINED)
    return check_of(
        "G30",
        outcome,
        score,
        [rate, weight],
        left=f"{printed(rate)} × {printed(weight)}",
        subject=claim.subject,
        quote=claim.sentence,
        repairs=repairs,
    )
