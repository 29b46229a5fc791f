"""The word lists and patterns of the rules on scores, counts, dates, hedges and plausibility.

Lists stand in `score/words_<family>.toml`; patterns are compiled when they are read, so that a broken one is
reported with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from score.configuration import load

FOLDER = Path(__file__).parent


def _compiled(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    try:
        return re.compile(raw)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
Words = tuple[str, ...]


class Lists(BaseModel):
    """Base of all word files: frozen, and no list but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def any_of(words: Iterable[str], text: str | None) -> str | None:
    """The first of the words that occurs in the text."""
    return next((word for word in words if word in text), None) if text else None


class Group(Lists):
    """A level-1 group of indicators and what its name contains."""

    key: str
    contains: Words


class Names(Lists):
    """Names of rows that are no ordinary indicators."""

    total: Words
    bonus: Words
    penalty: Words
    dropped: Words
    cost: Words
    quantity: Words
    lower: Words
    turned: Words
    execution_row: Words


class Qualitative(Lists):
    """Actual values in words, by how far the target was reached."""

    missed: Words
    partly: Words
    reached: Words


class Shortfalls(Lists):
    """Results that plainly miss a target that is a date, a range or a word."""

    open: Words
    next_year: Words
    around_dates: Pattern
    times: Words
    denial: Pattern
    denied: Pattern
    done: Words
    too_common: Words


class PrintedRules(Lists):
    """Scoring rules as a form prints them."""

    proportional: Pattern
    execution: Pattern
    told_execution: Pattern
    told_points: Pattern
    deduction: Pattern
    conditional: Pattern


class Standards(Lists):
    """Clauses of scoring standards printed in a row."""

    blank: Pattern
    skip: Pattern
    product: Pattern
    full: Pattern
    step: Pattern
    zero: Pattern
    band: Pattern
    proportional: Pattern

    def clauses(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Every kind of clause with its pattern."""
        kinds = ("skip", "product", "full", "step", "zero", "band", "proportional")
        return tuple((kind, getattr(self, kind)) for kind in kinds)


class Grades(Lists):
    """Bands of grades as a form prints them, and sentences whose grade is of something else."""

    bound_first: Pattern
    grade_first: Pattern
    many: Words
    trade: Words


class Reasons(Lists):
    """Words that give a reason, and cells that say there is none."""

    words: Words
    none: Words


class MetClaims(Lists):
    """Claims in words that targets were met."""

    all_met: Words
    mostly_met: Words
    hedged: Words
    mostly_met_below: Decimal


class ScoreWords(Lists):
    """`words_scores.toml`."""

    group: tuple[Group, ...]
    names: Names
    qualitative: Qualitative
    shortfalls: Shortfalls
    rules: PrintedRules
    standards: Standards
    grades: Grades
    reasons: Reasons
    claims: MetClaims

    def group_of(self, name: str | None) -> str | None:
        """The key of the group that a level-1 name belongs to."""
        return next((group.key for group in self.group if any_of(group.contains, name)), None)

    def plain(self, name: str | None) -> str:
        """A group name without what varies: the word 指标, brackets, and points printed in it."""
        text = re.sub(r"[（(]\s*\d+(?:\.\d+)?\s*[分%％]?\s*[)）]", "", name or "")
        for dropped in self.names.dropped:
            text = text.replace(dropped, "")
        return text


@cache
def score_words() -> ScoreWords:
    """The words of score tables. Raises ConfigurationError with file and line."""
    return load(FOLDER / "words_scores.toml", ScoreWords)


class CountWords(Lists):
    """Counts that may be broken."""

    averaged: Words
    divisible: Words


class UnitKinds(Lists):
    """Names of quantities and of ratios."""

    count_name: Pattern
    ratio: Words
    rate_name: Pattern
    average_percent: Pattern


class Brackets(Lists):
    """Signs that come in pairs."""

    round_open: str
    round_close: str
    pairs: Words
    item: Pattern
    sentence_end: str


class Residue(Lists):
    """What a deletion leaves behind. Every pattern names its `residue`."""

    lost_amount: Pattern
    orphans: Pattern
    placeholders: Pattern


class TargetWords(Lists):
    """Targets in words that cannot be measured."""

    deferred: Words
    empty: Words
    quantity: Words


class CountLists(Lists):
    """`words_counts.toml`."""

    counts: CountWords
    unit_kind: UnitKinds
    brackets: Brackets
    residue: Residue
    targets: TargetWords


@cache
def count_words() -> CountLists:
    """The words of lists, counts and residue. Raises ConfigurationError with file and line."""
    return load(FOLDER / "words_counts.toml", CountLists)


class Written(Lists):
    """Dates, spans and their lengths as they are written."""

    day: Pattern
    dashed: Pattern
    month: Pattern
    weekday: Pattern
    weekdays: str
    span: Pattern
    length: Pattern
    numerals: str
    cutoff: Pattern
    signed: Pattern


class Periods(Lists):
    """Words that say how far data and conclusions reach."""

    half_ends: str
    same_span: Words
    interim: Words
    service_year: Words


class Months(Lists):
    """Names of a part of a year and its first and last month."""

    names: Words
    months: tuple[int, int]


class Spans(Lists):
    """Periods told before their dates."""

    part: Pattern
    years: Pattern
    months: tuple[Months, ...]
    whole: Pattern


class DateWords(Lists):
    """`words_dates.toml`."""

    written: Written
    periods: Periods
    spans: Spans


@cache
def date_words() -> DateWords:
    """The words of dates and periods. Raises ConfigurationError with file and line."""
    return load(FOLDER / "words_dates.toml", DateWords)


class PlanWords(Lists):
    """What is planned for each year."""

    yearly: Pattern
    budget: Words
    standard: Words
    tolerance: Decimal
    reasons: Words


class StaffWords(Lists):
    """Staff said to be missing."""

    short: Words


class RowWords(Lists):
    """Rows that carry the same figures by nature."""

    total: Words


class PlausibilityWords(Lists):
    """`words_plausibility.toml`."""

    plan: PlanWords
    staff: StaffWords
    rows: RowWords


@cache
def plausibility_words() -> PlausibilityWords:
    """The words of the plausibility rules. Raises ConfigurationError with file and line."""
    return load(FOLDER / "words_plausibility.toml", PlausibilityWords)


class ToldRates(Lists):
    """Rates told in prose."""

    counted: Words
    measured_against: Words
    complements: Words
    negations: Words


class ToldPoints(Lists):
    """Points told in prose."""

    bonus: Words
    totals: Words
    generic: Words
    by_rate: Words
    execution: Words
    capped: Words


class Step(Lists):
    """Words of one event in the course of a project; a higher `step` comes later."""

    step: int
    words: Words


class Events(Lists):
    """Dates with what happened then. `pattern` holds `{word}` for the words of all events."""

    pattern: str
    apart: Words
    order: tuple[Step, ...]

    def compiled(self) -> re.Pattern[str]:
        """The pattern with the words of all events, the longest first."""
        every = sorted((word for step in self.order for word in step.words), key=len, reverse=True)
        return re.compile(self.pattern.replace("{word}", "|".join(map(re.escape, every))))

    def step_of(self, word: str) -> int:
        """The place of an event in the course of a project."""
        return next(step.step for step in self.order if word in step.words)


class Works(Lists):
    """How long works took; which events begin and end them, and which pairs have a fixed order."""

    length: Pattern
    begins: int
    ends: tuple[int, ...]
    fixed: tuple[tuple[int, int], ...]


class Hedged(Lists):
    """Words that say that an exact figure is of what was hedged before, and that something was planned."""

    before: Words
    behind: Words
    actual: Words
    planned: Words
    none: Words


class Progress(Lists):
    """The part of the year that has passed, and the months that say how much that is."""

    name: Pattern
    month: Pattern
    quarters: str
    budgets: Words
    less: Words


class ToldWords(Lists):
    """`words_told.toml`."""

    rates: ToldRates
    points: ToldPoints
    events: Events
    works: Works
    hedged: Hedged
    progress: Progress


@cache
def told_words() -> ToldWords:
    """The words of figures told in prose. Raises ConfigurationError with file and line."""
    return load(FOLDER / "words_told.toml", ToldWords)
