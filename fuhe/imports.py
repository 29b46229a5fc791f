"""`fuhe import-decisions`: decisions filled into the workbook, or made on another machine, into an output folder.

A row of the workbook is known by the id of its finding, never by its place; sorting, filtering and saving by WPS or
LibreOffice change nothing. Only rows that say something else than what is known become decisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fuhe.console import Session, put
from fuhe.decisions import FILE, Decision, Decisions, conflicts, now, read_lines
from fuhe.errors import ExitCode, FuheError
from fuhe.outputs import RECORD
from publish.dataset import write_text
from publish.pages import DECISIONS_SCRIPT
from publish.terms import LANGUAGES, terms

COLUMNS = ("finding_id", "status", "auditee_note", "checker", "checked_on", "rule")
REQUIRED = frozenset({"finding_id", "status"})
SEARCHED = 10
"""Rows in which the header is looked for: people put titles above it."""


def import_decisions(session: Session, files: tuple[Path, ...], into: Path | None) -> ExitCode:
    """Take over the decisions of workbooks and decision files; how many were new, and where people differ."""
    from fuhe.decisions import script_of

    for file in files:
        folder = into or file.resolve().parent
        if not (folder / RECORD).exists():
            raise FuheError("not_a_run", path=folder)
        decisions = Decisions(folder)
        try:
            new = _read(file, decisions, session)
            count = decisions.merge(new)
            if (folder / DECISIONS_SCRIPT).exists():
                write_text(folder / DECISIONS_SCRIPT, script_of(decisions.latest()))
        except FileNotFoundError as error:
            raise FuheError("missing", path=file) from error
        except OSError as error:
            raise FuheError("output", path=folder, detail=error.strerror or error) from error
        differing = len(conflicts(decisions.latest()))
        put([session.text("imported", count=count, path=folder / FILE, file=file)])
        if differing:
            put([session.text("differing", count=differing)])
    return ExitCode.DONE


def _read(file: Path, decisions: Decisions, session: Session) -> list[Decision]:
    if file.suffix.lower() == ".jsonl":
        if not file.exists():
            raise FileNotFoundError(str(file))
        return list(read_lines(file))
    latest = decisions.latest()
    told = []
    for row in rows_of(file):
        found = _decision(row)
        known = next((line for line in latest.get(found.finding, []) if line.by == found.by), None)
        silent = found.verdict == "pending" and not found.note and known is None
        same = known is not None and (known.verdict, known.note) == (found.verdict, found.note)
        if not silent and not same:
            told.append(found)
    return told


def _decision(row: dict[str, Any]) -> Decision:
    by = str(row.get("checker") or "").strip() or terms("zh").term("text", "workbook_reviewer")
    return Decision(
        finding=str(row["finding_id"]).strip(),
        verdict=row["verdict"],
        by=by[:200],
        at=_when(row.get("checked_on")),
        rule=str(row.get("rule") or ""),
        note=str(row.get("auditee_note") or "").strip()[:4000],
    )


def _when(value: Any) -> str:
    """The day somebody wrote, or now."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds") + "+00:00"
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00.000+00:00"
    try:
        return f"{date.fromisoformat(str(value).strip()[:10]).isoformat()}T00:00:00.000+00:00"
    except ValueError:
        return now()


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a workbook that have a finding and a known status (`verdict`). Raises FuheError for another file."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(file, data_only=True)
    except FileNotFoundError:
        raise
    except (InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise FuheError("bad_workbook", path=file, detail=error) from error
    except Exception as error:  # zip and XML errors of many kinds: the file is not a workbook
        raise FuheError("bad_workbook", path=file, detail=error) from error
    verdicts = {text: key for lang in LANGUAGES for key, text in terms(lang).section("decision").items()}
    header: dict[str, int] = {}
    for sheet in book.worksheets:
        header = {}
        for number, row in enumerate(sheet.iter_rows(values_only=True)):
            if not header:
                header = _header(row) if number < SEARCHED else {}
                continue
            cells = {key: row[at] if at < len(row) else None for key, at in header.items()}
            verdict = verdicts.get(str(cells.get("status") or "").strip())
            if cells.get("finding_id") and verdict is not None:
                yield cells | {"verdict": verdict}
        if header:
            return
    if not header:
        raise FuheError("bad_workbook", path=file, detail=terms("zh").term("column", "finding_id"))


def _header(row: tuple[Any, ...]) -> dict[str, int]:
    """Column numbers by key, when a row is the header of the list of doubts in any language."""
    for lang in LANGUAGES:
        titles = {terms(lang).term("column", key): key for key in COLUMNS}
        found = {
            titles[text]: at for at, cell in enumerate(row) if (text := str(cell or "").strip()) in titles
        }
        if found.keys() >= REQUIRED:
            return found
    return {}
