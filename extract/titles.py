"""What the title of a document names: the body that reports, and the project it reports on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import regex
from pydantic import Field, model_validator

from extract.folding import fold
from extract.in_use import remembered, vocabulary
from extract.tables.words import tidy
from extract.words import Words, compiled, load
from schema.report import DocType

SHORTEST_PROJECT = 4

_SPELLED_YEAR = regex.compile(r"[一二][〇零O○0九][〇零O○一二三四五六七八九]{2}(?=年)")
_YEAR_DIGITS = str.maketrans("一二三四五六七八九〇零O○", "1234567890000")


class TitleRule(Words):
    """A type and the expressions by which a title has it."""

    type: DocType
    title: list[str]
    never: list[str] = Field(default_factory=list)

    def fits(self, title: str) -> bool:
        """Whether this folded title is of the type."""
        return any(compiled(p).search(title) for p in self.title) and not any(
            compiled(p).search(title) for p in self.never
        )


class FactWords(Words):
    """How facts are labelled and names end."""

    organisation: list[str]
    organisation_above: list[str]
    in_charge: list[str]
    not_evaluated: str
    funders: str
    acting: str
    about: str
    project_words: list[str]
    firms: str
    many: str
    answers: str
    of_transfers: str
    above: list[str]
    year_label: str
    bodies: list[str]
    regions: list[str]
    no_regions: list[str]
    title_endings: list[str]
    project_in_title: list[str]
    project_in_text: list[str]
    project_code: list[str]
    period: list[str]
    not_title: list[str]
    generic_projects: list[str]
    body_styles: list[str]
    kinds: dict[str, list[str]]


class DocTypeWords(Words):
    """The whole of doc_types.toml."""

    titles: list[TitleRule]
    facts: FactWords

    @model_validator(mode="after")
    def _expressions_compile(self) -> Self:
        facts = self.facts
        lists = [
            facts.in_charge,
            [facts.not_evaluated, facts.many, facts.answers, facts.of_transfers],
            facts.organisation,
            facts.organisation_above,
            facts.project_in_title,
            facts.project_in_text,
            facts.not_title,
        ]
        lists += [rule.title for rule in self.titles] + list(facts.kinds.values())
        for pattern in (p for patterns in lists for p in patterns):
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise ValueError(f"{pattern}: {error}") from error
        return self


def words() -> DocTypeWords:
    """The word lists of doc_types.toml."""
    return load("doc_types", DocTypeWords, vocabulary())


def spelled_years(text: str) -> str:
    """The text with its years in plain digits: 二〇二二年 and ２０２２年 are 2022年."""
    return str(_SPELLED_YEAR.sub(lambda found: found[0].translate(_YEAR_DIGITS), fold(text)))


@dataclass(frozen=True, slots=True)
class TitleParts:
    """The body and the project that a title names, None where it names none; a region stands for a body not named."""

    organisation: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How names of bodies and regions are written, and what stands around them in a title."""

    body: regex.Pattern[str]
    region: regex.Pattern[str]
    year: regex.Pattern[str]
    project: tuple[regex.Pattern[str], ...]
    named: regex.Pattern[str]


_NAME = r"\p{Han}（()）XxＸ×*○"
_YEAR = r"[（(]?(?:(?:19|20)\d{2}\s*年?\s*度?\s*[-—–~～至到]\s*)?(?:19|20)\d{2}\s*年?\s*(?:度(?!假))?[)）]?"


@remembered
def _patterns() -> _Patterns:
    facts = words().facts
    ends = "|".join(sorted(map(regex.escape, facts.bodies), key=len, reverse=True))
    regions, others = "".join(facts.regions), "|".join(facts.no_regions)
    projects = "|".join(map(regex.escape, facts.project_words))
    return _Patterns(
        body=regex.compile(rf"(?P<name>[{_NAME}]{{2,40}}(?:{ends}))"),
        region=regex.compile(
            rf"(?P<name>[{_NAME}]{{1,12}}?[{regions}])(?<!{others})(?![\p{{Han}}]?政|级|域)"
        ),
        year=regex.compile(_YEAR),
        project=tuple(map(regex.compile, facts.project_in_title)),
        named=regex.compile(rf"(?:{projects})$"),
    )


def title_parts(title: str) -> TitleParts:
    """What a title names before and behind its year: 某县水利局2022年度农田建设项目绩效评价报告, 培训项目支出明细账（2022年度）."""
    whole_title = tidy(title).strip()
    whole_title = _SPELLED_YEAR.sub(lambda found: found[0].translate(_YEAR_DIGITS), whole_title)
    text = whole_title.removeprefix(words().facts.about).lstrip()
    year = _patterns().year.search(text)
    before, behind = (text[: year.start()], text[year.end() :]) if year else ("", text)
    before = before.strip().removesuffix(words().facts.about).rstrip("（( ")
    if not before:
        organisation, rest = _divided(behind)
        return TitleParts(organisation, _project_in(rest))
    organisation, rest = _divided(before)
    project = _project_in(behind)
    own = _project_in(rest) or _bare_project(rest)
    whole = _patterns().body.match(before)
    if rest and own is None and (project is not None or not _project_in(rest + behind)):
        organisation = str(whole["name"]) if whole else _unless_deed(before, whole_title)
    elif rest and own is None:
        own = _project_in(rest + behind)
    return TitleParts(organisation, project or own)


def _unless_deed(before: str, title: str) -> str | None:
    """What stands before the year as a body without one of the known endings; behind 关于 it says what is done (调整)."""
    return None if title.startswith(words().facts.about) else before


def _divided(text: str) -> tuple[str | None, str]:
    """The body a text begins with, or the region if it names no body, and what follows."""
    pattern = _patterns()
    found = pattern.body.match(text)
    if found is not None and found.end() < len(text) and (shorter := _before_project(text, found["name"])):
        return shorter, text[len(shorter) :]
    found = found or pattern.region.match(text)
    return (str(found["name"]), text[found.end() :]) if found else (None, text)


def _before_project(text: str, name: str) -> str | None:
    """Of a name that runs on into the name of a project (某市城管局污水处理中心建设项目) the body alone: the shortest that is one."""
    pattern = _patterns()
    whole = _project_in(text[len(name) :]) or _bare_project(text[len(name) :])
    if whole is None or len(whole) > SHORTEST_PROJECT:
        return None
    for size in range(3, len(name)):
        if pattern.body.fullmatch(name[:size]) and not pattern.body.fullmatch(name[: size + 1]):
            return name[:size]
    return None


def _project_in(text: str) -> str | None:
    """The project a title names before 绩效评价, 支出明细账 and the like."""
    plain = _patterns().year.sub("", text, count=1) if text[:1].isdigit() else text
    for pattern in _patterns().project:
        if found := pattern.search(plain):
            name = str(found["value"]).strip("的 （(")
            return name if _is_project(name) else None
    return None


def _bare_project(text: str) -> str | None:
    name = text.strip("的 ")
    return name if _patterns().named.search(name) and _is_project(name) else None


def _is_project(name: str) -> bool:
    return len(name) >= SHORTEST_PROJECT and name not in words().facts.generic_projects
