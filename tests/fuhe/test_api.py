"""`import fuhe`: the front door in Python."""

import importlib
import pkgutil
import subprocess
import sys
from decimal import Decimal

import pytest

import fuhe
from publish.tables import OF_ARCHIVE, TABLES


def test_check_gives_a_report_with_findings_and_frames(wrong):
    report = fuhe.check(wrong)
    assert isinstance(report, fuhe.Report)
    assert [f.reported for f in report.findings if f.severity == "error"] == ["98.33%"]
    assert report.document.id == report.document.sha256[:16]
    for name in TABLES:
        if name not in OF_ARCHIVE:
            assert list(report.frame(name).columns) == [column.name for column in TABLES[name]]
    amounts = report.frame("budget_lines")["value"].tolist()
    assert Decimal(3000) in amounts


def test_messages_are_in_the_language(wrong):
    zh, en = fuhe.check(wrong), fuhe.check(wrong, lang="en")
    assert [f.id for f in zh.findings] == [f.id for f in en.findings]
    assert [f.message for f in zh.findings] != [f.message for f in en.findings]


def test_an_unknown_table_is_an_error(wrong):
    with pytest.raises(fuhe.FuheError, match="no table"):
        fuhe.check(wrong).frame("nothing")


def test_read_gives_the_document(wrong):
    document = fuhe.read(wrong)
    assert document.readable
    assert document.format == "docx"


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(fuhe.FuheError, match="no such file"):
        fuhe.check(tmp_path / "x.pdf")


def test_importing_it_is_light():
    code = "import sys, fuhe; print([n for n in ('pandas', 'pydantic', 'spacy', 'lxml') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().strip() == "[]"


def test_no_module_hides_a_public_name():
    for module in pkgutil.iter_modules(fuhe.__path__):
        if module.name != "__main__":
            importlib.import_module(f"fuhe.{module.name}")
    assert all(callable(getattr(fuhe, name)) for name in fuhe.__all__)
