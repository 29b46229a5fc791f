"""Lines into blocks: paragraphs over line and page ends, titles, headings, captions, notes, columns."""

from __future__ import annotations

import pytest

from ingest.printed import Printed
from ingest.wrap import first_unit, separator
from schema.document import BlockKind, Document, Table, TextBlock
from tests.ingest.drawn import Sheet, evenly, plain, reading, tables, texts

# 36 and 38 characters of 12 points: full lines between the margins 72 and 528.
FIRST = "项目按照年度计划组织实施资金拨付及时会计核算规范未发现截留挪用情形各项产出指标"[:36]
FULL = "各项产出指标按期完成社会公众对项目实施效果较为满意可持续影响明显后续管护机制健全完善"[:38]


def kinds(draw: object) -> list[tuple[str, int | None, str]]:
    result = reading(draw)  # type: ignore[arg-type]
    return [(b.kind.value, b.level, b.text) for b in result.blocks if isinstance(b, TextBlock)]


def test_a_paragraph_is_its_lines_without_blanks() -> None:
    result = reading(
        lambda s: s.paragraph(
            100,
            [
                FIRST,
                FULL,
                "收尾。",
            ],
        )
    )
    assert texts(result) == [FIRST + FULL + "收尾。"]


def test_indented_lines_begin_paragraphs_even_after_full_ones() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(100, [FIRST, FULL])
        sheet.paragraph(140, [FIRST, FULL, "第二段完。"])

    assert texts(reading(draw)) == [FIRST + FULL, FIRST + FULL + "第二段完。"]


def test_a_sentence_cut_by_the_page_end_is_one_paragraph_with_lines_on_both_pages() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(700, [FIRST, FULL, FULL])
        sheet.text(290, 800, "1")
        sheet.page()
        sheet.paragraph(72, [FULL, "下一页的结尾。"], indent=0)
        sheet.paragraph(120, [FIRST, "另一段。"])

    result = reading(draw)
    whole = FIRST + FULL * 3 + "下一页的结尾。"
    assert texts(result, BlockKind.PARAGRAPH) == [whole, FIRST + "另一段。"]
    block = result.blocks[0]
    assert isinstance(block, TextBlock)
    assert [line.page for line in block.lines] == [1, 1, 1, 2, 2]
    document = Document("pdf", "", blocks=result.blocks, pages=result.pages)
    start = whole.index("下一页")
    assert document.place_in_text(0, start, start + 3).page == 2


def test_a_table_ends_the_paragraph_before_it() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(100, [FIRST, FULL])
        sheet.table(evenly(72, 150, 3), evenly(150, 24, 2), plain([["甲", "乙", "丙"], ["1", "2", "3"]]))
        sheet.paragraph(220, [FULL, "表后的文字。"], indent=0)

    result = reading(draw)
    assert [isinstance(block, Table) for block in result.blocks] == [False, True, False]


def test_a_number_pushed_whole_to_the_next_line_does_not_end_the_paragraph() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(100, [FIRST, FULL, FULL[:31], "163.7%、203.5%、100.00%；其余指标均已完成。"])

    assert texts(reading(draw)) == [FIRST + FULL + FULL[:31] + "163.7%、203.5%、100.00%；其余指标均已完成。"]


def test_a_title_on_two_lines_is_one_and_numbered_headings_have_their_level() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(80, "2022年度某街道办事处家庭综合服务", 20)
        sheet.centred(110, "项目绩效评价报告", 20)
        for k, heading in enumerate(["一、项目概述", "（一）项目背景", "1.立项依据", "(1) 总目标"]):
            sheet.text(96, 160 + 24 * k, heading)
        sheet.paragraph(280, [FIRST, FULL, FULL, FULL, FULL, FULL, "结束。"])

    assert kinds(draw)[:5] == [
        ("heading", 0, "2022年度某街道办事处家庭综合服务项目绩效评价报告"),
        ("heading", 1, "一、项目概述"),
        ("heading", 2, "（一）项目背景"),
        ("heading", 3, "1.立项依据"),
        ("heading", 4, "(1) 总目标"),
    ]


def test_a_caption_a_unit_line_and_a_note_go_with_their_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(100, "表1 资金使用情况")
        sheet.text(470, 120, "单位：万元", 9)
        sheet.table(
            evenly(72, 150, 3), evenly(140, 24, 2), plain([["项目", "预算数", "支出数"], ["水费", "2", "3"]])
        )
        sheet.text(72, 200, "注：本表数据由财务科提供。", 10)

    result = reading(draw)
    assert tables(result)[0].caption == "表1 资金使用情况"
    assert texts(result, BlockKind.CAPTION) == ["表1 资金使用情况", "单位：万元"]
    assert texts(result, BlockKind.NOTE) == ["注：本表数据由财务科提供。"]


def test_a_table_is_named_by_the_line_centred_above_it() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(60, [FIRST, FULL, "完。"])
        sheet.centred(130, "收入支出决算总表")
        sheet.text(470, 150, "单位：万元", 9)
        sheet.table(
            evenly(72, 150, 3), evenly(170, 24, 2), plain([["项目", "预算数", "支出数"], ["水费", "2", "3"]])
        )

    assert tables(reading(draw))[0].caption == "收入支出决算总表"


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{k}行文字说明内容完整到边" for k in range(8)]
    right = [f"右栏第{k}行文字说明内容完整到边" for k in range(8)]

    def draw(sheet: Sheet) -> None:
        sheet.centred(60, "两栏文章", 18)
        for k in range(8):
            sheet.text(72, 100 + 18 * k, left[k])
            sheet.text(320, 100 + 18 * k, right[k])

    text = "".join(texts(reading(draw)))
    assert text == "两栏文章" + "".join(left) + "".join(right)


CHAPTERS = ["一、主要职能", "二、收入决算说明", "三、支出决算说明", "四、名词解释", "五、其他事项"]


def test_a_list_of_contents_without_page_numbers_is_no_outline() -> None:
    def draw(sheet: Sheet) -> None:
        for k, chapter in enumerate(CHAPTERS):
            sheet.text(96, 100 + 24 * k, chapter)
        sheet.page()
        for k, chapter in enumerate(CHAPTERS):
            sheet.text(96, 90 + 130 * k, chapter)
            sheet.paragraph(114 + 130 * k, [FIRST, FULL, f"第{k}段结束。"])

    headings = [(page, text) for kind, page, text in _placed(draw) if kind == "heading"]
    assert headings == [(2, chapter) for chapter in CHAPTERS]


def test_headings_one_below_the_other_that_do_not_come_again_stay() -> None:
    def draw(sheet: Sheet) -> None:
        for k, chapter in enumerate(CHAPTERS):
            sheet.text(96, 100 + 24 * k, chapter)
        sheet.paragraph(240, [FIRST, FULL, "结束。"])

    assert [text for kind, _, text in _placed(draw) if kind == "heading"] == CHAPTERS


def test_the_rest_of_a_heading_too_long_for_one_line_stands_centred() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(80, [FIRST, FULL, FULL, "结束。"])
        sheet.text(72, 180, "第三部分某某街道办事处家庭综合服务中心绩效评价领导小组年度项目绩效评价情况")
        sheet.centred(200, "说明")
        sheet.paragraph(230, [FIRST, "完。"])

    assert _placed(draw)[1][2].endswith("说明")


def _placed(draw: object) -> list[tuple[str, int | None, str]]:
    result = reading(draw)  # type: ignore[arg-type]
    return [(b.kind.value, b.page, b.text) for b in result.blocks if isinstance(b, TextBlock)]


def test_a_line_beyond_the_margin_does_not_make_full_lines_short() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(80, [FIRST, FULL, FULL, FULL, FULL, FULL, FULL, "结束。"])
        sheet.text(460, 260, "单位名称：某某街道")
        sheet.text(460, 300, "填表日期：三月五日")

    assert texts(reading(draw))[0] == FIRST + FULL * 6 + "结束。"


def test_entries_on_one_line_are_one_line() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.paragraph(60, [FIRST, FULL, "完。"])
        sheet.text(72, 130, "项目负责人：张某")
        sheet.text(320, 130, "填报日期：2023年3月")

    assert texts(reading(draw))[-1] == "项目负责人：张某 填报日期：2023年3月"


def test_furniture_follows_the_blocks_of_its_page() -> None:
    def draw(sheet: Sheet) -> None:
        for page in range(3):
            sheet.text(72, 30, "某项目绩效评价报告", 9)
            sheet.paragraph(130, [FIRST, f"第{page}页的结尾。"])
            sheet.text(290, 810, str(page + 1), 9)
            sheet.page()

    result = reading(draw)
    shown = [(b.kind.value, b.page) for b in result.blocks if isinstance(b, TextBlock)]
    assert shown == [(kind, page) for page in (1, 2, 3) for kind in ("paragraph", "furniture", "furniture")]


@pytest.mark.parametrize(
    ("left", "right", "full", "between"),
    [
        ("资金总额68,287.", "55元", True, ""),
        ("1,157,374", ".17", False, ""),
        ("120", "98", False, "\n"),
        ("4401132", "1000000", True, ""),
        ("95%", "100%", True, "\n"),
        ("148.2", "%", False, ""),
        ("服务", "对象", False, ""),
        ("Word", "Excel", True, " "),
        ("已完成；", "2.未完成", False, "\n"),
        ("指标", "2022年", False, ""),
        ("", "甲", True, ""),
    ],
)
def test_what_stands_between_two_lines(left: str, right: str, full: bool, between: str) -> None:
    assert separator(left, right, full) == between


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [("2020年01月记账", "9", " "), ("纳入", "2022年", " "), ("12", "345", ""), ("资金", "管理", "")],
)
def test_a_blank_printed_at_the_end_of_a_line_parts_words_but_no_number(
    left: str, right: str, between: str
) -> None:
    assert separator(left, right, full=True, spaced=True) == between


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("161.62万元", 6),
        ("163.7%、203.5%；个案", 14),
        ("（项）。主要", 4),
        ("目”很好", 3),
        ("与“925”和", 7),
        ("益，7,640.35元", 10),
        ("普通", 1),
    ],
)
def test_what_may_not_be_parted(text: str, characters: int) -> None:
    line = Printed(text, 1, (0, 0, 12 * len(text), 12), None, 12)
    assert first_unit(line) == 12 * characters


def test_a_line_in_another_size_belongs_to_its_paragraph() -> None:
    first, rest = FIRST[:35] + "：", FULL[:37] + "，"

    def draw(sheet: Sheet) -> None:
        sheet.text(96, 100, first, 12)
        sheet.text(72, 118, "培训支出。" + FULL[:25], 15)
        sheet.text(72, 138, rest, 12)
        sheet.text(72, 156, "收尾。", 12)
        for k in range(6):
            sheet.paragraph(200 + 60 * k, [FIRST, FULL, "另一段。"])

    assert texts(reading(draw))[0] == f"{first}培训支出。{FULL[:25]}{rest}收尾。"


@pytest.mark.parametrize(("opening", "joined"), [("161.62万元，", True), ("1、", False), ("合计", False)])
def test_a_number_with_its_unit_kept_together_leaves_room(opening: str, joined: bool) -> None:
    above = "人员经费，" + FULL[:30]

    def draw(sheet: Sheet) -> None:
        sheet.paragraph(100, [FIRST, above, opening + "支出决算按期完成。"])
        for k in range(6):
            sheet.paragraph(200 + 60 * k, [FIRST, FULL, "另一段。"])

    last = opening + "支出决算按期完成。"
    assert texts(reading(draw))[:1] == [FIRST + above + last if joined else FIRST + above]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("项目资金按照计划全部拨付，支出进度与年度安排一致，今年主要用于", "社区养老服务设施的改造。", True),
        (
            "项目资金按照计划全部拨付，支出进度与年度安排一致，均已经用完。",
            "社区养老服务设施已经改造。",
            False,
        ),
        ("账户：社区养老服务设施改造专项资金，核算单位：某某街道办事处", "年度：2023", False),
    ],
)
def test_a_sentence_set_in_goes_on_at_the_margin_though_its_line_had_room(
    first: str, second: str, joined: bool
) -> None:
    def draw(sheet: Sheet) -> None:
        for k in range(8):
            sheet.text(
                72, 100 + 20 * k, "项目按照年度计划组织实施资金拨付及时会计核算规范未发现截留挪用情形各项产"
            )
        sheet.text(96, 280, first)
        sheet.text(72, 300, second)

    assert any(first + second in text for text in texts(reading(draw))) == joined
