"""Changes between figures that were told sentences before."""

import pytest

from extract.claims import find_claims
from schema.report import Role


def carried(text: str) -> list[tuple[str, ...]]:
    """Earlier figure, later figure, change and rate of every change whose figures were told before; "" for what is not printed."""
    roles = (Role.PREVIOUS, Role.ACTUAL, Role.CHANGE, Role.GROWTH)
    found = []
    for claim in find_claims(text):
        if claim.rule == "growth.carried.agrees":
            told = {term.role: term.figure.text for term in claim.terms}
            found.append(tuple(told.get(role, "") for role in roles))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2024年度“三公”经费预算总计36.50万元。2023年度“三公”经费支出合计33.18万元。2024年度“三公”经费预算较2023年度增加3.32万元。",
            ("33.18万元", "36.50万元", "3.32万元", ""),
        ),
        (
            "2022年用于养老设施的福利彩票公益金3,420万元，占三成。2023年用于养老设施的福利彩票公益金达4,655万元，较2022年增加1,235万元。",
            ("3,420万元", "4,655万元", "1,235万元", ""),
        ),
        (
            "公务接待费预算47.80万元，公务用车费预算212.00万元。公务接待费同口径比上年减少3.90万元，下降7.5%。",
            ("", "47.80万元", "3.90万元", "7.5%"),
        ),
        (
            "全年共受理各类案件2,184件，结案1,036件。与上年同比，受案增加196件，上升9.86%。",
            ("", "2,184件", "196件", "9.86%"),
        ),
    ],
    ids=["budget and spending", "two years", "the level by its name", "an abbreviated name"],
)
def test_the_figures_of_its_name_that_make_a_change(text: str, expected: tuple[str, ...]) -> None:
    assert expected in carried(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024年度会议费预算36.50万元。2023年度会议费支出33.18万元。2024年度会议费预算较2023年度增加3.23万元。",
        "会议费支出36.50万元。培训费支出33.18万元。差旅费较上年增加3.32万元。",
        "全年办理案件30件。上年办理案件21件。案件较上年增加9件。",
    ],
    ids=["they do not agree", "other names", "too little to tell"],
)
def test_what_does_not_agree_or_is_called_otherwise_is_left(text: str) -> None:
    assert carried(text) == []


def test_parts_of_a_change_are_none_of_the_figures_that_moved() -> None:
    text = "非税收入由年初预算3,570.10万元调整为3,838.90万元，主要是国企利润上缴调增49.20万元。"
    growths = [claim for claim in find_claims(text) if claim.kind.value == "growth"]
    assert all("49.20万元" not in [f.text for f in c.figures()] or len(c.terms) == 1 for c in growths)
