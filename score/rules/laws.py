"""Relations that nobody printed and all rows but one keep: sums, running sums, means, rates and products (S10, S16, S17, R20, R21)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from score.context import Context, MoneyTable
from score.evidence import check_of, printed, undecided
from score.footing import Sum
from score.headed import printed_laws
from score.interval import Interval, total
from score.lattice import Lattice, lattices_of
from score.laws import Kind, Law, distinct, laws_of
from score.measures import NAMED_BASES, NOW_FIELDS
from score.relation import Formula, Outcome, relate
from score.repair import Repair, likely, repairs_of_sum
from score.rounding import Reader, as_printed, exactly, shared_place
from score.rule import rule
from score.rules.tables import sums_across, sums_down
from score.words import mentions, words

ENOUGH = 3
"""So many rows prove a law; with a slip of the pen that explains the odd row, one less."""

Wanted = tuple[Figure, Fraction]
"""A figure, and what it would have to be."""

Address = tuple[int, int, int, int, int, int]
Values = Mapping[Address, Fraction]
"""What figures would have to be, by their address."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A law in one row: the reported figure, what makes it, and the comparison."""

    law: Law
    kind: Kind
    reported: Figure
    inputs: tuple[Figure, ...]
    left: str
    formula: Formula
    wanted: tuple[Wanted, ...]
    subject: str
    field: str

    def _given(self, figure: Figure) -> bool:
        """Whether an input is meant as printed: points, and marks of which a finer mean is made."""
        averaged = self.kind in (Kind.MEAN, Kind.TRIMMED)
        coarser = figure.unit_in_last_place > self.reported.unit_in_last_place
        return self.kind is not Kind.LINEAR and (figure.kind is FigureKind.SCORE or (averaged and coarser))

    def outcome(self, instead: Values | None = None) -> Outcome:
        """The comparison; with other values for some figures, by their address."""

        def given(of: Reader) -> Reader:
            def read(f: Figure) -> Interval:
                if instead and f.place.address in instead:
                    return Interval.point(instead[f.place.address])
                return exactly(f) if self._given(f) else of(f)

            return read

        reported = self.reported
        if instead and reported.place.address in instead:
            value = instead[reported.place.address]
            return relate(
                reported, lambda of: self.formula(given(of)) - value + Fraction(reported.number or 0)
            )
        place = shared_place([reported, *self.inputs]) if self.kind in (Kind.LINEAR, Kind.RUNNING) else None
        return relate(_rounded(reported, self.kind), lambda of: self.formula(given(of)), place=place)


def _rounded(figure: Figure, kind: Kind) -> Figure:
    """A result of a division is rounded, even where it is printed as a whole number or to 分."""
    divided = kind in (Kind.MEAN, Kind.TRIMMED, Kind.PRODUCT, Kind.GROWTH)
    return figure.model_copy(update={"kind": FigureKind.MEASURE}) if divided else figure


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
        check for check in _checks(context, "R20", Kind.PRODUCT, Kind.GROWTH, Kind.SHARE, Kind.TOGETHER)
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
        laws = [*printed_laws(lattice), *laws_of(lattice)]
        for law in (law for law in distinct(laws) if not _made_by_another(law, laws)):
            rows = [(i, kept) for i in (*law.kept, *law.broken) if (kept := _open(lattice, law, i, stated))]
            explained = any(i in law.broken and _repairs(kept) for i, kept in rows)
            if law.informative >= ENOUGH or explained:
                found += [kept for _, kept in rows]
    return list(_judged(found, [one for one in sums if one.outcome.failed and one.certain]))


def _made_by_another(law: Law, laws: Sequence[Law]) -> bool:
    """Whether a mean that breaks somewhere is the mean of other columns in every row: of three judges, and not of two."""
    means = (Kind.MEAN, Kind.TRIMMED)
    return (
        law.kind in means
        and bool(law.broken)
        and any(
            other.kind in means
            and not other.broken
            and other.terms[0] == law.terms[0]
            and len(other.kept) > len(law.kept)
            for other in laws
        )
    )


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
    kept = _kept(lattice, law, index)
    if kept is not None and index not in law.broken:
        return (
            None if kept.outcome().failed else kept
        )  # a law that finer figures do not keep says nothing of them
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


def _kept(lattice: Lattice, law: Law, index: int) -> Kept | None:
    """The law in the case `index`, with the figure reported that stands last; None where a rule of its own checks it."""
    case = lattice.cases[index]
    if law.kind is Kind.RUNNING:
        return _step(lattice, law, index)
    if law.kind is Kind.SHARE:
        return _share(lattice, law, index)
    cells = {v: cell.figure for v in law.variables if (cell := case.cells[v]) is not None}
    result = law.rounded if law.rounded >= 0 else max(cells)
    if law.kind is Kind.PRODUCT and result not in (max(cells), law.terms[0][0]):
        result = law.rounded
    if _named_elsewhere(lattice, result):
        return None
    inputs = {v: f for v, f in cells.items() if v != result}
    subject = _subject(lattice, index, result)
    build = {Kind.LINEAR: _linear, Kind.PRODUCT: _product, Kind.GROWTH: _growth, Kind.TOGETHER: _shared}.get(
        law.kind, _mean
    )
    left, formula, wanted = build(law, result, cells[result], inputs)
    return Kept(
        law, law.kind, cells[result], tuple(inputs.values()), left, formula, tuple(wanted), subject,
        lattice.fields[result],
    )  # fmt: skip


def _named_elsewhere(lattice: Lattice, result: int) -> bool:
    """Whether another rule knows of what the rate is."""
    field = lattice.fields[result]
    if field == "growth_rate":
        return "previous_amount" in lattice.fields and any(name in lattice.fields for name in NOW_FIELDS)
    named = field == "execution_rate" and any(base in lattice.fields for base in NAMED_BASES)
    return named or field == "share"


Built = tuple[str, Formula, list[Wanted]]


def _exact(figure: Figure) -> Fraction:
    return Fraction(figure.number or 0)


def _linear(law: Law, result: int, reported: Figure, inputs: Mapping[int, Figure]) -> Built:
    signs = dict(law.terms)
    own = signs[result]
    parts = [(f, -signs[v] * own) for v, f in sorted(inputs.items())]
    parts.sort(key=lambda part: part[1] < 0)
    made = sum((_exact(f) * sign for f, sign in parts), Fraction(0))
    off = _exact(reported) - made
    wanted = [(reported, made), *((f, _exact(f) + off * sign) for f, sign in parts)]
    return signed(parts), lambda of: total([of(f) * sign for f, sign in parts]), wanted


def signed(parts: Sequence[tuple[Figure, int]]) -> str:
    """`a + b − c` with the figures as printed."""
    text = "".join(f" {'+' if sign > 0 else '−'} {printed(figure)}" for figure, sign in parts)
    return text.removeprefix(" + ").removeprefix(" ")


def _product(law: Law, result: int, reported: Figure, inputs: Mapping[int, Figure]) -> Built:
    whole = law.variables[0]
    shift = Fraction(10) ** law.power
    if result == whole:
        figures = list(inputs.values())
        made = shift
        for figure in figures:
            made *= _exact(figure)
        wanted = [(reported, as_printed(made, reported))]
        wanted += [(f, as_printed(_exact(f) * _exact(reported) / made, f)) for f in figures if made]

        def formula(of: Reader) -> Interval:
            value = Interval.point(shift)
            for figure in figures:
                value = value * of(figure)
            return value

        return " × ".join(map(printed, figures)), formula, wanted
    over = inputs[whole]
    others = [f for v, f in inputs.items() if v != whole]
    divisor = shift
    for figure in others:
        divisor *= _exact(figure)
    made = _exact(over) / divisor
    wanted = [(reported, as_printed(made, reported)), (over, as_printed(_exact(reported) * divisor, over))]
    if reported.number:
        wanted += [(f, as_printed(_exact(f) * made / _exact(reported), f)) for f in others]

    def quotient(of: Reader) -> Interval:
        value = of(over) / shift
        for figure in others:
            value = value / of(figure)
        return value

    return " ÷ ".join(map(printed, [over, *others])), quotient, wanted


def _growth(law: Law, result: int, reported: Figure, inputs: Mapping[int, Figure]) -> Built:
    now, before = (inputs[v] for v in law.variables[1:])
    made = (_exact(now) / _exact(before) - 1) * 100
    factor = 1 + _exact(reported) / 100
    wanted = [(reported, as_printed(made, reported)), (now, as_printed(_exact(before) * factor, now))]
    if factor:
        wanted.append((before, as_printed(_exact(now) / factor, before)))
    return (
        f"{printed(now)} ÷ {printed(before)} − 1",
        lambda of: (of(now) / of(before) - 1) * 100,
        wanted,
    )


def _shared(law: Law, result: int, reported: Figure, inputs: Mapping[int, Figure]) -> Built:
    whole, *parts = (inputs[v] for v in law.variables[1:])
    made = sum(map(_exact, parts), Fraction(0)) / _exact(whole) * 100
    off = (_exact(reported) - made) * _exact(whole) / 100
    wanted = [(reported, as_printed(made, reported)), *((p, as_printed(_exact(p) + off, p)) for p in parts)]
    left = f"({' + '.join(map(printed, parts))}) ÷ {printed(whole)}"
    return left, lambda of: total([of(p) for p in parts]) / of(whole) * 100, wanted


def _mean(law: Law, result: int, reported: Figure, inputs: Mapping[int, Figure]) -> Built:
    figures = sorted(inputs.values(), key=_exact)
    dropped = figures[0], figures[-1]
    if law.kind is Kind.TRIMMED:
        figures = figures[1:-1]
    count = len(figures)
    made = sum(map(_exact, figures), Fraction(0)) / count
    off = (_exact(reported) - made) * count
    wanted = [(reported, as_printed(made, reported)), *((f, as_printed(_exact(f) + off, f)) for f in figures)]
    left = f"({' + '.join(printed(f) for f in inputs.values() if f in figures)}) ÷ {count}"
    if law.kind is Kind.TRIMMED:
        wanted += [(f, _exact(f)) for f in dropped]
    return left, lambda of: total([of(f) for f in figures]) / count, wanted


def _share(lattice: Lattice, law: Law, index: int) -> Kept | None:
    (rate, _), (part, _) = law.terms
    told, own, whole = (
        lattice.cases[index].cells[rate],
        lattice.cases[index].cells[part],
        lattice.cases[law.power].cells[part],
    )
    if told is None or own is None or whole is None:
        return None
    made = _exact(own.figure) / _exact(whole.figure) * 100
    wanted = [
        (told.figure, as_printed(made, told.figure)),
        (own.figure, as_printed(_exact(whole.figure) * _exact(told.figure) / 100, own.figure)),
    ]
    return Kept(
        law, law.kind, told.figure, (own.figure, whole.figure), f"{printed(own.figure)} ÷ {printed(whole.figure)}",
        lambda of: of(own.figure) / of(whole.figure) * 100, tuple(wanted), _subject(lattice, index, rate), "",
    )  # fmt: skip


def _subject(lattice: Lattice, index: int, variable: int) -> str:
    return " · ".join(
        part for part in (lattice.table, lattice.cases[index].name, lattice.names[variable]) if part
    )


def _step(lattice: Lattice, law: Law, index: int) -> Kept | None:
    (so_far, _), (own, sign) = law.terms
    before = next(i for i in range(index - 1, -1, -1) if not lattice.cases[i].total)
    was, now, step = (
        lattice.cases[before].cells[so_far],
        lattice.cases[index].cells[so_far],
        lattice.cases[index].cells[own],
    )
    if was is None or now is None or step is None:
        return None
    if index == len(lattice.cases) - 1 and was.value == now.value == abs(step.value):
        return None  # a row that closes the table (全年) tells the whole again and adds nothing to it
    parts = [(was.figure, 1), (step.figure, -sign)]
    made = _exact(was.figure) - sign * _exact(step.figure)
    off = _exact(now.figure) - made
    wanted = [
        (now.figure, made),
        (was.figure, _exact(was.figure) + off),
        (step.figure, _exact(step.figure) - sign * off),
    ]
    subject = _subject(lattice, index, so_far)
    return Kept(
        law, law.kind, now.figure, (was.figure, step.figure), signed(parts),
        lambda of: of(was.figure) + of(step.figure) * -sign, tuple(wanted), subject, "",
    )  # fmt: skip
