"""What belongs to the paper: running lines and page numbers; and body lines that only look so."""

from __future__ import annotations

import pytest

from ingest.furniture import mark
from ingest.printed import PageContent, Printed
from schema.document import BlockKind


def line(page: int, top: float, text: str) -> Printed:
    return Printed(text, page, (72, top, 72 + 12 * len(text), top + 12), None, 12)


def pages(*contents: list[tuple[float, str]]) -> list[PageContent]:
    return [
        PageContent(n, 595, 842, 0, [line(n, top, text) for top, text in content], [])
        for n, content in enumerate(contents, 1)
    ]


def furniture(*contents: list[tuple[float, str]]) -> list[list[str]]:
    found = pages(*contents)
    mark(found)
    return [[line.text for line in page.lines if line.kind is BlockKind.FURNITURE] for page in found]


BODY = [(200.0, "正文第一行，说明项目的基本情况。"), (220.0, "正文第二行。")]


def test_running_headers_recur_once_digits_are_masked() -> None:
    found = furniture(*[[(30, f"绩效评价报告 第{n}期"), *BODY] for n in range(5)])
    assert found == [[f"绩效评价报告 第{n}期"] for n in range(5)]


def test_headers_of_odd_and_even_pages() -> None:
    found = furniture(*[[(30, "单位名称" if n % 2 else "报告名称"), *BODY] for n in range(8)])
    assert found == [["单位名称" if n % 2 else "报告名称"] for n in range(8)]


@pytest.mark.parametrize(
    "number",
    [
        *("3", "- 3 -", "— 3 —", "第 3 页", "第3页 共12页", "3 / 12", "第3页/共12页", "iv", "·3·"),
        *(
            "－ 3 －",
            "－３－",
            "第 3 页 共 12 页",
            "第3页，共12页",
            "共12页 第3页",
            "第三页",
            "第十二頁",
            "3 | 12",
        ),
        *("〔3〕", "【3】", "Page 3 of 12", "P.3", "3 / 12 页", "― 3 ―"),
    ],
)
def test_page_numbers_stand_alone_at_the_edge(number: str) -> None:
    assert furniture([*BODY, (800, number)]) == [[number]]


@pytest.mark.parametrize(
    "text", ["合计 120", "120.5", "2022年", "三、结论", "共12项", "共12页", "一", "第3号", "(3)", "PPP 3"]
)
def test_what_is_no_page_number(text: str) -> None:
    assert furniture([*BODY, (800, text)]) == [[]]


def test_a_number_with_text_beyond_it_is_text() -> None:
    assert furniture([*BODY, (790, "12"), (806, "单位：某街道办事处")]) == [[]]


def test_a_line_in_the_middle_of_the_page_is_no_furniture_however_often_it_recurs() -> None:
    assert furniture(*[[(400, "本页小结"), *BODY] for _ in range(6)]) == [[]] * 6


def test_a_line_on_two_of_many_pages_stays() -> None:
    contents = [[*BODY] for _ in range(8)]
    contents[1].insert(0, (60, "单位：万元"))
    contents[5].insert(0, (60, "单位：万元"))
    assert furniture(*contents) == [[]] * 8


def two_pages(size: float, head: tuple[str, str], top: float = 40) -> list[str]:
    """What is furniture of two pages of text in 12 points under (or over) a line in `size`."""
    text = "本项目按照年度计划组织实施，资金拨付及时，会计核算规范，未发现截留挪用情形。"
    found = pages(*[[(top, name), *((100 + 20 * k, text) for k in range(5))] for name in head])
    for page in found:
        page.lines[0].em = size
    mark(found)
    return [line.text for page in found for line in page.lines if line.kind is BlockKind.FURNITURE]


def test_of_two_pages_only_a_smaller_line_beyond_the_text_is_a_header() -> None:
    assert two_pages(9, ("部门决算", "部门决算")) == ["部门决算"] * 2
    assert two_pages(9, ("报告 第1期", "报告 第2期"), 790) == ["报告 第1期", "报告 第2期"]
    assert two_pages(12, ("部门决算", "部门决算")) == []
    assert two_pages(16, ("部门决算", "部门决算")) == []
    assert two_pages(9, ("部门预算", "部门决算")) == []
    assert two_pages(9, ("部门决算", "部门决算"), 150) == []
