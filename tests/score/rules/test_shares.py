from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, money_table, place, report

OK = ("consistent", None, "consistent")
WARNED = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def share(part: str, rate: str, base: str | None = None, **rest):
    return claim("share", ("part", part, "拨款支出"), ("share", rate, "拨款支出"), base=base, **rest)


def spending(*amounts: str):
    return money_table(
        "| name | amount |\n" + "\n".join(f"| 本年支出合计 | {a} |" for a in amounts), unit="万元"
    )


@pytest.mark.parametrize(
    ("rate", "wholes", "expected"),
    [
        ("99.87%", ["9759.38"], [OK]),
        ("98.99%", ["9759.38"], [WARNED]),
        # two amounts of one name: any that fits will do, and none is held against the share
        ("99.87%", ["9746.50", "9759.38"], [OK]),
        ("98.99%", ["9746.50", "9759.38"], [OPEN]),
        ("99.87%", [], []),
    ],
)
def test_r15_share_of_a_whole_named_elsewhere(rate, wholes, expected) -> None:
    lines = spending(*wholes) if wholes else ()
    given = report(claims=[share("9746.50万元", rate, "本年支出合计")], budget_lines=lines)
    assert outcomes("R15", given) == expected


def listed(*pairs: tuple[str, str]):
    sentence, at = "各项支出及占比", place()
    return [
        share(p, r, sentence=sentence, place=at.model_copy(update={"start": i}))
        for i, (p, r) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("6.85万元", "91.46%"), ("0.64万元", "8.54%")], [OK, OK]),
        # the shares make a hundred, but were given to the wrong parts
        ([("6.85万元", "8.54%"), ("0.64万元", "91.46%")], [WARNED, WARNED]),
        # not all parts are listed
        ([("6.85万元", "60%"), ("0.64万元", "5.6%")], []),
        ([("6.85万元", "91.46%"), ("64人", "8.54%")], []),
    ],
)
def test_r16_shares_of_the_parts_of_a_list(pairs, expected) -> None:
    assert outcomes("R16", report(claims=listed(*pairs))) == expected


@pytest.mark.parametrize(
    ("last", "whole", "expected"),
    [
        ("10.00%", "80万元", [OK]),
        ("1.00%", "80万元", [WARNED]),
        # something of the whole is not listed, and the shares make no hundred
        ("1.00%", "90万元", []),
    ],
)
def test_r16_a_share_without_a_whole_beside_others(last, whole, expected) -> None:
    sentence, at = "本级收入占比", place()
    first = claim(
        "share",
        ("whole", whole, "本级收入"), ("part", "72万元", "税收"), ("share", "90.00%" if whole == "80万元" else "80.00%", "占比"),
        sentence="本级收入共有数项。" + sentence, place=at,
    )  # fmt: skip
    second = share("8万元", last, sentence=sentence, place=at.model_copy(update={"start": 9}))
    assert outcomes("R16", report(claims=[first, second])) == expected


def funded(ratio: str, *amounts: str):
    at = place()
    spots = [at.model_copy(update={"start": n, "end": n + 1}) for n in range(len(amounts) + 1)]
    parts = [claim("share", ("part", a, "资金"), place=s) for a, s in zip(amounts, spots, strict=False)]
    return [*parts, claim("other", ("ratio", ratio, "三级资金比例"), place=spots[-1])]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (funded("19:8:5", "760万元", "320万元", "200万元"), [OK]),
        (funded("19:8:6", "760万元", "320万元", "200万元"), [WARNED]),
        (funded("19:8:5", "760万元", "320万元"), []),
    ],
)
def test_r17_amounts_in_a_ratio(claims, expected) -> None:
    assert outcomes("R17", report(claims=claims)) == expected


def distance(points: str, *rates: str):
    at = place()
    spots = [at.model_copy(update={"start": n, "end": n + 1}) for n in range(len(rates) + 1)]
    said = [claim("other", ("rate", r, "达标率"), place=s) for r, s in zip(rates, spots, strict=False)]
    return [*said, claim("other", ("rate", points, "相差"), place=spots[-1])]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (distance("2.08个百分点", "87.92%", "90%"), [OK]),
        (distance("9个百分点", "94%", "92%", "85%"), [OK]),
        # which rates are meant is not known
        (distance("2.8个百分点", "87.92%", "90%"), []),
        (distance("2.08个百分点", "90%"), []),
    ],
)
def test_r18_points_between_two_rates(claims, expected) -> None:
    assert outcomes("R18", report(claims=claims)) == expected


def service(rate: str, *, apart: bool):
    """12 specialists are 100 %; 12 who stayed are another rate, whatever stands before them."""
    twelve = claim("share", ("part", "12人", "专业人员"), ("share", "100%", "专业人员"))
    whole = twelve.terms[0].figure if apart else None
    terms = [("actual", "12人", "持续在岗"), ("rate", rate, "稳岗率")]
    stayed = claim("share", *terms)
    if whole is not None:
        base = twelve.terms[0].model_copy(update={"role": "whole"})
        stayed = stayed.model_copy(update={"terms": (base, *stayed.terms)})
    return report(claims=[twelve, stayed])


def test_r05_the_part_of_another_share_is_no_base() -> None:
    assert outcomes("R05", service("85.71%", apart=True)) == [OPEN]
    assert ("consistent", None, "consistent") in outcomes("R02", service("85.71%", apart=True))


@pytest.mark.parametrize(
    ("part", "share", "expected"),
    [
        ("656.51万元", "39.55%", [("consistent", None, "consistent")]),
        ("6560.51万元", "39.55%", [("inconsistent", "warning", "inconsistent")]),
        # the shares do not make a hundred: another whole may be meant
        ("6560.51万元", "37.55%", []),
    ],
)
def test_a_share_beside_one_that_holds_of_a_whole(part, share, expected) -> None:
    at = place()
    first = claim(
        "share",
        ("whole", "1,659.86万元"),
        ("part", "1,003.35万元", "基本支出"),
        ("share", "60.45%"),
        place=at,
    )
    second = claim("share", ("part", part, "项目支出"), ("share", share), place=at)
    assert outcomes("R16", report(claims=[first, second])) == expected


@pytest.mark.parametrize(
    ("rate", "field", "expected"),
    [
        ("46.00%", "executed_amount", OK),
        ("64.00%", "executed_amount", WARNED),
        # of what it is a share is not said: any amount of the row may be meant
        ("64.00%", None, ("undetermined", None, "undetermined")),
    ],
)
def test_r15_what_was_spent_of_what_was_spent(rate, field, expected) -> None:
    lines = money_table(
        "| name | budget_adjusted | executed_amount |\n| 一、基本支出 | 2383.60 | 2361.93 |\n| 二、项目支出 | 2514.96 | 2265.22 |",
        unit="万元",
    )
    said = claim(
        "share", ("part", "1042.00万元", "第四季度项目支出", field), ("share", rate), base="全年项目支出"
    )
    assert outcomes("R15", report(claims=[said], budget_lines=lines)) == [expected]
