"""One run, every format: the same findings with the same ids; in the order of the report wherever one document is shown."""

import json
import re

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


def test_the_workbook_has_every_finding_gravest_first(made):
    _, out = made
    sheet = openpyxl.load_workbook(out / "findings.xlsx")["疑点清单"]
    titles = {cell.value: cell.column - 1 for cell in sheet[1]}
    rows = [
        (row[titles["疑点编号"]], row[titles["严重程度"]])
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    assert sorted(row[0] for row in rows) == sorted(ids_of(out))
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), key=["错误", "存疑", "提示"].index)


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
