"""Memory of the processes that write the outputs of a run, by the number of documents: flat, or does it grow?

    python -m benchmarks.bench_stages [--counts 1000,3000,10000]

The reports of the corpus are laid down again and again under other ids, paths, bodies and years, without reading
a file; then each stage runs in a process of its own as in `fuhe run`, whose most memory and seconds are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.bench_archive import children, line, most_memory
from fuhe import outputs
from fuhe.archive import Archive, Found
from fuhe.batch import REPORTS, Plan, Result
from fuhe.journal import READ, Entry
from fuhe.pipeline import check
from fuhe.roll import roll_of
from fuhe.settings import Settings
from fuhe.stage import apart
from publish.dataset import DATABASE, FOLDER, write_database
from schema.report import Report

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"


def models(most: int = 60) -> list[Report]:
    """Reports of corpus documents, the longest left out: an archive of ten thousand has few of them."""
    paths = sorted(CORPUS.glob("*.docx"), key=lambda path: path.stat().st_size)[:most]
    return [check(path) for path in paths]


def laid_down(folder: Path, count: int) -> Result:
    """That many reports in an output folder, and the result of the run that would have made them."""
    (folder / REPORTS).mkdir(parents=True)
    kinds = [(report.document, report.model_dump_json(indent=1)) for report in models()]
    archive, entries = Archive(), []
    for number in range(count):
        facts, text = kinds[number % len(kinds)]
        sha = hashlib.sha256(str(number).encode()).hexdigest()
        path = f"档案/{number // 100:03}/{number:05}-{Path(facts.path).name}"
        text = text.replace(facts.id, sha[:16]).replace(facts.sha256, sha).replace(facts.path, path)
        for name in {facts.organisation, facts.project_name} - {None, ""}:
            text = text.replace(str(name), f"{number // 7 % 997}号{name}")
        found = Found(sha, (path,), len(text))
        (folder / REPORTS / f"{found.id}.json").write_text(text, encoding="utf-8")
        archive.documents.append(found)
        entries.append((found, Entry(found.id, "", READ)))
    return Result(archive, "", entries)


def watched(function: Callable[..., Any], *args: Any) -> tuple[Any, float, float]:
    """Result of a stage, its seconds, and the most memory of its process in MB."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            peak[0] = max([peak[0], *map(most_memory, children(os.getpid()))])

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        return apart(function, *args), time.perf_counter() - start, peak[0]
    finally:
        over.set()
        watcher.join()


def measure(folder: Path, count: int) -> None:
    settings = Settings()
    plan = Plan(settings, 1)
    result = laid_down(folder, count)
    across, seconds, peak = watched(outputs._across, result, folder, settings, plan)
    line(f"{count:,} documents against one another, s and MB", f"{seconds:.0f} {peak:.0f}")
    with roll_of(result.read, across, folder) as roll:
        about = outputs._about(result, settings)
        (_, counts), seconds, peak = watched(outputs._tables, roll, folder, settings, [], about)
    told = f"{seconds:.0f} {peak:.0f} ({sum(counts.values()):,} findings)"
    line(f"{count:,} documents to dataset, workbook and overview, s and MB", told)
    _, seconds, peak = watched(write_database, folder / FOLDER, folder / DATABASE)
    line(f"{count:,} documents to DuckDB, s and MB", f"{seconds:.0f} {peak:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", default="1000,3000,10000")
    for text in parser.parse_args().counts.split(","):
        with tempfile.TemporaryDirectory(prefix="fuhe-bench-") as name:
            measure(Path(name), int(text))


if __name__ == "__main__":
    main()
