"""Saved web pages: text and tables, no menus, no scripts, nothing fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from schema.document import State
from tests.ingest.packages import grid, lines, opened, tables

PAGE = """<html><head><meta charset="{charset}"><title>不在正文</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/b">政务公开</a> <a href="/c">预算公开</a></div>
<script>document.write('9999元')</script><div style="display: none">隐藏8888</div>
<h1>某县2023年度绩效自评报告</h1>
<p>一、基本情况</p><p>全年支出<b>170</b>万元，<br>执行率100%。</p><p>表1 资金情况</p>
<table><tr><th rowspan="2">项目</th><th colspan="2">金额（万元）</th></tr><tr><th>预算</th><th>决算</th></tr>
<tr><td>甲&nbsp;项目</td><td><p>100.00</p></td><td>98.50</td></tr></table>
<img src="http://example.invalid/a.png"></body></html>"""


def test_a_page(tmp_path: Path) -> None:
    document = opened(PAGE.format(charset="utf-8").encode(), tmp_path, "a.html")
    assert lines(document) == [
        ("furniture", None, "首页 政务公开 预算公开"),
        ("heading", 0, "某县2023年度绩效自评报告"),
        ("heading", 1, "一、基本情况"),
        ("paragraph", None, "全年支出170万元，\n执行率100%。"),
        ("caption", None, "表1 资金情况"),
    ]
    (found,) = tables(document)
    assert grid(found) == ["项目|金额（万元）|<", "^|预算|决算", "甲 项目|100.00|98.50"]
    assert (found.header_rows, found.caption) == (2, "表1 资金情况")


def test_declared_and_undeclared_gbk(tmp_path: Path) -> None:
    for charset in ("gb2312", "utf-8"):
        document = opened(PAGE.format(charset=charset).encode("gbk"), tmp_path, "a.htm")
        assert lines(document)[1][2] == "某县2023年度绩效自评报告"


def test_tables_that_only_arrange_the_page_are_opened(tmp_path: Path) -> None:
    inner = "<table><tr><td>科目</td><td>金额</td></tr><tr><td>甲</td><td>1.00</td></tr></table>"
    page = f"<html><body><table><tr><td><p>说明文字。</p>{inner}</td></tr></table></body></html>"
    document = opened(page.encode(), tmp_path, "a.html")
    assert [grid(found) for found in tables(document)] == [["科目|金额", "甲|1.00"]]
    assert lines(document) == [("paragraph", None, "说明文字。")]


def test_a_web_archive(tmp_path: Path) -> None:
    data = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "<html><meta charset=utf-8><body><p>归档正文170万元。</p></body></html>\r\n--b--\r\n"
    )  # fmt: skip
    document = opened(data.encode(), tmp_path, "a.mht")
    assert (document.format, lines(document)) == ("mhtml", [("paragraph", None, "归档正文170万元。")])


def test_an_export_named_xls_is_the_page_it_is(tmp_path: Path) -> None:
    page = "<html><body><table><tr><td>科目</td><td>金额</td></tr><tr><td>甲</td><td>1.00</td></tr></table></body></html>"
    document = opened(page.encode(), tmp_path, "a.xls")
    assert (document.format, document.state, len(tables(document))) == ("html", State.OK, 1)


def test_plain_text(tmp_path: Path) -> None:
    document = opened("一、基本情况\n\n全年支出170万元。\n".encode("gbk"), tmp_path, "a.txt")
    assert lines(document) == [("heading", 1, "一、基本情况"), ("paragraph", None, "全年支出170万元。")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<p>前</p><p>{'支出1元。' * 2_500_000}</p><p>后</p>", id="one huge text"),
        pytest.param(f"<p>前</p>{'<div>' * 400}支出1元{'</div>' * 400}<p>后</p>", id="deep"),
    ],
)
def test_what_the_parser_breaks_off_is_not_read_in_part(body: str, tmp_path: Path) -> None:
    document = opened(f"<html><body>{body}</body></html>".encode(), tmp_path, "a.html")
    assert (document.state, document.blocks) == (State.TOO_LARGE, ())


def test_spans_beyond_reason_are_refused_at_once(tmp_path: Path) -> None:
    row = "<tr><td colspan=1000 rowspan=65000>1</td></tr>"
    document = opened(f"<table>{row * 300}</table>".encode(), tmp_path, "a.html")
    assert document.state is State.TOO_LARGE
    assert {notice.code for notice in document.notices} == {"too_many_cells"}
