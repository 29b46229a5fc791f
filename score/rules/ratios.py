"""A count and its percentage tell the whole they are of, though it is not printed (R02, R03)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, like, printed
from score.hidden import amount_base, is_whole, nearest_base, neighbours, whole_bases
from score.percentages import (
    BASE_ROLES,
    PART_ROLES,
    RATE_ROLES,
    against_bases,
    part_of_another_share,
)
from score.relation import UNKNOWN
from score.repair import printed_count, repairs_of_percentage
from score.rounding import readable
from score.rule import rule
from score.terms import bare, metric_of, normal, percent_of, quantity_of, terms_of
from score.words import mentions, words

MOST_CANDIDATES = 12


@rule("R02", severity=Severity.ERROR)
def percentage_of_hidden_whole(context: Context) -> Iterator[Check]:
    """A count and its percentage need a whole number as their base, even when the base is not printed.

    The base is usually not printed, so the percentage looks beyond checking; it is not.
    Example: 「中小型社区活动67次，完成101.49%」: 67 ÷ 66 = 101.52%, 67 ÷ 67 = 100%, and nothing lies between.
    """
    for claim in context.claims(ClaimKind.COMPLETION, ClaimKind.STAFFING, ClaimKind.SHARE):
        rate, part = percent_of(claim, *RATE_ROLES), quantity_of(claim, *PART_ROLES)
        if (
            rate
            and part
            and claim.aligned
            and not _counts_the_items(context, claim, part)
            and not _of_a_mass(claim, part)
            and all(part_of_another_share(context, claim, term) for term in terms_of(claim, *BASE_ROLES))
        ):
            yield from hidden_whole("R02", claim, part, rate)


def _of_a_mass(claim: Claim, part: Figure) -> bool:
    """Whether a count has a share of what is measured and not counted: 5个省份占全国耕地的40%."""
    people = part.unit.endswith("人") or part.unit in {"名", "位"}
    counted = claim.kind is ClaimKind.SHARE and part.kind is FigureKind.COUNT and not people
    return counted and mentions(claim.base, words().masses)


def _counts_the_items(context: Context, claim: Claim, part: Figure) -> bool:
    """Whether a count says how many things have the rate (3个项目完成率85%), and not what was done of one."""
    listed = context.once(
        "counted items",
        lambda: {
            term.figure.place.address
            for one in context.report.claims
            for term in one.terms
            if term.role is Role.LIST_COUNT
        },
    )
    name = normal(metric_of(claim, part))
    return part.place.address in listed or not name or name.startswith(words().unfinished)


def hidden_whole(rule_id: str, claim: Claim, part: Figure, rate: Figure) -> Iterator[Check]:
    """The hidden-integer test of a count and its percentage; for amounts, the base they would have."""
    if not rate.number or not readable(rate) or not readable(part) or (part.number or 0) <= 0:
        return
    if part.kind is FigureKind.MONEY:
        yield _implied_amount(rule_id, claim, part, rate)
    elif (
        is_whole(part) and not _averaged(claim) and not (claim.kind is ClaimKind.SHARE and rate.number == 100)
    ):
        yield _implied_count(rule_id, claim, part, rate)


def _averaged(claim: Claim) -> bool:
    return mentions(claim.sentence, words().averaging) or mentions(claim.base, words().averaging)


def _implied_count(rule_id: str, claim: Claim, part: Figure, rate: Figure) -> Check:
    outcome, bases = whole_bases(part, rate)
    shown = next((found for found in bases.values() if found), range(0))
    return check_of(
        rule_id,
        outcome,
        rate,
        [part],
        left=f"{printed_count(part)} ÷ {nearest_base(part, rate)}",
        subject=metric_of(claim, part),
        quote=claim.sentence,
        repairs=repairs_of_percentage(part, rate) if outcome.failed else (),
        facts={
            "part": printed(part),
            "bases": ", ".join(str(n) for n in shown[:MOST_CANDIDATES]),
            "nearest": neighbours(part, rate) if outcome.failed else "",
        },
    )


def _implied_amount(rule_id: str, claim: Claim, part: Figure, rate: Figure) -> Check:
    """An amount has no whole base: the range of its base, and a round one that fits one world only."""
    base = amount_base(part, rate)
    facts = {"part": printed(part), "base_low": like(base.low, part), "base_high": like(base.high, part)}
    if base.round_base and base.mode:
        fits = like(Fraction(part.number or 0) * 100 / base.round_base, rate)
        facts |= {
            "outcome": f"round_base_if_{base.mode}",
            "round_base": like(base.round_base, part),
            "if_round_base": f"{printed(part)} ÷ {like(base.round_base, part)} = {fits}",
        }
    check = check_of(
        rule_id,
        UNKNOWN,
        rate,
        [part],
        left=f"{printed(part)} ÷ {printed(rate)}",
        subject=metric_of(claim, part),
        quote=claim.sentence,
        repairs=[facts["if_round_base"]] if base.round_base else (),
        facts=facts,
    )
    return check.model_copy(update={"severity": Severity.NOTE if base.round_base else None})


@rule("R03", severity=Severity.ERROR)
def implied_target_is_the_stated_one(context: Context) -> Iterator[Check]:
    """The only whole base that a count and its percentage allow is the target stated elsewhere.

    Example: 「家访2,259人次，完成163.7%」 allows the target 1,380 alone; the indicator table says 1,350.
    """
    stated = _stated_targets(context)
    for claim in context.claims(ClaimKind.COMPLETION):
        rate, part = percent_of(claim, *RATE_ROLES), quantity_of(claim, *PART_ROLES)
        if not (rate and part) or terms_of(claim, *BASE_ROLES) or not rate.number or _averaged(claim):
            continue
        key = normal(metric_of(claim, part))
        found = [f for f in stated.get(key, ()) if f.unit == part.unit and readable(f)]
        if len(key) < 2 or not found or not is_whole(part):
            continue
        yield from against_bases("R03", rate, part, found, metric_of(claim, part), claim.sentence)


def _stated_targets(context: Context) -> dict[str, list[Figure]]:
    """Every printed target, by the name of what it is a target for."""
    out: dict[str, list[Figure]] = {}
    for row in context.report.indicators:
        if row.level3 and row.target and len(row.target.figures) == 1:
            out.setdefault(normal(row.level3), []).append(bare(row.target.figures[0]))
    for claim in context.report.claims:
        for term in () if claim.joined_by_agreement else terms_of(claim, Role.TARGET):
            out.setdefault(normal(term.metric or claim.subject), []).append(bare(term.figure))
    return out
