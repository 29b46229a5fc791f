"""Marked copies: every box stands on its figure, on turned and cropped pages too; the original stays as it was."""

import hashlib
from collections import Counter
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest

from ingest.read import read
from publish.annotate import annotate, copy_name
from publish.phrases import words
from publish.userspace import UserSpace
from schema.document import READABLE
from schema.finding import Finding, Severity, Verdict
from schema.report import DocumentFacts, Report
from tests.reports import figure

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "documents"
WORDS = words("zh")


def report_on(document, *texts, path):
    """A report with one finding for each text, on its first occurrence in the document."""
    findings = []
    for number, text in enumerate(texts):
        at = next(
            document.place_in_text(n, block.text.index(text), block.text.index(text) + len(text))
            for n, block in enumerate(document.blocks)
            if hasattr(block, "text") and text in block.text
        )
        findings.append(
            Finding(
                id=f"{number:016x}",
                rule="R02",
                severity=list(Severity)[number % 3],
                verdict=Verdict.INCONSISTENT,
                message=f"{text}需核实。",
                figures=(figure(text, at=at),),
                reported=text,
                recomputed="1%",
                formula="1 ÷ 2",
            )
        )
    facts = DocumentFacts(id=document.sha256[:16], path=str(path), sha256=document.sha256)
    return Report(document=facts, findings=tuple(findings))


def squares(path):
    """`(page index, annotation)` of every square of a PDF."""
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            for note in page.obj.get("/Annots", []):
                if note.Subtype == "/Square":
                    yield (
                        number,
                        {
                            "rect": [float(edge) for edge in note.Rect],
                            "name": str(note.NM),
                            "contents": str(note.Contents),
                        },
                    )


def under(path, number, rect):
    """The characters whose middle lies in a rectangle of user space."""
    pdf = pypdfium2.PdfDocument(path)
    text = pdf[number].get_textpage()
    found = []
    for n in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(n)
        if rect[0] < (left + right) / 2 < rect[2] and rect[1] < (bottom + top) / 2 < rect[3]:
            found.append(text.get_text_range(n, 1))
    pdf.close()
    return "".join("".join(found).split())


@pytest.fixture
def original(tmp_path):
    """A page of the corpus, turned and cropped: `(rotation, cropped) -> path`."""

    def make(rotation, cropped):
        target = tmp_path / f"turned-{rotation}-{cropped}.pdf"
        with pikepdf.open(CORPUS / "zhongcun-2022.pdf") as pdf:
            for page in pdf.pages:
                page.rotate(rotation, relative=False)
                if cropped:
                    page.cropbox = pikepdf.Array([50, 60, 560, 790])
            pdf.save(target)
        return target

    return make


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_every_box_stands_on_its_figure(tmp_path, original, rotation, cropped):
    path = original(rotation, cropped)
    document = read(path)
    texts = ("101.49%", "126.4%", "203.5%")
    report = report_on(document, *texts, path=path)
    before = hashlib.sha256(path.read_bytes()).digest()
    copy = annotate(path, tmp_path / "out", document, report, WORDS)
    found = {mark["name"]: under(copy, page, mark["rect"]) for page, mark in squares(copy)}
    assert len(found) == len(texts)
    for text, characters in zip(texts, found.values(), strict=True):
        rest = Counter(characters) - Counter(text)
        assert not Counter(text) - Counter(characters)
        if rotation != 180:  # text upside down is read by whole lines
            assert not any(character.isdigit() for character in rest)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_a_popup_holds_the_arithmetic_and_the_outline_the_findings(tmp_path):
    path = CORPUS / "zhongcun-2022.pdf"
    document = read(path)
    report = report_on(document, "101.49%", "126.4%", path=path)
    copy = annotate(path, tmp_path, document, report, WORDS)
    contents = [mark["contents"] for _, mark in squares(copy)]
    assert "重算数：1%" in contents[0]
    assert "算式：1 ÷ 2" in contents[0]
    with pikepdf.open(copy) as pdf:
        assert len(pdf.pages) == len(document.pages) + 1
        with pdf.open_outline() as outline:
            entries = [item.title for item in outline.root[-1].children]
    assert [title.split()[0] for title in entries] == ["1", "2"]
    assert all("第6页" in title for title in entries)


def test_the_text_under_a_mark_stays_readable(tmp_path):
    path = CORPUS / "zhongcun-2022.pdf"
    document = read(path)
    report = report_on(document, "101.49%", path=path)
    copy = annotate(path, tmp_path, document, report, WORDS)
    x0, top, x1, bottom = report.findings[0].figures[0].place.box
    inner = tuple(round(edge * 3) for edge in (x0 + 1, top + 1, x1 - 1, bottom - 1))
    pictures = []
    for source in (path, copy):
        pdf = pypdfium2.PdfDocument(source)
        pictures.append(pdf[5].render(scale=3).to_pil().convert("L").crop(inner).tobytes())
        pdf.close()
    assert pictures[0] == pictures[1]


def test_a_figure_over_a_line_end_gets_a_box_a_line(tmp_path):
    path = CORPUS / "zhongcun-2022.pdf"
    document = read(path)
    text = "完成协议指标量的163.7%、203.5%"
    report = report_on(document, text, path=path)
    copy = annotate(path, tmp_path, document, report, WORDS)
    marks = [mark for _, mark in squares(copy)]
    assert [mark["name"] for mark in marks] == ["0" * 16, "0" * 16 + ".2"]
    assert all(mark["rect"][3] - mark["rect"][1] < 30 for mark in marks)


def test_an_encrypted_original_gives_an_encrypted_copy(tmp_path):
    path = tmp_path / "locked.pdf"
    with pikepdf.open(CORPUS / "zhongcun-2022.pdf") as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    document = read(path, password="secret")
    assert document.state in READABLE
    report = report_on(document, "101.49%", path=path)
    copy = annotate(path, tmp_path / "out", document, report, WORDS, "secret")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(copy)
    with pikepdf.open(copy, password="secret") as pdf:
        assert len(pdf.pages) == len(document.pages) + 1


def test_the_same_copy_is_written_twice(tmp_path):
    path = CORPUS / "zhongcun-2022.pdf"
    document = read(path)
    report = report_on(document, "101.49%", path=path)
    copies = [annotate(path, tmp_path / name, document, report, WORDS) for name in "ab"]
    assert copies[0].read_bytes() == copies[1].read_bytes()


def test_a_broken_pdf_is_a_value_error(tmp_path):
    document = read(CORPUS / "zhongcun-2022.pdf")
    report = report_on(document, "101.49%", path="x.pdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(ValueError):
        annotate(broken, tmp_path / "out", document, report, WORDS)
    assert not list((tmp_path / "out").glob("*"))


def test_pages_with_strange_objects_cost_the_copy_at_most(tmp_path):
    path = tmp_path / "strange.pdf"
    with pikepdf.open(CORPUS / "zhongcun-2022.pdf") as pdf:
        for page in pdf.pages:
            page.obj.Annots = pikepdf.Name("/Nothing")
        pdf.Root.Outlines = pikepdf.Array([1, 2])
        pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=pikepdf.Array([]))
        pdf.save(path)
    document = read(path)
    report = report_on(document, "101.49%", path=path)
    with pytest.raises(ValueError):
        annotate(path, tmp_path / "out", document, report, WORDS)


def test_a_signed_original_is_said_to_lose_its_signature(tmp_path):
    path = tmp_path / "signed.pdf"
    with pikepdf.open(CORPUS / "zhongcun-2022.pdf") as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array([]))
        pdf.save(path)
    document = read(path)
    copy = annotate(path, tmp_path / "out", document, report_on(document, "101.49%", path=path), WORDS)
    pdf = pypdfium2.PdfDocument(copy)
    assert "签名" in pdf[len(pdf) - 1].get_textpage().get_text_range()
    pdf.close()


def test_comments_of_a_word_copy_stand_at_the_figures(tmp_path):
    path = CORPUS / "zhongcun-2022.docx"
    document = read(path)
    texts = ("101.49%", "126.4%", "203.5%")
    report = report_on(document, *texts, path=path)
    before = path.read_bytes()
    copy = annotate(path, tmp_path, document, report, WORDS)
    assert path.read_bytes() == before
    marked = commented(copy)
    assert {text for text, _ in marked} == set(texts)
    assert all("算式：1 ÷ 2" in comment for _, comment in marked)
    assert "".join(p.text for p in docx.Document(copy).paragraphs) == "".join(
        p.text for p in docx.Document(path).paragraphs
    )


def test_comments_find_the_cell_among_equal_ones(tmp_path, word_table):
    path, document, report = word_table
    copy = annotate(path, tmp_path / "out", document, report, WORDS)
    body = docx.Document(copy).element.body
    w = body.nsmap["w"]
    cells = list(body.iter(f"{{{w}}}tc"))
    with_comment = [n for n, cell in enumerate(cells) if list(cell.iter(f"{{{w}}}commentRangeStart"))]
    assert with_comment == [4]


@pytest.fixture
def word_table(tmp_path):
    """A Word file whose cells are all alike, and a finding on one of them."""
    path = tmp_path / "alike.docx"
    out = docx.Document()
    table = out.add_table(3, 3, style="Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "98%"
    out.save(str(path))
    document = read(path)
    _, _, grid = next(iter(document.tables()))
    cell = next(cell for cell in grid.cells if (cell.row, cell.column) == (1, 1))
    block = next(iter(document.table_of_block))
    mark = figure("98%", at=document.place_in_cell(block, cell, 0, 3))
    finding = Finding(
        id="f" * 16, rule="R02", severity="error", verdict="inconsistent", message="?", figures=(mark,)
    )
    facts = DocumentFacts(id="1" * 16, path=str(path))
    return path, document, Report(document=facts, findings=(finding,))


def commented(path):
    """`(commented text, comment)` of a Word file."""
    document = docx.Document(path)
    w = document.element.body.nsmap["w"]
    texts = {comment.comment_id: comment.text for comment in document.comments}
    out = []
    for start in document.element.body.iter(f"{{{w}}}commentRangeStart"):
        number = start.get(f"{{{w}}}id")
        inside, element = [], start.getnext()
        while element.tag != f"{{{w}}}commentRangeEnd" or element.get(f"{{{w}}}id") != number:
            inside += [t.text for t in element.iter(f"{{{w}}}t")]
            element = element.getnext()
        out.append(("".join(inside), texts[int(number)]))
    return out


def test_the_name_of_a_copy_is_safe():
    facts = DocumentFacts(id="0123456789abcdef", path='档案/2022 "自评"?<表>#1.pdf')
    assert copy_name(Report(document=facts), ".pdf") == "2022 _自评_表_1-01234567.pdf"


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_user_space_is_the_inverse_of_reading(turns):
    import numpy as np

    from ingest.pdf.frame import Frame

    frame, space = Frame(10, 20, 210, 320, turns), UserSpace(10, 20, 210, 320, turns)
    for x, y in [(30.0, 40.0), (200.0, 21.0), (10.0, 320.0)]:
        shown = frame.points(np.array([x]), np.array([y]))
        assert space.point(float(shown[0][0]), float(shown[1][0])) == (x, y)
