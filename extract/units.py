"""Units of measure as data: what may stand behind a number, longest match first, and compound units."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path

import regex

from extract.words import Words, load
from schema.figure import FigureKind


class ArticleUnits(Words):
    """Units behind which "一" may be an article, a numeral a rank, and the ranks that still count."""

    units: frozenset[str]
    rank: frozenset[str]
    plural: frozenset[str]
    ordinals: frozenset[str]


class PerUnits(Words):
    """Words that are units only behind a stroke, and the words that say a denominator without one (每人每月)."""

    units: tuple[str, ...]
    each: str
    times: frozenset[str]
    whole: tuple[str, ...]


class CalendarUnits(Words):
    """Units of dates and spans of time, before which a list of numbers is none of amounts."""

    units: frozenset[str]


class CountedScales(Words):
    """A scale word that is counted itself (两个亿), and what may not follow: 3个亿元项目 are three projects."""

    counter: str
    least: int
    not_before: tuple[str, ...]


class ListedUnits(Words):
    """What joins the numbers of a list whose last one alone has its whole unit: 7.9个、3.4个和1.7个百分点."""

    joints: tuple[str, ...]


class Coins(Words):
    """Spellings behind which smaller coins may follow, and how many decimal places each coin stands for."""

    behind: frozenset[str]
    places: dict[str, int]


class UnitWords(Words):
    """`vocabulary/units.toml`."""

    kinds: dict[FigureKind, tuple[str, ...]]
    spellings: dict[str, tuple[str, ...]]
    scales: dict[str, int]
    shifts: dict[str, int]
    prefixes: dict[str, str]
    per: PerUnits
    article: ArticleUnits
    not_before: dict[str, tuple[str, ...]]
    but_before: dict[str, tuple[str, ...]]
    calendar: CalendarUnits
    coins: Coins
    counted: CountedScales
    listed: ListedUnits


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found in a text: where it ends, its canonical name, its kind and its power of ten."""

    end: int
    name: str
    kind: FigureKind
    shift: int = 0
    known: bool = True
    printed: str = ""


_CJK = regex.compile(r"\p{Han}")
_PER = regex.compile(r"\s?[/每]\s?")
_AND = regex.compile(r"\s?[·.、*×/每]\s?")
_UNKNOWN_PER = regex.compile(r"\p{Han}{1,4}(?!\p{Han})|[A-Za-z]{1,5}(?![A-Za-z])")


class UnitTable:
    """All units of the vocabulary. Pure look-up: no state, may be shared."""

    def __init__(self, words: UnitWords) -> None:
        self.words = words
        self._known: dict[str, tuple[str, FigureKind]] = {}
        for kind, units in words.kinds.items():
            self._known.update({unit: (unit, kind) for unit in units})
        kinds = dict(self._known.values())
        for name, spellings in words.spellings.items():
            kind = kinds.get(name, FigureKind.MEASURE)
            self._known.setdefault(name, (name, kind))
            self._known.update(dict.fromkeys(spellings, (name, kind)))
        self._lengths: dict[str, tuple[int, ...]] = {}
        for spelling in self._known:
            have = self._lengths.get(spelling[0], ())
            self._lengths[spelling[0]] = tuple(sorted({*have, len(spelling)}, reverse=True))
        self.first = frozenset(self._lengths) | frozenset(words.scales)
        longest_first = sorted(words.scales, key=len, reverse=True)
        self._scale = regex.compile(f"(?:{'|'.join(longest_first)})+")

    def match(self, text: str, at: int) -> Unit | None:
        """The longest unit at `at` that is not the beginning of another word, without its compounds."""
        if at >= len(text):
            return None
        for length in self._lengths.get(text[at], ()):
            spelling = text[at : at + length]
            known = self._known.get(spelling) if len(spelling) == length else None
            if known and self._ends_here(text, at, at + length, spelling):
                name, kind = known
                return Unit(at + length, name, kind, self.words.shifts.get(name, 0), printed=spelling)
        return None

    def _ends_here(self, text: str, start: int, end: int, spelling: str) -> bool:
        if spelling[-1].isascii() and spelling[-1].isalpha():
            return not (end < len(text) and text[end].isascii() and text[end].isalnum())
        following = self.words.not_before.get(spelling)
        if following is None and len(spelling) > 1 and spelling[0] == "个":
            following = self.words.not_before.get(spelling[1:])
        if following and text.startswith(following, end):
            exceptions = self.words.but_before.get(spelling)
            return bool(exceptions) and text.startswith(exceptions or (), end)
        return True

    def compound(self, text: str, unit: Unit) -> Unit:
        """`unit` with what follows it: 元/人·月, 次/周. The canonical name has "/" once, then "·"."""
        joint = _PER.match(text, unit.end)
        if joint is None:
            return unit
        spoken = "每" in joint[0]
        if text.startswith("(", joint.end()):
            return self._bracketed(text, unit, joint.end())
        per = self.denominator(text, joint.end())
        if per is None or (spoken and not self._closes(text, per.end)):
            return unit if spoken else self._unknown_per(text, unit, joint.end())
        names, end = [per.name], per.end
        while True:
            more = _AND.match(text, end)
            part = self.denominator(text, more.end()) if more else None
            if part is None or not self._closes(text, part.end, more):
                break
            names.append(part.name)
            end = part.end
        return Unit(end, f"{unit.name}/{'·'.join(names)}", unit.kind, unit.shift)

    def _bracketed(self, text: str, unit: Unit, at: int) -> Unit:
        """元/(人·天): as without the brackets, when they hold units and nothing else."""
        close = text.find(")", at, at + 12)
        if close < 0:
            return unit
        inside = self.compound(f"{text[: unit.end]}/{text[at + 1 : close]}", unit)
        whole = inside.end == unit.end + close - at and inside.known
        return replace(inside, end=close + 1) if whole else unit

    def denominator(self, text: str, at: int) -> Unit | None:
        """A unit behind a stroke or 每: 月 there is a month of the year's twelve, 生 a pupil."""
        unit = self.match(text, at)
        longest = max(
            (word for word in self.words.per.units if text.startswith(word, at)), key=len, default=""
        )
        if longest and (unit is None or at + len(longest) > unit.end):
            return Unit(at + len(longest), longest, FigureKind.COUNT)
        if unit is not None and unit.name == "个月":
            return Unit(unit.end, "月", unit.kind)
        return unit

    def _closes(self, text: str, end: int, joint: regex.Match[str] | None = None) -> bool:
        """Whether a further part may end here: after 、 or 每 only when no word goes on."""
        if joint is not None and "、" not in joint[0] and "每" not in joint[0]:
            return True
        return end >= len(text) or not (_CJK.match(text, end) or text[end].isdigit()) or text[end] == "每"

    def _unknown_per(self, text: str, unit: Unit, at: int) -> Unit:
        word = _UNKNOWN_PER.match(text, at)
        if word is None or text[word.end() : word.end() + 1].isdigit():
            return unit  # 715.8万元/到位740万元 is divided by an amount, and no unit
        return Unit(word.end(), f"{unit.name}/{word[0]}", unit.kind, unit.shift, known=False)

    def scale(self, text: str, at: int) -> tuple[int, int]:
        """End and power of ten of the scale words at `at` (千万 -> 7); `(at, 0)` when there are none.

        A longer unit that begins with the same character wins: 千瓦, 百分点.
        """
        unit = self.match(text, at)
        if unit is not None and unit.end - at > 1:
            return at, 0
        if counted := self.counted(text, at):
            return counted
        found = self._scale.match(text, at)
        if found is None:
            return at, 0
        end = found.end()
        while end - at > 1:
            unit = self.match(text, end - 1)
            if unit is None or unit.end <= end:
                break
            end -= 1
        return end, sum(self.words.scales[char] for char in text[at:end])

    def counted(self, text: str, at: int) -> tuple[int, int] | None:
        """End and power of ten of 个亿; None in 3个亿元项目, where what is counted follows."""
        words = self.words.counted
        if not text.startswith(words.counter, at):
            return None
        end = at + len(words.counter)
        power = self.words.scales.get(text[end : end + 1], 0)
        if power < words.least or text.startswith(words.not_before, end + 1):
            return None
        money = self.match(text, end + 1)
        names = money is not None and money.kind is FigureKind.MONEY and _CJK.match(text, money.end)
        return None if names else (end + 1, power)

    def prefix(self, text: str, before: int) -> tuple[int, str]:
        """Start and canonical unit of a currency mark that ends at `before`."""
        for mark in sorted(self.words.prefixes, key=len, reverse=True):
            at = before
            while at > 0 and text[at - 1] == " " and before - at < 2:
                at -= 1
            if text.endswith(mark, 0, at):
                return at - len(mark), self.words.prefixes[mark]
        return before, ""


@functools.cache
def unit_table(vocabulary: Path | None = None) -> UnitTable:
    """The units of our vocabulary, extended by the auditor's."""
    return UnitTable(load("units", UnitWords, vocabulary))
