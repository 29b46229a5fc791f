"""One wrong figure is told once, however many ways lead to it."""

from __future__ import annotations

from extract.report import report_of
from score.assess import assess
from tests.documents import document


def told(text: str) -> list[tuple[str, str]]:
    """The rule and the recomputed value of every finding of a text."""
    return [(f.rule, f.recomputed or "") for f in assess(report_of(document(text))).findings]


def test_two_ways_to_one_result_are_one_finding():
    text = "全年受理报修412次，其中24小时内修复398次，修复及时率96.60%。报修次数比上年的538次减少126次，下降30.58%。"
    assessed = assess(report_of(document(text)))
    assert len({c.formula for c in assessed.checks if c.verdict == "inconsistent"}) == 2
    [finding] = assessed.findings
    assert (finding.recomputed, finding.severity) == ("23.4201%", "error")


def test_two_wrong_figures_are_two_findings():
    text = "计划培训120人，实际培训108人，完成率95%。抽查40批，合格38批，合格率93%。"
    assert len(told(text)) == 2
