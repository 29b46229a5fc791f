"""The words and thresholds of `words_remarks.toml`: what is worth a question in a form, a survey, a ledger or a contract."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from score.configuration import load

REMARKS = Path(__file__).with_name("words_remarks.toml")
Words = tuple[str, ...]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Points(_Data):
    """Scores, and what stands beside them."""

    execution_names: Words
    good_score: Decimal
    poor_spending: Decimal
    problem_headings: Words
    no_problems: Words
    cost_shares: Words
    whole_cost: Words


class Visits(_Data):
    """Two units of which the first counts every time and the second every one."""

    more: str
    fewer: str


class Counts(_Data):
    """Units that hold one another."""

    visits: tuple[Visits, ...]


class Surveys(_Data):
    """How many answers carry a rate."""

    fewest: int


class Ledger(_Data):
    """When bookings crowd at the end of the year."""

    last_month_share: Decimal
    fewest_months: int


class Phases(_Data):
    """Phases of an evaluation, and terms of a contract."""

    own: Words
    names: Words
    contract: Words


class Remarks(_Data):
    """The whole file."""

    points: Points
    counts: Counts
    surveys: Surveys
    ledger: Ledger
    phases: Phases


@lru_cache(maxsize=4)
def remarks(path: Path = REMARKS) -> Remarks:
    """The words and thresholds. Raises ConfigurationError with file and line for a faulty file."""
    return load(path, Remarks)
