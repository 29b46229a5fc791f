"""Respectively-lists: A 5人、B 7人，分别完成…的 p、q.

Items and values go in pairs only when there are as many of the one as of the other; otherwise the whole is
one statement, marked as not aligned. 分别 before a verb (分别开展六大板块服务) is no list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import ALL_SIGNS, AMOUNTS, DATE, PERCENT, PERIOD
from extract.statements.mentions import Mention, Reader, Sentence, joined_by
from extract.statements.rates import Reading, Saying, reading_of
from schema.report import ClaimKind, Role

_CLAUSE = "，；：。,;:"
Group = tuple[Mention, ...]
_KINDS = {
    Saying.COMPLETION: (ClaimKind.COMPLETION, Role.COMPLETION, "completion_rate"),
    Saying.EXECUTION: (ClaimKind.EXECUTION, Role.RATE, "execution_rate"),
    Saying.SHARE: (ClaimKind.SHARE, Role.SHARE, "share"),
    Saying.GROWTH: (ClaimKind.GROWTH, Role.GROWTH, "growth_rate"),
}


@dataclass(frozen=True)
class Items:
    """What the values belong to: groups of mentions, or names (or years) without a figure."""

    groups: tuple[Group, ...] = ()
    names: tuple[str, ...] = ()
    metric: str = ""
    periods: bool = False

    def __len__(self) -> int:
        return len(self.groups) or len(self.names)


def respectively(
    sentence: Sentence, previous: Sentence | None, reader: Reader, taken: set[int], counted: list[Draft]
) -> list[Draft]:
    """Every respectively-list of the sentence; items may stand in the sentence before."""
    cues = reader.cues
    drafts: list[Draft] = []
    done = -1
    for cue in compiled(either(cues.respectively.cue)).finditer(sentence.text):
        values = _values(sentence, cue.end(), cues, taken)
        if len(values) < 2 or values[0][0].at < done:
            continue
        items = _items(sentence, previous, cue.start(), done, len(values), cues, taken, counted)
        if items is None:
            continue
        done = values[-1][-1].at
        head = sentence.text[cue.end() : values[0][0].at]
        drafts.extend(
            _aligned(items, values, head, reader)
            if len(items) == len(values)
            else [_unaligned(items, values, head, cues)]
        )
    return drafts


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
            drafts.append(
                _named_rate(rate, name, field.id if field else None, reading, "respectively.shared")
            )
        reading = reading_of(rate.lead, rate.field, cues)
        opened = compiled(f"^{either(cues.respectively.shared)}").search(rate.lead)
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


def _named_rate(rate: Mention, name: str, field: str | None, reading: Reading, rule: str) -> Draft:
    kind, role, own = _KINDS.get(reading.saying, (ClaimKind.OTHER, Role.RATE, field))
    if field == "satisfaction_rate":
        kind = ClaimKind.SURVEY
    part = Part(rate, role, name, field or own, inherited=False)
    return Draft(kind, (part,), rule, name, base=reading.base)


def _run_before(items: list[Mention], taken: set[int]) -> list[Mention]:
    run: list[Mention] = []
    for item in reversed(items):
        if not _is_item(item, taken):
            break
        run.insert(0, item)
    return run


def _values(sentence: Sentence, start: int, cues: Cues, taken: set[int]) -> list[Group]:
    """The run of values behind the cue: figures with nothing but list marks (or direction words) between."""
    behind = [m for m in sentence.mentions if m.at >= start]
    if not behind or any(
        mark in _CLAUSE.replace("：", "").replace(":", "") for mark in sentence.text[start : behind[0].at]
    ):
        return []
    if behind[0].duration or behind[0].index in taken:
        return []
    groups: list[list[Mention]] = [[behind[0]]]
    for mention in behind[1:]:
        gap = sentence.between(groups[-1][-1], mention)
        if mention.index in taken:
            break
        if gap == "":
            groups[-1].append(mention)
        elif joined_by(gap, cues.sentence.list) or _turned(gap, cues):
            groups.append([mention])
        else:
            break
    signs = groups[0][0].sign
    kept = [tuple(group) for group in groups if group[0].sign == signs]
    return kept if len(kept) == len(groups) else []


def _turned(gap: str, cues: Cues) -> bool:
    """分别增长5%和下降3%: a direction word between two values."""
    marks = either(cues.sentence.list)
    return bool(compiled(f"^{marks}+{either((*cues.growth.increase, *cues.growth.decrease))}了?$").match(gap))


def _items(
    sentence: Sentence,
    previous: Sentence | None,
    cue: int,
    done: int,
    wanted: int,
    cues: Cues,
    taken: set[int],
    counted: list[Draft],
) -> Items | None:
    segment = sentence.text.count("；", 0, cue)
    clause = _clause_before(sentence.text, cue)
    named = _named(sentence, clause, wanted, cues) or _counted(sentence, cue, counted)
    if named is not None and len(named) == wanted:
        return named
    before = [m for m in sentence.mentions if done < m.at < cue]
    near = _grouped(sentence, [m for m in before if m.segment == segment and _is_item(m, taken)])
    if len(near) >= 2 or (near and len(near) == wanted):
        return Items(near)
    if named is not None and len(named) >= 2:
        return named
    wide = _grouped(sentence, [m for m in before if _is_item(m, taken)])
    if len(wide) == wanted:
        return Items(wide)
    empty = not clause.strip("，") or any(word in clause for word in cues.respectively.above)
    if empty and not before and previous is not None:
        groups = _grouped(previous, [m for m in previous.mentions if _is_item(m, set())])
        if len(groups) >= 2:
            return Items(groups)
    return None


def _counted(sentence: Sentence, cue: int, counted: list[Draft]) -> Items | None:
    """Names counted just before (三个项目（甲、乙、丙）执行率分别为…)."""
    for draft in counted:
        at = draft.parts[0].mention.at
        between = sentence.text[at:cue]
        if at < cue and not any(sign in between[1:] for sign in ALL_SIGNS) and "；" not in between:
            last = max(
                (between.rfind(mark) for mark in "）)，、：" + (draft.names[-1][-1] if draft.names else "")),
                default=-1,
            )
            rest = between[last + 1 :] if last >= 0 else between[1 + len(draft.subject or "") :]
            return Items(names=draft.names, metric=rest.strip("的"))
    return None


def _is_item(mention: Mention, taken: set[int]) -> bool:
    return (
        mention.sign in AMOUNTS
        and not mention.duration
        and mention.role not in {Role.TARGET, Role.STANDARD}
        and mention.index not in taken
    )


def _grouped(sentence: Sentence, mentions: list[Mention]) -> tuple[Group, ...]:
    """Figures that touch (310批次625人次) are one item."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if (
            groups
            and groups[-1][-1].index == mention.index - 1
            and not sentence.between(groups[-1][-1], mention)
        ):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return tuple(tuple(group) for group in groups)


def _clause_before(text: str, cue: int) -> str:
    """The clause a cue ends; the one before when the cue opens its clause."""
    start = max((text.rfind(mark, 0, cue) for mark in _CLAUSE), default=-1) + 1
    if text[start:cue].strip():
        return text[start:cue]
    start_before = max((text.rfind(mark, 0, start - 1) for mark in _CLAUSE), default=-1) + 1
    return text[start_before : max(start - 1, 0)]


def _named(sentence: Sentence, clause: str, wanted: int, cues: Cues) -> Items | None:
    """Names or years without figures: 家庭、长者两类服务 · 2021年、2022年预算执行率."""
    joins = either(cues.enumeration.joins)
    years = compiled(f"^[^ⒹⓉ]*?(?P<years>[ⒹⓉ](度)?((、|{joins})[ⒹⓉ](度)?)+)(?P<rest>.*)$").match(clause)
    if years:
        return Items(names=_printed_years(sentence, clause), metric=years["rest"], periods=True)
    if "、" not in clause and not compiled(joins).search(clause):
        return None
    if any(sign in clause for sign in AMOUNTS | {PERCENT}):
        return None
    pieces = clause.split("、")
    head, metric = _common_metric(pieces[-1])
    halves = [half for half in compiled(joins).split(head) if half]
    pieces = [_first_name(pieces[0], cues), *pieces[1:]] if len(pieces) > 1 else [""]
    split = [*pieces[:-1], *halves]
    unsplit = [*pieces[:-1], head]
    if len(pieces) == 1:
        split = [_first_name(half, cues) if not n else half for n, half in enumerate(halves)]
        unsplit = split
    chosen = unsplit if len(unsplit) == wanted != len(split) else split
    return Items(names=tuple(name for name in chosen if name), metric=metric)


def _printed_years(sentence: Sentence, clause: str) -> tuple[str, ...]:
    start = sentence.text.find(clause)
    places = [p for p in range(start, start + len(clause)) if sentence.text[p] in {DATE, PERIOD}]
    return tuple(sentence.masked.figures[place].text for place in places)


def _common_metric(last: str) -> tuple[str, str]:
    """The last name and the measure all names share (长者服务的完成率)."""
    if "的" in last.strip("的"):
        head, metric = last.split("的", 1)
        return head, metric
    return last.strip("的"), ""


def _first_name(text: str, cues: Cues) -> str:
    found = list(compiled(either(cues.enumeration.introduces_before)).finditer(text))
    rest = text[found[-1].end() :] if found else text
    return rest or text


def _aligned(items: Items, values: list[Group], head: str, reader: Reader) -> list[Draft]:
    drafts = []
    for number, value in enumerate(values):
        if items.groups:
            drafts.append(_with_figures(items.groups[number], value, head, reader.cues))
        else:
            drafts.append(_with_name(items, number, value, head, reader))
    return drafts


def _with_figures(item: Group, value: Group, head: str, cues: Cues) -> Draft:
    metric = item[0].metric
    first = value[0]
    known = tuple(Part(mention) for mention in item)
    if first.sign != PERCENT:
        parts = tuple(Part(mention, metric=mention.metric or metric) for mention in value)
        kind = ClaimKind.EXECUTION if {m.role for m in value} & {Role.SPENT} else ClaimKind.COUNT
        return Draft(kind, known + parts, "respectively.amounts", metric)
    reading = reading_of(head, first.field, cues)
    if reading.saying == Saying.GROWTH:
        found = direction(first.lead if first.lead else head, cues) or direction(head, cues)
        word, way = found or ("", None)
        part = Part(first, Role.GROWTH, metric + word, "growth_rate", inherited=True)
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


def _with_name(items: Items, number: int, value: Group, head: str, reader: Reader) -> Draft:
    cues = reader.cues
    name = items.names[number]
    first = value[0]
    metric = (items.metric or name) if items.periods else name + items.metric
    rule = "respectively.years" if items.periods else "respectively.names"
    period = name if items.periods else None
    if first.sign != PERCENT:
        kind = ClaimKind.SCORE if first.role == Role.SCORE else _amount_kind(first)
        parts = tuple(Part(m, metric=metric, inherited=False) for m in value)
        return Draft(kind, parts, rule, metric, period=period)
    named = reader.field(first.figure.kind, metric)
    field = first.field or (named.id if named else None)
    reading = reading_of(metric if named else head, field, cues)
    draft = _named_rate(first, metric, field, reading, rule)
    way = direction(first.lead or head, cues) or direction(head, cues)
    scope = way[1] if way and reading.saying == Saying.GROWTH else None
    return replace(draft, period=period, scope=scope)


def _amount_kind(mention: Mention) -> ClaimKind:
    return ClaimKind.AMOUNT if mention.figure.kind.value == "money" else ClaimKind.COUNT


def _unaligned(items: Items, values: list[Group], head: str, cues: Cues) -> Draft:
    known = tuple(Part(mention) for group in items.groups for mention in group)
    first = values[0][0]
    completed = first.sign == PERCENT and reading_of(head, first.field, cues).saying == Saying.COMPLETION
    role = Role.COMPLETION if completed else None
    rest = tuple(Part(mention, role) for group in values for mention in group)
    kind = ClaimKind.COMPLETION if completed else ClaimKind.OTHER
    return Draft(kind, known + rest, "respectively.unaligned", aligned=False, names=items.names)
