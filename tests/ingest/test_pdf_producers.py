"""The same small table as Chromium prints it and as LibreOffice lays it out, under every kind of border."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from ingest.pdf.reader import Reading, read_pdf
from schema.document import BlockKind
from tests.browser import chromium
from tests.components import require
from tests.ingest.drawn import rows, tables, texts
from tests.ingest.written import printed

HEAD = ["项目名称", "预算数（万元）", "支出数（万元）", "执行率"]
BODY = [
    ["社区综合服务", "120.00", "118.50", "98.75%"],
    ["培训费", "8.00", "6.20", "77.50%"],
    ["合计", "128.00", "124.70", "97.42%"],
]
LONG = [[f"第{k}个项目名称", f"{k * 13}.50", f"{k * 12}.10", f"{89 + k % 10}.25%"] for k in range(1, 91)]

STYLES = {
    "solid": "table{border-collapse:collapse}td,th{border:1px solid #000}",
    "apart": "td,th{border:1px solid #000}",
    "double": "table{border-collapse:collapse}td,th{border:3px double #000}",
    "thick": "table{border-collapse:collapse}td,th{border:4px solid #000}",
    "dashed": "table{border-collapse:collapse}td,th{border:1px dashed #000}",
    "dotted": "table{border-collapse:collapse}td,th{border:1px dotted #000}",
    "white": "table{border-collapse:collapse}td,th{border:2px solid #fff;background:#dde}",
    "shaded": "table{border-spacing:2px}td{background:#eef}th{background:#ccd}",
    "striped": "table{border-collapse:collapse}tr:nth-child(even) td{background:#eef}th{background:#ccd}",
    "three": "table{border-collapse:collapse;width:100%;border-top:2px solid;border-bottom:2px solid}th{border-bottom:1px solid}",
    "rows": "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc}",
}


def html(style: str, body: list[list[str]], more: str = "") -> str:
    head = "".join(f"<th>{name}</th>" for name in HEAD)
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in body)
    css = "body{font:12pt 'Noto Serif CJK SC'}td,th{padding:3pt 6pt;font-size:10pt}.c{text-align:center}"
    return (
        f"<meta charset=utf-8><style>{css}{style}</style><p>以下为资金使用情况。</p>{more}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table><p>以上资金均已到位。</p>"
    )


@pytest.fixture(scope="module")
def browser() -> Any:
    with chromium() as running:
        yield running


def print_of(browser: Any, content: str) -> Reading:
    page = browser.new_page()
    page.set_content(content)
    footer = '<span style="font-size:8pt">第<span class="pageNumber"></span>页</span>'
    data = page.pdf(
        format="A4",
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=footer,
        margin=dict.fromkeys(("top", "bottom", "left", "right"), "18mm"),
    )
    page.close()
    return read_pdf(data)


@pytest.mark.parametrize("style", STYLES)
def test_chromium_prints_a_table(browser: Any, style: str) -> None:
    result = print_of(browser, html(STYLES[style], BODY))
    assert [rows(table) for table in tables(result)] == [[HEAD, *BODY]]
    assert tables(result)[0].header_rows == 1
    assert texts(result, BlockKind.PARAGRAPH, BlockKind.HEADING) == [
        "以下为资金使用情况。",
        "以上资金均已到位。",
    ]


@pytest.mark.parametrize("style", ["solid", "three", ""])
def test_chromium_prints_a_table_over_pages(browser: Any, style: str) -> None:
    caption = "<p class=c>表3 资金使用情况</p>"
    result = print_of(browser, html(STYLES.get(style, ""), LONG, caption))
    assert [rows(table) for table in tables(result)] == [[HEAD, *LONG]]
    assert len(tables(result)[0].parts) > 2
    assert texts(result, BlockKind.PARAGRAPH)[-1] == "以上资金均已到位。"


def test_chromium_draws_a_chart(browser: Any) -> None:
    lines = "".join(
        f'<line x1="40" y1="{20 + 40 * k}" x2="480" y2="{20 + 40 * k}" stroke="#ccc"/>'
        f'<text x="5" y="{24 + 40 * k}" font-size="10">{100 - 20 * k}</text>'
        for k in range(6)
    )
    bars = "".join(
        f'<rect x="{60 + 85 * k}" y="{220 - h}" width="30" height="{h}" fill="#48c"/>'
        f'<text x="{62 + 85 * k}" y="{215 - h}" font-size="9">{h / 2}</text>'
        for k, h in enumerate([50, 90, 120, 160, 180])
    )
    chart = f'<svg width="500" height="250">{lines}<line x1="40" y1="20" x2="40" y2="220" stroke="#000"/>{bars}</svg>'
    result = print_of(browser, html(STYLES["solid"], BODY, chart))
    assert [rows(table) for table in tables(result)] == [[HEAD, *BODY]]


# --- LibreOffice -----------------------------------------------------------------------------------------

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS: dict[str, dict[str, tuple[str, int, str]]] = {
    **{
        name: dict.fromkeys(SIDES, (name, size, "000000"))
        for name, size in {
            "single": 4,
            "double": 4,
            "triple": 4,
            "dashed": 4,
            "dotted": 4,
            "dotDash": 6,
        }.items()
    },
    **{name: dict.fromkeys(SIDES, (name, 6, "000000")) for name in ("wave", "outset", "threeDEmboss")},
    "white": dict.fromkeys(SIDES, ("single", 12, "FFFFFF")),
    "inner": dict.fromkeys(("insideH", "insideV"), ("single", 4, "000000")),
    "rows": dict.fromkeys(("insideH", "top", "bottom"), ("single", 4, "000000")),
    "between rows": {"insideH": ("single", 4, "000000")},
    "between columns in a box": {side: ("single", 4, "000000") for side in SIDES if side != "insideH"},
    "shaded": {},
}


def bordered(word: Any, name: str) -> None:
    word.add_paragraph(f"以下表格的框线为{name}。")
    table = word.add_table(len(BODY) + 1, len(HEAD))
    borders = OxmlElement("w:tblBorders")
    for side, (kind, size, colour) in BORDERS[name].items():
        edge = OxmlElement(f"w:{side}")
        for key, value in {"val": kind, "sz": str(size), "color": colour, "space": "0"}.items():
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)
    for row, entries in zip(table.rows, [HEAD, *BODY], strict=True):
        for cell, text in zip(row.cells, entries, strict=True):
            cell.text = text
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            if name in {"white", "shaded"}:
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), "D9E2F3")
                cell._tc.get_or_add_tcPr().append(shade)


def test_libreoffice_lays_out_tables_with_every_border(tmp_path: Path) -> None:
    require("soffice")
    word = Word()
    word.styles["Normal"].font.size = Pt(10.5)
    for name in BORDERS:
        bordered(word, name)
    word.add_paragraph("以上资金均已到位。")
    word.save(str(tmp_path / "borders.docx"))
    result = read_pdf(printed(tmp_path / "borders.docx").read_bytes())
    found = dict(zip(BORDERS, (rows(table) for table in tables(result)), strict=False))
    assert {name: got for name, got in found.items() if got != [HEAD, *BODY]} == {}
    assert len(found) == len(tables(result)) == len(BORDERS)
