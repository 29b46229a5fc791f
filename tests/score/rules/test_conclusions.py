from __future__ import annotations

from tests.checking import form, outcomes
from tests.reports import claim, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def test_t05_total_score():
    said = claim("score", ("score", "95分", "自评得分"))
    assert outcomes("T05", report(claims=[said], forms=[form((0, "总分", "100", "93"))])) == [WRONG]
    assert outcomes("T05", report(claims=[said], forms=[form((0, "总分", "100", "95"))])) == [OK]
    two = [form((0, "总分", "100", "93")), form((0, "总分", "100", "97"))]
    assert outcomes("T05", report(claims=[said], forms=two)) == [OPEN, OPEN]
    other = claim("score", ("score", "85分", "满意度得分"))
    assert outcomes("T05", report(claims=[said, other])) == []
    wrong = claim("score", ("score", "93分", "综合得分"))
    assert outcomes("T05", report(claims=[said, wrong])) == [OPEN]
    again = claim("score", ("score", "93分", "自评得分"))
    assert outcomes("T05", report(claims=[said, again])) == [WRONG]
