"""What is joined only because it agrees counts neither as checked nor for the consistency score."""

from __future__ import annotations

import pytest

from score.assess import assess
from tests.reports import claim, figure, place, report, term


def given(*rules: str, actual: str = "174处"):
    at = place()
    counted = [(role, figure(text, at=at.model_copy(update={"start": n, "end": n + 1}))) for n, (role, text) in enumerate(
        [("whole", "200处"), ("actual", actual), ("rate", "87.00%")]
    )]  # fmt: skip
    said = [
        claim(
            "completion",
            *(term("target" if r == "whole" else "completion" if r == "rate" else r, f) for r, f in counted),
            rule=rule,
        )
        for rule in rules
    ]
    return report(claims=said, figures=[f for _, f in counted])


@pytest.mark.parametrize(
    ("rules", "checked"),
    [(("completion.pair",), 3), (("completion.agrees",), 0), (("completion.agrees", "completion.pair"), 3)],
)
def test_agreement_alone_is_no_check(rules: tuple[str, ...], checked: int) -> None:
    result = assess(given(*rules))
    assert result.coverage.checked == checked
    assert (result.score.decided > 0) == (checked > 0)
    assert result.findings == ()


def test_what_words_join_is_still_found_wrong() -> None:
    assert [f.rule for f in assess(given("completion.pair", actual="147处")).findings] != []
