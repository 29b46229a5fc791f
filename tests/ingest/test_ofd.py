"""OFD pages are read like the same pages as PDF; what is missing, encrypted or malicious ends in its state."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.guards import Limits
from ingest.ofd.package import numbers
from ingest.ofd.reader import read_ofd
from ingest.pdf.glyphs import ASCENT
from ingest.read import read
from ingest.reading import Reading
from schema.document import Document, State, Table, TextBlock
from tests.ingest.drawn import Sheet, evenly, plain, rows
from tests.ingest.drawn import reading as pdf_reading

MM = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"
GRID = [["项目", "预算数", "支出数"], ["培训费", "1,200.50", "980.00"], ["合计", "9.00", "8.00"]]


class OfdSheet(Sheet):
    """Draws what `Sheet` draws, as objects of OFD pages."""

    def __init__(self, short: bool = False) -> None:
        super().__init__()
        self.short = short
        self.pages: list[list[str]] = [[]]

    def text(self, x: float, top: float, text: str, size: float = 12, right: bool = False) -> None:
        widths = [size if ord(character) >= 0x2E80 else size / 2 for character in text]
        left = (x - sum(widths) if right else x) * MM
        steps = [f"{width * MM:.4f}" for width in widths[:-1]]
        same = f"g {len(steps)} {steps[0]}" if len(set(steps)) == 1 and self.short else " ".join(steps)
        self.pages[-1].append(
            f'<ofd:TextObject ID="1" Boundary="{left:.4f} {top * MM:.4f} {sum(widths) * MM:.4f} {size * MM:.4f}" '
            f'Font="1" Size="{size * MM:.4f}"><ofd:TextCode X="0" Y="{ASCENT * size * MM:.4f}" '
            f'DeltaX="{same}">\n  {escape(text)}\n </ofd:TextCode></ofd:TextObject>'
        )

    def centred(self, top: float, text: str, size: float = 12) -> None:
        width = sum(size if ord(character) >= 0x2E80 else size / 2 for character in text)
        self.text((self.width - width) / 2, top, text, size)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        left, top = min(x0, x1) * MM, min(y0, y1) * MM
        across, down = abs(x1 - x0) * MM, abs(y1 - y0) * MM
        self.pages[-1].append(
            f'<ofd:PathObject ID="2" Boundary="{left:.4f} {top:.4f} {across + 0.2:.4f} {down + 0.2:.4f}" '
            f'LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {across:.4f} {down:.4f}</ofd:AbbreviatedData></ofd:PathObject>'
        )

    def page(self) -> None:
        self.pages.append([])

    def bytes(self) -> bytes:
        return package([page_of("".join(objects)) for objects in self.pages if objects])


def page_of(objects: str, template: str = "") -> str:
    return (
        f'<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>'
        f'{template}<ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def package(pages: list[str], more: dict[str, str] | None = None, common: str = "") -> bytes:
    listed = "".join(f'<ofd:Page ID="{k}" BaseLoc="Pages/Page_{k}/Content.xml"/>' for k in range(len(pages)))
    parts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>{common}</ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{k}/Content.xml": page for k, page in enumerate(pages)},
        **(more or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def reading(draw: Callable[[Sheet], None], short: bool = False) -> Reading:
    sheet = OfdSheet(short)
    draw(sheet)
    return read_ofd(sheet.bytes(), Limits())


def told(blocks: tuple[object, ...]) -> list[object]:
    return [
        (rows(block), block.caption, block.header_rows)
        if isinstance(block, Table)
        else (block.kind, block.level, block.text)
        for block in blocks
        if isinstance(block, Table | TextBlock)
    ]


def report(sheet: Sheet) -> None:
    sheet.centred(60, "项目支出绩效评价报告", 20)
    sheet.paragraph(
        110, ["项目按照年度计划组织实施，资金拨付及时，会计核算规范，未发现截留", "挪用情形，支出980.00元。"]
    )
    sheet.centred(180, "表1 资金使用情况")
    sheet.table(evenly(80, 120, 3), evenly(200, 24, 3), plain(GRID))
    sheet.centred(660, "表2 项目明细")
    for y in (683, 702):
        sheet.line(70, y, 520, y)
    for k, row in enumerate(GRID):
        for left, text in zip((75, 220, 400), row, strict=True):
            sheet.text(left, 687 + 18 * k, text, 10)
    sheet.line(70, 740, 520, 740)
    sheet.page()
    sheet.table(
        [80, 200, 320, 440],
        evenly(60, 24, 2),
        [(0, 0, 2, 1, "合计"), *[(r, c, 1, 1, "3.50") for r in (0, 1) for c in (1, 2)]],
    )


@pytest.mark.parametrize("short", [False, True])
def test_an_ofd_is_read_as_the_same_pdf_is(short: bool) -> None:
    ours, theirs = reading(report, short), pdf_reading(report)
    assert told(ours.blocks) == told(theirs.blocks)
    assert len(told(ours.blocks)) > 5
    assert [(page.number, round(page.width), round(page.height)) for page in ours.pages] == [
        (1, 595, 842),
        (2, 595, 842),
    ]
    assert ours.state is State.OK


def test_every_character_has_its_place(tmp_path: Path) -> None:
    sheet = OfdSheet()
    sheet.text(100, 200, "支出1,200.50元")
    path = tmp_path / "a.ofd"
    path.write_bytes(sheet.bytes())
    document = read(path)
    place = document.place_in_text(0, 2, 10)
    assert (document.format, place.page) == ("ofd", 1)
    assert place.box == pytest.approx((124, 200, 172, 212), abs=0.1)


def test_a_form_below_the_page_is_read_with_it() -> None:
    form = OfdSheet()
    form.table(evenly(80, 120, 3), evenly(100, 24, 2), plain([GRID[0], ["", "", ""]]))
    filled = OfdSheet()
    for left, text in zip((84, 204, 324), GRID[1], strict=True):
        filled.text(left, 128, text, 10)
    data = package(
        [page_of("".join(filled.pages[0]), '<ofd:Template TemplateID="7" ZOrder="Background"/>')],
        {"Doc_0/Tpls/Tpl_0/Content.xml": page_of("".join(form.pages[0]))},
        '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>',
    )
    assert [rows(b) for b in read_ofd(data, Limits()).blocks if isinstance(b, Table)] == [GRID[:2]]


@pytest.mark.parametrize(
    ("matrix", "boundary"),
    [("1 0 0 1 0 0", "20 30 40 5"), ("0.5 0 0 0.5 0 0", "20 30 40 5"), ("0 1 -1 0 5 0", "20 30 5 40")],
)
def test_objects_are_turned_and_scaled_by_their_matrix(matrix: str, boundary: str) -> None:
    size = 8 if matrix.startswith("0.5") else 4
    text = (
        f'<ofd:TextObject ID="1" CTM="{matrix}" Boundary="{boundary}" Size="{size}" Font="1">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="g 3 {size}">实际支出</ofd:TextCode></ofd:TextObject>'
    )
    block = read_ofd(package([page_of(text)]), Limits()).blocks[0]
    assert isinstance(block, TextBlock)
    assert block.text == "实际支出"
    assert block.box is not None
    width, height = (block.box[2] - block.box[0]) * MM, (block.box[3] - block.box[1]) * MM
    assert sorted((width, height)) == pytest.approx([4, 16], abs=0.1)
    assert (height > width) == matrix.startswith("0 1")


@pytest.mark.parametrize("how", ['Visible="false"', 'Alpha="0"', 'Fill="false"'])
def test_what_is_not_visible_is_not_read(how: str) -> None:
    text = f'<ofd:TextObject ID="1" Boundary="20 30 40 5" Size="4" {how}><ofd:TextCode X="0" Y="4">甲</ofd:TextCode></ofd:TextObject>'
    result = read_ofd(package([page_of(text)]), Limits())
    assert (result.blocks, result.state) == ((), State.EMPTY)


def test_outlined_text_is_read() -> None:
    text = '<ofd:TextObject ID="1" Boundary="20 30 40 5" Size="4" Fill="false" Stroke="true"><ofd:TextCode X="0" Y="4">甲</ofd:TextCode></ofd:TextObject>'
    assert len(read_ofd(package([page_of(text)]), Limits()).blocks) == 1


def test_drawings_apart_from_their_page_are_told() -> None:
    sheet = OfdSheet()
    sheet.text(100, 200, "支出1,200.50元")
    apart = '<ofd:CompositeObject ID="9" Boundary="0 0 10 10" ResourceID="5"/>'
    result = read_ofd(package([page_of("".join(sheet.pages[0]) + apart)]), Limits())
    assert "复合图形" in result.notices[0].message


def test_a_page_named_over_and_over_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ingest.ofd.reader.MOST_CHARACTERS", 40)
    sheet = OfdSheet()
    sheet.text(100, 200, "支出1,200.50元")
    path = tmp_path / "a.ofd"
    path.write_bytes(package([page_of("".join(sheet.pages[0]))] * 6))
    assert read(path).state is State.TOO_LARGE


def test_a_scanned_page_is_told() -> None:
    image = '<ofd:ImageObject ID="1" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="3"/>'
    result = read_ofd(package([page_of(image)]), Limits())
    assert [notice.code for notice in result.notices] == ["needs_ocr", "no_text"]
    assert result.state is State.EMPTY


TYPICAL = page_of("")


@pytest.mark.parametrize(
    ("data", "state", "code"),
    [
        (package([TYPICAL], {"Encryptions.xml": "<x/>"}), State.UNSUPPORTED, "encrypted_ofd"),
        (package([TYPICAL], {"Doc_0/Pages/Page_0/Content.xml": "<ofd:Page"}), State.CORRUPT, None),
        (
            package([TYPICAL], {"Doc_0/Document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            State.CORRUPT,
            "dtd_refused",
        ),
        (
            package([TYPICAL], {"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"}),
            State.CORRUPT,
            "part_missing",
        ),
        (
            package(
                [
                    page_of(
                        "<ofd:PathObject><ofd:AbbreviatedData>"
                        + "M 0 0 L 9 9 " * 60_000
                        + "</ofd:AbbreviatedData></ofd:PathObject>"
                    )
                ]
            ),
            State.TOO_LARGE,
            "too_large",
        ),
    ],
)
def test_what_cannot_be_read_ends_in_its_state(
    data: bytes, state: State, code: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(data)
    document: Document = read(path)
    assert document.state is state
    assert document.blocks == ()
    assert code in {None, *(notice.code for notice in document.notices)}


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789.-+eEg MLBQAC nan", max_size=60), st.text("0123456789.-g ", max_size=30))
def test_no_numbers_of_a_stranger_raise(values: str, steps: str) -> None:
    objects = (
        f'<ofd:TextObject CTM="{values}" Boundary="{values}" Size="4"><ofd:TextCode X="{steps}" DeltaX="{steps}" '
        f'DeltaY="{steps}">甲乙12</ofd:TextCode></ofd:TextObject><ofd:PathObject CTM="{steps}" Boundary="{values}">'
        f"<ofd:AbbreviatedData>{values}</ofd:AbbreviatedData></ofd:PathObject>"
        '<ofd:TextObject Boundary="20 30 40 5" Size="4"><ofd:TextCode X="0" Y="4">支出</ofd:TextCode></ofd:TextObject>'
    )
    texts = [
        b.text for b in read_ofd(package([page_of(objects)]), Limits()).blocks if isinstance(b, TextBlock)
    ]
    assert any("支出" in text for text in texts)


def test_numbers_end_at_what_is_none() -> None:
    assert numbers("1 2.5 x 3") == [1.0, 2.5]
    assert numbers("nan 1") == numbers("1e300") == numbers(None) == []
    assert numbers("1 2 3", 2) == [1.0, 2.0]
