"""The word lists of `layout.toml`, checked as they are read: every mistake is told with file and line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "layout.toml"


class LayoutError(ValueError):
    """Word lists that cannot be used. `path` and `line` (from 1) say where; the text says that and why."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `layout.toml`."""

    parts: dict[str, int]
    annexes: tuple[str, ...]
    tables: tuple[str, ...]
    pictures: tuple[str, ...]
    never_followed_by: tuple[str, ...]
    continued: tuple[str, ...]
    continued_after: tuple[str, ...]
    notes: tuple[str, ...]
    unit_openings: tuple[str, ...]
    units: tuple[str, ...]
    header_endings: tuple[str, ...]
    numbering: tuple[str, ...]


@cache
def words() -> Words:
    """The word lists, read once. Raises LayoutError for a mistake in them."""
    return load(PATH)


def load(path: Path) -> Words:
    """The word lists of a file of that form. Raises LayoutError for a mistake in it."""
    text = path.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise LayoutError(path, int(found[1]) if found else text.count("\n") + 1, str(error)) from error

    def texts(section: str, key: str) -> tuple[str, ...]:
        found: Any = _in(raw, section, key)
        if not isinstance(found, list) or not found or not all(isinstance(w, str) and w for w in found):
            raise LayoutError(path, _line(text, section, key), f"[{section}] {key} must be a list of words")
        return tuple(sorted(found, key=len, reverse=True))

    parts: Any = _in(raw, "heading", "parts")
    if not isinstance(parts, dict) or not all(type(level) is int for level in parts.values()):
        raise LayoutError(path, _line(text, "heading", "parts"), "[heading] parts must map words to levels")
    return Words(
        parts=dict(parts),
        annexes=texts("heading", "annexes"),
        tables=texts("caption", "tables"),
        pictures=texts("caption", "pictures"),
        never_followed_by=texts("caption", "never_followed_by"),
        continued=texts("caption", "continued"),
        continued_after=texts("caption", "continued_after"),
        notes=texts("note", "openings"),
        unit_openings=texts("unit_line", "openings"),
        units=texts("unit_line", "units"),
        header_endings=texts("header", "endings"),
        numbering=texts("header", "numbering"),
    )


def _in(raw: dict[str, Any], section: str, key: str) -> Any:
    table = raw.get(section)
    return table.get(key) if isinstance(table, dict) else None


def _line(text: str, section: str, key: str) -> int:
    """Where the key stands, else its section, else the first line."""
    at, inside = 1, False
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            inside = header[1].strip() == section
            at = number if inside else at
        elif inside and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return at
