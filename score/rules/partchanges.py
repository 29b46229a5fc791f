"""Changes of parts make that of the whole (R24); rates against the time that has passed (R25); a rate and its opposite (R27)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, Role, Term
from score.context import Context
from score.distances import is_rate, points_among_rates
from score.evidence import check_of, printed, undecided
from score.interval import Interval, total
from score.lexicon import told_words
from score.relation import Outcome, relate
from score.repair import likely
from score.rounding import Reader, as_printed, shared_place
from score.rule import rule
from score.sums import compare_sum
from score.terms import comparable, metric_of, normal, quantity_of, terms_of
from score.words import mentions

_NUMBER = re.compile(r"\d")
_TITLES = re.compile("《[^《》]*》")
WHOLES = (Role.WHOLE, Role.TOTAL)
NOW = (Role.ACTUAL, Role.SPENT, Role.BUDGET, Role.RECEIVED, Role.WHOLE, Role.TOTAL, Role.PART)
SIGNS = {"increase": 1, "decrease": -1}
YEAR = 12
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Change:
    """By how much an amount changed, which way, and what it is compared with."""

    amount: Figure
    sign: int
    base: str


@rule("R24", severity=Severity.ERROR, needs=("claims",))
def changes_of_parts_make_that_of_the_whole(context: Context) -> Iterator[Check]:
    """Where parts make up a whole, and all are told with their change, the changes make up that of the whole.

    A part that is gone this year is told of by no one: without a slip of the pen that explains it, it is asked about. Example:
    「增加2.25亿元。其中：地方收入…增加2.79亿元；上划中央…减少0.46亿元；上划省级…减少766万元」.
    """
    changes = _changes(context)
    for claim in context.claims(ClaimKind.SUM):
        whole = quantity_of(claim, *WHOLES)
        parts = [t.figure for t in terms_of(claim, Role.PART) if whole and comparable(t.figure, whole)]
        if whole is None or len(parts) < 2 or not claim.aligned:
            continue
        if compare_sum(whole, parts, shared_place([whole, *parts])).failed:
            continue
        own = changes.get(whole.place.address)
        told = [changes.get(part.place.address) for part in parts]
        found = [change for change in told if change is not None]
        if own is not None and len(found) == len(parts) and _on_one_base([own, *found]):
            yield _made(claim, whole, own, found)


def _changes(context: Context) -> dict[tuple[int, ...], Change]:
    """The changes told of amounts, by the place of the amount; none where two are told of one on different bases."""
    out: dict[tuple[int, ...], Change | None] = {}
    for claim in context.claims(ClaimKind.GROWTH):
        now, change = quantity_of(claim, *NOW), quantity_of(claim, Role.CHANGE)
        sign = SIGNS.get(claim.scope or "")
        if now is None or change is None or sign is None or not comparable(now, change):
            continue
        address = now.place.address
        known = out.get(address)
        again = address in out and (known is None or known.amount.number != change.number)
        out[address] = None if again else Change(change, sign, claim.base or "")
    return {address: change for address, change in out.items() if change is not None}


def _on_one_base(changes: Sequence[Change]) -> bool:
    """Whether all are changes against last year, or all against a budget."""
    return len({mentions(change.base, told_words().progress.budgets) for change in changes}) == 1


def _made(claim: Claim, whole: Figure, own: Change, parts: Sequence[Change]) -> Check:
    amounts = [own.amount, *(part.amount for part in parts)]
    place = shared_place(amounts)

    def formula(of: Reader) -> Interval:
        return total([of(part.amount) * part.sign for part in parts]) * own.sign

    outcome = relate(own.amount, formula, place=place)
    loose = relate(own.amount, formula)
    repairs = _repairs(own, parts, outcome) if outcome.failed else []
    left = "".join(f" {'+' if part.sign > 0 else '−'} {printed(part.amount)}" for part in parts).removeprefix(
        " + "
    )
    check = check_of(
        "R24",
        outcome,
        own.amount,
        [part.amount for part in parts],
        left=left.strip(),
        severity=Severity.ERROR
        if repairs and not (outcome.failed and not loose.failed)
        else Severity.WARNING,
        subject=metric_of(claim, whole),
        quote=claim.sentence,
        repairs=repairs,
    )
    return undecided(check) if outcome.failed and not loose.failed else check


def _repairs(own: Change, parts: Sequence[Change], outcome: Outcome) -> list[str]:
    """Single slips of one of the changes that make them agree."""
    if outcome.exact is None:
        return []
    off = Fraction(own.amount.number or 0) - outcome.exact
    wanted = [(own.amount, as_printed(outcome.exact, own.amount))]
    wanted += [
        (p.amount, as_printed(Fraction(p.amount.number or 0) + off * p.sign * own.sign, p.amount))
        for p in parts
    ]
    return [str(repair) for repair in likely(wanted)]


@rule("R25", severity=Severity.WARNING, needs=("claims", "passages"))
def points_against_the_year_so_far(context: Context) -> Iterator[Check]:
    """By how many points a rate is ahead of the time that has passed is the rate less that part of the year.

    Example: 「截至10月底完成97.2%，超过时间进度13.8个百分点」, where 97.2 − 10/12 × 100 = 13.87. Where several months or rates are
    told only what agrees is told.
    """
    for claim, points, rates in points_among_rates(context):
        yield from _ahead(context, claim, points, [t for t in rates if t.role is not Role.GROWTH])


def _ahead(context: Context, claim: Claim, points: Figure, rates: Sequence[Term]) -> Iterator[Check]:
    words_of = told_words().progress
    passage = context.passage_of(claim.place)
    sentence = "".join(claim.sentence.split())
    named = words_of.name.search(sentence)
    told = sentence.find(printed(points))
    # 超过序时进度6.2个百分点，同比加快1.4个百分点: the first distance is the one from the time.
    if passage is None or named is None or told < named.end() or _NUMBER.search(sentence, named.end(), told):
        return
    before = sorted(
        {
            t.figure.place.address: t.figure for t in rates if t.figure.place.address < points.place.address
        }.values(),
        key=lambda figure: figure.place.address,
    )[-2:]
    months = list(dict.fromkeys(_months(words_of.month, _TITLES.sub("", passage.text))))
    sign = -1 if mentions(sentence[: sentence.find(printed(points))][-12:], words_of.less) else 1
    tried = [
        (rate, month, _distance(points, rate, month, sign)) for rate in reversed(before) for month in months
    ]
    if not tried:
        return
    rate, month, outcome = next((one for one in tried if not one[2].failed), tried[0])
    shown = f"{printed(rate)} − {month}/{YEAR}" if sign > 0 else f"{month}/{YEAR} − {printed(rate)}"
    check = check_of(
        "R25", outcome, points, [rate], left=shown, severity=Severity.WARNING,
        subject=metric_of(claim, points), quote=claim.sentence,
    )  # fmt: skip
    yield undecided(check) if outcome.failed and len(tried) > 1 else check


def _distance(points: Figure, rate: Figure, month: int, sign: int) -> Outcome:
    return relate(points, lambda of: (of(rate) - Fraction(HUNDRED * month, YEAR)) * sign)


def _months(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    quarters = told_words().progress.quarters
    for match in pattern.finditer(text):
        month = int(match["month"]) if match["month"] else 0
        month = month or (3 * (quarters.index(match["quarter"]) + 1) if match["quarter"] else 6)
        if 1 <= month <= YEAR:
            yield month


@rule("R27", severity=Severity.ERROR, needs=("claims",))
def rate_and_its_opposite(context: Context) -> Iterator[Check]:
    """A rate and that of what did not reach it make a hundred, told in one sentence of one thing.

    Example: 「总体不合格率2.09%，合格率为97.19%」. Degrees of satisfaction leave a middle, and are none.
    """
    told: dict[tuple[int | None, str], dict[object, Term]] = defaultdict(dict)
    for claim in context.report.claims:
        for term in claim.terms:
            if claim.place.row is None and is_rate(term.figure):
                told[claim.place.block, claim.sentence].setdefault(term.figure.place.address, term)
    for (_, sentence), terms in told.items():
        if len(terms) < 2:
            continue
        for name in told_words().rates.complements:
            found = [t for t in terms.values() if normal(t.metric).endswith(name)]
            negated = [
                t for t in found if normal(t.metric).removesuffix(name).endswith(told_words().rates.negations)
            ]
            plain = [t for t in found if t not in negated]
            if len(negated) == len(plain) == 1 and Role.TARGET not in {negated[0].role, plain[0].role}:
                yield _opposite(plain[0], negated[0], sentence)


def _opposite(plain: Term, negated: Term, sentence: str) -> Check:
    one, other = plain.figure, negated.figure
    outcome = relate(one, lambda of: Interval.point(HUNDRED) - of(other))
    wanted = [] if outcome.exact is None else [(one, as_printed(outcome.exact, one))]
    return check_of(
        "R27", outcome, one, [other], left=f"100% − {printed(other)}", severity=Severity.ERROR,
        subject=plain.metric, quote=sentence,
        repairs=[str(r) for r in likely(wanted)] if outcome.failed else (),
    )  # fmt: skip
