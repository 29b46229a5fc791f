"""Whose a figure is: the numbered items and headings above it that name one of several things (identity before comparison).

A report on several projects says 满意度95% below （一）养老项目 and 满意度92% below （二）助残项目: two facts. A heading that names an
aspect (项目概况, 绩效目标, 存在问题) owns nothing; the same fact may stand below several of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from schema.report import Claim, Report
from score.context import Context
from score.terms import normal
from score.words import words

LONGEST_LABEL = 24
"""An item that begins with more characters than this before a stop or a figure has no label."""
FEWEST = 2
"""So many items of a run must name owners."""
ALIKE = 2
"""So many characters in a row make two labels speak of one thing."""

_HAN = "一二三四五六七八九十"
_STYLES = (
    re.compile(rf"第[{_HAN}]+[章节部篇]分?[\s、:：]*"),
    re.compile(rf"[{_HAN}]+[、.．]"),
    re.compile(rf"[（(][{_HAN}]+[）)][、.．]?"),
    re.compile(r"\d{1,2}(?:[.．]\d{1,2})+[.．、]?(?![\d%％万元])"),
    re.compile(r"\d{1,2}[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)][、.．]?"),
    re.compile(r"\d{1,2}[）)]"),
    re.compile(r"[①-⑳]"),
)
_ENDS = re.compile(r"[。：:；;，,（(]|\d")
_COUNT = re.compile(rf"(?:[{_HAN}]{{1,3}}|\d{{1,2}}|[A-Za-z])\s*[:：、.．]")


@dataclass(slots=True)
class _Item:
    """A heading or a numbered paragraph: where it stands, how it is numbered, what it is about, and what it stands below."""

    block: int
    style: int
    label: str
    parent: int | None = None


class Owners:
    """The owners named above each block of a document."""

    def __init__(self, report: Report) -> None:
        self.items = list(_items(report))
        self._blocks = [item.block for item in self.items]
        runs: dict[tuple[int | None, int], list[int]] = defaultdict(list)
        stack: list[int] = []
        for index, item in enumerate(self.items):
            while stack and self.items[stack[-1]].style >= item.style:
                stack.pop()
            item.parent = stack[-1] if stack else None
            stack.append(index)
            runs[item.parent, item.style].append(index)
        self._named = {i for run in runs.values() for i in self._owning(run)}

    def _owning(self, run: Sequence[int]) -> list[int]:
        """The items of a run that name owners: two different ones at least, and most of the run."""
        named = [i for i in run if _names_an_owner(self.items[i].label)]
        different = {self.items[i].label for i in named}
        return named if len(different) >= FEWEST and len(named) * 2 > len(run) else []

    def above(self, block: int | None) -> tuple[str, ...]:
        """The owners above (or at the beginning of) a block, the outermost first."""
        index = None
        for i, start in enumerate(self._blocks):
            if block is None or start > block:
                break
            index = i
        path: list[str] = []
        while index is not None:
            if index in self._named:
                path.append(self.items[index].label)
            index = self.items[index].parent
        return tuple(reversed(path))


def owners_in(context: Context) -> Owners:
    """The owners of a document, found once."""
    return context.once("owners", lambda: Owners(context.report))


def of_different_owners(context: Context, one: Claim, other: Claim) -> bool:
    """Whether two statements stand below items that name different things.

    Where only one of them stands below an item, the other must speak of it to be about the same thing.
    """
    owners = owners_in(context)
    here, there = owners.above(one.place.block), owners.above(other.place.block)
    for a, b in zip_longest(here, there):
        if a is not None and b is not None:
            if not _alike(a, b):
                return True
        elif not _speaks_of(a or b or "", other if a is not None else one, one if a is not None else other):
            return True
    return False


def _speaks_of(label: str, claim: Claim, own: Claim) -> bool:
    """Whether a statement elsewhere, or the name of what the item counts, tells which item is meant."""
    metrics = "".join(normal(term.metric) for term in own.terms)
    return bool(_shared(label, normal(claim.sentence)) or _shared(label, metrics))


def _alike(one: str, other: str) -> bool:
    return one == other or one in other or other in one


def thing_in(caption: str) -> str:
    """What a caption names beyond the words that all captions have: 甲 in 甲项目绩效自评表, 培训 in 表3 培训经费明细."""
    name = _DIGITS.sub("", normal(_NUMBER_OF_TABLE.sub("", caption)))
    for word in sorted(words().captions, key=len, reverse=True):
        name = name.replace(word, " ")
    return " ".join(name.split())


_NUMBER_OF_TABLE = re.compile(
    r"^(?:续)?(?:附件|[附图]?表)\s*[\d一二三四五六七八九十.\-－—]+[:：]?|[（(][^（）()]*单位[^（）()]*[)）]"
)
_DIGITS = re.compile(r"[\d.%％]+")


def names_another(name: str, text: str) -> bool:
    """Whether a name says of what a figure is, and nothing of that is in the text."""
    bare = name
    for word in words().unspecific:
        bare = bare.replace(word, "")
    return len(bare) >= ALIKE and not _shared(name, text)


def _shared(label: str, text: str) -> bool:
    bare = label
    for word in sorted(words().unspecific, key=len, reverse=True):
        bare = bare.replace(word, " ")
    return any(
        part[i : i + ALIKE] in text for part in bare.split() for i in range(len(part) - ALIKE + 1)
    ) or any(len(part) == 1 and part in text for part in bare.split())


def _items(report: Report) -> Iterator[_Item]:
    """Headings and numbered paragraphs, in the order of the document."""
    found: list[_Item] = []
    for section in report.sections:
        if section.place.block is not None:
            style, _ = _numbered(section.number + section.title)
            found.append(
                _Item(section.place.block, style if style >= 0 else section.level - 10, normal(section.title))
            )
    for passage in report.passages:
        if passage.place.block is not None and passage.place.row is None:
            style, label = _numbered(passage.text)
            if style >= 0:
                found.append(_Item(passage.place.block, style, label))
    return iter(sorted(found, key=lambda item: item.block))


def _numbered(text: str) -> tuple[int, str]:
    """`(style, label)` of a numbered paragraph; the style is -1 where it has no number, the label empty where it is long."""
    stripped = text.strip()
    for counter in words().owner_counters:
        rest = stripped.removeprefix(counter)
        if rest != stripped and (found := _COUNT.match(rest)):
            return len(_STYLES), normal(counter + found[0])
    for style, pattern in enumerate(_STYLES):
        if found := pattern.match(stripped):
            rest = stripped[found.end() :]
            end = _ENDS.search(rest)
            label = rest[: end.start()] if end else rest
            return style, normal(label) if len(label) <= LONGEST_LABEL else ""
    return -1, ""


def _names_an_owner(label: str) -> bool:
    return len(label) >= 2 and not label.endswith(words().aspects)
