"""The two sides of a respectively-list: the items named before the cue and the values behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.statements.drafts import Draft
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import ALL_SIGNS, AMOUNTS, DATE, PERCENT, PERIOD
from extract.statements.mentions import Mention, Sentence, joined_by
from schema.report import Role

_CLAUSE = "，；：。,;:"
Group = tuple[Mention, ...]


@dataclass(frozen=True)
class Items:
    """What the values belong to: groups of mentions, or names (or years) without a figure."""

    groups: tuple[Group, ...] = ()
    names: tuple[str, ...] = ()
    metric: str = ""
    periods: bool = False

    def __len__(self) -> int:
        return len(self.groups) or len(self.names)


def values_of(sentence: Sentence, start: int, cues: Cues, taken: set[int]) -> list[Group]:
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


def later_runs(sentence: Sentence, values: list[Group], cues: Cues, taken: set[int]) -> list[list[Group]]:
    """More runs for the same items: 分别到位20万元、30万元，支出18万元、27万元."""
    runs: list[list[Group]] = []
    last = values[-1][-1]
    while values[0][0].sign != PERCENT and sentence.text[last.at + 1 : last.at + 2] == "，":
        run = values_of(sentence, last.at + 2, cues, taken)
        same = len(run) == len(values) and run[0][0].segment == last.segment
        if not same or run[0][0].family != values[0][0].family:
            break
        runs.append(run)
        last = run[-1][-1]
    return runs


def _turned(gap: str, cues: Cues) -> bool:
    """分别增长5%和下降3%: a direction word between two values."""
    marks = either(cues.sentence.list)
    return bool(compiled(f"^{marks}+{either((*cues.growth.increase, *cues.growth.decrease))}了?$").match(gap))


def items_of(
    sentence: Sentence,
    previous: Sentence | None,
    cue: int,
    done: int,
    wanted: int,
    cues: Cues,
    taken: set[int],
    counted: list[Draft],
) -> Items | None:
    """What the values belong to: names in the clause of the cue, else figures before it, nearest first.

    None when nothing can be told; items in another number than `wanted` when they are clearly there.
    """
    segment = sentence.text.count("；", 0, cue)
    clause = _clause_before(sentence.text, cue)
    named = _named(sentence, clause, wanted, cues) or _counted(sentence, cue, counted)
    if named is not None and len(named) == wanted:
        return named
    before = [m for m in sentence.mentions if done < m.at < cue]
    whole = compiled(cues.respectively.whole_behind)
    here = [m for m in before if m.segment == segment and not whole.match(m.behind)]
    near = _run_of(sentence, [m for m in here if is_item(m, taken)], wanted)
    if len(near) >= 2 or (near and len(near) == wanted):
        return Items(near)
    with_spans = _grouped(sentence, [m for m in here if is_item(replace(m, duration=False), taken)])
    if len(with_spans) == wanted:
        return Items(with_spans)
    if named is not None and len(named) >= 2:
        return named
    wide = _grouped(sentence, [m for m in before if is_item(m, taken)])
    if len(wide) == wanted:
        return Items(wide)
    empty = not clause.strip("，") or any(word in clause for word in cues.respectively.above)
    if empty and not before and previous is not None:
        groups = _grouped(previous, [m for m in previous.mentions if is_item(m, set())])
        if len(groups) >= 2:
            return Items(groups)
    return None


def _run_of(sentence: Sentence, mentions: list[Mention], wanted: int) -> tuple[Group, ...]:
    """The items; of more than wanted, those at the end if just so many are listed with 、."""
    groups = _grouped(sentence, mentions)
    if 2 <= wanted < len(groups):
        tail = groups[-wanted:]
        listed = all(group[0].joint == "、" for group in tail[1:])
        if listed and tail[0][0].joint != "、":
            return tail
    return groups


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


def is_item(mention: Mention, taken: set[int]) -> bool:
    """Whether a figure may be an item of a list: no duration, no target, no standard."""
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


def measure_before(text: str, cue: int) -> str:
    """The words right before a cue when no figure stands among them: 占比分别为, 完成率分别为."""
    start = max((text.rfind(mark, 0, cue) for mark in (*_CLAUSE, "、", *ALL_SIGNS)), default=-1) + 1
    return text[start:cue]


def _named(sentence: Sentence, clause: str, wanted: int, cues: Cues) -> Items | None:
    """Names or years without figures: 家庭、长者两类服务 · 2021年、2022年预算执行率."""
    joins = either(cues.enumeration.joins)
    years = compiled(f"^[^ⒹⓉ]*?(?P<years>[ⒹⓉ](度)?((、|{joins})[ⒹⓉ](度)?)+)(?P<rest>.*)$").match(clause)
    if years:
        return Items(names=_printed_years(sentence, clause), metric=years["rest"], periods=True)
    parts = clause.split("、")
    period = compiled(cues.respectively.period_name)
    last = period.match(parts[-1])
    if len(parts) > 1 and last and all(period.fullmatch(part) for part in parts[:-1]):
        return Items(names=(*parts[:-1], last[0]), metric=parts[-1][last.end() :].strip("的"), periods=True)
    if "、" not in clause and not compiled(joins).search(clause):
        return None
    if any(sign in clause for sign in AMOUNTS | {PERCENT}):
        return None
    pieces = clause.split("、")
    head, metric = _common_metric(pieces[0], pieces[-1], cues)
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


def _common_metric(first: str, last: str, cues: Cues) -> tuple[str, str]:
    """The last name and the measure all names share (长者服务的完成率 · 甲项目、乙项目支出进度)."""
    last = last.strip("的")
    if "的" in last:
        head, metric = last.split("的", 1)
        return head, metric
    if last.endswith(cues.respectively.rate_ends) and not first.endswith(cues.respectively.rate_ends):
        for ending in (first[-2:], first[-1:]):
            at = last.rfind(ending)
            if ending and 0 <= at < len(last) - len(ending) - 1:
                return last[: at + len(ending)], last[at + len(ending) :]
    return last, ""


def _first_name(text: str, cues: Cues) -> str:
    found = list(compiled(either(cues.enumeration.introduces_before)).finditer(text))
    rest = text[found[-1].end() :] if found else text
    return rest or text
