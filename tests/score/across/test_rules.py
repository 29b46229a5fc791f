"""The rules across documents: each fires, passes, and lets a look-alike be."""

import pytest

from schema.figure import Hedge
from schema.finding import Severity
from schema.report import DocType
from tests.reports import claim, indicators, ledger, money_table, passage

NAME = "农村饮水安全巩固提升项目"
TABLE = money_table("""
    | name     | budget_adjusted | executed_amount |
    | 水厂改造 | 720.00          | 660.00          |
    | 管网铺设 | 600.00          | 470.00          |
    | 管理费用 | 80.00           | 70.00           |
    | 合计     | 1,400.00        | 1,200.00        |
""")


def book(first="330.00", last="70.00", month="12"):
    """A ledger of 1,200.00 whose entries name two of the three rows."""
    return ledger(f"""
        | date           | voucher_no | description      | debit   |
        | 2023-01-01     |            | 期初余额         |         |
        | 2023-03-15     | 记-1       | 付水厂改造预付款 | {first} |
        | 2023-06-15     | 记-2       | 付水厂改造进度款 | 330.00  |
        | 2023-06-20     | 记-3       | 付管网材料款     | 500.00  |
        | 2023-06-30     | 记-4       | 冲销管网材料款   | -30.00  |
        | 2023-{month}-28 | 记-5      | 付监理费         | {last}  |
    """)


@pytest.fixture
def pair(document):
    """A report with the table and its ledger."""

    def make(entries, table=TABLE, **rest):
        report = document(
            "报告.docx", project_name=NAME, budget_lines=table, kind=DocType.SELFEVAL_REPORT, **rest
        )
        account = document(
            "明细账.xlsx", title=f"{NAME}支出明细账", kind=DocType.LEDGER, ledger_entries=entries
        )
        return report, account

    return make


def test_report_and_ledger_agree(pair, verdicts):
    assert verdicts(*pair(book())) == [
        ["X01", "1,200.00", "consistent", "1,200.00", "1,200"],
        ["X02", "水厂改造", "consistent", "660.00", "660"],
        ["X02", "管网铺设", "consistent", "470.00", "470"],
        ["X02", "管理费用", "consistent", "70.00", "70"],
    ]


def test_a_changed_entry_is_found_in_the_total_and_in_its_row(pair, across):
    report, account = pair(book(first="303.00"))
    findings = across(report, account).findings[report.document.id]
    assert [(f.rule, f.severity, f.reported, f.recomputed) for f in findings] == [
        ("X01", Severity.ERROR, "1,200.00", "1,173"),
        ("X02", Severity.WARNING, "660.00", "633"),
    ]
    for finding in findings:
        assert [place.document for place in finding.places] == [None, account.document.id]
        assert finding.facts["other"] == "明细账.xlsx"
        assert {f.place.document for f in finding.figures} == {None, account.document.id}


def test_a_missing_entry_is_named(pair, across):
    report, account = pair(
        book(), table=TABLE[:3] + money_table("| name | executed_amount |\n| 合计 | 870.00 |")
    )
    [finding] = [f for f in across(report, account).findings[report.document.id] if f.rule == "X01"]
    assert (finding.facts["outcome"], finding.facts["entry"]) == ("inconsistent_entry", "330.00")


def test_the_unit_of_the_report_may_be_coarser(document, verdicts):
    said = claim("execution", ("spent", "128.64万元", "全年实际支出", "executed_amount"), period="全年")
    entries = ledger("""
        | date       | voucher_no | description | debit        |
        | 2023-12-01 | 记-1       | 付工程款    | 1,286,400.00 |
    """)
    a = document("报告.docx", project_name=NAME, claims=[said], kind=DocType.EVAL_REPORT)
    b = document("账.xlsx", title=f"{NAME}明细账", kind=DocType.LEDGER, ledger_entries=entries)
    assert verdicts(a, b) == [["X01", "128.64万元", "consistent", "128.64万元", "128.64万元"]]


def test_a_ledger_that_ends_in_october_is_a_question(pair, across):
    report, account = pair(book(last="60.00", month="10"))
    assert {f.severity for f in across(report, account).findings[report.document.id]} == {Severity.WARNING}


def test_credits_and_parts_of_a_ledger_are_no_error(document, pair, verdicts, across):
    closing = ledger("""
        | date       | voucher_no | description | debit    | credit   |
        | 2023-12-01 | 记-1       | 付工程款    | 1,250.00 |          |
        | 2023-12-31 | 记-2       | 退回        |          | 50.00    |
    """)
    assert verdicts(*pair(closing))[0] == ["X01", "1,200.00", "consistent", "1,200.00", "1,200"]
    half = [
        document(f"明细账{n}.xlsx", title=f"{NAME}支出明细账", kind=DocType.LEDGER, ledger_entries=ledger(f"""
            | date       | voucher_no | description | debit  |
            | 2023-12-0{n} | 记-{n}   | 付工程款    | {sum_} |
        """))
        for n, sum_ in ((1, "700.00"), (2, "500.00"))
    ]  # fmt: skip
    report, _ = pair(closing)
    assert across(report, *half).findings == {}


def test_accounts_are_compared_by_name(pair, across):
    entries = ledger("""
        | date       | voucher_no | description | account  | debit  |
        | 2023-12-01 | 记-1       | 付款        | 水厂改造 | 660.00 |
        | 2023-12-02 | 记-2       | 付款        | 管网铺设 | 450.00 |
        | 2023-12-03 | 记-3       | 付款        | 管理费用 | 90.00  |
    """)
    report, account = pair(entries)
    assert [
        (f.rule, f.severity, f.subject) for f in across(report, account).findings[report.document.id]
    ] == [
        ("X02", Severity.ERROR, "管网铺设"),
        ("X02", Severity.ERROR, "管理费用"),
    ]


def test_descriptions_that_name_nothing_decide_nothing(pair, verdicts):
    entries = ledger("""
        | date       | voucher_no | description | debit    |
        | 2023-12-01 | 记-1       | 付款        | 1,100.00 |
        | 2023-12-02 | 记-2       | 付款        | 100.00   |
    """)
    assert [row[0] for row in verdicts(*pair(entries))] == ["X01"]


FORM = indicators("""
    | level3   | target  | actual   | weight |
    | 培训场次 | ≥120场  | 125场    | 20     |
    | 受益人数 | ≥5000人 | 5213人   | 20     |
    | 合格率   | ≥90%    | 97.92%   | 10     |
    | 巡查里程 | ≥380公里 | 382.5公里 | 10    |
    | 检测次数 | ≥480次  | 486次    | 10     |
    | 维修处数 | ≥120处  | 126处    | 10     |
""")


def test_targets_and_weights_are_those_of_the_target_form(document, verdicts):
    approved = indicators("""
        | level3   | target  | weight |
        | 培训场次 | ≥150场  | 20     |
        | 受益人数 | ≥5000人 | 25     |
    """)
    plan = document("目标.docx", project_name=NAME, kind=DocType.TARGET_FORM, indicators=approved)
    mine = document("自评.docx", project_name=NAME, indicators=FORM)
    assert [row for row in verdicts(plan, mine) if row[2] != "undetermined"] == [
        ["X03", "培训场次", "inconsistent_target", "≥120场", "150场"],
        ["X03", "培训场次", "consistent", "20", "20"],
        ["X03", "受益人数", "consistent", "≥5000人", "5000人"],
        ["X03", "受益人数", "inconsistent_weight", "20", "25"],
    ]


def test_bounds_of_targets_are_compared_by_what_they_name(document, verdicts):
    def bounded(*targets):
        rows = indicators(
            "| level3 | target |\n" + "".join(f"| 第{i}项 | {t} |\n" for i, t in enumerate(targets))
        )
        return [row.model_copy(update={"target": _with_hedge(row.target)}) for row in rows]

    plan = document(
        "目标.docx", project_name=NAME, kind=DocType.TARGET_FORM, indicators=bounded("≥800户", "≤5%", "≥60场")
    )
    mine = document("自评.docx", project_name=NAME, indicators=bounded("≥640户", "≤5%", "60场"))
    assert [row[1:3] for row in verdicts(plan, mine) if row[0] == "X03"] == [
        ["第0项", "inconsistent_target"],
        ["第1项", "consistent"],
        ["第2项", "consistent"],
    ]


def _with_hedge(target):
    hedge = {">=": Hedge.AT_LEAST, "<=": Hedge.AT_MOST}.get(target.operator)
    figures = tuple(figure.model_copy(update={"hedge": hedge}) for figure in target.figures)
    return target.model_copy(update={"figures": figures})


def test_results_of_two_years(document, verdicts):
    before = document("2022.docx", project_name=NAME, year=2022, indicators=FORM)
    copied = document("2023.docx", project_name=NAME, indicators=FORM)
    assert [row[:3] for row in verdicts(before, copied) if row[0] == "X07"] == [["X07", NAME, "copied"]]
    other = indicators("""
        | level3   | target | actual    |
        | 培训场次 | ≥60场  | 131场     |
        | 受益人数 | ≥5000人 | 5317人   |
        | 合格率   | ≥90%   | 98.11%    |
        | 巡查里程 | ≥380公里 | 377.2公里 |
        | 检测次数 | ≥480次 | 492次     |
    """)
    fresh = document("2023.docx", project_name=NAME, indicators=other)
    told = verdicts(before, fresh)
    assert [row[:3] for row in told if row[2] != "consistent"] == [["X04", "培训场次", "low"]]
    assert ["X07", NAME, "consistent", None, None] in told


def test_what_was_carried_forward_is_opened(document, verdicts):
    closing = money_table(
        "| name | carried_forward |\n| 合计 | 80.00 |", headers={"carried_forward": "年末结转"}
    )
    before = document("2022.docx", project_name=NAME, year=2022, budget_lines=closing)
    for amount, outcome in (("80.00", "consistent"), ("75.00", "inconsistent")):
        opening = money_table(f"| name | budget_adjusted |\n| 上年结转资金 | {amount} |\n| 合计 | 100.00 |")
        after = document("2023.docx", project_name=NAME, budget_lines=opening)
        assert verdicts(before, after) == [["X05", amount, outcome, amount, "80"]]


def test_a_department_shows_what_its_projects_show(document, verdicts):
    whole = money_table("""
        | name             | executed_amount |
        | 农村公路养护项目 | 118.00          |
        | 桥梁改造工程项目 | 50.00           |
        | 合计             | 168.00          |
    """)
    department = document("部门.docx", unit="某县交通局", kind=DocType.DEPT_SELFEVAL_FORM, budget_lines=whole)
    parts = [
        document(f"{name}.docx", project_name=name, unit="养护站", supervising_dept="某县交通局",
                 budget_lines=money_table(f"| name | executed_amount |\n| 合计 | {amount} |"))
        for name, amount in (("农村公路养护项目", "120.00"), ("桥梁改造工程项目", "50.00"))
    ]  # fmt: skip
    assert sorted(verdicts(department, *parts)) == [
        ["X06", "168.00", "more_than_whole", "168.00", "170"],
        ["X06", "农村公路养护项目", "inconsistent", "118.00", "120"],
        ["X06", "桥梁改造工程项目", "consistent", "50.00", "50"],
    ]
    assert [row[2] for row in verdicts(department, parts[1])] == ["consistent"], "one project may be missing"


def test_projects_are_held_against_what_a_department_spent_on_projects(document, verdicts):
    def department(table, **rest):
        lines = [line.model_copy(update={"table": table}) for line in money_table(
            "| name | total | base | projects |\n| 合计 | 900.00 | 760.00 | 140.00 |",
            headers={"total": "合计", "base": "基本支出", "projects": "项目支出"},
        )]  # fmt: skip
        return document(
            "决算.docx", unit="某县水利局", kind=DocType.FINAL_ACCOUNTS, budget_lines=lines, **rest
        )

    parts = [
        document(f"{name}.docx", project_name=name, unit="灌区管理处", supervising_dept="某县水利局",
                 budget_lines=money_table(f"| name | executed_amount |\n| 合计 | {amount} |"))
        for name, amount in (("灌区清淤改造项目", "98.00"), ("水库除险加固项目", "57.00"))
    ]  # fmt: skip
    assert verdicts(department("支出决算表"), *parts) == [
        ["X06", "140.00", "more_than_whole", "140.00", "155"]
    ]
    assert verdicts(department("财政拨款支出决算表"), *parts) == [], "part of the money only"
    assert verdicts(department("支出预算表"), *parts) == []
    twice = document("报告.docx", project_name="灌区清淤改造项目", unit="灌区管理处", supervising_dept="某县水利局",
                     budget_lines=money_table("| name | executed_amount |\n| 合计 | 98.00 |"))  # fmt: skip
    [found] = [row for row in verdicts(department("支出决算表"), *parts, twice) if row[0] == "X06"]
    assert found[4] == "155", "two documents of one project count once"


def test_a_paragraph_with_figures_of_its_own_is_not_shared(document, across):
    own = (
        "全年组织巡河412人次，清理漂浮物3,680吨，整治排口57处，发放宣传册8,450份，受理群众反映问题93件，"
        "办结率98.9%，河道面貌持续好转，沿线群众普遍认可，长效管护机制基本形成。"
    )
    rules = (
        "根据财预〔2020〕10号文件和2019年12月25日印发的管理办法第15条，年满60周岁以上的居民均可申请，经村级初审、乡镇复核、"
        "县级审批后按规定程序予以发放，任何单位和个人不得截留挪用。"
    )

    def mine(path, unit, text):
        return document(path, unit=unit, passages=[passage(text)])

    [findings] = across(mine("a.docx", "东河街道", own), mine("b.docx", "西河街道", own)).findings.values()
    assert [(f.rule, f.severity, f.facts["outcome"]) for f in findings] == [("X09", Severity.NOTE, "told")]
    assert across(mine("a.docx", "东河街道", rules), mine("b.docx", "西河街道", rules)).findings == {}
    assert across(mine("a.docx", "东河街道", own), mine("b.docx", "东河街道", own)).findings == {}


def test_versions_that_differ(document, across):
    def version(path, amount):
        rows = "\n".join(f"| 项目{n} | {n}00.00 |" for n in range(1, 9))
        table = money_table(f"| name | executed_amount |\n{rows}\n| 合计 | {amount} |")
        return document(path, title=f"{NAME}自评表", project_name=NAME, budget_lines=table)

    a, b = version("a.docx", "3,600.00"), version("a.pdf", "3,900.00")
    [findings] = across(a, b).findings.values()
    assert [(f.rule, sorted((f.reported, f.recomputed))) for f in findings] == [
        ("X08", ["3,600.00", "3,900.00"])
    ]
    assert across(a, version("b.pdf", "3,600.00")).findings == {}


def test_units_that_write_the_same(document, across):
    texts = [
        f"{n}、本年度本单位按照上级部署扎实推进各项工作，强化组织领导，细化任务分工，落实监督检查，" * 2
        for n in range(3)
    ]

    def mine(path, unit):
        return document(path, unit=unit, passages=[passage(text) for text in texts])

    a, b = mine("甲.docx", "甲街道办事处"), mine("乙.docx", "乙街道办事处")
    [[finding]] = across(a, b).findings.values()
    assert (finding.rule, finding.severity, finding.facts["count"]) == ("X09", Severity.NOTE, "3")
    template = [mine(f"{n}.docx", f"第{n}街道办事处") for n in range(9)]
    assert across(*template).findings == {}, "nine documents share a template"


def test_the_order_of_the_documents_does_not_matter(pair, across):
    report, account = pair(book(first="303.00"))
    assert across(report, account) == across(account, report)


def test_targets_in_another_unit_or_under_a_name_that_stands_twice_are_not_compared(document, verdicts):
    twice = indicators("""
        | level3   | target   | weight |
        | 培训场次 | ≥150场   | 20     |
        | 培训场次 | ≥90场    | 20     |
        | 受益人数 | ≥8000户  | 20     |
    """)
    plan = document("目标.docx", project_name=NAME, kind=DocType.TARGET_FORM, indicators=twice)
    mine = document("自评.docx", project_name=NAME, indicators=FORM)
    assert [row for row in verdicts(plan, mine) if row[2] != "consistent"] == []
    assert [row[1] for row in verdicts(plan, mine)] == ["受益人数"], "its weight alone"


def test_a_low_target_that_is_better_or_a_rate_is_no_doubt(document, verdicts):
    done = indicators("""
        | level3     | target | actual |
        | 投诉件数   | ≤50件  | 40件   |
        | 合格率     | ≥90%   | 98%    |
        | 培训场次   | ≥60场  | 100场  |
    """)
    asked = indicators("""
        | level3     | target | actual |
        | 投诉件数   | ≤10件  | 8件    |
        | 合格率     | ≥40%   | 98%    |
        | 培训场次   | ≥60场  | 100场  |
    """)
    before = document("2022.docx", project_name=NAME, year=2022, indicators=done)
    after = document("2023.docx", project_name=NAME, indicators=asked)
    assert [row[:3] for row in verdicts(before, after)] == [["X04", "培训场次", "consistent"]]


def test_round_results_repeat_by_nature(document, across):
    same = indicators("""
        | level3   | target  | actual |
        | 培训场次 | ≥10场   | 10场   |
        | 受益人数 | ≥5000人 | 5000人 |
        | 合格率   | ≥100%   | 100%   |
        | 检测次数 | ≥12次   | 12次   |
        | 巡查次数 | ≥50次   | 50次   |
        | 维修处数 | ≥30处   | 30处   |
    """)
    years = [document(f"{year}.docx", project_name=NAME, year=year, indicators=same) for year in (2022, 2023)]
    assert across(*years).findings == {}


def test_an_expenditure_ledger_begins_at_nothing(document, across):
    def account(year, opening, last):
        entries = ledger(f"""
            | date       | voucher_no | description | debit  | balance   |
            | {year}-01-01 |          | 期初余额    |        | {opening} |
            | {year}-12-20 | 记-1     | 付材料款    | 80.00  | {last}    |
        """)
        path, title = f"{year}账.xlsx", f"{NAME}支出明细账"
        return document(
            path, title=title, project_name=NAME, year=year, kind=DocType.LEDGER, ledger_entries=entries
        )

    assert across(account(2022, "0.00", "80.00"), account(2023, "0.00", "80.00")).findings == {}
    [[finding]] = across(account(2022, "20.00", "100.00"), account(2023, "90.00", "170.00")).findings.values()
    assert (finding.rule, finding.reported, finding.recomputed) == ("X05", "90.00", "100")
