"""Plausibility: plan against budget, targets across forms, attendance, and rows that are too much alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Indicator, RowKind, TargetKind
from score.bounds import at_its_word, opposed
from score.context import Context
from score.evidence import number, printed
from score.lexicon import any_of, plausibility_words
from score.owners import thing_in
from score.rounding import exactly, possible
from score.rule import rule
from score.terms import normal

LEAST_EQUAL = 3
"""So many equal figures in two rows are no coincidence."""


MANY_FORMS = 3
"""A file with so many forms holds several projects: forms without a project name are not compared."""


@rule("P01", severity=Severity.NOTE, needs=("passages",), compares=False)
def yearly_plan_against_budget(context: Context) -> Iterator[Check]:
    """The budget of the year is about what the plan gives for each year, or the difference is explained.

    Example: 按每年240万元编制预算, and a yearly budget of 170万元 without a word why.
    """
    words = plausibility_words().plan
    plans = [figure for figure in context.figures if _is_yearly_plan(context, figure)]
    budgets = _budgets(context)
    if not plans or len({figure.number for figure in budgets}) != 1:
        return
    budget = budgets[0]
    text = " ".join(passage.text for passage in context.report.passages)
    for plan in {figure.number: figure for figure in reversed(plans)}.values():
        ratio = Fraction(budget.number or 0) / Fraction(plan.number or 1)
        fine = abs(ratio - 1) <= Fraction(words.tolerance) or possible(plan).meets(possible(budget))
        explained = not fine and _explained_near(text, plan, words.reasons)
        verdict = Verdict.CONSISTENT if fine else Verdict.UNDETERMINED if explained else Verdict.INCONSISTENT
        share = f"{number(ratio * 100, 2)}%"
        yield Check(
            rule="P01",
            verdict=verdict,
            severity=Severity.NOTE if verdict is Verdict.INCONSISTENT else None,
            figures=(budget, plan),
            formula=f"{printed(budget)} / {printed(plan)} = {share}",
            reported=printed(budget),
            facts={"budget": printed(budget), "plan": printed(plan), "share": share},
        )


def _is_yearly_plan(context: Context, figure: Figure) -> bool:
    passage = context.passage_of(figure.place)
    start = figure.place.start
    if figure.kind is not FigureKind.MONEY or not figure.number or passage is None or start is None:
        return False
    words = plausibility_words().plan
    sentence = _sentence(passage.text, start)
    return (
        words.yearly.search(passage.text[:start]) is not None
        and any_of(words.budget, sentence) is not None
        and any_of(words.standard, sentence) is None
    )


def _sentence(text: str, at: int) -> str:
    return next((m.group() for m in re.finditer(r"[^。；！？]+", text) if m.start() <= at < m.end()), text)


def _explained_near(text: str, plan: Figure, reasons: tuple[str, ...]) -> bool:
    at = text.find(printed(plan))
    return at >= 0 and any_of(reasons, _sentence(text, at)) is not None


def _budgets(context: Context) -> list[Figure]:
    """The yearly budget as the tables and statements give it: totals, in the adjusted column."""
    found = [
        line.amounts["budget_adjusted"]
        for table in context.money_tables
        for line in table.lines
        if line.is_total and "budget_adjusted" in line.amounts
    ]
    found += [
        term.figure
        for claim in context.claims()
        for term in claim.terms
        if term.field == "budget_adjusted" and claim.kind is ClaimKind.EXECUTION
    ]
    return [figure for figure in found if figure.number and figure.kind is FigureKind.MONEY]


@rule("P02", severity=Severity.WARNING, needs=("indicators", "forms"))
def target_is_the_same_everywhere(context: Context) -> Iterator[Check]:
    """An indicator has one target, in whichever form of the project it stands.

    A target that differs between two forms was revised, or one form is wrong. Example: 培训人次 ≥500 in the target form, ≥300 in
    the self-evaluation.
    """
    groups: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    for row in context.report.indicators:
        target = row.target
        if not target or target.kind is not TargetKind.NUMBER or len(target.figures) != 1 or not row.level3:
            continue
        project = _project(context, row)
        if project or len(context.report.forms) < MANY_FORMS:
            names = (normal(name) for name in (row.level1, row.level2, row.level3))
            groups[project, *names].append(row)
    for rows in groups.values():
        for a, b in pairwise(rows):
            if a.form != b.form and not _of_two_projects(context, a, b):
                yield from _targets(a, b)


def _of_two_projects(context: Context, a: Indicator, b: Indicator) -> bool:
    """Whether the titles of two forms name two projects: 甲项目绩效自评表, 乙项目绩效自评表."""
    forms = context.report.forms
    names = [
        thing_in(forms[row.form].title) if row.form is not None and row.form < len(forms) else ""
        for row in (a, b)
    ]
    return all(names) and names[0] not in names[1] and names[1] not in names[0]


def _project(context: Context, row: Indicator) -> str:
    forms = context.report.forms
    form = forms[row.form] if row.form is not None and row.form < len(forms) else None
    return normal(form.project_name if form and form.project_name else context.report.document.project_name)


def _targets(a: Indicator, b: Indicator) -> Iterator[Check]:
    if a.target is None or b.target is None:
        return
    one, other = a.target.figures[0], b.target.figures[0]
    if one.number is None or other.number is None or one.kind is not other.kind or one.unit != other.unit:
        return
    plain, far = at_its_word(one), at_its_word(other)
    same = exactly(plain).meets(exactly(far)) or possible(plain).meets(possible(far))
    same = same and not opposed(one, other, (a.target.operator, b.target.operator))
    yield Check(
        rule="P02",
        verdict=Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
        severity=None if same else Severity.WARNING,
        figures=(one, other),
        subject=a.name,
        formula=f"{a.target.text} ↔ {b.target.text}",
        reported=printed(one),
        recomputed=printed(other),
        facts={"one": a.target.text, "other": b.target.text},
    )


@rule("P03", severity=Severity.WARNING, needs=("claims",), compares=False)
def attendance_fits_the_complaint(context: Context) -> Iterator[Check]:
    """Staff present beyond the number due, while the same report says that staff is short.

    Different groups may differ, so across statements it is a note. Example: 应到168人次, 实到189人次, and elsewhere 人员实到人次不足.
    """
    short = plausibility_words().staff.short
    complaints = [p for p in context.report.passages if any_of(short, p.text) and "到" in p.text]
    for claim in context.claims(ClaimKind.STAFFING):
        due, present = _term(claim, "staff_required"), _term(claim, "staff_actual")
        if due is None or present is None or due.number is None or present.number is None:
            continue
        over = present.number > due.number and due.unit == present.unit
        short_of = _term(claim, "shortfall")
        same = over and short_of is not None and bool(short_of.number)
        doubt = same or (over and bool(complaints))
        yield Check(
            rule="P03",
            verdict=Verdict.INCONSISTENT if same else Verdict.UNDETERMINED if doubt else Verdict.CONSISTENT,
            severity=Severity.WARNING if same else Severity.NOTE if doubt else None,
            figures=(present, due) if doubt else (),
            subject=claim.subject,
            formula=f"{printed(present)} {'>' if over else '≤'} {printed(due)}",
            reported=printed(present),
            quote=claim.sentence,
            places=(claim.place, *(p.place for p in complaints)) if doubt else (claim.place,),
            facts={
                "outcome": "same" if same else "elsewhere",
                "due": printed(due),
                "present": printed(present),
            },
        )


def _term(claim: Claim, name: str) -> Figure | None:
    return next((term.figure for term in claim.terms if term.field == name), None)


@rule("P04", severity=Severity.NOTE, compares=False)
def rows_differ(context: Context) -> Iterator[Check]:
    """Two projects of one table do not share all their figures.

    Equal rows may be one project entered twice. Totals, parts of a total, zeros and single equal amounts prove nothing. Example: two
    projects with the same initial, adjusted and executed amount.
    """
    total = plausibility_words().rows.total
    for table in context.money_tables:
        groups: dict[tuple[tuple[str, object], ...], list[BudgetLine]] = defaultdict(list)
        for line in table.lines:
            plain = line.row_kind is RowKind.ENTRY and not line.is_total and line.level == 0
            key = _money_key(line)
            if plain and len({value for _, value in key}) >= LEAST_EQUAL and not any_of(total, line.name):
                groups[key].append(line)
        for lines in groups.values():
            names = {normal(line.name) for line in lines}
            if len(lines) > 1 and len(names) > 1:
                yield _twins(lines)


def _money_key(line: BudgetLine) -> tuple[tuple[str, object], ...]:
    amounts = ((name, figure) for name, figure in line.amounts.items() if figure.kind is FigureKind.MONEY)
    return tuple((name, figure.number) for name, figure in amounts if figure.number)


def _twins(lines: list[BudgetLine]) -> Check:
    figures = [
        figure for line in lines for figure in line.amounts.values() if figure.kind is FigureKind.MONEY
    ]
    names = "、".join(dict.fromkeys(line.name for line in lines))
    return Check(
        rule="P04",
        verdict=Verdict.UNDETERMINED,
        severity=Severity.NOTE,
        figures=tuple(figures),
        subject=names,
        quote=names,
        places=tuple(line.place for line in lines),
        facts={"names": names, "count": str(len(lines))},
    )
