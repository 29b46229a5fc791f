"""The amounts of a document that stand behind names: what sums, changes and shares over several sentences are made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.statements.itemised import heads_of, openings
from extract.statements.lexicon import Cues
from extract.statements.masking import AMOUNTS, SCORE
from extract.statements.mentions import Mention
from extract.statements.spoken import Spoken
from schema.report import Role


@dataclass(frozen=True)
class Head:
    """An amount that stands behind a name. `row` is its part of a sentence, `opened` is set behind an opening in it (其中)."""

    mention: Mention
    spoken: Spoken
    row: tuple[int, int]
    opened: bool
    begins: bool
    """Whether it is the first amount behind an opening, or of a list that a line of its own opens."""


def near(heads: Sequence[Head], first: int, last: int) -> Sequence[Head]:
    """Those of the heads of a document, in order, that stand in the sentences from `first` to `last`."""
    start = bisect_left(heads, first, key=_number)
    return heads[start : bisect_right(heads, last, lo=start, key=_number)]


def _number(head: Head) -> int:
    return head.spoken.number


def heads_in(spoken: Spoken, cues: Cues) -> Iterator[Head]:
    """The heads of a sentence, in order; points are none."""
    sentence = spoken.sentence
    starts = openings(sentence, cues)
    begun: set[int] = set()
    for mention in heads_of(sentence, 0, len(sentence.text), cues):
        if mention.sign == SCORE:
            continue
        row_start = sentence.text.rfind("；", 0, mention.at) + 1
        before = [start for start in starts if row_start <= start <= mention.at]
        first = any(m.at < before[0] for m in sentence.of_segment(mention.segment)) if before else False
        begins = bool(before) and before[-1] not in begun
        begun.update(before)
        yield Head(mention, spoken, (spoken.number, mention.segment), first, begins)


def goals_in(spoken: Spoken) -> Iterator[Head]:
    """The amounts of a sentence that were to be reached: the tasks that rates are of, and no parts of anything."""
    for mention in spoken.sentence.mentions:
        if mention.role is Role.TARGET and mention.sign in AMOUNTS - {SCORE} and mention.depth == 0:
            yield Head(mention, spoken, (spoken.number, mention.segment), opened=False, begins=False)
