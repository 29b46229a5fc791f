"""Reads the sign of a number: minus and 负 before it, accountants' and statisticians' marks, 零下, and ±."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.hedges import one_of
from extract.units import Unit
from extract.words import Words
from schema.figure import FigureKind


class SignWords(Words):
    """Table `[signs]` of `vocabulary/numerals.toml`."""

    minus: tuple[str, ...]
    either: tuple[str, ...]
    falling: tuple[str, ...]
    negative: tuple[str, ...]
    below_zero: tuple[str, ...]
    cold: frozenset[str]
    tolerance: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Where the signed number begins, whether it is below zero, may be either, or says a span around zero."""

    start: int
    negative: bool = False
    unsure: bool = False
    around: bool = False


_HAN = regex.compile(r"\p{Han}")
_BEFORE_MINUS = " \n(:=≥≤><~、，,/"
_DECIDED = frozenset({FigureKind.MONEY, FigureKind.PERCENT})
_REACH = 12
_DECIMAL = regex.compile(r"[0-9,]*\.[0-9]{1,2}(?![0-9.])")


class SignReader:
    """Signs of one vocabulary. `spoken` is 负, which is none behind the characters `not_after` (担负)."""

    def __init__(self, words: SignWords, spoken: str, not_after: tuple[str, ...]) -> None:
        self.words, self.spoken, self.not_after = words, spoken, not_after
        marks = (*words.minus, *words.either, *words.tolerance)
        self._marked = regex.compile(rf"(?r)(?P<mark>{one_of(marks)})")
        self._falling = regex.compile(rf"(?:{one_of(words.falling)})了?\s?$")
        self._result = regex.compile(one_of(words.results))

    def read(self, text: str, start: int, unit: Unit | None, *, money: bool) -> Sign:
        """The sign in front of `start`; `money` when a currency mark stands there."""
        words = self.words
        if start == 0:
            return Sign(start)
        if text[start - 1] == self.spoken:
            negative = text[max(0, start - 2) : start - 1] not in self.not_after
            return Sign(start - 1 if negative else start, negative)
        if text[start - 1] == "-":
            return self._hyphen(text, start, unit, money=money)
        if text.endswith(words.negative, 0, start):
            return Sign(start, negative=True)
        marked = self._marked.match(text, 0, start)
        if marked is not None:
            return self._mark(text, marked, unit, money=money)
        if unit is not None and unit.name in words.cold:
            word = next((one for one in words.below_zero if text.endswith(one, 0, start)), "")
            return Sign(start - len(word), bool(word))
        return Sign(start)

    def _hyphen(self, text: str, start: int, unit: Unit | None, *, money: bool) -> Sign:
        """A hyphen is a minus behind nothing or a sign, and before an amount or a rate behind a word."""
        ahead = text[start - 2 : start - 1] if start >= 2 else ""
        if not ahead or ahead in _BEFORE_MINUS:
            return Sign(start - 1, negative=True)
        telling = money or (unit is not None and unit.kind in _DECIDED)
        negative = telling and (ahead == ")" or _HAN.match(ahead) is not None)
        return Sign(start - 1 if negative else start, negative)

    def _mark(self, text: str, marked: regex.Match[str], unit: Unit | None, *, money: bool) -> Sign:
        """△ and ↓ before an amount or a rate; before anything else they are bullets. ▲ is up where ▼ is down."""
        mark, at, words = marked["mark"], marked.start(), self.words
        start = marked.end()
        if mark in words.tolerance:
            return Sign(at, around=True)
        told = (
            money or (unit is not None and unit.kind in _DECIDED) or _DECIMAL.match(text, start) is not None
        )
        if not told:
            return Sign(start)
        if mark in words.either:
            return Sign(at, unsure=not any(down in text for down in words.minus))
        if self._falling.search(text, max(0, at - 6), at):
            return Sign(start)
        return Sign(at, negative=True)

    def may_be_negative(self, text: str, start: int) -> bool:
        """Whether a word shortly before `start` names what may lie below zero: 结余, 利润, 差额."""
        return self._result.search(text, max(0, start - _REACH), start) is not None
