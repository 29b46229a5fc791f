"""How a budget came about: what was added, what was announced before, and codes of projects (B12, B13, B15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine
from score.context import Context
from score.evidence import check_of, printed
from score.relation import Outcome
from score.rounding import readable
from score.rule import rule
from score.words import mentions, words


@rule("B12", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def budget_was_known_at_the_start(context: Context) -> Iterator[Check]:
    """A budget whose whole, or the greater part, came during the year is worth a question.

    Example: 年初预算 720,000.00, 调整后 1,700,000.00: 136 % of the initial budget were added.
    """
    for line in context.report.budget_lines:
        initial, adjusted = line.amounts.get("budget_initial"), line.amounts.get("budget_adjusted")
        if (
            not line.is_total
            or initial is None
            or adjusted is None
            or not (readable(initial) and readable(adjusted))
        ):
            continue
        yield _grown(line, initial, adjusted)


def _grown(line: BudgetLine, initial: Figure, adjusted: Figure) -> Check:
    start, end = Fraction(initial.number or 0), Fraction(adjusted.number or 0)
    doubled = end > 2 * start and end > 0
    outcome = Outcome(
        Verdict.INCONSISTENT if doubled else Verdict.CONSISTENT,
        start if start else None,
        None, None, None, frozenset(),
    )  # fmt: skip
    check = check_of(
        "B12", outcome, adjusted, [initial], left=f"{printed(adjusted)} ÷ {printed(initial)}",
        severity=Severity.NOTE, subject=line.name or line.table,
        facts={"initial": printed(initial), "adjusted": printed(adjusted)},
    )  # fmt: skip
    formula = f"{printed(initial)} → {printed(adjusted)}"
    told = check.facts | {"formula": formula, "recomputed": ""}
    return check.model_copy(update={"formula": formula, "recomputed": None, "facts": told})


@rule("B13", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def advance_funds_in_the_initial_budget(context: Context) -> Iterator[Check]:
    """Funds announced before the year began belong in the initial budget.

    Example: 提前下达…经费 with an initial budget of 0.00.
    """
    for line in context.report.budget_lines:
        initial, adjusted = line.amounts.get("budget_initial"), line.amounts.get("budget_adjusted")
        if initial is None or adjusted is None or not mentions(line.name, words().advance):
            continue
        missing = initial.number == 0 and bool(adjusted.number)
        outcome = Outcome(
            Verdict.INCONSISTENT if missing else Verdict.CONSISTENT, None, None, None, None, frozenset()
        )
        yield check_of(
            "B13", outcome, initial, [adjusted], left=f"{printed(initial)} → {printed(adjusted)}",
            severity=Severity.NOTE, subject=line.name, facts={"adjusted": printed(adjusted)},
        )  # fmt: skip


_PROJECT_CODE = re.compile(r"(\d{6})(\d{2})([0-9A-Z])(\d{12})")


@rule("B15", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def project_codes_have_one_form(context: Context) -> Iterator[Check]:
    """A project code is region, year, type and serial number, 21 characters; region is the same in one table.

    Example: two rows of one unit whose codes begin with 440113 and 440131.
    """
    for table in context.money_tables:
        coded = [
            (line, m)
            for line in table.lines
            if line.code and (m := _PROJECT_CODE.fullmatch(line.code.strip()))
        ]
        regions = {match[1] for _, match in coded}
        if len(coded) < 3:
            continue
        odd = min(regions, key=lambda region: sum(match[1] == region for _, match in coded))
        lone = len(regions) == 2 and sum(match[1] == odd for _, match in coded) == 1
        line = next((line for line, match in coded if match[1] == odd), coded[0][0]) if lone else coded[0][0]
        yield Check(
            rule="B15",
            verdict=Verdict.INCONSISTENT if lone else Verdict.CONSISTENT,
            severity=Severity.NOTE if lone else None,
            subject=line.name,
            facts={"code": line.code or "", "region": odd, "regions": "、".join(sorted(regions))},
            quote=line.code or "",
            places=(line.place,),
        )
