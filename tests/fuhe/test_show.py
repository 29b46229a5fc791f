"""`fuhe show`: boxes are drawn where the figures are."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from fuhe.pipeline import check
from fuhe.show import COLOURS
from tests.components import require

DOCUMENT = Path(__file__).parents[2] / "corpus" / "documents" / "selfeval-bridge-2022.pdf"


def test_every_figure_of_the_page_is_framed_in_the_colour_of_its_state(fuhe, tmp_path):
    target = tmp_path / "page.png"
    code, out, err = fuhe("show", DOCUMENT, "--page", 1, "--out", target)
    assert (code, out) == (0, "")
    assert str(target) in err
    picture = Image.open(target).convert("RGB")
    report = check(DOCUMENT)
    wrong = [f for f in report.findings if f.severity == "error"]
    assert wrong
    places = [f.place for finding in wrong for f in finding.figures if f.place.page == 1 and f.place.box]
    assert places
    factor = picture.width / _width()
    for place in places:
        x0, top, x1, _ = place.box
        edge = [
            picture.getpixel((x, round(top * factor) - 2))
            for x in range(round(x0 * factor), round(x1 * factor))
        ]
        assert edge.count(COLOURS["disagreeing"]) > 0.9 * len(edge)


def _width():
    pdf = pypdfium2.PdfDocument(DOCUMENT)
    width = pdf[0].get_width()
    pdf.close()
    return width


@pytest.mark.parametrize(("page", "code", "told"), [(99, 2, "没有第 99 页"), (0, 2, "--page 的值不对")])
def test_a_page_that_is_not_there(fuhe, page, code, told):
    got, _, err = fuhe("show", DOCUMENT, "--page", page)
    assert (got, told in err) == (code, True)


def test_a_file_without_pages(fuhe, tmp_path):
    ledger = tmp_path / "台账.csv"
    ledger.write_text("项目,金额\n甲,1.00\n", encoding="utf-8")
    code, _, err = fuhe("show", ledger, "--page", 1)
    assert (code, "没有页面可画" in err) == (4, True)


def test_a_word_file_is_shown_as_libreoffice_lays_it_out(fuhe, wrong, tmp_path):
    require("soffice")
    target = tmp_path / "page.png"
    assert fuhe("show", wrong, "--page", 1, "--out", target)[0] == 0
    colours = dict.fromkeys(COLOURS, 0)
    picture = Image.open(target).convert("RGB")
    for count, colour in picture.getcolors(1 << 24):
        colours.update({name: count for name, value in COLOURS.items() if value == colour})
    assert picture.height > picture.width > 1000
    assert {"heading", "text", "table", "agreeing", "disagreeing"} <= {
        n for n, count in colours.items() if count > 20
    }
    assert [path.name for path in wrong.parent.iterdir() if path.suffix == ".pdf"] == []


def test_a_word_file_without_libreoffice_names_the_component(fuhe, wrong, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = fuhe("show", wrong, "--page", 1)
    assert (code, "LibreOffice" in err) == (6, True)


def test_a_page_that_the_word_file_does_not_fill(fuhe, wrong):
    require("soffice")
    code, _, err = fuhe("show", wrong, "--page", 7)
    assert (code, "没有第 7 页" in err) == (2, True)


def test_a_picture_that_cannot_be_written_is_5(fuhe, tmp_path):
    code, _, err = fuhe("show", DOCUMENT, "--page", 1, "--out", tmp_path / "no" / "x.png")
    assert (code, "无法写入" in err) == (5, True)
