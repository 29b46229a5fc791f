"""Weights and scores of a form add up group by group (G02, G18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from score.context import Context
from score.evidence import check_of, joined, printed
from score.lexicon import score_words
from score.pointsums import (
    Column,
    added,
    exact_outcome,
    figures_in,
    score_of,
    weight_of,
)
from score.rule import rule
from score.sheet import Line, Sheet, sheets_in


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
            if level == 1 and not figures_in(rows, column):
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
        len(figures_in(alike, column)) == 1 and len(weights) == 1 and None not in weights
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
    figures = figures_in(rows, column)
    value = added(figures)
    if value is None:
        return
    target = Fraction(parent.number or 0)
    apart = figures_in([r for r in rows if score_words().group_of(r.level2) != "satisfaction"], column)
    execution = figures_in((sheet.execution,) if sheet.execution else (), column)
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
    rows = figures_in(sheet.lines, column)
    execution = figures_in((sheet.execution,) if sheet.execution else (), column)
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
