"""findings.xlsx: numbers are numbers, hostile text stays text, LibreOffice opens it and agrees with the formulas."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from publish.phrases import words
from publish.sheets import SHEETS
from publish.tables import Failure
from publish.workbook import ORDER, About, Workbook
from tests.components import require

ABOUT = About("0.1.0", 60, "auto", 1, 1)


@pytest.fixture
def make(tmp_path, checked):
    def write(lang="zh", reports=None):
        book = Workbook(tmp_path / f"findings-{lang}.xlsx", words(lang))
        for report in reports or [checked]:
            book.add(report)
        book.add_failures([Failure(("=坏.pdf",), "", "corrupt", "@no header")])
        return book.close(ABOUT)

    return write


def cells(path, sheet):
    """The rows of a sheet as dictionaries by column key."""
    book = openpyxl.load_workbook(path)
    keys = [column.key for column in SHEETS[sheet]]
    rows = book[words("zh").term("sheet", sheet)].iter_rows(min_row=2)
    return [dict(zip(keys, row, strict=False)) for row in rows]


def test_the_sheets_in_their_order(make):
    names = openpyxl.load_workbook(make()).sheetnames
    assert names == [
        "说明",
        "疑点清单",
        "全部核对",
        "指标",
        "预算资金",
        "明细账",
        "未核对数字",
        "失败文件",
        "字典",
    ]
    english = openpyxl.load_workbook(make("en")).sheetnames
    assert english == [words("en").term("sheet", key) for key in ORDER]


def test_numbers_are_numbers_and_printed_text_is_text(make):
    row = cells(make(), "findings")[0]
    assert (row["reported"].value, row["reported"].data_type) == ("98.33%", "s")
    assert (row["reported_value"].value, row["reported_value"].data_type) == (98.33, "n")
    assert row["amount_involved"].value == 12000000
    assert row["severity"].value == "错误"
    assert row["status"].value == "待核实"


def test_hostile_text_never_becomes_a_formula_or_a_link(make):
    path = make()
    for sheet in openpyxl.load_workbook(path):
        formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert all(re.fullmatch(r"=[A-Z]+\d+-[A-Z]+\d+|=[\d.()*/+-]+", text) for text in formulas), formulas
        assert sheet.title == "疑点清单" or not formulas
    row = cells(path, "findings")[1]
    assert (row["quote"].value, row["quote"].data_type) == ('=HYPERLINK("http://example.invalid")', "s")
    with zipfile.ZipFile(path) as archive:
        assert not any("hyperlink" in name for name in archive.namelist())
        assert not any(b"<hyperlink" in archive.read(name) for name in archive.namelist())


def test_the_difference_is_a_live_formula_with_its_result(make):
    path = make()
    row = cells(path, "findings")[0]
    assert (
        row["difference"].value == f"={row['reported_value'].coordinate}-{row['recomputed_value'].coordinate}"
    )
    stored = openpyxl.load_workbook(path, data_only=True)["疑点清单"][row["difference"].coordinate].value
    assert stored == pytest.approx(2.4967)


def test_findings_are_sorted_by_severity_then_amount(make, checked):
    first = checked.findings[0]
    small = first.model_copy(update={"id": "c" * 16, "figures": first.figures[:1]})
    other = checked.model_copy(update={"findings": (checked.findings[1], small)})
    ids = [row["finding_id"].value for row in cells(make(reports=[other, checked]), "findings")]
    assert ids == ["a" * 16, "c" * 16, "b" * 16, "b" * 16]


def test_the_sheet_is_ready_to_work_with(make):
    sheet = openpyxl.load_workbook(make())["疑点清单"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'疑点清单'!$A$1:$O$3"
    [choice] = sheet.data_validations.dataValidation
    assert choice.formula1 == '"待核实,属实,不属实,部分属实,无法核实"'


def test_failures_and_figures_not_checked(make):
    path = make()
    assert [cell.value for cell in list(cells(path, "failures")[0].values())[:3]] == [
        "=坏.pdf",
        "已损坏",
        "@no header",
    ]
    [row] = cells(path, "unchecked")
    assert (row["text"].value, row["value"].value, row["location"].value) == ("49.5人次", 49.5, "第3页")


def test_characters_that_the_format_cannot_hold_are_left_out(make, checked):
    strange = "a\x00b\ud800c\ufffed" + "长" * 40000
    finding = checked.findings[0].model_copy(update={"quote": strange})
    row = cells(make(reports=[checked.model_copy(update={"findings": (finding,)})]), "findings")[0]
    assert row["quote"].value.startswith("abcd长")
    assert len(row["quote"].value) == 32000


def test_a_target_that_is_open_elsewhere_gets_another_name(make, tmp_path):
    (tmp_path / "findings-zh.xlsx").mkdir()
    (tmp_path / "findings-zh.xlsx" / "x").touch()
    with pytest.raises(OSError, match="findings-zh"):
        make()


def test_a_workbook_open_in_another_program_is_left_alone(make, tmp_path, monkeypatch):
    """What Windows says of a file that Excel holds; no other system does."""
    (tmp_path / "findings-zh.xlsx").write_bytes(b"open in Excel")
    replace = os.replace

    def held(source, target):
        if Path(target).name == "findings-zh.xlsx":
            raise PermissionError(13, "in use", str(target))
        replace(source, target)

    monkeypatch.setattr("publish.workbook.os.replace", held)
    assert make().name == "findings-zh(1).xlsx"
    assert (tmp_path / "findings-zh.xlsx").read_bytes() == b"open in Excel"


def test_a_discarded_workbook_leaves_nothing_and_replaces_nothing(tmp_path, checked):
    target = tmp_path / "findings.xlsx"
    target.write_bytes(b"before")
    book = Workbook(target, words("zh"))
    book.add(checked)
    book.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["findings.xlsx"]
    assert target.read_bytes() == b"before"


@pytest.mark.slow
def test_libreoffice_opens_it_and_calculates_the_same(make, tmp_path):
    require("soffice")
    path = make()
    out = tmp_path / "recalculated"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = openpyxl.load_workbook(out / path.name, data_only=True)
    keys = [column.key for column in SHEETS["findings"]]
    assert again["疑点清单"].cell(2, keys.index("difference") + 1).value == pytest.approx(2.4967)
    assert again.sheetnames == openpyxl.load_workbook(path).sheetnames
