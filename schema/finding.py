"""What the re-check says: checks, findings, coverage and score."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from schema.figure import Figure, Frozen, Place


class Verdict(StrEnum):
    """Whether the reported figure can be true, given the others."""

    CONSISTENT = "consistent"
    IF_TRUNCATED = "consistent_if_truncated"
    IF_ROUNDED_UP = "consistent_if_rounded_up"
    INCONSISTENT = "inconsistent"
    UNDETERMINED = "undetermined"


class Severity(StrEnum):
    """ERROR: figures that cannot all be true. WARNING: needs an explanation. NOTE: for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Check(Frozen):
    """One instance of a rule that was examined, consistent ones included.

    `figures` hold every printed figure that takes part. `formula` is filled with the figures as printed,
    `reported` is the printed result, `recomputed` ours; `low` and `high` bound what rounding allows, as
    printed numbers. `margin` is the distance between the two sets in units of the last printed place;
    `power` the chance that a random wrong figure would have been caught (0 to 1). `severity` is the one a
    finding would have: None when the verdict needs no finding. `facts` fill the wording, `message` is the
    filled sentence. `subject` says, in the words of the report, what was re-checked.
    """

    rule: str
    verdict: Verdict
    severity: Severity | None = None
    figures: tuple[Figure, ...] = ()
    subject: str = ""
    formula: str = ""
    reported: str | None = None
    recomputed: str | None = None
    low: str | None = None
    high: str | None = None
    margin: str | None = None
    power: str | None = None
    repairs: tuple[str, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)
    message: str = ""
    quote: str = ""
    places: tuple[Place, ...] = ()


class Finding(Frozen):
    """A doubt to be verified: one fact, with every place where it stands."""

    id: str
    rule: str
    severity: Severity
    verdict: Verdict
    message: str
    subject: str = ""
    figures: tuple[Figure, ...] = ()
    formula: str = ""
    reported: str | None = None
    recomputed: str | None = None
    low: str | None = None
    high: str | None = None
    margin: str | None = None
    repairs: tuple[str, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)
    places: tuple[Place, ...] = ()
    quote: str = ""


class Skipped(Frozen):
    """A rule that did not apply, and why (a key of the wording)."""

    rule: str
    reason: str


class Coverage(Frozen):
    """How much of what was printed took part in a check."""

    figures: int = 0
    checked: int = 0
    agreeing: int = 0
    disagreeing: int = 0
    unchecked: tuple[Figure, ...] = ()
    excluded: int = 0
    unread: int = 0
    rules_run: int = 0
    rules_not_applicable: int = 0
    skipped: tuple[Skipped, ...] = ()


class Score(Frozen):
    """The consistency of a document, with the counts it comes from; `consistency` is None if none decided."""

    consistency: str | None = None
    decided: int = 0
    consistent: int = 0
    inconsistent: int = 0
    undetermined: int = 0
    recomputed_total: str | None = None
    reported_total: str | None = None
    grade: str | None = None
    recomputed_grade: str | None = None


class Assessment(Frozen):
    """What the score stage returns for one report."""

    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage = Coverage()
    score: Score = Score()
    notices: tuple[str, ...] = ()
    """Rules that raised, by name and error: a notice, never a lost document."""
