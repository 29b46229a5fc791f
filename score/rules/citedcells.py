"""Cells of tables and entries of ledgers that the text cites by name: the row and its column, or the voucher (T12, T13, L10)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, LedgerEntry, Passage, RowKind
from score.context import Context, MoneyTable
from score.evidence import undecided
from score.interval import rational
from score.pairs import pair_check, same
from score.repair import Slip, significant_digits, slip_between
from score.restated import agree
from score.rounding import readable
from score.rule import rule
from score.words import mentions, words

SHORTEST_NAME = 3
SHORTEST_HEADER = 2
TELLING_DIGITS = 3
LONG_DIGITS = 7
"""An amount of so many digits is not met by chance with two of them exchanged."""

_SENTENCE = re.compile(r"[^。；;\n]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the running text, where it begins in its block, and its figures in order."""

    text: str
    start: int
    figures: tuple[Figure, ...]


@rule("T12", severity=Severity.ERROR, needs=("passages",))
def cell_cited_by_row_and_column(context: Context) -> Iterator[Check]:
    """A figure behind the name of a row and the header of a column is that of the cell.

    Held against a report only when other cells of the row are cited right in the sentence, or one slip explains the difference.
    Example: 「危桥改造到位840.50万元、累计支付796.84万元」 beside a row 危桥改造 with 到位 840.50 and 累计支付 768.94.
    """
    rows = _rows(context.tables)
    for sentence in _sentences(context):
        for start, end, named in _named_rows(sentence, rows):
            figures = [f for f in sentence.figures if start <= (f.place.start or 0) < end]
            for table, line in named:
                yield from _cited(sentence, start, figures, table, line)


@rule("T13", severity=Severity.WARNING, needs=("passages",))
def digits_exchanged_against_a_table(context: Context) -> Iterator[Check]:
    """A long amount of the text that no table has, but one table has with two digits exchanged, is doubted.

    Example: 「涉及金额合计3,835,428.79元」 beside a total of 3,853,428.79.
    """
    cells = [f for f in context.figures if f.place.row is not None and _long(f)]
    have = {(f.number, f.kind) for f in context.figures if f.place.row is not None}
    by_digits: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for cell in cells:
        by_digits[_digits(cell)].append(cell)
    for sentence in _sentences(context):
        for figure in sentence.figures:
            if not _long(figure) or (figure.number, figure.kind) in have:
                continue
            near = [c for c in by_digits.get(_digits(figure), ()) if _exchanged(figure, c)]
            if len({c.number for c in near}) == 1:
                yield _cell_check(
                    "T13", figure, near[0], _words_before(sentence, 0, figure), Severity.WARNING
                )


@rule("L10", severity=Severity.ERROR, needs=("ledger_entries", "passages"))
def entry_cited_by_its_voucher(context: Context) -> Iterator[Check]:
    """The amount the text gives for a voucher is that of the entry.

    Example: 「以记-0187号凭证支付进度款5,261,380.00元」 beside the entry 记-0187 of 5,216,380.00.
    """
    entries: dict[str, list[LedgerEntry]] = defaultdict(list)
    for rows in context.ledgers:
        for row in rows:
            if row.voucher_no and any(c.isdigit() for c in row.voucher_no) and len(row.voucher_no) > 2:
                entries[row.voucher_no].append(row)
    for sentence in _sentences(context) if entries else ():
        cited = [
            no for no in entries if re.search(rf"(?<![A-Za-z0-9-]){re.escape(no)}(?![\d-])", sentence.text)
        ]
        money = [f for f in sentence.figures if f.kind is FigureKind.MONEY and readable(f)]
        if len(cited) == 1 and len(entries[cited[0]]) == 1 and money:
            yield from _voucher(entries[cited[0]][0], cited[0], money)


def _voucher(entry: LedgerEntry, number: str, money: Sequence[Figure]) -> Iterator[Check]:
    booked = next((f for f in (entry.debit, entry.credit) if f is not None and readable(f)), None)
    if booked is None:
        return
    right = next((f for f in money if agree(f, booked)), None)
    slips = [f for f in money if slip_between(f, _value(booked)) is not None]
    figure = right or (slips[0] if slips else money[0])
    check = _cell_check("L10", figure, booked, number, Severity.ERROR if slips else Severity.WARNING)
    yield check if right or slips or len(money) == 1 else undecided(check)


def _long(figure: Figure) -> bool:
    if figure.kind is not FigureKind.MONEY or not readable(figure) or not figure.number:
        return False
    return significant_digits(_value(figure)) >= LONG_DIGITS


def _digits(figure: Figure) -> tuple[str, int]:
    return "".join(sorted(c for c in figure.text if c.isdigit())), figure.scale - figure.decimals


def _exchanged(one: Figure, other: Figure) -> bool:
    return slip_between(one, _value(other)) is Slip.TRANSPOSED


def _value(figure: Figure) -> Fraction:
    return rational(figure.number or Decimal(0))


def _cell_check(rule_id: str, figure: Figure, cell: Figure, subject: str, severity: Severity) -> Check:
    return pair_check(rule_id, same(figure, cell), figure, cell, subject, severity)


# --- the text -----------------------------------------------------------------------------------------------------


def _sentences(context: Context) -> list[Sentence]:
    return context.once("sentences with figures", lambda: list(_made(context)))


def _made(context: Context) -> Iterator[Sentence]:
    by_block: dict[int | None, list[Figure]] = defaultdict(list)
    for figure in context.figures:
        if figure.place.row is None and figure.place.start is not None:
            by_block[figure.place.block].append(figure)
    for passage in context.report.passages:
        if passage.place.row is None and passage.place.block in by_block:
            yield from _split(passage, by_block[passage.place.block])


def _split(passage: Passage, figures: Sequence[Figure]) -> Iterator[Sentence]:
    offset = passage.place.start or 0
    ordered = sorted(figures, key=lambda f: f.place.start or 0)
    for found in _SENTENCE.finditer(passage.text):
        start, end = found.start() + offset, found.end() + offset
        own = tuple(f for f in ordered if start <= (f.place.start or 0) < end)
        if own:
            yield Sentence(found.group(), start, own)


# --- rows and columns ---------------------------------------------------------------------------------------------

Named = list[tuple[MoneyTable, BudgetLine]]


def _rows(tables: Sequence[MoneyTable]) -> dict[str, Named]:
    """The rows of all tables by name; those that have one name in one table are left out."""
    out: dict[str, Named] = defaultdict(list)
    for table in tables:
        names = [words().without_number(line.name) for line in table.lines]
        for line, name in zip(table.lines, names, strict=True):
            telling = len(name) >= SHORTEST_NAME and not line.is_total and line.row_kind is RowKind.ENTRY
            if telling and names.count(name) == 1:
                out[name].append((table, line))
    return out


def _named_rows(sentence: Sentence, rows: dict[str, Named]) -> Iterator[tuple[int, int, Named]]:
    """`(from, to, rows)` for every name of a row in the sentence: its words reach to the next name."""
    found = sorted((at, -len(name), name) for name in rows if (at := sentence.text.find(name)) >= 0)
    apart: list[tuple[int, str]] = []
    for at, _, name in found:
        if not apart or at >= apart[-1][0] + len(apart[-1][1]):
            apart.append((at, name))
    ends = [*(at for at, _ in apart[1:]), len(sentence.text)][: len(apart)]
    for (at, name), end in zip(apart, ends, strict=True):
        yield sentence.start + at + len(name), sentence.start + end, rows[name]


def _words_before(sentence: Sentence, start: int, figure: Figure) -> str:
    """The words between the figure before (or `start`) and a figure."""
    at = figure.place.start or 0
    before = [f.place.end or 0 for f in sentence.figures if (f.place.end or 0) <= at]
    first = max([start, sentence.start, *before])
    return sentence.text[first - sentence.start : at - sentence.start].strip("，,、：: ")


def _cited(
    sentence: Sentence, start: int, figures: Sequence[Figure], table: MoneyTable, line: BudgetLine
) -> Iterator[Check]:
    pairs = [
        (figure, line.amounts[field], field)
        for figure in figures
        if readable(figure) and (field := _column_named(_words_before(sentence, start, figure), table, line))
    ]
    if len({field for *_, field in pairs}) < len(pairs):
        return
    right = [c for f, c, _ in pairs if agree(f, c) and significant_digits(_value(c)) >= TELLING_DIGITS]
    others = [cell for cell in line.amounts.values() if readable(cell)]
    for figure, cell, field in pairs:
        subject = f"{line.name.strip()} · {table.header(field)}"
        slip = slip_between(figure, _value(cell)) is not None
        check = _cell_check(
            "T12", figure, cell, subject, Severity.ERROR if slip or len(right) > 1 else Severity.WARNING
        )
        known = any(agree(figure, other) for other in others if other is not cell)
        sure = not known and (bool(right) or (slip and significant_digits(_value(cell)) >= TELLING_DIGITS))
        yield check if check.verdict is not Verdict.INCONSISTENT or sure else undecided(check)


def _column_named(said: str, table: MoneyTable, line: BudgetLine) -> str | None:
    """The only column whose header stands in the words before a figure; none in words of another year or of parts."""
    if mentions(said, (*words().carried_over, *words().decrease, *words().increase, *words().points)):
        return None
    heads = {field: _bare(table.header(field)) for field in line.amounts}
    named = [field for field, head in heads.items() if len(head) >= SHORTEST_HEADER and head in said]
    longest = [f for f in named if not any(heads[f] != heads[g] and heads[f] in heads[g] for g in named)]
    return longest[0] if len(longest) == 1 else None


def _bare(header: str) -> str:
    """The header without units and without what every column of money is headed by (到位资金, 执行金额)."""
    name = _BRACKETS.sub("", header.rpartition("/")[2]).strip()
    for ending in words().amount_endings:
        if len(name) >= len(ending) + SHORTEST_HEADER:
            name = name.removesuffix(ending)
    return name
