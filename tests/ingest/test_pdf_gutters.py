"""Tables without a lattice: 三线表, rules under every row, bare tables below a caption; and prose that is none."""

from __future__ import annotations

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, cells, reading, rows, tables, texts

HEAD = ["支出内容", "预算数", "支出数"]
BODY = [["培训费", "10.00", "9.50"], ["专家咨询费", "1,200.50", "1,100.00"], ["合计", "1,210.50", "1,109.50"]]


def columns(sheet: Sheet, top: float, texts: list[str]) -> None:
    sheet.text(75, top, texts[0], 10.5)
    for right, text in zip((310, 450), texts[1:], strict=True):
        sheet.text(right, top, text, 10.5, right=True)


def three_lines(sheet: Sheet, top: float, body: list[list[str]], pitch: float = 18) -> float:
    bottom = top + 22 + pitch * len(body)
    for y in (top, top + 20, bottom):
        sheet.line(70, y, 520, y)
    columns(sheet, top + 5, HEAD)
    for k, row in enumerate(body):
        columns(sheet, top + 24 + pitch * k, row)
    return bottom


def test_a_three_line_table() -> None:
    result = reading(lambda sheet: three_lines(sheet, 100, BODY))
    assert [rows(table) for table in tables(result)] == [[HEAD, *BODY]]
    assert tables(result)[0].header_rows == 1


def test_an_unlabelled_total_row_is_a_row_of_its_own() -> None:
    body = [*BODY[:2], ["", "1,210.50", "1,109.50"]]
    assert rows(tables(reading(lambda sheet: three_lines(sheet, 100, body)))[0]) == [HEAD, *body]


def test_a_wrapped_name_is_one_row() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (100, 120, 200):
            sheet.line(70, y, 520, y)
        columns(sheet, 105, HEAD)
        columns(sheet, 125, ["社区综合服务项目", "10.00", "9.50"])
        sheet.text(75, 138, "补助经费", 10.5)
        columns(sheet, 160, ["合计", "10.00", "9.50"])

    assert rows(tables(reading(draw))[0]) == [
        HEAD,
        ["社区综合服务项目补助经费", "10.00", "9.50"],
        ["合计", "10.00", "9.50"],
    ]


def test_a_name_over_two_columns_of_the_header() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (100, 140, 200):
            sheet.line(70, y, 520, y)
        sheet.line(240, 120, 470, 120)
        sheet.text(75, 113, "项目", 10.5)
        sheet.text(320, 104, "2023年度", 10.5)
        sheet.text(270, 124, "预算数", 10.5)
        sheet.text(410, 124, "决算数", 10.5)
        columns(sheet, 145, ["水费", "3.00", "2.90"])
        columns(sheet, 165, ["电费", "5.00", "4.80"])

    table = tables(reading(draw))[0]
    assert cells(table)[:4] == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "2023年度"),
        (1, 1, 1, 1, "预算数"),
        (1, 2, 1, 1, "决算数"),
    ]
    assert rows(table)[2:] == [["水费", "3.00", "2.90"], ["电费", "5.00", "4.80"]]


def test_a_rule_under_every_row() -> None:
    def draw(sheet: Sheet) -> None:
        table = [HEAD, *BODY]
        for k in range(len(table) + 1):
            sheet.line(70, 100 + 20 * k, 520, 100 + 20 * k)
        for k, row in enumerate(table):
            columns(sheet, 105 + 20 * k, row)

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *BODY]]


def test_tables_of_one_width_above_one_another_come_apart() -> None:
    def draw(sheet: Sheet) -> None:
        bottom = three_lines(sheet, 100, BODY)
        sheet.text(220, bottom + 12, "表2 另一张表", 12)
        three_lines(sheet, bottom + 40, BODY)

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *BODY]] * 2


def test_a_bare_table_is_read_below_a_caption_only() -> None:
    def bare(sheet: Sheet, caption: str) -> None:
        sheet.centred(100, caption)
        for k, row in enumerate([HEAD, *BODY]):
            columns(sheet, 124 + 18 * k, row)
        sheet.text(72, 220, "以上资金均已到位，项目按期完成，未发现违规使用资金的情况，特此说明，请予审核。")

    result = reading(lambda sheet: bare(sheet, "表3 资金使用情况"))
    assert [rows(table) for table in tables(result)] == [[HEAD, *BODY]]
    assert tables(result)[0].caption == "表3 资金使用情况"
    assert len(texts(result, BlockKind.PARAGRAPH)) == 1
    assert tables(reading(lambda sheet: bare(sheet, "资金使用情况"))) == []


def test_prose_below_a_caption_and_between_two_rules_is_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(100, "表4 说明")
        sheet.paragraph(
            124, ["本项目按计划实施，资金使用规范，未发现截留、挤占、挪用", "等情况，各项产出指标均已完成。"]
        )
        for y in (200, 260):
            sheet.line(70, y, 520, y)
        sheet.paragraph(210, ["两条横线之间的文字不是表格，只是被强调的一段说明文字，", "应当作为段落读取。"])

    assert tables(reading(draw)) == []


def test_a_three_line_table_cut_by_the_page_end_is_one_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(600, ["以下为本年度资金使用情况。"])
        for y in (700, 720):
            sheet.line(70, y, 520, y)
        columns(sheet, 705, HEAD)
        columns(sheet, 726, BODY[0])
        columns(sheet, 746, BODY[1])
        sheet.text(290, 810, "1", 9)
        sheet.page()
        columns(sheet, 72, ["会议费", "3.00", "2.00"])
        columns(sheet, 92, BODY[2])
        sheet.line(70, 110, 520, 110)
        sheet.paragraph(140, ["表后的说明文字，资金均已到位。"])

    found = tables(reading(draw))
    assert [rows(table) for table in found] == [[HEAD, *BODY[:2], ["会议费", "3.00", "2.00"], BODY[2]]]
    assert [(part.page, part.row_from, part.row_to) for part in found[0].parts] == [(1, 0, 3), (2, 3, 5)]
