"""The documents of a run on disk, in the order of their paths, with what the others say of each.

A stage that goes through it keeps one document in memory, however many there are.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fuhe.across import Said, said_by_document
from fuhe.archive import Found
from schema.across import Across

NAME = ".documents.part"
LINKS = 500
"""Links read at a time."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A file that was written by `roll_of`; small to hand to another process."""

    path: Path

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...], Said | None]]:
        """Id and paths of every document, and what others say of it."""
        with self.path.open("rb") as file:
            for _ in range(pickle.load(file)):  # noqa: S301 - our own file, as below
                pickle.load(file)  # noqa: S301
            while (one := pickle.load(file)) is not None:  # noqa: S301
                yield one

    def links(self) -> Iterator[Across]:
        """The links between documents with the paths of both ends, some at a time."""
        with self.path.open("rb") as file:
            for _ in range(pickle.load(file)):  # noqa: S301
                yield pickle.load(file)  # noqa: S301


@contextmanager
def roll_of(documents: Iterable[Found], across: Across, out: Path) -> Iterator[Roll]:
    """The roll of these documents, for as long as the block lasts."""
    roll, said = Roll(out / NAME), said_by_document(across)
    starts = range(0, len(across.links), LINKS)
    try:
        with roll.path.open("wb") as file:
            pickle.dump(len(starts), file)
            for start in starts:
                links = across.links[start : start + LINKS]
                paths = {id_: across.paths[id_] for link in links for id_ in (link.first, link.second)}
                pickle.dump(Across(links=links, paths=paths), file)
            for found in documents:
                pickle.dump((found.id, found.paths, said.get(found.id)), file)
            pickle.dump(None, file)
        yield roll
    finally:
        roll.path.unlink(missing_ok=True)
