"""The corpus, read from its Word, PDF and Excel files: indicators and amounts are those of the gold."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from extract.report import report_of
from ingest.read import read
from schema.report import Report

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FILES = [
    path
    for gold in sorted(DOCUMENTS.glob("*.json"))
    for path in sorted(DOCUMENTS.glob(f"{gold.stem}.*"))
    if path.suffix in {".docx", ".pdf", ".xlsx"}
]
CELLS = ("level1", "level2", "level3", "target", "actual", "weight", "score")


def squeezed(text: str | None) -> str | None:
    return "".join(text.split()) or None if text else None


def annotated(row: dict[str, str | None]) -> tuple[str | None, ...]:
    """A row of the gold; the points that some annotations leave behind the name of a group are its weight."""
    cells = {name: squeezed(row.get(name)) for name in CELLS}
    for level in ("level1", "level2"):
        cells[level] = re.sub(r"（\d+分）$", "", cells[level] or "") or None
    return tuple(cells.values())


def indicators(report: Report) -> list[tuple[str | None, ...]]:
    rows = []
    for row in report.indicators:
        texts = (part.text if part else None for part in (row.target, row.actual, row.weight, row.score))
        rows.append(tuple(map(squeezed, (row.level1, row.level2, row.level3, *texts))))
    return rows


def of_a_group(row: tuple[str | None, ...], groups: set[str | None]) -> bool:
    """A row of the points of a whole group, as tables that sum up the scores have them: the gold has indicators only."""
    level1, level2, level3, target, actual, *_ = row
    return not (level2 or target or actual) and (level3 is None or (level1 is None and level3 in groups))


def numbers(report: Report) -> Counter[str]:
    figures = [figure for line in report.budget_lines for figure in line.amounts.values()]
    for entry in report.ledger_entries:
        figures += [f for f in (entry.debit, entry.credit, entry.balance) if f]
    figures += [term.figure for claim in report.claims if claim.place.row is not None for term in claim.terms]
    return Counter(figure.text.replace(",", "").strip("%万元 ") for figure in figures)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_indicator_and_amount_of_the_gold_is_read(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    report = report_of(read(path))
    wanted = [annotated(row) for row in gold["indicators"]]
    groups = {row[0] for row in wanted}
    assert [row for row in indicators(report) if row in wanted or not of_a_group(row, groups)] == wanted
    amounts = Counter(
        str(value).replace(",", "").strip("%")
        for row in gold["budget"]
        for value in row["values"].values()
        if value
    )
    assert amounts - numbers(report) == Counter()
    assert str(report.document.fiscal_year) == gold["document"]["year"]


APART = {
    "transfer-disabled-2023": "in the PDF the line of the unit and the caption below it are read as one paragraph"
}
IN_BOTH = [
    pytest.param(name, marks=[pytest.mark.xfail(reason=APART[name], strict=True)] if name in APART else [])
    for name in sorted({path.stem for path in FILES if path.suffix == ".pdf"})
]


@pytest.mark.parametrize("name", IN_BOTH)
def test_word_and_pdf_say_the_same(name: str) -> None:
    word, pdf = (report_of(read(DOCUMENTS / f"{name}{suffix}")) for suffix in (".docx", ".pdf"))
    assert indicators(word) == indicators(pdf)
    assert numbers(word) == numbers(pdf)
    assert [line.row_kind for line in word.budget_lines] == [line.row_kind for line in pdf.budget_lines]
    assert word.document.title == pdf.document.title
    assert word.document.doc_type == pdf.document.doc_type
    assert [(r.label, r.number, r.present) for r in word.references] == [
        (r.label, r.number, r.present) for r in pdf.references
    ]


def plain(text: str) -> str:
    """A header or name without remarks in brackets and blanks."""
    return re.sub(r"[（(].*?[）)]|\s", "", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_amount_stands_under_a_wrong_column(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    report = report_of(read(path))
    wrong = []
    for row in gold["budget"]:
        lines = [line for line in report.budget_lines if plain(row["item"]) in plain(line.name)]
        for column, value in row["values"].items():
            found = [
                {plain(line.headers.get(field, field)), field}
                for line in lines
                for field, figure in line.amounts.items()
                if figure.text.replace(",", "") == value.replace(",", "")
            ]
            names = [name for names in found for name in names]
            if names and not any(plain(column) in name or name in plain(column) for name in names):
                wrong.append((row["item"], column, value, names))
    assert wrong == []
