"""Points that could be got beside those that were: （15分），得14分 · 产出40分中得36.25分 · 投入10分得10分 · 总分100分，得92.2分."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import SCORE
from extract.statements.mentions import Mention, Sentence
from schema.report import Role


def with_full_points(sentence: Sentence, cues: Cues) -> Sentence:
    """The sentence; points with what was got of them right behind are a weight there, and name what was got."""
    mentions = list(sentence.mentions)
    for could, got in pairwise(sentence.mentions):
        if is_got_of(could, got, cues):
            mentions[could.index] = replace(could, role=Role.WEIGHT, field="weight")
            bare = compiled(f"^{either(cues.scores.weight)}$").match(could.metric)
            name = got.metric if bare else could.metric
            mentions[got.index] = replace(got, role=Role.SCORE, metric=name, inherited=True)
    return replace(sentence, mentions=tuple(mentions))


def is_got_of(could: Mention, got: Mention, cues: Cues) -> bool:
    """Whether the second points are what was got of the first."""
    if could.sign != SCORE or got.sign != SCORE or could.segment != got.segment:
        return False
    if could.role not in {Role.SCORE, Role.WEIGHT} or not compiled(cues.scores.got_pattern).match(got.lead):
        return False
    if could.role is Role.WEIGHT or compiled(cues.scores.could_pattern).search(could.lead):
        return True
    least, most = got.figure.number, could.figure.number
    named = could.metric and not compiled(
        f"{either((*cues.scores.score, *cues.scores.deduction))}(为|是|了)?$"
    ).search(could.lead)
    return bool(named) and least is not None and most is not None and least <= most
