"""Targets and results in words and numbers: far above, below without a reason, and claims that all is done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Indicator, Role
from score.achievement import Achievement, achievement_of, reason_of
from score.context import Context
from score.evidence import number, printed
from score.lexicon import any_of, score_words
from score.profile import Thresholds, named
from score.rule import rule

LONGEST_SUBJECT = 30


def thresholds(context: Context) -> Thresholds:
    """The thresholds of the named profile, or the usual ones."""
    return named(context.profile).thresholds if context.profile else Thresholds()


@rule("G11", severity=Severity.WARNING, compares=False)
def far_above_target_is_explained(context: Context) -> Iterator[Check]:
    """A result far above its target comes with a reason.

    Over-fulfilment is welcome, but a target that is passed by half was set too low or measured otherwise. Example:
    完成协议指标量的 203.5%, without a word why.
    """
    limits = thresholds(context)
    for claim in context.claims(ClaimKind.COMPLETION):
        rate = completion_of(claim)
        if rate and rate.number is not None:
            figures = [rate, *(term.figure for term in claim.terms if term.figure is not rate)]
            share = Fraction(rate.number) / 100
            explained = _explained(context, claim)
            yield from _over(
                limits, share, figures, _subject(claim), printed(rate), explained, claim.sentence
            )
    for row in context.report.indicators:
        ratio = _ratio(row)
        if ratio is not None:
            share, figures, shown = ratio
            yield from _over(limits, share, figures, row.name, shown, bool(reason_of(row)), "")


def _ratio(row: Indicator) -> tuple[Fraction, list[Figure], str] | None:
    """How far a row where more is better went, and the figures that say so."""
    done = achievement_of(row)
    if done is not None and done.positive and done.ratio is not None and done.goal > 0:
        share = f"{number(done.ratio * 100, 2)}%"
        return (
            done.ratio,
            [done.actual, done.target],
            f"{printed(done.actual)} / {printed(done.target)} = {share}",
        )
    if row.target is None and row.rate and row.rate.number is not None:
        return Fraction(row.rate.number) / 100, [row.rate], printed(row.rate)
    return None


def _over(
    limits: Thresholds,
    ratio: Fraction,
    figures: list[Figure],
    subject: str,
    shown: str,
    explained: bool,
    quote: str,
) -> Iterator[Check]:
    """Only results above the threshold are examined: below it nothing was re-checked.

    The figures may all be true, so the verdict stays open; what is missing is the reason.
    """
    if ratio <= limits.over_note:
        return
    warned = ratio > limits.over_warning
    limit = number(Fraction(limits.over_warning if warned else limits.over_note) * 100)
    level = Severity.WARNING if warned else Severity.NOTE
    yield Check(
        rule="G11",
        verdict=Verdict.UNDETERMINED,
        severity=None if explained else level,
        figures=tuple(figures),
        subject=subject,
        formula=shown,
        reported=shown,
        high=f"{limit}%",
        quote=quote,
        facts={
            "outcome": "explained" if explained else "over",
            "rate": f"{number(ratio * 100, 2)}%",
            "limit": f"{limit}%",
        },
    )


def completion_of(claim: Claim) -> Figure | None:
    """The printed completion rate of a claim."""
    found = claim.term(Role.COMPLETION) or claim.term(Role.RATE)
    return found.figure if found and found.figure.kind is FigureKind.PERCENT else None


def _subject(claim: Claim) -> str:
    own = next((t.metric for t in claim.terms if t.role is not Role.COMPLETION and t.metric), "")
    return own or claim.subject or next((t.metric for t in claim.terms if t.metric), "")


def _explained(context: Context, claim: Claim) -> bool:
    """Whether the sentence, or the paragraph it stands in, gives a reason."""
    passage = context.passage_of(claim.place)
    text = passage.text if passage else claim.sentence
    return any_of(score_words().reasons.words, text) is not None


@rule("G12", severity=Severity.WARNING, needs=("indicators",), compares=False)
def below_target_is_explained(context: Context) -> Iterator[Check]:
    """A row that missed its target gives a reason, where its form asks for one.

    Example: target ≥95%, actual 88%, 偏差原因分析 left empty.
    """
    for row in context.report.indicators:
        done = achievement_of(row)
        if done is None or done.met is None or not _asks_for_reason(context, row):
            continue
        if done.met or _could_be_met(done):
            yield _reached(row, done)
            continue
        explained = bool(reason_of(row))
        target = row.target.text if row.target else printed(done.target)
        yield Check(
            rule="G12",
            verdict=Verdict.UNDETERMINED if explained else Verdict.INCONSISTENT,
            severity=None if explained else Severity.WARNING,
            figures=(done.actual, done.target),
            subject=row.name,
            formula=f"{printed(done.actual)} ↔ {target}",
            reported=printed(done.actual),
            facts={
                "outcome": "explained" if explained else "inconsistent",
                "actual": printed(done.actual),
                "target": target,
            },
        )


def _reached(row: Indicator, done: Achievement) -> Check:
    """A row that reached its target and needs no reason: had it not, one would be missing."""
    target = row.target.text if row.target else printed(done.target)
    return Check(
        rule="G12",
        verdict=Verdict.CONSISTENT,
        figures=(done.actual, done.target),
        subject=row.name,
        formula=f"{printed(done.actual)} ↔ {target}",
        reported=printed(done.actual),
        facts={"outcome": "consistent", "actual": printed(done.actual), "target": target},
    )


def _could_be_met(done: Achievement) -> bool:
    """Whether the actual reaches the target when printed at the places of the target (99.6% for 100%)."""
    places = min(done.target.decimals, done.actual.decimals)
    actual = Decimal(done.actual.number or 0)
    return bool(done.actual.kind is FigureKind.PERCENT and round(actual, places) == done.target.number)


def _asks_for_reason(context: Context, row: Indicator) -> bool:
    """Whether the form has a column for reasons."""
    forms = context.report.forms
    if row.form is not None and row.form < len(forms) and forms[row.form].fields:
        return "deviation_reason" in forms[row.form].fields
    return any(other.deviation_reason for other in context.report.indicators if other.form == row.form)


@rule("G14", severity=Severity.ERROR)
def claims_of_success_hold(context: Context) -> Iterator[Check]:
    """What is said to be fully done is not below its target in the same statement or row.

    超额完成 beside a rate under 100 % is a contradiction; 基本完成 in a report with a rate under 60 % deserves a look. Example:
    全面完成年度任务, 完成率 87%.
    """
    yield from _rows_said_to_be_met(context)
    yield from _statements_said_to_be_met(context)
    yield from _mostly_met(context)


def _rows_said_to_be_met(context: Context) -> Iterator[Check]:
    words = score_words().claims
    for row in context.report.indicators:
        done = achievement_of(row)
        text = row.actual.text if row.actual else ""
        said = any_of(words.all_met, text)
        if done is None or said is None or done.met is None or any_of(words.hedged, text):
            continue
        fine = done.met or _could_be_met(done)
        yield _met_check(
            Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
            None if fine else Severity.ERROR,
            [done.actual, done.target],
            row.name,
            said,
            printed(done.actual),
            text,
        )


def _statements_said_to_be_met(context: Context) -> Iterator[Check]:
    """A clause like 超额完成任务的87%: the claim and the figure are in one statement."""
    words = score_words().claims
    for claim in context.claims(ClaimKind.COMPLETION):
        rate = completion_of(claim)
        said = any_of(words.all_met, claim.sentence)
        if rate is None or rate.number is None or rate.hedge or said is None:
            continue
        alone = sum(c.sentence == claim.sentence for c in context.claims(ClaimKind.COMPLETION)) == 1
        below = rate.number < 100
        if below and (not alone or any_of(words.hedged, claim.sentence)):
            verdict, severity = Verdict.UNDETERMINED, None
        else:
            verdict = Verdict.INCONSISTENT if below else Verdict.CONSISTENT
            severity = Severity.WARNING if below else None
        yield _met_check(verdict, severity, [rate], _subject(claim), said, printed(rate), claim.sentence)


def _mostly_met(context: Context) -> Iterator[Check]:
    """One note a document: the sentences that say most is done, beside the lowest completion rates."""
    words = score_words().claims
    low = [
        (claim, rate)
        for claim in context.claims(ClaimKind.COMPLETION)
        if (rate := completion_of(claim)) and rate.number is not None and rate.number < words.mostly_met_below
    ]
    said = [
        (passage, word)
        for passage in context.report.passages
        if (word := any_of(words.mostly_met, passage.text)) is not None
    ]
    if not low or not said:
        return
    claim, rate = min(low, key=lambda pair: pair[1].number or Decimal(0))
    passage, word = said[0]
    check = _met_check(
        Verdict.UNDETERMINED,
        Severity.NOTE,
        [figure for _, figure in low],
        _subject(claim)[:LONGEST_SUBJECT],
        word,
        printed(rate),
        claim.sentence,
    )
    places = (*(figure.place for _, figure in low), passage.place)
    return_facts = {**check.facts, "outcome": "mostly"}
    yield check.model_copy(update={"facts": return_facts, "places": places})


def _met_check(
    verdict: Verdict,
    severity: Severity | None,
    figures: list[Figure],
    subject: str,
    said: str,
    shown: str,
    quote: str,
) -> Check:
    return Check(
        rule="G14",
        verdict=verdict,
        severity=severity,
        figures=tuple(figures),
        subject=subject,
        reported=shown,
        quote=quote,
        facts={"outcome": verdict.value, "said": said, "shown": shown},
    )
