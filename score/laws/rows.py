"""A law in one row: what is reported, what makes it, and what each figure would have to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from schema.figure import Figure, FigureKind
from score.evidence import printed
from score.interval import Interval, total
from score.laws.lattice import Lattice
from score.laws.law import Kind, Law
from score.measures import NAMED_BASES, NOW_FIELDS
from score.relation import Formula, Outcome, relate
from score.rounding import Reader, as_printed, exactly, shared_place

RATES = frozenset({Kind.GROWTH, Kind.LOSS, Kind.SHARE})

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
        """The comparison; with other values for some figures, by their address.

        Where all other rows keep a rate as printed, a row that only unprinted digits would save is doubted.
        """
        found = self._compared(instead, strict=self.law.strict and self.kind in RATES)
        if not found.failed or not self.law.strict:
            return found
        return replace(found, doubtful=not self._compared(instead, strict=False).failed)

    def _compared(self, instead: Values | None, *, strict: bool) -> Outcome:
        def given(of: Reader) -> Reader:
            def read(f: Figure) -> Interval:
                if instead and f.place.address in instead:
                    return Interval.point(instead[f.place.address])
                return exactly(f) if strict or self._given(f) else of(f)

            return read

        reported = self.reported
        if instead and reported.place.address in instead:
            value = instead[reported.place.address]
            return relate(
                reported, lambda of: self.formula(given(of)) - value + Fraction(reported.number or 0)
            )
        place = shared_place([reported, *self.inputs]) if self.kind in (Kind.LINEAR, Kind.RUNNING) else None
        return relate(
            _rounded(reported, self.kind),
            lambda of: self.formula(given(of)),
            place=place,
            siblings=self.kind is not Kind.PRODUCT,
        )


def _rounded(figure: Figure, kind: Kind) -> Figure:
    """A result of a division is rounded, even where it is printed as a whole number or to 分."""
    divided = kind in (Kind.MEAN, Kind.TRIMMED, Kind.PRODUCT, Kind.GROWTH, Kind.LOSS)
    return figure.model_copy(update={"kind": FigureKind.MEASURE}) if divided else figure


def kept_in(lattice: Lattice, law: Law, index: int) -> Kept | None:
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
    build = _BUILT.get(law.kind, _mean)
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
    sign = -1 if law.kind is Kind.LOSS else 1
    made = (_exact(now) / _exact(before) - 1) * 100 * sign
    factor = 1 + _exact(reported) / 100 * sign
    wanted = [(reported, as_printed(made, reported)), (now, as_printed(_exact(before) * factor, now))]
    if factor:
        wanted.append((before, as_printed(_exact(now) / factor, before)))
    quotient = f"{printed(now)} ÷ {printed(before)}"
    return (
        f"1 − {quotient}" if law.kind is Kind.LOSS else f"{quotient} − 1",
        lambda of: (of(now) / of(before) - 1) * (100 * sign),
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


_BUILT = {
    Kind.LINEAR: _linear,
    Kind.PRODUCT: _product,
    Kind.GROWTH: _growth,
    Kind.LOSS: _growth,
    Kind.TOGETHER: _shared,
}


def _share(lattice: Lattice, law: Law, index: int) -> Kept | None:
    (rate, _), (part, _) = law.terms
    told, own, whole = (
        lattice.cases[index].cells[rate],
        lattice.cases[index].cells[part],
        lattice.cases[law.whole].cells[part],
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
