from __future__ import annotations

from datetime import date

import pytest

from score.calendar import cutoffs_of, days_of, month_end, signed_on, weekdays_of
from tests.reports import passage


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022年8月10日开展评估", [date(2022, 8, 10)]),
        ("填报日期：2020年3月14日", [date(2020, 3, 14)]),
        ("日期 2022-08-10 与 2022/8/11", [date(2022, 8, 10), date(2022, 8, 11)]),
        ("2023年2月30日", [None]),
        ("2023年13月3日", [None]),
        ("指标号2022.08.10.3、编码4401132-1000000", []),
        ("2022年8月", []),
    ],
)
def test_days(text, days):
    assert [written.day for written in days_of(passage(text))] == days


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("截至2022年7月31日", date(2022, 7, 31)),
        ("截止 2022 年度上半年", date(2022, 6, 30)),
        ("截至2022年7月", date(2022, 7, 31)),
        ("截至2022年上半年", date(2022, 6, 30)),
    ],
)
def test_cutoffs(text, last):
    assert [written.last for written in cutoffs_of(passage(text))] == [last]


def test_a_place_keeps_its_offsets():
    written = next(iter(days_of(passage("在2022年8月10日评估"))))
    assert (written.place.start, written.place.end, written.text) == (1, 11, "2022年8月10日")


def test_weekdays_and_month_ends():
    assert [w.weekday for w in weekdays_of(passage("2022年8月10日（星期三）、2022年8月14日周日"))] == [
        "三",
        "日",
    ]
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert month_end(2024, 13) is None


def test_the_day_of_signing_is_one():
    one = (passage("报告日期：2021年7月12日"), passage("报告日期：2021年7月12日"))
    assert signed_on(one) is not None
    assert signed_on((*one, passage("填报日期：2021年3月12日"))) is None
    assert signed_on((passage("2021年7月12日"),)) is None
