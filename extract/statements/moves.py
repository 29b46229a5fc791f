"""What a movement or a comparison of years is told to come to: 由1,200吨降至960吨，节水率20% · 分别为80万元和92万元，2022年较2021年增长15%."""

from __future__ import annotations

from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.growth import DECREASE, INCREASE, direction, own_subject
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import EarlierWords, SavedWords
from schema.figure import FigureKind
from schema.report import ClaimKind, Role


def moves(near: Near, words: SavedWords, earlier: EarlierWords) -> None:
    """Completes statements of growth: with the rate of what was saved, and with the value of the year compared with."""
    near.drafts[:] = [_with_earlier(near, draft) for draft in near.drafts]
    for draft in list(near.drafts):
        found = _with_bracket(near, draft, earlier) or _added(near, draft, earlier)
        if found is not None:
            held = {part.mention for part in found.parts}
            near.drafts[:] = [d for d in near.drafts if d is not draft and not _only_of(d, held)]
            near.drafts.append(found)
    for said in near.sentence.mentions[2:]:
        if found := _saved_in_all(near, said, words):
            near.drafts[:] = [d for d in near.drafts if not _is_alone(d, said)]
            near.drafts.append(found)
    for rate in near.sentence.mentions:
        saved = rate.sign == PERCENT and not rate.bounded and compiled(words.rate_pattern).search(rate.lead)
        moved = _moved_before(near, rate) if saved else None
        if moved is not None:
            metric = moved.parts[0].term().metric
            part = Part(rate, Role.GROWTH, metric, "growth_rate", inherited=True)
            whole = replace(moved, parts=(*moved.parts, part), scope=DECREASE)
            near.drafts[:] = [d for d in near.drafts if d is not moved and not _is_alone(d, rate)]
            near.drafts.append(whole)


def _saved_in_all(near: Near, said: Mention, words: SavedWords) -> Draft | None:
    """采购计划金额共计97.2万元，实际采购金额共计81.3万元，共节约资金15.9万元."""
    planned, done = near.sentence.mentions[said.index - 2 : said.index]
    if said.sign not in AMOUNTS or not compiled(words.total_pattern).match(said.lead):
        return None
    alike = planned.family == done.family == said.family and planned.segment == done.segment == said.segment
    named = compiled(words.planned_pattern).search(planned.lead) and compiled(words.done_pattern).search(
        done.lead
    )
    # 共节约 behind single amounts may count more than the difference of these two
    totals = all(any(word in m.lead for word in near.cues.sums.closing) for m in (planned, done))
    if not (alike and named and totals) or compiled(words.done_pattern).search(planned.lead):
        return None
    if any(len(draft.parts) > 1 and draft.kind != ClaimKind.SUM for draft in near.holding(said)):
        return None
    parts = (
        Part(planned, Role.PREVIOUS),
        Part(done, Role.ACTUAL),
        Part(said, Role.CHANGE, field="change_amount"),
    )
    told = frozenset({planned.index, done.index})
    return Draft(ClaimKind.GROWTH, parts, "growth.saved", done.metric, scope=DECREASE, referred=told)


def _only_of(draft: Draft, held: set[Mention]) -> bool:
    plain = draft.rule.startswith(("completion.rate", "growth.change"))
    return plain and bool(draft.parts) and {part.mention for part in draft.parts} <= held


def _with_bracket(near: Near, draft: Draft, words: EarlierWords) -> Draft | None:
    """满意率96.8%，同比提高1.3个百分点（上年为95.5%）: the earlier value in the bracket right behind the change."""
    roles = [part.role or part.mention.role for part in draft.parts]
    if draft.kind != ClaimKind.GROWTH or Role.PREVIOUS in roles or len(draft.parts) < 2:
        return None
    last = draft.parts[-1].mention
    behind = near.sentence.mentions[last.index + 1 : last.index + 2]
    if not behind or draft.parts[0].role in {Role.CHANGE, Role.GROWTH}:
        return None
    before = behind[0]
    between = near.sentence.between(last, before)
    told = between[:1] in {"（", "("} and compiled(words.bracket_pattern).match(between[1:])
    closed = near.sentence.text[before.at + 1 : before.at + 2] in {"）", ")"}
    now = _changed(near, draft, before, words) if told and closed else None
    if now is None:
        return None
    metric = now.term().metric
    parts = [Part(before, Role.PREVIOUS, metric, inherited=True), now, *draft.parts[1:]]
    after = near.sentence.mentions[before.index + 1 : before.index + 2]
    if Role.GROWTH not in roles and after and _is_rate_of(near, after[0], before):
        parts.append(Part(after[0], Role.GROWTH, metric, "growth_rate", inherited=True))
    return replace(draft, parts=tuple(parts))


def _is_rate_of(near: Near, rate: Mention, before: Mention) -> bool:
    """Whether a rate goes on behind the bracket: （2021年450.00万元），上升6.78%."""
    bare = direction(rate.lead, near.cues) and not own_subject(rate.lead, near.cues)
    percent = rate.sign == PERCENT and rate.figure.unit not in near.cues.growth.points
    return bool(bare) and percent and rate.segment == before.segment


def _changed(near: Near, draft: Draft, before: Mention, words: EarlierWords) -> Part | None:
    """What changed: the value right before, or the one before that the clause of the change names; no average."""
    now, change = draft.parts[0], draft.parts[1].mention
    text = near.sentence.text[: change.at]
    clause = text[max(text.rfind(mark) for mark in "，；。：（(") + 1 :]
    own = compiled(near.cues.growth.strip_comparison).sub("", compiled("[较比与同].*$").sub("", clause))
    apart = now.mention.at < change.at - len(clause) and len(own) > 1
    average = compiled(words.average_pattern).search(now.mention.lead)
    if now.mention.family == before.family and not average and not (apart and not _alike(own, now.mention)):
        return now
    named = [
        m
        for m in near.sentence.mentions[: change.index]
        if m.family == before.family and m.segment == change.segment and _alike(own, m)
        and not compiled(words.average_pattern).search(m.lead)
    ]  # fmt: skip
    return Part(named[0], Role.ACTUAL) if apart and len(named) == 1 else None


def _alike(own: str, mention: Mention) -> bool:
    around = mention.lead + mention.metric
    return any(own[at : at + 2] in around for at in range(len(own) - 1))


def _added(near: Near, draft: Draft, words: EarlierWords) -> Draft | None:
    """新增床位60张，增长20%，达到360张: what was added is the change, and what it came to stands behind."""
    if draft.kind != ClaimKind.GROWTH or len(draft.parts) != 2 or draft.parts[1].role != Role.GROWTH:
        return None
    added, rate = draft.parts[0].mention, draft.parts[1].mention
    behind = near.sentence.mentions[rate.index + 1 : rate.index + 2]
    if not behind or added.index != rate.index - 1 or not compiled(words.added_pattern).match(added.lead):
        return None
    now = behind[0]
    ended = compiled(near.cues.growth.ended_pattern).match(now.lead)
    if not ended or now.family != added.family or now.segment != added.segment:
        return None
    metric = draft.parts[0].term().metric
    parts = (
        Part(now, Role.ACTUAL, metric, inherited=True),
        Part(added, Role.CHANGE, metric, "change_amount"),
        draft.parts[1],
    )
    return replace(draft, parts=parts, referred=frozenset(), scope=INCREASE)


def _is_alone(draft: Draft, rate: Mention) -> bool:
    return [part.mention for part in draft.parts] == [rate]


def _moved_before(near: Near, rate: Mention) -> Draft | None:
    """The statement of an amount that moved, right before a rate, without a rate of its own."""
    for draft in near.drafts:
        roles = [part.role for part in draft.parts]
        if draft.kind != ClaimKind.GROWTH or Role.PREVIOUS not in roles or Role.GROWTH in roles:
            continue
        last = draft.parts[-1].mention
        amounts = all(part.mention.sign in AMOUNTS for part in draft.parts)
        if amounts and len(roles) > 1 and last.index == rate.index - 1 and last.segment == rate.segment:
            return draft
    return None


def _year_compared(near: Near, draft: Draft) -> str:
    """The year a change is measured against: 2022年较2021年增长15%."""
    said = draft.parts[-1].mention if draft.parts else None
    if said is None or not draft.base:
        return ""
    clause = near.sentence.text.rfind("，", 0, said.at) + 1
    figures = near.sentence.masked.figures
    years = [
        str(figures[at].value)
        for at in range(clause, said.at)
        if at in figures and figures[at].kind is FigureKind.DATE
    ]
    return years[-1][:4] if years else ""


def _with_earlier(near: Near, draft: Draft) -> Draft:
    """A change against a year, with the value that a list of years gives for it."""
    year = _year_compared(near, draft)
    roles = [part.role or part.mention.role for part in draft.parts]
    if draft.kind != ClaimKind.GROWTH or Role.PREVIOUS in roles or not year or not draft.parts:
        return draft
    now = draft.parts[0].mention
    listed = [d for d in near.drafts if d.rule == "respectively.years" and len(d.parts) == 1 and d.period]
    if not any(one.parts[0].mention.index == now.index for one in listed):
        return draft
    found = [
        d.parts[0].mention
        for d in listed
        if year in (d.period or "") and d.parts[0].mention.index != now.index
    ]
    if len(found) != 1 or found[0].family != now.family:
        return draft
    return replace(
        draft, parts=(Part(found[0], Role.PREVIOUS), *draft.parts), referred=draft.referred | {found[0].index}
    )
