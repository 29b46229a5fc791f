"""Forms, indicators and surveys that are worth a question: nothing in them contradicts anything (B16, G23 to G26, N14, N15, Q06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Indicator, Role
from score.context import Context
from score.evidence import number, printed
from score.lexicon import any_of, score_words
from score.pairs import pair_check, same
from score.relation import UNKNOWN
from score.remarks import remarks
from score.repair import likely
from score.rounding import readable
from score.rule import rule
from score.rules.surveys import surveys_of
from score.sheet import Sheet, sheets_in
from score.terms import comparable, normal


@rule("B16", severity=Severity.WARNING, needs=("indicators", "budget_lines"))
def total_cost_is_what_was_spent(context: Context) -> Iterator[Check]:
    """An indicator of the total cost gives what the form says was spent.

    An indicator may cover a part; only a difference that one slip explains is doubted. Example: 项目总成本 89.974万元 beside
    全年执行数 89.947.
    """
    for row in context.report.indicators:
        figures = row.actual.figures if row.actual else ()
        if len(figures) != 1 or any_of(remarks().points.whole_cost, row.level3) is None:
            continue
        totals = [
            line.amounts["executed_amount"]
            for line in context.report.budget_lines
            if line.is_total and line.form == row.form and "executed_amount" in line.amounts
        ]
        if (
            len(totals) == 1
            and readable(figures[0])
            and readable(totals[0])
            and comparable(figures[0], totals[0])
        ):
            outcome = same(figures[0], totals[0])
            slip = likely([(figures[0], Fraction(totals[0].number or 0))])
            outcome = UNKNOWN if outcome.failed and not slip else outcome
            yield pair_check("B16", outcome, figures[0], totals[0], row.name, Severity.WARNING)


@rule("G23", severity=Severity.NOTE, needs=("indicators",), compares=False)
def cost_targets_are_ceilings(context: Context) -> Iterator[Check]:
    """The target of a cost indicator is a ceiling: with ≥ it rewards spending.

    Shares of the funds are floors by nature. Example: 单位建设成本 ≥400元.
    """
    found = [row for row in context.report.indicators if _cost(row) and row.target and row.target.operator]
    found = [row for row in found if not _is_share(row)]
    wrong = [row for row in found if row.target and row.target.operator in {">=", ">"}]
    for row in wrong or found[:1]:
        target = row.target.text if row.target else ""
        yield _remark("G23", row.name, bool(wrong), {"target": target}, row, target)


def _cost(row: Indicator) -> bool:
    in_group = any_of(score_words().names.cost, row.level2) or any_of(score_words().names.cost, row.level3)
    return in_group is not None and any_of(remarks().points.cost_shares, row.level3) is None


def _is_share(row: Indicator) -> bool:
    figures = row.target.figures if row.target else ()
    return any(figure.kind is FigureKind.PERCENT for figure in figures)


def _remark(
    rule_id: str, subject: str, wrong: bool, facts: dict[str, str], row: Indicator, quote: str = ""
) -> Check:
    return Check(
        rule=rule_id,
        verdict=Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT,
        severity=Severity.NOTE if wrong else None,
        subject=subject,
        quote=quote,
        places=(row.place,),
        facts={"subject": subject, **facts},
    )


@rule("G24", severity=Severity.NOTE, needs=("indicators",), compares=False)
def execution_is_counted_once(context: Context) -> Iterator[Check]:
    """The execution of the budget brings points once: as the row of funds, or as an indicator.

    Example: 预算执行率 10分 in the row of funds, and 预算执行率 5分 among the output indicators.
    """
    for sheet in sheets_in(context):
        names = remarks().points.execution_names
        again = [line for line in sheet.lines if any_of(names, line.name) and line.weight and line.indicator]
        if sheet.execution is None or not sheet.execution.weight or not sheet.lines:
            continue
        first = again[0] if again else sheet.lines[0]
        if first.indicator is None:
            continue
        points = {
            "weight": number(Fraction(sheet.execution.weight.number or 0)),
            "again": number(Fraction(first.weight.number or 0)) if first.weight else "",
        }
        yield _remark("G24", first.name, bool(again), points, first.indicator, first.name)


@rule("G25", severity=Severity.NOTE, needs=("indicators",), compares=False)
def good_scores_go_with_spending(context: Context) -> Iterator[Check]:
    """A high score beside a budget that was hardly spent is asked about: what was achieved with so little?

    Savings explain some. Example: 总分 96 of 100 with 45 % of the budget spent.
    """
    limits = remarks().points
    for sheet in sheets_in(context):
        score = sheet.total.score if sheet.total else None
        share = _spent(sheet)
        if score is None or score.number is None or not sheet.scale or share is None:
            continue
        good = Fraction(score.number) >= Fraction(limits.good_score) * Fraction(sheet.scale)
        odd = good and share[0] < Fraction(limits.poor_spending)
        yield Check(
            rule="G25",
            verdict=Verdict.INCONSISTENT if odd else Verdict.CONSISTENT,
            severity=Severity.NOTE if odd else None,
            subject=sheet.title,
            formula=share[1],
            reported=printed(score),
            places=(score.place,),
            facts={"score": printed(score), "rate": f"{float(share[0] * 100):.2f}%", "formula": share[1]},
        )


def _spent(sheet: Sheet) -> tuple[Fraction, str] | None:
    """The share of the budget that was spent, and how it was reckoned."""
    for line in sheet.money:
        spent, budget = line.amounts.get("executed_amount"), line.amounts.get("budget_adjusted")
        if line.is_total and spent and budget and spent.number is not None and budget.number:
            return Fraction(spent.number) / Fraction(budget.number), f"{printed(spent)} ÷ {printed(budget)}"
    return None


@rule("G26", severity=Severity.NOTE, needs=("indicators", "sections"), compares=False)
def problems_cost_points(context: Context) -> Iterator[Check]:
    """A report that lists problems does not give every indicator all its points.

    Self-evaluation as a formality looks like that. Example: 100 of 100 points, and a chapter 存在的问题 with three paragraphs.
    """
    told = [
        (section, text)
        for index, section in enumerate(context.report.sections)
        if any_of(remarks().points.problem_headings, section.title) is not None
        and (text := "".join(p.text for p in context.report.passages if p.section == index))
        and not text.strip("。 ").startswith(remarks().points.no_problems)
    ]
    for sheet in sheets_in(context):
        pairs = [(line.score, line.weight) for line in sheet.lines if line.score and line.weight]
        if len(pairs) < FEWEST_ROWS or not told:
            continue
        full = all(score.number == weight.number for score, weight in pairs)
        section = told[0][0]
        yield Check(
            rule="G26",
            verdict=Verdict.INCONSISTENT if full else Verdict.CONSISTENT,
            severity=Severity.NOTE if full else None,
            subject=sheet.title,
            quote=section.title,
            places=(section.place,),
            facts={"count": str(len(pairs)), "heading": section.title},
        )


FEWEST_ROWS = 5


@rule("N14", severity=Severity.WARNING, needs=("claims",))
def visits_are_no_fewer_than_visitors(context: Context) -> Iterator[Check]:
    """人次 count every time and 人 every one: of one thing there are never fewer 人次 than 人.

    Both must stand in one paragraph under one name. Example: 「培训120人次，参加培训135人」.
    """
    groups: dict[tuple[object, str], dict[str, Figure]] = defaultdict(dict)
    for claim in context.report.claims:
        for term in claim.terms:
            if (
                term.role in {Role.ACTUAL, Role.PART}
                and term.figure.kind is FigureKind.COUNT
                and readable(term.figure)
            ):
                name = normal(term.metric)
                if len(name) >= 2 and claim.place.row is None:
                    groups[claim.place.block, name].setdefault(term.figure.unit, term.figure)
    for (_, name), by_unit in groups.items():
        for pair in remarks().counts.visits:
            if pair.more in by_unit and pair.fewer in by_unit:
                yield _visits(name, by_unit[pair.more], by_unit[pair.fewer])


def _visits(name: str, more: Figure, fewer: Figure) -> Check:
    fine = (more.number or 0) >= (fewer.number or 0)
    return Check(
        rule="N14",
        verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
        severity=None if fine else Severity.WARNING,
        figures=(more, fewer),
        subject=name,
        formula=f"{printed(more)} {'≥' if fine else '<'} {printed(fewer)}",
        reported=printed(more),
        power="0" if fine else None,
        facts={"subject": name, "more": printed(more), "fewer": printed(fewer)},
        places=(more.place, fewer.place),
    )


@rule("N15", severity=Severity.NOTE, needs=("indicators",), compares=False)
def indicators_stand_once(context: Context) -> Iterator[Check]:
    """An indicator stands once in a form: twice with the same target and the same actual value it counts twice.

    Example: 培训人次 ≥500人次 as an output and once more as a benefit.
    """
    forms: dict[int | None, dict[tuple[str, str, str], list[Indicator]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in context.report.indicators:
        name, target = normal(row.level3), row.target.text if row.target else ""
        if len(name) >= 3 and target and row.target and row.target.figures:
            actual = row.actual.text if row.actual else ""
            forms[row.form][name, normal(target), normal(actual)].append(row)
    for rows in forms.values():
        doubled = [found for found in rows.values() if len(found) > 1]
        for found in doubled:
            check = _remark("N15", found[0].name, True, {"count": str(len(found))}, found[0])
            yield check.model_copy(update={"places": tuple(row.place for row in found)})
        if rows and not doubled:
            first = next(iter(rows.values()))[0]
            yield _remark("N15", first.name, False, {"count": str(len(rows))}, first)


@rule("Q06", severity=Severity.NOTE, needs=("claims",), compares=False)
def surveys_are_large_enough(context: Context) -> Iterator[Check]:
    """A rate of a handful of answers says little: below thirty valid questionnaires the sample is asked about.

    Some bodies demand more. Example: 发放问卷12份, 满意度100%.
    """
    for survey in surveys_of(context):
        asked = next(
            (
                survey.figures[n]
                for n in ("valid_responses", "returned", "distributed")
                if n in survey.figures
            ),
            None,
        )
        rate = survey.figures.get("satisfaction_rate")
        if asked is None or asked.number is None or rate is None:
            continue
        few = asked.number < remarks().surveys.fewest
        yield Check(
            rule="Q06",
            verdict=Verdict.INCONSISTENT if few else Verdict.CONSISTENT,
            severity=Severity.NOTE if few else None,
            figures=(asked, rate),
            subject=survey.subject,
            reported=printed(asked),
            power="0",
            quote=survey.quote,
            facts={"asked": printed(asked), "rate": printed(rate), "fewest": str(remarks().surveys.fewest)},
            places=(asked.place,),
        )
