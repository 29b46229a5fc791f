"""So many, and a value for each: 三个项目资金分别为12万元、15万元、18万元. Values in another number than said are one unaligned list."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.listing import values_of
from extract.statements.masking import COUNT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

FEWEST = 2


def counted_lists(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every list of values behind 分别 that differs in number from the count its clause begins with."""
    drafts = []
    for cue in compiled(either(cues.respectively.cue)).finditer(sentence.text):
        values = values_of(sentence, cue.end(), cues, taken)
        counted = _counted(sentence, cue.start(), cues)
        if len(values) < FEWEST or counted is None or counted.figure.number == len(values):
            continue
        parts = (Part(counted, Role.LIST_COUNT), *(Part(m) for group in values for m in group))
        told = frozenset(part.mention.index for part in parts)
        drafts.append(Draft(ClaimKind.OTHER, parts, "respectively.unaligned", aligned=False, referred=told))
    return drafts


def _counted(sentence: Sentence, cue: int, cues: Cues) -> Mention | None:
    """The count that the clause of a cue begins with, when names neither stand in it nor before it."""
    before = [m for m in sentence.mentions if m.at < cue]
    if not before or before[-1].sign != COUNT or before[-1].duration or not before[-1].figure.number:
        return None
    counted = before[-1]
    words = sentence.text[counted.at + 1 : cue]
    start = max(sentence.text.rfind(mark, 0, counted.at) for mark in "，；。：") + 1
    alone = not sentence.text[start : counted.at].strip(cues.enumeration.counts) and start == 0
    listed = any(mark in words for mark in "、，；：（(") or compiled(either(cues.enumeration.joins)).search(
        words
    )
    return counted if alone and not listed else None
