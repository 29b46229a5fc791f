"""Canonical fields by what they measure: budgets, amounts of the year, and what a growth ends at."""

from __future__ import annotations

BUDGET_FIELDS = (
    "budget_adjusted",
    "budget_initial",
    "received_amount",
    "planned_amount",
    "contract_amount",
    "carried_forward",
    "amount",
)
"""What a rate of execution may have for its base, the likeliest first."""

NAMED_BASES = BUDGET_FIELDS[:-2]
"""Measures that are a budget by their name; what is only an amount may be the base of a rate or not."""

NOW_FIELDS = (
    "executed_amount",
    "amount",
    "budget_adjusted",
    "budget_initial",
    "received_amount",
    "total_amount",
)
"""What a row may print for the present period, beside what it was before."""

MONEY_FIELDS = (
    "budget_initial", "budget_added", "budget_cut", "budget_adjusted", "received_amount", "executed_amount", "surplus",
)  # fmt: skip
"""What the text and the total of a table both tell of the whole."""
