"""Surveys: questionnaires given out, returned and valid, answers counted, and the rates of them."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import COUNT, PERCENT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

LONG_ANSWER = 6
"""The name of an answer is at most so long; what is longer says what it was given to."""
RATES = frozenset({"return_rate", "valid_rate", "satisfaction_rate"})
STEPS = ("distributed", "returned", "valid_responses")
ROLES = {
    "distributed": Role.WHOLE,
    "returned": Role.ACTUAL,
    "valid_responses": Role.ACTUAL,
    "satisfied_count": Role.PART,
    "neutral_count": Role.PART,
    "dissatisfied_count": Role.PART,
}


def survey(sentence: Sentence, previous: Sentence | None, cues: Cues, taken: set[int]) -> list[Draft]:
    """The survey of the sentence, if it tells of one; or of the one the sentence before told of."""
    told_of = compiled(cues.survey.subject_pattern)
    here = bool(told_of.search(sentence.text))
    if not here and not (previous is not None and told_of.search(previous.text)):
        return []
    groups: list[list[Part]] = [[]]
    seen: set[str] = set()
    told = _without_kinds(sentence, cues)
    for mention in sentence.mentions:
        field, metric = _field(mention, cues) if mention.index in told else (None, None)
        if field == "distributed" and field in seen:
            groups.append([])
            seen = set()
        if field is None or mention.index in taken or (field in seen and field not in {"satisfied_count"}):
            continue
        seen.add(field)
        groups[-1].append(Part(mention, ROLES.get(field, mention.role), metric, field))
    return [
        Draft(ClaimKind.SURVEY, tuple(parts), "survey", parts[0].term().metric)
        for parts in groups
        if any(part.mention.sign == COUNT for part in parts) and (len(parts) > 1 or here)
    ]


def _without_kinds(sentence: Sentence, cues: Cues) -> set[int]:
    """The numbers of all mentions but the counts of single kinds of answers, where those of all are told too.

    线上回收320份、线下回收180份，共回收500份 · 有效问卷312份，其中居民问卷260份、工作人员问卷52份.
    """
    kept = {m.index for m in sentence.mentions}
    fields = {m.index: _field(m, cues)[0] for m in sentence.mentions if m.sign == COUNT}
    for field in STEPS:
        run = [m for m in sentence.mentions if fields.get(m.index) == field]
        closing = [m for m in run if _closes(m, cues)]
        if len(run) > 2 and len(closing) == 1 and closing[0] is run[-1]:
            kept -= {m.index for m in sentence.mentions[: closing[0].index] if fields.get(m.index) in STEPS}
    whole: str | None = None
    for mention in sentence.mentions:
        if compiled(f"^，?{either(cues.sums.including)}").match(mention.lead):
            whole = fields.get(mention.index - 1)
        elif mention.joint != "、":
            whole = None
        # 其中有效140份 is a step of its own; 其中居民问卷260份 is a kind of the valid ones
        if whole in STEPS and fields.get(mention.index) in {whole, "distributed"}:
            kept.discard(mention.index)
    return kept


def _closes(mention: Mention, cues: Cues) -> bool:
    """共回收500份, 合计发放150份."""
    return (
        compiled(f"^，?{either((*cues.sums.closing, *cues.sums.closing_listed))}").match(mention.lead)
        is not None
    )


def _field(mention: Mention, cues: Cues) -> tuple[str | None, str | None]:
    """The field of a figure of a survey, and its metric when the mention's own is too wide.

    What was given out is named behind the verb (评价组共发放 问卷).
    """
    if mention.sign == PERCENT:
        return (mention.field if mention.field in RATES else None), None
    if mention.sign != COUNT:
        return None, None
    for field, patterns in cues.survey.fields.items():
        for pattern in patterns:
            if found := compiled(pattern).search(mention.lead):
                return field, _named(mention, field, found[0], mention.lead[found.end() :].strip("了"))
    if answer := compiled(cues.survey.answer_behind).match(mention.behind):
        return "satisfied_count", answer["word"]
    return None, None


def _named(mention: Mention, field: str, word: str, behind: str) -> str | None:
    """What was given out is named behind the verb, else before it; an answer is named by itself."""
    if field == "distributed":
        if len(behind) > 1:
            return behind
        return mention.metric.removesuffix(word) or None if not mention.inherited else None
    if (
        field in {"satisfied_count", "neutral_count", "dissatisfied_count"}
        and len(mention.metric) > LONG_ANSWER
    ):
        return word
    return None
