"""Which family a block belongs to, by the fields its columns mean and by what its cells hold."""

from __future__ import annotations

from enum import StrEnum

from extract.headers import field_of
from extract.tables.grid import Block, Column, is_numeric
from extract.tables.words import folded, money_unit, words

LEVELS = frozenset({"level1", "level2", "level3"})
MONEY = frozenset(
    {
        "budget_initial",
        "budget_added",
        "budget_cut",
        "budget_adjusted",
        "received_amount",
        "executed_amount",
        "surplus",
        "carried_forward",
        "planned_amount",
        "contract_amount",
        "amount",
        "unit_price",
        "total_amount",
        "previous_amount",
        "change_amount",
        "debit",
        "credit",
        "balance",
    }
)
RATES = frozenset(
    {
        "execution_rate",
        "arrival_rate",
        "completion_rate",
        "share",
        "growth_rate",
        "satisfaction_rate",
        "return_rate",
        "valid_rate",
        "retention_rate",
        "pass_rate",
        "coverage_rate",
        "timeliness_rate",
        "score_rate",
    }
)
SURVEY = frozenset({"distributed", "returned", "valid_responses", "satisfied_count", "dissatisfied_count"})
STAFF = frozenset({"staff_required", "staff_actual", "shortfall"})
GOALS = frozenset({"goal_expected", "goal_actual"})
LEFT = frozenset({"balance", "surplus", "carried_forward"})
VALUES = frozenset(
    {"target_value", "actual_value", "weight", "score", "scoring_rule", "completion_rate", "operator"}
)


GOALS_IN_NUMBERS = 3
"""Goals are told in words; 年度目标 over numbers beside other columns of numbers is a task."""

MOST_SPANNED = 2
"""Words across more columns than these stand beside no number."""


class Family(StrEnum):
    """What a block of rows is."""

    INDICATORS = "indicators"
    WORKLOAD = "workload"
    FUNDS = "funds"
    PAIRS = "pairs"
    LEDGER = "ledger"
    SURVEY = "survey"
    STAFF = "staff"
    GOALS = "goals"
    OTHER = "other"


def numeric_columns(block: Block) -> list[Column]:
    """The columns most of whose filled cells are numbers; a text that lies across several columns is in none of them."""
    out = []
    for column in block.columns:
        texts = [
            cell.text.strip()
            for row in block.rows
            if (cell := block.cell(row, column)) is not None
            and folded(cell.text) not in words().nothing
            and (is_numeric(cell.text) or cell.column_span <= MOST_SPANNED + column.last - column.first)
        ]
        filled = [text for text in texts if text]
        if filled and sum(is_numeric(text) for text in filled) * 2 > len(filled):
            out.append(column)
    return out


def family_of(block: Block, caption_unit: str | None) -> Family:
    """The family of a block; `caption_unit` is the unit announced above its table."""
    fields = block.fields
    if not fields & MONEY and (fields & LEVELS) and (fields & VALUES or fields >= LEVELS):
        return Family.INDICATORS
    if fields & {"level1", "level2"} and fields & VALUES:
        return Family.INDICATORS
    if _is_ledger(block):
        return Family.LEDGER
    if len(fields & SURVEY) >= 2:
        return Family.SURVEY
    if {"staff_required", "staff_actual"} <= fields:
        return Family.STAFF
    if fields & GOALS and not fields & MONEY and len(numeric_columns(block)) < GOALS_IN_NUMBERS:
        return Family.GOALS
    if _is_workload(block):
        return Family.WORKLOAD
    if _is_pairs(block):
        return Family.PAIRS
    return Family.FUNDS if _is_money(block, caption_unit) else Family.OTHER


def _is_ledger(block: Block) -> bool:
    fields = block.fields
    dated = "date" in fields and fields & {"description", "voucher_no"} and fields & LEFT
    if dated and len(numeric_columns(block)) > 2:
        return True  # what came, what went, and what is left
    if "date" in fields and "project_name" in fields and fields & LEFT and _in_and_out(block):
        return True
    amounts = fields & {"debit", "credit", "balance", "amount", "executed_amount"}
    if not amounts and not _in_and_out(block):
        return False
    if "voucher_no" in fields or ({"debit", "credit"} <= fields and not _opens_and_closes(block)):
        return True
    return "date" in fields and bool(fields & {"description", "balance", "debit", "credit", "account"})


def _opens_and_closes(block: Block) -> bool:
    """Whether the rows are accounts with what they held at the beginning and at the end, and no entries."""
    headers = [folded(column.header) for column in block.columns]
    ends = words().funds.of_beginning, words().funds.of_end
    return "date" not in block.fields and all(
        sum(any(word in header for word in of_end) for header in headers) > 1 for of_end in ends
    )


def _in_and_out(block: Block) -> bool:
    ledger = words().ledger
    bottoms = {folded(column.bottom) for column in block.columns}
    return bool(bottoms & set(ledger.income_header)) and bool(bottoms & set(ledger.outlay_header))


def _is_workload(block: Block) -> bool:
    fields = block.fields
    if fields & (MONEY - {"unit_price"}):
        return False
    measured = fields & {"target_value", "actual_value", "completion_rate"}
    return len(measured) >= 2 or (bool(fields & LEVELS) and bool(measured))


def _is_pairs(block: Block) -> bool:
    """Whether the rows are labels with a value beside each, and the labels are known amounts or units."""
    if block.fields & MONEY or (block.header and len(block.columns) > 2):
        return False
    labelled = 0
    for row in block.rows:
        cells = block.grid.own(row)
        labelled += any(
            not is_numeric(label.text)
            and (field_of(label.text) in MONEY | RATES or money_unit(label.text) is not None)
            for label in cells[:-1][::2]
        )
    return labelled >= 1 and (not block.header or labelled * 3 >= len(block.rows))


def _is_money(block: Block, caption_unit: str | None) -> bool:
    fields = block.fields
    numeric = numeric_columns(block)
    if fields & (MONEY - {"unit_price"}):
        return bool(numeric) or not block.rows
    if not numeric:
        return False
    units = {caption_unit, money_unit(block.label), *(column.unit for column in block.columns)}
    if units & set(words().units.money):
        return True
    title = folded(block.banner + block.label)
    return bool(fields & {"code", "account"}) or any(word in title for word in words().funds.tables)
