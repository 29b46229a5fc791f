"""What a report keeps and does not keep: every number once, at its place, with the trust it deserves."""

from __future__ import annotations

from array import array
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extract.report import report_of
from schema.document import BlockKind, Cell, Document, Line, Notice, NoticeSeverity, State, Table, TextBlock
from schema.figure import Flaw
from tests.documents import document

TEXT = """
    # 2022年度某项目绩效自评报告

    ## 一、资金

    全年预算120.00万元，实际支出114.36万元，预算执行率95.3%。

    | 项目名称 | 65岁以上老人助餐 |
    | 项目资金（万元） | 全年预算数 | 全年执行数 |
    | 2022年度资金总额 | 120.00 | 114.36 |

    | 楼层 | 座位 |
    | 一层 | 120 |
    """


def test_every_number_is_kept_once() -> None:
    report = report_of(document(TEXT))
    addresses = [figure.place.address for figure in report.all_figures()]
    assert len(addresses) == len(set(addresses))
    texts = [figure.text for figure in report.all_figures()]
    assert sorted(text for text in texts if text.startswith("1")) == sorted(
        ["120.00万元", "114.36万元", "120.00", "114.36", "120"]
    )
    assert not {"65", "65岁"} & set(texts)
    taken = {figure.place.address for claim in report.claims for figure in claim.figures()}
    assert not taken & {figure.place.address for figure in report.figures}


def test_figures_stand_where_they_were_printed() -> None:
    read = document(TEXT)
    for figure in report_of(read).all_figures():
        place = figure.place
        assert place.block is not None
        block = read.blocks[place.block]
        if isinstance(block, TextBlock):
            text = block.text
        else:
            assert isinstance(block, Table)
            text = next(c.text for c in block.cells if (c.row, c.column) == (place.row, place.column))
        assert text[place.start : place.end] == figure.text


def test_claims_know_their_section() -> None:
    report = report_of(document(TEXT))
    assert {claim.section for claim in report.claims if claim.place.table is None} == {0}


def test_figures_read_from_an_image_say_so() -> None:
    text = "实际支出114.36万元。"
    line = Line(0, len(text), 1, (72.0, 100.0, 272.0, 112.0), array("d", [0.0] * (len(text) + 1)), 0.87)
    cell = Cell(0, 1, "43.2", page=1, lines=(Line(0, 4, 1, (0.0, 0.0, 9.0, 9.0), None, 0.66),))
    table = Table((Cell(0, 0, "预算数（万元）"), cell), 1, 2)
    read = Document(
        "pdf", "0" * 64, blocks=(TextBlock(BlockKind.PARAGRAPH, text, 1, None, None, (line,)), table)
    )
    flaws = {figure.text: (figure.flaw, figure.confidence) for figure in report_of(read).all_figures()}
    assert flaws["114.36万元"] == (Flaw.OCR, Decimal("0.87"))
    assert flaws["43.2"] == (Flaw.OCR, Decimal("0.66"))


def test_a_document_that_could_not_be_read_gives_its_facts_and_notices() -> None:
    broken = Document(
        "pdf", "a" * 64, State.CORRUPT, path="x.pdf", notices=(Notice(NoticeSeverity.ERROR, "文件已损坏"),)
    )
    report = report_of(broken)
    assert (report.document.state, report.document.title, report.figures) == ("corrupt", None, ())
    assert [notice.message for notice in report.notices] == ["文件已损坏"]
    assert report.document.id == "a" * 16


def test_word_and_pdf_of_one_layout_say_the_same() -> None:
    plain, paged = report_of(document(TEXT)), report_of(document(TEXT, pages=True))
    assert paged.budget_lines[0].place.page == 1
    assert paged.budget_lines[0].place.box is not None

    def facts(report: object) -> object:
        return [f.text for f in report.all_figures()], [c.kind for c in report.claims]  # type: ignore[attr-defined]

    assert facts(plain) == facts(paged)


def test_blank_and_ragged_tables_are_no_trouble() -> None:
    empty = Table((), 0, 0)
    holes = Table((Cell(0, 0, ""), Cell(1, 1, "5")), 3, 2)
    read = replace(document("文字。"), blocks=(empty, holes), table_of_block={})
    assert [figure.text for figure in report_of(read).figures] == ["5"]


def test_an_auditors_words_hold_for_one_report_and_no_other(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[fields.fields.actual_value]\nexact = ["本期成果"]\n\n[forms.rows]\ntotal = ["全盘"]\n',
        encoding="utf-8",
    )
    read = document("""
        | 一级指标 | 三级指标 | 指标值 | 本期成果 | 得分 |
        | 产出指标 | 场次 | 8场 | 9场 | 10 |
        | 全盘 |  |  |  | 10 |
    """)
    extended, plain = report_of(read, own), report_of(read)
    assert [row.actual.text for row in extended.indicators if row.actual] == ["9场"]
    assert [group.name for group in extended.forms[0].groups] == ["全盘"]
    assert plain.indicators[0].actual is None
    assert len(plain.indicators) == 2


GOALS = """
    | 年度总体目标 | 预期目标 | 实际完成情况 |
    | ^ | 资助困难学生12,600人，培训教师300人。 | 全年资助困难学生11,340人，完成年度目标的90%。 |
    | 一级指标 | 三级指标 | 指标值 |
    | 产出指标 | 资助人数 | ≥12600人 |
"""


def test_sentences_in_goal_cells_are_statements_of_what_was_aimed_at_and_done() -> None:
    report = report_of(document(GOALS))
    said = [[f"{t.role.value} {t.figure.text}" for t in claim.terms] for claim in report.claims]
    assert said == [["target 12,600人"], ["target 300人"], ["actual 11,340人", "completion 90%"]]


BLOCKS = """
    | 二、项目管理（20分） | 二级指标 | 三级指标 | 目标值 | 实际完成情况 | 分值 | 得分 |
    | ^ | 制度建设 | 管理制度健全性 | 健全 | 健全 | 20 | 20 |
    | 三、产出（80分） | 二级指标 | 三级指标 | 目标值 | 实际完成情况 | 分值 | 得分 |
    | ^ | 数量指标 | 开设课程 | 24门 | 27门 | 80 | 80 |
"""


def test_a_block_with_points_in_its_label_is_a_group() -> None:
    report = report_of(document(BLOCKS))
    assert [
        (row.level1, row.level3, row.actual.text if row.actual else None) for row in report.indicators
    ] == [
        ("二、项目管理", "管理制度健全性", "健全"),
        ("三、产出", "开设课程", "27门"),
    ]
    weights = [(group.level, str(group.weight.value)) for group in report.forms[0].groups if group.weight]
    assert weights == [(1, "20"), (1, "80")]
