"""Documents whose truth is known: every printed number is a token, and the relations among tokens are recorded.

An error planted into a token is *visible* when some recorded relation can no longer hold. The judgement here is
deliberately simple and independent of the program: plain fractions, worst-case rounding either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from corpus.markup import Grid, Text

MARK = re.compile(r"⟦(\d+)⟧")
SCALES = {"元": 1, "千元": 10**3, "万元": 10**4, "亿元": 10**8, "%": Fraction(1, 100), "": 1, "万": 10**4}


@dataclass
class Token:
    """One printed number: its digits, the factor of its unit, and whether it is exact as printed."""

    printed: str
    factor: Fraction
    exact: bool
    role: str

    @property
    def value(self) -> Fraction:
        """The printed value in base units."""
        return Fraction(self.printed.replace(",", "")) * self.factor

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """What may stand behind the print: rounded to nearest, or cut."""
        if self.exact:
            return self.value, self.value
        places = len(self.printed.split(".")[1]) if "." in self.printed else 0
        unit = Fraction(1, 10**places) * self.factor
        return self.value - unit / 2, self.value + unit


@dataclass
class Relation:
    """What must hold among tokens: `holds` judges their current printing."""

    kind: str
    tokens: tuple[int, ...]
    holds: Callable[[list[Token]], bool]


def meets(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> bool:
    """Whether two closed intervals have a point in common."""
    return a[0] <= b[1] and b[0] <= a[1]


@dataclass
class Known:
    """A document under construction, with its truth."""

    name: str
    family: str
    body: str
    blocks: list[Text | Grid] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    def put(self, printed: str, unit: str = "", *, exact: bool = False, role: str = "") -> str:
        """A new token; returns the mark to write into a text or cell (the unit is written by the caller)."""
        self.tokens.append(Token(printed, Fraction(SCALES.get(unit, 1)), exact, role))
        return f"⟦{len(self.tokens) - 1}⟧"

    def relate(self, kind: str, marks: tuple[str, ...], holds: Callable[[list[Token]], bool]) -> None:
        """Record a relation among the tokens of these marks."""
        self.relations.append(Relation(kind, tuple(int(MARK.fullmatch(m)[1]) for m in marks), holds))  # type: ignore[index]

    def equal(self, *marks: str) -> None:
        """The tokens print one amount."""
        first = marks[0]
        for other in marks[1:]:
            self.relate("repeat", (first, other), lambda t: meets(t[0].bounds, t[1].bounds))

    def total(self, parts: list[str], whole: str) -> None:
        """The parts add up to the whole."""

        def holds(t: list[Token]) -> bool:
            low = sum((token.bounds[0] for token in t[:-1]), Fraction(0))
            high = sum((token.bounds[1] for token in t[:-1]), Fraction(0))
            return meets((low, high), t[-1].bounds)

        self.relate("sum", (*parts, whole), holds)

    def ratio(self, part: str, whole: str, rate: str, kind: str = "rate") -> None:
        """rate = part / whole."""

        def holds(t: list[Token]) -> bool:
            (a0, a1), (b0, b1), r = t[0].bounds, t[1].bounds, t[2].bounds
            return b0 > 0 and meets((a0 / b1, a1 / b0), r)

        self.relate(kind, (part, whole, rate), holds)

    def whole_number(self, actual: str, rate: str) -> None:
        """Some whole target gives the rate for the actual count."""

        def holds(t: list[Token]) -> bool:
            low, high = t[1].bounds
            if low <= 0:
                return True
            first, last = -(-t[0].value // high), t[0].value // low
            return first <= last

        self.relate("whole_number", (actual, rate), holds)

    def growth(self, change: str, current: str, rate: str) -> None:
        """rate = change / (current - change)."""

        def holds(t: list[Token]) -> bool:
            (c0, c1), (n0, n1), r = t[0].bounds, t[1].bounds, t[2].bounds
            return n0 > c1 and meets((c0 / (n1 - c0), c1 / (n0 - c1)), r)

        self.relate("growth", (change, current, rate), holds)

    def at_most(self, part: str, whole: str) -> None:
        """The part is not above the whole (a score and its weight, a subset and its set)."""
        self.relate("bound", (part, whole), lambda t: t[0].value <= t[1].value)

    def points(self, weight: str, actual: str, target: str, score: str) -> None:
        """score = weight * min(1, actual / target)."""

        def holds(t: list[Token]) -> bool:
            if t[2].value <= 0:
                return True
            share = min(Fraction(1), t[1].value / t[2].value)
            return meets((t[0].value * share, t[0].value * share), t[3].bounds)

        self.relate("score", (weight, actual, target, score), holds)

    def broken(self, changed: dict[int, str] | None = None) -> list[Relation]:
        """The relations that cannot hold once these tokens print differently."""
        tokens = [
            Token((changed or {}).get(i, t.printed), t.factor, t.exact, t.role)
            for i, t in enumerate(self.tokens)
        ]
        return [r for r in self.relations if not r.holds([tokens[i] for i in r.tokens])]

    def rendered(self, changed: dict[int, str] | None = None) -> list[Text | Grid]:
        """The blocks with every mark replaced by what is printed."""

        def fill(text: str) -> str:
            return MARK.sub(lambda m: (changed or {}).get(int(m[1]), self.tokens[int(m[1])].printed), text)

        out: list[Text | Grid] = []
        for block in self.blocks:
            if isinstance(block, Grid):
                out.append(
                    Grid([[fill(cell) for cell in row] for row in block.rows], block.widths, block.small)
                )
            else:
                out.append(Text(block.kind, fill(block.text), block.level))
        return out
