from __future__ import annotations

import pytest

from schema.report import Reference, ReferenceKind
from tests.checking import checks_of, form, outcomes
from tests.reports import claim, money_table, place, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")

SENTENCE = "社工站共完成家访{}，电访1,628人次"


def visits(count: str, metric: str = "家访", sentence: str = SENTENCE, **rest: object):
    return claim("count", ("actual", count, metric), sentence=sentence.format(count), **rest)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([visits("2,259人次"), visits("2,295人次")], [WRONG]),
        ([visits("2,259人次"), visits("2259人次")], [OK]),
        # another period, scope, owner or unit is another fact
        ([visits("2,259人次", period="上半年"), visits("2,295人次", period="2022年")], []),
        ([visits("2,259人次", period="2022年"), visits("2,295人次", period="2022年度")], [WRONG]),
        ([visits("2,259人次", scope="甲站"), visits("2,295人次", scope="乙站")], []),
        ([visits("2,259人次", owner="甲项目"), visits("2,295人次", owner="乙项目")], []),
        ([visits("87人次"), visits("87人")], []),
        # the sentences say different things: two facts
        ([visits("2,259人次"), visits("2,295人次", sentence="对困难群众另行安排家访{}，逐户登记")], [OPEN]),
        # three values under one name are a list, not a fact
        ([visits("1人次"), visits("2人次"), visits("3人次")], [OPEN, OPEN]),
        # no item named
        ([visits("2,259人次", metric=""), visits("2,295人次", metric="")], []),
    ],
)
def test_t01_repeats(claims, expected):
    assert outcomes("T01", report(claims=claims)) == expected


def test_t01_one_paragraph_may_list_a_name_twice():
    at = place()
    pair = [visits("5人次", place=at), visits("6人次", place=at)]
    assert outcomes("T01", report(claims=[*pair, visits("6人次")])) == []


def test_t01_coarser_and_finer_print_of_one_amount():
    def spent(text: str):
        return claim("amount", ("spent", text, "修缮支出", "executed_amount"), sentence=f"修缮支出{text}")

    assert outcomes("T01", report(claims=[spent("170万元"), spent("1,700,000.00元")])) == [OK]
    # one line of two tables, 0.01 apart
    assert outcomes("T01", report(claims=[spent("236.63万元"), spent("236.64万元")])) == [OK]
    assert outcomes("T01", report(claims=[spent("5,236.63元"), spent("5,236.64元")])) == [
        ("inconsistent", "note", "inconsistent")
    ]


def test_t01_stands_in_both_places():
    (check,) = checks_of("T01", report(claims=[visits("2,259人次"), visits("2,295人次")]))
    assert len(check.places) == 2
    assert check.formula == "2,259人次 ≠ 2,295人次"


TABLE = "| name | budget_initial | budget_adjusted |\n| 合计 | {} | {} |\n| 项目经费补助 | 1.00 | 2.00 |"


def text_and_table(initial: str, adjusted: str, *said: tuple[str, str], unit: str = "元", **rest: object):
    claims = [
        claim("amount", ("budget", text, "预算", field), sentence=f"下达预算{text}", **rest)
        for text, field in said
    ]
    return report(claims=claims, budget_lines=money_table(TABLE.format(initial, adjusted), unit=unit))


INITIAL, ADJUSTED = "budget_initial", "budget_adjusted"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (text_and_table("720,000.00", "1,700,000.00", ("170万元", ADJUSTED), ("72万元", INITIAL)), [OK, OK]),
        (text_and_table("720,000.00", "1,700,000.00", ("171万元", ADJUSTED)), [WRONG]),
        (text_and_table("720,000.00", "1,700,000.00", ("107万元", ADJUSTED)), [WRONG]),
        # the other column is another measure
        (text_and_table("720,000.00", "1,700,000.00", ("72万元", ADJUSTED)), [OPEN]),
        # an amount of one item is not the total
        (text_and_table("720,000.00", "1,700,000.00", ("30万元", ADJUSTED)), [OPEN]),
        (text_and_table("720,000.00", "1,700,000.00", ("171万元", ADJUSTED), owner="甲站"), []),
        (text_and_table("720,000.00", "1,700,000.00", ("700.077万元", ADJUSTED)), [OPEN]),
    ],
)
def test_t02_text_and_table(given, expected):
    assert outcomes("T02", given) == expected


@pytest.mark.parametrize(
    "rest", [{"period": "2021年"}, {"period": "2022年上半年"}, {"period": "累计"}, {"scope": "村级"}]
)
def test_t02_other_times_and_scopes_are_other_facts(rest):
    assert outcomes("T02", text_and_table("720,000.00", "1,700,000.00", ("171万元", ADJUSTED), **rest)) == []


def test_t02_sentences_about_an_item_of_the_table_are_left_alone():
    said = claim("amount", ("budget", "171万元", "预算", ADJUSTED), sentence="项目经费补助预算171万元")
    lines = money_table(TABLE.format("720,000.00", "1,700,000.00"))
    assert outcomes("T02", report(claims=[said], budget_lines=lines)) == []


def test_s11_slip_of_the_unit():
    given = text_and_table("720,000.00", "1,560,000.00", ("15.6万元", ADJUSTED))
    (check,) = checks_of("S11", given)
    assert (check.severity, check.facts["power_of_ten"]) == ("error", "10^1")
    assert outcomes("T02", given) == []


def test_t04_unit_of_the_table():
    said = (("156万元", ADJUSTED), ("72.3万元", INITIAL))
    wrong = text_and_table("723,000.00", "1,560,000.00", *said, unit="万元")
    assert outcomes("T04", wrong) == [("inconsistent", "warning", "inconsistent")] * 2
    assert outcomes("S11", wrong) == []
    right = text_and_table("723,000.00", "1,560,000.00", *said)
    assert outcomes("T04", right) == [OK]


def counts(period: str, home: str = "2,259人次"):
    at = place()
    pairs = [("家访", home), ("电访", "1,628人次"), ("小组", "24个")]
    return [
        claim("count", ("actual", n, name), period=period, place=at, sentence="完成") for name, n in pairs
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("截至2022年7月31日", "2022年度上半年", [("inconsistent", "warning")]),
        ("2022年", "2022年度", [("consistent", None)]),
        ("2022年", "2022年上半年", [("consistent", None)]),
    ],
)
def test_t03_periods(one, other, expected):
    given = report(claims=counts(one) + counts(other))
    assert [(verdict, severity) for verdict, severity, _ in outcomes("T03", given)] == expected


def test_t03_two_shared_figures_are_chance():
    assert outcomes("T03", report(claims=counts("上半年") + counts("下半年", home="1人次"))) == []


def test_t05_total_score():
    said = claim("score", ("score", "95分", "自评得分"))
    assert outcomes("T05", report(claims=[said], forms=[form((0, "总分", "100", "93"))])) == [WRONG]
    assert outcomes("T05", report(claims=[said], forms=[form((0, "总分", "100", "95"))])) == [OK]
    two = [form((0, "总分", "100", "93")), form((0, "总分", "100", "97"))]
    assert outcomes("T05", report(claims=[said], forms=two)) == [OPEN, OPEN]
    other = claim("score", ("score", "85分", "满意度得分"))
    assert outcomes("T05", report(claims=[said, other])) == []
    wrong = claim("score", ("score", "93分", "综合得分"))
    assert outcomes("T05", report(claims=[said, wrong])) == [OPEN]
    again = claim("score", ("score", "93分", "自评得分"))
    assert outcomes("T05", report(claims=[said, again])) == [WRONG]


def cited(title: str, number: str):
    return Reference(kind=ReferenceKind.REGULATION, title=title, number=number, place=place())


def test_t07_numbers_of_a_cited_document():
    name = "《项目支出绩效评价管理办法》"
    wrong = [cited(name, "财预〔2020〕10号"), cited(name, "财预〔2020〕100号")]
    assert [o[:2] for o in outcomes("T07", report(references=wrong))] == [("inconsistent", "note")]
    styled = [cited(name, "财预〔2020〕10号"), cited(name, "财预[2020]10号")]
    assert [o[:2] for o in outcomes("T07", report(references=styled))] == [("consistent", None)]


@pytest.mark.parametrize(
    ("period", "base", "expected"),
    [
        ("2022年上半年", "年度项目指标", [("inconsistent", "warning", "inconsistent")]),
        ("2022年", "年度项目指标", [OK]),
        ("2022年上半年", "协议指标量", []),
    ],
)
def test_t08_part_of_a_year(period, base, expected):
    said = claim("completion", ("completion", "13.6%", "资源链接"), period=period, base=base)
    assert outcomes("T08", report(claims=[said])) == expected


def test_t02_the_total_of_all_beside_that_of_a_small_part():
    part = money_table(
        "| name | budget_adjusted |\n| 接待 | 30.00 |\n| 车辆 | 52.00 |\n| 合计 | 82.00 |", unit="万元"
    )
    whole = money_table(
        "| name | budget_adjusted |\n| 基本 | 2,383.60 |\n| 项目 | 2,514.96 |\n| 合计 | 4,898.56 |",
        unit="万元",
    )
    half = money_table(
        "| name | budget_adjusted |\n| 甲 | 1,000.00 |\n| 乙 | 2,000.00 |\n| 合计 | 3,000.00 |", unit="万元"
    )
    said = claim(
        "amount",
        ("budget", "4,989.56万元", "全年预算数", "budget_adjusted"),
        sentence="全年预算数为4,989.56万元。",
    )
    (found,) = outcomes("T02", report(claims=[said], budget_lines=[*whole, *part]))
    assert found[0] == "inconsistent"
    # two totals of one size: which of them the text means is not said
    assert outcomes("T02", report(claims=[said], budget_lines=[*whole, *half])) == []
