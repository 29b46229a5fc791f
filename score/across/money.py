"""Money over years and departments: what was carried forward (X05), and projects against their department (X06)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import LedgerRowKind, Report
from score.across.ledger import EXECUTED, executed
from score.across.names import SHORTEST, bare
from score.across.view import Other, View, across
from score.across.words import words
from score.evidence import check_of, joined, printed
from score.relation import relate

MONEY_FIELDS = ("budget_initial", "budget_adjusted", "received_amount", EXECUTED)


@across("X05", severity=Severity.WARNING)
def carried_forward_is_opened(view: View) -> Iterator[Check]:
    """What one year carries forward is what the next begins with.

    The end of one year is its row or column of 年末结转, or the last balance of a ledger; the beginning is 上年结转 or 期初余额.
    Example: 2022 年末结转 80万元, 2023 上年结转 75万元.
    """
    opening = _opening(view.report)
    if opening is None:
        return
    for other in view.before:
        closing = _closing(other.report)
        if closing is None:
            continue
        there = other.figure(closing)
        yield check_of(
            "X05",
            relate(opening, lambda of, there=there: of(there)),  # type: ignore[misc]
            opening,
            (there,),
            left=printed(there),
            severity=Severity.WARNING,
            facts=view.facts(other),
            places=(opening.place, there.place),
        )


def _opening(report: Report) -> Figure | None:
    rows = [entry.balance for entry in report.ledger_entries if entry.row_kind is LedgerRowKind.OPENING]
    told = [figure for figure in rows if figure and figure.number]  # expenditure begins at nothing every year
    return _only(told) if report.ledger_entries else _only(_labelled(report, words().opening, ()))


def _closing(report: Report) -> Figure | None:
    balances = [entry.balance for entry in report.ledger_entries if entry.balance is not None]
    if balances:
        return balances[-1]
    return _only(_labelled(report, words().closing, words().opening))


def _labelled(report: Report, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> list[Figure]:
    """The amounts whose column, or whose row's name, says so: of total rows first, else of the rows so named."""

    def says(text: str) -> bool:
        return any(word in text for word in wanted) and not any(word in text for word in unwanted)

    columns = [
        figure
        for line in report.budget_lines
        if line.is_total
        for field, figure in line.amounts.items()
        if says(line.headers.get(field, "")) and figure.kind is FigureKind.MONEY
    ]
    rows = [
        line.amounts["budget_adjusted"]
        for line in report.budget_lines
        if says(line.name) and "budget_adjusted" in line.amounts
    ]
    return columns or rows


def _only(figures: list[Figure]) -> Figure | None:
    """The amount, if all of them are one."""
    usable = [figure for figure in figures if figure.number is not None and figure.flaw is None]
    return usable[0] if usable and len({figure.number for figure in usable}) == 1 else None


@across("X06", severity=Severity.WARNING)
def department_is_the_sum(view: View) -> Iterator[Check]:
    """A department's form shows for each project what the project's own form shows, and in all not less than their sum.

    A project's row is found by its name. Example: 部门整体自评表 项目甲 执行 120万元, 项目甲 自评表 执行 118万元.
    """
    parts: dict[object, tuple[Other, Figure]] = {}
    for other in view.parts:
        own = executed(other.report)
        if own:
            facts = other.report.document
            key = bare(facts.project_code) or bare(facts.project_name) or other.version
            parts.setdefault(key, (other, other.figure(own[0])))
        yield from _row_checks(view, other)
    projects = _of_projects(view.report)
    whole = [projects] if projects else executed(view.report)[:1]
    if whole and len(parts) > 1:
        yield from _whole_check(view, whole[0], list(parts.values()))


def _of_projects(report: Report) -> Figure | None:
    """What a department spent on projects: that column of its total row, or that row; None if they differ."""

    def says(text: str) -> bool:
        return any(word in bare(text) for word in words().project_money)

    def spent(text: str) -> bool:
        return not any(word in text for word in words().planned_money)

    lines = [line for line in report.budget_lines if not any(w in line.table for w in words().part_of_money)]
    found = [
        figure
        for line in lines
        if line.is_total and EXECUTED not in line.amounts
        for field, figure in line.amounts.items()
        if says(line.headers.get(field, "")) and spent(line.headers.get(field, ""))
    ]
    found += [
        line.amounts[EXECUTED]
        for line in lines
        if bare(line.name) in words().project_money and EXECUTED in line.amounts
    ]
    return _only([figure for figure in found if figure.kind is FigureKind.MONEY])


def _row_checks(view: View, other: Other) -> Iterator[Check]:
    """The row of a project in the department's table against the total row of the project's form."""
    name = bare(other.report.document.project_name)
    rows = [line for line in view.report.budget_lines if len(name) > SHORTEST and bare(line.name) == name]
    totals = [line for line in other.report.budget_lines if line.is_total]
    if len(rows) != 1 or len(totals) != 1:
        return
    for field in MONEY_FIELDS:
        here, there = rows[0].amounts.get(field), totals[0].amounts.get(field)
        if here is None or there is None or here.number is None or there.number is None:
            continue
        far = other.figure(there)
        yield check_of(
            "X06",
            relate(here, lambda of, far=far: of(far)),  # type: ignore[misc]
            here,
            (far,),
            left=printed(far),
            severity=Severity.WARNING,
            subject=rows[0].name,
            facts={**view.facts(other), "field": rows[0].headers.get(field, field)},
            places=(here.place, far.place),
        )


def _whole_check(view: View, whole: Figure, parts: list[tuple[Other, Figure]]) -> Iterator[Check]:
    """Projects may be missing from the archive, so only a sum above the department's total is a doubt."""
    figures = tuple(figure for _, figure in parts)
    total = sum((Fraction(figure.number or 0) for figure in figures), Fraction(0))
    outcome = relate(whole, lambda of: sum((of(f) for f in figures[1:]), of(figures[0])))
    if whole.number is None or (outcome.failed and total < Fraction(whole.number)):
        return
    other = parts[0][0]
    yield check_of(
        "X06",
        outcome,
        whole,
        figures,
        left=joined(figures),
        severity=Severity.WARNING,
        facts={
            **view.facts(other),
            "outcome": "more_than_whole" if outcome.failed else outcome.verdict.value,
            "others": "、".join(part.name for part, _ in parts),
        },
        places=(whole.place, figures[0].place),
    )
