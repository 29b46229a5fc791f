"""Files of every kind with damaged bytes: each reading ends soon, in a state, and raises nothing.

A short run of what was run at length once; the damage goes into the parts of archives too, past their checksums.
"""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter

from ingest.read import read
from schema.document import State
from tests.ingest.drawn import Sheet, evenly, plain
from tests.ingest.packages import docx, p, plain_table
from tests.ingest.test_ofd import OfdSheet

ROUNDS = 20
SOON = 10.0
GRID = [["项目", "预算数", "支出数"], ["培训费", "1,200.50", "980.00"], ["合计", "9.00", "8.00"]]
STRANGE = [
    b"-1",
    b"0",
    b"99999999999",
    b"1e308",
    b"\0",
    b"\xff\xff\xff\xff",
    b"<",
    b">",
    b'"',
    b"nan",
    b"65536",
    b"[",
    b")",
]


def drawn(sheet: Sheet) -> bytes:
    sheet.centred(60, "项目支出绩效评价报告", 20)
    sheet.centred(180, "表1 资金使用情况")
    sheet.table(evenly(80, 120, 3), evenly(200, 24, 3), plain(GRID))
    sheet.page()
    sheet.paragraph(100, ["项目按照年度计划组织实施，资金拨付及时。"])
    return sheet.bytes()


def pdf() -> bytes:
    """Streams laid open, so that damage reaches what they say."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(Sheet()))) as opened:
        opened.save(out, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def word() -> bytes:
    return docx(p("一、项目概况") + p("支出980.00元。") + plain_table("项目|预算数\n培训费|1,200.50"))


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("支出明细")
        for r, row in enumerate(GRID):
            sheet.write_row(r, 0, row)
        sheet.merge_range(5, 0, 6, 2, "说明")
        sheet.write_formula(7, 1, "=SUM(B2:B3)")
    return out.getvalue()


def web() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in GRID)
    return f'<html><meta charset="utf-8"><h1>报告</h1><table><tr><td colspan="3">表</td></tr>{rows}</table></html>'.encode()


def values() -> bytes:
    return "\n".join(",".join(f'"{text}"' for text in row) for row in GRID).encode("gb18030")


KINDS: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": word,
    "xlsx": workbook,
    "html": web,
    "csv": values,
    "ofd": lambda: drawn(OfdSheet()),
}


def damaged(chance: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        if not out:
            break
        at, length = chance.randrange(len(out)), chance.choice((1, 4, 64, 1024))
        match chance.randrange(6):
            case 0:
                out[at] ^= 1 << chance.randrange(8)
            case 1:
                del out[at : at + length]
            case 2:
                out[at:at] = out[at : at + length] * chance.choice((1, 5, 50))
            case 3:
                out[at : at + length] = chance.randbytes(min(length, len(out) - at))
            case 4:
                out[at : at + 1] = chance.choice(STRANGE)
            case _:
                found = re.search(rb"\d+", bytes(out[at : at + 2000]))
                if found:
                    out[at + found.start() : at + found.end()] = chance.choice(STRANGE)
    return bytes(out)


def damaged_inside(chance: random.Random, data: bytes) -> bytes:
    """Damage in the parts of an archive that is whole again; in any other file anywhere."""
    if not data.startswith(b"PK"):
        return damaged(chance, data)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        hit = set(chance.sample(names, k=min(2, len(names))))
        for name in names:
            part = source.read(name)
            target.writestr(name, damaged(chance, part) if name in hit else part)
    return out.getvalue()


@pytest.mark.parametrize("kind", list(KINDS))
def test_damaged_files_end_soon_in_a_state(kind: str, tmp_path: Path) -> None:
    chance, whole = random.Random(kind), KINDS[kind]()
    path = tmp_path / f"a.{kind}"
    path.write_bytes(whole)
    assert read(path).state is State.OK
    for number in range(ROUNDS):
        path.write_bytes((damaged_inside if number % 2 else damaged)(chance, whole))
        start = time.process_time()
        document = read(path)
        assert time.process_time() - start < SOON
        assert isinstance(document.state, State)
        assert document.readable or any(notice.severity == "error" for notice in document.notices)
