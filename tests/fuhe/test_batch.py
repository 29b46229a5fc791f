"""`fuhe run`: everything accounted for, bad files stop nothing, runs resume, and end in the same bytes."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from fuhe.batch import load
from fuhe.journal import JOURNAL
from publish.sheets import SHEETS
from publish.tables import TABLES
from tests.fuhe.conftest import REPORT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fuhe(fuhe):
    """The command with one worker, unless the test names their number: starting one takes a second."""

    def run(*arguments):
        one = ["--jobs", 1] if arguments[0] == "run" and "--jobs" not in arguments else []
        return fuhe(*arguments, *one)

    return run


@pytest.fixture
def archive(word, tmp_path):
    """Two reports, a copy of one of them, an empty file, a damaged one and a note that is no document."""
    word("in/甲/报告.docx", REPORT)
    word("in/乙/正确.docx", REPORT.replace("98.33%", "95.83%"))
    shutil.copy(tmp_path / "in/甲/报告.docx", tmp_path / "in/乙/副本.docx")
    (tmp_path / "in/空.pdf").touch()
    (tmp_path / "in/坏.pdf").write_bytes(b"%PDF-1.4 garbage")
    (tmp_path / "in/notes.json").write_text("{}", encoding="utf-8")
    return tmp_path / "in"


def table(out, name):
    return pq.read_table(out / "dataset" / f"{name}.parquet").to_pylist()


def digests(out):
    names = [f"dataset/{name}.parquet" for name in TABLES] + ["datapackage.json"]
    names += sorted(str(path.relative_to(out)) for path in (out / "reports").glob("*.json"))
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}


def test_every_document_is_in_documents_or_in_failures(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    code, told, err = fuhe("run", archive, "--out", out, "--jobs", 2)
    assert code == 3
    read = {row["path"]: row for row in table(out, "documents")}
    assert {os.path.relpath(path, archive) for path in read} == {"乙/正确.docx", "乙/副本.docx"}
    double = read[str(archive / "乙/副本.docx")]
    assert double["paths"] == [str(archive / "乙/副本.docx"), str(archive / "甲/报告.docx")]
    failed = {os.path.relpath(row["path"], archive): row["reason"] for row in table(out, "failures")}
    assert failed == {"空.pdf": "empty", "坏.pdf": "corrupt"}
    assert "读出 2 份，失败 2 份" in told
    assert "内容相同的副本 1 份只处理一次" in told
    assert f"请看：{out / 'findings.xlsx'}" in told
    assert "空.pdf：空文件" in err


def test_the_outputs_of_the_contract(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    fuhe("run", archive, "--out", out)
    names = {path.name for path in out.iterdir()}
    assert names >= {"findings.xlsx", "reports", "dataset", "fuhe.duckdb", "datapackage.json", "run.json"}
    assert {path.name for path in (out / "dataset").iterdir()} == {f"{name}.parquet" for name in TABLES}
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["documents"] == 2
    assert {d["state"] for d in record["documents"]} == {"ok", "empty", "corrupt"}
    with duckdb.connect(str(out / "fuhe.duckdb"), read_only=True) as connection:
        [(errors,)] = connection.execute("SELECT count(*) FROM findings WHERE severity = 'error'").fetchall()
    assert errors == 1
    for row in table(out, "documents"):
        assert load(out, row["document_id"]).document.sha256 == row["sha256"]


def test_the_same_findings_with_the_same_ids_in_every_format(fuhe, archive, tmp_path):
    out, document = tmp_path / "out", archive / "甲/报告.docx"
    _, printed, _ = fuhe("check", document, "--json")
    told = [(f["id"], f["message"]) for f in json.loads(printed)["findings"]]
    assert told
    fuhe("run", document, "--out", out)
    [report] = [load(out, path.stem) for path in (out / "reports").glob("*.json")]
    assert [(f.id, f.message) for f in report.findings] == told
    assert [(row["finding_id"], row["message"]) for row in table(out, "findings")] == told
    with duckdb.connect(str(out / "fuhe.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT finding_id, message FROM findings").fetchall() == told
    sheet = openpyxl.load_workbook(out / "findings.xlsx")["疑点清单"]
    keys = [column.key for column in SHEETS["findings"]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert sorted((row[keys.index("finding_id")], row[keys.index("message")]) for row in rows) == sorted(told)
    _, shown, _ = fuhe("check", document)
    assert ["".join(message.split()) in "".join(shown.split()) for _, message in told] == [True] * len(told)


def test_originals_are_never_written(fuhe, archive, tmp_path):
    files = [path for path in archive.rglob("*") if path.is_file()]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
    fuhe("run", archive, "--out", tmp_path / "out")
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files} == before
    assert [path for path in archive.rglob("*") if path.is_file()] == files


def test_a_second_run_takes_everything_over_and_changes_nothing(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    fuhe("run", archive, "--out", out)
    before = digests(out)
    stamps = {path: path.stat().st_mtime_ns for path in (out / "reports").iterdir()}
    code, told, _ = fuhe("run", archive, "--out", out)
    assert code == 3
    assert "其中 4 份此前已处理" in told
    assert digests(out) == before
    assert {path: path.stat().st_mtime_ns for path in (out / "reports").iterdir()} == stamps


def test_only_what_is_new_or_changed_is_processed(fuhe, archive, word, tmp_path):
    out = tmp_path / "out"
    fuhe("run", archive, "--out", out)
    word("in/乙/正确.docx", REPORT.replace("98.33%", "95.8%"))
    word("in/新.docx", REPORT.replace("1,150.00", "1,151.00"))
    _, told, _ = fuhe("run", archive, "--out", out)
    assert "读出 3 份" in told
    assert "其中 3 份此前已处理" in told


def test_a_document_that_moved_is_not_read_again(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    fuhe("run", archive, "--out", out)
    (archive / "乙/正确.docx").rename(archive / "乙/改名.docx")
    fuhe("run", archive, "--out", out)
    paths = {row["path"] for row in table(out, "documents")}
    assert str(archive / "乙/改名.docx") in paths
    identity = next(r["document_id"] for r in table(out, "documents") if r["path"].endswith("改名.docx"))
    assert load(out, identity).document.path == str(archive / "乙/改名.docx")


def test_a_run_cut_off_in_the_middle_ends_in_the_same_bytes(fuhe, archive, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    fuhe("run", archive, "--out", whole)
    fuhe("run", archive, "--out", cut)
    journal = (cut / JOURNAL).read_bytes().splitlines(keepends=True)
    (cut / JOURNAL).write_bytes(b"".join(journal[:2]) + journal[2][:20])
    for path in (cut / "dataset").iterdir():
        path.unlink()
    (cut / "reports" / ".x.json.part").write_text("{", encoding="utf-8")
    fuhe("run", archive, "--out", cut)
    assert digests(cut) == digests(whole)


def test_fresh_takes_nothing_over(fuhe, archive, tmp_path):
    fuhe("run", archive, "--out", tmp_path / "out")
    _, told, _ = fuhe("run", archive, "--out", tmp_path / "out", "--fresh")
    assert "此前已处理" not in told


def test_failures_are_tried_again_on_request(fuhe, archive, tmp_path):
    fuhe("run", archive, "--out", tmp_path / "out")
    _, told, _ = fuhe("run", archive, "--out", tmp_path / "out", "--retry-failed")
    assert "其中 2 份此前已处理" in told


def test_a_dry_run_writes_nothing(fuhe, archive, tmp_path):
    code, out, err = fuhe("run", archive, "--out", tmp_path / "out", "--dry-run")
    assert code == 0
    assert len(out.splitlines()) == 4
    assert "将处理 4 份文件" in err
    assert not (tmp_path / "out").exists()


def test_a_time_limit_names_the_document(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    code, _, err = fuhe("run", archive / "甲", "--out", out, "--timeout", "0.1", "--jobs", 1)
    assert code in {3, 4}
    assert "报告.docx：超时" in err
    assert [row["reason"] for row in table(out, "failures")] == ["timeout"]


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1)])
def test_fail_on(fuhe, archive, tmp_path, fail_on, code):
    assert fuhe("run", archive / "甲", "--out", tmp_path / "out", "--fail-on", fail_on)[0] == code


def test_bad_input_and_output(fuhe, archive, tmp_path):
    (tmp_path / "nothing").mkdir()
    code, _, err = fuhe("run", tmp_path / "nothing", "--out", tmp_path / "out")
    assert (code, "没有可处理的文档" in err) == (4, True)
    code, _, err = fuhe("run", tmp_path / "absent", "--out", tmp_path / "out")
    assert (code, "找不到文件或目录" in err) == (4, True)
    (tmp_path / "file").touch()
    code, _, err = fuhe("run", archive, "--out", tmp_path / "file")
    assert (code, "办法：" in err) in {(2, True), (5, True)}
    code, _, err = fuhe("run", archive, "--out", tmp_path / "file" / "deeper")
    assert (code, "无法写入输出目录" in err) == (5, True)
    code, _, err = fuhe("run", archive, "--out", archive)
    assert (code, "会把结果当作输入" in err) == (2, True)


def test_an_output_folder_inside_the_input_is_not_read_as_input(fuhe, archive, word):
    out = archive / "结果"
    fuhe("run", archive, "--out", out)
    word("in/结果/reports/x.docx", REPORT.replace("1,150.00", "1,152.00"))
    fuhe("run", archive, "--out", out)
    assert len(table(out, "documents")) == 2


def test_two_runs_never_write_into_one_folder(fuhe, archive, tmp_path):
    from fuhe.journal import held

    (tmp_path / "out").mkdir()
    with held(tmp_path / "out"):
        code, _, err = fuhe("run", archive, "--out", tmp_path / "out")
    assert (code, "正被另一个 fuhe run 使用" in err) == (5, True)


def start(archive, out):
    command = [sys.executable, "-m", "fuhe", "run", str(archive), "--out", str(out), "--jobs", "1"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_first_result(process, out):
    for _ in range(600):
        journal = out / JOURNAL
        if (journal.exists() and journal.stat().st_size) or process.poll() is not None:
            return
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_valid_output(archive, word, tmp_path, number):
    for n in range(25):
        word(f"in/many/{n}.docx", REPORT.replace("1,150.00", f"1,1{n + 50}.00"))
    out = tmp_path / "out"
    process = start(archive / "many", out)
    wait_for_first_result(process, out)
    process.send_signal(number)
    told, err = process.communicate(timeout=60)
    assert process.returncode == 130, err.decode()
    assert "已中断" in told.decode()
    done = table(out, "documents")
    assert 1 <= len(done) < 25
    assert (out / "findings.xlsx").exists()


def test_a_kill_and_a_second_run_end_in_the_same_bytes(fuhe, archive, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    fuhe("run", archive, "--out", whole)
    process = start(archive, killed)
    wait_for_first_result(process, killed)
    process.kill()
    process.communicate()
    fuhe("run", archive, "--out", killed)
    assert digests(killed) == digests(whole)


def test_a_folder_with_files_of_somebody_else_is_not_written_into(fuhe, archive, tmp_path):
    out = tmp_path / "mine"
    out.mkdir()
    (out / "index.html").write_text("mine", encoding="utf-8")
    code, _, err = fuhe("run", archive, "--out", out)
    assert (code, "不是 fuhe 写出的 index.html" in err) == (5, True)
    assert {path.name: path.read_text("utf-8") for path in out.iterdir()} == {"index.html": "mine"}
    (out / "index.html").rename(out / "notes.txt")
    assert fuhe("run", archive, "--out", out)[0] == 3
    assert (out / "notes.txt").read_text("utf-8") == "mine"


def test_reports_lost_or_damaged_by_a_power_cut(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    fuhe("run", archive, "--out", out)
    before = digests(out)
    first, second = sorted((out / "reports").glob("*.json"))
    first.write_bytes(b"")
    (out / "run.json").unlink()
    _, told, _ = fuhe("run", archive, "--out", out)
    assert "其中 3 份此前已处理" in told
    assert digests(out) == before
    second.write_bytes(second.read_bytes()[:500])
    (out / "run.json").unlink()
    code, _, err = fuhe("run", archive, "--out", out)
    assert (code, str(second) in err, "删除这个文件" in err) == (5, True, True)
    second.unlink()
    fuhe("run", archive, "--out", out)
    assert digests(out) == before


def test_an_output_folder_of_another_version_is_made_anew_and_decisions_stay(fuhe, archive, tmp_path):
    out = tmp_path / "out"
    fuhe("run", archive, "--out", out)
    before = digests(out)
    journal = out / JOURNAL
    key = json.loads(journal.read_text("utf-8").splitlines()[0])["key"]
    journal.write_text(journal.read_text("utf-8").replace(key, "0" * 16), encoding="utf-8")
    for path in (out / "reports").glob("*.json"):
        path.write_text(json.dumps({"schema_version": "0", "of": "another version"}), encoding="utf-8")
    (out / "decisions.jsonl").write_text(
        '{"finding": "x", "verdict": "true", "by": "a", "at": "2026"}\n', encoding="utf-8"
    )
    code, told, _ = fuhe("run", archive, "--out", out)
    assert code == 3
    assert "4 份结果出自其他版本或设置，已重新处理" in told
    assert digests(out) == before
    assert '"finding": "x"' in (out / "decisions.jsonl").read_text("utf-8")


def test_stages_in_processes_of_their_own_write_the_same_bytes(fuhe, archive, tmp_path, monkeypatch):
    fuhe("run", archive, "--out", tmp_path / "here")
    monkeypatch.setattr("fuhe.outputs.FEW", 0)
    code, told, _ = fuhe("run", archive, "--out", tmp_path / "apart")
    assert (code, "读出 2 份" in told) == (3, True)
    assert digests(tmp_path / "apart") == digests(tmp_path / "here")
