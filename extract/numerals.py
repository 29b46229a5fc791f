"""Reads a numeral at a place of a folded text: digits in every grouping, Chinese numerals, mixed ones (3万5千)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import regex

from extract.signs import SignWords
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
    pairs: tuple[str, ...]
    comparing: tuple[str, ...]
    more: tuple[str, ...]
    session: str
    round_after: tuple[str, ...]
    round_not_before: tuple[str, ...]


class RangeSigns(Words):
    """What joins the ends of a range."""

    signs: tuple[str, ...]
    adjacent: tuple[str, ...]
    apart: tuple[str, ...]


class NumeralWords(Words):
    """`vocabulary/numerals.toml`."""

    digits: dict[str, int]
    powers: dict[str, int]
    words: NumeralParts
    fractions: dict[str, str]
    range: RangeSigns
    vague: dict[str, tuple[int, int]]
    vague_not_after: dict[str, tuple[str, ...]]
    signs: SignWords


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as printed. `value` is None when it is malformed; `scale` is in `value` already.

    `low` is set for 两三 and 七八十, which say a range. `chinese` is True when no digit was printed, `vague` for
    数十 and 上百, whose range is a rough one.
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
    vague: bool = False


_HAN = regex.compile(r"\p{Han}")
_PLAIN = regex.compile(r"[0-9]+(?:\.[0-9]+)?")
_THOUSANDS = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WIDE = regex.compile(r"[0-9]{1,3}(?:，[0-9]{3}){1,12}(?:\.[0-9]+)?(?![0-9])")
_SPACED = regex.compile(r"[0-9]{1,3}(?: [0-9]{3}){1,12}(?:\.[0-9]+)?(?![0-9])")
_QUOTED = regex.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:\.[0-9]+)?(?![0-9])")
_WIDE_MALFORMED = regex.compile(
    r"[0-9]+(?:，[0-9.]+){0,12}?，(?!0[0-9]{2}(?![0-9]))0[0-9][0-9.]*(?:，[0-9.]*[0-9]){0,12}"
)
_FUSED = regex.compile(r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]{2}){2,}")
_SCIENCE = regex.compile(r"[eE]|\s?[×xX*]\s?10\^?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
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
        named = "|".join(words.words.round_not_before)
        behind = regex.escape("".join(self.units.first) + "余多来几至到约半()", special_only=False)
        several = "".join(words.vague)
        compounds = "|".join(one + sign for sign, ones in words.vague_not_after.items() for one in ones)
        spoken = f"{digits}{powers}{point}"
        closed = r"(?:[千百万亿]{0,3}元|[万亿]{1,2}|%)(?!\p{Han})"
        self.candidate = regex.compile(
            rf"(?=[0-9lIO.{opening}{self.zero}百千万亿{several}{half}])(?:"
            r"(?P<ocr>(?<![A-Za-z0-9.,])(?:[lIO][lIO,.]*[0-9]|[0-9][0-9,.]*[lIO])[0-9lIO,.]*(?<![,.])(?=\s?[%\p{Han}]))"
            r"|(?P<fused>(?<![0-9.,])[0-9]{7,}(?:\.[0-9]+)?%(?:[0-9]+(?:\.[0-9]+)?%?)?)"
            r"|(?P<science>(?<![A-Za-z0-9.,])[0-9](?:\.[0-9]+)?"
            r"(?:[eE][+-][0-9]{1,2}(?![0-9])|\s?[×xX*]\s?10(?:\^[0-9]{1,2}(?![0-9])|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})))"
            rf"|(?P<cut>(?<![0-9A-Za-z.,)\]])(?:\.[0-9]+(?=\s?{closed})|[0-9]+(?:,[0-9]{{3}})*\.(?={closed})))"
            r"|(?P<run>[0-9](?:[0-9,.]*[0-9])?)"
            rf"|(?P<chinese>(?<![{opening}百千万亿佰仟])(?:[{opening}][{spoken}]*+|{self.zero}{point}[{digits}]+[{powers}]*+)(?=\s?[{behind}\-~—、]))"
            rf"|(?P<chinese>(?<![{opening}百千万亿佰仟])(?:[{opening}][{spoken}]*?|{self.zero}{point}[{digits}]+)[千百万亿][{spoken}]*+(?!\p{{Han}}|[{point}]))"
            rf"|(?P<chinese>(?<![{opening}百千万亿佰仟])[{opening}][{spoken}]*?[万亿][{powers}]*+(?![{spoken}]))"
            rf"|(?P<vague>[{several}](?=[十百千万亿])(?<!{compounds})[十百千万亿]+(?=\s?[{behind}])(?![{several}]))"
            rf"|(?P<round>(?<![{digits}{powers}0-9{vague}])[百千万亿]+(?=余\p{{Han}})|(?<={after})[百千万亿]+(?=[{behind}])(?!{named}))"
            rf"|(?P<half>(?<![{digits}{powers}上下前后大多过一本每]){half}(?=\p{{Han}})))"
        )
        self._compound = regex.compile(f"(?:{compounds})$")
        self._digit_pair = regex.compile(rf"([{digits}{powers}]*?)([{digits}])([{digits}])([{powers}]*)")
        self._decimal = regex.compile(rf"([{digits}{powers}]+){point}([{digits}]+)([{powers}]*)")

    def read(self, text: str, found: regex.Match[str]) -> Numeral | None:
        """The numeral of a match of `candidate`, or None when it is none (一 in 统一)."""
        start, end = found.span()
        if found["run"]:
            return self._extended(text, self._written(text, start, found["run"]))
        if found["chinese"]:
            return self._spoken(start, found["chinese"])
        if found["round"]:
            power = sum(self.words.powers[char] for char in found["round"])
            return Numeral(start, end, Decimal(10) ** power, scale=power, chinese=True, scaled=power >= 4)
        if found["vague"]:
            return self._several(start, found["vague"])
        if found["half"]:
            return Numeral(start, end, Decimal("0.5"), decimals=1, chinese=True)
        if found["science"]:
            return _scientific(start, found["science"])
        return Numeral(start, end, None, flaw=Flaw.FUSED if found["fused"] else Flaw.MALFORMED)

    def several(self, text: str, at: int) -> bool:
        """Whether the character before `at` is the 数 of 数十, and not that of 人数."""
        ahead = text[at - 1 : at]
        return ahead in self.words.words.vague and not (
            ahead in self.words.vague and self._compound.search(text, max(0, at - 4), at)
        )

    def _several(self, start: int, run: str) -> Numeral:
        """数十, 上百万: some multiples of a round number."""
        low, high = self.words.vague[run[0]]
        power = sum(self.words.powers[char] for char in run[1:])
        one = Decimal(10) ** power
        return Numeral(
            start, start + len(run), _plain(one * high), scale=power, low=_plain(one * low), chinese=True,
            scaled=power >= 4, vague=True,
        )  # fmt: skip

    def _unit_follows(self, text: str, at: int) -> bool:
        at += text.startswith(" ", at)
        return bool(self.units.match(text, at)) or self.units.scale(text, at)[1] > 0

    def _written(self, text: str, start: int, run: str) -> Numeral:
        end = start + len(run)
        for pattern, clean in ((_WIDE, "，"), (_SPACED, " "), (_QUOTED, "'")):
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
            if pattern is _BROKEN[-1] and (line_start or not _HAN.match(text, start - 1)):
                continue
            return replace(_number(start, found.end(), digits.replace(",", "")), flaw=Flaw.BROKEN)
        return None

    def _listed(self, text: str, start: int, run: str) -> Numeral:
        """A list printed with commas (12,34 or 98.5,97; 41.25,43.14万元, each with its decimals) gives its first item, else it is malformed."""
        items = run.split(",")
        whole = start + len(run)
        if _FUSED.fullmatch(run):
            return Numeral(start, whole, None, flaw=Flaw.FUSED)
        unit = self.units.match(text, whole)
        money = (unit is not None and unit.name == "元") or self.units.scale(text, whole)[1] > 0
        if len(items) > 1 and all(_LIST_ITEM.fullmatch(item) for item in items):
            integers = all("." not in item for item in items)
            fractions = all("." in item for item in items)
            grouped = money or (integers and any(len(item) == 3 for item in items[1:]))
            if fractions or not grouped:
                return _number(start, start + len(items[0]), items[0])
        return Numeral(start, whole, None, flaw=Flaw.MALFORMED)

    def _extended(self, text: str, number: Numeral) -> Numeral:
        """With the scale words behind it: 3万5千, 1亿2000万."""
        if number.value is None:
            return number
        total, end, previous, parts = Decimal(0), number.end, 99, 0
        part, scale, decimals, spaced = number.value, 0, number.decimals, False
        while True:
            after, power = self.units.scale(text, end)
            if power == 0 or power >= previous:
                break
            if parts and not spaced and previous - power > 4 and power == 3:
                power += 4  # 10亿5千 is said of 5千万: 5千 alone would have a 零 before it
            total += part.scaleb(power)
            end, previous, scale, parts = after, power, power, parts + 1
            spaced = text.startswith(self.zero, end)
            following = _PLAIN.match(text, end + spaced)
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
        if pair and self._neighbours(pair[2], pair[3]):
            low, high = (self.value_of(pair[1] + pair[i] + pair[4]) for i in (2, 3))
            return self._pair(start, end, low, high, pair[4]) if low and high else None
        whole = self.value_of(run)
        if whole is None:
            return None
        scale = next((power for char, power in self.units.words.scales.items() if run.endswith(char)), 0)
        return Numeral(start, end, whole, scale=scale if scale >= 4 else 0, chinese=True, scaled=scale >= 4)

    def _pair(self, start: int, end: int, low: Decimal, high: Decimal, powers: str) -> Numeral:
        scale = next((power for char, power in self.units.words.scales.items() if powers.endswith(char)), 0)
        large = scale >= 4
        return Numeral(start, end, high, low=low, chinese=True, scaled=large, scale=scale if large else 0)

    def _neighbours(self, one: str, other: str) -> bool:
        """Whether two digits side by side say a range: 七八, 三五."""
        digits = self.words.digits
        follows = digits[one] > 0 and digits[other] == digits[one] + 1
        return follows or one + other in self.words.words.pairs

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


def _scientific(start: int, printed: str) -> Numeral:
    """1.2×10^6, 1.5E+06: the last printed place is that of the mantissa."""
    mantissa, power = _SCIENCE.split(printed.translate(_SUPERSCRIPT), maxsplit=1)
    decimals = len(mantissa.partition(".")[2])
    value = _plain(Decimal(mantissa).scaleb(int(power)))
    return Numeral(start, start + len(printed), value, decimals=decimals, scale=int(power))


def _plain(value: Decimal) -> Decimal:
    """The same number without an exponent."""
    return Decimal(format(value, "f"))


def _number(start: int, end: int, digits: str) -> Numeral:
    decimals = len(digits.partition(".")[2])
    return Numeral(start, end, Decimal(digits), decimals=decimals)


@functools.cache
def numeral_reader(vocabulary: Path | None = None) -> NumeralReader:
    """The numeral reader of our vocabulary, extended by the auditor's."""
    return NumeralReader(load("numerals", NumeralWords, vocabulary), unit_table(vocabulary))
