"""Changes of parts told behind that of the whole: 增收1,284万元，其中税收增加2,350万元，非税收入减少1,066万元.

The changes that follow one another are added with the signs of their words; those that come to the change of the whole are one
statement with it. Nothing is joined that does not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from extract.statements.changes import told_changes
from extract.statements.drafts import Part
from extract.statements.growth import DECREASE
from extract.statements.lexicon import Cues
from extract.statements.masking import AMOUNTS
from extract.statements.mentions import Mention
from extract.statements.spoken import Spoken, over_several
from schema.figure import FigureKind
from schema.report import Claim, ClaimKind, Role

AGREES = "changes.parts.agrees"
REACH = 8
"""How many sentences behind the change of the whole those of its parts may stand."""
FEWEST, MOST = 2, 8
WINDOW = 12
FINE = 100
"""A change of fewer units in its last place is made by chance."""


@dataclass(frozen=True)
class _Step:
    """By how much something changed, and which way."""

    mention: Mention
    spoken: Spoken
    sign: int

    @property
    def size(self) -> Fraction:
        return self.sign * Fraction(self.mention.figure.number or 0)


def part_changes(spoken: Sequence[Spoken], cues: Cues) -> Iterator[Claim]:
    """Every change with the changes of parts that make it; those of parts of a part stand between."""
    steps = [step for one in spoken for step in _steps(one, cues)]
    nested: set[int] = set()
    found = []
    for at in range(len(steps) - 1, -1, -1):
        whole = steps[at]
        behind = [
            n for n in range(at + 1, min(at + 1 + WINDOW, len(steps)))
            if n not in nested and steps[n].mention.family == whole.mention.family
            and steps[n].spoken.number - whole.spoken.number <= REACH
        ]  # fmt: skip
        parts = _making(whole, [steps[n] for n in behind])
        if parts:
            nested.update(behind[: len(parts)])
            found.append(_claim(whole, parts))
    return reversed(found)


def _steps(one: Spoken, cues: Cues) -> Iterator[_Step]:
    for change in told_changes(one.sentence, cues):
        size = next((m for m in change.said if m.sign in AMOUNTS), None)
        if size is not None and not change.saved:
            yield _Step(size, one, -1 if change.way == DECREASE else 1)


def _making(whole: _Step, behind: Sequence[_Step]) -> list[_Step]:
    """The changes right behind one that come to it; those of nothing are passed over only within them."""
    if abs(whole.size) < FINE * Fraction(whole.mention.figure.unit_in_last_place):
        return []
    made = Fraction(0)
    for size, step in enumerate(behind[:MOST], 1):
        made += step.size
        parts = list(behind[:size])
        told = [part for part in parts if part.size]
        if len(told) >= FEWEST and _meets(made, whole, parts):
            return parts
    return []


def _meets(made: Fraction, whole: _Step, parts: Sequence[_Step]) -> bool:
    if made == whole.size:
        return True
    last = max(Fraction(step.mention.figure.unit_in_last_place) for step in (whole, *parts))
    rounded = whole.mention.figure.kind is not FigureKind.COUNT and abs(whole.size) >= FINE * last
    return rounded and abs(made - whole.size) <= last


def _claim(whole: _Step, parts: Sequence[_Step]) -> Claim:
    """The calculation of the change from those of the parts, one that goes the same way first."""
    ordered = sorted(parts, key=lambda step: step.sign != whole.sign)
    formula = ["0"]
    for number, step in enumerate(ordered[1:], 1):
        formula += [str(number), "+" if step.sign == whole.sign else "-"]
    items = [Part(step.mention, Role.CHANGE) for step in (*ordered, whole)]
    told = [step.spoken for step in (whole, *parts)]
    return over_several(ClaimKind.OTHER, items, AGREES, told, formula=tuple(formula))
