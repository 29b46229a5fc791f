"""The marked copy of an old Word file: a DOCX with the comments, made by LibreOffice from a file that stays as it is."""

import os
import subprocess
from pathlib import Path

import docx
import pytest

import fuhe
from fuhe.copies import marked_copy
from fuhe.publishing import publish_document
from fuhe.settings import Settings
from publish.phrases import words
from tests.components import require
from tests.fuhe.test_review import CORPUS

WORDS = words("zh")


@pytest.fixture
def old(tmp_path):
    require("soffice")
    source = CORPUS / "selfeval-bridge-2022.docx"
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "rtf", "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    return tmp_path / f"{source.stem}.rtf"


def test_a_file_of_an_old_format_gets_a_commented_docx(old, tmp_path):
    before = old.read_bytes()
    document, report = fuhe.read(old), fuhe.check(old)
    copy = marked_copy(old, tmp_path / "out", document, report, WORDS)
    told = [comment.text for comment in docx.Document(copy).comments]
    assert copy.suffix == ".docx"
    assert {finding.id for finding in report.findings} == {
        finding.id for finding in report.findings if any(finding.id in text for text in told)
    }
    assert old.read_bytes() == before


def test_a_copy_that_is_open_elsewhere_costs_nothing_else(tmp_path, monkeypatch):
    """What Windows says of a file that another program holds; no other system does."""
    source = CORPUS / "selfeval-bridge-2022.docx"
    document, report = fuhe.read(source), fuhe.check(source)
    publish_document(source, tmp_path, document, report, Settings("zh"))
    copy = next((tmp_path / "annotated").iterdir())
    replace = os.replace

    def held(part, target):
        if Path(target) == copy:
            raise PermissionError(13, "in use", str(target))
        replace(part, target)

    monkeypatch.setattr("publish.dataset.os.replace", held)
    page = publish_document(source, tmp_path, document, report, Settings("zh"))
    assert "正被其他程序打开" in page.read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "annotated").iterdir()] == [copy.name]


def test_without_libreoffice_the_reason_is_told(old, tmp_path, monkeypatch):
    document, report = fuhe.read(old), fuhe.check(old)
    monkeypatch.setattr("ingest.legacy._PROGRAMS", ("no-such-office",))
    with pytest.raises(ValueError, match="LibreOffice"):
        marked_copy(old, tmp_path / "out", document, report, WORDS)
