"""Export: the same rows in every format."""

import csv
import sqlite3

import openpyxl
import pyarrow.parquet as pq
import pytest

from publish.phrases import words
from publish.tables import TABLES


@pytest.fixture
def finished(fuhe, wrong, tmp_path):
    fuhe("run", wrong, "--out", tmp_path / "out")
    return tmp_path / "out"


def counts(folder):
    return {name: pq.read_metadata(folder / "dataset" / f"{name}.parquet").num_rows for name in TABLES}


def test_csv_opens_in_a_spreadsheet(fuhe, finished):
    code, out, _ = fuhe("export", finished, "--to", "csv")
    assert (code, str(finished / "csv") in out) == (0, True)
    for name, columns in TABLES.items():
        data = (finished / "csv" / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
        assert rows[0] == [column.name for column in columns]
    with (finished / "csv" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert any(row["reported"] == "98.33%" and row["reported_value"] == "98.33" for row in found)


def test_sqlite(fuhe, finished, tmp_path):
    target = tmp_path / "x.sqlite"
    assert fuhe("export", finished, "--to", "sqlite", "--out", target)[0] == 0
    connection = sqlite3.connect(target)
    found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}
    connection.close()
    assert found == counts(finished)


def test_parquet(fuhe, finished, tmp_path):
    assert fuhe("export", finished, "--to", "parquet", "--out", tmp_path / "p")[0] == 0
    for name in TABLES:
        assert (tmp_path / "p" / f"{name}.parquet").read_bytes() == (
            finished / "dataset" / f"{name}.parquet"
        ).read_bytes()


def test_xlsx(fuhe, finished, tmp_path):
    assert fuhe("export", finished, "--to", "xlsx", "--out", tmp_path / "x.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert {name: book[name].max_row - 1 for name in TABLES} == counts(finished)
    assert book["documents"]["A1"].value == words("zh").term("column", "document_id")


def test_text_that_looks_like_a_formula_is_marked():
    from fuhe.export import _harmless

    assert [_harmless(v) for v in ("=1+1", "@x", "-5.2", "+cmd", "a", 3)] == [
        "'=1+1",
        "'@x",
        "-5.2",
        "'+cmd",
        "a",
        3,
    ]


def test_an_output_that_cannot_be_written_is_5(fuhe, finished, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = fuhe("export", finished, "--to", "csv", "--out", tmp_path / "file" / "deeper")
    assert (code, "无法写入输出目录" in err) == (5, True)


def test_copies_of_files_that_changed_since_are_not_claimed(fuhe, finished, wrong, tmp_path):
    wrong.write_bytes(wrong.read_bytes() + b" ")
    code, out, err = fuhe("export", finished, "--to", "pdf", "--out", tmp_path / "copies")
    assert (code, out) == (4, "")
    assert "自运行以来已被改动" in err
    assert "没有写出标注副本" in err
    assert list((tmp_path / "copies").iterdir()) == []
