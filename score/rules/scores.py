"""Row scores: do the points follow from what was done?

Local scoring rules differ, so a score is doubted only when no known formula gives it and the form's own weights
or words say which rules it follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Direction, TargetKind
from score.achievement import Achievement, achievement_of, reason_of
from score.context import Context
from score.evidence import check_of, number, printed
from score.interval import Interval
from score.lexicon import any_of, score_words
from score.performance import (
    DEFAULT,
    FORMULAS_OF_DIRECTION,
    Formula,
    best_fit,
    compare,
    points,
    printed_score,
    share_of_weight,
)
from score.relation import Outcome
from score.rule import rule
from score.sheet import Line, Sheet, sheets_in


@rule("G04", severity=Severity.WARNING, needs=("indicators",))
def score_follows_achievement(context: Context) -> Iterator[Check]:
    """A row where more is better scores its weight when the target is met, else in proportion.

    Points that no known formula gives are unearned or unexplained. Whole points are taken as rounded. Example:
    target ≥260公里, actual 247公里, weight 12: 11.4; printed 12.
    """
    yield from _rows(context, "G04", reverse=False)


@rule("G05", severity=Severity.WARNING, needs=("indicators",))
def reverse_score_follows_achievement(context: Context) -> Iterator[Check]:
    """A row where less is better scores its weight within the limit, else less by one of the two known formulas.

    Example: target ≤90万元, actual 99万元, weight 10: 9 (linear) or 9.09 (quotient); printed 10.
    """
    yield from _rows(context, "G05", reverse=True)


def _rows(context: Context, rule_id: str, *, reverse: bool) -> Iterator[Check]:
    for sheet in sheets_in(context):
        if sheet.columns_doubtful or sheet.weighted_by_percent:
            continue
        for line in sheet.marked:
            row = achievement_of(line.indicator) if line.indicator else None
            if row is None or not line.weight or not line.score:
                continue
            mine = (Direction.REVERSE in row.directions) == reverse
            if mine and line.points and line.score.number is not None:
                yield _row_check(rule_id, sheet, line, row, line.weight, line.score)


def _row_check(
    rule_id: str, sheet: Sheet, line: Line, row: Achievement, weight: Figure, score: Figure
) -> Check:
    allowed = allowed_formulas(sheet)
    known = frozenset(Formula) if _of_satisfaction(line) else frozenset(Formula) - {Formula.SAT_THRESHOLD}
    full = row.met is False and score.number == weight.number
    place = sheet.place_of_scores if full else None
    found = best_fit(score, _candidates(row, weight, sheet, (allowed or known) & known), place)
    plain = _plain(row, weight)
    unread = found is None
    verdict, formula, admissible, gap = found or (Verdict.UNDETERMINED, "", Interval.of(0, 1), Fraction(0))
    reason = reason_of(line.indicator) if line.indicator else None
    above = score.number is not None and plain is not None and Fraction(score.number) > plain
    severity: Severity | None = None
    outcome = "unknown_rule" if unread else "consistent"
    if verdict is not Verdict.INCONSISTENT and found and _only_if_more_is_better(row, found[1]):
        verdict, outcome = Verdict.UNDETERMINED, "direction"
        severity = Severity.NOTE if _full_beyond_bound(row, line) else None
    if verdict is Verdict.INCONSISTENT:
        if allowed is None and row.met and _met_without_a_word(sheet, line, row):
            verdict, outcome, severity = Verdict.UNDETERMINED, "met_below", Severity.NOTE
        elif _own_rule(line) or allowed is None:
            verdict, outcome = Verdict.UNDETERMINED, "own_rule" if _own_rule(line) else "unknown_rule"
        elif _fits_any(row, weight, score, sheet, known, place):
            verdict, outcome = Verdict.UNDETERMINED, "other_formula"
        elif reason and not above:
            verdict, outcome = Verdict.UNDETERMINED, "explained"
        else:
            severity = sheet.at_most(Severity.NOTE if reason else Severity.WARNING)
            outcome = "above" if above else "met_below" if row.met else "below"
    target = line.indicator.target.text if line.indicator and line.indicator.target else printed(row.target)
    check = check_of(
        rule_id,
        Outcome(verdict, plain, admissible, gap, None, frozenset()),
        score,
        [weight, row.actual, row.target],
        left=_left(row, weight),
        subject=line.name,
        facts={
            "outcome": outcome,
            "weight": printed(weight),
            "actual": printed(row.actual),
            "target": target,
            "rule": formula,
            "profile": sheet.profile.id if sheet.profile else "",
        },
    )
    return check.model_copy(update={"severity": severity})


def _only_if_more_is_better(row: Achievement, formula: str) -> bool:
    """Whether the points of a row of which less may be better fit only if more of it is."""
    less = {one.value for one in FORMULAS_OF_DIRECTION[Direction.REVERSE]}
    return Direction.REVERSE in row.directions and row.met is None and formula not in less and row.beyond


def _full_beyond_bound(row: Achievement, line: Line) -> bool:
    """Whether a printed upper bound is passed, with all the points and no word of it."""
    indicator = line.indicator
    operator = indicator.target.operator if indicator and indicator.target else None
    full = line.score is not None and line.weight is not None and line.score.number == line.weight.number
    return operator in {"<=", "<"} and full and not (indicator and (reason_of(indicator) or _own_rule(line)))


def _met_without_a_word(sheet: Sheet, line: Line, row: Achievement) -> bool:
    """Whether a form that asks for reasons lowers a row that did what was asked, no more, and says nothing."""
    asked = sheet.form is not None and "deviation_reason" in sheet.form.fields
    silent = not (line.indicator and (reason_of(line.indicator) or any(line.indicator.other.values())))
    exact = row.ratio is not None and row.ratio <= DEFAULT.over_reduced_from and not row.assumed
    return asked and silent and exact and not _own_rule(line) and not _of_satisfaction(line)


def _of_satisfaction(line: Line) -> bool:
    """Whether a row measures satisfaction, which alone is scored by thresholds of its own."""
    return any(
        score_words().group_of(name) == "satisfaction" for name in (line.level1, line.level2, line.name)
    )


def _fits_any(
    row: Achievement,
    weight: Figure,
    score: Figure,
    sheet: Sheet,
    known: frozenset[Formula],
    place: Decimal | None,
) -> bool:
    """Whether some known formula gives the score, though not one that the form follows."""
    found = best_fit(score, _candidates(row, weight, sheet, known), place)
    return found is not None and found[0] is not Verdict.INCONSISTENT


def allowed_formulas(sheet: Sheet) -> frozenset[Formula] | None:
    """The formulas the form follows: by a rule printed in it, else by its profile; None when neither is known."""
    printed_rules = sheet.form.rules if sheet.form else ()
    if any(score_words().rules.proportional.search(text) for text in printed_rules):
        national = {Formula.POS_CAP, Formula.POS_OVER_REDUCED, Formula.REV_LINEAR, Formula.REV_QUOTIENT}
        return frozenset(national | {Formula.EQ_CAP, Formula.EQ_ZERO})
    if sheet.profile and sheet.profile.scoring.formulas and not printed_rules:
        return frozenset(sheet.profile.scoring.formulas)
    return None


def _candidates(
    row: Achievement, weight: Figure, sheet: Sheet, formulas: frozenset[Formula]
) -> list[tuple[str, Interval]]:
    given = sheet.profile.parameters if sheet.profile else DEFAULT
    target = Interval.point(row.goal)
    found: list[tuple[str, Interval]] = []
    for direction in row.directions:
        for formula in sorted(FORMULAS_OF_DIRECTION[direction] & formulas):
            share = share_of_weight(formula, row.done(), target, given)
            if share is not None:
                found.append((formula.value, points(weight.number or 0, share)))
    return found


def _plain(row: Achievement, weight: Figure) -> Fraction | None:
    """The score of the base rule, from the figures as printed."""
    full = Fraction(weight.number or 0)
    if row.met:
        return full
    ratio = row.ratio
    if ratio is None or ratio <= 0:
        return None if ratio is None else Fraction(0)
    if row.met is None:
        return None
    return full / ratio if row.directions[0] is Direction.REVERSE else full * min(Fraction(1), ratio)


def _left(row: Achievement, weight: Figure) -> str:
    actual, target = printed(row.actual), printed(row.target)
    if row.met:
        return printed(weight)
    if row.directions[0] is Direction.REVERSE:
        return f"{printed(weight)} × {target} / {actual}"
    return f"{printed(weight)} × {actual} / {target}"


def _own_rule(line: Line) -> bool:
    """Whether the row prints a scoring standard of its own, other than the proportional one."""
    text = line.indicator.scoring_rule if line.indicator else None
    return bool(text) and not score_words().rules.proportional.search(text or "")


@rule("G06", severity=Severity.NOTE, needs=("indicators",), compares=False)
def qualitative_score_in_band(context: Context) -> Iterator[Check]:
    """A row judged in words scores in the band of its words: reached, partly reached, not reached.

    Bands are ranges, so only a score outside every known band is noted. Example: 基本完成 with 5 of 5 points.
    """
    for sheet in sheets_in(context):
        if sheet.columns_doubtful or sheet.weighted_by_percent:
            continue
        for line in sheet.marked:
            band = _band_of(line)
            if band and line.weight and line.score and line.points and line.score.number is not None:
                yield _band_check(sheet, line, line.weight, line.score, band)


def _band_of(line: Line) -> str | None:
    row = line.indicator
    if row is None or row.actual is None or row.target is None or row.actual.figures:
        return None
    if row.target.kind is not TargetKind.QUALITATIVE:
        return None
    words = score_words().qualitative
    if any_of(words.missed, row.actual.text):
        return "missed"
    if any_of(words.partly, row.actual.text):
        return "partly"
    same = row.actual.text.strip() == row.target.text.strip()
    return "reached" if same or any_of(words.reached, row.actual.text) else None


def _band_check(sheet: Sheet, line: Line, weight: Figure, score: Figure, band: str) -> Check:
    full = Fraction(weight.number or 0)
    bands = sheet.profile.scoring.bands if sheet.profile else None
    reached = Fraction(bands.reached) if bands else Fraction(8, 10)
    partly = Fraction(bands.partly) if bands else Fraction(1, 2)
    low, high = {"reached": (reached, Fraction(1)), "partly": (partly, reached)}.get(
        band, (Fraction(0), Fraction(6, 10) if bands is None else partly)
    )
    admissible = Interval.of(low * full, high * full)
    verdict, gap = compare(score, admissible)
    known = sheet.profile is not None and not _own_rule(line)
    outcome = verdict.value
    if verdict is Verdict.INCONSISTENT and not known:
        verdict, outcome = Verdict.UNDETERMINED, "unknown_rule"
    explained = verdict is Verdict.INCONSISTENT and reason_of(line.indicator) if line.indicator else None
    if explained:
        verdict, outcome = Verdict.UNDETERMINED, "explained"
    text = line.indicator.actual.text if line.indicator and line.indicator.actual else ""
    return Check(
        rule="G06",
        verdict=verdict,
        severity=Severity.NOTE if verdict is Verdict.INCONSISTENT else None,
        figures=(score, weight),
        subject=line.name,
        formula=f"{number(low * full, 2)} ≤ {printed(score)} ≤ {number(high * full, 2)}",
        reported=printed(score),
        low=number(low * full, 2),
        high=number(high * full, 2),
        margin=number(gap, 2),
        facts={
            "outcome": outcome,
            "actual": text,
            "weight": printed(weight),
            "score": printed(score),
            "band": band,
        },
    )


@rule("G15", severity=Severity.WARNING, needs=("indicators",), compares=False)
def more_done_scores_no_less(context: Context) -> Iterator[Check]:
    """Of two rows of equal weight that missed their targets, the one that did more does not score less.

    This needs no knowledge of the scoring rule. Example: 86% of the target 9 of 10 points, 95% only 8.
    """
    for sheet in sheets_in(context):
        groups: dict[Decimal, list[Missed]] = defaultdict(list)
        for line in sheet.lines:
            if (entry := _missed(line)) and line.points:
                groups[line.points].append(entry)
        for rows in groups.values():
            ordered = sorted(rows, key=lambda entry: entry[1])
            turned = [(a, b) for a, b in combinations(ordered, 2) if _turned(a, b)]
            if turned:
                yield _order_check(*max(turned, key=lambda pair: pair[1][1] - pair[0][1]), turned=True)
            elif len(ordered) > 1:
                yield _order_check(ordered[0], ordered[-1], turned=False)


Missed = tuple[Line, Fraction, Achievement, Figure]


def _missed(line: Line) -> Missed | None:
    row = achievement_of(line.indicator) if line.indicator else None
    if row is None or line.score is None or line.score.number is None or not line.points:
        return None
    if not row.positive or row.met is not False or row.ratio is None or _own_rule(line):
        return None
    return line, row.ratio, row, line.score


def _turned(less: Missed, more: Missed) -> bool:
    """Whether the row that did more scores less, beyond what rounding to its step explains."""
    low, high = printed_score(less[3]), printed_score(more[3])
    apart = more[1] - less[1] >= Fraction(1, 100)
    return apart and low.low is not None and high.high is not None and low.low >= high.high


def _order_check(less: Missed, more: Missed, *, turned: bool) -> Check:
    """One check for the rows of one weight: the pair that is turned most, else the lowest and the highest."""
    reason = reason_of(more[0].indicator) if more[0].indicator else None
    shares = [f"{number(entry[1] * 100, 2)}%" for entry in (less, more)]
    return Check(
        rule="G15",
        verdict=Verdict.INCONSISTENT if turned else Verdict.CONSISTENT,
        severity=(Severity.NOTE if reason else Severity.WARNING) if turned else None,
        figures=(less[3], more[3], less[2].actual, less[2].target, more[2].actual, more[2].target)
        if turned
        else (),
        subject=f"{less[0].name} / {more[0].name}",
        formula=f"{shares[0]} → {printed(less[3])}; {shares[1]} → {printed(more[3])}",
        facts={
            "less": less[0].name,
            "more": more[0].name,
            "less_rate": shares[0],
            "more_rate": shares[1],
            "less_score": printed(less[3]),
            "more_score": printed(more[3]),
        },
    )
