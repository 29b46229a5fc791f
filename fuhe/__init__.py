"""fuhe (复核): re-checks every figure in Chinese performance evaluation reports and ledgers.

import fuhe
report = fuhe.check("report.pdf")      # a validated report with findings
report.findings, report.score, report.frame("indicators")
fuhe.read("report.pdf")                # the file as read, before any extraction
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from fuhe.errors import FuheError
    from fuhe.pipeline import CheckedReport as Report
    from schema.document import Document

__all__ = ["FuheError", "Report", "check", "read"]


def check(
    path: str | Path,
    *,
    lang: str = "zh",
    profile: str | None = None,
    vocabulary: str | None = None,
    password: str | None = None,
) -> Report:
    """Read, extract and re-check one file.

    `lang` is the language of messages, `profile` the name of a rule profile or a file that holds one,
    `vocabulary` a file of further words. Raises `fuhe.FuheError` when the file cannot be read.
    """
    from fuhe import pipeline
    from fuhe.settings import Settings

    return pipeline.check(path, Settings(lang, profile, vocabulary, password))


def read(path: str | Path, *, password: str | None = None) -> Document:
    """The file as read: pages, blocks and tables. A bad file is a Document too: its `state` says why.

    Raises `fuhe.FuheError` when there is no such file, or it may not be read.
    """
    from fuhe import pipeline

    return pipeline.read(path, password=password)


def __getattr__(name: str) -> Any:
    if name == "FuheError":
        from fuhe.errors import FuheError

        return FuheError
    if name == "Report":
        from fuhe.pipeline import CheckedReport

        return CheckedReport
    raise AttributeError(f"module 'fuhe' has no attribute {name!r}")
