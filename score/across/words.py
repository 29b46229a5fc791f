"""The words that linking and comparing documents needs."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from score.configuration import load

WORDS = Path(__file__).with_name("words.toml")
Month = Annotated[int, Field(ge=1, le=12)]


class PartOfYear(BaseModel):
    """Names of a part of a year, and its first and last month."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[tuple[str, ...], Field(min_length=1)]
    months: tuple[Month, Month]


class PartsOfYear(BaseModel):
    """How months and longer parts of a year are written.

    `digits` has the groups `first` and `last`; `until`, from January on, has `last`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digits: re.Pattern[str]
    until: re.Pattern[str]
    names: tuple[PartOfYear, ...]


class AcrossWords(BaseModel):
    """The lists of `words.toml`; unknown or missing ones are an error of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_endings: tuple[str, ...]
    document_words: tuple[str, ...]
    unit_endings: tuple[str, ...]
    common_names: tuple[str, ...]
    ledger_titles: tuple[str, ...]
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    whole_year: tuple[str, ...]
    year_end: tuple[str, ...]
    spending: tuple[str, ...]
    spending_in_all: tuple[str, ...]
    own_score: tuple[str, ...]
    own_score_before: tuple[str, ...]
    planned: tuple[str, ...]
    counting: tuple[str, ...]
    doing: tuple[str, ...]
    cumulative: tuple[str, ...]
    project_money: tuple[str, ...]
    planned_money: tuple[str, ...]
    part_of_money: tuple[str, ...]
    own_number: re.Pattern[str]
    parts_of_year: PartsOfYear


@lru_cache(maxsize=1)
def words() -> AcrossWords:
    """The words. Raises ConfigurationError with file and line."""
    return load(WORDS, AcrossWords)
