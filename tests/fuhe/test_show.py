"""`fuhe show`: boxes are drawn where the figures are."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from fuhe.pipeline import check
from fuhe.show import COLOURS

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


def test_a_file_without_pages(fuhe, wrong):
    code, _, err = fuhe("show", wrong, "--page", 1)
    assert (code, "没有页面可画" in err) == (4, True)


def test_a_picture_that_cannot_be_written_is_5(fuhe, tmp_path):
    code, _, err = fuhe("show", DOCUMENT, "--page", 1, "--out", tmp_path / "no" / "x.png")
    assert (code, "无法写入" in err) == (5, True)
