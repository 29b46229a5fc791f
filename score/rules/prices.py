"""Unit prices, means, shared costs and staffing ratios: one figure for each of several (R09, R10, R13, R14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, like, number, printed
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely, power_of_ten
from score.rounding import as_printed, readable
from score.rule import rule
from score.terms import bare, comparable, figure_of, metric_of, quantity_of, terms_of
from score.words import mentions, words

TOTAL_ROLES = (Role.TOTAL, Role.WHOLE)
PRICE_FIELDS = ("unit_price",)
QUANTITY_FIELDS = ("quantity", "hours", "households")


@rule("R09", severity=Severity.WARNING)
def unit_price_times_quantity(context: Context) -> Iterator[Check]:
    """The amount is the unit price times the quantity, in a row of a table as in a sentence.

    Example: a row with 单价 20.3元, 数量 497.81 and 金额 10,510.54元, where 20.3 × 497.81 = 10,105.54.
    """
    for line in context.report.budget_lines:
        amounts = line.amounts
        quantity = next((amounts[f] for f in QUANTITY_FIELDS if f in amounts), None)
        amount = amounts.get("amount") or amounts.get("total_amount") or amounts.get("contract_amount")
        price = amounts.get("unit_price")
        if price and quantity and amount and all(readable(f) for f in (price, quantity, amount)):
            yield _product("R09", price, quantity, amount, line.name, "")


def _product(
    rule_id: str, price: Figure, quantity: Figure, amount: Figure, subject: str, quote: str
) -> Check:
    outcome = relate(amount, lambda of: of(price) * of(quantity), siblings=False)
    return check_of(
        rule_id,
        outcome,
        amount,
        [price, quantity],
        left=f"{printed(price)} × {printed(quantity)}",
        severity=Severity.WARNING,
        subject=subject,
        quote=quote,
        repairs=product_repairs(amount, [price, quantity]) if outcome.failed else (),
    )


def product_repairs(product: Figure, factors: Sequence[Figure]) -> list[str]:
    """Single slips in the product or in one factor that would make the product true."""
    values = [Fraction(factor.number or 0) for factor in factors]
    if not all(values) or not product.number:
        return []
    result = Fraction(1)
    for value in values:
        result *= value
    wanted = [(product, result)]
    wanted += [(f, Fraction(product.number) * v / result) for f, v in zip(factors, values, strict=True)]
    return [str(repair) for repair in likely(wanted)]


@rule("R10", severity=Severity.ERROR)
def cost_shares_by_ratio(context: Context) -> Iterator[Check]:
    """A cost shared a:b:c gives every bearer its weight of the whole.

    Example: 「按市、区、街4:3:3比例分担1200万元，街道承担400万元」, where 1200 × 3/10 = 360.
    """
    for claim in context.claims(ClaimKind.SPLIT):
        ratio = next((t.figure for t in claim.terms if t.figure.kind is FigureKind.RATIO), None)
        parts = [t.figure for t in terms_of(claim, Role.PART, Role.ACTUAL, Role.BUDGET)]
        weights = weights_of(ratio)
        if ratio and parts and len(weights) > 1:
            yield from _split(context, claim, ratio, weights, parts)


def weights_of(ratio: Figure | None) -> tuple[Fraction, ...]:
    """The numbers of a ratio printed `4:3:3`."""
    if ratio is None or not isinstance(ratio.value, str):
        return ()
    return tuple(Fraction(part) for part in ratio.value.split(":") if part)


def _split(
    context: Context, claim: Claim, ratio: Figure, weights: tuple[Fraction, ...], parts: list[Figure]
) -> Iterator[Check]:
    whole = quantity_of(claim, *TOTAL_ROLES, Role.BASELINE)
    ordered = len(parts) == len(weights)
    for index, part in enumerate(parts):
        admitted = [weights[index]] if ordered else sorted(set(weights))
        if whole and readable(whole) and comparable(whole, part):
            yield _split_check(claim, ratio, weights, admitted, part, whole)
        elif (each := quantity_of(claim, Role.STANDARD)) and comparable(each, part):
            yield from _split_of_years(claim, ratio, weights, admitted, part, each)
        elif found := _whole_nearby(context, claim, weights, admitted, part):
            yield _split_check(claim, ratio, weights, admitted, part, found)


def _split_check(
    claim: Claim,
    ratio: Figure,
    weights: tuple[Fraction, ...],
    admitted: list[Fraction],
    part: Figure,
    whole: Figure,
) -> Check:
    tried = [(w, _share_outcome(part, whole, w, weights)) for w in admitted]
    weight, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    if outcome.failed and len(admitted) > 1:
        size = Fraction(part.number or 0)
        weight, outcome = min(tried, key=lambda pair: abs((pair[1].exact or size) - size))
    return check_of(
        "R10",
        outcome,
        part,
        [ratio, whole],
        left=f"{printed(whole)} × {weight}/{sum(weights)}",
        subject=metric_of(claim, part),
        quote=claim.sentence,
        repairs=_exact_repair(part, outcome) if outcome.failed else (),
    )


def _split_of_years(
    claim: Claim,
    ratio: Figure,
    weights: tuple[Fraction, ...],
    admitted: list[Fraction],
    part: Figure,
    each: Figure,
) -> Iterator[Check]:
    """A share of so much a year over some years: 240万元 × 5年 × 3/10 = 360万元. One that fits none is not decided."""
    years = quantity_of(claim, Role.BASELINE)
    if years is None or years.kind not in (FigureKind.COUNT, FigureKind.MEASURE):
        return
    tried = [(w, _share_of_years(part, each, years, w / sum(weights))) for w in admitted]
    weight, outcome = next((pair for pair in tried if not pair[1].failed), (admitted[0], UNKNOWN))
    yield check_of(
        "R10",
        outcome,
        part,
        [ratio, each, years],
        left=f"{printed(each)} × {printed(years)} × {weight}/{sum(weights)}",
        subject=metric_of(claim, part),
        quote=claim.sentence,
    )


def _share_of_years(part: Figure, each: Figure, years: Figure, share: Fraction) -> Outcome:
    return relate(part, lambda of: of(each) * of(years) * share)


def _share_outcome(part: Figure, whole: Figure, weight: Fraction, weights: tuple[Fraction, ...]) -> Outcome:
    return relate(part, lambda of: of(whole) * (weight / sum(weights)))


def _exact_repair(reported: Figure, outcome: Outcome) -> list[str]:
    return [] if outcome.exact is None else [str(repair) for repair in likely([(reported, outcome.exact)])]


def _whole_nearby(
    context: Context, claim: Claim, weights: tuple[Fraction, ...], admitted: list[Fraction], part: Figure
) -> Figure | None:
    """An amount of the same paragraph of which the part is a share; a missing one proves nothing."""
    for other in context.report.claims:
        if other.place.block != claim.place.block or other.place.row != claim.place.row:
            continue
        for term in other.terms:
            figure = term.figure
            fits = readable(figure) and comparable(figure, part) and figure.kind is FigureKind.MONEY
            shares = fits and any(_exact_share(part, figure, w, weights) for w in admitted)
            if shares and figure is not part and figure.number:
                return figure
    return None


def _exact_share(part: Figure, whole: Figure, weight: Fraction, weights: tuple[Fraction, ...]) -> bool:
    return Fraction(part.number or 0) == Fraction(whole.number or 0) * weight / sum(weights)


@rule("R13", severity=Severity.WARNING)
def mean_of_the_total(context: Context) -> Iterator[Check]:
    """A mean for each person, household or session is the total over their number, rounded as it is printed.

    Example: 「补助120人，人均500元，共发放6.5万元」, where 65,000 ÷ 120 = 541.67.
    """
    for claim in context.claims(ClaimKind.PRODUCT, ClaimKind.AMOUNT, ClaimKind.COUNT, ClaimKind.OTHER):
        mean = quantity_of(claim, Role.STANDARD)
        whole = quantity_of(claim, *TOTAL_ROLES)
        people = figure_of(claim, Role.BASELINE, Role.ACTUAL, Role.PART, fields=QUANTITY_FIELDS)
        if mean and whole and claim.scope in SPANS:
            tried = [_mean(claim, mean, whole, number) for number in SPANS[claim.scope]]
            yield next((check for check in tried if check.verdict is not Verdict.INCONSISTENT), tried[0])
        if not (mean and whole and people) or not claim.aligned or not is_mean(claim) or not people.number:
            continue
        if (
            people.kind not in COUNTED
            or mean.kind is FigureKind.PERCENT
            or _of_another_year(claim, mean, whole)
        ):
            continue
        if comparable(mean, whole) or (mean.kind in COUNTED and whole.kind in COUNTED):
            yield _mean(claim, mean, whole, people)


def _of_another_year(claim: Claim, mean: Figure, whole: Figure) -> bool:
    """Whether a mean is that of an earlier year (较上年车均2.8万元) and the total is not."""
    earlier = words().earlier_years
    return mentions(metric_of(claim, mean), earlier) and not mentions(metric_of(claim, whole), earlier)


OF_A_YEAR = "standard_of_twelve"
"""The scope of a product of so much a month over a whole year, whose twelve months are not printed."""
COUNTED = (FigureKind.COUNT, FigureKind.MEASURE)


def is_mean(claim: Claim) -> bool:
    """Whether so much for each is what was found on the average, and not what was laid down."""
    if claim.scope in {"mean", "standard", OF_A_YEAR, *SPANS}:
        return claim.scope == "mean"
    named = any(t.role is Role.STANDARD and mentions(t.metric, words().per_capita) for t in claim.terms)
    return named or mentions(claim.sentence, words().per_capita[:2])


SPANS = {"mean_of_twelve": (12,), "mean_of_days": (365, 366)}
"""Scopes of so much a month, or a day, on the average, of the total of a year whose months or days are not printed."""


FAR = 20
"""A mean that is so many times what is printed, or so small a part of it, is of other figures, unless units explain it."""


def _far(made: Fraction, told: Fraction) -> bool:
    if not made or not told:
        return True
    times = max(made / told, told / made)
    return times > FAR and power_of_ten(told, made) is None


def _mean(claim: Claim, mean: Figure, whole: Figure, people: Figure | int) -> Check:
    """A mean of counts is rounded, though a count itself is exact: 2,356人次 over 45场 are 52人次 a time.

    `people` is a printed number, or that of the months or days of a year.
    """
    rounded = mean.model_copy(update={"kind": FigureKind.MEASURE}) if mean.kind is FigureKind.COUNT else mean
    told = people if isinstance(people, Figure) else None
    number = Fraction(people if isinstance(people, int) else people.number or 1)
    outcome = relate(rounded, lambda of: of(whole) / (of(told) if told else number))
    if outcome.failed and outcome.exact is not None and _far(outcome.exact, Fraction(mean.number or 0)):
        outcome = UNKNOWN  # the total is of another number, or of nothing counted here
    wanted = [
        (mean, as_printed(Fraction(whole.number or 0) / number, mean)),
        (whole, as_printed(Fraction(mean.number or 0) * number, whole)),
    ]
    return check_of(
        "R13",
        outcome,
        mean,
        [whole, told] if told else [whole],
        left=f"{printed(whole)} ÷ {printed(told) if told else number}",
        severity=Severity.WARNING,
        subject=metric_of(claim, mean),
        quote=claim.sentence,
        repairs=[str(repair) for repair in likely(wanted)] if outcome.failed else (),
    )


@rule("R14", severity=Severity.NOTE, compares=False)
def enough_staff_for_the_ratio(context: Context) -> Iterator[Check]:
    """A ratio of one supervisor for so many workers asks for at least the number, rounded up.

    Example: 「督导与社工按1:6配备，社工14名，督导2名」, where 14 ÷ 6 asks for 3.
    """
    for claim in context.claims(ClaimKind.STAFFING):
        ratio = next((t.figure for t in claim.terms if t.figure.kind is FigureKind.RATIO), None)
        have = quantity_of(claim, Role.ACTUAL, Role.PART)
        staff = quantity_of(claim, Role.WHOLE, Role.TOTAL, Role.BASELINE, fields=("staff_required",))
        weights = weights_of(ratio)
        if ratio and have and len(weights) == 2 and weights[0] == 1 and readable(bare(have)) and have.number:
            yield _staffed(claim, ratio, have, staff, weights[1])


def _staffed(claim: Claim, ratio: Figure, have: Figure, staff: Figure | None, each: Fraction) -> Check:
    """With the number of workers printed a comparison; without it the range it must lie in."""
    held = int(have.number or 0)
    most = number(held * each)
    if staff is None or not staff.number:
        told = {"staff_low": number((held - 1) * each + 1), "staff_high": most}
        check = check_of(
            "R14", UNKNOWN, have, [ratio], left=printed(ratio), subject=metric_of(claim, have), facts=told
        )
        return check.model_copy(update={"quote": claim.sentence})
    needed = ceil(Fraction(staff.number) / each)
    verdict = Verdict.CONSISTENT if held >= needed else Verdict.INCONSISTENT
    return check_of(
        "R14",
        Outcome(verdict, Fraction(needed), None, Fraction(max(needed - held, 0)), None, frozenset()),
        have,
        [ratio, staff],
        left=f"⌈{printed(staff)} ÷ {number(each)}⌉",
        severity=Severity.NOTE,
        subject=metric_of(claim, have),
        quote=claim.sentence,
        facts={"needed": like(Fraction(needed), have)},
    )
