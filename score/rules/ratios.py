"""Percentages against the figures they are made of (R01 to R06, R11)."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Direction, Indicator, Role, Term
from score.context import Context
from score.evidence import check_of, joined, like, printed, undecided
from score.hidden import amount_base, is_whole, nearest_base, neighbours, whole_bases
from score.interval import total
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely, printed_count, repairs_of_percentage, significant_digits
from score.rounding import as_printed, exactly, readable
from score.rule import rule
from score.terms import bare, comparable, metric_of, normal, percent_of, quantity_of, terms_of
from score.words import mentions, words

RATE_ROLES = (Role.COMPLETION, Role.RATE, Role.SHARE)
BASE_ROLES = (Role.TARGET, Role.WHOLE, Role.BASELINE)
PART_ROLES = (Role.ACTUAL, Role.PART)
RATIO_CLAIMS = (ClaimKind.COMPLETION, ClaimKind.STAFFING, ClaimKind.SHARE, ClaimKind.OTHER)
MOST_CANDIDATES = 12
SHORTEST_NAME = 2
_COUNT_IN_BRACKET = re.compile(r"[（(][^（）()]*\d[^（）()]*[）)]")
SHARE_LIST = "share.list"
"""Shares of one question or whole, in one statement: closed when they must make a hundred."""


def _as_percentage(rate: Figure, part: Figure, whole: Figure) -> Outcome:
    return relate(rate, lambda of: of(part) / of(whole) * 100)


def _division(part: Figure, whole: Figure) -> str:
    return f"{printed(part)} ÷ {printed(whole)}"


# --- R01 -------------------------------------------------------------------------------------------------


@rule("R01", severity=Severity.ERROR)
def percentage_of_known_base(context: Context) -> Iterator[Check]:
    """A printed percentage is the actual value over the target, when both are printed.

    The plainest of all checks: whoever corrected one of the three figures had to correct another.
    Example: 「计划举办20场，实际举办18场，完成率95%」 where 18 ÷ 20 = 90%.
    """
    for claim in context.claims(*RATIO_CLAIMS):
        rate, part = percent_of(claim, *RATE_ROLES), quantity_of(claim, *PART_ROLES)
        bases = [bare(t.figure) for t in terms_of(claim, *BASE_ROLES) if t.figure is not rate]
        if rate and part and claim.kind is not ClaimKind.SHARE and claim.aligned:
            for check in _against_bases("R01", rate, part, bases, metric_of(claim, part), claim.sentence):
                yield _of_a_set_number(claim, check, rate, part)
            if not bases and claim.kind is ClaimKind.COMPLETION:
                yield from _of_its_row(context, claim, rate, part)
    forms: dict[int | None, list[tuple[Indicator, Check]]] = defaultdict(list)
    for row in context.report.indicators:
        forms[row.form] += [(row, check) for check in _row_rate(row)]
    for rows in forms.values():
        yield from _as_the_others(rows)


MOST_DIGITS_SET = 2
"""A target of so few digits was set as it is printed, and not rounded."""


def _of_a_set_number(claim: Claim, check: Check, rate: Figure, part: Figure) -> Check:
    """The check; a doubt where only unprinted digits of a round target would save the rate.

    Example: 「完成投资12.6亿元，为年度目标12亿元的110%」: 12.6 ÷ 12 = 105%, and 110% if the target were 11.5亿元.
    """
    targets = [bare(t.figure) for t in terms_of(claim, Role.TARGET)]
    passed = check.verdict is not Verdict.INCONSISTENT
    if not passed or len(targets) != 1 or targets[0].scale <= 0 or not targets[0].number:
        return check
    target = targets[0]
    if significant_digits(Fraction(target.number or 0)) > MOST_DIGITS_SET or not comparable(part, target):
        return check
    outcome = relate(rate, lambda of: of(part) / exactly(target) * 100)
    if not outcome.failed or _capped(rate, outcome):
        return check
    return check_of(
        "R01",
        outcome,
        rate,
        [part, target],
        left=_division(part, target),
        severity=Severity.WARNING,
        subject=metric_of(claim, part),
        quote=claim.sentence,
        repairs=_ratio_repairs(rate, part, target),
        facts={"part": printed(part), "base": printed(target)},
    )


def _of_its_row(context: Context, claim: Claim, rate: Figure, part: Figure) -> Iterator[Check]:
    """A rate told of a result whose target stands in the one row of the same result and name; a doubt at most.

    Example: 「新建灯杆68根，灯杆完成率85%」 beside a row 新建灯杆数量 ≥85根, 68根: 68 ÷ 85 = 80%.
    """
    name = normal(metric_of(claim, part))
    rows = [
        row
        for row in context.report.indicators
        if row.target
        and row.actual
        and len(row.target.figures) == len(row.actual.figures) == 1
        and row.direction is not Direction.REVERSE
        and row.actual.figures[0].number == part.number
        and row.actual.figures[0].unit == part.unit
        and len(name) >= SHORTEST_NAME
        and name in normal(row.level3)
    ]
    if len(rows) == 1 and rows[0].target and not claim.base and claim.scope is None:
        base = bare(rows[0].target.figures[0])
        for check in _against_bases("R01", rate, part, [base], rows[0].level3 or "", claim.sentence):
            wrong = check.verdict is Verdict.INCONSISTENT
            yield check.model_copy(update={"severity": Severity.WARNING}) if wrong else check


def _row_rate(row: Indicator) -> Iterator[Check]:
    """The completion rate printed in a row of an indicator table."""
    target = row.target.figures if row.target else ()
    actual = row.actual.figures if row.actual else ()
    if row.rate and len(target) == 1 and len(actual) == 1 and row.direction is not Direction.REVERSE:
        base = bare(target[0])
        yield from _against_bases("R01", row.rate, bare(actual[0]), [base], row.level3 or "", "")


LEAST_EXACT_ROWS = 3


def _as_the_others(rows: Sequence[tuple[Indicator, Check]]) -> Iterator[Check]:
    """The rates of a form; one that only unprinted decimals explain is a doubt where all others divide what is printed.

    79 of 85公里 is 92.94 %, and 92.49 % if 78.6 were the true length: no contradiction, but in a form whose other rates
    are made of the printed figures it is the one row to look at.
    """
    exact = [_of_printed(check) for _, check in rows]
    told = [
        o
        for (row, _), o in zip(rows, exact, strict=True)
        if o is not None and row.rate and row.rate.number != 100
    ]
    odd = [o for o in told if o.failed]
    proven = len(odd) == 1 and len(told) - 1 >= LEAST_EXACT_ROWS
    for (_, check), outcome in zip(rows, exact, strict=True):
        doubted = proven and outcome is odd[0] and check.verdict is Verdict.CONSISTENT
        yield _doubted(check) if doubted else check


def _of_printed(check: Check) -> Outcome | None:
    """What becomes of the rate if target and actual are just what is printed; None where there are not these three."""
    if len(check.figures) != 3:
        return None
    rate, part, base = check.figures
    if not base.number or part.number is None:
        return None
    return relate(rate, lambda of: exactly(part) / exactly(base) * 100)


def _doubted(check: Check) -> Check:
    facts = check.facts | {"outcome": "unlike_the_others"}
    return check.model_copy(
        update={"verdict": Verdict.INCONSISTENT, "severity": Severity.WARNING, "facts": facts}
    )


def _against_bases(
    rule_id: str, rate: Figure, part: Figure, bases: Sequence[Figure], subject: str, quote: str
) -> Iterator[Check]:
    """The rate against every base it may have: it fails only if it fits none of them."""
    outcomes = [
        (base, _as_percentage(rate, part, base))
        for base in bases
        if readable(base) and readable(part) and readable(rate) and comparable(part, base)
    ]
    if not outcomes:
        return
    base, outcome = next((pair for pair in outcomes if not pair[1].failed), outcomes[0])
    if outcome.failed and _capped(rate, outcome):
        outcome = UNKNOWN
    yield check_of(
        rule_id,
        outcome,
        rate,
        [part, *(b for b, _ in outcomes)],
        left=_division(part, base),
        subject=subject,
        quote=quote,
        repairs=_ratio_repairs(rate, part, base) if outcome.failed else (),
        facts={"part": printed(part), "base": printed(base)},
    )


def _capped(rate: Figure, outcome: Outcome) -> bool:
    """Whether the rate is a plain 100 % of more than 100 %: forms that cap do not contradict themselves."""
    return rate.number == 100 and outcome.exact is not None and outcome.exact > 100


def _ratio_repairs(rate: Figure, part: Figure, base: Figure) -> list[str]:
    """Single slips, and the two operands in each other's place, that would make the ratio true."""
    if not (rate.number and part.number and base.number):
        return []
    r, a, n = (Fraction(f.number or 0) for f in (rate, part, base))
    swapped = relate(rate, lambda of: of(base) / of(part) * 100)
    out = [f"{_division(base, part)} = {printed(rate)}"] if not swapped.failed else []
    exact = as_printed(a / n * 100, rate)
    wanted = [(rate, exact), (part, as_printed(n * r / 100, part)), (base, as_printed(a * 100 / r, base))]
    return out + [str(repair) for repair in likely(wanted)]


# --- R02, R03 --------------------------------------------------------------------------------------------


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
            and all(part_of_another_share(context, claim, term) for term in terms_of(claim, *BASE_ROLES))
        ):
            yield from hidden_whole("R02", claim, part, rate)


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


def part_of_another_share(context: Context, claim: Claim, base: Term) -> bool:
    """Whether what stands where the base of a rate would is a part with a rate of its own, and does not make this one.

    「专业人员12人占比100%，持续在岗12人，稳岗率85.71%」: the first 12 is no base of the second rate.
    """
    owners = context.once("parts of shares", lambda: _parts_of_shares(context))
    if not owners.get(base.figure.place.address, set()) - {claim.place.address}:
        return False
    rate, part = percent_of(claim, *RATE_ROLES), quantity_of(claim, *PART_ROLES)
    return bool(rate and part and _as_percentage(rate, part, base.figure).failed)


def _parts_of_shares(context: Context) -> dict[object, set[object]]:
    """The places of the claims in which a figure is a part with a rate, by the place of the figure."""
    owners: dict[object, set[object]] = {}
    for claim in context.claims(ClaimKind.SHARE, ClaimKind.COMPLETION):
        part = quantity_of(claim, *PART_ROLES)
        if part is not None and percent_of(claim, *RATE_ROLES):
            owners.setdefault(part.place.address, set()).add(claim.place.address)
    return owners


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
        yield from _against_bases("R03", rate, part, found, metric_of(claim, part), claim.sentence)


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


# --- R05 to R08 ------------------------------------------------------------------------------------------


@rule("R05", severity=Severity.ERROR)
def share_of_the_whole(context: Context) -> Iterator[Check]:
    """A share is the part over the whole, when both are printed.

    Example: 「专业人员12人，占全部14人的95%」 where 12 ÷ 14 = 85.71%.
    """
    for claim in context.claims(ClaimKind.SHARE):
        rate, part = percent_of(claim, Role.SHARE, Role.RATE), quantity_of(claim, *PART_ROLES)
        wholes = terms_of(claim, Role.WHOLE, Role.TOTAL, Role.BASELINE)
        if rate and part and claim.aligned:
            figures = [term.figure for term in wholes]
            for check in _against_bases("R05", rate, part, figures, metric_of(claim, part), claim.sentence):
                other = check.verdict is Verdict.INCONSISTENT and (
                    not _is_base(claim.base, wholes)
                    or _of_the_others(claim, part, rate)
                    or normal(claim.base) in words().planned
                    or any(part_of_another_share(context, claim, term) for term in wholes)
                    or _explained_behind(claim, part, rate)
                    or _of_another_amount(context, claim, part, rate)
                )
                yield undecided(check) if other else _by_neighbours(claim, check)


def _by_neighbours(claim: Claim, check: Check) -> Check:
    """Wholes that only stand before a part may not be meant: an error needs one slip that explains it."""
    if claim.rule != "rate.counted" or check.verdict is not Verdict.INCONSISTENT or check.repairs:
        return check
    return check.model_copy(update={"severity": Severity.WARNING})


def _of_the_others(claim: Claim, part: Figure, rate: Figure) -> bool:
    """Whether a rate is that of the others: 达标率 beside 未达标1项."""
    counted, rated = normal(metric_of(claim, part)), normal(metric_of(claim, rate))
    return any(
        counted.startswith(no) and counted[len(no) :][:2] in rated and no not in rated
        for no in words().negations
    )


def _explained_behind(claim: Claim, part: Figure, rate: Figure) -> bool:
    """Whether a bracket behind a rate has a count of its own: 师资满意率97.1%（540份） is not of what stands before it."""
    before, _, after = claim.sentence.partition(rate.text)
    bracket = _COUNT_IN_BRACKET.match(after)
    return bracket is not None and part.text in before and part.text not in bracket.group()


def _of_another_amount(context: Context, claim: Claim, part: Figure, rate: Figure) -> bool:
    """Whether the rate is that of another amount of the sentence, where no words say of what it is."""
    beside = {
        term.figure.place.address: term.figure
        for other in context.report.claims
        if other.sentence == claim.sentence and other.place.block == claim.place.block
        for term in other.terms
    }
    wholes = [
        f for f in beside.values() if f is not part and comparable(f, part) and readable(f) and f.number
    ]
    return not claim.base and any(not _as_percentage(rate, part, whole).failed for whole in wholes)


def _is_base(base: str | None, wholes: Sequence[Term]) -> bool:
    """Whether the phrase a share refers to, if there is one, names the whole that is printed."""
    name = _without_size(normal(base))
    return not name or any(
        name in (whole := _without_size(normal(term.metric))) or whole in name or name[-2:] in whole
        for term in wholes
    )


def _without_size(name: str) -> str:
    """A name without the words at its end that say how much, and not of what: 审计预算资金额 is 审计预算."""
    end = max((word for word in words().size_words if name.endswith(word)), key=len, default="")
    return name.removesuffix(end)


@rule("R06", severity=Severity.WARNING)
def shares_make_a_hundred(context: Context) -> Iterator[Check]:
    """The shares of a whole that is listed completely make 100 %, but for rounding.

    Example: a table with shares 40.0 %, 35.0 % and 30.0 % beside a total row.
    """
    for table in context.money_tables:
        entries = [line for line in table.lines if not line.is_total and line.parent is None]
        totals = [line for line in table.lines if line.is_total]
        shares = [line.amounts["share"] for line in entries if "share" in line.amounts]
        if (
            len(totals) == 1
            and len(shares) >= 2
            and len(shares) == len(entries)
            and not _running(shares, totals[0])
        ):
            yield _hundred(shares, table.name, "")
    for claim in context.claims(ClaimKind.SHARE):
        if claim.rule.startswith(SHARE_LIST) and claim.closed:
            check = _hundred([term.figure for term in claim.terms], claim.subject, claim.sentence)
            cut = check.verdict is Verdict.INCONSISTENT and _goes_on(context, claim)
            yield undecided(check) if cut else check
    for sentence, group in itertools.groupby(context.claims(ClaimKind.SHARE), key=lambda c: c.sentence):
        claims = [claim for claim in group if not claim.rule.startswith(SHARE_LIST)]
        claims = [claim for claim in claims if not mentions(claim.base, words().planned)]
        shares = [s for c in claims if (s := percent_of(c, Role.SHARE)) is not None]
        if len(shares) >= 2 and _parts_fill_the_whole(claims):
            yield _hundred(shares, claims[0].subject, sentence)


def _goes_on(context: Context, claim: Claim) -> bool:
    """Whether shares of other amounts stand in the sentence of a list: then the list was read too short."""
    listed = {term.figure.place.address for term in claim.terms}
    return any(
        term.role is Role.SHARE and term.figure.place.address not in listed
        for other in context.claims(ClaimKind.SHARE)
        if other.sentence == claim.sentence and other.place.block == claim.place.block
        for term in other.terms
    )


def _running(shares: Sequence[Figure], line: BudgetLine) -> bool:
    """Whether shares grow from row to row up to that of the total: 24%, 54%, 80%, 97% of a contract were paid so far."""
    numbers = [share.number or 0 for share in shares]
    last = line.amounts.get("share")
    return numbers == sorted(numbers) and last is not None and last.number == numbers[-1]


def _parts_fill_the_whole(claims: Sequence[Claim]) -> bool:
    """Whether the parts of the shares add to the one whole they name: then nothing is left out."""
    parts = [quantity_of(c, *PART_ROLES) for c in claims]
    wholes = {w.number: w for c in claims if (w := quantity_of(c, Role.WHOLE, Role.TOTAL)) is not None}
    if len(wholes) != 1 or not all(claim.closed for claim in claims):
        return False
    known = [part for part in parts if part is not None]
    whole = next(iter(wholes.values()))
    return len(known) == len(claims) and not relate(whole, lambda of: total([of(p) for p in known])).failed


def _hundred(shares: Sequence[Figure], subject: str, quote: str) -> Check:
    first = shares[0]
    hundred = first.model_copy(update={"text": "100%", "value": Decimal(100), "decimals": 0, "scale": 0})
    outcome = relate(hundred, lambda of: total([of(share) for share in shares]), exact_result=True)
    if not outcome.failed:
        # A list that rounds to 100.01 and one forced to 100 are both as they should be.
        outcome = relate(
            hundred, lambda of: total([of(s) for s in shares]), exact_result=True, power=Fraction(1)
        )
    elif any(share.scale for share in shares):
        outcome = UNKNOWN  # where tenths are told in words, 一半 and 三分之一 stand beside them
    return check_of(
        "R06",
        outcome,
        hundred,
        shares,
        left=joined(shares),
        severity=Severity.WARNING,
        subject=subject,
        quote=quote,
    ).model_copy(update={"figures": tuple(shares)})
