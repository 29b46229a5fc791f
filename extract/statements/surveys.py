"""Surveys: questionnaires given out, returned and valid, answers counted, and the rates of them."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import COUNT, PERCENT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

LONG_ANSWER = 6
"""The name of an answer is at most so long; what is longer says what it was given to."""
RATES = frozenset({"return_rate", "valid_rate", "satisfaction_rate"})
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
    for mention in sentence.mentions:
        field, metric = _field(mention, cues)
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
