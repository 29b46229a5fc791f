"""Numbers as accountants print them: (1,200.00) and 1,200.00- are below zero; brackets before a unit hold what was filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.measures import Quantity
from extract.signs import SignReader
from extract.units import UnitTable
from schema.figure import Flaw

_ACCOUNT = regex.compile(r"\s*\(\s*[0-9][0-9,]*[,.][0-9,.]+\s*\)\s*")
_PLAIN_ACCOUNT = regex.compile(
    r"\s*(?:\(\s?[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}\s?\)|\(\s?[0-9]{1,3}(?:,[0-9]{3})+\s?\)|[0-9][0-9,]*\.[0-9]+\s?-|[0-9]{1,3}(?:,[0-9]{3})+-)\s*"
)
_BRACKETED = regex.compile(
    r"\(\s?(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s?\)(?=\s?(?:[百千万亿]{0,3}元|[万亿]|%))"
)
_TO_THE_FEN = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{2})?|[0-9]+\.[0-9]{2}")
_HAN = regex.compile(r"\p{Han}")
_BOOKED = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that is one negative amount: the same text without the signs, and where its print begins and ends."""

    text: str
    start: int
    end: int


class AccountReader:
    """Accountants' prints of one vocabulary."""

    def __init__(self, units: UnitTable, signs: SignReader) -> None:
        self.units, self.signs = units, signs

    def alone(self, text: str, *, cell: bool) -> Entry | None:
        """The entry a text is as a whole; None for any other text."""
        if not (cell and _ACCOUNT.fullmatch(text)) and not self._is_account(text):
            return None
        plain = text.replace("(", " ").replace(")", " ").replace("-", " ")
        return Entry(plain, len(text) - len(text.lstrip()), len(text.rstrip()))

    def opened(self, text: str) -> tuple[str, dict[int, regex.Match[str]]]:
        """The text with the brackets of amounts blanked out, and these by the offset of their number."""
        if "(" not in text:
            return text, {}
        found = [one for one in _BRACKETED.finditer(text) if _fills_in(text, one)]
        signs = list(text)
        for one in found:
            signs[one.start()] = signs[one.end() - 1] = " "
        return "".join(signs), {one.start("n"): one for one in found}

    def closed(self, text: str, one: Quantity, found: regex.Match[str]) -> Quantity:
        """A quantity with the brackets around its number: minus where that may be, else what was filled in.

        Printed as accountants do (1,200.00) where nothing tells which of both, it may be either.
        """
        one = replace(one, start=found.start(), outer_start=min(one.outer_start, found.start()))
        number, filled = found["n"], text[found.start() + 1].isspace()
        if not filled and _TO_THE_FEN.fullmatch(number) and self.signs.may_be_negative(text, found.start()):
            return self.negated(one)
        doubtful = not filled and _BOOKED.fullmatch(number) is not None
        return replace(one, value=None, flaw=Flaw.AMBIGUOUS) if doubtful else one

    def _is_account(self, text: str) -> bool:
        """Whether the whole text is (1,200.00) or 1,200.00-, with a unit or without."""
        found = _PLAIN_ACCOUNT.match(text)
        if found is None or found.end() == len(text):
            return found is not None
        at, _ = self.units.scale(text, found.end())
        unit = self.units.match(text, at)
        return not text[unit.end if unit else at :].strip()

    @staticmethod
    def negated(one: Quantity) -> Quantity:
        """The same below zero."""
        return replace(one, value=-one.value) if isinstance(one.value, Decimal) else one


def _fills_in(text: str, found: regex.Match[str]) -> bool:
    """Whether brackets hold an amount, and not the number of an item: （1）万元以上."""
    at = found.start()
    return len(found["n"]) > 2 or (at > 0 and _HAN.match(text, at - 1) is not None)
