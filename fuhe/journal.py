"""What a run has done so far: one line a document, written when its result is safe, read by the next run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from fuhe.errors import FuheError
from fuhe.settings import Settings

JOURNAL = "journal.jsonl"
LOCK = ".lock"
PACKAGES = ("schema", "ingest", "extract", "score", "publish", "fuhe")
READ = "read"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one document under one program, rules and settings (`key`)."""

    id: str
    key: str
    state: str
    detail: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0


class Journal:
    """The journal of an output folder. A torn last line, left by a kill, is ignored."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self.entries = {entry.id: entry for entry in _read(self._path)}
        self._file: TextIO | None = None

    def add(self, entry: Entry) -> None:
        """Record an entry; it is on its way to the disk when this returns."""
        if self._file is None:
            self._file = self._path.open("a", encoding="utf-8", newline="\n")
            if self._path.stat().st_size and not _ends_with_newline(self._path):
                self._file.write("\n")
        self.entries[entry.id] = entry
        self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def clear(self) -> None:
        """Forget everything."""
        self.close()
        self.entries = {}
        self._path.unlink(missing_ok=True)


def _read(path: Path) -> Iterator[Entry]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def key_of(settings: Settings) -> str:
    """A digest of everything but the document that a result depends on."""
    parts = [program_digest(), settings.lang, settings.profile or "", settings.vocabulary or ""]
    files = [Path(name) for name in (settings.profile, settings.vocabulary) if name]
    parts += [hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A digest of the program: its version, its code and its words."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(version("fuhe").encode())
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in {".py", ".toml", ".sql", ".html", ".css", ".js"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold an output folder alone, so that two runs never write into one. Released even by a kill."""
    lock = (folder / LOCK).open("a")
    try:
        try:
            _lock(lock)
        except OSError as error:
            raise FuheError("output_taken", path=folder) from error
        yield
    finally:
        lock.close()


def _lock(file: TextIO) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
