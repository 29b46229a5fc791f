"""Places in words, and printed text as numbers."""

from decimal import Decimal

import pytest

from publish.phrases import words
from publish.places import (
    cell_name,
    difference,
    place_text,
    places_text,
    plain,
    section_of,
    split_number,
    values,
)
from schema.document import Document, State, Table
from schema.figure import Place
from schema.finding import Check, Verdict
from schema.report import Section
from tests.reports import figure

ZH = words("zh")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(page=12, block=40, table=2, row=4, column=1), "第12页 第3个表格 第5行"),
        (Place(page=12, block=40), "第12页"),
        (Place(block=11, start=3, end=9), "第12段"),
        (Place(block=11, table=0, row=0), "第1个表格 第1行"),
        (Place(), ""),
    ],
)
def test_place_text(place, text):
    assert place_text(place, ZH) == text


def test_a_cell_has_its_column_when_asked():
    assert place_text(Place(block=1, table=0, row=0, column=2), ZH, cell=True) == "第1个表格 第1行 第3列"


def test_places_are_told_once_each():
    places = (Place(page=1, block=0), Place(page=2, block=5), Place(page=1, block=1))
    assert places_text(places, ZH) == ["第1页", "第2页"]


def test_section_of():
    sections = [Section(title=t, level=1, place=Place(block=b)) for t, b in (("一", 2), ("二", 9))]
    found = [section_of(Place(block=b), sections) for b in (0, 2, 8, 9, 30)]
    assert [s.title if s else None for s in found] == [None, "一", "一", "二", "二"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1,150.00 万元", (Decimal("1150.00"), "万元")),
        ("98.33%", (Decimal("98.33"), "%")),
        ("-2,000.00", (Decimal("-2000.00"), "")),
        ("−5", (Decimal(-5), "")),
        ("+3", (Decimal(3), "")),
        ("约20万", None),
        ("", None),
        (None, None),
    ],
)
def test_split_number(text, parts):
    assert split_number(text) == parts


@pytest.mark.parametrize(
    ("reported", "recomputed", "gap"),
    [
        ("98.33%", "95.83%", (Decimal("2.50"), "%")),
        ("170万元", "1,700,000元", None),
        ("5", None, None),
        (None, "5", None),
    ],
)
def test_difference(reported, recomputed, gap):
    check = Check(rule="R", verdict=Verdict.INCONSISTENT, reported=reported, recomputed=recomputed)
    assert difference(check) == gap


def test_values_are_in_the_canonical_unit():
    printed = figure("170万元")
    check = Check(
        rule="R", verdict=Verdict.INCONSISTENT, figures=(printed,), reported="170万元", recomputed="171.5万元"
    )
    assert values(check) == (Decimal(1700000), Decimal(1715000))


@pytest.mark.parametrize("reported", ["2022-07-31", "2023年12月31日", "4.", "优", "4:3:3"])
def test_what_is_no_number_has_no_value(reported):
    check = Check(rule="R", verdict=Verdict.INCONSISTENT, reported=reported, recomputed=reported)
    assert values(check) == (None, None)


@pytest.mark.parametrize(
    ("number", "text"), [("1234.50", "1,234.5"), ("-0.30", "-0.3"), ("1000", "1,000"), ("1E+3", "1,000")]
)
def test_plain(number, text):
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("sheet", "form", "first", "at", "name"),
    [
        ("明细账", "xlsx", (2, 1), (6, 5), "明细账!G9"),
        ("", "csv", (0, 0), (0, 27), "AB1"),
        ("", "docx", (0, 0), (0, 0), ""),
    ],
)
def test_a_cell_of_a_spreadsheet_goes_by_its_address(sheet, form, first, at, name):
    table = Table((), 9, 30, sheet=sheet, first_cell=first)
    document = Document(form, "", State.OK, (table,))
    assert cell_name(Place(block=0, row=at[0], column=at[1]), document) == name
    assert cell_name(Place(block=0, start=0), document) == cell_name(Place(block=0, row=0), None) == ""
