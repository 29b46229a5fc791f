"""An amount told once more right behind, in another unit (T14)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity
from schema.report import ClaimKind
from score.context import Context
from score.pairs import pair_check, same
from score.repair import likely
from score.rounding import as_printed, readable
from score.rule import rule

TOLD_AGAIN = "amount.again"


@rule("T14", severity=Severity.ERROR, needs=("claims",))
def one_amount_in_two_units(context: Context) -> Iterator[Check]:
    """An amount printed in 元 behind the same amount in 万元 is that amount, rounded as each is printed.

    Held against a report as an error when one slip makes them one. Example: 「合同金额170万元（17,000,000.00元）」.
    """
    for claim in context.claims(ClaimKind.OTHER):
        if claim.rule != TOLD_AGAIN:
            continue
        one, other = claim.terms[0].figure, claim.terms[1].figure
        if not (readable(one) and readable(other)):
            continue
        outcome = same(one, other)
        slip = outcome.failed and _slip(one, other)
        check = pair_check(
            "T14", outcome, one, other, claim.subject, Severity.ERROR if slip else Severity.WARNING
        )
        yield check.model_copy(update={"quote": claim.sentence})


def _slip(one: Figure, other: Figure) -> bool:
    wanted = [(a, as_printed(Fraction(b.number or 0), a)) for a, b in ((one, other), (other, one))]
    return bool(likely(wanted))
