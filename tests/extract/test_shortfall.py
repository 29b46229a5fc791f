"""What is missing of the money that was to come: 应到位640万元，到位608万元，少到位32万元."""

from __future__ import annotations

import pytest

from extract.claims import find_claims
from schema.report import ClaimKind


def _of(text: str, kind: ClaimKind) -> list[list[tuple[str, str]]]:
    return [[(t.role.value, t.figure.text) for t in c.terms] for c in find_claims(text) if c.kind is kind]


@pytest.mark.parametrize("word", ["少到位", "未到位资金", "尚未到位", "欠拨", "资金缺口"])
def test_what_is_missing_is_no_receipt(word):
    found = _of(f"应到位640万元，到位608万元，{word}32万元。", ClaimKind.DIFFERENCE)
    assert found == [[("target", "640万元"), ("actual", "608万元"), ("shortfall", "32万元")]]


@pytest.mark.parametrize("word", ["少到位", "结余"])
def test_a_rest_and_its_share_of_the_budget(word):
    found = _of(f"{word}32万元，占预算640万元的5%。", ClaimKind.SHARE)
    assert found == [[("whole", "640万元"), ("part", "32万元"), ("share", "5%")]]


def test_one_figure_is_not_its_own_difference():
    assert not _of("少到位32万元，占预算640万元的5%。", ClaimKind.DIFFERENCE)
