"""Working papers as Word files: a sheet that re-checks one project on one page, and drafts of evidence sheets.

Fields that people fill in (opinion, seal, signature, dates) are left empty on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

from publish.annotate import marked_name
from publish.dataset import replaced
from publish.documentcharts import LIMITS, completion_of
from publish.explain import explanation
from publish.phrases import Words
from publish.places import places_of, places_text
from publish.quotes import excerpt
from publish.terminal import tally
from publish.workbook import writable
from schema.figure import Figure
from schema.finding import Finding
from schema.report import BudgetLine, Indicator, Report

FOLDER = "papers"
LINES, ROWS, DOUBTS, ANNEXES = 4, 10, 8, 4
"""Rows of each block of a project sheet, so that it stays on one page; the rest is counted."""
LONGEST, SENTENCE = 66, 132
"""Characters of a cell of a project sheet, and of what is said of a doubt."""
OPINION, SEAL = 9, 5
"""Empty lines for the opinion of the audited unit, and for seal, signature and date."""
_SCORE = Decimal("0.01")
TEXT, PAD = 9.0, 0.8
"""Points of the text of a form (lists are smaller, their numbers flush right), and above and below that of a cell."""
_AMOUNT = re.compile(r"[-−+]?\d[\d,，]*(?:\.\d+)?[%％]?")
_BROKEN = re.compile(r"[\d.,，%％]+$")


def project_sheet(report: Report, target: Path, words: Words) -> None:
    """Write the sheet of one project (document): money, indicators with recomputed columns, doubts, missing annexes."""
    paper = _Paper(words)
    facts = report.document
    paper.title(words.term("papers", "project_title"))
    paper.grid(
        [
            [words.term("head", "project_name"), facts.project_name or facts.title, words.term("head", "fiscal_year"), facts.fiscal_year],
            [words.term("head", "organisation"), facts.organisation, words.term("head", "supervising_dept"), facts.supervising_dept],
            [words.term("head", "file"), PurePath(facts.path).name, "SHA-256", facts.sha256[:16]],
        ],
        (2.6, 7.6, 2.4, 4.9),
        labels=(0, 2),
    )  # fmt: skip
    lines = sorted(report.budget_lines, key=lambda line: not line.is_total)
    money = [row for row in (_money(line, words) for line in lines) if any(row[1:])]
    heading = words.term("papers", "money") + _unit_of(lines[:LINES], words)
    paper.block(heading, _heads(words, "money_columns"), money, LINES)
    rows = [_indicator(row) for row in report.indicators]
    widths = (4.6, 3.4, 2.6, 1.9, 1.9, 1.5, 1.6)
    paper.block(words.term("papers", "indicators"), _heads(words, "indicator_columns"), rows, ROWS, widths)
    doubts = [
        [
            str(n),
            words.term("severity", finding.severity),
            words.phrase(finding),
            "；".join(places_text(places_of(finding)[:2], words)),
        ]
        for n, finding in enumerate(report.findings, 1)
    ]
    told = (
        words.term("text", "findings", **tally(report.findings))
        if doubts
        else words.term("papers", "no_doubts")
    )
    paper.block(
        words.term("papers", "doubts", told=told),
        _heads(words, "doubt_columns"),
        doubts,
        DOUBTS,
        (1.1, 1.4, 11.2, 3.8),
        SENTENCE,
    )
    missing = [
        [reference.label, reference.title, "；".join(places_text([reference.place], words))]
        for reference in report.references
        if reference.present is False and reference.label
    ]
    paper.block(words.term("papers", "annexes"), _heads(words, "annex_columns"), missing, ANNEXES)
    coverage = report.coverage
    paper.text(
        words.term("papers", "coverage", figures=coverage.figures, checked=coverage.checked, unchecked=len(coverage.unchecked))
    )  # fmt: skip
    paper.sign()
    paper.save(target)


def evidence_sheets(report: Report, findings: Sequence[Finding], target: Path, words: Words) -> None:
    """Write drafts of evidence sheets (审计取证单), one page a finding, from the given findings of a report."""
    paper = _Paper(words)
    for number, finding in enumerate(findings):
        if number:
            paper.new_page()
        _evidence(paper, report, finding, words)
    paper.save(target)


def _evidence(paper: _Paper, report: Report, finding: Finding, words: Words) -> None:
    facts, name = report.document, words.term
    paper.title(name("papers", "evidence_title"))
    parts = explanation(finding, words)
    fact = "\n".join(
        [parts[0].text]
        + [
            f"{part.label}{name('explain', 'colon')}{part.text}"
            for part in parts[1:]
            if part.key not in {"basis", "verify", "identity"}
        ]
    )
    basis = "\n".join(part.text for part in parts if part.key == "basis")
    verify = "\n".join(part.text for part in parts if part.key == "verify")
    paper.grid(
        [
            [
                name("head", "project_name"),
                facts.project_name or facts.title,
                name("papers", "number"),
                finding.id,
            ],
            [name("papers", "audited"), facts.organisation, name("papers", "index"), ""],
            [name("papers", "matter"), words.title(finding.rule), name("papers", "drawn_on"), ""],
            [name("papers", "drawn_by"), "", name("papers", "reviewed_by"), ""],
        ],
        (2.6, 7.6, 2.6, 4.7),
        labels=(0, 2),
    )
    where = "；".join(places_text(places_of(finding), words, cell=True))
    source = f"{PurePath(facts.path).name}（SHA-256 {facts.sha256}）\n{where}"
    paper.grid(
        [
            [name("papers", "fact"), fact],
            [name("column", "quote"), excerpt(finding, 400)],
            [name("papers", "source"), source],
            [name("explain", "basis"), basis],
            [name("papers", "to_verify"), verify],
            [name("papers", "enclosures"), _enclosure(report, words)],
            [name("papers", "opinion"), "\n" * OPINION],
            [name("papers", "seal"), "\n" * SEAL],
        ],
        (2.6, 14.9),
        labels=(0,),
    )  # fmt: skip
    paper.text(name("papers", "draft"))


def _enclosure(report: Report, words: Words) -> str:
    """The marked copy, or the original where there can be none."""
    copy = marked_name(report)
    if copy:
        return words.term("papers", "enclosure", name=copy)
    return words.term("papers", "enclosed_original", name=PurePath(report.document.path).name)


def _heads(words: Words, key: str) -> list[str]:
    return words.term("papers", key).split("|")


def _money(line: BudgetLine, words: Words) -> list[object]:
    """Name, budget, executed, rate as printed, rate recomputed."""
    spent, budget = line.amounts.get("executed_amount"), line.amounts.get("budget_adjusted")
    budget = budget or line.amounts.get("budget_initial") or line.amounts.get("planned_amount")
    rate = line.amounts.get("execution_rate")
    again = _percent(spent, budget)
    name = line.name or (words.term("papers", "total") if line.is_total else "—")
    return [name, _printed(budget), _printed(spent), _printed(rate), again]


def _unit_of(lines: Sequence[BudgetLine], words: Words) -> str:
    """The unit in which amounts are printed, when it is one; else nothing, and the report has to be looked at."""
    amounts = [f for line in lines for f in line.amounts.values() if f.unit == "元"]
    scales = {figure.scale for figure in amounts}
    name = words.section("money_unit").get(f"scale_{scales.pop()}") if len(scales) == 1 else None
    return words.term("papers", "unit", unit=name) if name else ""


def _indicator(row: Indicator) -> list[object]:
    """Name, target, actual, rate as printed, rate recomputed, weight, score."""
    limit = row.target is not None and row.target.operator in LIMITS
    again = None if limit else completion_of(row.model_copy(update={"rate": None}))
    return [
        row.level3 or row.level2,
        row.target.text if row.target else "",
        row.actual.text if row.actual else "",
        _printed(row.rate),
        f"{again.quantize(_SCORE):f}%" if again is not None else "",
        _printed(row.weight),
        _printed(row.score),
    ]


def _printed(figure: Figure | None) -> str:
    return figure.text if figure else ""


def _percent(part: Figure | None, whole: Figure | None) -> str:
    if part is None or whole is None or part.number is None or not whole.number:
        return ""
    return f"{(part.number / whole.number * 100).quantize(_SCORE):f}%"


class _Paper:
    """An A4 document with the few things working papers are made of."""

    def __init__(self, words: Words) -> None:
        import docx
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        self._words, self._cm, self._pt, self._right = words, Cm, Pt, WD_ALIGN_PARAGRAPH.RIGHT
        self._document = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.75)
        section.top_margin = section.bottom_margin = Cm(1.5)
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(9)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
        normal.paragraph_format.space_after = Pt(2)
        self._document.core_properties.author = words.term("annotate", "author")

    def title(self, text: str) -> None:
        """The title of a sheet, in the middle."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, self._pt(16)

    def text(self, text: str) -> None:
        """A small paragraph."""
        self._document.add_paragraph(writable(text)).runs[0].font.size = self._pt(8)

    def grid(
        self, rows: Sequence[Sequence[object]], widths: Sequence[float], *, labels: Iterable[int] = ()
    ) -> None:
        """A table with ruled cells; widths in cm; the columns `labels` are bold."""
        table = self._table(rows, widths)
        for row in table.rows:
            for column in labels:
                for run in (run for p in row.cells[column].paragraphs for run in p.runs):
                    run.bold = True
        self._document.add_paragraph().paragraph_format.space_after = self._pt(0)

    def block(
        self,
        heading: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        most: int,
        widths: Sequence[float] | None = None,
        longest: int = LONGEST,
    ) -> None:
        """A heading and its table; nothing when there are no rows, and what does not fit is counted."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = self._pt(5)
        paragraph.add_run(heading).bold = True
        if not rows:
            paragraph.add_run(f"  {self._words.term('papers', 'none')}")
            return
        shown = [[_cut(cell, longest) for cell in row] for row in rows[:most]]
        first = 5.5 if len(columns) > 4 else 17.5 / len(columns)
        rest = (17.5 - first) / max(len(columns) - 1, 1)
        table = self._table([columns, *shown], widths or [first] + [rest] * (len(columns) - 1), size=8)
        for run in (run for cell in table.rows[0].cells for p in cell.paragraphs for run in p.runs):
            run.bold = True
        if len(rows) > most:
            self.text(self._words.term("papers", "rest", count=len(rows) - most))

    def sign(self) -> None:
        """The empty fields at the foot."""
        fields = [self._words.term("papers", key) for key in ("drawn_by", "drawn_on", "reviewed_by", "index")]
        self.grid([[x for field in fields for x in (field, "")]], [1.7, 2.675] * 4, labels=(0, 2, 4, 6))

    def new_page(self) -> None:
        """The next sheet."""
        self._document.add_page_break()

    def save(self, target: Path) -> None:
        """Write the file, whole or not at all."""
        with replaced(target) as part:
            self._document.save(str(part))

    def _table(self, rows: Sequence[Sequence[object]], widths: Sequence[float], size: float = TEXT) -> Any:
        table = self._document.add_table(len(rows), len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._cm(width)
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value, width in zip(row.cells, values, widths, strict=True):
                cell.width = self._cm(width)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = self._pt(
                    PAD
                )
                text = writable(str(value)) if value is not None else ""
                paragraph.add_run(text).font.size = self._pt(size)
                if size < TEXT and _AMOUNT.fullmatch(text):
                    paragraph.alignment = self._right
        return table


def _cut(value: object, longest: int) -> str:
    """The beginning of a text; a number is left out rather than shown in part."""
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= longest else _BROKEN.sub("", text[: longest - 1]) + "…"
