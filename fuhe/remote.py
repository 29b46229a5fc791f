"""An output folder in a store: it is worked on here, and what changed is put there when the run ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuhe.errors import FuheError
from fuhe.sources import filesystem

LAST = ("journal.jsonl", "run.json")
"""Put there after everything they speak of, so that a transfer cut off is gone on with by the next run."""
LEFT_HERE = (".lock",)


@contextmanager
def working_copy(address: str) -> Iterator[Path]:
    """A folder on this machine with what lies at the address; changes go there on leaving, after Ctrl-C too.

    Raises FuheError when the store cannot be read or written.
    """
    try:
        system, root = filesystem(address)
    except ValueError as error:
        raise FuheError("store", path=address, detail=error) from error
    with tempfile.TemporaryDirectory(prefix="fuhe-out-") as name:
        folder = Path(name)
        with _store(address):
            for path in system.find(root) if system.exists(root) else ():
                here = folder / os.path.relpath(path, root)
                here.parent.mkdir(parents=True, exist_ok=True)
                system.get_file(path, str(here))
        before = _states(folder)
        try:
            yield folder
        finally:
            with _store(address):
                changed = [path for path, state in _states(folder).items() if before.get(path) != state]
                for path in sorted(changed, key=lambda path: (path in LAST, path)):
                    target = f"{root.rstrip('/')}/{path}"
                    system.makedirs(os.path.dirname(target), exist_ok=True)
                    system.put_file(str(folder / path), target)


def _states(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of every file by its path in the folder."""
    out: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in LEFT_HERE:
            facts = path.stat()
            out[path.relative_to(folder).as_posix()] = (facts.st_size, facts.st_mtime_ns)
    return out


@contextmanager
def _store(address: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FuheError("output", path=address, detail=error.strerror or error) from error
