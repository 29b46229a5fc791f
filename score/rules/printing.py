"""Figures whose print is no number at all, or more than one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from schema.figure import Figure, FigureKind, Flaw
from schema.finding import Check, Severity, Verdict
from score.calendar import impossible_in
from score.context import Context
from score.evidence import printed
from score.lexicon import date_words
from score.rule import rule

_UNREAD = (Flaw.FUSED, Flaw.AMBIGUOUS)
MOST_DIGITS = 15
"""Longer runs of digits are codes; nothing is guessed about them."""


@rule("N12", severity=Severity.ERROR)
def figures_are_numbers(context: Context) -> Iterator[Check]:
    """A printed figure can be read as a number.

    Separators in the wrong places leave the amount open, and every relation it stands in. If some placing of the
    decimal point gives an amount that is printed elsewhere, that one is shown. Several numbers run together, and marks that
    may be read in two ways, are noted: they were not read. Example: 「7,00.0,77」万元 beside 7,000,770.00元.
    """
    for figure in context.figures:
        if figure.flaw is not None and figure.flaw in _UNREAD and figure.confidence is None:
            yield Check(
                rule="N12",
                verdict=Verdict.UNDETERMINED,
                severity=Severity.NOTE,
                figures=(figure,),
                subject=printed(figure),
                reported=printed(figure),
                facts={"outcome": figure.flaw.value},
            )
    malformed = [f for f in context.figures if f.flaw is Flaw.MALFORMED and f.confidence is None]
    others = {f.number: f for f in context.figures if f.number} if malformed else {}
    for figure in malformed:
        if figure.kind in _TIMES:
            yield from _time(context, figure)
            continue
        found = _printed_elsewhere(figure, others)
        yield Check(
            rule="N12",
            verdict=Verdict.INCONSISTENT,
            severity=Severity.ERROR,
            figures=(figure, found[1]) if found else (figure,),
            subject=printed(figure),
            reported=printed(figure),
            recomputed=found[0] if found else None,
            repairs=(found[0],) if found else (),
            facts={"outcome": "elsewhere", "likely": found[0], "other": printed(found[1])} if found else {},
        )


_TIMES = frozenset({FigureKind.DATE, FigureKind.PERIOD})


def _time(context: Context, figure: Figure) -> Iterator[Check]:
    """A date that is none; those of the text are told by the rules on dates (D01, D04)."""
    passage = context.passage_of(figure.place)
    start, end = figure.place.start, figure.place.end
    if passage is not None and start is not None and end is not None:
        told = [(written.start, written.end) for written in impossible_in(passage)]
        told += [match.span() for match in date_words().written.span.finditer(passage.text)]
        if any(a < end and start < b for a, b in told):
            return
    yield Check(
        rule="N12",
        verdict=Verdict.INCONSISTENT,
        severity=Severity.ERROR,
        figures=(figure,),
        subject=printed(figure),
        reported=printed(figure),
        facts={"outcome": "date"},
    )


def _printed_elsewhere(figure: Figure, others: dict[Decimal, Figure]) -> tuple[str, Figure] | None:
    """The one placing of the decimal point under which the digits are an amount printed elsewhere."""
    digits = re.sub(r"\D", "", figure.text)
    if not 4 <= len(digits) <= MOST_DIGITS:
        return None
    found = []
    for places in range(len(digits)):
        value = Decimal(digits).scaleb(-places)
        other = others.get(value.scaleb(figure.scale))
        if other is not None and other.kind is figure.kind:
            found.append((f"{value:f}", other))
    return found[0] if len(found) == 1 else None
