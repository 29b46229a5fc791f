"""Documents of a run against one another: briefs from the reports, links, checks, and what they change in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

from fuhe.pipeline import configuration_errors
from publish.dataset import write_text
from publish.phrases import Words
from schema.across import Across, Elsewhere
from schema.finding import Check, Finding, Verdict
from schema.order import in_order
from schema.report import Report
from score.across.assess import assess_across
from score.across.brief import Brief, brief_of
from score.across.override import overrides

if TYPE_CHECKING:
    from collections.abc import Iterable

RESULT = "across.json"
Subject = TypeVar("Subject", Check, Finding)
ANNEXES = "N04"
"""The rule that misses an annex which may be another file."""


def compare(
    reports: Iterable[Report], load: Callable[[str], Report], links: str | None, words: Words
) -> Across:
    """Re-check the reports of a run against one another; `links` is an auditor's file of links.

    The reports are gone through once, and those that belong together are loaded again. Raises FuheError for an
    invalid file of links.
    """
    with configuration_errors():
        given = overrides(Path(links) if links else None)
        found = assess_across(_briefs(reports), load, given)
    return found.model_copy(
        update={
            "checks": {id_: tuple(_worded(c, words) for c in checks) for id_, checks in found.checks.items()},
            "findings": {id_: tuple(_worded(f, words) for f in told) for id_, told in found.findings.items()},
        }
    )


def _briefs(reports: Iterable[Report]) -> Iterator[Brief]:
    return (brief_of(report) for report in reports)


def _worded(subject: Subject, words: Words) -> Subject:
    facts = dict(subject.facts)
    facts["evidence"] = _evidence(facts.get("evidence", "").split(), words)
    filled = subject.model_copy(update={"facts": facts})
    return filled.model_copy(update={"message": words.phrase(filled)})


def _evidence(keys: Iterable[str], words: Words) -> str:
    return words.term("text", "list_separator").join(words.term("evidence", key) for key in keys)


@dataclass(frozen=True, slots=True)
class Said:
    """What the other documents of a run say of one: checks, findings, and its annexes that are other files, by label."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    annexes: dict[str, Elsewhere]


def said_by_document(across: Across) -> dict[str, Said]:
    """What is said of each document of which anything is said, by its id."""
    annexes: dict[str, dict[str, Elsewhere]] = {}
    for annex in across.elsewhere:
        annexes.setdefault(annex.document, {}).setdefault(annex.label, annex)
    return {
        id_: Said(across.checks.get(id_, ()), across.findings.get(id_, ()), annexes.get(id_, {}))
        for id_ in {**across.checks, **across.findings, **annexes}
    }


def with_others(report: Report, said: Said | None, words: Words) -> Report:
    """The report with what the other documents say of it: their checks and findings, and its annexes found."""
    if said is None:
        return report
    checks = tuple(_found_elsewhere(c, said.annexes, words) for c in report.checks)
    findings = tuple(f for f in report.findings if not (f.rule == ANNEXES and f.subject in said.annexes))
    return report.model_copy(
        update={"checks": checks + said.checks, "findings": in_order(findings + said.findings)}
    )


def _found_elsewhere(check: Check, found: dict[str, Elsewhere], words: Words) -> Check:
    """A missing annex that is another file of the archive is there; the check says where and why."""
    if check.rule != ANNEXES or check.verdict is not Verdict.INCONSISTENT or check.subject not in found:
        return check
    annex = found[check.subject]
    facts = {
        **check.facts,
        "outcome": "elsewhere",
        "other": PurePath(annex.path).name,
        "evidence": _evidence(annex.evidence, words),
    }
    update = {"verdict": Verdict.CONSISTENT, "severity": None, "facts": facts, "message": ""}
    settled = check.model_copy(update=update)
    return settled.model_copy(update={"message": words.phrase(settled)})


def save(across: Across, out: Path) -> None:
    """Write the result beside the reports."""
    write_text(out / RESULT, across.model_dump_json(indent=1) + "\n")
