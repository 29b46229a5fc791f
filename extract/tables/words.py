"""The word lists of forms.toml and the small questions asked of them."""

from __future__ import annotations

import functools
import unicodedata
from typing import Self

import regex
from pydantic import Field, model_validator

from extract.in_use import remembered, vocabulary
from extract.units import unit_table
from extract.words import Words, load
from schema.report import Absent, RowKind


class RowWords(Words):
    """Names by which the rows of a table are told apart."""

    total: list[str]
    total_endings: list[str]
    partial: list[str]
    subtotal: list[str]
    subtotal_endings: list[str]
    of_which: list[str]
    rest: list[str]
    notes: list[str]
    column_numbers: list[str]
    counted_by: list[str]


class LedgerWords(Words):
    """Names of the rows and split headers of a ledger."""

    opening: list[str]
    month_total: list[str]
    period_total: str
    period_before: str
    year_total: list[str]
    carried: list[str]
    total: list[str]
    month_header: list[str]
    day_header: list[str]
    year_header: list[str]
    income_header: list[str]
    outlay_header: list[str]
    cumulated: str


class AbsentWords(Words):
    """What stands where no value is."""

    dash: list[str]
    slash: list[str]
    none_word: list[str]
    na: list[str]


class Patterns(Words):
    """Expressions over a whole folded cell."""

    cells: list[str]


class IndicatorWords(Words):
    """Words of indicator tables."""

    numbered: str
    inline_weight: str
    bare_weight: str
    level1: list[str]
    level2: list[str]
    compound: str
    findings: list[str]
    checked: list[str]
    final_score: str
    means: list[str]
    evaluators: str
    plain_score: list[str]
    own_marks: list[str]
    execution: list[str]
    scoring_note: list[str]
    yearly: list[str]
    adjusted: list[str]
    value_parts: list[str]
    part_of_year: str
    behind_group: str
    announced: dict[str, str]
    operators: dict[str, list[str]]
    directions: dict[str, list[str]]


class JoinWords(Words):
    """How names of indicators and of statements are compared."""

    before: list[str]
    after: list[str]
    same: list[list[str]]
    suggest_from: int


class UnitWords(Words):
    """How units are announced."""

    money: list[str]
    caption: str
    in_brackets: str


class FundWords(Words):
    """Words of tables of money."""

    count_headers: list[str]
    not_count_headers: list[str]
    code_parts: list[str]
    code_headers: list[str]
    of_beginning: list[str]
    of_end: list[str]
    tables: list[str]


class ProjectWords(Words):
    """Words of titles that open a form."""

    form_titles: list[str]


class FormWords(Words):
    """The whole of forms.toml."""

    rows: RowWords
    ledger: LedgerWords
    absent: AbsentWords
    placeholder: Patterns
    indicators: IndicatorWords
    join: JoinWords
    units: UnitWords
    funds: FundWords
    projects: ProjectWords
    loaded: bool = Field(default=True, exclude=True)

    @model_validator(mode="after")
    def _expressions_compile(self) -> Self:
        patterns = (
            *self.placeholder.cells,
            *self.join.before,
            *self.join.after,
            self.indicators.numbered,
            self.indicators.inline_weight,
            self.indicators.bare_weight,
            self.indicators.behind_group,
            self.indicators.part_of_year,
            self.indicators.compound,
            self.indicators.final_score,
            self.indicators.evaluators,
            self.units.caption,
            self.units.in_brackets,
            self.ledger.period_total,
            self.ledger.period_before,
        )
        for pattern in patterns:
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise ValueError(f"{pattern}: {error}") from error
        return self

    @functools.cached_property
    def nothing(self) -> dict[str, Absent]:
        """Folded text -> the way of saying that there is no value."""
        lists = (
            (self.absent.dash, Absent.DASH),
            (self.absent.slash, Absent.SLASH),
            (self.absent.none_word, Absent.NONE_WORD),
            (self.absent.na, Absent.NOT_APPLICABLE),
        )
        return {folded(word): kind for words, kind in lists for word in words}

    @functools.cached_property
    def unfilled(self) -> regex.Pattern[str]:
        """Matches a whole folded cell that nobody filled in."""
        return regex.compile("|".join(f"(?:{pattern})" for pattern in self.placeholder.cells))


_SPACE = regex.compile(r"\s+")
_INNER_SPACE = regex.compile(
    r"(?<=[\p{Han}（）《》、，。：；“”])\s+(?=[\p{Han}（）《》、，。：；“”])|\s*\n\s*"
)
_LIST_MARK = regex.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．])\s*"
)


def words() -> FormWords:
    """The word lists of forms."""
    return load("forms", FormWords, vocabulary())


@functools.lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Half width, without white space: for comparison."""
    return str(_SPACE.sub("", unicodedata.normalize("NFKC", text)))


@functools.lru_cache(maxsize=16384)
def tidy(text: str) -> str:
    """As printed, without the blanks and line ends that wrapping left between characters."""
    return str(_INNER_SPACE.sub("", text.strip()))


@remembered
def absence(text: str) -> Absent | None:
    """Which way of printing nothing this cell is; None if it says something."""
    flat = folded(text)
    if not flat:
        return Absent.BLANK
    known = words().nothing.get(flat)
    if known is not None:
        return known
    return Absent.PLACEHOLDER if words().unfilled.fullmatch(flat) else None


def bare_name(text: str) -> str:
    """A row's name for comparison: folded, without numbering and closing colon."""
    return str(_LIST_MARK.sub("", folded(text))).rstrip(":：")


_REMARK = regex.compile(r"(?<=.)[(（]([^()（）]*)[)）]$")


def _without_remark(flat: str) -> str:
    """A name without the remark in brackets behind it, unless that says that something is left out."""
    found = _REMARK.search(flat)
    if found is None or any(word in found[1] for word in words().rows.partial):
        return flat
    return flat[: found.start()]


@remembered
def row_kind(name: str) -> RowKind:
    """What a row of this name is."""
    rows = words().rows
    flat = _without_remark(bare_name(name))
    if any(flat.startswith(folded(word)) for word in rows.of_which):
        return RowKind.OF_WHICH
    if flat in rows.subtotal or flat.endswith(tuple(rows.subtotal_endings)):
        return RowKind.SUBTOTAL
    if flat in rows.total or flat.endswith(tuple(rows.total_endings)):
        return RowKind.TOTAL
    return RowKind.ENTRY


@remembered
def is_note(text: str) -> bool:
    """Whether a row beginning with this text explains the table instead of holding values."""
    flat = folded(text).lstrip("*※")
    for word in words().rows.notes:
        if flat.startswith(word) and flat[len(word) : len(word) + 1] in ("", ":", "1", "(", "."):
            return True
    return False


@remembered
def _caption() -> regex.Pattern[str]:
    return regex.compile(words().units.caption)


@remembered
def _bracketed() -> regex.Pattern[str]:
    return regex.compile(words().units.in_brackets)


@remembered
def announced_unit(text: str) -> str | None:
    """The unit a caption or line announces for a table (单位：万元), else None."""
    found = _caption().search(unicodedata.normalize("NFKC", text))
    return found["unit"] if found else None


@remembered
def money_unit(text: str) -> str | None:
    """A money unit printed in brackets or announced in this header or caption."""
    if announced := announced_unit(text):
        return announced if announced in words().units.money else None
    for found in _bracketed().finditer(unicodedata.normalize("NFKC", text)):
        if folded(found["unit"]) in words().units.money:
            return folded(found["unit"])
    return None


def bracketed_units(text: str) -> list[str]:
    """Everything in brackets that could be a unit, last first."""
    return [folded(m["unit"]) for m in _bracketed().finditer(unicodedata.normalize("NFKC", text))][::-1]


def is_unit(text: str) -> bool:
    """Whether the whole text is a unit the quantity reader knows (万元, 人次)."""
    table = unit_table(vocabulary())
    end, _ = table.scale(text, 0)
    unit = table.match(text, end)
    return unit is not None and unit.end == len(text)
