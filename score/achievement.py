"""What an indicator row aimed at and what it achieved, as numbers that may be compared, or why they may not.

The score rules and the over- and under-fulfilment rules all stand on this one reading of a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schema.figure import Figure, FigureKind, Hedge
from schema.report import Direction, Indicator, Target, TargetKind
from score.interval import Interval
from score.lexicon import any_of, score_words
from score.rounding import Mode, possible
from score.words import words

_REVERSE_SIGNS = {"<=", "<"}
_POSITIVE_SIGNS = {">=", ">"}


@dataclass(frozen=True, slots=True)
class Achievement:
    """Target and actual of one row. `directions` are those it may be meant in; several when none is printed."""

    target: Figure
    actual: Figure
    directions: tuple[Direction, ...]
    assumed: bool

    @property
    def goal(self) -> Fraction:
        """The target, taken at its word."""
        return Fraction(self.target.number or 0)

    def done(self, mode: Mode = Mode.NEAREST) -> Interval:
        """What may have been achieved. A bound repeated as the actual (≥266米) means that it was reached."""
        if self.actual.hedge in {Hedge.AT_LEAST, Hedge.AT_MOST} or self._echoes:
            return Interval.point(self.goal if self._echoes else Fraction(self.actual.number or 0))
        if (
            self.actual.kind in {FigureKind.COUNT, FigureKind.MONEY}
            and self.actual.number == self.target.number
        ):
            return Interval.point(self.goal)
        if self._same_places:
            return Interval.point(Fraction(self.actual.number or 0))
        return possible(self.actual, mode)

    @property
    def _echoes(self) -> bool:
        return self.actual.number == self.target.number

    @property
    def _same_places(self) -> bool:
        """Bare whole numbers are counts, whatever they count."""
        return self.actual.kind is FigureKind.COUNT and self.actual.scale == 0

    @property
    def ratio(self) -> Fraction | None:
        """Actual to target, both as printed; None for a target of 0."""
        return Fraction(self.actual.number or 0) / self.goal if self.goal else None

    @property
    def positive(self) -> bool:
        """Whether more is better, as far as the form says or its words allow."""
        return (
            self.directions[0] in {Direction.POSITIVE, Direction.EQUAL}
            and Direction.REVERSE not in self.directions
        )

    @property
    def met(self) -> bool | None:
        """Whether the target was reached as printed; None when that depends on an unprinted direction."""
        answers = {self._met(direction) for direction in self.directions}
        return answers.pop() if len(answers) == 1 else None

    @property
    def beyond(self) -> bool:
        """Whether more was done, or used, than the target names."""
        return not self._echoes and Fraction(self.actual.number or 0) > self.goal

    def _met(self, direction: Direction) -> bool:
        done = Fraction(self.actual.number or 0)
        if self._echoes:
            return True
        return done <= self.goal if direction is Direction.REVERSE else done >= self.goal


def achievement_of(row: Indicator) -> Achievement | None:
    """The comparable figures of a row; None when it has none, several, or figures of different units."""
    if row.target is None or row.actual is None or row.target.kind is not TargetKind.NUMBER:
        return None
    if len(row.target.figures) != 1 or len(row.actual.figures) != 1:
        return None
    target, actual = row.target.figures[0], row.actual.figures[0]
    if target.number is None or actual.number is None or target.flaw or actual.flaw:
        return None
    if not comparable(target, actual) or _each_time(row.target.text, row.actual.text):
        return None
    directions, assumed = directions_of(row)
    if not directions:
        return None
    return Achievement(target, actual, directions, assumed)


def _each_time(target: str, actual: str) -> bool:
    """Whether the target is so much for each month (每月2次) and the actual value is not."""
    return any(word in target and word not in actual for word in words().per_time)


def comparable(a: Figure, b: Figure) -> bool:
    """Whether two figures may be set against each other: one unit, or one of them without any (100 for 100%)."""
    if a.unit == b.unit and a.kind == b.kind:
        return True
    if a.unit and b.unit and a.unit != b.unit:
        return FigureKind.MONEY is a.kind is b.kind and _spoken_per(a, b)
    return a.scale == b.scale or not (a.scale and b.scale)


def _spoken_per(a: Figure, b: Figure) -> bool:
    """Whether two amounts differ only in what words tell one of them is for: 每人每月300元 beside 300元."""
    plain = {one.unit.partition("/")[0] if "/" not in one.text else one.unit for one in (a, b)}
    return len(plain) == 1 and "" in {one.unit.partition("/")[2] for one in (a, b)}


def directions_of(row: Indicator) -> tuple[tuple[Direction, ...], bool]:
    """The directions a row may be meant in, and whether that is assumed because nothing is printed."""
    words = score_words().names
    operator = row.target.operator if row.target else None
    lower = of_which_less_is_better(row.level3)
    quantity = any_of(words.quantity, row.level2) is not None and not lower
    if row.direction is Direction.QUALITATIVE:
        return (), False
    if operator in _POSITIVE_SIGNS or row.direction is Direction.POSITIVE:
        return (Direction.POSITIVE,), False
    if operator in _REVERSE_SIGNS or row.direction is Direction.REVERSE:
        # A quantity "≤ 4" that is to be built is printed the wrong way round more often than meant.
        return ((Direction.REVERSE, Direction.POSITIVE) if quantity else (Direction.REVERSE,)), quantity
    if lower and row.target is not None and _none_is_allowed(row.target):
        return (Direction.REVERSE,), False
    costly = lower or any_of(words.cost, row.level3) or any_of(words.cost, row.level2)
    if operator == "=" or row.direction is Direction.EQUAL:
        return ((Direction.EQUAL, Direction.REVERSE) if costly else (Direction.EQUAL,)), bool(costly)
    return ((Direction.POSITIVE, Direction.REVERSE) if costly else (Direction.POSITIVE,)), True


def of_which_less_is_better(name: str | None) -> bool:
    """Whether a name is that of complaints, accidents, waiting times or costs, and of nothing done about them."""
    words = score_words().names
    return any_of(words.lower, name) is not None and any_of(words.turned, name) is None


def _none_is_allowed(target: Target) -> bool:
    """Whether the target is that nothing of it happens (0起)."""
    return len(target.figures) == 1 and target.figures[0].number == 0


def reason_of(row: Indicator) -> str | None:
    """The reason a row gives for its deviation; None when the cell is empty or says there is none."""
    text = (row.deviation_reason or "").strip()
    return text if text and text not in score_words().reasons.none else None
