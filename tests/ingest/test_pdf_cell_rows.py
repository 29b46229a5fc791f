"""Rows of tables whose cells wrap: blocks that agree in the middle, at the top or at the bottom are one row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.document import Table
from tests.ingest.drawn import Sheet, reading, rows, tables, texts

SIZE, PITCH = 10.0, 14.0
LEFTS = (75.0, 120.0, 260.0, 420.0)
WIDE = 8
"""Characters of a full line of a name."""
HEAD = ["序号", "项目名称", "预算金额", "主要内容"]
Row = list[list[str]]
"""The lines of every cell."""


def drawn(sheet: Sheet, top: float, body: list[Row], align: str, padding: float) -> float:
    """Rows below `top` without any rule; where they end."""
    for row in [[[name] for name in HEAD], *body]:
        tallest = max(map(len, row))
        for left, lines in zip(LEFTS, row, strict=True):
            spare = {"middle": 0.5, "top": 0.0, "bottom": 1.0}[align] * (tallest - len(lines)) * PITCH
            for k, line in enumerate(lines):
                sheet.text(left, top + padding + spare + k * PITCH, line, SIZE)
        top += tallest * PITCH + 2 * padding
    return top


def table_of(body: list[Row], align: str, padding: float, ruled: bool) -> list[Table]:
    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        end = drawn(sheet, 104, body, align, padding)
        if ruled:
            for y in (103, 104 + PITCH + 2 * padding - 1, end + 2):
                sheet.line(70, y, 520, y)

    return tables(reading(draw))


RUNNING = "项目支出绩效评价报告"


def next_page(sheet: Sheet) -> None:
    """The page ends; it and the new one have the same header. It takes three pages to be sure of one."""
    sheet.text(75, 40, RUNNING, 12)
    sheet.page()
    sheet.text(75, 40, RUNNING, 12)


def said(body: list[Row]) -> list[list[str]]:
    return [HEAD, *(["".join(lines) for lines in row] for row in body)]


def entry(number: int, name: int, content: int) -> Row:
    """A row whose name and content take so many lines."""

    def lines(count: int, characters: str) -> list[str]:
        return [characters[:WIDE]] * (count - 1) + [characters[: 3 + number % 5]]

    return [
        [str(number)],
        lines(name, "水利设施维修改造"),
        [f"{number * 7},310.25"],
        lines(content, "道路绿化养护监测") if content else [],
    ]


heights = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4)), min_size=3, max_size=7)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("align", ["middle", "top", "bottom"])
@given(shape=heights)
@settings(max_examples=25, deadline=None)
def test_rows_of_cells_with_padding_come_apart(ruled: bool, align: str, shape: list[tuple[int, int]]) -> None:
    # One row at least shows how wide a full line is, and every column has an entry.
    body = [entry(1, 2, 2), *(entry(k, *counts) for k, counts in enumerate(shape, 2))]
    assert [rows(table) for table in table_of(body, align, 3.0, ruled)] == [said(body)]


@pytest.mark.parametrize("align", ["middle", "top", "bottom"])
def test_rows_without_padding_come_apart(align: str) -> None:
    body = [entry(1, 2, 1), entry(2, 1, 3), entry(3, 1, 1), entry(4, 2, 2), entry(5, 3, 1)]
    assert [rows(table) for table in table_of(body, align, 0.0, True)] == [said(body)]


def test_groups_set_apart_are_not_joined() -> None:
    """Rows of words only, closer within a group than between groups: each is a row of its own."""
    lines = [["水利", "张三", "已完成"], ["道路", "李四", "进行中"], ["绿化", "王五", "已完成"]]

    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 任务分工")
        for group in range(3):
            for k, texts_ in enumerate(lines):
                for left, text in zip((75, 200, 330), texts_, strict=True):
                    sheet.text(left, 110 + 62 * group + 16 * k, text, SIZE)

    assert [rows(table) for table in tables(reading(draw))] == [lines * 3]


def test_names_that_wrap_above_a_bare_table() -> None:
    body = [entry(1, 2, 2), entry(2, 1, 1), entry(3, 1, 2)]

    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        for left, lines in zip(
            LEFTS, (["序号"], ["项目（课题）名称", "及编号"], ["预算金额"], ["主要内容"]), strict=True
        ):
            for k, line in enumerate(lines):
                sheet.text(left, 104 + (7 if len(lines) == 1 else 14 * k), line, SIZE)
        top = 104 + 34
        for row in body:
            tallest = max(map(len, row))
            for left, lines in zip(LEFTS, row, strict=True):
                for k, line in enumerate(lines):
                    sheet.text(left, top + (tallest - len(lines)) * 7 + 14 * k, line, SIZE)
            top += tallest * 14 + 6

    assert [rows(table)[0] for table in tables(reading(draw))] == [
        ["序号", "项目（课题）名称及编号", "预算金额", "主要内容"]
    ]


@pytest.mark.parametrize("named", [False, True])
def test_a_caption_at_the_foot_announces_the_table_on_the_next_page(named: bool) -> None:
    body = [[[str(k)], [f"第{k}类项目"], [f"{k}0.50"], ["监测"]] for k in range(1, 6)]

    def draw(sheet: Sheet) -> None:
        sheet.paragraph(100, ["本年度项目共五类，安排如下。"])
        sheet.centred(730, "表1 项目实施情况")
        if named:
            for left, name in zip(LEFTS, HEAD, strict=True):
                sheet.text(left, 752, name, SIZE)
        next_page(sheet)
        if named:
            for k, row in enumerate(body):
                for left, lines in zip(LEFTS, row, strict=True):
                    sheet.text(left, 72 + 18 * k, lines[0], SIZE)
        else:
            drawn(sheet, 70, body, "top", 2.0)
        sheet.paragraph(400, ["以上项目均已完成。"])
        next_page(sheet)

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [said(body)]
    assert tables(result)[0].caption == "表1 项目实施情况"
    assert "以上项目均已完成。" in texts(result)


def test_a_caption_of_a_picture_at_the_foot_announces_nothing() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(740, "图1 项目布局")
        sheet.page()
        for k in range(4):
            for left, text in zip((75, 250, 420), ("东区", "西区", "南区"), strict=True):
                sheet.text(left, 72 + 18 * k, text, SIZE)

    assert not tables(reading(draw))


def test_one_row_and_the_closing_rule_on_the_next_page() -> None:
    body = [[[str(k)], [f"第{k}类项目"], [f"{k}0.50"], ["监测"]] for k in range(1, 6)]

    def draw(sheet: Sheet) -> None:
        sheet.centred(660, "表1 项目实施情况")
        for y in (683, 702):
            sheet.line(70, y, 520, y)
        for k, row in enumerate([[[name] for name in HEAD], *body[:4]]):
            for left, lines in zip(LEFTS, row, strict=True):
                sheet.text(left, 687 + 18 * k, lines[0], SIZE)
        next_page(sheet)
        for left, lines in zip(LEFTS, body[4], strict=True):
            sheet.text(left, 74, lines[0], SIZE)
        for y in (70, 90):
            sheet.line(70, y, 520, y)
        sheet.paragraph(120, ["以上项目均已完成。"])
        next_page(sheet)

    assert [rows(table) for table in tables(reading(draw))] == [said(body)]


def test_the_rest_of_a_row_on_a_single_rule() -> None:
    """The page end has cut the last row of a framed table: on the next page only its foot is ruled."""
    xs = (70.0, 120.0, 300.0, 520.0)

    def draw(sheet: Sheet) -> None:
        for y in (700, 720, 740):
            sheet.line(70, y, 520, y)
        for x in xs:
            sheet.line(x, 700, x, 780)
        for k, texts_ in enumerate(
            (("序号", "项目", "内容"), ("1", "水利", "清淤"), ("2", "道路", "路面修补"))
        ):
            for x, text in zip(xs, texts_, strict=False):
                sheet.text(x + 4, 704 + 20 * k, text, SIZE)
        sheet.page()
        for x in xs:
            sheet.line(x, 72, x, 92)
        sheet.line(70, 92, 520, 92)
        sheet.text(304, 76, "及标线", SIZE)
        sheet.paragraph(120, ["以上项目均已完成。"])

    assert [rows(table) for table in tables(reading(draw))] == [
        [["序号", "项目", "内容"], ["1", "水利", "清淤"], ["2", "道路", "路面修补及标线"]]
    ]


def test_a_label_above_a_row_is_no_line_of_its_cell() -> None:
    """Without padding, and as wide as the column: one label does not make the table agree at the bottom."""

    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        lines = [
            HEAD,
            ["水利设施维修改造", "", "", ""],
            *([[str(k), "水利", f"{k}0.50", "完成"] for k in range(1, 6)]),
        ]
        for k, texts_ in enumerate(lines):
            for left, text in zip(LEFTS, texts_, strict=True):
                sheet.text(left - 45 if left == 75 else left, 104 + 16 * k, text, SIZE)

    (table,) = tables(reading(draw))
    assert rows(table)[1:3] == [["水利设施维修改造", "", "", ""], ["1", "水利", "10.50", "完成"]]


def bottom_aligned() -> list[Row]:
    """Cells that hang at their foot: full first lines stand above what begins their row."""
    return [
        [["1"], ["道路社区企业单位"], ["4,563,536.36"], ["完成年度目标教育", "年度改造项目"]],
        [["2"], ["保障项目水利教育"], ["3,516,963.29"], ["效益设备宣传保障", "保障安全落实"]],
        [["3"], ["社区监测"], ["6,000,461.16"], ["数据教育任务"]],
    ]


@pytest.mark.parametrize("ruled", [False, True])
def test_cells_without_padding_that_hang_at_their_foot(ruled: bool) -> None:
    (table,) = table_of(bottom_aligned(), "bottom", 0.0, ruled)
    assert rows(table) == said(bottom_aligned())


def test_the_last_rows_of_a_table_with_a_rule_under_each_whose_last_column_is_empty() -> None:
    """The rest on the next page has a wrapped entry, and no entry in the last column below it: columns are those above."""
    whole: list[Row] = [
        [[str(k)], [f"第{k}项改造制度"], [f"{k},309,036.07"], ["数据道路"]] for k in range(1, 7)
    ]
    rest: list[Row] = [
        [["7"], ["改造制度数据开展"], ["7,309,036.07"], ["质量改造道路养护", "及维修"]],
        [["8"], ["卫生成本建设目标", "数据维护"], ["2,542,217.53"], [""]],
    ]

    def part(sheet: Sheet, top: float, body: list[Row]) -> None:
        sheet.line(70, top - 1, 520, top - 1)
        for row in body:
            tallest = max(map(len, row))
            for left, lines in zip(LEFTS, row, strict=True):
                for k, line in enumerate(lines):
                    sheet.text(left, top + (tallest - len(lines) + k) * PITCH, line, SIZE)
            top += tallest * PITCH
            sheet.line(70, top - 1, 520, top - 1)

    def draw(sheet: Sheet) -> None:
        sheet.text(75, 40, RUNNING, 12)
        sheet.centred(640, "表1 项目实施情况")
        part(sheet, 664, [[[name] for name in HEAD], *whole])
        next_page(sheet)
        part(sheet, 72, rest)
        sheet.paragraph(160, ["以上资金均已到位，项目按期完成。"])
        next_page(sheet)

    (table,) = tables(reading(draw))
    assert rows(table) == said([*whole, *rest])


def test_amounts_wider_than_their_column_are_one_number() -> None:
    body: list[Row] = [
        [["1"], ["道路社区企业"], ["5,327,913.", "50"], ["8,165,582.", "30"]],
        [["2"], ["保障水利教育"], ["1,027,118.", "41"], ["2,004,913.", "55"]],
        [["3"], ["社区监测"], ["3,000,461.", "16"], ["94,913.55"]],
    ]
    (table,) = table_of(body, "top", 3.0, False)
    assert rows(table) == said(body)


@pytest.mark.parametrize("pitch", [24, 40, 56])
@pytest.mark.parametrize("ruled", [False, True])
def test_tall_rows_of_small_type_are_rows(ruled: bool, pitch: float) -> None:
    """Rows of a fixed height: the next one is far below, but in the same columns."""
    body = [HEAD, *([str(k), f"第{k}项道路养护", f"{k},309,036.07", "已完成"] for k in range(1, 5))]

    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "表1 项目实施情况")
        for k, row in enumerate(body):
            for left, text in zip(LEFTS, row, strict=True):
                sheet.text(left, 104 + pitch * k, text, SIZE)
        end = 104 + pitch * len(body)
        if ruled:
            for y in (100, 104 + SIZE + 4, end):
                sheet.line(70, y, 520, y)
        sheet.paragraph(end + 60, ["以上资金均已到位，项目按期完成。"])

    (table,) = tables(reading(draw))
    assert rows(table) == body
