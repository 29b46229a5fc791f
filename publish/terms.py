"""The labels of the program by language, from `wording/<lang>/terms.toml`; light enough for `--help`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
WORDING = Path(__file__).parent / "wording"
TERMS = "terms.toml"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class WordingError(ValueError):
    """A wording file is not as it must be; the message names file and line."""


class Terms:
    """The labels of one language, by section and key."""

    def __init__(self, lang: str, folder: Path | None = None) -> None:
        if lang not in LANGUAGES:
            raise WordingError(f"no such language: {lang}")
        self.lang = lang
        self._folder = (folder or WORDING) / lang
        self._terms = load(self._folder / TERMS)

    def term(self, section: str, key: str, /, **facts: object) -> str:
        """The label `key` of a section, with its placeholders filled; the key itself if nobody named it."""
        table = self._terms.get(section, {})
        text = table.get(key, key) if isinstance(table, dict) else key
        return fill(text, {name: str(value) for name, value in facts.items()}) if facts else text

    def section(self, section: str) -> dict[str, str]:
        """A whole section of labels."""
        return dict(self._terms[section])


def fill(template: str, facts: dict[str, str]) -> str:
    """The template with each `{name}` replaced; a name without a fact stays as it is.

    Facts are printed text of reports, so their own braces are never read as placeholders.
    """
    return PLACEHOLDER.sub(lambda hit: facts.get(hit[1], hit[0]), template)


@lru_cache(maxsize=len(LANGUAGES))
def terms(lang: str) -> Terms:
    """The labels of a language. Raises WordingError with file and line."""
    return Terms(lang)


def load(path: Path) -> dict[str, Any]:
    """A wording file as it is."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WordingError(f"{path}: {error}") from error
