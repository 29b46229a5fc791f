"""How many characters a second the quantity reader and the segmenter take in, and how many pages a second all of extract.

    python benchmarks/bench_extract.py [TEXT_FILE...]

Without files it reads the annotated expressions of the tests, joined to a text: far denser in numbers than a report.
The pages are those of the PDF files of the corpus, read before the clock runs; what is remembered of short texts is
forgotten before every run.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXPRESSIONS = ROOT / "tests" / "extract" / "data" / "quantities.jsonl"
DOCUMENTS = ROOT / "corpus" / "documents"
REPEAT = 5


def sample(paths: list[str]) -> str:
    if paths:
        return "\n".join(Path(path).read_text(encoding="utf-8") for path in paths)
    rows = EXPRESSIONS.read_text(encoding="utf-8").splitlines()
    return "。".join(json.loads(row)["text"] for row in rows)


def best(work: Callable[[str], object], text: str) -> float:
    """Processor seconds of the fastest of a few runs: other work on the machine does not count."""
    times = []
    for _ in range(REPEAT):
        begin = time.process_time()
        work(text)
        times.append(time.process_time() - begin)
    return min(times)


def pages_a_second() -> float:
    """Pages of the corpus a second and core, from a read document to its report."""
    from extract.figures import forget
    from extract.report import report_of
    from ingest.read import read

    documents = [read(path) for path in sorted(DOCUMENTS.glob("*.pdf"))[:30]]
    times = []
    for _ in range(3):
        forget()
        begin = time.process_time()
        for document in documents:
            report_of(document)
        times.append(time.process_time() - begin)
    return sum(len(document.pages) for document in documents) / min(times)


def main() -> None:
    text = sample(sys.argv[1:])
    begin = time.perf_counter()
    from extract.figures import find_figures, scan

    find_figures("1元")
    print(f"start-up of the quantity reader   {time.perf_counter() - begin:8.2f} s")
    begin = time.perf_counter()
    from extract.segment import segmenter

    cutter = segmenter()
    print(f"start-up of the segmenter         {time.perf_counter() - begin:8.2f} s")
    print(f"text: {len(text):,} characters, {len(find_figures(text)):,} figures")
    for name, work in (("quantities", scan), ("words with quantities", cutter.words)):
        print(f"{name:<24} {len(text) / best(work, text):12,.0f} characters/s")
    print(f"all of extract           {pages_a_second():12,.1f} pages/s")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
