"""One run, every format: the same findings with the same ids in the same order."""

import csv
import json
import re
import sqlite3
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest

from fuhe.decisions import Decision, Decisions
from tests.fuhe.test_review import CORPUS


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from fuhe.cli import main

    base = tmp_path_factory.mktemp("formats")
    (base / "in").mkdir()
    source = base / "in" / "zhongcun-2022.pdf"
    source.write_bytes((CORPUS / source.name).read_bytes())
    assert main(["run", str(base / "in"), "--out", str(base / "out"), "--jobs", "1"]) == 0
    return source, base / "out"


def ids_of(out):
    import pyarrow.parquet as pq

    return pq.read_table(out / "dataset" / "findings.parquet").column("finding_id").to_pylist()


def report_of(out):
    return json.loads(next((out / "reports").glob("*.json")).read_text(encoding="utf-8"))


def test_json_dataset_and_page_have_the_same_findings_in_the_same_order(made, fuhe):
    source, out = made
    ids = ids_of(out)
    assert len(ids) == len(set(ids)) > 20
    told = json.loads(fuhe("check", source, "--json")[1])
    assert [finding["id"] for finding in told["findings"]] == ids
    assert [finding["id"] for finding in report_of(out)["findings"]] == ids
    html = (out / "documents" / f"{told['document']['id']}.html").read_text(encoding="utf-8")
    assert re.findall(r'<article class="finding \w+" id="f-(\w+)"', html) == ids


def test_the_terminal_says_every_finding_in_the_same_order(made, fuhe):
    source, out = made
    told = "".join(fuhe("check", source)[1].split())
    at = 0
    for finding in report_of(out)["findings"]:
        begin = "".join(finding["message"].split())[:16]
        at = told.find(begin, at)
        assert at >= 0, finding["message"]


def test_the_marked_copy_has_every_finding_that_has_a_place(made):
    _, out = made
    names = set()
    with pikepdf.open(next((out / "annotated").glob("*.pdf"))) as pdf:
        for sheet in pdf.pages:
            for note in sheet.obj.get("/Annots", []):
                if note.Subtype == "/Square":
                    names.add(str(note.NM).split(".")[0])
    assert names == set(ids_of(out))


def test_every_finding_is_in_every_format_with_the_same_id_in_the_same_order(archive, fuhe, tmp_path):
    """The list over all documents is one, and kept to a document it is that of the document."""
    out, files = archive
    reports = reports_of(out)
    ids = ids_of(out)
    by_document = {name: [f["id"] for f in report["findings"]] for name, report in reports.items()}
    assert len(by_document) == 3
    assert min(map(len, by_document.values())) > 0
    for name, own in by_document.items():
        assert [i for i in ids if i in own] == own, name
    over_all = {
        "csv": from_csv(fuhe, out, tmp_path),
        "sqlite": from_sqlite(fuhe, out, tmp_path),
        "dataset.xlsx": from_grid(fuhe, out, tmp_path),
        "findings.xlsx": from_workbook(out),
        "duckdb": from_duckdb(out),
        "findings.html": re.findall(r'<tr data-id="(\w+)"', (out / "findings.html").read_text("utf-8")),
    }
    assert {kind: found for kind, found in over_all.items() if found != ids} == {}
    told = fuhe("check", *files, "--json")[1].splitlines()
    papers(fuhe, out, ids, tmp_path / "papers")
    for line, file in zip(told, files, strict=True):
        name, own = file.name, by_document[file.name]
        copy = next((out / "annotated").glob(f"{file.stem}-*"))
        alone = {
            "check --json": [finding["id"] for finding in json.loads(line)["findings"]],
            "terminal": re.findall(r"疑点编号(\w{16})", "".join(fuhe("check", file)[1].split())),
            "page": from_page(out, reports[name]["document"]["id"]),
            "marked copy": MARKED[copy.suffix](copy, own),
            "evidence sheets": from_papers(tmp_path / "papers", file.stem),
        }
        assert {kind: found for kind, found in alone.items() if found != own} == {}, name


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A run over three kinds of documents with findings: `(output, files)`."""
    from fuhe.cli import main
    from tests.publish.test_sheetmarks import ledger

    base = tmp_path_factory.mktemp("archive")
    (base / "in").mkdir()
    files = [base / "in" / name for name in ("selfeval-bridge-2022.docx", "zhongcun-2022.pdf")]
    for file in files:
        file.write_bytes((CORPUS / file.name).read_bytes())
    files.append(ledger(base / "in" / "zz-ledger.xlsx"))
    assert main(["run", str(base / "in"), "--out", str(base / "out"), "--jobs", "1"]) == 0
    return base / "out", files


def reports_of(out):
    read = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "reports").glob("*.json")]
    return {Path(report["document"]["path"]).name: report for report in read}


def from_csv(fuhe, out, folder):
    assert fuhe("export", out, "--to", "csv", "--out", folder / "csv")[0] == 0
    with (folder / "csv" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["finding_id"] for row in csv.DictReader(file)]


def from_sqlite(fuhe, out, folder):
    assert fuhe("export", out, "--to", "sqlite", "--out", folder / "x.sqlite")[0] == 0
    connection = sqlite3.connect(folder / "x.sqlite")
    found = [row[0] for row in connection.execute("SELECT finding_id FROM findings ORDER BY rowid")]
    connection.close()
    return found


def from_grid(fuhe, out, folder):
    assert fuhe("export", out, "--to", "xlsx", "--out", folder / "x.xlsx")[0] == 0
    return column(openpyxl.load_workbook(folder / "x.xlsx")["findings"], "疑点编号")


def from_workbook(out):
    return column(openpyxl.load_workbook(out / "findings.xlsx")["疑点清单"], "疑点编号")


def column(sheet, title):
    at = next(cell.column - 1 for cell in sheet[1] if cell.value == title)
    return [row[at] for row in sheet.iter_rows(min_row=2, values_only=True)]


def from_duckdb(out):
    import duckdb

    with duckdb.connect(str(out / "fuhe.duckdb"), read_only=True) as base:
        return [row[0] for row in base.execute("SELECT finding_id FROM findings").fetchall()]


def from_page(out, identity):
    html = (out / "documents" / f"{identity}.html").read_text(encoding="utf-8")
    return re.findall(r'<article class="finding \w+" id="f-(\w+)"', html)


def from_pdf(copy, own):
    """By the numbers in the outline; every mark must carry the id that goes with its number."""
    with pikepdf.open(copy) as pdf:
        for sheet in pdf.pages:
            for note in sheet.obj.get("/Annots", []):
                if note.Subtype == "/Square":
                    assert str(note.NM).split(".")[0] == own[int(str(note.Subj).split()[0]) - 1]
        with pdf.open_outline() as outline:
            return [own[int(item.title.split()[0]) - 1] for item in outline.root[-1].children]


def from_docx(copy, own):
    told = [comment.text for comment in docx.Document(copy).comments]
    pairs = re.findall(r"^(\d+) \[\w+\].*?疑点编号：(\w+)", "\n".join(told), re.S | re.M)
    found = {int(number): identity for number, identity in pairs}
    return [found[number] for number in sorted(found)]


def from_sheet(copy, own):
    rows = openpyxl.load_workbook(copy)["标注说明"].iter_rows(values_only=True)
    return [row[5] for row in rows if row[5]]


MARKED = {".pdf": from_pdf, ".docx": from_docx, ".xlsx": from_sheet}


def papers(fuhe, out, ids, folder):
    """Working papers of a run in which every finding was confirmed."""
    Decisions(out).extend(Decision(i, "true", "甲", "2026-01-01T00:00:00.000+00:00") for i in ids)
    assert fuhe("export", out, "--to", "docx", "--out", folder)[0] == 0


def from_papers(folder, stem):
    paper = docx.Document(next(folder.glob(f"{stem}-*取证单.docx")))
    return [table.cell(0, 3).text for table in paper.tables if table.cell(0, 2).text == "取证单编号"]


def test_exports_write_the_same_pages_copies_and_confirmed_drafts(made, fuhe, tmp_path):
    _, out = made
    identity = report_of(out)["document"]["id"]
    assert fuhe("export", out, "--to", "html", "--out", tmp_path / "html")[0] == 0
    page = f"documents/{identity}.html"
    shown = [
        re.findall(r'id="f-(\w+)"', (folder / page).read_text("utf-8")) for folder in (out, tmp_path / "html")
    ]
    assert shown[0] == shown[1]
    assert fuhe("export", out, "--to", "pdf", "--out", tmp_path / "pdf")[0] == 0
    copy = next((tmp_path / "pdf").glob("*.pdf"))
    assert copy.read_bytes() == (out / "annotated" / copy.name).read_bytes()
    Decisions(out).add(Decision(ids_of(out)[0], "true", "甲", "2026-01-01T00:00:00.000+00:00"))
    code, _, err = fuhe("export", out, "--to", "docx", "--out", tmp_path / "papers")
    assert (code, "1 项属实" in err) == (0, True)
    assert sorted(path.stem.rsplit("-", 1)[1] for path in (tmp_path / "papers").iterdir()) == [
        "取证单",
        "核对单",
    ]


def test_a_second_run_writes_no_page_again(made, fuhe):
    source, out = made
    page = next((out / "documents").glob("*.html"))
    before = page.stat().st_mtime_ns
    assert fuhe("run", source.parent, "--out", out)[0] == 0
    (out / "run.json").unlink()
    assert fuhe("run", source.parent, "--out", out)[0] == 0
    assert page.stat().st_mtime_ns == before


def test_a_missing_page_is_made_again(made, fuhe):
    source, out = made
    page = next((out / "documents").glob("*.html"))
    text = page.read_text(encoding="utf-8")
    page.unlink()
    (out / "run.json").unlink()
    assert fuhe("run", source.parent, "--out", out)[0] == 0
    assert page.read_text(encoding="utf-8") == text
