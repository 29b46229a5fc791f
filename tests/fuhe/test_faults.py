"""What goes wrong in an archive stays with its document; a run killed anywhere goes on to the same dataset."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from fuhe import batch
from fuhe.supervisor import Supervisor
from tests.fuhe.conftest import REPORT

ROOT = Path(__file__).parents[2]
FAULTS = {17: "segfault", 42: "hang", 63: "memory", 88: "exit", 101: "raise", 140: "disk", 177: "folder"}


def faulty(number):
    """Work of which seven among two hundred go wrong, each in its own way."""
    match FAULTS.get(number):
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            time.sleep(60)
        case "memory":
            return len(bytearray(4 * 2**30))
        case "exit":
            os._exit(3)
        case "raise":
            raise ValueError("a bug")
        case "disk":
            with Path("/dev/full").open("w") as file:
                file.write("x" * 100_000)
        case "folder":
            raise PermissionError(errno.EACCES, "Permission denied", "只读")
    return number


def test_every_document_but_the_guilty_is_done_and_each_fault_is_named():
    workers = Supervisor(faulty, jobs=2, timeout=3, memory=2048)
    outcomes = {outcome.task: outcome for outcome in workers.run(range(200))}
    assert sorted(outcomes) == list(range(200))
    assert [n for n, o in outcomes.items() if o.answer != n] == sorted(FAULTS, key=list(outcomes).index)
    told = {FAULTS[n]: (outcomes[n].reason, outcomes[n].detail) for n in FAULTS}
    assert told == {
        "segfault": ("crashed", "SIGSEGV"),
        "hang": ("timeout", "3 s"),
        "memory": ("memory", ""),
        "exit": ("crashed", "exit code 3"),
        "raise": ("failed", "ValueError: a bug"),
        "disk": ("failed", "OSError: [Errno 28] No space left on device"),
        "folder": ("failed", "PermissionError: [Errno 13] Permission denied: '只读'"),
    }


@pytest.fixture
def archive(word, tmp_path):
    """Three reports, one twice, and two files that are none."""
    for number in range(3):
        word(f"in/{number % 2}/报告{number}.docx", REPORT.replace("1,000.00", f"1,0{number}0.00"))
    shutil.copy(tmp_path / "in/1/报告1.docx", tmp_path / "in/副本.docx")
    (tmp_path / "in/坏.pdf").write_bytes(b"%PDF-1.4 garbage")
    (tmp_path / "in/空.xlsx").touch()
    return tmp_path / "in"


def command(archive, out):
    return [sys.executable, "-m", "fuhe", "run", str(archive), "--out", str(out), "--jobs", "2"]


@pytest.mark.slow
def test_runs_killed_at_random_moments_end_in_the_same_dataset(archive, tmp_path):
    began = time.monotonic()
    subprocess.run(command(archive, tmp_path / "whole"), cwd=ROOT, check=False, capture_output=True)
    lasted = time.monotonic() - began
    whole = {path.name: path.read_bytes() for path in (tmp_path / "whole/dataset").glob("*.parquet")}
    assert whole
    dice = random.Random(20)
    kills = 0
    for _ in range(2):
        run = subprocess.Popen(
            command(archive, tmp_path / "killed"),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(lasted * dice.uniform(0.2, 0.8))
        kills += run.poll() is None
        run.kill()
        run.wait(10)
    done = subprocess.run(command(archive, tmp_path / "killed"), cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 3, done.stderr
    assert kills
    assert {p.name: p.read_bytes() for p in (tmp_path / "killed/dataset").glob("*.parquet")} == whole
    assert not list((tmp_path / "killed").rglob("*.part"))


def test_a_file_that_changes_while_it_is_read_is_told_and_read_next_time(fuhe, word, tmp_path, monkeypatch):
    path = word("in/报告.docx", REPORT)
    found = batch.explore([tmp_path / "in"]).documents[0]
    word("in/报告.docx", REPORT.replace("1,000.00", "2,000.00"))
    answer = batch.process(batch.Task(found, batch.Settings(), str(tmp_path / "reports")))
    assert answer.state == "changed"
    assert not (tmp_path / "reports").exists()
    assert path.exists()


def test_copies_are_processed_once_and_results_of_another_version_not_taken_over(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    assert fuhe("run", archive, "--out", out, "--jobs", 2)[0] == 3
    rows = pq.read_table(out / "dataset/documents.parquet").to_pylist()
    assert len(rows) == 3
    assert [[Path(path).name for path in row["paths"]] for row in rows if row["copies"] > 1] == [
        ["报告1.docx", "副本.docx"]
    ]
    journal = out / "journal.jsonl"
    lines = journal.read_text("utf-8").splitlines()
    key = lines[0].split('"key": "')[1][:16]
    journal.write_text("\n".join(lines).replace(key, "0" * 16) + "\n", encoding="utf-8")
    code, text, _ = fuhe("run", archive, "--out", out, "--jobs", 2)
    assert code == 3
    assert "5 份结果出自其他版本或设置，已重新处理" in text
