from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import outcomes
from tests.documents import document

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBTED = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")

PROJECTS = """
    # 资金使用

    caption: 分项目资金情况（单位：万元）

    | 项目 | 调整预算 | 到位资金 | 累计支付 |
    | 危桥改造 | 865.20 | 840.50 | 768.94 |
    | 日常养护 | 1,138.00 | 1,094.00 | 1,041.55 |
    | 合计 | 2,003.20 | 1,934.50 | 1,810.49 |

    {}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("进度最慢的是危桥改造，其到位840.50万元、累计支付768.94万元。", [OK, OK]),
        # another cell of the row is cited right, so the row is meant
        ("进度最慢的是危桥改造，其到位840.50万元、累计支付796.84万元。", [OK, DOUBTED]),
        # one slip explains it
        ("危桥改造累计支付786.94万元。", [WRONG]),
        # neither: another measure may be meant
        ("危桥改造累计支付512.30万元。", [OPEN]),
        # what belongs to the next name is not that of the first
        ("危桥改造和日常养护累计支付1,041.55万元。", [OK]),
        ("危桥改造较上年结转累计支付96.84万元。", []),
        ("两个项目累计支付1,810.49万元。", []),
    ],
)
def test_t12_a_cell_cited_by_its_row_and_column(text: str, expected) -> None:
    assert outcomes("T12", report_of(document(PROJECTS.format(text)))) == expected


ISSUES = """
    # 检查情况

    检查发现三个方面的问题，涉及金额合计{}元。

    caption: 问题汇总（单位：元）

    | 问题 | 涉及金额 |
    | 超范围列支 | 312,600.00 |
    | 提前付款 | 3,083,580.79 |
    | 未缴利息 | 457,248.00 |
    | 合计 | 3,853,428.79 |
"""


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("3,853,428.79", []),
        ("3,835,428.79", [DOUBTED]),
        # another amount, and one that no slip explains
        ("3,853,528.79", []),
        ("2,917,332.10", []),
    ],
)
def test_t13_two_digits_exchanged(amount: str, expected) -> None:
    assert outcomes("T13", report_of(document(ISSUES.format(amount)))) == expected


BOOK = """
    # 检查情况

    检查组抽查凭证，{}。

    caption: 专户明细账（单位：元）

    | 日期 | 凭证号 | 摘要 | 收入 | 支出 | 余额 |
    | 2023-01-01 | | 上年结转 | | | 9,000,000.00 |
    | 2023-08-25 | 记-0187 | 付工程款 | | 5,216,380.00 | 3,783,620.00 |
    | 2023-09-12 | 记-0204 | 付材料款 | | 1,000,000.00 | 2,783,620.00 |
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("以记-0187号凭证支付进度款5,216,380.00元", [OK]),
        ("以记-0187号凭证支付进度款5,261,380.00元", [WRONG]),
        ("以记-0187号凭证支付进度款4,000,000.00元", [DOUBTED]),
        # two amounts: which of them is the voucher's is not said
        ("以记-0187号凭证支付进度款4,000,000.00元，合同价6,000,000.00元", [OPEN]),
        ("以记-01875号凭证支付进度款5,261,380.00元", []),
        ("记-0187、记-0204号凭证共支付6,000,000.00元", []),
    ],
)
def test_l10_an_entry_cited_by_its_voucher(text: str, expected) -> None:
    assert outcomes("L10", report_of(document(BOOK.format(text)))) == expected
