"""Totals whose parts are told line by line: 全年收入640万元。其中： 1.捐赠480万元； 2.利息160万元。 … 以上合计640万元。

A list is a run of lines that carry numbers one, two, three of one style, with deeper lists between them, or dashes. Every line tells its part
first. The total stands in the line before the list, or in the one behind that begins with 以上合计.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from extract.numbering import numbering
from extract.statements.lexicon import Pattern, Some, compiled
from extract.words import Words, load
from schema.figure import FigureKind
from schema.report import Claim, ClaimKind, Role, Term

SURE, LOOSE, AGREES = "sum.lines.unique", "sum.lines.loose", "sum.lines.agrees"
UPWARDS = 2
"""How many lines before a list its total may stand."""
_DASH = "dash"
_KINDS = frozenset({FigureKind.COUNT, FigureKind.MONEY, FigureKind.MEASURE, FigureKind.SCORE})
_NOT_GOT = frozenset({Role.WEIGHT, Role.DEDUCTION})
_NEVER = frozenset({Role.CHANGE, Role.PREVIOUS, Role.STANDARD, Role.LIST_COUNT})

Family = tuple[FigureKind, str]


class LineWords(Words):
    """The words of lists told line by line."""

    dashes: Some
    opens_pattern: Pattern
    closes_pattern: Pattern
    longest_bare: int


@dataclass(frozen=True)
class Line:
    """A line of prose, its figures as terms in order, and the section it stands in."""

    block: int
    text: str
    terms: tuple[Term, ...]
    section: int | None


@dataclass
class _Run:
    """Lines of one list by their numbers in the document; `head` is the line before it."""

    style: str
    head: int
    ordinal: int | None
    items: list[int] = field(default_factory=list)


def sums_of_lines(
    texts: Iterable[tuple[int, str, int | None]], claims: Sequence[Claim], vocabulary: Path | None = None
) -> list[Claim]:
    """The totals of lists told line by line; `texts` are block, text and section of all prose of a document, in order."""
    words = load("lines", LineWords, vocabulary)
    lines = _lines(texts, claims)
    known = {frozenset(f.place.address for f in c.figures()) for c in claims if c.kind is ClaimKind.SUM}
    found = []
    for run in (*_runs(lines, words), *_bare_runs(lines, words)):
        for claim in _sums(lines, run, words):
            key = frozenset(f.place.address for f in claim.figures())
            if not any(key <= other for other in known):
                found.append(claim)
    return found


def _lines(texts: Iterable[tuple[int, str, int | None]], claims: Sequence[Claim]) -> list[Line]:
    by_block: dict[int, dict[tuple[int, ...], Term]] = {}
    for claim in claims:
        for term in claim.terms:
            place = term.figure.place
            if place.block is not None and place.row is None:
                by_block.setdefault(place.block, {}).setdefault(place.address, term)
    return [
        Line(block, text.strip(), tuple(t for _, t in sorted(by_block.get(block, {}).items())), section)
        for block, text, section in texts
        if text.strip()
    ]


def _runs(lines: Sequence[Line], words: LineWords) -> list[_Run]:
    """Every run of numbered or dashed lines, deeper ones within others."""
    open_runs: list[_Run] = []
    closed: list[_Run] = []
    for number, line in enumerate(lines):
        style, ordinal = _mark(line.text, words)
        if not style:
            closed += [run for run in open_runs if run.style == _DASH]
            open_runs = [run for run in open_runs if run.style != _DASH]
            continue
        at = next((i for i, run in enumerate(open_runs) if _continues(run, style, ordinal)), None)
        if at is None:
            at = next((i for i, run in enumerate(open_runs) if run.style == style), len(open_runs))
            closed += open_runs[at:]
            open_runs = [*open_runs[:at], _Run(style, number - 1, ordinal, [number])]
            continue
        closed += open_runs[at + 1 :]
        open_runs = open_runs[: at + 1]
        open_runs[at].items.append(number)
        open_runs[at].ordinal = ordinal
    return [run for run in (*closed, *open_runs) if len(run.items) > 1]


def _bare_runs(lines: Sequence[Line], words: LineWords) -> Iterator[_Run]:
    """Short lines of one figure each, closed by a line that adds them up."""
    for number, line in enumerate(lines):
        if not compiled(words.closes_pattern).match(line.text):
            continue
        start = number
        while start and _is_bare(lines[start - 1], words):
            start -= 1
        if number - start > 1:
            yield _Run("", start - 1, None, list(range(start, number)))


def _is_bare(line: Line, words: LineWords) -> bool:
    amounts = [t for t in line.terms if t.figure.kind in _KINDS]
    return len(line.text) <= words.longest_bare and len(amounts) == 1


def _mark(text: str, words: LineWords) -> tuple[str, int | None]:
    if text.startswith(words.dashes):
        return _DASH, None
    number = numbering(text)
    return number.style, number.ordinal


def _continues(run: _Run, style: str, ordinal: int | None) -> bool:
    if run.style != style:
        return False
    return style == _DASH or (run.ordinal is not None and ordinal == run.ordinal + 1)


def _sums(lines: Sequence[Line], run: _Run, words: LineWords) -> Iterator[Claim]:
    """The totals of one list, of every kind of figure that each of its lines tells."""
    first = lines[run.items[0]]
    families = dict.fromkeys(_family(term) for term in first.terms if _counts(term))
    for family in families:
        parts = [_parts(lines[number], family) for number in run.items]
        told = [part for of_line in parts for part in of_line]
        if not all(parts) or len({part.role is Role.TARGET for part in told}) > 1:
            continue
        total = _total(lines, run, family, told, words)
        if total is not None:
            whole, rule, sentence = total
            yield _claim(whole, told, rule, sentence, first.section)


def _total(
    lines: Sequence[Line], run: _Run, family: Family, parts: Sequence[Term], words: LineWords
) -> tuple[Term, str, str] | None:
    """The total of a list, the rule by which it is known, and the line that tells it."""
    after = run.items[-1] + 1
    if after < len(lines) and compiled(words.closes_pattern).match(lines[after].text):
        closing = _first(lines[after], family)
        if closing is not None:
            return closing, SURE, lines[after].text
    for number in range(run.head, max(run.head - UPWARDS, -1), -1):
        head = lines[number]
        told = [t for t in head.terms if _counts(t) and _family(t) == family]
        if not told:
            continue
        opens = compiled(words.opens_pattern).search(
            "".join(line.text for line in lines[number : run.head + 1])
        )
        good = [t for t in told if _agrees(t, parts)]
        if good:
            return good[0], SURE if opens else AGREES, head.text
        return (told[0], LOOSE, head.text) if opens and len(told) == 1 and number == run.head else None
    return None


def _counts(term: Term) -> bool:
    return term.figure.kind in _KINDS and term.role not in _NEVER and term.figure.number is not None


def _family(term: Term) -> Family:
    return term.figure.kind, term.figure.unit


def _first(line: Line, family: Family) -> Term | None:
    return next((term for term in line.terms if _counts(term) and _family(term) == family), None)


def _parts(line: Line, family: Family) -> list[Term]:
    """What a line adds to the total: its first figure of the kind, or all the points that it says were got."""
    if family[0] is not FigureKind.SCORE:
        first = _first(line, family)
        return [] if first is None else [first]
    got = [t for t in line.terms if _family(t) == family and t.role not in _NOT_GOT and _counts(t)]
    return got[:1] if len(got) > 1 and _agrees(got[0], got[1:]) else got


def _agrees(whole: Term, parts: Sequence[Term]) -> bool:
    """Whether the parts add up to the whole, but for what was rounded away."""
    figures = [whole.figure, *(part.figure for part in parts)]
    last = max(Fraction(figure.unit_in_last_place) for figure in figures)
    room = Fraction(0) if whole.figure.kind is FigureKind.COUNT else last * len(figures) / 2
    made = sum(Fraction(part.figure.number or 0) for part in parts)
    return abs(made - Fraction(whole.figure.number or 0)) <= room


def _claim(whole: Term, parts: Sequence[Term], rule: str, sentence: str, section: int | None) -> Claim:
    return Claim(
        kind=ClaimKind.SUM,
        subject=whole.metric,
        terms=(
            whole.model_copy(update={"role": Role.TOTAL}),
            *(part.model_copy(update={"role": Role.PART}) for part in parts),
        ),
        sentence=sentence,
        place=whole.figure.place,
        rule=rule,
        section=section,
    )
