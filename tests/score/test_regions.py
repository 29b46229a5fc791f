"""score/regions.py: amounts of a region and of one level of its government are two facts."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from score.regions import last_level
from tests.documents import document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市收入总计", "全市"),
        ("全县收入50亿元，其中县本级收入", "县级"),
        ("县级收入", "县级"),
        ("中央本级支出", "中央级"),
        ("收入总计", ""),
    ],
)
def test_the_level_named_last(text, expected) -> None:
    assert last_level(text) == expected


WHOLE = "全市公共服务支出620.5亿元，支出总量为655.3亿元。"
OWN = "市级公共服务支出88.4亿元，支出总量为402.7亿元。"


def graves(*paragraphs: str) -> list[str]:
    return [
        f.rule
        for f in assess(report_of(document("\n\n".join(paragraphs)))).findings
        if f.severity.value in {"error", "warning"}
    ]


def test_two_levels_are_two_facts() -> None:
    assert graves(WHOLE, OWN) == []


def test_one_level_is_one_fact() -> None:
    again = WHOLE.replace("655.3", "653.5")
    assert graves(WHOLE, again) == ["T01"]
