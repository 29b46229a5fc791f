"""Points of execution that a form tells in words: in a note below it, or in the name of its total row.

「注：预算执行率10分，本项目得9分」 and 「总分（含预算执行率10分）」 stand for the row that other forms print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from schema.figure import Figure, FigureKind, Place
from schema.report import Form, Report
from score.lexicon import score_words


@dataclass(frozen=True, slots=True)
class Told:
    """What a form says in words of its points of execution; `named` when it says at least that they count."""

    named: bool = False
    weight: Figure | None = None
    score: Figure | None = None
    place: Place | None = None


NOTHING = Told()


def execution_told(report: Report, form: Form | None) -> Told:
    """The points told, each only where every place that tells them agrees."""
    if form is None:
        return NOTHING
    weights: list[Figure] = []
    scores: list[Figure] = []
    places: list[Place] = []
    for text, place in _texts(report, form):
        for clause in re.split(r"[。；;]", text):
            if score_words().rules.told_execution.search(clause):
                places.append(place)
                _take(clause, text, place, weights, scores)
    if not places:
        return NOTHING
    weight, score = _only(weights), _only(scores)
    if weight and score and Decimal(score.number or 0) > Decimal(weight.number or 0):
        weight = score = None
    return Told(named=True, weight=weight, score=score, place=places[0])


def _texts(report: Report, form: Form) -> Iterator[tuple[str, Place]]:
    """The name of the total row, and the notes of the form with their places."""
    for group in form.groups:
        if group.level == 0:
            yield group.name, group.place
    rules = set(form.rules)
    seen: set[str] = set()
    for passage in report.passages:
        if passage.text in rules and passage.text not in seen:
            seen.add(passage.text)
            yield passage.text, passage.place
    for text in form.rules:
        if text not in seen and form.place is not None:
            yield text, form.place


def _take(clause: str, text: str, place: Place, weights: list[Figure], scores: list[Figure]) -> None:
    """The points of one clause: those behind a word for what was got are a score, others what can be got."""
    at = text.find(clause)
    for found in score_words().rules.told_points.finditer(clause):
        if found["off"]:
            continue
        figure = _points(found["points"], found.start("points") + at, place)
        (scores if found["got"] else weights).append(figure)


def _points(printed: str, at: int, place: Place) -> Figure:
    number = Decimal(printed)
    start = (place.start or 0) + at if place.row is None else at
    where = place.model_copy(update={"start": start, "end": start + len(printed)})
    decimals = len(printed.partition(".")[2])
    return Figure(
        text=printed, kind=FigureKind.SCORE, value=number, unit="分", decimals=decimals, place=where
    )


def _only(figures: Iterable[Figure]) -> Figure | None:
    """The figure, when all are one number."""
    found = list(figures)
    return found[0] if found and len({figure.number for figure in found}) == 1 else None
