"""The stages in a row: a file is read, understood, re-checked and put into words."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuhe.errors import FuheError
from fuhe.settings import Settings
from ingest.guards import Limits
from ingest.read import read as read_file
from ingest.word_lists import LayoutError
from ingest.word_lists import words as layout_words
from publish.phrases import words
from publish.places import notice_text
from publish.terms import WordingError
from schema.document import Document
from schema.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


class CheckedReport(Report):
    """A report with its checks and findings, that also hands out its tables as pandas frames."""

    def frame(self, name: str) -> pd.DataFrame:
        """One table of the dataset as a frame; its name is one of `publish.tables.TABLES`.

        Amounts are `decimal.Decimal`. Raises FuheError for a name that is no table.
        """
        from publish.dataset import frame_of
        from publish.tables import OF_ARCHIVE, TABLES

        if name not in TABLES or name in OF_ARCHIVE:
            near = ", ".join(n for n in TABLES if n not in OF_ARCHIVE)
            raise FuheError("unknown_table", name=name, near=near)
        return frame_of(self, name)


def read(path: str | Path, *, password: str | None = None, slow: bool = True) -> Document:
    """The file as read: pages, blocks and tables, before any extraction.

    A file that is damaged, encrypted or empty is a Document too: its `state` says so. Without `slow`, so is one that
    wants character recognition or LibreOffice: a notice says so. Raises FuheError when there is no such file, or it
    may not be read.
    """
    try:
        return read_file(Path(path), password=password, limits=Limits(slow=slow))
    except FileNotFoundError as error:
        raise FuheError("missing", path=path) from error
    except IsADirectoryError as error:
        raise FuheError("directory", path=path) from error
    except OSError as error:
        raise FuheError("denied", path=path) from error
    except LayoutError as error:
        raise FuheError("invalid", detail=error) from error


def check(path: str | Path, settings: Settings | None = None) -> CheckedReport:
    """Read, extract and re-check one file.

    Raises FuheError, with cause and remedy, when the file cannot be read or the configuration is invalid.
    """
    settings = settings or Settings()
    validate(settings)
    document = read(path, password=settings.password)
    if refused := refusal(document, path, settings.lang):
        raise refused
    return check_document(document, settings)


def check_document(document: Document, settings: Settings) -> CheckedReport:
    """Extract and re-check a document that was read."""
    from extract.report import report_of
    from score.assess import assess

    with configuration_errors():
        report = report_of(document, Path(settings.vocabulary) if settings.vocabulary else None)
        return worded(report.assessed(assess(report, settings.profile)), settings.lang)


def validate(settings: Settings) -> None:
    """Raise FuheError if profile or vocabulary cannot be used: known before the first document, not at it."""
    from extract.report import report_of
    from score.profile import named

    with configuration_errors():
        layout_words()
        if settings.profile:
            named(settings.profile)
        if settings.vocabulary:
            report_of(Document(format="text", sha256=""), Path(settings.vocabulary))


def validate_links(links: str | None) -> None:
    """Raise FuheError if an auditor's file of links cannot be used."""
    from score.across.override import overrides

    with configuration_errors():
        overrides(Path(links) if links else None)


@contextmanager
def configuration_errors() -> Iterator[None]:
    """Turn an invalid file of words, rules or profiles into a FuheError with file and line."""
    from extract.words import VocabularyError
    from score.configuration import ConfigurationError
    from score.profile import UnknownProfileError

    try:
        yield
    except UnknownProfileError as error:
        raise FuheError("unknown_profile", name=error.name, near=", ".join(error.known)) from error
    except (ConfigurationError, LayoutError, VocabularyError, WordingError) as error:
        raise FuheError("invalid", detail=error) from error
    except OSError as error:
        raise FuheError("invalid", detail=f"{error.filename}: {error.strerror}") from error


def worded(report: Report, lang: str) -> CheckedReport:
    """The report with the sentence of every check and finding in a language."""
    phrase = words(lang).phrase
    fields: dict[str, Any] = {name: getattr(report, name) for name in Report.model_fields}
    fields["checks"] = tuple(c.model_copy(update={"message": phrase(c)}) for c in report.checks)
    fields["findings"] = tuple(f.model_copy(update={"message": phrase(f)}) for f in report.findings)
    return CheckedReport.model_construct(**fields)


def refusal(document: Document, path: str | Path, lang: str = "zh") -> FuheError | None:
    """Why there is nothing to check in a document; None when there is.

    Text under the name of another format is refused: a Word or PDF name promises a report, and what text can
    be read from a broken one is none.
    """
    codes = {notice.code for notice in document.notices}
    if document.readable and not ("misnamed" in codes and document.format == "txt"):
        return None
    if "needs_libreoffice" in codes:
        return FuheError("component", name="LibreOffice", remedy=words(lang).term("doctor", "soffice_remedy"))
    if document.readable:
        return FuheError("misnamed", path=path, format=document.format)
    told = [notice_text(notice, words(lang)) for notice in document.notices if notice.severity != "info"]
    kind = next((kind for code, kind in _KINDS.items() if code in codes), document.state.value)
    return FuheError(kind, path=path, detail="; ".join(told) or document.format)


_KINDS = {"wrong_password": "wrong_password", "dtd_refused": "refused"}
"""Kinds of error by code of notice, where the state alone would say too little."""
