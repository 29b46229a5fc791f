"""Relations that nobody printed and all rows but one keep: sums, running sums, means, rates and products (S10, S16, S17, R20, R21)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from score.context import Context, MoneyTable
from score.evidence import check_of, undecided
from score.footing.table import sums_across, sums_down
from score.laws.headed import printed_laws
from score.laws.lattice import Lattice, lattices_of
from score.laws.law import Kind, Law, distinct
from score.laws.named import named_laws
from score.laws.rows import Address, Kept, Wanted, kept_in
from score.laws.search import laws_of
from score.relation import Outcome
from score.repair import Repair, likely, repairs_of_sum
from score.rule import rule
from score.sums import Sum
from score.words import mentions, words

ENOUGH = 3
"""So many rows prove a law; with a slip of the pen that explains the odd row, one less."""


@rule("S10", severity=Severity.ERROR)
def row_breaks_a_sum_all_others_keep(context: Context) -> Iterator[Check]:
    """A sum or difference of columns that holds in every row but one is a rule of the table, and the row a doubt.

    Nobody printed the relation; the other rows prove it. Example: 年末 = 年初 + 增加 − 减少 in eleven of twelve rows.
    """
    yield from _checks(context, "S10", Kind.LINEAR)


@rule("S16", severity=Severity.ERROR)
def running_sum_of_the_rows(context: Context) -> Iterator[Check]:
    """A column that adds up another from row to row does so in every row.

    Example: 本月 12.40, 累计 86.15, where the row above has 74.75 and all other rows go on by what they add.
    """
    yield from _checks(context, "S16", Kind.RUNNING)


@rule("S17", severity=Severity.ERROR)
def mean_of_neighbouring_columns(context: Context) -> Iterator[Check]:
    """A column that is the mean of others (marks of several judges, with or without the highest and lowest) is so in every row.

    Example: 专家一 88, 专家二 91, 专家三 85, 平均分 89.00, which is 88.00.
    """
    yield from _checks(context, "S17", Kind.MEAN, Kind.TRIMMED)


@rule("R20", severity=Severity.ERROR)
def rate_that_its_column_makes_of_two_others(context: Context) -> Iterator[Check]:
    """A column of rates that is one column over another in every row but one, or their growth, is so in that row too.

    The headers need not say of what the rates are: the rows do. Rates with a named measure have their own rules.
    Example: 资金合计 3,156.50, 实际支出 2,914.18, 支出率 93.22%, where all other rows divide these two and 92.32% would be right.
    """
    yield from (
        check
        for check in _checks(context, "R20", Kind.PRODUCT, Kind.GROWTH, Kind.LOSS, Kind.SHARE, Kind.TOGETHER)
    )


@rule("R21", severity=Severity.ERROR)
def product_that_its_column_makes_of_others(context: Context) -> Iterator[Check]:
    """A column that is the product or quotient of others in every row but one is so in that row too.

    Units may differ by a power of ten. Example: 人数 35, 月补助 1,200元, 月数 12, 补助额 54.00万元, which is 50.40万元.
    """
    yield from (check for check in _checks(context, "R21", Kind.PRODUCT))


def _checks(context: Context, rule_id: str, *kinds: Kind) -> Iterator[Check]:
    for table in context.tables:
        for kept, outcome, told in context.once(("laws", table.key), lambda t=table: _of(context, t)):  # type: ignore[misc]
            if kept.kind in kinds and _rule_of(kept) == rule_id:
                yield _check(rule_id, kept, outcome, told)


def _rule_of(kept: Kept) -> str:
    if kept.kind is Kind.PRODUCT:
        return "R20" if kept.reported.kind is FigureKind.PERCENT else "R21"
    return {
        Kind.LINEAR: "S10",
        Kind.RUNNING: "S16",
        Kind.GROWTH: "R20",
        Kind.LOSS: "R20",
        Kind.SHARE: "R20",
        Kind.TOGETHER: "R20",
    }.get(kept.kind, "S17")


Judged = tuple[Kept, Outcome, bool]
"""A law in a row, the comparison, and whether another relation already tells the slip that breaks it."""


def _of(context: Context, table: MoneyTable) -> list[Judged]:
    """Every row of every law of the table, those that hold first."""
    found: list[Kept] = []
    sums = [*sums_across(context, table), *sums_down(context, table)]
    stated = {_addresses((one.total, *one.parts)) for one in sums}
    for lattice in lattices_of(table, _mended(sums)):
        laws = [*printed_laws(lattice), *named_laws(lattice), *laws_of(lattice)]
        for law in (law for law in distinct(laws) if not _made_by_another(law, laws)):
            rows = [(i, kept) for i in (*law.kept, *law.broken) if (kept := _open(lattice, law, i, stated))]
            explained = any(i in law.broken and _repairs(kept) for i, kept in rows)
            if law.informative >= ENOUGH or explained:
                found += [kept for _, kept in rows]
    return list(_judged(found, [one for one in sums if one.outcome.failed and one.certain]))


def _made_by_another(law: Law, laws: Sequence[Law]) -> bool:
    """Whether a law that breaks somewhere is another one of the same cells, which all rows keep.

    The mean of three judges, and not of two; 时长 ÷ 配置数, and not 时长 ÷ 完好数, which is the same where all machines are in order.
    """
    if not law.broken:
        return False
    rivals = [other for other in laws if not other.broken and len(other.kept) > len(law.kept)]
    if law.kind in MEANS:
        return any(other.kind in MEANS and other.terms[0] == law.terms[0] for other in rivals)
    own = {variable for variable, _ in law.terms}
    return law.kind is Kind.PRODUCT and any(
        other.kind is Kind.PRODUCT and len(own & {variable for variable, _ in other.terms}) == len(own) - 1
        for other in rivals
    )


MEANS = (Kind.MEAN, Kind.TRIMMED)


def _mended(sums: Sequence[Sum]) -> dict[Address, Fraction]:
    """The cells that failing sums show to be wrong, and what they must be.

    One that two sums, of a row and of a column, ask to be one and the same number, or the only single slip that mends a sum.
    """
    failing = [one for one in sums if one.outcome.failed and one.certain]
    slips = [repairs_of_sum(one.total, one.parts) for one in failing]
    found = {r.figure.place.address: r.needed for repairs in slips if len(repairs) == 1 for r in repairs}
    wanted = [dict(_wanted_by_address(one)) for one in failing]
    for one, other in combinations(wanted, 2):
        found |= {address: value for address, value in one.items() if other.get(address) == value}
    return found


def _wanted_by_address(one: Sum) -> Iterator[tuple[Address, Fraction]]:
    yield from ((figure.place.address, value) for figure, value in _wanted_of_sum(one))


def _open(lattice: Lattice, law: Law, index: int, stated: Collection[frozenset[Address]]) -> Kept | None:
    """The law in one row; None where a sum of the table says it already, or the row may have more parts than the others.

    What totals of rates, prices and means are is not known: one that breaks a law counts only where one slip explains it.
    """
    if law.kind is Kind.LINEAR and _cells(lattice, law, index) in stated:
        return None
    if index in law.broken and (_lacks_a_part(lattice, law, index) or _rates_alone(lattice, law, index)):
        return None
    kept = kept_in(lattice, law, index)
    if kept is not None and index not in law.broken:
        # a law that finer figures do not keep says nothing of them; one slip in what all others keep as printed is told
        odd = law.strict and not law.broken and bool(_repairs(kept))
        return kept if odd or not kept.outcome().failed else None
    if kept is None or not lattice.cases[index].total:
        return kept
    return kept if law.kind is Kind.LINEAR or _repairs(kept) else None


def _judged(found: Sequence[Kept], sums: Sequence[Sum]) -> Iterator[Judged]:
    """The rows with their outcome. One slip is told once: by a failing sum, or by the law with more evidence."""
    seen: set[frozenset[Address]] = set()
    cures = [{figure.place.address: value} for one in sums for figure, value in _wanted_of_sum(one)]
    broken = []
    blamed: set[Address] = set()
    for kept in found:
        key = _addresses((kept.reported, *kept.inputs))
        if key in seen:
            continue
        seen.add(key)
        outcome = kept.outcome()
        if outcome.failed:
            broken.append((kept, outcome))
        else:
            yield kept, outcome, False
    for kept, outcome in sorted(broken, key=lambda one: -one[0].law.bits):
        repairs = _repairs(kept)
        own = _addresses((kept.reported, *kept.inputs))
        told = bool(own & blamed) or any(own & set(cure) and not kept.outcome(cure).failed for cure in cures)
        if not told:
            blamed |= {r.figure.place.address for r in repairs} or {kept.reported.place.address}
            cures += [{r.figure.place.address: r.needed} for r in repairs]
        yield kept, outcome, told


def _cells(lattice: Lattice, law: Law, index: int) -> frozenset[Address]:
    cells = lattice.cases[index].cells
    return frozenset(cell.figure.place.address for v in law.variables if (cell := cells[v]) is not None)


def _lacks_a_part(lattice: Lattice, law: Law, index: int) -> bool:
    """Whether another number of the row is exactly what a sum is off by: then the sum has more parts here."""
    cells = lattice.cases[index].cells
    if law.kind is not Kind.LINEAR:
        return False
    off = abs(sum(cell.value * sign for v, sign in law.terms if (cell := cells[v]) is not None))
    return any(
        cell is not None and abs(cell.value) == off for v, cell in enumerate(cells) if v not in law.variables
    )


def _rates_alone(lattice: Lattice, law: Law, index: int) -> bool:
    """Whether a broken sum or mean is of rates, and those that hold are of amounts: rates are weighted, and do not add up."""

    def rates(case: int) -> bool:
        cells = (lattice.cases[case].cells[v] for v in law.variables)
        return mentions(lattice.cases[case].name, words().never_added) or any(
            cell is not None and cell.figure.kind is FigureKind.PERCENT for cell in cells
        )

    return (
        law.kind in {Kind.LINEAR, Kind.MEAN, Kind.TRIMMED} and rates(index) and not any(map(rates, law.kept))
    )


def _wanted_of_sum(one: Sum) -> Iterator[Wanted]:
    parts = sum((Fraction(part.number or 0) for part in one.parts), Fraction(0))
    off = Fraction(one.total.number or 0) - parts
    yield one.total, parts
    for part in one.parts:
        yield part, Fraction(part.number or 0) + off


def _addresses(figures: Sequence[Figure]) -> frozenset[Address]:
    return frozenset(figure.place.address for figure in figures)


def _repairs(kept: Kept) -> list[Repair]:
    """Single slips with which the law holds in the row, to the last place."""
    return [
        repair
        for repair in likely(kept.wanted, most=len(kept.wanted))
        if not kept.outcome({repair.figure.place.address: repair.needed}).failed
    ]


def _check(rule_id: str, kept: Kept, outcome: Outcome, told: bool) -> Check:
    repairs = _repairs(kept) if outcome.failed else []
    check = check_of(
        rule_id,
        outcome,
        kept.reported,
        kept.inputs,
        left=kept.left,
        severity=Severity.ERROR if repairs else Severity.WARNING,
        subject=kept.subject,
        repairs=[str(repair) for repair in repairs],
    )
    return undecided(check) if told and check.verdict is Verdict.INCONSISTENT else check
