"""XLS workbooks show their numbers as Excel prints them; where that cannot be told, a notice says so."""

from __future__ import annotations

import io
import subprocess
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
def test_an_xls_shows_what_the_same_xlsx_shows(count: int, tmp_path: Path) -> None:
    old = opened(workbook("xls", count), tmp_path, "xls")
    new = opened(workbook("xlsx", count), tmp_path, "xlsx")
    assert texts(old) == texts(new)
    assert texts(old)[0][5:10] == ["培训费", "1,234.50", "12.50%", "2023年3月1日", "1,000"]
    assert (
        [notice.code for notice in old.notices] == [notice.code for notice in new.notices] == ["hidden_rows"]
    )


def test_an_ods_says_that_stored_values_are_shown(tmp_path: Path) -> None:
    document = opened(workbook("ods"), tmp_path, "ods")
    assert document.state is State.OK
    assert "stored_numbers" in [notice.code for notice in document.notices]


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
