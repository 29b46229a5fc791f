"""The words that rules need: what excuses a figure, what names a total, what limits a rate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from score.configuration import load

WORDS = Path(__file__).with_name("words.toml")

Words = tuple[str, ...]


class Opposites(BaseModel):
    """Two groups of words that cannot both be said of one figure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    one: Words
    other: Words


class MeasureRow(BaseModel):
    """The names of rows that are one measure of funds, and the field they mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    names: Words


class Due(BaseModel):
    """How amounts begin that fall due several times a year, and how often."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Words
    times: int


class NamedRate(BaseModel):
    """A rate of a table by its name, and the names of what was done and of what was to be done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: Words
    done: Words
    asked: Words


class LawHeaders(BaseModel):
    """Words in headers of columns that other columns make, by the kind of relation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    linear: Words
    product: Words
    mean: Words
    running: Words


class Balance(BaseModel):
    """Names of the four amounts of a year's balance, and what may stand before them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    signs: Words
    opening: Words
    income: Words
    outlay: Words
    closing: Words

    def part_of(self, name: str) -> str:
        """Which of the four a name means; nothing when it is another thing."""
        for sign in self.signs:
            name = name.removeprefix(sign)
        parts = ("opening", "income", "outlay", "closing")
        return next((part for part in parts if name in getattr(self, part)), "")


class RuleWords(BaseModel):
    """The lists of `words.toml`; unknown or missing ones are an error of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    averaging: Words
    people: Words
    scored_satisfaction: Words
    satisfied_degrees: Words
    share_rates: Words
    limited_rates: Words
    open_rates: Words
    decrease: Words
    increase: Words
    comparable_basis: Words
    points: Words
    per_capita: Words
    total_headers: Words
    total_rows: Words
    divisions: Words
    not_parts: Words
    closing_parts: Words
    never_added: Words
    overlapping: Words
    carried_over: Words
    advance: Words
    annual: Words
    part_year: Words
    running_bases: str
    progress_words: Words
    regional_levels: str
    own_level: str
    period_names: str
    year_words: Words
    cumulative: Words
    total_scores: Words
    approximate: Words
    measure_words: Words
    aspects: Words
    owner_counters: Words
    unspecific: Words
    bare_changes: Words
    negations: Words
    planned: Words
    size_words: Words
    inner_sizes: Words
    names_of_two: Words
    narrowing: Words
    left_out: Words
    masses: Words
    respectively: Words
    item_marks: Words
    item_joints: Words
    inner_lists: Words
    lost_otherwise: Words
    unfinished: Words
    taken_off: Words
    earlier_years: Words
    later_years: Words
    whole_year: Words
    spans_of_time: Words
    a_year: Words
    laid_down: Words
    full_points: Words
    own_scores: Words
    whole_bodies: Words
    captions: Words
    debit_side: Words
    credit_side: Words
    numerals: Words
    per_time: Words
    execution_rates: Words
    group_words: Words
    remainders: Words
    lesser_grades: Words
    amount_endings: Words
    income_side: Words
    spending_side: Words
    of_which: Words
    account_balances: Words
    expected_year: Words
    opposites: tuple[Opposites, ...]
    due: tuple[Due, ...]
    measure_rows: tuple[MeasureRow, ...]
    law_headers: LawHeaders
    named_rates: tuple[NamedRate, ...]
    balance: Balance

    def row_number(self, name: str) -> int:
        """The number a row is headed by (一、, 二、); 0 when it has none."""
        head, mark, _ = name.strip().partition("、")
        if mark and head.isdecimal() and len(head) <= 2:
            return int(head)
        return self.numerals.index(head) + 1 if mark and head in self.numerals else 0

    def without_number(self, name: str) -> str:
        """The name of a row without the number it is headed by."""
        return name.strip().partition("、")[2] if self.row_number(name) else name.strip()


@lru_cache(maxsize=4)
def words(path: Path = WORDS) -> RuleWords:
    """The words of the rules. Raises ConfigurationError with file and line for a faulty file."""
    return load(path, RuleWords)


def mentions(text: str | None, listed: Iterable[str]) -> bool:
    """Whether any of the listed words stands in the text."""
    return text is not None and any(word in text for word in listed)
