"""An auditor's word on which documents belong together: a TOML file that overrides what linking finds.

    [[link]]                                  # these are of one project and year
    documents = ["评价报告.pdf", "台账/支出明细账.xlsx"]
    [[apart]]                                 # these are not, whatever their names say
    documents = ["a.docx", "b.docx"]
    [[alias]]                                 # names of one project
    names = ["农村饮水安全项目", "农饮工程"]

A document is named by its id, by the beginning of its hash, or by the end of its path.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from score.across.brief import Brief
from score.across.names import bare
from score.configuration import load

Names = Annotated[tuple[str, ...], Field(min_length=2)]


class Together(BaseModel):
    """Documents that are named together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: Names


class Alias(BaseModel):
    """Names of one project."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Names


class Overrides(BaseModel):
    """The file as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: tuple[Together, ...] = ()
    apart: tuple[Together, ...] = ()
    alias: tuple[Alias, ...] = ()


def overrides(path: Path | None) -> Overrides:
    """The overrides of a file, or none. Raises ConfigurationError with file and line, OSError if unreadable."""
    return load(path, Overrides) if path else Overrides()


def aliases(given: Overrides) -> dict[str, str]:
    """Bare name -> the first bare name of its group."""
    return {bare(name): bare(group.names[0]) for group in given.alias for name in group.names}


def named(wanted: str, briefs: Iterable[Brief]) -> list[Brief]:
    """The documents that an entry names; none if it matches nothing."""
    tail = PurePath(wanted).parts
    return [
        brief
        for brief in briefs
        if brief.id == wanted
        or (len(wanted) >= 8 and brief.sha256.startswith(wanted))
        or PurePath(brief.path).parts[-len(tail) :] == tail
    ]
