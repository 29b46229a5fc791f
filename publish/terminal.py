"""A report on the terminal: what it is, what was read, every doubt in six parts, and what was not checked.

Only characters of GBK are used, so that a Chinese Windows console shows them; colour is never the only sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from publish.columns import display_width, spread, wrapped
from publish.phrases import Words
from publish.places import difference, located, notice_text, places_of, places_text, plain
from publish.quotes import ELLIPSIS, excerpt
from schema.figure import Figure, FigureKind
from schema.finding import Check, Finding, Severity
from schema.report import Report

COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33", Severity.NOTE: "36"}
INDENT = "    "
BAR = "    │ "
NARROW = 72
MOST_PLACES = 6
HEAD_FIELDS = ("organisation", "project_name", "supervising_dept")


@dataclass(frozen=True, slots=True)
class Screen:
    """What the report is shown on. `notes` and `unchecked` limit how many are listed; 0 lists all."""

    width: int = 100
    colour: bool = False
    notes: int = 0
    unchecked: int = 12
    all_checks: bool = False

    def paint(self, text: str, code: str) -> str:
        """The text in a colour, or as it is."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def lines(report: Report, words: Words, screen: Screen) -> Iterator[str]:
    """The whole report, line by line."""
    yield from head(report, words, screen)
    yield ""
    if screen.all_checks:
        for check in report.checks:
            if check.severity is None:
                yield from six_parts(check, None, report, words, screen)
                yield ""
    yield from findings(report, words, screen)
    yield from foot(report, words, screen)


def head(report: Report, words: Words, screen: Screen) -> Iterator[str]:
    """Who reports on what, for when; and how much of it was read."""
    facts = report.document
    name = facts.title or words.term("text", "untitled")
    yield from (screen.paint(line, "1") for line in wrapped(name, screen.width))
    pairs = [(field, getattr(facts, field)) for field in HEAD_FIELDS]
    pairs.append(("fiscal_year", facts.fiscal_year))
    if facts.period_start or facts.period_end:
        pairs.append(("period", f"{facts.period_start or '?'} ~ {facts.period_end or '?'}"))
    pairs.append(("doc_type", words.term("doc_type", facts.doc_type)))
    pairs.append(("pages", facts.pages or None))
    pairs.append(("file", facts.path))
    told = "   ".join(f"{words.term('head', field)} {value}" for field, value in pairs if value)
    yield from wrapped(told, screen.width, first="  ", rest="  ")
    counts = words.term(
        "text",
        "read_counts",
        indicators=len(report.indicators),
        budget_lines=len(report.budget_lines),
        ledger_entries=len(report.ledger_entries),
        claims=len(report.claims),
        figures=report.coverage.figures,
    )
    yield from wrapped(f"{words.term('text', 'read')} {counts}", screen.width, first="  ", rest="  ")
    grave = [notice for notice in report.notices if notice.severity != "info" or notice.code == "misnamed"]
    if grave:
        yield from wrapped(words.term("text", "notices", count=len(grave)), screen.width, first="  ")
        for notice in grave[:5]:
            yield from wrapped(notice_text(notice, words), screen.width, first="  - ", rest="    ")


def findings(report: Report, words: Words, screen: Screen) -> Iterator[str]:
    """The doubts, gravest first, each in six parts."""
    if not report.findings:
        yield from wrapped(words.term("text", "none"), screen.width)
        yield ""
        return
    yield screen.paint(words.term("text", "findings", **tally(report.findings)), "1")
    yield ""
    shown = 0
    for number, finding in enumerate(report.findings, 1):
        if finding.severity is Severity.NOTE:
            shown += 1
            if screen.notes and shown > screen.notes:
                continue
        yield from six_parts(finding, finding.severity, report, words, screen)
        told = words.term("text", "identity", number=number, id=finding.id)
        yield from wrapped(told, screen.width, first=INDENT, rest=INDENT)
        yield ""


def tally(found: tuple[Finding, ...] | list[Finding]) -> dict[str, int]:
    """How many findings there are of each severity."""
    counts = Counter(finding.severity for finding in found)
    return {
        "total": len(found),
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "notes": counts[Severity.NOTE],
    }


def six_parts(
    subject: Check | Finding, severity: Severity | None, report: Report, words: Words, screen: Screen
) -> Iterator[str]:
    """Where, rule, printed text, both numbers with interval, direction, basis and next step."""
    places = places_of(subject)
    name = PurePath(report.document.path).name
    where = f"{name} {located(places[0], report, words)}".strip() if places else name
    yield from _title(subject, severity, where, words, screen)
    if printed := excerpt(subject):
        yield from wrapped(printed, screen.width, first=BAR, rest=BAR)
    yield from wrapped(words.phrase(subject), screen.width, first=INDENT, rest=INDENT)
    numbers = _numbers(subject, words)
    if numbers:
        yield from wrapped(numbers, screen.width, first=INDENT, rest=INDENT)
    for key, text in (("formula", subject.formula), ("repairs", "；".join(subject.repairs))):
        if text and text != subject.reported:
            yield from wrapped(f"{words.term('text', key)} {text}", screen.width, first=INDENT, rest=INDENT)
    others = places_text(places[1:], words)
    here = places_text(places[:1], words)
    others = [place for place in others if place not in here]
    if others:
        more = [ELLIPSIS] if len(others) > MOST_PLACES else []
        also = words.term("text", "also", places="；".join(others[:MOST_PLACES] + more))
        yield from wrapped(also, screen.width, first=INDENT, rest=INDENT)
    if severity:
        yield from wrapped(_next(subject, words), screen.width, first=INDENT, rest=INDENT)


def _title(
    subject: Check | Finding, severity: Severity | None, where: str, words: Words, screen: Screen
) -> Iterator[str]:
    label = words.term("severity", severity) if severity else words.term("verdict", subject.verdict)
    tag = f"[{subject.rule} {words.title(subject.rule)}] {label}"
    code = COLOURS[severity] if severity else "32"
    one = spread(where, tag, screen.width) if screen.width >= NARROW else None
    if one:
        yield one[: len(one) - len(tag)] + screen.paint(tag, code)
        return
    yield from (screen.paint(line, code) for line in wrapped(tag, screen.width))
    yield from wrapped(where, screen.width, first="  ", rest="  ")


def _numbers(subject: Check | Finding, words: Words) -> str:
    if subject.reported is None or (subject.recomputed is None and subject.low is None):
        return ""
    parts = [words.term("text", "reported", reported=subject.reported)]
    if subject.recomputed is not None:
        text = words.term("text", "recomputed", recomputed=subject.recomputed)
        if subject.low is not None and subject.high is not None and subject.low != subject.high:
            text += words.term("text", "bounds", low=subject.low, high=subject.high)
        parts.append(text)
        gap = difference(subject)
        if gap and gap[0]:
            parts.append(_gap(*gap, words))
    elif subject.low is not None and subject.high is not None:
        parts.append(words.term("text", "bounds", low=subject.low, high=subject.high))
    return "   ".join(parts)


def _gap(amount: Decimal, unit: str, words: Words) -> str:
    text = plain(amount, sign=True)
    text = words.term("text", "points", difference=text) if unit in {"%", "％"} else f"{text}{unit}"
    side = "above" if amount > 0 else "below"
    return words.term("text", "difference", difference=text) + words.term("text", side)


def _next(subject: Check | Finding, words: Words) -> str:
    rule = words.rules.get(subject.rule)
    basis = f"{words.term('text', 'basis')} {rule.basis}   " if rule and rule.basis else ""
    verify = (rule.verify if rule else "") or words.term("text", "default_verify")
    return f"{basis}{words.term('text', 'verify')} {verify}"


def foot(report: Report, words: Words, screen: Screen) -> Iterator[str]:
    """What was checked, what was not, and the score."""
    coverage, score = report.coverage, report.score
    told = words.term(
        "text",
        "coverage",
        figures=coverage.figures,
        checked=coverage.checked,
        unchecked=len(coverage.unchecked),
        unread=coverage.unread,
        excluded=coverage.excluded,
        rules_run=coverage.rules_run,
        rules_not_applicable=coverage.rules_not_applicable,
    )
    yield from wrapped(told, screen.width)
    yield from _unchecked(coverage.unchecked, words, screen)
    key = "score" if score.consistency is not None else "no_score"
    told = words.term(
        "text",
        key,
        consistency=score.consistency,
        decided=score.decided,
        consistent=score.consistent,
        inconsistent=score.inconsistent,
        undetermined=score.undetermined,
    )
    yield from (screen.paint(line, "1") for line in wrapped(told, screen.width))


def _unchecked(figures: tuple[Figure, ...], words: Words, screen: Screen) -> Iterator[str]:
    if not figures:
        return
    ranked = sorted(figures, key=lambda figure: figure.kind not in {FigureKind.MONEY, FigureKind.PERCENT})
    shown = ranked if screen.unchecked == 0 else ranked[: screen.unchecked]
    texts = []
    for figure in shown:
        where = places_text((figure.place,), words)
        texts.append(f"{figure.text.strip()}（{where[0]}）" if where else figure.text.strip())
    label = f"  {words.term('text', 'unchecked')} "
    yield from wrapped("  ".join(texts), screen.width, first=label, rest=" " * min(display_width(label), 16))
    if len(figures) > len(shown):
        more = words.term("text", "unchecked_more", count=len(figures) - len(shown))
        yield from wrapped(more, screen.width, first="    ", rest="    ")
