"""Reports -> Parquet tables, a DuckDB file and their description; the same reports give the same bytes.

Reports are taken one at a time and written in row groups of fixed size, so memory does not grow with the archive.
Every file is written beside its name and moved there when complete.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.phrases import Words, words
from publish.spool import Sorted
from publish.tables import (
    OF_ARCHIVE,
    PLACES,
    TABLES,
    Column,
    Failure,
    Row,
    link_row,
    number,
    rows_of,
)
from publish.terms import LANGUAGES
from schema.across import Across
from schema.order import ranked
from schema.report import Report

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LEDGER, FINDINGS = "ledger_entries", "findings"
ROW_GROUP, CHUNK = 20_000, 2_000
DATABASE = "fuhe.duckdb"
DATABASE_MEMORY = "512MB"
DESCRIPTION = "datapackage.json"
FOLDER = "dataset"
VIEWS = Path(__file__).with_name("views.sql")
_FRICTIONLESS = {
    "text": "string",
    "integer": "integer",
    "boolean": "boolean",
    "number": "number",
    "list": "array",
}


class DatasetWriter:
    """Writes the tables of a run into a folder, report by report.

        with DatasetWriter(out / "dataset", words("zh")) as writer:
            for report, paths in ...:
                writer.add(report, paths)
            writer.add_failures(failures)

    On leaving, every table stands there complete; after an exception, none is replaced. `tables` limits which are
    written.
    """

    def __init__(self, folder: Path, words: Words, tables: Iterable[str] = tuple(TABLES)) -> None:
        self._folder, self._words, self._tables = folder, words, tuple(tables)
        self._buffers: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._chunks: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
        self._writers: dict[str, Any] = {}
        self._findings = Sorted()
        self.rows = dict.fromkeys(TABLES, 0)

    def __enter__(self) -> DatasetWriter:
        import pyarrow.parquet as pq

        self._folder.mkdir(parents=True, exist_ok=True)
        for name in self._tables:
            self._writers[name] = pq.ParquetWriter(
                self._part(name), schema_of(name), compression="zstd", write_statistics=True
            )
        return self

    def add(self, report: Report, paths: tuple[str, ...] = ()) -> None:
        """Write the rows of one report. `paths` are all places where its file was found."""
        for name in self._tables:
            if name == LEDGER:
                self._add_ledger(report)
            elif name == FINDINGS:
                ranks = (rank for rank, _ in ranked(report.findings, report.document.path))
                for rank, row in zip(ranks, rows_of(report, name, self._words), strict=True):
                    self._findings.add(rank, row)
            elif name not in OF_ARCHIVE:
                self._buffers[name].extend(rows_of(report, name, self._words, paths))
                self._flush(name)

    def _add_ledger(self, report: Report) -> None:
        from publish.ledger_table import ledger_table

        for first in range(0, len(report.ledger_entries), CHUNK):
            self._chunks[LEDGER].append(ledger_table(report, first, first + CHUNK, schema_of(LEDGER)))
            self._flush(LEDGER)

    def add_failures(self, failures: Iterable[Failure]) -> None:
        """Write the files that gave no report."""
        self._buffers["failures"].extend(failure.row() for failure in failures)
        self._flush("failures")

    def add_links(self, across: Across) -> None:
        """Write the links between documents."""
        self._buffers["links"].extend(link_row(link, across.paths) for link in across.links)
        self._flush("links")

    def _add_findings(self) -> None:
        """Findings stand in one order over all documents, as everywhere else; so they can only follow the last report."""
        for row in self._findings:
            self._buffers[FINDINGS].append(row)
            self._flush(FINDINGS)

    def _flush(self, name: str, *, rest: bool = False) -> None:
        """Rows wait as Arrow tables, which take a tenth of their memory, until they fill a row group."""
        buffer, chunks = self._buffers[name], self._chunks[name]
        while len(buffer) >= CHUNK or (rest and buffer):
            chunks.append(table_of(buffer[:CHUNK], name))
            del buffer[:CHUNK]
        if chunks and (rest or sum(chunk.num_rows for chunk in chunks) >= ROW_GROUP):
            self._write(name)

    def _write(self, name: str) -> None:
        import pyarrow as pa

        group = pa.concat_tables(self._chunks[name])
        self._writers[name].write_table(group, row_group_size=ROW_GROUP)
        self.rows[name] += group.num_rows
        self._chunks[name].clear()

    def _part(self, name: str) -> Path:
        return self._folder / f".{name}.parquet.part"

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._add_findings()
            for name in self._tables:
                self._flush(name, rest=True)
        self._findings.close()
        for writer in self._writers.values():
            writer.close()
        for name in self._tables:
            if kind is None:
                os.replace(self._part(name), self._folder / f"{name}.parquet")
            else:
                self._part(name).unlink(missing_ok=True)


@lru_cache(maxsize=len(TABLES))
def schema_of(table: str) -> pa.Schema:
    """The fixed Arrow schema of a table; a column's title stands in its metadata in both languages."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "number": pa.decimal128(38, PLACES),
        "list": pa.list_(pa.string()),
    }
    return pa.schema(
        [pa.field(column.name, types[column.kind], metadata=titles(column.name)) for column in TABLES[table]]
    )


def titles(column: str) -> dict[str, str]:
    """The titles of a column by language."""
    return {f"title_{lang}": words(lang).term("column", column) for lang in LANGUAGES}


def table_of(rows: Sequence[Row], table: str) -> pa.Table:
    """Rows as an Arrow table; what a row does not have is null."""
    import pyarrow as pa

    columns = {column.name: [row.get(column.name) for row in rows] for column in TABLES[table]}
    return pa.table(columns, schema=schema_of(table))


def frame_of(report: Report, table: str, lang: str = "zh") -> pd.DataFrame:
    """One table of one report as a pandas frame; numbers are `decimal.Decimal`, absent ones None."""
    frame: pd.DataFrame = table_of(list(rows_of(report, table, words(lang))), table).to_pandas()
    return frame


def write_database(dataset: Path, target: Path) -> None:
    """All tables of a dataset folder, and the views, in one DuckDB file."""
    import duckdb

    with replaced(target) as part, duckdb.connect(str(part)) as connection:
        connection.execute(f"SET memory_limit='{DATABASE_MEMORY}'")
        connection.execute("SET enable_progress_bar=false")
        for name in TABLES:
            source = str(dataset / f"{name}.parquet").replace("'", "''")
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{source}')")  # noqa: S608
            for column in TABLES[name]:
                comment = words("zh").term("column", column.name).replace("'", "''")
                connection.execute(f"COMMENT ON COLUMN {name}.\"{column.name}\" IS '{comment}'")
        for statement in view_statements():
            connection.execute(statement)


def view_statements() -> list[str]:
    """The CREATE VIEW statements of `views.sql`."""
    return [part.strip() for part in VIEWS.read_text(encoding="utf-8").split(";") if part.strip()]


def view_names() -> list[str]:
    """The names of the views."""
    return re.findall(r"CREATE VIEW (\w+)", VIEWS.read_text(encoding="utf-8"))


def write_description(target: Path, facts: Mapping[str, str]) -> None:
    """`datapackage.json` (Frictionless): what each table and column means, in Chinese and English.

    `facts` are name and version of the program that wrote the dataset.
    """
    package = {
        "name": "fuhe-dataset",
        "profile": "tabular-data-package",
        **facts,
        "resources": [_resource(name, columns) for name, columns in TABLES.items()],
        "views_sql": [{"name": name, **_both("view", name)} for name in view_names()],
    }
    write_text(target, json.dumps(package, ensure_ascii=False, indent=1) + "\n")


def _resource(name: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        "name": name,
        "profile": "tabular-data-resource",
        "path": f"{FOLDER}/{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_both("table", name),
        "schema": {"fields": [_field(column) for column in columns], "missingValues": []},
    }


def _field(column: Column) -> dict[str, Any]:
    notes = {
        f"description_{lang}": words(lang).section("column_note")[column.name]
        for lang in LANGUAGES
        if column.name in words(lang).section("column_note")
    }
    return {
        "name": column.name,
        "type": _FRICTIONLESS[column.kind],
        "title": words("zh").term("column", column.name),
        "title_en": words("en").term("column", column.name),
        **notes,
    }


def _both(section: str, key: str) -> dict[str, str]:
    return {"title": words("zh").term(section, key), "title_en": words("en").term(section, key)}


def write_text(target: Path, text: str) -> None:
    """Write a text file whole or not at all, always with `\\n` as the line end."""
    with replaced(target) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A path to write to; moved to `target` when the block ends well, else removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


__all__ = [
    "DATABASE",
    "DESCRIPTION",
    "FOLDER",
    "DatasetWriter",
    "frame_of",
    "number",
    "replaced",
    "schema_of",
    "table_of",
    "write_database",
    "write_description",
    "write_text",
]
