"""Calculations that a document prints as such come out (R22); rates of several degrees taken together (R23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, joined, printed
from score.interval import Interval, total
from score.lexicon import told_words
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely
from score.rounding import Reader, as_printed, readable
from score.rule import rule
from score.terms import terms_of
from score.words import mentions, words

SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_FIRST = re.compile(r"\d[\d,]*(?:\.\d+)?")
LOOSE = 0
ALONE = 3

EXACT = frozenset({FigureKind.COUNT, FigureKind.SCORE})
"""Full points and counts in a calculation are meant as they stand."""
HUNDRED = 100
PER_MILLE, THOUSAND = "‰", 1000
CONSTANT = "#"
"""The sign before a number that is no figure: how many a mean is of."""
DEGREES_RULE = "survey.degrees"


@rule("R22", severity=Severity.ERROR, needs=("claims",))
def printed_calculation_comes_out(context: Context) -> Iterator[Check]:
    """A calculation printed with its figures gives the result printed behind it.

    Example: 「节约率=（计划成本100万元-实际成本95万元）/计划成本100万元=15%」 makes 5%; 「完成率94.2%（81/86）」.
    """
    for claim in context.claims(ClaimKind.OTHER):
        if claim.formula and claim.terms:
            yield from _calculation(claim)


def _calculation(claim: Claim) -> Iterator[Check]:
    *operands, last = (term.figure for term in claim.terms)
    if not readable(last):
        return
    scale = _parts_of_one(last) if last.kind is FigureKind.PERCENT else 1
    outcome = relate(last, lambda of: _value(claim.formula, operands, of) * scale)
    amounts = [figure for figure in operands if figure.kind is not FigureKind.PERCENT]
    bare = last.scale > 0 and all(figure.scale == 0 and not figure.unit for figure in amounts)
    if outcome.failed and bare:
        # 12.6+8.4=21万元, (681.8-268.4)×20%=82.68万元: the unit of the result is meant for all
        unit = Fraction(10) ** last.scale
        outcome = relate(last, lambda of: _value(claim.formula, operands, of) * unit)
    exact = outcome.exact if outcome.exact is not None else Fraction(last.number or 0)
    wanted = [(last, as_printed(exact, last))] if outcome.failed else []
    yield check_of(
        "R22",
        outcome,
        last,
        operands,
        left=_shown(claim.formula, operands),
        subject=claim.subject,
        quote=claim.sentence,
        repairs=[str(repair) for repair in likely(wanted)],
    )


def _value(postfix: Sequence[str], operands: Sequence[Figure], of: Reader) -> Interval:
    """What the calculation gives, each percentage as a part of one."""
    stack: list[Interval] = []
    for token in postfix:
        if token not in SIGNS:
            stack.append(_operand(token, operands, of))
            continue
        right, left = stack.pop(), stack.pop()
        match token:
            case "+":
                stack.append(left + right)
            case "-":
                stack.append(left - right)
            case "*":
                stack.append(left * right)
            case _:
                stack.append(left / right)
    return stack[0]


def _operand(token: str, operands: Sequence[Figure], of: Reader) -> Interval:
    if token.startswith(CONSTANT):
        return Interval.point(Fraction(token.removeprefix(CONSTANT)))
    figure = operands[int(token.rstrip("~"))]
    if figure.kind is FigureKind.RATIO:
        over, under = (Fraction(part) for part in str(figure.value).split(":"))
        return Interval.point(over) / Interval.point(under)
    if token.endswith("~"):
        return Interval.point(_difference_printed(figure))
    if figure.kind in EXACT and figure.number is not None:
        return Interval.point(figure.number)
    return of(figure) / _parts_of_one(figure) if figure.kind is FigureKind.PERCENT else of(figure)


def _parts_of_one(rate: Figure) -> int:
    """How many of the units of a rate make one."""
    return THOUSAND if rate.unit == PER_MILLE else HUNDRED


def _difference_printed(figure: Figure) -> Fraction:
    """What is printed like a range and meant as a difference, in its order: 18.66-22 is less than nothing."""
    low, high = Fraction(figure.low or 0), Fraction(figure.high or 0)
    first = _FIRST.match(figure.text)
    falls = first is not None and Fraction(first[0].replace(",", "")) * Fraction(10) ** figure.scale == high
    return high - low if falls else low - high


def _shown(postfix: Sequence[str], operands: Sequence[Figure]) -> str:
    """The calculation as it is read, with brackets only where they are needed."""
    stack: list[tuple[str, int]] = []
    for token in postfix:
        if token not in SIGNS:
            if token.startswith(CONSTANT):
                stack.append((token.removeprefix(CONSTANT), ALONE))
                continue
            stack.append((printed(operands[int(token.rstrip("~"))]), LOOSE if token.endswith("~") else ALONE))
            continue
        (right, tight), (left, loose) = stack.pop(), stack.pop()
        own = STRENGTH[token]
        left = left if loose >= own else f"({left})"
        right = right if tight > own or (tight == own and token in "+*") else f"({right})"
        stack.append((f"{left} {SIGNS[token]} {right}", own))
    return stack[0][0]


@rule("R23", severity=Severity.ERROR, needs=("claims",))
def rate_of_degrees_together(context: Context) -> Iterator[Check]:
    """A rate named after degrees (优良率) is their counts together over the whole.

    Which degrees of satisfaction count is no convention: a 满意率 that fits no run of them is a doubt, and where answers may be
    weighted nothing is said. Example: 「12家中优秀3家、良好6家、合格3家，优良率85%」 makes 75%.
    """
    for claim in context.claims(ClaimKind.SURVEY):
        if claim.rule == DEGREES_RULE and not mentions(claim.sentence, words().scored_satisfaction):
            yield from _degrees(claim)


def _degrees(claim: Claim) -> Iterator[Check]:
    rate = next((t.figure for t in terms_of(claim, Role.RATE)), None)
    whole = next((t.figure for t in terms_of(claim, Role.WHOLE)), None)
    parts = [t.figure for t in terms_of(claim, Role.PART)]
    if rate is None or whole is None or not parts or not whole.number:
        return
    named = claim.terms[-1].field is None
    chosen = [parts] if named else [*_runs(parts)]
    tried = [(found, _share(rate, found, whole)) for found in chosen]
    shown, outcome = next((one for one in tried if not one[1].failed), tried[0])
    repairs = _repairs(rate, [one for _, one in tried]) if outcome.failed else []
    if outcome.failed and not named and not repairs and not _is_rate_word(claim):
        outcome = UNKNOWN
    yield check_of(
        "R23",
        outcome,
        rate,
        [*shown, whole],
        left=f"({joined(shown)}) ÷ {printed(whole)}"
        if len(shown) > 1
        else f"{printed(shown[0])} ÷ {printed(whole)}",
        severity=Severity.ERROR if named else Severity.WARNING,
        subject=claim.subject,
        quote=claim.sentence,
        repairs=repairs,
    )


def _is_rate_word(claim: Claim) -> bool:
    """Whether the rate is called one (满意率), and no degree (满意度), which may be a mean of points."""
    return mentions(claim.terms[-1].metric, told_words().rates.counted)


def _runs(parts: Sequence[Figure]) -> Iterator[list[Figure]]:
    """All degrees together first, then the fewer."""
    for size in range(len(parts), 0, -1):
        yield from (list(found) for found in combinations(parts, size))


def _share(rate: Figure, parts: Sequence[Figure], whole: Figure) -> Outcome:
    return relate(rate, lambda of: total([of(part) for part in parts]) / of(whole) * HUNDRED)


def _repairs(rate: Figure, outcomes: Sequence[Outcome]) -> list[str]:
    wanted = [(rate, as_printed(o.exact, rate)) for o in outcomes if o.exact is not None]
    return [str(repair) for repair in likely(wanted)]
