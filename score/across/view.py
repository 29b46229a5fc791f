"""What a rule across documents is given: one document, and those that surely belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from schema.across import Link
from schema.figure import Figure, Place
from schema.finding import Check, Severity
from schema.report import Report


@dataclass(frozen=True, slots=True)
class Other:
    """Another document, and the link that leads to it. `version` is one number for all versions of one document."""

    report: Report
    link: Link
    version: int = 0

    @property
    def name(self) -> str:
        """The name of its file."""
        return PurePath(self.report.document.path).name

    def figure(self, figure: Figure) -> Figure:
        """A figure of it, as it stands in a check of another document."""
        return figure.model_copy(update={"place": self.place(figure.place)})

    def place(self, place: Place) -> Place:
        """A place in it, as it stands in a check of another document."""
        return place.model_copy(update={"document": self.report.document.id})


@dataclass(frozen=True, slots=True)
class View:
    """A document with its ledgers, the other documents on its project and year, those of the year before,
    the projects of its department, and other versions of itself. Only explicit links lead here."""

    report: Report
    ledgers: tuple[Other, ...] = ()
    same: tuple[Other, ...] = ()
    before: tuple[Other, ...] = ()
    parts: tuple[Other, ...] = ()
    versions: tuple[Other, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)

    def facts(self, other: Other) -> dict[str, str]:
        """The facts every check across documents has: the names of both files, and the evidence of the link."""
        return {
            "this": PurePath(self.report.document.path).name,
            "other": other.name,
            "evidence": " ".join(other.link.evidence),
        }


RuleFunction = Callable[[View], Iterable[Check]]


@dataclass(frozen=True, slots=True)
class AcrossRule:
    """A registered rule across documents."""

    id: str
    severity: Severity
    run: RuleFunction
    doc: str
    family: str = "across"
    needs: tuple[str, ...] = ("links",)


RULES: dict[str, AcrossRule] = {}


def across(id: str, *, severity: Severity) -> Callable[[RuleFunction], RuleFunction]:  # noqa: A002
    """Register a rule across documents, as `score.rule.rule` does for one document."""

    def register(function: RuleFunction) -> RuleFunction:
        if id in RULES or not function.__doc__:
            raise ValueError(f"rule {id} is registered twice or has no docstring")
        RULES[id] = AcrossRule(id, severity, function, function.__doc__)
        return function

    return register


def across_rules() -> Iterator[AcrossRule]:
    """Every rule across documents, in the order of their ids."""
    from score.across import annexes, copies, indicators, ledger, money, months  # noqa: F401

    yield from (RULES[key] for key in sorted(RULES))
