"""The command line as a person uses it, in this process, and small Word files written for the test."""

import docx
import pytest

from fuhe.cli import main
from schema.document import Table
from tests.documents import document as document_of


@pytest.fixture
def fuhe(capfd, monkeypatch):
    """Run a command: `(exit code, stdout, stderr)`."""
    monkeypatch.delenv("FUHE_LANG", raising=False)

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def word(tmp_path):
    """A Word file from the text of `tests.documents`: headings, paragraphs and tables."""

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        out = docx.Document()
        for block in document_of(text).blocks:
            if isinstance(block, Table):
                table = out.add_table(block.rows, block.columns, style="Table Grid")
                for cell in block.cells:
                    table.cell(cell.row, cell.column).text = cell.text
            elif block.level is not None:
                out.add_heading(block.text, block.level)
            else:
                out.add_paragraph(block.text)
        out.save(str(path))
        return path

    return write


REPORT = """
# 某街道办事处2022年度部门重点项目绩效评价报告

# 一、项目资金情况

项目全年预算1,200.00万元，实际支出1,150.00万元，预算执行率98.33%。

# 二、资金明细

| 项目名称 | 金额（元）|
| --- | --- |
| 培训费 | 1,000.00 |
| 宣传费 | 2,000.00 |
| 合计 | 3,000.00 |
"""
"""A report with one wrong rate and a table that adds up."""


@pytest.fixture
def wrong(word):
    """A Word report with an error: 1,150 of 1,200 are 95.83 %."""
    return word("报告.docx", REPORT)


@pytest.fixture
def right(word):
    """The same report without the error."""
    return word("正确.docx", REPORT.replace("98.33%", "95.83%"))
