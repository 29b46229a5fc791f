"""How fast PDFs are read, as ratios in one run: bare pdfium text, our reader, pdfplumber's tables.

    python -m benchmarks.bench_pdf [--pages 74] [--rows 10000] [--plumber-pages 20] [FILE.pdf ...]

Writes two reports (prose and ruled tables with merged labels: one by reportlab, one laid out by LibreOffice, as
most files of an archive are) and a ledger (one table over all pages) into a temporary folder and reads them. Every
engine is warmed up once; our reader also does a quarter of the ledger, to show that time is linear in pages, and the
whole ledger once more in a process of its own, to show its memory. Files of your own may be added: those of
reportlab use a font that is not embedded, which makes bare text slow and our ratio look better than on official
files. pdfplumber reads the first pages only and is scaled up, so that the run stays short. All times are CPU time.
"""

from __future__ import annotations

import argparse
import ctypes
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
from docx.shared import Mm, Pt
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf.reader import read_pdf
from schema.document import Table

FONT = "STSong-Light"
CHAPTERS_PER_PAGE = 32 / 74
"""Of the report laid out by LibreOffice: 74 pages hold 32 tables."""
PROSE = "项目按照年度计划组织实施，资金拨付及时，会计核算规范，未发现截留挪用情形，各项产出指标按期完成。"


def _text(canvas: Canvas, x: float, y: float, text: str, size: float = 10.5) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def _grid(canvas: Canvas, xs: list[float], top: float, height: float, rows: list[list[str]]) -> float:
    """A ruled table; an empty first entry continues the label above. Returns its lower edge."""
    for k, row in enumerate(rows):
        y = top - k * height
        canvas.line(xs[0] if row[0] or not k else xs[1], y, xs[-1], y)
        for x, entry in zip(xs, row, strict=False):
            if entry:
                _text(canvas, x + 4, y - height + 5, entry, 9)
    bottom = top - len(rows) * height
    canvas.line(xs[0], bottom, xs[-1], bottom)
    for x in xs:
        canvas.line(x, top, x, bottom)
    return bottom


def write_report(path: Path, pages: int) -> None:
    """Prose on every page, a ruled table of indicators on every other one."""
    rng = random.Random(7)
    canvas = Canvas(str(path), pagesize=A4)
    xs = [70.0, 140.0, 300.0, 370.0, 440.0, 525.0]
    for page in range(1, pages + 1):
        _text(canvas, 230, 800, "项目绩效评价报告", 9)
        y = 770.0
        if page % 2 == 0:
            _text(canvas, 220, y, f"表{page // 2} 绩效指标完成情况", 11)
            rows = [["一级指标", "三级指标", "目标值", "完成值", "金额（元）"]]
            for k in range(16):
                label = "产出指标" if k % 8 == 0 else ""
                amount = f"{rng.randrange(1, 10**7) / 100:,.2f}"
                rows.append([label, f"完成任务数量第{k + 1}项", f"{k + 3}次", f"{k + 4}次", amount])
            y = _grid(canvas, xs, y - 12, 20, rows) - 30
        while y > 70:
            _text(canvas, 94, y, PROSE[:36], 12)
            _text(canvas, 70, y - 20, PROSE[36:] + f"本年实际支出{rng.randrange(1, 9999)}万元。", 12)
            y -= 40
        _text(canvas, 290, 40, f"- {page} -", 9)
        canvas.showPage()
    canvas.save()


def write_ledger(path: Path, rows: int) -> None:
    """One table of nine columns over all pages, its header on each."""
    rng = random.Random(11)
    canvas = Canvas(str(path), pagesize=landscape(A4))
    xs = [40.0, 80.0, 150.0, 220.0, 400.0, 490.0, 580.0, 610.0, 700.0, 800.0]
    head = ["序号", "日期", "凭证号", "摘要", "借方金额", "贷方金额", "方向", "余额", "备注"]
    balance, number = 5_000_000_00, 0
    while number < rows:
        body = []
        for _ in range(min(23, rows - number)):
            number += 1
            spent = rng.randrange(100, 90000)
            balance -= spent
            day = f"2023-{1 + number * 12 // (rows + 1):02d}-{rng.randrange(1, 28):02d}"
            amounts = (f"{spent / 100:,.2f}", "", "贷", f"{balance / 100:,.2f}")
            body.append([str(number), day, f"记-{number:05d}", "支付办公用品及培训费用", *amounts, "无"])
        _grid(canvas, xs, 550, 20, [head, *body])
        canvas.showPage()
    canvas.save()


def write_office_report(path: Path, chapters: int) -> bool:
    """A report of that many tables that LibreOffice lays out, two to three pages to a table; False without LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return False
    rng = random.Random(5)
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(12)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.header.paragraphs[0].text = "项目绩效评价报告"
    for chapter in range(1, chapters + 1):
        document.add_heading(f"{chapter}. 项目实施情况", 1)
        for _ in range(10):
            spent = (
                f"本年实际支出{rng.randrange(1, 9999)}万元，预算执行率为{rng.randrange(8000, 9999) / 100}%。"
            )
            paragraph = document.add_paragraph(PROSE * 2 + spent)
            paragraph.paragraph_format.first_line_indent = Pt(24)
        document.add_paragraph(f"表{chapter} 绩效指标完成情况").alignment = 1
        _office_table(document, rng.randrange(14, 26), rng)
    source = path.with_suffix(".docx")
    document.save(str(source))
    profile = (path.parent / "profile").resolve().as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(path.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return True


def _office_table(document: Any, rows: int, rng: random.Random) -> None:
    """Seven ruled columns, the first of which holds labels over up to eight rows."""
    head = ["一级指标", "二级指标", "三级指标", "分值", "目标值", "完成值", "金额（元）"]
    table = document.add_table(rows, len(head))
    table.style = "Table Grid"
    grid = [list(row.cells) for row in table.rows]
    for cell, name in zip(grid[0], head, strict=True):
        cell.text = name
    for k in range(1, rows):
        amount = f"{rng.randrange(1, 10**7) / 100:,.2f}"
        entries = ["数量指标", f"完成任务数量第{k}项", f"{k % 9 + 1}", f"≥{k + 3}次", f"{k + 4}次", amount]
        for cell, entry in zip(grid[k][1:], entries, strict=True):
            cell.text = entry
    for first in range(1, rows, 8):
        grid[first][0].merge(grid[min(first + 7, rows - 1)][0]).text = "产出指标"


def bare_text(data: bytes) -> int:
    """Every character as pdfium gives it, and nothing else."""
    document = pypdfium2.PdfDocument(data)
    total = 0
    for number in range(len(document)):
        page = pdfium.FPDF_LoadPage(document.raw, number)
        text = pdfium.FPDFText_LoadPage(page)
        count = pdfium.FPDFText_CountChars(text)
        buffer = (ctypes.c_ushort * (count + 1))()
        total += pdfium.FPDFText_GetText(text, 0, count, buffer)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    document.close()
    return total


def plumber_tables(path: Path, most: int) -> int:
    """Cells of all tables of the first pages."""
    cells = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages[:most]:
            cells += sum(len(row) for table in page.extract_tables() for row in table)
            page.close()
    return cells


def seconds(call: Callable[[], object], repeats: int) -> float:
    """Best CPU seconds of some repeats, after one that warms up: other programs do not count."""
    call()
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


MEMORY = """
import sys
from pathlib import Path
from ingest.pdf.reader import read_pdf
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
start = peak()
reading = read_pdf(Path(sys.argv[1]).read_bytes())
print(len(reading.pages), start, peak())
"""


def memory(path: Path) -> None:
    """Peak memory of our reading in a process of its own, everything it imports included."""
    if not Path("/proc/self/status").exists():
        print("peak memory: not measured, the system has no /proc")
        return
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path)], check=True, capture_output=True, text=True
    )
    pages, start, peak = done.stdout.split()
    print(f"peak memory of reading {pages} pages alone {float(peak):.0f} MB ({float(start):.0f} MB at start)")


def measure(name: str, path: Path, plumber_pages: int, repeats: int) -> None:
    data = path.read_bytes()
    reading = read_pdf(data)
    tables = [block for block in reading.blocks if isinstance(block, Table)]
    pages = len(reading.pages)
    text = seconds(lambda: bare_text(data), repeats)
    ours = seconds(lambda: read_pdf(data), repeats)
    part = min(pages, plumber_pages)
    start = time.process_time()
    plumber_tables(path, part)
    plumber = (time.process_time() - start) * pages / part
    print(f"{name}: {pages} pages, {len(tables)} tables, {sum(t.rows for t in tables)} rows")
    print(f"  pdfium text      {text:8.3f} s  {1000 * text / pages:6.2f} ms/page")
    print(f"  fuhe ingest.pdf  {ours:8.3f} s  {1000 * ours / pages:6.2f} ms/page  {ours / text:5.1f}x text")
    print(f"  pdfplumber       {plumber:8.2f} s  (from {part} pages)      {plumber / ours:5.1f}x ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=74)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--plumber-pages", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    with tempfile.TemporaryDirectory(prefix="fuhe-bench-") as folder:
        report, ledger = Path(folder, "report.pdf"), Path(folder, "ledger.pdf")
        quarter = Path(folder, "quarter.pdf")
        office = Path(folder, "office.pdf")
        write_report(report, options.pages)
        write_ledger(ledger, options.rows)
        write_ledger(quarter, options.rows // 4)
        measure("report", report, options.plumber_pages, options.repeats)
        if write_office_report(office, round(options.pages * CHAPTERS_PER_PAGE)):
            measure("report of LibreOffice", office, options.plumber_pages, options.repeats)
        else:
            print("report of LibreOffice: skipped, LibreOffice is not installed")
        measure("ledger", ledger, options.plumber_pages, 1)
        for file in options.files:
            measure(file.name, file, options.plumber_pages, options.repeats)
        whole, part = ledger.read_bytes(), quarter.read_bytes()
        growth = seconds(lambda: read_pdf(whole), 1) / seconds(lambda: read_pdf(part), 1)
        print(f"four times the pages take {growth:.1f} times as long")
        memory(ledger)


if __name__ == "__main__":
    main()
