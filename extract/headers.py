"""What a table header means: exact synonyms first, then ordered word rules, never a distance.

`field_of("年度指标值(A)")` is `"target_value"`; a header that is not known for certain has no field (None).
"""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Any, Self

import regex
from pydantic import Field, field_validator, model_validator

from extract import in_use
from extract.words import Words, compiled, load

LONGEST = 24
"""A header says one thing; longer cleaned text is a sentence."""


class FieldWords(Words):
    """One field: its label and the whole headers that mean it."""

    label: str
    exact: list[str] = Field(default_factory=list)


class Rule(Words):
    """A word rule: every `need` (and `any`) expression found, no `never` expression found."""

    field: str
    need: list[str]
    any: list[str] = Field(default_factory=list)
    never: list[str] = Field(default_factory=list)
    override: bool = False
    """Whether the rule holds even for words that are otherwise doubtful."""
    examples: list[str]

    @field_validator("need", "any", "never")
    @classmethod
    def _expressions(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise ValueError(f"{pattern}: {error}") from error
        return patterns

    def fits(self, header: str) -> bool:
        """Whether the rule decides this cleaned header."""
        return all(compiled(p).search(header) for p in (*self.need, *self.any)) and not any(
            compiled(p).search(header) for p in self.never
        )


class FieldsFile(Words):
    """The whole of fields.toml."""

    kept_remarks: list[str]
    doubtful: list[str]
    plain: list[str]
    fields: dict[str, FieldWords]
    rules: list[Rule]

    @model_validator(mode="after")
    def _one_meaning_each(self) -> Self:
        owner: dict[str, str] = {}
        for name, words in self.fields.items():
            for header in words.exact:
                other = owner.setdefault(fold(header), name)
                if other != name:
                    raise ValueError(f"{header!r} is claimed by {other} and by {name}")
        if unknown := {rule.field for rule in self.rules} - set(self.fields):
            raise ValueError(f"rules for unknown fields: {', '.join(sorted(unknown))}")
        return self

    @functools.cached_property
    def owners(self) -> dict[str, str]:
        """Cleaned header -> field, for every exact synonym."""
        return {
            spelled: name
            for name, words in self.fields.items()
            for header in words.exact
            for spelled in (fold(header), cleaned(header, self))
            if spelled and (spelled == fold(header) or "%" not in fold(header))
        }


_SPACE = regex.compile(r"\s+")
_REMARK = regex.compile(r"[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》]")
_YEARS = regex.compile(r"(?:19|20)(?:\d{2}|XX|xx|\*\*)(?:[-—~至](?:19|20)?\d{2})?(?:年度?|财年)?")
_UNIT = regex.compile(r"[,:，;]?(?:金额)?单位[:：].*$")
_NUMBERING = regex.compile(r"^(?:\d+[.、．]|[一二三四五六七八九十]+、|[①-⑳]|\(\d+\)|[★☆*※#]+)")
_EDGES = regex.compile(r"^[\s:：,，、.。·*★☆_=-]+|[\s:：,，、.。·*★☆_=-]+$")
_FORMULA = regex.compile(r"(?:[A-Za-z]\d?(?:[=/*÷×+-][A-Za-z0-9%]+)+|(?<=\p{Han})[A-Za-z]\d?)$")
_MARKUP = regex.compile(r"\*\*|%$|％$")
_CJK_ONLY = regex.compile(r"\p{Han}+")


def fold(text: str) -> str:
    """The text in half width without white space, for comparison only."""
    return str(_SPACE.sub("", unicodedata.normalize("NFKC", text)))


def cleaned(header: str, words: FieldsFile) -> str:
    """The header without what does not change its meaning: width, blanks, units, years, remarks, numbering."""
    text = _MARKUP.sub("", fold(header))

    def remark(found: Any) -> str:
        inner = found[1]
        return inner if _CJK_ONLY.fullmatch(inner) and inner in words.kept_remarks else ""

    for _ in range(2):
        text = _REMARK.sub(remark, text)
    text = _UNIT.sub("", text)
    text = _YEARS.sub("", text)
    text = _NUMBERING.sub("", text)
    text = _EDGES.sub("", text)
    return str(_FORMULA.sub("", text))


def field_of(header: str, vocabulary: Path | None = None) -> str | None:
    """The canonical field a printed table header means, or None if that is not certain."""
    return _field_of(header, vocabulary or in_use.vocabulary())


@functools.lru_cache(maxsize=8192)
def _field_of(header: str, vocabulary: Path | None) -> str | None:
    words = load("fields", FieldsFile, vocabulary)
    if (whole := words.owners.get(fold(header))) is not None:
        return whole
    text = cleaned(header, words)
    if not text or len(text) > LONGEST:
        return None
    if (whole := words.owners.get(text)) is not None:
        return whole
    if "/" in text or "、" in text or "|" in text:
        return _same_meaning(regex.split(r"[/、|]", text), vocabulary)
    doubtful = any(word in text for word in words.doubtful)
    for rule in words.rules:
        if (rule.override or not doubtful) and rule.fits(text):
            return rule.field
    return None


def _same_meaning(parts: list[str], vocabulary: Path | None) -> str | None:
    """The field of a header that offers alternatives (自评得分/评分), if all mean the same."""
    fields = {field_of(part, vocabulary) for part in parts if part}
    return fields.pop() if len(fields) == 1 else None


def suggestion(header: str, vocabulary: Path | None = None) -> tuple[str, str] | None:
    """`(known header, field)` nearest to an unknown one: for the words of a notice, never for a decision."""
    from rapidfuzz import fuzz, process

    words = load("fields", FieldsFile, vocabulary or in_use.vocabulary())
    text = cleaned(header, words)
    if len(text) < 2 or text in words.plain:
        return None
    best = process.extractOne(text, words.owners.keys(), scorer=fuzz.ratio, score_cutoff=80)
    return (best[0], words.owners[best[0]]) if best else None


def label_of(field: str, vocabulary: Path | None = None) -> str:
    """The Chinese name of a field."""
    return load("fields", FieldsFile, vocabulary).fields[field].label
