"""Finds proportions written in words or with colons: 百分之九十, 三分之二, 八成, 八五折, 4:3:3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.hedges import one_of
from extract.numerals import NumeralReader
from schema.figure import FigureKind


@dataclass(frozen=True, slots=True)
class Proportion:
    """A proportion found: percentages as printed (八成 is 80), ratios as text ("4:3:3", 三分之二 "2:3")."""

    start: int
    end: int
    kind: FigureKind
    value: Decimal | str | None
    unit: str = ""
    decimals: int = 0
    scale: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    over: bool = False


class ProportionReader:
    """Proportions of one vocabulary."""

    def __init__(self, numerals: NumeralReader) -> None:
        self.numerals = numerals
        words, units = numerals.words, numerals.units.words
        digits = "".join(words.digits)
        spoken = f"{digits}{''.join(words.powers)}{words.words.point}"
        number = rf"(?:[0-9]+(?:\.[0-9]+)?|[{spoken}]+)"
        self._parts = {key: unit for key, unit in words.fractions.items() if key not in ("word", "whole")}
        self._whole = words.fractions["whole"]
        self._one = next(char for char, value in words.digits.items() if value == 1)
        self._spoken = str.maketrans({char: str(value) for char, value in words.digits.items()})
        per = "".join(self._parts)
        tenths, discount = one_of(words.words.tenths), one_of(words.words.discount)
        no_tenths = self._not_before(units.not_before, words.words.tenths)
        no_discount = self._not_before(units.not_before, words.words.discount)
        plain, signs = "[一二两三四五六七八九]", one_of(words.range.signs)
        self._pattern = regex.compile(
            rf"(?=[0-9{spoken}])(?:(?P<per>[{per}]){words.fractions['word']}\s?(?P<part>{number}|百)"
            rf"(?:(?P<more>{one_of(words.words.more)})|(?:{signs})(?:[{per}]{words.fractions['word']})?(?P<to>{number})(?![0-9.‰{spoken}]|{words.fractions['word']})(?:\s?%)?)?"
            rf"|(?P<all>{self._whole})"
            rf"|(?P<whole>(?<![{spoken}0-9])(?:[0-9]+|[{spoken}]+)){words.fractions['word']}(?P<of>{number})"
            rf"|(?<![0-9.{spoken}])(?P<tenths>{plain}{{2}})(?:{tenths}){no_tenths}"
            rf"|(?<![0-9.{spoken}])(?P<tenth>{plain}|[1-9])(?:{tenths})(?P<half>{plain}(?![{spoken}个])|{words.words.half})?{no_tenths}"
            rf"|(?<![0-9.{spoken}])(?P<off>{plain}{{1,2}}|[1-9](?:\.[0-9])?|[1-9][0-9])(?:{discount}){no_discount}"
            r"|(?<![0-9.,:])(?P<ratio>[0-9]+(?:\.[0-9]+)?(?:\s?:\s?[0-9]+(?:\.[0-9]+)?)+)(?![0-9:.])"
            r"|(?<![0-9.,])(?P<versus>[0-9]+(?:比[0-9]+)+)(?![0-9.,]|\s?[个项人次%万元])"
            rf"|(?<![{spoken}0-9])(?P<versus>{plain}比{plain})(?![{spoken}]|\s?(?:[个项人次%万元]|{one_of(words.words.comparing)}))"
            r"|(?<![0-9.,/\-])(?P<slash>[0-9]{1,2}/[0-9]{1,2})(?![0-9.,/%\-]))"
        )

    @staticmethod
    def _not_before(words: dict[str, tuple[str, ...]], keys: tuple[str, ...]) -> str:
        following = [word for key in keys for word in words.get(key, ())]
        return f"(?!{one_of(following)})" if following else ""

    def find(self, text: str) -> Iterator[Proportion]:
        """All proportions of a folded text."""
        for found in self._pattern.finditer(text):
            one = self._proportion(found)
            if one is not None and not (found["slash"] and self._measured(text, found.end())):
                yield one

    def _measured(self, text: str, at: int) -> bool:
        units = self.numerals.units
        return units.match(text, at) is not None or units.scale(text, at)[1] > 0

    def _value(self, run: str) -> Decimal | None:
        if run[0].isdigit() and run.isascii():
            return Decimal(run)
        whole, point, tail = run.partition(self.numerals.words.words.point)
        value = Decimal(100) if whole == "百" else self.numerals.value_of(whole)
        if value is None or not point:
            return value
        return Decimal(f"{value}.{''.join(str(self.numerals.words.digits.get(char, '')) for char in tail)}")

    def _proportion(self, found: regex.Match[str]) -> Proportion | None:
        start, end = found.span()
        if found["per"]:
            value = self._value(found["part"])
            if value is None:
                return None
            one = _percent(start, end, value, self._parts[found["per"]])
            if found["to"]:
                return _between(one, value, self._value(found["to"]))
            return replace(one, over=found["more"] is not None)
        if found["all"]:
            return _percent(start, end, Decimal(100), "%")
        if found["whole"]:
            whole = self._value(found["whole"]) or self.numerals.value_of(f"{self._one}{found['whole']}")
            part = self._value(found["of"])
            if whole is None or part is None or whole < 2:
                return None
            return Proportion(start, end, FigureKind.RATIO, f"{part}:{whole}")
        if found["tenths"]:
            low, high = (self._value(char) for char in found["tenths"])
            one = Proportion(start, end, FigureKind.PERCENT, None, "%", scale=1)
            return _between(one, low * 10, high * 10) if low and high and high == low + 1 else None
        if found["tenth"]:
            return self._tenths(start, end, found["tenth"], found["half"])
        if found["off"]:
            return self._discount(start, end, found["off"])
        if found["slash"]:
            return Proportion(start, end, FigureKind.RATIO, found["slash"].replace("/", ":", 1))
        text = regex.sub(
            r"\s", "", found["ratio"] or found["versus"].replace("比", ":").translate(self._spoken)
        )
        return Proportion(start, end, FigureKind.RATIO, text)

    def _tenths(self, start: int, end: int, tens: str, ones: str | None) -> Proportion | None:
        value = self._value(tens)
        more = Decimal(5) if ones == self.numerals.words.words.half else self._value(ones) if ones else None
        if value is None:
            return None
        percent = value * 10 + (more or 0)
        return Proportion(start, end, FigureKind.PERCENT, percent, "%", scale=0 if ones else 1)

    def _discount(self, start: int, end: int, printed: str) -> Proportion | None:
        if printed.isascii():
            value = Decimal(printed)
            percent = value if value >= 10 else value * 10
            return Proportion(
                start, end, FigureKind.PERCENT, percent.normalize() + 0, "%", scale=int(value < 10)
            )
        digits = [self.numerals.words.digits[char] for char in printed]
        percent = Decimal(digits[0] * 10 + (digits[1] if len(digits) > 1 else 0))
        return Proportion(start, end, FigureKind.PERCENT, percent, "%", scale=0 if len(digits) > 1 else 1)


def _between(one: Proportion, low: Decimal, high: Decimal | None) -> Proportion | None:
    """百分之三十至四十, 七八成: a range; None when the upper end is none."""
    if high is None or high <= low:
        return None
    return replace(one, value=None, low=low, high=high)


def _percent(start: int, end: int, value: Decimal, unit: str) -> Proportion:
    decimals = max(0, -int(value.as_tuple().exponent))
    return Proportion(start, end, FigureKind.PERCENT, value, unit, decimals=decimals)
