"""What a statement may be made of: the amounts around a figure, and the statements read so far.

Shared by those who join figures without a pattern of their own: by being the only ones there can be (`unique`), or because they
agree (`agreement`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues
from extract.statements.masking import AMOUNTS, COUNT, MEASURE, span_of
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

LISTS = ("respectively", "sum", "enumeration", "survey", "split", "staffing")


@dataclass(frozen=True)
class Near:
    """The sentence, the amounts before it that may be operands, and what was read so far."""

    sentence: Sentence
    earlier: tuple[Mention, ...]
    drafts: list[Draft]
    cues: Cues

    def holding(self, mention: Mention) -> list[Draft]:
        """The statements that hold a mention."""
        return [d for d in self.drafts if any(part.mention is mention for part in d.parts)]

    def together(self, mentions: Iterable[Mention]) -> bool:
        """Whether one statement holds all of them."""
        wanted = {span_of(m.figure) for m in mentions}
        return any(wanted <= {span_of(f) for f in draft.figures()} for draft in self.drafts)


def with_found(drafts: list[Draft], found: Draft, rate: Mention | None) -> list[Draft]:
    """The statements without those the new one holds, or that read its rate otherwise.

    Figures that no statement had taken are told alone too, as they would be without it.
    """
    spans = {span_of(figure) for figure in found.figures()}
    taken = {id(part.mention) for draft in drafts for part in draft.parts}
    free = (part.mention for part in found.parts if id(part.mention) not in taken)
    alone = frozenset(m.index for m in free if m is not rate)
    found = replace(found, proven=True, retold=found.retold | alone)
    kept = []
    for draft in drafts:
        held = {span_of(figure) for figure in draft.figures()} <= spans and bool(draft.parts)
        other = rate is not None and any(_rated(draft, part, rate) for part in draft.parts)
        if not (held or other) or draft.grade or draft.rule.startswith(LISTS):
            kept.append(draft)
    return [*kept, found]


def _rated(draft: Draft, part: Part, rate: Mention) -> bool:
    """Whether a statement is about a rate; one of how the rate itself changed, or how far it is off, stands beside what made it."""
    moved = draft.kind == ClaimKind.GROWTH or any(p.role == Role.CHANGE for p in draft.parts)
    return part.mention is rate and (not moved or part.role == Role.GROWTH)


def fits(mention: Mention) -> bool:
    """Whether a figure may be an operand: an amount above nothing that is no span of time."""
    number = mention.figure.number
    return mention.sign in AMOUNTS and not mention.duration and number is not None and number > 0


def alike(one: Mention, other: Mention, cues: Cues) -> bool:
    """Whether two amounts may be divided by each other: one kind and unit, or people by whatever they are counted."""
    people = set(cues.staffing.people)
    units = {one.figure.unit, other.figure.unit}
    counted = {one.sign, other.sign} <= {COUNT, MEASURE}
    return one.family == other.family or (counted and (units <= people or len(units) == 1))


def words_before(near: Near, mention: Mention) -> str:
    """The words before a mention; those before a bracket that ends right there."""
    text = near.sentence.text
    if mention.lead or text[mention.at - 1 : mention.at] not in {"）", ")"}:
        return mention.lead
    opened = max(text.rfind("（", 0, mention.at), text.rfind("(", 0, mention.at), 0)
    return text[max(text.rfind(mark, 0, opened) for mark in "，；。：") + 1 : opened]
