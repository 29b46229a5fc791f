"""Layouts of the published families that no annotated document has: right as they stand, and wrong by one cell.

Each file of `layouts/` is the markup of a document, followed by changes that make it contradict itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.build import write_docx
from corpus.markup import parse
from fuhe.pipeline import check
from schema.finding import Severity

FOLDER = Path(__file__).parent / "layouts"
MARK = "planted: "


def _read(name: str) -> tuple[str, list[tuple[str, str]]]:
    lines = (FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith(MARK))
    changes = [line.removeprefix(MARK).partition(" => ") for line in lines if line.startswith(MARK)]
    return text, [(old, new) for old, _, new in changes]


def _findings(text: str, folder: Path) -> set[str]:
    source = folder / "layout.md"
    source.write_text(text, encoding="utf-8")
    report = check(write_docx(parse(source), folder / "layout.docx", "layout"))
    graver = (Severity.ERROR, Severity.WARNING)
    return {f"{f.rule} {f.message}" for f in report.findings if f.severity in graver}


NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


def test_there_are_layouts():
    assert len(NAMES) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_cell_is_told(name, tmp_path):
    text, changes = _read(name)
    before = _findings(text, tmp_path)
    assert not [said for said in before if not said.startswith("G12 ")]
    assert len(changes) >= 3
    for old, new in changes:
        assert old in text
        assert _findings(text.replace(old, new, 1), tmp_path) - before, f"{old} => {new}"
