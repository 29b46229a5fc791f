"""What the review page hands out: the workbook with the decisions made so far, and working papers for those confirmed.

Both are made anew for every request in a folder of their own; the output folder is left as it is.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from fuhe.console import Session
from fuhe.export import of_this_version
from fuhe.filing import judged_workbook, to_docx
from publish.phrases import words

WORKBOOK, PAPERS = "findings.xlsx", "papers.zip"


def exported(name: str, out: Path, lang: str) -> bytes | None:
    """The content of an export by name; None for one that does not exist. Raises FuheError for a run of another version."""
    make = {WORKBOOK: _workbook, PAPERS: _papers}.get(name)
    if make is None:
        return None
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder, of_this_version(out):
        return make(out, Path(folder), lang)


def _workbook(out: Path, folder: Path, lang: str) -> bytes:
    return judged_workbook(out, folder / WORKBOOK, words(lang)).read_bytes()


def _papers(out: Path, folder: Path, lang: str) -> bytes:
    to_docx(Session(lang), out, folder / "papers")
    packed = folder / PAPERS
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for paper in sorted((folder / "papers").glob("*.docx")):
            file.write(paper, paper.name)
    return packed.read_bytes()
