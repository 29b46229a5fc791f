"""Staff due and present: 应到240人次，实到238人次，欠缺2人次."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import COUNT, MEASURE, PERCENT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

FIELDS = {
    Role.TARGET: "staff_required",
    Role.ACTUAL: "staff_actual",
    Role.SHORTFALL: "shortfall",
}


def staffing(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """One statement for each number of staff due, with those present and missing if they follow."""
    drafts: list[Draft] = []
    parts: list[Part] = []
    group = ""
    for mention in sentence.mentions:
        if parts and _is_rate(mention, parts, cues):
            parts.append(Part(mention, Role.RATE))
            continue
        found = None if mention.index in taken else _role(mention, cues, bool(parts))
        if found is None:
            continue
        role, word = found
        if role == Role.TARGET:
            drafts.extend(_finished(parts, group))
            parts, group = [], _group(mention, word)
        elif (
            not parts
            or any(part.role == role for part in parts)
            or not _alike(mention, parts[0].mention, cues)
        ):
            continue
        parts.append(Part(mention, role, group + word, FIELDS[role], inherited=role != Role.TARGET))
    drafts.extend(_finished(parts, group))
    return drafts


def _alike(one: Mention, other: Mention, cues: Cues) -> bool:
    units = {one.figure.unit, other.figure.unit}
    return len(units) == 1 or units <= set(cues.staffing.people)


def _is_rate(mention: Mention, parts: list[Part], cues: Cues) -> bool:
    """到岗率97.08% behind those due and those present, in the same part of the sentence."""
    roles = [part.role for part in parts]
    told = mention.sign == PERCENT and Role.ACTUAL in roles and Role.RATE not in roles
    near = mention.segment == parts[-1].mention.segment and mention.index == parts[-1].mention.index + 1
    return told and near and bool(compiled(cues.staffing.rate).search(mention.lead))


def _role(mention: Mention, cues: Cues, begun: bool) -> tuple[Role, str] | None:
    if mention.sign not in {COUNT, MEASURE}:
        return None
    choices = [(Role.TARGET, cues.staffing.required)]
    if begun:
        choices += [(Role.SHORTFALL, cues.staffing.shortfall), (Role.ACTUAL, cues.staffing.actual)]
    establishment = compiled(cues.staffing.establishment_pattern).search(mention.lead)
    if establishment and mention.figure.unit in cues.staffing.establishment_units:
        return Role.TARGET, establishment["word"]
    for role, words in choices:
        if found := compiled(f"(?P<word>{either(words)}){cues.staffing.noun_pattern}$").search(mention.lead):
            return role, found["word"]
    return None


def _group(mention: Mention, word: str) -> str:
    """Who is counted: what stands before the word in the metric."""
    head = mention.metric.split(word, 1)[0] if word in mention.metric else mention.metric
    return "" if head == word else head


def _finished(parts: list[Part], group: str) -> list[Draft]:
    if not parts:
        return []
    return [Draft(ClaimKind.STAFFING, tuple(parts), "staffing", group or parts[0].metric)]
