"""Tables and lists that repeat one another: rows by code or name, items by the heading of their paragraph (T09, T10, S13, S14)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import takewhile

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Role, Term
from score.context import Context, MoneyTable
from score.footing.cells import columns
from score.pairs import pair_check, same
from score.repair import Slip, significant_digits, slip_between
from score.restated import FEWEST_SHARED, agree, pairs_of
from score.rounding import as_printed, readable, shared_place
from score.rule import rule
from score.rules.tables import within
from score.sums import Sum, compare_sum, size, sum_check
from score.terms import metric_of, normal
from score.words import mentions, words


def holding(rule_id: str, pairs: Iterable[tuple[Figure, Figure]], subject: str) -> Check:
    """One check for all figures of two places that agree."""
    figures = {f.place.address: f for pair in pairs for f in pair}
    return Check(
        rule=rule_id,
        verdict=Verdict.CONSISTENT,
        figures=tuple(figures.values()),
        subject=subject,
        facts={"outcome": "consistent", "rows": str(len(figures) // 2), "subject": subject},
    )


@rule("T09", severity=Severity.WARNING, needs=("budget_lines",))
def tables_that_repeat_one_another(context: Context) -> Iterator[Check]:
    """Two tables that list the same items with the same amounts do so in every row.

    Four different amounts and the total must agree before two columns are taken for one; then a single row that differs
    was changed in one table only. Example: 2010607 信息化建设 135.25 in one table and 132.55 in the next, all else equal.
    """
    tables = context.money_tables
    for pair in pairs_of(tables):
        if not pair.proven:
            continue
        subject = f"{_column(tables, pair.one)} / {_column(tables, pair.other)}"
        yield holding("T09", ((a.figure, b.figure) for a, b in pair.agreeing), subject)
        found = pair.contradiction
        if found is not None:
            a, b = found
            named = " ".join(part for part in (a.line.code or "", a.line.name.strip()) if part)
            yield pair_check("T09", same(a.figure, b.figure), a.figure, b.figure, named, Severity.WARNING)


def _column(tables: Sequence[MoneyTable], column: tuple[int, str]) -> str:
    table = tables[column[0]]
    return " · ".join(part for part in (table.name, table.header(column[1])) if part)


# --- items of the text and rows of a table ----------------------------------------------------------------


@dataclass(slots=True)
class Listed:
    """The amounts of one measure that the text gives for items of a table, by the name of the item."""

    items: dict[str, tuple[Term, Claim]] = field(default_factory=dict)


@rule("T10", severity=Severity.WARNING, needs=("budget_lines", "claims"))
def text_repeats_the_rows(context: Context) -> Iterator[Check]:
    """What the text says of an item is what its row says, where text and column agree in all other items.

    The item is named by the amount itself or at the head of its paragraph; four different amounts must agree before a
    single one that differs is held against the text. Example: 「住房公积金（项）……支出决算为189.17万元」 beside 187.19.
    """
    rows = _rows_by_name(context.money_tables)
    if not rows:
        return
    listed = _listed(context, rows)
    for measure, found in listed.items():
        yield from _against_columns(context.money_tables, rows, measure, found)


SHORTEST_NAME = 3

Row = tuple[int, BudgetLine]


def _rows_by_name(tables: Sequence[MoneyTable]) -> dict[str, list[Row]]:
    """The rows of all tables by their names; of rows of one name in one table the deepest.

    A name too short to be found in a text is sought with the word for spending behind it: 抚恤支出 for the row 抚恤.
    """
    out: dict[str, list[Row]] = defaultdict(list)
    for index, table in enumerate(tables):
        own: dict[str, BudgetLine] = {}
        for line in table.lines:
            name = _plain(words().without_number(line.name))
            if len(name) == SHORTEST_NAME - 1 and not mentions(name, words().closing_parts):
                name += words().spending_side[0]
            if (
                len(name) >= SHORTEST_NAME
                and line.amounts
                and (name not in own or line.level >= own[name].level)
            ):
                own[name] = line
        for name, line in own.items():
            out[name].append((index, line))
    return out


def _plain(name: str) -> str:
    """A name without its level (类, 款, 项) in brackets and without the words of a total at its end."""
    text = normal(_LEVEL.sub("", name))
    for word in words().total_rows:
        if len(text) > len(word) + 2:
            text = text.removesuffix(word)
    return text


_LEVEL = re.compile(r"[（(][^（）()]{1,2}[)）]")


def _listed(context: Context, rows: dict[str, list[Row]]) -> dict[str, Listed]:
    """Amounts of the text by measure and item, with the paragraphs that name one item at their head."""
    out: dict[str, Listed] = defaultdict(Listed)
    heads: dict[int, str] = {}
    for claim in context.report.claims:
        block = claim.place.block
        if claim.place.row is not None or block is None or not claim.aligned:
            continue
        for term in claim.terms:
            if term.figure.kind is not FigureKind.MONEY or not readable(term.figure):
                continue
            if term.role in {Role.PREVIOUS, Role.BASELINE, Role.CHANGE, Role.STANDARD}:
                continue
            name = _plain(term.metric)
            if name not in rows:
                if block not in heads:
                    passage = context.passage_of(claim.place)
                    heads[block] = _head(passage.text if passage else "", rows)
                name = heads[block] or _only_item(_before(context, term), rows)
            if name:
                out[term.field or str(term.role)].items.setdefault(name, (term, claim))
    return out


def _head(text: str, rows: dict[str, list[Row]]) -> str:
    """The item that a paragraph is about: the last one named before its first sentence ends."""
    first = _plain(re.split(r"[。；;]", text, maxsplit=1)[0])
    if len(first) > MOST_OF_A_HEAD:
        return ""
    found = [name for name in rows if len(name) >= 4 and first.endswith(name)]
    return max(found, key=len, default="")


FEWEST_DIGITS = 5
"""Significant digits of an amount whose swapped neighbours are no chance."""


def _before(context: Context, term: Term) -> str:
    """The words of the sentence that stand before a figure."""
    passage = context.passage_of(term.figure.place)
    return _SENTENCE_END.split(passage.text[: term.figure.place.start])[-1] if passage else ""


_SENTENCE_END = re.compile(r"[。；;]")


def _only_item(said: str, rows: dict[str, list[Row]]) -> str:
    """The item that is named, when one alone is."""
    said = normal(said)
    found = [name for name in rows if len(name) >= 3 and name in said]
    longest = max(found, key=len, default="")
    return longest if all(name in longest for name in found) else ""


MOST_OF_A_HEAD = 60
"""A first sentence longer than this is no heading."""


def _against_columns(
    tables: Sequence[MoneyTable], rows: dict[str, list[Row]], measure: str, listed: Listed
) -> Iterator[Check]:
    """The items of one measure beside the column that agrees with most of them."""
    best: list[tuple[str, Term, Figure]] = []
    beyond: list[tuple[str, Term, Claim, Figure]] = []
    for index, table in enumerate(tables):
        for column in columns(table):
            pairs = [
                (name, term, claim, cell)
                for name, (term, claim) in listed.items.items()
                for i, line in rows[name]
                if i == index and readable(cell := line.amounts.get(column)) and cell is not None
            ]
            held = [(name, term, cell) for name, term, _, cell in pairs if agree(term.figure, cell)]
            missed = [pair for pair in pairs if not agree(pair[1].figure, pair[3])]
            if (len(held), -len(missed)) > (len(best), -len(beyond)):
                best, beyond = held, missed
    values = {term.figure.number for _, term, _ in best if term.figure.number}
    proven = len(values) >= FEWEST_SHARED and len(beyond) <= 1
    sure = [(n, t, c) for n, t, c in best if proven or _telling(t.figure)]
    for name, term, cell in sure:
        yield pair_check("T10", same(term.figure, cell), term.figure, cell, name, Severity.WARNING)
    done = {name for name, _, _ in best} | {name for name, *_ in beyond}
    for name, (term, _) in listed.items.items():
        if name not in done:
            yield from _anywhere(rows[name], name, term)
            yield from _swapped(rows[name], name, term)
    if proven and beyond:
        name, term, _, cell = beyond[0]
        elsewhere = any(agree(term.figure, f) for _, line in rows[name] for f in line.amounts.values())
        if not elsewhere:
            yield pair_check("T10", same(term.figure, cell), term.figure, cell, name, Severity.WARNING)
    elif beyond:
        for name, term, _, _ in beyond:
            yield from _swapped(rows[name], name, term)


def _swapped(found: Sequence[Row], name: str, term: Term) -> Iterator[Check]:
    """An amount that is in no column of its row, and with two neighbouring digits swapped is in one.

    That needs no witness: two measures of one item differ in many ways, and hardly ever by just that.
    """
    cells = [cell for _, line in found for cell in line.amounts.values() if readable(cell)]
    if any(agree(term.figure, cell) for cell in cells):
        return
    for cell in cells:
        if cell.kind is term.figure.kind and _neighbours_swapped(term.figure, cell):
            yield pair_check("T10", same(term.figure, cell), term.figure, cell, name, Severity.WARNING)
            return


def _neighbours_swapped(one: Figure, other: Figure) -> bool:
    coarser, finer = sorted((one, other), key=lambda f: f.unit_in_last_place, reverse=True)
    needed = as_printed(finer.number or 0, coarser)
    return slip_between(coarser, needed) is Slip.TRANSPOSED and significant_digits(needed) >= FEWEST_DIGITS


def _anywhere(found: Sequence[Row], name: str, term: Term) -> Iterator[Check]:
    """An amount that stands in the row of its name in some table; one that does not proves nothing."""
    for _, line in found:
        for cell in line.amounts.values():
            if readable(cell) and _telling(term.figure) and agree(term.figure, cell):
                yield pair_check("T10", same(term.figure, cell), term.figure, cell, name, Severity.WARNING)
                return


def _telling(figure: Figure) -> bool:
    """Whether an amount has digits enough not to be met by chance."""
    return significant_digits(Fraction(figure.number or 0)) >= 3


# --- sums over several sentences and paragraphs ------------------------------------------------------------


@rule("S13", severity=Severity.ERROR, needs=("claims",))
def parts_in_the_next_sentence(context: Context) -> Iterator[Check]:
    """What a sentence that begins with 其中 lists lies within the total of the sentence before.

    Example: 「基本支出2,336.91万元。其中：人员经费2,152.26万元……；公用经费184.65万元」.
    """
    by_block: dict[int, list[Claim]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.place.block is not None and claim.place.row is None:
            by_block[claim.place.block].append(claim)
    for claims in by_block.values():
        ordered = sorted(claims, key=lambda c: c.place.address)
        for before, parts in _with_parts(ordered):
            whole = before.terms[-1].figure
            figures = [t.figure for c in parts for t in c.terms]
            names = [t.metric for c in parts for t in c.terms]
            if _of_another_amount(ordered, before, names):
                continue
            larger = any(size(f) > size(whole) for f in figures)
            if all(_in_its_unit(f, whole) for f in figures) and len(figures) >= 2 and not larger:
                ends = mentions(names[-1], words().closing_parts)
                subject = metric_of(before, whole)
                yield within("S13", whole, figures, names, subject, parts[0].sentence, ends=ends)


def _of_another_amount(claims: Sequence[Claim], before: Claim, names: Sequence[str]) -> bool:
    """Whether the parts are called what another amount of the sentence before is called, and the last one is not.

    Example: 「资产总额30亿元，负债9亿元，净资产21亿元。其中，行政单位资产总额9亿元……」 lists the parts of the 30亿元.
    """
    told = [t.metric for c in claims if c.sentence == before.sentence for t in c.terms if t.metric]
    own = _likeness(before.terms[-1].metric, names)
    return any(_likeness(one, names) >= own + NAMED for one in told)


NAMED = 2
"""So many characters more at their ends make parts the parts of another amount."""


def _likeness(whole: str, names: Sequence[str]) -> int:
    """How many characters at its end the name of a whole has in common with those of all the parts."""
    backwards = zip(*(normal(name)[::-1] for name in (whole, *names)), strict=False)
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, backwards))


def _in_its_unit(figure: Figure, whole: Figure) -> bool:
    return readable(figure) and figure.kind is whole.kind and figure.unit == whole.unit


def _with_parts(claims: Sequence[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """A statement of one amount, and the statements of one amount each of the sentence 其中… that follows it."""
    plain = {ClaimKind.AMOUNT, ClaimKind.COUNT}
    for index, claim in enumerate(claims[:-1]):
        follower = claims[index + 1]
        opening = normal(follower.sentence).startswith(words().overlapping[:1])
        if not opening or follower.sentence == claim.sentence or len(claim.terms) != 1:
            continue
        parts = [c for c in claims[index + 1 :] if c.sentence == follower.sentence]
        single = all(c.kind in plain and len(c.terms) == 1 for c in (claim, *parts))
        if single and claim.terms[0].figure.kind is FigureKind.MONEY and readable(claim.terms[0].figure):
            yield claim, parts


@rule("S14", severity=Severity.WARNING, needs=("claims",))
def items_of_the_paragraphs_make_the_total(context: Context) -> Iterator[Check]:
    """The amounts of the paragraphs that follow a total, one an item, add up to it, by each measure.

    Where one measure adds up and the other does not, an amount of the other was changed, or its total; where none does,
    the list is not complete. Example: 「年初预算为2,993.92万元，支出决算为2,940.05万元……其中：」 and eleven paragraphs.
    """
    stated = [c for c in context.claims(ClaimKind.EXECUTION) if c.place.row is None and _measures(c)]
    index = 0
    while index < len(stated):
        items = _items_after(stated[index + 1 :], stated[index])
        found = list(_items_make(stated[index], items)) if len(items) >= FEWEST_ITEMS else []
        yield from found
        index += len(items) + 1 if found else 1


FEWEST_ITEMS = 3
ITEM_FIELDS = ("budget_initial", "executed_amount")


def _measures(claim: Claim) -> dict[str, Figure]:
    """The two amounts of an item, by measure; nothing when one is missing."""
    found = {
        t.field: t.figure for t in reversed(claim.terms) if t.field in ITEM_FIELDS and readable(t.figure)
    }
    return {name: found[name] for name in ITEM_FIELDS} if len(found) == len(ITEM_FIELDS) else {}


def _items_after(later: Sequence[Claim], claim: Claim) -> list[Claim]:
    """The statements of the paragraphs below a total, one each, as long as none is larger than the total."""
    out: list[Claim] = []
    most = _measures(claim)["executed_amount"].number or 0
    last = claim.place.block or 0
    for item in later:
        block = item.place.block or 0
        near = 0 < block - last <= MOST_BETWEEN
        if not near or (_measures(item)["executed_amount"].number or 0) > most:
            break
        out.append(item)
        last = block
    return out


MOST_BETWEEN = 3
"""Paragraphs and headings between two items of one list."""


def _items_make(claim: Claim, items: Sequence[Claim]) -> Iterator[Check]:
    """The sums of both measures, when one of them at least holds: then the list is complete."""
    sums: list[tuple[Sum, Figure]] = []
    for name in ITEM_FIELDS:
        whole = _measures(claim)[name]
        parts = [_measures(item)[name] for item in items]
        outcome = compare_sum(whole, parts, shared_place([whole, *parts]))
        sums.append((Sum(whole, tuple(parts), 0, name, (), outcome, False, True, outcome), whole))
    if all(one.outcome.failed for one, _ in sums):
        return
    for one, whole in sums:
        subject = metric_of(claim, whole)
        found = Sum(one.total, one.parts, 0, one.field, (), one.outcome, True, True, one.loose)
        yield sum_check("S14", found, subject=subject, quote=claim.sentence, mild=True)
