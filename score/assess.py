"""Report -> Assessment: every rule is run, its checks are gathered into facts, and facts into findings.

A rule that raises is a notice with its name; the others go on. One fact is one finding, with every place
where it stands: a paragraph printed twice does not count twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from schema.figure import Figure, Place
from schema.finding import Assessment, Check, Finding, Severity, Skipped, Verdict
from schema.order import in_order
from schema.report import Report
from score.agreement import without_power_by_agreement
from score.closing import closed_by_another
from score.consistency import score_of
from score.context import Context
from score.coverage import coverage_of
from score.elsewhere import settled
from score.evidence import distinct, printed
from score.once import told_once
from score.rule import Rule, all_rules
from score.tempering import tempered

NOTHING_TO_COMPARE = "nothing_to_compare"
"""Reason of a rule that had its material but found no relation in it."""


def assess(report: Report, profile: str | None = None) -> Assessment:
    """Re-check every figure of a report. `profile` names a rule profile, or a file that holds one.

    Never raises for the content of a report: a rule that fails is named in `notices`.
    """
    context = Context(report, profile)
    rules = list(all_rules())
    checks: list[Check] = []
    skipped: list[Skipped] = []
    notices: list[str] = []
    for rule in rules:
        missing = next((part for part in rule.needs if not getattr(report, part, None)), None)
        if missing:
            skipped.append(Skipped(rule=rule.id, reason=f"no_{missing}"))
            continue
        found = _run(rule, context, notices)
        if not found:
            skipped.append(Skipped(rule=rule.id, reason=NOTHING_TO_COMPARE))
        checks += found
    checks = tempered(without_power_by_agreement(with_rounding_profile(checks), report), report)
    checks = closed_by_another(settled(checks, report), context.figures)
    facts = facts_of(checks)
    return Assessment(
        checks=tuple(checks),
        findings=findings_of(facts, report.document.sha256 or _content(context.figures)),
        coverage=coverage_of(report, context.figures, checks, len(rules) - len(skipped), skipped),
        score=score_of([copies[0] for copies in facts], {rule.id: rule for rule in rules}),
        notices=tuple(notices),
    )


def _run(rule: Rule, context: Context, notices: list[str]) -> list[Check]:
    try:
        return list(rule.run(context))
    except Exception as error:
        notices.append(f"{rule.id}: {type(error).__name__}: {error}")
        return []


def with_rounding_profile(checks: Sequence[Check]) -> list[Check]:
    """The checks, without findings on cutting where the document cuts its figures throughout.

    Every relation that holds in some worlds of rounding and not in others votes for how the document
    rounds. When all votes agree on cutting, a result that holds only if cut is as it should be.
    """
    votes = [set(check.facts["fits"].split()) for check in checks if check.facts.get("fits")]
    informative = [fits for fits in votes if "nearest" not in fits or "truncated" not in fits]
    if len(informative) < 2 or not all("truncated" in fits for fits in informative):
        return list(checks)
    return [
        check.model_copy(update={"severity": None}) if check.verdict is Verdict.IF_TRUNCATED else check
        for check in checks
    ]


def facts_of(checks: Iterable[Check]) -> list[list[Check]]:
    """The checks, those that say the same of the same figures together, in order of first appearance."""
    groups: dict[tuple[str, ...], list[Check]] = {}
    for check in checks:
        groups.setdefault(evidence_key(check), []).append(check)
    return list(groups.values())


def evidence_key(check: Check) -> tuple[str, ...]:
    """What a check stands on, without places: rule, verdict, subject, formula and figures as printed."""
    texts = (check.subject, check.formula, "" if check.figures else check.quote)
    told = ["".join(text.split()) for text in texts]
    return (check.rule, check.verdict, *told, *map(printed, check.figures))


def findings_of(facts: Iterable[list[Check]], content: str) -> tuple[Finding, ...]:
    """One finding for every fact that needs one, in order (`schema.order`); `content` is the hash of what was read."""
    found = [finding_of(copies, content) for copies in facts if copies[0].severity is not None]
    return in_order(told_once(found))


def finding_of(copies: list[Check], content: str) -> Finding:
    """The finding of checks that say the same; `content` is the hash of what they were made on."""
    check = copies[0]
    figures = distinct(figure for copy in copies for figure in copy.figures)
    places = _distinct_places(place for copy in copies for place in _places(copy))
    return Finding(
        id=_digest(content, *evidence_key(check)),
        rule=check.rule,
        severity=check.severity or Severity.NOTE,
        verdict=check.verdict,
        message=check.message,
        subject=check.subject,
        figures=figures,
        formula=check.formula,
        reported=check.reported,
        recomputed=check.recomputed,
        low=check.low,
        high=check.high,
        margin=check.margin,
        repairs=check.repairs,
        facts=check.facts,
        places=places,
        quote=check.quote,
    )


def _places(check: Check) -> Iterable[Place]:
    """Where a check stands: the places it names, or that of the reported figure, which comes first."""
    return check.places or tuple(figure.place for figure in check.figures[:1])


def _distinct_places(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple({(p.document, p.address): p for p in reversed(list(places))}.values())[::-1]


def _content(figures: Iterable[Figure]) -> str:
    """A stand-in for the hash of the file, for reports that were not read from one."""
    return _digest(*map(printed, figures))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
