"""Amounts of the running text beside the totals of a table: the same, and in the same unit (T02, T04, S11)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, Role, Term
from score.calendar import years_in
from score.context import Context
from score.identity import Mention, speaks_of_the_whole
from score.measures import MONEY_FIELDS
from score.owners import owners_in, thing_in
from score.pairs import last_digit, pair_check, same
from score.relation import UNKNOWN, Outcome
from score.repair import likely, power_of_ten
from score.rounding import as_printed, possible, readable
from score.rule import rule
from score.terms import normal
from score.words import mentions, words

_NUMBERED = re.compile(
    r"^(?:续)?[附图]?表\s*[\d一二三四五六七八九十.\-－—]*[:：]?|[（(][^（）()]*单位[^（）()]*[)）]"
)


@rule("T02", severity=Severity.ERROR, needs=("budget_lines", "claims"))
def text_agrees_with_table(context: Context) -> Iterator[Check]:
    """An amount of the running text is that of the total row in the column of the same measure.

    Only a document with one such total is looked at, and only amounts that speak of the whole. Example: 「年度预算
    共170万元」 beside a total of 1,710,000.00 in the column 年度预算.
    """
    for mention, cell in _text_and_table(context):
        outcome = same(mention.figure, cell)
        if outcome.failed and _slip(mention.figure, cell):
            continue
        whole = speaks_of_the_whole(mention.term.metric)
        if outcome.verdict is not Verdict.CONSISTENT and not (whole and _near(mention.figure, cell)):
            outcome = UNKNOWN
        severity = Severity.ERROR if _one_slip(mention.figure, cell) else Severity.WARNING
        severity = Severity.NOTE if last_digit(mention.figure, cell) else severity
        yield pair_check(
            "T02", outcome, mention.figure, cell, mention.term.metric or mention.claim.subject, severity
        )


def _text_and_table(context: Context) -> list[tuple[Mention, Figure]]:
    """Amounts of the text beside the only total of the same measure; none that belong to some item alone."""
    return context.once(
        "text and table",
        lambda: [
            (mention, cell)
            for mention, cell in _pairs(context)
            if not (same(mention.figure, cell).failed and _of_a_part(context, mention, cell))
        ],
    )


def _of_a_part(context: Context, mention: Mention, cell: Figure) -> bool:
    """Whether a table is captioned by a part of what the text is about (培训经费明细), or stands below another owner."""
    table = next(
        (t for t in context.money_tables if any(line.place.table == cell.place.table for line in t.lines)),
        None,
    )
    if table is None or table.lines[0].place.block is None:
        return False
    facts = context.report.document
    named_above = (facts.title, facts.project_name, facts.organisation, mention.claim.sentence)
    known = normal("".join(told for told in named_above if told and not _NUMBERED.match(told)))
    named = [part for part in thing_in(table.name).split() if len(part) >= 2]
    if named and not any(part[i : i + 2] in known for part in named for i in range(len(part) - 1)):
        return True
    return owners_in(context).above(table.lines[0].place.block) != owners_in(context).above(
        mention.claim.place.block
    )


def _pairs(context: Context) -> Iterator[tuple[Mention, Figure]]:
    totals = _only_totals(context)
    lines = context.report.budget_lines
    year = context.report.document.fiscal_year
    names = {name for line in lines if not line.is_total and len(name := normal(line.name)) >= 4}
    for claim in context.report.claims:
        terms = [t for t in claim.terms if (t.field or "") in totals and _of_now(claim, t)]
        if not terms or claim.scope is not None or claim.owner is not None or claim.place.row is not None:
            continue
        if not _of_the_year(claim, year):
            continue
        sentence = normal(claim.sentence)
        if not any(name in sentence for name in names):
            for term in terms:
                if term.figure.kind is FigureKind.MONEY:
                    yield Mention((), term.figure, term, claim), totals[term.field or ""]


def _of_now(claim: Claim, term: Term) -> bool:
    """Whether a term is of the present period and the whole: no earlier value, and no part of an open list."""
    part = term.role is Role.PART and not claim.closed
    return readable(term.figure) and not part and term.role not in {Role.PREVIOUS, Role.BASELINE, Role.CHANGE}


def _of_the_year(claim: Claim, year: int | None) -> bool:
    """Whether a statement is about the whole fiscal year and no other time."""
    said = claim.period or ""
    if mentions(said + claim.sentence, words().cumulative) or mentions(said, words().part_year):
        return False
    years = years_in(said)
    return not years or year is None or str(year) in years


def _only_totals(context: Context) -> dict[str, Figure]:
    """The totals by measure, of those measures that have one value in all tables of the document."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for table in context.money_tables:
        totals = [line for line in table.lines if line.is_total]
        lines = totals if totals else (list(table.lines) if len(table.lines) == 1 else [])
        for line in lines:
            for field in MONEY_FIELDS:
                figure = line.amounts.get(field)
                if figure is not None and readable(figure):
                    found[field].append(figure)
    return {field: whole for field, figures in found.items() if (whole := _whole(figures)) is not None}


FEW_PARTS = 4


def _whole(figures: Sequence[Figure]) -> Figure | None:
    """The one value that totals of a measure have; else the largest, when all others are tables of small parts of it."""
    largest = max(figures, key=lambda f: f.number or Decimal(0))
    small = [f for f in figures if same(f, largest).failed]
    if any((f.number or Decimal(0)) * FEW_PARTS > (largest.number or Decimal(0)) for f in small):
        return None
    return max((f for f in figures if f not in small), key=lambda f: -f.unit_in_last_place)


def _slip(one: Figure, other: Figure) -> int | None:
    """The power of ten between two amounts with the same digits; None when there is none."""
    return power_of_ten(Fraction(one.number or 0), Fraction(other.number or 0))


def _near(one: Figure, other: Figure) -> bool:
    """Whether two amounts are of one size: an item's amount beside the total of all is not."""
    a, b = abs(Fraction(one.number or 0)), abs(Fraction(other.number or 0))
    return _one_slip(one, other) or (min(a, b) * 4 >= max(a, b) * 3 and min(a, b) > 0)


def _one_slip(one: Figure, other: Figure) -> bool:
    """Whether one slip of the pen makes the coarser figure agree with the finer one."""
    finer, coarser = sorted((one, other), key=lambda figure: figure.unit_in_last_place)
    return bool(likely([(coarser, as_printed(finer.number or 0, coarser))]))


@rule("S11", severity=Severity.ERROR, needs=("budget_lines", "claims"))
def no_slip_of_the_unit(context: Context) -> Iterator[Check]:
    """The same digits a power of ten apart are a slip of the unit or of the decimal point.

    Three significant digits at least must agree. Example: 「支出15.6万元」 beside 1,560,000.00 元.
    """
    for mention, cell, power in _slips(context):
        yield _slip_check("S11", mention, cell, power, Severity.ERROR)


def _slips(context: Context) -> list[tuple[Mention, Figure, int]]:
    """Text and table with the same digits a power of ten apart, unless the whole table is."""
    pairs = [(m, cell, _slip(m.figure, cell)) for m, cell in _text_and_table(context)]
    found = [(m, cell, power) for m, cell, power in pairs if power]
    return [] if _whole_table(found) else found


def _whole_table(found: Sequence[tuple[Mention, Figure, int]]) -> bool:
    """Whether two columns or more of the table are off by the same power of ten: the unit of the table is."""
    return len({cell.place.address for _, cell, _ in found}) >= 2 and len({power for *_, power in found}) == 1


def _slip_check(rule_id: str, mention: Mention, cell: Figure, power: int, severity: Severity) -> Check:
    check = pair_check(
        rule_id,
        Outcome(
            Verdict.INCONSISTENT, Fraction(cell.number or 0), possible(cell),
            possible(mention.figure).distance(possible(cell)) / Fraction(mention.figure.unit_in_last_place),
            Fraction(1), frozenset(),
        ),
        mention.figure, cell, mention.term.metric or mention.claim.subject, severity,
    )  # fmt: skip
    return check.model_copy(update={"facts": check.facts | {"power_of_ten": f"10^{abs(power)}"}})


@rule("T04", severity=Severity.WARNING, needs=("budget_lines", "claims"))
def unit_of_the_table(context: Context) -> Iterator[Check]:
    """The unit printed over a table fits its amounts: else the text differs from it everywhere by 10⁴.

    Example: a table 单位：万元 that holds 1,700,000.00 and 720,000.00 beside 170万元 and 72万元 in the text.
    """
    pairs = [(m, cell) for m, cell in _text_and_table(context)]
    found = [(m, cell, power) for m, cell in pairs if (power := _slip(m.figure, cell))]
    if _whole_table(found):
        for mention, cell, power in found:
            yield _slip_check("T04", mention, cell, power, Severity.WARNING)
    elif len({cell.place.address for m, cell in pairs if not same(m.figure, cell).failed}) >= 2:
        agreeing = [(m, cell) for m, cell in pairs if not same(m.figure, cell).failed]
        mention, cell = agreeing[0]
        yield pair_check("T04", same(mention.figure, cell), mention.figure, cell, cell.unit, Severity.WARNING)
