"""Office files in one XML file, as programs for books and files export them, often named .xls or .doc."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from ingest.guards import Limits
from ingest.read import read
from ingest.sniff import Kind, sniff
from schema.document import State
from tests.components import require
from tests.ingest.packages import docx, lines, opened, p, plain_table, tables

_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_WORKBOOK = (
    _DECLARED + '<?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="m"><NumberFormat '
    'ss:Format="#,##0.00"/></Style></Styles><Worksheet ss:Name="支出"><Table>'
    '<Row><Cell><Data ss:Type="String">项目</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">金额</Data></Cell></Row>'
    '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">培训费</Data></Cell>'
    '<Cell ss:StyleID="m"><Data ss:Type="Number">1200.5</Data></Cell></Row></Table></Worksheet></Workbook>'
)
WORD = docx(p("一、项目概况") + p("支出980.00元。") + plain_table("项目|预算数\n培训费|1,200.50"))


def package(data: bytes, binary: str = "") -> bytes:
    """An archive as one XML file; the part `binary` as bytes are written there."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name == binary:
                held = f"<pkg:binaryData>{base64.encodebytes(content).decode()}</pkg:binaryData>"
            else:
                held = f"<pkg:xmlData>{content.decode().partition('?>')[2] or content.decode()}</pkg:xmlData>"
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="any">{held}</pkg:part>')
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    head = _DECLARED + '<?mso-application progid="Word.Document"?>'
    return f"{head}<pkg:package {space}>{''.join(parts)}</pkg:package>".encode()


@pytest.mark.parametrize("binary", ["", "word/document.xml"])
@pytest.mark.parametrize("name", ["a.xml", "a.doc"])
def test_a_flat_package_is_read_as_the_package(name: str, binary: str, tmp_path: Path) -> None:
    flat, whole = opened(package(WORD, binary), tmp_path, name), opened(WORD, tmp_path)
    assert flat.state is State.OK
    assert flat.blocks == whole.blocks
    assert lines(flat)


def test_a_package_of_nothing_known_is_not_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("any.xml", "<any>支出980元</any>")
    document = opened(package(out.getvalue()), tmp_path, "a.xml")
    assert (document.state, document.blocks) == (State.UNSUPPORTED, ())


@pytest.mark.parametrize("name", ["a.xls", "a.xml"])
def test_a_workbook_of_2003_is_a_table_and_not_a_page_of_glued_words(name: str, tmp_path: Path) -> None:
    require("soffice")
    document = opened(_WORKBOOK.encode(), tmp_path, name)
    (table,) = tables(document)
    assert (table.sheet, document.format) == ("支出", "xmlss")
    assert [(one.row, one.column, one.column_span, one.text) for one in table.cells if one.text] == [
        (0, 0, 1, "项目"), (0, 2, 1, "金额"), (1, 0, 2, "培训费"), (1, 2, 1, "1,200.50"),
    ]  # fmt: skip


def test_a_workbook_in_the_encoding_of_old_programs(tmp_path: Path) -> None:
    require("soffice")
    document = opened(_WORKBOOK.replace("UTF-8", "GB2312").encode("gb18030"), tmp_path, "a.xls")
    assert [one.text for one in tables(document)[0].cells if one.text][:2] == ["项目", "金额"]


def test_an_xml_file_with_a_dtd_is_refused(tmp_path: Path) -> None:
    harm = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    for data in (_WORKBOOK, package(WORD).decode()):
        document = opened(data.replace("?><", f"?>{harm}<", 1).encode(), tmp_path, "a.xml")
        assert (document.state, document.notices[-1].code) == (State.CORRUPT, "dtd_refused")


def test_a_flat_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(package(WORD))
    assert read(path, limits=Limits(tree_bytes=100)).state is State.TOO_LARGE


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html><table>', Kind.HTML),
        ('<?xml version="1.0"?><!-- a --><html xmlns="x"><body>', Kind.HTML),
        ("<table><tr><td>1</td></tr></table>", Kind.HTML),
        ('<?xml version="1.0"?><invoice><table>1</table></invoice>', Kind.UNKNOWN),
        ('<office:document office:mimetype="application/vnd.oasis.opendocument.text">', Kind.FODT),
        ('<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">', Kind.FODS),
        ("<支出>980元", Kind.TEXT),
        ("1 < 2 <a", Kind.TEXT),
    ],
)
def test_what_an_xml_file_is(head: str, kind: Kind) -> None:
    assert sniff(head.encode()) is kind
    assert sniff(head.encode("utf-16")) is kind


def test_what_tells_excel_the_separator_is_no_row(tmp_path: Path) -> None:
    document = opened("sep=;\r\n项目;金额\r\n培训费;1,200.50\r\n".encode("utf-8-sig"), tmp_path, "a.csv")
    assert lines(document) == []
    assert [one.text for one in tables(document)[0].cells] == ["项目", "金额", "培训费", "1,200.50"]
