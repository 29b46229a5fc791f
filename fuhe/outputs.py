"""From the reports of a run to its files: dataset, database, workbook, description, and the record of the run."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from fuhe.across import RESULT as ACROSS
from fuhe.across import compare, save, with_others
from fuhe.batch import Plan, Result, load, report_of, writing
from fuhe.decisions import Decisions, cells_of, digest_of, script_of
from fuhe.journal import READ, program_digest
from fuhe.publishing import publish_all, stale
from fuhe.roll import Roll, roll_of
from fuhe.settings import Settings
from fuhe.stage import apart
from fuhe.supervisor import MAIN
from publish.dataset import (
    DATABASE,
    DESCRIPTION,
    FOLDER,
    DatasetWriter,
    write_database,
    write_description,
    write_text,
)
from publish.overview import INDEX, Overview
from publish.pages import DECISIONS_SCRIPT
from publish.phrases import Words, words
from publish.tables import Failure
from publish.workbook import About, Workbook
from schema.across import Across
from schema.finding import Severity
from schema.report import Report
from score.across.view import across_rules
from score.rule import all_rules

FEW = 1000
"""Documents up to which starting three processes takes longer than it is worth."""
P = ParamSpec("P")
R = TypeVar("R")
RECORD = "run.json"
WORKBOOK = "findings.xlsx"
SEVERITIES = tuple(f"{severity.value}s" for severity in Severity)
LIBRARIES = ("duckdb", "jieba", "lxml", "pdfplumber", "pikepdf", "pyarrow", "pydantic", "pypdfium2", "spacy")


@dataclass(frozen=True, slots=True)
class Written:
    """Where the workbook is, when its place was not to be had, what came of documents against one another, and the
    findings in the outputs by severity (`errors`, `warnings`, `notes`)."""

    workbook: Path
    across: dict[str, Any]
    findings: dict[str, int]


def write_outputs(result: Result, out: Path, settings: Settings, plan: Plan) -> Written:
    """Write every output of a run; the reports are read one at a time.

    Of many documents, each stage is written by a process of its own.
    """
    failures = result.failures()
    stage = apart if len(result.entries) > FEW else _here
    with writing(out):
        if record := _unchanged(result, out, plan):
            return Written(
                out / WORKBOOK, record["across"], {name: record["counts"][name] for name in SEVERITIES}
            )
        across = stage(_across, result, out, settings, plan)
        with roll_of(result.read, across, out) as roll:
            lost = _pages(roll, out, plan)
            workbook, findings = stage(_tables, roll, out, settings, failures, _about(result, settings))
        stage(write_database, out / FOLDER, out / DATABASE)
        write_description(out / DESCRIPTION, {"version": version("fuhe")})
        record = _record(result, settings, plan, across)
        record["counts"] |= findings
        record |= {"without_page": lost, "base": _base(out), "decisions": digest_of(out)}
        write_text(out / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return Written(workbook, record["across"], findings)


def _here(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return function(*args, **kwargs)


def _across(result: Result, out: Path, settings: Settings, plan: Plan) -> Across:
    """The documents against one another, in a pass over the reports of its own."""
    reports = (report_of(found.id, found.paths, out) for found in result.read)
    across = compare(reports, lambda identity: load(out, identity), plan.links, words(settings.lang))
    save(across, out)
    return across


def _pages(roll: Roll, out: Path, plan: Plan) -> list[str]:
    """Pages and marked copies of documents on which another one throws light, and those that are missing.

    The files whose page could not be made are returned, for the record.
    """
    reports = ((report, paths[0]) for report, paths in _whole(roll, out, words(plan.settings.lang)))
    jobs = stale(reports, out, plan.settings)
    return publish_all(jobs, workers=plan.jobs, timeout=plan.timeout, memory=plan.memory)


def _whole(roll: Roll, out: Path, wording: Words) -> Iterator[tuple[Report, tuple[str, ...]]]:
    """Every report with what other documents say of it, and its paths; one at a time."""
    for id_, paths, said in roll:
        yield with_others(report_of(id_, paths, out), said, wording), paths


def _tables(
    roll: Roll, out: Path, settings: Settings, failures: list[Failure], about: About
) -> tuple[Path, dict[str, int]]:
    """Dataset and workbook, in one pass over the reports; the path of the workbook, and the findings by severity."""
    wording = words(settings.lang)
    latest = Decisions(out).latest()
    book = Workbook(out / WORKBOOK, wording, cells_of(latest, wording.section("decision")))
    overview = Overview(out, wording)
    try:
        with DatasetWriter(out / FOLDER, wording) as writer:
            for report, paths in _whole(roll, out, wording):
                writer.add(report, paths)
                book.add(report)
                overview.add(report)
            for some in roll.links():
                writer.add_links(some)
            writer.add_failures(failures)
        book.add_failures(failures)
    except BaseException:
        book.discard()
        overview.close()
        raise
    facts = wording.term(
        "pages", "run_facts", version=about.version, rules=about.rules, profile=about.profile
    )
    overview.write(failures, facts)
    write_text(out / DECISIONS_SCRIPT, script_of(latest))
    return book.close(about), {f"{s.value}s": overview.totals[s.value] for s in Severity}


def _unchanged(result: Result, out: Path, plan: Plan) -> dict[str, Any] | None:
    """The record of the outputs that lie there, if they are those of this very result."""
    try:
        record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    same = record.get("content") == content_of(result, plan) and "across" in record
    same = same and record.get("decisions") == digest_of(out) and version_of(out) == version("fuhe")
    return dict(record) if same and all(path.exists() for path in outputs_of(out)) else None


def version_of(out: Path) -> str | None:
    """The version of the program that wrote the outputs of a folder; None if there are none, or none that say it."""
    try:
        record = json.loads((out / RECORD).read_text(encoding="utf-8"))
        return str(record["program"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def outputs_of(out: Path) -> tuple[Path, ...]:
    """The files without which the outputs of a run are not whole."""
    names = (WORKBOOK, DATABASE, DESCRIPTION, ACROSS, INDEX)
    return (*(out / name for name in names), out / FOLDER / "findings.parquet")


def content_of(result: Result, plan: Plan) -> list[Any]:
    """What the outputs depend on: the documents with their paths and keys, what could not be opened, the links."""
    documents = [[found.id, list(found.paths), entry.state, entry.key] for found, entry in result.entries]
    links = hashlib.sha256(Path(plan.links).read_bytes()).hexdigest() if plan.links else None
    return [*documents, *([path, reason] for path, reason, _ in result.archive.unreadable), ["links", links]]


def _about(result: Result, settings: Settings) -> About:
    return About(
        version=version("fuhe"),
        rules=sum(1 for _ in all_rules()) + sum(1 for _ in across_rules()),
        profile=settings.profile or "auto",
        documents=len(result.read),
        failures=len(result.failures()),
        ignored=result.archive.ignored,
        digest=program_digest(),
    )


def _record(result: Result, settings: Settings, plan: Plan, across: Across) -> dict[str, Any]:
    told = [finding for findings in across.findings.values() for finding in findings]
    return {
        "program": {
            "name": "fuhe",
            "version": version("fuhe"),
            "digest": program_digest(),
            "python": platform.python_version(),
            "libraries": {name: _version(name) for name in LIBRARIES},
        },
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": {
            "lang": settings.lang,
            "profile": settings.profile,
            "vocabulary": settings.vocabulary,
            "jobs": plan.jobs,
            "timeout": plan.timeout,
            "memory": plan.memory,
            "links": plan.links,
            "key": result.key,
        },
        "rules": [*(rule.id for rule in all_rules()), *(rule.id for rule in across_rules())],
        "counts": {
            "documents": len(result.read),
            "failures": len(result.failures()),
            "copies": result.archive.copies,
            "ignored": result.archive.ignored,
        },
        "across": {
            "links": sum(link.explicit for link in across.links),
            "suggestions": sum(not link.explicit for link in across.links),
            "annexes_found": len({(e.document, e.label) for e in across.elsewhere}),
            "checks": sum(map(len, across.checks.values())),
            **{f"{s.value}s": sum(f.severity is s for f in told) for s in Severity},
            "notices": list(across.notices),
        },
        "interrupted": result.interrupted,
        "lanes": {
            name: {"workers": lane.workers, "documents": lane.done, "seconds": round(lane.seconds, 3)}
            for name, lane in result.lanes.items()
        },
        "documents": [
            {
                "id": found.id,
                "paths": list(found.paths),
                "sha256": found.sha256,
                "state": "ok" if entry.state == READ else entry.state,
                "seconds": result.seconds.get(found.id),
                "lane": result.slow.get(found.id, MAIN) if found.id in result.seconds else None,
            }
            for found, entry in result.entries
        ],
        "content": content_of(result, plan),
    }


def _base(out: Path) -> str:
    """The folder to which relative paths of the record belong, as seen from the output folder."""
    try:
        return Path(os.path.relpath(Path.cwd(), out)).as_posix()
    except ValueError:  # another drive
        return Path.cwd().as_posix()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
