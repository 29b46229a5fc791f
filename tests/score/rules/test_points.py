from __future__ import annotations

import pytest

from tests.checking import form, outcomes
from tests.reports import claim, indicators, report

OK = ("consistent", None, "consistent")


def rows(score: str, target: str = "≥200场", actual: str = "187场", reason: str = "", rule: str = ""):
    return indicators(
        f"""
        | level1 | level2 | level3 | target | actual | weight | score | deviation_reason | scoring_rule |
        | 履职效能 | 普法宣传 | 开展普法活动 | {target} | {actual} | 10 | {score} | {reason} | {rule} |
        | 履职效能 | 调解 | 调解案件 | ≥50件 | 52件 | 12 | 12 |  |  |
        """
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rows("10"), [("inconsistent", "warning", "inconsistent")]),
        (rows("9.35"), [OK]),
        (rows("10", reason="疫情期间停办"), [("undetermined", None, "undetermined")]),
        # a standard of the row's own may allow it
        (rows("10", rule="达到90%得满分"), []),
        (rows("10", actual="205场"), []),
        # what rounds to the target reaches it
        (rows("10", target="100%", actual="99.6%"), []),
        (rows("10", target="≤200万元", actual="187万元"), []),
        # words that deny the target, and such as say that it is not there yet
        (rows("10", target="规范", actual="管理不规范"), [("inconsistent", "warning", "inconsistent")]),
        (rows("10", target="完备", actual="制度尚未出台"), [("inconsistent", "note", "inconsistent")]),
        (rows("6", target="规范", actual="管理不规范"), [OK]),
        (
            rows("10", target="规范", actual="管理不规范", reason="交接期"),
            [("undetermined", None, "undetermined")],
        ),
        (rows("10", target="规范", actual="管理规范"), []),
    ],
)
def test_g21_full_points_only_for_the_target(given, expected) -> None:
    assert outcomes("G21", report(indicators=given, forms=[form(fields={"score": "得分"})])) == expected


SCORED = """
| level1 | level2 | level3 | weight | score |
| A决策 | 立项 | 依据 | 4 | 4 |
| A决策 | 目标 | 合理 | 3 | 2.5 |
| B过程（25分） | 资金 | 到位 | 12 | 11.72 |
"""


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([("score", "6.5分", "决策类得分"), ("score", "11.72分", "过程")], [OK, OK]),
        ([("score", "5.6分", "决策类得分")], [("inconsistent", "error", "inconsistent")]),
        ([("score", "88分", "综合得分")], []),
        ([("score", "5.6分", "产出类得分")], []),
    ],
)
def test_g22_points_of_a_group_as_in_the_form(terms, expected) -> None:
    claims = [claim("score", term) for term in terms]
    assert outcomes("G22", report(claims=claims, indicators=indicators(SCORED), forms=[form()])) == expected
