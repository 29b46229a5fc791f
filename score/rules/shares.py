"""Shares of a whole that is named elsewhere, of the parts of one list, and amounts in a ratio (R15 to R18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.distances import points_among_rates
from score.evidence import check_of, joined, number, printed
from score.interval import Interval, total
from score.percentages import BASE_ROLES, PART_ROLES, SHARE_LIST
from score.relation import UNKNOWN, Outcome, relate
from score.rounding import possible, readable
from score.rule import rule
from score.rules.prices import weights_of
from score.terms import comparable, metric_of, normal, percent_of, quantity_of, terms_of
from score.words import words

UNSAID = "unsaid_whole.agrees"
"""The end of the rule of shares already read as those of one list."""
SHORTEST_NAME = 4
HUNDRED = 100
MOST_POINTS = 9
"""A slip of units moves the point by at most eight places (元 for 亿元)."""
FEWEST_SHARES = 2
"""More shares than these show by one another what they are of."""


@rule("R15", severity=Severity.WARNING, needs=("claims",))
def share_of_a_whole_named_elsewhere(context: Context) -> Iterator[Check]:
    """A share refers to a whole by its name; the amount of that name, in the text or in a table, is its base.

    Held against a report only when the name has one amount in the whole document. Example: 「占本年支出合计的99.86%」 beside
    a row 本年支出合计 9,759.38.
    """
    named = _amounts_by_name(context)
    for claim in context.claims(ClaimKind.SHARE):
        rate, part = percent_of(claim, Role.SHARE, Role.RATE), quantity_of(claim, *PART_ROLES)
        name = normal(claim.base)
        if not (rate and part) or terms_of(claim, *BASE_ROLES, Role.TOTAL) or len(name) < SHORTEST_NAME:
            continue
        plain = _without_year(name)
        bases = [b for b in named.get(name) or named.get(plain, []) if comparable(b, part) and b.number]
        if bases and readable(part) and readable(rate):
            if all(_over(rate, part, base).failed for base in bases):
                bases = _spent(context, claim, part, plain) or bases
            yield _of_named(claim, rate, part, bases)


def _without_year(name: str) -> str:
    """The name of a whole without the words that say it is that of the year: 全年项目支出 is 项目支出."""
    for word in words().year_words:
        name = name.removeprefix(word)
    return name


def _spent(context: Context, claim: Claim, part: Figure, name: str) -> list[Figure]:
    """What was spent under a name, where the part was spent: the other amounts of the row are no base of it."""
    if not any(t.figure is part and t.field == "executed_amount" for t in claim.terms):
        return []
    rows = [line for line in context.report.budget_lines if normal(words().without_number(line.name)) == name]
    found = [f for line in rows if (f := line.amounts.get("executed_amount")) is not None and readable(f)]
    return found if len({f.number for f in found}) == 1 else []


def _amounts_by_name(context: Context) -> dict[str, list[Figure]]:
    """The amounts of the rows, columns of total rows, and statements of a document, by name."""
    out: dict[str, list[Figure]] = defaultdict(list)
    for table in context.money_tables:
        for line in table.lines:
            for field, figure in line.amounts.items():
                if not readable(figure) or figure.kind is FigureKind.PERCENT:
                    continue
                out[normal(words().without_number(line.name))].append(figure)
                if line.is_total:
                    out[normal(table.header(field))].append(figure)
    for claim in context.report.claims:
        for term in claim.terms:
            if readable(term.figure) and term.role not in {Role.PREVIOUS, Role.CHANGE, Role.PART}:
                out[normal(term.metric)].append(term.figure)
    return out


def _of_named(
    claim: Claim, rate: Figure, part: Figure, bases: Sequence[Figure], rule_id: str = "R15"
) -> Check:
    tried = [(base, _over(rate, part, base)) for base in bases]
    order = [outcome.verdict for _, outcome in tried]
    base, outcome = min(tried, key=lambda pair: (pair[1].failed, order.index(pair[1].verdict)))
    others = rule_id == "R15" and _of_less(rate, part, base)
    if outcome.failed and (len({b.number for b in bases}) > 1 or others):
        outcome = UNKNOWN
    return check_of(
        rule_id,
        outcome,
        rate,
        [part, base],
        left=f"{printed(part)} ÷ {printed(base)}",
        severity=Severity.WARNING,
        subject=metric_of(claim, part),
        quote=claim.sentence,
        facts={"base_name": claim.base or "", "base": printed(base)},
    )


def _of_less(rate: Figure, part: Figure, base: Figure) -> bool:
    """Whether the part is more than what bears the name of its whole, and no slip of points or units makes it so: that is of another owner."""
    size, whole = Fraction(part.number or 0), Fraction(base.number or 0)
    if size <= whole or not rate.number or rate.number > HUNDRED:
        return False
    return all(_over(rate, part, base, 10**k).failed for k in range(1, MOST_POINTS))


def _over(rate: Figure, part: Figure, base: Figure, times: int = 1) -> Outcome:
    return relate(rate, lambda of: of(part) / of(base) * Fraction(HUNDRED, times))


# --- the parts of one list ------------------------------------------------------------------------------------


@rule("R16", severity=Severity.WARNING, needs=("claims",))
def shares_of_the_parts_of_a_list(context: Context) -> Iterator[Check]:
    """Where shares of one sentence make a hundred and no whole is printed, each is its part of the sum of the parts.

    Example: 「公务用车6.85万元，占91.46%；公务接待0.64万元，占8.54%」, where 6.85 ÷ 7.49 = 91.46%.
    """
    sentences: dict[tuple[int | None, str], list[Claim]] = defaultdict(list)
    for claim in context.claims(ClaimKind.SHARE):
        told = claim.rule != SHARE_LIST and not claim.rule.endswith(UNSAID)
        if told and claim.aligned and claim.place.row is None:
            sentences[claim.place.block, _last_sentence(claim)].append(claim)
    for every in sentences.values():
        claims = [claim for claim in every if not terms_of(claim, *BASE_ROLES, Role.TOTAL)]
        if 0 < len(claims) < len(every):
            yield from _of_the_whole_beside(claims, [claim for claim in every if claim not in claims])
        pairs = [(c, quantity_of(c, *PART_ROLES), percent_of(c, Role.SHARE)) for c in claims]
        full = [(c, p, r) for c, p, r in pairs if p is not None and r is not None]
        parts = [p for _, p, _ in full]
        if len(full) < 2 or len(full) < len(pairs) or not all(comparable(p, parts[0]) for p in parts):
            continue
        whole = _hundred([r for *_, r in full]) or _all_but_one(full, parts)
        if whole and any(p.number for p in parts):
            for claim, part, rate in full:
                yield _of_list(claim, rate, part, parts)


def _last_sentence(claim: Claim) -> str:
    """The sentence in which a share stands; its whole may stand in one before."""
    return claim.sentence.rstrip("。").rpartition("。")[2]


Shared = tuple[Claim, Figure, Figure]
"""A share: what says it, the part and the rate."""


def _of_the_whole_beside(claims: Sequence[Claim], others: Sequence[Claim]) -> Iterator[Check]:
    """The shares of a sentence without a whole, where the others hold of one whole and nothing of it is left out.

    Either all of them make a hundred, or the parts make the whole. Example: 「支出合计1,659.86万元，其中基本支出1,003.35万元，
    占60.45%；项目支出6560.51万元，占39.55%」.
    """
    open_, known = _shared(claims), _shared(others)
    wholes = [whole for c in others if (whole := quantity_of(c, Role.WHOLE, Role.TOTAL)) is not None]
    if len(open_) < len(claims) or len(known) < len(others) or len(wholes) < len(others):
        return
    whole, parts = wholes[0], [part for _, part, _ in (*known, *open_)]
    if len({w.number for w in wholes}) > 1 or not all(comparable(part, whole) for part in parts):
        return
    if any(claim.base for claim in claims) or any(_over(rate, part, whole).failed for _, part, rate in known):
        return
    if _hundred([rate for *_, rate in (*known, *open_)]) or _whole_of(whole, parts):
        for claim, part, rate in open_:
            yield _of_named(claim, rate, part, [whole], "R16")


def _shared(claims: Sequence[Claim]) -> list[Shared]:
    found = [(c, quantity_of(c, *PART_ROLES), percent_of(c, Role.SHARE)) for c in claims]
    return [(c, part, rate) for c, part, rate in found if part is not None and rate is not None]


def _whole_of(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts make the whole: then nothing of it is left out."""
    return not relate(whole, lambda of: total([of(part) for part in parts])).failed


def _hundred(rates: Sequence[Figure]) -> bool:
    return 100 in total([possible(rate) for rate in rates])


def _all_but_one(full: Sequence[Shared], parts: Sequence[Figure]) -> bool:
    """Whether all shares but one are those of the sum of the parts: then the one is told wrong, and nothing is left out."""
    if len(full) <= FEWEST_SHARES or not all(readable(figure) for _, *both in full for figure in both):
        return False
    wrong = [rate for _, part, rate in full if _in_sum(rate, part, parts).failed]
    return len(wrong) == 1


def _in_sum(rate: Figure, part: Figure, parts: Sequence[Figure]) -> Outcome:
    others = [p for p in parts if p is not part]
    return relate(rate, lambda of: of(part) / (of(part) + total([of(p) for p in others])) * 100)


def _of_list(claim: Claim, rate: Figure, part: Figure, parts: Sequence[Figure]) -> Check:
    return check_of(
        "R16",
        _in_sum(rate, part, parts),
        rate,
        parts,
        left=f"{printed(part)} ÷ ({joined(parts)})",
        severity=Severity.WARNING,
        subject=metric_of(claim, part),
        quote=claim.sentence,
    )


@rule("R17", severity=Severity.WARNING, needs=("claims",))
def amounts_stand_in_their_ratio(context: Context) -> Iterator[Check]:
    """A ratio that is said of the amounts before it is theirs.

    The paragraph must list as many amounts as the ratio has numbers. Example: 「中央760万元、省320万元、县200万元……比例为19:8:5」.
    """
    for claim in context.report.claims:
        ratio = next((t.figure for t in claim.terms if t.figure.kind is FigureKind.RATIO), None)
        weights = weights_of(ratio)
        if ratio is None or len(weights) < 3 or len(claim.terms) != 1 or claim.place.row is not None:
            continue
        parts = _parts_before(context, claim)
        if len(parts) == len(weights) and any(weights):
            yield _in_ratio(claim, ratio, weights, parts)


def _parts_before(context: Context, claim: Claim) -> list[Figure]:
    """The parts listed in the paragraph before a statement, once a place."""
    found: dict[object, Figure] = {}
    for other in context.report.claims:
        if other.place.block != claim.place.block or other.place.row is not None:
            continue
        for term in other.terms:
            if term.role is Role.PART and term.figure.kind is FigureKind.MONEY and readable(term.figure):
                found.setdefault(term.figure.place.address, term.figure)
    return list(found.values())


def _in_ratio(claim: Claim, ratio: Figure, weights: Sequence[Fraction], parts: Sequence[Figure]) -> Check:
    whole = sum((Fraction(p.number or 0) for p in parts), Fraction(0))
    all_weights = sum(weights, Fraction(0))
    shares = [_within(ratio, weight, all_weights) for weight in weights]
    tried = [_share(p, parts, share) for p, share in zip(parts, shares, strict=True)]
    wrong = [(p, w, o) for p, w, o in zip(parts, weights, tried, strict=True) if o.failed]
    part, weight, outcome = wrong[0] if wrong else (parts[0], weights[0], tried[0])
    return check_of(
        "R17",
        outcome,
        part,
        [ratio, *parts],
        left=f"({joined(parts)}) × {number(weight)}/{number(all_weights)}" if whole else printed(ratio),
        severity=Severity.WARNING,
        subject=claim.subject or claim.terms[0].metric,
        quote=claim.sentence,
        facts={"ratio": printed(ratio)},
    )


def _within(ratio: Figure, weight: Fraction, whole: Fraction) -> Interval:
    """The share that a number of a ratio stands for; one with decimals (6.01:55.04:38.95) was rounded to the last of them."""
    places = max((len(part.partition(".")[2]) for part in str(ratio.value).split(":")), default=0)
    half = Fraction(1, 2 * 10**places) if places else Fraction(0)
    return Interval.of((weight - half) / whole, (weight + half) / whole)


def _share(part: Figure, parts: Sequence[Figure], share: Interval) -> Outcome:
    return relate(part, lambda of: total([of(p) for p in parts]) * share)


@rule("R18", severity=Severity.NOTE, needs=("claims",))
def points_between_two_rates(context: Context) -> Iterator[Check]:
    """A distance in percentage points is that between two rates of the sentence, or of the one before it.

    Which rates are meant is for the reader where none fits. Example: 「达标率87.92%，距90%的目标相差2.08个百分点」.
    """
    for claim, points, rates in points_among_rates(context):
        yield from _between(claim, points, [t.figure for t in rates])


def _between(claim: Claim, points: Figure, rates: Sequence[Figure]) -> Iterator[Check]:
    before = [r for r in rates if r.place.address < points.place.address]
    for i, one in enumerate(before):
        for other in before[i + 1 :]:
            gap = abs(Fraction(one.number or 0) - Fraction(other.number or 0))
            if gap and gap == Fraction(points.number or 0):
                more, less = sorted((one, other), key=lambda f: f.number or 0, reverse=True)
                yield check_of(
                    "R18", relate(points, lambda of: of(more) - of(less), power=Fraction(1)), points, [more, less],  # noqa: B023
                    left=f"{printed(more)} − {printed(less)}", severity=Severity.NOTE,
                    subject=metric_of(claim, points), quote=claim.sentence,
                )  # fmt: skip
                return
