"""Copies: versions of one document that differ (X08), and units that report with the same words or results (X09)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from schema.figure import Figure, Place
from schema.finding import Check, Severity, Verdict
from schema.report import Report
from score.across.brief import long_paragraphs, telling_paragraphs, telling_results
from score.across.names import bare
from score.across.view import Other, View, across
from score.evidence import printed

MOST_SHOWN = 8
FEW_PARAGRAPHS, FEW_RESULTS = 3, 5
"""Shared paragraphs, or telling results, from which on copying is more likely than chance."""

Key = tuple[str, ...]


@across("X08", severity=Severity.WARNING)
def versions_agree(view: View) -> Iterator[Check]:
    """Two files of one document show the same figures.

    A report filed as Word and as PDF, or twice, must not differ: which one was submitted? Rows are compared by name, where
    both have the name once. Example: 执行数 128.64 in the Word file, 126.84 in the PDF.
    """
    for other in view.versions:
        here, there = _rows(view.report), _rows(other.report)
        both = [key for key in here if key in there]
        off = [key for key in both if here[key].number != there[key].number]
        if not both or len(off) * 3 > len(both):
            continue
        pairs = [(here[key], other.figure(there[key])) for key in (off or both)]
        shown = "；".join(
            f"{key[-2]} {printed(a)} / {printed(b)}" for key, (a, b) in zip(off, pairs, strict=False)
        )
        yield Check(
            rule="X08",
            verdict=Verdict.INCONSISTENT if off else Verdict.CONSISTENT,
            severity=Severity.WARNING if off else None,
            figures=tuple(figure for pair in (pairs if off else ()) for figure in pair),
            subject=view.report.document.title or "",
            reported=printed(pairs[0][0]) if off else None,
            recomputed=printed(pairs[0][1]) if off else None,
            facts={
                **view.facts(other),
                "count": str(len(off)),
                "of": str(len(both)),
                "differences": shown,
            },
            places=(pairs[0][0].place, pairs[0][1].place),
        )


def _rows(report: Report) -> dict[Key, Figure]:
    """Every figure that name and column tell from all others of the document."""
    found: dict[Key, list[Figure]] = {}
    for line in report.budget_lines:
        for field, figure in line.amounts.items():
            found.setdefault(("money", bare(line.name), field), []).append(figure)
    for row in report.indicators:
        for field, said in (("target", row.target), ("actual", row.actual)):
            if said and len(said.figures) == 1:
                found.setdefault(("row", bare(row.level3), field), []).append(said.figures[0])
    for entry in report.ledger_entries:
        if entry.voucher_no and (amount := entry.debit or entry.credit):
            found.setdefault(("entry", bare(entry.voucher_no), bare(entry.description)), []).append(amount)
    return {
        key: figures[0]
        for key, figures in found.items()
        if len(figures) == 1 and figures[0].number is not None
    }


@across("X09", severity=Severity.NOTE)
def units_write_for_themselves(view: View) -> Iterator[Check]:
    """Two units do not report with the same paragraphs or the same results.

    Text that many documents share is a template and is not looked at; one paragraph is enough that tells several figures of
    one's own. Example: three paragraphs, word for word, in the
    reports of two street offices; five results that are equal to the last digit.
    """
    for other in cast("tuple[Other, ...]", view.extra.get("alike", ())):
        texts = _shared(long_paragraphs(view.report), long_paragraphs(other.report))
        rows = _shared(telling_results(view.report), telling_results(other.report))
        results = len(rows) >= FEW_RESULTS
        told = telling_paragraphs(view.report)
        told_alike = any(number in told for number, _ in texts)
        if len(texts) < FEW_PARAGRAPHS and not results and not told_alike:
            continue
        here, there = _places(view.report, other, texts, rows)
        yield Check(
            rule="X09",
            verdict=Verdict.UNDETERMINED,
            severity=Severity.WARNING if results else Severity.NOTE,
            figures=tuple(_figures(view.report, other, rows)) if results else (),
            subject=view.report.document.organisation or "",
            quote=view.report.passages[texts[0][0]].text[:120] if texts else "",
            facts={
                **view.facts(other),
                "outcome": "results" if results else "told" if told_alike else "paragraphs",
                "count": str(len(rows) if results else len(texts)),
                "unit": view.report.document.organisation or "",
                "other_unit": other.report.document.organisation or "",
            },
            places=(*here, *there)[: 2 * MOST_SHOWN],
        )


def _shared(one: dict[int, str], other: dict[int, str]) -> list[tuple[int, int]]:
    numbers = {text: number for number, text in other.items()}
    return [(number, numbers[text]) for number, text in one.items() if text in numbers]


def _places(
    report: Report, other: Other, texts: list[tuple[int, int]], rows: list[tuple[int, int]]
) -> tuple[list[Place], list[Place]]:
    here = [report.passages[a].place for a, _ in texts] + [report.indicators[a].place for a, _ in rows]
    there = [other.report.passages[b].place for _, b in texts] + [
        other.report.indicators[b].place for _, b in rows
    ]
    return here[:MOST_SHOWN], [other.place(place) for place in there[:MOST_SHOWN]]


def _figures(report: Report, other: Other, rows: list[tuple[int, int]]) -> Iterator[Figure]:
    for a, b in rows:
        one, two = report.indicators[a].actual, other.report.indicators[b].actual
        if one and two:
            yield one.figures[0]
            yield other.figure(two.figures[0])
