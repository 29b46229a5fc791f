"""What an archive holds: its documents by content, every path of each, and what is no document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuhe.errors import FuheError
from ingest.sniff import SUFFIXES as KINDS

NOT_SOUGHT = frozenset({".md", ".xml"})
"""Endings that promise a document too seldom to be taken from a folder; such a file can still be named."""

SUFFIXES = frozenset().union(*KINDS.values()) - NOT_SOUGHT
"""Names that promise a document. What a file really is, reading decides by its content."""

LEFTOVERS = ("~$", ".~", "._")
"""Beginnings of the names of lock files and shadows that office programs and file systems leave."""

ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the archive: the SHA-256 of its content, and every path where it lies, sorted."""

    sha256: str
    paths: tuple[str, ...]
    size: int

    @property
    def id(self) -> str:
        """The document id: the beginning of the hash."""
        return self.sha256[:ID_LENGTH]


@dataclass(slots=True)
class Archive:
    """What was found: documents, files that could not be opened (path and reason), and others left alone."""

    documents: list[Found] = field(default_factory=list)
    unreadable: list[tuple[str, str, str]] = field(default_factory=list)
    ignored: int = 0

    @property
    def copies(self) -> int:
        """How many files are copies of another one."""
        return sum(len(found.paths) - 1 for found in self.documents)


def explore(sources: Sequence[Path], leave: Path | None = None) -> Archive:
    """All documents under the sources, in the order of their paths, without the folder `leave`.

    Raises FuheError for a source that does not exist.
    """
    archive = Archive()
    by_content: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for path in _files(sources, leave.resolve() if leave else None, archive):
        try:
            digest = content_hash(path)
        except OSError as error:
            archive.unreadable.append((str(path), _reason(error), error.strerror or str(error)))
            continue
        by_content.setdefault(digest, []).append(str(path))
        sizes[digest] = path.stat().st_size
    archive.documents = sorted(
        (Found(digest, tuple(sorted(paths)), sizes[digest]) for digest, paths in by_content.items()),
        key=lambda found: found.paths,
    )
    archive.unreadable.sort()
    return archive


def content_hash(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(error: OSError) -> str:
    return "missing" if isinstance(error, FileNotFoundError) else "denied"


def _files(sources: Iterable[Path], leave: Path | None, archive: Archive) -> Iterator[Path]:
    seen: set[Path] = set()
    for source in sources:
        if source.is_dir():
            candidates: Iterable[Path] = _walk(source, leave, archive)
        elif source.exists():
            candidates = [source]
        else:
            raise FuheError("missing", path=source)
        for path in candidates:
            if path not in seen:
                seen.add(path)
                yield path


def _walk(folder: Path, leave: Path | None, archive: Archive) -> Iterator[Path]:
    """Documents below a folder. Links to folders are not followed, so no loop can trap the walk."""

    def denied(error: OSError) -> None:
        archive.unreadable.append((str(error.filename), "denied", error.strerror or str(error)))

    for root, folders, names in os.walk(folder, onerror=denied):
        folders[:] = sorted(name for name in folders if not _left(Path(root, name), leave))
        for name in sorted(names):
            if is_document(name):
                yield Path(root, name)
            else:
                archive.ignored += 1


def _left(folder: Path, leave: Path | None) -> bool:
    return folder.name.startswith(".") or (leave is not None and folder.resolve() == leave)


def is_document(name: str) -> bool:
    """Whether a file's name promises a document."""
    return not name.startswith((*LEFTOVERS, ".")) and Path(name).suffix.lower() in SUFFIXES
