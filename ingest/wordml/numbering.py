"""Automatic numbers as Word prints them: 一、 （一） 1. ① resolved from numbering.xml.

Counters belong to the abstract list, as in Word: two lists made from one definition go on counting together
unless one of them overrides its start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.characters import clean
from ingest.wordml.names import attribute, child, integer, number, switch, tags, value

if TYPE_CHECKING:
    from lxml import etree

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEVELS = 9


def _counting(value: int, digits: str, units: str, one_ten: str) -> str:
    if value <= 0 or value >= 10000:
        return str(value)
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = True
    start = digits[1] + units[0]
    return one_ten + out[len(start) :] if value < 20 and out.startswith(start) else out


def _chinese(value: int) -> str:
    return _counting(value, "零" + _HAN[1:], "十百千", "十")


def _legal(value: int) -> str:
    return _counting(value, _LEGAL, "拾佰仟", "壹拾")


def _digital(value: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    return chr(96 + (value - 1) % 26 + 1) * ((value - 1) // 26 + 1) if 0 < value < 1000 else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    for amount, letters in pairs:
        while value >= amount:
            out, value = out + letters, value - amount
    return out


def _from(first: str, count: int, otherwise: Callable[[int], str] = str) -> Callable[[int], str]:
    """Characters that follow one another in Unicode, from 1."""
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= count else otherwise(value)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)] if value > 0 else str(value)


def _full_width(value: int) -> str:
    return str(value).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})


def _english_ordinal(value: int) -> str:
    suffix = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _english_ordinal,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "ideographEnclosedCircle": _from("㊀", 10, _chinese),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
"""`w:numFmt` -> how a number is printed; what is not here is printed as decimal."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` is the highest level (0-based) whose use resets it, -1 for never."""

    index: int
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)


def _level(raw: etree._Element) -> Level:
    index = integer(attribute(raw, "ilvl")) or 0
    return Level(
        index=index,
        format=value(raw, "numFmt") or _custom_format(raw) or "decimal",
        text=clean(value(raw, "lvlText") or ""),
        start=1 if (start := number(raw, "start")) is None else start,
        restart=None if (restart := number(raw, "lvlRestart")) is None else restart - 1,
        legal=bool(switch(raw, "isLgl")),
        suffix=value(raw, "suff") or "tab",
        style=value(raw, "pStyle"),
    )


def _custom_format(raw: etree._Element) -> str | None:
    """Word 2010 writes newer formats inside mc:AlternateContent; its fallback is the plain one."""
    found = next(raw.iter(*tags("numFmt")), None)
    return None if found is None else attribute(found, "val")


class Numbering:
    """The lists of a document and where each of them has counted to."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[int, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstracts, linked = self._abstracts(root)
        for raw in root.iter(*tags("num")):
            num_id = integer(attribute(raw, "numId"))
            abstract = value(raw, "abstractNumId")
            if num_id is None or abstract is None:
                continue
            own = linked.get(abstract, abstract)
            self._lists[num_id] = self._with_overrides(raw, _List(own, dict(abstracts.get(own, {}))))

    @staticmethod
    def _abstracts(root: etree._Element) -> tuple[dict[str, dict[int, Level]], dict[str, str]]:
        """Levels by abstract id, and abstract ids that only point to another through a list style."""
        levels: dict[str, dict[int, Level]] = {}
        by_style: dict[str, str] = {}
        points: dict[str, str] = {}
        for raw in root.iter(*tags("abstractNum")):
            name = attribute(raw, "abstractNumId") or ""
            found = [_level(level) for level in raw.iter(*tags("lvl"))]
            levels[name] = {level.index: level for level in found}
            if style := value(raw, "styleLink"):
                by_style[style] = name
            if style := value(raw, "numStyleLink"):
                points[name] = style
        return levels, {name: by_style[style] for name, style in points.items() if style in by_style}

    @staticmethod
    def _with_overrides(raw: etree._Element, made: _List) -> _List:
        for override in raw.iter(*tags("lvlOverride")):
            index = integer(attribute(override, "ilvl")) or 0
            replaced = child(override, "lvl")
            if replaced is not None:
                made.levels[index] = _level(replaced)
            start = number(override, "startOverride")
            if start is not None:
                made.starts[index] = start
        return made

    def level_of_style(self, num_id: int, style_id: str | None) -> int:
        """The level a paragraph style stands for in a list; 0 if the list does not say."""
        found = self._lists.get(num_id)
        if found and style_id:
            for level in found.levels.values():
                if level.style == style_id:
                    return level.index
        return 0

    def label(self, num_id: int, index: int) -> str:
        """Count on and return the printed number with what separates it from the text; "" if there is none."""
        found = self._lists.get(num_id)
        level = found.levels.get(index) if found else None
        if found is None or level is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        self._advance(found, level, counters)
        printed = re.sub(
            r"%([1-9])", lambda m: self._printed(found, level, int(m[1]) - 1, counters), level.text
        )
        return printed + _separator(printed, level.suffix) if printed.strip() else ""

    def _advance(self, found: _List, level: Level, counters: dict[int, int]) -> None:
        index = level.index
        if index in found.starts and index not in found.started:
            counters[index] = found.starts[index]
        else:
            counters[index] = counters[index] + 1 if index in counters else level.start
        found.started.add(index)
        for deeper in [other for other in counters if other > index]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart >= 0 and index <= restart):
                del counters[deeper]

    @staticmethod
    def _printed(found: _List, level: Level, index: int, counters: dict[int, int]) -> str:
        other = found.levels.get(index)
        start = other.start if other else 1
        style = "decimal" if level.legal and index != level.index else (other.format if other else "decimal")
        return FORMATS.get(style, str)(counters.get(index, found.starts.get(index, start)))


def _separator(printed: str, suffix: str) -> str:
    """A tab after 一、 only sets a distance; after a Latin number it keeps it from the text."""
    if suffix == "nothing":
        return ""
    return " " if suffix == "space" or printed[-1].isascii() else ""
