"""A sentence with every figure shown as one sign, so that patterns see structure and never digits.

White space is dropped (numbers and units are often torn by it), offsets into the raw text are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schema.figure import Figure, FigureKind

COUNT, MONEY, PERCENT, RATIO, MEASURE, SCORE, DATE, PERIOD, ORDINAL = "ⒸⓂⓅⓇⓊⓈⒹⓉⓄ"
SIGNS = {
    FigureKind.COUNT: COUNT,
    FigureKind.MONEY: MONEY,
    FigureKind.PERCENT: PERCENT,
    FigureKind.RATIO: RATIO,
    FigureKind.MEASURE: MEASURE,
    FigureKind.SCORE: SCORE,
    FigureKind.DATE: DATE,
    FigureKind.PERIOD: PERIOD,
    FigureKind.ORDINAL: ORDINAL,
}
ALL_SIGNS = frozenset(SIGNS.values())
AMOUNTS = frozenset({COUNT, MONEY, MEASURE, SCORE})
"""Signs of figures that may be counted, added or completed."""

_STRAY = "□"


@dataclass(frozen=True)
class Masked:
    """Masked text, the raw offset of every sign (start and end), and which figure stands where."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    figures: dict[int, Figure]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of a non-empty masked span."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True)
class Limits:
    """Words that limit a figure, before and behind it."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def around(self, text: str, floor: int, first: int, last: int, ceiling: int) -> tuple[int, int]:
        """The span of a limited figure with its words; they may be parted from it by white space."""
        head = text[floor:first].rstrip()
        word = max((w for w in self.before if head.endswith(w)), key=len, default="")
        tail = text[last:ceiling]
        skipped = len(tail) - len(tail.lstrip())
        behind = max((w for w in self.after if tail[skipped:].startswith(w)), key=len, default="")
        return (
            floor + len(head) - len(word) if word else first,
            last + skipped + len(behind) if behind else last,
        )


def mask(text: str, start: int, end: int, figures: Sequence[Figure], limits: Limits) -> Masked:
    """The masked form of `text[start:end]`; `figures` are in order and lie wholly inside.

    The offsets of a figure are those of its place; words that limit it (近, 不低于, 以上) go into its sign.
    """
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    places: dict[int, Figure] = {}
    position = start
    for figure in figures:
        first, last = span_of(figure)
        if figure.hedge is not None:
            first, last = limits.around(text, max(position, start), first, last, end)
        _plain(text, position, first, signs, starts, ends)
        places[len(signs)] = figure
        signs.append(SIGNS[figure.kind])
        starts.append(first)
        ends.append(last)
        position = last
    _plain(text, position, end, signs, starts, ends)
    return Masked("".join(signs), tuple(starts), tuple(ends), places)


def span_of(figure: Figure) -> tuple[int, int]:
    """Where a figure stands in its text. Raises ValueError when its place has no offsets."""
    if figure.place.start is None or figure.place.end is None:
        raise ValueError(f"the figure {figure.text!r} has no offsets")
    return figure.place.start, figure.place.end


def _plain(text: str, start: int, end: int, signs: list[str], starts: list[int], ends: list[int]) -> None:
    for offset in range(start, end):
        character = text[offset]
        if character.isspace():
            continue
        signs.append(_STRAY if character in ALL_SIGNS else character)
        starts.append(offset)
        ends.append(offset + 1)
