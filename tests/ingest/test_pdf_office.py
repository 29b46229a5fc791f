"""A report laid out by LibreOffice, with tables of ten kinds over many pages, against what was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pdf.reader import Reading, read_pdf
from schema.document import Table, TextBlock
from tests.components import require
from tests.ingest.written import Report, Truth, write

RULED = {"ruled", "merged", "long", "long_header", "long_merged", "narrow", "grouped", "three_line", "rules"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Reading]:
    require("soffice")
    path, report = write(tmp_path_factory.mktemp("office"), seed=1)
    return report, read_pdf(Path(path).read_bytes())


def found(reading: Reading) -> list[Truth]:
    return [
        {(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells if c.text}
        for block in reading.blocks
        if isinstance(block, Table)
    ]


def test_every_table_is_there_and_no_other(case: tuple[Report, Reading]) -> None:
    report, reading = case
    assert len(found(reading)) == len(report.tables)


def test_ruled_and_three_line_tables_are_read_to_the_cell(case: tuple[Report, Reading]) -> None:
    report, reading = case
    missed = {
        kind: sorted(truth ^ read)[:4]
        for (kind, truth), read in zip(report.tables, found(reading), strict=True)
        if kind in RULED and truth != read
    }
    assert missed == {}


def test_bare_tables_are_read_nearly_to_the_cell(case: tuple[Report, Reading]) -> None:
    report, reading = case
    pairs = [(t, r) for (kind, t), r in zip(report.tables, found(reading), strict=True) if kind == "bare"]
    right = sum(len(truth & read) for truth, read in pairs)
    assert 2 * right >= 0.95 * sum(len(truth) + len(read) for truth, read in pairs)


def test_paragraphs_come_verbatim(case: tuple[Report, Reading]) -> None:
    report, reading = case
    texts = {block.text for block in reading.blocks if isinstance(block, TextBlock)}
    assert [text for text in report.paragraphs if text not in texts] == []
