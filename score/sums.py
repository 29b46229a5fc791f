"""A total and its parts: whether they make it, and the check that tells so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from score.evidence import check_of, joined, printed
from score.interval import Interval, rational, total
from score.relation import UNKNOWN, WEAK, Outcome, relate
from score.repair import counted_wrongly, repairs_of_sum
from score.rounding import FEN, MODES, is_exact, last_place, readable, shared_place, width


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts it should be the sum of, in one column or one row.

    `line` and `field` are the row index and column of the total. `certain` says that the structure is known
    well enough for a failure to be a contradiction; `complete` that no part is missing.
    """

    total: Figure
    parts: tuple[Figure, ...]
    line: int
    field: str
    members: tuple[int | str, ...]
    outcome: Outcome
    certain: bool
    complete: bool
    loose: Outcome
    """The outcome without the precision shared among siblings."""
    signs: tuple[int, ...] = ()
    """-1 for every part that is taken off; empty where none is."""


def holds(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether `whole` is the sum of `parts`; settled without intervals wherever it can be."""
    off = abs(sum((part.number or Decimal(0) for part in parts), Decimal(0)) - (whole.number or Decimal(0)))
    widest = max(figure.unit_in_last_place for figure in (whole, *parts))
    if not off or off > widest * (len(parts) + 1):
        return not off
    return not compare_sum(whole, parts, shared_place([whole, *parts])).failed


def summed(
    whole: Figure,
    parts: tuple[Figure, ...],
    line: int,
    field: str,
    members: tuple[int | str, ...],
    complete: bool,
) -> Sum:
    """The comparison of a total with its parts, at the precision they share."""
    place = shared_place([whole, *parts])
    outcome = compare_sum(whole, parts, place)
    loose = compare_sum(whole, parts, None) if outcome.failed else outcome
    return Sum(whole, parts, line, field, members, outcome, False, complete, loose)


def compare_sum(whole: Figure, parts: Sequence[Figure], place: Decimal | None = None) -> Outcome:
    """Whether `whole` can be the sum of `parts`."""
    made = sum((part.number or Decimal(0) for part in parts), Decimal(0))
    if made == whole.number and all(readable(figure) for figure in (whole, *parts)):
        return _to_the_last_digit(whole, parts, place)
    return relate(whole, lambda of: total([of(part) for part in parts]), place=place)


def _to_the_last_digit(whole: Figure, parts: Sequence[Figure], place: Decimal | None) -> Outcome:
    """The outcome of a sum that holds as printed: it does so in every world of rounding, without comparing sets."""
    value = rational(whole.number or Decimal(0))
    to_the_fen = whole.kind is FigureKind.MONEY and place is not None and place <= FEN
    if to_the_fen or all(map(is_exact, (whole, *parts))):
        return Outcome(Verdict.CONSISTENT, value, Interval(value, value), Fraction(0), Fraction(1), MODES)
    spread = sum((width(part, place) for part in parts), Decimal(0))
    unit = last_place(whole, place)
    size = max(abs(whole.number or Decimal(0)), unit)
    exact = not spread and not width(whole, place)
    power = (
        Fraction(1) if exact or not value else max(Fraction(0), 1 - Fraction(spread + unit) / Fraction(size))
    )
    verdict = Verdict.UNDETERMINED if power < WEAK else Verdict.CONSISTENT
    half = Fraction(spread) / 2
    return Outcome(verdict, value, Interval(value - half, value + half), Fraction(0), power, MODES)


MOST_SUBSETS = 10
"""Lists longer than this are not searched for a part-sum that would explain a nested list."""


def nested(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether fewer of the parts make the whole: then some of them are parts of others."""
    if len(parts) > MOST_SUBSETS:
        return False
    return any(
        not compare_sum(whole, chosen, shared_place([whole, *chosen])).failed
        for size in range(2, len(parts))
        for chosen in combinations(parts, size)
    )


def sum_check(
    rule_id: str,
    found: Sum,
    *,
    subject: str,
    quote: str = "",
    mild: bool = False,
    repairs: Sequence[str] = (),
    outcome_key: str = "",
) -> Check:
    """The check of a sum, with what would repair it. `mild` makes a failure a warning."""
    outcome = found.outcome if found.certain or not found.outcome.failed else UNKNOWN
    told = [*repairs]
    extra = {"outcome": outcome_key, "cure": told[0]} if outcome_key else {}
    if outcome.failed and not found.signs:
        told += [str(r) for r in repairs_of_sum(found.total, found.parts) if str(r) not in told]
        if doubtful := counted_wrongly(found.total, found.parts):
            extra["counted_wrongly"] = printed(doubtful)
            told.append(f"± {printed(doubtful)}")
    return check_of(
        rule_id,
        outcome if not found.outcome.failed or found.certain else replace(outcome, exact=found.outcome.exact),
        found.total,
        found.parts,
        left=_left(found),
        severity=Severity.WARNING if mild else Severity.ERROR,
        subject=subject,
        quote=quote,
        repairs=told,
        facts=extra,
    )


def _left(found: Sum) -> str:
    """The parts as added up, with the sign of those that are taken off."""
    if not found.signs:
        return joined(found.parts)
    text = "".join(
        f" {'−' if sign < 0 else '+'} {printed(part)}"
        for part, sign in zip(found.parts, found.signs, strict=True)
    )
    return text.removeprefix(" + ").strip()


def size(figure: Figure) -> Fraction:
    """The number of a figure, exactly; 0 when it has none."""
    return Fraction(figure.number or 0)
