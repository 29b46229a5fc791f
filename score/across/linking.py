"""Which documents of an archive belong together, how surely, and what speaks for it.

Candidates come from indices (code; rare pieces of names; unit and year), so an archive of ten thousand files
is linked without comparing every two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, combinations

from schema.across import Link, LinkKind
from schema.report import DocType
from score.across.brief import Brief, resemblance
from score.across.names import TELLING, Alike, is_common, is_general, named_in, same_project, same_unit
from score.across.override import Overrides, aliases, named
from score.across.words import words

PIECE = 4
MOST_SHARED = 120
"""A piece of a name that more documents share tells nothing."""
MOST_PIECES = 12
"""The rarest pieces of a document's names that are looked up."""
MOST_LOOKED_AT = 400
"""Documents that share such pieces with one, from which on no further piece is looked up."""
MOST_SUGGESTED = 5
"""Suggestions a document is given; of numbered names, ten thousand are like one another."""
RENDITION = 0.6
"""From this share of common figures on, two files of one name are versions of one document."""

DEPARTMENTS = frozenset({DocType.DEPT_SELFEVAL_FORM, DocType.FINAL_ACCOUNTS})

Pair = tuple[int, int]


def links_of(briefs: Sequence[Brief], given: Overrides | None = None) -> tuple[list[Link], list[str]]:
    """All links, explicit and suggested, in a fixed order; and what in the overrides named no document."""
    given = given or Overrides()
    alias = aliases(given)
    if alias:
        briefs = [
            replace(b, projects=tuple(dict.fromkeys(alias.get(n, n) for n in b.projects))) for b in briefs
        ]
    forced, unknown = _named_pairs([entry.documents for entry in given.link], briefs)
    apart, lost = _named_pairs([entry.documents for entry in given.apart], briefs)
    found = [_forced(briefs[a], briefs[b]) for a, b in sorted(forced)]
    suggested: Counter[int] = Counter()
    for a, others in _candidates(briefs):
        pairs = [(a, b) for b in others if (a, b) not in forced and (a, b) not in apart]
        links = [(b, link) for a, b in pairs if (link := _link(briefs[a], briefs[b]))]
        for b, link in sorted(links, key=lambda pair: (-pair[1].confidence, pair[0])):
            if not link.explicit and max(suggested[a], suggested[b]) >= MOST_SUGGESTED:
                continue
            suggested.update(() if link.explicit else (a, b))
            found.append(link)
    return sorted(found, key=lambda link: (link.first, link.second, link.kind)), unknown + lost


def _named_pairs(groups: Iterable[Sequence[str]], briefs: Sequence[Brief]) -> tuple[set[Pair], list[str]]:
    number = {brief.id: n for n, brief in enumerate(briefs)}
    pairs: set[Pair] = set()
    unknown: list[str] = []
    for group in groups:
        members: set[int] = set()
        for wanted in group:
            hits = named(wanted, briefs)
            members |= {number[brief.id] for brief in hits}
            unknown += [] if hits else [wanted]
        pairs |= set(combinations(sorted(members), 2))
    return pairs, unknown


def _forced(one: Brief, other: Brief) -> Link:
    same = one.year is None or other.year is None or one.year == other.year
    first, second = (one, other) if same or (one.year or 0) <= (other.year or 0) else (other, one)
    kind = LinkKind.PROJECT_YEAR if same else LinkKind.NEXT_YEAR
    return _made(kind, first, second, True, "1", ("override",))


def _candidates(briefs: Sequence[Brief]) -> Iterator[tuple[int, list[int]]]:
    """Every document with those after it that are worth a look, by a shared key; one at a time, to keep memory flat."""
    keys = list(_all_keys(briefs))
    index: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, mine in enumerate(keys):
        for key in mine:
            index[key].append(number)
    for number, mine in enumerate(keys):
        others: set[int] = set()
        for key in mine:
            members = index[key]
            if key[0] == "department":
                head = briefs[number].doc_type in DEPARTMENTS
                others.update(n for n in members if head or briefs[n].doc_type in DEPARTMENTS)
            elif len(members) <= MOST_SHARED:
                others.update(n for n in members if _near(briefs, number, n))
        yield number, sorted(n for n in others if n > number)


def _all_keys(briefs: Sequence[Brief]) -> Iterator[list[tuple[object, ...]]]:
    """What each document is looked up by: its code, unit and department, and the rarest pieces of its names."""
    pieces = [_pieces(brief) if brief.year is not None else [] for brief in briefs]
    counts = Counter(piece for some in pieces for piece in some)
    for brief, some in zip(briefs, pieces, strict=True):
        if brief.year is None:
            yield []
            continue
        telling = (piece for piece in some if 1 < counts[piece] <= MOST_SHARED)
        rarest = sorted(telling, key=lambda piece: (counts[piece], piece))[:MOST_PIECES]
        reach = list(accumulate(counts[piece] for piece in rarest))
        few = [piece for piece, sum_ in zip(rarest, reach, strict=True) if sum_ <= MOST_LOOKED_AT]
        yield [*_keys(brief), *(("piece", piece) for piece in few or rarest[:1])]


def _near(briefs: Sequence[Brief], a: int, b: int) -> bool:
    return abs((briefs[a].year or 0) - (briefs[b].year or 0)) <= 1


def _pieces(brief: Brief) -> list[str]:
    """The pieces of its names, each once."""
    names = (*brief.projects, *brief.titles)
    return list(dict.fromkeys(name[n : n + PIECE] for name in names for n in range(len(name) - PIECE + 1)))


def _keys(brief: Brief) -> Iterator[tuple[object, ...]]:
    if brief.code:
        yield "code", brief.code
    if brief.ledger or brief.annexes:
        yield "unit", brief.unit, brief.year
    if brief.doc_type in DEPARTMENTS:
        yield "department", brief.unit, brief.year
    elif brief.department:
        yield "department", brief.department, brief.year


def _link(one: Brief, other: Brief) -> Link | None:
    if one.year is None or other.year is None or abs(one.year - other.year) > 1:
        return None
    if one.year > other.year:
        one, other = other, one
    if one.year == other.year:
        if link := _rendition(one, other):
            return link
        if link := _department(one, other):
            return link
    return _project(one, other)


def _project(one: Brief, other: Brief) -> Link | None:
    """A link because both speak of one project."""
    alike, evidence = _names(one, other)
    unit = _same_unit(one, other)
    if alike is Alike.NO or (unit is False and "code" not in evidence):
        return _annex(one, other) if one.year == other.year else None
    kind = LinkKind.PROJECT_YEAR if one.year == other.year else LinkKind.NEXT_YEAR
    evidence += ["unit"] if unit else []
    evidence += ["year"] if one.year == other.year else ["next_year"]
    if one.year == other.year and _cited(one, other):
        evidence.append("annex_title")
    sure = alike >= Alike.ALIAS and ("code" in evidence or bool(unit) or _unmistakable(one, other))
    if not sure:
        return _made(kind, one, other, False, "0.6" if alike >= Alike.ALIAS else "0.5", tuple(evidence))
    confidence = "0.98" if "code" in evidence else "0.95" if alike is Alike.SAME else "0.9"
    return _made(kind, one, other, True, confidence, tuple(evidence))


def _names(one: Brief, other: Brief) -> tuple[Alike, list[str]]:
    """How alike the projects of two documents are called, and where it shows."""
    best = max((same_project(a, b) for a in one.projects for b in other.projects), default=Alike.NO)
    if one.code and other.code:
        if one.code != other.code:
            return Alike.NO, []
        if best is not Alike.NO or not one.projects or not other.projects:
            return Alike.SAME, ["code"] + (["name"] if best is Alike.SAME else [])
        return Alike.PERHAPS, ["code_alone"]
    if best is not Alike.NO:
        return best, [{Alike.SAME: "name", Alike.ALIAS: "name_variant", Alike.PERHAPS: "name_similar"}[best]]
    inside = max(
        (
            named_in(name, title)
            for name, title in (
                *((name, title) for name in one.projects for title in other.titles if not other.projects),
                *((name, title) for name in other.projects for title in one.titles if not one.projects),
            )
        ),
        default=Alike.NO,
    )
    if inside is not Alike.NO:
        return inside, ["name_in_title" if inside is Alike.ALIAS else "name_similar"]
    if not one.projects and not other.projects:
        shared = [title for title in set(one.titles) & set(other.titles) if len(title) >= TELLING + 4]
        return (Alike.ALIAS, ["title"]) if shared else (Alike.NO, [])
    return Alike.NO, []


def _unmistakable(one: Brief, other: Brief) -> bool:
    names = one.projects or other.projects
    return any(len(name) >= TELLING and not is_common(name) for name in names)


def _same_unit(one: Brief, other: Brief) -> bool | None:
    answers = [
        same_unit(a, b)
        for a in filter(None, (one.unit, one.department))
        for b in filter(None, (other.unit, other.department))
    ]
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _cited(one: Brief, other: Brief) -> bool:
    return any(cites(a, b) for a, b in ((one, other), (other, one)))


def cites(one: Brief, other: Brief) -> str | None:
    """The label of the annex of `one` that `other` can be, by its kind and title."""
    for label, title in one.annexes:
        if other.ledger and any(word in title for word in words().ledger_titles):
            return label
        if len(title) >= TELLING and any(title in own for own in other.titles):
            return label
    return None


def _annex(one: Brief, other: Brief) -> Link | None:
    """A suggestion: one of them refers to an annex that the other, of the same unit and year, can be."""
    names = bool(one.projects and other.projects)
    if names or not _same_unit(one, other) or not _cited(one, other):
        return None
    return _made(LinkKind.PROJECT_YEAR, one, other, False, "0.4", ("annex_title", "unit", "year"))


def _department(one: Brief, other: Brief) -> Link | None:
    """A department and a document on one of its projects."""
    if other.doc_type in DEPARTMENTS:
        one, other = other, one
    if one.doc_type not in DEPARTMENTS or other.doc_type in DEPARTMENTS or not one.unit or not other.projects:
        return None
    if one.unit not in {other.unit, other.department}:
        return None
    return _made(LinkKind.PART_OF, one, other, True, "0.9", ("unit", "year"))


def _rendition(one: Brief, other: Brief) -> Link | None:
    """Two files of one document: same kind, title, unit and project, and most figures in common."""
    same_names = one.projects == other.projects and one.code == other.code and one.unit == other.unit
    if one.doc_type is not other.doc_type or not same_names or not set(one.titles) & set(other.titles):
        return None
    shared = resemblance(one.sketch, other.sketch)
    nameless = not (one.projects or one.code) and all(map(is_general, set(one.titles) & set(other.titles)))
    if shared < RENDITION or (nameless and one.figures != other.figures):
        return None
    evidence = ("title", "unit", "year", "figures" if one.figures == other.figures else "most_figures")
    return _made(LinkKind.RENDITION, one, other, True, f"{shared:.2f}", evidence)


def _made(
    kind: LinkKind, one: Brief, other: Brief, explicit: bool, confidence: str, evidence: tuple[str, ...]
) -> Link:
    first, second = one, other
    if kind in {LinkKind.PROJECT_YEAR, LinkKind.RENDITION} and other.id < one.id:
        first, second = other, one
    return Link(
        kind=kind,
        first=first.id,
        second=second.id,
        explicit=explicit,
        confidence=Decimal(confidence),
        evidence=evidence,
    )
