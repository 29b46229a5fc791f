"""Automatic numbers come out as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.wordml.numbering import FORMATS
from tests.ingest.packages import docx, grid, lines, opened, p, table, tables


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("ideographDigital", 10, "一〇"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 9, "IX"),
        ("numberInDash", 3, "- 3 -"),
        ("none", 3, ""),
    ],
)
def test_formats(name: str, value: int, printed: str) -> None:
    assert FORMATS[name](value) == printed


def level(index: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


OFFICIAL = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "(%4)")
    + level(4, "decimalEnclosedCircleChinese", "%5")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def item(index: int, text: str = "项", num: int = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{num}"/></w:numPr>')


def numbered(body: str, numbering: str, folder: Path, styles: str = "") -> list[str]:
    return [text for _, _, text in lines(opened(docx(body, numbering=numbering, styles=styles), folder))]


def test_the_official_ladder(tmp_path: Path) -> None:
    body = "".join(map(item, (0, 1, 1, 2, 3, 4, 4, 1, 2, 0, 1)))
    assert numbered(body, OFFICIAL, tmp_path) == [
        "一、项", "（一）项", "（二）项", "1. 项", "(1) 项", "①项", "②项", "（三）项", "1. 项", "二、项", "（一）项",
    ]  # fmt: skip


def test_numbers_make_headings(tmp_path: Path) -> None:
    body = item(0, "基本情况") + item(1, "立项背景") + item(2, "资金来源") + p("正文。")
    document = opened(docx(body, numbering=OFFICIAL), tmp_path)
    assert [(kind, rank) for kind, rank, _ in lines(document)] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("paragraph", None),
    ]  # fmt: skip


def test_two_lists_of_one_definition_count_on_unless_restarted(tmp_path: Path) -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = item(0) + item(0, num=2) + item(0, num=3) + item(0, num=3)
    assert numbered(body, OFFICIAL + more, tmp_path) == ["一、项", "二、项", "一、项", "二、项"]


def test_legal_levels_and_levels_without_restart(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCounting", "第%1章")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "decimal", "表%3", '<w:lvlRestart w:val="0"/>')
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = "".join(map(item, (0, 1, 2, 0, 1, 2)))
    assert numbered(body, numbering, tmp_path) == [
        "第一章项",
        "1.1 项",
        "表1 项",
        "第二章项",
        "2.1 项",
        "表2 项",
    ]


def test_numbers_from_a_style_and_their_removal(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>')
        + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>')
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("甲", properties='<w:pStyle w:val="H1"/>')
        + p("乙", properties='<w:pStyle w:val="H2"/>')
        + p("丙", properties=off)
        + p("丁", properties='<w:pStyle w:val="H1"/>')
    )
    assert numbered(body, numbering, tmp_path, styles) == ["一、甲", "（一）乙", "丙", "二、丁"]


def test_serial_numbers_in_cells_are_printed(tmp_path: Path) -> None:
    rows = [f"<w:tc>{item(2, '')}</w:tc><w:tc>{p(name)}</w:tc>" for name in ("甲", "乙")]
    document = opened(docx(table(*rows), numbering=OFFICIAL), tmp_path)
    assert grid(tables(document)[0]) == ["1.|甲", "2.|乙"]


def test_bullets_of_symbol_fonts_become_characters(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "bullet", "\uf06c")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert numbered(item(0), numbering, tmp_path) == ["●项"]


def test_a_list_that_is_missing_prints_nothing(tmp_path: Path) -> None:
    assert numbered(item(0, num=77), OFFICIAL, tmp_path) == ["项"]
