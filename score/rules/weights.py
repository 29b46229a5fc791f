"""Weights and points of a form: they add up to its total, level by level, and no score exceeds its weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from score.context import Context
from score.evidence import check_of, joined, number, printed
from score.interval import Interval
from score.lexicon import score_words
from score.relation import Outcome
from score.rule import rule
from score.sheet import WHOLE_TREES, Line, Sheet, sheets_in

MOST_FOR_EXECUTION = 30
USUAL_FOR_EXECUTION = (10, 15, 20)
"""Points that forms give to execution."""

Column = Callable[[Line], Figure | None]


def weight_of(line: Line) -> Figure | None:
    """The weight column."""
    return line.weight


def score_of(line: Line) -> Figure | None:
    """The score column."""
    return line.score


def readings(sheet: Sheet, column: Column) -> list[tuple[Figure, ...]]:
    """The ways in which the points of a form may be meant to add up, the plain one first.

    Rows with the execution row, rows alone (execution is also an indicator), level-1 groups instead of
    rows, each with and without bonus rows.
    """
    rows = _figures(sheet.lines, column)
    groups = _figures((line for level, line in sheet.groups if level == 1), column)
    execution = _figures((sheet.execution,) if sheet.execution else (), column)
    bonus = _figures(sheet.bonus, column)
    named = any(
        score_words().group_of(line.name) == "execution" for level, line in sheet.groups if level == 1
    )
    ways: list[tuple[Figure, ...]] = []
    for base in (rows, groups):
        if base:
            ways += [base + execution, base, base + execution + bonus, base + bonus]
    if not rows and groups and named:
        ways.insert(0, groups)
    return list(dict.fromkeys(ways))


def _figures(lines: Iterator[Line] | Sequence[Line], column: Column) -> tuple[Figure, ...]:
    found = (column(line) for line in lines)
    return tuple(figure for figure in found if figure is not None)


def added(figures: Sequence[Figure]) -> Fraction | None:
    """The sum; None when a figure has no number."""
    numbers = [figure.number for figure in figures]
    if not numbers or any(n is None for n in numbers):
        return None
    return sum((Fraction(n) for n in numbers if n is not None), Fraction(0))


def exact_outcome(verdict: Verdict, value: Fraction, reported: Figure) -> Outcome:
    """The outcome of a sum of points taken at their word."""
    margin = abs(value - Fraction(reported.number or 0)) / Fraction(reported.unit_in_last_place)
    return Outcome(verdict, value, Interval.point(value), margin, Fraction(1), frozenset())


@rule("G01", severity=Severity.ERROR, needs=("indicators",))
def weights_make_the_total(context: Context) -> Iterator[Check]:
    """The weights of a form add up to its printed total.

    A form whose weights do not make its total cannot give a score on that scale. The execution row counts
    once, a 其中 row never. Example: 10 + 52 + 30 + 10 under a total of 100 makes 102.
    """
    for sheet in sheets_in(context):
        ways = _as_the_scores(sheet, [way for way in readings(sheet, weight_of) if added(way) is not None])
        if not ways:
            continue
        if sheet.total and sheet.total.weight and sheet.total.weight.number is not None:
            yield _declared(sheet, ways, sheet.total.weight)
        else:
            yield _undeclared(sheet, ways)


def _as_the_scores(sheet: Sheet, ways: list[tuple[Figure, ...]]) -> list[tuple[Figure, ...]]:
    """The readings that count the execution row as the scores do, where the printed total of scores decides it.

    A form whose scores reach their total only with the points of the execution row has its weight among the weights, too.
    """
    row, total = sheet.execution, sheet.total.score if sheet.total else None
    if row is None or row.weight is None or row.score is None or not row.score.number or total is None:
        return ways
    fitting = [way for way in readings(sheet, score_of) if added(way) == Fraction(total.number or 0)]
    counted = {row.score in way for way in fitting}
    kept = [way for way in ways if (row.weight in way) in counted] if len(counted) == 1 else []
    return kept or ways


def _declared(sheet: Sheet, ways: list[tuple[Figure, ...]], total: Figure) -> Check:
    target = Fraction(total.number or 0)
    way = next((w for w in ways if added(w) == target), None)
    value = added(way or ways[0]) or Fraction(0)
    if way:
        verdict, outcome = Verdict.CONSISTENT, "consistent"
    elif (
        sheet.blank_weights
        or sheet.columns_doubtful
        or len(ways[0]) < 2
        or execution_may_fill(sheet, weight_of, target - value)
        or only_printed_in_part(sheet, ways)
    ):
        verdict, outcome = Verdict.UNDETERMINED, "incomplete"
    else:
        verdict, outcome = Verdict.INCONSISTENT, "inconsistent"
    return check_of(
        "G01",
        exact_outcome(verdict, value, total),
        total,
        way or ways[0],
        left=joined(way or ways[0]),
        subject=sheet.title,
        facts={"outcome": outcome, "count": str(len(way or ways[0]))},
    )


def execution_may_fill(sheet: Sheet, column: Column, missing: Fraction) -> bool:
    """Whether what the rows lack can be the points of execution that the form does not print in a row, or prints in part."""
    row = sheet.execution
    if row is None:
        return sheet.told.named and 0 < missing <= MOST_FOR_EXECUTION
    if column(row) is not None:
        return False
    if column is weight_of:
        return (
            row.score is not None and row.score.number is not None and missing >= Fraction(row.score.number)
        )
    most = row.weight.number if row.weight else None
    return most is not None and 0 <= missing <= Fraction(most)


def only_printed_in_part(sheet: Sheet, ways: Sequence[tuple[Figure, ...]]) -> bool:
    """Whether both totals exceed their rows as the points of execution would, which the form does not print.

    The weights lack a usual weight of execution, and the scores that weight times a rate of the block of money.
    """
    total = sheet.total
    pointed = any({"weight", "score"} & line.amounts.keys() for line in sheet.money)
    if pointed or sheet.execution is not None or total is None or total.weight is None or total.score is None:
        return False
    scores = [value for way in readings(sheet, score_of) if (value := added(way)) is not None]
    weights = [value for way in ways if (value := added(way)) is not None]
    if not scores or not weights or total.weight.number is None or total.score.number is None:
        return False
    lacking = Fraction(total.weight.number) - weights[0]
    got = Fraction(total.score.number) - scores[0]
    if lacking not in USUAL_FOR_EXECUTION:
        return False
    rates = [f for line in sheet.money if (f := line.amounts.get("execution_rate")) and f.number is not None]
    return any(
        abs(min(lacking, lacking * Fraction(f.number or 0) / 100) - got) <= Fraction(1, 10) for f in rates
    )


def _whole_tree(sheet: Sheet) -> bool:
    """Whether the level-1 groups with the execution row leave nothing out."""
    names = {score_words().group_of(line.name) for level, line in sheet.groups if level == 1}
    names |= {"execution"} if sheet.execution and sheet.execution.weight else set()
    return any(tree <= names for tree in WHOLE_TREES)


def _undeclared(sheet: Sheet, ways: list[tuple[Figure, ...]]) -> Check:
    """Without a printed total only a known scale can confirm the sum; an odd sum deserves a look."""
    scales = {Fraction(100), *([Fraction(sheet.profile.scale)] if sheet.profile else [])}
    way = next((w for w in ways if added(w) in scales), None)
    value = added(way or ways[0]) or Fraction(0)
    odd = value % 10 != 0 and not sheet.blank_weights and not sheet.weighted_by_percent
    odd = odd and (len(ways[0]) > 4 or _whole_tree(sheet))
    verdict = Verdict.CONSISTENT if way else Verdict.INCONSISTENT if odd else Verdict.UNDETERMINED
    outcome = "consistent" if way else "odd" if odd else "no_total"
    shown = number(value)
    return Check(
        rule="G01",
        verdict=verdict,
        severity=Severity.WARNING if verdict is Verdict.INCONSISTENT else None,
        figures=way or ways[0],
        subject=sheet.title,
        formula=f"{joined(way or ways[0])} = {shown}",
        recomputed=shown,
        facts={"outcome": outcome, "recomputed": shown, "count": str(len(way or ways[0]))},
    )


@rule("G02", severity=Severity.ERROR, needs=("indicators", "forms"))
def weights_make_their_group(context: Context) -> Iterator[Check]:
    """The weights of the rows of a group add up to the weight printed for the group.

    A level-1 or level-2 weight that its rows do not make moves points between groups unseen. Example: 产出指标
    （50分） over rows of 10, 10, 10, 10 and 8.
    """
    yield from _trees(context, "G02", weight_of)


@rule("G18", severity=Severity.ERROR, needs=("indicators", "forms"))
def scores_make_their_group(context: Context) -> Iterator[Check]:
    """The scores of the rows of a group add up to the score printed for the group.

    Example: 决策 18.5 over rows of 4, 4, 3, 3 and 4.5.
    """
    yield from _trees(context, "G18", score_of)


def _trees(context: Context, rule_id: str, column: Column) -> Iterator[Check]:
    for sheet in sheets_in(context):
        names = [(level, score_words().plain(line.name)) for level, line in sheet.groups]
        for (level, line), key in zip(sheet.groups, names, strict=True):
            parent = column(line)
            if parent is None or parent.number is None:
                continue
            rows = [row for row in sheet.lines if _belongs(row, level, key[1])]
            if level == 1 and not _figures(rows, column):
                rows = _groups_below(sheet, rows)
            alike = [group for (_, group), name in zip(sheet.groups, names, strict=True) if name == key]
            ambiguous = not key[1] or not _one_group(alike, column)
            unscored = any(_belongs(row, level, key[1]) for row in sheet.unscored)
            yield from _tree(
                rule_id, sheet, line, parent, rows, column=column, ambiguous=ambiguous, unscored=unscored
            )


def _one_group(alike: Sequence[Line], column: Column) -> bool:
    """Whether lines of one name are one group: its heading prints the weight alone, its row of totals that and the score."""
    weights = {line.points for line in alike}
    return len(alike) == 1 or (
        len(_figures(alike, column)) == 1 and len(weights) == 1 and None not in weights
    )


def _groups_below(sheet: Sheet, rows: Sequence[Line]) -> list[Line]:
    """The level-2 groups of rows without points of their own, if every row belongs to one and no name occurs twice."""
    plain = score_words().plain
    wanted = list(dict.fromkeys(plain(row.level2) for row in rows))
    groups = [line for level, line in sheet.groups if level == 2]
    found = [line for name in wanted for line in groups if plain(line.name) == name]
    return found if len(found) == len(wanted) and all(wanted) else []


def _belongs(row: Line, level: int, name: str) -> bool:
    mine = row.level1 if level == 1 else row.level2
    return score_words().plain(mine) == name


def _tree(
    rule_id: str,
    sheet: Sheet,
    line: Line,
    parent: Figure,
    rows: list[Line],
    *,
    column: Column,
    ambiguous: bool,
    unscored: bool = False,
) -> Iterator[Check]:
    figures = _figures(rows, column)
    value = added(figures)
    if value is None:
        return
    target = Fraction(parent.number or 0)
    apart = _figures([r for r in rows if score_words().group_of(r.level2) != "satisfaction"], column)
    execution = _figures((sheet.execution,) if sheet.execution else (), column)
    ways = [figures, apart, figures + execution]
    tolerance = Fraction(0) if column is weight_of else _rounding(figures, parent)
    fits = next((w for w in ways if (s := added(w)) is not None and abs(s - target) <= tolerance), None)
    complete = len(figures) == len(rows) and not sheet.columns_doubtful and not unscored
    if fits:
        verdict, outcome, value = Verdict.CONSISTENT, "consistent", added(fits) or value
    elif ambiguous or not complete:
        verdict, outcome = Verdict.UNDETERMINED, "incomplete"
    else:
        verdict, outcome = Verdict.INCONSISTENT, "inconsistent"
    whole = _total_broken_alike(sheet, column, value - target) if verdict is Verdict.INCONSISTENT else None
    yield check_of(
        rule_id,
        exact_outcome(verdict, value, parent),
        parent,
        [*(fits or figures), *([whole] if whole else [])],
        left=joined(fits or figures),
        subject=line.name,
        facts={"outcome": "also_total" if whole else outcome, "total": printed(whole) if whole else ""},
    )


def _total_broken_alike(sheet: Sheet, column: Column, off: Fraction) -> Figure | None:
    """The total of the form, where its rows miss it by just what the rows of a group miss theirs: one slip, told once."""
    figure = column(sheet.total) if sheet.total else None
    rows = _figures(sheet.lines, column)
    execution = _figures((sheet.execution,) if sheet.execution else (), column)
    if figure is None or figure.number is None or len(rows) < len(sheet.lines):
        return None
    sums = [value for way in (rows, rows + execution) if (value := added(way)) is not None]
    return figure if any(value - Fraction(figure.number) == off for value in sums) else None


def _rounding(figures: Sequence[Figure], parent: Figure) -> Fraction:
    """What rounding of rows and group may hide, when they are printed with decimals."""
    places = [f.decimals for f in (*figures, parent)]
    unit = Fraction(1, 10 ** max(places))
    own = Fraction(1, 10**parent.decimals)
    return (len(figures) * unit + own) / 2 if max(places) else Fraction(0)


@rule("G03", severity=Severity.ERROR, needs=("indicators",))
def score_within_weight(context: Context) -> Iterator[Check]:
    """A score lies between 0 and its weight.

    Points beyond the weight lift the total unearned; bonus rows are exempt, and an execution score above its
    weight is only warned, as some systems do not cap it. Example: 得分 12 of 分值 10.
    """
    for sheet in sheets_in(context):
        lines = [(line, Severity.ERROR) for line in sheet.marked]
        lines += [(line, Severity.ERROR) for _, line in sheet.groups]
        if sheet.total:
            lines.append((sheet.total, Severity.WARNING if sheet.bonus else Severity.ERROR))
        if sheet.execution:
            lines.append((sheet.execution, Severity.WARNING))
        pairs = [
            (line, w, s, severity) for line, severity in lines if (w := line.weight) and (s := line.score)
        ]
        readable = [p for p in pairs if p[1].number is not None and p[2].number is not None]
        if not readable or sheet.weighted_by_percent:
            continue
        beyond = [p for p in readable if not 0 <= (p[2].number or 0) <= (p[1].number or 0)]
        for line, weight, score, severity in beyond:
            yield _beyond(sheet, line, weight, score, severity)
        if not beyond:
            # So weak a test is told once a form, and covers no figure.
            facts = {"outcome": "consistent", "count": str(len(readable))}
            yield Check(rule="G03", verdict=Verdict.CONSISTENT, subject=sheet.title, facts=facts)


def _beyond(sheet: Sheet, line: Line, weight: Figure, score: Figure, severity: Severity) -> Check:
    doubtful = sheet.columns_doubtful
    most, got = weight.number or Decimal(0), score.number or Decimal(0)
    return Check(
        rule="G03",
        verdict=Verdict.UNDETERMINED if doubtful else Verdict.INCONSISTENT,
        severity=None if doubtful else severity,
        figures=(score, weight),
        subject=line.name,
        formula=f"0 ≤ {printed(score)} ≤ {printed(weight)}",
        reported=printed(score),
        low="0",
        high=printed(weight),
        facts={
            "outcome": "columns" if doubtful else "inconsistent",
            "weight": printed(weight),
            "score": printed(score),
            "difference": number(Fraction(max(got - most, -got))),
        },
    )


@rule("G16", severity=Severity.NOTE, needs=("indicators",), compares=False)
def core_groups_carry_enough(context: Context) -> Iterator[Check]:
    """In evaluations of departments and finance bureaux, output and benefit carry at least 60 % of the points.

    The national rule asks for it, so that results outweigh procedure. Example: 决策 25, 过程 30, 产出 25, 效益 20.
    """
    if context.report.document.evaluation_kind not in {"department", "finance"}:
        return
    for sheet in sheets_in(context):
        profile = sheet.profile
        if profile is None or profile.core_share is None or not sheet.scale:
            continue
        sums = sheet.group_sums(satisfaction_apart=False)
        core = [line for line in sheet.lines if score_words().group_of(line.level1) in profile.core]
        value = sum((sums.get(group, Decimal(0)) for group in profile.core), Decimal(0))
        share = Fraction(value) / Fraction(sheet.scale) * 100
        fine = share >= profile.core_share
        yield Check(
            rule="G16",
            verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
            severity=None if fine else Severity.NOTE,
            figures=_figures(core, weight_of),
            subject=sheet.title,
            formula=f"{value} / {sheet.scale} = {number(share, 2)}%",
            recomputed=f"{number(share, 2)}%",
            low=f"{profile.core_share}%",
            facts={"share": f"{number(share, 2)}%", "minimum": f"{profile.core_share}%"},
        )


@rule("G17", severity=Severity.NOTE, needs=("indicators",), compares=False)
def points_not_on_one_row(context: Context) -> Iterator[Check]:
    """No single indicator carries more than half of the points of its form.

    When one row decides the result, the other targets hardly count. Example: 成本控制数 with 90 of 100 points.
    """
    for sheet in sheets_in(context):
        points = [line.points for line in sheet.lines if line.points]
        if len(points) < 2 and not (sheet.execution and points):
            continue
        whole = sheet.scale or sum(points, Decimal(0))
        heaviest = max(sheet.lines, key=lambda line: line.points or Decimal(0))
        if heaviest.weight is None or not heaviest.points or not whole:
            continue
        fine = heaviest.points * 2 <= whole
        yield Check(
            rule="G17",
            verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
            severity=None if fine else Severity.NOTE,
            figures=() if fine else (heaviest.weight,),
            subject=heaviest.name,
            formula=f"{printed(heaviest.weight)} / {whole}",
            reported=printed(heaviest.weight),
            facts={"weight": printed(heaviest.weight), "scale": str(whole)},
        )
