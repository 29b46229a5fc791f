"""Rates of runs of figures: shares of the whole right before them, rates of pairs, and those whose bases were told as a plan before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near, fits
from extract.statements.relations import RunWords
from schema.report import ClaimKind, Role

SHARE, BASE, TOTALS = "share.runs.unique", "runs.base.unique", "runs.totals.unique"
PAIR = 2
Run = tuple[Mention, ...]
_PLANNED = frozenset({Role.TARGET, Role.BUDGET, Role.RECEIVED})


def run_rates(near: Near, found: Sequence[Run], words: RunWords) -> None:
    """Joins the rates of a run, and those listed respectively, with what they are rates of."""
    for rates in (run for run in found if run[0].sign == PERCENT):
        before = [run for run in found if run[-1].at < rates[0].at and len(run) == len(rates)]
        _of_whole(near, rates, [run for run in before if run[0].sign in AMOUNTS], words)
        _of_pairs(near, rates, words)
    _with_bases(near, words)
    _of_totals(near, [run for run in found if run[0].sign in AMOUNTS], words)


def _of_totals(near: Near, found: Sequence[Run], words: RunWords) -> None:
    """应配套分别为186万元、142万元，实际到位分别为186万元、127万元，到位率95.43%: one rate behind two runs is that of their totals."""
    for planned, done in itertools.pairwise(found):
        rate = next((m for m in near.sentence.mentions if m.index == done[-1].index + 1), None)
        alike = len(planned) == len(done) and planned[0].family == done[0].family and not done[0].duration
        if (
            not alike
            or rate is None
            or rate.sign != PERCENT
            or rate.bounded
            or rate.segment != done[0].segment
        ):
            continue
        asked = compiled(words.planned_pattern).search(_clause(near, planned[0]))
        reached = compiled(near.cues.unique.done).search(done[0].lead)
        if asked and reached and compiled(words.rate_pattern).match(rate.lead):
            near.drafts[:] = [d for d in near.drafts if not _within(d, {rate.index, done[0].index})]
            near.drafts.append(_of_sums(planned, done, rate))


def _clause(near: Near, first: Mention) -> str:
    """The words of its clause in front of a figure, whatever stands among them."""
    text = near.sentence.text[: first.at]
    return text[max(text.rfind(mark) for mark in "，；。：") + 1 :]


def _of_sums(planned: Run, done: Run, rate: Mention) -> Draft:
    size = len(done)
    formula = ["0", *(t for n in range(1, size) for t in (str(n), "+"))]
    formula += [str(size), *(t for n in range(size + 1, 2 * size) for t in (str(n), "+")), "/"]
    terms = (*(Part(m, Role.BASELINE) for m in (*done, *planned)), Part(rate, Role.RATE))
    told = frozenset(part.mention.index for part in terms)
    return Draft(
        ClaimKind.OTHER, terms, TOTALS, rate.metric, formula=tuple(formula), referred=told, retold=told
    )


def _of_whole(near: Near, rates: Run, before: Sequence[Run], words: RunWords) -> None:
    """一期、二期分别投资1,200万元、800万元，占总投资2,000万元的60%、40%: shares of the figure right before them."""
    whole = near.sentence.mentions[rates[0].index - 1] if rates[0].index else None
    if whole is None or not fits(whole) or not compiled(words.of_pattern).match(rates[0].lead):
        return
    near_run = [run for run in before if run[0].family == whole.family and run[-1].index == whole.index - 1]
    if not near_run or not compiled(words.share_pattern).search(whole.lead):
        return
    held = {m.index for m in (*rates, whole, *near_run[0])}
    near.drafts[:] = [d for d in near.drafts if not (_within(d, held) and _holds(d, rates))]
    for part, rate in zip(near_run[0], rates, strict=True):
        terms = (Part(whole, Role.WHOLE), Part(part, Role.PART), Part(rate, Role.SHARE, part.metric, "share"))
        told = frozenset({whole.index, part.index})
        near.drafts.append(Draft(ClaimKind.SHARE, terms, SHARE, part.metric, referred=told, retold=told))


def _within(draft: Draft, held: set[int]) -> bool:
    return bool(draft.parts) and {part.mention.index for part in draft.parts} <= held


def _holds(draft: Draft, rates: Run) -> bool:
    return any(part.mention in rates for part in draft.parts)


def _of_pairs(near: Near, rates: Run, words: RunWords) -> None:
    """预算分别为120万元、80万元，支出分别为114万元、72万元，执行率分别为95%、90%: the rates of pairs told right before."""
    pairs = [d for d in near.drafts if d.rule.startswith("respectively") and _is_pair(d, rates[0])]
    said = compiled(words.respectively_pattern).search(rates[0].lead)
    if said is None or len(pairs) != len(rates):
        return
    if max(part.mention.index for d in pairs for part in d.parts) != rates[0].index - 1:
        return
    kept = [d for d in near.drafts if not _within(d, {rate.index for rate in rates})]
    for pair, rate in zip(pairs, rates, strict=True):
        whole = _with_rate(pair, rate, rates[0].field or "execution_rate", words)
        kept = [whole if d is pair else d for d in kept]
    near.drafts[:] = kept


def _is_pair(draft: Draft, rate: Mention) -> bool:
    """Whether a statement is of a budget and what was spent of it, both before a rate."""
    amounts = [part.mention for part in draft.parts if part.mention.sign in AMOUNTS]
    spent = draft.kind is ClaimKind.EXECUTION and len(amounts) == len(draft.parts) == PAIR
    return spent and max(m.index for m in amounts) < rate.index


def _with_rate(pair: Draft, rate: Mention, field: str, words: RunWords) -> Draft:
    budget, spent = pair.parts
    named = compiled(words.planned_pattern).search(budget.metric or budget.mention.metric)
    if named and (budget.role or budget.mention.role) not in _PLANNED:
        budget = replace(budget, role=Role.BUDGET, field="budget_adjusted")
    return replace(pair, parts=(budget, spent, Part(rate, Role.RATE, spent.metric, field)))


def _with_bases(near: Near, words: RunWords) -> None:
    """Rates listed respectively have the figures of the same name, or of the same unit, told before as planned."""
    listed = [d for d in near.drafts if d.rule.startswith("respectively") and _is_rated(d)]
    done = [draft.parts[0].mention for draft in listed]
    if len(listed) < PAIR or any(near.sentence.at(m.at) is not m for m in done):
        return
    first = min(m.index for m in done)
    pool = [*near.earlier, *near.sentence.mentions[:first]]
    bases = [b for m in done if (b := _base(m, pool, done)) is not None]
    if len(bases) < len(done) or not any(_is_planned(m, words) for m in _heads(near, bases[0])):
        return
    for draft, base in zip(listed, bases, strict=True):
        near.drafts.append(_over(near, draft.parts[0].mention, base, draft.parts[1].mention))
    _overall(near, done, bases[0], words)


def _over(near: Near, done: Mention, base: Mention, rate: Mention) -> Draft:
    own = {m.index for m in (done, base, rate) if near.sentence.at(m.at) is m}
    terms = (Part(done, Role.BASELINE), Part(base, Role.BASELINE), Part(rate, Role.RATE))
    told = frozenset(own)
    return Draft(
        ClaimKind.OTHER, terms, BASE, done.metric, formula=("0", "1", "/"), referred=told, retold=told
    )


def _overall(near: Near, done: Sequence[Mention], base: Mention, words: RunWords) -> None:
    """执行率分别为97.62%、87.24%，总体执行率95.49%: that of the two wholes whose parts have the rates before."""
    wholes = [*_heads(near, base)[:1], *_heads(near, done[0])[:1]]
    rate = next((m for m in near.sentence.mentions if compiled(words.overall_pattern).match(m.lead)), None)
    if len(wholes) < PAIR or rate is None or rate.sign != PERCENT:
        return
    planned, reached = wholes
    same = planned.family == reached.family == done[0].family and planned not in (base, reached)
    if same and reached is not done[0]:
        near.drafts[:] = [d for d in near.drafts if not _within(d, {reached.index, rate.index})]
        near.drafts.append(_over(near, reached, planned, rate))


def _heads(near: Near, first: Mention) -> list[Mention]:
    """The figure right before the first of a list, and that first one."""
    source = near.sentence.mentions if near.sentence.at(first.at) is first else near.earlier
    return [m for m in source if first.index - 1 <= m.index <= first.index]


def _is_planned(mention: Mention, words: RunWords) -> bool:
    return mention.role in _PLANNED or compiled(words.planned_pattern).search(mention.lead) is not None


def _is_rated(draft: Draft) -> bool:
    signs = [part.mention.sign for part in draft.parts]
    return len(signs) == PAIR and signs[0] in AMOUNTS and signs[1] == PERCENT


def _base(actual: Mention, pool: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
    """The only figure before that is called as what was done, or has its unit where that unit is told once."""
    same = [m for m in pool if m.family == actual.family and fits(m)]
    named = [m for m in same if m.metric and m.metric == actual.metric]
    once = sum(m.family == actual.family for m in done) == 1
    chosen = named or (same if once else [])
    return chosen[0] if len(chosen) == 1 else None
