"""`findings.xlsx`: the list of doubts as auditors file it, with its companion sheets.

Rows are streamed to disk as reports come; the findings wait there until they can be sorted over all
documents. Text of a report is always written as text, whatever it looks like: it never becomes a formula or a link.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from publish.annotate import FOLDER as ANNOTATED
from publish.annotate import marked_name
from publish.livecell import live_formula
from publish.pages import FOLDER as PAGES
from publish.pages import page_name
from publish.phrases import Words
from publish.sheets import (
    SHEETS,
    Cells,
    SheetColumn,
    check_cells,
    finding_cells,
    table_cells,
    unchecked_cells,
)
from publish.spool import Sorted
from publish.streamed import StreamedSheet
from publish.tables import TABLES, Failure
from schema.finding import Severity
from schema.order import ranked
from schema.report import Report

MOST_ROWS = 1_048_000
"""Rows of a sheet; the file format ends at 1,048,576."""
LONGEST = 32_000
"""Characters of a cell; the file format ends at 32,767."""
MOST_LINKS = 30_000
"""Rows with links; a sheet holds 65,530 of them."""
LINK = {"font_color": "#1B5AA0", "underline": 1}
LINE, MOST_LINES = 16.5, 5
"""Points of a line of text, and the most lines a row grows to."""
PAGE_WIDTH = 242
"""Characters across a printed page at the smallest legible scale; columns beyond are for the screen."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
FILLS = {
    Severity.ERROR: ("#F8D0CC", "#8C1D12"),
    Severity.WARNING: ("#FCE9B8", "#7A4B00"),
    Severity.NOTE: ("#DCE9F7", "#1F4E79"),
}
UNDERLINE = {"bottom": 1, "bottom_color": "#D9D9D9"}
FORMATS: dict[str, dict[str, Any]] = {
    "text": {"valign": "top"},
    "long": {"valign": "top", "text_wrap": True},
    "number": {"valign": "top", "align": "right", "indent": 1, "num_format": "#,##0.######"},
    "money": {"valign": "top", "align": "right", "indent": 1, "num_format": "#,##0.00"},
    "whole": {"valign": "top", "align": "right", "indent": 1, "num_format": "0"},
    "rate": {"valign": "top", "align": "right", "indent": 1, "num_format": "0.00"},
}
ORDER = (
    "about",
    "findings",
    "checks",
    "indicators",
    "budget_lines",
    "ledger_entries",
    "unchecked",
    "failures",
    "dictionary",
)
DECISIONS = ("pending", "true", "false", "partly", "unknown")


@dataclass(frozen=True, slots=True)
class About:
    """What the first sheet says of the run."""

    version: str
    rules: int
    profile: str
    documents: int
    failures: int
    ignored: int = 0
    digest: str = ""


class Workbook:
    """Written report by report: `add` each, `add_failures`, then `close`.

    `decided` holds, by id of the finding, the cells that people have filled in before; `folder` is that of pages and
    copies, when the workbook is not written into it.
    """

    def __init__(
        self,
        target: Path,
        words: Words,
        decided: Mapping[str, Cells] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._target, self._words, self._decided = target, words, decided or {}
        self._folder = folder or target.parent
        self._part = target.with_name(f".{target.name}.part")
        self._book = xlsxwriter.Workbook(
            str(self._part),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._formats = {name: self._book.add_format(facts) for name, facts in FORMATS.items()}
        self._ruled = self._book.add_format(UNDERLINE)
        self._header = self._book.add_format(
            {
                "bold": True,
                "bg_color": "#1F3A5F",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self._link = self._book.add_format(FORMATS["long"] | LINK)
        self._sheets = {
            key: self._book.add_worksheet(words.term("sheet", key), worksheet_class=StreamedSheet)
            for key in ORDER
        }
        self._next = dict.fromkeys(SHEETS, 1)
        self._findings = Sorted()
        self._totals: Counter[str] = Counter()
        for key, columns in SHEETS.items():
            self._begin(key, columns)

    def _begin(self, key: str, columns: tuple[SheetColumn, ...]) -> None:
        sheet = self._sheets[key]
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width, self._formats[column.form])
        sheet.set_row(0, 32)
        for number, column in enumerate(columns):
            sheet.write_string(0, number, self._words.term("column", column.key), self._header)
        sheet.freeze_panes(1, 2 if key == "findings" else 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def add(self, report: Report) -> None:
        """Add the rows of a report."""
        words = self._words
        links = self._links(report) if report.findings else {}
        for number, (rank, finding) in enumerate(ranked(report.findings, report.document.path), 1):
            cells = finding_cells(finding, number, report, words)
            cells |= self._decided.get(finding.id, {})
            cells["links"] = {key: link.format(finding.id) for key, link in links.items()}
            self._findings.add(rank, cells)
            self._totals[finding.severity.value] += 1
        for cells in check_cells(report, words):
            self._write("checks", cells)
        for table in ("indicators", "budget_lines", "ledger_entries"):
            for cells in table_cells(report, table, words):
                self._write(table, cells)
        for cells in unchecked_cells(report, words):
            self._write("unchecked", cells)
        coverage = report.coverage
        self._totals += Counter(
            figures=coverage.figures, checked=coverage.checked, unchecked=len(coverage.unchecked)
        )

    def _links(self, report: Report) -> dict[str, str]:
        """Where a click on a place and on a file name leads: the page with the finding, and the marked copy."""
        folder = self._folder
        page = folder / PAGES / page_name(report.document.id)
        name = marked_name(report)
        copy = folder / ANNOTATED / name if name else None
        links = {"location": f"external:{PAGES}/{page.name}#f-{{}}"} if page.exists() else {}
        return links | ({"document": f"external:{ANNOTATED}/{copy.name}"} if copy and copy.exists() else {})

    def add_failures(self, failures: list[Failure]) -> None:
        """Add the files that gave no report."""
        for failure in failures:
            row = failure.row()
            row["reason"] = self._words.term("state", failure.reason)
            self._write("failures", row)

    def close(self, about: About) -> Path:
        """Finish the file; its path, which is another one when the target is open in another program."""
        for cells in self._findings:
            self._write("findings", cells)
        self._dictionary()
        self._finish_findings()
        for key, columns in SHEETS.items():
            last = max(self._next[key] - 1, 1)
            self._sheets[key].autofilter(0, 0, last, len(columns) - 1)
            rule = {"type": "formula", "criteria": "=TRUE", "format": self._ruled}
            self._sheets[key].conditional_format(1, 0, last, len(columns) - 1, rule)
            self._sheets[key].print_area(0, 0, last, _printed_columns(columns) - 1)
        self._about(about)
        self._sheets["findings" if self._findings else "about"].activate()
        self._findings.close()
        self._book.close()
        return self._place()

    def discard(self) -> None:
        """Give up the file, after an error; what stood there before stays."""
        self._findings.close()
        self._book.close()
        self._part.unlink(missing_ok=True)

    def _place(self) -> Path:
        for number in range(10):
            name = self._target.name if not number else f"{self._target.stem}({number}){self._target.suffix}"
            try:
                os.replace(self._part, self._target.with_name(name))
            except PermissionError:
                continue
            return self._target.with_name(name)
        raise PermissionError(13, "every name for the workbook is in use", str(self._target))

    def _write(self, key: str, cells: Cells) -> None:
        row = self._next[key]
        if row > MOST_ROWS:
            return
        sheet = self._sheets[key]
        self._next[key] = row + 1
        if row == MOST_ROWS:
            sheet.write_string(row, 0, self._words.term("about", "truncated", rows=MOST_ROWS - 1))
            return
        if (height := _height(SHEETS[key], cells)) > LINE:
            sheet.set_row(row, height)
        for number, column in enumerate(SHEETS[key]):
            self._cell(sheet, row, number, column, cells.get(column.key))
        if key == "findings":
            self._live(sheet, row, cells)

    def _cell(self, sheet: Any, row: int, number: int, column: SheetColumn, value: Any) -> None:
        if value is None or value == "":
            return
        form = self._formats[column.form]
        if column.form in {"number", "money", "whole", "rate"} and (amount := _amount(value)) is not None:
            sheet.write_number(row, number, amount, form)
        else:
            sheet.write_string(row, number, writable(str(value)), form)

    def _live(self, sheet: Any, row: int, cells: Cells) -> None:
        """Links, and formulas with their results stored, for programs that do not recalculate on opening."""
        keys = {column.key: number for number, column in enumerate(SHEETS["findings"])}
        if row <= MOST_LINKS:
            for key, link in cells.get("links", {}).items():
                text = writable(str(cells.get(key) or ""))
                sheet.link(row, keys[key], link, text or link, self._link)
        number = self._formats["number"]
        again = live_formula(cells.get("formula") or "", cells.get("recomputed_value"))
        if again is not None:
            sheet.write_formula(
                row, keys["recomputed_value"], again, number, float(cells["recomputed_value"])
            )
        if cells.get("difference") is not None:
            ends = (xl_rowcol_to_cell(row, keys[key]) for key in ("reported_value", "recomputed_value"))
            sheet.write_formula(
                row, keys["difference"], "=" + "-".join(ends), number, float(cells["difference"])
            )

    def _finish_findings(self) -> None:
        sheet, last = self._sheets["findings"], max(self._next["findings"] - 1, 1)
        keys = [column.key for column in SHEETS["findings"]]
        status = keys.index("status")
        choices = [self._words.term("decision", key) for key in DECISIONS]
        sheet.data_validation(1, status, last, status, {"validate": "list", "source": choices})
        severity = keys.index("severity")
        for level, (fill, ink) in FILLS.items():
            label = self._words.term("severity", level)
            style = self._book.add_format({"bg_color": fill, "font_color": ink, "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": f'"{label}"', "format": style}
            sheet.conditional_format(1, severity, last, severity, rule)

    def _dictionary(self) -> None:
        for table, columns in TABLES.items():
            for column in columns:
                self._write(
                    "dictionary",
                    {
                        "table_title": self._words.term("table", table),
                        "english": f"{table}.{column.name}",
                        "column_title": self._words.term("column", column.name),
                        "type": self._words.term("type", column.kind),
                        "meaning": self._words.section("column_note").get(column.name, ""),
                    },
                )

    def _about(self, about: About) -> None:
        sheet, words = self._sheets["about"], self._words
        title = self._book.add_format({"bold": True, "font_size": 16, "font_color": "#1F3A5F"})
        label = self._book.add_format({"bold": True, "valign": "top"})
        left = self._book.add_format({"align": "left", "valign": "top", "text_wrap": True})
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, words.term("about", "title"), title)
        rows: list[tuple[str, object]] = [
            ("program", f"fuhe {about.version}"),
            *((("digest", about.digest),) if about.digest else ()),
            ("rules", about.rules),
            ("profile", about.profile),
            ("documents", about.documents),
            ("failures", about.failures),
            ("ignored", about.ignored),
            ("figures", self._totals["figures"]),
            ("checked", self._totals["checked"]),
            ("unchecked", self._totals["unchecked"]),
            *((f"severity_{level.value}", self._totals[level.value]) for level in Severity),
        ]
        for number, (key, value) in enumerate(rows, 2):
            sheet.write_string(number, 0, words.term("about", key).split("：")[0].split(":")[0], label)
            if isinstance(value, int):
                sheet.write_number(number, 1, value, left)
            else:
                sheet.write_string(number, 1, str(value), left)
        notes = ("intro", "severity_error", "severity_warning", "severity_note")
        for number, key in enumerate(
            (*notes, "how_findings", "how_marks", "how_numbers", "how_unchecked"), len(rows) + 3
        ):
            sheet.write_string(number, 1, words.term("about", key), left)


def _height(columns: tuple[SheetColumn, ...], cells: Cells) -> float:
    """The height of a row in points: wrapped text is seen, up to MOST_LINES, in programs that do not fit rows."""
    texts = ((str(cells.get(c.key) or ""), 0.88 * c.width) for c in columns if c.form == "long")
    longer = ((text, width) for text, width in texts if 2 * len(text) > width)
    lines = max((ceil(_width(text) / width) for text, width in longer), default=1)
    return LINE * min(max(lines, 1), MOST_LINES)


def _width(text: str) -> int:
    """About the cells of a text, all but ASCII counted as wide: exact enough for a height, and quick."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _printed_columns(columns: tuple[SheetColumn, ...]) -> int:
    """How many columns are printed: as many as stay legible on one A4 page across."""
    widths = list(accumulate(column.width for column in columns))
    return max(1, sum(width <= PAGE_WIDTH for width in widths))


def _amount(value: Any) -> float | None:
    """What a number cell holds. Excel keeps 15 digits; the printed text stands beside it."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return float(number) if number.is_finite() and abs(number) < Decimal("1e300") else None


def writable(text: str) -> str:
    """The text without what the file format cannot hold."""
    return (text if text.isprintable() else _UNWRITABLE.sub("", text))[:LONGEST]
