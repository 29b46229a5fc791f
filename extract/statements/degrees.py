"""Rates of several degrees taken together: 优秀3家、良好6家、合格3家，优良率75%.

The name of the rate says which parts of the whole are counted; which of the degrees of satisfaction are, no name says.
"""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import COUNT, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import DegreeWords, Union
from schema.report import ClaimKind, Role

BRACKET = "[（(][^（）()]*[）)]"
"""What a rate is said to hold: 综合满意度（非常满意+满意）."""
_WHOLES = frozenset({Role.WHOLE, Role.TOTAL})


def degrees(near: Near, words: DegreeWords) -> None:
    """Joins every rate named after degrees with the counts of these degrees and their whole."""
    for rate in near.sentence.mentions:
        if rate.sign != PERCENT or rate.bounded or rate.role == Role.TARGET or not rate.figure.number:
            continue
        lead = compiled(BRACKET).sub("", rate.lead)
        union = next(
            (u for u in words.unions if compiled(f"{u.rate_pattern}[为达到是约]*$").search(lead)), None
        )
        draft = _draft(near, rate, union) if union is not None else None
        if draft is not None:
            near.drafts[:] = [d for d in near.drafts if not (_is_rate(d, rate) or _is_of_one(d, draft, rate))]
            near.drafts.append(draft)


def _is_rate(draft: Draft, rate: Mention) -> bool:
    """Whether a statement is of the rate alone, or gives it the count right before it."""
    others = [part for part in draft.parts if part.mention is not rate]
    return len(others) < len(draft.parts) and len(others) < 2


def _is_of_one(draft: Draft, union: Draft, rate: Mention) -> bool:
    """Whether a statement makes a rate of one degree of those it is of."""
    held = {part.mention for part in draft.parts}
    return draft.kind == ClaimKind.SHARE and rate in held and held <= {part.mention for part in union.parts}


def _draft(near: Near, rate: Mention, union: Union) -> Draft | None:
    for summed in near.drafts:
        wholes = [p.mention for p in summed.parts if p.role in _WHOLES]
        if summed.kind != ClaimKind.SUM or len(wholes) != 1:
            continue
        listed = [p.mention for p in summed.parts if p.role == Role.PART]
        if any(m.segment != rate.segment or m.at > rate.at or m.sign != COUNT for m in (*listed, *wholes)):
            continue
        chosen = [found for names in union.parts if (found := _named(listed, names)) is not None]
        if len(chosen) > 1 or (chosen and len(union.parts) == 1):
            parts = (
                Part(wholes[0], Role.WHOLE),
                *(Part(m, Role.PART) for m in chosen),
                Part(rate, Role.RATE, field=rate.field),
            )
            told = frozenset(part.mention.index for part in parts if part.mention is not rate)
            return Draft(ClaimKind.SURVEY, parts, "survey.degrees", rate.metric, referred=told)
    return None


def _named(listed: list[Mention], names: tuple[str, ...]) -> Mention | None:
    """The only count whose name begins with one of the words."""
    found = [m for m in listed if m.metric.startswith(names) or m.lead.lstrip("，其中：:").startswith(names)]
    return found[0] if len(found) == 1 else None
