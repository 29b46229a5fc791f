"""What period figures are of: one for one set of figures, and the whole year beside a yearly target (T03, T08)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from schema.figure import FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, printed
from score.identity import Mention, mentions_of, period_of
from score.relation import Outcome
from score.rule import rule
from score.terms import metric_of, normal
from score.words import mentions, words

FEWEST_SHARED = 3


@rule("T03", severity=Severity.WARNING, needs=("claims",), compares=False)
def one_period_for_the_same_figures(context: Context) -> Iterator[Check]:
    """The same set of figures is not given for two different periods.

    Example: ten counts 「截至2022年7月31日」 and the same ten 「截止2022年度上半年」.
    """
    blocks: dict[int, list[Mention]] = defaultdict(list)
    for claim in context.report.claims:
        if claim.place.block is not None and claim.place.row is None and claim.period:
            blocks[claim.place.block] += list(mentions_of(claim))
    counted = {
        block: {(normal(m.term.metric), m.figure.unit, m.figure.number): m for m in found if m.figure.number}
        for block, found in blocks.items()
    }
    for one, other in combinations(counted, 2):
        shared = sorted(counted[one].keys() & counted[other].keys(), key=str)
        if len(shared) >= FEWEST_SHARED:
            yield from _periods([(counted[one][key], counted[other][key]) for key in shared])


def _periods(pairs: Sequence[tuple[Mention, Mention]]) -> Iterator[Check]:
    """Two paragraphs with the same figures: one check for the periods they give. The figures themselves agree."""
    differing = [(a, b) for a, b in pairs if not _same_period(a.claim, b.claim)]
    one, other = (differing or list(pairs))[0]
    outcome = Outcome(
        Verdict.INCONSISTENT if differing else Verdict.CONSISTENT, None, None, None, None, frozenset()
    )
    yield Check(
        rule="T03",
        verdict=outcome.verdict,
        severity=Severity.WARNING if differing else None,
        subject=one.term.metric or one.claim.subject,
        facts={
            "period": one.claim.period or "",
            "other_period": other.claim.period or "",
            "count": str(len(differing or pairs)),
        },
        quote=one.claim.sentence,
        places=(one.claim.place, other.claim.place),
    )


def _same_period(one: Claim, other: Claim) -> bool:
    """Whether two periods in words are one, or one is named within the other."""
    a, b = period_of(one.period), period_of(other.period)
    return a == b or a in b or b in a


@rule("T08", severity=Severity.WARNING, needs=("claims",), compares=False)
def part_of_a_year_against_a_yearly_target(context: Context) -> Iterator[Check]:
    """A rate that measures part of a year against a target for the whole year is not the result of the year.

    Example: 「以2022年上半年为例，已完成年度项目指标的13.6%」.
    """
    for claim in context.claims(ClaimKind.COMPLETION, ClaimKind.EXECUTION):
        rate = next((t.figure for t in claim.terms if t.figure.kind is FigureKind.PERCENT), None)
        basis = "".join(filter(None, (claim.base, *(t.metric for t in claim.terms if t.role is Role.TARGET))))
        if rate is None or not claim.period or not mentions(basis, words().annual):
            continue
        if re.search(words().running_bases, basis) or mentions(claim.sentence, words().progress_words):
            continue  # how far a budget has come by the middle of the year is what such a report is for
        partial = mentions(claim.period, words().part_year)
        outcome = Outcome(
            Verdict.INCONSISTENT if partial else Verdict.CONSISTENT, None, None, None, None, frozenset()
        )
        yield check_of(
            "T08", outcome, rate, [], left=printed(rate), severity=Severity.WARNING,
            subject=metric_of(claim, rate), quote=claim.sentence, facts={"period": claim.period, "base": basis},
        )  # fmt: skip
