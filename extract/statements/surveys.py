"""Surveys: questionnaires given out, returned and valid, answers counted, and the rates of them."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import COUNT, PERCENT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

RATES = frozenset({"return_rate", "valid_rate", "satisfaction_rate"})
ROLES = {
    "distributed": Role.WHOLE,
    "returned": Role.ACTUAL,
    "valid_responses": Role.ACTUAL,
    "satisfied_count": Role.PART,
    "dissatisfied_count": Role.PART,
}


def survey(sentence: Sentence, previous: Sentence | None, cues: Cues, taken: set[int]) -> list[Draft]:
    """The survey of the sentence, if it tells of one; or of the one the sentence before told of."""
    told_of = compiled(cues.survey.subject_pattern)
    here = bool(told_of.search(sentence.text))
    if not here and not (previous is not None and told_of.search(previous.text)):
        return []
    parts: list[Part] = []
    seen: set[str] = set()
    for mention in sentence.mentions:
        field, metric = _field(mention, cues)
        if field is None or mention.index in taken or (field in seen and field not in {"satisfied_count"}):
            continue
        seen.add(field)
        parts.append(Part(mention, ROLES.get(field, mention.role), metric, field))
    counts = [part for part in parts if part.mention.sign == COUNT]
    if not counts or (len(parts) < 2 and not here):
        return []
    return [Draft(ClaimKind.SURVEY, tuple(parts), "survey", parts[0].term().metric)]


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
                named = mention.lead[found.end() :].strip("了") if field == "distributed" else ""
                return field, named if len(named) > 1 else None
    return None, None
