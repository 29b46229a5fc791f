"""The total, the execution score and deductions: points that follow from other points under any rule.

A total that its rows do not make is a contradiction, whatever the scoring rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import ClaimKind, Role
from score.achievement import reason_of
from score.context import Context
from score.evidence import check_of, joined, number, printed, undecided
from score.interval import Interval, total
from score.lexicon import any_of, score_words
from score.performance import Formula, capped, compare, points
from score.pointsums import (
    added,
    execution_may_fill,
    only_printed_in_part,
    readings,
    score_of,
    weight_of,
)
from score.relation import VERDICT_OF_MODE, Outcome
from score.rounding import Mode, readable, unround
from score.rule import rule
from score.sheet import Line, Sheet, sheets_in
from score.terms import normal
from score.transposed import columns_of_measures
from score.words import words


@rule("G07", severity=Severity.ERROR, needs=("indicators",))
def scores_make_the_total(context: Context) -> Iterator[Check]:
    """The scores of the rows, with the execution score, add up to the total.

    The total decides the grade. Rows printed in hundredths may hide half a hundredth each; full marks hide
    nothing. Example: rows of 8.66, 12, 11.4, 12, 7, 8, 14, 15 and 9.8 under a total of 98.86 make 97.86.
    """
    told = {
        Fraction(term.figure.number)
        for claim in context.claims(ClaimKind.SCORE)
        for term in claim.terms
        if term.role is Role.SCORE and claim.place.row is None and term.figure.number
    }
    for sheet in sheets_in(context):
        yield from _totals(sheet, told)
        for evaluator in sheet.evaluators:
            for check in _totals(sheet.marked_by(evaluator), told):
                yield check.model_copy(update={"subject": f"{sheet.title} · {evaluator}"})


def _totals(sheet: Sheet, told: Collection[Fraction]) -> Iterator[Check]:
    plain = [way for way in readings(sheet, score_of) if added(way) is not None]
    beyond = _beyond_the_rows(sheet)
    ways = [*((*way, *beyond) for way in plain if beyond), *plain]
    for score in _printed_totals(sheet):
        if score.number is not None and ways and len(ways[0]) > 1:
            exact = sorted(ways, key=lambda way: added(way) != Fraction(score.number or 0))
            yield _total_check(sheet, exact, score, told)


def _beyond_the_rows(sheet: Sheet) -> tuple[Figure, ...]:
    """The points of a bonus, and those of a penalty, which may be printed without their minus."""
    found = []
    for line in sheet.bonus:
        if line.score is None or line.score.number is None:
            continue
        off = any_of(score_words().names.penalty, line.name) and line.score.number > 0
        found.append(line.score.model_copy(update={"value": -line.score.number}) if off else line.score)
    return tuple(found)


def _printed_totals(sheet: Sheet) -> list[Figure]:
    """The total scores of the total row: one, or one for the column of every level."""
    first = sheet.total
    if first is None or first.score is None:
        return []
    beside = [line.score for line in sheet.totals[1:] if line.place == first.place and line.score]
    return [first.score, *beside]


def _total_check(
    sheet: Sheet, ways: list[tuple[Figure, ...]], score: Figure, told: Collection[Fraction]
) -> Check:
    """The first reading that fits in the plainest world of rounding; the plain one when none does.

    `told` are the points told in the text: what a total has beyond its rows may be those of a block outside the table.
    """
    full = {
        line.score.place.address
        for line in (*sheet.marked, *(line for _, line in sheet.groups))
        if line.score and line.score.number in {line.points, 0}
    }
    chosen, verdict, hidden = _reading_that_fits(ways, score, full)
    value = added(chosen) or Fraction(0)
    outcome, severity = verdict.value, None
    if hidden:
        small = abs(value - Fraction(score.number or 0)) * 2 <= 1
        verdict = Verdict.UNDETERMINED if small else Verdict.INCONSISTENT
        outcome = "whole_points" if small else verdict.value
        severity = Severity.NOTE if small else Severity.WARNING
    elif verdict is Verdict.INCONSISTENT:
        rescaled = _rescaled(sheet, ways, score)
        if rescaled is not None:
            verdict, outcome, value = Verdict.CONSISTENT, "rescaled", rescaled
        elif (
            sheet.blank_scores
            or sheet.columns_doubtful
            or _execution_unprinted(sheet, score, ways)
            or Fraction(score.number or 0) - value
            in {*told} - {Fraction(f.number or 0) for way in ways for f in way}
        ):
            verdict, outcome = Verdict.UNDETERMINED, "incomplete"
        else:
            severity = Severity.ERROR
    elif _off_by_much(chosen, score, full):
        verdict, outcome, severity = Verdict.UNDETERMINED, "whole_points", Severity.NOTE
    margin = abs(value - Fraction(score.number or 0)) / Fraction(score.unit_in_last_place)
    check = check_of(
        "G07",
        Outcome(verdict, value, None, margin, None, frozenset()),
        score,
        chosen,
        left=joined(chosen),
        subject=sheet.title,
        facts={"outcome": outcome, "count": str(len(chosen))},
    )
    return check.model_copy(update={"severity": severity})


def _execution_unprinted(sheet: Sheet, score: Figure, ways: Sequence[tuple[Figure, ...]]) -> bool:
    """Whether the total may hold points of execution that no row prints."""
    missing = Fraction(score.number or 0) - (added(ways[0]) or Fraction(0))
    weights = [way for way in readings(sheet, weight_of) if added(way) is not None]
    return execution_may_fill(sheet, score_of, missing) or only_printed_in_part(sheet, weights)


def _reading_that_fits(
    ways: Sequence[tuple[Figure, ...]], score: Figure, full: Collection[object]
) -> tuple[tuple[Figure, ...], Verdict, bool]:
    """The first reading that makes the total, in the plainest world; and whether full marks would have to hide something.

    Full marks and none are taken at their word first. Where the total is finer than its rows they may be rounded, too.
    """
    for open_full in (False, True):
        for mode, way in ((mode, way) for mode in Mode for way in ways):
            if open_full and not _finer_than_rows(score, way):
                continue
            exact = () if open_full else full
            made = total([_row_set(f, way, exact, mode) for f in way])
            if unround(score.number or 0, Fraction(1, 10**score.decimals), mode).meets(made):
                return way, VERDICT_OF_MODE[mode], open_full
    return ways[0], Verdict.INCONSISTENT, False


def _finer_than_rows(score: Figure, way: Sequence[Figure]) -> bool:
    return (score.number or Decimal(0)) % Decimal(1).scaleb(-_finest(way)) != 0


def _finest(way: Sequence[Figure]) -> int:
    return max(f.decimals for f in way)


def _off_by_much(way: Sequence[Figure], score: Figure, full: Collection[object]) -> bool:
    """Whether a total that rounding can make is still further off than rows rounded at random are in nearly all forms."""
    off = abs((added(way) or Fraction(0)) - Fraction(score.number or 0))
    if off and not _finest(way) and (off >= 1 or not score.decimals):
        return True
    rounded = sum(f.place.address not in full for f in way) + 1
    # twice the deviation of that many rows, in squares: off > 2 * sqrt(rows / 12) last places
    return off**2 * 3 > Fraction(rounded, 100 ** _finest((*way,)))


def _row_set(figure: Figure, way: Sequence[Figure], exact: Collection[object], mode: Mode) -> Interval:
    """What a row may truly score, in a form whose rows are all printed as finely as the finest."""
    value = figure.number
    if value is None:
        return Interval.of(0, None)
    if figure.place.address in exact:
        return Interval.point(value)
    return unround(value, Fraction(1, 10 ** _finest(way)), mode)


def _rescaled(sheet: Sheet, ways: list[tuple[Figure, ...]], score: Figure) -> Fraction | None:
    """The total of marks weighted by percent, or of a form without an inapplicable group, scaled to 100."""
    pairs = [(line.score, line.weight) for line in sheet.lines if line.score and line.weight]
    candidates: list[Fraction] = []
    if sheet.weighted_by_percent:
        marks = [Fraction(s.number or 0) * Fraction(w.number or 0) / 100 for s, w in pairs]
        candidates.append(sum(marks, Fraction(0)))
    execution = [sheet.execution.weight] if sheet.execution and sheet.execution.weight else []
    weights = added([*(w for _, w in pairs), *execution])
    if weights and weights < 100:
        candidates += [value * 100 / weights for way in ways if (value := added(way)) is not None]
    reported = unround(score.number or 0, score.unit_in_last_place)
    return next((value for value in candidates if value in reported), None)


@rule("G09", severity=Severity.WARNING, needs=("indicators",))
def execution_score_follows_rate(context: Context) -> Iterator[Check]:
    """The execution score is its weight times the execution rate, at most the weight.

    The rate may stand on the adjusted, the initial or the received budget; one that fits is enough. Example:
    weight 10, 443.00 of 500.00 spent: 8.86; printed 9.66.
    """
    for sheet in sheets_in(context):
        row = sheet.execution
        if row and row.weight and row.score and row.points and row.score.number is not None:
            rates = [*_rates(sheet), *_rates_by_columns(context, sheet)]
            if rates:
                yield _execution_check(sheet, row, row.weight, row.score, rates)


Rate = tuple[str, Interval, tuple[Figure, ...]]


def _rates(sheet: Sheet) -> Iterator[Rate]:
    """The execution rates a form gives, as shares: how each is written, its set, and its figures."""
    for line in (
        line for line in sheet.money if line.is_total or line.name == getattr(sheet.execution, "name", "")
    ):
        yield from _rates_of(line.amounts)
    row = sheet.execution.indicator if sheet.execution else None
    figure = (
        row.rate or (row.actual.figures[0] if row.actual and len(row.actual.figures) == 1 else None)
        if row
        else None
    )
    if figure and figure.number is not None and figure.unit == "%":
        yield printed(figure), unround(figure.number, figure.unit_in_last_place) * Fraction(1, 100), (figure,)


def _rates_of(amounts: Mapping[str, Figure]) -> Iterator[Rate]:
    rate, spent = amounts.get("execution_rate"), amounts.get("executed_amount")
    if rate and rate.number is not None:
        yield printed(rate), unround(rate.number, rate.unit_in_last_place) * Fraction(1, 100), (rate,)
    for base in ("budget_adjusted", "budget_initial", "received_amount", "planned_amount"):
        whole = amounts.get(base)
        if spent and whole and spent.number is not None and whole.number:
            share = Interval.point(Fraction(spent.number) / Fraction(whole.number))
            yield f"{printed(spent)} / {printed(whole)}", share, (spent, whole)


def _rates_by_columns(context: Context, sheet: Sheet) -> Iterator[Rate]:
    """The same where the rows of a block are the measures: the rates of its column of totals."""
    for table in context.money_tables:
        if sheet.index is None or all(line.form != sheet.index for line in table.lines):
            continue
        for header, amounts, _ in columns_of_measures(table):
            if normal(header) in words().total_headers:
                yield from _rates_of(amounts)


def _execution_check(sheet: Sheet, row: Line, weight: Figure, score: Figure, rates: list[Rate]) -> Check:
    full = Fraction(weight.number or 0)
    options = [
        (rate, points(weight.number or 0, share)) for rate in rates for share in (capped(rate[1]), rate[1])
    ]
    results = [(compare(score, made, sheet.place_of_scores), rate, made) for rate, made in options]
    order = list(Verdict)
    (verdict, gap), rate, made = min(results, key=lambda item: (order.index(item[0][0]), item[0][1]))
    outcome, severity = "consistent", None
    if verdict is Verdict.INCONSISTENT:
        header = " ".join(sheet.form.fields.values()) if sheet.form else ""
        execution = score_words().rules.execution
        ruled = any(execution.search(text) for text in (sheet.form.rules if sheet.form else ()))
        told = ruled or execution.search(" ".join((header, row.name)))
        staged = bool(sheet.form and sheet.form.rules) and not told
        if (told or (sheet.profile and Formula.EXEC_PROP in sheet.profile.scoring.formulas)) and not staged:
            outcome, severity = "inconsistent", Severity.ERROR if ruled else sheet.at_most(Severity.WARNING)
        else:
            verdict, outcome = Verdict.UNDETERMINED, "unknown_rule"
    exact = full * min(Fraction(1), rate[1].middle or Fraction(0))
    check = check_of(
        "G09",
        Outcome(verdict, exact, made, gap, None, frozenset()),
        score,
        [weight, *rate[2]],
        left=f"{printed(weight)} × {rate[0]}",
        subject=row.name,
        facts={"outcome": outcome, "weight": printed(weight), "rate": rate[0]},
    )
    return check.model_copy(update={"severity": severity})


@rule("G10", severity=Severity.ERROR, needs=("indicators",))
def deduction_is_what_is_missing(context: Context) -> Iterator[Check]:
    """The points a row says it lost are those missing from its weight.

    Example: weight 10, score 8, reason 进度滞后扣1分. Several deductions are added up.
    """
    for sheet in sheets_in(context):
        for line in sheet.lines:
            if line.weight and line.score and line.indicator and not sheet.columns_doubtful:
                yield from _deduction(line, line.weight, line.score)
        yield from _column_of_deductions(sheet)


def _column_of_deductions(sheet: Sheet) -> Iterator[Check]:
    """The column 扣分; where it fails in most rows it means something else."""
    found = [
        _deducted(line, line.weight, line.score, line.indicator.deducted)
        for line in sheet.lines
        if line.weight and line.score and line.indicator and line.indicator.deducted
        if all(map(readable, (line.weight, line.score, line.indicator.deducted)))
    ]
    failing = sum(check.verdict is Verdict.INCONSISTENT for check in found)
    for check in found:
        doubtful = check.verdict is Verdict.INCONSISTENT and (
            failing * 2 > len(found) or sheet.columns_doubtful
        )
        yield undecided(check) if doubtful else check


def _deducted(line: Line, weight: Figure, score: Figure, told: Figure) -> Check:
    """The points of a column 扣分 beside those missing; a minus may stand before them."""
    missing = Fraction(weight.number or 0) - Fraction(score.number or 0)
    fine = abs(Fraction(told.number or 0)) == missing
    return Check(
        rule="G10",
        verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
        severity=None if fine else Severity.ERROR,
        figures=(weight, score, told),
        subject=line.name,
        formula=f"{printed(weight)} - {printed(score)} = {number(missing)}",
        reported=printed(told),
        recomputed=number(missing),
        facts={
            "weight": printed(weight),
            "score": printed(score),
            "told": printed(told),
            "missing": number(missing),
        },
    )


def _deduction(line: Line, weight: Figure, score: Figure) -> Iterator[Check]:
    text = reason_of(line.indicator) if line.indicator else None
    words = score_words().rules
    if text is None or weight.number is None or score.number is None or words.conditional.search(text):
        return
    told = [Fraction(found["points"]) for found in words.deduction.finditer(text)]
    if not told:
        return
    missing = Fraction(weight.number) - Fraction(score.number)
    sums = {
        sum(part, Fraction(0)) for size in range(1, len(told) + 1) for part in combinations(told[:6], size)
    }
    fine = missing in sums
    verdict = Verdict.CONSISTENT if fine else Verdict.INCONSISTENT
    shown = number(sum(told, Fraction(0)))
    yield Check(
        rule="G10",
        verdict=verdict,
        severity=None if fine else Severity.ERROR,
        figures=(weight, score),
        subject=line.name,
        formula=f"{printed(weight)} - {printed(score)} = {number(missing)}",
        reported=shown,
        recomputed=number(missing),
        quote=text,
        facts={"weight": printed(weight), "score": printed(score), "told": shown, "missing": number(missing)},
    )
