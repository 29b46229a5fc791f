"""What a percentage says: completion, execution, share, growth, or a rate with a name of its own.

Each pairing needs the count or amount to stand directly before its rate in the same part of the sentence;
what does not is left alone, since a wrong pair is a false accusation.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.statements.counted import among, is_other_side
from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role


class Saying(StrEnum):
    """What the words before a percentage make of it."""

    COMPLETION = "completion"
    EXECUTION = "execution"
    SHARE = "share"
    GROWTH = "growth"
    NAMED = "named"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """A percentage as read from its own clause, with the phrase it refers to."""

    saying: Saying
    base: str | None = None
    own: str = ""
    """The words before the pattern: a subject named in the same clause."""


def reading_of(lead: str, field: str | None, cues: Cues) -> Reading:
    """What a percentage is whose lead is `lead` and whose named rate is `field`."""
    if field in {"execution_rate", "arrival_rate"}:
        return Reading(Saying.EXECUTION)
    directions = either((*cues.growth.increase, *cues.growth.decrease))
    fillers = either(cues.growth.fillers)
    if compiled(f"{directions}{fillers}*$").search(lead) and not compiled(
        f"{directions}({either(cues.growth.reached)})$"
    ).search(lead):
        return Reading(Saying.GROWTH, base_of_growth(lead, cues))
    for pattern in cues.completion.pattern:
        if found := compiled(pattern).search(lead):
            base = found["base"] or None
            if base and compiled(cues.completion.execution_base).search(base):
                return Reading(Saying.EXECUTION, base, lead[: found.start()])
            return Reading(Saying.COMPLETION, base, _subject_in(lead[: found.start()], cues))
    for pattern in cues.share.pattern:
        if found := compiled(pattern).search(lead):
            base = found["base"] or None
            return Reading(Saying.SHARE, base, lead[: found.start()])
    return Reading(Saying.NAMED if field else Saying.UNKNOWN)


def _subject_in(head: str, cues: Cues) -> str:
    """The words before a pattern, unless they are only adverbs."""
    return "" if compiled(f"^{either(cues.completion.no_subject)}*$").match(head) else head


def base_of_growth(lead: str, cues: Cues) -> str | None:
    """What a change is measured against: 上年, 2021年, 同比."""
    if any(word in lead for word in cues.growth.same_base):
        return next(word for word in cues.growth.same_base if word in lead)
    if found := compiled(cues.growth.base_pattern).search(lead):
        return found["base"] or None
    return None


def amount_before(sentence: Sentence, mention: Mention) -> Mention | None:
    """The count or amount that stands directly before, in the same part of the sentence.

    Durations and what stands in brackets do not count; another percentage in between breaks the pair.
    """
    for candidate in reversed(sentence.mentions[: mention.index]):
        if candidate.segment != mention.segment or candidate.sign == PERCENT:
            return None
        if candidate.sign in AMOUNTS and not candidate.duration and candidate.depth <= mention.depth:
            return candidate
    return None


def completions(sentence: Sentence, cues: Cues, taken: set[int], wholes: dict[int, Mention]) -> list[Draft]:
    """Every completion rate with what was done and, if printed, what was planned."""
    drafts = []
    for rate in sentence.mentions:
        if rate.sign != PERCENT or rate.index in taken:
            continue
        reading = reading_of(rate.lead, rate.field, cues)
        if (rate.lead in cues.completion.of_target and (draft := _of_stated_target(sentence, rate))) or (
            draft := _of_stated_whole(sentence, rate, cues)
        ) is not None:
            drafts.append(draft)
        elif reading.saying == Saying.COMPLETION:
            drafts.append(_completion(sentence, rate, reading, cues, taken, wholes))
    drafts.extend(_against_targets(sentence, cues, taken | {i for draft in drafts for i in draft.taken()}))
    drafts.extend(_due_and_done(sentence, cues, taken | {i for draft in drafts for i in draft.taken()}))
    return drafts


def _completion(
    sentence: Sentence,
    rate: Mention,
    reading: Reading,
    cues: Cues,
    taken: set[int],
    wholes: dict[int, Mention],
) -> Draft:
    actual = _apart_from_differences(sentence, amount_before(sentence, rate), cues)
    if actual is not None and is_other_side(actual, rate, cues):
        actual = amount_before(sentence, actual)
    own = rate.metric if _names_itself(rate, reading, cues) else ""
    if own and rate.field is None and len(reading.own) > 1 and own.startswith(reading.own):
        own = reading.own
    if actual is not None and (_of_many(actual, rate, cues) or (own and not _akin(own, actual.metric))):
        actual = None
    if actual is not None and _only_counts_the_named(sentence, actual, rate, reading):
        actual = None
    whole = wholes.get(actual.index) if actual is not None else None
    if actual is not None and whole is not None and (_elsewhere(whole, sentence) or whole.at < actual.at):
        actual = None
    if actual is None:
        metric = own or rate.metric or rate.lead
        part = Part(rate, Role.COMPLETION, metric, "completion_rate", inherited=not own)
        return Draft(ClaimKind.COMPLETION, (part,), "completion.rate", metric, base=reading.base)
    parts = []
    target = _target_before(sentence, actual) or _target_in_brackets(sentence, actual, rate)
    if actual.role == Role.TARGET:
        done = _done_before(sentence, actual, taken)
        parts += [Part(done, Role.ACTUAL)] if done is not None else []
        parts.append(Part(actual, Role.TARGET))
    else:
        if target is not None and target.index not in taken:
            parts.append(Part(target, Role.TARGET))
        told = _told_by_target(actual, target, cues)
        role = None if actual.field else Role.ACTUAL
        parts.append(Part(actual, role, target.metric if told and target else None, inherited=told or None))
    told_first = parts[0].mention if parts[0].mention.depth <= actual.depth else actual
    metric = parts[0].metric or told_first.metric
    parts.append(Part(rate, Role.COMPLETION, own or metric, "completion_rate", inherited=not own))
    return Draft(ClaimKind.COMPLETION, tuple(parts), "completion.pair", metric, base=reading.base)


def _only_counts_the_named(sentence: Sentence, count: Mention, rate: Mention, reading: Reading) -> bool:
    """3个项目完成率85%: how many there are of what the rate is said of, and nothing that was done."""
    marks = set("，,。；;：:、（(") & set(sentence.between(count, rate))
    return not marks and count.index == rate.index - 1 and (len(reading.own) > 1 or len(count.tail) > 1)


def _elsewhere(mention: Mention, sentence: Sentence) -> bool:
    return sentence.at(mention.at) is not mention


def _apart_from_differences(sentence: Sentence, found: Mention | None, cues: Cues) -> Mention | None:
    """The figure, or the one before it when it only says by how much a target was passed or missed."""
    while found is not None and (
        compiled(cues.completion.difference).search(found.lead) or _little_beyond(sentence, found, cues)
    ):
        found = amount_before(sentence, found)
    return found


def _little_beyond(sentence: Sentence, found: Mention, cues: Cues) -> bool:
    """612个，超出年度目标12个: not the target, since less than half of what was done."""
    done = (
        amount_before(sentence, found) if compiled(cues.completion.beyond_target).search(found.lead) else None
    )
    if done is None or done.family != found.family:
        return False
    little, whole = found.figure.number, done.figure.number
    return little is not None and whole is not None and little + little < whole


def _done_before(sentence: Sentence, target: Mention, taken: set[int]) -> Mention | None:
    """新建工厂9家，目标值为10家: what was done, told right before its target."""
    done = amount_before(sentence, target)
    if done is None or done.index != target.index - 1 or done.index in taken:
        return None
    return done if done.family == target.family and done.role == Role.ACTUAL else None


def _of_stated_target(sentence: Sentence, rate: Mention) -> Draft | None:
    """完成…, 为年度目标500人的120%: the figure before the rate is the target itself."""
    target = amount_before(sentence, rate)
    if target is None or target.role not in {Role.TARGET, Role.BUDGET}:
        return None
    actual = amount_before(sentence, target)
    same = actual is not None and actual.family == target.family and actual.role != Role.TARGET
    parts = [Part(actual)] if same and actual is not None else []
    metric = actual.metric if same and actual is not None else target.metric
    if same and actual is not None and actual.role in {Role.SURPLUS, Role.SHORTFALL}:
        share = Part(rate, Role.SHARE, metric, "share", inherited=True)
        whole_and_rest = (Part(target, Role.WHOLE), Part(actual, Role.PART), share)
        return Draft(ClaimKind.SHARE, whole_and_rest, "share.left_over", metric)
    parts += [
        Part(target, Role.TARGET),
        Part(rate, Role.COMPLETION, metric, "completion_rate", inherited=True),
    ]
    return Draft(ClaimKind.COMPLETION, tuple(parts), "completion.of_target", metric)


PAIR = 2


def _of_stated_whole(sentence: Sentence, rate: Mention, cues: Cues) -> Draft | None:
    """抽查8个乡镇，占全县20个乡镇的40%: the whole stands in the phrase of the share, the part right before."""
    before = sentence.mentions[: rate.index][-PAIR:]
    if len(before) < PAIR:
        return None
    part, whole = before
    same = part.family == whole.family and part.segment == whole.segment == rate.segment
    said = compiled(cues.share.stated_whole).search(whole.lead + "·" + sentence.between(whole, rate))
    if not (same and said) or whole.sign not in AMOUNTS or Role.TARGET in {part.role, whole.role}:
        return None
    least, most = part.figure.number, whole.figure.number
    if least is None or most is None or least > most:
        return None
    share = Part(rate, Role.SHARE, part.metric, "share", inherited=True)
    return Draft(
        ClaimKind.SHARE, (Part(whole, Role.WHOLE), Part(part, Role.PART), share), "share.stated", part.metric
    )


def _due_and_done(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """应发940人次，已发940人次: the same thing due and done, without a rate."""
    drafts = []
    for first, second in zip(sentence.mentions, sentence.mentions[1:], strict=False):
        pair = first.index in taken or second.index in taken
        if pair or first.family != second.family or first.segment != second.segment:
            continue
        reached = _reached(sentence, first, second, cues)
        due = compiled(f"{either(cues.completion.due)}(?P<stem>[^，；。]{{1,10}})$").search(first.lead)
        done = compiled(f"{either(cues.completion.done)}(?P<stem>[^，；。]{{1,10}})$").search(second.lead)
        if reached or (due and done and _akin(due["stem"], done["stem"], 1)):
            metric = first.metric if reached else second.metric
            parts = (Part(first, Role.TARGET), Part(second, Role.ACTUAL, metric, inherited=reached))
            drafts.append(Draft(ClaimKind.COMPLETION, parts, "completion.due_done", metric))
    return drafts


def _against_targets(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """全年开放278天，没有达到300天的目标 · 满意度为76.53%，低于80%的目标: what was reached, and the target behind it."""
    drafts = []
    for actual, target in zip(sentence.mentions, sentence.mentions[1:], strict=False):
        same = actual.family == target.family and actual.segment == target.segment
        if not same or target.index in taken or target.role != Role.TARGET or actual.role == Role.TARGET:
            continue
        named = compiled(cues.completion.target_behind).search(target.behind)
        named = named or compiled(cues.completion.target_named).search(target.lead)
        said = compiled(cues.completion.against_pattern).match(target.lead)
        if not (named and said) or target.joint != "，":
            continue
        parts = (Part(actual), Part(target, Role.TARGET, actual.metric, inherited=True))
        told = frozenset({actual.index}) if actual.index in taken or actual.sign == PERCENT else frozenset()
        drafts.append(Draft(ClaimKind.COMPLETION, parts, "completion.against", actual.metric, referred=told))
    return drafts


def _reached(sentence: Sentence, target: Mention, done: Mention, cues: Cues) -> bool:
    """Whether a figure tells what was done of the target before it, by a deed without a name of its own or the same deed."""
    apart = compiled(cues.completion.difference).search(sentence.between(target, done))
    if apart or target.role != Role.TARGET:
        return False
    again = compiled(cues.completion.same_deed).match(done.lead)
    bare = compiled(cues.completion.reached_pattern).match(done.lead)
    return bool(bare or (again and again["stem"] in target.lead))


def _target_before(sentence: Sentence, actual: Mention) -> Mention | None:
    before = amount_before(sentence, actual)
    if before is not None and before.role == Role.TARGET and before.family == actual.family:
        return before
    return None


def _target_in_brackets(sentence: Sentence, actual: Mention, rate: Mention) -> Mention | None:
    """36场，超额完成年度目标（30场），完成率120%."""
    between = sentence.mentions[actual.index + 1 : rate.index]
    told = [m for m in between if m.depth > rate.depth and m.role == Role.TARGET]
    return told[0] if len(between) == len(told) == 1 and told[0].family == actual.family else None


def _told_by_target(actual: Mention, target: Mention | None, cues: Cues) -> bool:
    """Whether what was done has no name but that of its target (计划改厕500户，实际完成525户)."""
    return target is not None and bool(compiled(cues.completion.reached_pattern).match(actual.lead))


def _names_itself(rate: Mention, reading: Reading, cues: Cues) -> bool:
    if rate.inherited or not rate.metric or compiled(cues.completion.generic).match(rate.metric):
        return False
    return bool(reading.own or rate.field == "completion_rate")


def _of_many(actual: Mention, rate: Mention, cues: Cues) -> bool:
    """床位20张、设备5台，完成计划的97%: one rate after a list says nothing of the last item alone."""
    overall = any(word in rate.lead for word in cues.completion.overall)
    return overall or (actual.joint in {"、", *cues.enumeration.joins} and actual.index > 0)


def _akin(one: str, other: str, size: int = 2) -> bool:
    """Whether two phrases share a run of characters."""
    return any(one[i : i + size] in other for i in range(len(one) - size + 1)) if other else False


def shares(sentence: Sentence, cues: Cues, taken: set[int], wholes: dict[int, Mention]) -> list[Draft]:
    """Every share, with its part directly before and its whole when a list of parts names it."""
    drafts = []
    for share in sentence.mentions:
        if share.sign != PERCENT or share.index in taken:
            continue
        reading = reading_of(share.lead, share.field, cues)
        if reading.saying != Saying.SHARE:
            continue
        if listed := _listed_shares(sentence, share, taken, cues, reading.base):
            drafts.extend(listed)
            continue
        part = _part_of(sentence, share)
        named = reading.own and not share.inherited and len(reading.own) > 1
        if part is None or (named and not _of_deed(reading.own, part)):
            metric = compiled(f"^{either(cues.sums.including)}").sub("", reading.own) or share.metric
            term = Part(share, Role.SHARE, metric, "share", inherited=not reading.own)
            drafts.append(Draft(ClaimKind.SHARE, (term,), "share.alone", metric, base=reading.base))
            continue
        parts = [Part(part, Role.PART)]
        whole = wholes.get(part.index) or among(sentence, part, cues)
        if whole is not None:
            parts.insert(0, Part(whole, Role.WHOLE))
        parts.append(Part(share, Role.SHARE, part.metric, "share", inherited=True))
        drafts.append(Draft(ClaimKind.SHARE, tuple(parts), "share.pair", part.metric, base=reading.base))
    return drafts


def _listed_shares(
    sentence: Sentence, first: Mention, taken: set[int], cues: Cues, base: str | None
) -> list[Draft]:
    """甲、乙和丙类采购金额分别为A、B和C，占采购总额的比重为x、y和z: every amount has its own share, if they are as many."""
    rates = _run(sentence.mentions[first.index :], cues)
    amounts = _run(sentence.mentions[: first.index][::-1], cues)[::-1]
    if len(rates) < 2:
        return []
    several = len(amounts) == len(rates) and amounts[-1].segment == first.segment
    if not several or amounts[0].sign not in AMOUNTS or len({m.family for m in amounts}) > 1:
        term = Part(first, Role.SHARE, first.metric, "share")
        return [Draft(ClaimKind.SHARE, (term,), "share.alone", first.metric, base=base)]
    return [
        Draft(
            ClaimKind.SHARE,
            (Part(amount, Role.PART), Part(rate, Role.SHARE, amount.metric, "share", inherited=True)),
            "share.pair",
            amount.metric,
            base=base,
            referred=frozenset({amount.index}),
        )
        for amount, rate in zip(amounts, rates, strict=True)
        if rate.index not in taken
    ]


def _run(mentions: Sequence[Mention], cues: Cues) -> list[Mention]:
    """The figures of one kind at the beginning, joined by nothing but the marks of a list, in either direction."""
    joins = {*cues.sentence.list, *cues.enumeration.joins}
    run = list(mentions[:1])
    for one, other in itertools.pairwise(mentions):
        later = max(one, other, key=lambda mention: mention.index)
        if later.joint not in joins or (later.sign == PERCENT and later.lead) or other.family != one.family:
            break
        run.append(other)
    return run


def _of_deed(own: str, part: Mention) -> bool:
    """抽审资金1,260万元，抽审面占…的35%: the share has the deed of the amount before it for its name."""
    return len(own) < 5 and own[:2] in part.lead


def _part_of(sentence: Sentence, share: Mention) -> Mention | None:
    """The amount a share is said of: directly before, or with one growth rate or a bracket in between."""
    before = [m for m in sentence.mentions[: share.index] if m.depth <= share.depth]
    for candidate in reversed(before[-2:]):
        if candidate.segment != share.segment:
            return None
        if candidate.sign in AMOUNTS and not candidate.duration:
            return candidate
    return None


def named_rates(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """Rates with a name; beside a count only when the count is said to be the one that passed."""
    drafts = []
    for rate in sentence.mentions:
        if rate.sign != PERCENT or rate.index in taken or rate.field is None:
            continue
        kind = ClaimKind.SURVEY if rate.field == "satisfaction_rate" else ClaimKind.OTHER
        role = Role.TARGET if rate.role == Role.TARGET else Role.RATE
        count = amount_before(sentence, rate)
        passed = count is not None and count.index == rate.index - 1
        if count is not None and is_other_side(count, rate, cues):
            count = amount_before(sentence, count)
            passed = passed and count is not None and count.index == rate.index - 2
        words = cues.share.numerator.get(rate.field, ())
        if count is not None and passed and any(word in count.lead for word in words):
            parts: Sequence[Part] = (Part(count, Role.ACTUAL), Part(rate, role))
            drafts.append(Draft(ClaimKind.SHARE, tuple(parts), "rate.of_count", count.metric))
        else:
            drafts.append(Draft(kind, (Part(rate, role),), "rate.named", rate.metric))
    return drafts
