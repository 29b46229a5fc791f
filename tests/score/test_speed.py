"""A ledger of ten thousand rows and a report of seventy-four pages are re-checked while one waits.

The limits are some three times what a quiet machine takes, in processor time, so that a busy one does not fail.
"""

from __future__ import annotations

import time
from decimal import Decimal

from schema.figure import Figure, FigureKind, Place
from schema.report import LedgerEntry, LedgerRowKind, Passage, Report
from score.assess import assess
from tests.reports import claim, money_table, place, report


def seconds(given: Report) -> float:
    assess(report())
    start = time.process_time()
    assess(given)
    return time.process_time() - start


def amount(value: Decimal, row: int, column: int) -> Figure:
    at = Place(block=0, table=0, row=row, column=column)
    return Figure(text=f"{value:,.2f}", kind=FigureKind.MONEY, unit="元", decimals=2, value=value, place=at)


def big_ledger(rows: int) -> Report:
    entries, balance = [], Decimal(0)
    for row in range(rows):
        moved = Decimal(row % 977 * 100 + 37) / 100
        balance += moved
        entries.append(
            LedgerEntry(
                date=f"2022-{row * 12 // rows + 1:02}-10",
                voucher_no=str(row),
                description="支出",
                debit=amount(moved, row, 3),
                balance=amount(balance, row, 5),
                place=Place(block=0, table=0, row=row, column=0),
            )
        )
    total = LedgerEntry(
        description="合计",
        row_kind=LedgerRowKind.TOTAL,
        debit=amount(balance, rows, 3),
        place=Place(block=0, table=0, row=rows, column=0),
    )
    return report(ledger_entries=[*entries, total])


def test_ten_thousand_rows() -> None:
    given = big_ledger(10_000)
    assert seconds(given) < 2
    result = assess(given)
    assert result.findings == ()
    assert result.coverage.checked == result.coverage.figures == 20_001


def long_report(pages: int) -> Report:
    claims, passages, lines = [], [], []
    for page in range(pages):
        for part in range(4):
            at = place()
            name = f"第{page}页{part}项服务"
            text = (
                f"{name}完成{page + 10}次，完成年度计划的100%，支出{part + 2}.50万元，占全部支出的{part}%。"
            )
            claims.append(
                claim(
                    "completion",
                    ("actual", f"{page + 10}次", name),
                    ("completion", "100%", name),
                    sentence=text,
                    place=at,
                )
            )
            claims.append(
                claim(
                    "share",
                    ("part", f"{part + 2}.50万元", name),
                    ("whole", "50.00万元", "支出"),
                    ("share", f"{2 * part + 5}%", name),
                    sentence=text,
                    place=at,
                )
            )
            passages.append(Passage(text=text, place=at))
        if page % 5 == 0:
            rows = "\n".join(f"| {n} | {n}.00 | {n + 1}.00 | {2 * n + 1}.00 |" for n in range(1, 26))
            lines += money_table(
                f"| name | 甲 | 乙 | total_amount |\n{rows}\n| 合计 | 325.00 | 350.00 | 675.00 |"
            )
    return report(claims=claims, passages=passages, budget_lines=lines)  # fmt: skip


def test_seventy_four_pages() -> None:
    assert seconds(long_report(74)) < 1.0
