"""Changes against what was told in sentences before: 2022年预算21.80万元。2021年支出20.12万元。2022年预算较2021年增加1.68万元.

The figures that a change is between are those of its name that differ by just so much, or the one that changed at just the rate told.
Nothing is joined that does not agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from extract.statements.changes import Change, told_changes
from extract.statements.drafts import Part
from extract.statements.growth import DECREASE, own_subject
from extract.statements.heads import Head
from extract.statements.heads import near as near_heads
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.names import abbreviates, akin
from extract.statements.spoken import Spoken, over_several
from schema.figure import Figure, FigureKind
from schema.report import Claim, ClaimKind, Role

AGREES = "growth.carried.agrees"
REACH = 24
"""How many sentences before a change its figures may stand."""
MOST = 40
BOTH = 2

Address = tuple[int, ...]
FINE = 10
"""A change of fewer units in its last place is between too many figures by chance."""


def carried_changes(
    spoken: Sequence[Spoken], heads: Sequence[Head], claims: Sequence[Claim], cues: Cues
) -> Iterator[Claim]:
    """Every change that is not told beside both its figures, with those that were told before."""
    levels = _levels(claims)
    for one in spoken:
        for change in told_changes(one.sentence, cues):
            told = set().union(*(levels.get(m.figure.place.address, set()) for m in change.said))
            found = None if change.saved or len(told) >= BOTH else _of(one, change, heads, cues, told)
            if found is not None:
                yield found


def _levels(claims: Sequence[Claim]) -> dict[Address, set[Address]]:
    """The figures it is between that are told with a change, all by their places."""
    out: dict[Address, set[Address]] = {}
    for claim in claims:
        if claim.kind is ClaimKind.GROWTH:
            moved = {t.figure.place.address for t in claim.terms if t.role in {Role.CHANGE, Role.GROWTH}}
            between = {figure.place.address for figure in claim.figures()} - moved
            for address in moved:
                out.setdefault(address, set()).update(between)
    return out


def _of(one: Spoken, change: Change, heads: Sequence[Head], cues: Cues, levels: set[Address]) -> Claim | None:
    size = next((m for m in change.said if m.sign in AMOUNTS), None)
    if size is None or not size.figure.number:
        return None
    rate = next(
        (m for m in change.said if m.sign == PERCENT and m.figure.unit not in cues.growth.points), None
    )
    near = [
        h for h in near_heads(heads, one.number - REACH, one.number)
        if h.mention.figure.place.address < size.figure.place.address
        and h.mention.family == size.family and h.mention.figure.number
    ][-MOST:]  # fmt: skip
    name = _name(size, cues)
    named = [h for h in near if akin(name, h.mention.metric) or abbreviates(name, h.mention.lead)]
    pair = _pair(named, size, change, levels)
    if pair is not None:
        return _claim(one, change, rate, pair)
    if rate is None or levels:
        return None
    level = _level(named or _last(near, one, size, cues), size, rate, change)
    return None if level is None else _claim(one, change, rate, (None, level))


def _name(size: Mention, cues: Cues) -> str:
    """What a change is of: what it names itself, or else what its clause is about."""
    own = own_subject(size.lead, cues)
    return size.metric if not own or compiled(cues.growth.no_name).match(own) else own


def _pair(
    named: Sequence[Head], size: Mention, change: Change, levels: set[Address]
) -> tuple[Head, Head] | None:
    """The two figures of one name that differ by the change, the earlier one first; None if there are several such pairs.

    A level that is told with the change is one of them.
    """
    if _units(size.figure) < FINE:
        return None
    fitting = [
        pair for pair in itertools.combinations(named, 2)
        if pair[0].row != pair[1].row and levels <= {h.mention.figure.place.address for h in pair}
        and _differ(pair[0].mention, pair[1].mention, size, sure=bool(levels))
    ]  # fmt: skip
    if len({frozenset(h.mention.figure.number for h in pair) for pair in fitting}) != 1:
        return None
    one, other = fitting[-1]
    falls = change.way == DECREASE
    later_is_less = (other.mention.figure.number or 0) < (one.mention.figure.number or 0)
    return (one, other) if falls == later_is_less else (other, one)


def _differ(one: Mention, other: Mention, size: Mention, *, sure: bool) -> bool:
    """Whether two figures differ by a third; but for what was rounded away, where that is little or their names are the same."""
    difference = abs(Fraction(one.figure.number or 0) - Fraction(other.figure.number or 0))
    off = abs(difference - Fraction(size.figure.number or 0))
    last = max(Fraction(m.figure.unit_in_last_place) for m in (one, other, size))
    close = _units(size.figure) >= FINE * FINE or (sure and one.metric == other.metric)
    return off == 0 or (size.figure.kind is not FigureKind.COUNT and off <= last and close)


def _units(figure: Figure) -> Fraction:
    return Fraction(figure.number or 0) / Fraction(figure.unit_in_last_place)


def _last(near: Sequence[Head], one: Spoken, size: Mention, cues: Cues) -> list[Head]:
    """What this sentence, or the one before, is about: for a change that names nothing of its own."""
    own = own_subject(size.lead, cues)
    if own and not compiled(cues.growth.no_name).match(own):
        return []
    return [h for h in near if one.number - h.spoken.number <= 1][:1]


def _level(levels: Sequence[Head], size: Mention, rate: Mention, change: Change) -> Head | None:
    """The one figure that changed by the amount told at the rate told."""
    fitting = [h for h in levels if _at_rate(h.mention, size, rate, change)]
    return fitting[-1] if len({h.mention.figure.number for h in fitting}) == 1 else None


def _at_rate(now: Mention, size: Mention, rate: Mention, change: Change) -> bool:
    amount = Fraction(now.figure.number or 0)
    by = Fraction(size.figure.number or 0)
    before = amount + by if change.way == DECREASE else amount - by
    if before <= 0 or not rate.figure.number:
        return False
    off = abs(by / before * 100 - Fraction(rate.figure.number))
    return off <= Fraction(rate.figure.unit_in_last_place) / 2


def _claim(one: Spoken, change: Change, rate: Mention | None, pair: tuple[Head | None, Head]) -> Claim:
    before, now = pair
    parts = [Part(before.mention, Role.PREVIOUS)] if before is not None else []
    parts.append(Part(now.mention, Role.ACTUAL))
    for said in change.said:
        role, field = (Role.GROWTH, "growth_rate") if said is rate else (Role.CHANGE, "change_amount")
        parts.append(Part(said, role, now.mention.metric, field, inherited=True))
    told = [h.spoken for h in pair if h is not None]
    return over_several(ClaimKind.GROWTH, parts, AGREES, [*told, one], scope=change.way)
