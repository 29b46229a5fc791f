"""Shares of one whole that is not said beside them: the figure before them that makes all but one (R19)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, printed
from score.percentages import BASE_ROLES, PART_ROLES
from score.relation import Outcome, relate
from score.repair import likely
from score.rounding import as_printed, readable
from score.rule import rule
from score.terms import comparable, metric_of, normal, percent_of, quantity_of, terms_of
from score.words import words

Pair = tuple[Claim, Figure, Figure]
"""A statement with its part and its share."""

LEAST_AGREEING = 2

_CLAUSE = re.compile(r"[，,。；;：:]")


@rule("R19", severity=Severity.ERROR, needs=("claims",))
def shares_of_one_whole(context: Context) -> Iterator[Check]:
    """Shares of one sentence that are said without their whole are of one figure printed before them in the paragraph.

    Which figure that is, the shares tell themselves: it must make at least two of them to the last digit, all but one of
    them, and be the only one that does. Example: 「受理投诉3,640件。食品类1,274件，占35%；服务类546件，占15%；网络购物类910件，占26%」.
    A share that is left over where the others were read with their whole is of that whole if one slip makes it so.
    """
    before = context.once("figures of blocks", lambda: _by_block(context.figures))
    for pairs in _sentences(context):
        if len(pairs) < LEAST_AGREEING:
            yield from _left_over(context, *pairs[0])
            continue
        wholes = _fitting(pairs, before.get(pairs[0][0].place.block, []))
        if len({whole.number for whole in wholes}) > 1:
            wholes = [whole for whole in wholes if _named(context, pairs[0][0], whole)]
        if len({whole.number for whole in wholes}) == 1:
            for claim, part, rate in pairs:
                yield _of_whole(claim, part, rate, wholes[-1])


def _by_block(figures: Sequence[Figure]) -> dict[int | None, list[Figure]]:
    out: dict[int | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.place.row is None and figure.kind is not FigureKind.PERCENT and readable(figure):
            out[figure.place.block].append(figure)
    return out


def _sentences(context: Context) -> Iterator[list[Pair]]:
    groups: dict[tuple[int | None, str], list[Pair]] = defaultdict(list)
    for claim in context.claims(ClaimKind.SHARE):
        part, rate = quantity_of(claim, *PART_ROLES), percent_of(claim, Role.SHARE)
        bare = not claim.base and not terms_of(claim, *BASE_ROLES, Role.TOTAL)
        if (
            part
            and rate
            and part.number
            and rate.number
            and bare
            and claim.aligned
            and claim.place.row is None
        ):
            groups[claim.place.block, claim.sentence].append((claim, part, rate))
    yield from groups.values()


def _left_over(context: Context, claim: Claim, part: Figure, rate: Figure) -> Iterator[Check]:
    """A share beside others of its sentence that hold, all of one whole and of parts of its own unit."""
    proven: dict[Decimal | None, set[Decimal | None]] = defaultdict(set)
    wholes: list[Figure] = []
    for other, own, share, whole in context.once("shares that hold", lambda: list(_holding(context))):
        if own.text in claim.sentence and other.place.block == claim.place.block:
            proven[whole.number].add(own.number)
            wholes.append(whole)
            if not comparable(own, part) or share.decimals != rate.decimals:
                return
    if (
        len(proven) != 1
        or len(*proven.values()) < LEAST_AGREEING
        or (part.number or 0) >= (wholes[0].number or 0)
    ):
        return
    check = _of_whole(claim, part, rate, wholes[0])
    if check.verdict is Verdict.INCONSISTENT and check.repairs:
        yield check


def _holding(context: Context) -> Iterator[tuple[Claim, Figure, Figure, Figure]]:
    """The shares of prose that hold, each with part, share and whole."""
    for claim in context.claims(ClaimKind.SHARE):
        part, rate = quantity_of(claim, *PART_ROLES), percent_of(claim, Role.SHARE, Role.RATE)
        whole = quantity_of(claim, *BASE_ROLES, Role.TOTAL)
        told = part is not None and rate is not None and whole is not None and claim.place.row is None
        if (
            told
            and part
            and rate
            and whole
            and comparable(part, whole)
            and not _share(part, rate, whole).failed
        ):
            yield claim, part, rate, whole


def _fitting(pairs: Sequence[Pair], figures: Sequence[Figure]) -> list[Figure]:
    first = min(part.place.start or 0 for _, part, _ in pairs)
    largest = max(part.number or 0 for _, part, _ in pairs)
    return [
        whole
        for whole in figures
        if (whole.place.start or 0) < first
        and (whole.number or 0) > largest
        and all(comparable(whole, part) for _, part, _ in pairs)
        and (agreeing := sum(not _share(p, r, whole).failed for _, p, r in pairs)) >= LEAST_AGREEING
        and agreeing >= len(pairs) - 1
    ]


def _named(context: Context, claim: Claim, whole: Figure) -> bool:
    """Whether the words before the whole are those of which the sentence says the shares: 受理件中 and 受理投诉3,640件."""
    head = normal(_CLAUSE.split(claim.sentence)[0])
    ending = next((word for word in words().of_which if head.endswith(word)), None)
    passage = context.passage_of(whole.place)
    if ending is None or passage is None:
        return False
    clause = _CLAUSE.split(passage.text[: whole.place.start])[-1]
    name = head.removesuffix(ending).removesuffix(whole.unit)
    return len(name) > 1 and name in normal(clause)


def _share(part: Figure, rate: Figure, whole: Figure) -> Outcome:
    return relate(rate, lambda of: of(part) / of(whole) * 100)


def _of_whole(claim: Claim, part: Figure, rate: Figure, whole: Figure) -> Check:
    outcome = _share(part, rate, whole)
    repairs = [str(r) for r in likely(_wanted(part, rate, whole))] if outcome.failed else []
    return check_of(
        "R19",
        outcome,
        rate,
        [part, whole],
        left=f"{printed(part)} ÷ {printed(whole)}",
        severity=Severity.ERROR if repairs else Severity.WARNING,
        subject=metric_of(claim, part),
        quote=claim.sentence,
        repairs=repairs,
        facts={"base": printed(whole)},
    )


def _wanted(part: Figure, rate: Figure, whole: Figure) -> Iterator[tuple[Figure, Fraction]]:
    p, r, w = (Fraction(f.number or 0) for f in (part, rate, whole))
    yield rate, as_printed(p / w * 100, rate)
    yield part, as_printed(w * r / 100, part)
