"""One wrong figure, told once: 412次 ÷ 538次 and 126次 ÷ 538次 say the same of 下降30.58%.

Two findings are of one figure and one result; the graver is kept, then the one that explains the slip, then the one of the rule that says
more than a sum. Both stay among the checks, with their arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable

from schema.finding import SEVERITY_ORDER, Finding, Verdict

Said = tuple[tuple[int, ...], str]
PLAIN = "S"
"""The family of sums: a rule of another family says what is added up."""


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, in order, without those that say of one figure what a better one says."""
    told = list(findings)
    best: dict[Said, Finding] = {}
    for finding in told:
        said = _said(finding)
        if said is not None and (said not in best or _worth(finding) < _worth(best[said])):
            best[said] = finding
    return [f for f in told if (said := _said(f)) is None or best[said] is f]


def _said(finding: Finding) -> Said | None:
    """The place of the figure held against the report, and what it would have to be; None where nothing was computed."""
    if finding.verdict is not Verdict.INCONSISTENT or not finding.figures or not finding.recomputed:
        return None
    return finding.figures[0].place.address, "".join(finding.recomputed.split())


def _worth(finding: Finding) -> tuple[int, bool, bool, bool]:
    explained = bool(finding.facts.get("wrong_base"))
    return (
        SEVERITY_ORDER[finding.severity],
        not explained,
        not finding.repairs,
        finding.rule.startswith(PLAIN),
    )
