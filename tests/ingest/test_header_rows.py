"""How many rows of a table are its header, for the table families of the field."""

from __future__ import annotations

import pytest

from ingest.header_rows import header_rows
from schema.document import Cell


def cells_of(text: str) -> tuple[list[Cell], int, int]:
    """Cells from lines of `a|b`; `<` continues the cell to the left and `^` the one above."""
    rows = [[part.strip() for part in line.strip().split("|")] for line in text.strip().splitlines()]
    spans: dict[tuple[int, int], list[int]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, part in enumerate(row):
            origin = owner[r, c - 1] if part == "<" else owner[r - 1, c] if part == "^" else (r, c)
            owner[r, c] = origin
            size = spans.setdefault(origin, [1, 1])
            size[0] = max(size[0], r - origin[0] + 1)
            size[1] = max(size[1], c - origin[1] + 1)
    cells = [Cell(r, c, rows[r][c], *size) for (r, c), size in spans.items()]
    return cells, len(rows), max(map(len, rows))


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("一级指标|二级指标|三级指标|年度指标值\n产出|数量|培训|≥3", 1),
        ("项目资金(万元)|年初预算数|全年执行数|执行率|得分\n年度资金总额|43.2|37.24|86%|9", 1),
        ("收入|<|支出|<\n项目|决算数|项目|决算数\n甲|1.00|乙|2.00", 2),
        ("项目|金额|<\n^|预算|决算\n甲|1.00|2.00", 2),
        ("项目|因公出国|公车|<|<\n^|^|小计|购置费|运行费\n合计|1.00|2.00|0.00|2.00", 2),
        (
            "合计|<|出国费|<|公车购置及运行费|<|<|<\n^|<|^|<|小计|<|购置费|<\n"
            "预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数\n|||||||",
            3,
        ),
        (
            "三公经费|<|<|<|<|<\n合计|<|出国费|<|接待费|<\n|||||\n预算数|决算数|预算数|决算数|预算数|决算数\n1.00|2.00|3.00|4.00|5.00|6.00",
            4,
        ),
        ("合计|<|水费|<|电费|<\n预算数|决算数|预算数|决算数|预算数|决算数\n1.00|2.00|3.00|4.00|5.00|6.00", 2),
        ("名称|收入|名称|收入\n水费|支出|水费|支出\n甲|1.00|乙|2.00", 1),
        ("日期|凭证号|摘要|借方|贷方|方向|余额\n1|2|3|4|5|6|7\n2023-1-1|1|甲|1|2|借|3", 2),
        ("科目|预算|决算|差额\n栏次|1|2|3=2-1\n甲|1.0|2.0|1.0", 2),
        ("项目|2023年|<\n^|预算|决算\n甲|1.00|2.00", 2),
        ("项目|2023年度|<|<|<\n^|预算|<|决算|<\n^|基本|项目|基本|项目\n甲|1.00|2.00|3.00|4.00", 3),
        ("年度|2023年\n单位|某局", 0),
        ("科目|预算|决算\n水费|3|4\n电费|5|6", 1),
        ("科目|预算|决算\n水费|1|2\n电费|5|6", 1),
        ("科目|预算|决算|差额\n栏次|7|8|9=8-7\n甲|1.0|2.0|1.0", 2),
        ("科目|单位|预算|决算\n甲|乙|1|2\n水费|吨|1.0|2.0", 2),
        ("项目|预算数|决算数|差额\n^|A|B|C=B-A\n甲|1.0|2.0|1.0", 2),
        ("序号|数量|金额\n1|2|3\n2|4|9", 1),
        ("项目名称|数量|金额|余额\n3|4|5|6\n9|8|7|1", 1),
        ("项目支出绩效自评表|<|<\n指标|分值|得分\n甲|10|9", 2),
        ("项目|内容\n计划安排资金|700", 1),
        ("支出内容|实际支出数|会计凭证号|备注\n30226 劳务费|50,000.00|记账 9|甲", 1),
        ("收入（20分*执行率）|2022年度|2023年度|增减\n甲|1.0|2.0|1.0", 1),
        ("项目名称|办公楼改造经费项目款项\n主管部门|发改委\n实施单位|学校", 0),
        ("项目名称|危桥改造|项目编码|36048122\n主管部门|交通局|实施单位|养护中心", 0),
        ("项目名称|<|全民阅读|<\n主管部门|甲局|实施单位|乙馆", 0),
        ("甲|1.00|2.00\n乙|3.00|4.00", 0),
        ("张三|李四|王五\n赵六|钱七|孙八", 0),
        ("一级指标|二级指标", 0),
        ("序号\n1", 0),
    ],
)
def test_header_rows(table: str, count: int) -> None:
    assert header_rows(*cells_of(table)) == count


def test_no_cells() -> None:
    assert header_rows([], 0, 0) == 0
