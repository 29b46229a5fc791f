"""The sums of a table in both directions, made once for all rules."""

from __future__ import annotations

from score.context import Context, MoneyTable
from score.footing.across import row_sums
from score.footing.down import column_sums
from score.footing.nesting import levelled
from score.footing.otherwise import otherwise
from score.footing.paths import path_sums
from score.sums import Sum


def sums_down(context: Context, table: MoneyTable) -> list[Sum]:
    """The sums of the columns of a table, made once."""
    return context.once(
        ("columns", table.key), lambda: levelled(table, otherwise(table, column_sums(table)), by_row=False)
    )


def sums_across(context: Context, table: MoneyTable) -> list[Sum]:
    """The sums of the rows of a table, made once."""
    return context.once(
        ("rows", table.key), lambda: levelled(table, [*row_sums(table), *path_sums(table)], by_row=True)
    )
