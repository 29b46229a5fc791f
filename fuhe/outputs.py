"""From the reports of a run to its files: dataset, database, workbook, description, and the record of the run."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fuhe.batch import Plan, Result, reports_of, writing
from fuhe.journal import READ, program_digest
from fuhe.settings import Settings
from publish.dataset import (
    DATABASE,
    DESCRIPTION,
    FOLDER,
    DatasetWriter,
    write_database,
    write_description,
    write_text,
)
from publish.phrases import words
from publish.tables import Failure
from publish.workbook import About, Workbook
from score.rule import all_rules

RECORD = "run.json"
WORKBOOK = "findings.xlsx"
LIBRARIES = ("duckdb", "jieba", "lxml", "pdfplumber", "pikepdf", "pyarrow", "pydantic", "pypdfium2", "spacy")


@dataclass(frozen=True, slots=True)
class Written:
    """Where the outputs are, when their place was not to be had."""

    workbook: Path


def write_outputs(result: Result, out: Path, settings: Settings, plan: Plan) -> Written:
    """Write every output of a run; the reports are read once, one at a time."""
    failures = result.failures()
    with writing(out):
        if _unchanged(result, out):
            return Written(out / WORKBOOK)
        workbook = _tables(result, out, settings, failures)
        write_database(out / FOLDER, out / DATABASE)
        write_description(out / DESCRIPTION, {"version": version("fuhe")})
        write_text(
            out / RECORD, json.dumps(_record(result, settings, plan), ensure_ascii=False, indent=1) + "\n"
        )
    return Written(workbook)


def _tables(result: Result, out: Path, settings: Settings, failures: list[Failure]) -> Path:
    """Dataset and workbook, in one pass over the reports; the path of the workbook."""
    wording = words(settings.lang)
    book = Workbook(out / WORKBOOK, wording)
    try:
        with DatasetWriter(out / FOLDER, wording) as writer:
            for report, paths in reports_of(result, out):
                writer.add(report, paths)
                book.add(report)
            writer.add_failures(failures)
        book.add_failures(failures)
    except BaseException:
        book.discard()
        raise
    return book.close(_about(result, settings))


def _unchanged(result: Result, out: Path) -> bool:
    """Whether the outputs that lie there are those of this very result."""
    try:
        record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    there = [out / WORKBOOK, out / DATABASE, out / DESCRIPTION, out / FOLDER / "findings.parquet"]
    return bool(record.get("content") == _content(result) and all(path.exists() for path in there))


def _content(result: Result) -> list[Any]:
    documents = [[found.id, list(found.paths), entry.state, entry.key] for found, entry in result.entries]
    return [*documents, *([path, reason] for path, reason, _ in result.archive.unreadable)]


def _about(result: Result, settings: Settings) -> About:
    return About(
        version=version("fuhe"),
        rules=sum(1 for _ in all_rules()),
        profile=settings.profile or "auto",
        documents=len(result.read),
        failures=len(result.failures()),
        ignored=result.archive.ignored,
    )


def _record(result: Result, settings: Settings, plan: Plan) -> dict[str, Any]:
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
            "key": result.key,
        },
        "rules": [rule.id for rule in all_rules()],
        "counts": {
            "documents": len(result.read),
            "failures": len(result.failures()),
            "copies": result.archive.copies,
            "ignored": result.archive.ignored,
            **{name: result.count(name) for name in ("errors", "warnings", "notes")},
        },
        "interrupted": result.interrupted,
        "documents": [
            {
                "id": found.id,
                "paths": list(found.paths),
                "sha256": found.sha256,
                "state": "ok" if entry.state == READ else entry.state,
                "seconds": result.seconds.get(found.id),
            }
            for found, entry in result.entries
        ],
        "content": _content(result),
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
