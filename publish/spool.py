"""Rows given in any order and got back in that of their ranks: few in memory, however many there are."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import IO, Any

from schema.order import Rank

Ranked = tuple[Rank, dict[str, Any]]

MOST = 2000
"""Rows in memory; as many as there are wait on disk, sorted, in runs of that length."""
BLOCK = 50
"""Rows read from a run at a time."""

_rank = itemgetter(0)


class Sorted:
    """Add rows with their ranks, iterate, `close`. Rows of one rank keep their order. `len` is their number."""

    def __init__(self) -> None:
        self._opened: IO[bytes] | None = None
        self._waiting: list[Ranked] = []
        self._runs: list[list[int]] = []
        self._count = 0

    def add(self, rank: Rank, row: dict[str, Any]) -> None:
        """Keep a row."""
        self._waiting.append((rank, row))
        self._count += 1
        if len(self._waiting) >= MOST:
            self._put_aside()

    @property
    def _file(self) -> IO[bytes]:
        if self._opened is None:
            self._opened = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as its owner
        return self._opened

    def _put_aside(self) -> None:
        """Write the rows in memory to the end of the file, as a run."""
        self._waiting.sort(key=_rank)
        self._file.seek(0, 2)
        starts = []
        for first in range(0, len(self._waiting), BLOCK):
            starts.append(self._file.tell())
            pickle.dump(self._waiting[first : first + BLOCK], self._file)
        self._runs.append(starts)
        self._waiting.clear()

    def _read(self, starts: list[int]) -> Iterator[Ranked]:
        for start in starts:
            self._file.seek(start)
            yield from pickle.load(self._file)  # noqa: S301 - our own rows, from a file that nobody else can open

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._waiting.sort(key=_rank)
        runs = [self._read(starts) for starts in self._runs]
        for _, row in merge(*runs, self._waiting, key=_rank):
            yield row

    def close(self) -> None:
        """Let the rows go."""
        self._waiting.clear()
        if self._opened is not None:
            self._opened.close()
