"""Portions that are only told roughly: the product is of the size it must be (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from schema.figure import Figure, Hedge
from schema.finding import Check, Severity, Verdict
from schema.report import ClaimKind, Role
from score.context import Context
from score.evidence import check_of, printed
from score.relation import relate
from score.repair import power_of_ten
from score.rule import rule
from score.terms import bare, metric_of, percent_of, quantity_of

FURTHEST = Fraction(3, 2)
"""A figure told with 约 is not off by half of itself."""
PORTION = "share.said"


@rule("R26", severity=Severity.ERROR, needs=("claims",))
def rough_portion_of_the_right_size(context: Context) -> Iterator[Check]:
    """A portion told roughly is about the percentage of its whole.

    Points moved by a factor of ten are the usual slip. Example: 「按日均余额约900万元、年利率1.15%测算，应得利息约103.50万元」, where
    900 × 1.15% = 10.35.
    """
    for claim in context.claims(ClaimKind.SHARE):
        rate, part = percent_of(claim, Role.SHARE), quantity_of(claim, Role.PART)
        whole = quantity_of(claim, Role.WHOLE)
        rough = Hedge.ABOUT in {figure.hedge for figure in (rate, part, whole) if figure}
        if claim.rule.startswith(PORTION) and rate and part and whole and rough:
            yield _rough(bare(rate), bare(part), bare(whole), metric_of(claim, part), claim.sentence)


def _rough(rate: Figure, part: Figure, whole: Figure, subject: str, quote: str) -> Check:
    outcome = relate(part, lambda of: of(whole) * of(rate) / 100)
    product = Fraction(whole.number or 0) * Fraction(rate.number or 0) / 100
    told = Fraction(part.number or 0)
    far = not product or not (1 / FURTHEST <= told / product <= FURTHEST)
    verdict = Verdict.INCONSISTENT if far else Verdict.CONSISTENT
    power = power_of_ten(told, product, most=2) if far else None
    return check_of(
        "R26",
        replace(outcome, verdict=verdict, exact=product),
        part,
        [whole, rate],
        left=f"{printed(whole)} × {printed(rate)}",
        severity=Severity.ERROR if power else Severity.WARNING,
        subject=subject,
        quote=quote,
        repairs=[f"{printed(part)} × 10^{power}"] if power else (),
    )
