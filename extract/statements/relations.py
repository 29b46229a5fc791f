"""The words of relations read after the plain statements, as validated data: `vocabulary/relations.toml`."""

from __future__ import annotations

from pathlib import Path

from extract.statements.lexicon import Pattern, Some
from extract.words import Words, load


class TimesWords(Words):
    """So many times as much, and by so many times."""

    units: Some
    grown_pattern: Pattern
    of_pattern: Pattern
    base_opens_pattern: Pattern
    earlier_pattern: Pattern


class PointWords(Words):
    """By how many percentage points two rates differ."""

    more_pattern: Pattern
    less_pattern: Pattern
    against_pattern: Pattern
    list_words: Some
    asked_pattern: Pattern
    object_pattern: Pattern
    progress_pattern: Pattern
    goal_pattern: Pattern


class SavedWords(Words):
    """Rates and amounts of what was saved."""

    rate_pattern: Pattern
    total_pattern: Pattern
    planned_pattern: Pattern
    done_pattern: Pattern


class BracketWords(Words):
    """Amounts in brackets behind the rate they make."""

    over: Some
    times: Some
    asked_pattern: Pattern
    done_pattern: Pattern
    first_pattern: Pattern


class Union(Words):
    """A rate of several degrees taken together, and how the names of each degree begin."""

    rate_pattern: Pattern
    parts: tuple[Some, ...]


class DegreeWords(Words):
    """Rates named after several parts of one whole."""

    unions: tuple[Union, ...]


class FormulaWords(Words):
    """Signs of printed calculations; each a string of single characters or a list of them."""

    equals: str
    not_before: str
    ends: str
    plus: Some
    minus: Some
    times: Some
    divided: Some


class DeedWords(Words):
    """A deed due, the same deed done, and the rate called after it."""

    due_pattern: Pattern
    done_pattern: Pattern
    rate_pattern: Pattern


class CalledWords(Words):
    """A rate called after a count, and the words of counts that rates of reach are of."""

    rate_pattern: Pattern
    never_pattern: Pattern
    again_pattern: Pattern
    reach_pattern: Pattern
    out_of_pattern: Pattern
    done_pattern: Pattern
    due_pattern: Pattern
    failed: str


class ScoredWords(Words):
    """Points that are a standard, and those that were got in the end."""

    standard_pattern: Pattern
    scale_pattern: Pattern
    bracket_pattern: Pattern
    got_pattern: Pattern


class MarkWords(Words):
    """Points made of other points."""

    total_lost_pattern: Pattern
    lost_pattern: Pattern
    standard_pattern: Pattern
    apart_pattern: Pattern
    whose_pattern: Pattern
    compared_pattern: Pattern
    base_pattern: Pattern
    added_pattern: Pattern
    final_pattern: Pattern
    times_pattern: Pattern
    result_pattern: Pattern


class RunWords(Words):
    """Totals, wholes and bases of runs of figures."""

    total_pattern: Pattern
    never_pattern: Pattern
    amount_pattern: Pattern
    of_pattern: Pattern
    share_pattern: Pattern
    respectively_pattern: Pattern
    overall_pattern: Pattern
    rate_pattern: Pattern
    counted: Some
    monthly_pattern: Pattern
    yearly_pattern: Pattern
    planned_pattern: Pattern


class MeanWords(Words):
    """Means of what is listed; `{what}` is what the mean is called."""

    mean_pattern: Pattern
    each_pattern: str
    simple_pattern: Pattern
    never_pattern: Pattern


class AnswerWords(Words):
    """Answers of a scale, beside their shares; a scale goes from the best to the worst, words for one step parted by /."""

    behind_pattern: Pattern
    before_pattern: Pattern
    scales: tuple[Some, ...]


class PortionWords(Words):
    """A percentage and the amount it comes to."""

    said_pattern: Pattern
    share_pattern: Pattern
    share_said_pattern: Pattern
    owed_pattern: Pattern
    yearly_pattern: Pattern
    interest_pattern: Pattern
    never_pattern: Pattern
    apart_pattern: Pattern
    whole_pattern: Pattern
    based_pattern: Pattern
    rate_pattern: Pattern
    result_pattern: Pattern


class EarlierWords(Words):
    """What stood before a change, told behind it; what was added, told as an amount."""

    bracket_pattern: Pattern
    average_pattern: Pattern
    added_pattern: Pattern


class Relations(Words):
    """All words of further relations."""

    times: TimesWords
    points: PointWords
    saved: SavedWords
    brackets: BracketWords
    degrees: DegreeWords
    formulas: FormulaWords
    deeds: DeedWords
    called: CalledWords
    scored: ScoredWords
    marks: MarkWords
    runs: RunWords
    means: MeanWords
    answers: AnswerWords
    portions: PortionWords
    earlier: EarlierWords


def relations(vocabulary: Path | None = None) -> Relations:
    """The words of relations, extended by an auditor's file."""
    return load("relations", Relations, vocabulary)
