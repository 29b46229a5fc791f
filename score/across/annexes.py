"""What a report says against the tables of its annexes, which are other files: money and results (X11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schema.figure import Figure
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, DocType, Indicator, Report, Role, Term
from score.across.indicators import PLANS, by_name
from score.across.ledger import EXECUTED, is_money, is_total, of_whole_year
from score.across.names import SHORTEST, bare
from score.across.view import View, across
from score.across.words import words
from score.evidence import check_of, printed
from score.relation import relate

MONEY = ("budget_initial", "budget_adjusted", "received_amount", EXECUTED)
OWN_FORMS = {DocType.SELFEVAL_FORM, DocType.TRANSFER_SELFEVAL_FORM}
WITHOUT_RESULTS = PLANS | {DocType.LEDGER, DocType.BUDGET_TABLE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement of the report and the cell of the annex that says the same thing, by one name."""

    name: str
    here: Figure
    there: Figure


@across("X11", severity=Severity.WARNING)
def prose_repeats_the_annexes(view: View) -> Iterator[Check]:
    """A report says in words what the tables of its annexes show.

    Compared are budget, receipts and expenditure in all, expenditure on the items a table names, and results of indicators,
    where statement and row have one name and one unit, and both say one thing only; and the points a unit gives its own project.
    Files whose data end on different days are not compared. Example: 全年实际支出128.64万元, 项目支出绩效自评表 全年执行数 126.84.
    """
    for other in view.same:
        if not _comparable(view.report, other.report):
            continue
        for pair in _pairs(view.report, other.report):
            far = other.figure(pair.there)
            yield check_of(
                "X11",
                relate(pair.here, lambda of, far=far: of(far)),  # type: ignore[misc]
                pair.here,
                (far,),
                left=printed(far),
                severity=Severity.WARNING,
                subject=pair.name,
                facts=view.facts(other),
                places=(pair.here.place, far.place),
            )


def _comparable(report: Report, annex: Report) -> bool:
    """Whether the file holds results of the same time, of one project."""
    ends = {facts.period_end for facts in (report.document, annex.document) if facts.period_end}
    if annex.document.doc_type in WITHOUT_RESULTS or report.document.doc_type in PLANS or len(ends) > 1:
        return False
    return len({bare(form.project_name) for form in annex.forms if form.project_name}) <= 1


def _pairs(report: Report, annex: Report) -> Iterator[Pair]:
    yield from _totals(report, annex)
    yield from _items(report, annex)
    yield from _results(report, annex)
    yield from _points(report, annex)


def _totals(report: Report, annex: Report) -> Iterator[Pair]:
    """Budget, receipts and expenditure of the project as a whole."""
    claims = [claim for claim in report.claims if not claim.scope and of_whole_year(claim, report)]
    for field in MONEY:
        terms = [
            term
            for claim in claims
            for term in claim.terms
            if term.field == field and _usable(term.figure) and _in_all(claim, term)
        ]
        cells = [
            line.amounts[field]
            for line in annex.budget_lines
            if (line.is_total or line.inferred_total) and field in line.amounts
        ]
        here, there = _agreed([t.figure for t in terms]), _agreed([f for f in cells if is_money(f)])
        if here and there:
            yield Pair(terms[0].metric or printed(here), here, there)


def _in_all(claim: Claim, term: Term) -> bool:
    """Whether an amount is that of the whole project: beside its rate, or with the year and no name of a part."""
    if claim.kind is ClaimKind.EXECUTION:
        return True
    plain = claim.kind is ClaimKind.AMOUNT and len(claim.terms) == 1 and claim.period is not None
    return plain and term.role is Role.SPENT and bare(term.metric) in words().spending_in_all


def _items(report: Report, annex: Report) -> Iterator[Pair]:
    """Expenditure on items: `水厂改造支出66万元` and the row 水厂改造."""
    said: dict[str, list[Figure]] = {}
    for claim in report.claims:
        for term in claim.terms if not claim.scope and of_whole_year(claim, report) else ():
            if term.role is Role.SPENT and term.field == EXECUTED and _usable(term.figure):
                said.setdefault(_item(term), []).append(term.figure)
    rows: dict[str, list[Figure]] = {}
    for line in annex.budget_lines:
        if not is_total(line) and EXECUTED in line.amounts and is_money(line.amounts[EXECUTED]):
            rows.setdefault(bare(line.name), []).append(line.amounts[EXECUTED])
    for name, figures in said.items():
        here, there = _agreed(figures), rows.get(name, [])
        if here and len(name) >= SHORTEST and len(there) == 1:
            yield Pair(name, here, there[0])


def _item(term: Term) -> str:
    """The name of the item before the word for spending; nothing if there is no such word."""
    metric = bare(term.metric)
    found = next((word for word in _longest(words().spending) if metric.endswith(word)), None)
    return metric[: -len(found)] if found else ""


def _results(report: Report, annex: Report) -> Iterator[Pair]:
    """Results of indicators: `全年开展培训125场` and the row 培训场次."""
    said: dict[tuple[str, str], list[Figure]] = {}
    for claim in report.claims:
        if claim.scope or not of_whole_year(claim, report) or not _of_plan(claim):
            continue
        for term in claim.terms:
            if _usable(term.figure) and (name := _result(claim, term)):
                said.setdefault((name, term.figure.unit), []).append(term.figure)
    for row in by_name(annex).values():
        there = _actual(row)
        names = {_core(row.level3), bare(row.level3)}
        here = (
            _agreed([f for name in sorted(names) for f in said.get((name, there.unit), [])])
            if there
            else None
        )
        if there and here:
            yield Pair(row.level3 or "", here, there)


def _of_plan(claim: Claim) -> bool:
    """Whether a statement compares with nothing but the plan of the year."""
    return not claim.base or (claim.kind is ClaimKind.COMPLETION and bare(claim.base) in words().planned)


def _result(claim: Claim, term: Term) -> str:
    """The name of what was done in the whole year; nothing if the statement may speak of a part of it.

    A count needs a word for the year, or a target beside it; a rate only its full name.
    """
    if term.role is Role.RATE and term.figure.unit == "%":
        return bare(term.metric)
    aimed = claim.kind is ClaimKind.COMPLETION
    return _core(term.metric) if term.role is Role.ACTUAL and (claim.period is not None or aimed) else ""


def _points(report: Report, annex: Report) -> Iterator[Pair]:
    """The total points in the text of a self-evaluation and those of its form."""
    if report.document.doc_type is not DocType.SELFEVAL_REPORT or annex.document.doc_type not in OWN_FORMS:
        return
    terms = [
        term
        for claim in report.claims
        if claim.kind is ClaimKind.SCORE and not claim.scope and of_whole_year(claim, report)
        for term in claim.terms
        if term.role is Role.SCORE and _usable(term.figure) and _own(term)
    ]
    totals = [
        group.score for form in annex.forms for group in form.groups if group.level == 0 and group.score
    ]
    here, there = _agreed([term.figure for term in terms]), _agreed([f for f in totals if _usable(f)])
    if here and there and len(annex.forms) == 1:
        yield Pair(terms[0].metric, here, there)


def _own(term: Term) -> bool:
    """Whether points are those a unit gives its project in all; points of a part have its name before the word."""
    metric = bare(term.metric)
    found = next((word for word in _longest(words().own_score) if metric.endswith(word)), None)
    return found is not None and metric[: -len(found)] in words().own_score_before


def _actual(row: Indicator) -> Figure | None:
    figures = row.actual.figures if row.actual else ()
    return figures[0] if len(figures) == 1 and _usable(figures[0]) else None


def _core(name: str | None) -> str:
    """A name without the words for doing before it and for counting behind it; short names stay as they are."""
    text = bare(name)
    before = next((word for word in _longest(words().doing) if text.startswith(word)), "")
    text = text[len(before) :] if len(text) - len(before) >= 2 else text
    behind = next((word for word in _longest(words().counting) if text.endswith(word)), "")
    return text[: len(text) - len(behind)] if len(text) - len(behind) >= 2 else text


def _longest(some: tuple[str, ...]) -> list[str]:
    return sorted(some, key=len, reverse=True)


def _usable(figure: Figure) -> bool:
    return figure.number is not None and figure.flaw is None and figure.hedge is None


def _agreed(figures: list[Figure]) -> Figure | None:
    """The first of figures that all say one thing; None if they do not, or there is none."""
    if not figures or any(relate(f, lambda of: of(figures[0])).failed for f in figures[1:]):
        return None
    return figures[0]
