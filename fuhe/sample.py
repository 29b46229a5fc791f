"""`fuhe sample`: documents to look at, drawn by strata with a seed, so that anybody can draw the same again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from fuhe.batch import writing
from fuhe.console import Session, put, say
from fuhe.errors import ExitCode, FuheError
from fuhe.outputs import RECORD
from publish.dataset import FOLDER, write_text

COLUMNS = ("document_id", "path", "organisation", "project_name", "fiscal_year", "doc_type", "grade")
Row = dict[str, Any]


def draw_sample(
    session: Session, folder: Path, size: int, by: tuple[str, ...], seed: str, out: Path | None
) -> ExitCode:
    """Draw `size` documents of a run, shared out over the strata `by`; the list goes to stdout or `out`."""
    rows = documents(folder)
    chosen = stratified(rows, by, size, seed)
    told = _told(rows, chosen, by, size, seed)
    if out is None:
        put([_csv(chosen, by)[1:].rstrip("\r\n")])
    else:
        with writing(out):
            write_text(out, _csv(chosen, by))
            write_text(out.with_suffix(".json"), json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    say(session.text("sampled", chosen=len(chosen), of=len(rows), strata=len(told["strata"]), seed=seed))
    return ExitCode.DONE


def documents(folder: Path) -> list[Row]:
    """The documents of a run with what strata are made of: amount by orders of magnitude, findings by the gravest."""
    import duckdb

    if not (folder / RECORD).exists() or not (folder / FOLDER).is_dir():
        raise FuheError("not_a_run", path=folder)
    query = """
        SELECT d.*, m.amount AS money FROM read_parquet(?) d LEFT JOIN (
            SELECT document_id, max(value) AS amount FROM read_parquet(?)
            WHERE field IN ('executed_amount', 'budget_adjusted', 'budget_initial') GROUP BY document_id
        ) m USING (document_id) ORDER BY d.document_id
    """
    tables = [str(folder / FOLDER / f"{name}.parquet") for name in ("documents", "budget_lines")]
    with duckdb.connect() as connection:
        found = connection.execute(query, tables)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for row in rows:
        row["amount"] = magnitude(row.pop("money"))
        row["findings"] = next((kind for kind in ("errors", "warnings", "notes") if row[kind]), "none")
    return rows


def magnitude(amount: Any) -> str | None:
    """The order of magnitude of an amount in 元: `1e6` holds everything from one to ten million."""
    return None if not amount else f"1e{amount.adjusted()}"


def stratified(rows: Iterable[Row], by: tuple[str, ...], size: int, seed: str) -> list[Row]:
    """`size` rows, from each stratum its share and at least one as far as they reach.

    A row's lot is a hash of the seed and its id, so the draw depends on nothing but these: not on the order, not on
    the machine, and hardly on documents that come later.
    """
    strata: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        strata[tuple(str(row[name]) for name in by)].append(row)
    for members in strata.values():
        members.sort(key=lambda row: lot(seed, row["document_id"]))
    shares = allotted({key: len(members) for key, members in strata.items()}, size)
    chosen = [row for key in sorted(strata) for row in strata[key][: shares[key]]]
    return sorted(chosen, key=lambda row: (tuple(str(row[name]) for name in by), row["path"]))


def lot(seed: str, identity: str) -> str:
    """The lot of a document."""
    return hashlib.sha256(f"{seed}\x1f{identity}".encode()).hexdigest()


def allotted(sizes: dict[tuple[str, ...], int], size: int) -> dict[tuple[str, ...], int]:
    """How many to draw from each stratum: one each, largest first, then in proportion by largest remainder."""
    total = sum(sizes.values())
    size = min(size, total)
    order = sorted(sizes, key=lambda key: (-sizes[key], key))
    shares = {key: int(number < size) for number, key in enumerate(order)}
    wanted = {key: Fraction(size * sizes[key], total) if total else Fraction(0) for key in order}
    while (given := sum(shares.values())) < size:
        open_ = [key for key in order if shares[key] < sizes[key]]
        best = max(open_, key=lambda key: (wanted[key] - shares[key], sizes[key]))
        shares[best] += 1
        assert given < total
    return shares


def _told(rows: list[Row], chosen: list[Row], by: tuple[str, ...], size: int, seed: str) -> dict[str, Any]:
    """The record of a draw: all one needs to draw it again."""

    def counts(some: list[Row]) -> dict[tuple[str, ...], int]:
        out: dict[tuple[str, ...], int] = defaultdict(int)
        for row in some:
            out[tuple(str(row[name]) for name in by)] += 1
        return out

    all_, drawn = counts(rows), counts(chosen)
    strata = [
        {**dict(zip(by, key, strict=True)), "documents": all_[key], "drawn": drawn[key]}
        for key in sorted(all_)
    ]
    return {
        "seed": seed,
        "size": size,
        "by": list(by),
        "strata": strata,
        "drawn": [row["document_id"] for row in chosen],
    }


def _csv(rows: list[Row], by: tuple[str, ...]) -> str:
    """The list as CSV with a byte order mark, because spreadsheet programs take it for another encoding without."""
    text = io.StringIO(newline="")
    names = list(dict.fromkeys((*COLUMNS, *by)))
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return "\ufeff" + text.getvalue()
