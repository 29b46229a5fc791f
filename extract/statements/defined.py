"""Rates whose name has a usual definition: 预决算差异率 of 年初预算 and 决算, 漏损率 of 供水量 and 售水量.

The words name both figures; where one of them may be meant twice, nothing is said. The definitions are `[[defined]]` in
`vocabulary/definitions.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.definitions import Definition, How
from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import compiled
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention
from extract.statements.operands import Near, alike
from schema.report import ClaimKind, Role

RULE = "defined.unique"
BY_PLACE = (".unique", ".loose")
COPULA = "(仅|只|约|近|高达)*(为|是|达|达到)?$"
FORMULAS = {
    How.OVER: ("0", "1", "/"),
    How.SHORT: ("1", "0", "-", "1", "/"),
    How.BEYOND: ("0", "1", "-", "1", "/"),
    How.OF_BOTH: ("0", "0", "1", "+", "/"),
}
"""Calculations of a rate, in postfix order; the first operand is what is counted, the second its base."""


def defined(near: Near, definitions: Sequence[Definition]) -> None:
    """Joins every rate of a known name with the two figures of its definition."""
    for rate in near.sentence.mentions:
        if rate.sign != PERCENT or rate.bounded or rate.role is Role.TARGET or not rate.figure.number:
            continue
        fitting = (d for d in definitions if compiled(f"{d.rate_pattern}{COPULA}").search(rate.lead))
        found = next((d for one in fitting if (d := _draft(near, rate, one)) is not None), None)
        if found is not None:
            near.drafts[:] = [d for d in near.drafts if not (_is_alone(d, rate) or _by_place(d, rate))]
            near.drafts.append(found)


def _by_place(draft: Draft, rate: Mention) -> bool:
    """Whether a statement has the rate only because its figures stand beside it."""
    return draft.rule.endswith(BY_PLACE) and any(part.mention is rate for part in draft.parts)


def _is_alone(draft: Draft, rate: Mention) -> bool:
    """Whether a statement is of the rate, and of one amount at most that it may have taken for its own."""
    amounts = [part for part in draft.parts if part.mention is not rate]
    return len(amounts) < len(draft.parts) and len(amounts) < 2


def _is_whole(draft: Draft) -> bool:
    return sum(part.mention.sign in AMOUNTS for part in draft.parts) > 1


def _draft(near: Near, rate: Mention, definition: Definition) -> Draft | None:
    counted = _operand(near, rate, definition.top_pattern, definition.never_pattern)
    base = _operand(near, rate, definition.base_pattern, definition.never_pattern)
    if counted is None or base is None or counted is base or counted.figure.number == base.figure.number:
        return None
    if not (definition.mixed or alike(counted, base, near.cues)):
        return None
    plain = definition.how is How.OVER and counted.family == base.family
    if any(_is_whole(d) and (plain or not d.rule.endswith(BY_PLACE)) for d in near.holding(rate)):
        return None
    parts = (Part(counted, Role.BASELINE), Part(base, Role.BASELINE), Part(rate, Role.RATE))
    told = frozenset({counted.index, base.index})
    formula = FORMULAS[_how(definition.how, counted, base)]
    return Draft(ClaimKind.OTHER, parts, RULE, rate.metric, formula=formula, referred=told, retold=told)


def _how(how: How, counted: Mention, base: Mention) -> How:
    """The calculation: how far two figures are apart is told without saying which way."""
    if how is not How.APART:
        return how
    return How.BEYOND if (counted.figure.number or 0) > (base.figure.number or 0) else How.SHORT


def _operand(near: Near, rate: Mention, pattern: str, never: str) -> Mention | None:
    """The figure before a rate that is called so, if there is one number only."""
    found = [
        m
        for m in near.sentence.mentions[: rate.index]
        if m.sign in AMOUNTS and m.figure.number and not m.bounded and m.depth <= rate.depth
        and compiled(pattern).search(m.lead) and not (never and compiled(never).search(m.lead))
        and m.role not in {Role.PREVIOUS, Role.STANDARD}
    ]  # fmt: skip
    plain = [m for m in found if direction(m.lead, near.cues) is None] or found
    return plain[-1] if len({m.figure.number for m in plain}) == 1 else None
