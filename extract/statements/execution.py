"""Budget by stage, money received and spent, what is left, and the rates of execution and arrival."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import MONEY, PERCENT
from extract.statements.mentions import Mention, Sentence
from extract.statements.rates import Reading, Saying, amount_before, reading_of
from schema.report import ClaimKind, Role

_MONEY_ROLES = frozenset({Role.BUDGET, Role.RECEIVED, Role.SPENT, Role.SURPLUS, Role.TARGET})


def executions(
    sentence: Sentence, cues: Cues, taken: set[int], parts: set[int], sums: set[int]
) -> list[Draft]:
    """Every statement of execution; `parts` are parts of sums and stand for themselves.

    `sums` are the wholes of sums: they may be told here once more.
    """
    groups = _groups(sentence, cues, taken - sums, parts)
    return [draft for group in groups if (draft := _execution(group, cues))]


def _groups(sentence: Sentence, cues: Cues, taken: set[int], parts: set[int]) -> list[list[Mention]]:
    """Runs of budget words; a new run begins where a field is said again with another amount."""
    groups: list[list[Mention]] = [[]]
    for mention in sentence.mentions:
        if mention.index in taken or mention.index in parts:
            continue
        rate = _is_rate(sentence, mention, cues)
        if not rate and not (mention.sign == MONEY and mention.role in _MONEY_ROLES and mention.field):
            continue
        if not rate and _is_share(sentence, mention, cues):
            continue
        group = groups[-1]
        rated = any(one.sign == PERCENT for one in group)
        new_part = bool(group) and mention.segment != group[-1].segment and (rated or len(group) > 1)
        if new_part or _said_again(group, mention, cues) or (rated and not rate and _opens(mention)):
            groups.append([])
        if rate and (spent := _spent_before(sentence, mention, cues)) and spent.index not in taken | parts:
            if not _budget_of(groups[-1], spent):
                groups.append([])
            groups[-1].append(spent)
        groups[-1].append(mention)
    return [group for group in groups if group]


def _is_rate(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    """执行率, or 支出…，占预算的…: a share of the budget is execution only when said of spending."""
    if mention.sign != PERCENT:
        return False
    if _of_stated_budget(sentence, mention, cues):
        return True
    reading = reading_of(mention.lead, mention.field, cues)
    if reading.saying == Saying.SHARE and _of_budget(reading, cues):
        return True
    if reading.saying == Saying.SHARE and compiled(cues.completion.execution_base).search(reading.base or ""):
        spent = amount_before(sentence, mention)
        return spent is not None and spent.role == Role.SPENT and spent.index == mention.index - 1
    return reading.saying == Saying.EXECUTION


def _is_share(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    """下达1,107.98亿元，占预算安排的79%: what is itself a share of a budget is no budget of what was spent."""
    behind = sentence.mentions[mention.index + 1 : mention.index + 2]
    if mention.role != Role.BUDGET or not behind or behind[0].sign != PERCENT or behind[0].joint != "，":
        return False
    reading = reading_of(behind[0].lead, behind[0].field, cues)
    shared = reading.saying == Saying.SHARE and bool(reading.base) and not reading.own
    return shared and behind[0].segment == mention.segment


def _of_budget(reading: Reading, cues: Cues) -> bool:
    """预算执行数占全年预算数的比例."""
    base = compiled(cues.completion.execution_base).search(reading.base or "")
    return bool(base and compiled(cues.completion.executed).search(reading.own))


def _of_stated_budget(sentence: Sentence, rate: Mention, cues: Cues) -> bool:
    """会议费支出12.8万元，完成年初预算15万元的85.33%: spending and the budget itself before the rate."""
    if rate.lead not in cues.completion.of_target or rate.index < 2:
        return False
    spent, budget = sentence.mentions[rate.index - 2 : rate.index]
    same = spent.segment == budget.segment == rate.segment and spent.family == budget.family
    return same and budget.sign == MONEY and budget.role == Role.BUDGET and spent.role == Role.SPENT


def _spent_before(sentence: Sentence, rate: Mention, cues: Cues) -> Mention | None:
    """接待费0.64万元，完成预算的42.67%: an amount without a word for spending, which the rate says was spent."""
    reading = reading_of(rate.lead, rate.field, cues)
    before = sentence.mentions[rate.index - 1] if rate.index else None
    if before is None or before.sign != MONEY or before.segment != rate.segment or not reading.base:
        return None
    plain = before.role == Role.ACTUAL and before.field is None and rate.joint == "，"
    return before if plain and reading.saying == Saying.EXECUTION and not reading.own else None


def _budget_of(group: list[Mention], spent: Mention) -> bool:
    """Whether a group is nothing but the budget told right before what was spent."""
    return [one.index for one in group] == [spent.index - 1] and group[0].role == Role.BUDGET


def _opens(mention: Mention) -> bool:
    return mention.role == Role.BUDGET


def _said_again(group: list[Mention], mention: Mention, cues: Cues) -> bool:
    key = _field(mention, cues)
    return any(_field(one, cues) == key and one.figure.value != mention.figure.value for one in group)


def _field(mention: Mention, cues: Cues) -> str | None:
    if mention.sign == PERCENT and mention.field is None:
        return "execution_rate"
    return mention.field


def _rolls_forward(group: list[Mention]) -> bool:
    """年初预算、年中追加或调减、调整后预算: a budget and how it came about."""
    fields = {mention.field for mention in group}
    return {"budget_initial", "budget_adjusted"} < fields and bool(fields & {"budget_added", "budget_cut"})


def _execution(group: list[Mention], cues: Cues) -> Draft | None:
    roles = {mention.role for mention in group if mention.sign == MONEY}
    rated = [mention for mention in group if mention.sign == PERCENT]
    if (
        not rated
        and not _rolls_forward(group)
        and not (len(group) >= 2 and len(roles) >= 2 and roles & {Role.SPENT, Role.SURPLUS, Role.RECEIVED})
    ):
        return None
    base = None
    parts = []
    for mention in group:
        if mention.sign != PERCENT:
            plain = mention.role == Role.ACTUAL
            parts.append(Part(mention, Role.SPENT, field="executed_amount") if plain else Part(mention))
            continue
        reading = reading_of(mention.lead, mention.field, cues)
        base = base or reading.base
        role = Role.TARGET if mention.role == Role.TARGET else Role.RATE
        named = mention.field is not None
        told = next(
            (p.mention.metric for p in parts if Role.SPENT in {p.role, p.mention.role}),
            reading.own or mention.lead,
        )
        metric = mention.metric if named and mention.metric else told
        parts.append(Part(mention, role, metric, mention.field or "execution_rate", inherited=not named))
    left_over = not rated and Role.SURPLUS in roles
    kind = ClaimKind.DIFFERENCE if left_over else ClaimKind.EXECUTION
    rule = "execution.left_over" if left_over else "execution.rate" if rated else "execution.amounts"
    subject = next((part.mention.metric for part in parts if part.mention.metric), "")
    return Draft(kind, tuple(parts), rule, subject, base=base)
