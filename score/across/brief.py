"""What linking needs of a report: small enough that the briefs of a whole archive fit into memory."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from schema.report import DocType, ReferenceKind, Report
from score.across.names import bare
from score.across.words import words

LONG_ENOUGH = 60
"""Characters of a paragraph that two authors do not write alike by chance."""
SKETCH = 256
"""Hashes kept of the figures: enough to tell how many two documents share to a few per cent."""
MOST_PARAGRAPHS = 400
SEVERAL, TELLING_DIGITS = 4, 2
"""So many figures of so many digits in one paragraph are those of one unit."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Who, what and when, all names bare; hashes instead of texts and figures.

    `projects` are the names in the document, `titles` where one may stand inside; `annexes` pairs of label
    and title of the annexes it refers to and does not hold. `sketch` are the smallest hashes of its figures,
    `figures` is a digest of all of them, `paragraphs` those of its long paragraphs, `told` of those among them that tell several
    results, `results` those of its telling actual values.
    """

    id: str
    path: str
    sha256: str
    doc_type: DocType
    year: int | None
    code: str
    projects: tuple[str, ...]
    titles: tuple[str, ...]
    unit: str
    department: str
    annexes: tuple[tuple[str, str], ...]
    sketch: array[int]
    figures: str
    paragraphs: array[int]
    results: array[int]
    told: array[int]
    ledger: bool
    money: bool


def brief_of(report: Report) -> Brief:
    """The brief of a report."""
    facts = report.document
    named = [facts.project_name, *(form.project_name for form in report.forms)]
    ledgers = dict.fromkeys(entry.table for entry in report.ledger_entries)
    titles = dict.fromkeys(filter(None, (bare(text) for text in (facts.title, *list(ledgers)[:20]))))
    figures = sorted(f"{f.number.normalize()}{f.unit}" for f in report.all_figures() if f.number is not None)
    return Brief(
        id=facts.id,
        path=facts.path,
        sha256=facts.sha256,
        doc_type=facts.doc_type,
        year=facts.fiscal_year,
        code=bare(facts.project_code),
        projects=tuple(dict.fromkeys(filter(None, map(bare, named)))),
        titles=tuple(titles),
        unit=bare(facts.organisation),
        department=bare(facts.supervising_dept),
        annexes=_annexes(report),
        sketch=_sketch(figures),
        figures=f"{fingerprint(' '.join(figures)):016x}" if figures else "",
        paragraphs=_paragraphs(report),
        results=hashes(telling_results(report).values()),
        told=hashes(telling_paragraphs(report).values()),
        ledger=bool(report.ledger_entries),
        money=any("executed_amount" in line.amounts for line in report.budget_lines),
    )


def telling_results(report: Report) -> dict[int, str]:
    """Name and value of every indicator whose actual value is not round, by the number of its row."""
    out: dict[int, str] = {}
    for number, row in enumerate(report.indicators):
        figures = row.actual.figures if row.actual else ()
        value = figures[0].number if len(figures) == 1 else None
        if value is None or len(value.normalize().as_tuple().digits) < 3:
            continue
        out[number] = f"{bare(row.level3)}={value.normalize()}{figures[0].unit}"
    return out


def long_paragraphs(report: Report) -> dict[int, str]:
    """Every paragraph long enough to tell copying, without blanks and marks, by its number in `passages`."""
    found = ((n, bare(p.text)) for n, p in enumerate(report.passages) if p.kind == "paragraph")
    return {n: text for n, text in found if len(text) >= LONG_ENOUGH}


def telling_paragraphs(report: Report) -> dict[int, str]:
    """The long paragraphs that tell several figures of one's own, not dates, numbers of documents or round ones."""
    return {
        number: text
        for number, text in long_paragraphs(report).items()
        if len({*_own_numbers(report.passages[number].text)}) >= SEVERAL
    }


def _own_numbers(text: str) -> Iterable[str]:
    for match in words().own_number.finditer(text):
        digits = re.sub(r"\D", "", match.group()).strip("0")
        if len(digits) >= TELLING_DIGITS:
            yield match.group()


def fingerprint(text: str) -> int:
    """64 bits of a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def hashes(texts: Iterable[str]) -> array[int]:
    """The fingerprints of texts, each once, sorted."""
    return array("Q", sorted({fingerprint(text) for text in texts}))


def _sketch(texts: Iterable[str]) -> array[int]:
    return hashes(texts)[:SKETCH]


def resemblance(one: array[int], other: array[int]) -> float:
    """The estimated share of figures that two sketches have in common (Jaccard)."""
    a, b = set(one), set(other)
    smallest = sorted(a | b)[:SKETCH]
    return sum(h in a and h in b for h in smallest) / len(smallest) if smallest else 0.0


def _paragraphs(report: Report) -> array[int]:
    return hashes(list(long_paragraphs(report).values())[:MOST_PARAGRAPHS])


def _annexes(report: Report) -> tuple[tuple[str, str], ...]:
    found = (
        (reference.label, bare(reference.title))
        for reference in report.references
        if reference.kind is ReferenceKind.ANNEX and reference.present is False
    )
    return tuple(dict.fromkeys(found))
