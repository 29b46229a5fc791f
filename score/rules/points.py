"""Points told of a group in the text, and full points below the target (G21, G22)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from schema.figure import Figure, Place
from schema.finding import Check, Severity, Verdict
from schema.report import ClaimKind, Direction, Role
from score.achievement import achievement_of, reason_of
from score.context import Context
from score.evidence import printed
from score.rounding import readable, shared_place
from score.rule import rule
from score.rules.scores import allowed_formulas
from score.sheet import Line, Sheet, sheets_in
from score.shortfall import shortfall_of
from score.sums import Sum, compare_sum, sum_check
from score.terms import comparable, normal
from score.words import words


@rule("G22", severity=Severity.ERROR, needs=("claims", "indicators"))
def points_of_a_group_as_in_the_form(context: Context) -> Iterator[Check]:
    """The points that the text gives for a group of indicators are the sum of its rows in the only scored form.

    Example: 「决策类得分18.5分」 beside rows of 4, 4, 3, 3 and 4.5.
    """
    sheets = [s for s in sheets_in(context) if any(line.score for line in s.lines)]
    if len(sheets) != 1:
        return
    groups = _groups(sheets[0])
    for claim in context.claims(ClaimKind.SCORE):
        term = claim.term(Role.SCORE)
        if term is None or claim.place.row is not None or not readable(term.figure):
            continue
        name = normal(term.metric or claim.subject)
        found = [lines for key, lines in groups.items() if key and _names(name, key)]
        if len(found) == 1:
            rows = [line.score for line in found[0] if line.score is not None]
            outcome = compare_sum(term.figure, rows, shared_place([term.figure, *rows, *_printed(sheets[0])]))
            made = Sum(
                term.figure, tuple(rows), 0, "", (), outcome, certain=True, complete=True, loose=outcome
            )
            yield sum_check("G22", made, subject=name, quote=claim.sentence)


def _printed(sheet: Sheet) -> list[Figure]:
    """Every score of the form: the finest place among them is that of all."""
    return [line.score for line in (*sheet.lines, *sheet.totals) if line.score is not None]


def _groups(sheet: Sheet) -> dict[str, list[Line]]:
    """The rows by their level-1 group, by the plain name of the group; only of groups with every score printed."""
    out: dict[str, list[Line]] = {}
    for line in sheet.lines:
        name = _group_name(line.level1)
        out.setdefault(name, []).append(line)
    if sheet.execution is not None and sheet.execution.level1:
        out.setdefault(_group_name(sheet.execution.level1), []).append(sheet.execution)
    return {name: lines for name, lines in out.items() if all(line.score for line in lines)}


def _names(name: str, key: str) -> bool:
    """Whether a told name is that of a group and no item of it: 决策类指标得分 of 决策."""
    rest = name.replace(key, "", 1)
    for word in (*words().group_words, *words().total_scores):
        rest = rest.replace(word, "")
    return key in name and (not rest or len(name) <= len(key) + 4)


def _group_name(level1: str) -> str:
    """「产出指标（30分）」 is 产出, 「B过程」 is 过程."""
    name = normal(level1.split("（", maxsplit=1)[0].split("(", maxsplit=1)[0])
    for word in words().group_words:
        name = name.removesuffix(word)
    return name.lstrip("ABCDEFGH0123456789一二三四五六.、")


# --- full points below the target ---------------------------------------------------------------------------


@rule("G21", severity=Severity.WARNING, needs=("indicators",), compares=False)
def full_points_only_for_the_target(context: Context) -> Iterator[Check]:
    """A row that missed its target by more than rounding does not have all its points, whatever the formula.

    A scoring standard of the row's own may allow it, and a printed reason explains it. Example: target ≥200场, actual
    187场, 10 of 10 points, no remark.
    """
    for sheet in sheets_in(context):
        if sheet.columns_doubtful or sheet.weighted_by_percent:
            continue
        for line in sheet.lines:
            if not allowed_formulas(
                sheet
            ):  # else G04 and G05 judge the points by the formula the form follows
                yield from _full(line)
            yield from _full_for_a_shortfall(context, line)


def _full_for_a_shortfall(context: Context, line: Line) -> Iterator[Check]:
    """Rows whose target is a date, a range or a word."""
    row, weight, score = line.indicator, line.weight, line.score
    if row is None or weight is None or score is None or not weight.number or row.scoring_rule:
        return
    ended = shortfall_of(row, context.report.document.fiscal_year)
    if ended is None or row.target is None or row.actual is None:
        return
    full = score.number == weight.number and not ended.met
    reason = reason_of(row) or any(text.strip() for text in row.other.values())
    verdict = Verdict.CONSISTENT if not full else Verdict.UNDETERMINED if reason else Verdict.INCONSISTENT
    if ended.met and not ended.figures:
        return
    level = Severity.WARNING if ended.plain else Severity.NOTE
    yield Check(
        rule="G21",
        verdict=verdict,
        severity=level if verdict is Verdict.INCONSISTENT else None,
        figures=(score, weight, *ended.figures),
        subject=line.name,
        formula=f"{row.actual.text} ↔ {row.target.text}",
        reported=printed(score),
        facts={
            "outcome": "reached" if ended.met else verdict.value,
            "actual": row.actual.text,
            "target": row.target.text,
            "weight": printed(weight),
        },
        places=(score.place,),
    )


def _full(line: Line) -> Iterator[Check]:
    row, weight, score = line.indicator, line.weight, line.score
    done = achievement_of(row) if row is not None else None
    if row is None or done is None or weight is None or score is None or not weight.number:
        return
    if (done.assumed and Direction.REVERSE in done.directions) or done.met is not False or row.scoring_rule:
        return
    target, actual = done.target, done.actual
    places = min(target.decimals, actual.decimals)
    rounded = comparable(target, actual) and round(Decimal(actual.number or 0), places) == target.number
    if rounded or (done.ratio is None and done.positive):
        return
    full = score.number == weight.number
    reason = reason_of(row) or any(text.strip() for text in row.other.values())
    verdict = Verdict.CONSISTENT if not full else Verdict.UNDETERMINED if reason else Verdict.INCONSISTENT
    at: Place = score.place
    yield Check(
        rule="G21",
        verdict=verdict,
        severity=Severity.WARNING if verdict is Verdict.INCONSISTENT else None,
        figures=(score, weight, actual, target),
        subject=line.name,
        formula=f"{printed(actual)} ↔ {row.target.text if row.target else printed(target)}",
        reported=printed(score),
        facts={
            "outcome": verdict.value,
            "actual": printed(actual),
            "target": row.target.text if row.target else printed(target),
            "weight": printed(weight),
        },
        places=(at,),
    )
