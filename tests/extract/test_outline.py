from __future__ import annotations

import pytest

from extract.numbering import han_number, numbering
from extract.report import report_of
from tests.documents import document


@pytest.mark.parametrize(
    ("heading", "number", "ordinal", "style", "rest"),
    [
        ("一、评价项目概述", "一、", 1, "一、", "评价项目概述"),
        ("十二、其他", "十二、", 12, "一、", "其他"),
        ("（三）绩效目标", "（三）", 3, "（一）", "绩效目标"),
        ("(三) 绩效目标", "(三)", 3, "（一）", "绩效目标"),
        ("4.项目资金使用情况", "4.", 4, "1.", "项目资金使用情况"),
        ("2.1 资金情况", "2.1", 1, "1.1", "资金情况"),
        ("（3）项目意义", "（3）", 3, "(1)", "项目意义"),
        ("②持续关注", "②", 2, "①", "持续关注"),
        ("第二章 总则", "第二章", 2, "第一章", "总则"),
        ("预算安排", "", None, "", "预算安排"),
        ("2022年度预算安排", "", None, "", "2022年度预算安排"),
        ("3.5万元以上项目", "", None, "", "3.5万元以上项目"),
    ],
)
def test_numbers_of_headings(heading: str, number: str, ordinal: int | None, style: str, rest: str) -> None:
    found = numbering(heading)
    assert (found.printed, found.ordinal, found.style, found.rest) == (number, ordinal, style, rest)


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十一", 11), ("二十", 20), ("二十三", 23), ("九", 9)]
)
def test_han_numbers(text: str, value: int) -> None:
    assert han_number(text) == value


def test_sections_have_parents_and_passages_know_their_section() -> None:
    report = report_of(
        document("""
        # 2022年度某项目绩效评价报告

        ## 一、概述

        背景文字。

        ### （一）目标

        目标文字。

        note: 注：数据来自财政系统。

        ## 二、结论

        furniture: 第1页

        结论文字。
    """)
    )
    assert [(s.number, s.title, s.parent) for s in report.sections] == [
        ("一、", "概述", None),
        ("（一）", "目标", 0),
        ("二、", "结论", None),
    ]
    assert [(p.text, p.kind, p.section) for p in report.passages] == [
        ("背景文字。", "paragraph", 0),
        ("目标文字。", "paragraph", 1),
        ("注：数据来自财政系统。", "note", 1),
        ("结论文字。", "paragraph", 2),
    ]


def test_headings_without_a_level_follow_their_style() -> None:
    from dataclasses import replace

    flat = document("# 一、甲\n\n# （一）乙\n\n# 1.丙\n\n# （二）丁\n\n# 二、戊")
    flat = replace(flat, blocks=tuple(replace(block, level=None) for block in flat.blocks))  # type: ignore[call-arg]
    assert [(s.title, s.level, s.parent) for s in report_of(flat).sections] == [
        ("甲", 1, None),
        ("乙", 2, 0),
        ("丙", 3, 1),
        ("丁", 2, 0),
        ("戊", 1, None),
    ]


RUN_IN = """# 某县2021年度灌区改造项目绩效评价报告

## 五、主要问题

（一）前期论证不充分。部分渠段重复设计，概算偏高。

（二）档案不齐全。缺少验收记录。

（三）管护责任不明确。村组互相推诿。

## 六、建议

（一）加强论证，压实责任。做好概算审核。

（一）严格验收程序。及时归档。

（三）明确管护主体。落实经费。
"""


def test_headings_with_their_text_behind_them_are_sections() -> None:
    report = report_of(document(RUN_IN))
    told = [(s.number, s.title) for s in report.sections if s.style == "（一）"]
    assert told == [
        ("（一）", "前期论证不充分"),
        ("（二）", "档案不齐全"),
        ("（三）", "管护责任不明确"),
        ("（一）", "严格验收程序"),
    ], "a head with a comma is a sentence, and a number that does not go on from the one before is no head"
    section = {passage.text[:3]: passage.section for passage in report.passages}
    assert section["（二）"] == next(n for n, s in enumerate(report.sections) if s.title == "档案不齐全")
    place = next(s.place for s in report.sections if s.title == "档案不齐全")
    assert (place.start, place.end) == (0, len("（二）档案不齐全"))
