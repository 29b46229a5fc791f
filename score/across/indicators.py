"""Indicators of a project in several documents: targets (X03), over years (X04), and results that never change (X07)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Direction, DocType, Indicator, Report
from score.across.brief import telling_results
from score.across.names import bare
from score.across.view import Other, View, across
from score.bounds import at_its_word
from score.evidence import check_of, printed
from score.relation import Outcome, relate

PLANS = frozenset({DocType.TARGET_FORM, DocType.MONITOR_FORM})
FAR_BELOW = Fraction(1, 2)
"""A target below this part of last year's result asks for less than was done already."""
ENOUGH = 5
"""So many equal, telling results over years are no chance."""


@across("X03", severity=Severity.WARNING)
def targets_are_those_approved(view: View) -> Iterator[Check]:
    """A self-evaluation reports on the targets and weights of the target form.

    Rows are matched by the name of the indicator, where both have it once and print the same unit. A target may be changed
    with approval, so a difference is to be explained. Example: target form ≥ 120场, self-evaluation ≥ 100场.
    """
    if view.report.document.doc_type in PLANS:
        return
    for other in view.same:
        if other.report.document.doc_type not in PLANS:
            continue
        for here, there in _pairs(view.report, other.report):
            for part in ("target", "weight"):
                yield from _equal(view, other, here, there, part)


def _equal(view: View, other: Other, here: Indicator, there: Indicator, part: str) -> Iterator[Check]:
    one, two = _number(here, part), _number(there, part)
    if one is None or two is None or one.unit != two.unit:
        return
    far = other.figure(two)
    yield check_of(
        "X03",
        _compared(one, far),
        one,
        (far,),
        left=printed(far),
        severity=Severity.WARNING,
        subject=here.level3 or "",
        facts={**view.facts(other), "part": part, "outcome": _outcome(one, far, part)},
        places=(one.place, far.place),
    )


def _compared(one: Figure, far: Figure) -> Outcome:
    """Two targets (or weights), each taken at its word: a bound is a statement of its own."""
    named = at_its_word(far)
    return relate(at_its_word(one), lambda of: of(named))


def _outcome(one: Figure, far: Figure, part: str) -> str:
    verdict = _compared(one, far).verdict
    return f"{verdict.value}_{part}" if verdict is Verdict.INCONSISTENT else verdict.value


@across("X04", severity=Severity.NOTE)
def targets_ask_for_what_was_done(view: View) -> Iterator[Check]:
    """A target is not far below what was done the year before.

    A target that asks for less than half of last year's result makes any result look good; a change of the task explains it.
    Example: 2022 actual 240场, 2023 target ≥ 60场.
    """
    for other in view.before:
        for here, there in _pairs(view.report, other.report):
            target, done = _number(here, "target"), _number(there, "actual")
            if target is None or done is None or target.unit != done.unit or not _more_is_better(here):
                continue
            wanted, had = Fraction(target.number or 0), Fraction(done.number or 0)
            if wanted <= 0 or had <= 0 or target.unit == "%":
                continue
            low = wanted < had * FAR_BELOW
            far = other.figure(done)
            yield Check(
                rule="X04",
                verdict=Verdict.UNDETERMINED if low else Verdict.CONSISTENT,
                severity=Severity.NOTE if low else None,
                figures=(target, far),
                subject=here.level3 or "",
                formula=f"{printed(target)} / {printed(far)}",
                reported=printed(target),
                facts={
                    **view.facts(other),
                    "outcome": "low" if low else "consistent",
                    "previous": printed(far),
                    "subject": here.level3 or "",
                },
                places=(target.place, far.place),
            )


def _more_is_better(row: Indicator) -> bool:
    operator = row.target.operator if row.target else None
    return row.direction in {None, Direction.POSITIVE} and operator in {None, ">", ">=", "="}


@across("X07", severity=Severity.WARNING)
def results_change_over_years(view: View) -> Iterator[Check]:
    """Results of two years are not the same figures throughout.

    Round results repeat by nature; five and more telling ones that are equal to the last digit, and are nearly all there
    are, look copied. Example: 126处, 38.25公里, 97.92%, … in both years.
    """
    for other in view.before:
        mine, theirs = telling_results(view.report), telling_results(other.report)
        rows = {text: number for number, text in theirs.items()}
        shared = [(number, rows[text]) for number, text in mine.items() if text in rows]
        if min(len(mine), len(theirs)) < ENOUGH:
            continue
        copied = len(shared) >= ENOUGH and len(shared) * 5 >= min(len(mine), len(theirs)) * 4
        figures = [figure for a, b in shared for figure in _both(view, other, a, b)]
        yield Check(
            rule="X07",
            verdict=Verdict.UNDETERMINED if copied else Verdict.CONSISTENT,
            severity=Severity.WARNING if copied else None,
            figures=tuple(figures) if copied else (),
            subject=view.report.document.project_name or "",
            facts={
                **view.facts(other),
                "outcome": "copied" if copied else "consistent",
                "count": str(len(shared)),
                "of": str(min(len(mine), len(theirs))),
            },
            places=tuple(f.place for f in figures[:2])
            if figures
            else (view.report.indicators[0].place, other.place(other.report.indicators[0].place)),
        )


def _both(view: View, other: Other, here: int, there: int) -> Iterator[Figure]:
    one, two = view.report.indicators[here].actual, other.report.indicators[there].actual
    if one and two:
        yield one.figures[0]
        yield other.figure(two.figures[0])


def _pairs(one: Report, other: Report) -> Iterator[tuple[Indicator, Indicator]]:
    """Rows of two documents with one name, where both have it exactly once."""
    here, there = by_name(one), by_name(other)
    yield from ((row, there[name]) for name, row in here.items() if name in there)


def by_name(report: Report) -> dict[str, Indicator]:
    """The rows of a document by bare name, of names that stand there once."""
    names = [bare(row.level3) for row in report.indicators]
    counts = Counter(names)
    return {
        name: row for name, row in zip(names, report.indicators, strict=True) if name and counts[name] == 1
    }


def _number(row: Indicator, part: str) -> Figure | None:
    """The one figure of a target, a result or a weight."""
    if part == "weight":
        figure = row.weight
    else:
        said = row.target if part == "target" else row.actual
        figure = said.figures[0] if said and len(said.figures) == 1 else None
    usable = figure is not None and isinstance(figure.number, Decimal) and figure.flaw is None
    return figure if usable else None
