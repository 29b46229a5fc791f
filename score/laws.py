"""Laws that a table keeps by itself: what its columns (or rows) have to do with one another, told by the numbers alone.

Nobody prints them. A relation that distinct rows keep to the last place, too often for chance, is a law of the table, and a row
that alone breaks it a doubt. How often is often enough is counted in bits: a row in which one of a million numbers would have
fitted says twenty, one in which a part is 0 nothing. A lone coincidence proves no law.

    sums      a + b = c, a + b - c = d, and c = the sum of neighbouring columns
    products  a × b = c, a × b × c = d, up to a power of ten (元 and 万元, %), which holds quotients and rates as well
    means     c = the mean of neighbouring columns, with or without the highest and the lowest
    shares    c = a / the a of the total × 100, and c = (a + b) / d × 100
    growth    c = (a / b - 1) × 100
    running   c = c of the row before ± a
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import combinations, pairwise
from math import gcd, prod

from score.lattice import MIXED, NO_UNIT, RATE, Case, Lattice, Number, alike
from score.words import mentions, words

BITS = 10
"""A law must be kept in ways that chance gives once in 2 ** BITS tables, whatever the number of relations tried."""

HEADER_BITS = 9
"""What a header like 差额 or 平均分 is worth."""

FEWEST_KEPT = 3
FEWEST_FOR_MEAN = 2
SHARE_BROKEN = 6
"""One case in so many may break a law, and one at least."""

MOST_BALANCED = 8
LOCAL_BITS = 6
"""What it says that the step over a wrong sum holds."""

MOST_SHIFT = 8
"""The greatest power of ten between a product and its factors."""


class Kind(StrEnum):
    """What sort of relation a law is."""

    LINEAR = "linear"
    PRODUCT = "product"
    MEAN = "mean"
    TRIMMED = "trimmed"
    GROWTH = "growth"
    SHARE = "share"
    TOGETHER = "together"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Law:
    """A relation that the cases keep, but those in `broken`.

    `terms` are variables with their sign (LINEAR: their signed sum is 0), or with +1 for the result and -1 for what makes it.
    `power` is the power of ten of a PRODUCT (result = factors × 10 ** power). `rounded` is the variable that was computed and
    rounded, if it is known. `informative` counts the distinct cases that say something.
    """

    kind: Kind
    terms: tuple[tuple[int, int], ...]
    power: int
    rounded: int
    kept: tuple[int, ...]
    broken: tuple[int, ...]
    informative: int
    bits: int

    @property
    def variables(self) -> tuple[int, ...]:
        """The variables that take part."""
        return tuple(v for v, _ in self.terms)


@dataclass(frozen=True, slots=True)
class _Tried:
    """How one case fares: whether it holds (None when it cannot tell), the bits it says, and its numbers."""

    holds: bool | None
    bits: int = 0
    told: tuple[int, ...] = ()


NOTHING = _Tried(None)
Trial = Callable[[Case], _Tried]


def laws_of(lattice: Lattice) -> list[Law]:
    """The laws of a table, those of more evidence first; none for a table of too few cases."""
    if len(lattice.cases) < FEWEST_KEPT:
        return []
    found = [
        *_sums(lattice),
        *_products(lattice),
        *_means(lattice),
        *_growths(lattice),
        *_shares(lattice),
        *_together(lattice),
        *_running(lattice),
    ]
    return sorted(found, key=lambda law: (len(law.broken), -law.bits))


def kept_and_broken(lattice: Lattice, trial: Trial) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The cases that keep a relation, and those that break it."""
    held = [trial(case).holds for case in lattice.cases]
    return (
        tuple(i for i, one in enumerate(held) if one),
        tuple(i for i, one in enumerate(held) if one is False),
    )


def _proven(
    lattice: Lattice,
    trial: Trial,
    tried: int,
    make: Callable[[tuple[int, ...], tuple[int, ...], int, int], Law],
    told_by: int = 0,
    *,
    totals: bool = False,
) -> Law | None:
    """The law when enough cases keep it and few break it; else None. `told_by` are the bits that headers lend it; `totals` says
    that a total proves as much as any other case, since rates do not add up.
    """
    most_broken = max(1, len(lattice.cases) // SHARE_BROKEN)
    kept: list[int] = []
    broken: list[int] = []
    told: dict[tuple[int, ...], int] = {}
    counted = 0
    for index, case in enumerate(lattice.cases):
        result = trial(case)
        if result.holds:
            kept.append(index)
            if result.bits and (totals or not case.total):
                told[result.told] = result.bits
        elif result.holds is False:
            broken.append(index)
            counted += totals or not case.total
            if counted > most_broken:
                return None
    bits = sum(told.values())
    asked = BITS + tried.bit_length() - told_by
    if len(told) + 1 < FEWEST_KEPT or bits < asked or counted * 2 > len(told):
        return None
    return make(tuple(kept), tuple(broken), len(told), bits)


# --- sums ---------------------------------------------------------------------------------------------------------


def _sums(lattice: Lattice) -> Iterator[Law]:
    shapes = list(_linear_shapes(lattice))
    probes = _probes(lattice)
    need = min(2, len(probes)) if len(lattice.cases) < 2 * SHARE_BROKEN else 1
    for terms in shapes:
        if sum(abs(sum(row[v] * s for v, s in terms)) <= wide * len(terms) for row, wide in probes) < need:
            continue

        def make(
            kept: tuple[int, ...],
            broken: tuple[int, ...],
            informative: int,
            bits: int,
            terms: tuple[tuple[int, int], ...] = terms,
        ) -> Law:
            return Law(Kind.LINEAR, terms, 0, -1, kept, broken, informative, bits)

        named = [v for v, _ in terms] if len(terms) == 3 else [v for v, s in terms if s > 0]
        lent = _lent(lattice, named, words().law_headers.linear)
        law = _proven(lattice, sum_trial(terms), len(shapes), make, lent)
        if law is not None:
            yield law


def _lent(lattice: Lattice, variables: Iterable[int], listed: Sequence[str]) -> int:
    """The bits that a header lends a relation whose result it names."""
    return HEADER_BITS if any(mentions(lattice.names[v], listed) for v in variables) else 0


def _probes(lattice: Lattice) -> list[tuple[list[int], int]]:
    """The first three cases without a blank or total, as plain numbers with their widest last place: a law holds in most."""
    out = []
    for case in lattice.cases:
        numbers = [cell for cell in case.cells if cell is not None]
        if not case.total and (
            len(numbers) == len(case.cells) or all(case.empty[v] or case.cells[v] for v in lattice.variables)
        ):
            values = [0 if cell is None else cell.value for cell in case.cells]
            out.append((values, max((n.unit for n in numbers if not n.exact), default=0)))
        if len(out) == 3:
            break
    return out


def _linear_shapes(lattice: Lattice) -> Iterator[tuple[tuple[int, int], ...]]:
    """Sums that may be, each once: whole of two, whole of a run of neighbours, and two against two."""
    for members in _groups(lattice):
        for whole in members:
            others = [v for v in members if v != whole]
            for a, b in combinations(others, 2):
                yield (whole, 1), (a, -1), (b, -1)
            for size in range(3, len(others) + 1):
                for start in range(len(others) - size + 1):
                    yield (whole, 1), *((v, -1) for v in others[start : start + size])
        for a, b, c, d in combinations(members, 4) if len(members) <= MOST_BALANCED else ():
            yield (a, 1), (b, 1), (c, -1), (d, -1)
            yield (a, 1), (c, 1), (b, -1), (d, -1)
            yield (a, 1), (d, 1), (b, -1), (c, -1)


def _groups(lattice: Lattice) -> list[list[int]]:
    """The variables that may be added up, by unit; those without one beside those of every unit."""
    units = {m for m in lattice.measures if m not in ("", MIXED, RATE)}
    named = [unit for unit in units if unit != NO_UNIT] or list(units)
    return [[v for v in lattice.variables if alike(lattice.measures[v], unit)] for unit in sorted(named)]


def sum_trial(terms: Sequence[tuple[int, int]]) -> Trial:
    """How a case fares under a signed sum that is 0."""
    return partial(_linear, terms=terms)


def _linear(case: Case, terms: Sequence[tuple[int, int]]) -> _Tried:
    """Blank cells count as 0; a sum that fails beside one may lack what it holds, and tells nothing."""
    numbers: list[tuple[Number, int]] = []
    blanks = False
    for v, sign in terms:
        cell = case.cells[v]
        if cell is not None:
            numbers.append((cell, sign))
        elif case.empty[v]:
            blanks = True
        else:
            return NOTHING
    if len(numbers) < 2 or all(sign == terms[0][1] for _, sign in numbers):
        return NOTHING
    off = sum(n.value * sign for n, sign in numbers)
    units = [n.unit for n, _ in numbers if not n.exact]
    place = min(units, default=0)
    values = tuple(n.value for n, _ in numbers)
    if 2 * abs(off) > (len(units) or 0) * place:
        return NOTHING if blanks else _Tried(False, 0, values)
    sizes = sorted((abs(value) for value in values if value), reverse=True)
    if len(sizes) < 3:
        return _Tried(True)
    common = max(gcd(*sizes), place, 1)
    return _Tried(True, max((sizes[2] // common + 1).bit_length() - 1, 0), values)


# --- products -----------------------------------------------------------------------------------------------------


def _products(lattice: Lattice) -> Iterator[Law]:
    shapes = list(_product_shapes(lattice))
    for whole, factors in shapes:
        power = _power(lattice, whole, factors)
        if power is None:
            continue
        laws = [
            law
            for rounded in _finest(lattice, (whole, *factors))
            if (law := _product(lattice, whole, factors, power, rounded, len(shapes))) is not None
        ]
        if laws:
            yield min(laws, key=lambda law: (len(law.broken), -law.rounded))


def _finest(lattice: Lattice, variables: Sequence[int]) -> list[int]:
    """The variables that are printed with most decimals: what was computed and rounded is one of them."""
    places = {
        v: max((cell.figure.decimals for case in lattice.cases if (cell := case.cells[v])), default=0)
        for v in variables
    }
    return [v for v in variables if places[v] == max(places.values())]


def _product_shapes(lattice: Lattice) -> Iterator[tuple[int, tuple[int, ...]]]:
    known = [v for v in lattice.variables if lattice.measures[v] != MIXED]
    for whole in known:
        if lattice.measures[whole] == RATE:
            continue
        others = [v for v in known if v != whole]
        for count in (2, 3):
            for factors in combinations(others, count):
                if count != 3 or lattice.measures[whole] == "money":
                    yield whole, factors


def _power(lattice: Lattice, whole: int, factors: Sequence[int]) -> int | None:
    """The power of ten that two of the first three cases need, to within a hundredth; None when there is none."""
    found: list[int | None] = []
    for case in lattice.cases:
        cells = [case.cells[v] for v in (whole, *factors)]
        if case.total or any(cell is None or cell.value <= 0 for cell in cells):
            continue
        values = [cell.value for cell in cells if cell is not None]
        found.append(_shift(values[0] * 10 ** (lattice.scale * (len(values) - 2)), prod(values[1:])))
        if len(found) == 3:
            break
    return next((j for j in found if j is not None and found.count(j) > 1), None)


def _shift(whole: int, product: int) -> int | None:
    """The power of ten between two whole numbers; None when they are apart by more than a hundredth."""
    guess = len(str(whole)) - len(str(product))
    for power in (guess, guess + 1, guess - 1):
        scaled, other = (product * 10**power, whole) if power >= 0 else (product, whole * 10**-power)
        if abs(scaled - other) * 100 <= other and abs(power) <= MOST_SHIFT:
            return power
    return None


def product_trial(lattice: Lattice, whole: int, factors: tuple[int, ...], power: int, rounded: int) -> Trial:
    """How a case fares under `whole = factors × 10 ** power`, where `rounded` was computed and rounded."""
    up = 10 ** max(power, 0)
    down = 10 ** (max(-power, 0) + lattice.scale * (len(factors) - 1))

    def trial(case: Case) -> _Tried:
        cells = [case.cells[v] for v in (whole, *factors)]
        if any(cell is None or cell.value <= 0 for cell in cells):
            return NOTHING
        numbers = [cell for cell in cells if cell is not None]
        slack = [
            n.unit if v == rounded or not n.exact else 0
            for n, v in zip(numbers, (whole, *factors), strict=True)
        ]
        low = prod(n.value - s for n, s in zip(numbers[1:], slack[1:], strict=True)) * up
        high = prod(n.value + s for n, s in zip(numbers[1:], slack[1:], strict=True)) * up
        held = (numbers[0].value + slack[0]) * down >= low and (numbers[0].value - slack[0]) * down <= high
        values = tuple(n.value for n in numbers)
        if not held:
            return _Tried(False, 0, values)
        if any(str(value).strip("0") == "1" for value in values[1:]):
            return _Tried(True)
        widest = min((n.value // (2 * s) for n, s in zip(numbers, slack, strict=True) if s), default=0)
        return _Tried(True, max(widest.bit_length() - 1, 0), values)

    return trial


def _product(
    lattice: Lattice, whole: int, factors: tuple[int, ...], power: int, rounded: int, tried: int
) -> Law | None:
    trial = product_trial(lattice, whole, factors, power, rounded)

    def make(kept: tuple[int, ...], broken: tuple[int, ...], informative: int, bits: int) -> Law:
        terms = ((whole, 1), *((v, -1) for v in factors))
        return Law(Kind.PRODUCT, terms, power, rounded, kept, broken, informative, bits)

    lent = _lent(lattice, [rounded], words().law_headers.product)
    return _proven(
        lattice, trial, tried * 3, make, lent, totals=RATE in {lattice.measures[v] for v in (whole, *factors)}
    )


# --- means, growth ------------------------------------------------------------------------------------------------


def _means(lattice: Lattice) -> Iterator[Law]:
    shapes = list(_runs(lattice))
    for result, run in shapes:
        for trimmed in (False, True) if len(run) >= 5 else (False,):

            def make(
                kept: tuple[int, ...],
                broken: tuple[int, ...],
                informative: int,
                bits: int,
                terms: tuple[tuple[int, int], ...] = ((result, 1), *((v, -1) for v in run)),
                kind: Kind = Kind.TRIMMED if trimmed else Kind.MEAN,
                rounded: int = result,
            ) -> Law:
                return Law(kind, terms, 0, rounded, kept, broken, informative, bits)

            law = _proven(
                lattice,
                _mean_trial(result, run, trimmed),
                len(shapes) * 2,
                make,
                _lent(lattice, [result], words().law_headers.mean),
            )
            if law is not None:
                yield law


def _runs(lattice: Lattice) -> Iterator[tuple[int, tuple[int, ...]]]:
    for result in lattice.variables:
        measure = lattice.measures[result]
        others = [v for v in lattice.variables if v != result and alike(lattice.measures[v], measure)]
        for size in range(FEWEST_FOR_MEAN, len(others) + 1):
            for start in range(len(others) - size + 1):
                yield result, tuple(others[start : start + size])


def _mean_trial(result: int, run: Sequence[int], trimmed: bool) -> Trial:
    def trial(case: Case) -> _Tried:
        cell = case.cells[result]
        cells = [case.cells[v] for v in run]
        if cell is None or any(part is None for part in cells):
            return NOTHING
        parts = sorted((part for part in cells if part is not None), key=lambda part: part.value)
        if trimmed:
            parts = parts[1:-1]
        count = len(parts)
        spread = parts[-1].value - parts[0].value
        slack = count * cell.unit + sum(p.unit for p in parts if not p.exact and p.unit <= cell.unit)
        held = abs(cell.value * count - sum(part.value for part in parts)) <= slack
        values = (cell.value, *(part.value for part in parts))
        if not held:
            return _Tried(False, 0, values)
        return _Tried(True, max((spread // (2 * max(cell.unit, 1))).bit_length() - 1, 0), values)

    return trial


def _bits_of_rate(rate: Number, hundred: int) -> int:
    """What a rate says that holds; a plain 100 % or 0 nothing."""
    if abs(rate.value) in (0, hundred):
        return 0
    return max((abs(rate.value) // (2 * max(rate.unit, 1))).bit_length() - 1, 0)


def _bits_of_slack(made: int, slack: int) -> int:
    """What it says that a number fits where so wide a slack is allowed: of few coarse amounts, almost every rate may be."""
    return max((made // max(2 * slack, 1)).bit_length() - 1, 0)


def _growths(lattice: Lattice) -> Iterator[Law]:
    rates = [v for v in lattice.variables if lattice.measures[v] == RATE]
    shapes = [
        (rate, a, b)
        for rate in rates
        for a in lattice.variables
        for b in lattice.variables
        if a != b
        and lattice.measures[a] == lattice.measures[b]
        and lattice.measures[a] not in ("", "?", "percent")
    ]
    hundred = 100 * 10**lattice.scale

    def trial_of(rate: int, a: int, b: int) -> Trial:
        def trial(case: Case) -> _Tried:
            cells = [case.cells[v] for v in (rate, a, b)]
            r, now, before = cells
            if r is None or now is None or before is None or before.value <= 0 or now.value < 0:
                return NOTHING
            made, wide = (now.value - before.value) * hundred, r.unit * before.value
            slack = wide + hundred * sum(n.unit * 2 for n in (now, before) if not n.exact)
            held = abs(r.value * before.value - made) <= slack
            values = (r.value, now.value, before.value)
            if not held:
                return _Tried(False, 0, values)
            bits = min(_bits_of_rate(r, hundred), _bits_of_slack(hundred * now.value, slack))
            return _Tried(True, bits, values)

        return trial

    for rate, a, b in shapes:

        def make(
            kept: tuple[int, ...],
            broken: tuple[int, ...],
            informative: int,
            bits: int,
            terms: tuple[tuple[int, int], ...] = ((rate, 1), (a, -1), (b, -1)),
        ) -> Law:
            return Law(Kind.GROWTH, terms, 0, terms[0][0], kept, broken, informative, bits)

        law = _proven(lattice, trial_of(rate, a, b), len(shapes), make, totals=True)
        if law is not None:
            yield law


def _shares(lattice: Lattice) -> Iterator[Law]:
    """What a case has of the whole: of the total that is printed as a case, whose index is the `power` of the law."""
    totals = [i for i, case in enumerate(lattice.cases) if case.total]
    rates = [v for v in lattice.variables if lattice.measures[v] == RATE]
    shapes = [
        (i, r, v) for i in totals for r in rates for v in lattice.variables if lattice.measures[v] != RATE
    ]
    for index, rate, part in shapes:
        whole = lattice.cases[index].cells[part]
        if whole is None or whole.value <= 0:
            continue

        def make(
            kept: tuple[int, ...],
            broken: tuple[int, ...],
            informative: int,
            bits: int,
            terms: tuple[tuple[int, int], ...] = ((rate, 1), (part, -1)),
            index: int = index,
        ) -> Law:
            return Law(Kind.SHARE, terms, index, terms[0][0], kept, broken, informative, bits)

        law = _proven(lattice, _share_trial(rate, part, whole, 100 * 10**lattice.scale), len(shapes), make)
        if law is not None:
            yield law


def _share_trial(rate: int, part: int, whole: Number, hundred: int) -> Trial:
    def trial(case: Case) -> _Tried:
        told, own = case.cells[rate], case.cells[part]
        if told is None or own is None or own is whole:
            return NOTHING
        slack = told.unit * whole.value + hundred * sum(n.unit for n in (own, whole) if not n.exact)
        if abs(told.value * whole.value - own.value * hundred) > slack:
            return NOTHING if case.total else _Tried(False, 0, (told.value, own.value))
        bits = min(_bits_of_rate(told, hundred), _bits_of_slack(hundred * own.value, slack))
        return _Tried(True, bits, (told.value, own.value))

    return trial


def _together(lattice: Lattice) -> Iterator[Law]:
    """What two or three neighbours have together of a fourth variable (非常满意 and 满意 of all answers)."""
    rates = [v for v in lattice.variables if lattice.measures[v] == RATE]
    plain = [v for v in lattice.variables if lattice.measures[v].startswith(NO_UNIT)]
    shapes = [
        (rate, whole, tuple(run))
        for rate in rates
        for whole in plain
        for size in (2, 3)
        for run in zip(*(plain[i:] for i in range(size)), strict=False)
        if whole not in run
    ]
    hundred = 100 * 10**lattice.scale

    def trial_of(rate: int, whole: int, run: Sequence[int]) -> Trial:
        def trial(case: Case) -> _Tried:
            cells = [case.cells[v] for v in (rate, whole, *run)]
            if any(cell is None for cell in cells):
                return NOTHING
            told, of, *parts = (cell for cell in cells if cell is not None)
            if of.value <= 0:
                return NOTHING
            values = (told.value, of.value, *(part.value for part in parts))
            off = told.value * of.value - sum(part.value for part in parts) * hundred
            if abs(off) > told.unit * of.value:
                return _Tried(False, 0, values)
            return _Tried(True, _bits_of_rate(told, hundred) if all(p.value for p in parts) else 0, values)

        return trial

    for rate, whole, run in shapes:

        def make(
            kept: tuple[int, ...],
            broken: tuple[int, ...],
            informative: int,
            bits: int,
            terms: tuple[tuple[int, int], ...] = ((rate, 1), (whole, -1), *((v, -1) for v in run)),
        ) -> Law:
            return Law(Kind.TOGETHER, terms, 0, terms[0][0], kept, broken, informative, bits)

        law = _proven(lattice, trial_of(rate, whole, run), len(shapes), make, totals=True)
        if law is not None:
            yield law


# --- running sums -------------------------------------------------------------------------------------------------


def _running(lattice: Lattice) -> Iterator[Law]:
    """What is so far: of each case as of the one before it and its own. Case `i` stands for the step to it."""
    order = [i for i, case in enumerate(lattice.cases) if not case.total]
    pairs = [
        (so_far, own, sign)
        for so_far in lattice.variables
        for own in lattice.variables
        for sign in (1, -1)
        if so_far != own
        and lattice.measures[own] != RATE
        and alike(lattice.measures[so_far], lattice.measures[own])
    ]
    for so_far, own, sign in pairs:
        law = _steps(lattice, order, so_far, own, sign, len(pairs))
        if law is not None:
            yield law


def _steps(
    lattice: Lattice, order: Sequence[int], so_far: int, own: int, sign: int, tried: int
) -> Law | None:
    kept, broken, bits, informative = [], [], 0, 0
    for before, here in pairwise(order):
        cells = (
            lattice.cases[before].cells[so_far],
            lattice.cases[here].cells[so_far],
            lattice.cases[here].cells[own],
        )
        if any(cell is None for cell in cells):
            continue
        was, now, step = (cell for cell in cells if cell is not None)
        units = [n.unit for n in (was, now, step) if not n.exact]
        if 2 * abs(was.value + sign * step.value - now.value) > len(units) * min(units, default=0):
            broken.append(here)
            if len(broken) > 2:
                return None
            continue
        kept.append(here)
        common = max(gcd(was.value, now.value, step.value), min(units, default=0), 1)
        if was.value and step.value and now.value:
            informative += 1
            bits += max((min(abs(was.value), abs(step.value)) // common + 1).bit_length() - 1, 0)
    asked = BITS + tried.bit_length() - _lent(lattice, [so_far], words().law_headers.running)
    if (
        len(broken) == 2
        and not _apart(broken, order)
        and _over_both(lattice, order, broken, so_far, own, sign)
    ):
        informative, bits = informative + 1, bits + LOCAL_BITS
    if informative < FEWEST_KEPT or bits < asked or _apart(broken, order):
        return None
    return Law(
        Kind.RUNNING, ((so_far, 1), (own, -sign)), 0, so_far, tuple(kept), tuple(broken), informative, bits
    )


def _over_both(
    lattice: Lattice, order: Sequence[int], broken: Sequence[int], so_far: int, own: int, sign: int
) -> bool:
    """Whether the step over a wrong sum, from the case before it to the one behind it, holds."""
    before = order[order.index(broken[0]) - 1]
    cells = (
        lattice.cases[before].cells[so_far],
        lattice.cases[broken[1]].cells[so_far],
        *(lattice.cases[i].cells[own] for i in broken),
    )
    if any(cell is None for cell in cells):
        return False
    was, now, *steps = (cell.value for cell in cells if cell is not None)
    return was + sign * sum(steps) == now


def _apart(broken: Sequence[int], order: Sequence[int]) -> bool:
    """Whether two broken steps are not those to and from one case, which one wrong number would break together."""
    return len(broken) == 2 and order.index(broken[1]) != order.index(broken[0]) + 1


def distinct(laws: Iterable[Law]) -> Iterator[Law]:
    """The laws, without those whose variables a law with more evidence has already."""
    seen: set[tuple[Kind, frozenset[int]]] = set()
    for law in laws:
        key = (law.kind, frozenset(law.variables))
        if key not in seen:
            seen.add(key)
            yield law
