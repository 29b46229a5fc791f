"""Dates and periods of closed forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.dates import date_reader
from extract.figures import find_figures
from extract.folding import fold
from schema.figure import FigureKind, Flaw


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022年7月31日", "2022-07-31"),
        ("2022 年 7 月 31 日", "2022-07-31"),
        ("二〇二二年七月三十一日", "2022-07-31"),
        ("二O二二年", "2022"),
        ("2022-07-31", "2022-07-31"),
        ("2022/7/31", "2022-07-31"),
        ("20220731", "2022-07-31"),
        ("2023年6月", "2023-06"),
        ("2023年元月", "2023-01"),
        ("2023年2月底", "2023-02-28"),
        ("2024年2月底", "2024-02-29"),
        ("2022年底", "2022-12-31"),
        ("2022年度", "2022"),
        ("9月", "09"),
        ("3月15日", "03-15"),
    ],
)
def test_a_date_is_written_as_iso_as_far_as_printed(text: str, value: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.kind, figure.value, figure.text) == (FigureKind.DATE, value, text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2022年上半年", "2022-01-01", "2022-06-30"),
        ("2022年第四季度", "2022-10-01", "2022-12-31"),
        ("2022年前三季度", "2022-01-01", "2022-09-30"),
        ("2022年第一季度至第三季度", "2022-01-01", "2022-09-30"),
        ("2020年1月-12月", "2020-01-01", "2020-12-31"),
        ("2020年1月--2020年11月", "2020-01-01", "2020-11-30"),
        ("2021—2023年", "2021-01-01", "2023-12-31"),
        ("2022年1月5日至2月28日", "2022-01-05", "2022-02-28"),
        ("1-6月", "01-01", "06-30"),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, low: str, high: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.kind, figure.value, figure.low, figure.high) == (FigureKind.PERIOD, None, low, high)


@pytest.mark.parametrize("text", ["2022年13月", "2022年2月30日", "2023年7月至2022年6月", "4月31日"])
def test_what_is_no_day_of_the_calendar_is_malformed(text: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.value, figure.low, figure.flaw) == (None, None, Flaw.MALFORMED)


@pytest.mark.parametrize(
    "text", ["9:00-17:30", "第三季度", "每月15日", "2021-2022学年", "下午3点", "近期", "上月", "10:00"]
)
def test_times_of_day_and_yearless_quarters_are_no_dates(text: str) -> None:
    assert [day for day in date_reader().find(fold(text)) if not day.excluded] == []


@pytest.mark.parametrize("text", ["6个月", "3年", "1.5年", "12个半月", "15日内", "3分12秒"])
def test_a_duration_is_no_date(text: str) -> None:
    assert all(figure.kind is not FigureKind.DATE for figure in find_figures(text))


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2058, 12, 31)))
def test_every_day_survives_its_spellings(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    for text in (
        f"{y}年{m}月{d}日",
        f"{y}年{m:02d}月{d:02d}日",
        f"{y}-{m:02d}-{d:02d}",
        f"{y}.{m}.{d}",
        f"{y} 年 {m} 月 {d} 日",
    ):
        (figure,) = find_figures(f"截至{text}，")
        assert figure.value == f"{y:04d}-{m:02d}-{d:02d}"
