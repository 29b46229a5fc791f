"""Target and actual values: the text as printed, what kind of statement it is, its operator and figures."""

from __future__ import annotations

import unicodedata

import regex

from extract.cells import Reader
from extract.in_use import remembered
from extract.tables.words import absence, folded, words
from schema.document import Cell
from schema.figure import Figure, FigureKind, Hedge
from schema.report import Absent, Actual, Direction, Target, TargetKind

_BY_HEDGE = {Hedge.AT_LEAST: ">=", Hedge.AT_MOST: "<=", Hedge.OVER: ">", Hedge.UNDER: "<"}
_DIRECTIONS = {
    ">=": Direction.POSITIVE,
    ">": Direction.POSITIVE,
    "<=": Direction.REVERSE,
    "<": Direction.REVERSE,
    "=": Direction.EQUAL,
}
_TIMES = frozenset({FigureKind.DATE, FigureKind.PERIOD})


def target_of(
    reader: Reader, block: int, cell: Cell | None, unit: str | None, sign: str = ""
) -> tuple[Target | None, Absent | None]:
    """The target in a cell; `unit` and `sign` are those of columns of their own."""
    text = cell.text.strip() if cell is not None else ""
    missing = absence(text)
    operator = operator_of(sign)
    if cell is None or (missing is not None and missing is not Absent.PLACEHOLDER):
        return None, missing
    if missing is Absent.PLACEHOLDER:
        reader.take(block, cell)
        return Target(text=text, kind=TargetKind.PLACEHOLDER, operator=operator), None
    figures = reader.values(block, cell, unit)
    kind = kind_of(figures)
    return Target(text=text, kind=kind, operator=operator or _printed(text, figures), figures=figures), None


def actual_of(
    reader: Reader, block: int, cell: Cell | None, unit: str | None
) -> tuple[Actual | None, Absent | None]:
    """The actual value in a cell."""
    text = cell.text.strip() if cell is not None else ""
    missing = absence(text)
    if cell is None or missing is not None:
        return None, missing
    return Actual(text=text, figures=reader.values(block, cell, unit)), None


def kind_of(figures: tuple[Figure, ...]) -> TargetKind:
    """What kind of target these figures make."""
    told = [figure for figure in figures if figure.kind is not FigureKind.ORDINAL]
    if not told:
        return TargetKind.QUALITATIVE
    if all(figure.kind in _TIMES for figure in told):
        return TargetKind.DATE
    if len(told) > 1:
        return TargetKind.MULTI
    return TargetKind.RANGE if told[0].low is not None and told[0].high is not None else TargetKind.NUMBER


@remembered
def _signs() -> tuple[dict[str, str], regex.Pattern[str]]:
    signs = {folded(word): sign for sign, spelled in words().indicators.operators.items() for word in spelled}
    marks = sorted((word for word in signs if not word.isdigit()), key=len, reverse=True)
    return signs, regex.compile("|".join(map(regex.escape, marks)))


def operator_of(text: str) -> str | None:
    """The operator a cell of an operator column prints."""
    return _signs()[0].get(folded(text)) if text else None


def _printed(text: str, figures: tuple[Figure, ...]) -> str | None:
    """The operator printed before the value, or the bound its words set."""
    start = unicodedata.normalize("NFKC", text).lstrip()
    found = _signs()[1].match(start)
    if found and (found[0] != "二" or any(char.isdigit() for char in start[1:2])):
        return _signs()[0][found[0]]
    bounds = {figure.hedge for figure in figures if figure.hedge in _BY_HEDGE}
    if len(bounds) != 1:
        return None
    hedge = bounds.pop()
    return _BY_HEDGE[hedge] if hedge is not None else None


def direction_of(sign: str, target: Target | None) -> Direction | None:
    """Which way is good, as far as the form prints it: in a column of its own or by the operator."""
    flat = folded(sign)
    for name, spelled in words().indicators.directions.items():
        if flat and flat in map(folded, spelled):
            return Direction(name)
    if target is None:
        return None
    if target.kind is TargetKind.QUALITATIVE:
        return Direction.QUALITATIVE
    return _DIRECTIONS.get(target.operator or "")
