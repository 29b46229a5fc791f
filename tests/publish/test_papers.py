"""Working papers: one page a project, drafts with empty fields, text of a report as text."""

import subprocess
from pathlib import Path

import docx
import pytest

from extract.report import report_of
from ingest.read import read
from publish.papers import evidence_sheets, project_sheet
from publish.phrases import words
from score.assess import assess
from tests.components import require

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "documents"
WORDS = words("zh")


@pytest.fixture(scope="module")
def reports():
    out = []
    for name in ("selfeval-bridge-2022.docx", "zhongcun-2022.pdf", "ledger-2023.xlsx"):
        found = report_of(read(CORPUS / name))
        out.append(found.assessed(assess(found)))
    return out


def cells(path):
    return [[cell.text for cell in row.cells] for table in docx.Document(path).tables for row in table.rows]


def test_recomputed_columns_stand_beside_printed_ones(reports, tmp_path):
    project_sheet(reports[0], tmp_path / "a.docx", WORDS)
    rows = cells(tmp_path / "a.docx")
    assert ["年度资金总额", "500.00", "443.00", "86.60%", "88.60%"] in rows
    assert ["日常养护里程", "≥260公里", "247公里", "", "95.00%", "12", "11.4"] in rows
    assert [row[0] for row in rows if row[1:2] == ["错误"]] == ["1", "2", "3"]


def test_missing_annexes_are_listed_and_nothing_is_said_of_what_is_not_there(reports, tmp_path):
    project_sheet(reports[1], tmp_path / "b.docx", WORDS)
    assert any("附件3" in row[0] for row in cells(tmp_path / "b.docx"))
    project_sheet(reports[2], tmp_path / "c.docx", WORDS)
    assert "三、疑点  无" in [p.text for p in docx.Document(tmp_path / "c.docx").paragraphs]


def test_a_draft_has_facts_and_empty_fields(reports, tmp_path):
    found = reports[1].findings[:2]
    evidence_sheets(reports[1], found, tmp_path / "d.docx", WORDS)
    rows = dict(row[:2] for row in cells(tmp_path / "d.docx")[:12])
    assert WORDS.phrase(found[0]) in rows["取证内容（事实摘要）"]
    assert "101.49%" in rows["取证内容（事实摘要）"]
    assert rows["被审计单位意见"].strip() == rows["盖章、经办人签字、日期"].strip() == rows["编制人"] == ""
    assert sum(row[0] == "取证内容（事实摘要）" for row in cells(tmp_path / "d.docx")) == 2


def test_every_project_sheet_fits_one_page(reports, tmp_path):
    require("soffice")
    import pypdfium2

    for n, report in enumerate(reports):
        project_sheet(report, tmp_path / f"{n}.docx", WORDS)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.docx")))],
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    pages = []
    for path in sorted(tmp_path.glob("*.pdf")):
        pdf = pypdfium2.PdfDocument(path)
        pages.append(len(pdf))
        pdf.close()
    assert pages == [1, 1, 1]


def test_characters_that_xml_has_not_are_left_out(reports, tmp_path):
    facts = reports[0].document.model_copy(update={"project_name": "甲\x00\x0b乙"})
    report = reports[0].model_copy(update={"document": facts})
    project_sheet(report, tmp_path / "e.docx", WORDS)
    assert cells(tmp_path / "e.docx")[0][1] == "甲乙"
