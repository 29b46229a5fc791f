"""The overview of a run: its documents, its findings by severity, rule, organisation and year, and the way to each.

Reports are taken one at a time; their rows and those of their findings wait on disk.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import nsmallest
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from publish.charts import Bar, Piece, bars, scatter
from publish.dataset import write_text
from publish.pages import FOLDER, environment, page_name, write_assets
from publish.phrases import Words
from publish.places import located, places_of
from publish.spool import Sorted
from publish.tables import Failure
from publish.terminal import tally
from schema.finding import Severity
from schema.order import ranked
from schema.report import Report

if TYPE_CHECKING:
    from markupsafe import Markup

INDEX = "index.html"
DOCUMENTS, FINDINGS = 1000, 700
"""Rows of a page."""
SEVERITIES = tuple(severity.value for severity in Severity)
TOP, FIRST, POINTS = 15, 8, 2000
"""Bars of a chart, findings on the overview itself, and points of a chart."""
_PART = re.compile(r"(findings|index)(-\d+)?\.html")
Counted = tuple[str, Counter[str]]


@dataclass(slots=True)
class Overview:
    """Collects what the overview shows: `add` each report, then `write`."""

    out: Path
    words: Words
    masked: bool = False
    documents: Sorted = field(default_factory=Sorted)
    findings: Sorted = field(default_factory=Sorted)
    totals: Counter[str] = field(default_factory=Counter)
    groups: defaultdict[str, defaultdict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    by_document: list[Counted] = field(default_factory=list)
    points: list[tuple[str, Decimal, Decimal, str]] = field(default_factory=list)

    def add(self, report: Report) -> None:
        """Take what is shown of a report."""
        facts, coverage = report.document, report.coverage
        page = self.out / FOLDER / page_name(facts.id)
        href = f"{FOLDER}/{page.name}" if page.exists() else ""
        name = PurePath(facts.path).name
        counts = {key[:-1]: count for key, count in tally(report.findings).items() if key != "total"}
        self.documents.add(
            (*(-counts[kind] for kind in SEVERITIES), facts.path),
            {
                "id": facts.id,
                "href": href,
                "name": name,
                "path": facts.path,
                "title": facts.title or "",
                "organisation": facts.organisation or "",
                "project": facts.project_name or "",
                "year": facts.fiscal_year or "",
                "type": self.words.term("doc_type", facts.doc_type),
                "figures": coverage.figures,
                "unchecked": len(coverage.unchecked),
                "consistency": report.score.consistency or "",
                **counts,
            },
        )
        self.totals.update(
            documents=1, figures=coverage.figures, checked=coverage.checked, unchecked=len(coverage.unchecked)
        )
        self.totals.update(counts)
        for rank, finding in ranked(report.findings, facts.path):
            places = places_of(finding)
            kind = finding.severity.value
            row = {
                "id": finding.id,
                "severity": kind,
                "label": self.words.term("severity", finding.severity),
                "rule": finding.rule,
                "title": self.words.title(finding.rule),
                "message": self.words.phrase(finding),
                "document": name,
                "organisation": facts.organisation or "",
                "where": located(places[0], report, self.words) if places else "",
                "href": href,
            }
            self.findings.add(rank, row)
            self.groups["by_rule"][f"{finding.rule} {row['title']}"][kind] += 1
            self.groups["by_organisation"][facts.organisation or "—"][kind] += 1
            self.groups["by_year"][str(facts.fiscal_year or "—")][kind] += 1
        if report.findings:
            self.by_document = _first([*self.by_document, (name, Counter(counts))])
        spent, score = _execution(report), _score(report)
        if spent is not None and score is not None and len(self.points) < POINTS:
            self.points.append((name, spent, score, href))

    def write(self, failures: Sequence[Failure], facts: str) -> None:
        """Write `index.html`, further pages of documents, and the lists of findings."""
        write_assets(self.out)
        found = len(self.findings)
        lists = [_name("findings", n) for n in range(-(-found // FINDINGS))]
        first = list(islice(self.findings, FIRST))
        pages = [_name("index", n) for n in range(max(1, -(-len(self.documents) // DOCUMENTS)))]
        words = self.words
        shared: dict[str, Any] = {"t": words.term, "lang": words.lang, "root": "", "masked": self.masked}
        shared["data"] = {"words": words.section("decision") | words.section("pages")}
        charts = self.charts()
        lost = [failure.row() | {"reason": words.term("state", failure.reason)} for failure in failures]
        documents, rows = iter(self.documents), iter(self.findings)
        for n, name in enumerate(pages):
            context = {
                "page": n,
                "pages": pages,
                "first_list": lists[0] if lists else "",
                "first": first if n == 0 else [],
                "found": found,
                "facts": facts,
                "totals": {key: f"{self.totals[key]:,}" for key in (*SEVERITIES, *_TOTALS)},
                "columns": _columns(words),
                "documents": list(islice(documents, DOCUMENTS)),
                "failures": lost,
                "charts": charts if n == 0 else [],
            }
            self._write("index.html", name, shared | context)
        for n, name in enumerate(lists):
            context = {
                "page": n,
                "pages": lists,
                "total": found,
                "findings": list(islice(rows, FINDINGS)),
            }
            self._write("findings.html", name, shared | context)
        for stale in self.out.glob("*.html"):
            if _PART.fullmatch(stale.name) and stale.name not in {*pages, *lists}:
                stale.unlink()
        self.close()

    def close(self) -> None:
        """Let the rows go."""
        self.documents.close()
        self.findings.close()

    def _write(self, template: str, name: str, context: dict[str, Any]) -> None:
        write_text(self.out / name, environment().get_template(template).render(context))

    def charts(self) -> list[tuple[str, Markup]]:
        """The charts of the overview."""
        bars_of: dict[str, list[Counted]] = {key: list(self.groups[key].items()) for key in _GROUPED}
        bars_of["by_document"] = self.by_document
        found = [
            (self.words.term("charts", key), self._stacked(key, counted))
            for key, counted in bars_of.items()
            if len(counted) > (key != "by_rule")
        ]
        if len(self.points) > 1:
            told = [self.words.term("charts", key) for key in ("spending", "spending_x", "spending_y")]
            found.append((told[0], scatter(self.points, *told)))
        return [(title, chart) for title, chart in found if chart]

    def _stacked(self, key: str, counted: list[Counted]) -> Markup:
        chosen = sorted(counted)[:TOP] if key == "by_year" else _first(counted)
        rows = [
            Bar(
                name,
                tuple(
                    Piece(kind, self.words.term("severity", kind), Decimal(counts[kind]))
                    for kind in SEVERITIES
                ),
            )
            for name, counts in chosen
        ]
        return bars(rows, self.words.term("charts", key))


def _first(counted: Iterable[Counted]) -> list[Counted]:
    """Those with the most findings."""
    return nsmallest(TOP, counted, key=lambda one: (-one[1].total(), one[0]))


_GROUPED = ("by_rule", "by_organisation", "by_year")
_TOTALS = ("documents", "figures", "checked", "unchecked")


def _name(kind: str, number: int) -> str:
    return f"{kind}.html" if not number else f"{kind}-{number + 1}.html"


def _columns(words: Words) -> list[tuple[str, str]]:
    return [
        (words.term("column", "document"), ""),
        (words.term("column", "organisation"), ""),
        (words.term("column", "fiscal_year"), ""),
        (words.term("column", "doc_type"), ""),
        *((words.term("severity", kind), "num") for kind in SEVERITIES),
        (words.term("column", "figures"), "num"),
        (words.term("pages", "uncovered"), "num"),
        (words.term("pages", "consistency"), "num"),
    ]


def _execution(report: Report) -> Decimal | None:
    """The execution rate of the total of a document: printed, else executed by adjusted budget."""
    for line in sorted(report.budget_lines, key=lambda line: not line.is_total):
        rate = line.amounts.get("execution_rate")
        if rate is not None and rate.number is not None:
            return rate.number
        spent, budget = line.amounts.get("executed_amount"), line.amounts.get("budget_adjusted")
        if spent is not None and budget is not None and spent.number is not None and budget.number:
            return (spent.number / budget.number * 100).quantize(Decimal("0.01"))
    return None


def _score(report: Report) -> Decimal | None:
    try:
        return Decimal(report.score.reported_total or "")
    except ArithmeticError:
        return None
