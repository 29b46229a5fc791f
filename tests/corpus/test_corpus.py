"""The corpus is complete: passports and files agree, and every document holds what its source says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest

from corpus.build import FORMATS
from corpus.markup import Grid, parse

CORPUS = Path(__file__).parents[2] / "corpus"
SOURCES = sorted((CORPUS / "sources").glob("*.md"))


def passports() -> dict[str, set[str]]:
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([a-z, ]+) \|", (CORPUS / "README.md").read_text("utf-8"), re.M)
    return {name: set(formats.split(", ")) for name, formats in rows if formats != "files"}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_file_has_a_passport_and_every_passport_its_files() -> None:
    found: dict[str, set[str]] = {}
    for path in (CORPUS / "documents").iterdir():
        if path.suffix != ".json":
            found.setdefault(path.stem, set()).add(path.suffix[1:])
    assert found == passports()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_formats_are_those_the_builder_makes(source: Path) -> None:
    assert passports()[source.stem] == set(FORMATS.get(source.stem, ("docx", "pdf")))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_word_file_holds_every_text_of_its_source(source: Path) -> None:
    document = docx.Document(str(CORPUS / "documents" / f"{source.stem}.docx"))
    texts = {squeeze(p.text) for p in document.paragraphs}
    cells = [{squeeze(cell.text) for row in table.rows for cell in row.cells} for table in document.tables]
    grids = [block for block in parse(source) if isinstance(block, Grid)]
    assert len(grids) == len(cells)
    for grid, printed in zip(grids, cells, strict=True):
        assert {squeeze(text) for *_, text in grid.spans()} <= printed
    for block in parse(source):
        if not isinstance(block, Grid):
            assert squeeze(block.text) in texts


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_gold_quotes_what_the_document_prints(source: Path) -> None:
    gold = json.loads((CORPUS / "documents" / f"{source.stem}.json").read_text("utf-8"))
    printed = squeeze(source.read_text("utf-8"))
    quoted = [claim["text"] for claim in gold["claims"]]
    quoted += [number for finding in gold["findings"] for number in finding["numbers"]]
    quoted += [row[key] for row in gold["indicators"] for key in ("level3", "target", "actual") if row[key]]
    quoted += [value for row in gold["budget"] for value in row["values"].values()]
    assert [text for text in quoted if squeeze(text) not in printed] == []
    assert {finding["verdict"] for finding in gold["findings"]} <= {
        "inconsistent",
        "consistent",
        "look-alike-ok",
    }
