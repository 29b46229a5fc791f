"""Reads the word lists of `extract/vocabulary/*.toml`: validated, with file and line in every error.

`load(name, model)` reads `vocabulary/<name>.toml` into a pydantic model that forbids unknown keys. An
auditor's own file (`vocabulary=Path`) extends ours: it holds one top-level table for each list it extends,
named like our file (`[[units.unit]]`, `[hedges]`), lists are appended, tables merged, single values replaced.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import regex
from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = Path(__file__).parent / "vocabulary"

Origin = tuple[Path, int]
Key = tuple[str | int, ...]
Lines = dict[Key, Origin]


class Words(BaseModel):
    """Base of every word list: immutable, and no key but the declared ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")


WordsT = TypeVar("WordsT", bound=BaseModel)


class VocabularyError(ValueError):
    """A word list that cannot be used. `path` and `line` (from 1) say where; the text says why."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


@functools.cache
def compiled(expression: str) -> regex.Pattern[str]:
    """An expression of a word list, compiled once: the cache of the engine costs more than most searches."""
    return regex.compile(expression)


def names() -> list[str]:
    """The names of all our word lists, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str, model: type[WordsT], vocabulary: Path | None = None) -> WordsT:
    """The word list `name` as `model`, extended by the auditor's file `vocabulary` if it has such a table.

    Read once for each combination. Raises VocabularyError for a list that is malformed, has unknown keys
    or values of the wrong kind, and OSError when a file is missing.
    """
    words: WordsT = _load(name, model, vocabulary)
    return words


def check_extension(vocabulary: Path) -> None:
    """Raise VocabularyError if the auditor's file has a table that none of our lists has the name of."""
    data, lines = _read(vocabulary)
    for key in data:
        if key not in names():
            line = lines.get((key,), (vocabulary, 1))[1]
            raise VocabularyError(
                vocabulary, line, f"no word list is called {key!r}; known: {', '.join(names())}"
            )


def raw(name: str | Path) -> dict[str, Any]:
    """A word list, or an auditor's file, as plain data, unvalidated: for those who only collect its terms."""
    return _read(name if isinstance(name, Path) else FOLDER / f"{name}.toml")[0]


def strings(data: Any) -> Iterator[str]:
    """Every string value inside nested tables and lists."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list | tuple | set | frozenset):
        for value in data:
            yield from strings(value)


@functools.cache
def _load(name: str, model: type[WordsT], vocabulary: Path | None) -> WordsT:
    data, lines = _read(FOLDER / f"{name}.toml")
    if vocabulary is not None:
        check_extension(vocabulary)
        extra, extra_lines = _read(vocabulary)
        if name in extra:
            below = {key[1:]: at for key, at in extra_lines.items() if key[:1] == (name,)}
            data = _merged(data, extra[name], (), lines, below)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _explained(error, lines, FOLDER / f"{name}.toml") from error


def _read(path: Path) -> tuple[dict[str, Any], Lines]:
    text = path.read_text(encoding="utf-8")
    try:
        return tomllib.loads(text), _lines(text, path)
    except tomllib.TOMLDecodeError as error:
        found = regex.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise VocabularyError(path, line, str(error)) from error


_HEADER = regex.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_ASSIGNMENT = regex.compile(r'\s*("[^"]*"|[\w.-]+)\s*=')


def _lines(text: str, path: Path) -> Lines:
    """Where each key stands: `("unit", 3, "name")` -> file and line."""
    lines: Lines = {}
    counts: dict[Key, int] = {}
    prefix: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            prefix = _parts(header[2])
            if header[1] == "[[":
                lines.setdefault(prefix, (path, number))
                index = counts.get(prefix, 0)
                counts[prefix] = index + 1
                prefix = (*prefix, index)
            for depth in range(1, len(prefix) + 1):
                lines.setdefault(prefix[:depth], (path, number))
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault((*prefix, *_parts(assignment[1])), (path, number))
    return lines


def _parts(dotted: str) -> Key:
    if dotted.startswith('"'):
        return (dotted.strip('"'),)
    return tuple(part.strip().strip('"') for part in dotted.split("."))


def _merged(ours: Any, theirs: Any, at: Key, lines: Lines, theirs_lines: Lines) -> Any:
    """`ours` extended by `theirs`; `lines` learns where the added parts stand."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        result = dict(ours)
        for key, value in theirs.items():
            below = {k[1:]: v for k, v in theirs_lines.items() if k[:1] == (key,)}
            here = (*at, key)
            if key in ours:
                result[key] = _merged(ours[key], value, here, lines, below)
            else:
                result[key] = value
                lines.update({(*here, *k): v for k, v in below.items()})
        return result
    if isinstance(ours, list) and isinstance(theirs, list):
        shift = len(ours)
        for key, origin in theirs_lines.items():
            if key and isinstance(key[0], int):
                lines[(*at, key[0] + shift, *key[1:])] = origin
        for index in range(len(theirs)):
            if () in theirs_lines:
                lines.setdefault((*at, index + shift), theirs_lines[()])
        return [*ours, *theirs]
    lines.update({(*at, *k): v for k, v in theirs_lines.items()})
    return theirs


def _explained(error: ValidationError, lines: Lines, default: Path) -> VocabularyError:
    """The first thing wrong, at the nearest place above it that has a line."""
    first = error.errors()[0]
    at: Key = tuple(first["loc"])
    where = ".".join(str(part) for part in at)
    for depth in range(len(at), 0, -1):
        if at[:depth] in lines:
            path, line = lines[at[:depth]]
            return VocabularyError(path, line, f"{where}: {first['msg']}")
    return VocabularyError(default, 1, f"{where}: {first['msg']}")
