"""A statement joined by place is an error only where words and one slip say so."""

from __future__ import annotations

import pytest

from score.assess import assess
from tests.reports import claim, figure, place, report, term


def severities(rule: str, rate: str) -> list[str]:
    at = place()
    counted = [
        (role, figure(text, at=at.model_copy(update={"start": n, "end": n + 1})))
        for n, (role, text) in enumerate([("target", "200处"), ("actual", "174处"), ("completion", rate)])
    ]
    said = claim("completion", *(term(role, found) for role, found in counted), rule=rule)
    made = report(claims=[said], figures=[found for _, found in counted])
    return [f.severity.value for f in assess(made).findings if f.rule == "R01"]


@pytest.mark.parametrize(
    ("rule", "slip", "far"),
    [
        ("completion.pair", ["error"], ["error"]),
        ("completion.unique", ["error"], ["warning"]),
        ("completion.loose", ["warning"], []),
    ],
)
def test_how_sure_a_join_is_limits_how_grave_its_failure(rule: str, slip: list[str], far: list[str]) -> None:
    assert severities(rule, "78.00%") == slip
    assert severities(rule, "31.46%") == far


def test_a_statement_that_agrees_is_left_alone() -> None:
    assert severities("completion.unique", "87.00%") == []
