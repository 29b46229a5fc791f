"""Parquet, DuckDB and their description."""

import hashlib
import json
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publish.dataset import (
    DatasetWriter,
    frame_of,
    schema_of,
    table_of,
    view_names,
    write_database,
    write_description,
)
from publish.phrases import words
from publish.tables import TABLES, Failure, rows_of


@pytest.fixture
def write(tmp_path, checked):
    def make(name="dataset"):
        with DatasetWriter(tmp_path / name, words("zh")) as writer:
            writer.add(checked, ("年度/报告A.pdf", "副本.pdf"))
            writer.add_failures([Failure(("坏.pdf",), "", "corrupt", "no header")])
        return tmp_path / name

    return make


def test_every_table_is_there_with_its_fixed_schema(write):
    folder = write()
    for name in TABLES:
        assert pq.read_schema(folder / f"{name}.parquet").equals(schema_of(name)), name


def test_amounts_are_decimals(write):
    table = pq.read_table(write() / "budget_lines.parquet")
    assert table.schema.field("value").type == pa.decimal128(38, 10)
    assert table.column("value").to_pylist() == [Decimal(12000000), Decimal(11500000)]


def test_columns_are_titled_in_both_languages(write):
    field = pq.read_schema(write() / "documents.parquet").field("organisation")
    assert {k.decode(): v.decode() for k, v in field.metadata.items()} == {
        "title_zh": "单位名称",
        "title_en": "organisation",
    }


def test_the_same_reports_give_the_same_bytes(write):
    digests = [
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in write(name).iterdir()}
        for name in ("a", "b")
    ]
    assert digests[0] == digests[1]
    assert sorted(digests[0]) == sorted(f"{name}.parquet" for name in TABLES)


def test_an_exception_replaces_nothing(write, checked):
    folder = write()
    before = (folder / "findings.parquet").read_bytes()
    writer = DatasetWriter(folder, words("zh")).__enter__()
    writer.add(checked.model_copy(update={"findings": ()}))
    writer.__exit__(RuntimeError, RuntimeError(), None)
    assert (folder / "findings.parquet").read_bytes() == before
    assert len(list(folder.iterdir())) == len(TABLES)


def test_the_database_has_the_tables_and_the_views(write, tmp_path):
    target = tmp_path / "fuhe.duckdb"
    write_database(write(), target)
    with duckdb.connect(str(target), read_only=True) as connection:
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES
        }
        assert counts["findings"] == 2
        assert counts["failures"] == 1
        for view in view_names():
            connection.execute(f"SELECT * FROM {view}").fetchall()
        assert connection.execute("SELECT organisation, errors FROM by_organisation").fetchall() == [
            ("某街道办事处", 1)
        ]
        assert connection.execute("SELECT completion FROM completion").fetchall() == [(119.0,)]
        assert connection.execute("SELECT executed_amount FROM budget_wide").fetchall() == [
            (Decimal(11500000),)
        ]


def test_the_description_covers_every_column(write, tmp_path):
    target = tmp_path / "datapackage.json"
    write_description(target, {"version": "1"})
    package = json.loads(target.read_text(encoding="utf-8"))
    described = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    assert described == {name: [column.name for column in columns] for name, columns in TABLES.items()}
    assert package["profile"] == "tabular-data-package"
    assert {resource["profile"] for resource in package["resources"]} == {"tabular-data-resource"}
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert {field["type"] for field in fields} == {"string", "integer", "number", "boolean", "array"}
    assert all(field["title"] and field["title_en"] for field in fields)


def test_a_frame(checked):
    frame = frame_of(checked, "budget_lines")
    assert list(frame.columns) == [column.name for column in TABLES["budget_lines"]]
    assert frame["value"].tolist() == [Decimal(12000000), Decimal(11500000)]


def test_the_ledger_written_by_columns_is_the_ledger_by_rows(tmp_path, checked):
    with DatasetWriter(tmp_path, words("zh"), ("ledger_entries",)) as writer:
        writer.add(checked)
        writer.add(checked)
    rows = table_of(list(rows_of(checked, "ledger_entries", words("zh"))), "ledger_entries").to_pylist()
    assert rows
    assert pq.read_table(tmp_path / "ledger_entries.parquet").to_pylist() == rows * 2
