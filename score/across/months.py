"""A report against its ledger by month (X10): what was spent from one month to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import LedgerEntry, Report, Role
from score.across.ledger import EXECUTED, Sum, entries_of, is_money, is_total, other_parts, returned, spent
from score.across.names import bare
from score.across.view import Other, View, across
from score.across.words import words
from score.across.year import Months, by_month, months_of
from score.evidence import check_of, undecided
from score.relation import Outcome, relate


@across("X10", severity=Severity.WARNING)
def ledger_reconciles_by_month(view: View) -> Iterator[Check]:
    """What the report says was spent in a month, a quarter or up to a month is what the ledger shows for it.

    Months before the first and after the last entry are not compared. Differences that cancel out over months may be a
    matter of when payments were booked, and are noted; when most months differ the two count by different dates, and
    nothing is said. Example: 3月支出12万元, the entries of March 102,000.00.
    """
    said = list(_said(view.report))
    for other in view.ledgers if said else ():
        entries = _dated(view.report, other)
        if entries is None or other_parts(view, other):
            continue
        inside = {_month(entry) for entry in entries}
        rows = [row for row in said if min(inside) <= row.months[0] and row.months[1] <= max(inside)]
        yield from _checks(view, other, rows, entries)


@dataclass(frozen=True, slots=True)
class Said:
    """An amount spent in some months, and what they are called."""

    name: str
    months: Months
    figure: Figure


def _checks(
    view: View, other: Other, rows: Sequence[Said], entries: Sequence[LedgerEntry]
) -> Iterator[Check]:
    sums = [_sum(other, entries, row.months) for row in rows]
    outcomes = [relate(row.figure, one.total) for row, one in zip(rows, sums, strict=True)]
    failed = [(row, out) for row, out in zip(rows, outcomes, strict=True) if out.failed]
    doubtful = len(failed) > max(1, len(rows) // 2)
    shifted = not doubtful and len(failed) > 1 and _gaps(failed) == 0
    for row, one, outcome in zip(rows, sums, outcomes, strict=True):
        check = _check(view, other, row, one, outcome, entries)
        if outcome.failed and doubtful:
            yield undecided(check)
        elif outcome.failed and shifted:
            facts = {**check.facts, "outcome": "shifted"}
            update = {"verdict": Verdict.UNDETERMINED, "severity": Severity.NOTE, "facts": facts}
            yield check.model_copy(update=update)
        else:
            yield check


def _gaps(failed: Sequence[tuple[Said, Outcome]]) -> Fraction:
    """The differences of single months in all: 0 when one month has what another lacks."""
    return sum(
        (Fraction(row.figure.number or 0) - (outcome.exact or 0) for row, outcome in failed), Fraction(0)
    )


def _check(
    view: View, other: Other, row: Said, one: Sum, outcome: Outcome, entries: Sequence[LedgerEntry]
) -> Check:
    first = one.figures[0].place if one.figures else other.place(entries[0].place)
    return check_of(
        "X10",
        outcome,
        row.figure,
        one.figures,
        left=one.formula if one.figures else "0",
        severity=Severity.WARNING,
        subject=row.name,
        facts={**view.facts(other), "entries": str(len(one.figures))},
        places=(row.figure.place, first),
    )


def _sum(other: Other, entries: Sequence[LedgerEntry], months: Months) -> Sum:
    mine = [entry for entry in entries if months[0] <= _month(entry) <= months[1]]
    return Sum(tuple(other.figure(figure) for entry in mine if (figure := spent(entry))))


def _dated(report: Report, other: Other) -> list[LedgerEntry] | None:
    """The entries of a ledger that is one table without returns, all dated in the report's year; None for another."""
    tables = entries_of(other)
    if len(tables) != 1 or any(map(returned, tables[0])):
        return None
    years = {entry.date[:4] for entry in tables[0] if entry.date and len(entry.date) > len("12-31")}
    year = report.document.fiscal_year
    if len(years) > 1 or (years and year is not None and years != {str(year)}):
        return None
    return tables[0] if all(_month(entry) for entry in tables[0]) else None


def _month(entry: LedgerEntry) -> int:
    """The month of an entry, 0 if it has none. Dates are 2022-03-05, 2022-03 or 03-05."""
    parts = (entry.date or "").split("-")
    at = 1 if len(parts[0]) == 4 else 0
    return int(parts[at]) if len(parts) > at and parts[at].isdigit() else 0


def _said(report: Report) -> Iterator[Said]:
    """What the report says by month: the rows of a table that is split so, and its statements; each span once."""
    seen: dict[Months, list[Said]] = {}
    for one in (*_rows(report), *_statements(report)):
        seen.setdefault(one.months, []).append(one)
    for _, same in sorted(seen.items()):
        if not any(relate(one.figure, lambda of, s=same: of(s[0].figure)).failed for one in same[1:]):  # type: ignore[misc]
            yield same[0]


def _rows(report: Report) -> Iterator[Said]:
    tables = by_month(report)
    for line in report.budget_lines:
        months = months_of(line.name)
        figure = line.amounts.get(EXECUTED)
        if months is None or figure is None or is_total(line) or not is_money(figure):
            continue
        header = line.headers.get(EXECUTED, "")
        if any(word in header for word in words().cumulative):
            months = (1, months[1])
        if line.place.table in tables:
            yield Said(line.name, months, figure)


def _statements(report: Report) -> Iterator[Said]:
    for claim in report.claims:
        terms = [term for term in claim.terms if term.role is Role.SPENT and term.field == EXECUTED]
        if claim.scope or len(terms) != 1:
            continue
        figure, metric = terms[0].figure, bare(terms[0].metric)
        name, rest = (claim.period, metric) if claim.period else _begun_by(metric)
        months = months_of(name)
        if months and is_money(figure) and not figure.hedge and rest in words().spending:
            yield Said(name, months, figure)


def _begun_by(metric: str) -> tuple[str, str]:
    """The part of a year that a name begins with, and the rest of it: 第一季度, 支出."""
    known = (name for part in words().parts_of_year.names for name in part.name)
    found = next((name for name in sorted(known, key=len, reverse=True) if metric.startswith(name)), "")
    return found, metric[len(found) :]
