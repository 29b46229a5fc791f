"""Items that tell the same measures as their total: 资产210亿元、负债135亿元，其中中央资产81亿元、负债55亿元；地方资产129亿元、负债80亿元.

Each measure adds up by itself. An amount of an item belongs to the measure of the total that its words end like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.itemised import openings, with_names_and_shares
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, SCORE
from extract.statements.mentions import Mention, Sentence
from extract.statements.sums import may_be_whole
from schema.report import ClaimKind, Role

FEWEST = 2
SHORTEST = 2
REACH = 2
"""How many sentences before the items their total may stand."""


def columns(sentences: Sequence[Sentence], number: int, cues: Cues, told: Sequence[Draft]) -> list[Draft]:
    """For every amount of the total the sum of the amounts of the items that measure the same; `told` sums are left out."""
    sentence = sentences[number]
    known = [
        {p.mention.index for p in d.parts if p.role == Role.PART} for d in told if d.kind == ClaimKind.SUM
    ]
    drafts: list[Draft] = []
    for start in openings(sentence, cues):
        rows = _rows(sentence, start)
        wholes = _wholes(sentences, number, start) if len(rows) >= FEWEST else []
        for whole in wholes:
            parts = _column(sentence, whole, rows, cues)
            if len(parts) < FEWEST or {m.index for m in parts} in known or _greater(parts, whole):
                continue
            known.append({m.index for m in parts})
            drafts.append(_sum(sentence, whole, parts, cues))
    return drafts


def _rows(sentence: Sentence, start: int) -> list[list[Mention]]:
    """The amounts behind an opening, semicolon by semicolon; what stands in brackets is told beside."""
    level = min((m.depth for m in sentence.mentions if m.at >= start), default=0)
    found: dict[int, list[Mention]] = {}
    for m in sentence.mentions:
        if m.at >= start and m.sign in AMOUNTS - {SCORE} and m.depth == level and not m.duration:
            found.setdefault(m.segment, []).append(m)
    return list(found.values())


def _wholes(sentences: Sequence[Sentence], number: int, start: int) -> Iterator[Mention]:
    """The amounts of the total: those before the opening, or those of the sentences before it."""
    here = [m for m in sentences[number].mentions if m.at < start]
    near = here or [m for s in reversed(sentences[max(0, number - REACH) : number]) for m in s.mentions]
    return (m for m in near if m.sign in AMOUNTS - {SCORE} and not m.duration)


def _column(
    sentence: Sentence, whole: Mention, rows: Sequence[Sequence[Mention]], cues: Cues
) -> list[Mention]:
    """The amount of every row that measures what the whole does; none when a row has several, or lacks it."""
    name = _measure(whole.lead, cues)
    if len(name) < SHORTEST or not may_be_whole(whole, cues):
        return []
    column = []
    for row in rows:
        same = [m for m in row if m.family == whole.family and _alike(m, name, cues)]
        if len(same) != 1 or direction(same[0].lead, cues) != direction(whole.lead, cues):
            return []
        column.append(same[0])
    return column


def _measure(lead: str, cues: Cues) -> str:
    """What an amount measures: its words without those that only say that it is a total."""
    return compiled(f"{either((*cues.sums.closing, *cues.sums.between))}+$").sub("", lead).strip("，")


def _alike(part: Mention, name: str, cues: Cues) -> bool:
    """Whether the words of a part end like those of the total, in as many characters as a noun takes."""
    own = _measure(part.lead, cues)
    size = 0
    while size < min(len(own), len(name)) and own[-size - 1] == name[-size - 1]:
        size += 1
    return size >= SHORTEST


def _greater(parts: Sequence[Mention], whole: Mention) -> bool:
    most = whole.figure.number
    return most is None or any(m.figure.number is None or m.figure.number > most for m in parts)


def _sum(sentence: Sentence, whole: Mention, parts: Sequence[Mention], cues: Cues) -> Draft:
    items = tuple(Part(part, Role.PART) for part in parts)
    here = frozenset({m.index for m in parts} | ({whole.index} if sentence.at(whole.at) is whole else set()))
    draft = Draft(
        ClaimKind.SUM,
        (Part(whole, Role.WHOLE), *items),
        "sum.column",
        whole.metric,
        closed=False,
        referred=here,
        retold=here,
    )
    return with_names_and_shares(sentence, draft, cues)
