"""Reads the words around a number that limit it: 不得少于 before it, 以上 behind it. Longest match, negation included."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import regex

from extract.words import Words, load
from schema.figure import Hedge


class Spans(Words):
    """近 before a few years is a span of time."""

    cues: tuple[str, ...]
    units: frozenset[str]
    most: int


class Negated(Words):
    """Negations, and the comparisons they turn round: 没有 + 少于 is a lower bound."""

    words: tuple[str, ...]
    below: tuple[str, ...]
    above: tuple[str, ...]
    failed: tuple[str, ...]
    reached: tuple[str, ...]


class Listed(Words):
    """A plain list of words."""

    words: tuple[str, ...]


class Far(Words):
    """Cues that may stand away from their number, and how the phrase between must end."""

    cues: tuple[str, ...]
    end: tuple[str, ...]
    verbs: tuple[str, ...]


class Inclusion(Words):
    """Words in brackets that include or exclude the limit."""

    inclusive: tuple[str, ...]
    exclusive: tuple[str, ...]


class Contexts(Words):
    """Words that tell what a bare number is."""

    money: tuple[str, ...]
    count: tuple[str, ...]
    score: tuple[str, ...]


class HedgeWords(Words):
    """`vocabulary/hedges.toml`."""

    before: dict[Hedge, tuple[str, ...]]
    after: dict[Hedge, tuple[str, ...]]
    after_date: dict[Hedge, tuple[str, ...]]
    inside: dict[Hedge, tuple[str, ...]]
    negated: Negated
    not_after: dict[str, tuple[str, ...]]
    not_before: dict[str, tuple[str, ...]]
    spans: Spans
    links: Listed
    far: Far
    inclusion: Inclusion
    counting: Listed
    context: Contexts


@dataclass(frozen=True, slots=True)
class Limit:
    """A hedge and the offset its words reach to (their start if before the number, their end if behind)."""

    hedge: Hedge | None
    edge: int
    cue: str = ""


_EACH = regex.compile(r"每\S{1,3}$")
LOOK_BACK = 28
_FLIPPED = {
    Hedge.AT_LEAST: Hedge.AT_MOST,
    Hedge.AT_MOST: Hedge.AT_LEAST,
    Hedge.OVER: Hedge.UNDER,
    Hedge.UNDER: Hedge.OVER,
}
_STRICT = {Hedge.AT_LEAST: Hedge.OVER, Hedge.AT_MOST: Hedge.UNDER}
_LOOSE = {strict: loose for loose, strict in _STRICT.items()}


def _turned(negated: Negated) -> Iterator[tuple[str, Hedge]]:
    for word in negated.words:
        yield from ((word + below, Hedge.AT_LEAST) for below in negated.below)
        yield from ((word + above, Hedge.AT_MOST) for above in negated.above)
    for word in negated.failed:
        yield from ((word + reached, Hedge.UNDER) for reached in negated.reached)


def one_of(words: Iterable[str]) -> str:
    """An alternation, longest word first."""
    return "|".join(regex.escape(word) for word in sorted(set(words), key=len, reverse=True))


class HedgeReader:
    """Hedges of one vocabulary."""

    def __init__(self, words: HedgeWords) -> None:
        self.words = words
        self._before = {word: hedge for hedge, cues in words.before.items() for word in cues}
        self._before |= dict(_turned(words.negated))
        negated = words.negated
        turned = f"(?:{one_of(negated.words)})(?:{one_of((*negated.below, *negated.above))})"
        turned += f"|(?:{one_of(negated.failed)})(?:{one_of(negated.reached)})"
        self._after = {word: hedge for hedge, cues in words.after.items() for word in cues}
        self._date = {word: hedge for hedge, cues in words.after_date.items() for word in cues}
        links, ends = one_of(words.links.words), one_of(words.far.end)
        far = f"{one_of(words.far.cues)}|{turned}"
        cues = f"{one_of(word for hedged in words.before.values() for word in hedged)}|{turned}"
        include, exclude = one_of(words.inclusion.inclusive), one_of(words.inclusion.exclusive)
        verbs = one_of(words.far.verbs)
        self._near = regex.compile(
            rf"(?P<cue>{cues})\s?(?:\((?:{include})\))?(?:(?:{links})\s?)*\s?$"
            rf"|(?P<cue>{far})\s?(?:{verbs})了?\s?$"
        )
        self._far = regex.compile(
            rf"(?P<cue>{far})\s?[^0-9，。；！？,;]{{1,16}}?(?:{ends})\s?(?:(?:{links})\s?)*$"
        )
        bracket = (
            rf"\(\s?(?:(?P<in>{include})|(?P<out>{exclude}))(?:\s?[0-9.,]+\s?(?:%|\p{{Han}}{{0,2}}))?\s?\)"
        )
        self._behind = regex.compile(
            rf"\s?(?:{bracket})?\s?(?P<cue>{one_of(self._after)})?(?:{bracket.replace('<in>', '<in2>').replace('<out>', '<out2>')})?"
        )
        signs = one_of(word for word in self._before if not regex.search(r"\p{Han}", word))
        self._sign = regex.compile(rf"\s?(?P<cue>{signs})(?=\s?(?:\p{{Han}}|[A-Za-z]{{1,2}}\s?(?:{signs})))")
        self._behind_date = regex.compile(rf"\s?(?P<cue>{one_of(self._date)})")
        self._counting = words.counting.words
        self._lookback = LOOK_BACK

    def before(self, text: str, start: int, floor: int) -> Limit:
        """The limit in front of `start`, not reaching back over `floor` (the figure before)."""
        window = text[max(floor, start - self._lookback) : start]
        shift = start - len(window)
        found = self._near.search(window)
        while found is not None:
            cue = found["cue"]
            if self._stands_alone(text, shift + found.start(), cue):
                return Limit(self._before[cue], shift + found.start(), cue)
            found = self._near.search(window, found.start() + 1)
        far = self._far.search(window)
        if far is not None:
            hedge = self._before.get(far["cue"])
            return Limit(hedge, start, far["cue"]) if hedge else Limit(None, start)
        return Limit(None, start)

    def _stands_alone(self, text: str, at: int, cue: str) -> bool:
        forbidden = self.words.not_after.get(cue)
        return not (forbidden and text[:at].endswith(forbidden))

    def behind(self, text: str, end: int) -> Limit:
        """The limit behind `end`: 以上, （含）以上, 左右. 以上 and 以下 include the number unless （不含） says no."""
        found = self._behind.match(text, end)
        if found is None or not found[0].strip():
            return Limit(None, end)
        cue = found["cue"]
        if cue and text.startswith(self.words.not_before.get(cue, ("\0",)), found.end("cue")):
            return Limit(None, end)
        hedge = self._after[cue] if cue else None
        if found["out"] or found["out2"]:
            hedge = _STRICT.get(hedge, hedge) if hedge else None
        edge = found.end()
        return Limit(
            hedge, edge if edge > end and found[0].strip() else end, cue or ("()" if edge > end else "")
        )

    def included(self, text: str, end: int) -> bool | None:
        """True behind （含）, False behind （不含）, None when nothing is said."""
        found = self._behind.match(text, end)
        if found is None:
            return None
        if found["in"] or found["in2"]:
            return True
        return False if found["out"] or found["out2"] else None

    def behind_date(self, text: str, end: int) -> Limit:
        """The limit behind a date: 底前, 之前."""
        found = self._behind_date.match(text, end)
        if found is None or text.startswith(self.words.not_before.get(found["cue"], ("\0",)), found.end()):
            return Limit(None, end)
        return Limit(self._date[found["cue"]], found.end(), found["cue"])

    def facing(self, text: str, end: int) -> Limit:
        """A comparison sign behind the number, facing a word: in 80%≤满意度 the 80 is a lower bound."""
        found = self._sign.match(text, end)
        if found is None:
            return Limit(None, end)
        return Limit(_FLIPPED.get(self._before[found["cue"]]), found.end(), found["cue"])

    def is_span(self, cue: str, unit: str, value: object) -> bool:
        """Whether cue + number + unit is a span of time (近三年), not a hedged number."""
        spans = self.words.spans
        few = isinstance(value, Decimal) and value <= spans.most
        return few and cue in spans.cues and unit in spans.units

    def counts(self, text: str, start: int) -> bool:
        """Whether a counting word stands right before `start`, or at most two characters before it."""
        head = text[max(0, start - 10) : start].rstrip()
        return head.endswith(self._counting) or _EACH.search(head) is not None

    @staticmethod
    def with_limit_included(hedge: Hedge | None) -> Hedge | None:
        """超过90分（含）: the limit belongs to the set after all."""
        return _LOOSE.get(hedge, hedge) if hedge else None


@functools.cache
def hedge_reader(vocabulary: Path | None = None) -> HedgeReader:
    """The hedges of our vocabulary, extended by the auditor's."""
    return HedgeReader(load("hedges", HedgeWords, vocabulary))
