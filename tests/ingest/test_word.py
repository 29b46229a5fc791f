"""Word files part by part: what is printed is read, once, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.read import read
from schema.document import State, TextBlock
from tests.ingest.packages import (
    codes,
    docx,
    grid,
    lines,
    opened,
    p,
    part,
    plain_table,
    table,
    tables,
    tc,
    zipped,
)


def text_of(inner: str, folder: Path, **parts: str) -> str:
    return "\n".join(text for _, _, text in lines(opened(docx(inner, **parts), folder)))


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲乙"),
        ("<w:r><w:t>6</w:t><w:noBreakHyphen/><w:t>7</w:t><w:softHyphen/><w:t>月</w:t></w:r>", "6-7月"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ("<w:ins><w:r><w:t>新增170万元</w:t></w:r></w:ins>", "新增170万元"),
        ("<w:r><w:t>实际</w:t></w:r><w:del><w:r><w:delText>160万元</w:delText></w:r></w:del>", "实际"),
        ("<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>", "新处"),
        ("<w:r><w:t>公开</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏9元</w:t></w:r>", "公开"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>不隐藏</w:t></w:r>', "不隐藏"),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件内</w:t></w:r></w:sdtContent></w:sdt>", "控件内"),
        ("<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>", "标记"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:t>域代码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r>',
            "12页",
        ),
        ("<m:oMath><m:f><m:num><m:r><m:t>443</m:t></m:r></m:num><m:den><m:r><m:t>500</m:t></m:r></m:den></m:f></m:oMath>", "443/500"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby></w:r>", "音"),
        ("<w:r><w:t>⽤\u200b⼾</w:t></w:r>", "用户"),
        (
            '<w:r><w:t>3×10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>4</w:t></w:r>'
            "<w:r><w:t>立方米</w:t></w:r>",
            "3×10⁴立方米",
        ),
        (
            "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>",
            "10⁴",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
            '</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar '
            'w:fldCharType="end"/></w:r><w:r><w:t>是</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData>'
            '<w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar '
            'w:fldCharType="end"/></w:r><w:r><w:t>否</w:t></w:r>',
            "☑是□否",
        ),
    ],
)  # fmt: skip
def test_printed_text_of_a_paragraph(inner: str, expected: str, tmp_path: Path) -> None:
    assert text_of(f"<w:p>{inner}</w:p>", tmp_path) == expected


def test_a_text_box_is_read_once_and_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框内42人次')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + p("下一段")
    )
    document = opened(docx(body), tmp_path)
    assert [text for _, _, text in lines(document)] == ["正文", "框内42人次", "下一段"]
    assert "text_box" in codes(document)


def test_alternatives_between_paragraphs_are_read_once(tmp_path: Path) -> None:
    one = p("甲") + plain_table("乙|丙")
    body = f"<mc:AlternateContent><mc:Choice>{one}</mc:Choice><mc:Fallback>{one}</mc:Fallback></mc:AlternateContent>"
    document = opened(docx(body), tmp_path)
    assert (len(lines(document)), len(tables(document))) == (1, 1)


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = p("全年支出", properties="<w:rPr><w:del/></w:rPr>") + p("170万元。")
    assert text_of(body, tmp_path) == "全年支出170万元。"


def test_tracked_changes_and_hidden_text_are_told(tmp_path: Path) -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:del><w:r><w:delText>减</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    )
    assert {"tracked_insertions", "tracked_deletions", "hidden_text"} <= codes(opened(docx(body), tmp_path))


WHITE = '<w:color w:val="FFFFFF"/>'


def test_white_text_on_paper_is_told_and_not_read(tmp_path: Path) -> None:
    document = opened(docx(p("支出1,200万元。") + p("支出9,876万元。", run=WHITE)), tmp_path)
    assert [text for _, _, text in lines(document)] == ["支出1,200万元。"]
    assert codes(document) == {"pale_text"}


@pytest.mark.parametrize(
    "cell", ["", '<w:shd w:val="clear" w:fill="auto"/>', '<w:shd w:val="clear" w:fill="FFFFFF"/>']
)
def test_white_text_in_a_white_cell_is_not_read(cell: str, tmp_path: Path) -> None:
    white = f"<w:tc><w:tcPr>{cell}</w:tcPr>{p('9,876', run=WHITE)}</w:tc>"
    (found,) = tables(opened(docx(table(tc("甲") + tc("12"), tc("乙") + white)), tmp_path))
    assert [one.text for one in found.cells] == ["甲", "12", "乙", ""]


@pytest.mark.parametrize(
    ("run", "paragraph", "cell", "whole"),
    [
        ('<w:shd w:val="clear" w:fill="1F3864"/>', "", "", ""),
        ('<w:highlight w:val="blue"/>', "", "", ""),
        ("", '<w:shd w:val="clear" w:fill="1F3864"/>', "", ""),
        ("", "", '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>', ""),
        ("", "", '<w:shd w:val="clear" w:fill="auto" w:themeFill="accent1"/>', ""),
        ("", "", "", '<w:tblStyle w:val="any"/>'),
        ("", "", "", '<w:shd w:val="clear" w:fill="1F3864"/>'),
        ("", '<w:pStyle w:val="dark"/>', "", ""),
        ('<w:rStyle w:val="ink"/>', "", "", ""),
    ],
)
def test_white_text_on_a_coloured_ground_is_read(
    run: str, paragraph: str, cell: str, whole: str, tmp_path: Path
) -> None:
    shading = '<w:shd w:val="clear" w:fill="C00000"/>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="dark"><w:pPr>{shading}</w:pPr></w:style>'
        f'<w:style w:type="character" w:styleId="ink"><w:rPr>{shading}</w:rPr></w:style>'
    )
    name = f"<w:tc><w:tcPr>{cell}</w:tcPr>{p('金额', run=WHITE + run, properties=paragraph)}</w:tc>"
    body = table(tc("项目") + name, tc("甲") + tc("12")).replace("<w:tblPr/>", f"<w:tblPr>{whole}</w:tblPr>")
    document = opened(docx(body, styles=styles), tmp_path)
    assert [one.text for one in tables(document)[0].cells] == ["项目", "金额", "甲", "12"]
    assert "pale_text" not in codes(document)


def test_cells_whose_deletion_is_tracked_are_gone_and_those_put_in_are_there(tmp_path: Path) -> None:
    gone = tc("旧数", "<w:cellDel/>")
    new = tc("新数", "<w:cellIns/>")
    rows = [tc("项目") + gone + new, tc("甲") + tc("1", "<w:cellDel/>") + tc("2", "<w:cellIns/>")]
    document = opened(docx(table(*rows)), tmp_path)
    (found,) = tables(document)
    assert [(one.row, one.column, one.text) for one in found.cells] == [
        (0, 0, "项目"), (0, 1, "新数"), (1, 0, "甲"), (1, 1, "2"),
    ]  # fmt: skip
    assert codes(document) >= {"tracked_deletions", "tracked_insertions"}


def test_a_tracked_move_is_read_where_it_went(tmp_path: Path) -> None:
    body = (
        "<w:p><w:moveFrom><w:r><w:t>支出12万元。</w:t></w:r></w:moveFrom><w:r><w:t>收入20万元。</w:t></w:r></w:p>"
        "<w:p><w:moveTo><w:r><w:t>支出12万元。</w:t></w:r></w:moveTo></w:p>"
    )
    assert text_of(body, tmp_path) == "收入20万元。\n支出12万元。"


def test_hidden_by_a_style_and_its_base(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = '<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:rPr><w:rStyle w:val="B"/></w:rPr><w:t>不可见</w:t></w:r></w:p>'
    assert text_of(body, tmp_path, styles=styles) == "可见"


def test_footnotes_follow_in_order_of_reference_and_their_marks_do_not_touch_figures(tmp_path: Path) -> None:
    notes = "".join(
        f'<w:footnote w:id="{i}">{p(text)}</w:footnote>'
        for i, text in ((1, "甲注"), (2, "乙注"), (9, "无人引用"))
    )
    body = (
        '<w:p><w:r><w:t>170万元</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:t>，98万元</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    document = opened(docx(body, footnotes=notes), tmp_path)
    assert lines(document) == [
        ("paragraph", None, "170万元，98万元"),
        ("note", None, "乙注"),
        ("note", None, "甲注"),
    ]


def test_headers_are_furniture_and_word_art_in_them_a_watermark(tmp_path: Path) -> None:
    header = (
        p("绩效评价报告")
        + '<w:p><w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r></w:p>'
    )
    document = opened(docx(p("正文。"), header=header), tmp_path)
    assert lines(document)[1:] == [("furniture", None, "绩效评价报告"), ("watermark", None, "内部资料")]


def test_spans_of_rows_and_columns(tmp_path: Path) -> None:
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        tc("一级指标") + tc("二级指标") + tc("指标值", '<w:gridSpan w:val="2"/>'),
        tc("产出", start) + tc("数量", start) + tc("≥8") + tc("座"),
        tc("", go_on) + tc("", go_on) + tc("≥260") + tc("公里"),
        tc("", go_on) + tc("质量") + tc("100%", '<w:gridSpan w:val="2"/>'),
    )
    (found,) = tables(opened(docx(body), tmp_path))
    assert grid(found) == ["一级指标|二级指标|指标值|<", "产出|数量|≥8|座", "^|^|≥260|公里", "^|质量|100%|<"]
    assert [(c.row_span, c.column_span) for c in found.cells if c.text in ("产出", "数量")] == [
        (3, 1),
        (2, 1),
    ]


def test_rows_that_begin_late_and_cells_in_content_controls(tmp_path: Path) -> None:
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("乙") + "</w:tr>"
    control = f"<w:sdt><w:sdtContent><w:tr>{tc('丙')}<w:sdt><w:sdtContent>{tc('丁')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    body = f"<w:tbl><w:tblGrid/><w:tr>{tc('甲')}{tc('一')}</w:tr>{late}{control}</w:tbl>"
    (found,) = tables(opened(docx(body), tmp_path))
    assert grid(found) == ["甲|一", "?|乙", "丙|丁"]


def test_grid_lines_nobody_uses_are_dropped(tmp_path: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = table(tc("项目名称", two) + tc("金额", two), tc("甲", two) + tc("1.00", two))
    (found,) = tables(opened(docx(body), tmp_path))
    assert (found.columns, grid(found)) == (2, ["项目名称|金额", "甲|1.00"])


def test_widths_decide_where_spans_do_not_add_up(tmp_path: Path) -> None:
    def wide(text: str, width: int) -> str:
        return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')

    body = table(
        wide("项目", 2000) + wide("预算", 1000) + wide("决算", 1000),
        wide("合计", 2000) + wide("不分", 2000),
        widths=(2000, 1000, 1000),
    )
    (found,) = tables(opened(docx(body), tmp_path))
    assert grid(found) == ["项目|预算|决算", "合计|不分|<"]


def test_deleted_and_hidden_rows_are_left_out(tmp_path: Path) -> None:
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删')}{tc('1')}</w:tr>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('藏')}{tc('2')}</w:tr>"
    document = opened(docx(table(tc("甲") + tc("3"), deleted, hidden, tc("乙") + tc("4"))), tmp_path)
    assert grid(tables(document)[0]) == ["甲|3", "乙|4"]
    assert {"tracked_deletions", "hidden_rows"} <= codes(document)


def test_nested_tables_stand_after_the_outer_one_and_short_ones_in_their_cell(tmp_path: Path) -> None:
    inner = plain_table("科目|金额\n差旅费|12.00")
    line = plain_table("甲|乙")
    body = table(f"<w:tc>{p('明细')}{inner}{p()}</w:tc><w:tc>{line}{p()}</w:tc>", tc("合计") + tc("12.00"))
    document = opened(docx(body), tmp_path)
    outer, nested = tables(document)
    assert grid(outer) == ["明细|甲\t乙", "合计|12.00"]
    assert grid(nested) == ["科目|金额", "差旅费|12.00"]
    assert "nested_table" in codes(document)


def test_the_rest_of_a_table_is_joined_without_its_header(tmp_path: Path) -> None:
    body = p("表1 支出") + plain_table(HEAD) + p("续表1") + plain_table("项目|预算数|决算数\n乙|2.00|2.00")
    (found,) = tables(opened(docx(body), tmp_path))
    assert (grid(found), found.caption) == (
        ["项目|预算数|决算数", "甲|1.00|1.00", "乙|2.00|2.00"],
        "表1 支出",
    )


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (p("产") + p("出") + p("指") + p("标"), "产出指标"),
        ("<w:p><w:r><w:t>效</w:t><w:br/><w:t>益</w:t></w:r></w:p>", "效益"),
        (p("甲") + p("乙方"), "甲\n乙方"),
        (p("1") + p("2"), "1\n2"),
    ],
)
def test_a_label_set_downwards_is_one_word(inner: str, expected: str, tmp_path: Path) -> None:
    (found,) = tables(opened(docx(table(f"<w:tc>{inner}</w:tc>" + tc("三"))), tmp_path))
    assert found.cells[0].text == expected


def test_paragraphs_of_a_cell_are_kept_apart(tmp_path: Path) -> None:
    (found,) = tables(
        opened(docx(table(f"<w:tc>{p()}{p('一项')}{p('二项')}{p()}</w:tc>" + tc("三"))), tmp_path)
    )
    assert found.cells[0].text == "一项\n二项"


def test_captions_and_units_belong_to_the_table_below(tmp_path: Path) -> None:
    body = (
        p("表2：年度预算安排") + p("单位：万元") + plain_table("项目|预算数\n甲|1.00") + p("注：含上年结转。")
    )
    document = opened(docx(body), tmp_path)
    assert tables(document)[0].caption == "表2：年度预算安排"
    assert [kind for kind, _, _ in lines(document)] == ["caption", "caption", "note"]


WIDTHS = (2000, 1000, 1000)
HEAD = "项目|预算数|决算数\n甲|1.00|1.00"


@pytest.mark.parametrize(
    ("between", "second", "widths", "count"),
    [
        (p(), "乙|2.00|2.00", WIDTHS, 1),
        (p("另一张表"), "乙|2.00|2.00", WIDTHS, 2),
        (p(), "乙|2.00|2.00", (1000, 1000, 2000), 2),
        (p(), HEAD, WIDTHS, 2),
        (p("续表1"), HEAD, WIDTHS, 1),
        (p("续表1") + p("单位：万元"), HEAD, WIDTHS, 1),
        (p("续表1"), "项目|预算数|执行率\n乙|2.00|2.00", WIDTHS, 2),
        (p("表2 另一张表"), HEAD, WIDTHS, 2),
    ],
)
def test_two_tables_are_one_only_when_the_second_goes_on(
    between: str, second: str, widths: tuple[int, ...], count: int, tmp_path: Path
) -> None:
    body = plain_table(HEAD, WIDTHS) + between + plain_table(second, widths)
    document = opened(docx(body), tmp_path)
    assert len(tables(document)) == count
    assert ("tables_joined" in codes(document)) == (count == 1)


def test_styles_place_headings_without_a_number_among_those_with_one(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="heading {i}"/></w:style>'
        for i in (1, 2, 3)
    )

    def head(level: int, text: str) -> str:
        return p(text, properties=f'<w:pStyle w:val="{level}"/>')

    body = (
        head(1, "某项目绩效评价报告")
        + head(2, "一、基本情况")
        + head(3, "（一）立项背景")
        + head(2, "附加说明")
        + p("正文。")
    )
    assert lines(opened(docx(body, styles=styles), tmp_path)) == [
        ("heading", 0, "某项目绩效评价报告"),
        ("heading", 1, "一、基本情况"),
        ("heading", 2, "（一）立项背景"),
        ("heading", 1, "附加说明"),
        ("paragraph", None, "正文。"),
    ]


def test_headings_by_look(tmp_path: Path) -> None:
    big, centred = '<w:b/><w:sz w:val="44"/>', '<w:jc w:val="center"/>'
    body = (
        p("某街道项目绩效", properties=centred, run=big)
        + p("评价报告", properties=centred, run=big)
        + p("2023年6月", properties=centred, run=big)
        + p("一、基本情况")
        + p("正文文字很多，占了绝大部分篇幅，因此决定了正文的字号。" * 3, run='<w:sz w:val="32"/>')
        + p("资金使用情况", run='<w:b/><w:sz w:val="32"/>')
        + p("重要的事情说三遍，务必按时完成。", run='<w:b/><w:sz w:val="32"/>')
    )
    kinds = [(kind, level) for kind, level, _ in lines(opened(docx(body), tmp_path))]
    assert kinds == [
        ("heading", 0), ("heading", 0), ("paragraph", None), ("heading", 1), ("paragraph", None),
        ("paragraph", None), ("paragraph", None),
    ]  # fmt: skip


def test_bold_lines_are_the_outline_of_a_report_without_numbers(tmp_path: Path) -> None:
    body = (
        p("某项目自评表", run="<w:b/>")
        + p("资金使用情况", run="<w:b/>")
        + p("全年支出170万元。")
        + p("合计12.5万元", run="<w:b/>")
    )
    kinds = [(kind, level) for kind, level, _ in lines(opened(docx(body), tmp_path))]
    assert kinds == [("heading", 0), ("heading", 2), ("paragraph", None), ("paragraph", None)]


def test_a_centred_line_above_a_table_is_its_caption(tmp_path: Path) -> None:
    body = (
        p("一、概况")
        + p("资金情况（单位：万元）", properties='<w:jc w:val="center"/>')
        + plain_table("项目|金额\n甲|1.00")
    )
    document = opened(docx(body), tmp_path)
    assert tables(document)[0].caption == "资金情况（单位：万元）"
    assert lines(document)[1] == ("caption", None, "资金情况（单位：万元）")


def test_a_list_of_contents_is_furniture(tmp_path: Path) -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('一、基本情况')}</w:sdtContent></w:sdt>"
    )
    document = opened(docx(control + p("二、绩效分析……………12") + p("一、基本情况")), tmp_path)
    assert [(kind, level) for kind, level, _ in lines(document)] == [
        ("furniture", None), ("furniture", None), ("heading", 1),
    ]  # fmt: skip


def test_the_strict_namespace_is_read_alike(tmp_path: Path) -> None:
    strict = part("document", f"<w:body>{p('严格格式')}{plain_table('甲|乙')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document = opened(zipped({"word/document.xml": strict}), tmp_path)
    assert lines(document) == [("paragraph", None, "严格格式")]
    assert grid(tables(document)[0]) == ["甲|乙"]


def test_only_pictures_is_empty_and_says_why(tmp_path: Path) -> None:
    document = opened(docx("<w:p><w:r><w:drawing/></w:r></w:p>"), tmp_path)
    assert (document.state, codes(document) & {"pictures_only"}) == (State.EMPTY, {"pictures_only"})


def test_embedded_objects_are_told(tmp_path: Path) -> None:
    body = p("正文") + '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    assert "embedded_object" in codes(opened(docx(body), tmp_path))


def test_places_are_block_table_row_and_column(tmp_path: Path) -> None:
    document = opened(docx(p("前文") + plain_table("项目|金额\n甲|12.50")), tmp_path)
    cell = tables(document)[0].cells[3]
    place = document.place_in_cell(1, cell, 0, 5)
    assert (place.page, place.block, place.table, place.row, place.column, place.start, place.end) == (
        None, 1, 0, 1, 1, 0, 5,
    )  # fmt: skip


@st.composite
def tilings(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """A grid cut into rectangles `(row, column, height, width)`; the first row is not merged, so every line is seen."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(1, rows) for c in range(columns)}
    out = [(0, c, 1, 1) for c in range(columns)]
    for r in range(1, rows):
        for c in range(columns):
            if (r, c) not in free:
                continue
            height, width = draw(st.integers(1, rows - r)), draw(st.integers(1, columns - c))
            while any((r, c + k) not in free for k in range(width)):
                width -= 1
            block = {(r + i, c + k) for i in range(height) for k in range(width)}
            if not block <= free:
                height, block = 1, {(r, c + k) for k in range(width)}
            free -= block
            out.append((r, c, height, width))
    return out


def written(tiles: list[tuple[int, int, int, int]]) -> str:
    """The tiling as Word writes it: a cell for every row a merged cell runs through."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for number, (row, column, height, width) in enumerate(tiles):
        for down in range(height):
            merge = "" if height == 1 else "<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>'
            span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
            rows.setdefault(row + down, []).append((column, tc("" if down else f"格{number}", span + merge)))
    return table(*("".join(cell for _, cell in sorted(rows[row])) for row in sorted(rows)))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tiles=tilings())
def test_any_merging_comes_back_exactly(tiles: list[tuple[int, int, int, int]], tmp_path: Path) -> None:
    (found,) = tables(opened(docx(written(tiles)), tmp_path))
    read_back = {(c.text, c.row, c.column, c.row_span, c.column_span) for c in found.cells}
    assert read_back == {(f"格{i}", *tile) for i, tile in enumerate(tiles)}


CORPUS = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.docx"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_agrees_with_python_docx_where_that_sees(path: Path) -> None:
    theirs = Document(str(path))
    ours = read(path)
    texts = [block.text for block in ours.blocks if isinstance(block, TextBlock)]
    assert [t.text.strip() for t in theirs.paragraphs if t.text.strip()] == texts[: len(texts) - _aside(ours)]
    for mine, other in zip(tables(ours), theirs.tables, strict=True):
        repeated = [[cell.text.strip() for cell in row.cells] for row in other.rows]
        flat = [[text for i, text in enumerate(row) if not i or text != row[i - 1]] for row in repeated]
        own = [[(cell.text if cell else "") for cell in row] for row in mine.grid()]
        assert [[text for i, text in enumerate(row) if not i or text != row[i - 1]] for row in own] == flat


def _aside(document: object) -> int:
    """Text blocks that python-docx does not count to the body: furniture stands last."""
    return sum(1 for kind, _, _ in lines(document) if kind in ("furniture", "watermark"))  # type: ignore[arg-type]
