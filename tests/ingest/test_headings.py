"""Stand-alone lines: headings with level and number, captions, notes, contents, and what is none of these."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.headings import heading_of, level_by_look, line_kind, ordinal_of


@pytest.mark.parametrize(
    ("text", "level", "style", "ordinal"),
    [
        ("一、项目概况", 1, "han", 1),
        ("十二、附则", 1, "han", 12),
        ("四．主要做法", 1, "han", 4),
        ("（一）立项背景", 2, "han_bracketed", 1),
        ("(三) 资金来源", 2, "han_bracketed", 3),
        ("（四）其他方面建议。", 2, "han_bracketed", 4),
        ("㈡组织管理", 2, "han_enclosed", 2),
        ("1.项目资金来源", 3, "digit", 1),
        ("2、目标完成情况", 3, "digit", 2),
        ("3．绩效分析：", 3, "digit", 3),
        ("4.2022年度绩效目标", 0, "", None),
        ("２．管理情况", 3, "digit", 2),
        ("2.强化逻辑，注意梳理", 3, "digit", 2),
        ("(1) 社会效益", 4, "digit_bracketed", 1),
        ("（12）可持续影响", 4, "digit_bracketed", 12),
        ("⑵经济效益", 4, "digit_enclosed", 2),
        ("①服务对象", 5, "circled", 1),
        ("1）服务对象", 5, "digit_half_bracketed", 1),
        ("1.2 资金情况", 4, "decimal", 2),
        ("第一部分 部门概况", 1, "part", 1),
        ("第二章　评价结论", 1, "part", 2),
        ("第三节 绩效分析", 2, "part", 3),
        ("附件2", 1, "annex", 2),
        ("附件3：支出明细账", 1, "annex", 3),
        ("附件一 指标表", 1, "annex", 1),
    ],
)
def test_headings(text: str, level: int, style: str, ordinal: int | None) -> None:
    found = heading_of(text)
    if not style:
        assert found is None
        return
    assert found is not None
    assert (found.level, found.style, found.ordinal) == (level, style, ordinal)
    assert text.replace(" ", "").startswith(found.number.replace(" ", ""))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "全年支出170万元",
        "1.部分指标设置偏粗，佐证资料归档不及时。",
        "（1）听取介绍。由社工站负责人介绍运营情况。",
        "①持续加强服务，打造项目品牌；",
        "1.《关于进一步做好工作的函》（民函〔2012〕263号）",
        "1.5万元用于购置设备",
        "3.14",
        "2.执行率。上级拨来149.63万元，执行率72.03%。",
        "（3）培训完成率98.5%",
        "2.产出指标：数量",
        "一、项目概况……………………3",
        "二、绩效分析\t12",
        "一是明确目标",
        "十分重要的工作",
        "2023年6月",
        "12、" + "很长的一句话" * 12,
        "一、共有三项，其中第一项支出12.5万元",
        "第一，加强领导",
        "附件内容详见网站，此处不再赘述",
    ],
)
def test_no_headings(text: str) -> None:
    assert heading_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("表1：项目绩效指标表", "caption"),
        ("表 2-1 收支总表", "caption"),
        ("续表3", "caption"),
        ("附表1 绩效评价指标体系", "caption"),
        ("附表：", "caption"),
        ("图1 支出结构", "caption"),
        ("单位：万元", "caption"),
        ("（金额单位：元）", "caption"),
        ("表1所示数据来自台账", "paragraph"),
        ("表2中第三行有误。", "paragraph"),
        ("表1反映了全年支出，共170万元。", "paragraph"),
        ("表扬先进", "paragraph"),
        ("单位：某某局", "paragraph"),
        ("注：含上年结转。", "note"),
        ("注1：按合同口径", "note"),
        ("*数据来源：财政系统", "note"),
        ("资料来源：统计年鉴", "note"),
        ("注意事项如下", "paragraph"),
        ("一、基本情况……1", "furniture"),
        ("一、基本情况………1", "furniture"),
    ],
)
def test_kinds_of_lines(text: str, kind: str) -> None:
    assert line_kind(text)[0].value == kind


@given(st.integers(1, 99))
def test_ordinals_of_han_numbers(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    text = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert ordinal_of(text) == value


@given(st.text(max_size=120))
def test_any_line_is_of_some_kind(text: str) -> None:
    kind, level = line_kind(text)
    assert (level is not None) == (kind == "heading")


@pytest.mark.parametrize(
    ("text", "centred", "bold", "size", "level"),
    [
        ("项目支出绩效自评表", True, False, 22.0, 1),
        ("项目支出绩效自评表", True, True, 16.0, 1),
        ("项目支出绩效自评表", True, False, 16.0, None),
        ("存在的问题", False, True, 16.0, 2),
        ("存在的问题", False, False, 22.0, 2),
        ("存在的问题", False, False, 16.0, None),
        ("支出12.5万元", False, True, 16.0, None),
        ("务必按时完成。", False, True, 16.0, None),
        ("2023", True, True, 22.0, None),
    ],
)
def test_levels_by_look(text: str, centred: bool, bold: bool, size: float, level: int | None) -> None:
    assert level_by_look(text, centred=centred, bold=bold, size=size, body_size=16.0) == level


@pytest.mark.parametrize("text", ["." * 200, "_" * 5000, "…" * 5000, "1." * 5000, "（" * 5000, "表1-" * 2000])
def test_long_rows_of_marks_are_judged_at_once(text: str) -> None:
    began = time.perf_counter()
    line_kind(text)
    assert time.perf_counter() - began < 0.2
