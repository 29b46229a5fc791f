from __future__ import annotations

import pytest

from schema.finding import Verdict
from score.coverage import coverage_of, has_power
from tests.checking import checks_of
from tests.reports import claim, report


@pytest.mark.parametrize(
    ("rate", "verdict", "covered"),
    [
        # any rate up to 100 % passes: that is no re-check of it
        ("97.5%", Verdict.CONSISTENT, 0),
        ("102%", Verdict.INCONSISTENT, 1),
    ],
)
def test_a_rate_that_is_merely_not_above_its_bound_is_not_checked(rate, verdict, covered) -> None:
    given = report(claims=[claim("survey", ("rate", rate, "满意度", "satisfaction_rate"))])
    checks = checks_of("R11", given)
    assert [check.verdict for check in checks] == [verdict]
    assert coverage_of(given, given.all_figures(), checks, 1, ()).checked == covered


def test_a_check_without_an_estimate_has_power() -> None:
    (check,) = checks_of(
        "R11", report(claims=[claim("survey", ("rate", "102%", "满意度", "satisfaction_rate"))])
    )
    assert check.power is None
    assert has_power(check)
