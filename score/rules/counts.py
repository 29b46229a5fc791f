"""Lists and counts: as many names as announced, as many values as items, whole counts, and units that fit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from schema.figure import Figure, FigureKind, Flaw
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Indicator, Role
from score.context import Context
from score.evidence import printed
from score.lexicon import any_of, count_words, score_words
from score.rule import rule
from score.words import mentions, words

_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_CLAUSE = re.compile(r"[，。；：,;:]")
WINDOW = 24
"""Characters before and after a figure in which a word may explain it."""

JOINING = ("和", "与", "及")


@rule("N01", severity=Severity.WARNING, needs=("claims",))
def list_has_as_many_names(context: Context) -> Iterator[Check]:
    """A list names as many items as it announces.

    A missing name hides a village, a project or a group; an extra one inflates. Lists that end in 等 are open, and a
    name that contains 和 may be two. Example: 六个社区 followed by five names.
    """
    for claim in context.claims(ClaimKind.ENUMERATION):
        count = claim.term(Role.LIST_COUNT)
        if count is None or count.figure.number is None or not claim.names:
            continue
        least = len(claim.names)
        most = least + sum(any(word in name[1:-1] for word in JOINING) for name in claim.names)
        announced = int(count.figure.number)
        if announced != count.figure.number or count.figure.hedge:
            continue
        fits = announced >= least if not claim.closed else least <= announced <= most
        verdict = Verdict.CONSISTENT if fits else Verdict.INCONSISTENT
        if not claim.closed:
            verdict = Verdict.UNDETERMINED if fits else Verdict.INCONSISTENT
        yield Check(
            rule="N01",
            verdict=verdict,
            severity=Severity.WARNING if verdict is Verdict.INCONSISTENT else None,
            figures=(count.figure,),
            subject=claim.subject or count.metric,
            formula="、".join(claim.names),
            reported=printed(count.figure),
            recomputed=str(least),
            quote=claim.sentence,
            places=(claim.place,),
            facts={"announced": printed(count.figure), "named": str(least), "names": "、".join(claim.names)},
        )


@rule("N02", severity=Severity.WARNING, needs=("claims",))
def respectively_lists_match(context: Context) -> Iterator[Check]:
    """A list of items and the values that 分别 gives them have one length.

    With one value too few nobody can say which item lacks it. Example: 甲、乙、丙分别完成 120 场、80 场.
    """
    seen: set[tuple[str, int | None]] = set()
    for claim in context.claims():
        if claim.aligned and not claim.rule.startswith("respectively"):
            continue
        key = (claim.sentence, claim.place.block)
        if not claim.aligned and key in seen:
            continue
        seen.add(key)
        apart = Verdict.UNDETERMINED if _may_match(claim) else Verdict.INCONSISTENT
        verdict = Verdict.CONSISTENT if claim.aligned else apart
        yield Check(
            rule="N02",
            verdict=verdict,
            severity=Severity.WARNING if verdict is Verdict.INCONSISTENT else None,
            figures=claim.figures() if not claim.aligned else (),
            subject=claim.subject,
            quote=claim.sentence,
            places=(claim.place,),
            facts={"values": "、".join(printed(figure) for figure in claim.figures())},
        )


def _may_match(claim: Claim) -> bool:
    """Whether the lengths agree after all: one value shared by all items, or counts beside their own total."""
    if _divisible(claim):
        return True
    rates = [f for f in claim.figures() if f.kind is FigureKind.PERCENT]
    counts = [f.number for f in claim.figures() if f.kind is not FigureKind.PERCENT and f.number is not None]
    whole = sum(counts, Decimal(0))
    parts = len(counts) - any(2 * number == whole for number in counts)
    return len(claim.terms) < 2 or (bool(rates) and parts in {0, len(rates)})


def _divisible(claim: Claim) -> bool:
    """Whether the items can be read as as many as there are values: a joint may stand in a name, a count tells their number."""
    word = next((w for w in words().respectively if w in claim.sentence), "")
    pieces = claim.sentence.split(word) if word else []
    return any(_fits(claim, before, after) for before, after in pairwise(pieces))


def _fits(claim: Claim, before: str, after: str) -> bool:
    """The same for one 分别, between what stands before it and what follows up to the next."""
    values = [figure for figure in claim.figures() if figure.text in after]
    if not values:
        return False
    told = {
        figure.number
        for figure in claim.figures()
        if figure not in values and figure.kind is FigureKind.COUNT
    }
    if (
        len(values) in told
        or len(values) in _alike(claim, values)
        or _told_before(claim, before, len(values))
    ):
        return True
    items = _IN_BRACKETS.sub("", _CLAUSE.split(before)[-1])
    marks = sum(items.count(mark) for mark in words().item_marks)
    joints = 0
    for joint in words().item_joints:
        joints += items.count(joint)
        items = items.replace(joint, "")
    return joints > 1 and 1 + marks + 1 <= len(values) <= 1 + marks + joints


def _told_before(claim: Claim, before: str, values: int) -> bool:
    """Whether as many amounts of one unit stand in the sentence before 分别, beside the total that they make."""
    for unit in {term.figure.text.lstrip("0123456789,，.") for term in claim.terms} - {""}:
        found = re.findall(r"(\d[\d,]*(?:\.\d+)?)" + re.escape(unit), before)
        numbers = [Decimal(number.replace(",", "")) for number in found]
        if len(numbers) == values > 1 or (len(numbers) == values + 1 and 2 * max(numbers) == sum(numbers)):
            return True
    return False


def _alike(claim: Claim, values: list[Figure]) -> set[int]:
    """How many other figures of one role and one unit there are: each list of as many may be what the values belong to."""
    others = [term for term in claim.terms if term.figure not in values]
    found = set(Counter((term.role, term.figure.unit) for term in others).values())
    named: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for term in others:
        named[term.metric, term.figure.unit].append(term.figure.number or Decimal(0))
    lists = {len(ns) - any(2 * n == sum(ns) for n in ns) for ns in named.values()}
    if any(
        t.figure in values and mentions(t.metric, (*words().increase, *words().decrease)) for t in claim.terms
    ):
        found |= {number - 1 for number in lists}  # of three years two have grown over one before
    return (found | lists) - {0, 1}


@rule("N05", severity=Severity.WARNING, compares=False)
def counts_are_whole(context: Context) -> Iterator[Check]:
    """People, visits and events are counted in whole numbers.

    A half person-time is an average, or a mistake; an average must be called one. Example: 实到167.5人次.
    """
    for figure in context.figures:
        if figure.place.row is None and _broken_count(figure):
            yield _broken(figure, *_surroundings(context, figure))
    for row in context.report.indicators:
        for part in (row.target, row.actual):
            for figure in part.figures if part else ():
                if _broken_count(figure):
                    yield _broken(figure, f"{row.name}{part.text if part else ''}", row.name)


def _broken_count(figure: Figure) -> bool:
    whole = figure.number is None or figure.number % 1 == 0
    return (
        figure.kind is FigureKind.COUNT
        and not whole
        and figure.flaw is not Flaw.UNKNOWN_UNIT
        and bool(figure.unit)
        and figure.unit not in count_words().counts.divisible
        and "/" not in figure.unit
    )


def _surroundings(context: Context, figure: Figure) -> tuple[str, str]:
    """The text around a figure of prose, and what it counts."""
    passage = context.passage_of(figure.place)
    start, end = figure.place.start, figure.place.end
    if passage and start is not None and end is not None:
        clause = max(passage.text.rfind(stop, 0, start) for stop in "。；\n") + 1
        return passage.text[min(clause, max(0, start - WINDOW)) : end + WINDOW], ""
    for claim in context.claims():
        if any(term.figure is figure for term in claim.terms):
            return claim.sentence, claim.subject
    return "", ""


def _broken(figure: Figure, around: str, subject: str) -> Check:
    explained = any_of(count_words().counts.averaged, around) is not None
    return Check(
        rule="N05",
        verdict=Verdict.UNDETERMINED if explained else Verdict.INCONSISTENT,
        severity=None if explained else Severity.WARNING,
        figures=(figure,),
        subject=subject,
        reported=printed(figure),
        quote=around,
        facts={"outcome": "explained" if explained else "inconsistent", "unit": figure.unit},
    )


@rule("N06", severity=Severity.WARNING, compares=False)
def unit_fits_what_is_measured(context: Context) -> Iterator[Check]:
    """A quantity has a target in pieces, a rate one in percent.

    A percentage on a number of cases cannot be verified, because nobody says of what. Example: 完成专业个案数量 with the target
    ≥70%; 人均服务次数 不足 9%.
    """
    for row in context.report.indicators:
        yield from _row_units(row)
    pattern = count_words().unit_kind.average_percent
    for passage in context.report.passages:
        for found in pattern.finditer(passage.text):
            at = passage.place.model_copy(
                update={"start": found.start(), "end": found.end(), "page": passage.place.page}
            )
            yield Check(
                rule="N06",
                verdict=Verdict.INCONSISTENT,
                severity=Severity.WARNING,
                figures=_figures_within(
                    context, passage.place.block, found.start("percent"), found.end("percent")
                ),
                subject=found.group(),
                reported=found["percent"],
                quote=found.group(),
                places=(at,),
                facts={"outcome": "average", "shown": found["percent"], "quote": found.group()},
            )


def _figures_within(context: Context, block: int | None, start: int, end: int) -> tuple[Figure, ...]:
    return tuple(
        figure
        for figure in context.figures
        if figure.place.block == block
        and figure.place.row is None
        and figure.place.start is not None
        and start <= figure.place.start < end
    )


def _row_units(row: Indicator) -> Iterator[Check]:
    target = row.target
    if target is None or len(target.figures) != 1 or not row.level3:
        return
    words = count_words().unit_kind
    figure = target.figures[0]
    name = row.level3
    counted = words.count_name.search(name) is not None
    among_quantities = any_of(score_words().names.quantity, row.level2) is not None
    ratio = any_of(words.ratio, name) is not None
    percent = figure.kind is FigureKind.PERCENT
    if percent and counted and not ratio:
        yield _unit_check(row, figure, Severity.WARNING, "percent_on_count")
    elif percent and among_quantities and not ratio:
        yield _unit_check(row, figure, Severity.NOTE, "percent_among_quantities")
    elif figure.kind is FigureKind.COUNT and figure.unit and words.rate_name.search(name) and not counted:
        yield _unit_check(row, figure, Severity.NOTE, "count_on_rate")
    actual = row.actual.figures[0] if row.actual and len(row.actual.figures) == 1 else None
    if actual is not None and _one_in_percent(figure, actual):
        yield _unit_check(row, actual, Severity.NOTE, "actual_of_other_kind")


def _one_in_percent(target: Figure, actual: Figure) -> bool:
    """Whether one is a percentage and the other an amount of something; 100% of it says that it is done."""
    kinds = {target.kind, actual.kind}
    if kinds == {FigureKind.PERCENT, FigureKind.MONEY}:
        return True
    amount = next((f for f in (target, actual) if f.kind is not FigureKind.PERCENT), None)
    counted = kinds in ({FigureKind.PERCENT, FigureKind.COUNT}, {FigureKind.PERCENT, FigureKind.MEASURE})
    done = actual.kind is FigureKind.PERCENT and actual.number == DONE
    return counted and amount is not None and bool(amount.unit) and not done


DONE = Decimal(100)


def _unit_check(row: Indicator, figure: Figure, severity: Severity, outcome: str) -> Check:
    return Check(
        rule="N06",
        verdict=Verdict.INCONSISTENT,
        severity=severity,
        figures=(figure,),
        subject=row.name,
        reported=printed(figure),
        places=(figure.place,),
        facts={
            "outcome": outcome,
            "shown": row.target.text if row.target else printed(figure),
            "actual": row.actual.text if row.actual else "",
        },
    )
