"""Word and workbook readers side by side on a ledger of 10,000 rows: time and memory, each in a fresh process.

Time is that of a second reading, since an archive is read by long-lived workers; memory is that of the first.

    python benchmarks/bench_word.py [ROWS]

Prints one line an engine: CPU seconds (median of three), megabytes above the start, cells found; then the ratios.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from statistics import median

import xlsxwriter

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (1500, 1200, 2600, 1600, 1400, 1400, 900, 1500, 1500)
HEADER = ("日期", "凭证号", "摘要", "科目", "借方", "贷方", "方向", "余额", "备注")

CHILD = """
import sys, time
engine, path = sys.argv[1:]
def peak():  # of this program alone: ru_maxrss would begin with that of the parent
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
if engine == "fuhe":
    from ingest.read import read
    import ingest.word, ingest.sheet
elif engine == "python-docx":
    import docx
elif engine == "python-calamine":
    import python_calamine
elif engine == "openpyxl":
    import openpyxl
start = peak()
def cells_found():
    if engine == "fuhe":
        document = read(path)
        return sum(table.rows * table.columns if table.sheet else len(table.cells) for _, _, table in document.tables())
    if engine == "python-docx":
        return sum(1 for table in docx.Document(path).tables for row in table.rows for cell in row.cells if cell.text is not None)
    if engine == "python-calamine":
        book = python_calamine.CalamineWorkbook.from_path(path)
        return sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return sum(1 for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row)
cells_found()
above = peak() - start
began = time.process_time()
cells = cells_found()
print(time.process_time() - began, above, cells)
"""


def rows(count: int) -> list[tuple[str, str, str, str, float, float, str, float, str]]:
    """A ledger whose balance runs."""
    out, balance = [], 0.0
    for number in range(count):
        amount = round(100 + number * 37.77 % 90000, 2)
        balance = round(balance + amount, 2)
        day = f"2023-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        out.append(
            (
                day,
                f"记-{number}",
                "支付项目进度款",
                "30226 劳务费",
                amount,
                0.0,
                "借",
                balance,
                "第" + str(number),
            )
        )
    return out


def make_docx(path: Path, count: int) -> None:
    """A DOCX with one table, every tenth row with a cell over six columns."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def cell(text: str, column: int, span: int = 1) -> str:
        merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        width = sum(WIDTHS[column : column + span])
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr><w:p><w:pPr><w:jc w:val="center"/>'
            f'</w:pPr><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>'
        )

    lines = ["<w:tr>" + "".join(cell(text, i) for i, text in enumerate(HEADER)) + "</w:tr>"]
    for number, row in enumerate(rows(count)):
        texts = [f"{value:,.2f}" if isinstance(value, float) else value for value in row]
        if number % 10 == 9:
            lines.append(
                "<w:tr>" + cell("小计", 0, 6) + "".join(cell(texts[i], i) for i in (6, 7, 8)) + "</w:tr>"
            )
        else:
            lines.append("<w:tr>" + "".join(cell(text, i) for i, text in enumerate(texts)) + "</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
    body = f"<w:p/><w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl><w:p/>"
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
    from docx import Document

    whole = BytesIO()
    Document().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, xml if name == "word/document.xml" else source.read(name))


def make_xlsx(path: Path, count: int) -> None:
    """The same ledger as a workbook, amounts with two decimals and separators."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("明细账")
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, HEADER)
    for number, row in enumerate(rows(count), 1):
        for column, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(number, column, value, money)
            else:
                sheet.write_string(number, column, value)
    book.close()


def measured(engine: str, path: Path) -> tuple[float, float, int]:
    """Seconds, megabytes and cells of one run in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, engine, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    seconds, megabytes, cells = done.stdout.split()
    return float(seconds), float(megabytes), int(cells)


def compare(path: Path, engines: tuple[str, ...], repeats: int = 3) -> None:
    """Interleave the engines so that a busy machine slows all of them."""
    runs: dict[str, list[tuple[float, float, int]]] = {engine: [] for engine in engines}
    for _ in range(repeats):
        for engine in engines:
            runs[engine].append(measured(engine, path))
    print(f"{path.name}  ({path.stat().st_size / 1e6:.1f} MB)")
    ours = median(run[0] for run in runs[engines[0]])
    for engine, results in runs.items():
        seconds = median(run[0] for run in results)
        megabytes = max(run[1] for run in results)
        ratio = f"{ours / seconds:5.2f}x its time" if engine != engines[0] else ""
        print(
            f"  {engine:16s} {seconds:7.3f} s  {megabytes:7.1f} MB above start  {results[0][2]:>7,} cells  {ratio}"
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        word, sheet = Path(folder) / "ledger.docx", Path(folder) / "ledger.xlsx"
        make_docx(word, count)
        make_xlsx(sheet, count)
        compare(word, ("fuhe", "python-docx"))
        compare(sheet, ("fuhe", "python-calamine", "openpyxl"))


if __name__ == "__main__":
    main()
