from __future__ import annotations

import pytest

from schema.report import DocType, DocumentFacts
from tests.checking import checks_of, outcomes
from tests.reports import passage, report


def said(*texts: str, **facts: object):
    return report(
        passages=[passage(text) for text in texts],
        document=DocumentFacts(id="t", **{"fiscal_year": 2022, **facts}),
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["项目自2022年7月1日至2022年3月31日实施。"], [("inconsistent", "error", "span")]),
        (["项目起止时间2020年元月起至2020年12月止。"], [("consistent", None, "consistent")]),
        (["培训于2022年11月至3月举办。"], []),
        (
            ["报告日期：2022年3月14日", "截至2022年7月31日，完成家访120人次。"],
            [("inconsistent", "warning", "report")],
        ),
        (
            ["报告日期：2023年3月14日", "截至2022年7月31日，完成家访120人次。"],
            [("consistent", None, "consistent")],
        ),
        (["截至2022年7月31日，完成家访120人次。"], []),
    ],
)
def test_dates_are_in_order(texts, expected):
    assert outcomes("D01", said(*texts)) == expected


def test_the_period_of_the_document():
    assert outcomes("D01", said(period_start="2022-12-31", period_end="2022-01-01")) == [
        ("inconsistent", "error", "period")
    ]
    assert outcomes("D01", said(period_start="2022-01-01", period_end="2022-12-31")) == [
        ("consistent", None, "consistent")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合同期2019年7月1日至2024年6月30日，共5年。", "consistent"),
        ("合同期2019年7月1日至2024年6月30日，共4年。", "inconsistent"),
        ("服务期2019年8月至2020年8月，为期1年。", "consistent"),
        ("2022年1月至6月，共6个月。", "consistent"),
        ("2022年1月至6月，历时8个月。", "inconsistent"),
        ("2019年7月至2022年3月，共计3年。", "consistent"),
        ("2019年7月1日至2024年6月30日，共五年。", "consistent"),
    ],
)
def test_spans_have_their_length(text, expected):
    assert [o[0] for o in outcomes("D02", said(text))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2019年7月1日至2024年6月30日实施。",
        "2022年1月至6月，共完成家访120人次。",
        "2022年1月至12月，共计2年度资金。",
        "2022年1月至6月，共完成3年任务。",
    ],
)
def test_a_span_without_a_length_is_not_measured(text):
    assert outcomes("D02", said(text)) == []


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("截至2022年7月31日，共完成家访2,259人次。", {}, [("inconsistent", "warning", "cutoff")]),
        ("截至2022年12月31日，共完成家访2,259人次。", {}, [("consistent", None, "consistent")]),
        ("截止 2022 年度上半年，共完成家访2,259人次。", {}, [("inconsistent", "warning", "cutoff")]),
        ("截至2021年7月31日，共完成家访2,259人次。", {}, []),
        ("截至2022年7月31日，服务年度内完成家访2,259人次。", {}, []),
        ("截至2022年7月31日，各项工作有序推进。", {}, []),
        ("截至2022年7月31日，完成家访2,259人次。", {"doc_type": DocType.MONITOR_FORM}, []),
        ("截至2022年7月31日，完成家访2,259人次。", {"title": "2022年度中期绩效评价报告"}, []),
        ("截至2022年7月31日，完成家访2,259人次。", {"fiscal_year": None}, []),
    ],
)
def test_data_cover_the_period(text, facts, expected):
    assert outcomes("D03", said(text, **facts)) == expected


def test_one_cut_off_is_one_finding_with_every_place():
    text = "截至2022年7月31日，共完成家访2,259人次。"
    check = checks_of("D03", said(text, "其他。", text))[0]
    assert (check.facts["missing"], len(check.places)) == ("5", 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年2月30日", [("inconsistent", "error", "impossible")]),
        ("2022年8月10日", [("consistent", None, "consistent")]),
        ("2022年8月10日（星期五）", [("inconsistent", "warning", "weekday")]),
        ("2022年8月10日（星期三）", [("consistent", None, "consistent")]),
        ("2022年8月14日（星期天）", [("consistent", None, "consistent")]),
        ("2022年8月10日、2022年8月11日", [("consistent", None, "consistent")]),
        ("农历二月三十日", []),
        ("规格2010.25.40", []),
    ],
)
def test_dates_exist(text, expected):
    assert outcomes("D04", said(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年14月完成。", [("inconsistent", "error", "impossible")]),
        ("2021年6月31日完成。", [("inconsistent", "error", "impossible")]),
        ("2021年6月完成。", []),
    ],
)
def test_months_that_do_not_exist(text, expected):
    assert outcomes("D04", said(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上半年（1月至5月）发放补贴", ["inconsistent"]),
        ("上半年（1-6月）发放补贴", ["consistent"]),
        ("二季度（2021年4月-7月）发放补贴", ["inconsistent"]),
        ("前三季度（1-9月）发放补贴", ["consistent"]),
        ("建设期4年（2018年-2025年）", ["inconsistent"]),
        ("建设期四年（2018-2021年）", ["consistent"]),
        ("建设期4年（2018-2022年）", ["consistent"]),
        ("每4年（2018-2025年）轮换", []),
        ("下半年发放补贴", []),
    ],
)
def test_periods_told_before_their_dates(text, expected):
    assert [o[0] for o in outcomes("D02", said(text))] == expected


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("截至2022年5月31日，全年完成家访300户。", True),
        ("截至2022年5月31日，全年累计支出30万元。", True),
        ("截至2022年5月31日，完成全年任务的40%。", False),
        ("截至2022年5月31日，全年完成率为40%。", False),
        ("截至2022年12月31日，全年完成家访300户。", False),
    ],
)
def test_the_whole_year_is_not_told_of_a_part(text, noted):
    found = [o for o in outcomes("D03", said(text, fiscal_year=None)) if o[2] == "whole"]
    assert found == [("undetermined", "note", "whole")] * noted


@pytest.mark.parametrize(
    ("signed", "kind", "expected"),
    [
        ("报告日期：2021年3月2日", DocType.EVAL_REPORT, [("inconsistent", "warning", "early")]),
        ("报告日期：2023年3月2日", DocType.EVAL_REPORT, [("consistent", None, "consistent")]),
        ("填报日期：2021年3月2日", DocType.TARGET_FORM, []),
    ],
)
def test_a_report_is_not_dated_before_its_period(signed, kind, expected):
    assert outcomes("D01", said(signed, fiscal_year=2022, doc_type=kind)) == expected
