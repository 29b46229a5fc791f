"""Forms of numbers that are easily half-read: signs, rough numerals, negations, neighbours, words for each, damage."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.claims import find_claims
from extract.figures import find_figures, read_cell, scan
from extract.hedges import hedge_reader
from schema.figure import Flaw, Hedge
from schema.report import ClaimKind


@pytest.mark.parametrize(
    ("text", "flaw", "printed"),
    [
        ("支出.8万元", Flaw.MALFORMED, ".8万元"),
        ("支出18.万元", Flaw.MALFORMED, "18.万元"),
        ("合格率O.9%", Flaw.MALFORMED, "O.9%"),
        ("共l5人", Flaw.MALFORMED, "l5人"),
        ("年度资金总额2022001801090%9", Flaw.FUSED, "2022001801090%9"),
        ("250.00180.00万元", Flaw.FUSED, "250.00180.00万元"),
        ("3,000.002,500.00", Flaw.FUSED, "3,000.002,500.00"),
        ("▲3.5%", Flaw.AMBIGUOUS, "▲3.5%"),
        ("项目预算（1,200.00）万元", Flaw.AMBIGUOUS, "（1,200.00）万元"),
    ],
)
def test_what_is_damaged_or_doubtful_is_told_whole_and_has_no_value(
    text: str, flaw: Flaw, printed: str
) -> None:
    (figure,) = find_figures(text)
    assert (figure.text, figure.flaw, figure.value, figure.low) == (printed, flaw, None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(3,200.50)元", "-3200.50"),
        ("15,000.00-", "-15000.00"),
        ("净利润（56.20）万元", "-562000"),
        ("资金（ 1,236.50 ）万元", "12365000"),
        ("资金（36）万元", "360000"),
        ("△3.5万元", "-35000"),
        ("△5个", "5"),
        ("下降↓3%", "3"),
        ("↓3%", "-3"),
        ("▲3.5%（▼为下降）", "3.5"),
        ("零下十五度", "-15"),
        ("同比负增长4.5%", "-4.5"),
        ("担负3项", "3"),
    ],
)
def test_signs_of_accounts_and_statistics(text: str, value: str) -> None:
    (figure,) = find_figures(text)
    assert figure.value == Decimal(value)


@pytest.mark.parametrize("text", ["(1,234.56)", "1,234.56-", "△1,234.56", "-1,234.56", "(1,234.56)元"])
def test_a_cell_below_zero(text: str) -> None:
    (figure,) = read_cell(text, unit="元")
    assert (figure.value, figure.unit, figure.text) == (Decimal("-1234.56"), "元", text)


NEGATED = hedge_reader().words.negated


@pytest.mark.parametrize("word", NEGATED.words)
def test_every_negation_turns_every_comparison_round(word: str) -> None:
    for words, hedge in ((NEGATED.below, Hedge.AT_LEAST), (NEGATED.above, Hedge.AT_MOST)):
        for comparison in words:
            (figure,) = find_figures(f"人数{word}{comparison}30人")
            assert figure.hedge == hedge, word + comparison


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("走访三、四家企业", "3", "4"),
        ("每村3、4个点位", "3", "4"),
        ("村均三、五人", "3", "5"),
        ("三五百人", "300", "500"),
        ("三百四五十人", "340", "350"),
        ("误差±5%", "-5", "5"),
        ("每组30±5人", "25", "35"),
        ("90%≤x<95%", "90", "95"),
        ("五、六百人", "500", "600"),
        ("约3、4万元", "30000", "40000"),
        ("百分之三十至四十", "30", "40"),
        ("七八成群众", "70", "80"),
        ("投入二三十万", "200000", "300000"),
        ("走访一、两次", "1", "2"),
        ("历时三、四个月", "3", "4"),
    ],
)
def test_two_numbers_that_are_one_range(text: str, low: str, high: str) -> None:
    (figure,) = find_figures(text)
    assert (figure.low, figure.high, figure.value) == (Decimal(low), Decimal(high), None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("甲、乙分别完成3、4个", ["3", "4"]),
        ("建设点位3、4、5个", ["3", "4", "5"]),
        ("三、四家企业参与情况", ["4"]),
        ("甲村、乙村3、4个", ["3", "4"]),
        ("得分8、9分", ["8", "9"]),
        ("项目分为一、二期", []),
        ("三、四线城市", []),
        ("100±5%", ["100", None]),
        ("第三、四家", []),
    ],
)
def test_neighbours_that_stand_for_themselves(text: str, values: list[str | None]) -> None:
    assert [figure.value for figure in find_figures(text)] == [
        None if value is None else Decimal(value) for value in values
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("每人每月300元", "元/人·月"),
        ("每年每户补助500元", "元/户·年"),
        ("每名学生每学期资助1,000元", "元/名·学期"),
        ("每亩补助标准不低于120元", "元/亩"),
        ("30元/（人·天）", "元/人·天"),
        ("每年240万元", "元"),
        ("每人共300元", "元"),
        ("每人每月，300元", "元"),
    ],
)
def test_words_that_say_what_an_amount_is_for_each_of(text: str, unit: str) -> None:
    (figure,) = find_figures(text)
    assert figure.unit == unit


def test_an_amount_for_each_is_still_multiplied_by_their_number() -> None:
    claims = find_claims("每户每年补助1,200元，补助50户，共补助6万元。")
    terms = [
        [term.figure.text for term in claim.terms] for claim in claims if claim.kind is ClaimKind.PRODUCT
    ]
    assert ["1,200元", "50户", "6万元"] in terms


def test_a_negative_growth_is_a_fall() -> None:
    claims = find_claims("支出96.8万元，比上年100万元负增长3.2%。")
    assert "decrease" in [claim.scope for claim in claims]


@pytest.mark.parametrize(
    ("text", "value", "hedge"),
    [
        ("12.5 万元", "125000", None),
        ("1'200.50元", "1200.50", None),
        ("10亿5千", "1050000000", None),
        ("3亿零5千元", "300005000", None),
        ("1000+家", "1000", Hedge.OVER),
        ("百分之八十多", "80", Hedge.OVER),
        ("一个多亿", "100000000", Hedge.OVER),
    ],
)
def test_a_number_is_read_whole(text: str, value: str, hedge: Hedge | None) -> None:
    (figure,) = find_figures(text)
    assert (figure.value, figure.hedge) == (Decimal(value), hedge)


@pytest.mark.parametrize("text", ["几千几百元", "百八十人", "成百上千人", "人数百分之"])
def test_what_says_no_number_is_not_half_read(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("会议19:30开始", ["19:30"]),
        ("住202房。", ["202房"]),
        ("3栋2单元", ["3栋2单元"]),
        ("2130152对高校毕业生到基层任职补助", ["2130152"]),
        ("实施3期工程", ["3期工程"]),
        ("2×2矩阵", ["2×2矩阵"]),
        ("1.1.1", ["1.1.1"]),
        ("地址10.12.0.1", ["10.12.0.1"]),
        ("2022-1", ["2022-1"]),
    ],
)
def test_what_is_no_quantity_is_set_aside(text: str, excluded: list[str]) -> None:
    found = scan(text)
    assert (found.figures, [figure.text for figure in found.excluded]) == ([], excluded)


@pytest.mark.parametrize(("text", "value"), [("按19:30比例", "19:30"), ("新建120房", Decimal(120))])
def test_what_looks_like_a_time_or_a_room_and_is_none(text: str, value: object) -> None:
    (figure,) = find_figures(text)
    assert figure.value == value


ALPHABET = "0123456789.,，-—~:/×±△▲()（）%万亿元个人次年月日、。第每一三五十百数上几零点分之负增长不少于了表号房:lO \n"


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=30))
def test_no_digit_is_absent(text: str) -> None:
    """Every run of digits is in a figure, or set aside."""
    found = scan(text)
    covered = {
        at
        for figure in (*found.figures, *found.excluded)
        for at in range(figure.place.start or 0, figure.place.end or 0)
    }
    absent = {at for at, char in enumerate(text) if char.isdigit()} - covered
    assert sorted(absent) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("分别提高7.9个、3.4个和1.7个百分点", [("7.9", "百分点"), ("3.4", "百分点"), ("1.7", "百分点")]),
        ("提高2.1和3.5个百分点", [("2.1", "百分点"), ("3.5", "百分点")]),
        ("拨付3.2和4.5万元", [("32000", "元"), ("45000", "元")]),
        ("历时3个和5个月", [("3", "个月"), ("5", "个月")]),
        ("建成3个、5个和7个", [("3", "个"), ("5", "个"), ("7", "个")]),
    ],
)
def test_the_numbers_of_a_list_have_the_unit_of_its_last(text: str, told: list[tuple[str, str]]) -> None:
    assert [(f.value, f.unit) for f in find_figures(text)] == [(Decimal(v), unit) for v, unit in told]


@pytest.mark.parametrize(
    "text",
    [
        "“7·20”特大暴雨后",
        "8·15全国生态日活动",
        "12•4宪法日宣传",
        "详见3.2.1节",
        "落实四个不摘要求",
        "坚持两个结合、五个振兴",
        "桩号K3+500至K4+200",
        "身份证号510***********1234",
    ],
)
def test_days_places_and_slogans_are_no_quantities(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(("text", "printed"), [("单价3·5元", "5元"), ("全年2.5节课", "2.5节课")])
def test_what_only_looks_like_one_is_read(text: str, printed: str) -> None:
    assert printed in [figure.text for figure in find_figures(text)]


def test_amounts_listed_with_commas_have_the_unit_of_the_last() -> None:
    """Two decimal points are two numbers, whatever a comma between them looks like."""
    found = [(f.text, f.value) for f in find_figures("收、支总计分别为4125.49,4143.91万元。")]
    assert found == [("4125.49", Decimal("41254900")), ("4143.91万元", Decimal("41439100"))]
