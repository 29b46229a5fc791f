"""Pages that are read together are read as each is alone."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from ingest.pdf import glyphs, raw, reader
from ingest.pdf.frame import Frame
from ingest.pdf.open import handle_of
from ingest.pdf.reader import read_pdf
from tests.ingest.drawn import Sheet, evenly, plain


def mixed() -> bytes:
    """Tables, an empty page, a page turned by its file and one whose text lies on its side, a seal, marks over the text."""
    sheet = Sheet()
    sheet.paragraph(70, ["项目按照年度计划组织实施，资金拨付及时", "会计核算规范𠮷利，支出1,234.50元。"])
    sheet.table(evenly(72, 120, 3), evenly(200, 24, 3), plain([["名称", "目标", "完成"]] * 3))
    sheet.page()
    sheet.page()
    sheet.paragraph(90, ["第三页文字在文件中转了九十度，仍须照常读出", "合计金额8,765,432.10元。"])
    sheet.page()
    sheet.canvas.rotate(90)
    for k in range(6):
        sheet.canvas.setFont("STSong-Light", 12)
        sheet.canvas.drawString(80, -100 - 20 * k, f"横置的第{k + 1}行，支出{k}00.5万元")
    sheet.page()
    for k in range(8):
        sheet.canvas.saveState()
        sheet.canvas.translate(300, 400)
        sheet.canvas.rotate(-100 + 25 * k)
        sheet.canvas.setFont("STSong-Light", 12)
        sheet.canvas.setFillColorRGB(1, 0, 0)
        sheet.canvas.drawString(0, 60, "某市财政局专用章"[k])
        sheet.canvas.restoreState()
    sheet.text(80, 120, "落款处的文字与印章同在一页", 12)
    sheet.page()
    with pikepdf.open(io.BytesIO(sheet.bytes())) as pdf:
        pdf.pages[2].Rotate = 90
        pdf.pages[0].CropBox = [20, 30, 560, 800]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_characters_of_many_pages_are_those_of_each() -> None:
    document = pypdfium2.PdfDocument(mixed())
    handle = handle_of(document)
    pages = [raw.load_page(handle, k) for k in range(len(document))]
    texts = [raw.load_text(page) for page in pages]
    frames = [Frame(10.0 * k, 5.0 * k, 595.0, 842.0, k % 4) for k in range(len(pages))]
    together = glyphs.read_all(texts, frames)
    alone = [glyphs.read(text, frame) for text, frame in zip(texts, frames, strict=True)]
    for text, page in zip(texts, pages, strict=True):
        raw.close_text(text)
        raw.close_page(page)
    document.close()
    assert [len(page.code) > 20 for page in together] == [True, False, True, True, True]
    for ours, theirs in zip(together, alone, strict=True):
        for name in ("code", "box", "em", "angle", "bold"):
            assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()
        assert ours.unmapped == theirs.unmapped
        assert (ours.red is None) == (theirs.red is None)
    assert together[4].red is not None
    assert together[4].red.sum() == 8


@pytest.mark.parametrize("some", [2, 3, 16])
def test_blocks_and_notices_are_those_of_pages_read_alone(some: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = mixed()
    monkeypatch.setattr(reader, "TOGETHER", 1)
    alone = read_pdf(data)
    monkeypatch.setattr(reader, "TOGETHER", some)
    assert read_pdf(data) == alone
    assert {notice.code for notice in alone.notices} >= {"sideways_page"}
