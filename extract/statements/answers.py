"""Shares of the answers to one question, from the best to the worst: 83.5%的受访者认为“好”，12%认为“较好”，3.5%认为“一般”，1%认为“差”."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import AnswerWords
from schema.report import ClaimKind, Role

FEWEST = 3
RULE = "share.list"


def answers(near: Near, words: AnswerWords) -> None:
    """One statement for every run of shares whose answers go from one end of a scale to the other."""
    for run in _runs(near, words):
        names = [_answer(near, m, words) for m in run]
        if len(run) >= FEWEST and _is_scale([name for name in names if name], words):
            told = frozenset(m.index for m in run)
            parts = tuple(Part(m, Role.SHARE, name, "share") for m, name in zip(run, names, strict=True))
            near.drafts[:] = [d for d in near.drafts if not _is_list(d, told)]
            near.drafts.append(Draft(ClaimKind.SHARE, parts, RULE, run[0].metric, retold=told))


def _is_list(draft: Draft, told: frozenset[int]) -> bool:
    return draft.rule == RULE and {part.mention.index for part in draft.parts} <= told


def _runs(near: Near, words: AnswerWords) -> list[list[Mention]]:
    """Shares with an answer each, one behind the other."""
    grown: list[list[Mention]] = [[]]
    for m in near.sentence.mentions:
        if m.sign != PERCENT or m.bounded or _answer(near, m, words) is None:
            grown.append([])
        else:
            grown[-1].append(m)
    return grown


def _answer(near: Near, share: Mention, words: AnswerWords) -> str | None:
    """The answer behind a share (12%认为“较好”), or before it (“较好”的占12%)."""
    behind = near.sentence.text[share.at + 1 :]
    before = compiled(words.before_pattern).search(share.lead)
    found = before or compiled(words.behind_pattern).match(behind)
    return found["answer"] if found else None


def _is_scale(names: Sequence[str], words: AnswerWords) -> bool:
    """Whether answers are all different, of one scale, and its best and its worst are among them."""
    for scale in words.scales:
        best, worst = scale[0].split("/"), scale[-1].split("/")
        known = {name for step in scale for name in step.split("/")}
        whole = set(names) <= known and set(names) & set(best) and set(names) & set(worst)
        if whole and len(set(names)) == len(names):
            return True
    return False
