"""XLS and ODS workbooks show their numbers as they are printed, like the same XLSX."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import ole
from ingest.read import read
from ingest.xls_formats import XlsFormats
from schema.document import Document, State, Table
from tests.components import require

ROWS = [
    ("培训费", 1234.5, 0.125, date(2023, 3, 1), 1000.0),
    ("水费", -20.0, 1.0, date(2023, 12, 31), 2000.0),
    ("合计", 0.0, 0.0, date(2024, 1, 1), 2500000.5),
]


@cache
def workbook(kind: str, count: int = 1) -> bytes:
    """The rows so many times, as XLSX or as LibreOffice makes another kind of it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("支出明细")
    formats = [
        book.add_format({"num_format": code}) for code in ("#,##0.00", "0.00%", 'yyyy"年"m"月"d"日"', "#,##0")
    ]
    plain = book.add_format()
    sheet.write_row(0, 0, ["项目", "金额", "比例", "日期", "数量"])
    for k in range(count):
        for r, (name, amount, share, day, number) in enumerate(ROWS, 1 + len(ROWS) * k):
            sheet.write(r, 0, name)
            sheet.write(r, 1, amount, formats[0])
            sheet.write(r, 2, share, formats[1])
            sheet.write_datetime(r, 3, day, formats[2])
            sheet.write(r, 4, number, formats[3] if r % 2 else plain)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_formula(len(ROWS) * count + 1, 1, "=SUM(B2:B4)", formats[0], 1214.5)
    book.close()
    if kind == "xlsx":
        return out.getvalue()
    require("soffice")
    with TemporaryDirectory() as folder:
        source = Path(folder) / "a.xlsx"
        source.write_bytes(out.getvalue())
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(f".{kind}").read_bytes()


def opened(data: bytes, folder: Path, kind: str) -> Document:
    path = folder / f"a.{kind}"
    path.write_bytes(data)
    return read(path)


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in document.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("count", [1, 500])
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_old_or_open_workbook_shows_what_the_same_xlsx_shows(
    kind: str, count: int, tmp_path: Path
) -> None:
    old = opened(workbook(kind, count), tmp_path, kind)
    new = opened(workbook("xlsx", count), tmp_path, "xlsx")
    assert texts(old) == texts(new)
    assert texts(old)[0][5:10] == ["培训费", "1,234.50", "12.50%", "2023年3月1日", "1,000"]
    assert (
        [notice.code for notice in old.notices] == [notice.code for notice in new.notices] == ["hidden_rows"]
    )


def test_a_stream_longer_than_one_table_of_sectors_is_whole() -> None:
    data = workbook("xls", 500)
    size = ole.streams(data)["Workbook"][1]
    assert size > 128 * 512
    stream = ole.content(data, "Workbook")
    assert (len(stream), stream[:2], stream.rstrip(b"\0")[-1:]) == (size, b"\x09\x08", b"\x0a")
    assert XlsFormats.of(data) is not None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12)
)
def test_no_damage_raises(cuts: list[tuple[int, bytes]]) -> None:
    data = bytearray(workbook("xls"))
    for place, new in cuts:
        at = place % len(data)
        data[at : at + len(new)] = new
    found = XlsFormats.of(bytes(data))
    assert found is None or isinstance(found.sheets, dict)


@pytest.mark.parametrize("data", [b"", ole.MAGIC, ole.MAGIC + b"\0" * 2000, ole.MAGIC + b"\xff" * 2000])
def test_what_is_no_workbook_has_no_formats(data: bytes) -> None:
    assert XlsFormats.of(data) is None
    assert ole.content(data, "Workbook") == b""


def with_content(inner: str) -> bytes:
    """An ODS whose one sheet has these rows."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="甲">{inner}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def cell(value: str, shown: str, times: int = 1) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{times}" office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def test_repeated_cells_and_rows_are_shown_alike(tmp_path: Path) -> None:
    rows = f'<table:table-row table:number-rows-repeated="2">{cell("1.5", "1.50", 2)}{cell("0.25", "25%")}</table:table-row>'
    assert texts(opened(with_content(rows), tmp_path, "ods")) == [["1.50", "1.50", "25%"] * 2]


def test_cells_repeated_without_end_are_refused(tmp_path: Path) -> None:
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell("1", "1", 16000)}</table:table-row>'
    assert opened(with_content(row * 50), tmp_path, "ods").state in {State.TOO_LARGE, State.CORRUPT}


def test_merged_cells_of_an_open_workbook_keep_their_spans(tmp_path: Path) -> None:
    def words(text: str, spans: str = "") -> str:
        return (
            f'<table:table-cell {spans} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        )

    covered = "<table:covered-table-cell/>"
    rows = (
        (
            words("项目", 'table:number-rows-spanned="2"'),
            words("预算数", 'table:number-columns-spanned="2"'),
            covered,
        ),
        (covered, words("年初"), words("调整")),
        (words("甲", 'table:number-rows-spanned="99999999"'), cell("1", "1.00"), cell("2", "2.00")),
        (covered, cell("3", "3.00"), cell("4", "4.00")),
    )
    document = opened(
        with_content("".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)),
        tmp_path,
        "ods",
    )
    (table,) = (table for _, _, table in document.tables())
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells if c.text][:5] == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "预算数"),
        (1, 1, 1, 1, "年初"),
        (1, 2, 1, 1, "调整"),
        (2, 0, 1, 1, "甲"),
    ]
