"""Figures that must follow from their neighbours in a document: results told again in the text, serial numbers (T11, N13)."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, Indicator, Role, Term
from score.context import Context
from score.evidence import printed
from score.pairs import pair_check, same
from score.repair import significant_digits
from score.restated import agree
from score.rounding import readable
from score.rule import rule
from score.terms import bare, normal
from score.words import mentions, words

SHORTEST_NAME = 4


@rule("T11", severity=Severity.WARNING, needs=("claims", "indicators"))
def text_repeats_the_indicator(context: Context) -> Iterator[Check]:
    """A result that the text tells again is the actual value of its row.

    The names must be one, or one lie in the other, and the unit the same; an amount that does not agree is held against the
    text only under the same name. Example: 「办理法律援助案件1,683件」 beside an actual value of 1638件.
    """
    rows = _rows(context.report.indicators)
    for claim in context.report.claims:
        if claim.place.row is not None or not claim.aligned:
            continue
        planned = _of_another_year(context, claim)
        for term in claim.terms:
            for check in _told_again(context, rows, claim, term, context.report.document.fiscal_year):
                if not (planned and check.verdict is Verdict.INCONSISTENT):
                    yield check


def _of_another_year(context: Context, claim: Claim) -> bool:
    """Whether a statement, or a heading above it, speaks of a plan or of another year than the document's."""
    titles = [claim.sentence, claim.period or ""]
    sections, index = context.report.sections, claim.section
    while index is not None:
        titles.append(sections[index].title)
        index = sections[index].parent
    passage = context.passage_of(claim.place)
    titles += [passage.text] if passage else []
    year = context.report.document.fiscal_year
    years = {int(found) for title in titles for found in _YEAR.findall(title)}
    told = mentions(claim.sentence, (*words().later_years, *words().earlier_years, *words().planned))
    return told or (year is not None and bool(years) and year not in years)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")


Rows = Sequence[tuple[str, Indicator, Figure]]


def _rows(indicators: Sequence[Indicator]) -> Rows:
    """The rows with one actual figure, by name; names that stand in several rows are left out."""
    out = [
        (normal(row.level3), row, row.actual.figures[0])
        for row in indicators
        if row.level3
        and row.actual
        and len(row.actual.figures) == 1
        and readable(bare(row.actual.figures[0]))
    ]
    names = [name for name, *_ in out]
    return [row for row in out if names.count(row[0]) == 1]


def _told_again(context: Context, rows: Rows, claim: Claim, term: Term, year: int | None) -> Iterator[Check]:
    figure = term.figure
    if not readable(figure) or term.role in _OTHER_ROLES:
        return
    said = normal(term.metric)
    for name, _, cell in rows:
        if cell.unit != figure.unit or cell.kind is not figure.kind:
            continue
        one_name = said == name
        if not one_name and not _names_meet(said, name):
            continue
        if agree(figure, cell):
            if _telling(figure) or one_name:
                yield pair_check("T11", same(figure, cell), figure, cell, name, Severity.WARNING)
                return
        elif (
            one_name
            and _of_the_whole_year(claim.period, year)
            and claim.scope is None
            and claim.owner is None
            and not _part_agrees(context, claim, figure, cell)
        ):
            yield pair_check("T11", same(figure, cell), figure, cell, name, Severity.WARNING)
            return


def _of_the_whole_year(period: str | None, year: int | None) -> bool:
    """Whether a statement tells no period, or the whole year of the document."""
    told = _WHOLE_YEAR.fullmatch(period or "")
    return period is None or period in words().whole_year or (told is not None and int(told[1]) == year)


_WHOLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年度?")


def _part_agrees(context: Context, claim: Claim, figure: Figure, cell: Figure) -> bool:
    """Whether another figure of the sentence is the one in the row: the row counts a part of what the text counts."""
    return any(
        term.figure.place.address != figure.place.address
        and term.figure.unit == cell.unit
        and readable(term.figure)
        and agree(term.figure, cell)
        for other in context.claims()
        if other.sentence == claim.sentence and other.place.block == claim.place.block
        for term in other.terms
    )


_OTHER_ROLES = frozenset(
    {
        Role.TARGET, Role.WEIGHT, Role.SCORE, Role.PREVIOUS, Role.BASELINE, Role.CHANGE, Role.GROWTH, Role.COMPLETION,
        Role.LIST_COUNT, Role.STANDARD, Role.DEDUCTION,
    }
)  # fmt: skip


def _names_meet(said: str, name: str) -> bool:
    shorter, longer = sorted((said, name), key=len)
    return len(shorter) >= SHORTEST_NAME and shorter in longer


def _telling(figure: Figure) -> bool:
    return significant_digits(Fraction(figure.number or 0)) >= 3 or figure.kind is FigureKind.PERCENT


# --- serial numbers -----------------------------------------------------------------------------------------

FEWEST_NUMBERS = 3


@rule("N13", severity=Severity.NOTE, needs=("figures",), compares=False)
def serial_numbers_run_on(context: Context) -> Iterator[Check]:
    """The serial numbers of the rows of a table run on by one: a gap may be a row that was taken out.

    A number that is missing once, or stands twice, is noted. Example: 1, 2, 3, 5, 6 in the column 序号.
    """
    columns: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in context.report.figures:
        place = figure.place
        if place.table is not None and place.column is not None and place.row is not None and _bare(figure):
            columns[place.table, place.column].append(figure)
    for figures in columns.values():
        numbers = [int(figure.number or 0) for figure in figures]
        if len(figures) >= FEWEST_NUMBERS and numbers[0] == 1 and _one_a_row(figures):
            yield from _runs_on(figures, numbers)


def _bare(figure: Figure) -> bool:
    """Whether a figure is a whole number of nothing, standing alone in its cell."""
    number = figure.number
    plain = number is not None and number == int(number) and not figure.decimals and not figure.unit
    return plain and (figure.place.start or 0) == 0 and figure.text.strip().isdigit()


def _one_a_row(figures: Sequence[Figure]) -> bool:
    rows = [figure.place.row for figure in figures]
    return len(set(rows)) == len(rows)


def _runs_on(figures: Sequence[Figure], numbers: Sequence[int]) -> Iterator[Check]:
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    odd = [index for index, step in enumerate(steps) if step != 1]
    if len(odd) > 1 or any(steps[index] not in {0, 2} for index in odd):
        return
    at = figures[odd[0] + 1] if odd else figures[-1]
    before = figures[odd[0]] if odd else figures[0]
    yield Check(
        rule="N13",
        verdict=Verdict.INCONSISTENT if odd else Verdict.CONSISTENT,
        severity=Severity.NOTE if odd else None,
        figures=tuple(figures),
        subject=printed(at),
        reported=printed(at),
        facts={"before": printed(before), "after": printed(at), "count": str(len(figures))},
        places=(at.place,),
    )
