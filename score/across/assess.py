"""An archive of reports -> what its documents say of one another. Memory holds briefs, links and a few reports."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import PurePath

import numpy as np

from schema.across import Across, Elsewhere, Link, LinkKind
from schema.finding import Check, Finding
from schema.report import Report
from score.across.brief import Brief
from score.across.copies import FEW_PARAGRAPHS, FEW_RESULTS
from score.across.linking import cites, links_of
from score.across.names import same_unit
from score.across.override import Overrides
from score.across.view import Other, View, across_rules
from score.assess import facts_of, finding_of

KEPT = 12
"""Reports kept in memory."""
TEMPLATE = 6
"""A paragraph that more documents share is standard text."""
LARGEST = 60
"""A document with more neighbours than this was linked by a name that tells nothing; it is left alone."""
PREFERENCE = (".xlsx", ".xls", ".docx", ".doc")

Load = Callable[[str], Report]


def assess_across(briefs: Iterable[Brief], load: Load, given: Overrides | None = None) -> Across:
    """Link the documents and run every rule across them. `load` gives the report of an id, again if asked again.

    The result depends on the documents alone, not on their order. A rule that raises is a notice.
    """
    known = {brief.id: brief for brief in sorted(briefs, key=lambda brief: (brief.path, brief.id))}
    links, unknown = links_of(list(known.values()), given)
    notices = [f"override: {name}" for name in unknown]
    net = _Net(known, links)
    reports = _Shelf(load)
    alike = _alike(known, net)
    checks: dict[str, tuple[Check, ...]] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    for id_, brief in known.items():
        if not net.is_first(id_) or not (net.neighbours[id_] or id_ in alike):
            continue
        view = _view(id_, net, reports, alike.get(id_, []))
        if view is None:
            notices.append(f"too_many_links: {brief.path}")
            continue
        if found := _checks(view, notices):
            checks[id_] = tuple(found)
            findings[id_] = _findings(found, brief, known)
    return Across(
        links=tuple(links),
        elsewhere=tuple(_elsewhere(known, links)),
        checks=checks,
        findings={id_: found for id_, found in findings.items() if found},
        paths={id_: known[id_].path for link in links for id_ in (link.first, link.second)}
        | {a: known[a].path for one, others in alike.items() for a in (one, *others)},
        notices=tuple(notices),
    )


class _Net:
    """The explicit links, and which files are one document.

    Files with exactly the same figures are one: the first of them, by format and path, speaks for all.
    `version` numbers the documents, with all their versions, differing ones included.
    """

    def __init__(self, known: dict[str, Brief], links: Sequence[Link]) -> None:
        same = [link for link in links if link.kind is LinkKind.RENDITION]
        groups = _joined(known, same)
        exact = _joined(known, [link for link in same if "figures" in link.evidence])
        number = {id_: n for n, id_ in enumerate(known)}
        self.version = {id_: number[root] for id_, root in groups.items()}
        best: dict[str, str] = {}
        for id_, root in exact.items():
            best[root] = min(best.get(root, id_), id_, key=lambda one: _preference(known[one]))
        self.first = {id_: best[root] for id_, root in exact.items()}
        self.neighbours: dict[str, list[tuple[Link, str]]] = defaultdict(list)
        seen: set[tuple[str, str, LinkKind]] = set()
        for link in links:
            a, b = self.first[link.first], self.first[link.second]
            if link.explicit and a != b and (a, b, link.kind) not in seen:
                seen.add((a, b, link.kind))
                self.neighbours[a].append((link, b))
                self.neighbours[b].append((link, a))

    def is_first(self, id_: str) -> bool:
        """Whether the file speaks for its document."""
        return self.first[id_] == id_


def _joined(known: Iterable[str], links: Iterable[Link]) -> dict[str, str]:
    """Every id with one that stands for all it is joined to."""
    above = {id_: id_ for id_ in known}

    def root(id_: str) -> str:
        while above[id_] != id_:
            above[id_] = above[above[id_]]
            id_ = above[id_]
        return id_

    for link in links:
        a, b = sorted((root(link.first), root(link.second)))
        above[b] = a
    return {id_: root(id_) for id_ in above}


def _preference(brief: Brief) -> tuple[int, str, str]:
    suffix = PurePath(brief.path).suffix.lower()
    return (PREFERENCE.index(suffix) if suffix in PREFERENCE else len(PREFERENCE)), brief.path, brief.id


class _Shelf:
    """The reports used last."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._kept: OrderedDict[str, Report] = OrderedDict()

    def get(self, id_: str) -> Report:
        if id_ not in self._kept:
            self._kept[id_] = self._load(id_)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(id_)
        return self._kept[id_]


def _view(id_: str, net: _Net, reports: _Shelf, alike: Sequence[str]) -> View | None:
    """What the rules see of a document; None when it has too many neighbours to be believed."""
    links = net.neighbours[id_]
    if len(links) > LARGEST and not any(link.kind is LinkKind.PART_OF for link, _ in links):
        return None
    groups: dict[str, list[Other]] = defaultdict(list)
    report = reports.get(id_)
    for link, neighbour in links:
        name = _role(link, id_, net)
        if name is None:
            continue
        other = Other(reports.get(neighbour), link, net.version[neighbour])
        if name == "same" and other.report.ledger_entries and not report.ledger_entries:
            name = "ledgers"
        groups[name].append(other)
    extra: dict[str, object] = {"alike": tuple(_stranger(id_, other, reports) for other in alike)}
    return View(report=report, extra=extra, **{name: tuple(others) for name, others in groups.items()})


def _role(link: Link, id_: str, net: _Net) -> str | None:
    """What a neighbour is to a document; None when the check belongs to the other one."""
    first = net.first[link.first] == id_
    if link.kind is LinkKind.NEXT_YEAR:
        return None if first else "before"
    if link.kind is LinkKind.PART_OF:
        return "parts" if first else None
    if link.kind is LinkKind.RENDITION:
        return "versions" if first else None
    return "same"


def _stranger(id_: str, other: str, reports: _Shelf) -> Other:
    """A document of another unit that holds the same text: no link, only a likeness."""
    link = Link(
        kind=LinkKind.PROJECT_YEAR,
        first=id_,
        second=other,
        explicit=False,
        confidence=0,
        evidence=("likeness",),
    )
    return Other(reports.get(other), link)


def _alike(known: dict[str, Brief], net: _Net) -> dict[str, list[str]]:
    """Documents of different units that share paragraphs or results, by the one whose path comes first."""
    briefs = [brief for brief in known.values() if net.is_first(brief.id)]
    out: dict[str, list[str]] = defaultdict(list)
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for which, name in enumerate(("paragraphs", "results", "told")):
        for pair in _shared_pairs([getattr(brief, name) for brief in briefs]):
            counts[pair][which] += 1
    for (a, b), (texts, results, told) in sorted(counts.items()):
        one, other = briefs[a], briefs[b]
        if (texts >= FEW_PARAGRAPHS or results >= FEW_RESULTS or told) and same_unit(
            one.unit, other.unit
        ) is False:
            out[one.id].append(other.id)
    return out


def _shared_pairs(sets: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of documents for every hash that a few of them share; one sorted array, whatever the size."""
    if not any(len(hashes) for hashes in sets):
        return
    values = np.concatenate([np.frombuffer(bytes(memoryview(s).cast("B")), dtype=np.uint64) for s in sets])  # type: ignore[arg-type]
    owners = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    ends = np.r_[starts[1:], len(values)]
    for start, end in zip(starts[(ends - starts) > 1], ends[(ends - starts) > 1], strict=True):
        if end - start <= TEMPLATE:
            yield from combinations(sorted(int(owner) for owner in owners[start:end]), 2)


def _checks(view: View, notices: list[str]) -> list[Check]:
    out: list[Check] = []
    for rule in across_rules():
        try:
            out += rule.run(view)
        except Exception as error:
            notices.append(f"{rule.id}: {view.report.document.path}: {type(error).__name__}: {error}")
    return out


def _findings(checks: Sequence[Check], brief: Brief, known: dict[str, Brief]) -> tuple[Finding, ...]:
    """One finding a fact; its id depends on the content of both documents."""
    out = []
    for copies in facts_of(checks):
        if copies[0].severity is None:
            continue
        others = sorted({p.document for p in copies[0].places if p.document})
        content = "\x1f".join([brief.sha256, *(known[other].sha256 for other in others)])
        out.append(finding_of(copies, content))
    return tuple(out)


def _elsewhere(known: dict[str, Brief], links: Sequence[Link]) -> Iterator[Elsewhere]:
    """The annexes that are other files: those cited by a document surely linked to the file."""
    for link in links:
        if not link.explicit or link.kind is not LinkKind.PROJECT_YEAR:
            continue
        for one, other in ((link.first, link.second), (link.second, link.first)):
            if label := cites(known[one], known[other]):
                yield Elsewhere(
                    document=one, label=label, found_in=other, path=known[other].path, evidence=link.evidence
                )
