from __future__ import annotations

import pytest

from schema.figure import Flaw
from tests.checking import checks_of, outcomes
from tests.reports import claim, figure, indicators, passage, place, report


def listed(count: str, *names: str, closed: bool = True):
    return claim(
        "enumeration", ("list_count", count, "社区"), names=names, closed=closed, sentence="服务范围"
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (listed("3个", "甲村", "乙村", "丙村"), ("consistent", None)),
        (listed("4个", "甲村", "乙村", "丙村"), ("inconsistent", "warning")),
        (listed("2个", "甲村", "乙村", "丙村"), ("inconsistent", "warning")),
        (listed("4个", "甲村", "乙村和丁村", "丙村"), ("consistent", None)),
        (listed("8个", "甲村", "乙村", closed=False), ("undetermined", None)),
        (listed("1个", "甲村", "乙村", closed=False), ("inconsistent", "warning")),
    ],
)
def test_list_has_as_many_names(said, expected):
    assert [o[:2] for o in outcomes("N01", report(claims=[said]))] == [expected]


def test_a_count_without_names_or_with_a_hedge_is_not_a_list():
    given = report(claims=[listed("3个"), listed("近3个", "甲", "乙")])
    assert outcomes("N01", given) == []


def test_respectively_lists():
    good = claim("completion", ("actual", "4次"), ("completion", "100%"), rule="respectively", sentence="甲")
    bad = claim(
        "other",
        ("actual", "4次"),
        ("actual", "5次"),
        aligned=False,
        rule="respectively.unaligned",
        sentence="乙",
    )
    other = claim("completion", ("completion", "90%"), sentence="丙")
    assert [o[:2] for o in outcomes("N02", report(claims=[good, bad, other]))] == [
        ("consistent", None),
        ("inconsistent", "warning"),
    ]


def test_one_value_for_a_list_is_not_judged():
    one = claim("other", ("completion", "100%"), aligned=False, rule="respectively.unaligned", sentence="乙")
    assert [o[:2] for o in outcomes("N02", report(claims=[one]))] == [("undetermined", None)]


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("应到120人次，实到167.5人次。", "167.5人次", [("inconsistent", "warning", "inconsistent")]),
        ("月均到岗13.5人。", "13.5人", [("undetermined", None, "explained")]),
        ("实到167人次。", "167人次", []),
        ("工时497.81小时。", "497.81小时", []),
        ("服务12.35万人次。", "12.35万人次", []),
    ],
)
def test_counts_are_whole(text, number, expected):
    at = place(start=text.index(number), end=text.index(number) + len(number))
    given = report(
        figures=[figure(number, at=at)],
        passages=[
            passage(text).model_copy(update={"place": at.model_copy(update={"start": None, "end": None})})
        ],
    )
    assert outcomes("N05", given) == expected


def test_what_stands_behind_the_digits_and_is_no_unit_makes_no_count():
    broken = figure("1513.5疫", flaw=Flaw.UNKNOWN_UNIT)
    assert outcomes("N05", report(figures=[broken])) == []


def test_an_average_in_a_table_is_no_broken_count():
    rows = indicators("""
        | level2 | level3 | target | actual |
        | 数量指标 | 人均借阅册次 | ≥2.5册 | 2.6册 |
        | 数量指标 | 服务老人 | ≥80人 | 80.5人 |
    """)
    assert [o[0] for o in outcomes("N05", report(indicators=rows))] == [
        "undetermined",
        "undetermined",
        "inconsistent",
    ]


@pytest.mark.parametrize(
    ("level2", "level3", "target", "expected"),
    [
        ("数量指标", "完成专业个案数量", "≥70%", [("inconsistent", "warning", "percent_on_count")]),
        ("数量指标", "设备购置", "100%", [("inconsistent", "note", "percent_among_quantities")]),
        ("质量指标", "验收合格率", "10个", [("inconsistent", "note", "count_on_rate")]),
        ("数量指标", "项目计划执行率", "100%", []),
        ("数量指标", "个案完成数量占比", "≥70%", []),
        ("数量指标", "完成专业个案数量", "70个", []),
        ("质量指标", "验收合格率", "100", []),
    ],
)
def test_unit_fits_what_is_measured(level2, level3, target, expected):
    rows = indicators(f"| level2 | level3 | target |\n| {level2} | {level3} | {target} |\n")
    assert outcomes("N06", report(indicators=rows)) == expected


@pytest.mark.parametrize(
    ("target", "actual", "noted"),
    [
        ("≥300人", "310%", True),
        ("≥40公里", "92.5%", True),
        ("≥95%", "285人", True),
        ("≥300人", "100%", False),
        ("≥300人", "310人", False),
        ("≥300", "96%", False),
    ],
)
def test_target_and_actual_are_measured_in_one_thing(target, actual, noted):
    rows = indicators(
        f"| level2 | level3 | target | actual |\n| 质量指标 | 受训学员 | {target} | {actual} |\n"
    )
    found = [o for o in outcomes("N06", report(indicators=rows)) if o[2] == "actual_of_other_kind"]
    assert found == [("inconsistent", "note", "actual_of_other_kind")] * noted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("按人均服务次数，尚不足9%。", 1),
        ("人均服务次数为3次，满意度95%。", 0),
        ("人均服务次数增长9%。", 0),
        ("人均服务次数占计划的90%。", 0),
    ],
)
def test_an_average_in_percent(text, count):
    assert len(checks_of("N06", report(passages=[passage(text)]))) == count
