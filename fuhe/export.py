"""`fuhe export`: the tables of a run as one workbook, CSV files, Parquet files or one SQLite file; or filed (`fuhe.filing`)."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from fuhe.batch import writing
from fuhe.console import Session, put
from fuhe.errors import ExitCode, FuheError
from fuhe.outputs import RECORD
from publish.dataset import FOLDER, replaced
from publish.phrases import Words
from publish.tables import TABLES

BATCH = 20_000
SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "TEXT", "list": "TEXT"}
"""Amounts are text in SQLite: it has no decimal, and a float would lose what was printed."""


def export_run(
    session: Session, folder: Path, to: str, out: Path | None, *, incognito: bool = False
) -> ExitCode:
    """Export the dataset of an output folder; `out` is a folder for csv and parquet, else a file.

    `incognito` masks names and numbers; only pages can be, and only into a folder of their own.
    """
    if not (folder / RECORD).exists() or not (folder / FOLDER).is_dir():
        raise FuheError("not_a_run", path=folder)
    with of_this_version(folder):
        return _exported(session, folder, to, out, incognito=incognito)


@contextmanager
def of_this_version(folder: Path) -> Iterator[None]:
    """Turn what is missing or of another kind in a run folder into the advice to run again: an older program wrote it."""
    from pyarrow import ArrowException
    from pydantic import ValidationError

    try:
        yield
    except (KeyError, ValidationError, ArrowException) as error:
        raise FuheError("old_run", path=folder) from error
    except FileNotFoundError as error:
        name = Path(str(error.filename or ""))
        if name.is_relative_to(folder) and not name.exists():
            raise FuheError("old_run", path=folder) from error
        raise


def _exported(session: Session, folder: Path, to: str, out: Path | None, *, incognito: bool) -> ExitCode:
    if incognito:
        from fuhe.incognito import to_masked_html

        if to != "html" or out is None:
            raise FuheError("incognito", path=out or folder)
        with writing(out):
            put([session.text("exported", path=to_masked_html(session, folder, out))])
        return ExitCode.DONE
    if to in {"html", "pdf", "docx"}:
        from fuhe.filing import FILINGS

        write, usual = FILINGS[to]
        with writing(out or folder):
            where = write(session, folder, out or folder / usual)
        put(
            [session.text("exported", path=where) if where else session.text("nothing_exported", path=folder)]
        )
        return ExitCode.DONE
    default = {"csv": "csv", "parquet": "parquet", "sqlite": "fuhe.sqlite", "xlsx": "dataset.xlsx"}[to]
    target = out or folder / default
    with writing(target):
        EXPORTS[to](folder / FOLDER, target, session.words)
    put([session.text("exported", path=target)])
    return ExitCode.DONE


def rows(dataset: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, read in batches."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(dataset / f"{table}.parquet") as file:
        for batch in file.iter_batches(BATCH):
            yield from batch.to_pylist()


def plain(value: Any) -> Any:
    """A value for formats without decimals and lists."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def to_csv(dataset: Path, target: Path, words: Words) -> None:
    """One file a table, with a byte order mark, because spreadsheet programs take it for another encoding without."""
    target.mkdir(parents=True, exist_ok=True)
    for table, columns in TABLES.items():
        with (
            replaced(target / f"{table}.csv") as part,
            part.open("w", encoding="utf-8-sig", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow([column.name for column in columns])
            writer.writerows([_harmless(plain(row[c.name])) for c in columns] for row in rows(dataset, table))


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, told apart by an apostrophe; numbers stay numbers."""
    if (
        isinstance(value, str)
        and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        and not _is_number(value)
    ):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except ArithmeticError:
        return False
    return True


def to_parquet(dataset: Path, target: Path, words: Words) -> None:
    """The Parquet files, copied."""
    target.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        with replaced(target / f"{table}.parquet") as part:
            shutil.copyfile(dataset / f"{table}.parquet", part)


def to_sqlite(dataset: Path, target: Path, words: Words) -> None:
    """One SQLite file with all tables, indexed by document, ready for datasette."""
    with replaced(target) as part:
        connection = sqlite3.connect(part)
        for table, columns in TABLES.items():
            fields = ", ".join(f'"{column.name}" {SQL_TYPES[column.kind]}' for column in columns)
            connection.execute(f"CREATE TABLE {table} ({fields})")
            marks = ", ".join("?" * len(columns))
            values = ([plain(row[column.name]) for column in columns] for row in rows(dataset, table))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
            key = "first_document" if table == "links" else "document_id"
            connection.execute(f"CREATE INDEX {table}_document ON {table} ({key})")
        connection.commit()
        connection.close()


def to_xlsx(dataset: Path, target: Path, words: Words) -> None:
    """One workbook with a sheet a table: every column of the dataset."""
    from publish.grid import write_grid

    tables = ((table, columns, rows(dataset, table)) for table, columns in TABLES.items())
    with replaced(target) as part:
        write_grid(part, tables, words)


EXPORTS: dict[str, Callable[[Path, Path, Words], None]] = {
    "csv": to_csv,
    "parquet": to_parquet,
    "sqlite": to_sqlite,
    "xlsx": to_xlsx,
}
