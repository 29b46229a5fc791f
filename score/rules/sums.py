"""Sums, differences and products in sentences and rows (S01, S05 to S08)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, joined, printed, undecided
from score.interval import Interval, total
from score.listed import addends, lists_all, lists_within, parts_like
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely, repairs_of_sum
from score.rounding import Reader, exactly, readable, shared_place
from score.rule import rule
from score.rules.prices import OF_A_YEAR, is_mean, product_repairs
from score.sums import MOST_SUBSETS, Sum, compare_sum, nested, size, sum_check
from score.terms import comparable, figure_of, metric_of, normal, quantity_of
from score.words import mentions, words

LEAST_TURNED = 100
"""Fewer digits than three are in another order by chance."""


@rule("S01", severity=Severity.ERROR)
def listed_amounts_make_the_total(context: Context) -> Iterator[Check]:
    """The amounts of a closed list add up to the total that is said of them.

    Example: 「折合10,105.67元，物资34,848.88元，资金23,333元，合计68,287.55元」.
    """
    made: set[object] = set()
    earlier = _earlier(context)
    checks: list[Check] = []
    for claim in context.claims(ClaimKind.SUM):
        whole = quantity_of(claim, Role.TOTAL, Role.WHOLE)
        if whole and lists_all(claim) and claim.aligned:
            parts = parts_like(claim, whole)
            if len(parts) >= 2:
                checks.append(_prose_sum(claim, whole, parts))
                made |= {whole.place.address} if checks[-1].verdict is Verdict.CONSISTENT else set()
        elif whole and claim.aligned:
            parts = parts_like(claim, whole)
            if len(parts) >= 2 and _turned_about(whole, parts):
                checks.append(
                    _prose_sum(claim, whole, parts).model_copy(update={"severity": Severity.WARNING})
                )
    for check in checks:
        failed = check.verdict is Verdict.INCONSISTENT
        # A list that makes the total with one part more was only read too short.
        open_ = failed and check.figures[0].place.address in made | earlier
        yield undecided(check) if open_ else check


def _earlier(context: Context) -> set[object]:
    """Where amounts of an earlier time stand: 由50万元减少到40万元，其中 lists the parts of the 40万元."""
    return {
        term.figure.place.address
        for claim in context.claims(ClaimKind.GROWTH)
        for term in claim.terms
        if term.role is Role.PREVIOUS and claim.place.row is None
    }


def _turned_about(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether two digits of one part the other way round make a list whole that need not be: 25.74 + 6.48 of 32.58."""
    if any(not readable(figure) for figure in (whole, *parts)):
        return False
    left = size(whole) - sum((size(part) for part in parts), Fraction(0))
    return any(_same_digits(part, size(part) + left) for part in parts)


def _same_digits(part: Figure, needed: Fraction) -> bool:
    unit = Fraction(part.unit_in_last_place)
    now, then = size(part) / unit, needed / unit
    if now == then or then <= 0 or then.denominator != 1 or now < LEAST_TURNED:
        return False
    one, other = str(int(now)), str(int(then))
    return len(one) == len(other) and sorted(one) == sorted(other)


def _prose_sum(claim: Claim, whole: Figure, parts: list[Figure]) -> Check:
    place = shared_place([whole, *parts])
    outcome = compare_sum(whole, parts, place)
    if outcome.failed and (often := _paid_in_a_year(claim, whole, parts)):
        return _of_a_year(claim, whole, parts, often)
    loose = compare_sum(whole, parts) if outcome.failed else outcome
    others = [t.figure for t in addends(claim, whole) if t.figure not in parts]
    some = not claim.exclusive or _of_its_own_kind(claim, whole)
    within = (some and nested(whole, parts)) or lists_within(claim, parts)
    nothing = not any(size(part) for part in parts)
    if outcome.failed and (
        nothing or others or within or _of_other_measures(claim, whole, parts) or _signed(claim, whole, parts)
    ):
        outcome = loose = replace(outcome, verdict=Verdict.UNDETERMINED)
    return sum_check(
        "S01",
        Sum(whole, tuple(parts), 0, "", (), outcome, certain=True, complete=True, loose=loose),
        subject=metric_of(claim, whole),
        quote=claim.sentence,
        mild=not loose.failed,
    )


def _paid_in_a_year(claim: Claim, whole: Figure, parts: Sequence[Figure]) -> int:
    """How often the parts fall due in the year that the whole is of: 月租金4,000元、5,500元，全年租金11.4万元; 0 where it is not so."""
    names = {normal(metric_of(claim, part)) for part in parts}
    before = claim.sentence.partition(whole.text)[0]
    clause = re.split("[，；。]", before)[-1]
    if not mentions(clause, words().a_year):
        return 0
    return next((each.times for each in words().due if all(n.startswith(each.names) for n in names)), 0)


def _of_a_year(claim: Claim, whole: Figure, parts: Sequence[Figure], often: int) -> Check:
    outcome = relate(whole, lambda of: total([of(part) for part in parts]) * often)
    return check_of(
        "S01",
        UNKNOWN if outcome.failed else outcome,
        whole,
        parts,
        left=f"({joined(parts)}) × {often}",
        subject=metric_of(claim, whole),
        quote=claim.sentence,
    )


def _of_its_own_kind(claim: Claim, whole: Figure) -> bool:
    """Whether the total says of what it is (财政性资金小计): then parts of another kind stand beside those it adds up."""
    name = normal(metric_of(claim, whole))
    ending = next((word for word in words().total_headers if name.endswith(word)), "")
    return bool(ending) and name != ending


def _of_other_measures(claim: Claim, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts are known to measure another thing than the whole: what was allotted beside what was spent."""
    fields = {id(term.figure): term.field for term in claim.terms}
    own = fields.get(id(whole))
    return own in STAGES and any(fields.get(id(part)) in STAGES - {own} for part in parts)


STAGES = frozenset(
    {"budget_initial", "budget_adjusted", "received_amount", "executed_amount", "surplus", "carried_forward"}
)
"""Fields of money at different stages: an amount of one is no part of an amount of another."""


def _signed(claim: Claim, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts make the whole with signs, where the words say that some of them are decreases."""
    text = claim.sentence + "".join(term.metric for term in claim.terms)
    if not mentions(text, words().decrease) or len(parts) > MOST_SUBSETS:
        return False
    return any(not _with_signs(whole, parts, signs).failed for signs in product((1, -1), repeat=len(parts)))


def _with_signs(whole: Figure, parts: Sequence[Figure], signs: Sequence[int]) -> Outcome:
    pairs = list(zip(parts, signs, strict=True))
    return relate(whole, lambda of: total([of(part) * sign for part, sign in pairs]))


@rule("S05", severity=Severity.ERROR)
def difference_is_as_said(context: Context) -> Iterator[Check]:
    """What is short or left over is the difference of the two figures beside it; funds are B07's.

    Example: 「应到240人次，实到238人次，欠缺2人次」.
    """
    for claim in context.claims(ClaimKind.STAFFING, ClaimKind.DIFFERENCE, ClaimKind.COUNT):
        said = quantity_of(claim, Role.SHORTFALL, Role.SURPLUS, fields=("shortfall",))
        need = quantity_of(claim, Role.TARGET, Role.WHOLE, Role.TOTAL, fields=("staff_required",))
        have = quantity_of(claim, Role.ACTUAL, Role.PART, fields=("staff_actual",))
        if said and need and have and claim.aligned and len({id(f) for f in (said, need, have)}) == 3:
            for check in _difference(claim, said, need, have):
                failed = check.verdict is Verdict.INCONSISTENT
                yield undecided(check) if failed and _of_several(context, claim, said) else check


def _of_several(context: Context, claim: Claim, said: Figure) -> bool:
    """Whether what is short in a row is the sum of what the other rows of its table lack, where more than enough is 0."""
    if claim.place.table is None:
        return False
    lacking = [
        found
        for other in context.claims(claim.kind)
        if other is not claim and other.place.table == claim.place.table
        and (found := quantity_of(other, Role.SHORTFALL, Role.SURPLUS, fields=("shortfall",)))
    ]  # fmt: skip
    return len(lacking) > 1 and sum(size(f) for f in lacking) == size(said)


def _difference(claim: Claim, said: Figure, need: Figure, have: Figure) -> Iterator[Check]:
    if not (comparable(need, have) and comparable(need, said)):
        return
    more, less = (need, have) if (need.number or 0) >= (have.number or 0) else (have, need)
    outcome = _minus(said, more, less)
    if more is have and not size(said):
        outcome = relate(
            said, lambda of: Interval.of(0, 0), power=Fraction(1)
        )  # nothing is short of more than enough
    wanted = [
        (said, size(more) - size(less)),
        (more, size(less) + size(said)),
        (less, size(more) - size(said)),
    ]
    yield check_of(
        "S05",
        outcome,
        said,
        [more, less],
        left=f"{printed(more)} − {printed(less)}",
        subject=metric_of(claim, need),
        quote=claim.sentence,
        repairs=[str(r) for r in likely(wanted)] if outcome.failed else (),
    )


def _minus(said: Figure, more: Figure, less: Figure) -> Outcome:
    return relate(said, lambda of: of(more) - of(less))


@rule("S06", severity=Severity.ERROR)
def product_is_as_said(context: Context) -> Iterator[Check]:
    """So much for each, times so many of them (and so many months or years), is what it comes to.

    Example: 「采购数量为5年，每年240万元，总采购资金1200万元」.
    """
    for claim in context.claims(ClaimKind.PRODUCT):
        whole = quantity_of(claim, Role.TOTAL, Role.WHOLE)
        if not whole or not claim.aligned or is_mean(claim):
            continue
        factors = [t for t in claim.terms if t.figure is not whole and _factor(t.figure)]
        each = [
            f for f in factors if (f.role is Role.STANDARD if claim.scope else comparable(f.figure, whole))
        ]
        told = all(factor.role in {Role.STANDARD, Role.BASELINE} for factor in factors)
        if len(each) == 1 and (len(factors) == FACTORS or (len(factors) == FACTORS + 1 and told)):
            yield _multiplied(claim, whole, factors)


FACTORS = 2
"""A price and a number; a number of months or years may come to them."""
MONTHS = 12
SPAN = "span"
"""The field of a number of months or years that so much each is paid for."""


def _factor(figure: Figure) -> bool:
    return readable(figure) and figure.kind in {FigureKind.COUNT, FigureKind.MONEY, FigureKind.MEASURE}


def _taken(claim: Claim, term: Term, of: Reader) -> Interval:
    """What a factor may truly be: a number of years or months, and a price without decimals or one laid down, are as printed."""
    figure = term.figure
    if term.field == SPAN or (figure.kind is FigureKind.MONEY and _is_laid_down(claim, figure)):
        return exactly(figure)
    plain = figure.decimals == 0 and figure.scale == 0
    return exactly(figure) if plain and figure.kind is FigureKind.MONEY else of(figure)


def _is_laid_down(claim: Claim, price: Figure) -> bool:
    """Whether the words before so much each say that it was decided and not computed: 每村补助5万元, 按每亩0.12万元的标准."""
    before, _, after = claim.sentence.partition(price.text)
    clause = re.split("[，；。]", before)[-1] + after[:4]
    return mentions(clause, words().laid_down)


def _multiplied(claim: Claim, whole: Figure, terms: Sequence[Term]) -> Check:
    factors = [term.figure for term in terms]

    def formula(of: Reader) -> Interval:
        made = _taken(claim, terms[0], of)
        for term in terms[1:]:
            made = made * _taken(claim, term, of)
        return made * MONTHS if claim.scope == OF_A_YEAR else made

    outcome = relate(whole, formula, siblings=False)
    approximate = any(word + whole.text[:1] in claim.sentence for word in words().approximate)
    year = f" × {MONTHS}" if claim.scope == OF_A_YEAR else ""
    return check_of(
        "S06",
        outcome,
        whole,
        factors,
        left=joined(factors, "×") + year,
        severity=Severity.NOTE if approximate else Severity.ERROR,
        subject=metric_of(claim, whole),
        quote=claim.sentence,
        repairs=product_repairs(whole, factors) if outcome.failed and not year else _result(whole, outcome),
    )


def _result(whole: Figure, outcome: Outcome) -> list[str]:
    return (
        [str(repair) for repair in likely([(whole, outcome.exact or Fraction(0))])] if outcome.failed else []
    )


@rule("S07", severity=Severity.ERROR)
def budget_rolls_forward(context: Context) -> Iterator[Check]:
    """The adjusted budget is the initial one, plus what was added, less what was cut.

    Example: 「年初下达预算72万元，年中下达预算98万元，年度预算共170万元」.
    """
    for line in context.report.budget_lines:
        a = line.amounts
        moved = [f for f in ("budget_added", "budget_cut") if f in a]
        if (
            "budget_initial" in a
            and "budget_adjusted" in a
            and moved
            and all(readable(f) for f in a.values())
        ):
            yield _rolled(
                a["budget_initial"],
                a.get("budget_added"),
                a.get("budget_cut"),
                a["budget_adjusted"],
                line.name,
                carried=[a["carried_forward"]] if "carried_forward" in a else [],
            )
    for claim in context.claims():
        if claim.kind is ClaimKind.SUM:
            continue
        initial = figure_of(claim, fields=("budget_initial",))
        added, cut = (figure_of(claim, fields=(f,)) for f in ("budget_added", "budget_cut"))
        adjusted = figure_of(claim, fields=("budget_adjusted",))
        if initial and adjusted and (added or cut) and claim.aligned:
            subject = metric_of(claim, adjusted)
            yield _rolled(initial, added, cut, adjusted, subject, claim.sentence, _carried(context, claim))


def _carried(context: Context, claim: Claim) -> list[Figure]:
    """Amounts carried over from the year before that the sentence of a claim names beside its budgets."""
    return [
        term.figure
        for other in context.claims()
        if other.sentence == claim.sentence and other.place.block == claim.place.block
        for term in other.terms
        if readable(term.figure)
        and (term.field == "carried_forward" or mentions(term.metric, words().carried_over))
    ]


def _rolled(
    initial: Figure,
    added: Figure | None,
    cut: Figure | None,
    adjusted: Figure,
    subject: str,
    quote: str = "",
    carried: Sequence[Figure] = (),
) -> Check:
    """Cuts are printed without a sign, or with one: both readings are admitted.

    What was carried over from the year before belongs to the adjusted budget in some bureaus and not in others: it is added
    where that makes the sum. A sum that fits in neither way is held against the report only if one slip explains it.
    """
    place = shared_place([f for f in (initial, added, cut, adjusted) if f])
    signed_cut = cut is not None and (cut.number or 0) < 0

    def formula(of: Reader) -> Interval:
        out = of(initial) + (of(added) if added else 0)
        return out + of(cut) if cut and signed_cut else out - (of(cut) if cut else 0)

    outcome = relate(adjusted, formula, place=place)
    brought: list[Figure] = []
    if outcome.failed and carried:
        with_it = [(c, relate(adjusted, lambda of, c=c: formula(of) + of(c), place=place)) for c in carried]  # type: ignore[misc]
        fitting = next(((c, found) for c, found in with_it if not found.failed), None)
        if fitting is None:
            slips = (
                (c, o) for c, o in with_it if repairs_of_sum(adjusted, [f for f in (initial, added, c) if f])
            )
            fitting = next(slips, None) if cut is None else None
        brought, outcome = ([fitting[0]], fitting[1]) if fitting else ([], UNKNOWN)
    left = (
        printed(initial)
        + "".join(f" + {printed(f)}" for f in (added, *brought) if f)
        + (f" − {printed(cut)}" if cut else "")
    )
    return check_of(
        "S07",
        outcome,
        adjusted,
        [f for f in (initial, added, cut, *brought) if f],
        left=left,
        subject=subject,
        quote=quote,
        repairs=[str(r) for r in repairs_of_sum(adjusted, [f for f in (initial, added, *brought) if f])]
        if outcome.failed and cut is None
        else (),
    )


@rule("S08", severity=Severity.ERROR)
def part_within_the_whole(context: Context) -> Iterator[Check]:
    """A part of a set of things counts no more than the set.

    Example: 「受益120人，其中女性130人」.
    """
    for claim in context.claims(ClaimKind.SHARE, ClaimKind.STAFFING, ClaimKind.COUNT):
        part = figure_of(claim, Role.PART)
        whole = figure_of(claim, Role.WHOLE)
        if part and whole and part.kind is FigureKind.COUNT and comparable(part, whole) and claim.aligned:
            yield check_of(
                "S08", _at_least(whole, part), whole, [part], left=f"{printed(part)} ≤ {printed(whole)}",
                subject=metric_of(claim, part), quote=claim.sentence,
            )  # fmt: skip


def _at_least(whole: Figure, part: Figure) -> Outcome:
    return relate(whole, lambda of: of(part) + Interval.of(0, None), power=Fraction(1))
