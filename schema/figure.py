"""One printed number and where it stands.

A figure keeps three things apart for ever: what was printed (`text`), what it means (`value`, `unit`,
`hedge`) and where it is (`place`). A figure without a place cannot be constructed.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_serializer, field_validator

Box = tuple[float, float, float, float]
"""`(x0, top, x1, bottom)` in points, origin top left of the page as displayed."""


class Frozen(BaseModel):
    """Base of all nouns: immutable, and no field but the declared ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Frozen):
    """Where something stands. Pages count from 1; block, table, row and column count from 0.

    `block` is the index in `Document.blocks`, `table` the index among the tables alone, `row` and `column`
    the top left elementary cell. `start` and `end` are character offsets into the text of the block (or of
    the cell, when `row` is given). `page` and `box` are None for formats without pages.
    """

    page: int | None = None
    box: Box | None = None
    block: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    document: str | None = None
    """The id of the document, when it is another one than the one that holds the finding."""

    @property
    def address(self) -> tuple[int, int, int, int, int, int]:
        """The place without its geometry: sortable, the same for Word and PDF versions of one layout."""
        # Asked for tens of thousands of times a report: written out, since a generator costs three times as much.
        return (
            -1 if self.block is None else self.block,
            -1 if self.table is None else self.table,
            -1 if self.row is None else self.row,
            -1 if self.column is None else self.column,
            -1 if self.start is None else self.start,
            -1 if self.end is None else self.end,
        )


class FigureKind(StrEnum):
    """What kind of quantity a figure is; decides the ring its true value lives in."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"
    MEASURE = "measure"
    SCORE = "score"
    ORDINAL = "ordinal"
    DATE = "date"
    PERIOD = "period"


NUMERIC_KINDS = frozenset(
    {
        FigureKind.COUNT,
        FigureKind.MONEY,
        FigureKind.PERCENT,
        FigureKind.MEASURE,
        FigureKind.SCORE,
    }
)
"""Kinds whose value is a number one may compute with."""


class Hedge(StrEnum):
    """How the text limits a figure: 近20万 is NEARLY, 不低于85% AT_LEAST, 超过200人 OVER, 不足9% UNDER."""

    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNDER = "under"


class Flaw(StrEnum):
    """Why a figure may not be trusted as read."""

    MALFORMED = "malformed"
    """Separators or digits that form no number (7,00.0,77); `value` is None."""
    UNKNOWN_UNIT = "unknown_unit"
    """The unit is not in the vocabulary; kept as printed."""
    BROKEN = "broken"
    """Joined over a line or page end, or over a stray blank."""
    OCR = "ocr"
    """Read from an image."""
    FUSED = "fused"
    """Several numbers run together without anything between (1001201081090%9); `value` is None."""
    AMBIGUOUS = "ambiguous"
    """Printed so that it may be read in two ways (▲3.2%: up, or minus); `value` is None."""


Value = Decimal | str
"""Decimal for numbers; text for ratios ("4:3:3"), dates ("2022-07-31", "2023-06") and period ends."""


class Figure(Frozen):
    """One printed number.

    `value` is in the canonical unit: money in 元, counts written out, percentages as printed. `decimals` are
    the printed ones and `scale` the power of ten between printed number and value ("240.5万元": decimals 1,
    scale 4), so one unit in the last printed place is `10 ** (scale - decimals)`. A range has `low` and
    `high` and no `value`; a period has its first and last day there. Bounds belong to the set.
    """

    text: str
    kind: FigureKind
    value: Value | None = None
    low: Value | None = None
    high: Value | None = None
    unit: str = ""
    decimals: int = 0
    scale: int = 0
    hedge: Hedge | None = None
    flaw: Flaw | None = None
    confidence: Decimal | None = None
    place: Place

    @field_validator("value", "low", "high", mode="before")
    @classmethod
    def _numbers_are_decimals(cls, raw: Any, info: ValidationInfo) -> Any:
        if isinstance(raw, float):
            raise ValueError("a figure is never built from a float")
        if isinstance(raw, str) and info.data.get("kind") in NUMERIC_KINDS:
            return Decimal(raw)
        return raw

    @field_serializer("value", "low", "high", "confidence", when_used="json")
    def _plain(self, value: Value | None) -> str | None:
        return format(value, "f") if isinstance(value, Decimal) else value

    @property
    def number(self) -> Decimal | None:
        """The value if it is one number that may be computed with, else None."""
        return self.value if isinstance(self.value, Decimal) and self.kind in NUMERIC_KINDS else None

    @property
    def unit_in_last_place(self) -> Decimal:
        """One unit in the last printed place, in the canonical unit."""
        return _power_of_ten(self.scale - self.decimals)


@lru_cache(maxsize=64)
def _power_of_ten(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)
