"""Old formats go through LibreOffice and come out as the DOCX would."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections import OrderedDict
from pathlib import Path

import pytest

from ingest import legacy
from ingest.guards import Limits
from ingest.read import read
from schema.document import Document, State
from tests.components import require
from tests.ingest.packages import codes, docx, grid, lines, opened, p, table, tables, tc

START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(text: str, width: int, more: str = "") -> str:
    """A cell with its width, which LibreOffice needs to write a table into a .doc."""
    return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>{more}')


BODY = (
    p("一、基本情况")
    + p("全年支出170万元。")
    + table(
        wide("一级指标", 2000) + wide("二级指标", 2000) + wide("指标值", 3000, '<w:gridSpan w:val="2"/>'),
        wide("产出", 2000, START) + wide("数量", 2000) + wide("≥8", 1500) + wide("座", 1500),
        wide("", 2000, GO_ON) + wide("质量", 2000) + wide("100%", 3000, '<w:gridSpan w:val="2"/>'),
        widths=(2000, 2000, 1500, 1500),
    )
    + p("以上数据来源于台账。")
)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The same document in the old formats, written by LibreOffice itself."""
    require("soffice")
    return {kind: legacy.converted(docx(BODY), ".docx", kind, Limits()) for kind in ("doc", "rtf", "odt")}


@pytest.mark.parametrize(
    ("kind", "suffix"), [("doc", ".doc"), ("doc", ".wps"), ("rtf", ".rtf"), ("rtf", ".doc"), ("odt", ".odt")]
)
def test_old_formats_read_as_the_docx_does(
    kind: str, suffix: str, made: dict[str, bytes], tmp_path: Path
) -> None:
    expected = opened(docx(BODY), tmp_path)
    document = opened(made[kind], tmp_path, f"a{suffix}")
    assert (document.format, document.state) == (kind, State.OK)
    assert lines(document) == lines(expected)
    assert [grid(found) for found in tables(document)] == [grid(found) for found in tables(expected)]
    assert document.engines["convert"].startswith("LibreOffice")


def test_no_profile_and_no_process_is_left_behind(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.legacy._MADE", OrderedDict())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "a.doc").write_bytes(made["doc"])
    read(tmp_path / "a.doc")
    assert [path.name for path in tmp_path.iterdir()] == ["a.doc"]
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in running


def test_a_conversion_that_takes_too_long_is_ended(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.legacy._MADE", OrderedDict())  # what was converted before is kept
    (tmp_path / "a.doc").write_bytes(made["doc"])
    began = time.monotonic()
    document = read(tmp_path / "a.doc", limits=Limits(convert_seconds=0.05))
    assert (document.state, codes(document)) == (State.CORRUPT, {"convert_timeout"})
    assert time.monotonic() - began < 5


def test_without_libreoffice_the_remedy_is_told(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    document: Document = opened(made["rtf"], tmp_path, "a.rtf")
    assert document.state is State.UNSUPPORTED
    assert "LibreOffice" in document.notices[0].message


HANGING = """#!/bin/sh
sleep 300 &
echo $! > {folder}/child
echo $$ > {folder}/self
trap '' TERM INT HUP
wait
"""


def test_a_libreoffice_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(HANGING.format(folder=tmp_path), encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    began = time.monotonic()
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1 a}")
    document = read(tmp_path / "a.rtf", limits=Limits(convert_seconds=1.5))
    assert (document.state, codes(document)) == (State.CORRUPT, {"convert_timeout"})
    assert time.monotonic() - began < 5
    for name in ("self", "child"):
        assert not is_running(int((tmp_path / name).read_text(encoding="ascii")))


def is_running(process: int) -> bool:
    """Whether the process lives; one that ended and waits for its parent to notice does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_libreoffice_that_makes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    document = opened(rb"{\rtf1 a}", tmp_path, "a.rtf")
    assert (document.state, codes(document)) == (State.CORRUPT, {"convert_failed"})
