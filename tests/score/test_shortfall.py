"""Targets in dates, ranges and words that were plainly missed."""

import pytest

from extract.figures import find_figures
from extract.targets import kind_of
from schema.figure import Hedge
from schema.report import Actual, Indicator, Target
from score.shortfall import shortfall_of
from tests.reports import place

BY_THEN = {Hedge.AT_MOST: "<="}


def row(target: str, actual: str, name: str = "验收时间") -> Indicator:
    wanted = tuple(find_figures(target))
    sign = next((BY_THEN[figure.hedge] for figure in wanted if figure.hedge in BY_THEN), None)
    return Indicator(
        level3=name,
        target=Target(text=target, kind=kind_of(wanted), operator=sign, figures=wanted),
        actual=Actual(text=actual, figures=tuple(find_figures(actual))),
        place=place(),
    )


def met(target: str, actual: str, name: str = "验收时间", year: int | None = 2023) -> bool | None:
    found = shortfall_of(row(target, actual, name), year)
    return None if found is None else found.met


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("2023年8月底前", "2023年11月", False),
        ("2023年8月底前", "2023年8月31日", True),
        ("2023年8月底前", "2023年8月", True),
        ("2023年10月", "2023年11月3日", False),
        ("6月30日前", "7月2日", False),
        ("6月30日前", "6月28日", True),
        ("6月30日前", "2024年1月5日", False),
        ("2023年", "2024年2月", False),
        ("2023年8月底前开工", "2023年11月竣工", None),
        ("2023年8月底前完成竣工验收", "2023年11月完成竣工验收", False),
        ("2023年8月底前", "已完成", None),
        ("次年3月底前", "5月", None),
        ("2023年8月底前", "经批准调整至2023年11月", None),
    ],
)
def test_dates(target, actual, expected):
    assert met(target, actual) is expected


def test_a_date_without_a_year_needs_one():
    assert met("6月30日前", "7月2日", year=None) is None


@pytest.mark.parametrize(
    ("target", "actual", "name", "expected"),
    [
        ("75%-85%", "62%", "设备使用率", False),
        ("75%-85%", "80%", "设备使用率", True),
        ("75%-85%", "93%", "设备使用率", None),
        ("2%-4%", "6%", "订单差错率", False),
        ("5-8天", "11天", "审批所用", False),
        ("5-8天", "3天", "审批所用", None),
        ("5-8天", "62%", "审批所用", None),
    ],
)
def test_ranges(target, actual, name, expected):
    assert met(target, actual, name) is expected


@pytest.mark.parametrize(
    ("target", "actual", "plain"),
    [
        ("按期", "未按期供货", True),
        ("规范", "台账不规范", True),
        ("明显改善", "未得到改善", True),
        ("完备", "档案尚未建立", False),
        ("按期", "按期供货", None),
        ("按期", "按期供货，未发生拖欠", None),
        ("按期", "不存在未按期供货", None),
        ("按期", "个别批次未按期", None),
        ("提升", "不断提升", None),
        ("提升", "未来将继续提升", None),
        ("无事故", "未发生", None),
        ("长期", "不足之处已整改", None),
    ],
)
def test_words(target, actual, plain):
    found = shortfall_of(row(target, actual))
    assert (found and found.plain) is plain
