"""What the runner costs beside the work itself, as ratios in one run.

    python -m benchmarks.bench_archive [--reports 200] [--rows 1000000] [--finished 10000] [--only overhead,rows,resume,cluster]

overhead   small Word reports checked in a plain loop, by the runner with one worker, and with two; with fewer than
           200 of them the last report, which one worker does alone, weighs on the ratio
cluster    the same by a Dask scheduler with two workers on this machine, against the runner with two
rows       ledger rows to Parquet and DuckDB, against pyarrow and duckdb on the same values laid out as columns
resume     `fuhe run` over an output folder in which everything is done: time, and memory of the parent

and only when asked for, because they take from minutes to half an hour:

whole      `fuhe run` over 10,000 variants of corpus documents, and again: time, memory of the parent and of a worker
kill       `fuhe run` killed (kill -9) at 20 random moments while it runs, each then run to its end: are the datasets the same?

Wall time but for rows, which are measured in CPU time: a busy machine spoils the first two.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import docx
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.variants import write_variants
from fuhe import outputs
from fuhe.archive import explore
from fuhe.batch import Answer, Plan, Result, Task, process, process_apart, save, unpack
from fuhe.decisions import digest_of
from fuhe.hashes import Hashes
from fuhe.journal import READ, Entry, Journal, key_of
from fuhe.settings import Settings
from fuhe.supervisor import Outcome, Supervisor
from publish.dataset import ROW_GROUP, DatasetWriter, schema_of, write_text
from publish.phrases import words
from publish.tables import TABLES, rows_of
from schema.figure import Figure, FigureKind, Place
from schema.report import DocumentFacts, LedgerEntry, Report

ROUNDS = 3
MONEY = "项目全年预算{b}.00万元，实际支出{s}.00万元，预算执行率{r}%。共开展培训{n}场次，受益群众{p}人次。"


def line(name: str, value: object) -> None:
    print(f"{name:<58} {value}", flush=True)


def write_reports(folder: Path, count: int) -> None:
    """Small reports: three paragraphs with figures and a table of twelve rows."""
    folder.mkdir()
    for number in range(count):
        out = docx.Document()
        out.add_heading(f"某街道办事处2022年度第{number}号项目绩效评价报告", 1)
        for k in range(3):
            facts = {"b": 1200 + number, "s": 1150 + k, "r": 95 + k, "n": 12 + k, "p": 5213 + number}
            out.add_paragraph(MONEY.format(**facts))
        table = out.add_table(13, 3, style="Table Grid")
        cells = table._cells
        for k, text in enumerate(("项目名称", "预算数（元）", "支出数（元）")):
            cells[k].text = text
        for row in range(1, 13):
            for k, text in enumerate(
                (f"事项{row}", f"{row * 1000 + number:,}.00", f"{row * 900 + number:,}.00")
            ):
                cells[row * 3 + k].text = text
        out.save(str(folder / f"报告{number:04}.docx"))


def tasks_of(folder: Path, out: Path) -> list[Task]:
    (out / "reports").mkdir(parents=True)
    return [Task(found, Settings(), str(out / "reports")) for found in explore([folder]).documents]


def pooled(tasks: list[Task], jobs: int) -> Ran:
    """What the tasks take, from the moment every worker is warm."""
    pool: Supervisor[Task, Answer] = Supervisor(process, jobs=jobs, timeout=300, memory=4096)
    return metered(pool.run([*tasks[: 2 * jobs], *tasks]), 2 * jobs)


def metered(outcomes: Iterator[Outcome[Task, Answer]], warm: int, far: Path | None = None) -> Ran:
    """What the outcomes take after the first `warm` of them; those that come from afar are written into a folder."""
    for _ in range(warm):
        next(outcomes)
    start, before = time.perf_counter(), spent(os.getpid())
    for outcome in outcomes:
        assert outcome.reason is None, outcome
        if far is not None and outcome.answer is not None:
            unpack(outcome.answer.files, far)
    return Ran(time.perf_counter() - start, spent(os.getpid()) - before)


def spent(pid: int) -> float:
    """Seconds of the processors that a process and all below it have used so far."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    below = sum(map(spent, children(pid)))
    return below + sum(map(int, facts[11:15])) / os.sysconf("SC_CLK_TCK")


def plainly(tasks: list[Task]) -> float:
    """Seconds for the tasks in a plain loop."""
    start = time.perf_counter()
    for task in tasks:
        process(task)
    return time.perf_counter() - start


def overhead(folder: Path, reports: int) -> None:
    """The best of three rounds, taken in turn, because other programs disturb all three alike."""
    write_reports(folder / "in", reports)
    plain, one, two = (tasks_of(folder / "in", folder / name) for name in ("plain", "one", "two"))
    plainly(plain[:2])
    rounds = [(plainly(plain), pooled(one, 1).seconds, pooled(two, 2).seconds) for _ in range(ROUNDS)]
    best = [min(seconds) for seconds in zip(*rounds, strict=True)]
    line("a report in a plain loop, ms", f"{1000 * best[0] / reports:.1f}")
    line("runner with one worker, over the plain loop (<= 1.10)", f"{best[1] / best[0]:.3f}")
    line("two workers against one (>= 1.85)", f"{best[1] / best[2]:.2f}x of {os.cpu_count()} cores")


@contextmanager
def dask_cluster() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    base = [sys.executable, "-m"]
    programs = [[*base, "distributed.cli.dask_scheduler", "--port", str(port), "--no-dashboard"]]
    worker = [
        *base,
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    programs += [worker, worker]
    running = [subprocess.Popen(program, **quiet) for program in programs]  # type: ignore[call-overload]
    try:
        yield address
    finally:
        for program in running:
            program.kill()
            program.wait()


def cluster(folder: Path, reports: int) -> None:
    """Rounds of both in turn; wall time tells little on a busy machine, the time of all processors does."""
    from fuhe.cluster import on_cluster

    if not (folder / "in").exists():
        write_reports(folder / "in", reports)
    tasks = tasks_of(folder / "in", folder / "far")
    beside = tasks_of(folder / "in", folder / "near")
    warm, rounds = 8, []
    with dask_cluster() as address:
        for _ in range(ROUNDS):
            near = pooled(beside, 2)
            outcomes = on_cluster(process_apart, [*tasks[:warm], *tasks], address, timeout=300, memory=4096)
            rounds.append((near, metered(outcomes, warm, folder / "far")))
    wall, processors = (
        sorted(getattr(near, name) / getattr(far, name) for near, far in rounds)
        for name in ("seconds", "processors")
    )
    for name, ratios in (("wall time", wall), ("time of the processors", processors)):
        told = " ".join(f"{ratio:.2f}" for ratio in ratios)
        line(f"Dask with two workers against the runner with two (>= 0.9), {name}", told)


def ledger(rows: int) -> Report:
    """A report with that many ledger rows, each with two amounts and their places."""

    def amount(value: Decimal, row: int, column: int) -> Figure:
        place = Place(
            page=1,
            box=(10.0 * column, 20.0, 10.0 * column + 8, 30.0),
            block=0,
            table=0,
            row=row,
            column=column,
        )
        return Figure(
            text=f"{value:,}", kind=FigureKind.MONEY, value=value, unit="元", decimals=2, place=place
        )

    entries = []
    for row in range(rows):
        value = Decimal(row * 37 % 1000003) / 100
        entries.append(
            LedgerEntry(
                date="2023-03-01",
                voucher_no=f"记-{row}",
                description=f"付第{row % 97}项工程款",
                debit=amount(value, row, 3),
                balance=amount(value * 3, row, 6),
                direction="借",
                table="明细账",
                place=Place(page=1, box=(0.0, 20.0, 80.0, 30.0), block=0, table=0, row=row, column=0),
            )
        )
    return Report(document=DocumentFacts(id="0" * 16), ledger_entries=tuple(entries))


def rows(folder: Path, count: int) -> None:
    name, wording = "ledger_entries", words("zh")
    report = ledger(min(count, 50_000))
    times = count // len(report.ledger_entries)
    made = list(rows_of(report, name, wording))
    columns = {column.name: [row.get(column.name) for row in made] for column in TABLES[name]}
    del made
    start = time.process_time()
    with DatasetWriter(folder / "ours", wording, (name,)) as writer:
        for _ in range(times):
            writer.add(report)
    ours = time.process_time() - start
    assert writer.rows[name] == count
    start = time.process_time()
    with pq.ParquetWriter(folder / "theirs.parquet", schema_of(name), compression="zstd") as file:
        for _ in range(times):
            for first in range(0, len(report.ledger_entries), ROW_GROUP):
                part = {key: values[first : first + ROW_GROUP] for key, values in columns.items()}
                file.write_table(pa.table(part, schema=schema_of(name)))
    theirs = time.process_time() - start
    line(f"{count:,} ledger rows to Parquet, s", f"{ours:.1f}")
    line("over pyarrow on ready columns (<= 2)", f"{ours / theirs:.2f}")
    source = folder / "ours" / f"{name}.parquet"
    start = time.process_time()
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{source}')")
    bare = time.process_time() - start
    line(
        "the same on to DuckDB, over Parquet with pyarrow and DuckDB",
        f"{(ours + bare) / (theirs + bare):.2f}",
    )


def resume(folder: Path, count: int) -> None:
    """Everything is done already: the journal says so, the reports and outputs lie there."""
    out, settings = folder / "out", Settings()
    (out / "reports").mkdir(parents=True)
    old = time.time() - 1000
    for number in range(count):
        path = folder / "archive" / f"{number % 100:02}" / f"报告{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"第{number}份\n" * 400, encoding="utf-8")
        os.utime(path, (old, old))
    hashes = Hashes(out)
    archive = explore([folder / "archive"], hashes=hashes)
    hashes.save()
    key = key_of(settings)
    journal = Journal(out)
    for found in archive.documents:
        journal.add(Entry(found.id, key, READ))
        save(
            Report(document=DocumentFacts(id=found.id, sha256=found.sha256, path=found.paths[0])),
            out / "reports",
        )
    journal.close()
    entries = [(found, journal.entries[found.id]) for found in archive.documents]
    result = Result(archive, key, entries)
    plan = Plan(settings, 1)
    across = dict.fromkeys(
        ("links", "suggestions", "annexes_found", "checks", "errors", "warnings", "notes"), 0
    )
    record = {
        "content": outputs.content_of(result, plan),
        "across": {**across, "notices": []},
        "decisions": digest_of(out),
        "counts": dict.fromkeys(outputs.SEVERITIES, 0),
    }
    for path in outputs.outputs_of(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    write_text(out / outputs.RECORD, json.dumps(record, ensure_ascii=False))
    stamp = (out / outputs.RECORD).stat().st_mtime_ns
    ran = watched(folder / "archive", out)
    assert (out / outputs.RECORD).stat().st_mtime_ns == stamp, "the outputs were written again"
    told = f"{ran.seconds:.2f} (CPU {ran.processors:.2f})"
    line(f"nothing to do over {count:,} finished documents, s (<= 5)", told)
    line("memory of the parent, MB (<= 400)", f"{ran.parent:.0f}")


@dataclass
class Ran:
    """A run that was watched: seconds, those of the processors, and the most memory of parent and any worker, in MB."""

    seconds: float
    processors: float = 0.0
    parent: float = 0.0
    worker: float = 0.0


def command(archive: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "fuhe", "run", str(archive), "--out", str(out), "--jobs", "2"]


def watched(archive: Path, out: Path) -> Ran:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    start, ran, before = time.perf_counter(), Ran(0.0), os.times()
    process = subprocess.Popen(command(archive, out), **quiet)  # type: ignore[call-overload]
    while process.poll() is None:
        ran.parent = max(ran.parent, most_memory(process.pid))
        ran.worker = max([ran.worker, *map(most_memory, children(process.pid))])
        time.sleep(0.1)
    assert process.returncode == 0, process.returncode
    ran.seconds, after = time.perf_counter() - start, os.times()
    ran.processors = sum(after[2:4]) - sum(before[2:4])
    return ran


def most_memory(pid: int) -> float:
    """The most memory a process has had so far, in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(text.split()[1]) / 1024 for text in lines if text.startswith("VmHWM")), 0.0)


def children(pid: int) -> list[int]:
    """The processes below one, whichever of its threads started them."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(text) for thread in threads for text in (thread / "children").read_text().split()]
    except OSError:
        return []


def write_many(folder: Path, count: int) -> None:
    """Small reports that differ in one figure, made from one by changing its text: writing each would take longer."""
    write_reports(folder.with_name("model"), 1)
    [model] = folder.with_name("model").iterdir()
    with zipfile.ZipFile(model) as file:
        parts = {entry.filename: file.read(entry) for entry in file.infolist()}
    for number in range(count):
        path = folder / f"{number % 100:02}" / f"报告{number}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in parts.items():
                changed = content.replace("5213人".encode(), f"{5213 + number}人".encode())
                out.writestr(name, changed if name == "word/document.xml" else content)
        os.utime(path, (time.time() - 1000,) * 2)


def whole(folder: Path, count: int) -> None:
    """All of `fuhe run`, pages and outputs included, and once more with nothing to do."""
    write_variants(folder / "archive", count)
    first, again = (watched(folder / "archive", folder / "out") for _ in range(2))
    told = f"{first.seconds:.0f} (CPU {first.processors:.0f})"
    line(f"{count:,} variants of corpus documents with pages and outputs, s", told)
    line("memory of the parent, MB (<= 400)", f"{first.parent:.0f}; of a worker {first.worker:.0f}")
    line("again with nothing to do, s (<= 5)", f"{again.seconds:.2f}, {again.parent:.0f} MB")


def kill(folder: Path, moments: int, reports: int = 30) -> None:
    """Killed while it runs, and run to its end. A moment that comes too late is drawn again and not counted."""
    write_many(folder / "archive", reports)
    lasted = watched(folder / "archive", folder / "whole").seconds
    expected, dice = contents(folder / "whole"), random.Random(moments)
    phases: list[str] = []
    same = 0
    while len(phases) < moments:
        out = folder / f"killed{len(phases)}"
        phase = killed(folder / "archive", out, lasted * dice.random())
        if phase is not None:
            watched(folder / "archive", out)
            phases.append(phase)
            same += contents(out) == expected
        shutil.rmtree(out, ignore_errors=True)
    told = ", ".join(f"{phase} {count}" for phase, count in sorted(Counter(phases).items()))
    line(
        f"killed at {moments} moments of {lasted:.0f} s: the same bytes (all)",
        f"{same} of {moments} ({told})",
    )


def killed(archive: Path, out: Path, after: float) -> str | None:
    """Kill a run after so many seconds; what it was doing then, None if it had ended."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command(archive, out), **quiet)  # type: ignore[call-overload]
    try:
        process.wait(after)
        return None
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    done = len(Journal(out).entries)
    total = sum(1 for _ in archive.rglob("*.docx"))
    return "starting" if not done else "reading" if done < total else "writing outputs"


def contents(out: Path) -> dict[str, bytes]:
    """Dataset, description and reports of a run."""
    files = [*out.glob("dataset/*"), *out.glob("reports/*"), out / "datapackage.json"]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--finished", type=int, default=10_000)
    parser.add_argument("--only", default="resume,overhead,cluster,rows")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuhe-bench-") as name:
        folder = Path(name)
        for part in given.only.split(","):
            (folder / part).mkdir()
            if part == "resume":
                resume(folder / part, given.finished)
            elif part == "rows":
                rows(folder / part, given.rows)
            elif part == "overhead":
                overhead(folder / part, given.reports)
            elif part == "cluster":
                cluster(folder / part, given.reports)
            elif part == "whole":
                whole(folder / part, given.finished)
            elif part == "kill":
                kill(folder / part, 20)


if __name__ == "__main__":
    main()
