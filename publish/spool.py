"""Rows given in any order and got back in that of their ranks: they wait on disk, only the ranks in memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any

from schema.order import Rank


class Sorted:
    """Add rows with their ranks, iterate, `close`."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as its owner
        self._ranks: list[tuple[Rank, int]] = []

    def add(self, rank: Rank, row: dict[str, Any]) -> None:
        """Keep a row."""
        self._ranks.append((rank, self._file.tell()))
        pickle.dump(row, self._file)

    def __bool__(self) -> bool:
        return bool(self._ranks)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for _, start in sorted(self._ranks):
            self._file.seek(start)
            yield pickle.load(self._file)  # noqa: S301 - our own rows, from a file that nobody else can open

    def close(self) -> None:
        """Let the rows go."""
        self._file.close()
