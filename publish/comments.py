"""A copy of a Word file with a comment at the figures of every finding.

The text of the file as read is laid beside the text of the copy, both without blanks; a figure is found by itself and
what stands around it, so tables, merged cells and split runs need no special care.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.dataset import replaced
from publish.explain import explained
from publish.marks import marked_places
from publish.phrases import Words
from schema.document import Document, TextBlock
from schema.figure import Place
from schema.finding import Finding
from schema.report import Report

CONTEXTS = (40, 20, 10, 4, 0)
"""Characters around a figure with which it is looked for, the most telling first."""
MOST = 8
"""Comments a finding gets at most."""
LONGEST = 60
"""A place longer than this is anchored by its beginning."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Spot = tuple[int, int, int]
"""Block, row and column; -1 for what a text block has not."""


def annotate_word(source: Path, target: Path, document: Document, report: Report, words: Words) -> int:
    """Write a commented copy of a DOCX; the number of comments. Findings without a place are said at the beginning.

    Raises ValueError when the original is not one that python-docx can copy.
    """
    import docx

    try:
        with source.open("rb") as file:
            copied = docx.Document(file)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(str(error)) from error
    texts = _AsRead(document)
    prose = _Copy(copied.element.body)
    spans: list[tuple[int, int, int, str]] = []
    lost: list[tuple[int, Finding]] = []
    for number, finding in enumerate(report.findings, 1):
        found = list(dict.fromkeys(_spans(finding, report.document.id, texts, prose)))[:MOST]
        told = (explained if not n else _brief for n in range(len(found)))
        spans += [
            (*span, number, f"{head(number, finding, words)}\n{text(finding, words)}")
            for span, text in zip(found, told, strict=True)
        ]
        lost += [] if found else [(number, finding)]
    for start, end, _, text in sorted(spans, key=lambda span: (-span[0], span[2])):
        _comment(copied, [_run(run, copied) for run in prose.runs(start, end)], text, words)
    if lost and len(prose.text):
        rest = "\n".join(f"{head(n, finding, words)} {_brief(finding, words)}" for n, finding in lost)
        runs = [_run(run, copied) for run in prose.runs(0, 1)]
        _comment(copied, runs, f"{words.term('annotate', 'lost')}\n{rest}", words)
    with replaced(target) as part:
        copied.save(str(part))
    return len(spans)


def _brief(finding: Finding, words: Words) -> str:
    """What a finding says at its further places; the arithmetic stands at the first."""
    return f"{words.phrase(finding)}\n{words.term('explain', 'identity')}{words.term('explain', 'colon')}{finding.id}"


def head(number: int, finding: Finding, words: Words) -> str:
    """The first line of a comment: number, rule, severity."""
    return f"{number} [{finding.rule}] {words.term('severity', finding.severity)}"


def _comment(document: Any, runs: Sequence[Any], text: str, words: Words) -> None:
    document.add_comment(
        runs, _UNWRITABLE.sub("", text), author=words.term("annotate", "author"), initials="FH"
    )


def _run(element: Any, document: Any) -> Any:
    from docx.text.run import Run

    return Run(element, document)


def _spans(finding: Finding, document_id: str, texts: _AsRead, prose: _Copy) -> Iterator[tuple[int, int]]:
    for place in marked_places(finding, document_id):
        span = texts.span(place)
        found = prose.find(texts.text, *span) if span else None
        if found:
            yield found


@dataclass(slots=True)
class _AsRead:
    """The text of a document without blanks, in reading order, and where each block and cell begins in it."""

    document: Document
    text: str = ""
    begins: dict[Spot, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts: list[str] = []
        length = 0
        for spot, text in self._texts():
            self.begins[spot] = (length, text)
            parts.append("".join(text.split()))
            length += len(parts[-1])
        self.text = "".join(parts)

    def _texts(self) -> Iterator[tuple[Spot, str]]:
        for number, block in enumerate(self.document.blocks):
            if isinstance(block, TextBlock):
                yield (number, -1, -1), block.text
            else:
                yield from (((number, cell.row, cell.column), cell.text) for cell in block.cells)

    def span(self, place: Place) -> tuple[int, int] | None:
        """Start and end of a place in `text`."""
        if place.block is None:
            return None
        row, column = (-1 if part is None else part for part in (place.row, place.column))
        begin, text = self.begins.get((place.block, row, column), (0, ""))
        start, end = place.start or 0, len(text) if place.end is None else place.end
        if place.row is None and isinstance(self.document.blocks[place.block], TextBlock):
            end = min(end, start + LONGEST)
        first = begin + len("".join(text[:start].split()))
        last = begin + len("".join(text[:end].split()))
        return (first, last) if last > first else None


class _Copy:
    """The text of the copy without blanks, and the text element and offset of every character of it."""

    def __init__(self, body: Any) -> None:
        self._where: list[tuple[Any, int]] = []
        characters: list[str] = []
        for element in body.iter(f"{_W}t"):
            if any(parent.tag == _FALLBACK for parent in element.iterancestors()):
                continue
            for offset, character in enumerate(element.text or ""):
                if not character.isspace():
                    characters.append(character)
                    self._where.append((element, offset))
        self.text = "".join(characters)

    def find(self, read: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the characters `start` to `end` of the text as read stand in the copy."""
        for around in CONTEXTS:
            first = max(0, start - around)
            context = read[first : end + around]
            hits = _all(self.text, context)
            if not hits:
                continue
            before = _all(read, context)
            hit = (
                hits[before.index(first)]
                if len(before) == len(hits)
                else min(hits, key=lambda at: abs(at - first))
            )
            return hit + start - first, hit + end - first
        return None

    def runs(self, start: int, end: int) -> tuple[Any, Any]:
        """First and last run of a span; runs are cut so that they hold nothing else."""
        element, offset = self._where[end - 1]
        self._cut(end - 1, element, offset + 1)
        element, offset = self._where[start]
        if offset:
            self._cut(start - 1, element, offset)
        return self._where[start][0].getparent(), self._where[end - 1][0].getparent()

    def _cut(self, index: int, element: Any, at: int) -> None:
        """Cut the run of a text element before character `at`; `index` is a character before it."""
        run = element.getparent()
        text = element.text or ""
        if at >= len(text) or sum(child.tag != f"{_W}rPr" for child in run) != 1:
            return
        rest = copy.deepcopy(run)
        run.addnext(rest)
        tail = next(rest.iter(f"{_W}t"))
        element.text, tail.text = text[:at], text[at:]
        for piece in (element, tail):
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        for number in range(index + 1, len(self._where)):
            owner, offset = self._where[number]
            if owner is not element:
                break
            if offset >= at:
                self._where[number] = (tail, offset - at)


def _all(text: str, wanted: str) -> list[int]:
    out, at = [], text.find(wanted) if wanted else -1
    while at >= 0:
        out.append(at)
        at = text.find(wanted, at + 1)
    return out
