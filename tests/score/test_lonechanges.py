"""Changes with a rate whose amount stands earlier in the sentence: by the words the later one, or the budget that was moved."""

from __future__ import annotations

import pytest

from extract.report import report_of
from score.assess import assess
from tests.documents import document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年“三公”经费支出11.27万元，控制在预算13.50万元以内；比上年减少1.59万元，下降12.36%。", []),
        (
            "2021年“三公”经费支出11.27万元，控制在预算13.50万元以内；比上年减少1.59万元，下降14.11%。",
            [("R07", "warning", "1.59万元 ÷ (11.27万元 + 1.59万元) = 12.3639%")],
        ),
        ("年初预算150.00万元，年中调减11.40万元，调减7.60%，调整后预算138.60万元。", []),
        (
            "年初预算150.00万元，年中调减11.40万元，调减7.06%，调整后预算138.60万元。",
            [("R07", "warning", "11.40万元 ÷ 150.00万元 = 7.6%")],
        ),
        # of neither amount, and no slip: the change of something else
        ("年初预算150.00万元，年中调减11.40万元，调减31.27%，调整后预算138.60万元。", []),
        ("全年支出88.20万元；其中培训费比上年减少1.59万元，下降21.84%。", []),
    ],
)
def test_the_amount_is_what_the_words_say(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = assess(report_of(document(text))).findings
    assert [(f.rule, f.severity, f.formula) for f in found if f.severity != "note"] == expected
