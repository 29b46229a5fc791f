"""The sheets of the workbook: which columns each has, how wide they are and what a row of each holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from publish.phrases import Words
from publish.places import (
    difference,
    evidence_places,
    heading,
    located,
    places_of,
    section_of,
    unit_of,
    values,
)
from publish.tables import rows_of
from schema.finding import Check, Finding
from schema.order import amount_involved
from schema.report import Report

Form = Literal["text", "long", "number", "money", "whole", "rate"]
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its title's key, its width in characters and how its cells are written."""

    key: str
    width: int
    form: Form = "text"


def _sheet(text: str) -> tuple[SheetColumn, ...]:
    parts = (entry.split(":") for entry in text.split())
    return tuple(SheetColumn(key, int(width), form[0] if form else "text") for key, width, *form in parts)  # type: ignore[arg-type]


SHEETS: dict[str, tuple[SheetColumn, ...]] = {
    "findings": _sheet(
        "finding_id:18 severity:9 rule:7 rule_title:14 document:26:long mark:7:whole location:22:long message:42:long "
        "reported:14 recomputed:14 difference:12:number unit:7 amount_involved:16:money status:10 verify:22:long "
        "formula:36:long quote:44:long "
        "repairs:30:long reported_value:16:number recomputed_value:16:number bound_low:13 bound_high:13 "
        "section:22:long places:30:long basis:26:long auditee_note:20:long checker:10 checked_on:12 organisation:22 "
        "project_code:16 project_name:26 fiscal_year:8:whole doc_type:18 sha256:20 path:40"
    ),
    "checks": _sheet(
        "document:26:long location:22:long rule:9 rule_title:16 verdict:14 subject:30:long reported:16 recomputed:16 "
        "reported_value:16:number recomputed_value:16:number bound_low:13 bound_high:13 margin:10:number "
        "power:9:rate formula:36:long check_message:50:long repairs:30:long quote:40:long"
    ),
    "indicators": _sheet(
        "document:26:long number:7:whole level1:14 level2:16 level3:30:long target_text:18:long target_value:14:number "
        "target_unit:9 actual_text:18:long actual_value:14:number actual_unit:9 rate_text:11 weight_text:9 "
        "weight_value:9:number score_text:9 score_value:9:number deviation_reason:30:long scoring_rule:30:long "
        "location:22:long"
    ),
    "budget_lines": _sheet(
        "document:26:long table_name:24:long number:7:whole code:18 name:30:long row_kind:10 level:7:whole header:18 "
        "field:18 text:18 value:18:money unit:8 location:22:long"
    ),
    "ledger_entries": _sheet(
        "document:26:long table_name:20:long number:7:whole date:12 voucher_no:12 description:36:long account:20 code:12 "
        "row_kind:12 debit:16:money credit:16:money balance_direction:9 balance:16:money debit_text:15 credit_text:15 "
        "balance_text:15 location:22:long"
    ),
    "unchecked": _sheet(
        "document:26:long location:22:long text:20 value:18:number unit:9 kind:11 section:30:long quote:50:long"
    ),
    "failures": _sheet("path:60 reason:22 detail:70:long copies:8:whole sha256:66"),
    "dictionary": _sheet("table_title:22 english:22 column_title:26 type:10 meaning:60:long"),
}
"""`about` is the one sheet that is no table."""


def finding_cells(finding: Finding, number: int, report: Report, words: Words) -> Cells:
    """A row of the list of doubts; `number` is the one the finding has in its document, and beside its marks."""
    places = places_of(finding)
    rule = words.rules.get(finding.rule)
    section = section_of(places[0], report.sections) if places else None
    facts = report.document
    return {
        **_evidence(finding, report, words),
        "finding_id": finding.id,
        "mark": number,
        "severity": words.term("severity", finding.severity),
        "message": words.phrase(finding),
        "amount_involved": amount_involved(finding),
        "section": heading(section) if section else None,
        "places": "；".join(evidence_places(finding, words)),
        "basis": rule.basis if rule else None,
        "verify": (rule.verify if rule else "") or words.term("text", "default_verify"),
        "status": words.term("decision", "pending"),
        **{
            name: getattr(facts, name)
            for name in ("organisation", "project_code", "project_name", "fiscal_year")
        },
        "doc_type": words.term("doc_type", facts.doc_type),
        "sha256": facts.sha256,
        "path": facts.path,
    }


def check_cells(report: Report, words: Words) -> Iterator[Cells]:
    """Rows of all checks, consistent ones included."""
    for check in report.checks:
        yield {
            **_evidence(check, report, words),
            "check_message": words.phrase(check),
            "subject": check.subject,
            "power": check.power,
            "margin": check.margin,
        }


def _evidence(subject: Check | Finding, report: Report, words: Words) -> Cells:
    places = places_of(subject)
    reported, recomputed = values(subject)
    comparable = difference(subject) is not None
    return {
        "document": PurePath(report.document.path).name,
        "location": located(places[0], report, words) if places else None,
        "rule": subject.rule,
        "rule_title": words.title(subject.rule),
        "verdict": words.term("verdict", subject.verdict),
        "reported": subject.reported,
        "recomputed": subject.recomputed,
        "reported_value": reported,
        "recomputed_value": recomputed,
        "difference": reported - recomputed
        if comparable and reported is not None and recomputed is not None
        else None,
        "unit": unit_of(subject),
        "bound_low": subject.low,
        "bound_high": subject.high,
        "formula": subject.formula,
        "repairs": "；".join(subject.repairs),
        "quote": subject.quote,
    }


def table_cells(report: Report, table: str, words: Words) -> Iterator[Cells]:
    """Rows of `indicators`, `budget_lines` or `ledger_entries` as the dataset has them, with document and place."""
    name = PurePath(report.document.path).name
    for row in rows_of(report, table, words):
        yield {**row, "document": name, "location": _location(row, words)}


def _location(row: Cells, words: Words) -> str:
    known = [(key, row[key]) for key in ("page", "table", "row") if row.get(key) is not None]
    parts = [words.term("place", key, **{key: number + (key != "page")}) for key, number in known]
    return words.term("place", "separator").join(parts)


def unchecked_cells(report: Report, words: Words) -> Iterator[Cells]:
    """Rows of the figures that took part in no check, each with the text it stands in."""
    name = PurePath(report.document.path).name
    texts = {passage.place.block: passage.text for passage in report.passages if passage.place.row is None}
    for figure in report.coverage.unchecked:
        section = section_of(figure.place, report.sections)
        inside = texts.get(figure.place.block, "") if figure.place.row is None else ""
        start = figure.place.start or 0
        yield {
            "document": name,
            "location": located(figure.place, report, words),
            "text": figure.text,
            "value": figure.number,
            "unit": figure.unit,
            "kind": words.term("figure_kind", figure.kind),
            "section": heading(section) if section else None,
            "quote": inside[max(0, start - 30) : start + 40],
        }
