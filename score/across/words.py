"""The words that linking and comparing documents needs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from score.configuration import load

WORDS = Path(__file__).with_name("words.toml")


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


@lru_cache(maxsize=1)
def words() -> AcrossWords:
    """The words. Raises ConfigurationError with file and line."""
    return load(WORDS, AcrossWords)
