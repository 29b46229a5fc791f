"""Running one rule on a small report, and forms with group weights for it."""

from __future__ import annotations

from publish.phrases import LANGUAGES, words
from schema.finding import Check
from schema.report import Form, GroupWeight, Report
from score.context import Context
from score.rule import RULES, all_rules
from tests.reports import figure, place


def checks_of(rule: str, report: Report, profile: str | None = None) -> list[Check]:
    """Every check of one rule."""
    if rule not in RULES:
        list(all_rules())
    found = list(RULES[rule].run(Context(report, profile)))
    for check in found:
        _has_words(check)
    return found


def _has_words(check: Check) -> None:
    """Every check has a sentence of its own in both languages, with every placeholder filled."""
    for lang in LANGUAGES:
        messages = words(lang).rules[check.rule].messages
        key = check.facts.get("outcome") or check.verdict.value
        assert key in messages or check.verdict.value in messages, f"{check.rule} has no {lang} words: {key}"
        assert not words(lang).unfilled(check), f"{check.rule} leaves {words(lang).unfilled(check)} unfilled"


def outcomes(rule: str, report: Report, profile: str | None = None) -> list[tuple[str, str | None, str]]:
    """Verdict, severity and outcome of every check of one rule."""
    return [
        (
            check.verdict.value,
            check.severity.value if check.severity else None,
            check.facts.get("outcome", ""),
        )
        for check in checks_of(rule, report, profile)
    ]


def form(
    *groups: tuple[int, str, str, str],
    fields: dict[str, str] | None = None,
    rules: tuple[str, ...] = (),
    **rest: object,
) -> Form:
    """A form; each group is `(level, name, weight, score)`, an empty text for none."""
    made = tuple(
        GroupWeight(
            level=level,
            name=name,
            weight=figure(weight, "分") if weight else None,
            score=figure(score, "分") if score else None,
            place=place(),
        )
        for level, name, weight, score in groups
    )
    return Form(groups=made, fields=fields or {}, rules=rules, place=place(), **rest)
