"""`fuhe evaluate`: how much of annotated documents is read and re-checked rightly, with counts and intervals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuhe.comparison import MEASURES, Comparison, Measure, compare, share, wilson
from fuhe.console import Session, put, put_json
from fuhe.errors import ExitCode, FuheError
from fuhe.gold import cases
from fuhe.pipeline import check
from fuhe.settings import Settings

ALARMS = frozenset({"false_alarms", "overall_alarms"})
"""Measures where fewer is better; they have no precision of their own."""


def evaluate_folder(session: Session, gold: Path, *, as_json: bool, markdown: bool) -> ExitCode:
    """Check every annotated document of a folder and compare; a document that cannot be read counts as missed."""
    results: list[tuple[str, Comparison]] = []
    failed = 0
    closed: set[str] = set()
    for path, annotation in cases(gold):
        try:
            report = check(path, Settings(session.lang))
        except FuheError as error:
            if not error.of_document:
                raise
            session.complain(error)
            failed += 1
            continue
        results.append((path.name, compare(report, annotation)))
        if annotation.closed:
            closed.add(path.name)
    totals = total_of([comparison for _, comparison in results])
    if as_json:
        put_json(_json(results, totals, failed, closed))
    else:
        put(_page(session, results, totals, closed) if markdown else _table(session, totals))
        if not markdown:
            put(_details(session, results))
    if failed:
        return ExitCode.SOME_UNREADABLE if results else ExitCode.NONE_READABLE
    return ExitCode.DONE


def total_of(comparisons: list[Comparison]) -> dict[str, Measure]:
    """The measures of all documents together."""
    totals = {name: Measure() for name in MEASURES}
    for comparison in comparisons:
        for name, measure in comparison.measures.items():
            totals[name] += measure
    return totals


def _apart(
    results: list[tuple[str, Comparison]], closed: set[str]
) -> Iterator[tuple[str, dict[str, Measure], int]]:
    """The open and the closed documents, with their totals and number; nothing unless there are both."""
    if not 0 < len(closed) < len(results):
        return
    for key, inside in (("open_set", False), ("closed_set", True)):
        own = [comparison for name, comparison in results if (name in closed) == inside]
        yield key, total_of(own), len(own)


def _json(
    results: list[tuple[str, Comparison]], totals: dict[str, Measure], failed: int, closed: set[str]
) -> dict[str, Any]:
    return {
        "documents": len(results),
        "failed": failed,
        "totals": {name: _figures(name, measure) for name, measure in totals.items()},
        "apart": {
            key: {name: _figures(name, measure) for name, measure in own.items()}
            for key, own, _ in _apart(results, closed)
        },
        "by_document": {
            name: {
                "measures": {key: _figures(key, measure) for key, measure in comparison.measures.items()},
                "misses": comparison.misses,
                "alarms": comparison.alarms,
            }
            for name, comparison in results
        },
    }


def _figures(name: str, measure: Measure) -> dict[str, Any]:
    out: dict[str, Any] = {"right": measure.right, "expected": measure.expected}
    if name in ALARMS:
        out["alarms"] = out.pop("right")
        out["places"] = out.pop("expected")
    else:
        out["found"] = measure.found
        out["recall"] = _text(measure.right, measure.expected)
    interval = wilson(measure.right, measure.expected)
    out["interval"] = [f"{end:.1f}" for end in interval] if interval else None
    return out


def _text(part: int, whole: int) -> str | None:
    value = share(part, whole)
    return None if value is None else f"{value:.1f}"


def _cell(part: int, whole: int) -> str:
    interval = wilson(part, whole)
    if interval is None:
        return "–"
    return f"{part}/{whole} = {_text(part, whole)} % [{interval[0]:.1f}, {interval[1]:.1f}]"


def _page(
    session: Session, results: list[tuple[str, Comparison]], totals: dict[str, Measure], closed: set[str]
) -> Iterator[str]:
    term = session.words.term
    yield f"# {term('measure', 'title')}"
    yield ""
    yield term("measure", "intro")
    yield ""
    yield from _table(session, totals)
    for key, own, count in _apart(results, closed):
        yield ""
        yield f"## {term('measure', key)} ({count})"
        yield ""
        yield from _table(session, own)
    yield ""
    yield f"## {term('measure', 'documents')}"
    yield ""
    heads = [term("measure", name) for name in MEASURES]
    yield f"| {' | '.join(['', *heads])} |"
    yield "|---" * (len(heads) + 1) + "|"
    for name, comparison in results:
        cells = [f"{m.right}/{m.expected}" if m.expected else "–" for m in comparison.measures.values()]
        yield f"| {' | '.join([name, *cells])} |"
    yield from _details(session, results)


def _table(session: Session, totals: dict[str, Measure]) -> Iterator[str]:
    term = session.words.term
    yield f"| {' | '.join(term('measure', key) for key in ('area', 'recall', 'found'))} |"
    yield "|---|---|---|"
    for name, measure in totals.items():
        found = "" if name in ALARMS or name == "must_report" else str(measure.found)
        yield f"| {term('measure', name)} | {_cell(measure.right, measure.expected)} | {found} |"


def _details(session: Session, results: list[tuple[str, Comparison]]) -> Iterator[str]:
    for key in ("alarms", "misses"):
        told = [(name, text) for name, comparison in results for text in getattr(comparison, key)]
        yield ""
        yield f"## {session.words.term('measure', key)}"
        yield ""
        yield from (f"- {name}: {text}" for name, text in told)
        if not told:
            yield session.words.term("measure", "none_word")
