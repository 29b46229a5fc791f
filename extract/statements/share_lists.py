"""Shares one after the other that are all of one whole: 女性占58%，男性占42% · 资金结构为市级60%、区级30%、自筹10%.

They must make a hundred where the words leave nothing out, and can never make more where nothing can belong to two of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extract.statements.classes import complete, exclusive
from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention, Sentence
from extract.statements.operands import Near
from extract.statements.rates import Saying, reading_of
from schema.report import ClaimKind, Role

FEWEST = 2
HUNDRED = 100


def share_lists(near: Near) -> list[Draft]:
    """The lists of shares of a sentence that are closed by their words."""
    drafts = []
    for run in _runs(near.sentence, near.cues):
        if len(run) >= FEWEST and _closed(near.sentence, run, near.cues):
            parts = tuple(Part(m, Role.SHARE, field="share") for m in run)
            told = frozenset(m.index for m in run)
            drafts.append(Draft(ClaimKind.SHARE, parts, "share.list", run[0].metric, retold=told))
    return drafts


def _runs(sentence: Sentence, cues: Cues) -> Iterator[list[Mention]]:
    """Shares with nothing but the amount of each between them."""
    run: list[Mention] = []
    for m in sentence.mentions:
        if m.sign == PERCENT and _is_share(m, run, cues):
            if run and not _goes_on(sentence, run[-1], m, cues):
                yield run
                run = []
            run.append(m)
        elif m.sign not in AMOUNTS:
            yield run
            run = []
    yield run


def _is_share(m: Mention, run: Sequence[Mention], cues: Cues) -> bool:
    if m.role == Role.TARGET or m.bounded or m.figure.unit in cues.growth.points or not m.figure.number:
        return False
    reading = reading_of(m.lead, m.field, cues)
    if compiled(cues.unique.plan_base).search(reading.base or ""):
        return False  # each is a rate of a budget of its own
    saying = reading.saying
    return saying == Saying.SHARE or (saying == Saying.UNKNOWN and m.field is None)


def _goes_on(sentence: Sentence, last: Mention, m: Mention, cues: Cues) -> bool:
    """Whether at most the amount of a share stands between it and the one before, and it is no part of that: 其中."""
    between = sentence.between(last, m)
    within = any(word in between for word in cues.sums.including)
    return m.index - last.index <= FEWEST and "。" not in between and not within


def _closed(sentence: Sentence, run: Sequence[Mention], cues: Cues) -> bool:
    bases = {reading_of(m.lead, m.field, cues).base or "" for m in run} - {""}
    if len(bases) > 1:
        return False
    if _one_answer(sentence, run, cues):
        return True
    names = [_name(sentence, m, cues) for m in run]
    if any(len(name) == 0 for name in names):
        return False
    words = cues.share
    said = all(reading_of(m.lead, m.field, cues).saying == Saying.SHARE for m in run)
    built = compiled(words.structure).search(sentence.text[: run[0].at])
    if (said or built) and complete(names, cues):
        return True
    apart = exclusive(names, cues)
    over = sum((Fraction(m.figure.number or 0) for m in run), Fraction(-HUNDRED)) > _rounding(run)
    return bool(apart and (built or (said and over)))


def _one_answer(sentence: Sentence, run: Sequence[Mention], cues: Cues) -> bool:
    """Whether each person gives one answer, and the last of them is any other."""
    words = cues.share
    single = compiled(words.single_choice).search(sentence.text)
    rest = compiled(words.rest_behind).match(run[-1].behind)
    return bool(
        len(run) > FEWEST and single and rest and not compiled(words.many_choices).search(sentence.text)
    )


def _rounding(run: Sequence[Mention]) -> Fraction:
    return sum((Fraction(m.figure.unit_in_last_place) for m in run), Fraction(0)) / 2


def _name(sentence: Sentence, m: Mention, cues: Cues) -> str:
    """What a share is of: the words before 占, or those of the amount right before it."""
    own = compiled(cues.share.said_of).match(m.lead)
    name = own["name"] if own else m.lead
    if name:
        return name.strip("，的")
    before = sentence.mentions[m.index - 1] if m.index else None
    return before.metric if before is not None and before.sign in AMOUNTS else ""
