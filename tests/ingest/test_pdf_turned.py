"""Tables set on their side on pages that are not."""

from __future__ import annotations

import pytest

from schema.document import BlockKind
from tests.ingest.drawn import Sheet, Spec, cells, codes, evenly, plain, reading, rows, tables, texts

PROSE = [
    "本项目按照年度计划组织实施，资金拨付及时，会计核算规范，未发现截",
    "留挪用情形，各项产出指标按期完成。",
]
GRID: list[Spec] = [
    (0, 0, 2, 1, "项目"),
    (0, 1, 1, 2, "预算数"),
    (0, 3, 2, 1, "执行率"),
    (1, 1, 1, 1, "年初"),
    (1, 2, 1, 1, "调整后"),
    *[(2, c, 1, 1, text) for c, text in enumerate(["人员经费", "1,250.00", "1,300.00", "96.04%"])],
    *[
        (3, c, 1, 1, text)
        for c, text in enumerate(["公用经费及其\n他运转支出", "300.00", "280.00", "93.33%"])
    ],
]
READ = [(r, c, rs, cs, text.replace("\n", "")) for r, c, rs, cs, text in GRID]


def lying(sheet: Sheet, angle: int, grid: list[Spec]) -> None:
    """The table in the lower half of the page, turned counter-clockwise by 90 or -90 degrees."""
    canvas = sheet.canvas
    canvas.saveState()
    if angle > 0:
        canvas.translate(500, 80)
    else:
        canvas.translate(100, 440)
    canvas.rotate(angle)
    inner = Sheet.__new__(Sheet)
    inner.width, inner.height, inner.canvas = 360, 400, canvas
    inner.table(evenly(0, 85, 4), evenly(20, 40, 4), grid)
    canvas.restoreState()


@pytest.mark.parametrize("angle", [90, -90])
def test_a_lying_table_is_read_turned_and_stands_where_it_is(angle: int) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.centred(40, "项目绩效评价报告", 9)
        for k in range(5):
            sheet.paragraph(70 + 44 * k, PROSE)
        lying(sheet, angle, GRID)

    result = reading(draw)
    (found,) = tables(result)
    assert cells(found) == READ
    assert "sideways_table" in codes(result)
    assert found.box is not None
    x0, top, x1, bottom = found.box
    assert (round(x1 - x0), round(bottom - top)) == (160, 340)
    first, last = found.cells[0].box, found.cells[-1].box
    assert first is not None
    assert last is not None
    # The first column is at the foot of a table that runs upwards; the first row at its left.
    assert (first[1] > last[1]) == (angle > 0)
    assert (first[0] < last[0]) == (angle > 0)
    for cell in found.cells:
        assert cell.box is not None
        for line in cell.lines:
            x0, top, x1, bottom = line.box
            assert min(x0 - cell.box[0], cell.box[2] - x1) > -1
            assert min(top - cell.box[1], cell.box[3] - bottom) > -1


def test_lying_pieces_are_not_taken_for_one_table() -> None:
    def draw(sheet: Sheet) -> None:
        for _ in range(2):
            for k in range(5):
                sheet.paragraph(70 + 44 * k, PROSE)
            lying(sheet, 90, GRID)
            sheet.page()

    assert [table.rows for table in tables(reading(draw))] == [4, 4]


def test_a_lying_label_beside_an_upright_table_changes_nothing() -> None:
    grid = plain([["项目", "预算数"], ["人员经费", "1,250.00"], ["公用经费", "300.00"]])

    def draw(sheet: Sheet) -> None:
        sheet.table(evenly(72, 110, 2), evenly(120, 30, 3), grid)
        sheet.canvas.saveState()
        sheet.canvas.translate(60, 600)
        sheet.canvas.rotate(90)
        sheet.text(0, sheet.height - 12, "第三联会计记账", 10)
        sheet.canvas.restoreState()

    result = reading(draw)
    assert [rows(table) for table in tables(result)] == [
        [[text for *_, text in grid[r * 2 : r * 2 + 2]] for r in range(3)]
    ]
    assert texts(result, BlockKind.FURNITURE) == ["第三联会计记账"]
