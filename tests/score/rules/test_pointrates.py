from __future__ import annotations

import pytest

from extract.report import report_of
from tests.checking import outcomes
from tests.documents import document

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")

TABLE = """
    | 一级指标 | 三级指标 | 分值 | 评分标准 | 得分 | 得分率 |
    | 过程 | 考核制度执行情况 | 12 | 每少考核1次扣2分 | 8 | {} |
    | 产出 | 清扫面积完成率 | 15 | 达到100%得满分 | 15 | 100% |
"""


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("66.67%", OK),
        ("75.00%", WRONG),
        # cut off, and whole percents
        ("66.66%", ("consistent_if_truncated", "note", "consistent_if_truncated")),
        ("67%", OK),
        ("70.00%", ("undetermined", None, "undetermined")),
    ],
)
def test_g19_rate_of_a_row(rate: str, expected: tuple[str, str | None, str]) -> None:
    assert outcomes("G19", report_of(document(TABLE.format(rate)))) == [expected, OK]


GROUPED = """
    | 一级指标 | 三级指标 | 分值 | 评分标准 | 得分 | 得分率 |
    | 过程（20分） | 考核制度执行情况 | 12 | 每少考核1次扣2分 | 8.00 | 66.67% |
    | ^ | 资金使用合规性 | 8 | 每发现1处扣1分 | 7.00 | 87.50% |
    | 过程小计 | | 20 | / | {} | {} |
    | 产出（15分） | 清扫面积完成率 | 15 | 达到100%得满分 | 15.00 | 100% |
    | 产出小计 | | 15 | / | 15.00 | 100% |
"""


@pytest.mark.parametrize(
    ("score", "rate", "scores", "rates"),
    [
        ("15.00", "75.00%", [OK], [OK]),
        ("15.00", "57.00%", [OK], [WRONG]),
        # the rate is that of the rows: the score alone is wrong, and told once
        ("10.50", "75.00%", [WRONG], [("undetermined", None, "undetermined")]),
    ],
)
def test_rows_that_add_up_a_group(score: str, rate: str, scores: list[object], rates: list[object]) -> None:
    given = report_of(document(GROUPED.format(score, rate)))
    assert outcomes("G18", given) == [*scores, OK]
    assert outcomes("G19", given) == [OK, OK, OK, *rates, OK]


def test_g19_needs_all_three() -> None:
    assert outcomes("G19", report_of(document(TABLE.format("—")))) == [OK]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("综合评分87.7分，等级为良。其中决策17.5分、过程16.8分、产出33.2分、效益20.2分。", [OK]),
        ("综合评分88.7分，等级为良。其中决策17.5分、过程16.8分、产出33.2分、效益20.2分。", [WRONG]),
        # full marks that make a hundred leave nothing out either
        (
            "自评得分95分。产出得分46分（满分50分）、效益得分39分（满分40分）、满意度得分10分（满分10分）。",
            [OK],
        ),
        # some parts only: the rest is not told
        ("综合评分88.7分，等级为良。其中过程16.8分、产出33.2分、效益20.2分。", []),
    ],
)
def test_g20_parts_of_a_told_total(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert outcomes("G20", report_of(document(text))) == expected
