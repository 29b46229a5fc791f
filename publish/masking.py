"""A document and its report with names and numbers masked, for showing the pages to people who may not see them.

A letter becomes `x`, a digit `#`, a Chinese character `○`; each stays where it was, so boxes and places hold. Only words of
the field (`kept`), units behind numbers and punctuation stay readable. Values, charts of values and hashes are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from schema.document import Block, Cell, Document, TextBlock
from schema.figure import NUMERIC_KINDS, Figure
from schema.finding import Check, Finding
from schema.report import Report

HAN, LETTER, DIGIT = "○", "x", "#"
TOLD = frozenset({"outcome"})
"""Facts of a check that choose its wording and are not shown."""
SHORTEST = 2
"""Characters of a name that is looked for; of a kept word, too."""
Subject = TypeVar("Subject", Check, Finding)


@dataclass(slots=True)
class Mask:
    """Masks texts. `kept` are words that stay unless they stand in one of `names`; `units` stay behind a number."""

    kept: Iterable[str]
    units: Iterable[str]
    names: Iterable[str] = ()
    _kept: re.Pattern[str] = field(init=False)
    _names: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        words = _any(word for word in self.kept if len(word) >= SHORTEST and not re.search(r"\d", word))
        units = _any(self.units)
        self._kept = re.compile(rf"(?<=[\d%％])(?:\s*)(?:{units})|{words}")
        self._names = re.compile(_any(name for name in self.names if name and len(name.strip()) >= SHORTEST))

    def text(self, text: str) -> str:
        """The text masked, as long as before."""
        hidden = self._names.sub(lambda hit: _veiled(hit[0]), text)
        out, at = [], 0
        for hit in self._kept.finditer(hidden):
            out += [_veiled(hidden[at : hit.start()]), hit[0]]
            at = hit.end()
        return "".join([*out, _veiled(hidden[at:])])

    def report(self, report: Report, path: str) -> Report:
        """The report as pages show it; `path` stands for the name of its file."""
        facts = report.document
        return Report(
            document=facts.model_copy(
                update={"path": path, "sha256": "", "title": None}
                | {name: self._optional(getattr(facts, name)) for name in ("organisation", "project_name", "supervising_dept")}
                | dict.fromkeys(("project_code", "fiscal_year", "period_start", "period_end"))
            ),
            sections=tuple(
                section.model_copy(update={"title": self.text(section.title)}) for section in report.sections
            ),
            figures=tuple(map(self._figure, report.all_figures())),
            excluded=tuple(map(self._figure, report.excluded)),
            checks=tuple(map(self._subject, report.checks)),
            findings=tuple(map(self._subject, report.findings)),
            coverage=report.coverage.model_copy(
                update={"unchecked": tuple(map(self._figure, report.coverage.unchecked))}
            ),
            score=report.score.model_copy(
                update=dict.fromkeys(("recomputed_total", "reported_total", "grade", "recomputed_grade"))
            ),
        )  # fmt: skip

    def document(self, document: Document, path: str) -> Document:
        """The document with every text masked."""
        blocks = tuple(self._block(block) for block in document.blocks)
        return replace(document, blocks=blocks, path=path, sha256="", notices=())

    def _block(self, block: Block) -> Block:
        if isinstance(block, TextBlock):
            return replace(block, text=self.text(block.text))
        cells = tuple(self._cell(cell) for cell in block.cells)
        return replace(block, cells=cells, caption=self.text(block.caption), sheet=self.text(block.sheet))

    def _cell(self, cell: Cell) -> Cell:
        return Cell(
            cell.row,
            cell.column,
            self.text(cell.text),
            cell.row_span,
            cell.column_span,
            cell.page,
            cell.box,
            cell.lines,
        )

    def _figure(self, figure: Figure) -> Figure:
        value = figure.value
        if value is not None:
            value = Decimal(0) if figure.kind in NUMERIC_KINDS else self.text(str(value))
        update = {"text": self.text(figure.text), "value": value, "low": None, "high": None}
        return figure.model_copy(update=update)

    def _subject(self, subject: Subject) -> Subject:
        texts = ("subject", "formula", "reported", "recomputed", "low", "high", "margin", "quote")
        return subject.model_copy(
            update={name: self._optional(getattr(subject, name)) for name in texts}
            | {
                "message": "",
                "figures": tuple(map(self._figure, subject.figures)),
                "repairs": tuple(map(self.text, subject.repairs)),
                "facts": {
                    name: value if name in TOLD else self.text(value) for name, value in subject.facts.items()
                },
            }
        )

    def _optional(self, text: str | None) -> str | None:
        return None if text is None else self.text(text)


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first; one that never matches when there are none."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or r"(?!)"


def _veiled(text: str) -> str:
    return "".join(map(_veil, text))


def _veil(character: str) -> str:
    if character.isdigit() or character.isnumeric():
        return DIGIT
    if not character.isalpha():
        return character
    return LETTER if ord(character) < 0x250 else HAN
