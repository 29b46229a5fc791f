"""Reading single pages: characters, places, tables of every make, and what must not be believed."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest import scan
from ingest.pdf.reader import read_pdf
from schema.document import BlockKind, Document, State, TextBlock
from tests.ingest.drawn import Sheet, cells, codes, evenly, plain, reading, rows, tables, texts

GRID = [["项目", "预算数", "支出数"], ["培训费", "1,200.50", "980.00"], ["合计", "1,200.50", "980.00"]]


def draw_grid(sheet: Sheet) -> None:
    sheet.table(evenly(80, 120, 3), evenly(100, 24, 3), plain(GRID))


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    result = reading(draw_grid)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert result.state is State.OK
    assert codes(result) == []


def test_merged_cells_keep_their_spans() -> None:
    spec = [
        (0, 0, 2, 1, "一级指标"),
        (0, 1, 1, 2, "金额"),
        (1, 1, 1, 1, "预算"),
        (1, 2, 1, 1, "支出"),
        (2, 0, 1, 3, "合计行"),
    ]
    result = reading(lambda s: s.table(evenly(80, 110, 3), evenly(100, 24, 3), spec))
    assert cells(tables(result)[0]) == spec


def test_a_number_has_its_place_to_the_character() -> None:
    result = reading(draw_grid)
    document = Document("pdf", "", blocks=result.blocks, pages=result.pages)
    number, _, table = next(iter(document.tables()))
    cell = next(cell for cell in table.cells if cell.text == "1,200.50")
    whole, tail = document.place_in_cell(number, cell, 0, 8), document.place_in_cell(number, cell, 6, 8)
    assert whole.box is not None
    assert tail.box is not None
    assert whole.box[0] == pytest.approx(204, abs=0.5)
    assert whole.box[0] < tail.box[0] < tail.box[2] == whole.box[2]
    assert 124 < whole.box[1] < whole.box[3] < 148


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_is_applied(turn: int) -> None:
    sheet = Sheet()
    draw_grid(sheet)
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        # The content is turned against the page, so that the page as displayed is upright again.
        width, height = A4
        against = {90: f"0 1 -1 0 {height} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {width}"}
        page = pdf.pages[0]
        if turn != 180:
            page.MediaBox = [0, 0, height, width]
        page.contents_add(f"q {against[turn]} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.Rotate = turn
        out = io.BytesIO()
        pdf.save(out)
    result = read_pdf(out.getvalue())
    assert [rows(table) for table in tables(result)] == [GRID]
    assert (result.pages[0].width, result.pages[0].rotation) == (pytest.approx(A4[0], abs=0.1), turn)
    box = tables(result)[0].box
    assert box is not None
    assert box[:2] == (pytest.approx(80, abs=0.5), pytest.approx(100, abs=0.5))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_stands_on_its_side_or_head_is_read_upright(turn: int) -> None:
    sheet = Sheet()
    draw_grid(sheet)
    sheet.paragraph(300, ["上述支出均已按照规定程序审批，并经审计机构核对无误。"])
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        width, height = A4
        against = {90: f"0 1 -1 0 {height} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {width}"}
        page = pdf.pages[0]
        if turn != 180:
            page.MediaBox = [0, 0, height, width]
        page.contents_add(f"q {against[turn]} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        out = io.BytesIO()
        pdf.save(out)
    result = read_pdf(out.getvalue())
    assert [rows(table) for table in tables(result)] == [GRID]
    assert texts(result) == ["上述支出均已按照规定程序审批，并经审计机构核对无误。"]
    assert codes(result) == ["sideways_page"]


def test_text_outside_the_crop_box_is_not_read_and_is_told() -> None:
    sheet = Sheet()
    sheet.text(100, 100, "可见的正文")
    sheet.text(100, 700, "被裁掉的文字")
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        pdf.pages[0].CropBox = [50, 400, 500, A4[1]]
        out = io.BytesIO()
        pdf.save(out)
    result = read_pdf(out.getvalue())
    assert texts(result) == ["可见的正文"]
    assert codes(result) == ["hidden_text"]
    block = result.blocks[0]
    assert isinstance(block, TextBlock)
    assert block.box is not None
    assert block.box[0] == pytest.approx(50, abs=0.5)


def test_a_watermark_is_kept_apart_from_the_cells_it_crosses() -> None:
    def draw(sheet: Sheet) -> None:
        draw_grid(sheet)
        sheet.canvas.saveState()
        sheet.canvas.translate(200, A4[1] - 150)
        sheet.canvas.rotate(35)
        sheet.text(0, sheet.height - 30, "内部资料", size=30)
        sheet.canvas.restoreState()

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert "".join(sorted("".join(texts(result, BlockKind.WATERMARK)))) == "".join(sorted("内部资料"))


def test_characters_struck_twice_are_read_once_and_doubled_digits_stay() -> None:
    def draw(sheet: Sheet) -> None:
        for shift in (0, 0.3):
            sheet.text(100 + shift, 100, "预算1100万元，执行2233万元")

    assert texts(reading(draw)) == ["预算1100万元，执行2233万元"]


def test_runs_out_of_order_are_placed_by_position() -> None:
    def draw(sheet: Sheet) -> None:
        for x, part in ((172, "603.14万元，"), (244, "占20.51%。"), (100, "项目支出")):
            sheet.text(x, 100, part)
        xs, ys = evenly(80, 120, 3), evenly(200, 24, 3)
        sheet.table(xs, ys, [(r, c, rs, cs, "") for r, c, rs, cs, _ in plain(GRID)])
        for r, c, _, _, text in reversed(plain(GRID)):
            sheet.text(xs[c] + 4, ys[r] + 4, text, 10)

    result = reading(draw)
    assert "".join(texts(result)).replace(" ", "") == "项目支出603.14万元，占20.51%。"
    assert [rows(table) for table in tables(result)] == [GRID]


def test_wrapped_codes_and_amounts_are_one_and_separate_entries_are_not() -> None:
    spec = [
        (0, 0, 1, 1, "4401132\n1000000\n0040596"),
        (0, 1, 1, 1, "1,157,374\n.17"),
        (0, 2, 1, 1, "120\n98"),
        (0, 3, 1, 1, "95%\n100%"),
        (1, 0, 1, 1, "服务对象\n满意度"),
        (1, 1, 1, 1, "148.2\n%"),
        (1, 2, 1, 1, "1.指标一\n2.指标二"),
        (1, 3, 1, 1, "≥ 70%"),
    ]
    xs = [60.0, 108.0, 162.0, 300.0, 420.0]
    result = reading(lambda s: s.table(xs, [100, 145, 190], spec))
    assert rows(tables(result)[0]) == [
        ["440113210000000040596", "1,157,374.17", "120\n98", "95%\n100%"],
        ["服务对象满意度", "148.2%", "1.指标一\n2.指标二", "≥ 70%"],
    ]
    code = tables(result)[0].cells[0]
    assert [(line.start, line.end) for line in code.lines] == [(0, 7), (7, 14), (14, 21)]


def test_a_vertical_label_is_read_from_top_to_bottom() -> None:
    spec = [(0, 0, 3, 1, "产\n出\n指\n标"), *((r, 1, 1, 1, f"指标{r}") for r in range(3))]
    result = reading(lambda s: s.table([80, 100, 220], evenly(100, 24, 3), spec))
    assert tables(result)[0].cells[0].text == "产出指标"


def test_an_edge_left_open_by_the_page_end_is_put_in() -> None:
    def draw(sheet: Sheet) -> None:
        xs, ys = evenly(80, 120, 3), evenly(700, 24, 2)
        sheet.table(xs, ys, plain([GRID[0], GRID[1]]))
        for x in xs:
            sheet.line(x, ys[-1], x, 790)
        sheet.text(84, 752, "城市更新改造", 10)
        sheet.text(204, 752, "170", 10)

    assert rows(tables(reading(draw))[0]) == [GRID[0], GRID[1], ["城市更新改造", "170", ""]]


def test_sides_left_unruled_are_put_in() -> None:
    def draw(sheet: Sheet) -> None:
        xs, ys = evenly(80, 120, 3), evenly(100, 24, 3)
        for y in ys:
            sheet.line(xs[0], y, xs[-1], y)
        for x in xs[1:-1]:
            sheet.line(x, ys[0], x, ys[-1])
        for r, c, _, _, text in plain(GRID):
            sheet.text(xs[c] + 4, ys[r] + 4, text, 10)

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


def test_a_frame_round_text_is_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.rect(70, 600, 400, 100)
        sheet.text(80, 160, "重要提示：本报告仅供参考。")

    result = reading(draw)
    assert tables(result) == []
    assert texts(result) == ["重要提示：本报告仅供参考。"]


def test_rules_in_one_path_and_inside_forms_are_found() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.beginForm("grid")
        xs, ys = evenly(80, 120, 3), evenly(100, 24, 3)
        path = sheet.canvas.beginPath()
        for y in ys:
            path.moveTo(xs[0], sheet.height - y)
            path.lineTo(xs[-1], sheet.height - y)
        for x in xs:
            path.moveTo(x, sheet.height - ys[0])
            path.lineTo(x, sheet.height - ys[-1])
        sheet.canvas.drawPath(path)
        sheet.canvas.endForm()
        sheet.canvas.doForm("grid")
        for r, c, _, _, text in plain(GRID):
            sheet.text(xs[c] + 4, ys[r] + 4, text, 10)

    assert [rows(table) for table in tables(reading(draw))] == [GRID]


# --- states ----------------------------------------------------------------------------------------------


def saved(**options: object) -> bytes:
    sheet = Sheet()
    draw_grid(sheet)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        pdf.save(out, **options)
    return out.getvalue()


def test_an_encrypted_file_wants_its_password_and_opens_with_it() -> None:
    data = saved(encryption=pikepdf.Encryption(user="秘密1", owner="o"))
    locked = read_pdf(data)
    assert (locked.state, locked.blocks, codes(locked)) == (State.NEEDS_PASSWORD, (), ["needs_password"])
    assert read_pdf(data, password="x").state is State.NEEDS_PASSWORD
    assert [rows(table) for table in tables(read_pdf(data, password="秘密1"))] == [GRID]


def test_a_file_that_forbids_copying_is_read_and_told() -> None:
    forbidden = pikepdf.Permissions(extract=False)
    data = saved(encryption=pikepdf.Encryption(user="", owner="o", allow=forbidden))
    result = read_pdf(data)
    assert [rows(table) for table in tables(result)] == [GRID]
    assert codes(result) == ["copy_restricted"]


def test_a_file_cut_at_its_tail_is_repaired() -> None:
    data = saved()
    cut = data[: data.rindex(b"xref") - 10]
    result = read_pdf(cut)
    assert result.state in {State.OK, State.REPAIRED}
    assert [rows(table) for table in tables(result)] == [GRID]


def test_a_file_that_was_mended_on_opening_says_so() -> None:
    data = saved()
    assert (read_pdf(data).state, codes(read_pdf(data))) == (State.OK, [])
    lost = data[: data.rindex(b"startxref")]
    wrong = data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"
    for broken in (lost, wrong, b"HTTP/1.1 200 OK\r\n\r\n" + data):
        result = read_pdf(broken)
        assert (result.state, codes(result)) == (State.REPAIRED, ["pdf_repaired"])
        assert [rows(table) for table in tables(result)] == [GRID]
    assert read_pdf(b"\r\n" + data).state is State.OK, "blanks before the header are no damage"


def test_what_is_cropped_away_is_told() -> None:
    sheet = Sheet()
    draw_grid(sheet)
    sheet.text(60, 700, "裁切框之外的一行说明文字共计十六字")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        left, _, right, top = (float(side) for side in pdf.pages[0].mediabox)
        pdf.pages[0].cropbox = [left, 200, right, top]
        pdf.save(out)
    result = read_pdf(out.getvalue())
    assert codes(result) == ["cropped_text"]
    assert [rows(table) for table in tables(result)] == [GRID]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20])
def test_rubbish_is_corrupt(data: bytes) -> None:
    result = read_pdf(data)
    assert (result.state, result.blocks) == (State.CORRUPT, ())
    assert codes(result) == ["pdf_corrupt"]


def test_a_file_without_pages_is_never_a_silent_empty_text() -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    result = read_pdf(out.getvalue())
    assert (result.state, codes(result)) == (State.EMPTY, ["no_pages"])


def test_blank_pages_are_empty() -> None:
    result = reading(lambda sheet: sheet.page())
    assert (result.state, codes(result)) == (State.EMPTY, ["no_text"])


def test_too_many_pages_are_refused() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.text(100, 100, f"第{number}页的内容")
        sheet.page()
    result = read_pdf(sheet.bytes(), most_pages=3)
    assert (result.state, codes(result)) == (State.TOO_LARGE, ["too_many_pages"])


def test_radicals_are_read_as_the_characters_they_show() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "A B")

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    draw(canvas)
    canvas.save()
    assert texts(read_pdf(_mapped(buffer.getvalue(), "2F64"))) == ["用 B"]


def test_text_without_meaning_is_told_and_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 700, "AAAA BBBB AAAA")
    canvas.save()
    result = read_pdf(_mapped(buffer.getvalue(), "E123"))
    assert codes(result) == ["unmapped_text", "ocr_missing", "no_text"]
    assert (result.state, result.blocks) == (State.EMPTY, ())
    assert result.pages[0].route == "untrusted"


def _mapped(data: bytes, target: str) -> bytes:
    """The same file whose font says that its letter A means the code point `target`."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        "1 begincodespacerange <00> <FF> endcodespacerange "
        f"2 beginbfchar <41> <{target}> <42> <0042> endbfchar endcmap end end"
    )
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap.encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
