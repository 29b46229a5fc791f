"""Look-alikes from published reports: each must give no error, whatever else is said of it.

The numbers are those of the list of false-alarm traps; the figures are real, the sentences our own.
"""

from __future__ import annotations

import pytest

from schema.finding import Finding, Severity
from schema.report import Absent, Report
from score.assess import assess
from tests.checking import form
from tests.reports import claim, figure, indicators, ledger, money_table, passage, place, report


def errors(given: Report) -> list[Finding]:
    return [finding for finding in assess(given).findings if finding.severity is Severity.ERROR]


def share(part: str, whole: str, rate: str, **rest: object):
    name = f"支出{part}"
    return claim(
        "share", ("whole", whole, "支出合计"), ("part", part, name), ("share", rate, name, "share"), **rest
    )


def execution(rate: str, **amounts: str):
    roles = {
        "budget": "budget_adjusted",
        "initial": "budget_initial",
        "received": "received_amount",
        "spent": "executed_amount",
    }
    terms = [("spent" if k == "spent" else "budget", v, k, roles[k]) for k, v in amounts.items()]
    return claim("execution", *terms, ("rate", rate, "执行率", "execution_rate"))


def listed(total: str, *parts: str, **rest: object):
    return claim("sum", *(("part", part, "项") for part in parts), ("total", total, "合计"), **rest)


def rows(text: str, unit: str = "万元"):
    return {"budget_lines": money_table(text, unit=unit)}


SHARES_OF_TEN = "\n".join(f"| s{i} | 1.00 | {rate} |" for i, rate in enumerate(["14.29%"] * 7))

TRAPS: dict[str, Report] = {
    "01 cut instead of rounded": report(
        claims=[
            execution("99.86%", spent="99.868万元", budget="100.000万元"),
            execution("95.45%", spent="9746.50万元", initial="10210.34万元"),
            share("2.216万元", "100.000万元", "2.21%"),
            claim("amount", ("spent", "328,661.81元", "总支出"), sentence="总支出328,661.81元"),
            claim("amount", ("spent", "328,661元", "总支出"), sentence="总支出328,661元"),
        ]
    ),
    "02 shares forced to a hundred": report(
        claims=[share("29.42万元", "307.82万元", "9.55%"), share("18.71万元", "307.82万元", "6.08%")]
    ),
    "03 operands rounded themselves": report(
        claims=[
            share("2.64万元", "9.38万元", "28.15%"),
            claim("growth", ("actual", "0.62万元"), ("previous", "0.50万元"), ("growth", "22.22%"), sentence="增长22.22%"),
        ]
    ),
    "04 last digits of sums": report(
        claims=[listed("105.58万元", "95.36万元", "10.23万元"), listed("2319.21万元", "122.43万元", "1387.72万元", "809.07万元")],
        **rows("| name | amount |\n" + "\n".join(f"| r{i} | 3.33 |" for i in range(10)) + "\n| 合计 | 33.32 |"),
    ),
    "05 one line of two tables": report(
        budget_lines=[
            *money_table("| name | executed_amount |\n| 合计 | 236.63 |\n| a | 236.63 |", unit="万元"),
            *money_table("| name | executed_amount |\n| 合计 | 236.64 |\n| a | 236.64 |", unit="万元"),
        ],
        claims=[claim("amount", ("spent", "236.63万元", "支出", "executed_amount"))],
    ),
    "06 whole percent and whole score": report(
        **rows("| name | budget_adjusted | executed_amount | execution_rate |\n| 合计 | 43.2 | 37.24 | 86% |"),
        indicators=indicators("| level3 | target | actual | weight | score |\n| 资金 | 43.2 | 37.24 | 10 | 9 |"),
    ),
    "07 only some parts are named": report(claims=[listed("193.42万元", "49.09万元", "12.64万元", "5.42万元", closed=False)]),
    "08 subset and no partition": report(
        claims=[
            claim("sum", ("whole", "21.07万元", "合同"), ("part", "21.07万元", "含中小企业"), ("part", "21.07万元", "含小微企业"), closed=False)
        ]
    ),
    "09 a part repeats weight and score": report(
        forms=[form((-1, "年度资金总额", "10", "10"), (0, "总分", "100", "100"))],
        **rows("| name | budget_adjusted |\n| 年度资金总额 | 10 |\n| 其中：财政拨款 | 10 |"),
    ),
    "10 different bases side by side": report(
        claims=[
            claim("completion", ("actual", "12人", "在岗"), ("rate", "100%", "持证率")),
            claim("staffing", ("actual", "12人", "在岗"), ("rate", "85.71%", "稳岗率", "retention_rate")),
            execution("46.89%", spent="8487.88万元", budget="18101.68万元", initial="18051.64万元"),
            execution("47.02%", spent="8487.88万元", budget="18101.68万元", initial="18051.64万元"),
        ]
    ),
    "11 the base is not printed": report(
        claims=[claim("completion", ("actual", "68,287.55元", "资源"), ("completion", "13.6%", "资源"))]
    ),
    "12 cumulative and yearly": report(
        claims=[
            claim("amount", ("spent", "771,325,800元", "支付", "executed_amount"), period="累计"),
            claim("amount", ("spent", "22,614.51万元", "支付", "executed_amount"), period="2022年"),
            claim("amount", ("budget", "1200万元", "合同金额", "contract_amount")),
            claim("amount", ("budget", "170万元", "年度预算", "budget_adjusted")),
        ]
    ),
    "13 another year in the text": report(
        claims=[
            claim("amount", ("spent", "158.05万元", "一季度支出"), period="2024年"),
            claim("amount", ("spent", "15万元", "一季度支出"), period="2025年"),
        ]
    ),
    "14 more than a hundred per cent": report(
        claims=[
            claim("completion", ("actual", "280人", "培训"), ("target", "101人"), ("completion", "277.23%", "培训")),
            claim("completion", ("actual", "4场", "活动"), ("target", "3场"), ("completion", "133.33%", "活动")),
            execution("102.59%", spent="102.59万元", initial="100.00万元"),
        ]
    ),
    "15 over-fulfilled and capped": report(
        indicators=indicators("| level3 | target | actual | weight | score |\n| 检查次数 | 6次 | 150次 | 1 | 1 |")
    ),
    "16 monthly mean and persons of the year": report(
        claims=[
            claim("count", ("actual", "7人", "月平均服务"), sentence="月平均服务7人"),
            claim("count", ("actual", "87人次", "全年服务"), sentence="全年服务87人次"),
        ]
    ),
    "17 persons and attendances": report(
        claims=[claim("count", ("actual", "87人次", "服务")), claim("count", ("actual", "87人", "服务"))]
    ),
    "18 the actual repeats the bound": report(
        indicators=indicators("| level3 | target | actual | weight | score |\n| 长度 | ≥266米 | ≥266米 | 10 | 10 |")
    ),
    "19 the execution rate twice": report(
        claims=[execution("100%", spent="170万元", budget="170万元")],
        indicators=indicators("| level3 | target | actual | weight | score |\n| 预算执行率 | 100% | 100% | 10 | 10 |"),
    ),
    "20 a mean of rates is not the rate of the total": report(
        **rows(
            """| name | budget_adjusted | executed_amount | execution_rate |
            | 合计 | 300.00 | 292.76 | 97.59% |
            | a | 100.00 | 97.63 | 97.63% |
            | b | 200.00 | 195.13 | 97.57% |"""
        )
    ),
    "21 plan and year end": report(
        claims=[
            claim("amount", ("budget", "308.17万元", "年初预算", "budget_initial")),
            claim("amount", ("budget", "1025.20万元", "全年预算", "budget_adjusted")),
        ],
        **rows("| name | budget_initial | budget_adjusted |\n| 合计 | 308.17 | 1025.20 |"),
    ),
    "22 ten thousands beside ones": report(
        claims=[
            claim("amount", ("spent", "700.077万元", "实际支出", "executed_amount")),
            claim("amount", ("budget", "170万元", "年度预算", "budget_adjusted")),
        ],
        **rows("| name | budget_adjusted | executed_amount |\n| 合计 | 1,700,000.00 | 7,000,770.00 |", unit="元"),
    ),
    "23 equal amounts on one voucher": report(
        ledger_entries=ledger(
            """| date | voucher_no | description | debit |
            | 2020-01-31 | 记账9 | 劳务费 | 50,000.00 |
            | 2020-01-31 | 记账9 | 劳务费 | 50,000.00 |
            | | | 合计 | 100,000.00 |"""
        )
    ),
    "24 numbers that stand in no relation": report(
        claims=[
            claim("count", ("actual", "3.75公里", "治理")),
            claim("count", ("actual", "1.05公里", "疏浚")),
            claim("count", ("actual", "0.4公里", "清淤")),
            claim("other", ("actual", "497.81小时", "服务"), ("part", "10,105.67元", "折合")),
        ]
    ),
    "25 a list that holds categories only": report(
        claims=[claim("sum", ("whole", "24187万元", "总投资（含土建、设备）"), closed=False)]
    ),
    "26 income and outlay on different bases": report(
        claims=[
            claim("growth", ("change", "24,558.18万元", "收入"), base="预算执行数", sentence="收入比预算执行数增加24,558.18万元"),
            claim("growth", ("change", "24,491.71万元", "支出"), base="预算", sentence="支出比预算增加24,491.71万元"),
        ]
    ),
    "27 blank is nought": report(
        claims=[claim("amount", ("spent", "0.00万元", "因公出国支出", "executed_amount"))],
        **rows("| name | executed_amount |\n| 合计 | 9.38 |\n| 因公出国 | |\n| 公务用车 | 9.38 |"),
    ),
    "28 figures of different sentences": report(
        claims=[
            claim("execution", ("budget", "1000万元", "总预算", "budget_adjusted"), place=place(block=900_001)),
            claim("execution", ("spent", "86万元", "支出", "executed_amount"), ("rate", "100%", "执行率", "execution_rate"), place=place(block=900_002)),
        ]
    ),
    "29 a year is no amount": report(excluded=[figure("2025.00", kind="ordinal")], passages=[passage("2025年度预算情况")]),
    "30 an unread part is not nought": report(
        budget_lines=[
            line.model_copy(update={"absent": {}}) if line.name == "b" else line
            for line in money_table("| name | amount |\n| 合计 | 10.00 |\n| a | 6.00 |\n| b | |\n| c | 1.00 |")
        ]
    ),
    "31 levels are added once": report(
        **rows(
            """| code | name | amount |
            | 208 | 社会保障 | 60.00 |
            | 20802 | 民政 | 40.00 |
            | 2080208 | 社区 | 40.00 |
            | 20805 | 养老 | 20.00 |
            | 2080505 | 缴费 | 20.00 |
            | 212 | 城乡社区 | 40.00 |
            | | 合计 | 100.00 |"""
        )
    ),
    "32 a page with other columns": report(
        budget_lines=[
            line.model_copy(update={"code": None}) if i > 3 else line
            for i, line in enumerate(
                money_table(
                    """| code | name | amount |
                    | | 合计 | 100.00 |
                    | 208 | a | 60.00 |
                    | 20802 | b | 60.00 |
                    | 212 | c | 25.00 |
                    | 21205 | d | 25.00 |
                    | 221 | e | 15.00 |
                    | 22102 | f | 15.00 |"""
                )
            )
        ]
    ),
    "33 a sum at the very edge": report(
        claims=[listed("7165.32万元", "7000.09万元", "100.10万元", "50.05万元", "10.03万元", "5.02万元")]
    ),
    "34 fully rounded shares": report(
        **rows(f"| name | amount | share |\n| 合计 | 7.00 | 100% |\n{SHARES_OF_TEN}")
    ),
    "35 a heading that changed its name": report(
        budget_lines=[
            *money_table("| name | amount |\n| 文化体育与传媒支出 | 12.00 |"),
            *money_table("| name | amount |\n| 文化旅游体育与传媒支出 | 12.00 |"),
        ]
    ),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS, ids=lambda name: name[:2])
def test_a_look_alike_is_no_error(trap: str) -> None:
    assert errors(TRAPS[trap]) == []


def test_there_is_one_for_every_trap_of_the_list() -> None:
    assert [name[:2] for name in TRAPS] == [f"{n:02}" for n in range(1, 36)]


@pytest.mark.parametrize(
    ("trap", "rule"),
    [
        ("01 cut instead of rounded", "R04"),
        ("04 last digits of sums", "S02"),
        ("07 only some parts are named", "S04"),
        ("14 more than a hundred per cent", "R01"),
        ("22 ten thousands beside ones", "T02"),
        ("31 levels are added once", "S02"),
        ("34 fully rounded shares", "R06"),
    ],
)
def test_the_traps_are_looked_at_and_not_passed_over(trap: str, rule: str) -> None:
    """No error by having checked, not by having been silent."""
    assert {check.verdict.split("_")[0] for check in assess(TRAPS[trap]).checks if check.rule == rule} >= {
        "consistent"
    }


def test_operands_rounded_far_leave_the_trap_open() -> None:
    """0.62 over 0.50 is anything from 21.8 to 26.3 % more: looked at, neither wrong nor right."""
    (check,) = (c for c in assess(TRAPS["03 operands rounded themselves"]).checks if c.rule == "R07")
    assert (check.verdict, check.power) == ("undetermined", "0.8131")


def test_a_sum_at_the_very_edge_is_left_open() -> None:
    """Five parts all rounded down by nearly half a place: possible, and hardly ever so."""
    (check,) = (c for c in assess(TRAPS["33 a sum at the very edge"]).checks if c.rule == "S01")
    assert check.verdict == "undetermined"


def test_a_blank_is_told_from_an_unread_cell() -> None:
    blank = money_table("| name | amount |\n| 合计 | 10.00 |\n| a | 6.00 |\n| b | |\n| c | 1.00 |")
    assert blank[2].absent == {"amount": Absent.BLANK}
    found = assess(report(budget_lines=blank)).findings
    assert [(finding.rule, finding.severity) for finding in found] == [("S02", Severity.WARNING)]
