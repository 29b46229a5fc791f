"""The words of numeric statements, as validated data: `vocabulary/cues.toml` and `vocabulary/metrics.toml`."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import regex
from pydantic import AfterValidator

from extract.words import Words, load
from schema.report import Role


def _compiles(pattern: str) -> str:
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
Some = tuple[str, ...]
Patterns = tuple[Pattern, ...]


class SentenceWords(Words):
    """What ends sentences and their segments, what joins a list, what limits a figure."""

    end: Some
    segment: Some
    list: Some
    limits_before: Some
    limits_after: Some
    copulas: Some
    carries_over: Some


class SumWords(Words):
    """What closes a sum and what opens one."""

    opening: Pattern
    income: Pattern
    outlay: Pattern
    ending: Pattern
    available: Pattern
    closing_same: Pattern
    of_period: Pattern
    taken_off: Pattern
    adding: Pattern
    in_all: Pattern
    again: Pattern
    together_with: Pattern
    closing: Some
    not_after: Pattern
    closing_score: Some
    closing_listed: Some
    made_of_pattern: Pattern
    apart_pattern: Pattern
    between: Some
    counted_units: Some
    including: Some
    closed: Some
    beside_head: Pattern
    divided_by: Pattern
    parts_pattern: Pattern
    open: Some


class RespectivelyWords(Words):
    """What says that items and values go in pairs, or that one value goes for all."""

    cue: Some
    period_name: Pattern
    rate_ends: Some
    shared: Some
    whole_behind: Pattern
    above: Some


class EnumerationWords(Words):
    """What may be counted and then named."""

    introduces: Some
    remarks: Some
    introduces_before: Some
    openers: Some
    counts: str
    joins: Some
    open: Some
    nouns: Some
    counters: Some
    numbered: Some
    naming: Some


class PeriodWords(Words):
    """How a period is written."""

    strong: Patterns
    weak: Patterns
    compared: Some
    year_word: str
    year_part_pattern: Pattern
    duration_units: Some


class GrowthWords(Words):
    """Direction words and comparisons with an earlier period."""

    increase: Some
    decrease: Some
    deeds: Some
    compare_pattern: Pattern
    base_pattern: Pattern
    more_pattern: Pattern
    less_pattern: Pattern
    beyond_pattern: Pattern
    yearly_pattern: Pattern
    compared_behind: Pattern
    excluded_pattern: Pattern
    ended_pattern: Pattern
    neutral_pattern: Pattern
    folds: Some
    fold_pattern: Pattern
    deed_pattern: str
    points: Some
    saved_pattern: Pattern
    apart_pattern: Pattern
    no_name: Pattern
    against_year: Pattern
    year_measure: Pattern
    goes_on: Pattern
    no_level: Pattern
    moved_to: Pattern
    moved_from: Pattern
    other_year: Pattern
    saved_from: Pattern
    saved_amount: Pattern
    lower_pattern: Pattern
    strip_comparison: Pattern
    earlier_pattern: Pattern
    same_base: Some
    from_pattern: Pattern
    moved: Some
    reached: Some
    previous: Some
    inside_words: Pattern
    fillers: Some


class CompletionWords(Words):
    """How a completion rate is introduced, and what tells targets from what was done."""

    of_target: Some
    beyond_target: Pattern
    difference: Pattern
    by_how_much: Pattern
    less_than_budget: Pattern
    left_over: Pattern
    left_behind: Pattern
    rest: Pattern
    apart_of_two: Pattern
    against_pattern: Pattern
    generic: Pattern
    executed: Pattern
    execution_base: Pattern
    overall: Some
    no_subject: Some
    pattern: Patterns
    target_pattern: Pattern
    target_behind: Pattern
    target_named: Pattern
    target_bracket: Pattern
    of_task: Pattern
    actual_pattern: Pattern
    reached_pattern: Pattern
    same_deed: Pattern
    due: Some
    done: Some


class ShareWords(Words):
    """How a share is introduced; which counts are numerators of which rates."""

    pattern: Patterns
    said_of: Pattern
    structure: Pattern
    single_choice: Pattern
    many_choices: Pattern
    rest_behind: Pattern
    rate_stem: Pattern
    of_those: Pattern
    no_stem: Some
    stated_whole: Pattern
    negated: Pattern
    among: Pattern
    deed_pattern: Pattern
    numerator: dict[str, Some]


class SplitWords(Words):
    """Splitting by ratio."""

    lead_end: Pattern
    names_behind: Pattern
    names_pattern: Pattern
    names_before: Some
    cue_pattern: Pattern
    again_pattern: Pattern
    yearly_pattern: Pattern


class SurveyWords(Words):
    """Surveys: field -> patterns of the words before the count."""

    answer_behind: Pattern
    subject_pattern: Pattern
    fields: dict[str, Patterns]


class StaffingWords(Words):
    """Staff due, present and short."""

    noun_pattern: Pattern
    people: Some
    establishment_pattern: Pattern
    establishment_units: Some
    required: Some
    actual: Some
    shortfall: Some
    rate: Pattern


class ProductWords(Words):
    """Price times quantity, yearly amount times years."""

    per_pattern: Pattern
    per_both: Pattern
    years_pattern: Pattern
    total_pattern: Pattern
    standard_pattern: Pattern
    each_pattern: Pattern
    average_pattern: Pattern
    due_pattern: Pattern
    mean_pattern: Pattern
    each_word: str
    every_pattern: Pattern
    mean_word: Pattern
    yearly: str
    monthly: str
    daily: Some
    day_told: Pattern
    day_teller: Pattern
    nouns: str
    laid_down: Pattern
    settled_pattern: Pattern
    evenly_pattern: Pattern
    amount_said: Pattern
    of_year: Pattern
    scaled: Pattern
    any_unit: str
    total_said: Pattern
    done_pattern: Pattern
    each_fillers: Some
    each_deeds: Some
    alike: dict[str, Some]
    year_units: Some


class ScoreWords(Words):
    """Points: got, possible, deducted."""

    got_pattern: Pattern
    could_pattern: Pattern
    moved_pattern: Pattern
    weight: Some
    deduction: Some
    score: Some
    total_pattern: Pattern


class GradeWords(Words):
    """Grades and who gave them. `{words}` in the patterns stands for the grade words."""

    words: Some
    pattern: str
    pattern_named: str
    band_behind: str
    owners: Some


class UniqueWords(Words):
    """What tells the two amounts before a rate apart, and which rates may be made of them."""

    base_before: Pattern
    base_opens: Pattern
    base_generic: Pattern
    among: Pattern
    rate_named: Pattern
    stem_head: Pattern
    planned: Pattern
    plan_by_name: Pattern
    plan_base: Pattern
    done: Pattern
    of_money: Pattern
    any_unit: Some
    number_word: str
    same: dict[str, Some]


class ClassWords(Words):
    """Names of parts that exclude one another."""

    complete: tuple[Some, ...]
    exclusive: tuple[Some, ...]
    negations: Some
    graded: Some
    rest_pattern: Pattern
    besides: Some
    short_nouns: str


class JoiningWords(Words):
    """`vocabulary/joining.toml`: what tells the only possible operands, and which parts exclude one another."""

    unique: UniqueWords
    classes: ClassWords


class CueWords(Words):
    """`vocabulary/cues.toml`."""

    sentence: SentenceWords
    sums: SumWords
    respectively: RespectivelyWords
    enumeration: EnumerationWords
    periods: PeriodWords
    growth: GrowthWords
    completion: CompletionWords
    share: ShareWords
    split: SplitWords
    survey: SurveyWords
    staffing: StaffingWords
    product: ProductWords
    scores: ScoreWords
    grades: GradeWords


class Cues(CueWords, JoiningWords):
    """All cue words of numeric statements."""


class FieldRule(Words):
    """One canonical field: its role, the kinds of figures it may be, and the words that say so."""

    id: str
    role: Role
    kinds: tuple[str, ...]
    match: Patterns
    never: Patterns = ()


class Trim(Words):
    """What is cut from a metric phrase, token by token."""

    copula_pattern: Pattern
    front: Some
    back: Some
    compounds: Some
    verbs: Some
    events: Some
    classifiers: Some
    remark_pattern: Pattern
    per_pattern: Pattern
    since_pattern: Pattern
    per_only_pattern: Pattern
    needy: Some
    generic_pattern: Pattern
    front_pattern: Pattern
    equals: Some
    middle: Some
    adverbs: Some
    reaching: Some
    rate_pattern: Pattern
    bare_rate_pattern: Pattern
    bearer_pattern: Pattern
    movement_pattern: Pattern
    attaining: Some
    fee_pattern: Pattern
    working: Some
    particles: Some
    tail_never: Some


class Metrics(Words):
    """What figures measure."""

    fields: tuple[FieldRule, ...]
    trim: Trim


@functools.cache
def cues(vocabulary: Path | None = None) -> Cues:
    """The cue words, extended by an auditor's file."""
    parts = (load("cues", CueWords, vocabulary), load("joining", JoiningWords, vocabulary))
    return Cues.model_construct(
        **{name: getattr(part, name) for part in parts for name in type(part).model_fields}
    )


def metrics(vocabulary: Path | None = None) -> Metrics:
    """The metric words, extended by an auditor's file."""
    return load("metrics", Metrics, vocabulary)


@functools.cache
def either(words: Iterable[str]) -> str:
    """A pattern matching any of the words, longest first."""
    return "(?:" + "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@functools.cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """The pattern, compiled once."""
    return regex.compile(pattern)
