"""Months, quarters and halves of a year, as rows of tables and statements name them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from schema.report import BudgetLine, Report
from score.across.words import words

Months = tuple[int, int]
"""First and last month."""
FEWEST_ROWS = 2
"""Rows that name parts of a year, from which on a table is one by month."""


@lru_cache(maxsize=4096)
def months_of(text: str) -> Months | None:
    """First and last month of a part of a year, as `1月`, `1-6月`, `第一季度`, `截至3月底`; None for anything else."""
    name = "".join(unicodedata.normalize("NFKC", text).split())
    if found := words().parts_of_year.until.fullmatch(name):
        return (1, int(found["last"])) if 1 <= int(found["last"]) <= 12 else None
    if found := words().parts_of_year.digits.fullmatch(name):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        return (first, last) if 1 <= first <= last <= 12 else None
    return next((part.months for part in words().parts_of_year.names if name in part.name), None)


def by_month(report: Report) -> set[int | None]:
    """The tables whose rows are parts of a year."""
    tables: dict[int | None, list[BudgetLine]] = {}
    for line in report.budget_lines:
        if not (line.is_total or line.inferred_total):
            tables.setdefault(line.place.table, []).append(line)
    return {
        table
        for table, lines in tables.items()
        if len(lines) >= FEWEST_ROWS and all(months_of(line.name) for line in lines)
    }
