"""What files of an archive were found to hold, so that the next run need not read them all again.

A file counts as unchanged while its size and time of change are. One that was changed within the last seconds is
not remembered: it could change again without a sign.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from publish.dataset import write_text

FILES = "files.jsonl"
SETTLED = 2.0
"""Seconds after which a time of change is telling on every file system."""


class Hashes:
    """Content hashes by path; `folder` is that of the outputs, None to remember nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILES if folder else None
        self._known: dict[str, tuple[int, int, str]] = {}
        self._seen: dict[str, tuple[int, int, str]] = {}
        self._began = time.time()
        if self._path and self._path.exists():
            self._load(self._path)

    def _load(self, path: Path) -> None:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            for line in file:
                try:
                    name, size, changed, digest = json.loads(line)
                except ValueError:
                    continue
                self._known[name] = (size, changed, digest)

    def get(self, path: str) -> str | None:
        """The hash of a file that has not changed since it was remembered."""
        known = self._known.get(os.path.abspath(path))
        if known is None:
            return None
        facts = os.stat(path)
        if known[:2] != (facts.st_size, facts.st_mtime_ns):
            return None
        self._seen[os.path.abspath(path)] = known
        return known[2]

    def put(self, path: str, facts: os.stat_result, digest: str) -> None:
        """Remember a hash; `facts` are those from before the file was read."""
        if facts.st_mtime < self._began - SETTLED:
            self._seen[os.path.abspath(path)] = (facts.st_size, facts.st_mtime_ns, digest)

    def save(self) -> None:
        """Write down what was seen in this run, for the next one."""
        if self._path and self._seen != self._known:
            lines = (json.dumps([name, *facts]) for name, facts in sorted(self._seen.items()))
            write_text(self._path, "".join(f"{line}\n" for line in lines))
