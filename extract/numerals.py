"""Reads a numeral at a place of a folded text: digits in every grouping, Chinese numerals, mixed ones (3万5千)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import regex

from extract.units import UnitTable, unit_table
from extract.words import Words, load
from schema.figure import Flaw


class NumeralParts(Words):
    """Characters with a fixed part inside numerals."""

    point: str
    half: str
    negative: str
    negative_not_after: tuple[str, ...]
    tenths: tuple[str, ...]
    discount: tuple[str, ...]
    vague: tuple[str, ...]
    session: str
    round_after: tuple[str, ...]


class RangeSigns(Words):
    """What joins the ends of a range."""

    signs: tuple[str, ...]


class NumeralWords(Words):
    """`vocabulary/numerals.toml`."""

    digits: dict[str, int]
    powers: dict[str, int]
    words: NumeralParts
    fractions: dict[str, str]
    range: RangeSigns


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as printed. `value` is None when it is malformed; `scale` is in `value` already.

    `low` is set for 两三 and 七八十, which say a range. `chinese` is True when no digit was printed.
    """

    start: int
    end: int
    value: Decimal | None
    decimals: int = 0
    scale: int = 0
    low: Decimal | None = None
    flaw: Flaw | None = None
    chinese: bool = False
    scaled: bool = False


_PLAIN = regex.compile(r"[0-9]+(?:\.[0-9]+)?")
_THOUSANDS = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WIDE = regex.compile(r"[0-9]{1,3}(?:，[0-9]{3}){1,12}(?:\.[0-9]+)?(?![0-9])")
_SPACED = regex.compile(r"[0-9]{1,3}(?: [0-9]{3}){1,12}(?:\.[0-9]+)?(?![0-9])")
_WIDE_MALFORMED = regex.compile(
    r"[0-9]+(?:，[0-9.]+){0,12}?，(?!0[0-9]{2}(?![0-9]))0[0-9][0-9.]*(?:，[0-9.]*[0-9]){0,12}"
)
_LIST_ITEM = regex.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_BROKEN = (
    regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})*,\s{1,3}[0-9]{3}(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9,])"),
    regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})*,[0-9]{1,2}\n\s*[0-9]{1,2}(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9,])"),
    regex.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.\s{1,2}|\s{1,2}\.)[0-9]+(?![0-9.])"),
    regex.compile(r"[0-9]+(?:,[0-9]{3})*\.[0-9]\n\s*[0-9](?![0-9.,])"),
    regex.compile(r"[0-9]+\n\s*[0-9]+(?:\.[0-9]+)?(?![0-9.,])"),
)


class NumeralReader:
    """Numerals of one vocabulary."""

    def __init__(self, words: NumeralWords, units: UnitTable) -> None:
        self.words = words
        self.units = units
        digits = "".join(words.digits)
        powers = "".join(words.powers)
        point, half, vague = words.words.point, words.words.half, "".join(words.words.vague)
        self.first = digits + "".join(char for char, power in words.powers.items() if power == 1)
        self.zero = next(char for char, value in words.digits.items() if value == 0)
        opening = self.first.replace(self.zero, "")
        after = "|".join(words.words.round_after)
        behind = regex.escape("".join(self.units.first) + "余多来几至到约半()", special_only=False)
        self.candidate = regex.compile(
            rf"(?=[0-9lIO{opening}百千{half}])(?:"
            r"(?P<ocr>(?<![A-Za-z0-9.,])(?:[lIO][lIO,.]*[0-9]|[0-9][0-9,.]*[lIO])[0-9lIO,.]*(?<![,.])(?=\s?[%\p{Han}]))"
            r"|(?P<run>[0-9](?:[0-9,.]*[0-9])?)"
            rf"|(?P<chinese>[{opening}][{digits}{powers}{point}]*+(?=\s?[{behind}\-~—]))"
            rf"|(?P<round>(?<![{digits}{powers}0-9{vague}])[百千](?=余\p{{Han}})|(?<={after})[百千](?=[{behind}]))"
            rf"|(?P<half>(?<![{digits}{powers}上下前后大多过一本每]){half}(?=\p{{Han}})))"
        )
        self._digit_pair = regex.compile(rf"([{digits}])([{digits}])([{powers}]*)")
        self._decimal = regex.compile(rf"([{digits}{powers}]+){point}([{digits}]+)([{powers}]*)")

    def read(self, text: str, found: regex.Match[str]) -> Numeral | None:
        """The numeral of a match of `candidate`, or None when it is none (一 in 统一)."""
        if found["chinese"]:
            return self._spoken(found.start(), found["chinese"])
        if found["round"]:
            power = self.words.powers[found["round"]]
            return Numeral(found.start(), found.end(), Decimal(10**power), scale=power, chinese=True)
        if found["half"]:
            return Numeral(found.start(), found.end(), Decimal("0.5"), decimals=1, chinese=True)
        if found["ocr"]:
            return Numeral(found.start(), found.end(), None, flaw=Flaw.MALFORMED)
        return self._extended(text, self._written(text, found.start(), found["run"]))

    def _unit_follows(self, text: str, at: int) -> bool:
        at += text.startswith(" ", at)
        return bool(self.units.match(text, at)) or self.units.scale(text, at)[1] > 0

    def _written(self, text: str, start: int, run: str) -> Numeral:
        end = start + len(run)
        for pattern, clean in ((_WIDE, "，"), (_SPACED, " ")):
            wide = pattern.match(text, start)
            if wide and wide.end() > end and self._unit_follows(text, wide.end()):
                return _number(start, wide.end(), wide[0].replace(clean, ""))
        malformed = _WIDE_MALFORMED.match(text, start)
        if malformed and malformed.end() > end:
            return Numeral(start, malformed.end(), None, flaw=Flaw.MALFORMED)
        broken = self._joined(text, start, end)
        if broken is not None:
            return broken
        if _PLAIN.fullmatch(run):
            return _number(start, end, run)
        if _THOUSANDS.fullmatch(run):
            return _number(start, end, run.replace(",", ""))
        return self._listed(text, start, run)

    def _joined(self, text: str, start: int, end: int) -> Numeral | None:
        """A number broken by a line end or a stray blank, if the whole is one and a unit follows."""
        if end >= len(text) or not (text[end].isspace() or text[end] in ",."):
            return None
        line_start = opens_line(text, start)
        if line_start and end - start <= 2 and int(text[start:end]) <= 20 and "\n" not in text[end : end + 3]:
            return None
        for pattern in _BROKEN:
            found = pattern.match(text, start)
            if found is None or found.end() <= end or not self._unit_follows(text, found.end()):
                continue
            digits = regex.sub(r"\s", "", found[0])
            if not (_PLAIN.fullmatch(digits) or _THOUSANDS.fullmatch(digits)):
                continue
            if pattern is _BROKEN[-1] and (
                line_start or not regex.match(r"\p{Han}", text[start - 1 : start])
            ):
                continue
            return replace(_number(start, found.end(), digits.replace(",", "")), flaw=Flaw.BROKEN)
        return None

    def _listed(self, text: str, start: int, run: str) -> Numeral:
        """A list printed with commas (12,34 or 98.5,97) gives its first item; anything else is malformed."""
        items = run.split(",")
        whole = start + len(run)
        unit = self.units.match(text, whole)
        money = (unit is not None and unit.name == "元") or self.units.scale(text, whole)[1] > 0
        if len(items) > 1 and all(_LIST_ITEM.fullmatch(item) for item in items):
            integers = all("." not in item for item in items)
            if not money and not (integers and any(len(item) == 3 for item in items[1:])):
                return _number(start, start + len(items[0]), items[0])
        return Numeral(start, whole, None, flaw=Flaw.MALFORMED)

    def _extended(self, text: str, number: Numeral) -> Numeral:
        """With the scale words behind it: 3万5千, 1亿2000万."""
        if number.value is None:
            return number
        total, end, previous, parts = Decimal(0), number.end, 99, 0
        part, scale, decimals = number.value, 0, number.decimals
        while True:
            after, power = self.units.scale(text, end)
            if power == 0 or power >= previous:
                break
            total += part.scaleb(power)
            end, previous, scale, parts = after, power, power, parts + 1
            following = _PLAIN.match(text, end + text.startswith(self.zero, end))
            part = Decimal(0)
            if following is None:
                break
            step = self._next_part(text, following, previous)
            if step is None:
                break
            part, end, done = step
            if done:
                total, part = total + part, Decimal(0)
                scale = previous - 1 if end - following.start() == 1 and previous >= 2 else 0
                parts += 1
                break
        if parts == 0:
            return number
        if parts > 1:
            decimals = 0
        return replace(
            number, end=end, value=Decimal(format(total, "f")), decimals=decimals, scale=scale, scaled=True
        )

    def _next_part(
        self, text: str, following: regex.Match[str], previous: int
    ) -> tuple[Decimal, int, bool] | None:
        """The number behind a scale word, if it belongs: (value, end, whether it is the last)."""
        value, end = Decimal(following[0]), following.end()
        power = self.units.scale(text, end)[1]
        if 0 < power < previous:
            return value, end, False
        if power or "." in following[0] or value >= 10**previous:
            return None
        unit = self.units.match(text, end)
        if len(following[0]) == 1 and unit is None and previous >= 2 and not text[end : end + 1].isdigit():
            return value.scaleb(previous - 1), end, True
        if unit is not None and (len(following[0]) == previous or unit.name == "元"):
            return value, end, True
        return None

    def _spoken(self, start: int, run: str) -> Numeral | None:
        end = start + len(run)
        decimal = self._decimal.fullmatch(run)
        if decimal:
            whole = self.value_of(decimal[1])
            if whole is None:
                return None
            tail = "".join(str(self.words.digits[char]) for char in decimal[2])
            scale = sum(self.words.powers[char] for char in decimal[3])
            value = Decimal(format(Decimal(f"{whole}.{tail}").scaleb(scale), "f"))
            return Numeral(
                start, end, value, decimals=len(tail), scale=scale, chinese=True, scaled=scale >= 4
            )
        run = run.rstrip(self.words.words.point)
        end = start + len(run)
        pair = self._digit_pair.fullmatch(run)
        if pair and self.words.digits[pair[2]] == self.words.digits[pair[1]] + 1:
            low, high = (self.value_of(pair[i] + pair[3]) for i in (1, 2))
            return Numeral(start, end, high, low=low, chinese=True) if low and high else None
        whole = self.value_of(run)
        if whole is None:
            return None
        scale = next((power for char, power in self.units.words.scales.items() if run.endswith(char)), 0)
        return Numeral(start, end, whole, scale=scale if scale >= 4 else 0, chinese=True, scaled=scale >= 4)

    def value_of(self, run: str) -> Decimal | None:
        """The value of a Chinese numeral without a point: 三千六 is 3600, 一百零五 105. None if it is none."""
        total, section, digit, last, zero = 0, 0, -1, 99, False
        for char in run:
            if char in self.words.digits:
                value = self.words.digits[char]
                if value == 0:
                    zero = True
                    if digit >= 0:
                        return None
                    continue
                if digit >= 0:
                    return None
                digit = value
                continue
            power = self.words.powers.get(char, 0)
            if not power:
                return None
            if power >= 4:
                if section == 0 and digit < 0 and total == 0:
                    return None
                section += max(digit, 0)
                total = (total + section) * 10**power if power == 8 else total + section * 10**power
                section, digit, last, zero = 0, -1, power, False
                continue
            if digit < 0 and not (power == 1 and section == 0 and not total):
                return None
            if power >= last and last < 4:
                return None
            section += (digit if digit >= 0 else 1) * 10**power
            digit, last, zero = -1, power, False
        if digit >= 0:
            section += digit * 10 ** (last - 1) if 2 <= last < 99 and not zero else digit
        result = total + section
        return Decimal(result) if result or run.strip() in self.words.digits else None


def opens_line(text: str, at: int) -> bool:
    """Whether nothing but white space stands between the beginning of a line and `at`."""
    while at and text[at - 1] != "\n":
        at -= 1
        if not text[at].isspace():
            return False
    return True


def _number(start: int, end: int, digits: str) -> Numeral:
    decimals = len(digits.partition(".")[2])
    return Numeral(start, end, Decimal(digits), decimals=decimals)


@functools.cache
def numeral_reader(vocabulary: Path | None = None) -> NumeralReader:
    """The numeral reader of our vocabulary, extended by the auditor's."""
    return NumeralReader(load("numerals", NumeralWords, vocabulary), unit_table(vocabulary))
