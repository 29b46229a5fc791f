"""Money of a year: 年初结转12.5万元，本年收入300万元，本年支出290万元，年末结转22.5万元 · 上年结转28万元，本年安排300万元，可用资金328万元.

Every amount of the stretch must be one of the balance by its words, so that nothing else can belong to it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import MONEY
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

FEWEST = 3


def balances(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every balance of a year and every sum of what was available, segment by segment."""
    drafts = []
    for _, group in itertools.groupby(sentence.mentions, key=lambda m: m.segment):
        money = [m for m in group if m.sign == MONEY and m.index not in taken and m.depth == 0]
        drafts += [*_rolled(money, cues), *_available(money, cues)]
    return drafts


def _rolled(money: Sequence[Mention], cues: Cues) -> Iterator[Draft]:
    """What was there at first, what came and went, and what was left."""
    for first in money:
        if not compiled(cues.sums.opening).search(first.lead):
            continue
        run = [Part(first, Role.BASELINE)]
        for m in money[money.index(first) + 1 :]:
            role = _moved(m, cues)
            ended = compiled(cues.sums.ending).search(m.lead) and not compiled(cues.sums.opening).search(
                m.lead
            )
            if m.family != first.family or (role is None and not ended):
                break
            run.append(Part(m, role or Role.SURPLUS))
            if role is None:
                break
        roles = [part.role for part in run]
        if roles[-1] == Role.SURPLUS and {Role.RECEIVED, Role.SPENT} <= set(roles):
            told = frozenset(part.mention.index for part in run)
            last = run[-1].mention
            yield Draft(ClaimKind.DIFFERENCE, tuple(run), "balance.rolled", last.metric, retold=told)


def _moved(mention: Mention, cues: Cues) -> Role | None:
    """Whether an amount came or went."""
    if compiled(cues.sums.outlay).match(mention.lead):
        return Role.SPENT
    return Role.RECEIVED if compiled(cues.sums.income).match(mention.lead) else None


def _available(money: Sequence[Mention], cues: Cues) -> Iterator[Draft]:
    """What was left of the year before and what came, and what could be spent."""
    for total in money:
        if not compiled(cues.sums.available).search(total.lead):
            continue
        parts: list[Mention] = []
        for m in reversed(money[: money.index(total)]):
            left = compiled(cues.sums.opening).search(m.lead)
            came = compiled(cues.sums.income).match(m.lead) or m.role in {Role.BUDGET, Role.RECEIVED}
            if m.family != total.family or not (left or came):
                break
            parts.insert(0, m)
            if left:
                break
        if len(parts) > 1 and compiled(cues.sums.opening).search(parts[0].lead):
            told = frozenset(m.index for m in (*parts, total))
            items = tuple(Part(m, Role.PART) for m in parts)
            whole = (*items, Part(total, Role.TOTAL))
            yield Draft(ClaimKind.SUM, whole, "sum.available", total.metric, referred=told, retold=told)
