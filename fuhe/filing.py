"""`fuhe export --to html | pdf | docx`: pages, marked copies and working papers from the reports of a run.

Originals are read again where they still are; a document whose file is gone keeps its page and working papers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuhe.across import RESULT as ACROSS
from fuhe.across import said_by_document, with_others
from fuhe.batch import load
from fuhe.console import Session, say
from fuhe.copies import marked_copy
from fuhe.decisions import Decisions, cells_of, script_of
from fuhe.errors import FuheError
from fuhe.outputs import RECORD
from fuhe.pipeline import read
from fuhe.publishing import Job, publish_all
from fuhe.settings import Settings
from fuhe.sources import at_hand, is_remote
from publish.annotate import FOLDER as ANNOTATED
from publish.annotate import copy_name, marked_name
from publish.dataset import write_text
from publish.overview import Overview
from publish.pages import DECISIONS_SCRIPT
from publish.papers import FOLDER as PAPERS
from publish.papers import evidence_sheets, project_sheet
from publish.phrases import Words
from publish.tables import Failure
from publish.workbook import About, Workbook
from schema.across import Across
from schema.report import Report

TIMEOUT, MEMORY = 300, 4096
CONFIRMED = frozenset({"true", "partly"})
"""Decisions that make a finding worth an evidence sheet."""

Documents = Iterator[tuple[Report, str]]


def documents_of(folder: Path, words: Words) -> Documents:
    """Every report of a run, with what other documents say of it, and the path of its file; one at a time."""
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    across = Across()
    if (folder / ACROSS).exists():
        across = Across.model_validate_json((folder / ACROSS).read_bytes())
    said = said_by_document(across)
    for entry in record["documents"]:
        if entry["state"] == "ok":
            label = entry["paths"][0]
            source = label if is_remote(label) else str(folder / record.get("base", ".") / label)
            yield with_others(load(folder, entry["id"]), said.get(entry["id"]), words), source


def to_html(session: Session, folder: Path, target: Path) -> Path:
    """All pages anew; into another folder too."""
    words, settings = session.words, Settings(session.lang)
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    jobs = (Job(report, source, str(target), settings) for report, source in documents_of(folder, words))
    lost = publish_all(jobs, workers=os.cpu_count() or 1, timeout=TIMEOUT, memory=MEMORY)
    for source in lost:
        say(session.text("no_page_of", path=source))
    overview = Overview(target, words)
    for report, _ in documents_of(folder, words):
        overview.add(report)
    facts = words.term(
        "pages",
        "run_facts",
        version=record["program"]["version"],
        rules=len(record["rules"]),
        profile=record["settings"]["profile"] or "auto",
    )
    overview.write(_failures(record), facts)
    write_text(target / DECISIONS_SCRIPT, script_of(Decisions(folder).latest()))
    return target / "index.html"


def to_pdf(session: Session, folder: Path, target: Path) -> Path | None:
    """Marked copies of the PDF and Word files and of the spreadsheets with findings; None if there is nothing to mark.

    Raises FuheError when there is, and no file is as it was in the run.
    """
    words = session.words
    target.mkdir(parents=True, exist_ok=True)
    made = lost = 0
    for report, source in documents_of(folder, words):
        if not report.findings or marked_name(report) is None:
            continue
        try:
            with at_hand(source) as path:
                document = read(path)
                if document.sha256 != report.document.sha256:
                    raise ValueError(words.term("state", "changed_since"))
                marked_copy(path, target, document, report, words)
                made += 1
        except (FuheError, FileNotFoundError, ValueError) as error:
            detail = error.cause(session.lang) if isinstance(error, FuheError) else error
            say(session.text("failed_file", path=source, reason=detail))
            lost += 1
    if lost and not made:
        raise FuheError("inputs_changed", path=folder, count=lost)
    return target if made else None


def to_docx(session: Session, folder: Path, target: Path) -> Path:
    """A sheet a document, and drafts of evidence sheets for the findings that a reviewer confirmed."""
    words = session.words
    latest = Decisions(folder).latest()
    confirmed = {
        finding for finding, lines in latest.items() if any(line.verdict in CONFIRMED for line in lines)
    }
    drafts = 0
    for report, _ in documents_of(folder, words):
        sheet = copy_name(report, f"-{words.term('papers', 'project_file')}.docx")
        project_sheet(report, target / sheet, words)
        chosen = [finding for finding in report.findings if finding.id in confirmed]
        if chosen:
            draft = copy_name(report, f"-{words.term('papers', 'evidence_file')}.docx")
            evidence_sheets(report, chosen, target / draft, words)
            drafts += len(chosen)
    say(session.text("drafts", count=drafts) if drafts else session.text("no_drafts"))
    return target


def judged_workbook(folder: Path, target: Path, words: Words) -> Path:
    """The workbook of a run with the decisions made since; the path it got (another one when it is open elsewhere)."""
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    book = Workbook(target, words, cells_of(Decisions(folder).latest(), words.section("decision")), folder)
    try:
        for report, _ in documents_of(folder, words):
            book.add(report)
        failures = _failures(record)
        book.add_failures(failures)
    except BaseException:
        book.discard()
        raise
    counts = record["counts"]
    about = About(
        version=record["program"]["version"],
        rules=len(record["rules"]),
        profile=record["settings"]["profile"] or "auto",
        documents=counts["documents"],
        failures=counts["failures"],
        ignored=counts["ignored"],
        digest=record["program"].get("digest", ""),
    )
    return book.close(about)


def _failures(record: dict[str, Any]) -> list[Failure]:
    return [
        Failure(tuple(entry["paths"]), entry["sha256"], entry["state"])
        for entry in record["documents"]
        if entry["state"] != "ok"
    ]


FILINGS = {"html": (to_html, ""), "pdf": (to_pdf, ANNOTATED), "docx": (to_docx, PAPERS)}
"""How each format is written, and where in the output folder."""
