"""What of a table may be added up: amounts of money and numbers of things, and cells that are known to hold nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schema.figure import Figure, FigureKind, Flaw
from schema.report import Absent, BudgetLine
from score.context import MoneyTable
from score.rounding import readable
from score.words import mentions, words

NEVER_ADDED = frozenset(
    {
        "execution_rate", "arrival_rate", "completion_rate", "share", "growth_rate", "satisfaction_rate",
        "unit_price", "weight", "score", "total_score", "serial_no", "fiscal_year", "code",
    }
)  # fmt: skip
"""Columns that are no amounts of money or numbers of things."""

ADDED_KINDS = frozenset({FigureKind.MONEY, FigureKind.COUNT, FigureKind.MEASURE})


def is_added(field: str, figure: Figure) -> bool:
    """Whether figures of that column are amounts that add up; so much for each (元/平方米) does not."""
    return field not in NEVER_ADDED and figure.kind in ADDED_KINDS and "/" not in figure.unit


def columns(table: MoneyTable) -> list[str]:
    """The columns that may be added up; what is so far or left at the end of each month may not."""
    periods = sum(is_period(line.name) for line in table.lines) * 2 > len(table.lines)
    return [
        field
        for field in table.fields
        if _adds_up(field, [line.amounts[field] for line in table.lines if field in line.amounts])
        and not mentions(table.header(field), words().never_added)
        and not (periods and mentions(table.header(field), words().law_headers.running))
    ]


def is_period(name: str) -> bool:
    """Whether a name is that of a month or a quarter."""
    return re.fullmatch(words().period_names, name.strip()) is not None


def _adds_up(field: str, cells: Sequence[Figure]) -> bool:
    """Whether the cells of a column are amounts; a row of rates among them is no amount and is passed over."""
    amounts = [cell for cell in cells if cell.kind is not FigureKind.PERCENT]
    rates = len(cells) - len(amounts)
    return len(amounts) > rates and all(is_added(field, cell) for cell in amounts)


def plain(figure: Figure | None) -> bool:
    """Whether a cell is one plain amount, and no rate."""
    return figure is not None and readable(figure) and figure.kind is not FigureKind.PERCENT


NOTHING = frozenset({Absent.BLANK, Absent.DASH, Absent.SLASH, Absent.NONE_WORD, Absent.NOT_APPLICABLE})
"""What is printed where there is nothing, and which counts as 0."""


def known_empty(line: BudgetLine, field: str) -> bool:
    """Whether the cell is known to hold nothing, which counts as 0; an unread cell is not known."""
    figure = line.amounts.get(field)
    if figure is not None and (figure.flaw is Flaw.MALFORMED or figure.number is None):
        return False
    return line.absent.get(field) in NOTHING


def tells(parts: Sequence[Figure]) -> bool:
    """Whether a sum that holds says something: two parts or more that are not 0."""
    return sum(bool(part.number) for part in parts) >= 2
