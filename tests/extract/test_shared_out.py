"""Parts whose shares of one whole make a hundred."""

import pytest

from extract.claims import find_claims
from extract.statements.shared_out import sums_of_shares
from extract.statements.wholes import with_wholes
from schema.report import Role

TEXT = (
    "全年受理诉求8,000件。办理质量稳步提高，平均用时3.1天。咨询{}件，占62.5%；"
    "求助2,000件，占25%；投诉1,000件，占12.5%。"
)


def sums(text: str) -> list[tuple[str, list[str]]]:
    """Total and parts of every sum told by shares."""
    found = []
    for claim in sums_of_shares(with_wholes(find_claims(text))):
        total = claim.term(Role.TOTAL)
        assert total is not None
        found.append((total.figure.text, [t.figure.text for t in claim.terms if t.role is Role.PART]))
    return found


def test_two_ways_to_divide_a_whole() -> None:
    text = (
        "全年接待8,000人。散客6,000人，占75%；团队2,000人，占25%。"
        "省内游客3,200人，占40%；省外游客4,400人，占55%；境外游客400人，占5%。"
    )
    assert sums(text) == [
        ("8,000人", ["6,000人", "2,000人"]),
        ("8,000人", ["3,200人", "4,400人", "400人"]),
    ]


@pytest.mark.parametrize("first", ["5,000", "5,900"], ids=["right", "wrong"])
def test_a_wrong_part_is_in_the_sum_all_the_same(first: str) -> None:
    assert ("8,000件", [f"{first}件", "2,000件", "1,000件"]) in sums(TEXT.format(first))


def test_shares_that_leave_something_out_make_no_sum() -> None:
    assert sums("全年接待8,000人。散客5,600人，占70%；团队2,000人，占25%。") == []
