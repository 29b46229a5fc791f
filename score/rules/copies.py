"""Passages that stand twice: a copy in which one figure was changed, or that says the opposite (T06)."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from schema.figure import NUMERIC_KINDS, Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Passage
from score.context import Context
from score.evidence import printed
from score.identity import skeleton
from score.rule import rule
from score.words import Opposites, words

COPY = 90
"""From this likeness (of 100) on, two passages without their figures are copies of one another."""

SHINGLE = 12
SHORTEST = 24
MOST_ALIKE = 8
"""A piece of text that stands in more passages than this is a phrase of the trade and suggests no copy."""

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


@rule("T06", severity=Severity.WARNING, needs=("passages",))
def copies_agree(context: Context) -> Iterator[Check]:
    """A passage that is repeated carries the same figures, and the same judgement of them.

    One figure changed in one of two copies is an error in one of them; 已完成 in one and 只完成 in the other makes
    of one figure a success and a failure. Example: 「只完成年度指标的13.6%」 and 「已完成年度指标的13.6%」.
    """
    figures = _figures_by_block(context)
    for one, other in _pairs(context.report.passages, figures):
        here, there = figures[_block(one)], figures[_block(other)]
        if len(here) == len(there):
            yield from _compared(one, other, here, there)
    yield from _judgements(context)


def _block(passage: Passage) -> int:
    return -1 if passage.place.block is None else passage.place.block


def _figures_by_block(context: Context) -> dict[int, list[Figure]]:
    """The numbers of every paragraph, in the order they are printed."""
    out: dict[int, list[Figure]] = defaultdict(list)
    for figure in context.figures:
        if figure.place.block is not None and figure.place.row is None and figure.kind in NUMERIC_KINDS:
            out[figure.place.block].append(figure)
    for found in out.values():
        found.sort(key=lambda figure: figure.place.address)
    return out


def _pairs(
    passages: tuple[Passage, ...], figures: dict[int, list[Figure]]
) -> Iterator[tuple[Passage, Passage]]:
    """Passages with figures that are copies of one another; found by shared pieces, decided by likeness."""
    kept = [
        (passage, skeleton(passage.text))
        for passage in passages
        if passage.place.row is None and len(figures.get(_block(passage), ())) >= 2
    ]
    pieces: dict[str, list[int]] = defaultdict(list)
    for index, (_, bones) in enumerate(kept):
        for start in range(0, len(bones) - SHINGLE + 1):
            pieces[bones[start : start + SHINGLE]].append(index)
    candidates = {
        (found[i], found[j])
        for found in pieces.values()
        if 2 <= len(found) <= MOST_ALIKE
        for i in range(len(found))
        for j in range(i + 1, len(found))
        if found[i] != found[j]
    }
    for i, j in sorted(candidates):
        (one, a), (other, b) = kept[i], kept[j]
        if min(len(a), len(b)) >= SHORTEST and fuzz.ratio(a, b) >= COPY:
            yield one, other


def _compared(one: Passage, other: Passage, here: list[Figure], there: list[Figure]) -> Iterator[Check]:
    """Two copies with as many figures: equal, or different in one."""
    pairs = list(zip(here, there, strict=True))
    differing = [(a, b) for a, b in pairs if (a.value, a.unit) != (b.value, b.unit)]
    if len(differing) > 1:
        return
    places = (one.place, other.place)
    if not differing:
        yield Check(
            rule="T06",
            verdict=Verdict.CONSISTENT,
            figures=(*here, *there),
            subject=one.text[:SHORTEST],
            places=places,
        )
        return
    a, b = differing[0]
    yield Check(
        rule="T06",
        verdict=Verdict.INCONSISTENT,
        severity=Severity.WARNING,
        figures=(a, b),
        subject=one.text[:SHORTEST],
        formula=f"{printed(a)} ≠ {printed(b)}",
        reported=printed(a),
        recomputed=printed(b),
        facts={"other": printed(b), "count": str(len(pairs))},
        quote=one.text,
        places=(a.place, b.place),
    )


def _judgements(context: Context) -> Iterator[Check]:
    """Sentences about the same figures that judge them in opposite words."""
    seen: dict[tuple[str, ...], list[tuple[str, Passage]]] = defaultdict(list)
    for passage in context.report.passages:
        if passage.place.row is None:
            for match in _SENTENCE.finditer(passage.text):
                numbers = tuple(re.findall(r"\d[\d.,]*[%％]?", match.group()))
                if len(numbers) >= 2 and numbers[-1].endswith(("%", "％")):
                    seen[numbers[-2:]].append((match.group().strip(), passage))
    for sentences in seen.values():
        for (one, a), (other, b) in itertools.pairwise(sentences):
            for pair in words().opposites:
                if found := _opposed(one, other, pair):
                    yield _opposite_check(one, a, b, found)


def _opposed(one: str, other: str, pair: Opposites) -> tuple[str, str] | None:
    """The words of opposite judgement the two sentences use; None when they do not contradict."""
    for first, second in ((pair.one, pair.other), (pair.other, pair.one)):
        a = next((word for word in first if word in one), None)
        b = next((word for word in second if word in other), None)
        if a and b and not any(word in one for word in second) and not any(word in other for word in first):
            return a, b
    return None


def _opposite_check(sentence: str, one: Passage, other: Passage, found: tuple[str, str]) -> Check:
    return Check(
        rule="T06",
        verdict=Verdict.INCONSISTENT,
        severity=Severity.NOTE,
        subject=sentence,
        facts={"outcome": "opposite", "word": found[0], "other_word": found[1]},
        quote=sentence,
        places=(one.place, other.place),
    )
