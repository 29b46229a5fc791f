from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import claim, money_table, passage, place, report

OK = ("consistent", None, "consistent")
ITEMS = [
    ("人员经费", "120.00"),
    ("办公费", "31.50"),
    ("差旅费", "4.20"),
    ("会议费", "6.60"),
    ("培训费", "2.70"),
]
TOTAL = "165.00"


def listed(changes: dict[str, str], header: str = "合计", total: str = TOTAL):
    rows = "\n".join(f"| {name} | {changes.get(name, amount)} |" for name, amount in ITEMS)
    return money_table(
        f"| name | amount |\n{rows}\n| 合计 | {total} |", unit="万元", headers={"amount": header}
    )


@pytest.mark.parametrize(
    ("changes", "total", "expected"),
    [
        ({}, TOTAL, [OK]),
        # one row was changed, the totals still agree
        ({"差旅费": "2.40"}, TOTAL, [OK, ("inconsistent", "warning", "inconsistent")]),
        # another measure of the same items: the totals differ as well
        ({"差旅费": "2.40"}, "163.20", [OK]),
        # two rows differ: two measures, or a list of another time
        ({"差旅费": "2.40", "会议费": "8.40"}, TOTAL, [OK]),
        # half a last place of each is no difference
        ({"差旅费": "4.21"}, TOTAL, [OK]),
    ],
)
def test_t09_tables_that_repeat_one_another(changes, total, expected) -> None:
    given = report(budget_lines=[*listed({}), *listed(changes, "支出", total)])
    assert outcomes("T09", given) == expected


def paragraphs(changes: dict[str, str]):
    """A paragraph an item, its name at the head."""
    parts, passages = [], []
    for name, amount in ITEMS[1:]:
        at = place()
        said = changes.get(name, amount)
        passages.append(
            passage(f"{name}支出（项）{name}。支出决算为{said}万元。").model_copy(update={"place": at})
        )
        parts.append(claim("amount", ("spent", f"{said}万元", name, "executed_amount"), place=at))
    return {"claims": parts, "passages": passages, "budget_lines": listed({})}


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, []),
        # three agree: not enough to prove the column
        ({"差旅费": "2.40"}, []),
    ],
)
def test_t10_text_repeats_the_rows(changes, failing) -> None:
    found = checks_of("T10", report(**paragraphs(changes)))
    assert [c.subject for c in found if c.severity] == failing
    assert any(c.verdict == "consistent" for c in found)


def test_t10_a_single_item_that_differs_from_its_row() -> None:
    at = [place() for _ in range(5)]
    said = {"差旅费": "2.40"}
    claims = [
        claim("amount", ("spent", f"{said.get(name, amount)}万元", name, "executed_amount"), place=where)
        for (name, amount), where in zip(ITEMS, at, strict=True)
    ]
    (wrong,) = [c for c in checks_of("T10", report(claims=claims, budget_lines=listed({}))) if c.severity]
    assert (wrong.reported, wrong.facts["other"], wrong.severity) == ("2.40万元", "4.20", "warning")


def test_t10_an_amount_of_another_cell_of_the_row_is_another_measure() -> None:
    lines = money_table(
        "| name | amount | plan |\n" + "\n".join(f"| {n} | {a} | 2.40 |" for n, a in ITEMS), unit="万元"
    )
    said = {"差旅费": "2.40"}
    claims = [claim("amount", ("spent", f"{said.get(n, a)}万元", n, "executed_amount")) for n, a in ITEMS]
    assert [c for c in checks_of("T10", report(claims=claims, budget_lines=lines)) if c.severity] == []


def two_sentences(*parts: str, opening: str = "其中：人员经费95.36万元；公用经费10.23万元。"):
    at = place()
    where = [at.model_copy(update={"start": start, "end": start + 1}) for start in (0, 20, 40)]
    names = ["基本支出", "人员经费", "公用经费"]
    sentences = ["基本支出105.58万元。", opening, opening]
    return [
        claim("amount", ("actual", part, name), sentence=sentence, place=spot)
        for part, name, sentence, spot in zip(parts, names, sentences, where, strict=True)
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (two_sentences("105.58万元", "95.36万元", "10.23万元"), [OK]),
        (two_sentences("105.58万元", "95.36万元", "20.23万元"), [("inconsistent", "error", "exceeds")]),
        # part of the parts
        (two_sentences("105.58万元", "95.36万元", "1.23万元"), [OK]),
        (two_sentences("105.58万元", "95.36万元", "20.23万元", opening="此外，人员经费…"), []),
    ],
)
def test_s13_parts_in_the_next_sentence(claims, expected) -> None:
    assert outcomes("S13", report(claims=claims)) == expected


def items(total: tuple[str, str], *rows: tuple[str, str]):
    out = []
    for number, (budget, spent) in enumerate((total, *rows)):
        at = place(block=9_000_000 + number)
        out.append(
            claim(
                "execution",
                ("budget", budget, "年初预算", "budget_initial"),
                ("spent", spent, "支出决算", "executed_amount"),
                place=at,
            )
        )
    return out


ROWS = [("50.00万元", "48.00万元"), ("30.00万元", "30.00万元"), ("20.00万元", "19.50万元")]


@pytest.mark.parametrize(
    ("total", "rows", "expected"),
    [
        (("100.00万元", "97.50万元"), ROWS, [OK, OK]),
        # one measure adds up, so the list is complete: the other does not
        (
            ("100.00万元", "97.50万元"),
            [("50.00万元", "48.00万元"), ("30.00万元", "30.00万元"), ("20.00万元", "15.90万元")],
            [OK, ("inconsistent", "warning", "inconsistent")],
        ),
        # neither does: the list is not complete
        (("140.00万元", "120.00万元"), ROWS, []),
        (("100.00万元", "97.50万元"), ROWS[:2], []),
    ],
)
def test_s14_items_of_the_paragraphs_make_the_total(total, rows, expected) -> None:
    assert outcomes("S14", report(claims=items(total, *rows))) == expected


@pytest.mark.parametrize(
    ("said", "metric", "sentence", "failing"),
    [
        # neighbouring digits swapped, told under the name of the row or in a sentence that names it alone
        ("4,218.70万元", "农林水支出", "农林水支出4,218.70万元", 1),
        ("4,218.70万元", "支出", "其中农林水支出进度最快，已支出4,218.70万元", 1),
        ("4,128.70万元", "农林水支出", "农林水支出4,128.70万元", 0),
        # a row named 抚恤 is found by the words for its spending; another spending is not that of a row 其他
        ("3,286.40万元", "抚恤支出", "抚恤支出3,286.40万元", 1),
        ("3,268.40万元", "抚恤支出", "抚恤支出3,268.40万元", 0),
        ("7,124.50万元", "其他支出", "其他支出7,124.50万元", 0),
        # another digit, or few digits: another measure perhaps
        ("4,528.70万元", "农林水支出", "农林水支出4,528.70万元", 0),
        ("4,218.70万元", "支出", "农林水支出和卫生健康支出合计4,218.70万元", 0),
    ],
)
def test_t10_neighbouring_digits_swapped(said, metric, sentence, failing) -> None:
    lines = money_table(
        "| name | executed_amount |\n| 四、农林水支出 | 41286953.87 |\n| 卫生健康支出 | 61427836.20 |\n"
        "| 抚恤 | 32684000.00 |\n| 其他 | 71245000.00 |\n| 其他 | 72145000.00 |",
        unit="元",
    )
    at = place(start=sentence.index(said), end=len(sentence))
    told = claim("amount", ("spent", said, metric, "executed_amount"), sentence=sentence, place=at)
    (spent,) = told.terms
    there = spent.model_copy(update={"figure": spent.figure.model_copy(update={"place": at})})
    given = report(
        claims=[told.model_copy(update={"terms": (there,)})],
        passages=[passage(sentence).model_copy(update={"place": at})],
        budget_lines=lines,
    )
    assert len([c for c in checks_of("T10", given) if c.severity]) == failing
