"""Items and values of a respectively-list put together: one statement for each pair."""

from __future__ import annotations

from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import Cues
from extract.statements.listing import Group, Items
from extract.statements.masking import MONEY, PERCENT
from extract.statements.mentions import Mention, Reader
from extract.statements.rates import Reading, Saying, reading_of
from schema.report import ClaimKind, Role

_KINDS = {
    Saying.COMPLETION: (ClaimKind.COMPLETION, Role.COMPLETION, "completion_rate"),
    Saying.EXECUTION: (ClaimKind.EXECUTION, Role.RATE, "execution_rate"),
    Saying.SHARE: (ClaimKind.SHARE, Role.SHARE, "share"),
    Saying.GROWTH: (ClaimKind.GROWTH, Role.GROWTH, "growth_rate"),
}


def aligned(items: Items, runs: list[list[Group]], head: str, reader: Reader) -> list[Draft]:
    """One statement an item; `head` are the words between the cue and the first value."""
    drafts = []
    for number, value in enumerate(runs[0]):
        told = [_as_first(mention, run[0][0]) for run in runs for mention in run[number]]
        if items.groups:
            drafts.append(_with_figures(items.groups[number], value[0], told, head, reader.cues))
        else:
            drafts.append(_with_name(items, number, value[0], told, head, reader))
    return drafts


def _as_first(mention: Mention, first: Mention) -> Mention:
    """A later value of a run measures what the first one does (到位资金20万元、30万元)."""
    if mention.sign != MONEY or mention.field or mention is first:
        return mention
    return replace(mention, role=first.role, field=first.field, metric=first.metric, inherited=True)


def _with_figures(item: Group, first: Mention, told: list[Mention], head: str, cues: Cues) -> Draft:
    metric = item[0].metric
    known = tuple(Part(mention) for mention in item)
    if first.sign != PERCENT:
        parts = tuple(Part(mention, metric=mention.metric or metric) for mention in told)
        kind = ClaimKind.EXECUTION if Role.SPENT in {m.role for m in told} else _amount_kind(first)
        return Draft(kind, known + parts, "respectively.amounts", metric)
    reading = reading_of(head, first.field, cues)
    if reading.saying == Saying.GROWTH:
        found = direction(first.lead if first.lead else head, cues) or direction(head, cues)
        word, way = found or ("", None)
        part = Part(first, Role.GROWTH, metric or word, "growth_rate", inherited=True)
        return Draft(
            ClaimKind.GROWTH, (*known, part), "respectively.growth", metric, scope=way, base=reading.base
        )
    if reading.saying == Saying.SHARE:
        parts = (
            *(Part(m, Role.PART) for m in item),
            Part(first, Role.SHARE, metric, "share", inherited=True),
        )
        return Draft(ClaimKind.SHARE, parts, "respectively.share", metric, base=reading.base)
    if reading.saying == Saying.EXECUTION:
        rate = Part(first, Role.RATE, metric, first.field or "execution_rate", inherited=True)
        return Draft(ClaimKind.EXECUTION, (*known, rate), "respectively.execution", metric, base=reading.base)
    if reading.saying == Saying.COMPLETION or first.field == "completion_rate":
        rate = Part(first, Role.COMPLETION, metric, "completion_rate", inherited=True)
        return Draft(
            ClaimKind.COMPLETION, (*known, rate), "respectively.completion", metric, base=reading.base
        )
    return Draft(ClaimKind.OTHER, (*known, Part(first, Role.RATE)), "respectively.rate", metric)


def _with_name(
    items: Items, number: int, first: Mention, told: list[Mention], head: str, reader: Reader
) -> Draft:
    cues = reader.cues
    name = items.names[number]
    metric = (items.metric or name) if items.periods else name + items.metric
    rule = "respectively.years" if items.periods else "respectively.names"
    period = name if items.periods else None
    if first.sign != PERCENT:
        parts = tuple(Part(m, metric=_measured(metric, m, items), inherited=False) for m in told)
        kind = ClaimKind.EXECUTION if Role.SPENT in {m.role for m in told[1:]} else _amount_kind(first)
        return Draft(kind, parts, rule, metric, period=period)
    named = reader.field(first.figure.kind, metric)
    field = first.field or (named.id if named else None)
    reading = reading_of(metric if named else head, field, cues)
    draft = named_rate(first, metric, field, reading, rule)
    way = direction(first.lead or head, cues) or direction(head, cues)
    scope = way[1] if way and reading.saying == Saying.GROWTH else None
    return replace(draft, period=period, scope=scope)


def named_rate(rate: Mention, name: str, field: str | None, reading: Reading, rule: str) -> Draft:
    """A rate with its name as a statement of its own."""
    kind, role, own = _KINDS.get(reading.saying, (ClaimKind.OTHER, Role.RATE, field))
    if field == "satisfaction_rate":
        kind = ClaimKind.SURVEY
    part = Part(rate, role, name, field or own, inherited=False)
    return Draft(kind, (part,), rule, name, base=reading.base)


def unaligned(items: Items, values: list[Group], head: str, cues: Cues) -> Draft:
    """Items and values that differ in number, all in one statement, none of them paired."""
    known = tuple(Part(mention) for group in items.groups for mention in group)
    first = values[0][0]
    completed = first.sign == PERCENT and reading_of(head, first.field, cues).saying == Saying.COMPLETION
    role = Role.COMPLETION if completed else None
    rest = tuple(Part(mention, role) for group in values for mention in group)
    kind = ClaimKind.COMPLETION if completed else ClaimKind.OTHER
    return Draft(kind, known + rest, "respectively.unaligned", aligned=False, names=items.names)


def _measured(name: str, mention: Mention, items: Items) -> str:
    """The name with what is measured of it, when the value says so (甲 到位资金)."""
    return name + mention.metric if mention.sign == MONEY and mention.field and not items.metric else name


def _amount_kind(mention: Mention) -> ClaimKind:
    if mention.role == Role.SCORE:
        return ClaimKind.SCORE
    return ClaimKind.AMOUNT if mention.figure.kind.value == "money" else ClaimKind.COUNT
