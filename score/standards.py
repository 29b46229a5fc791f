"""Scoring standards printed in a row (达到90%得满分，每低1个百分点扣0.5分), read as the points they give.

A standard is used only when it was understood to its last clause; whatever else it says makes it unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from score.interval import Interval
from score.lexicon import score_words

Band = tuple[Fraction, Fraction | None, Fraction]
"""From, up to (None without end), points."""


@dataclass(slots=True)
class Standard:
    """What the clauses of a printed standard say; percentages as printed, points in points."""

    product: bool = False
    proportional: bool = False
    full_from: Fraction | None = None
    full_points: list[Fraction] = field(default_factory=list)
    step: Fraction | None = None
    off: Fraction = Fraction(0)
    zero_below: Fraction | None = None
    bands: list[Band] = field(default_factory=list)

    def fits(self, weight: Fraction) -> bool:
        """Whether the full points it prints are those of the row, and nothing it gives is beyond them."""
        return all(points == weight for points in self.full_points) and all(
            points <= weight for _, _, points in self.bands
        )

    def points(self, done: Interval, base: Fraction | None, weight: Fraction) -> list[Interval]:
        """The points it may give for a percentage; `base` is the target of the row, where there is one."""
        if self.product:
            return [_within(done * (weight / 100), weight)]
        value = done.middle
        if value is None:
            return []
        if self.zero_below is not None and value < self.zero_below:
            return [Interval.point(0)]
        if found := [p for low, high, p in self.bands if low <= value and (high is None or value <= high)]:
            return [Interval.point(points) for points in found]
        full = self.full_from if self.full_from is not None else base
        if full is None or self.bands:
            return []
        if value >= full:
            return [Interval.point(weight)]
        return list(self._below(done, full, weight))

    def _below(self, done: Interval, full: Fraction, weight: Fraction) -> Iterator[Interval]:
        """Points below the full mark: less by steps, whole or in part, or in proportion."""
        if self.proportional:
            yield _within(done * (weight / full), weight)
        if self.step is None:
            return
        missing = full - (done.middle or Fraction(0))
        for lacking in (missing, missing * 100 / full):
            steps = lacking / self.step
            for taken in (steps, Fraction(floor(steps)), Fraction(ceil(steps))):
                yield Interval.point(max(Fraction(0), weight - taken * self.off))


def _within(points: Interval, weight: Fraction) -> Interval:
    return points if points.high is None or points.high <= weight else Interval.point(weight)


@lru_cache(maxsize=1 << 10)
def standard_of(text: str) -> Standard | None:
    """The standard a row prints; None unless every clause of it is known."""
    words = score_words().standards
    plain = words.blank.sub("", text)
    found = Standard()
    at = 0
    while at < len(plain):
        clauses = [(match.end(), name, match) for name, p in words.clauses() if (match := p.match(plain, at))]
        if not clauses:
            return None
        end, name, match = max(clauses, key=lambda clause: clause[0])
        if end == at:
            return None
        _take(found, name, {key: value for key, value in match.groupdict().items() if value})
        at = end
    says = found.product or found.full_from is not None or found.step is not None or found.bands
    return found if says else None


def _take(found: Standard, name: str, said: dict[str, str]) -> None:
    """Add what one clause says."""
    number = {key: Fraction(value) for key, value in said.items() if value.replace(".", "", 1).isdigit()}
    if name == "product":
        found.product = True
        found.full_points += list(number.values())
    elif name == "full":
        if "points" in number and (found.full_from is not None or found.bands):
            found.bands.append((number["from"], None, number["points"]))
            return
        found.full_from = number["from"]
        found.full_points += [number["points"]] if "points" in number else []
    elif name == "step":
        found.step, found.off = number.get("step", Fraction(1)), number["off"]
    elif name == "zero":
        found.zero_below = number["below"]
    elif name == "band":
        found.bands.append((number["low"], number["high"], number["points"]))
    elif name == "proportional":
        found.proportional = True
