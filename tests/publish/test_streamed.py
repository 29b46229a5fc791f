"""Sheets that forget what they have written."""

import zipfile

import openpyxl
import xlsxwriter

from publish.streamed import StreamedSheet


def test_heights_and_links_stay_in_the_file_and_not_in_memory(tmp_path):
    target = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    sheet = book.add_worksheet("甲", worksheet_class=StreamedSheet)
    plain = book.add_worksheet("乙", worksheet_class=StreamedSheet)
    form = book.add_format({"underline": 1})
    for row in range(300):
        sheet.set_row(row, 15 * (2 + row % 3))
        sheet.link(row, 0, f"external:documents/{row // 100}.html#f-{row}", f"第{row}行", form)
        sheet.write_string(row, 1, "x")
        plain.write_string(row, 0, "x")
    assert len(sheet.row_info) == len(sheet.row_sizes) == 1
    assert not sheet.hyperlinks
    book.close()

    read = openpyxl.load_workbook(target)
    cells = [read["甲"].cell(row, 1) for row in range(1, 301)]
    assert [cell.value for cell in cells] == [f"第{row}行" for row in range(300)]
    assert [(cell.hyperlink.target.replace("\\", "/"), cell.hyperlink.location) for cell in cells] == [
        (f"documents/{row // 100}.html", f"f-{row}") for row in range(300)
    ]
    assert [read["甲"].row_dimensions[row + 1].height for row in range(300)] == [
        15 * (2 + row % 3) for row in range(300)
    ]
    with zipfile.ZipFile(target) as parts:
        relations = parts.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert relations.count("<Relationship ") == 3, "one relation a file"
    assert read["乙"].cell(1, 1).hyperlink is None
