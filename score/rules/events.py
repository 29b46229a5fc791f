"""Events of a project in their order, and the time from its beginning to its end (D07, D08)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations

from schema.finding import Check, Severity, Verdict
from schema.report import Passage
from score.calendar import day_of, month_end, place_in
from score.context import Context
from score.evidence import number
from score.lexicon import any_of, told_words
from score.rule import rule

_SENTENCE = re.compile(r"[^。；;！？\n]+")
_BLANKS = re.compile(r"\s+")
MONTH, YEAR = Fraction(1461, 48), Fraction(1461, 4)
DAYS_OFF = 1
"""The first or the last day may be counted or not."""
MONTHS_OFF = Fraction(1)
"""Months are counted in full, or with those begun."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, in which step of a project, and the first and last day that may be meant."""

    text: str
    step: int
    first: date
    last: date
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    return told_words().events.compiled()


def _events(text: str, offset: int) -> list[Event]:
    """The events of a sentence; a date without a year is of the year said before it."""
    found: list[Event] = []
    year = 0
    for match in _pattern().finditer(text):
        year = int(match["year"] or year)
        first = day_of(year, int(match["month"]), int(match["day"] or 1)) if year else None
        if first is None:
            continue
        last = first if match["day"] else month_end(first.year, first.month)
        step = told_words().events.step_of(match["what"])
        span = (offset + match.start(), offset + match.end())
        found.append(Event(_BLANKS.sub("", match.group()), step, first, last or first, *span))
    return found


def _sentences(context: Context) -> Iterator[tuple[Passage, str, list[Event]]]:
    """The sentences that tell two or more dated events of one project, each kind of event once."""
    for passage in context.report.passages:
        for match in _SENTENCE.finditer(passage.text):
            events = _events(match.group(), match.start())
            steps = [event.step for event in events]
            several = any_of(told_words().events.apart, match.group()) or len(set(steps)) < len(steps)
            if len(events) > 1 and not several:
                yield passage, match.group(), events


@rule("D07", severity=Severity.ERROR, needs=("passages",))
def events_come_in_order(context: Context) -> Iterator[Check]:
    """Works begin before they end, and are accepted after they began.

    Contracts signed or works put to use out of order are possible, and asked about. Example: 「2021年12月31日开工，2021年3月1日
    竣工」. Sentences about phases, plans and several projects are left alone.
    """
    for passage, text, events in _sentences(context):
        for one, other in combinations(events, 2):
            early, late = sorted((one, other), key=lambda event: event.step)
            fine = early.first <= late.last
            certain = (early.step, late.step) in told_words().works.fixed
            severity = Severity.ERROR if certain else Severity.WARNING
            yield Check(
                rule="D07",
                verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
                severity=None if fine else severity,
                formula=f"{early.text} ≤ {late.text}",
                reported=late.text,
                quote=text.strip(),
                places=tuple(place_in(passage, event.start, event.end) for event in (early, late)),
                facts={
                    "outcome": "consistent" if fine else "inconsistent",
                    "first": early.text,
                    "second": late.text,
                },
            )


@rule("D08", severity=Severity.WARNING, needs=("passages",))
def works_take_their_time(context: Context) -> Iterator[Check]:
    """The time that works are said to have taken is that between their beginning and their end.

    A planned time is none. Example: 「2022年10月开工，2022年12月完成验收，工期6个月」.
    """
    works = told_words().works
    for passage, text, events in _sentences(context):
        begun = [event for event in events if event.step == works.begins]
        ended = [event for event in events if event.step in works.ends]
        told = [match for match in works.length.finditer(text) if not match["plan"]]
        if len(begun) == 1 and ended and len(told) == 1 and begun[0].first <= ended[0].last:
            yield _length(passage, text, begun[0], ended, told[0])


def _length(passage: Passage, text: str, begun: Event, ended: list[Event], told: re.Match[str]) -> Check:
    length, unit = int(told["length"]), told["unit"]
    size = {"年": YEAR, "个月": MONTH}.get(unit, Fraction(1))
    off = Fraction(DAYS_OFF) if size == 1 else MONTHS_OFF if unit == "个月" else Fraction(1, 4)
    spans = [
        (Fraction((end.first - begun.last).days) / size, Fraction((end.last - begun.first).days + 1) / size)
        for end in ended
    ]
    fine = any(low - off <= length <= high + off for low, high in spans)
    low, high = spans[-1]
    shown = f"{number(max(low, Fraction(0)), 1)}~{number(high, 1)}{unit}"
    return Check(
        rule="D08",
        verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
        severity=None if fine else Severity.WARNING,
        formula=f"{begun.text} → {ended[-1].text}: {shown}",
        reported=f"{length}{unit}",
        recomputed=shown,
        quote=text.strip(),
        places=tuple(place_in(passage, event.start, event.end) for event in (begun, ended[-1])),
        facts={
            "outcome": "consistent" if fine else "inconsistent",
            "first": begun.text,
            "second": ended[-1].text,
        },
    )
