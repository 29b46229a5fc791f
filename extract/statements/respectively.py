"""Respectively-lists: A 5人、B 7人，分别完成…的 p、q.

Items and values go in pairs only when there are as many of the one as of the other; otherwise the whole is
one statement, marked as not aligned. 分别 before a verb (分别开展六大板块服务) is no list.
"""

from __future__ import annotations

from dataclasses import replace

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.listing import (
    Group,
    Items,
    is_item,
    items_of,
    later_runs,
    measure_before,
    values_of,
)
from extract.statements.masking import COUNT, PERCENT
from extract.statements.mentions import Mention, Reader, Sentence
from extract.statements.pairing import aligned, named_rate, unaligned
from extract.statements.rates import Saying, reading_of
from schema.report import ClaimKind, Role


def respectively(
    sentence: Sentence, previous: Sentence | None, reader: Reader, taken: set[int], counted: list[Draft]
) -> list[Draft]:
    """Every respectively-list of the sentence; items may stand in the sentence before."""
    cues = reader.cues
    drafts: list[Draft] = []
    last: tuple[Items, list[Group], int] | None = None
    for cue in compiled(either(cues.respectively.cue)).finditer(sentence.text):
        done = last[2] if last else -1
        values = values_of(sentence, cue.end(), cues, taken)
        if len(values) < 2 or values[0][0].at < done:
            continue
        items = _chained(sentence, last, cue.start()) or items_of(
            sentence, previous, cue.start(), done, len(values), cues, taken, counted
        )
        if items is None:
            continue
        later = later_runs(sentence, values, cues, taken)
        last = (items, values, (later[-1] if later else values)[-1][-1].at)
        head = measure_before(sentence.text, cue.start()) + sentence.text[cue.end() : values[0][0].at]
        if len(items) == len(values):
            told = {mention.at for group in items.groups for mention in group}
            drafts = [d for d in drafts if not {part.mention.at for part in d.parts} <= told]
            drafts.extend(aligned(items, [values, *later], head, reader))
        elif not (_counted_so(items, len(values)) or _several_each(items, len(values))):
            drafts.append(unaligned(items, values, head, cues))
    return drafts


def _counted_so(items: Items, wanted: int) -> bool:
    """三类企业合计400家，分别为60家、240家、100家: the names are not told, only how many there are, and there are as many values."""
    counts = [m.figure.number for group in items.groups for m in group if m.sign == COUNT]
    return not items.names and wanted in counts


def _several_each(items: Items, wanted: int) -> bool:
    """2021年、2022年收结案分别为300件、280件，350件、330件: two values for each."""
    return len(items) > 1 and wanted > len(items) and wanted % len(items) == 0


def _chained(sentence: Sentence, last: tuple[Items, list[Group], int] | None, cue: int) -> Items | None:
    """A、B分别完成126处、48次，分别完成任务的…: the values of one list are the items of the next."""
    if last is None or sentence.text[last[2] + 1 : cue] not in {"，", ""} or last[0].groups:
        return None
    items, values, _ = last
    if len(items) != len(values) or items.periods:
        return None
    named = zip(items.names, values, strict=True)
    return Items(tuple(tuple(replace(m, metric=name + items.metric) for m in group) for name, group in named))


def shared(sentence: Sentence, reader: Reader, taken: set[int]) -> list[Draft]:
    """One rate for several: A 4场、B 4场，均完成协议指标量的100% · 执行率和到位率均为100%."""
    cues = reader.cues
    drafts: list[Draft] = []
    for rate in sentence.mentions:
        if rate.sign != PERCENT or rate.index in taken:
            continue
        names = _sharing(rate, cues)
        for name in names:
            field = reader.field(rate.figure.kind, name)
            reading = reading_of(name, field.id if field else None, cues)
            drafts.append(named_rate(rate, name, field.id if field else None, reading, "respectively.shared"))
        reading = reading_of(rate.lead, rate.field, cues)
        every = either(cues.respectively.shared)
        unnamed = compiled(cues.completion.generic).match(rate.metric)
        opened = compiled(every if unnamed else f"^{every}").search(rate.lead)
        if names or reading.saying != Saying.COMPLETION or not opened:
            continue
        run = _run_before([m for m in sentence.of_segment(rate.segment) if m.index < rate.index], taken)
        for item in run if len(run) > 1 else []:
            part = Part(rate, Role.COMPLETION, item.metric, "completion_rate", inherited=True)
            drafts.append(
                Draft(
                    ClaimKind.COMPLETION,
                    (Part(item), part),
                    "completion.shared",
                    item.metric,
                    base=reading.base,
                )
            )
    return drafts


def _sharing(rate: Mention, cues: Cues) -> list[str]:
    """The names of rates that share one value; none unless each is the name of a rate."""
    found = compiled(f"^(?P<names>[^，；。]+?){either(cues.respectively.shared)}[^，；。]{{0,4}}$").match(
        rate.lead
    )
    if not found:
        return []
    names = [name for name in compiled(f"、|{either(cues.enumeration.joins)}").split(found["names"]) if name]
    rates = [name for name in names if name.endswith(cues.respectively.rate_ends)]
    return names if len(names) > 1 and len(rates) == len(names) else []


def _run_before(items: list[Mention], taken: set[int]) -> list[Mention]:
    run: list[Mention] = []
    for item in reversed(items):
        if not is_item(item, taken):
            break
        run.insert(0, item)
    return run
