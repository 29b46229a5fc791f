"""Rows that no rule parts: boxes with rules between columns only, names over a rule, evenly wrapped entries."""

from __future__ import annotations

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, evenly, plain, reading, rows, tables, texts

HEAD = ["支出内容", "预算数", "支出数"]
BODY = [["培训费", "10.00", "9.50"], ["专家咨询费", "1,200.50", "1,100.00"], ["合计", "1,210.50", "1,109.50"]]
XS = evenly(80, 120, 3)


def boxes(sheet: Sheet, ys: list[float]) -> None:
    sheet.table(XS, ys, plain([["", "", ""]] * (len(ys) - 1)))


def entries(sheet: Sheet, top: float, body: list[list[str]], pitch: float = 20) -> None:
    for k, row in enumerate(body):
        for c, text in enumerate(row):
            sheet.text(XS[c] + 4, top + pitch * k, text, 10)


def test_a_box_ruled_between_columns_only_is_parted_into_its_lines() -> None:
    def draw(sheet: Sheet) -> None:
        boxes(sheet, [100, 190])
        entries(sheet, 105, [HEAD, *BODY])

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *BODY]]


def test_a_ruled_header_and_total_round_a_box_of_rows() -> None:
    more = [["会议费", "3.00", "2.00"], *BODY[:2]]

    def draw(sheet: Sheet) -> None:
        boxes(sheet, [100, 120, 185, 205])
        entries(sheet, 105, [HEAD])
        entries(sheet, 125, more)
        entries(sheet, 189, [BODY[2]])

    assert [rows(table) for table in tables(reading(draw))] == [[HEAD, *more, BODY[2]]]


def test_cells_of_several_lines_stay_cells() -> None:
    def draw(sheet: Sheet) -> None:
        boxes(sheet, [100, 160])
        for k, (name, code) in enumerate(
            [("社区居民综合服务", "4401132"), ("中心维修改造", "1000000"), ("工程项目", "0040596")]
        ):
            sheet.text(84, 104 + 14 * k, name, 10)
            sheet.text(204, 104 + 14 * k, code, 10)
        sheet.text(324, 118, "12.50", 10)

    found = tables(reading(draw))
    assert [table.rows for table in found] == [1]
    assert rows(found[0])[0][2] == "12.50"


def rules_round_names(sheet: Sheet) -> None:
    for y in (100, 120):
        sheet.line(80, y, 440, y)
    entries(sheet, 105, [HEAD])


def test_names_between_two_rules_head_the_rows_below() -> None:
    def draw(sheet: Sheet) -> None:
        rules_round_names(sheet)
        entries(sheet, 126, BODY, 18)
        sheet.paragraph(200, ["以上资金均已到位，项目按期完成，未发现违规使用资金的情况。"])

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [[HEAD, *BODY]]
    assert len(texts(result)) == 1


def test_names_between_two_rules_over_prose_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        rules_round_names(sheet)
        sheet.paragraph(
            130,
            ["以上三栏为本报告所用的名称，资金均已到位，项目按期完成，", "未发现违规使用资金的情况。"],
            left=80,
        )

    assert tables(reading(draw)) == []


def three_lines(sheet: Sheet, body: list[list[str]]) -> None:
    for y in (100, 120, 122 + 16 * len(body)):
        sheet.line(80, y, 440, y)
    entries(sheet, 105, [HEAD])
    entries(sheet, 124, body, 16)


def test_evenly_spaced_lines_that_filled_their_column_are_one_row() -> None:
    lines = [["第一社区综合服务", "10.00", "9.50"], ["中心", "", ""], ["第二社区综合服务", "8.00", "7.50"]]
    lines += [["中心改扩建", "", ""], ["合计", "18.00", "17.00"]]
    result = reading(lambda sheet: three_lines(sheet, lines))
    assert rows(tables(result)[0])[1:] == [
        ["第一社区综合服务中心", "10.00", "9.50"],
        ["第二社区综合服务中心改扩建", "8.00", "7.50"],
        ["合计", "18.00", "17.00"],
    ]


def test_labels_of_groups_stay_rows_of_their_own() -> None:
    lines = [
        ["人员经费", "", ""],
        ["基本工资", "10.00", "9.50"],
        ["公用经费", "", ""],
        ["培训费", "8.00", "7.50"],
    ]
    result = reading(lambda sheet: three_lines(sheet, lines))
    assert rows(tables(result)[0])[1:] == lines


def test_a_note_below_a_box_stays_outside() -> None:
    def draw(sheet: Sheet) -> None:
        boxes(sheet, [100, 190])
        entries(sheet, 105, [HEAD, *BODY])
        sheet.text(80, 200, "注：本表金额单位为万元。", 10)

    assert texts(reading(draw), BlockKind.NOTE) == ["注：本表金额单位为万元。"]
