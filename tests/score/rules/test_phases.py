from __future__ import annotations

import pytest

from schema.report import DocumentFacts
from tests.checking import outcomes
from tests.reports import passage, report


def said(*texts: str, year: int | None = 2022):
    return report(
        document=DocumentFacts(id="t", fiscal_year=year), passages=[passage(text) for text in texts]
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["本次末期评估为优秀。", "本次社工站末期评估。"], ["consistent"]),
        (["本次中期评估。", "本次末期评估的等级为优秀。"], ["inconsistent"]),
        # the phase of another evaluation
        (["本次末期评估。", "上一年度中期评估提出的建议已落实。"], ["consistent"]),
        (["项目进展顺利。"], []),
    ],
)
def test_d05_one_phase_for_one_evaluation(texts, expected) -> None:
    assert [verdict for verdict, *_ in outcomes("D05", said(*texts))] == expected


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("服务期为2019年7月1日至2024年6月30日。", 2022, ["consistent"]),
        ("服务期为2019年7月1日至2021年6月30日。", 2022, ["inconsistent"]),
        # no contract is meant
        ("活动于2019年7月1日至2021年6月30日举办。", 2022, []),
        ("服务期为2019年7月1日至2021年6月30日。", None, []),
    ],
)
def test_d06_the_contract_covers_the_year(text, year, expected) -> None:
    assert [verdict for verdict, *_ in outcomes("D06", said(text, year=year))] == expected
