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
        field = _field(mention, cues)
        if field is None or mention.index in taken or (field in seen and field not in {"satisfied_count"}):
            continue
        seen.add(field)
        parts.append(Part(mention, ROLES.get(field, mention.role), field=field))
    counts = [part for part in parts if part.mention.sign == COUNT]
    if not counts or (len(parts) < 2 and not here):
        return []
    return [Draft(ClaimKind.SURVEY, tuple(parts), "survey", parts[0].mention.metric)]


def _field(mention: Mention, cues: Cues) -> str | None:
    if mention.sign == PERCENT:
        return mention.field if mention.field in RATES else None
    if mention.sign != COUNT:
        return None
    for field, patterns in cues.survey.fields.items():
        if any(compiled(pattern).search(mention.lead) for pattern in patterns):
            return field
    return None
