from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import checks_of, outcomes
from tests.documents import document
from tests.reports import claim, figure, money_table, place, report, term

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def listed(total: str, *parts: str, sentence: str = "", **rest: object):
    terms = [("part", part, "资金") for part in parts]
    return report(claims=[claim("sum", *terms, ("total", total, "合计"), sentence=sentence, **rest)])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (listed("68,287.55元", "10,105.67元", "34,848.88元", "23,333元"), [OK]),
        (listed("68,278.55元", "10,105.67元", "34,848.88元", "23,333元"), [WRONG]),
        # a whole amount among others in 分 may itself be rounded: doubt, no accusation
        (
            listed("68,287.76元", "10,105.67元", "34,848.88元", "23,333元"),
            [("inconsistent", "warning", "inconsistent")],
        ),
        (listed("170万元", "72万元", "98万元"), [OK]),
        # last digits of rounded parts
        (listed("105.58万元", "95.36万元", "10.23万元"), [OK]),
        (listed("2319.21万元", "122.43万元", "1387.72万元", "809.07万元"), [OK]),
        # at the very edge of what rounding allows: neither wrong nor right
        (listed("7165.32万元", "7000.09万元", "100.10万元", "50.05万元", "10.03万元", "5.02万元"), [OPEN]),
        (listed("7165.31万元", "7000.09万元", "100.10万元", "50.05万元", "10.03万元", "5.02万元"), [OK]),
        # a list of which only some parts are told
        (listed("193.42万元", "49.09万元", "12.64万元", closed=False), []),
        # a part of a part
        (listed("100万元", "60万元", "40万元", "15万元"), [OPEN]),
        # decreases without a sign
        (listed("19.66万元", "20.06万元", "0.40万元", sentence="公车减少20.06、接待增加0.40"), [OPEN]),
        # parts of another unit do not add up
        (listed("94人次", "87人次", "7人"), []),
        (listed("10人", "5人", "6人", aligned=False), []),
    ],
)
def test_s01_listed_amounts(given, expected):
    assert outcomes("S01", given) == expected


def test_s01_repairs():
    (check,) = checks_of("S01", listed("68,278.55元", "10,105.67元", "34,848.88元", "23,333元"))
    assert check.repairs[0] == "68,278.55元 → 68,287.55元"
    assert check.formula == "10,105.67元 + 34,848.88元 + 23,333元 = 68,287.55元"
    assert len(check.figures) == 4
    (check,) = checks_of("S01", listed("372万元", "72万元", "98万元", "130万元"))
    assert check.facts["counted_wrongly"] == "72万元"


def staffing(need: str, have: str, short: str):
    return report(
        claims=[
            claim(
                "staffing",
                ("target", need, "全职人员", "staff_required"),
                ("actual", have, "全职人员", "staff_actual"),
                ("shortfall", short, "欠缺", "shortfall"),
            )
        ]
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (staffing("240人次", "238人次", "2人次"), [OK]),
        (staffing("240人次", "238人次", "3人次"), [WRONG]),
        (staffing("168人次", "189人次", "21人次"), [OK]),
        (staffing("240人", "238人次", "3人次"), []),
    ],
)
def test_s05_difference(given, expected):
    assert outcomes("S05", given) == expected


def product(total: str, *factors: tuple[str, str], sentence: str = ""):
    return report(claims=[claim("product", *factors, ("total", total, "总采购资金"), sentence=sentence)])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (product("1200万元", ("standard", "240万元"), ("baseline", "5年")), [OK]),
        (product("1300万元", ("standard", "240万元"), ("baseline", "5年")), [WRONG]),
        (
            product("1300万元", ("standard", "240万元"), ("baseline", "5年"), sentence="约1300万元"),
            [("inconsistent", "note", "inconsistent")],
        ),
        (product("1200万元", ("standard", "240万元"), ("baseline", "5年"), ("actual", "3个")), []),
    ],
)
def test_s06_product(given, expected):
    assert outcomes("S06", given) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 合计 | 72 | 98 | | 170 |", [OK]),
        ("| 合计 | 72 | 98 | | 180 |", [WRONG]),
        ("| 合计 | 72 | 98 | 10 | 160 |", [OK]),
        ("| 合计 | 72 | 98 | -10 | 160 |", [OK]),
        ("| 合计 | 72 | | | 170 |", []),
    ],
)
def test_s07_rolls_forward(row, expected):
    head = "| name | budget_initial | budget_added | budget_cut | budget_adjusted |\n"
    assert outcomes("S07", report(budget_lines=money_table(head + row, unit="万元"))) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # what was carried over belongs to the budget, or does not
        ("| 合计 | 2860 | 214.6 | 75.4 | 3150 |", [OK]),
        ("| 合计 | 2860 | 214.6 | 75.4 | 3074.6 |", [OK]),
        ("| 合计 | 2860 | 214.6 | 75.4 | 3510 |", [WRONG]),
        ("| 合计 | 2860 | 214.6 | 75.4 | 3333 |", [("undetermined", None, "undetermined")]),
    ],
)
def test_s07_with_what_was_carried_over(row, expected):
    head = "| name | budget_initial | budget_added | carried_forward | budget_adjusted |\n"
    assert outcomes("S07", report(budget_lines=money_table(head + row, unit="万元"))) == expected


def test_s07_in_a_sentence():
    said = claim(
        "amount",
        ("budget", "72万元", "年初预算", "budget_initial"),
        ("budget", "98万元", "追加", "budget_added"),
        ("budget", "180万元", "年度预算", "budget_adjusted"),
    )
    (check,) = checks_of("S07", report(claims=[said]))
    assert (check.verdict, check.repairs[0]) == ("inconsistent", "180万元 → 170万元")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("130人", "120人", [WRONG]), ("110人", "120人", [OK]), ("130人次", "120人", [])],
)
def test_s08_part_within_whole(part, whole, expected):
    given = report(claims=[claim("share", ("part", part, "女性"), ("whole", whole, "受益"))])
    assert outcomes("S08", given) == expected


def test_s01_a_list_read_too_short_beside_one_that_makes_the_total():
    whole = figure("18640万元", at=place(block=7))
    amounts = [
        figure(t, at=place(block=7, start=9 + n))
        for n, t in enumerate(("6520万元", "3910万元", "5348.6万元", "2861.4万元"))
    ]

    def said(parts):
        terms = [term("whole", whole, "可用资金"), *(term("part", f, "资金") for f in parts)]
        return claim("sum", *terms)

    opened = ("undetermined", None, "undetermined")
    assert outcomes("S01", report(claims=[said(amounts[:3]), said(amounts)])) == [opened, OK]
    assert outcomes("S01", report(claims=[said(amounts[:3])])) == [WRONG]


@pytest.mark.parametrize(
    ("output", "expected"),
    [("27.35分", ["consistent"]), ("23.35分", ["inconsistent"]), ("29.35分", ["inconsistent"])],
)
def test_s01_the_four_groups_of_a_form_are_all_of_its_points(output, expected):
    text = f"项目综合得分91.15分，其中决策18.50分、过程18.20分、产出{output}、效益27.10分，评价等级为优。"
    given = report_of(document(text))
    assert [verdict for verdict, _, _ in outcomes("S01", given)] == expected
    assert outcomes("S04", given) == []


def test_s01_some_groups_of_a_form_are_not_all_of_its_points():
    given = report_of(document("项目综合得分91.15分，其中过程18.20分、产出27.35分。"))
    assert outcomes("S01", given) == []
