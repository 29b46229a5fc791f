"""Scans and files that LibreOffice converts wait in lanes of their own; progress says how far all are."""

import importlib.util
import json
import os
import subprocess
from dataclasses import dataclass

import pyarrow.parquet as pq
import pypdfium2
import pytest

from fuhe.archive import explore
from fuhe.batch import Task, process_apart
from fuhe.console import Session
from fuhe.journal import Journal
from fuhe.lanes import OFFICE, SCAN, moved, prepare
from fuhe.pipeline import read
from fuhe.progress import Pace, clock, line_of
from fuhe.settings import Settings
from fuhe.supervisor import MAIN, Lane, Moved, Supervisor
from ingest import legacy
from schema.report import Report
from tests.components import require
from tests.fuhe.conftest import REPORT


def need_ocr():
    if not all(map(importlib.util.find_spec, ("rapidocr", "onnxruntime"))):
        told = pytest.fail if os.environ.get("FUHE_REQUIRE_ALL") == "1" else pytest.skip
        told("needs the extra ocr (rapidocr, onnxruntime)")


@pytest.fixture
def slow(word, tmp_path):
    """An archive: one scan, one old Word file, and quick files before, between and after them."""
    need_ocr()
    require("soffice")
    model = word("model.docx", REPORT)
    for target, name in (("pdf", "b扫描"), ("doc", "a旧文件")):
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
                "--convert-to", target, "--outdir", str(tmp_path), str(model),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        (tmp_path / "in").mkdir(exist_ok=True)
        made = tmp_path / f"model.{target}"
        if target == "pdf":
            with pypdfium2.PdfDocument(made) as pdf:
                picture = pdf[0].render(scale=150 / 72).to_pil().convert("RGB")
            made.unlink()
            picture.save(tmp_path / "in" / f"{name}.pdf", "PDF", resolution=150, quality=80)
        else:
            made.rename(tmp_path / "in" / f"{name}.doc")
    for number in range(4):
        word(f"in/c{number}.docx", REPORT.replace("1,000.00", f"1,0{number + 1}0.00"))
    return tmp_path / "in"


@pytest.mark.slow
def test_slow_files_end_after_the_quick_ones_and_the_record_says_where_they_waited(fuhe, slow, tmp_path):
    out = tmp_path / "out"
    code, _, err = fuhe("run", slow, "--out", out, "--jobs", 1)
    assert code == 0, err
    rows = {row["document_id"]: row for row in pq.read_table(out / "dataset/documents.parquet").to_pylist()}
    assert sorted(row["format"] for row in rows.values()) == ["doc", *["docx"] * 4, "pdf"]
    order = [rows[id_]["format"] for id_ in Journal(out).entries]
    assert order[:4] == ["docx"] * 4, "the slow files come first by name and hold up none"
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert {name: lane["documents"] for name, lane in record["lanes"].items()} == {
        MAIN: 4,
        SCAN: 1,
        OFFICE: 1,
    }
    assert record["lanes"][OFFICE]["seconds"] > 0
    lanes = {rows[entry["id"]]["format"]: entry["lane"] for entry in record["documents"]}
    assert lanes == {"docx": MAIN, "pdf": SCAN, "doc": OFFICE}


def test_a_slow_file_is_told_without_being_read(slow):
    asked = {path.name: moved(read(path, slow=False), "task") for path in sorted(slow.iterdir())}
    assert (asked["a旧文件.doc"].lane, asked["a旧文件.doc"].more_seconds) == (OFFICE, 0)
    assert (asked["b扫描.pdf"].lane, asked["b扫描.pdf"].more_seconds) == (SCAN, 15), "more time for each page"
    assert asked["c0.docx"] is None


def test_a_worker_of_a_cluster_asks_for_the_time_a_slow_file_takes_and_sends_its_report(slow):
    [found] = explore([slow / "a旧文件.doc"]).documents
    later = process_apart(Task(found, Settings(), "far away"))
    assert (later.lane, later.task) == (OFFICE, Task(found, Settings(), "far away", patient=True))
    answer = process_apart(later.task)
    assert (answer.state, answer.errors) == ("read", 1)
    files = dict(answer.files)
    assert Report.model_validate_json(files[f"reports/{found.id}.json"]).document.id == found.id
    assert f"documents/{found.id}.html" in files, "the page comes with the report"


def test_files_for_libreoffice_are_converted_at_one_start(word, tmp_path, monkeypatch):
    require("soffice")
    for number in range(3):
        word(f"{number}.docx", REPORT.replace("1,000.00", f"1,0{number + 1}0.00"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    given = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*given, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120)
    paths = sorted(tmp_path.glob("*.doc"))
    (tmp_path / "坏.doc").write_bytes(paths[0].read_bytes()[:3000])
    alone = [read(path) for path in paths]
    legacy._MADE.clear()
    started, run = [], legacy._run
    monkeypatch.setattr(legacy, "_run", lambda command, *rest: started.append(command) or run(command, *rest))
    prepare([str(path) for path in (*paths, tmp_path / "坏.doc", tmp_path / "fehlt.doc")])
    assert [read(path) for path in paths] == alone
    assert len(started) == 1
    assert not read(tmp_path / "坏.doc").readable


@dataclass(frozen=True)
class Numbered:
    number: int
    slow: bool = False
    told: tuple[int, ...] = ()


def answer_of(task):
    if not task.slow:
        return Moved("slow", Numbered(task.number, slow=True))
    if task.number == 4:
        os._exit(3)
    return task.told


def test_tasks_of_a_lane_are_prepared_together_and_blamed_alone():
    def tell(task, others):
        return Numbered(task.number, task.slow, tuple(other.number for other in others))

    pool = Supervisor(answer_of, jobs=1, timeout=30, memory=4096, slow={"slow": 1}, together={"slow": tell})
    outcomes = {one.task.number: one for one in pool.run([Numbered(number) for number in range(20)])}
    assert sorted(outcomes) == list(range(20))
    assert [number for number, one in outcomes.items() if one.reason] == [4]
    told = [number for one in outcomes.values() for number in one.answer or ()]
    assert len(set(told)) >= 10, "most are announced with another"
    assert pool.lanes["slow"].waiting == pool.lanes["slow"].running == 0
    assert pool.lanes["slow"].done == 20


def test_pace():
    pace = Pace()
    pace.add(0, 1000.0)
    assert pace.rate is None
    for second in range(1, 201):
        pace.add(2 * second if second <= 100 else 200 + (second - 100), 1000.0 + second)
    assert pace.rate == pytest.approx(60, rel=0.02), "of the last minute, not of the whole run"
    assert pace.left(120, {}) == pytest.approx(120, rel=0.02)
    scans = {MAIN: Lane(2, 10, 2, 300, 30.0), SCAN: Lane(2, 39, 1, 10, 600.0)}
    assert pace.left(50, scans) == 40 / 2 * 60, "twenty scans for each of two workers, a minute each"


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "第 30/90 份，每分钟 60 份，约剩 1:00，扫描件 3/8"),
        ("en", "30 of 90, 60 a minute, 1:00 left, scans 3/8"),
    ],
)
def test_the_line_of_progress(lang, line):
    pace = Pace()
    for second in range(31):
        pace.add(second, float(second))
    lanes = {MAIN: Lane(2, 50, 2, 27, 30.0), SCAN: Lane(1, 4, 1, 3, 6.0), OFFICE: Lane(1)}
    assert line_of(Session(lang), 30, 90, pace, lanes) == line


def test_clock():
    assert [clock(seconds) for seconds in (0, 59.6, 3599, 3661)] == ["0:00", "1:00", "59:59", "1:01:01"]
