"""The charts of one document: completion against targets, execution by month, where figures were not checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from markupsafe import Markup

from publish.charts import Bar, Piece, bars, columns
from publish.columns import display_width
from publish.numbers import STATES, Number
from publish.phrases import Words
from schema.figure import Figure
from schema.report import Indicator, LedgerRowKind, Report

FULL = Decimal(100)
MOST = Decimal(400)
"""Completion beyond this is drawn no longer; its number says it."""
LIMITS = frozenset({"<=", "<"})
"""Operators of targets that are not to be exceeded."""
MONTHS, BRIEF = 36, 12
"""Months drawn with their gaps, and cells of a value behind a bar."""
BANDS = 30
"""Bars of the chart of states at most; pages are taken together beyond."""


def charts_of(report: Report, numbers: Sequence[Number], words: Words) -> list[tuple[str, Markup]]:
    """`(title, chart)` of what the document has."""
    found = [
        ("completion", _completion(report, words)),
        ("months", _months(report, words)),
        ("states", _states(numbers, words)),
    ]
    return [(words.term("charts", key), chart) for key, chart in found if chart]


def completion_of(row: Indicator) -> Decimal | None:
    """The completion of an indicator in percent: as printed, else actual by target where both are one number."""
    if row.rate is not None and row.rate.number is not None:
        return row.rate.number
    pair = _compared(row)
    return pair[1] / pair[0] * 100 if pair and pair[0] else None


def met(row: Indicator) -> bool | None:
    """Whether an indicator reached its target, either way round; by the printed rate where values do not compare."""
    pair = _compared(row)
    if pair is None or row.target is None:
        rate = completion_of(row)
        return None if rate is None else rate >= FULL
    target, actual = pair
    return actual <= target if row.target.operator in LIMITS else actual >= target


def _compared(row: Indicator) -> tuple[Decimal, Decimal] | None:
    """Target and actual, where both are one number of one unit."""
    target = _single(row.target.figures) if row.target else None
    actual = _single(row.actual.figures) if row.actual else None
    if target is None or actual is None or target.unit != actual.unit:
        return None
    return (target.number, actual.number) if target.number is not None and actual.number is not None else None


def _single(figures: tuple[Figure, ...]) -> Figure | None:
    return figures[0] if len(figures) == 1 and figures[0].number is not None else None


def _completion(report: Report, words: Words) -> Markup:
    rows = []
    for row in report.indicators:
        rate = completion_of(row)
        if rate is None or rate < 0:
            continue
        reached = met(row)
        kind = "agreeing" if reached else "warning"
        name = row.level3 or row.level2 or row.level1 or ""
        told = words.term(
            "charts",
            "reached" if reached else "missed",
            rate=f"{rate.quantize(Decimal('0.01')).normalize():f}%",
            actual=_brief(row.actual.text if row.actual else ""),
            target=_brief(row.target.text if row.target else ""),
        )
        rows.append(Bar(name, (Piece(kind, words.term("charts", "rate"), min(rate, MOST)),), told))
    return bars(rows, words.term("charts", "completion"), line=FULL)


def _brief(text: str) -> str:
    """A target or actual value in a few characters."""
    text = " ".join(text.split()) or "—"
    return text if display_width(text) <= BRIEF else text[: BRIEF // 2 - 1] + "…"


def _months(report: Report, words: Words) -> Markup:
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in report.ledger_entries:
        if (
            entry.row_kind is LedgerRowKind.ENTRY
            and entry.date
            and entry.debit
            and entry.debit.number is not None
        ):
            spent[_month(entry.date)] += entry.debit.number
    if len(spent) < 2:
        return Markup("")
    months = _all_months(sorted(spent))
    points = [(month, spent[month]) for month in months] if len(months) <= MONTHS else sorted(spent.items())
    total = sum(spent.values())
    shares = accumulate(value for _, value in points)
    notes = [
        words.term("charts", "so_far", share=f"{share / total * 100:.0f}%") if total else ""
        for share in shares
    ]
    return columns(points, words.term("charts", "months"), notes=notes if len(points) <= 14 else ())


def _month(date: str) -> str:
    """The month of a date as far as it is printed: `2023-11`, or `11` of a ledger that names no year."""
    return date[:7] if len(date) >= len("2023-11") else date[:2]


def _all_months(told: Sequence[str]) -> list[str]:
    """Every month from the first to the last, those without spending too: a gap is to be seen.

    Months with a year beside months without one are left as they are.
    """
    if len({len(month) for month in told}) > 1:
        return list(told)
    if len(told[0]) == len("11"):
        return [f"{number:02}" for number in range(int(told[0]), int(told[-1]) + 1)]
    begin, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (told[0], told[-1]))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]


def _states(numbers: Sequence[Number], words: Words) -> Markup:
    """A bar a page (or table, or stretch of text): how many numbers are in which state."""
    counts: dict[tuple[str, int], dict[str, int]] = {}
    for number in numbers:
        counts.setdefault(_where(number), dict.fromkeys(STATES, 0))[number.state] += 1
    keys = sorted(counts)
    step = -(-len(keys) // BANDS) or 1
    rows = []
    for start in range(0, len(keys), step):
        group = keys[start : start + step]
        label = _named(group[0], words) + (f" – {_named(group[-1], words)}" if len(group) > 1 else "")
        pieces = tuple(
            Piece(state, words.term("number_state", state), Decimal(sum(counts[key][state] for key in group)))
            for state in STATES
            if state != "excluded"
        )
        if any(piece.value for piece in pieces):
            note = " / ".join(f"{piece.value:f}" for piece in pieces)
            rows.append(Bar(label, pieces, note))
    legend = [(state, words.term("number_state", state)) for state in STATES if state != "excluded"]
    return bars(rows, words.term("charts", "states"), legend=legend)


def _where(number: Number) -> tuple[str, int]:
    place = number.place
    if place.page is not None:
        return "page", place.page
    return ("table", place.table) if place.table is not None else ("prose", 0)


def _named(key: tuple[str, int], words: Words) -> str:
    kind, number = key
    if kind == "prose":
        return words.term("charts", "prose")
    return words.term("place", kind, **{kind: number + (kind == "table")})
