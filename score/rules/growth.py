"""Change against an earlier period: amounts, percentages and percentage points (R07, R08)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Role
from score.context import Context, MoneyTable
from score.evidence import check_of, number, printed, undecided
from score.interval import Interval
from score.lonechanges import lone_changes
from score.measures import NOW_FIELDS
from score.relation import UNKNOWN, Formula, Outcome, relate
from score.repair import likely
from score.rounding import Reader, as_printed, exactly, readable, shared_place
from score.rule import rule
from score.terms import bare, comparable, metric_of, percent_of, quantity_of
from score.words import mentions, words

Signed = Callable[[int], tuple[str, Formula]]
"""For +1 (a rise) or -1 (a fall): how the formula is printed, and the formula of the unsigned change."""

_BRACKET = re.compile(r"[（(][^（）()]*[）)]")

NOW_ROLES = (Role.ACTUAL, Role.TOTAL, Role.SPENT, Role.BUDGET, Role.WHOLE, Role.TARGET)


@rule("R07", severity=Severity.ERROR)
def growth_on_the_earlier_base(context: Context) -> Iterator[Check]:
    """Growth is the change over the *earlier* value; the change is the difference of the two.

    Dividing by this year's value is the commonest slip. When only this year and the change are printed, the
    base is this year less the change. Example: 「支出792.22万元，比上年增加189.25万元，增长23.89%」, where 189.25 ÷
    (792.22 − 189.25) = 31.39%.
    """
    for claim in context.claims(ClaimKind.GROWTH):
        if claim.aligned and not mentions(claim.sentence, words().comparable_basis):
            yield from _times(claim) if claim.rule == TIMES_RULE else _growth(claim)
    yield from lone_changes(context)
    for table in context.money_tables:
        yield from _growth_rows(table)


TIMES_RULE, TIMES_SCOPE = "growth.times", "times"
"""Statements of multiples, and the scope of those that say how many times as much, and not by how many times more."""


def _growth_rows(table: MoneyTable) -> Iterator[Check]:
    """The change and its rate in each row of a table that prints the earlier amount beside one other."""
    fields = [name for name in NOW_FIELDS if name in table.fields]
    changes = [name for name in ("change_amount", "growth_rate") if name in table.fields]
    if "previous_amount" not in table.fields or len(fields) != 1 or not changes:
        return
    found = [check for line in table.lines for check in _growth_row(table, line, fields[0])]
    failing = sum(check.verdict is Verdict.INCONSISTENT for check in found)
    structural = failing * 2 > len(found)
    for check in found:
        yield undecided(check) if structural and check.verdict is Verdict.INCONSISTENT else check


def _growth_row(table: MoneyTable, line: BudgetLine, field: str) -> Iterator[Check]:
    before, now = line.amounts.get("previous_amount"), line.amounts.get(field)
    change, rate = line.amounts.get("change_amount"), line.amounts.get("growth_rate")
    if now is None or before is None or not (readable(now) and readable(before)):
        return
    subject = " · ".join(part for part in (table.name, line.name.strip()) if part)
    if change is not None and readable(change) and comparable(now, change):
        outcome = relate(change, lambda of: of(now) - of(before), place=shared_place([now, before, change]))
        yield _row_check(outcome, change, [now, before], f"{printed(now)} − {printed(before)}", subject)
    if rate is not None and readable(rate) and rate.kind is FigureKind.PERCENT and before.number:
        outcome = relate(rate, lambda of: (of(now) / of(before) - 1) * 100)
        yield _row_check(outcome, rate, [now, before], f"{printed(now)} ÷ {printed(before)} − 1", subject)


def _row_check(outcome: Outcome, reported: Figure, inputs: list[Figure], left: str, subject: str) -> Check:
    """A printed change may lack its minus: only a wrong size is held against a row."""
    if outcome.failed and outcome.exact is not None and reported.number is not None:
        unsigned = Fraction(reported.number) * outcome.exact < 0
        unit = Fraction(reported.unit_in_last_place)
        if unsigned and abs(abs(outcome.exact) - abs(Fraction(reported.number))) <= unit:
            outcome = UNKNOWN
    repairs = _repairs(reported, outcome) if outcome.failed else ()
    return check_of("R07", outcome, reported, inputs, left=left, subject=subject, repairs=repairs)


def _growth(claim: Claim) -> Iterator[Check]:
    now = quantity_of(claim, *NOW_ROLES)
    before = quantity_of(claim, Role.PREVIOUS, Role.BASELINE, fields=("previous_amount",))
    change = quantity_of(claim, Role.CHANGE, fields=("change_amount",))
    rate = percent_of(claim, Role.GROWTH, fields=("growth_rate",))
    aside = now is not None and rate is not None and _told_aside(claim, now, rate)
    if now and before and change and comparable(now, before) and comparable(now, change):
        yield _best(claim, change, [now, before], _difference(now, before))
    if not rate or aside:
        return
    if now and before and comparable(now, before):
        yield _best(claim, rate, [now, before], _by_both(now, before))
    elif now and change and comparable(now, change):
        if now.number == change.number and rate.number == 100:
            yield _from_nothing(claim, rate, now, change)
            return
        yield _best(claim, rate, [now, change], _by_change(now, change))
    elif before and change and comparable(before, change):
        yield _best(claim, rate, [change, before], _over_base(change, before))


def _told_aside(claim: Claim, now: Figure, rate: Figure) -> bool:
    """Whether the later amount stands in a bracket that explains another rate: 环比增长14.1%（三季度为31.2万吨），同比下降6.3%."""
    amount, percent = claim.sentence.find(now.text), claim.sentence.find(rate.text)
    return any(
        m.start() < amount < m.end() <= percent
        and mentions(claim.sentence[: m.start()], words().increase + words().decrease)
        for m in _BRACKET.finditer(claim.sentence)
    )


def _times(claim: Claim) -> Iterator[Check]:
    """由2亿元增加到6亿元，增长2倍: the quotient less one; 为上年的3倍: the quotient.

    Many write 增长3倍 for what has become three times as much: that is asked, and not asserted.
    """
    now, before = quantity_of(claim, *NOW_ROLES), quantity_of(claim, Role.PREVIOUS)
    times = quantity_of(claim, Role.GROWTH)
    if not (now and before and times and comparable(now, before) and before.number):
        return
    quotient = relate(times, lambda of: of(now) / of(before))
    more = relate(times, lambda of: of(now) / of(before) - 1)
    by_more = claim.scope != TIMES_SCOPE
    outcome = more if by_more else quotient
    doubtful = by_more and more.failed and not quotient.failed
    if outcome.verdict is Verdict.IF_ROUNDED_UP:
        # nobody rounds so many times up
        outcome, doubtful = replace(outcome, verdict=Verdict.INCONSISTENT), True
    yield check_of(
        "R07",
        outcome,
        times,
        [now, before],
        left=f"{printed(now)} ÷ {printed(before)}" + (" − 1" if by_more else ""),
        severity=Severity.WARNING if doubtful else Severity.ERROR,
        subject=metric_of(claim, now),
        quote=claim.sentence,
        repairs=_repairs(times, outcome) if outcome.failed else (),
    )


def _from_nothing(claim: Claim, rate: Figure, now: Figure, change: Figure) -> Check:
    """A change of the whole amount: there was nothing before, and growth is put at 100 % by convention."""
    outcome = Outcome(
        Verdict.CONSISTENT, Fraction(100), Interval.point(100), Fraction(0), Fraction(1), frozenset()
    )
    left = f"{printed(change)} ÷ {printed(now)}"
    return check_of(
        "R07", outcome, rate, [now, change], left=left, subject=metric_of(claim, now), quote=claim.sentence
    )


def _difference(now: Figure, before: Figure) -> Signed:
    def formula(sign: int) -> tuple[str, Formula]:
        more, less = (now, before) if sign > 0 else (before, now)
        return f"{printed(more)} − {printed(less)}", lambda of: of(more) - of(less)

    return formula


def _by_both(now: Figure, before: Figure) -> Signed:
    def formula(sign: int) -> tuple[str, Formula]:
        shown = f"{printed(now)} ÷ {printed(before)} − 1"
        return (
            shown if sign > 0 else f"1 − {shown[:-4]}",
            lambda of: (_whole(now, of) / _whole(before, of) - 1) * 100 * sign,
        )

    return formula


def _whole(figure: Figure, of: Reader) -> Interval:
    """What an amount may truly be; one printed in 元 without decimals (a price, a standard) is meant to the 元."""
    whole = figure.kind is FigureKind.MONEY and figure.scale == 0 and figure.number is not None
    return Interval.point(figure.number or 0) if whole else of(figure)


def _by_change(now: Figure, change: Figure) -> Signed:
    """`d / (c - d)` in the closed form `1 / (c/d - 1)`, which uses each figure once."""

    def formula(sign: int) -> tuple[str, Formula]:
        base = f"({printed(now)} {'−' if sign > 0 else '+'} {printed(change)})"
        return f"{printed(change)} ÷ {base}", lambda of: 100 / (of(now) / of(change) - sign)

    return formula


def _over_base(change: Figure, before: Figure) -> Signed:
    def formula(sign: int) -> tuple[str, Formula]:
        del sign
        return f"{printed(change)} ÷ {printed(before)}", lambda of: of(change) / of(before) * 100

    return formula


def _best(claim: Claim, reported: Figure, inputs: list[Figure], signed: Signed) -> Check:
    """The check under the direction the words allow; under the one that fits, when they allow both.

    Direction is words and never a minus sign in these reports, so sizes are compared. A printed minus is
    taken off first.
    """
    shown = (
        reported.model_copy(update={"value": abs(reported.number)})
        if reported.number is not None
        else reported
    )
    tried = []
    for sign in _directions(claim):
        left, formula = signed(sign)
        tried.append((relate(shown, formula), left, formula))
    outcome, left, formula = next((t for t in tried if not t[0].failed), tried[0])
    check = check_of(
        "R07",
        outcome,
        reported,
        inputs,
        left=left,
        subject=metric_of(claim, inputs[0]),
        quote=claim.sentence,
        repairs=_repairs(reported, outcome) if outcome.failed else (),
        facts={"wrong_base": _wrong_base(claim, reported, inputs)},
    )
    return check.model_copy(
        update={"facts": check.facts | ({"outcome": "wrong_base"} if _is_wrong_base(check) else {})}
    )


def _directions(claim: Claim) -> tuple[int, ...]:
    """The signs the change may have, by the words of the claim: up, down, or either."""
    if claim.scope in {"increase", "decrease"}:
        return (1,) if claim.scope == "increase" else (-1,)
    text = claim.sentence or "".join(term.metric for term in claim.terms)
    down, up = mentions(text, words().decrease), mentions(text, words().increase)
    return (1, -1) if down == up else ((-1,) if down else (1,))


def _wrong_base(claim: Claim, reported: Figure, inputs: list[Figure]) -> str:
    """The division by this year's value, if that is what the printed rate comes from."""
    now, change = quantity_of(claim, *NOW_ROLES), quantity_of(claim, Role.CHANGE, fields=("change_amount",))
    if reported.kind is not FigureKind.PERCENT or not now or not change or now not in inputs:
        return ""
    outcome = relate(reported, lambda of: of(change) / of(now) * 100)
    return (
        ""
        if outcome.failed or outcome.exact is None
        else f"{printed(change)} ÷ {printed(now)} = {printed(reported)}"
    )


def _is_wrong_base(check: Check) -> bool:
    return check.verdict is Verdict.INCONSISTENT and bool(check.facts["wrong_base"])


def _repairs(reported: Figure, outcome: Outcome) -> list[str]:
    if outcome.exact is None:
        return []
    return [str(repair) for repair in likely([(reported, as_printed(outcome.exact, reported))])]


@rule("R08", severity=Severity.ERROR)
def points_are_not_percent(context: Context) -> Iterator[Check]:
    """The difference of two percentages is in percentage points, and not in per cent.

    Example: 「满意度由80%提高到90%，提高10%」: that is 10 percentage points, or 12.5 %.
    """
    for claim in context.claims(ClaimKind.GROWTH):
        now = percent_of(claim, *NOW_ROLES, *RATE_ROLES)
        before = percent_of(claim, Role.PREVIOUS, Role.BASELINE)
        change = percent_of(claim, Role.CHANGE, Role.GROWTH)
        same = now and before and now.unit == before.unit
        if same and now and before and change and claim.aligned and change not in (now, before):
            yield _points(claim, bare(now), bare(before), change)


RATE_ROLES = (Role.RATE, Role.COMPLETION, Role.SHARE)


def _points(claim: Claim, now: Figure, before: Figure, change: Figure) -> Check:
    sign = 1 if (now.number or 0) >= (before.number or 0) else -1
    asked = claim.term(Role.BASELINE) is not None

    def base(of: Reader) -> Interval:
        """What was asked for is a number that was set, and not rounded."""
        return exactly(before) if asked else of(before)

    difference = relate(change, lambda of: (of(now) - base(of)) * sign)
    in_points = mentions(change.text + change.unit, words().points)
    ratio = relate(change, lambda of: (of(now) / of(before) - 1) * 100 * sign)
    outcome = difference if in_points or ratio.failed else ratio
    mixed = not in_points and ratio.failed and not difference.failed
    if mixed:
        outcome = Outcome(
            Verdict.INCONSISTENT, ratio.exact, ratio.allowed, ratio.margin, ratio.power, frozenset()
        )
    more, less = (now, before) if sign > 0 else (before, now)
    return check_of(
        "R08",
        outcome,
        change,
        [now, before],
        left=f"{printed(now)} ÷ {printed(before)} − 1"
        if outcome is ratio or mixed
        else f"{printed(more)} − {printed(less)}",
        severity=Severity.ERROR if in_points else Severity.WARNING,
        subject=claim.subject or metric_of(claim, now),
        quote=claim.sentence,
        repairs=_repairs(change, outcome) if outcome.failed and in_points else (),
        facts={
            "outcome": "points_as_percent",
            "points": number(Fraction((now.number or Decimal(0)) - (before.number or 0))),
        }
        if mixed
        else None,
    )
