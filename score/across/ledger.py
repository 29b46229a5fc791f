"""A report against its ledger: the amount executed in all (X01), and by purpose or account (X02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import BudgetLine, Claim, ClaimKind, LedgerEntry, LedgerRowKind, Report, Role
from score.across.names import YEAR, bare
from score.across.view import Other, View, across
from score.across.words import words
from score.across.year import by_month
from score.evidence import check_of, joined, printed
from score.interval import Interval
from score.relation import Outcome, relate
from score.rounding import Reader

EXECUTED = "executed_amount"
MOST_VERSIONS = 64


@across("X01", severity=Severity.ERROR)
def ledger_reconciles(view: View) -> Iterator[Check]:
    """The entries of the ledger add up to the amount the report says was spent.

    Debits are added, corrections in red with their sign; credits may be returns or the closing of the account, so the sum
    with and without them counts. Several ledgers may be parts of one. Example: 全年实际支出128.64万元, ledger 1,286,400.00.
    """
    said = executed(view.report)
    for other in view.ledgers if said else ():
        sums = _sums(other)
        if not sums:
            continue
        tried = [(one, relate(said[0], one.total)) for one in sums]
        best, outcome = min(tried, key=lambda pair: _rank(pair[1]))
        parts = other_parts(view, other)
        if outcome.failed and parts and (whole := _together(said[0], other, parts)):
            best, outcome = whole
        yield _total_check(view, other, said, best, outcome, alone=not parts)


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of a ledger that are added; those of `minus` are taken off."""

    plus: tuple[Figure, ...]
    minus: tuple[Figure, ...] = ()

    def total(self, of: Reader) -> Interval:
        """The set of their sums."""
        out = Interval.point(0)
        for figure in self.plus:
            out = out + of(figure)
        for figure in self.minus:
            out = out + -of(figure)
        return out

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All amounts."""
        return self.plus + self.minus

    @property
    def formula(self) -> str:
        """The sum as printed; of a long one the ends."""
        left = joined(self.plus)
        return f"{left} − {joined(self.minus, '−')}" if self.minus else left


def _rank(outcome: Outcome) -> tuple[bool, Fraction]:
    return outcome.failed, outcome.margin or Fraction(0)


def entries_of(other: Other) -> list[list[LedgerEntry]]:
    """The entries of each table of a ledger that has amounts."""
    tables: dict[object, list[LedgerEntry]] = {}
    for entry in other.report.ledger_entries:
        if entry.row_kind is LedgerRowKind.ENTRY and (spent(entry) or returned(entry)):
            tables.setdefault((entry.place.table, entry.table), []).append(entry)
    return list(tables.values())


def spent(entry: LedgerEntry) -> Figure | None:
    """The amount an entry spends, if it could be read."""
    figure = entry.debit
    return figure if figure is not None and figure.number is not None and figure.flaw is None else None


def returned(entry: LedgerEntry) -> Figure | None:
    """The amount an entry takes back."""
    return entry.credit if entry.credit is not None and entry.credit.number else None


def _sums(other: Other) -> list[Sum]:
    """What the ledger can say was spent: each of its tables, and all of them, gross and net of credits."""
    tables = entries_of(other)
    if any(entry.debit is not None and not spent(entry) for entry in other.report.ledger_entries):
        return []
    groups = [*tables, [entry for table in tables for entry in table]] if len(tables) > 1 else tables
    out: list[Sum] = []
    for group in groups:
        plus = tuple(other.figure(figure) for entry in group if (figure := spent(entry)))
        taken = tuple(other.figure(figure) for entry in group if (figure := returned(entry)))
        out.append(Sum(plus))
        if taken:
            out.append(Sum(plus, taken))
    return out


def other_parts(view: View, other: Other) -> list[Other]:
    """Ledgers beside this one that are no versions of it."""
    return [one for one in view.ledgers if one.version != other.version]


def _together(reported: Figure, other: Other, parts: Sequence[Other]) -> tuple[Sum, Outcome] | None:
    """The sum over all ledgers, one version of each, if it gives the reported amount."""
    by_version: dict[int, list[Other]] = {other.version: [other]}
    for part in parts:
        by_version.setdefault(part.version, []).append(part)
    for number, chosen in enumerate(product(*by_version.values())):
        if number == MOST_VERSIONS:
            return None
        sums = [found[-1] for one in chosen if (found := [s for s in _sums(one) if not s.minus])]
        whole = Sum(tuple(figure for one in sums for figure in one.plus))
        outcome = relate(reported, whole.total)
        if not outcome.failed:
            return whole, outcome
    return None


def _total_check(
    view: View, other: Other, said: Sequence[Figure], best: Sum, outcome: Outcome, *, alone: bool
) -> Check:
    reported, *again = said
    sure = alone and _whole_year(other.report)
    facts = view.facts(other)
    if outcome.failed and outcome.exact is not None and reported.number is not None:
        gap = abs(outcome.exact - Fraction(reported.number))
        hits = [f for f in best.figures if f.number is not None and abs(Fraction(f.number)) == gap]
        if hits:
            facts |= {"outcome": "inconsistent_entry", "entry": printed(hits[0])}
    return check_of(
        "X01",
        outcome,
        reported,
        (*again, *best.figures),
        left=best.formula,
        severity=Severity.ERROR if sure else Severity.WARNING,
        facts={**facts, "entries": str(len(best.figures))},
        places=(*(figure.place for figure in said), best.figures[0].place),
    )


def _whole_year(ledger: Report) -> bool:
    """Whether the ledger runs to the end of the year: one that stops before may be short of it."""
    dates = [entry.date for entry in ledger.ledger_entries if entry.date]
    months = [date[-5:-3] for date in dates if len(date) >= 5]
    return "12" in months


def executed(report: Report) -> list[Figure]:
    """What the report says was spent in all: the total row of its money table, and the statement that says the same.

    Empty when totals contradict one another, or when only parts are named: there is nothing to compare then.
    """
    rows = [line.amounts[EXECUTED] for line in report.budget_lines if is_total(line)]
    usable = [figure for figure in rows if is_money(figure)]
    if len({figure.number for figure in usable}) > 1:
        return []
    said = [
        term.figure
        for claim in report.claims
        if claim.kind is ClaimKind.EXECUTION and not claim.scope and of_whole_year(claim, report)
        for term in claim.terms
        if term.role is Role.SPENT
        and term.field == EXECUTED
        and is_money(term.figure)
        and not term.figure.hedge
    ]
    if usable:
        agreeing = [figure for figure in said if not relate(figure, lambda of: of(usable[0])).failed]
        return [usable[0], *agreeing[:1]]
    return said[:1] if len({figure.number for figure in said}) == 1 else []


def is_total(line: BudgetLine) -> bool:
    """Whether a row says what was spent in all."""
    return (line.is_total or line.inferred_total) and EXECUTED in line.amounts


def is_money(figure: Figure) -> bool:
    """Whether a figure is an amount to compute with."""
    return figure.kind is FigureKind.MONEY and figure.number is not None and figure.flaw is None


def of_whole_year(claim: Claim, report: Report) -> bool:
    """Whether a statement speaks of the whole year of its report, or names no period.

    A day at the end of the year means the year, unless what was reached by then is added up from earlier ones.
    """
    period = claim.period
    if period is None or (bare(period) == "" and not YEAR.search(period)):
        return True
    if {int(year) for year in YEAR.findall(period)} - {report.document.fiscal_year}:
        return False
    if bare(period) in words().year_end:
        return not any(word in claim.sentence for word in words().cumulative)
    return bare(period) == "" or bare(period) in words().whole_year


@across("X02", severity=Severity.ERROR)
def ledger_reconciles_by_purpose(view: View) -> Iterator[Check]:
    """What the ledger shows for an account or a purpose is what the report's table shows for it.

    Entries belong to a row by their account, else by the words their description shares with one row's name alone; what no
    name fits belongs to the one row left over. Read by words, a row is doubted only when all the others agree.
    Example: 水厂改造 659,300.00, and the three entries that name 水厂改造.
    """
    lines = _purposes(view.report)
    if len(lines) < 2:
        return
    for other in view.ledgers:
        entries = [entry for table in entries_of(other) for entry in table]
        if len(entries_of(other)) != 1 or other_parts(view, other) or any(map(returned, entries)):
            continue
        by_account = _by_account(lines, entries)
        groups = by_account or _by_words(lines, entries)
        if groups is None:
            continue
        outcomes = [
            (line, found, relate(line.amounts[EXECUTED], Sum(found).total))
            for line, found in zip(lines, groups, strict=True)
            if found
        ]
        failed = sum(outcome.failed for _, _, outcome in outcomes)
        if not by_account and failed > max(1, len(outcomes) // 3):
            continue
        severity = Severity.ERROR if by_account and _whole_year(other.report) else Severity.WARNING
        for line, found, outcome in outcomes:
            yield _purpose_check(view, other, line, found, outcome, severity)


def _purpose_check(
    view: View,
    other: Other,
    line: BudgetLine,
    found: tuple[Figure, ...],
    outcome: Outcome,
    severity: Severity,
) -> Check:
    figures = tuple(other.figure(figure) for figure in found)
    reported = line.amounts[EXECUTED]
    return check_of(
        "X02",
        outcome,
        reported,
        figures,
        left=joined(figures),
        severity=severity,
        subject=line.name,
        facts={**view.facts(other), "entries": str(len(figures))},
        places=(reported.place, figures[0].place),
    )


def _purposes(report: Report) -> list[BudgetLine]:
    """The rows of the one table that splits what was spent by name; none if there are several such tables."""
    tables: dict[object, list[BudgetLine]] = {}
    split_by_month = by_month(report)
    for line in report.budget_lines:
        if line.place.table in split_by_month:
            continue
        amount = line.amounts.get(EXECUTED)
        if amount is not None and not is_total(line) and line.name and is_money(amount) and line.level <= 1:
            tables.setdefault(line.place.table, []).append(line)
    split = [lines for lines in tables.values() if len(lines) > 1]
    if len(split) != 1 or len({bare(line.name) for line in split[0]}) < len(split[0]):
        return []
    return split[0]


Groups = list[tuple[Figure, ...]]


def _by_account(lines: Sequence[BudgetLine], entries: Sequence[LedgerEntry]) -> Groups | None:
    """The amounts of each row by the account of the entries; None unless every account is a row."""
    numbers = {bare(line.name): number for number, line in enumerate(lines)}
    out: list[list[Figure]] = [[] for _ in lines]
    for entry in entries:
        number = numbers.get(bare(entry.account))
        figure = spent(entry)
        if number is None or figure is None:
            return None
        out[number].append(figure)
    return [tuple(found) for found in out]


def _by_words(lines: Sequence[BudgetLine], entries: Sequence[LedgerEntry]) -> Groups | None:
    """The amounts of each row by the words of the descriptions; None when too much cannot be told apart."""
    names = [bare(line.name) for line in lines]
    out: list[list[Figure]] = [[] for _ in lines]
    left: list[Figure] = []
    for entry in entries:
        figure = spent(entry)
        if figure is None:
            continue
        number = _best(names, bare(entry.description))
        (left if number is None else out[number]).append(figure)
    if left:
        unsure = [n for n, name in enumerate(names) if not out[n]] or _misfits(lines, out)
        if len(unsure) != 1:
            return None
        out[unsure[0]] += left
    return [tuple(found) for found in out]


def _misfits(lines: Sequence[BudgetLine], out: Sequence[Sequence[Figure]]) -> list[int]:
    """The rows whose amounts do not add up yet."""
    return [
        number
        for number, (line, found) in enumerate(zip(lines, out, strict=True))
        if relate(line.amounts[EXECUTED], Sum(tuple(found)).total).failed
    ]


def _best(names: Sequence[str], text: str) -> int | None:
    """The one name that shares most with a text, two characters at least."""
    shared = [_longest_shared(name, text) for name in names]
    most = max(shared, default=0)
    return shared.index(most) if most >= 2 and shared.count(most) == 1 else None


def _longest_shared(name: str, text: str) -> int:
    for size in range(len(name), 1, -1):
        if any(name[n : n + size] in text for n in range(len(name) - size + 1)):
            return size
    return 0
