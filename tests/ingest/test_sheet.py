"""Workbooks and CSV: cells as displayed, what stands around the tables, and what is not seen is told."""

from __future__ import annotations

import datetime
import re
import time
import zipfile
from collections import OrderedDict
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ingest.date_format import display_date
from ingest.guards import Limits
from ingest.number_format import display, displayed, plain
from ingest.read import read
from ingest.workbook_xml import column_name, column_number
from schema.document import State
from tests.components import require
from tests.ingest.packages import codes, grid, lines, opened, tables


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (10.0, "General", "10"),
        (0.1 + 0.2, "General", "0.3"),
        (1.15, "General", "1.15"),
        (-3.5, "General", "-3.5"),
        (1700000.0, "#,##0.00", "1,700,000.00"),
        (1700000.0, "0.00", "1700000.00"),
        (86.19718, "0.00", "86.20"),
        (2.675, "0.00", "2.68"),
        (1.005, "0.00", "1.01"),
        (0.886, "0.00%", "88.60%"),
        (0.125, "0%", "13%"),
        (1234.5, '#,##0.00"元"', "1,234.50元"),
        (1234.5, '"￥"#,##0.0', "￥1,234.5"),
        (1234.5, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "1,234.50"),
        (-1234.5, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "(1,234.50)"),
        (0.0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "-"),
        (-5.0, "0.00;[Red]-0.00", "-5.00"),
        (-5.0, "#,##0.00", "-5.00"),
        (12345678.0, "#,##0,", "12,346"),
        (1.5, "0.##", "1.5"),
        (2.0, "0.##", "2"),
        (4.40113210000000e19, "General", "4.40113E+19"),
        (12345678.0, "0!.0000", "1234.5678"),
        (800.0, "0!.0000", "0.0800"),
        (-12345678.0, "0!.0000", "-1234.5678"),
        (12345678.0, '0!.0,"万元"', "1234.6万元"),
        (12345678.0, '#,##0.00,,"百万"', "12.35百万"),
        (123456.0, '[>=10000]0!.0000"万";0.00', "12.3456万"),
        (99.5, '[>=10000]0!.0000"万";0.00', "99.50"),
        (5.0, "[<10]0.0;[<100]0;#,##0", "5.0"),
        (55.0, "[<10]0.0;[<100]0;#,##0", "55"),
        (5555.0, "[<10]0.0;[<100]0;#,##0", "5,555"),
        (-1234.5, "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
        (-12.345, "0.00_ ;[Red]-0.00\\ ", "-12.35"),
        (-3.0, "[蓝色]0.00;[红色]-0.00", "-3.00"),
        (7.0, "0000", "0007"),
        (1234567.0, "000,000", "1,234,567"),
        (44.0, "000-0000", "000-0044"),
        (0.0, "#", ""),
        (0.0, "0.00;-0.00;;@", ""),
        (0.0, '0.00;-0.00;"无"', "无"),
        (5.0, ";;;", ""),
        (88.5, '0.00"%"', "88.50%"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (1234.5, "[$-804]#,##0.00", "1,234.50"),
        (12.5, '"约"General"元"', "约12.5元"),
        (12.5, "G/通用格式", "12.5"),
        (0.5, "# ?/?", "0.5"),
        (3.5, '0.0"; 估"', "3.5; 估"),
        (float("inf"), "0.00", "inf"),
    ],
)
def test_numbers_as_displayed(number: float, code: str, shown: str) -> None:
    assert display(number, code) == shown


def test_plain_numbers_never_look_scientific_below_fifteen_digits() -> None:
    assert (plain(123456789012.0), plain(0.00012)) == ("123456789012", "0.00012")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (datetime.date(2023, 3, 5), "yyyy-mm-dd", "2023-03-05"),
        (datetime.datetime(2023, 3, 5), 'yyyy"年"m"月"d"日"', "2023年3月5日"),
        (datetime.datetime(2023, 3, 5), 'yyyy"年"m"月"', "2023年3月"),
        (datetime.datetime(2023, 3, 5, 8, 30), "", "2023-03-05 08:30"),
        (datetime.datetime(2023, 3, 5, 8, 30), "yyyy/m/d", "2023-03-05"),
        (datetime.datetime(2023, 3, 5, 8, 30), "yyyy/m/d h:mm", "2023-03-05 08:30"),
        (datetime.datetime(2023, 3, 5, 8, 30), "h:mm", "08:30"),
        (datetime.datetime(2023, 3, 5), "yyyy", "2023"),
        (datetime.datetime(2023, 3, 5), 'm"月"d"日"', "3月5日"),
        (datetime.datetime(2023, 3, 5), "mm-dd", "03-05"),
        (datetime.datetime(2023, 3, 5), "mmm-yy", "2023-03"),
        (datetime.datetime(2023, 3, 5), '[DBNum1][$-804]yyyy"年"m"月"d"日"', "2023年3月5日"),
        (datetime.datetime(2023, 3, 5), r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "2023-03-05"),
        (datetime.datetime(2023, 3, 5), 'yyyy"年"m"月"d"日"dddd', "2023年3月5日"),
        (datetime.datetime(2023, 3, 5, 8, 5, 9), r"mm\:ss", "05:09"),
        (datetime.time(8, 30), "h:mm", "08:30"),
        (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_dates_as_displayed(value: datetime.date, code: str, shown: str) -> None:
    assert display_date(value, code) == shown


@pytest.mark.parametrize("number", [0, 25, 26, 701, 702, 16383])
def test_names_of_columns(number: int) -> None:
    assert column_number(column_name(number)) == number


LEDGER: list[list[Any]] = [
    ["某项目支出明细账"],
    ["编制单位：某局", "", "", "单位：元"],
    ["日期", "凭证号", "摘要", "金额"],
    ["2023-01-05", "记-1", "购置设备", 1234.5],
    ["2023-01-09", "记-2", "差旅费", 10.0],
    ["合计", "", "", 1244.5],
    ["注：不含税。"],
]


def workbook(rows: list[list[Any]] = LEDGER, *, money: str = "#,##0.00") -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("明细账")
    style = book.add_format({"num_format": money})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value, style)
    book.close()
    return out.getvalue()


def test_a_ledger(tmp_path: Path) -> None:
    document = opened(workbook(), tmp_path, "a.xlsx")
    assert lines(document) == [
        ("heading", 1, "明细账"),
        ("heading", 0, "某项目支出明细账"),
        ("caption", None, "编制单位：某局　单位：元"),
        ("note", None, "注：不含税。"),
    ]
    (found,) = tables(document)
    assert grid(found) == [
        "日期|凭证号|摘要|金额", "2023-01-05|记-1|购置设备|1,234.50", "2023-01-09|记-2|差旅费|10.00", "合计|||1,244.50",
    ]  # fmt: skip
    assert (found.header_rows, found.sheet, found.first_cell) == (1, "明细账", (2, 0))
    assert found.caption == "某项目支出明细账"
    assert document.notices == ()


def edited(change: Any) -> bytes:
    """The ledger after openpyxl did something to it."""
    book = openpyxl.load_workbook(BytesIO(workbook()))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_merged_cells(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:D1")
        book.active.merge_cells("A6:C6")

    (found,) = tables(opened(edited(merge), tmp_path, "a.xlsx"))
    assert grid(found)[-1] == "合计|<|<|1,244.50"


def test_merges_over_the_whole_sheet_cost_nothing(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        for row in range(1, 400):
            book.active.merged_cells.add(f"A{row}:XFD{row}")

    began = time.monotonic()
    (found,) = tables(opened(edited(merge), tmp_path, "a.xlsx"))
    assert found.columns < 100
    assert time.monotonic() - began < 3


def test_hidden_sheets_are_left_out_and_hidden_rows_read_and_both_told(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        other = book.create_sheet("底稿")
        other["A1"] = "旧数字99"
        other.sheet_state = "hidden"
        book.active.row_dimensions[4].hidden = True

    document = opened(edited(hide), tmp_path, "a.xlsx")
    assert {"hidden_sheet", "hidden_rows"} == codes(document)
    assert "旧数字99" not in repr(document.blocks)
    assert "购置设备" in repr(document.blocks)


def test_formulas_without_values_are_computed_or_told(tmp_path: Path) -> None:
    require("soffice")

    def total(book: Any) -> None:
        book.active["D6"] = "=SUM(D4:D5)"

    document = opened(edited(total), tmp_path, "a.xlsx")
    assert "formulas_recalculated" in codes(document)
    assert grid(tables(document)[0])[-1] == "合计|||1,244.50"


def test_formulas_without_values_wait_for_a_lane_that_has_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require("soffice")
    monkeypatch.setattr("ingest.legacy._MADE", OrderedDict())  # what was converted before is kept

    def total(book: Any) -> None:
        book.active["D6"] = "=SUM(D4:D5)"

    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(total))
    document = read(path, limits=Limits(slow=False))
    assert (document.state, codes(document)) == (State.UNSUPPORTED, {"wants_conversion"})
    # A conversion that fails costs the recalculation, not the ledger.
    document = read(path, limits=Limits(convert_seconds=0.01))
    assert (document.state, codes(document)) == (State.OK, {"formula_without_value"})
    assert grid(tables(document)[0])[-1] == "合计|||"


def test_codes_that_lost_their_digits_are_told(tmp_path: Path) -> None:
    document = opened(
        workbook([["编码", "金额"], [44011321000000040596.0, 1.0]], money="General"), tmp_path, "a.xlsx"
    )
    assert "digits_lost" in codes(document)
    assert grid(tables(document)[0])[1] == "4.40113E+19|1"


@pytest.mark.parametrize("value", ["远", "=1/0", "=SUM(D4:D5)"])
def test_a_stray_cell_at_the_end_of_the_sheet_costs_itself_alone(tmp_path: Path, value: str) -> None:
    def stray(book: Any) -> None:
        book.active["XFD1048576"] = value

    began = time.monotonic()
    document = opened(edited(stray), tmp_path, "a.xlsx")
    assert document.state is State.OK
    assert codes(document) == {"stray_cells"}
    assert grid(tables(document)[0])[1] == "2023-01-05|记-1|购置设备|1,234.50"
    assert time.monotonic() - began < 5


def test_a_sheet_filled_too_far_is_refused_before_it_costs_memory(tmp_path: Path) -> None:
    def spread(book: Any) -> None:
        for column in range(1, 16384, 60):
            book.active.cell(1048576 - column, column, "远")

    document = opened(edited(spread), tmp_path, "a.xlsx")
    assert (document.state, codes(document)) == (State.TOO_LARGE, {"too_many_cells"})


def test_values_that_are_errors_are_shown_and_told(tmp_path: Path) -> None:
    def break_it(book: Any) -> None:
        book.active["D5"] = "#DIV/0!"
        book.active["D5"].data_type = "e"

    document = opened(edited(break_it), tmp_path, "a.xlsx")
    assert codes(document) == {"error_value"}
    assert "D5 #DIV/0!" in document.notices[0].message
    assert grid(tables(document)[0])[1:] == [
        "2023-01-05|记-1|购置设备|1,234.50",
        "2023-01-09|记-2|差旅费|#DIV/0!",
        "合计|||1,244.50",
    ]


def test_formats_without_values_far_away_cost_nothing(tmp_path: Path) -> None:
    def format_far(book: Any) -> None:
        book.active["XFD1048576"].number_format = "0.00"

    assert opened(edited(format_far), tmp_path, "a.xlsx").state is State.OK


def test_two_tables_on_one_sheet_and_a_gap_in_one(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["科目", "金额"],
        ["甲", 1.0],
        [],
        ["乙", 2.0],
        [],
        ["单位", "人数"],
        ["丙", 3.0],
    ]
    document = opened(workbook(rows, money="0"), tmp_path, "a.xlsx")
    assert [grid(found) for found in tables(document)] == [
        ["科目|金额", "甲|1", "|", "乙|2"],
        ["单位|人数", "丙|3"],
    ]
    assert [found.first_cell for found in tables(document)] == [(0, 0), (5, 0)]


def test_a_column_of_several_formats_is_shown_cell_by_cell(tmp_path: Path) -> None:
    def restyle(book: Any) -> None:
        book.active["D5"].number_format = "0%"
        book.active["D6"].number_format = "General"
        book.active["C6"] = True
        book.active["C5"] = 1.0

    (found,) = tables(opened(edited(restyle), tmp_path, "a.xlsx"))
    assert grid(found)[1:] == [
        "2023-01-05|记-1|购置设备|1,234.50", "2023-01-09|记-2|1|1000%", "合计||TRUE|1244.5",
    ]  # fmt: skip


def test_elements_with_a_prefix_show_their_formats_too(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", data).replace(b"xmlns=", b"xmlns:x=", 1)
            target.writestr(name, data)
    (found,) = tables(opened(out.getvalue(), tmp_path, "a.xlsx"))
    assert grid(found)[1] == "2023-01-05|记-1|购置设备|1,234.50"


@given(
    st.lists(st.floats(allow_nan=False) | st.integers(-(10**13), 10**13).map(lambda n: n / 100)),
    st.sampled_from(
        ["0.00", "#,##0.00", "0", "#,##0.0####", '"￥"#,##0.00"元"', "0.00%", "General", "0;(0);-"]
    ),
)
def test_many_numbers_are_shown_as_each_is(numbers: list[float], code: str) -> None:
    assert displayed(numbers, code) == [display(number, code) for number in numbers]


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_no_noise_of_binary_fractions_is_shown(digits: int, decimals: int) -> None:
    value = Decimal(digits).scaleb(-decimals)
    assert display(float(value), f"0.{'0' * decimals}".rstrip(".")) == f"{value:.{decimals}f}"


def test_values_agree_with_openpyxl(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["项目", "甲", "乙"], *[[f"第{i}", i * 1.1, i * 1000.0] for i in range(1, 60)]]
    data = workbook(rows, money="0.00")
    (found,) = tables(opened(data, tmp_path, "a.xlsx"))
    theirs = openpyxl.load_workbook(BytesIO(data), read_only=True).active
    expected = [[f"{v:.2f}" if isinstance(v, (int, float)) else v for v in row] for row in theirs.values]
    assert [row.split("|") for row in grid(found)] == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_every_encoding(encoding: str, mark: str, tmp_path: Path) -> None:
    text = "日期,摘要,金额\r\n2023-01-05,购置设备,1234.50\r\n2023-01-09,差旅费,10.00\r\n".replace(",", mark)
    document = opened(text.encode(encoding), tmp_path, "a.csv")
    assert (document.format, document.state) == ("csv", State.OK)
    assert grid(tables(document)[0]) == [
        "日期|摘要|金额",
        "2023-01-05|购置设备|1234.50",
        "2023-01-09|差旅费|10.00",
    ]


def test_quotes_and_line_ends_inside_csv_cells(tmp_path: Path) -> None:
    document = opened('摘要,金额\n"设备,含""安装""\n两台","1,234.50"\n'.encode(), tmp_path, "a.csv")
    assert tables(document)[0].cells[2].text == '设备,含"安装"\n两台'


BESIDE: list[list[Any]] = [
    ["收入表", "", "", "", "支出表", ""],
    ["项目", "金额", "", "", "科目", "金额"],
    ["拨款", 3.0, "", "", "差旅费", 1.0],
    ["其他", 2.0, "", "", "会议费", 4.0],
]


def test_tables_beside_one_another_are_two(tmp_path: Path) -> None:
    document = opened(workbook(BESIDE, money="0"), tmp_path, "a.xlsx")
    assert [(found.caption, grid(found), found.first_cell) for found in tables(document)] == [
        ("收入表", ["项目|金额", "拨款|3", "其他|2"], (1, 0)),
        ("支出表", ["科目|金额", "差旅费|1", "会议费|4"], (1, 4)),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {(1, 4): 5.0, (2, 4): 6.0, (3, 4): 7.0},  # no names, no labels: columns of the same rows
        {(1, 4): "", (2, 4): "", (3, 4): ""},  # one column of numbers beside
        {(1, 2): "备注", (1, 3): "说明"},  # columns that nobody filled
    ],
)
def test_an_empty_column_inside_a_table_parts_nothing(
    tmp_path: Path, change: dict[tuple[int, int], Any]
) -> None:
    rows = [[change.get((r, c), value) for c, value in enumerate(row)] for r, row in enumerate(BESIDE[1:], 1)]
    assert len(tables(opened(workbook(rows, money="0"), tmp_path, "a.xlsx"))) == 1
