"""Ledgers: entries, balances and totals told apart; dates and amounts as printed."""

from __future__ import annotations

import pytest

from extract.ledgers import iso_date, kind_of_words
from extract.report import report_of
from schema.report import LedgerRowKind, Report
from tests.documents import document


def rows(report: Report) -> list[list[str | bool | None]]:
    """`[kind, date, inherited, voucher, description, debit, credit, balance]`."""
    return [
        [
            e.row_kind.value,
            e.date,
            e.date_inherited,
            e.voucher_no,
            e.description,
            e.debit.text if e.debit else None,
            e.credit.text if e.credit else None,
            e.balance.text if e.balance else None,
        ]
        for e in report.ledger_entries
    ]


def test_a_three_column_ledger() -> None:
    report = report_of(
        document("""
        # 某项目支出明细账

        单位：元

        | 日期 | 凭证号 | 摘要 | 借方 | 贷方 | 方向 | 余额 |
        | 2023-01-01 |  | 期初余额 |  |  | 平 | 0.00 |
        | 2023-03-15 | 记-12 | 付工程款 | 190.00 |  | 借 | 190.00 |
        |  | 记-13 | 付材料款 | 10.00 |  | 借 | 200.00 |
        |  |  | 本月合计 | 200.00 | 0.00 | 借 | 200.00 |
        |  |  | 本年累计 | 200.00 | 0.00 | 借 | 200.00 |
        |  |  | 过次页 | 200.00 | 0.00 | 借 | 200.00 |
        | 2023.4.2 | 记-14 | 冲销 | -20.00 |  | 借 | 180.00 |
    """)
    )
    assert rows(report) == [
        ["opening", "2023-01-01", False, None, "期初余额", None, None, "0.00"],
        ["entry", "2023-03-15", False, "记-12", "付工程款", "190.00", None, "190.00"],
        ["entry", "2023-03-15", True, "记-13", "付材料款", "10.00", None, "200.00"],
        ["month_total", "2023-03-15", True, None, "本月合计", "200.00", "0.00", "200.00"],
        ["year_total", "2023-03-15", True, None, "本年累计", "200.00", "0.00", "200.00"],
        ["carried", "2023-03-15", True, None, "过次页", "200.00", "0.00", "200.00"],
        ["entry", "2023-04-02", False, "记-14", "冲销", "-20.00", None, "180.00"],
    ]
    assert report.ledger_entries[-1].debit is not None
    assert report.ledger_entries[-1].debit.number == -20
    assert report.document.doc_type == "ledger"


def test_month_and_day_in_two_columns() -> None:
    report = report_of(
        document("""
        | 2022年 | < | 凭证字 | 号数 | 摘要 | 科目名称 | 借方金额 | 贷方金额 |
        | 月 | 日 | ^ | ^ | ^ | ^ | ^ | ^ |
        | 3 | 5 | 记 | 7 | 购办公用品 | 办公费 | 1,200.00 |  |
        |  | 9 | 记 | 8 | 付水电费 | 水电费 | 300.00 |  |
    """)
    )
    assert [(e.date, e.account) for e in report.ledger_entries] == [
        ("2022-03-05", "办公费"),
        ("2022-03-09", "水电费"),
    ]


def test_a_single_amount_stands_in_debit_and_codes_are_split_off() -> None:
    report = report_of(
        document("""
        # 二、项目支出明细情况（单位：元）

        | 支出内容 | 实际支出数 | 会计凭证号 | 备注 |
        | 30226 劳务费 | 50,000.00 | 2020年01月记账 9 | 甲线 |
        | 30226 劳务费 | 50,000.00 | 2020年01月记账 9 | 乙线 |
        | 其余凭证小计 | 41,236.20 |  |  |
        | 合计 | 141,236.20 |  |  |
    """)
    )
    entries = report.ledger_entries
    assert [(e.row_kind.value, e.code, e.debit.text if e.debit else None) for e in entries] == [
        ("entry", "30226", "50,000.00"),
        ("entry", "30226", "50,000.00"),
        ("entry", None, "41,236.20"),
        ("total", None, "141,236.20"),
    ]
    assert entries[0].voucher_no == "2020年01月记账 9"
    assert entries[0].other == {"备注": "甲线"}
    assert entries[0].table == "二、项目支出明细情况（单位：元）"


def test_a_subtotal_that_repeats_the_entries_above_is_no_entry() -> None:
    report = report_of(
        document("""
        | 日期 | 摘要 | 金额（元） |
        | 2022-01-03 | 甲 | 10.00 |
        | 2022-01-04 | 乙 | 5.00 |
        |  | 人员经费小计 | 15.00 |
        | 2022-02-04 | 丙 | 7.00 |
    """)
    )
    assert [e.row_kind.value for e in report.ledger_entries] == ["entry", "entry", "total", "entry"]


def test_income_and_outlay() -> None:
    report = report_of(
        document("""
        | 日期 | 摘要 | 收入 | 支出 | 余额 |
        | 2022-01-03 | 收到拨款 | 100.00 |  | 100.00 |
        | 2022-01-04 | 购料 |  | 30.00 | 70.00 |
    """)
    )
    assert [row[5:] for row in rows(report)] == [["100.00", None, "100.00"], [None, "30.00", "70.00"]]


def test_sides_under_other_words_are_told_by_the_balance_they_make() -> None:
    report = report_of(
        document("""
        | 日期 | 摘要 | 划来 | 用去 | 余额 |
        | 2022-01-01 | 上年结转 |  |  | 50.00 |
        | 2022-01-03 | 收到拨款 | 100.00 |  | 150.00 |
        | 2022-01-04 | 购料 |  | 30.00 | 120.00 |
        |  | 1月小计 | 100.00 | 30.00 | 120.00 |
        | 2022-02-04 | 购料 |  | 20.00 | 100.00 |
    """)
    )
    assert [row[5:] for row in rows(report)] == [
        [None, None, "50.00"], ["100.00", None, "150.00"], [None, "30.00", "120.00"],
        ["100.00", "30.00", "120.00"], [None, "20.00", "100.00"],
    ]  # fmt: skip


def test_columns_that_make_no_balance_are_no_sides() -> None:
    report = report_of(
        document("""
        | 日期 | 摘要 | 划来 | 用去 | 余额 |
        | 2022-01-03 | 收到拨款 | 100.00 |  | 150.00 |
        | 2022-01-04 | 购料 |  | 30.00 | 125.00 |
        | 2022-02-04 | 购料 |  | 20.00 | 100.00 |
    """)
    )
    assert all(row[5] is None for row in rows(report))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-03-05", "2022-03-05"), ("2022年3月5日", "2022-03-05"), ("2022/3/5", "2022-03-05"),
        ("2022.03.05", "2022-03-05"), ("20220305", "2022-03-05"), ("2022年3月", "2022-03"), ("3月5日", "03-05"),
        ("2022-13-05", None), ("记-3", None), ("12,500.00", None), ("", None),
    ],
)  # fmt: skip
def test_dates_as_far_as_printed(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


def test_a_day_takes_the_year_it_is_given() -> None:
    assert iso_date("3/5", "2022") == "2022-03-05"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("期初余额", LedgerRowKind.OPENING), ("上年结转", LedgerRowKind.OPENING), ("3月份合计", LedgerRowKind.MONTH_TOTAL),
        ("本 月 合 计", LedgerRowKind.MONTH_TOTAL), ("本年累计", LedgerRowKind.YEAR_TOTAL), ("承前页", LedgerRowKind.CARRIED),
        ("3月本月合计", LedgerRowKind.MONTH_TOTAL), ("2023年4月份合计", LedgerRowKind.MONTH_TOTAL),
        ("截至5月末本年累计", LedgerRowKind.YEAR_TOTAL), ("1—6月累计", LedgerRowKind.YEAR_TOTAL),
        ("1-6月合计", LedgerRowKind.TOTAL), ("3月电费", LedgerRowKind.ENTRY), ("5月", LedgerRowKind.ENTRY),
        ("合计", LedgerRowKind.TOTAL), ("付本月合计工资", LedgerRowKind.ENTRY), ("结转成本", LedgerRowKind.ENTRY),
    ],
)  # fmt: skip
def test_rows_are_told_apart_by_whole_words(text: str, kind: LedgerRowKind) -> None:
    assert kind_of_words(text) is kind


def test_numbered_headings_with_amounts_are_sums_of_what_follows() -> None:
    report = report_of(
        document("""
        # 养护经费支出明细表

        单位：元

        | 序号 | 支出内容 | 实际支出数 | 会计凭证号 |
        | 一 | 日常养护 | 110.00 |  |
        | 1 | 工资 | 48.00 | 记-21 |
        | 2 | 材料 | 62.00 | 记-18 |
        | 二 | 水毁修复 | 25.50 |  |
        | 1 | 涵管 | 25.50 | 记-4 |
        | 合计 | < | 135.50 |  |
        """)
    )
    kinds = [entry.row_kind.value for entry in report.ledger_entries]
    assert kinds == ["group", "entry", "entry", "group", "entry", "total"]


def test_what_is_left_over_beside_two_sides_is_the_balance() -> None:
    report = report_of(
        document("""
        # 助学金台账

        单位：元

        | 月 | 日 | 凭证字号 | 摘要 | 收入 | 支出 | 结余 |
        | 2 | 14 | 收-02 | 捐赠款 | 500.00 |  | 530.00 |
        | 3 | 10 | 付-05 | 发放 |  | 280.00 | 250.00 |
        """)
    )
    assert [entry.balance.text for entry in report.ledger_entries if entry.balance] == ["530.00", "250.00"]


def test_what_has_gone_out_so_far_is_the_balance_of_a_ledger_of_payments() -> None:
    report = report_of(
        document("""
        # 某项目支出明细账（2023年）

        | 日期 | 凭证号 | 摘要 | 金额（元） | 累计 |
        | 03-01 | 记-1 | 付材料款 | 100.00 | 100.00 |
        | 03-09 | 记-2 | 付工程款 | 250.00 | 350.00 |
        | 03-20 | 记-3 | 付运费 | 50.00 | 400.00 |
        | 04-02 | 记-4 | 付监理费 | 30.00 | 430.00 |
    """)
    )
    assert [row[5:] for row in rows(report)][-1] == ["30.00", None, "430.00"]


def test_a_column_headed_as_running_total_that_is_none_is_left_alone() -> None:
    report = report_of(
        document("""
        # 某项目支出明细账（2023年）

        | 日期 | 凭证号 | 摘要 | 金额（元） | 累计人次 |
        | 03-01 | 记-1 | 付讲师费 | 100.00 | 40 |
        | 03-09 | 记-2 | 付讲师费 | 250.00 | 75 |
        | 03-20 | 记-3 | 付讲师费 | 50.00 | 90 |
        | 04-02 | 记-4 | 付讲师费 | 30.00 | 120 |
    """)
    )
    assert [row[7] for row in rows(report)] == [None] * 4


def test_income_outlay_and_what_is_left_of_items_by_date_are_a_ledger() -> None:
    report = report_of(
        document("""
        # 收支明细表（2021年）

        | 日期 | 项目 | 收入 | 支出 | 结余 | 经手人 |
        | 9月1日 | 上期结转 |  |  | 5200.3 |  |
        | 9月6日 | 街道拨款 | 80000 |  | 85200.3 | 甲 |
        | 9月15日 | 活动物资 |  | 6380.8 | 78819.5 | 乙 |
        | 9月30日 | 9月小计 | 80000 | 6380.8 | 78819.5 |  |
    """)
    )
    assert [(row[0], *row[4:]) for row in rows(report)] == [
        ("opening", "上期结转", None, None, "5200.3"),
        ("entry", "街道拨款", "80000", None, "85200.3"),
        ("entry", "活动物资", None, "6380.8", "78819.5"),
        ("month_total", "9月小计", "80000", "6380.8", "78819.5"),
    ]


def test_accounts_with_what_they_held_first_and_last_are_amounts_and_no_entries() -> None:
    report = report_of(
        document("""
        单位：元

        | 会计科目 | 期初借方 | 期初贷方 | 本期借方发生额 | 本期贷方发生额 | 期末借方 | 期末贷方 |
        | 银行存款 | 520 |  | 1800 | 1653 | 667 |  |
        | 应付账款 |  | 520 | 80 | 227 |  | 667 |
        | 合计 | 520 | 520 | 1880 | 1880 | 667 | 667 |
    """)
    )
    assert not report.ledger_entries
    assert [len(line.amounts) for line in report.budget_lines] == [4, 4, 6]
