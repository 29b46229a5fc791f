"""What people decided on findings: an append-only file that no run overwrites, one line a decision.

A decision is safe on the disk before anybody is told so. Every reviewer's latest word on a finding counts; where they
differ it is a conflict, shown and never resolved by the program. Undoing is a line too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "decisions.jsonl"
VERDICTS = ("true", "false", "partly", "unknown", "pending", "")
"""Empty: the decision was taken back."""
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: what `by` said of a finding at a time. `undoes` marks a line that takes the one before it back."""

    finding: str
    verdict: str
    by: str
    at: str
    document: str = ""
    rule: str = ""
    reason: str = ""
    note: str = ""
    undoes: bool = False

    @classmethod
    def read(cls, value: Any) -> Decision:
        """A decision from JSON. Raises ValueError for what is none."""
        if not isinstance(value, dict):
            raise ValueError("not an object")
        texts = {name: value.get(name, "") for name in _TEXTS}
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts.values()):
            raise ValueError("a field is not a text of bearable length")
        if not texts["finding"] or texts["verdict"] not in VERDICTS:
            raise ValueError("no finding, or an unknown verdict")
        return cls(**texts, undoes=bool(value.get("undoes", False)))


_TEXTS = ("finding", "verdict", "by", "at", "document", "rule", "reason", "note")


def digest_of(folder: Path) -> str:
    """A digest of the decisions of an output folder; empty if there are none."""
    path = folder / FILE
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else ""


def now() -> str:
    """The time as decisions carry it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Decisions:
    """The decisions of an output folder. Lines that are torn or of another kind are kept in the file and skipped."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.lines: list[Decision] = list(read_lines(self._path))

    def add(self, decision: Decision) -> None:
        """Append a decision; it is on the disk when this returns."""
        self.extend([decision])

    def extend(self, decisions: Iterable[Decision]) -> None:
        """Append decisions, with one flush to the disk for all."""
        new = list(decisions)
        if not new:
            return
        text = "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in new)
        torn = _torn(self._path)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n" + text if torn else text)
            file.flush()
            os.fsync(file.fileno())
        self.lines += new

    def undo(self, by: str) -> Decision | None:
        """Take back the latest decision of a reviewer that still stands; the line that does so, None if there is none."""
        standing: list[Decision] = []
        for line in self.lines:
            if line.by != by:
                continue
            if line.undoes:
                standing = standing[:-1]
            else:
                standing.append(line)
        if not standing:
            return None
        last = standing[-1]
        before = next((line for line in reversed(standing[:-1]) if line.finding == last.finding), None)
        earlier = before or Decision(last.finding, "", by, "", last.document, last.rule)
        undone = replace(earlier, by=by, at=now(), undoes=True)
        self.add(undone)
        return undone

    def latest(self) -> dict[str, list[Decision]]:
        """The latest word of every reviewer by finding, the newest first; findings nobody judges any more left out."""
        found: dict[str, dict[str, Decision]] = {}
        for line in self.lines:
            mine = found.setdefault(line.finding, {})
            if line.by not in mine or line.at >= mine[line.by].at:
                mine[line.by] = line
        out = {}
        for finding, said in found.items():
            standing = [line for line in said.values() if line.verdict or line.note]
            if standing:
                out[finding] = sorted(standing, key=lambda line: line.at, reverse=True)
        return out

    def merge(self, others: Iterable[Decision]) -> int:
        """Take over the lines of another file that are not here yet; how many."""
        known = set(self.lines)
        new = [line for line in dict.fromkeys(others) if line not in known]
        self.extend(new)
        return len(new)


def said_of(finding: str, latest: dict[str, list[Decision]], by: str = "") -> dict[str, Any] | None:
    """What a page shows of a finding: the word of `by` if there is one, else the newest; those that differ beside it."""
    lines = latest.get(finding)
    if not lines:
        return None
    mine = next((line for line in lines if line.by == by), lines[0])
    others = [line for line in lines if line is not mine and line.verdict != mine.verdict]
    return {
        **{name: getattr(mine, name) for name in ("verdict", "by", "at", "reason", "note")},
        "others": [{"by": line.by, "verdict": line.verdict, "note": line.note} for line in others],
    }


def cells_of(latest: dict[str, list[Decision]], words: dict[str, str]) -> dict[str, dict[str, str]]:
    """What the workbook shows of decisions, by finding; where reviewers differ its cells stay open.

    `words` are the names of the verdicts.
    """
    return {
        finding: {
            "status": words[lines[0].verdict],
            "auditee_note": lines[0].note,
            "checker": lines[0].by,
            "checked_on": lines[0].at[:10],
        }
        for finding, lines in latest.items()
        if lines[0].verdict and len({line.verdict for line in lines if line.verdict}) == 1
    }


def conflicts(latest: dict[str, list[Decision]]) -> list[list[Decision]]:
    """The findings on which reviewers said different things."""
    return [lines for lines in latest.values() if len({line.verdict for line in lines if line.verdict}) > 1]


def read_lines(path: Path) -> Iterator[Decision]:
    """The decisions of a file."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        try:
            yield Decision.read(json.loads(line))
        except ValueError:
            continue


def _torn(path: Path) -> bool:
    """Whether the last line of a file has no end."""
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except (FileNotFoundError, OSError):
        return False


def script_of(latest: dict[str, list[Decision]], review: dict[str, Any] | None = None, by: str = "") -> str:
    """The decisions as the script that pages load: a page from disk may load a script, not a data file."""
    found = {finding: said_of(finding, latest, by) for finding in latest}
    text = json.dumps({"decisions": found, "review": review}, ensure_ascii=False)
    return f"window.FUHE = {text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
