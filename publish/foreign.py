"""What other components say in English, in the language of the session."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from publish.terms import WORDING, WordingError, load

NAME = "foreign-{lang}.toml"


@cache
def _phrases(lang: str, folder: Path = WORDING) -> tuple[tuple[re.Pattern[str], str], ...]:
    path = folder / NAME.format(lang=lang)
    if not path.exists():
        return ()
    try:
        return tuple((re.compile(one["pattern"]), one["text"]) for one in load(path).get("phrase", ()))
    except (KeyError, TypeError, re.error) as error:
        raise WordingError(f"{path}: {error}") from error


def spoken(text: str, lang: str) -> str:
    """A message of another component with the phrases that are known put into `lang`; the rest as it is.

    Raises WordingError for a broken list of phrases.
    """
    for pattern, said in _phrases(lang):
        text = pattern.sub(said, text)
    return text
