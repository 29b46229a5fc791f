"""Where documents lie: in folders, under wildcards, inside zip archives, in remote stores; and how to get at one.

A document is named by a label: a path, `archive.zip!/inner/报告.pdf`, or an address (`s3://bucket/报告.pdf`). A label is
enough to open it again, in another process as well.
"""

from __future__ import annotations

import atexit
import errno
import glob
import os
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ClassVar

from fuhe.errors import FuheError

INSIDE = "!/"
"""Between a zip archive and the name of a file in it."""
REMOTE = "://"
WILD = "*?["
LARGEST_MEMBER = 2**31
STEEPEST = 500
"""A file that grows more than this when unpacked is a trap."""
DEEPEST = 3
"""Archives inside an archive that are opened."""
SPOOLED = 2**25
LONGEST_NAME = 80
_CHUNK = 2**20
_PACKAGE = re.compile(r'[Ii]nstall ([\w-]+)|"([\w-]+)"')
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError)


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
    """The documents in a zip archive and in archives inside it; what cannot be opened is a candidate with a fault."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive, path, wanted, DEEPEST)
    except _BROKEN as error:
        yield Candidate(path, _broken(error))


def _members(
    archive: zipfile.ZipFile, label: str, wanted: Callable[[str], bool], deeper: int
) -> Iterator[Candidate]:
    for entry in archive.infolist():
        name = _name(entry)
        inner = name.lower().endswith(".zip")
        if entry.is_dir() or not (inner or wanted(os.path.basename(name))):
            continue
        here = f"{label}{INSIDE}{name}"
        fault = _fault(entry, inner=inner and not deeper)
        if fault or not inner:
            yield Candidate(here, fault)
            continue
        try:
            with _unpacked(archive, entry) as file, zipfile.ZipFile(file) as below:
                yield from _members(below, here, wanted, deeper - 1)
        except _BROKEN as error:
            yield Candidate(here, _broken(error))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """A member as a file one can go back and forth in: in memory if small, else on the disk."""
    file = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115 (the caller closes it)
    try:
        with archive.open(entry) as source:
            shutil.copyfileobj(source, file, _CHUNK)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _broken(error: Exception) -> tuple[str, str]:
    if isinstance(error, PermissionError):
        return "denied", ""
    return "corrupt", str(error)


def _fault(entry: zipfile.ZipInfo, *, inner: bool) -> tuple[str, str] | None:
    if inner:
        return "too_deep", ""
    if entry.flag_bits & 1:
        return "needs_password", ""
    if entry.file_size > LARGEST_MEMBER or entry.file_size > STEEPEST * max(entry.compress_size, 4096):
        return "too_large", f"{entry.file_size} B"
    return None


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a member as its maker wrote it.

    Archives made on a Chinese Windows have it in GBK, those of other packers in UTF-8, and both may not say so. One that was
    packed again after its names had been misread says that they are UTF-8; frames and Greek letters betray it.
    """
    name = entry.filename
    if entry.flag_bits & _SAYS_UTF8 and not _MISREAD.search(name):
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeError:
        return name
    found = {encoding: read for encoding in ("utf-8", "gb18030") if (read := _read_as(raw, encoding))}
    # Two bytes of GBK may make one letter of UTF-8; the three of a Chinese one are no chance.
    if any(sign >= "\u0800" for sign in found.get("utf-8", "")):
        return found["utf-8"]
    return found.get("gb18030") or found.get("utf-8") or name


def _read_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return ""


_SAYS_UTF8 = 0x800
_MISREAD = re.compile(
    r"^(?=.*[\u0370-\u03ff\u2310\u2320-\u2321\u2500-\u25ff])[^\u3000-\u9fff\uff00-\uffef]*$"
)


def remote_files(source: str) -> Iterator[str]:
    """Every file below an address, or the file itself. Raises FuheError when there is nothing, or no such store."""
    try:
        system, root = filesystem(source)
        if not system.exists(root):
            raise FuheError("missing", path=source)
        files = [root] if system.isfile(root) else sorted(system.find(root))
    except (OSError, ValueError) as error:
        raise FuheError("store", path=source, detail=_first_line(error)) from error
    yield from (str(system.unstrip_protocol(path)) for path in files)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def filesystem(address: str) -> tuple[Any, str]:
    """The store of an address and the path in it. Raises FuheError when a component is missing."""
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        wanted = error.name or _driver(str(error))
        remedy = "fuhe[cluster]" if wanted == "fsspec" else wanted
        raise FuheError("component", name=wanted, remedy=f"pip install {remedy}") from error
    return system, str(path)


def _driver(told: str) -> str:
    """The packages that fsspec says a store needs: `Install s3fs to access S3`, `requires "paramiko"`."""
    names = _PACKAGE.findall(told)
    return " ".join(install or quoted for install, quoted in names) or told


@contextmanager
def opened(label: str) -> Iterator[IO[bytes]]:
    """The content of a labelled file. Raises OSError when it is not to be had."""
    if is_remote(label):
        system, path = filesystem(label)
        with system.open(path, "rb") as file:
            yield file
    elif (outer := outermost(label)) != label:
        try:
            archive, entries = _Open.of(outer, tuple(label[len(outer) + len(INSIDE) :].split(INSIDE)[:-1]))
            with archive.open(_entry(entries, label)) as file:
                yield file
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
            raise OSError(errno.EIO, str(error), label) from error
    else:
        if not stat.S_ISREG(os.stat(label).st_mode):  # a pipe would never end
            raise OSError(errno.ENODEV, "not a regular file", label)
        with open(label, "rb") as file:
            yield file


def outermost(label: str) -> str:
    """The file on this machine that holds what a label names: the file itself, or the archive around it."""
    return label if INSIDE not in label or os.path.lexists(label) else label.partition(INSIDE)[0]


def _entry(entries: dict[str, zipfile.ZipInfo], label: str) -> zipfile.ZipInfo:
    entry = entries.get(label.rpartition(INSIDE)[2])
    if entry is None:
        raise FileNotFoundError(errno.ENOENT, "no such file in the archive", label)
    return entry


class _Open:
    """The archive used last, open, with its table of contents: its files are asked for one after the other."""

    key: tuple[object, ...] = ()
    archive: zipfile.ZipFile | None = None
    entries: ClassVar[dict[str, zipfile.ZipInfo]] = {}

    @classmethod
    def of(cls, path: str, names: tuple[str, ...]) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
        """The archive that `names` lead to from the archive at `path`, and its entries by name."""
        facts = os.stat(path)
        key = (path, facts.st_mtime_ns, facts.st_size, *names)
        if cls.key != key or cls.archive is None:
            archive = zipfile.ZipFile(path)
            for name in names:
                inner = _unpacked(archive, _entry(_by_name(archive), name))
                _shut(archive)
                archive = zipfile.ZipFile(inner)
            cls.close()
            cls.key, cls.archive, cls.entries = key, archive, _by_name(archive)
        return cls.archive, cls.entries

    @classmethod
    def close(cls) -> None:
        """Let go of the archive."""
        if cls.archive is not None:
            _shut(cls.archive)
        cls.key, cls.archive, cls.entries = (), None, {}


def _shut(archive: zipfile.ZipFile) -> None:
    """Close an archive, and the file it was unpacked into, which it leaves open."""
    file = archive.fp
    archive.close()
    if file is not None:
        file.close()


def _by_name(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, the first of each."""
    return {_name(entry): entry for entry in reversed(archive.infolist())}


atexit.register(_Open.close)


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
