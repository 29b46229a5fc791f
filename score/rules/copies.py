"""Passages that stand twice: a copy in which one figure was changed, or that says the opposite (T06)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from schema.figure import NUMERIC_KINDS, Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Passage
from score.context import Context
from score.evidence import printed
from score.identity import skeleton
from score.rule import rule
from score.words import Opposites, words

COPY = 75
"""From this likeness (of 100) on, two clauses without their figures are copies of one another."""

FEWEST = 4
"""Fewer figures in common than this are no copy but a way of speaking."""

_CLAUSE = re.compile(r"[^。！？；;\n]+")
_SENTENCE = re.compile(r"[^。！？\n]+")
_NUMBERS = re.compile(r"\d[\d.,，]*[%％]?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a passage: its words without figures, and its figures in order."""

    passage: Passage
    bones: str
    figures: tuple[Figure, ...]


@rule("T06", severity=Severity.WARNING, needs=("passages",), compares=False)
def copies_agree(context: Context) -> Iterator[Check]:
    """A passage that is repeated carries the same figures, and the same judgement of them.

    One figure changed in one of two copies is an error in one of them; 已完成 in one and 只完成 in the other makes
    of one figure a success and a failure. Example: 「只完成年度指标的13.6%」 and 「已完成年度指标的13.6%」.
    """
    passages = _clauses(context)
    for one, other in _candidates(passages):
        yield from _compared(_aligned(passages[one], passages[other]))
    yield from _judgements(context)


def _clauses(context: Context) -> list[list[Clause]]:
    """The clauses with figures, passage by passage."""
    of_block: dict[int, list[Figure]] = defaultdict(list)
    for figure in context.figures:
        place = figure.place
        if place.block is not None and place.row is None and figure.kind in NUMERIC_KINDS:
            of_block[place.block].append(figure)
    out: list[list[Clause]] = []
    for passage in context.report.passages:
        block = passage.place.block
        if block in of_block and passage.place.row is None:
            found = sorted(of_block[block], key=lambda figure: figure.place.address)
            out.append(
                [c for m in _CLAUSE.finditer(passage.text) if (c := _clause(passage, m, found)) is not None]
            )
    return [clauses for clauses in out if sum(len(clause.figures) for clause in clauses) >= FEWEST]


def _clause(passage: Passage, match: re.Match[str], figures: Sequence[Figure]) -> Clause | None:
    offset = passage.place.start or 0
    inside = tuple(
        figure
        for figure in figures
        if figure.place.start is not None and match.start() <= figure.place.start - offset < match.end()
    )
    return Clause(passage, skeleton(match.group()), inside) if inside else None


def _candidates(passages: list[list[Clause]]) -> list[tuple[int, int]]:
    """Pairs of passages that have at least one clause in common, word for word but for its figures."""
    seen: dict[str, list[int]] = defaultdict(list)
    for index, clauses in enumerate(passages):
        for clause in clauses:
            seen[clause.bones].append(index)
    pairs = {pair for found in seen.values() for pair in pairwise(dict.fromkeys(found))}
    return sorted(pairs)


def _aligned(one: list[Clause], other: list[Clause]) -> list[tuple[Clause, Clause]]:
    """Clauses that are copies of one another and have as many figures, in the order of the first passage."""
    left = list(other)
    out: list[tuple[Clause, Clause]] = []
    for clause in one:
        best = max(left, key=lambda c: fuzz.ratio(clause.bones, c.bones), default=None)
        if best is not None and fuzz.ratio(clause.bones, best.bones) >= COPY:
            left.remove(best)
            if len(best.figures) == len(clause.figures):
                out.append((clause, best))
    return out


def _compared(clauses: list[tuple[Clause, Clause]]) -> Iterator[Check]:
    """The figures of two copies: all equal, or different in one; where more differ it is no copy."""
    pairs = [pair for a, b in clauses for pair in zip(a.figures, b.figures, strict=True)]
    differing = [(a, b) for a, b in pairs if (a.value, a.unit) != (b.value, b.unit)]
    if len(pairs) < FEWEST or len(differing) > 1:
        return
    one, other = clauses[0]
    if not differing:
        yield Check(
            rule="T06",
            verdict=Verdict.CONSISTENT,
            figures=tuple(figure for pair in pairs for figure in pair),
            subject=one.bones,
            facts={"count": str(len(pairs))},
            places=(one.passage.place, other.passage.place),
        )
        return
    a, b = differing[0]
    yield Check(
        rule="T06",
        verdict=Verdict.INCONSISTENT,
        severity=Severity.WARNING,
        figures=(a, b),
        subject=next(clause.bones for clause, _ in clauses if a in clause.figures),
        formula=f"{printed(a)} ≠ {printed(b)}",
        reported=printed(a),
        recomputed=printed(b),
        facts={"other": printed(b), "count": str(len(pairs))},
        quote=one.passage.text,
        places=(a.place, b.place),
    )


def _judgements(context: Context) -> Iterator[Check]:
    """Sentences about the same figures that judge them in opposite words."""
    seen: dict[tuple[str, ...], list[tuple[str, Passage]]] = defaultdict(list)
    for passage in context.report.passages:
        if passage.place.row is None:
            for match in _SENTENCE.finditer(passage.text):
                numbers = tuple(_NUMBERS.findall(match.group()))
                if len(numbers) >= 2 and numbers[-1].endswith(("%", "％")):
                    seen[numbers[-2:]].append((match.group().strip(), passage))
    for sentences in seen.values():
        for (one, a), (other, b) in pairwise(sentences):
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
