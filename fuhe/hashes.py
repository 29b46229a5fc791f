"""What files of an archive were found to hold, so that the next run need not read them all again.

A file counts as unchanged while its size and time of change are; so does all that a zip archive holds. One that was
changed within the last seconds is not remembered: it could change again without a sign. An object in a store is
told by what the store says of it.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from fuhe.sources import filesystem, is_remote, outermost
from publish.dataset import write_text

FILES = "files.jsonl"
SETTLED = 2.0
"""Seconds after which a time of change is telling on every file system."""


@dataclass(frozen=True, slots=True)
class Known:
    """Hash and size of a labelled file, and by what a change of it would be seen."""

    digest: str
    size: int
    version: str


class Hashes:
    """Content hashes by label; `folder` is that of the outputs, None to remember nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILES if folder else None
        self._known: dict[str, Known] = {}
        self._seen: dict[str, Known] = {}
        self._began = time.time()
        if self._path and self._path.exists():
            self._load(self._path)

    def _load(self, path: Path) -> None:
        with path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    name, digest, size, version = json.loads(line)
                except ValueError:
                    continue
                self._known[name] = Known(digest, size, version)

    def get(self, label: str) -> tuple[str, int] | None:
        """Hash and size of a file that has not changed since they were remembered."""
        name = _name(label)
        known = self._known.get(name)
        if known is None or known.version != version_of(label)[0]:
            return None
        self._seen[name] = known
        return known.digest, known.size

    def put(self, label: str, version: tuple[str, float], digest: str, size: int) -> None:
        """Remember a hash; `version` is that from before the file was read."""
        told, changed = version
        if told and changed < self._began - SETTLED:
            self._seen[_name(label)] = Known(digest, size, told)

    def save(self) -> None:
        """Write down what was seen in this run, for the next one."""
        if self._path and self._seen != self._known:
            known = sorted(self._seen.items())
            lines = (json.dumps([name, one.digest, one.size, one.version]) for name, one in known)
            write_text(self._path, "".join(f"{line}\n" for line in lines))


def version_of(label: str) -> tuple[str, float]:
    """What changes when a labelled file does, and when it last did, in seconds; empty if nothing tells.

    Raises OSError when there is no such file.
    """
    if is_remote(label):
        system, path = filesystem(label)
        try:
            return str(system.ukey(path)), 0.0
        except NotImplementedError:
            return "", 0.0
    facts = os.stat(outermost(label))
    return f"{facts.st_size}-{facts.st_mtime_ns}", facts.st_mtime


def _name(label: str) -> str:
    if is_remote(label):
        return label
    outer = outermost(label)
    return os.path.abspath(outer) + label[len(outer) :]
