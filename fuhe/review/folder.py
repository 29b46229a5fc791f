"""What the review page knows of an output folder: its documents, their findings, and what was decided."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuhe.decisions import Decision, Decisions, conflicts, now, said_of, script_of
from fuhe.errors import FuheError
from fuhe.export import of_this_version
from publish.dataset import FOLDER as DATASET
from publish.dataset import write_text
from publish.overview import INDEX
from publish.pages import DECISIONS_SCRIPT, FOLDER, page_name

DROPPED = "dropped"
"""Files checked from the review page, with reports and pages of their own beside those of the run."""


COUNTS = ("errors", "warnings", "notes")


@dataclass(slots=True)
class Reviewed:
    """A document under review: its page, the ids of its findings with their rules, and what they say."""

    id: str
    href: str
    findings: dict[str, str]
    messages: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Folder:
    """An output folder under review by one person. All methods may be called from any thread."""

    out: Path
    by: str
    readonly: bool = False
    documents: list[Reviewed] = field(default_factory=list)
    _known: dict[str, Reviewed] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _decisions: Decisions = field(init=False)

    def __post_init__(self) -> None:
        self._decisions = Decisions(self.out)
        for document in (*_of_run(self.out), *_of_dropped(self.out)):
            self.enter(document)

    def enter(self, document: Reviewed) -> None:
        """Take a document into the review; one that is known is replaced."""
        with self._lock:
            self.documents = [one for one in self.documents if one.href != document.href] + [document]
            self._known |= dict.fromkeys(document.findings, document)

    def knows(self, finding: str) -> bool:
        """Whether the finding exists."""
        return finding in self._known

    def decide(self, value: dict[str, Any]) -> dict[str, Any] | None:
        """Record what the reviewer says of a finding; safe on the disk when this returns. ValueError for nonsense."""
        with self._lock:
            decision = Decision.read({**value, "by": self.by, "at": now(), "undoes": False})
            if not self.knows(decision.finding):
                raise ValueError("no such finding")
            self._decisions.add(decision)
            return said_of(decision.finding, self._decisions.latest(), self.by)

    def undo(self) -> tuple[str, dict[str, Any] | None]:
        """Take back the reviewer's latest decision: the finding, and what now stands of it."""
        with self._lock:
            undone = self._decisions.undo(self.by)
            if undone is None:
                return "", None
            return undone.finding, said_of(undone.finding, self._decisions.latest(), self.by)

    def script(self) -> str:
        """The script that pages load: decisions, and that this is a review."""
        with self._lock:
            latest = self._decisions.latest()
            review = {
                "reviewer": self.by,
                "readonly": self.readonly,
                "documents": [
                    {"id": one.id, "href": one.href, "findings": list(one.findings)} for one in self.documents
                ],
                "conflicts": [self._conflict(lines) for lines in conflicts(latest)],
                "orphans": [
                    {name: getattr(lines[0], name) for name in ("finding", "rule", "by", "verdict", "note")}
                    for finding, lines in latest.items()
                    if not self.knows(finding)
                ],
            }
            return script_of(latest, review, self.by)

    def _conflict(self, lines: list[Decision]) -> dict[str, Any]:
        finding = lines[0].finding
        document = self._known.get(finding)
        return {
            "finding": finding,
            "rule": document.findings[finding] if document else lines[0].rule,
            "message": document.messages.get(finding, "") if document else "",
            "href": f"{document.href}#f-{finding}" if document else "",
            "told": [{"by": line.by, "verdict": line.verdict} for line in lines if line.verdict],
        }

    def leave(self) -> None:
        """Put the decisions into the pages that open without a server."""
        if not self.readonly:
            with self._lock:
                write_text(self.out / DECISIONS_SCRIPT, script_of(self._decisions.latest()))


def _of_run(out: Path) -> list[Reviewed]:
    """The documents of a run in the order of the overview. Raises FuheError for what is no run, or an older one."""
    with of_this_version(out):
        return _documents(out)


def _documents(out: Path) -> list[Reviewed]:
    import pyarrow.parquet as pq

    tables = {name: out / DATASET / f"{name}.parquet" for name in ("documents", "findings")}
    if not all(path.exists() for path in tables.values()):
        raise FuheError("not_a_run", path=out)
    if not (out / INDEX).exists():
        raise FuheError("old_run", path=out)
    documents = pq.read_table(tables["documents"], columns=["document_id", "path", *COUNTS]).to_pylist()
    documents.sort(key=lambda row: (*(-row[count] for count in COUNTS), row["path"]))
    found = {
        row["document_id"]: Reviewed(row["document_id"], f"{FOLDER}/{page_name(row['document_id'])}", {})
        for row in documents
    }
    for row in pq.read_table(
        tables["findings"], columns=["finding_id", "document_id", "rule", "message"]
    ).to_pylist():
        if row["document_id"] in found:
            found[row["document_id"]].findings[row["finding_id"]] = row["rule"]
            found[row["document_id"]].messages[row["finding_id"]] = row["message"]
    return list(found.values())


def _of_dropped(out: Path) -> list[Reviewed]:
    found = []
    for path in sorted((out / DROPPED / "reports").glob("*.json")):
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
            found.append(dropped(report["document"]["id"], report["findings"]))
        except (ValueError, KeyError, TypeError, OSError):
            continue
    return found


def dropped(identity: str, findings: list[dict[str, Any]]) -> Reviewed:
    """A document that was checked from the review page."""
    href = f"{DROPPED}/{FOLDER}/{page_name(identity)}"
    rules = {finding["id"]: finding["rule"] for finding in findings}
    return Reviewed(
        identity, href, rules, {finding["id"]: finding.get("message", "") for finding in findings}
    )
