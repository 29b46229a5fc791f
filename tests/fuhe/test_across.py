"""Documents of a run against one another: the corpus pair of report and ledger, and a ledger that was changed."""

import json
import shutil
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from fuhe.across import RESULT

CORPUS = Path(__file__).parents[2] / "corpus/documents"
REPORT, LEDGER = "evaluation-water-2023.docx", "ledger-2023.xlsx"


@pytest.fixture
def pair(tmp_path):
    """The report and its ledger, in two folders."""
    for name, folder in ((REPORT, "报告"), (LEDGER, "账")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        shutil.copy(CORPUS / name, tmp_path / "in" / folder)
    return tmp_path / "in"


def table(out, name):
    return pq.read_table(out / "dataset" / f"{name}.parquet").to_pylist()


def test_report_and_ledger_reconcile_and_the_annex_is_found(fuhe, pair, tmp_path):
    code, text, _ = fuhe("run", pair, "--out", tmp_path / "out", "--jobs", 2)
    assert code == 0
    assert "确定的联系 1 处" in text
    [link] = table(tmp_path / "out", "links")
    assert (link["link_kind"], link["explicit"]) == ("project_year", True)
    assert link["evidence"] == ["name_in_title", "unit", "year", "annex_title"]
    checks = [row for row in table(tmp_path / "out", "checks") if row["rule"].startswith("X")]
    assert {row["verdict"] for row in checks} == {"consistent"}
    assert [row["rule"] for row in checks] == ["X01", "X02", "X02", "X02", "X02"]
    [annex] = [row for row in table(tmp_path / "out", "checks") if row["rule"] == "N04"]
    assert annex["verdict"] == "consistent"
    assert f"在另一文件《{LEDGER}》中（联系依据：标题含项目名称、单位相符、年度相同" in annex["check_message"]
    assert not [row for row in table(tmp_path / "out", "findings") if row["rule"] == "N04"]


def test_a_changed_ledger_is_told_with_both_places(fuhe, pair, tmp_path):
    book = openpyxl.load_workbook(pair / "账" / LEDGER)
    sheet = book.active
    [cell] = [
        c
        for row in sheet.iter_rows()
        for c in row
        if c.value in (263720, 263720.0, "263,720.00") and c.column == 4
    ]
    cell.value = 236720 if not isinstance(cell.value, str) else "236,720.00"
    book.save(pair / "账" / LEDGER)
    code, _, _ = fuhe("run", pair, "--out", tmp_path / "out", "--jobs", 2, "--fail-on", "error")
    assert code == 1
    ids = {Path(row["path"]).name: row["document_id"] for row in table(tmp_path / "out", "documents")}
    findings = {
        row["rule"]: row for row in table(tmp_path / "out", "findings") if row["rule"].startswith("X")
    }
    assert set(findings) == {"X01", "X02"}
    for row in findings.values():
        assert row["document_id"] == ids[REPORT]
        assert row["other_documents"] == [ids[LEDGER]]
        assert {place.get("document") for place in json.loads(row["places"])} == {None, ids[LEDGER]}
    assert findings["X01"]["recomputed_value"] == 1259400
    assert "《ledger-2023.xlsx》11笔发生额之和为1,259,400" in findings["X01"]["message"]
    saved = json.loads((tmp_path / "out" / RESULT).read_text("utf-8"))
    assert [f["id"] for f in saved["findings"][ids[REPORT]]] == [
        findings[r]["finding_id"] for r in ("X01", "X02")
    ]
    doubts = openpyxl.load_workbook(tmp_path / "out/findings.xlsx")["疑点清单"]
    rows = [[cell.value for cell in row] for row in doubts.iter_rows()]
    [row] = [row for row in rows if row[2] == "X01"]
    assert any(isinstance(value, str) and f"{LEDGER} 第1个表格" in value for value in row)


def test_links_of_an_auditor_are_used_and_a_change_of_them_rewrites_the_outputs(fuhe, pair, tmp_path):
    links = tmp_path / "links.toml"
    links.write_text(f'[[apart]]\ndocuments = ["{REPORT}", "{LEDGER}"]\n', encoding="utf-8")
    fuhe("run", pair, "--out", tmp_path / "out", "--jobs", 2)
    _, text, _ = fuhe("run", pair, "--out", tmp_path / "out", "--links", links)
    assert "沿用" in text
    assert table(tmp_path / "out", "links") == []
    assert [row["rule"] for row in table(tmp_path / "out", "findings")] == ["N04"]
    links.write_text(f'[[link]]\ndocuments = ["{REPORT}", "没有的.docx"]\n', encoding="utf-8")
    _, text, _ = fuhe("run", pair, "--out", tmp_path / "out", "--links", links)
    assert "没有的.docx 在本次处理的文件里没有找到" in text
    links.write_text("[[together]]\n", encoding="utf-8")
    code, _, error = fuhe("run", pair, "--out", tmp_path / "out", "--links", links)
    assert code == 7
    assert "links.toml:1" in error
