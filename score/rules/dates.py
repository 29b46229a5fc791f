"""Dates and periods: in order, of the length they claim, on the calendar, and long enough for the conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor

from schema.finding import Check, Severity, Verdict
from schema.report import DocType, Passage
from score.calendar import (
    Written,
    cutoffs_of,
    day_of,
    days_of,
    impossible_in,
    month_end,
    place_in,
    signed_on,
    weekdays_of,
)
from score.context import Context
from score.evidence import number
from score.lexicon import any_of, date_words
from score.rule import rule
from score.spans import Span, spans_of

INTERIM = frozenset({DocType.MONITOR_FORM, DocType.LEDGER, DocType.TARGET_FORM})
"""Documents that are not about a whole year."""

REPORTS_ON_A_PERIOD = frozenset(
    {
        DocType.SELFEVAL_FORM,
        DocType.SELFEVAL_REPORT,
        DocType.EVAL_REPORT,
        DocType.DEPT_SELFEVAL_FORM,
        DocType.TRANSFER_SELFEVAL_FORM,
        DocType.FINAL_ACCOUNTS,
    }
)

YEAR, MONTH = Fraction(1461, 4), Fraction(1461, 48)
"""Days of a mean year and month."""

_BLANKS = re.compile(r"\s+")

NEARLY = Fraction(1, 10)
"""A span this close to a whole number of years is meant as that many."""


@rule("D01", severity=Severity.ERROR)
def dates_are_in_order(context: Context) -> Iterator[Check]:
    """A period ends after it begins, and a report is not older than the data it gives.

    Example: 2022年7月至2022年3月; data 截至2023年6月30日 in a report dated 2023年3月14日.
    """
    yield from _document_period(context)
    for passage in context.report.passages:
        for match in date_words().written.span.finditer(passage.text):
            yield from _span_order(passage, match)
    yield from _cutoffs_before_signing(context)


def _document_period(context: Context) -> Iterator[Check]:
    facts = context.report.document
    if facts.period_start and facts.period_end:
        fine = facts.period_start <= facts.period_end
        yield _order("period", facts.period_start, facts.period_end, fine)


def _span_order(passage: Passage, match: re.Match[str]) -> Iterator[Check]:
    ends = _ends(match)
    if ends is None:
        return
    start, end = ends
    backwards = end < start
    # 2022年11月至3月 runs into the next year: without a second year a smaller month proves nothing.
    if backwards and not match["y2"]:
        return
    check = _order("span", start.isoformat(), end.isoformat(), not backwards)
    place = place_in(passage, *match.span())
    yield check.model_copy(update={"quote": match.group(), "places": (place,)})


def _ends(match: re.Match[str]) -> tuple[date, date] | None:
    """First and last day of a span; None when a part is on no calendar."""
    first_month = 1 if not match["m1"].isdigit() else int(match["m1"])
    year, last_month = int(match["y1"]), int(match["m2"])
    start = day_of(year, first_month, int(match["d1"] or 1))
    last_year = int(match["y2"] or year)
    end = day_of(last_year, last_month, int(match["d2"])) if match["d2"] else month_end(last_year, last_month)
    return (start, end) if start and end else None


def _cutoffs_before_signing(context: Context) -> Iterator[Check]:
    signed = signed_on(context.report.passages)
    if signed is None or signed.day is None:
        return
    yield from _signed_before_the_period(context, signed, signed.day)
    for passage in context.report.passages:
        for cutoff in cutoffs_of(passage):
            if cutoff.day is not None:
                fine = cutoff.day <= signed.day
                check = _order("report", cutoff.text, signed.day.isoformat(), fine)
                # What will be done by a later day is a plan, so this is asked and not asserted.
                severity = None if fine else Severity.WARNING
                places = (cutoff.place, signed.place)
                yield check.model_copy(update={"quote": cutoff.text, "places": places, "severity": severity})


def _signed_before_the_period(context: Context, signed: Written, day: date) -> Iterator[Check]:
    """A report on a period is not dated before the period begins; a plan is."""
    facts = context.report.document
    first = facts.period_start or (f"{facts.fiscal_year}-01-01" if facts.fiscal_year else None)
    if facts.doc_type in REPORTS_ON_A_PERIOD and first is not None:
        fine = day.isoformat() >= first
        check = _order("early", first, day.isoformat(), fine)
        yield check.model_copy(
            update={
                "quote": signed.text,
                "places": (signed.place,),
                "severity": None if fine else Severity.WARNING,
            }
        )


def _order(outcome: str, first: str, second: str, fine: bool) -> Check:
    return Check(
        rule="D01",
        verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
        severity=None if fine else Severity.ERROR,
        formula=f"{first} ≤ {second}",
        reported=second,
        facts={"outcome": "consistent" if fine else outcome, "first": first, "second": second},
    )


@rule("D02", severity=Severity.ERROR, needs=("passages",), compares=False)
def spans_have_their_length(context: Context) -> Iterator[Check]:
    """A period is as long as it is said to be, counting its ends in or out.

    Example: 2019年7月1日至2024年6月30日, 共4年.
    """
    words = date_words().written
    for passage in context.report.passages:
        yield from (_span_check(span) for span in spans_of(passage))
        for match in words.span.finditer(passage.text):
            told = words.length.match(passage.text[match.end() : match.end() + 40])
            ends = _ends(match)
            if told is None or ends is None or ends[1] < ends[0]:
                continue
            length = (
                int(told["length"]) if told["length"].isdigit() else words.numerals.index(told["length"]) + 1
            )
            days = (ends[1] - ends[0]).days + 1
            check = _length_check(passage, match, (length, told["unit"]), days, told.end())
            certain = check.severity is not None and any_of(date_words().periods.same_span, told.group())
            whole = match["d1"] and match["d2"]
            yield check.model_copy(update={"severity": Severity.ERROR}) if certain and whole else check


def _span_check(span: Span) -> Check:
    return Check(
        rule="D02",
        verdict=Verdict.CONSISTENT if span.fine else Verdict.INCONSISTENT,
        severity=None if span.fine else Severity.WARNING,
        formula=f"{span.quote} ↔ {span.told}",
        reported=span.told,
        recomputed=span.made,
        quote=span.quote,
        places=(place_in(span.passage, span.start, span.end),),
        facts={"quote": span.quote},
    )


def _length_check(
    passage: Passage, match: re.Match[str], told: tuple[int, str], days: int, extra: int
) -> Check:
    """A span close to a whole number of years or months has that length; any other may be rounded either way."""
    length, unit = told
    exact = Fraction(days) / (YEAR if unit == "年" else MONTH)
    whole = round(exact)
    fine = length == whole if abs(exact - whole) <= NEARLY else floor(exact) <= length <= ceil(exact)
    start, end = match.start(), match.end() + extra
    quote = passage.text[start:end]
    shown = f"{number(exact, 1)}{unit}"
    return Check(
        rule="D02",
        verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
        severity=None if fine else Severity.WARNING,
        formula=f"{match.group()} = {shown}",
        reported=f"{length}{unit}",
        recomputed=shown,
        quote=quote,
        places=(place_in(passage, start, end),),
        facts={"quote": quote},
    )


@rule("D03", severity=Severity.WARNING, needs=("passages",), compares=False)
def data_cover_the_period(context: Context) -> Iterator[Check]:
    """Conclusions on a year rest on data of the whole year.

    Half-year data presented as those of the year leave months unexamined. Example: an evaluation of 2022 whose figures are
    counted 截至2022年7月31日.
    """
    yield from _whole_years_of_a_part(context)
    facts = context.report.document
    if facts.doc_type in INTERIM or facts.fiscal_year is None:
        return
    words = date_words().periods
    if any_of(words.interim, facts.title):
        return
    yield from _early_cutoffs(context, facts.fiscal_year)


def _whole_years_of_a_part(context: Context) -> Iterator[Check]:
    """What is told of the whole year while it is counted up to a day in the middle of it."""
    for passage in context.report.passages:
        for match in date_words().spans.whole.finditer(passage.text):
            yield Check(
                rule="D03",
                verdict=Verdict.UNDETERMINED,
                severity=Severity.NOTE,
                subject=match["year"],
                reported=match.group(),
                quote=match.group(),
                places=(place_in(passage, *match.span()),),
                facts={"outcome": "whole", "year": match["year"], "cutoff": match.group(), "missing": ""},
            )


def _early_cutoffs(context: Context, year: int) -> Iterator[Check]:
    """One check for the document: its latest cut-off decides, and every earlier one is shown beside it."""
    words = date_words().periods
    found: list[tuple[Passage, int, int, date]] = []
    for passage in context.report.passages:
        for cutoff in cutoffs_of(passage):
            service_year = any_of(words.service_year, passage.text)
            if cutoff.last and not service_year and _has_figures(cutoff.passage):
                found.append((passage, cutoff.start, cutoff.end, cutoff.last))
    later = any(last.year > year for *_, last in found)
    found = [one for one in found if one[3].year == year]
    # Figures counted up to a day after the year have all of it.
    if later or not found:
        return
    latest = max(last for *_, last in found)
    missing = 12 - latest.month
    fine = missing == 0
    shown = [one for one in found if not fine or one[3] == latest]
    printed = list(dict.fromkeys(_BLANKS.sub("", p.text[s:e]) for p, s, e, _ in shown))
    yield Check(
        rule="D03",
        verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
        severity=None if fine else Severity.WARNING,
        subject=str(year),
        reported=latest.isoformat(),
        quote=shown[0][0].text[shown[0][1] : shown[0][2]],
        places=tuple(place_in(p, s, e) for p, s, e, _ in shown),
        facts={
            "outcome": "consistent" if fine else "cutoff",
            "year": str(year),
            "cutoff": "、".join(printed),
            "missing": str(missing),
        },
    )


def _has_figures(passage: Passage) -> bool:
    """Whether the paragraph gives data at all, beside the date itself."""
    written = date_words().written
    rest = written.month.sub("", written.day.sub("", passage.text))
    return re.search(r"\d{2,}|[\d.]+\s*%", rest) is not None


@rule("D04", severity=Severity.ERROR, needs=("passages",), compares=False)
def dates_exist(context: Context) -> Iterator[Check]:
    """Every date is on the calendar, and its day of the week is the right one.

    Example: 2023年2月30日; 2022年8月10日（星期五）, which was a Wednesday.
    """
    found = [written for passage in context.report.passages for written in days_of(passage)]
    impossible = [written for passage in context.report.passages for written in impossible_in(passage)]
    for written in impossible:
        yield _date_check(written, "impossible", Severity.ERROR)
    right = date_words().written.weekdays
    named = [w for passage in context.report.passages for w in weekdays_of(passage) if w.day is not None]
    wrong = [(w, right[w.day.weekday()]) for w in named if w.day and not _same_weekday(w)]
    for written, day in wrong:
        yield _date_check(written, "weekday", Severity.WARNING, right=day)
    # Dates that exist are told once a document.
    real = [written for written in found if written.day is not None]
    if real and not impossible and not wrong:
        yield _date_check(real[0], "consistent", None)


def _same_weekday(written: Written) -> bool:
    """Whether the printed day of the week is that of the date; 天 is 日."""
    names = date_words().written.weekdays
    printed = written.weekday if written.weekday in names else names[-1]
    return written.day is not None and names[written.day.weekday()] == printed


def _date_check(written: Written, outcome: str, severity: Severity | None, right: str = "") -> Check:
    return Check(
        rule="D04",
        verdict=Verdict.INCONSISTENT if severity else Verdict.CONSISTENT,
        severity=severity,
        reported=written.weekday or written.text,
        recomputed=right or None,
        quote=written.text,
        places=(written.place,),
        facts={"outcome": outcome, "date": written.text, "right": right},
    )
