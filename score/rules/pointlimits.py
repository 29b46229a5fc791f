"""Points of a form within their limits: no score beyond its weight, and not too much in one place (G03, G16, G17)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from score.context import Context
from score.evidence import number, printed
from score.lexicon import score_words
from score.pointsums import (
    figures_in,
    weight_of,
)
from score.rule import rule
from score.sheet import Line, Sheet, sheets_in


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
            figures=figures_in(core, weight_of),
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
