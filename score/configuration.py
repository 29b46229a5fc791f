"""Reading our TOML files (words, profiles, grade schemes), with file and line in every error.

An auditor extends these files by hand, so a mistake must name the line to look at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[\w\-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w\-]+))*)\s*=""")
_AT_LINE = re.compile(r"line (\d+)")


class ConfigurationError(ValueError):
    """A file of words or rules that cannot be used. `path` and `line` (from 1) say where to look."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}")


def load(path: Path, model: type[Model]) -> Model:
    """The file as a validated model.

    Raises ConfigurationError for a file that is no TOML, has unknown or missing keys, or wrong values;
    OSError for one that cannot be opened.
    """
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        raise ConfigurationError(path, int(found[1]) if found else 1, str(error)) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise ConfigurationError(path, line_of(text, first["loc"]), reason) from error


def line_of(text: str, location: Sequence[str | int]) -> int:
    """The line (from 1) of the deepest part of `location` that is written in the TOML text."""
    best, depth = 1, 0
    seen: dict[str, int] = {}
    prefix: list[str | int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            names = _names(header[2])
            prefix = list(names)
            if header[1] == "[[":
                seen[header[2]] = seen.get(header[2], -1) + 1
                prefix.append(seen[header[2]])
            here: list[str | int] = prefix
        elif key := _KEY.match(line):
            here = [*prefix, *_names(key[1])]
        else:
            continue
        common = _common(here, location)
        if common == len(here) and common > depth:
            best, depth = number, common
    return best


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _common(here: Sequence[str | int], location: Sequence[str | int]) -> int:
    count = 0
    for mine, theirs in zip(here, location, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
