"""`fuhe diff OLD NEW`: what changed between two runs, or between two years of the same projects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuhe.console import Session, put, put_json, say
from fuhe.errors import ExitCode, FuheError
from fuhe.outputs import RECORD, version_of
from fuhe.pairing import Entry, below_all, paired
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
OF_PAIRS = """
    SELECT f.finding_id, f.rule, f.severity, d.path, f.message FROM {side}_findings f
    JOIN {side}_documents d USING (document_id) JOIN pairs p ON f.document_id = p.{side}_id
    WHERE NOT EXISTS (
        SELECT 1 FROM {other}_findings o
        WHERE o.document_id = p.{other}_id AND o.rule = f.rule AND o.subject IS NOT DISTINCT FROM f.subject
    ) ORDER BY d.path, f.rule, f.finding_id
"""
ENTRIES = """
    SELECT document_id, path, project_name, organisation, fiscal_year, doc_type FROM {side}_documents ORDER BY path
"""
DOCUMENTS = """
    SELECT path FROM {side}_documents
    WHERE document_id NOT IN (SELECT document_id FROM {other}_documents)
      AND document_id NOT IN (SELECT {side}_id FROM pairs) ORDER BY path
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
OF_INDICATORS = " UNION ALL ".join(
    f"""
    SELECT document_id, level3 AS name, '{part}_value' AS field, any_value({part}_value) AS value,
           any_value({part}_text) AS text
    FROM {{side}}_indicators WHERE level3 IS NOT NULL GROUP BY document_id, level3 HAVING count(*) = 1
    """  # noqa: S608 - our own text
    for part in ("target", "actual", "weight", "score")
)
OF_ROWS = """
    SELECT document_id, name, field, any_value(value) AS value, any_value(text) AS text FROM {side}_budget_lines
    WHERE name IS NOT NULL AND name <> '' GROUP BY document_id, name, field HAVING count(*) = 1
"""
ROWS = """
    SELECT od.path, nd.path, od.fiscal_year, nd.fiscal_year, n.name, n.field, o.text, n.text
    FROM pairs p JOIN ({old}) o ON o.document_id = p.old_id JOIN ({new}) n ON n.document_id = p.new_id
      AND o.name = n.name AND o.field = n.field
    JOIN old_documents od ON od.document_id = p.old_id JOIN new_documents nd ON nd.document_id = p.new_id
    WHERE o.value IS DISTINCT FROM n.value ORDER BY 2, 5, 6
"""
KEYS = ("finding_id", "rule", "severity", "path", "message")
PAIR_KEYS = ("old_path", "path", "old_year", "new_year")
ROW_KEYS = ("old_path", "path", "old_year", "new_year", "row", "field", "old", "new")
CHANGE_KEYS = ("project_name", "organisation", "old_year", "new_year", "field", "old", "new")


def show_differences(session: Session, old: Path, new: Path, *, as_json: bool) -> ExitCode:
    """Documents, findings and amounts that are in one run and not, or otherwise, in the other."""
    found = differences(old, new)
    versions = [version_of(folder) for folder in (old, new)]
    if versions[0] != versions[1]:
        say(session.text("versions_differ", old=versions[0] or "?", new=versions[1] or "?"))
    if as_json:
        put_json(found)
    else:
        put(_lines(session, found))
    return ExitCode.DONE


def differences(old: Path, new: Path) -> dict[str, list[Any]]:
    """What differs. A finding has the same id as long as rule, content and evidence are the same.

    `settings` are what differs in program and settings. `findings_gone` and `findings_new` are those of documents that are in both runs: the program or its settings changed.
    `documents_changed` are documents of both runs with other content, or of a project and the year after, found by path, name
    and project. `amounts` are totals of projects, by name and organisation, in the same year or the next; `rows` the
    indicators and amounts of changed documents that stand once in both under one name and differ.
    """
    import duckdb

    with duckdb.connect() as connection:
        for side, folder in (("old", old), ("new", new)):
            if not (folder / RECORD).exists() or not (folder / FOLDER).is_dir():
                raise FuheError("not_a_run", path=folder)
            for table in ("documents", "findings", "budget_lines", "indicators"):
                path = str(folder / FOLDER / f"{table}.parquet").replace("'", "''")
                connection.execute(f"CREATE VIEW {side}_{table} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608

        pairs = _pair(connection)

        def ask(query: str, side: str, other: str, among: str = "") -> list[tuple[Any, ...]]:
            text = query.format(side=side, other=other, among=among.format(other=other))
            return list(connection.execute(text).fetchall())

        def found(side: str, other: str) -> list[dict[str, Any]]:
            rows = ask(FINDINGS, side, other, AMONG) + ask(OF_PAIRS, side, other)
            return [dict(zip(KEYS, row, strict=True)) for row in rows]

        return {
            "settings": _settings(old, new),
            "documents_gone": [row[0] for row in ask(DOCUMENTS, "old", "new")],
            "documents_new": [row[0] for row in ask(DOCUMENTS, "new", "old")],
            "documents_changed": [
                dict(zip(PAIR_KEYS, (a.path, b.path, a.year, b.year), strict=True)) for a, b in pairs
            ],
            "findings_gone": found("old", "new"),
            "findings_new": found("new", "old"),
            "amounts": [_change(row) for row in connection.execute(CHANGES).fetchall()],
            "rows": [
                dict(zip(ROW_KEYS, row, strict=True))
                for rows in (OF_ROWS, OF_INDICATORS)
                for row in connection.execute(
                    ROWS.format(old=rows.format(side="old"), new=rows.format(side="new"))
                ).fetchall()
            ],
        }


def _settings(old: Path, new: Path) -> list[dict[str, Any]]:
    """In what program and settings differ: findings may have come or gone for that alone."""
    told = []
    for folder in (old, new):
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        used = {name: record["settings"].get(name) for name in ("profile", "vocabulary", "links", "lang")}
        program = record["program"]
        told.append({"program": f"{program['version']} {program.get('digest', '')[:8]}".strip()} | used)
    before, after = told
    return [
        {"setting": name, "old": before[name], "new": after[name]}
        for name in before
        if before[name] != after[name]
    ]


def _pair(connection: Any) -> list[tuple[Entry, Entry]]:
    """Find the documents that changed, and put their ids into the table `pairs`."""
    sides = []
    for side in ("old", "new"):
        rows = connection.execute(ENTRIES.format(side=side)).fetchall()
        below = below_all([row[1] for row in rows])
        sides.append([Entry(row[0], row[1], rest, *row[2:]) for row, rest in zip(rows, below, strict=True)])
    pairs = paired(*sides)
    connection.execute("CREATE TABLE pairs (old_id VARCHAR, new_id VARCHAR)")
    if pairs:
        connection.executemany("INSERT INTO pairs VALUES (?, ?)", [(a.id, b.id) for a, b in pairs])
    return pairs


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
    if "setting" in row:
        name = session.words.term("about", "program") if row["setting"] == "program" else row["setting"]
        return f"{name}: {row['old'] or '—'} → {row['new'] or '—'}"
    if "rule" in row:
        return f"{row['rule']} [{session.words.term('severity', row['severity'])}] {row['path']}: {row['message']}"
    if "old_path" in row and "row" not in row:
        years = "" if row["old_year"] == row["new_year"] else f" ({row['old_year']}→{row['new_year']})"
        same = row["old_path"] == row["path"]
        return f"{row['path']}{years}" if same else f"{row['old_path']} → {row['path']}{years}"
    field = session.words.term("column", row["field"])
    if "row" in row:
        return f"{row['path']} {row['row']} {field}: {row['old'] or '—'} → {row['new'] or '—'}"
    return f"{row['project_name']} {row['old_year']}→{row['new_year']} {field}: {row['old']} → {row['new']}"
