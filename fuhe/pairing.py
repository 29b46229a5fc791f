"""Which document of one run is which of another, when its content or its folder has changed: by path, by name, by project.

Every step takes only what is alone on both sides; what stays ambiguous is left unpaired.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from fuhe.sources import INSIDE

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a run: its id, its path below the folder all of them lie in, and what it says it is."""

    id: str
    path: str
    below: str
    project: str | None = None
    organisation: str | None = None
    year: int | None = None
    kind: str = ""

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.below.rsplit("/", 1)[-1]


def below_all(paths: Sequence[str]) -> list[str]:
    """The paths without the folders that all of them share."""
    split = [path.replace(INSIDE, "/").replace("\\", "/").split("/") for path in paths]
    shared = 0
    if split:
        shortest = min(len(parts) for parts in split) - 1
        while shared < shortest and len({parts[shared] for parts in split}) == 1:
            shared += 1
    return ["/".join(parts[shared:]) for parts in split]


def paired(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """The documents of both runs that are one and have changed, or are one another's of the year after."""
    same = {entry.id for entry in old} & {entry.id for entry in new}
    before = [entry for entry in old if entry.id not in same]
    after = [entry for entry in new if entry.id not in same]
    found: list[tuple[Entry, Entry]] = []
    for key, fits in _STEPS:
        found += (pairs := [pair for pair in _alone(before, after, key) if fits(*pair)])
        taken = {entry.id for pair in pairs for entry in pair}
        before = [entry for entry in before if entry.id not in taken]
        after = [entry for entry in after if entry.id not in taken]
    return sorted(found, key=lambda pair: pair[1].path)


Key = Callable[[Entry], Hashable | None]


def _alone(old: Sequence[Entry], new: Sequence[Entry], key: Key) -> list[tuple[Entry, Entry]]:
    """The pairs of one key that stands once on each side."""
    sides = [{key(entry): entry for entry in side} for side in (old, new)]
    counts = [Counter(map(key, side)) for side in (old, new)]
    both = [k for k in sides[0] if k is not None and k in sides[1] and counts[0][k] == counts[1][k] == 1]
    return [(sides[0][k], sides[1][k]) for k in both]


def _same_year(old: Entry, new: Entry) -> bool:
    return old.year == new.year or None in {old.year, new.year}


def _at_most_a_year_on(old: Entry, new: Entry) -> bool:
    return old.year is None or new.year is None or new.year - old.year in {0, 1}


def _agreeing(old: Entry, new: Entry) -> bool:
    """Whether nothing they say of themselves parts them."""
    told = ((old.project, new.project), (old.organisation, new.organisation))
    return _at_most_a_year_on(old, new) and all(a == b for a, b in told if a and b)


def _year_on(old: Entry, new: Entry) -> bool:
    return old.year is not None and new.year is not None and new.year - old.year == 1


def _without_year(text: str) -> str:
    return _YEAR.sub("*", text)


def _of_project(entry: Entry) -> Hashable | None:
    return (entry.project, entry.organisation, entry.kind) if entry.project else None


_STEPS: tuple[tuple[Key, Callable[[Entry, Entry], bool]], ...] = (
    (lambda entry: entry.below, _at_most_a_year_on),
    (lambda entry: _without_year(entry.below), _agreeing),
    (lambda entry: (entry.name, entry.year), lambda a, b: _agreeing(a, b) and _same_year(a, b)),
    (_of_project, _year_on),
)
