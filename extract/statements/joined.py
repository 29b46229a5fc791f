"""A rate and the figures it is made of as one statement, however they were found to belong together."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled
from extract.statements.masking import MONEY, PERCENT
from extract.statements.mentions import Mention, Sentence
from extract.statements.operands import Near
from extract.statements.rates import Reading, Saying
from schema.report import ClaimKind, Role


def ratio_statement(
    near: Near, rate: Mention, reading: Reading, part: Mention, whole: Mention, how: str
) -> Draft:
    """A rate with its part and its whole: the kind of statement that its words and theirs make it.

    `how` ends the name of the rule.
    """
    saying, base = reading.saying, reading.base
    known = {p.mention: p for draft in near.holding(rate) for p in draft.parts}
    done = known.get(part)
    told = known.get(rate)
    money = part.sign == MONEY
    spent = part.role == Role.SPENT or saying == Saying.EXECUTION
    metric = told.metric if told and told.metric else rate.metric or part.metric
    if rate.sign == PERCENT and rate.field == "score_rate":
        parts = (Part(whole, Role.WEIGHT), Part(part, Role.SCORE), Part(rate, Role.RATE, metric))
        return Draft(ClaimKind.SCORE, parts, f"score.{how}", part.metric)
    if money and spent and saying != Saying.SHARE:
        own = whole.role if whole.role in {Role.BUDGET, Role.RECEIVED, Role.TARGET} else Role.BUDGET
        field = whole.field if own == whole.role else "budget_adjusted"
        parts = (
            Part(whole, own, field=field),
            Part(part, Role.SPENT, field="executed_amount"),
            Part(rate, Role.RATE, metric, rate.field or "execution_rate", inherited=told is None),
        )
        return Draft(ClaimKind.EXECUTION, parts, f"execution.{how}", part.metric, base=base)
    if whole.role == Role.TARGET or saying == Saying.COMPLETION:
        parts = (
            Part(whole, Role.TARGET),
            done or Part(part, Role.ACTUAL),
            Part(rate, Role.COMPLETION, metric, "completion_rate"),
        )
        return Draft(ClaimKind.COMPLETION, parts, f"completion.{how}", part.metric, base=base)
    if saying == Saying.SHARE:
        parts = (Part(whole, Role.WHOLE), Part(part, Role.PART), Part(rate, Role.SHARE, metric, "share"))
    else:
        parts = (Part(whole, Role.WHOLE), Part(part, Role.ACTUAL), Part(rate, Role.RATE, metric))
    referred = frozenset({whole.index}) if near.sentence.at(whole.at) is whole else frozenset()
    return Draft(ClaimKind.SHARE, parts, f"rate.{how}", part.metric, base=base, referred=referred)


def compared(sentence: Sentence, rate: Mention, cues: Cues) -> bool:
    """Whether a rate says how far apart two figures are: 比2019年低28% · 比2019年的4,302万人次低28%."""
    text = sentence.text[: rate.at]
    clause = text[max(text.rfind(mark) for mark in "，；。") + 1 :]
    return compiled(cues.growth.apart_pattern).search(clause) is not None
