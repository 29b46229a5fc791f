"""Surveys: questionnaires given out, returned, valid, and the rates made of them (R12, Q01, Q02, Q05)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, joined, like, number, printed
from score.interval import Interval, total
from score.relation import UNKNOWN, VERDICT_OF_MODE, WEAK, Outcome, implied_part, relate
from score.repair import likely, significant_digits
from score.rounding import Mode, as_printed, possible, readable
from score.rule import rule
from score.sums import compare_sum
from score.words import mentions, words

STEPS = ("distributed", "returned", "valid_responses")
RATES = {
    "return_rate": ("returned", ("distributed",)),
    "valid_rate": ("valid_responses", ("returned", "distributed")),
    "satisfaction_rate": ("satisfied_count", ("valid_responses", "returned", "distributed")),
}
"""Each rate, its numerator, and the denominators in use."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The figures of one survey by field, and the sentences they stand in."""

    subject: str
    figures: dict[str, Figure]
    quote: str
    degrees: tuple[Figure, ...] = ()
    """The counts of the answers that are satisfied in some degree, from 非常满意 down, where there are several."""
    answers: tuple[Figure, ...] = ()
    """The counts of all answers, where they are listed from the best to the worst."""


def surveys_of(context: Context) -> Iterator[Survey]:
    """Surveys by paragraph; a paragraph that gives a field two values holds several, one a sentence."""
    blocks: dict[object, list[Claim]] = defaultdict(list)
    for claim in context.claims(ClaimKind.SURVEY):
        blocks[claim.place.block, claim.place.row, claim.place.column].append(claim)
    for claims in blocks.values():
        whole = _gathered(claims)
        if whole is not None:
            yield whole
        else:
            given_out = _given_out_apart(claims)
            steps, degrees = _steps_once(claims), [_degrees([claim]) for claim in claims]
            for claim in claims:
                if (survey := _gathered([claim])) is not None:
                    survey = _with_steps(survey, steps, degrees)
                    yield _without_given_out(survey) if claim.sentence in given_out else survey


def _steps_once(claims: list[Claim]) -> dict[str, Figure]:
    """What was given out, came back and is valid, in a paragraph that tells each of them once; nothing where one is told twice."""
    found: dict[str, dict[object, Figure]] = defaultdict(dict)
    for claim in claims:
        for term in claim.terms:
            if term.field in STEPS and readable(term.figure):
                found[term.field][term.figure.number] = term.figure
    once = all(len(values) == 1 for values in found.values())
    return {field: next(iter(values.values())) for field, values in found.items()} if once else {}


def _with_steps(survey: Survey, steps: dict[str, Figure], degrees: Sequence[tuple[Figure, ...]]) -> Survey:
    """Answers that are counted by degree are those of the only survey of the paragraph; a bare rate may be one of a part of it.

    So are the answers that several degrees make together: 非常满意241份、比较满意106份……非常满意和比较满意合计347份.
    """
    counted = survey.degrees or _together(survey.figures.get("satisfied_count"), degrees)
    if any(step in survey.figures for step in STEPS) or not counted:
        return survey
    return replace(survey, figures=steps | survey.figures)


def _together(count: Figure | None, degrees: Sequence[tuple[Figure, ...]]) -> bool:
    """Whether a count is that of two or more degrees of satisfaction of the only list of them, from the highest down."""
    lists = [listed for listed in degrees if listed]
    if count is None or len(lists) != 1:
        return False
    return count.number in list(itertools.accumulate(figure.number or 0 for figure in lists[0]))[1:]


def _given_out_apart(claims: list[Claim]) -> set[str]:
    """The sentences that give several numbers handed out, some without what came back: which was meant is open.

    「向企业发放200份、向群众发放150份，共350份，收回340份」.
    """
    fields = [(c.sentence, {t.field for t in c.terms} - {None}) for c in claims]
    return {sentence for sentence, found in fields if found == {"distributed"}}


def _without_given_out(survey: Survey) -> Survey:
    return replace(survey, figures={f: v for f, v in survey.figures.items() if f != "distributed"})


def _gathered(claims: list[Claim]) -> Survey | None:
    figures: dict[str, Figure] = {}
    told: dict[tuple[str, str], Figure] = {}
    for claim in claims:
        for term in claim.terms:
            if not term.field or not readable(term.figure) or term.role is Role.TARGET:
                continue
            known = told.setdefault((term.field, _degree(term)), term.figure)
            if known.number != term.figure.number:
                return None
            figures.setdefault(term.field, term.figure)
    valid, back = figures.get("valid_responses"), figures.get("returned") or figures.get("distributed")
    if valid and back and valid.unit != back.unit and (back.place.start or 0) > (valid.place.start or 0):
        # 有效来电1,000个 are none of the 700件 that were asked again.
        figures = {field: f for field, f in figures.items() if field not in {"valid_responses", "valid_rate"}}
    quote = "".join(dict.fromkeys(claim.sentence for claim in claims))
    return Survey(claims[0].subject, figures, quote, _degrees(claims), _answers(claims)) if figures else None


def _degree(term: Term) -> str:
    """The degree of satisfaction that is counted (非常满意, 满意), if one is: several of them are no contradiction."""
    counted = term.field == "satisfied_count" and term.metric in words().satisfied_degrees
    return term.metric if counted else ""


def _degrees(claims: list[Claim]) -> tuple[Figure, ...]:
    """The counts by degree of satisfaction, in the order of the words; none unless there are two or more."""
    counts = {
        term.metric: term.figure
        for claim in claims
        for term in claim.terms
        if term.metric in words().satisfied_degrees and term.figure.kind is not FigureKind.PERCENT
    }
    found = tuple(counts[name] for name in words().satisfied_degrees if name in counts)
    return found if len(found) > 1 and all(readable(figure) for figure in found) else ()


def _answers(claims: list[Claim]) -> tuple[Figure, ...]:
    """The counts of all answers by their names; none unless some are satisfied, some are not, and some stand between."""
    counts = {
        term.metric: term
        for claim in claims
        for term in claim.terms
        if term.field in ANSWERS and term.figure.kind is not FigureKind.PERCENT
        if term.field != "satisfied_count" or term.metric in words().satisfied_degrees
    }
    fields = [term.field for term in counts.values()]
    listed = len(fields) >= FEWEST_ANSWERS and {"satisfied_count", "dissatisfied_count"} <= set(fields)
    found = tuple(term.figure for term in counts.values())
    return found if listed and all(readable(figure) for figure in found) else ()


ANSWERS = ("satisfied_count", "neutral_count", "dissatisfied_count")
FEWEST_ANSWERS = 3


@rule("R12", severity=Severity.ERROR)
def survey_rates(context: Context) -> Iterator[Check]:
    """The rates of a survey are its counts over one another.

    A satisfaction that is a mean of points is no share of answers, and is left alone. Example: 「有效问卷95份，满意90份，满意度
    96.5%」, where 90 ÷ 95 = 94.74%.
    """
    for survey in surveys_of(context):
        for name, (part, wholes) in RATES.items():
            figures = survey.figures
            if name in figures and part in figures and not _scored(survey, name):
                bases = [figures[whole] for whole in wholes if whole in figures]
                if not bases or figures[name].kind is not FigureKind.PERCENT:
                    continue
                if name == "satisfaction_rate" and survey.degrees:
                    yield _by_degrees(survey, figures[name], bases)
                else:
                    yield _rate(survey, figures[name], figures[part], bases)


def _by_degrees(survey: Survey, rate: Figure, bases: list[Figure]) -> Check:
    """The satisfied are those down to some degree; where no degree makes the rate it may be a mean of points.

    A rate that one wrong digit parts from that of some degree is none: then it is a doubt.
    """
    sets = _runs(survey.degrees)
    tried = [(parts, base, _share_of(rate, parts, base)) for base in bases for parts in sets]
    parts, base, outcome = next((one for one in tried if not one[2].failed), tried[len(survey.degrees) - 1])
    repairs: list[str] = []
    if outcome.failed:
        slips = [(one, made) for one in tried if (made := _slip_of(rate, one[2]))]
        if slips and significant_digits(Fraction(rate.number or 0)) >= FEWEST_DIGITS:
            (parts, base, outcome), repairs = slips[0]
        else:
            outcome = replace(outcome, verdict=Verdict.UNDETERMINED)
    return check_of(
        "R12",
        outcome,
        rate,
        [*parts, base],
        left=f"({joined(parts)}) ÷ {printed(base)}",
        severity=Severity.WARNING,
        subject=survey.subject,
        quote=survey.quote,
        repairs=repairs,
    )


def _runs(degrees: tuple[Figure, ...]) -> list[tuple[Figure, ...]]:
    """The degrees that may count as satisfied: from the highest, or the one below it, down to some."""
    sets = [degrees[: last + 1] for last in range(len(degrees))]
    return sets + [run[1:] for run in sets if len(run) > 1]


FEWEST_DIGITS = 4
"""Digits of a rate that a mean of points would not hit but for one of them."""


def _slip_of(rate: Figure, outcome: Outcome) -> list[str]:
    exact = outcome.exact
    return [] if exact is None else [str(repair) for repair in likely([(rate, as_printed(exact, rate))])]


def _share_of(rate: Figure, parts: tuple[Figure, ...], whole: Figure) -> Outcome:
    return relate(rate, lambda of: total([of(part) for part in parts]) / of(whole) * 100)


def _scored(survey: Survey, rate: str) -> bool:
    return rate == "satisfaction_rate" and mentions(survey.quote, words().scored_satisfaction)


def _rate(survey: Survey, rate: Figure, part: Figure, bases: list[Figure]) -> Check:
    tried = [(base, _share(rate, part, base)) for base in bases]
    base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    wanted = [] if outcome.exact is None else [(rate, as_printed(outcome.exact, rate))]
    wanted.append((part, as_printed(Fraction(base.number or 0) * Fraction(rate.number or 0) / 100, part)))
    return check_of(
        "R12",
        outcome,
        rate,
        [part, *bases],
        left=f"{printed(part)} ÷ {printed(base)}",
        subject=survey.subject,
        quote=survey.quote,
        repairs=[str(repair) for repair in likely(wanted)] if outcome.failed else (),
    )


def _share(rate: Figure, part: Figure, whole: Figure) -> Outcome:
    return relate(rate, lambda of: of(part) / of(whole) * 100)


@rule("Q01", severity=Severity.ERROR)
def no_more_returned_than_given_out(context: Context) -> Iterator[Check]:
    """Valid questionnaires are at most those returned, and these at most those given out.

    Example: 「发放100份，回收102份」.
    """
    for survey in surveys_of(context):
        known = [survey.figures[step] for step in STEPS if step in survey.figures]
        for whole, part in itertools.pairwise(known):
            outcome = _at_most(whole, part)
            check = check_of(
                "Q01", outcome, part, [whole], left=printed(part), subject=survey.subject, quote=survey.quote,
                facts={"whole": printed(whole)},
            )  # fmt: skip
            formula = f"{printed(part)} {'>' if outcome.failed else '≤'} {printed(whole)}"
            told = check.facts | {"formula": formula}
            yield check.model_copy(update={"formula": formula, "recomputed": None, "facts": told})


def _at_most(whole: Figure, part: Figure) -> Outcome:
    found = relate(part, lambda of: of(whole) - Interval.of(0, None), power=Fraction(1))
    return Outcome(found.verdict, None, None, found.margin, None, frozenset())


@rule("Q02", severity=Severity.WARNING)
def answers_make_the_valid_ones(context: Context) -> Iterator[Check]:
    """The answers of a question with one choice add up to the valid questionnaires.

    Example: 「有效问卷95份，其中满意90份、不满意6份」.
    """
    for survey in surveys_of(context):
        figures = survey.figures
        whole = figures.get("valid_responses") or figures.get("returned")
        if survey.answers and whole is not None:
            yield from _all_answers(survey, whole)
            continue
        answers = [figures[name] for name in ("satisfied_count", "dissatisfied_count") if name in figures]
        if len(answers) == 2 and whole is not None:
            exceeded = sum((a.number or 0) for a in answers) > (whole.number or 0)
            outcome = compare_sum(whole, answers)
            if outcome.failed and not exceeded:
                outcome = Outcome(
                    Verdict.UNDETERMINED, outcome.exact, outcome.allowed, None, None, frozenset()
                )
            yield check_of(
                "Q02", outcome, whole, answers, left=joined(answers), severity=Severity.WARNING,
                subject=survey.subject, quote=survey.quote,
            )  # fmt: skip


def _all_answers(survey: Survey, whole: Figure) -> Iterator[Check]:
    """Every answer is counted, so they make the whole, or stay below it where some did not answer.

    One that fails is told where they are too many, or where one slip in a count makes the rate as well.
    """
    outcome = compare_sum(whole, survey.answers)
    off = Fraction(whole.number or 0) - sum((Fraction(a.number or 0) for a in survey.answers), Fraction(0))
    repairs = _slip_in_both(survey, whole, off) if outcome.failed else []
    if outcome.failed and off > 0 and not repairs:
        outcome = UNKNOWN
    yield check_of(
        "Q02", outcome, whole, survey.answers, left=joined(survey.answers), severity=Severity.WARNING,
        subject=survey.subject, quote=survey.quote, repairs=repairs,
    )  # fmt: skip


def _slip_in_both(survey: Survey, whole: Figure, off: Fraction) -> list[str]:
    """The slips in a count of the satisfied that explain why neither the sum nor the rate is right."""
    rate = survey.figures.get("satisfaction_rate")
    runs = _runs(survey.degrees)
    if rate is None or rate.kind is not FigureKind.PERCENT or not whole.number:
        return []
    if any(not _share_of(rate, run, whole).failed for run in runs):
        return []
    found = likely([(count, Fraction(count.number or 0) + off) for count in survey.degrees])
    return [
        str(repair)
        for repair in found
        if any(repair.figure in run and not _with_more(rate, run, whole, off).failed for run in runs)
    ]


def _with_more(rate: Figure, run: tuple[Figure, ...], whole: Figure, off: Fraction) -> Outcome:
    return relate(rate, lambda of: (total([of(part) for part in run]) + off) / of(whole) * 100)


@rule("Q05", severity=Severity.WARNING)
def satisfaction_is_of_whole_people(context: Context) -> Iterator[Check]:
    """A satisfaction rate needs a whole number of satisfied people among those asked.

    Example: 92.1% of 12 people: 11 are 91.7%, 12 are 100%. Means of points are left alone.
    """
    for survey in surveys_of(context):
        rate = survey.figures.get("satisfaction_rate")
        asked = next(
            (survey.figures[n] for n in ("valid_responses", "returned") if n in survey.figures), None
        )
        if (
            rate is None
            or asked is None
            or "satisfied_count" in survey.figures
            or _scored(survey, "satisfaction_rate")
        ):
            continue
        if rate.kind is FigureKind.PERCENT and asked.scale == 0 and asked.number:
            yield _whole_people(survey, rate, asked)


def _whole_people(survey: Survey, rate: Figure, asked: Figure) -> Check:
    """The hidden count of the satisfied: some whole number must make the rate."""
    fits = {mode: implied_part(Interval.point(asked.number or 0), possible(rate, mode)) for mode in Mode}
    held = frozenset(mode for mode, found in fits.items() if found)
    n, p = Fraction(asked.number or 0), Fraction(rate.number or 0)
    power = max(Fraction(0), 1 - n * Fraction(rate.unit_in_last_place) / 100)
    nearest = round(n * p / 100)
    first = next((mode for mode in Mode if mode in held), None)
    verdict = VERDICT_OF_MODE[first] if first else Verdict.INCONSISTENT
    if power < WEAK:
        verdict = Verdict.UNDETERMINED
    return check_of(
        "Q05",
        Outcome(verdict, Fraction(nearest) * 100 / n, None, None, power, held),
        rate,
        [asked],
        left=f"{nearest} ÷ {number(n)}",
        severity=Severity.WARNING,
        subject=survey.subject,
        quote=survey.quote,
        facts={"asked": printed(asked), "nearest": ", ".join(
            f"{k} ÷ {number(n)} = {like(Fraction(k) * 100 / n, rate)}" for k in _around(n, p)
        )},
    )  # fmt: skip


def _around(n: Fraction, p: Fraction) -> list[int]:
    below = int(n * p / 100)
    return [k for k in (below, below + 1) if k <= n]
