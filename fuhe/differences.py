"""`fuhe diff OLD NEW`: what changed between two runs, or between two years of the same projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuhe.console import Session, put, put_json
from fuhe.errors import ExitCode, FuheError
from fuhe.outputs import RECORD
from publish.dataset import FOLDER
from publish.places import plain

FINDINGS = """
    SELECT f.finding_id, f.rule, f.severity, d.path, f.message FROM {side}_findings f
    JOIN {side}_documents d USING (document_id)
    WHERE f.finding_id NOT IN (SELECT finding_id FROM {other}_findings) {among}
    ORDER BY d.path, f.rule, f.finding_id
"""
AMONG = """
    AND document_id IN (SELECT document_id FROM {other}_documents)
    AND list_has_all((SELECT list(document_id) FROM {other}_documents), f.other_documents)
"""
DOCUMENTS = """
    SELECT path FROM {side}_documents
    WHERE document_id NOT IN (SELECT document_id FROM {other}_documents) ORDER BY path
"""
PROJECTS = """
    WITH sums AS (
        SELECT d.project_name AS project, d.organisation AS unit, d.fiscal_year AS year, b.field,
               max(b.value) AS value, count(DISTINCT b.value) AS values
        FROM {side}_documents d JOIN {side}_budget_lines b USING (document_id)
        WHERE d.project_name IS NOT NULL AND b.row_kind = 'total'
          AND b.field IN ('budget_initial', 'budget_adjusted', 'executed_amount')
        GROUP BY ALL
    ) SELECT project, unit, year, field, value FROM sums WHERE values = 1
"""
CHANGES = f"""
    SELECT n.project, n.unit, o.year, n.year, n.field, o.value, n.value
    FROM ({PROJECTS.format(side="old")}) o JOIN ({PROJECTS.format(side="new")}) n
      ON o.project = n.project AND o.unit IS NOT DISTINCT FROM n.unit AND o.field = n.field
    WHERE o.value <> n.value AND (o.year IS NOT DISTINCT FROM n.year OR n.year = o.year + 1)
    ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608 - our own text
KEYS = ("finding_id", "rule", "severity", "path", "message")
CHANGE_KEYS = ("project_name", "organisation", "old_year", "new_year", "field", "old", "new")


def show_differences(session: Session, old: Path, new: Path, *, as_json: bool) -> ExitCode:
    """Documents, findings and amounts that are in one run and not, or otherwise, in the other."""
    found = differences(old, new)
    if as_json:
        put_json(found)
    else:
        put(_lines(session, found))
    return ExitCode.DONE


def differences(old: Path, new: Path) -> dict[str, list[Any]]:
    """What differs. A finding has the same id as long as rule, content and evidence are the same.

    `findings_gone` and `findings_new` are those of documents that are in both runs: the program or its settings changed.
    `amounts` are totals of projects, by name and organisation, in the same year or the next.
    """
    import duckdb

    with duckdb.connect() as connection:
        for side, folder in (("old", old), ("new", new)):
            if not (folder / RECORD).exists() or not (folder / FOLDER).is_dir():
                raise FuheError("not_a_run", path=folder)
            for table in ("documents", "findings", "budget_lines"):
                path = str(folder / FOLDER / f"{table}.parquet").replace("'", "''")
                connection.execute(f"CREATE VIEW {side}_{table} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608

        def ask(query: str, side: str, other: str, among: str = "") -> list[tuple[Any, ...]]:
            text = query.format(side=side, other=other, among=among.format(other=other))
            return list(connection.execute(text).fetchall())

        return {
            "documents_gone": [row[0] for row in ask(DOCUMENTS, "old", "new")],
            "documents_new": [row[0] for row in ask(DOCUMENTS, "new", "old")],
            "findings_gone": [
                dict(zip(KEYS, row, strict=True)) for row in ask(FINDINGS, "old", "new", AMONG)
            ],
            "findings_new": [dict(zip(KEYS, row, strict=True)) for row in ask(FINDINGS, "new", "old", AMONG)],
            "amounts": [_change(row) for row in connection.execute(CHANGES).fetchall()],
        }


def _change(row: tuple[Any, ...]) -> dict[str, Any]:
    told = dict(zip(CHANGE_KEYS, row, strict=True))
    return told | {name: plain(told[name]) for name in ("old", "new")}


def _lines(session: Session, found: dict[str, list[Any]]) -> Iterator[str]:
    for part, rows in found.items():
        yield session.text(f"diff_{part}", count=len(rows))
        for row in rows:
            yield f"  {_line(session, row)}"


def _line(session: Session, row: Any) -> str:
    if isinstance(row, str):
        return row
    if "rule" in row:
        return f"{row['rule']} [{session.words.term('severity', row['severity'])}] {row['path']}: {row['message']}"
    field = session.words.term("column", row["field"])
    return f"{row['project_name']} {row['old_year']}→{row['new_year']} {field}: {row['old']} → {row['new']}"
