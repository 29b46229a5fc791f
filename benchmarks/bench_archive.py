"""What the runner costs beside the work itself, as ratios in one run.

    python -m benchmarks.bench_archive [--reports 40] [--rows 1000000] [--finished 10000] [--only overhead,rows,resume,cluster]

overhead   small Word reports checked in a plain loop, by the runner with one worker, and with two
cluster    the same by a Dask scheduler with two workers on this machine, against the runner with two
rows       ledger rows to Parquet and DuckDB, against pyarrow and duckdb on the same values laid out as columns
resume     `fuhe run` over an output folder in which everything is done: time, and memory of the parent

Wall time for the first two and the last, CPU time for rows: a busy machine spoils the first two.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import docx
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from fuhe import outputs
from fuhe.archive import explore
from fuhe.batch import Plan, Result, Task, process, process_apart, save
from fuhe.hashes import Hashes
from fuhe.journal import READ, Entry, Journal, key_of
from fuhe.settings import Settings
from fuhe.supervisor import Supervisor
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


def pooled(tasks: list[Task], jobs: int) -> float:
    """Seconds for the tasks, from the moment every worker is warm."""
    pool: Supervisor[Task, object] = Supervisor(process, jobs=jobs, timeout=300, memory=4096)
    outcomes = pool.run([*tasks[: 2 * jobs], *tasks])
    for _ in range(2 * jobs):
        next(outcomes)
    start = time.perf_counter()
    assert all(outcome.reason is None for outcome in outcomes)
    return time.perf_counter() - start


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
    rounds = [(plainly(plain), pooled(one, 1), pooled(two, 2)) for _ in range(ROUNDS)]
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
    from fuhe.cluster import on_cluster

    if not (folder / "in").exists():
        write_reports(folder / "in", reports)
    tasks = tasks_of(folder / "in", folder / "far")
    near = pooled(tasks_of(folder / "in", folder / "near"), 2)
    with dask_cluster() as address:
        warm = 8
        outcomes = on_cluster(process_apart, [*tasks[:warm], *tasks], address, timeout=300, memory=4096)
        for _ in range(warm):
            next(outcomes)
        start = time.perf_counter()
        assert all(outcome.reason is None for outcome in outcomes)
        far = time.perf_counter() - start
    line("Dask with two workers against the runner with two (>= 0.9)", f"{near / far:.2f}x")


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
    record = {"content": outputs.content_of(result, plan), "across": {**across, "notices": []}}
    for path in outputs.outputs_of(out):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    write_text(out / outputs.RECORD, json.dumps(record, ensure_ascii=False))
    start = time.perf_counter()
    program = [sys.executable, "-m", "fuhe", "run", str(folder / "archive"), "--out", str(out)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    assert str(count) in done.stdout, done.stdout + done.stderr
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    line(f"nothing to do over {count:,} finished documents, s (<= 5)", f"{seconds:.2f}")
    line("memory of the parent, MB (<= 400)", f"{memory:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=40)
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


if __name__ == "__main__":
    main()
