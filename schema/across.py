"""What documents say of one another: links between them, and checks whose figures stand in two of them."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from schema.figure import Frozen
from schema.finding import Check, Finding


class LinkKind(StrEnum):
    """How two documents belong together."""

    PROJECT_YEAR = "project_year"
    """Both speak of one project in one year."""
    NEXT_YEAR = "next_year"
    """One project; the second document is of the year after the first."""
    PART_OF = "part_of"
    """The first is of a department, the second of one of its projects."""
    RENDITION = "rendition"
    """Two files of one document: another format, or another version."""


class Link(Frozen):
    """Two documents, by id, that belong together. Only an `explicit` link is computed with.

    `evidence` names what speaks for it (keys of the wording under `[evidence]`), `confidence` runs from 0 to 1.
    A link that is not explicit is a suggestion, for an auditor to confirm in a file of links.
    """

    kind: LinkKind
    first: str
    second: str
    explicit: bool
    confidence: Decimal
    evidence: tuple[str, ...] = ()


class Elsewhere(Frozen):
    """An annex that a document refers to and that is another file of the archive."""

    document: str
    label: str
    found_in: str
    path: str
    evidence: tuple[str, ...] = ()


class Across(Frozen):
    """What came of re-checking documents against one another; checks and findings by the id of their document."""

    links: tuple[Link, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    checks: dict[str, tuple[Check, ...]] = Field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = Field(default_factory=dict)
    paths: dict[str, str] = Field(default_factory=dict)
    """The path of every document that a check or link names."""
    notices: tuple[str, ...] = ()
