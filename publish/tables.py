"""The dataset as tables: their columns, and the rows a report gives. Pure Python; writing is `publish.dataset`.

Printed text and number are two columns (`amount_text`, `amount`); every row that stands on a page has its place.
Amounts and claims are long: one row an amount, one row a term, so that no table has columns that depend on the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Any, Literal

from publish.phrases import Words
from publish.places import places_of, values
from schema.across import Link
from schema.figure import Figure, Place
from schema.finding import Check, Finding, Severity
from schema.order import amount_involved
from schema.report import Report

Kind = Literal["text", "integer", "boolean", "number", "list"]
Row = dict[str, Any]

PLACES = 10
"""Decimal places of a number column: decimal128(38, 10)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and what it holds. A number is a Decimal with ten places, a list one of texts."""

    name: str
    kind: Kind = "text"


def _columns(text: str) -> tuple[Column, ...]:
    """`"path pages:integer"` -> columns; `@` stands for the columns of a place."""
    names = text.replace("@", _PLACE).split()
    pairs = (name.partition(":") for name in names)
    return tuple(Column(name, kind or "text") for name, _, kind in pairs)  # type: ignore[arg-type]


_PLACE = (
    "page:integer table:integer row:integer column:integer block:integer start:integer end:integer "
    "x0:number top:number x1:number bottom:number"
)

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": _columns(
        "document_id path paths:list copies:integer sha256 format pages:integer state doc_type title organisation "
        "project_name project_code supervising_dept fiscal_year:integer period_start period_end evaluation_kind "
        "indicators:integer budget_lines:integer ledger_entries:integer claims:integer figures:integer "
        "checked:integer agreeing:integer disagreeing:integer unchecked:integer excluded:integer unread:integer "
        "errors:integer warnings:integer notes:integer consistency:number decided:integer consistent:integer "
        "inconsistent:integer undetermined:integer reported_total recomputed_total grade recomputed_grade "
        "notices:integer"
    ),
    "indicators": _columns(
        "document_id number:integer form:integer level1 level2 level3 target_text target_kind operator "
        "target_value:number target_low:number target_high:number target_unit actual_text actual_value:number "
        "actual_unit rate_text rate_value:number weight_text weight_value:number score_text score_value:number "
        "score_rate_text score_rate_value:number unit "
        "direction deviation_reason scoring_rule @"
    ),
    "budget_lines": _columns(
        "document_id number:integer table_name code name row_kind is_total:boolean level:integer parent:integer field "
        "header text value:number unit @"
    ),
    "ledger_entries": _columns(
        "document_id number:integer table_name date date_inherited:boolean voucher_no description account code "
        "row_kind debit_text debit:number credit_text credit:number balance_direction balance_text balance:number @"
    ),
    "claims": _columns(
        "document_id number:integer kind claim_subject role metric field text value:number low high unit period scope "
        "base sentence section @"
    ),
    "figures": _columns(
        "document_id figure_id text kind value:number low high unit decimals:integer scale:integer hedge flaw "
        "confidence:number figure_state @"
    ),
    "checks": _columns(
        "document_id number:integer rule rule_title verdict severity subject formula reported reported_value:number "
        "recomputed recomputed_value:number bound_low bound_high margin:number power:number repairs:list check_message "
        "quote figure_ids:list other_documents:list @"
    ),
    "findings": _columns(
        "finding_id document_id rule rule_title severity verdict message subject formula reported "
        "reported_value:number recomputed recomputed_value:number bound_low bound_high margin:number repairs:list quote "
        "amount_involved:number figure_ids:list other_documents:list places @"
    ),
    "links": _columns(
        "link_kind first_document second_document first_path second_path explicit:boolean confidence:number evidence:list"
    ),
    "failures": _columns("path paths:list copies:integer sha256 document_id reason detail"),
}

OF_ARCHIVE = frozenset({"links", "failures"})
"""Tables whose rows no single report gives."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report: why, in a word that `terms.toml` names under `[state]`, and in detail."""

    paths: tuple[str, ...]
    sha256: str
    reason: str
    detail: str = ""

    def row(self) -> Row:
        """The failure as a row of its table."""
        return {
            "path": self.paths[0],
            "paths": list(self.paths),
            "copies": len(self.paths),
            "sha256": self.sha256 or None,
            "document_id": self.sha256[:16] or None,
            "reason": self.reason,
            "detail": self.detail,
        }


def rows_of(report: Report, table: str, words: Words, paths: tuple[str, ...] = ()) -> Iterator[Row]:
    """The rows of one table that a report gives. `paths` are all paths at which its content was found."""
    if table == "documents":
        yield _document(report, paths or (report.document.path,))
        return
    for row in _MAKERS[table](report, words):
        yield {"document_id": report.document.id, **row}


def figure_id(document_id: str, figure: Figure) -> str:
    """Document, block, row, column and offset: the same figure has the same id in every run."""
    place = figure.place
    document_id = place.document or document_id
    parts = [("b", place.block), ("r", place.row), ("c", place.column), ("s", place.start)]
    return document_id + "".join(f"-{letter}{part}" for letter, part in parts if part is not None)


def others_of(subject: Check | Finding) -> list[str]:
    """The ids of the other documents that take part."""
    places = (*subject.places, *(figure.place for figure in subject.figures))
    return sorted({place.document for place in places if place.document})


def link_row(link: Link, paths: Mapping[str, str]) -> Row:
    """A link between documents as a row of its table."""
    return {
        "link_kind": link.kind.value,
        "first_document": link.first,
        "second_document": link.second,
        "first_path": paths.get(link.first),
        "second_path": paths.get(link.second),
        "explicit": link.explicit,
        "confidence": number(link.confidence),
        "evidence": list(link.evidence),
    }


_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_LAST = Decimal(1).scaleb(-PLACES)


def number(value: object) -> Decimal | None:
    """A value for a number column: ten places; None for what is no number or does not fit."""
    if isinstance(value, float):
        return _edge(value)
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except ArithmeticError:
            return None
    if not isinstance(value, Decimal) or not value.is_finite() or value.adjusted() > 27:
        return None
    return value.quantize(_LAST, context=_EXACT)


@lru_cache(maxsize=65536)
def _edge(value: float) -> Decimal | None:
    """An edge of a box: the edges of columns and lines come again and again."""
    return number(Decimal(repr(value)))


_EDGES = ("x0", "top", "x1", "bottom")


def place_columns(place: Place | None) -> Row:
    """The columns of a place."""
    if place is None:
        return {}
    out: Row = {
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "block": place.block,
        "start": place.start,
        "end": place.end,
    }
    if place.box:
        out |= zip(_EDGES, map(number, place.box), strict=True)
    return out


def _document(report: Report, paths: tuple[str, ...]) -> Row:
    facts, coverage, score = report.document, report.coverage, report.score
    row: Row = {"document_id": facts.id, **facts.model_dump(mode="json", exclude={"id", "path"})}
    row |= {"path": paths[0], "paths": list(paths), "copies": len(paths)}
    for name in ("indicators", "budget_lines", "ledger_entries", "claims", "notices"):
        row[name] = len(getattr(report, name))
    for name in ("figures", "checked", "agreeing", "disagreeing", "excluded", "unread"):
        row[name] = getattr(coverage, name)
    row["unchecked"] = len(coverage.unchecked)
    grades = [finding.severity for finding in report.findings]
    row |= {
        "errors": grades.count(Severity.ERROR),
        "warnings": grades.count(Severity.WARNING),
        "notes": grades.count(Severity.NOTE),
        "consistency": number(score.consistency),
    }
    for name in ("decided", "consistent", "inconsistent", "undetermined"):
        row[name] = getattr(score, name)
    for name in ("reported_total", "recomputed_total", "grade", "recomputed_grade"):
        row[name] = getattr(score, name)
    return row


def _printed(name: str, figure: Figure | None, value: str) -> Row:
    return {f"{name}_text": figure.text if figure else None, value: number(figure.value) if figure else None}


def _indicators(report: Report, _: Words) -> Iterator[Row]:
    for n, row in enumerate(report.indicators):
        target = row.target.figures[0] if row.target and row.target.figures else None
        actual = row.actual.figures[0] if row.actual and row.actual.figures else None
        yield {
            "number": n,
            **{name: getattr(row, name) for name in ("form", "level1", "level2", "level3", "unit")},
            "target_text": row.target.text if row.target else None,
            "target_kind": row.target.kind.value if row.target else None,
            "operator": row.target.operator if row.target else None,
            "target_value": number(target.value) if target else None,
            "target_low": number(target.low) if target else None,
            "target_high": number(target.high) if target else None,
            "target_unit": target.unit if target else None,
            "actual_text": row.actual.text if row.actual else None,
            "actual_value": number(actual.value) if actual else None,
            "actual_unit": actual.unit if actual else None,
            **_printed("rate", row.rate, "rate_value"),
            **_printed("weight", row.weight, "weight_value"),
            **_printed("score", row.score, "score_value"),
            **_printed("score_rate", row.score_rate, "score_rate_value"),
            "direction": row.direction.value if row.direction else None,
            "deviation_reason": row.deviation_reason,
            "scoring_rule": row.scoring_rule,
            **place_columns(row.place),
        }


def _budget_lines(report: Report, _: Words) -> Iterator[Row]:
    for n, line in enumerate(report.budget_lines):
        shared = {
            "number": n,
            "table_name": line.table,
            "row_kind": line.row_kind.value,
            **{name: getattr(line, name) for name in ("code", "name", "is_total", "level", "parent")},
        }
        if not line.amounts:
            yield {**shared, **place_columns(line.place)}
        for field, figure in line.amounts.items():
            yield {
                **shared,
                "field": field,
                "header": line.headers.get(field),
                "text": figure.text,
                "value": number(figure.value),
                "unit": figure.unit,
                **place_columns(figure.place),
            }


def _ledger_entries(report: Report, _: Words) -> Iterator[Row]:
    names = ("date", "date_inherited", "voucher_no", "description", "account", "code")
    for n, entry in enumerate(report.ledger_entries):
        yield {
            "number": n,
            "table_name": entry.table,
            **{name: getattr(entry, name) for name in names},
            "row_kind": entry.row_kind.value,
            **_printed("debit", entry.debit, "debit"),
            **_printed("credit", entry.credit, "credit"),
            "balance_direction": entry.direction,
            **_printed("balance", entry.balance, "balance"),
            **place_columns(entry.place),
        }


def _claims(report: Report, _: Words) -> Iterator[Row]:
    for n, claim in enumerate(report.claims):
        known = claim.section is not None and claim.section < len(report.sections)
        shared = {
            "number": n,
            "kind": claim.kind.value,
            "claim_subject": claim.subject,
            "section": report.sections[claim.section].title if known and claim.section is not None else None,
            **{name: getattr(claim, name) for name in ("period", "scope", "base", "sentence")},
        }
        if not claim.terms:
            yield {**shared, **place_columns(claim.place)}
        for term in claim.terms:
            yield {
                **shared,
                "role": term.role.value,
                "metric": term.metric,
                "field": term.field,
                **_numbers(term.figure),
                **place_columns(term.figure.place),
            }


def _numbers(figure: Figure) -> Row:
    return {
        "text": figure.text,
        "value": number(figure.value) if isinstance(figure.value, Decimal) else None,
        "low": _bound(figure.low if figure.low is not None else _word(figure)),
        "high": _bound(figure.high),
        "unit": figure.unit,
    }


def _word(figure: Figure) -> str | None:
    """A date or ratio has no number; it is kept as text in `low`."""
    return figure.value if isinstance(figure.value, str) else None


def _bound(value: Decimal | str | None) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _figures(report: Report, _: Words) -> Iterator[Row]:
    states = figure_states(report)
    for figure in report.all_figures():
        yield _figure(report, figure, states.get(figure.place.address, "unchecked"))
    for figure in report.excluded:
        yield _figure(report, figure, "excluded")


def _figure(report: Report, figure: Figure, state: str) -> Row:
    return {
        "figure_id": figure_id(report.document.id, figure),
        "kind": figure.kind.value,
        **_numbers(figure),
        "decimals": figure.decimals,
        "scale": figure.scale,
        "hedge": figure.hedge.value if figure.hedge else None,
        "flaw": figure.flaw.value if figure.flaw else None,
        "confidence": number(figure.confidence),
        "figure_state": state,
        **place_columns(figure.place),
    }


def figure_states(report: Report) -> dict[tuple[int, ...], str]:
    """`agreeing` or `disagreeing` for every place of a figure that took part in a check or finding."""
    states: dict[tuple[int, ...], str] = {}
    unchecked = {figure.place.address for figure in report.coverage.unchecked}
    for check in report.checks:
        for figure in check.figures:
            if figure.place.document is None and figure.place.address not in unchecked:
                states.setdefault(figure.place.address, "agreeing")
    for check in report.checks:
        if check.severity and check.verdict.value == "inconsistent":
            states |= {f.place.address: "disagreeing" for f in check.figures if f.place.address in states}
    return states


def _evidence(subject: Check | Finding, report: Report, words: Words) -> Row:
    reported, recomputed = values(subject)
    return {
        "rule": subject.rule,
        "rule_title": words.title(subject.rule),
        "verdict": subject.verdict.value,
        "severity": subject.severity.value if subject.severity else None,
        **{
            name: getattr(subject, name) for name in ("subject", "formula", "reported", "recomputed", "quote")
        },
        "reported_value": number(reported),
        "recomputed_value": number(recomputed),
        "bound_low": subject.low,
        "bound_high": subject.high,
        "margin": number(subject.margin),
        "repairs": list(subject.repairs),
        "figure_ids": [figure_id(report.document.id, figure) for figure in subject.figures],
        "other_documents": others_of(subject),
        **place_columns(next(iter(places_of(subject)), None)),
    }


def _checks(report: Report, words: Words) -> Iterator[Row]:
    for n, check in enumerate(report.checks):
        yield {
            "number": n,
            **_evidence(check, report, words),
            "check_message": words.phrase(check),
            "power": number(check.power),
        }


def _findings(report: Report, words: Words) -> Iterator[Row]:
    for finding in report.findings:
        places = [place.model_dump(mode="json", exclude_none=True) for place in places_of(finding)]
        yield {
            "finding_id": finding.id,
            **_evidence(finding, report, words),
            "message": words.phrase(finding),
            "amount_involved": number(amount_involved(finding)),
            "places": json.dumps(places, ensure_ascii=False),
        }


_MAKERS: dict[str, Callable[[Report, Words], Iterator[Row]]] = {
    "indicators": _indicators,
    "budget_lines": _budget_lines,
    "ledger_entries": _ledger_entries,
    "claims": _claims,
    "figures": _figures,
    "checks": _checks,
    "findings": _findings,
}
