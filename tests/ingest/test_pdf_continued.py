"""Tables without a lattice over page ends: their rest is found by their columns, and nothing else is taken."""

from __future__ import annotations

from itertools import pairwise

import pytest

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, codes, reading, rows, tables, texts

HEAD = ["支出内容", "预算数", "支出数"]


def entries(sheet: Sheet, top: float, row: list[str]) -> None:
    sheet.text(75, top, row[0], 10.5)
    for right, text in zip((310, 450), row[1:], strict=True):
        sheet.text(right, top, text, 10.5, right=True)


def body(count: int) -> list[list[str]]:
    return [[f"第{k}项业务经费", f"{k * 10}.50", f"{k * 9}.25"] for k in range(1, count + 1)]


def pages(sheet: Sheet, parts: list[list[list[str]]], first: float, rules: bool, repeat: bool) -> None:
    """The parts of a table, each at the head of its page but the first, which begins at `first`."""
    for number, part in enumerate(parts, 1):
        sheet.text(215, 40, "项目支出绩效评价报告", 9)
        sheet.text(280, 800, f"第 {number} 页 共 {len(parts)} 页", 9)
        top = first if number == 1 else 72
        if number == 1:
            sheet.centred(top - 24, "表3 资金使用情况")
        named = [HEAD, *part] if repeat or number == 1 else part
        if rules and named is not part:
            sheet.line(70, top - 4, 520, top - 4)
            sheet.line(70, top + 15, 520, top + 15)
        for k, row in enumerate(named):
            entries(sheet, top + 18 * k, row)
        if number == len(parts):
            if rules:
                sheet.line(70, top + 18 * len(named), 520, top + 18 * len(named))
            sheet.paragraph(top + 18 * len(named) + 30, ["以上资金均已到位，项目按期完成。"])
        sheet.page()


@pytest.mark.parametrize("rules", [False, True])
@pytest.mark.parametrize("repeat", [False, True])
@pytest.mark.parametrize("last", [1, 2, 9])
def test_a_table_over_four_pages_is_one(rules: bool, repeat: bool, last: int) -> None:
    first, full = 600, 39
    here = 9 if rules else 10
    all_rows = body(here + 2 * full + last)
    cuts = [0, here, here + full, here + 2 * full, len(all_rows)]
    parts = [all_rows[a:b] for a, b in pairwise(cuts)]
    result = reading(lambda sheet: pages(sheet, parts, first, rules, repeat))
    assert [rows(table) for table in tables(result)] == [[HEAD, *all_rows]]
    assert texts(result, BlockKind.CAPTION, BlockKind.PARAGRAPH) == [
        "表3 资金使用情况",
        "以上资金均已到位，项目按期完成。",
    ]
    assert codes(result) == ["table_continued", "header_repeated"][: 1 + repeat]


def cut_table(sheet: Sheet, last: list[str]) -> None:
    sheet.centred(576, "表3 资金使用情况")
    for k, row in enumerate([HEAD, *body(9), last]):
        entries(sheet, 600 + 18 * k, row)
    sheet.page()


@pytest.mark.parametrize("rest", ["心", "心和老年活动场所", "心和老年活动场所\n改造工程"])
def test_a_wrapped_rest_alone_on_the_next_page_belongs_to_its_entry(rest: str) -> None:
    def draw(sheet: Sheet) -> None:
        cut_table(sheet, ["社区居民综合服务中", "8.00", "7.00"])
        for k, line in enumerate(rest.split("\n")):
            sheet.text(75, 72 + 16 * k, line, 10.5)
        sheet.paragraph(120, ["以上资金均已到位，项目按期完成。"])

    result = reading(draw)
    assert rows(tables(result)[0])[-1] == ["社区居民综合服务中" + rest.replace("\n", ""), "8.00", "7.00"]
    assert texts(result, BlockKind.PARAGRAPH) == ["以上资金均已到位，项目按期完成。"]
    assert codes(result) == ["table_continued", "row_rejoined"]


@pytest.mark.parametrize(
    "text",
    ["三、存在的问题", "（一）资金管理方面。", "以上资金均已到位，项目按期完成，未发现违规情形。", "结论"],
)
@pytest.mark.parametrize("left", [72, 75, 96])
def test_text_at_the_head_of_the_next_page_is_no_part_of_the_table(text: str, left: float) -> None:
    def draw(sheet: Sheet) -> None:
        cut_table(sheet, ["电费", "8.00", "7.00"])
        sheet.text(left, 72, text)
        sheet.text(96, 96, "项目实施中仍有不足，部分资料归档不及时，需要改进，今后将加强管理工作。")

    result = reading(draw)
    assert [table.rows for table in tables(result)] == [11]
    assert text in "".join(texts(result))


def test_a_table_that_ends_before_the_foot_of_the_page_does_not_go_on() -> None:
    def draw(sheet: Sheet) -> None:
        cut_table(sheet, ["电费", "8.00", "7.00"])
        sheet.text(75, 72, "负责人：张某", 10.5)
        sheet.text(400, 72, "联系电话：略", 10.5)

    def early(sheet: Sheet) -> None:
        sheet.centred(76, "表3 资金使用情况")
        for k, row in enumerate([HEAD, *body(3)]):
            entries(sheet, 100 + 18 * k, row)
        sheet.page()
        entries(sheet, 72, ["其他事项", "1.00", "2.00"])

    assert [table.rows for table in tables(reading(draw))] == [11]
    assert [table.rows for table in tables(reading(early))] == [4]


def test_a_bare_table_of_which_one_row_is_left_on_the_page_goes_on() -> None:
    rest = body(6)

    def draw(sheet: Sheet) -> None:
        sheet.centred(720, "表3 资金使用情况")
        for k, row in enumerate([HEAD, rest[0]]):
            entries(sheet, 744 + 18 * k, row)
        sheet.page()
        for k, row in enumerate(rest[1:]):
            entries(sheet, 72 + 18 * k, row)
        sheet.text(75, 180, "二、绩效目标完成情况", 12)
        sheet.paragraph(204, ["以上资金均已到位，项目按期完成，未发现违规使用资金的情况。"])

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [[HEAD, *rest]]
    assert texts(result, BlockKind.HEADING) == ["二、绩效目标完成情况"]


def test_a_wrapped_entry_alone_between_the_first_rules_of_a_page() -> None:
    def draw(sheet: Sheet) -> None:
        table = [HEAD, *body(4), ["社区居民综合服务中", "8.00", "7.00"]]
        for k, row in enumerate(table):
            sheet.line(70, 660 + 20 * k, 520, 660 + 20 * k)
            entries(sheet, 665 + 20 * k, row)
        sheet.line(70, 780, 520, 780)
        sheet.page()
        for y in (72, 92, 112):
            sheet.line(70, y, 520, y)
        entries(sheet, 77, ["心改造", "", ""])
        entries(sheet, 97, ["合计", "18.00", "17.00"])

    found = tables(reading(draw))
    assert [rows(table)[5:] for table in found] == [
        [["社区居民综合服务中心改造", "8.00", "7.00"], ["合计", "18.00", "17.00"]]
    ]


@pytest.mark.parametrize(
    ("head", "joined"),
    [
        ([["第11项业务经费", "110.50", "99.25"], ["第12项业务经费", "120.50", "108.25"]], True),
        ([["支出内容", "预算数", "支出数"], ["第12项业务经费", "120.50", "108.25"]], False),
        ([["第11项业务经费", "", "99.25"], ["第12项业务经费", "120.50", "108.25"]], False),
    ],
)
def test_a_table_that_ends_above_the_foot_goes_on_with_a_whole_row_only(
    head: list[list[str]], joined: bool
) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(300, "表3 资金使用情况")
        for k, row in enumerate([HEAD, *body(10)]):
            entries(sheet, 324 + 18 * k, row)
        sheet.page()
        for k, row in enumerate(head):
            entries(sheet, 72 + 18 * k, row)
        sheet.paragraph(204, ["以上资金均已到位，项目按期完成，未发现违规使用资金的情况。"])

    result = tables(reading(draw))
    assert [table.rows for table in result] == [11 + len(head) if joined else 11]
