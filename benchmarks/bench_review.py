"""What a reviewer waits for, against what issue and design promise.

    python -m benchmarks.bench_review [--documents 500] [--findings 5000] [--only check,workbook,pages,click]

check      `fuhe --help`, and the first finding of `fuhe check` of the 16-page sample, in processes of their own, warm
workbook   `findings.xlsx` of so many findings, with formulas, links and choices
pages      so many documents (copies of the corpus, each with a text of its own) to static pages; the largest page
click      in Chromium, from the click on a finding to its box drawn, in view, on a decoded page picture

Wall time, and CPU time with children where it says so: on a machine that others use, the second is the one to trust.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pikepdf

import fuhe
from fuhe.decisions import script_of
from fuhe.publishing import publish_document
from fuhe.settings import Settings
from publish.pages import DECISIONS_SCRIPT, FOLDER, page_name, write_assets
from publish.phrases import words
from publish.workbook import About, Workbook
from schema.report import Report

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "documents"
SAMPLE = CORPUS / "zhongcun-2022.pdf"
ROUNDS = 7
CLICK = """async (id) => {
  const started = performance.now();
  document.querySelector(`.item[data-id="${id}"]`).click();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const seen = (box) => { const r = box.getBoundingClientRect(), s = document.getElementById("sheets").getBoundingClientRect();
    return r.bottom > s.top && r.top < s.bottom && r.right > s.left && r.left < s.right; };
  for (;;) {
    await frame();
    const box = document.querySelector(".over g.current rect");
    if (box && seen(box)) { await box.closest(".frame").querySelector("img").decode(); await frame(); break; }
    if (performance.now() - started > 5000) return NaN;
  }
  return performance.now() - started;
}"""


def line(name: str, value: object) -> None:
    print(f"{name:<66} {value}", flush=True)


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(
        use.ru_utime + use.ru_stime
        for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds."""
    began, before = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - began, cpu() - before


def told(seconds: tuple[float, float], reach: float) -> str:
    wall, used = seconds
    return f"{wall:6.2f} s wall, {used:6.2f} s CPU   (reach {reach:g} s)"


def until(pattern: str, *arguments: str) -> float:
    """Seconds from the start of the program to the first line of its output with the pattern."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "fuhe", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        found = next(
            (time.perf_counter() - began for text in process.stdout if re.search(pattern, text)), None
        )
        process.stdout.read()
    if found is None:
        raise SystemExit(f"no output with {pattern}")
    return found


def bench_check() -> None:
    """Help, and the first finding."""
    for name, reach, pattern, arguments in (
        ("fuhe --help", 0.3, "check", ("--help",)),
        ("fuhe check --help", 0.3, "--profile", ("check", "--help")),
        ("first finding of fuhe check, sample of 16 pages", 3.0, r"\[[A-Z]\d\d ", ("check", str(SAMPLE))),
    ):
        until(pattern, *arguments)
        before = cpu()
        times = [until(pattern, *arguments) for _ in range(ROUNDS)]
        used = (cpu() - before) / ROUNDS
        line(name, f"best {min(times):.2f} s, median {statistics.median(times):.2f} s, {used:.2f} s CPU   (reach {reach:g} s)")  # fmt: skip


def many_findings(count: int, each: int = 100) -> Iterator[Report]:
    """Reports with the findings of the sample, over and over, each with an id of its own."""
    sample = fuhe.check(SAMPLE)
    for number in range(-(-count // each)):
        identity = f"{number:016x}"
        findings = tuple(
            sample.findings[n % len(sample.findings)].model_copy(update={"id": f"{number:08x}{n:08x}"})
            for n in range(min(each, count - number * each))
        )
        facts = sample.document.model_copy(update={"id": identity, "path": f"报告{number:04}.pdf"})
        yield sample.model_copy(update={"document": facts, "findings": findings, "checks": ()})


def bench_workbook(count: int) -> None:
    """A workbook of many findings."""
    reports = list(many_findings(count))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        (out / FOLDER).mkdir()
        for report in reports:
            (out / FOLDER / page_name(report.document.id)).touch()

        def write() -> None:
            book = Workbook(out / "findings.xlsx", words("zh"))
            for report in reports:
                book.add(report)
            book.close(About("bench", 1, "auto", len(reports), 0))

        line(f"findings.xlsx, {count:,} findings of {len(reports)} documents", told(measured(write), 2))
        line("  its size", f"{(out / 'findings.xlsx').stat().st_size / 1024:,.0f} kB")


def copies(folder: Path, count: int) -> None:
    """Documents of the corpus over and over, each with a last line of its own."""
    folder.mkdir()
    sources = sorted(path for path in CORPUS.iterdir() if path.suffix in {".pdf", ".docx"})
    for number in range(count):
        source = sources[number % len(sources)]
        target = folder / f"{number:04}-{source.name}"
        if source.suffix == ".docx":
            document = docx.Document(str(source))
            document.add_paragraph(f"（存档副本第{number}号）")
            document.save(str(target))
        else:
            with pikepdf.open(source) as pdf:
                _last_line(pdf, f"archived copy {number}")
                pdf.save(target)


def _last_line(pdf: pikepdf.Pdf, text: str) -> None:
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[-1]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page.obj.Contents = pdf.make_stream(f"BT /F 10 Tf 72 720 Td ({text}) Tj ET".encode("ascii"))


def bench_pages(count: int) -> None:
    """Static pages of many documents."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        copies(base / "in", count)
        run = (sys.executable, "-m", "fuhe", "run", str(base / "in"), "--out", str(base / "out"))
        line(
            f"fuhe run of {count} documents, pages included", told(measured(lambda: _call(run)), float("inf"))
        )
        site = (sys.executable, "-m", "fuhe", "export", str(base / "out"), "--to", "html", "--out", str(base / "site"))  # fmt: skip
        line(
            f"static pages of {count} documents (read, marked, drawn)",
            told(measured(lambda: _call(site)), 60),
        )
        pages = list((base / "site").rglob("*.html"))
        largest = max(pages, key=lambda path: path.stat().st_size)
        line("  pages", len(pages))
        line("  largest page", f"{largest.stat().st_size / 2**20:.2f} MB   (reach 2 MB)")
        outside = sum(len(re.findall(r"""(?:src|href)=["'](?:https?:)?//""", p.read_text("utf-8"))) for p in pages)  # fmt: skip
        line("  external addresses", outside)


def _call(command: tuple[str, ...]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def bench_click() -> None:
    """Click to boxed page."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder)
        write_assets(out)
        (out / DECISIONS_SCRIPT).write_text(script_of({}), encoding="utf-8")
        page = publish_document(SAMPLE, out, fuhe.read(SAMPLE), fuhe.check(SAMPLE), Settings("zh"))
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for width in (1280, 1920):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.goto(page.as_uri())
            placed = tab.eval_on_selector_all(
                "article[data-view^=p]", "all => all.map((one) => one.dataset.id)"
            )
            times = [tab.evaluate(CLICK, identity) / 1000 for identity in placed]
            line(f"click to boxed page, {len(times)} findings, {width} wide", f"median {statistics.median(times):.3f} s, longest {max(times):.3f} s   (reach 0.5 s)")  # fmt: skip
            tab.close()
        browser.close()


def main() -> None:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--findings", type=int, default=5000)
    parser.add_argument("--only", default="check,workbook,pages,click")
    options = parser.parse_args()
    line("processors", os.cpu_count())
    parts: dict[str, Callable[[], None]] = {
        "check": bench_check,
        "workbook": lambda: bench_workbook(options.findings),
        "pages": lambda: bench_pages(options.documents),
        "click": bench_click,
    }
    for name in options.only.split(","):
        parts[name]()


if __name__ == "__main__":
    main()
