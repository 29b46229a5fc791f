"""Totals whose parts are told line by line."""

from pathlib import Path

import docx
import pytest

from extract.report import report_of
from ingest.read import read
from schema.report import Role


def sums(folder: Path, *lines: str) -> list[tuple[str, list[str], str]]:
    """Total, parts and end of the rule of every sum told in lines, as a Word file tells them."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "清单.docx"
    document.save(str(path))
    found = []
    for claim in report_of(read(path)).claims:
        if claim.rule.startswith("sum.lines"):
            total = claim.term(Role.TOTAL)
            assert total is not None
            parts = [term.figure.text for term in claim.terms if term.role is Role.PART]
            found.append((total.figure.text, parts, claim.rule.rsplit(".", 1)[1]))
    return found


INCOME = (
    "全年善款收入640.00万元。其中：",
    "1.企业捐赠480.00万元；",
    "2.个人捐赠150.50万元",
    "3.利息{}万元。",
)


@pytest.mark.parametrize(
    ("interest", "rule"), [("9.50", "unique"), ("5.90", "loose")], ids=["right", "wrong"]
)
def test_the_total_stands_before_the_list(tmp_path: Path, interest: str, rule: str) -> None:
    lines = [line.format(interest) for line in INCOME]
    assert sums(tmp_path, *lines) == [("640.00万元", ["480.00万元", "150.50万元", f"{interest}万元"], rule)]


def test_a_list_within_a_list(tmp_path: Path) -> None:
    found = sums(
        tmp_path,
        "（二）全年支出300万元，具体如下：",
        "1.救助支出240万元，惠及600人。其中：",
        "（1）助学100万元，惠及200人；",
        "（2）助医140万元，惠及400人。",
        "2.工作经费60万元，惠及35人。",
    )
    assert ("300万元", ["240万元", "60万元"], "unique") in found
    assert ("240万元", ["100万元", "140万元"], "unique") in found
    assert ("600人", ["200人", "400人"], "unique") in found
    assert len(found) == 3


def test_the_total_stands_behind_the_list(tmp_path: Path) -> None:
    lines = (
        "一、资金来源",
        "中央资金125.5万元",
        "省级资金91.2万元",
        "市级资金24.6万元",
        "以上资金合计241.3万元。",
    )
    assert sums(tmp_path, *lines) == [("241.3万元", ["125.5万元", "91.2万元", "24.6万元"], "unique")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ("项目预算900万元，主要问题如下：", "1.多付工程款30万元。", "2.少计利息2万元。", "3.制度不健全。"),
            id="a line without an amount",
        ),
        pytest.param(
            ("全年支出900万元。", "1.甲镇支出300万元。", "2.乙镇支出500万元。"),
            id="nothing says that the lines are all",
        ),
        pytest.param(
            ("预算900万元，支出880万元，其中：", "1.甲镇300万元。", "2.乙镇500万元。"), id="two totals, neither agrees"
        ),
    ],
)  # fmt: skip
def test_no_total(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert sums(tmp_path, *lines) == []
