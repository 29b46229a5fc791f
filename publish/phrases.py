"""Every word a person reads, by language: the sentences of the rules and the labels of the outputs.

Rules speak in facts; this module turns them into sentences. The words stand in `publish/wording/<lang>/*.toml`.
`terms.toml` holds the labels of the program. Every other file belongs to a family of rules and has one table a rule:

    [R02]
    title = "..."          what is re-checked, a few words
    explains = "..."       what must hold and why one cares, one or two sentences
    verify = "..."         what to look at next (optional)
    basis = "..."          the provision it rests on (optional)
    [R02.messages]
    inconsistent = "... {reported} ... {recomputed} ..."

A message is found by `facts["outcome"]`, else by the verdict, else by `default`. `{name}` is filled from the
facts of the check, then from its fields (`subject`, `formula`, `reported`, `recomputed`, `low`, `high`, `margin`,
`quote`, `repairs`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from publish.terms import LANGUAGES, PLACEHOLDER, TERMS, Terms, WordingError, fill, load
from schema.finding import Check, Finding

_FIELDS = ("subject", "formula", "reported", "recomputed", "low", "high", "margin", "quote")


class RuleWords(BaseModel):
    """The words of one rule in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    explains: str = Field(min_length=1)
    verify: str = ""
    basis: str = ""
    messages: dict[str, str] = Field(default_factory=dict)


class Words(Terms):
    """The words of one language: labels by section and key, and the wording of each rule."""

    @property
    def rules(self) -> dict[str, RuleWords]:
        """The wording of every rule, by id."""
        return _rules(self._folder)

    def title(self, rule: str) -> str:
        """The title of a rule; its id if it has no wording."""
        words = self.rules.get(rule)
        return words.title if words else rule

    def phrase(self, subject: Check | Finding) -> str:
        """The sentence that says what a check or finding found."""
        if subject.message:
            return subject.message
        words = self.rules.get(subject.rule)
        facts = facts_of(subject)
        messages = words.messages if words else {}
        for key in (facts.get("outcome", ""), subject.verdict.value, "default"):
            if key in messages:
                said = fill(messages[key], facts)
                return (
                    self._only_rounded(said)
                    if facts.get("rounded") and "{reported}" in messages[key]
                    else said
                )
        return self.term("message", subject.verdict.value, **(facts | {"title": self.title(subject.rule)}))

    def _only_rounded(self, said: str) -> str:
        """The sentence, saying that the result agrees within what was rounded, though it is not the printed number."""
        stop = self.term("message", "stop")
        return said.removesuffix(stop) + self.term("message", "rounded") + stop

    def unfilled(self, check: Check) -> set[str]:
        """Placeholders of the message of a check that no fact fills: a fault of the wording."""
        return set(PLACEHOLDER.findall(self.phrase(check.model_copy(update={"message": ""}))))


def facts_of(subject: Check | Finding) -> dict[str, str]:
    """Everything a message may name."""
    facts = {name: getattr(subject, name) or "" for name in _FIELDS}
    facts["repairs"] = "；".join(subject.repairs)
    facts["subject"] = facts["subject"].rstrip("：: ")
    return facts | getattr(subject, "facts", {})


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str) -> Words:
    """The words of a language. Raises WordingError with file and line."""
    return Words(lang)


def phrase(subject: Check | Finding, lang: str = "zh") -> str:
    """The sentence of a check or finding in a language."""
    return words(lang).phrase(subject)


def title(rule: str, lang: str = "zh") -> str:
    """The title of a rule in a language."""
    return words(lang).title(rule)


@lru_cache(maxsize=8)
def _rules(folder: Path) -> dict[str, RuleWords]:
    out: dict[str, RuleWords] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == TERMS:
            continue
        for rule, table in load(path).items():
            if rule in out:
                raise WordingError(f"{path}:{_line(path, rule)}: rule {rule} has wording already")
            out[rule] = _words_of(path, rule, table)
    return out


def _words_of(path: Path, rule: str, table: Any) -> RuleWords:
    try:
        return RuleWords.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WordingError(f"{path}:{_line(path, rule)}: [{rule}] {where}: {first['msg']}") from error


def _line(path: Path, table: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    headers = (f"[{table}]", f"[{table}.")
    return next((n for n, line in enumerate(lines, 1) if line.strip().startswith(headers)), 1)
