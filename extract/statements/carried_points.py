"""Rates set against one of a sentence before: 项目平均到位率95%。…县级资金到位率78.6%，低于项目平均到位率16.4个百分点.

The other rate is the only one that is called so. One that differs by just so much is joined before any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extract.statements.drafts import Part
from extract.statements.growth import DECREASE, INCREASE
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import PERCENT
from extract.statements.mentions import Mention
from extract.statements.names import in_common
from extract.statements.relations import PointWords
from extract.statements.spoken import Spoken, over_several
from schema.report import Claim, ClaimKind, Role

AGREES, NAMED = "growth.points.carried.agrees", "growth.points.carried.unique"
BEFORE = 8
ENDING = 3
"""Characters at the end of two names of one rate: 到位率."""
LIKE = 4

Found = tuple[Spoken, Mention]
Address = tuple[int, ...]


def carried_points(
    spoken: Sequence[Spoken], claims: Sequence[Claim], cues: Cues, words: PointWords
) -> Iterator[Claim]:
    """Every difference in percentage points from a rate that was told in a sentence before under the name it is given."""
    told = _told(claims)
    for number, one in enumerate(spoken):
        for said in one.sentence.mentions:
            points = said.sign == PERCENT and said.figure.unit in cues.growth.points and not said.bounded
            if not points or not said.index or said.figure.place.address in told:
                continue
            now = one.sentence.mentions[said.index - 1]
            name = _name(one, said, words)
            if name is None or now.sign != PERCENT or now.figure.unit in cues.growth.points:
                continue
            found = _other(spoken[max(0, number - BEFORE) : number + 1], one, now, name, said)
            if found is not None:
                yield found


def _told(claims: Sequence[Claim]) -> set[Address]:
    """Where the differences stand that are told with both rates."""
    out: set[Address] = set()
    for claim in claims:
        if claim.kind is ClaimKind.GROWTH and len(claim.terms) > len((Role.ACTUAL, Role.CHANGE)):
            out.update(t.figure.place.address for t in claim.terms)
    return out


def _name(one: Spoken, said: Mention, words: PointWords) -> str | None:
    """What a difference is from, by its name; a goal or an earlier year may be called otherwise."""
    text = one.sentence.text[: said.at]
    clause = text[max(text.rfind(mark) for mark in "，；。") + 1 :]
    found = compiled(words.object_pattern).search(clause)
    if found is None or compiled(words.goal_pattern).search(found["object"]):
        return None
    return str(found["object"]) if found["object"].endswith("率") else None


def _other(near: Sequence[Spoken], one: Spoken, now: Mention, name: str, said: Mention) -> Claim | None:
    called = [
        (told, m)
        for told in near
        for m in told.sentence.mentions
        if m.sign == PERCENT and not m.bounded and m.role is not Role.TARGET and m is not now
        and (told is not one or m.index < now.index) and m.figure.unit == now.figure.unit
        and m.metric.endswith(name[-ENDING:])
    ]  # fmt: skip
    gap = Fraction(said.figure.number or 0)
    agreeing = [f for f in called if abs(_number(f[1]) - _number(now)) == gap]
    named = [f for f in called if in_common(f[1].metric, name) >= LIKE]
    only = named if len({m.figure.number for _, m in named}) == 1 else []
    chosen = (agreeing or only)[-1:]
    if not chosen:
        return None
    told, base = chosen[0]
    parts = (
        Part(base, Role.PREVIOUS),
        Part(now, Role.ACTUAL),
        Part(said, Role.CHANGE, now.metric, "change_amount"),
    )
    way = DECREASE if _number(now) < _number(base) else INCREASE
    rule = AGREES if agreeing else NAMED
    return over_several(ClaimKind.GROWTH, parts, rule, [told, one], scope=way)


def _number(rate: Mention) -> Fraction:
    return Fraction(rate.figure.number or 0)
