"""Where documents lie: in folders, under wildcards, inside zip archives, in remote stores; and how to get at one.

A document is named by a label: a path, `archive.zip!/inner/报告.pdf`, or an address (`s3://bucket/报告.pdf`). A label is
enough to open it again, in another process as well.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from fuhe.errors import FuheError

INSIDE = "!/"
"""Between a zip archive and the name of a file in it."""
REMOTE = "://"
WILD = "*?["
LARGEST_MEMBER = 2**31
STEEPEST = 500
"""A file that grows more than this when unpacked is a trap."""
LONGEST_NAME = 80
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a document. `fault` is why it cannot be opened, as a word of `[state]` and a detail."""

    label: str
    fault: tuple[str, str] | None = None


def is_remote(source: str) -> bool:
    """Whether a source is an address in a store and no path."""
    return REMOTE in source and INSIDE not in source.partition(REMOTE)[0]


def expanded(source: str) -> list[str]:
    """The files and folders that a source with wildcards names; itself if it has none.

    Raises FuheError when there is nothing.
    """
    if is_remote(source) or os.path.lexists(source) or not any(sign in source for sign in WILD):
        return [source]
    if found := sorted(glob.glob(source, recursive=True)):
        return found
    raise FuheError("missing", path=source)


def members(path: str, wanted: Callable[[str], bool]) -> Iterator[Candidate]:
    """The documents in a zip archive; what cannot be opened, and archives in the archive, are candidates with a fault."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                name = _name(entry)
                if entry.is_dir() or not (wanted(os.path.basename(name)) or name.lower().endswith(".zip")):
                    continue
                yield Candidate(f"{path}{INSIDE}{name}", _fault(entry, name))
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        reason = "denied" if isinstance(error, PermissionError) else "corrupt"
        yield Candidate(path, (reason, str(error)))


def _fault(entry: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    if name.lower().endswith(".zip"):
        return "unsupported", "zip in zip"
    if entry.flag_bits & 1:
        return "needs_password", ""
    if entry.file_size > LARGEST_MEMBER or entry.file_size > STEEPEST * max(entry.compress_size, 4096):
        return "too_large", f"{entry.file_size} B"
    return None


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on a Chinese Windows have it in GBK and do not say so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return entry.filename


def remote_files(source: str) -> Iterator[str]:
    """Every file below an address, or the file itself. Raises FuheError when there is nothing, or no such store."""
    try:
        system, root = filesystem(source)
        if not system.exists(root):
            raise FuheError("missing", path=source)
        files = [root] if system.isfile(root) else sorted(system.find(root))
    except (OSError, ValueError) as error:
        raise FuheError("store", path=source, detail=error) from error
    yield from (str(system.unstrip_protocol(path)) for path in files)


def filesystem(address: str) -> tuple[Any, str]:
    """The store of an address and the path in it. Raises FuheError when a component is missing."""
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise FuheError(
            "component", name=error.name or "fsspec", remedy="pip install fuhe[cluster]"
        ) from error
    return system, str(path)


@contextmanager
def opened(label: str) -> Iterator[IO[bytes]]:
    """The content of a labelled file. Raises OSError when it is not to be had."""
    if is_remote(label):
        system, path = filesystem(label)
        with system.open(path, "rb") as file:
            yield file
    elif INSIDE in label and not os.path.lexists(label):
        path, _, name = label.partition(INSIDE)
        try:
            with zipfile.ZipFile(path) as archive:
                entry = next((e for e in archive.infolist() if _name(e) == name), None)
                if entry is None:
                    raise FileNotFoundError(2, "no such file in the archive", label)
                with archive.open(entry) as file:
                    yield file
        except (zipfile.BadZipFile, RuntimeError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise OSError(5, str(error), label) from error
    else:
        with open(label, "rb") as file:
            yield file


@contextmanager
def at_hand(label: str) -> Iterator[Path]:
    """The labelled file as a path on this machine, for as long as the block runs. A plain file stays where it is."""
    if not is_remote(label) and (INSIDE not in label or os.path.lexists(label)):
        yield Path(label)
        return
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder:
        target = Path(folder, local_name(label))
        with opened(label) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
        yield target


def local_name(label: str) -> str:
    """A file name for a copy: the end of the label, short enough for every file system."""
    name = label.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:16]}" if dot else name[:LONGEST_NAME]
