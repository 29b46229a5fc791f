"""The marked copy of a document; of old and foreign Word files one of the DOCX that LibreOffice makes of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ingest.guards import Limits, RefusedError
from ingest.legacy import converted
from publish.annotate import AS_WORD, annotate
from publish.phrases import Words
from schema.document import Document
from schema.report import Report


def marked_copy(
    source: Path, folder: Path, document: Document, report: Report, words: Words, password: str | None = None
) -> Path | None:
    """Write the marked copy into `folder`; None for formats that have none, or no findings.

    Raises OSError when it cannot be written, and ValueError, with the reason, when there can be none.
    """
    if document.format not in AS_WORD or document.format == "docx" or not report.findings:
        return annotate(source, folder, document, report, words, password)
    if "decrypt" in document.engines:
        raise ValueError(words.term("pages", "locked_copy"))
    try:
        made = converted(source.read_bytes(), f".{document.format}", "docx", Limits())
    except RefusedError as refused:
        raise ValueError(refused.message) from refused
    with tempfile.TemporaryDirectory(prefix="fuhe-") as inside:
        word = Path(inside) / "converted.docx"
        word.write_bytes(made)
        return annotate(word, folder, document, report, words)
