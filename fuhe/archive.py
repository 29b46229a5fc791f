"""What an archive holds: its documents by content, every path of each, and what is no document."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuhe.errors import FuheError
from fuhe.hashes import Hashes, version_of
from fuhe.sources import Candidate, expanded, is_remote, members, opened, remote_files
from ingest.sniff import SUFFIXES as KINDS

NOT_SOUGHT = frozenset({".md", ".xml"})
"""Endings that promise a document too seldom to be taken from a folder; such a file can still be named."""

SUFFIXES = frozenset().union(*KINDS.values()) - NOT_SOUGHT
"""Names that promise a document. What a file really is, reading decides by its content."""

PACKED = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".iso", ".lzh", ".arj"})
"""Archives that are not opened; what is in them is lost unless somebody unpacks them."""

LEFTOVERS = ("~$", ".~", "._")
"""Beginnings of the names of lock files and shadows that office programs and file systems leave."""

ID_LENGTH = 16
ZIP = ".zip"
_CHUNK = 2**20


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


def explore(
    sources: Sequence[str | Path], leave: Path | None = None, hashes: Hashes | None = None
) -> Archive:
    """All documents under the sources, in the order of their paths, without the folder `leave`.

    A source is a file, a folder, a zip archive, a pattern with wildcards or an address in a store. `hashes` spares
    reading files that have not changed. Raises FuheError for a source that does not exist.
    """
    archive = Archive()
    hashes = hashes or Hashes(None)
    by_content: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for candidate in _files(sources, leave.resolve() if leave else None, archive):
        label = candidate.label
        if not _printable(label):
            archive.unreadable.append((_shown(label), "bad_name", ""))
            continue
        if candidate.fault:
            archive.unreadable.append((label, *candidate.fault))
            continue
        try:
            digest, sizes_ = _hashed(label, hashes)
        except OSError as error:
            archive.unreadable.append((label, *_reason(label, error)))
            continue
        by_content.setdefault(digest, []).append(label)
        sizes[digest] = sizes_
    archive.documents = sorted(
        (Found(digest, tuple(sorted(paths)), sizes[digest]) for digest, paths in by_content.items()),
        key=lambda found: found.paths,
    )
    archive.unreadable.sort()
    return archive


def _printable(label: str) -> bool:
    """Whether a name can be written into a file; one in another encoding than that of the system cannot."""
    try:
        label.encode()
    except UnicodeError:
        return False
    return True


def _shown(label: str) -> str:
    """A name that cannot be written, as far as it can be read: mostly it comes from a Chinese Windows."""
    raw = label.encode(errors="surrogatepass") if os.name == "nt" else os.fsencode(label)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    return raw.decode(errors="backslashreplace")


def _hashed(label: str, hashes: Hashes) -> tuple[str, int]:
    """Hash and size of a labelled file."""
    known = hashes.get(label)
    if known is None:
        version = version_of(label)
        known = _content(label)
        hashes.put(label, version, *known)
    return known


def _content(label: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with opened(label) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _reason(label: str, error: OSError) -> tuple[str, str]:
    """Why a file could not be opened, as a word of `[state]`, and what the system says of it."""
    if error.errno == errno.ELOOP:
        return "loop", ""
    if error.errno == errno.ENODEV:
        return "not_a_file", ""
    if isinstance(error, FileNotFoundError):
        return ("dangling" if os.path.islink(label) else "missing"), ""
    if isinstance(error, PermissionError):
        return "denied", ""
    return "failed", error.strerror or str(error)


def _files(sources: Sequence[str | Path], leave: Path | None, archive: Archive) -> Iterator[Candidate]:
    seen: set[str] = set()
    for source in (one for given in sources for one in expanded(str(given))):
        for candidate in _below(source, leave, archive):
            if candidate.label not in seen:
                seen.add(candidate.label)
                yield candidate


def _below(source: str, leave: Path | None, archive: Archive) -> Iterator[Candidate]:
    if is_remote(source):
        for label in remote_files(source):
            if label == source or is_document(label.rsplit("/", 1)[-1]):
                yield Candidate(label)
            else:
                archive.ignored += 1
    elif os.path.isdir(source):
        yield from _walk(Path(source), leave, archive)
    elif not os.path.exists(source):
        raise FuheError("missing", path=source)
    elif source.lower().endswith(ZIP):
        yield from members(source, is_document)
    else:
        yield Candidate(source)


def _walk(folder: Path, leave: Path | None, archive: Archive) -> Iterator[Candidate]:
    """Documents below a folder. Links to folders are not followed, so no loop can trap the walk."""

    def denied(error: OSError) -> None:
        archive.unreadable.append((str(error.filename), *_reason(str(error.filename), error)))

    for root, folders, names in os.walk(folder, onerror=denied):
        folders[:] = sorted(name for name in folders if not _left(Path(root, name), leave))
        for name in sorted(names):
            path = str(Path(root, name))
            if is_document(name):
                yield Candidate(path)
            elif name.lower().endswith(ZIP) and not name.startswith("."):
                yield from members(path, is_document)
            elif Path(name).suffix.lower() in PACKED and not name.startswith((*LEFTOVERS, ".")):
                yield Candidate(path, ("packed", ""))
            else:
                archive.ignored += 1


def _left(folder: Path, leave: Path | None) -> bool:
    return folder.name.startswith(".") or (leave is not None and folder.resolve() == leave)


def is_document(name: str) -> bool:
    """Whether a file's name promises a document."""
    return not name.startswith((*LEFTOVERS, ".")) and Path(name).suffix.lower() in SUFFIXES
