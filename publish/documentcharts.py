"""The charts of one document: completion against targets, execution by month, where figures were not checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from publish.charts import Bar, Piece, bars, columns
from publish.numbers import STATES, Number
from publish.phrases import Words
from schema.figure import Figure
from schema.report import Indicator, LedgerRowKind, Report

FULL = Decimal(100)
MOST = Decimal(400)
"""Completion beyond this is drawn no longer; its number says it."""
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
    target = _single(row.target.figures) if row.target else None
    actual = _single(row.actual.figures) if row.actual else None
    if target is None or actual is None or target.unit != actual.unit or not target.number:
        return None
    return (actual.number or Decimal(0)) / target.number * 100


def _single(figures: tuple[Figure, ...]) -> Figure | None:
    return figures[0] if len(figures) == 1 and figures[0].number is not None else None


def _completion(report: Report, words: Words) -> Markup:
    rows = []
    for row in report.indicators:
        rate = completion_of(row)
        if rate is None or rate < 0:
            continue
        kind = "agreeing" if rate >= FULL else "warning"
        name = row.level3 or row.level2 or row.level1 or ""
        printed = f"{rate.quantize(Decimal('0.01')).normalize():f}%"
        rows.append(Bar(name, (Piece(kind, words.term("charts", "rate"), min(rate, MOST)),), printed))
    return bars(rows, words.term("charts", "completion"), line=FULL)


def _months(report: Report, words: Words) -> Markup:
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in report.ledger_entries:
        if (
            entry.row_kind is LedgerRowKind.ENTRY
            and entry.date
            and entry.debit
            and entry.debit.number is not None
        ):
            spent[entry.date[:7]] += entry.debit.number
    return columns(sorted(spent.items()), words.term("charts", "months")) if len(spent) > 1 else Markup("")


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
    return bars(rows, words.term("charts", "states"))


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
