"""Marked copies of spreadsheets: the comment is on the very cell, and nothing in the copy computes or links."""

import csv
import hashlib
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

import fuhe
from fuhe.copies import marked_copy
from publish.phrases import words
from publish.sheetmarks import annotate_sheet

WORDS = words("zh")
HOSTILE = '=HYPERLINK("http://evil.example","x")'
LEDGER = Path(__file__).parents[2] / "corpus" / "documents" / "ledger-2023.xlsx"
RIGHT, WRONG = 603290, 630290
"""A balance of the ledger, and what is made of it."""


def ledger(path):
    """The ledger with a wrong balance, hostile text, a formula, a link and a list of choices."""
    book = openpyxl.load_workbook(LEDGER)
    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = WRONG if cell.value == RIGHT else cell.value
    sheet["C11"].value = HOSTILE
    sheet["C11"].data_type = "s"
    sheet["A40"] = "=1+1"
    sheet["B5"].hyperlink = "http://evil.example/"
    sheet.add_data_validation(DataValidation("list", '"a,b"'))
    book.save(path)
    return path


def comma_separated(path):
    """The same values as a CSV file."""
    book = openpyxl.load_workbook(ledger(path.with_suffix(".xlsx")))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = book.active.iter_rows(max_col=7, values_only=True)
        csv.writer(file).writerows([("" if v is None else v) for v in row] for row in rows)
    return path


def copied(path, folder):
    """The report, and the marked copy as openpyxl reads it."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    document, report = fuhe.read(path), fuhe.check(path)
    copy = marked_copy(path, folder, document, report, WORDS)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    return report, openpyxl.load_workbook(copy)


def comments(sheet):
    return {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}


@pytest.mark.parametrize(
    ("make", "name", "sheet", "cell"),
    [(ledger, "账.xlsx", "支出明细账", "G9"), (comma_separated, "账.csv", "Sheet1", "G9")],
)
def test_the_comment_is_on_the_cell_and_says_what_the_finding_says(tmp_path, make, name, sheet, cell):
    report, book = copied(make(tmp_path / name), tmp_path / "out")
    assert len(report.findings) == 1
    told = comments(book[sheet])
    assert cell in told
    assert report.findings[0].id in told[cell]
    assert str(book[sheet][cell].value).replace(",", "").startswith("630290")
    assert book[sheet][cell].border.left.style == "thick"
    listed = [row for row in book["标注说明"].iter_rows(values_only=True) if report.findings[0].id in row]
    assert len(listed) == 1
    assert f"'{sheet}'!{cell}" in listed[0][4]


@pytest.mark.parametrize(("make", "name"), [(ledger, "账.xlsx"), (comma_separated, "账.csv")])
def test_nothing_in_the_copy_computes_or_links_outside(tmp_path, make, name):
    _, book = copied(make(tmp_path / name), tmp_path / "out")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any(cell.value == HOSTILE and cell.data_type == "s" for cell in cells)
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    assert [sheet.data_validations.dataValidation for sheet in book.worksheets] == [[], []]


def test_a_sheet_of_too_many_cells_has_no_copy(tmp_path, monkeypatch):
    monkeypatch.setattr("publish.sheetmarks.MOST_CELLS", 20)
    path = ledger(tmp_path / "账.xlsx")
    with pytest.raises(ValueError, match="20"):
        annotate_sheet(path, tmp_path / "x.xlsx", fuhe.read(path), fuhe.check(path), WORDS)
