"""Points of one item told over several clauses: 总分100分，自评扣分3分，最终得分97分 is one statement.

What a scoring standard takes off (每发现一处扣1分) was not lost, and is none of it.
"""

from __future__ import annotations

from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.operands import Near
from extract.statements.relations import ScoredWords
from schema.report import ClaimKind, Role


def scored(near: Near, words: ScoredWords) -> None:
    """Puts the full points, what was lost and what was got in one statement where they follow one another."""
    near.drafts[:] = [_without_standards(near, draft, words) for draft in near.drafts]
    _with_scales(near, words)
    for draft in [d for d in near.drafts if d.kind == ClaimKind.SCORE]:
        last = draft.parts[-1].mention if draft.parts else None
        behind = next((d for d in near.drafts if last and _is_got(d, last.index + 1, words)), None)
        if (
            behind is None
            or not _is_full_less_lost(near, draft, words)
            or behind.parts[0].mention.segment != draft.parts[0].mention.segment
        ):
            continue
        full = replace(draft.parts[0], role=Role.WEIGHT, field="weight")
        whole = replace(behind, parts=(full, *draft.parts[1:], *behind.parts))
        near.drafts[:] = [whole if d is behind else d for d in near.drafts if d is not draft]


def _with_scales(near: Near, words: ScoredWords) -> None:
    """4.6分（5分制），等级为优: full points, and the grade of the points before them."""
    for full in [d for d in near.drafts if d.kind == ClaimKind.SCORE and len(d.parts) == 1]:
        scale = full.parts[0].mention
        if not compiled(words.scale_pattern).match(scale.behind):
            continue
        got = next((d for d in near.drafts if _ends_at(d, scale.index - 1)), None)
        if got is not None and got.grade is None:
            part = Part(scale, Role.WEIGHT, field="weight")
            grade = (full.grade, full.owner, full.span) if full.grade else (got.grade, got.owner, got.span)
            whole = replace(got, parts=(*got.parts, part), grade=grade[0], owner=grade[1], span=grade[2])
            near.drafts[:] = [whole if d is got else d for d in near.drafts if d is not full]


def _ends_at(draft: Draft, index: int) -> bool:
    scored = draft.kind == ClaimKind.SCORE and bool(draft.parts)
    return scored and draft.parts[-1].mention.index == index and _role(draft.parts[-1]) == Role.SCORE


def _role(part: Part) -> Role:
    return part.role or part.mention.role


def _is_full_less_lost(near: Near, draft: Draft, words: ScoredWords) -> bool:
    """总分100分，扣3分 · 管理指标（12分），扣1.8分: what could be got and what was lost, and not yet what was got."""
    roles = [_role(part) for part in draft.parts]
    first = draft.parts[0].mention
    bracketed = (
        first.joint.endswith(("（", "("))
        and not first.lead
        and compiled(words.bracket_pattern).match(first.behind)
    )
    could = bracketed or compiled(near.cues.scores.could_pattern).search(first.lead)
    lost = len(roles) > 1 and all(role == Role.DEDUCTION for role in roles[1:])
    return lost and (roles[0] == Role.WEIGHT or (roles[0] == Role.SCORE and could is not None))


def _is_got(draft: Draft, index: int, words: ScoredWords) -> bool:
    """Whether a statement is of points got, and of the mention with that number."""
    if draft.kind != ClaimKind.SCORE or not draft.parts or draft.parts[0].mention.index != index:
        return False
    got = compiled(words.got_pattern).match(draft.parts[0].mention.lead)
    return _role(draft.parts[0]) == Role.SCORE and got is not None


def _without_standards(near: Near, draft: Draft, words: ScoredWords) -> Draft:
    """The statement; points that a standard takes off are told as such."""
    if draft.kind != ClaimKind.SCORE:
        return draft
    parts = []
    for part in draft.parts:
        text = near.sentence.text[: part.mention.at]
        clause = text[max(text.rfind(mark) for mark in "，；。（(") + 1 :]
        standard = _role(part) == Role.DEDUCTION and compiled(words.standard_pattern).search(clause)
        parts.append(replace(part, role=Role.STANDARD) if standard else part)
    return replace(draft, parts=tuple(parts))
