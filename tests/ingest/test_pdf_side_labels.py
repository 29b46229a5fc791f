"""Labels beside several rows of tables that have no rules between their rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.drawn import Sheet, rows, tables
from tests.ingest.drawn import reading as read

XS = (72, 160, 250, 380, 460)
HEAD = ["一级指标", "二级指标", "三级指标", "目标值", "完成值"]
NAMES = ("培训人数", "检查次数", "验收合格率", "受益人数", "群众满意度", "设备购置", "经费到位率", "宣传活动")
AMOUNTS = ("100人", "12次", "100%", "5,200人", "≥95%", "36台", "98.5%", "4场")
STEP = 22


def names(groups: Sequence[int], kind: str) -> list[tuple[str, int]]:
    return [(f"{'甲乙丙丁戊己'[k]}类{kind}", size) for k, size in enumerate(groups)]


def expected(levels: Sequence[Sequence[int]], count: int) -> list[list[str]]:
    labels = [[name for name, size in names(groups, "指标") for _ in range(size)] for groups in levels]
    return [[*(column[r] for column in labels), NAMES[r], AMOUNTS[r], AMOUNTS[r]] for r in range(count)]


def drawn(levels: Sequence[Sequence[int]], count: int, *, middle: bool, ruled: bool) -> list[list[str]]:
    """The one table of a page, read; the labels of every level share the rows as the groups say."""
    columns = XS[2 - len(levels) :]

    def draw(sheet: Sheet) -> None:
        sheet.paragraph(60, ["本项目按照年度工作计划组织实施，资金拨付及时。"])
        sheet.centred(110, "表1 指标完成情况", 11)
        top = 134
        for x, name in zip(columns, HEAD[2 - len(levels) :], strict=True):
            sheet.text(x, top, name, 10)
        for row in range(count):
            for x, text in zip(columns[len(levels) :], (NAMES[row], AMOUNTS[row], AMOUNTS[row]), strict=True):
                sheet.text(x, top + STEP * (row + 1), text, 10)
        for x, groups in zip(columns, levels, strict=False):
            start = 0
            for name, size in names(groups, "指标"):
                at = start + (size - 1) / 2 if middle else start
                sheet.text(x, top + STEP * (at + 1), name, 10)
                start += size
        if ruled:
            for y in (top - 6, top + STEP - 6, top + STEP * (count + 1) - 4):
                sheet.line(columns[0] - 4, y, 530, y)
        sheet.paragraph(top + STEP * (count + 1) + 60, ["以上数据由项目实施单位提供，已经核对。"])

    found = tables(read(draw))
    assert len(found) == 1
    return rows(found[0])[1:]


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("groups", [[3, 2], [2, 3, 2], [4, 1, 3], [5, 3]])
def test_labels_of_one_level(groups: list[int], ruled: bool, middle: bool) -> None:
    count = sum(groups)
    assert drawn([groups], count, middle=middle, ruled=ruled) == expected([groups], count)


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("levels", [[[4, 3], [2, 2, 3]], [[5, 2], [3, 2, 2]], [[2, 6], [2, 4, 2]]])
def test_labels_of_two_levels(levels: list[list[int]], middle: bool) -> None:
    count = sum(levels[0])
    assert drawn(levels, count, middle=middle, ruled=True) == expected(levels, count)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=4).filter(lambda g: 4 <= sum(g) <= 8 and max(g) > 1))
def test_no_two_rows_ever_become_one(groups: list[int]) -> None:
    """Wherever the labels stand, no entry of one row is read into another."""
    count = sum(groups)
    for middle in (False, True):
        read_rows = drawn([groups], count, middle=middle, ruled=True)
        assert {text for row in read_rows for text in row[1:] if text} == {*NAMES[:count], *AMOUNTS[:count]}


def test_wrapped_entries_stay_together_beside_labels() -> None:
    lines = [
        ["产出指标", "培训人数（含线上", "100人", "120人"],
        ["", "培训人员）", "", ""],
        ["", "检查次数", "12次", "12次"],
        ["效益指标", "受益人数", "500人", "520人"],
    ]

    def draw(sheet: Sheet) -> None:
        sheet.centred(110, "表1 指标完成情况", 11)
        for y in (128, 148, 148 + 15 * len(lines) + 4):
            sheet.line(70, y, 520, y)
        for r, row in enumerate([HEAD[:1] + HEAD[2:], *lines]):
            for x, text in zip((74, 170, 300, 400), row, strict=True):
                sheet.text(x, 132 + (20 + 15 * (r - 1) if r else 0), text, 10)

    (found,) = tables(read(draw))
    assert [row[1:] for row in rows(found)[1:]] == [
        ["培训人数（含线上培训人员）", "100人", "120人"],
        ["检查次数", "12次", "12次"],
        ["受益人数", "500人", "520人"],
    ]
