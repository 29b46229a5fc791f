"""Tables over pages: what is joined, what is not, and that every decision is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.document import BlockKind, Table
from tests.ingest.drawn import Sheet, Spec, cells, codes, evenly, plain, reading, rows, tables, texts

XS = [70.0, 170.0, 270.0, 400.0, 520.0]
HEAD = ["一级指标", "三级指标", "目标值", "完成值"]
BOTTOM = 780.0


def at_the_end(spec: list[Spec], height: int) -> list[float]:
    """Row edges of a table that ends at the foot of the page."""
    return evenly(BOTTOM - 24 * height, 24, height)


def over_a_page(
    above: list[Spec], below: list[Spec], xs_below: list[float] = XS
) -> tuple[list[Table], list[str]]:
    def draw(sheet: Sheet) -> None:
        height = max(r + rs for r, _, rs, _, _ in above)
        sheet.table(XS, at_the_end(above, height), above)
        sheet.page()
        sheet.table(xs_below, evenly(60, 24, max(r + rs for r, _, rs, _, _ in below)), below)

    result = reading(draw)
    return tables(result), codes(result)


ABOVE = plain([HEAD, ["产出", "完成数量", "10个", "10个"], ["产出", "完成质量", "95%", "96%"]])


def test_a_repeated_header_is_dropped() -> None:
    found, told = over_a_page(ABOVE, plain([HEAD, ["效益", "受益人数", "100人", "120人"]]))
    assert [rows(table)[-1] for table in found] == [["效益", "受益人数", "100人", "120人"]]
    assert (found[0].rows, found[0].header_rows) == (4, 1)
    assert told == ["table_continued", "header_repeated"]
    assert [(p.page, p.row_from, p.row_to) for p in found[0].parts] == [(1, 0, 3), (2, 3, 4)]


def test_the_same_table_again_is_no_repeated_header() -> None:
    def draw(sheet: Sheet) -> None:
        for _ in range(2):
            sheet.table(XS, evenly(200, 24, 3), ABOVE)
            sheet.page()

    result = reading(draw)
    assert [table.rows for table in tables(result)] == [3, 3]
    assert codes(result) == []


def test_without_a_repeated_header_rows_simply_go_on() -> None:
    found, told = over_a_page(ABOVE, plain([["效益", "受益人数", "100人", "120人"]] * 2))
    assert [(table.rows, table.header_rows) for table in found] == [(5, 1)]
    assert told == ["table_continued"]
    assert {cell.page for cell in found[0].cells if cell.row >= 3} == {2}


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 6), st.integers(1, 6), st.booleans())
def test_wherever_a_table_is_parted_it_comes_back_whole(above: int, below: int, repeat: bool) -> None:
    body = [[f"指标{k}", f"内容第{k}项", f"{k}.50", f"{k}次"] for k in range(above + below)]
    rest = body[above:]
    found, _ = over_a_page(plain([HEAD, *body[:above]]), plain([HEAD, *rest] if repeat else rest))
    assert [rows(table) for table in found] == [[HEAD, *body]]


def test_a_row_cut_by_the_page_end_is_one_row() -> None:
    cut = [
        *ABOVE,
        (3, 0, 1, 1, "效益"),
        (3, 1, 1, 1, "样本量"),
        (3, 2, 1, 1, "2023年2月"),
        (3, 3, 1, 1, "公共服务办公"),
    ]
    found, told = over_a_page(cut, plain([["", "", "9日", "室"], ["效益", "满意度", "90%", "92%"]]))
    assert rows(found[0])[3:] == [
        ["效益", "样本量", "2023年2月9日", "公共服务办公室"],
        ["效益", "满意度", "90%", "92%"],
    ]
    assert told == ["table_continued", "row_rejoined"]
    date = next(cell for cell in found[0].cells if cell.text == "2023年2月9日")
    assert [(line.page, line.start, line.end) for line in date.lines] == [(1, 0, 7), (2, 7, 9)]


def test_a_header_cut_by_the_page_end_is_one_header() -> None:
    xs = [70.0, 170.0, 270.0, 400.0, 434.0]
    rest = plain([["", "", "", "分"], ["产出", "完成数量", "10个", "10"], ["效益", "受益人数", "100人", "9"]])

    def draw(sheet: Sheet) -> None:
        sheet.table(xs, at_the_end(head, 1), head)
        sheet.page()
        sheet.table(xs, evenly(60, 24, 3), rest)

    head = plain([["一级指标", "三级指标", "目标值", "自评得"]])
    result = reading(draw)
    assert [rows(table)[0] for table in tables(result)] == [["一级指标", "三级指标", "目标值", "自评得分"]]
    assert codes(result) == ["table_continued", "row_rejoined"]
    # a name that had room for more is complete, and the row below it one of its own
    head = plain([["一级指标", "三级指标", "目标值", "得"]])
    assert [table.rows for table in tables(reading(draw))] == [4]


def test_an_unlabelled_total_row_after_the_page_end_is_not_glued_to_the_row_before() -> None:
    money = plain([HEAD, ["01", "培训费", "10.00", "9.50"], ["02", "咨询费", "5.00", "5.00"]])
    found, told = over_a_page(money, plain([["", "", "15.00", "14.50"]]))
    assert rows(found[0])[2:] == [["02", "咨询费", "5.00", "5.00"], ["", "", "15.00", "14.50"]]
    assert told == ["table_continued"]


def test_the_empty_rest_of_a_row_is_dropped() -> None:
    found, told = over_a_page(ABOVE, plain([["", "", "", ""], ["效益", "受益人数", "100人", "120人"]]))
    assert rows(found[0])[3:] == [["效益", "受益人数", "100人", "120人"]]
    assert told == ["table_continued", "empty_row_dropped"]


MERGED: list[Spec] = [
    *plain([HEAD]),
    (1, 0, 2, 1, "产出指标"),
    *((r, c, 1, 1, f"第{r}行{c}列") for r in (1, 2) for c in (1, 2, 3)),
    (3, 0, 2, 1, "效益指标"),
    *((r, c, 1, 1, f"第{r}行{c}列") for r in (3, 4) for c in (1, 2, 3)),
]


def test_a_merged_label_goes_on_over_the_page() -> None:
    below: list[Spec] = [
        (0, 0, 2, 1, ""),
        *((r, c, 1, 1, f"续{r}行{c}列") for r in (0, 1) for c in (1, 2, 3)),
    ]
    found, told = over_a_page(MERGED, below)
    assert (3, 0, 4, 1, "效益指标") in cells(found[0])
    assert [row[0] for row in rows(found[0])[3:]] == ["效益指标"] * 4
    assert told == ["table_continued", "label_continued"]


def test_a_merged_label_goes_on_over_many_pages() -> None:
    def draw(sheet: Sheet) -> None:
        for page in range(4):
            label = "产出指标" if not page else ""
            body: list[Spec] = [(0, 0, 28, 1, label)]
            body += [(r, c, 1, 1, f"第{page}页{r}行{c}列") for r in range(28) for c in (1, 2, 3)]
            sheet.table(XS, evenly(70, 25, 28), body)
            sheet.page()

    found = tables(reading(draw))
    assert [(table.rows, cells(table)[0]) for table in found] == [(112, (0, 0, 112, 1, "产出指标"))]


def test_a_label_cut_in_two_is_one_label() -> None:
    above: list[Spec] = [(r, c, rs, cs, "满意度指" if t == "效益指标" else t) for r, c, rs, cs, t in MERGED]
    above += [(5, 0, 2, 1, "成本指标"), *((r, c, 1, 1, f"第{r}行{c}列") for r in (5, 6) for c in (1, 2, 3))]
    order = {"满意度指": 5, "成本指标": 3}
    above = [(order.get(t, r), c, rs, cs, t) for r, c, rs, cs, t in above]
    below: list[Spec] = [
        (0, 0, 2, 1, "标"),
        *((r, c, 1, 1, f"续{r}行{c}列") for r in (0, 1) for c in (1, 2, 3)),
    ]
    found, told = over_a_page(above, below)
    assert (5, 0, 4, 1, "满意度指标") in cells(found[0])
    assert "label_continued" in told


def test_a_new_label_after_the_page_end_stays_new() -> None:
    below: list[Spec] = [
        (0, 0, 2, 1, "满意度指标"),
        *((r, c, 1, 1, f"续{r}行{c}列") for r in (0, 1) for c in (1, 2, 3)),
    ]
    found, told = over_a_page(MERGED, below)
    assert (3, 0, 2, 1, "效益指标") in cells(found[0])
    assert (5, 0, 2, 1, "满意度指标") in cells(found[0])
    assert told == ["table_continued"]


def test_a_narrower_continuation_is_matched_by_its_column_edges() -> None:
    below = plain([["合计", "两项指标均已完成", "好"]])
    found, told = over_a_page(ABOVE, below, [70.0, 170.0, 400.0, 520.0])
    assert (3, 1, 1, 2, "两项指标均已完成") in cells(found[0])
    assert told == ["table_continued", "columns_matched"]


@pytest.mark.parametrize("xs", [[70.0, 150.0, 250.0, 380.0, 520.0], [90.0, 170.0, 270.0, 400.0, 500.0]])
def test_other_columns_are_another_table(xs: list[float]) -> None:
    found, told = over_a_page(ABOVE, plain([["效益", "受益人数", "100人", "120人"]] * 2), xs)
    assert len(found) == 2
    assert told == []


def test_another_header_over_columns_of_numbers_is_another_table() -> None:
    money = plain(
        [
            ["编码", "项目", "预算数", "支出数"],
            ["01", "培训费", "10.00", "9.50"],
            ["02", "差旅费", "5.00", "5.00"],
        ]
    )
    other = plain(
        [["序号", "名称", "借方", "贷方"], ["1", "培训", "10.00", "0.00"], ["2", "差旅", "3.00", "0.00"]]
    )
    found, _ = over_a_page(money, other)
    assert [table.rows for table in found] == [3, 3]


def test_text_between_keeps_tables_apart_and_furniture_does_not() -> None:
    def draw(sheet: Sheet, between: bool) -> None:
        for page in range(4):
            sheet.text(72, 30, "某项目绩效评价报告", 9)
            sheet.text(290, 810, f"- {page + 1} -", 9)
            if between and page:
                sheet.text(96, 46, f"{'甲乙丙丁'[page]}类补助资金明细如下。")
            body = plain([[f"第{page}页", f"指标{k}", f"{k}个", f"{k}个"] for k in range(28)])
            sheet.table(XS, evenly(70, 25, 28), body)
            sheet.page()

    assert [table.rows for table in tables(reading(lambda s: draw(s, False)))] == [112]
    assert [table.rows for table in tables(reading(lambda s: draw(s, True)))] == [28] * 4


def test_a_decision_is_told_once_a_table_with_all_its_pages() -> None:
    def draw(sheet: Sheet) -> None:
        for page in range(6):
            if page == 4:
                sheet.paragraph(60, ["以下是另一类补助资金的明细。"])
            first = [HEAD] if page != 3 else []
            body = plain([*first, *([f"第{page}页", f"指标{k}", f"{k}个", f"{k}个"] for k in range(27))])
            sheet.table(XS, evenly(90, 24, max(r for r, *_ in body) + 1), body)
            sheet.page()

    result = reading(draw)
    assert [notice.message.split("：")[0] for notice in result.notices] == [
        "第2—4页",
        "第2—3页",
        "第6页",
        "第6页",
    ]
    assert codes(result) == ["table_continued", "header_repeated"] * 2
    assert [notice.place and notice.place.page for notice in result.notices] == [2, 2, 6, 6]


@pytest.mark.parametrize(
    "name", ["续表3", "续表", "表3 指标完成情况（续）", "续表3 指标完成情况", "（续上表）"]
)
@pytest.mark.parametrize("unit", ["", "单位：万元"])
@pytest.mark.parametrize("repeat", [False, True])
def test_a_line_that_says_so_joins_the_rest_of_a_table(name: str, unit: str, repeat: bool) -> None:
    rest = [["效益", "受益人数", "100人", "120人"], ["效益", "满意度", "90%", "92%"]]

    def draw(sheet: Sheet) -> None:
        sheet.centred(680, "表3 指标完成情况")
        sheet.table(XS, at_the_end(ABOVE, 3), ABOVE)
        sheet.page()
        sheet.centred(60, name)
        if unit:
            sheet.text(520, 84, unit, 10, right=True)
        sheet.table(XS, evenly(104, 24, 2 + repeat), plain([HEAD, *rest] if repeat else rest))

    result = reading(draw)
    assert [rows(table)[3:] for table in tables(result)] == [rest]
    assert tables(result)[0].caption == "表3 指标完成情况"


def test_the_rest_of_a_rest_is_joined_too() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(680, "表3 指标完成情况")
        sheet.table(XS, at_the_end(ABOVE, 3), ABOVE)
        for page, name in enumerate(("续表3", "续表", "表3 指标完成情况（续）"), 2):
            sheet.page()
            sheet.centred(60, name)
            sheet.text(520, 84, "单位：万元", 10, right=True)
            body = [HEAD, *([f"第{page}页", f"指标{k}", f"{k}个", f"{k}个"] for k in range(26))]
            sheet.table(XS, evenly(104, 24, 27), plain(body))
        sheet.page()
        sheet.paragraph(60, ["以上数据由项目实施单位提供。"])

    result = reading(draw)
    assert [table.rows for table in tables(result)] == [3 + 3 * 26]
    assert {"续表3", "续表", "表3 指标完成情况（续）"} <= set(texts(result, BlockKind.FURNITURE))
    assert texts(result, BlockKind.PARAGRAPH) == ["以上数据由项目实施单位提供。"]


def test_another_table_below_a_name_of_its_own_is_not_joined() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(XS, at_the_end(ABOVE, 3), ABOVE)
        sheet.page()
        sheet.centred(60, "表4 资金使用情况")
        sheet.table(XS, evenly(104, 24, 3), ABOVE)

    assert [table.rows for table in tables(reading(draw))] == [3, 3]


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        (plain([["效益", "受益人数", "100人", "120人"], ["效益", "满意度", "95%", "96%"]]), True),
        (plain([["费用名称", "支出内容", "预算金额", "支出金额"], ["效益", "满意度", "95%", "96%"]]), False),
    ],
)
def test_a_table_that_leaves_its_page_half_empty_goes_on_only_without_other_names(
    below: list[Spec], joined: bool
) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(XS, evenly(200, 24, 3), ABOVE)
        sheet.page()
        sheet.table(XS, evenly(60, 24, 2), below)

    assert [table.rows for table in tables(reading(draw))] == ([5] if joined else [3, 2])


def test_names_alone_on_a_page_go_with_the_rows_on_the_next() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(XS, evenly(90, 24, 1), plain([HEAD]))
        sheet.page()
        sheet.table(XS, evenly(60, 24, 2), plain([["产出", "完成数量", "10个", "10个"]] * 2))

    assert [(table.rows, table.header_rows) for table in tables(reading(draw))] == [(3, 1)]


def test_a_header_whose_rest_is_empty_on_the_next_page_stays_a_row_of_its_own() -> None:
    """The page end runs through the foot of the header row: below its empty rest the first entry begins."""

    def draw(sheet: Sheet) -> None:
        sheet.line(70, 756, 520, 756)
        for x in XS:
            sheet.line(x, 756, x, 782)
        for x, text in zip(XS, HEAD, strict=False):
            sheet.text(x + 4, 760, text, 10)
        sheet.page()
        for x in XS:
            sheet.line(x, 60, x, 72)
        sheet.table(
            XS,
            evenly(72, 24, 2),
            plain([["产出", "完成数量", "10个", "10个"], ["产出", "完成质量", "95%", "96%"]]),
        )

    found = tables(reading(draw))
    assert [rows(table)[:2] for table in found] == [[HEAD, ["产出", "完成数量", "10个", "10个"]]]
