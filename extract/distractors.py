"""Finds numbers that are no quantities: document numbers, codes, telephone numbers, references, ranks, names, headings.

Works on a folded text. Two passes, because dates are read between them: `codes` before, `names` after.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from extract.hedges import one_of
from extract.units import UnitTable, unit_table
from extract.words import Words, load
from schema.figure import FigureKind


class References(Words):
    """Words in front of a reference number."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    counters: frozenset[str]


class Codes(Words):
    """Words around a code."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    platforms: tuple[str, ...]
    crossed: tuple[str, ...]
    rooms: tuple[str, ...]
    rooms_counted: tuple[str, ...]
    generation: str
    standards: tuple[str, ...]


class Ranks(Words):
    """Words behind a rank."""

    units: tuple[str, ...]
    ordinal: str
    letters: tuple[str, ...]


class Names(Words):
    """Names and idioms with a numeral inside."""

    words: tuple[str, ...]
    place_units: tuple[str, ...]
    place_after: tuple[str, ...]
    titles: tuple[str, ...]
    quotes: tuple[str, ...]


class Items(Words):
    """What a paragraph that begins with its number and a count may count."""

    counted: tuple[str, ...]
    broken: tuple[str, ...]


class Stops(Words):
    """Beginnings of words that are no unit."""

    words: frozenset[str]


class DistractorWords(Words):
    """`vocabulary/distractors.toml`."""

    references: References
    codes: Codes
    ranks: Ranks
    names: Names
    items: Items
    stops: Stops


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text without quantities. `numbers` is False when nothing in it is worth counting."""

    start: int
    end: int
    numbers: bool = True


_SPOKEN = "零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_N = rf"(?:[0-9]+(?:\.[0-9]+)*|[{_SPOKEN}]+)"
_HAN = regex.compile(r"\p{Han}")
_DIGIT = regex.compile(r"[0-9]")
_CODES = regex.compile(
    r"(?=[〔\[【(﹝〖{0-9A-Za-z])(?:(?P<document>[〔\[【(﹝〖{]\s?(?:19|20)[0-9]{2}\s?年?\s?[〕\])】﹞〗}]?\s*第?\s*[0-9]{1,5}\s*号(?:文件|文)?"
    r"|[〔【﹝〖]\s?[0-9]{4,9}\s?[〕】﹞〗]?\s?[0-9]{0,5}\s?号?)"
    r"|(?P<link>(?:https?://|www\.)[^\s，。；、）]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)"
    r"|(?P<phone>(?<![0-9.,-])(?:0[0-9]{2,3}-[0-9]{3,8}(?:-[0-9]{1,5})?|\(0[0-9]{2,3}\)\s?[0-9]{7,8}|1[3-9][0-9]{9}|[48]00-?[0-9]{3,4}-?[0-9]{3,4})(?![0-9.,万亿元]))"
    r"|(?P<serial>(?<![0-9.,])[0-9]{5,}(?:\s{1,2}[0-9]{4,})+(?![0-9.,])|(?<![0-9.,])[0-9]{4}(?: [0-9]{4}){2,}(?: [0-9]{1,4})?(?![0-9.,]))"
    r"|(?P<dashed>(?<![0-9.,])(?!(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-]))[0-9]+(?:-[0-9]+){2,}(?![0-9.%]))"
    r"|(?P<subject>(?<![0-9.,])2[0-3][0-9]{5}(?=(?![万亿千百元人户名个次株亩吨斤册份件条字平公只羽头])\p{Han}{2}))"
    r"|(?P<address>(?<![0-9.,])[0-9]{1,3}\s?[栋幢座]\s?[0-9]{1,2}\s?(?:单元|楼|室|层))"
    r"|(?P<dotted>(?<![0-9.,¥$])[0-9]{1,3}(?:\.[0-9]{1,3}){2,}(?![0-9.,]))"
    r"|(?P<owner>(?<![0-9.,])[0-9]{4,12}(?=-\p{Han}))"
    r"|(?P<long>(?<![0-9.,])[0-9]{14,}[Xx]?(?![0-9.,万亿元])))"
)
_LATIN = regex.compile(
    r"(?=[A-Za-z0-9φΦ])(?:(?<![A-Za-z0-9])(?!(?:RMB|CNY|USD|US\$|HKD|HK\$)|[lIO][0-9lIO,.]*[0-9lIO]\s?[%‰万亿元人名户家场次])[A-Za-zφΦ]{1,10}(?:[-—/.]?[0-9]+[0-9A-Za-z]*(?:[-/.][0-9A-Za-z]+)*)"
    r"|(?<![A-Za-z0-9.])(?![0-9lIO]+[.,]?[0-9]*\s?[%万亿元])[0-9]+[A-Za-z]+[0-9]+[0-9A-Za-z]*(?![0-9A-Za-z]))"
)
_FORMULA = regex.compile(r"(?<![0-9.,])[0-9]{1,2}(?:\+[0-9NnXx]{1,2})+(?![0-9.,%]|\s?[=元万人])")
_VERSION = regex.compile(r"(?<![0-9.,])[0-9]+\.[0-9]+(?:\.[0-9]+)*\s?(?:升级)?版")
_DAY_OF_NAME = regex.compile(
    r"(?<![0-9.·•・])(?:1[0-2]|[1-9])[·•・](?:3[01]|[12][0-9]|[1-9])(?=[\p{Han}”\"'])(?![元万亿])"
)
"""7·20特大暴雨: a day that became a name."""
_CHAINAGE = regex.compile(r"(?<![A-Za-z0-9])[A-Z]{1,3}[0-9]{1,4}\+[0-9]{1,4}(?:\.[0-9]+)?(?![0-9])")
_MASKED = regex.compile(r"(?<![0-9])[0-9]{2,}(?:[*＊]{2,}[0-9]+|[*＊]{3,})")
_SECTION = regex.compile(r"(?<![0-9.])[0-9]{1,2}(?:\.[0-9]{1,2}){2,}\s?节(?![约省余目点水能支])")
_HEADING = regex.compile(
    r"(?=[ (\[【0-9])(?:^|(?<=[\n。；;：:！]|[(][一二三四五六七八九十]{1,3}[)]))[ ]*(?:"
    r"[(\[【]\s?[0-9]{1,3}\s?[)\]】]"
    r"|[0-9]{1,3}\s?\)"
    r"|[0-9]{1,2}、(?=\s*[\p{Han}“《])"
    r"|[0-9]{1,2}\.(?=(?:19|20)[0-9]{2}\s?年)"
    r"|[0-9]{1,2}\s?\.(?![万亿千百]{0,3}(?:元|[万亿])(?!\p{Han}))(?=\s*[^\s0-9.])(?=[^\n]*\p{Han})"
    r"|(?P<dotted>[0-9]{1,2}(?:\.[0-9]{1,2}){2,4}(?![0-9%])|[0-9]{1,2}\.[0-9]{1,2})(?=\s*(?![至到])\p{Han})"
    r")"
)
_BRACKET = regex.compile(
    r"(?<=[\p{Han}，。；、”])\[[0-9]{1,3}(?:[-,，][0-9]{1,3})*\](?![0-9%])|(?<=[，、；;。：:\s])\(\s?[0-9]{1,2}\s?\)(?=\p{Han})"
)
_CONTENTS = regex.compile(
    r"(?:[.·…]{4,}|…{2,})\s*[0-9]{1,3}(?=\s|$)|(?:^|[\n. ])[ ]*[-—]\s?[0-9]{1,3}\s?[-—](?=\s|$)"
)
_PARALLEL = regex.compile(
    rf"(?<![{_SPOKEN}])一(?:(?![{_SPOKEN}万亿元])\p{{Han}}){{1,3}}一(?![{_SPOKEN}])\p{{Han}}"
)
_PROPORTION = regex.compile(r"\s?:\s?[0-9]")
_PAIR = regex.compile(r"[0-9]+(?:\.[0-9]+)+")


class DistractorReader:
    """Distractors of one vocabulary."""

    def __init__(self, words: DistractorWords, units: UnitTable) -> None:
        self.words = words
        self.units = units
        strong, weak = one_of(words.references.strong), one_of(words.references.weak)
        codes, ranks, names = words.codes, words.ranks, words.names
        self._reference = regex.compile(
            rf"{_opening((*words.references.strong, *words.references.weak))}(?:(?P<strong>{strong})\s?[-—]?(?P<n>{_N}(?:[-—.][0-9]+)*(?:[、和及至][0-9]{{1,2}}(?![0-9.,%万亿]))*)(?![0-9]|,[0-9]{{3}})|(?P<weak>{weak})(?P<n>[0-9]{{1,2}}(?:[-—.][0-9]+)*)(?![0-9.,%]))"
        )
        self._code = regex.compile(
            rf"(?:{one_of(codes.before)})[\s:：为是.#“\"(]{{0,3}}(?P<n>[A-Za-z]{{0,4}}[0-9][0-9A-Za-z-]{{2,}})(?![0-9.,]*[.,][0-9])"
        )
        self._named = regex.compile(
            rf"(?=[0-9{_SPOKEN}])(?<![0-9.,])(?:(?:{_N}\s?[-—~至到、]\s?)?{_N}\s?(?:{one_of(codes.after)})|[0-9]{{3,}}(?:\.[0-9]+)?\s?(?:{one_of(codes.platforms)}))"
        )
        self._room = regex.compile(
            rf"(?<![0-9.,]|(?:{one_of(codes.rooms_counted)})了?\s?)[1-9][0-9]{{2,3}}(?:{one_of(codes.rooms)})(?!屋)"
        )
        self._crossed = regex.compile(
            rf"(?<![0-9.,])[0-9]{{1,3}}[×xX*][0-9]{{1,3}}(?:{one_of(codes.crossed)})"
        )
        self._generation = regex.compile(rf"(?<![0-9.,])(?:[5-9][05]|[01]0|05){codes.generation}")
        self._standard = regex.compile(
            rf"(?<![A-Za-z])(?:{one_of(codes.standards)})[\s./-]?[0-9][0-9.\-—/]*(?<![.\-—/])"
        )
        self._rank = regex.compile(
            rf"(?=[0-9{_SPOKEN}])(?:(?<![0-9.,{_SPOKEN}])(?:{_N}\s?(?:[-—~至到、]\s?)?)?{_N}\s?(?:{one_of(ranks.units)})(?:以上|及以上)?"
            rf"|(?<![0-9.,])[0-9]\s?(?:{one_of(ranks.letters)})(?![A-Za-z])级?)"
        )
        self._ordinal = regex.compile(
            rf"{ranks.ordinal}\s?(?P<n>{_N}(?:\s?[-—~、,，至到和及与]\s?第?{_N}(?![0-9]))*)\s?"
        )
        self._name = regex.compile(
            rf"{_opening(names.words)}(?<![0-9{_SPOKEN}万亿])(?:{one_of(names.words)})(?!钟|之)"
        )
        self._place = regex.compile(
            rf"[{_SPOKEN}](?:{one_of(names.place_units)})(?:{one_of(names.place_after)})"
        )
        self._titles = [regex.compile(rf"{pair[0]}[^{pair}\n]{{1,120}}{pair[1]}") for pair in names.titles]
        self._quotes = [
            regex.compile(rf"{regex.escape(pair[0])}([^{pair}\n]{{1,14}}){regex.escape(pair[1])}")
            for pair in names.quotes
        ]
        self._item = regex.compile(
            rf"\s*(?P<n>[0-9]{{1,2}}\.)(?=[1-9][0-9]{{1,3}}[余多]?(?:{one_of(words.items.counted)})"
            rf"(?!{one_of(words.items.broken)})\p{{Han}}{{2}})"
        )
        self._lone = regex.compile(r"[0-9+\-—/.、N ]+")

    def codes(self, text: str) -> Iterator[Span]:
        """What must be set aside before dates are read: titles, document numbers, telephone numbers, serial codes."""
        for title in self._titles:
            for found in title.finditer(text):
                yield Span(*found.span(), numbers=bool(_DIGIT.search(found[0])))
        for pattern in (_CHAINAGE, _MASKED):
            for found in pattern.finditer(text):
                yield Span(*found.span())
        for found in _CODES.finditer(text):
            amount = (found["subject"] and self._measured(text, found.end())) or (
                found["dotted"] and self._unit_at(text, found.end())
            )
            if not amount:
                yield Span(*found.span())
        for found in self._standard.finditer(text):
            yield Span(*found.span())
        for found in self._code.finditer(text):
            if not self._unit_at(text, found.end()):
                yield Span(*found.span("n"))

    def names(self, text: str) -> Iterator[Span]:
        """What is set aside after dates are read."""
        for pattern in (
            _CONTENTS,
            _LATIN,
            _FORMULA,
            _VERSION,
            _DAY_OF_NAME,
            _SECTION,
            self._named,
            self._room,
            self._crossed,
            self._generation,
        ):
            for found in pattern.finditer(text):
                yield Span(*found.span())
        yield from self._headings(text)
        yield from self._ordinals(text)
        for found in self._reference.finditer(text):
            if self._is_reference(text, found):
                yield Span(found.start("n"), found.end("n"))
        for found in self._rank.finditer(text):
            yield Span(*found.span())
        for pattern in (self._name, self._place, _PARALLEL):
            for found in pattern.finditer(text):
                yield Span(*found.span(), numbers=bool(_DIGIT.search(found[0])))
        yield from self._quoted(text)

    def _unit_at(self, text: str, at: int) -> bool:
        return bool(self.units.match(text, at)) or self.units.scale(text, at)[1] > 0

    def _amount_at(self, text: str, at: int) -> bool:
        """Whether what stands before `at` is an amount: with a unit, which behind a blank must end there or be of money."""
        behind = at + len(text[at : at + 4]) - len(text[at : at + 4].lstrip())
        if behind == at:
            return self._unit_at(text, at)
        end, power = self.units.scale(text, behind)
        unit = self.units.match(text, end)
        end = unit.end if unit else end
        money = unit is not None and unit.kind is FigureKind.MONEY
        return (money or power > 0 or unit is not None) and (money or not _HAN.match(text, end))

    def _measured(self, text: str, at: int) -> bool:
        """Whether a unit stands at `at` that is no beginning of a name (2130152对高校毕业生…)."""
        unit = self.units.match(text, at)
        return unit is not None and (unit.end - at > 1 or not _HAN.match(text, unit.end))

    def _headings(self, text: str) -> Iterator[Span]:
        for found in _HEADING.finditer(text):
            if found["dotted"] and self._amount_at(text, found.end()):
                continue
            yield Span(*found.span())
        if item := self._item.match(text):
            yield Span(*item.span("n"))
        for found in _BRACKET.finditer(text):
            yield Span(*found.span())

    def _ordinals(self, text: str) -> Iterator[Span]:
        for found in self._ordinal.finditer(text):
            unit = self.units.match(text, found.end())
            yield Span(found.start(), unit.end if unit else found.end())

    def _is_reference(self, text: str, found: regex.Match[str]) -> bool:
        if _PAIR.fullmatch(found["n"]) and found["weak"]:
            return False
        unit = self.units.match(text, found.end())
        if found["weak"]:
            return not (unit or self._unit_at(text, found.end()) or _PROPORTION.match(text, found.end()))
        if not found["n"][0].isdigit() and len(found["n"]) > 2:
            return False
        if unit is None:
            return self.units.scale(text, found.end())[1] == 0
        closed = unit.end >= len(text) or not _HAN.match(text, unit.end)
        return not (closed or unit.name in self.words.references.counters)

    def _quoted(self, text: str) -> Iterator[Span]:
        """Names in quotation marks: a lone number, or words with small Chinese numerals and no digit."""
        for pattern in self._quotes:
            for found in pattern.finditer(text):
                inside = found[1]
                if self._lone.fullmatch(inside):
                    yield Span(*found.span(1))
                elif not _DIGIT.search(inside) and not regex.search(
                    rf"[{_SPOKEN}万亿][万亿元%]|分之", inside
                ):
                    yield Span(*found.span(1), numbers=False)


def _opening(words: Iterable[str]) -> str:
    """A look-ahead for the first characters of words: most places of a text are passed over at once."""
    return f"(?=[{regex.escape(''.join(sorted({word[0] for word in words})), special_only=False)}])"


@functools.cache
def distractor_reader(vocabulary: Path | None = None) -> DistractorReader:
    """The distractors of our vocabulary, extended by the auditor's."""
    return DistractorReader(load("distractors", DistractorWords, vocabulary), unit_table(vocabulary))
