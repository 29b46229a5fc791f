"""Parts whose total the sentence before tells: 接到举报324件。其中受理248件，不予受理76件 · 收入995亿元。加上调入78亿元，收入总量1,073亿元."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.classes import denied
from extract.statements.drafts import Draft, Part
from extract.statements.itemised import exceeds, heads_of, heads_of_total, sum_of
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS
from extract.statements.mentions import Mention, Sentence
from extract.statements.sums import may_be_whole
from schema.report import ClaimKind, Role

PAIR = 2


def carried_parts(
    sentence: Sentence, previous: Sentence | None, cues: Cues, told: Sequence[Draft]
) -> list[Draft]:
    """The sums whose total, or first part, is the only one of the sentence before; those already `told` are left out."""
    if previous is None:
        return []
    parts = {
        p.mention.index for d in told for p in d.parts if d.kind == ClaimKind.SUM and p.role == Role.PART
    }
    drafts = [_classes(sentence, previous, cues), _added(sentence, previous, cues)]
    return [d for d in drafts if d is not None and not parts & {p.mention.index for p in d.parts[1:]}]


def _classes(sentence: Sentence, previous: Sentence, cues: Cues) -> Draft | None:
    """A class and its negation open a sentence: together they are the only total of the one before."""
    run = sentence.mentions[:PAIR]
    if len(run) < PAIR or not _beside(run[0], run[1]):
        return None
    behind = sentence.mentions[PAIR : PAIR + 1]
    names = [m.lead.strip("，") + m.tail for m in run]
    if not denied(names, cues) or (behind and _beside(run[1], behind[0])):
        return None
    wholes = [
        m for m in heads_of_total(previous, cues) if m.family == run[0].family and may_be_whole(m, cues)
    ]
    if len(wholes) != 1 or any(exceeds(m, wholes[0]) for m in run):
        return None
    return sum_of(sentence, wholes[0], run, "sum.classes.unique", cues)


def _beside(one: Mention, other: Mention) -> bool:
    return one.family == other.family and one.segment == other.segment


def _added(sentence: Sentence, previous: Sentence, cues: Cues) -> Draft | None:
    """加上…: the only total of the sentence before, and what is added to it, up to what they come to in all."""
    ends = [m for m in sentence.mentions if compiled(cues.sums.in_all).search(m.lead)]
    if not compiled(cues.sums.adding).match(sentence.text) or len(ends) != 1 or ends[0].sign not in AMOUNTS:
        return None
    total = ends[0]
    first = [m for m in heads_of_total(previous, cues) if m.family == total.family]
    added = [m for m in heads_of(sentence, 0, total.at, cues) if m.family == total.family]
    if len(first) != 1 or not added or any(m.segment != total.segment for m in added):
        return None
    here = frozenset({m.index for m in added} | {total.index})
    items = tuple(Part(m, Role.PART) for m in (*first, *added))
    parts = (*items, Part(total, Role.TOTAL))
    return Draft(ClaimKind.SUM, parts, "sum.added.unique", total.metric, referred=here, retold=here)
