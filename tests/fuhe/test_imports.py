"""Decisions come back from the workbook by the id of the finding, whoever saved it and however it was sorted."""

import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest

from fuhe.cli import main
from fuhe.decisions import FILE, Decision, Decisions, read_lines
from tests.components import require


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The output of a run over one report with a wrong rate: `(archive, output)`."""
    base = tmp_path_factory.mktemp("imports")
    (base / "in").mkdir()
    written = docx.Document()
    written.add_heading("某街道2023年度绩效评价报告", 1)
    written.add_paragraph("项目全年预算1,200.00万元，实际支出1,150.00万元，预算执行率98.33%。")
    written.save(str(base / "in" / "报告.docx"))
    assert main(["run", str(base / "in"), "--out", str(base / "out"), "--jobs", "1"]) == 0
    return base / "in", base / "out"


@pytest.fixture
def archive(made):
    return made[0]


@pytest.fixture
def out(made, tmp_path):
    """A copy of the output, for one test."""
    return Path(shutil.copytree(made[1], tmp_path / "out"))


def fill(path, target=None, **cells):
    """Write cells of the first finding of the list of doubts, by column title; the finding's id."""
    book = openpyxl.load_workbook(path)
    sheet = book["疑点清单"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for title, value in cells.items():
        sheet.cell(2, titles[title]).value = value
    found = sheet.cell(2, titles["疑点编号"]).value
    book.save(target or path)
    return found


def test_a_filled_workbook_becomes_decisions_once(fuhe, out):
    found = fill(
        out / "findings.xlsx", 核实状态="属实", 核实人="张三", 单位说明="已核", 核实日期="2026-03-05"
    )
    code, told, _ = fuhe("import-decisions", out / "findings.xlsx")
    assert (code, "导入 1 条" in told) == (0, True)
    assert list(read_lines(out / FILE)) == [
        Decision(found, "true", "张三", "2026-03-05T00:00:00.000+00:00", rule="R04", note="已核")
    ]
    assert "导入 0 条" in fuhe("import-decisions", out / "findings.xlsx")[1]


def test_an_untouched_workbook_says_nothing(fuhe, out):
    assert "导入 0 条" in fuhe("import-decisions", out / "findings.xlsx")[1]
    assert not (out / FILE).exists()


def test_a_workbook_saved_by_libreoffice_is_read(fuhe, out, tmp_path):
    require("soffice")
    found = fill(out / "findings.xlsx", 核实状态="不属实", 核实人="李四")
    saved = tmp_path / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved), str(out / "findings.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    code, told, _ = fuhe("import-decisions", saved / "findings.xlsx", "--into", out)
    assert (code, "导入 1 条" in told) == (0, True)
    assert [(line.finding, line.verdict, line.by) for line in read_lines(out / FILE)] == [
        (found, "false", "李四")
    ]


def test_two_reviewers_who_differ_are_told(fuhe, out, tmp_path):
    found = fill(out / "findings.xlsx", 核实状态="属实", 核实人="张三")
    other = tmp_path / "other"
    other.mkdir()
    Decisions(other).add(Decision(found, "false", "李四", "2026-01-01T00:00:00.000+00:00"))
    code, told, _ = fuhe("import-decisions", out / "findings.xlsx", other / FILE, "--into", out)
    assert (code, "1 项疑点的复核人意见不一致" in told) == (0, True)


def test_a_run_again_keeps_the_decisions(fuhe, out, archive):
    fill(out / "findings.xlsx", 核实状态="属实", 核实人="张三")
    fuhe("import-decisions", out / "findings.xlsx")
    before = (out / FILE).read_bytes()
    assert fuhe("run", archive, "--out", out, "--fresh")[0] == 0
    assert (out / FILE).read_bytes() == before


def test_what_is_no_workbook_is_told(fuhe, out, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    for path in (bad, other):
        code, _, err = fuhe("import-decisions", path, "--into", out)
        assert (code, "不是疑点清单工作簿" in err) == (2, True)
    assert fuhe("import-decisions", tmp_path / "missing.xlsx", "--into", out)[0] == 4
    assert fuhe("import-decisions", other)[0] == 2


def test_the_workbook_links_to_pages_and_copies_and_computes(out):
    sheet = openpyxl.load_workbook(out / "findings.xlsx")["疑点清单"]
    stored = openpyxl.load_workbook(out / "findings.xlsx", data_only=True)["疑点清单"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    found = sheet.cell(2, titles["疑点编号"]).value
    page = sheet.cell(2, titles["位置"]).hyperlink
    copy = sheet.cell(2, titles["文件名"]).hyperlink
    assert (out / page.target.replace("\\", "/")).exists()
    assert page.location == f"f-{found}"
    assert (out / copy.target.replace("\\", "/")).exists()
    assert sheet.cell(2, titles["重算数值"]).value == "=1150.00/1200.00*100"
    assert round(stored.cell(2, titles["重算数值"]).value, 2) == 95.83
    assert round(stored.cell(2, titles["差异"]).value, 2) == 2.5


def test_a_run_shows_decisions_in_the_workbook_and_reading_them_back_adds_nothing(fuhe, out, archive):
    found = fill(out / "findings.xlsx", 核实状态="不属实", 核实人="张三", 单位说明="口径不同")
    fuhe("import-decisions", out / "findings.xlsx")
    assert fuhe("run", archive, "--out", out)[0] == 0
    sheet = openpyxl.load_workbook(out / "findings.xlsx")["疑点清单"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    row = {key: sheet.cell(2, titles[key]).value for key in ("疑点编号", "核实状态", "核实人", "单位说明")}
    assert row == {"疑点编号": found, "核实状态": "不属实", "核实人": "张三", "单位说明": "口径不同"}
    assert "导入 0 条" in fuhe("import-decisions", out / "findings.xlsx")[1]
    Decisions(out).add(Decision(found, "true", "李四", "2026-01-01T00:00:00.000+00:00"))
    assert fuhe("run", archive, "--out", out)[0] == 0
    sheet = openpyxl.load_workbook(out / "findings.xlsx")["疑点清单"]
    assert sheet.cell(2, titles["核实状态"]).value == "待核实"
