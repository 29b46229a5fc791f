"""Tables of money: which amount stands under which field, and how the rows hang together."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.report import Absent, Report, RowKind
from tests.documents import document


def shape(report: Report) -> list[tuple[str, str, int, int | None]]:
    return [(line.name, line.row_kind.value, line.level, line.parent) for line in report.budget_lines]


ARRANGEMENT = """
    caption: 表2：年度预算安排

    | 项目编码 | 项目名称 | 单位指标年度预算金额 | 单位指标年初预算金额 |
    |  |  | {total} | 720,000.00 |
    | 4401132 1000000 0040596 | 提前下 达项目 经费 | 83,000.00 | 0.00 |
    | 4401132 2000000 0000557 | 购买服务经费 | 510,000.00 | 720,000.00 |
"""


def test_an_unlabelled_first_row_that_adds_up_is_a_total() -> None:
    report = report_of(document(ARRANGEMENT.format(total="593,000.00")))
    total, first, _ = report.budget_lines
    assert (total.is_total, total.inferred_total, total.row_kind) == (True, True, RowKind.TOTAL)
    assert {k: str(f.value) for k, f in total.amounts.items()} == {
        "budget_adjusted": "593000.00",
        "budget_initial": "720000.00",
    }
    assert (first.code, first.name) == ("440113210000000040596", "提前下达项目经费")
    assert first.headers["budget_initial"] == "单位指标年初预算金额"
    assert first.table == "表2：年度预算安排"


def test_an_unlabelled_row_that_does_not_add_up_in_every_column_is_no_total() -> None:
    report = report_of(document(ARRANGEMENT.format(total="593,000.01")))
    assert not any(line.is_total for line in report.budget_lines)


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元\n\n| 项目 | 预算数 |\n| 甲 | 1.5 |\n| 乙 | 2 |",
        "caption: 资金表（单位：万元）\n\n| 项目 | 预算数 |\n| 甲 | 1.5 |\n| 乙 | 2 |",
        "| 项目 | 预算数（万元） |\n| 甲 | 1.5 |\n| 乙 | 2 |",
        "| 项目资金（万元） | 预算数 |\n| 甲 | 1.5 |\n| 乙 | 2 |",
        "| 项目 | 预算数 |\n| 甲 | 1.5万元 |\n| 乙 | 2万 |",
        "预算为1.5万元和2万元。\n\n| 项目 | 预算数 |\n| 甲 | 1.5 |\n| 乙 | 2 |\n| 丙 | 15 |\n\n共计15万元。",
    ],
)
def test_the_unit_comes_from_caption_header_label_cell_or_the_text(text: str) -> None:
    values = [line.amounts["budget_adjusted"].number for line in report_of(document(text)).budget_lines]
    assert values[:2] == [15000, 20000]


def test_of_which_rows_belong_to_the_row_above() -> None:
    report = report_of(
        document("""
        | 项目 | 预算数（万元） | 支出数（万元） |
        | 合计 | 100 | 90 |
        | 人员经费 | 60 | 55 |
        | 其中：工资 | 40 | 38 |
        | 办公经费 | 40 | 35 |
        | 小计 | 100 | 90 |
    """)
    )
    assert shape(report) == [
        ("合计", "total", 0, None),
        ("人员经费", "entry", 0, None),
        ("其中：工资", "of_which", 1, 1),
        ("办公经费", "entry", 0, None),
        ("小计", "subtotal", 0, None),
    ]


def test_rows_after_of_which_below_a_total_are_its_parts() -> None:
    report = report_of(
        document("""
        | 资金情况（万元） |  | 年初预算数 | 全年执行数 |
        |  | 年度资金总额 | 420 | 443 |
        |  | 其中：当年财政拨款 | 420 | 363 |
        |  | 上年结转资金 |  | 80 |
        |  | 其他资金 | / | — |
    """)
    )
    assert [(name, kind, parent) for name, kind, _, parent in shape(report)] == [
        ("年度资金总额", "total", None),
        ("其中：当年财政拨款", "of_which", 0),
        ("上年结转资金", "of_which", 0),
        ("其他资金", "of_which", 0),
    ]
    assert report.budget_lines[2].absent == {"budget_initial": Absent.BLANK}
    assert report.budget_lines[3].absent == {"budget_initial": Absent.SLASH, "executed_amount": Absent.DASH}


def test_code_levels_of_final_accounts() -> None:
    report = report_of(
        document("""
        caption: 一般公共预算财政拨款支出决算表（单位：万元）

        | 功能分类科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
        | 栏次 | < | 1 | 2 | 3 |
        | 合计 | < | 110.00 | 70.00 | 40.00 |
        | 201 | 一般公共服务支出 | 100.00 | 60.00 | 40.00 |
        | 20126 | 档案事务 | 100.00 | 60.00 | 40.00 |
        | 2012601 | 行政运行 | 60.00 | 60.00 | 0.00 |
        | 2012604 | 档案馆 | 40.00 | 0.00 | 40.00 |
        | 208 | 社会保障和就业支出 | 10.00 | 10.00 |  |
    """)
    )
    assert shape(report) == [
        ("合计", "total", 0, None),
        ("一般公共服务支出", "entry", 0, None),
        ("档案事务", "entry", 1, 1),
        ("行政运行", "entry", 2, 2),
        ("档案馆", "entry", 2, 2),
        ("社会保障和就业支出", "entry", 0, None),
    ]
    assert {key: figure.number for key, figure in report.budget_lines[1].amounts.items()} == {
        "合计": 1_000_000,
        "基本支出": 600_000,
        "项目支出": 400_000,
    }
    assert report.budget_lines[3].code == "2012601"


def test_two_tables_side_by_side() -> None:
    report = report_of(
        document("""
        caption: 收入支出决算总表（单位：万元）

        | 收入 | < | < | 支出 | < | < |
        | 项目 | 行次 | 决算数 | 项目 | 行次 | 决算数 |
        | 一、财政拨款收入 | 1 | 862.35 | 一、一般公共服务支出 | 10 | 701.46 |
        |  |  |  | 二、住房保障支出 | 11 | 160.89 |
        | 总计 | 3 | 862.35 | 总计 | 12 | 862.35 |
    """)
    )
    assert [(line.name, *(f.number for f in line.amounts.values())) for line in report.budget_lines] == [
        ("一、财政拨款收入", 8623500),
        ("总计", 8623500),
        ("一、一般公共服务支出", 7014600),
        ("二、住房保障支出", 1608900),
        ("总计", 8623500),
    ]
    assert {tuple(line.headers.items()) for line in report.budget_lines} == {
        (("收入/决算数", "收入/决算数"),),
        (("executed_amount", "支出/决算数"),),
    }


def test_a_three_public_expenses_table_keeps_every_amount_under_its_printed_header() -> None:
    report = report_of(
        document("""
        caption: “三公”经费支出决算表（单位：万元）

        | 预算数 | < | < | 决算数 | < | < |
        | 合计 | 因公出国（境）费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务接待费 |
        | 6.00 | 0.00 | 6.00 | 4.52 |  | 4.52 |
    """)
    )
    (line,) = report.budget_lines
    assert {key: figure.text for key, figure in line.amounts.items()} == {
        "budget_adjusted": "6.00",
        "预算数/因公出国（境）费": "0.00",
        "预算数/公务接待费": "6.00",
        "executed_amount": "4.52",
        "决算数/公务接待费": "4.52",
    }


def test_source_and_use_of_funds() -> None:
    report = report_of(
        document("""
        | 资金来源 | 计划数 | 到位数 | 支出数 | 结余 | 到位率 | 支出率 |
        | 中央 | 100.00万元 | 100.00万元 | 80.00万元 | 20.00万元 | 100% | 80% |
        | 市级 | 50万元 | 0 | 0 | 0 | 0 | / |
    """)
    )
    assert list(report.budget_lines[0].amounts) == [
        "planned_amount", "received_amount", "executed_amount", "surplus", "arrival_rate", "execution_rate",
    ]  # fmt: skip
    assert report.budget_lines[1].absent == {"execution_rate": Absent.SLASH}


def test_amounts_beside_their_labels() -> None:
    report = report_of(
        document("""
        # 一、项目基本概况

        | 项目 | 内容 |
        | 项目起止时间 | 2020年1月至2020年12月 |
        | 计划安排资金（万元） | 700 |
        | 实际到位资金（万元） | 7,00.0,77 |
        | 其中：县财政（计划/到位/支出） | 700 / 690 / 680 |
    """)
    )
    assert [(line.name, {k: f.text for k, f in line.amounts.items()}) for line in report.budget_lines] == [
        ("计划安排资金（万元）", {"planned_amount": "700"}),
        ("实际到位资金（万元）", {"received_amount": "7,00.0,77"}),
        (
            "其中：县财政（计划/到位/支出）",
            {"planned_amount": "700", "received_amount": "690", "executed_amount": "680"},
        ),
    ]
    assert report.budget_lines[2].amounts["executed_amount"].number == 6_800_000
    assert report.document.fiscal_year == 2020


def test_a_table_of_no_family_is_said_so_and_its_numbers_are_kept() -> None:
    report = report_of(
        document("""
        | 楼层 | 功能 | 座位 |
        | 一层 | 阅览 | 120 |
        | 二层 | 自习 | 80 |
    """)
    )
    assert report.budget_lines == ()
    assert [(line.name, {k: f.text for k, f in line.amounts.items()}) for line in report.other_lines] == [
        ("阅览", {"座位": "120"}),
        ("自习", {"座位": "80"}),
    ]
    assert "table_unknown" in {notice.code for notice in report.notices}


@pytest.mark.parametrize("order", [("2022", "2021"), ("2021", "2022")])
def test_of_two_years_of_one_field_the_latest_has_it(order: tuple[str, str]) -> None:
    amount = {"2022": "12.00", "2021": "10.00"}
    first, second = order
    report = report_of(
        document(f"""
        | 项目 | {first}年决算数（万元） | {second}年决算数（万元） | 增减额（万元） | 增减率 |
        | 办公费 | {amount[first]} | {amount[second]} | 2.00 | 20% |
    """)
    )
    assert {k: f.text for k, f in report.budget_lines[0].amounts.items()} == {
        "executed_amount": "12.00",
        "previous_amount": "10.00",
        "change_amount": "2.00",
        "growth_rate": "20%",
    }


def test_stacked_small_tables_with_headers_of_their_own() -> None:
    report = report_of(
        document("""
        # 基础数据表

        | 财政供养人员情况（人） | 编制数 | 2021年实际在职人数 | 控制率 |
        |  | 30 | 28 | 93.33% |
        | 经费控制情况（万元） | 2020年决算数 | 2021年预算数 | 2021年决算数 |
        | 三公经费 | 12.5 | 12 | 10.2 |
        | 其中：公车购置 | 0 | 0 | 0 |
        | …… |  |  |  |
        | 政府采购金额 | —— | 30 | 28 |
    """)
    )
    assert [(line.name, {k: f.text for k, f in line.amounts.items()}) for line in report.budget_lines] == [
        ("三公经费", {"previous_amount": "12.5", "budget_adjusted": "12", "executed_amount": "10.2"}),
        ("其中：公车购置", {"previous_amount": "0", "budget_adjusted": "0", "executed_amount": "0"}),
        ("政府采购金额", {"budget_adjusted": "30", "executed_amount": "28"}),
    ]
    assert [claim.kind for claim in report.claims] == ["staffing"]


def test_codes_in_three_columns_below_a_header_that_rows_span() -> None:
    report = report_of(
        document("""
        caption: 支出决算表（单位：万元）

        | 项目 | < | < | < | 本年支出合计 | 基本支出 |
        | 支出功能分类 | < | < | 科目名称 | ^ | ^ |
        | 类 | 款 | 项 | 合计 | 30.00 | 20.00 |
        | 201 |  |  | 一般公共服务支出 | 30.00 | 20.00 |
        | 201 | 06 |  | 财政事务 | 30.00 | 20.00 |
        | 201 | 06 | 01 | 行政运行 | 20.00 | 20.00 |
        |  |  | 02 | 一般行政管理事务 | 10.00 |  |
    """)
    )
    assert [(line.code, line.name, line.level, line.parent) for line in report.budget_lines] == [
        (None, "合计", 0, None),
        ("201", "一般公共服务支出", 0, None),
        ("20106", "财政事务", 1, 1),
        ("2010601", "行政运行", 2, 2),
        ("2010602", "一般行政管理事务", 2, 2),
    ]


def test_two_tables_side_by_side_of_unequal_width() -> None:
    report = report_of(
        document("""
        caption: 财政拨款收入支出决算总表（单位：万元）

        | 收入 | < | 支出 | < | < |
        | 项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 |
        | 一、财政拨款 | 9.00 | 一、公共服务支出 | 9.00 | 9.00 |
        | 总计 | 9.00 | 总计 | 9.00 | 9.00 |
    """)
    )
    assert [
        (line.table[-4:], line.name, [f.text for f in line.amounts.values()]) for line in report.budget_lines
    ] == [
        ("（收入）", "一、财政拨款", ["9.00"]),
        ("（收入）", "总计", ["9.00"]),
        ("（支出）", "一、公共服务支出", ["9.00", "9.00"]),
        ("（支出）", "总计", ["9.00", "9.00"]),
    ]


def test_the_money_rows_of_a_target_form_have_no_header() -> None:
    report = report_of(
        document("""
        # 项目支出绩效目标申报表

        | 项目名称 | < | 道路养护 | < | < | < |
        | 项目属性 | < | □新增 ☑延续 | < | 项目期 | 2021年1月-12月 |
        | 项目资金（万元） | < | 年度资金总额： | < | 620 | < |
        | ^ | < | 其中：财政拨款 | < | 620 | < |
        | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 | < |
        | 产出指标 | 数量指标 | 养护里程 | 120公里 |  | < |
    """)
    )
    assert [(line.name, line.amounts["amount"].number, line.parent) for line in report.budget_lines] == [
        ("年度资金总额：", 6_200_000, None),
        ("其中：财政拨款", 6_200_000, 0),
    ]
    assert [row.level3 for row in report.indicators] == ["养护里程"]


def test_units_as_names_of_rows() -> None:
    report = report_of(
        document("""
        # 专项资金分配表

        金额单位：万元

        | 序号 | 单位 | 分配金额 | 已拨付 | 备注 |
        | 1 | 甲镇 | 30 | 30 |  |
        | 2 | 乙镇 | 20 | 15 | 未验收 |
        |  | 合计 | 50 | 45 |  |
    """)
    )
    assert [(line.name, line.is_total, line.other) for line in report.budget_lines] == [
        ("甲镇", False, {}),
        ("乙镇", False, {"备注": "未验收"}),
        ("合计", True, {}),
    ]


def test_points_of_execution_in_rows_of_measures_and_the_rule_below_the_table() -> None:
    report = report_of(
        document("""
        | 预算执行（万元） | 合计 | 财政拨款 | 单位资金 |
        | 全年预算数 | 200.00 | 120.00 | 80.00 |
        | 全年执行数 | 180.00 | 110.00 | 70.00 |
        | 执行率 | 90.00% | 91.67% | 87.50% |
        | 分值 | 10 | — | — |
        | 得分 | 9 | — | — |

        note: 注：预算执行得分＝分值×合计执行率。
    """)
    )
    assert report.forms[0].rules == ("注：预算执行得分＝分值×合计执行率。",)
    assert [line.name for line in report.budget_lines] == ["全年预算数", "全年执行数", "执行率"]
    points = report.forms[0].groups[0]
    assert (points.level, points.name, points.weight.text, points.score.text) == (-1, "执行率", "10", "9")
    assert points.weight.unit == "分"


@pytest.mark.parametrize(
    ("heads", "keys"),
    [
        ("| 来源 | 2020 | 2021 | 2022 | 合计 |", ["2020", "2021", "2022", "合计"]),
        ("|  | 2022 | 2021 | 2020 | 合计 |", ["2022", "2021", "2020", "合计"]),
        ("| 月份 | 1 | 2 | 3 | 合计 |", ["1", "2", "3", "合计"]),
    ],
)
def test_bare_years_and_counted_months_head_columns(heads: str, keys: list[str]) -> None:
    report = report_of(
        document(f"""
        单位：万元

        {heads}
        | 中央 | 100 | 120 | 150 | 370 |
        | 地方 | 50 | 60 | 70 | 180 |
    """)
    )
    assert [line.name for line in report.budget_lines] == ["中央", "地方"]
    assert list(report.budget_lines[0].amounts) == keys


def test_amounts_that_look_like_years_are_amounts() -> None:
    report = report_of(
        document("""
        单位：万元

        | 来源 | 预算数 | 决算数 |
        | 中央 | 2021 | 2022 |
        | 地方 | 2010 | 2005 |
    """)
    )
    assert [line.name for line in report.budget_lines] == ["中央", "地方"]


def test_blank_header_cells_continue_the_group_at_their_left_on_every_level() -> None:
    report = report_of(
        document("""
        单位：万元

        | 预算数 |  |  |  |  |  | 决算数 |  |
        | 合计 | 出国费 | 公务用车费 |  |  | 接待费 | 合计 | 接待费 |
        |  |  | 小计 | 购置费 | 运行费 |  |  |  |
        | 15.00 | 0.00 | 12.00 | 0.00 | 12.00 | 3.00 | 10.38 | 0.62 |
    """)
    )
    assert list(report.budget_lines[0].headers.values()) == [
        "预算数/合计",
        "预算数/出国费",
        "预算数/公务用车费/小计",
        "预算数/公务用车费/购置费",
        "预算数/公务用车费/运行费",
        "预算数/接待费",
        "决算数/合计",
        "决算数/接待费",
    ]


def test_rows_named_by_letters_are_no_column_numbers() -> None:
    report = report_of(
        document("""
        单位：万元

        | 单位 | 项目 | 金额 |
        | 甲 | A | 10 |
        | 甲 | B | 50 |
        | 乙 | C | 30 |
    """)
    )
    assert [line.amounts["amount"].text for line in report.budget_lines] == ["10", "50", "30"]
