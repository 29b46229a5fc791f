"""Change against an earlier period: amount of change, rate of change, and the figures it is between."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, PERCENT
from extract.statements.mentions import Mention, Sentence, joined_by
from extract.statements.rates import Saying, base_of_growth, reading_of
from schema.report import ClaimKind, Role

INCREASE, DECREASE = "increase", "decrease"


def growths(sentence: Sentence, earlier: Sentence | None, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every change of the sentence: 比上年增加50万元，增长11.11%.

    A change that names its subject may change the figure the sentence before (`earlier`) gives for it.
    """
    drafts: list[Draft] = []
    used = set(taken)
    for mention in sentence.mentions:
        if mention.index in used or not _is_change(sentence, mention, cues):
            continue
        draft = _growth(sentence, earlier, mention, cues)
        used |= draft.taken()
        drafts.append(draft)
    drafts.extend(_folds(sentence, cues, used))
    used |= {index for draft in drafts for index in draft.taken()}
    drafts.extend(_moved(sentence, cues, used))
    return drafts


def direction(lead: str, cues: Cues) -> tuple[str, str] | None:
    """The direction word that ends a lead, and which way it goes."""
    if lead.endswith(cues.growth.deeds):
        return None
    if named := deed(lead, cues):
        return named[0], named[1]
    fillers = either(cues.growth.fillers)
    for words, way in ((cues.growth.decrease, DECREASE), (cues.growth.increase, INCREASE)):
        if found := compiled(f"(?P<word>{either(words)}){fillers}*$").search(lead):
            return found["word"], way
    for pattern, way in ((cues.growth.more_pattern, INCREASE), (cues.growth.less_pattern, DECREASE)):
        if more := compiled(pattern).search(lead):
            return more["word"], way
    return None


def deed(lead: str, cues: Cues) -> tuple[str, str, str] | None:
    """增加支出: the direction word, which way it goes, and the name behind it."""
    for words, way in ((cues.growth.increase, INCREASE), (cues.growth.decrease, DECREASE)):
        if not lead.lstrip("，").startswith(words):
            continue
        pattern = cues.growth.deed_pattern.replace("{words}", either(words))
        if found := compiled(pattern).match(lead):
            return found["word"], way, found["noun"]
    return None


def direction_reached(lead: str, cues: Cues) -> bool:
    """Whether a lead says only where a movement ended: 提高到, 调整为."""
    words = either((*cues.growth.increase, *cues.growth.decrease))
    return bool(
        compiled(f"^({words}|{either(cues.growth.moved)})了?{either(cues.growth.reached)}$").match(lead)
    )


def _is_change(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    if direction(mention.lead, cues) is None or _one_of_several(sentence, mention, cues):
        return False
    if _is_reached(sentence, mention, cues):
        return False
    if mention.sign == PERCENT:
        return reading_of(mention.lead, mention.field, cues).saying == Saying.GROWTH
    if mention.sign not in AMOUNTS or mention.duration or not mention.figure.unit:
        return False
    clause = sentence.text[_segment_start(sentence, mention) : mention.at]
    if compiled(cues.growth.compare_pattern).search(clause):
        return True
    following = _next(sentence, mention)
    way = direction(mention.lead, cues)
    return bool(following and way and _continues(mention, following, cues, way[1]))


def _is_reached(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    """由8,930人上升为12,445人: where a movement ended, and not by how much."""
    before = sentence.mentions[mention.index - 1] if mention.index else None
    if before is None or not direction_reached(mention.lead, cues):
        return False
    return before.family == mention.family and is_earlier(sentence, before, cues)


def _one_of_several(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    """同比分别增长2.9%和37.6%: of a list that could not be told apart, no value is paired alone."""
    following = _next(sentence, mention)
    if following is None or not any(word in mention.lead for word in cues.respectively.cue):
        return False
    return following.family == mention.family and joined_by(
        sentence.between(mention, following), cues.sentence.list
    )


def _growth(sentence: Sentence, earlier: Sentence | None, first: Mention, cues: Cues) -> Draft:
    following = _next(sentence, first)
    changes = [first]
    way = direction(first.lead, cues)
    assert way is not None
    if following is not None and _continues(first, following, cues, way[1]):
        changes.append(following)
    current, previous = _operands(sentence, first, cues)
    if current is None and previous is None and earlier is not None:
        current = _named_before(earlier, first, cues)
    moved = current is not None and previous is not None and direction_reached(current.lead, cues)
    if current is None:
        current = _ended(sentence, changes, cues)
    subject = previous.metric if moved and previous else _subject(sentence, first, current, previous, cues)
    parts = [Part(mention, Role.PREVIOUS) for mention in (previous,) if mention]
    if current is not None:
        metric = previous.metric if moved and previous is not None else None
        parts.append(Part(current, metric=metric, inherited=moved or None))
    for change in changes:
        word = (direction(change.lead, cues) or way)[0]
        neutral = compiled(cues.growth.neutral_pattern).match(change.lead)
        points = change.sign == PERCENT and change.figure.unit in cues.growth.points
        rate = change.sign == PERCENT and not points
        parts.append(
            Part(
                change,
                Role.GROWTH if rate else Role.CHANGE,
                change.metric if neutral else subject or word,
                "growth_rate" if rate else "change_amount",
                inherited=current is not None and not own_subject(change.lead, cues),
            )
        )
    kept = frozenset(m.index for m in (current,) if m and m.role != Role.ACTUAL)
    start = _segment_start(sentence, first)
    base = base_of_growth(sentence.text[start : first.at], cues)
    return Draft(
        ClaimKind.GROWTH, tuple(parts), "growth.change", subject, scope=way[1], base=base, referred=kept
    )


def _folds(sentence: Sentence, cues: Cues, used: set[int]) -> list[Draft]:
    """专利授权量比上年翻一番."""
    drafts = []
    for mention in sentence.mentions:
        found = compiled(cues.growth.fold_pattern).search(mention.lead)
        if mention.index in used or mention.figure.unit not in cues.growth.folds or not found:
            continue
        base = base_of_growth(mention.lead, cues)
        part = Part(mention, Role.GROWTH, found["subject"] or mention.metric)
        drafts.append(
            Draft(ClaimKind.GROWTH, (part,), "growth.folds", part.metric, scope=INCREASE, base=base)
        )
    return drafts


def _moved(sentence: Sentence, cues: Cues, used: set[int]) -> list[Draft]:
    """由85%提升至96%, with no amount of change said behind."""
    drafts = []
    for before, after in zip(sentence.mentions, sentence.mentions[1:], strict=False):
        told = before.index in used or after.index in used
        if told or before.family != after.family or before.segment != after.segment or after.joint:
            continue
        if not direction_reached(after.lead, cues) or not is_earlier(sentence, before, cues):
            continue
        found = direction(compiled(f"{either(cues.growth.reached)}$").sub("", after.lead), cues)
        parts = [Part(before, Role.PREVIOUS), Part(after, metric=before.metric, inherited=True)]
        change = _next(sentence, after)
        if change is not None and change.family == after.family and change.segment == after.segment:
            bare = direction(change.lead, cues) and not own_subject(change.lead, cues)
            parts += (
                [Part(change, Role.CHANGE, before.metric, "change_amount", inherited=True)] if bare else []
            )
        drafts.append(
            Draft(
                ClaimKind.GROWTH,
                tuple(parts),
                "growth.moved",
                before.metric,
                scope=found[1] if found else None,
            )
        )
    return drafts


def _ended(sentence: Sentence, changes: list[Mention], cues: Cues) -> Mention | None:
    """森林覆盖率较上年提高0.4个百分点，达到62.8% · 增加20人，增长25%，达到100人: the figure it came to, told right behind."""
    behind = _next(sentence, changes[-1])
    if (
        behind is None
        or behind.segment != changes[-1].segment
        or not compiled(cues.growth.ended_pattern).match(behind.lead)
    ):
        return None
    same = any(behind.family == one.family or _points_of_rate(one, behind, cues) for one in changes)
    named = behind.metric.startswith(tuple(cues.growth.same_base))
    return behind if same and (behind.inherited or named) else None


def _next(sentence: Sentence, mention: Mention) -> Mention | None:
    """The mention behind; what only says the same in another unit is passed over."""
    after = [m for m in sentence.mentions[mention.index + 1 :][:2] if not _converted(sentence, m)]
    return after[0] if after else None


def _converted(sentence: Sentence, mention: Mention) -> bool:
    """112,220千公顷（168,329万亩）, 133,972万人（13.3972亿人）: an amount in brackets right behind one of another unit, or the same."""
    before = sentence.mentions[mention.index - 1] if mention.index else None
    if before is None or before.sign not in AMOUNTS or mention.sign not in AMOUNTS:
        return False
    bracketed = sentence.between(before, mention) in {"（", "("}
    closed = sentence.text[mention.at + 1 : mention.at + 2] in {"）", ")"}
    return bracketed and closed and (before.family != mention.family or _same_amount(before, mention))


def _same_amount(one: Mention, other: Mention) -> bool:
    a, b = one.figure, other.figure
    unit = max(a.unit_in_last_place, b.unit_in_last_place)
    return a.number is not None and b.number is not None and abs(a.number - b.number) <= unit


def _continues(first: Mention, second: Mention, cues: Cues, way: str) -> bool:
    """A change followed by its rate (增加50万元，增长11.11%), the same way, with no new subject."""
    if second.segment != first.segment:
        return False
    neutral = compiled(cues.growth.neutral_pattern).match(second.lead)
    if neutral and second.sign == PERCENT and first.sign != PERCENT:
        return True
    found = direction(second.lead, cues)
    if found is None or found[1] != way:
        return False
    return (first.sign == PERCENT) != (second.sign == PERCENT) and not own_subject(second.lead, cues)


def own_subject(lead: str, cues: Cues) -> str:
    """What a lead names before its direction word and comparison."""
    if named := deed(lead, cues):
        return named[2]
    found = direction(lead, cues)
    if found is None:
        return ""
    fillers = either(cues.growth.fillers)
    head = compiled(f"{either((found[0],))}{fillers}*$").sub("", lead)
    head = compiled(either(cues.growth.same_base)).sub("", head)
    return str(compiled(cues.growth.strip_comparison).sub("", head))


def _operands(sentence: Sentence, first: Mention, cues: Cues) -> tuple[Mention | None, Mention | None]:
    """The current figure and the earlier one, both directly before the change."""
    current = previous = None
    for candidate in reversed(sentence.mentions[: first.index]):
        between = sentence.mentions[candidate.index + 1 : first.index]
        apart = sum(m.depth <= first.depth for m in between)
        near = candidate.segment == first.segment and apart < 3
        if not near or (candidate.duration and candidate.index < first.index - 1):
            break
        if candidate.duration or of_each(candidate, cues) or _excluded(candidate, cues):
            continue  # 五年共增加30人 · 每10万人中 · （不含旧存20件）
        if _converted(sentence, candidate):
            continue  # 92,930千公顷（139,395万亩），减少1,464千公顷: the same in another unit
        if candidate.sign == PERCENT and direction(candidate.lead, cues) and current is None:
            continue
        if candidate.sign == PERCENT and current is None and _of_budget(candidate, first, cues):
            continue
        if candidate.sign not in AMOUNTS and not _points_of_rate(first, candidate, cues):
            break
        if current is None and _changed_itself(sentence, candidate, cues):
            break
        if first.sign != PERCENT and candidate.family != first.family:
            break
        if is_earlier(sentence, candidate, cues) or (
            current and _of_earlier_year(sentence, candidate, current)
        ):
            previous = previous or candidate
        elif current is None:
            current = candidate
        else:
            break
    own = _own(sentence, first, cues)
    if current is not None and own:
        several = compiled(either(("、", *cues.enumeration.joins))).search(own)
        if several or not any(own[i : i + 2] in current.metric for i in range(len(own) - 1)):
            previous = None if direction_reached(current.lead, cues) else previous
            current = None
    return current, previous


def _changed_itself(sentence: Sentence, candidate: Mention, cues: Cues) -> bool:
    """少数民族人口增加36,041人，增长24.5%，其中回族…: an amount by which something changed, with its rate behind, is none of now."""
    behind = _next(sentence, candidate)
    way = direction(candidate.lead, cues)
    if (
        way is None
        or behind is None
        or candidate.sign not in AMOUNTS
        or direction_reached(candidate.lead, cues)
    ):
        return False
    return behind.sign == PERCENT and _continues(candidate, behind, cues, way[1])


def of_each(mention: Mention, cues: Cues) -> bool:
    """每10万人中…: so many that something is counted for each of them, and no amount."""
    return mention.lead.endswith(cues.product.each_word)


def _excluded(mention: Mention, cues: Cues) -> bool:
    return bool(compiled(cues.growth.excluded_pattern).search(mention.lead))


def _own(sentence: Sentence, mention: Mention, cues: Cues) -> str:
    """What a change names before its direction; nothing where its clause begins with what it is compared with (比2021年预算)."""
    own = own_subject(mention.lead, cues)
    text = sentence.text[: mention.at]
    clause = text[max(text.rfind(mark) for mark in "，；。：（(") + 1 :]
    compared = own and compiled(cues.growth.against_year).match(clause)
    return "" if compared and compiled(cues.growth.year_measure).match(own) else own


def _named_before(earlier: Sentence, first: Mention, cues: Cues) -> Mention | None:
    """收入总计9859万元。与上年相比，收入总计增加…: the figure of the same name, if there is just one."""
    own = own_subject(first.lead, cues)
    same = [
        mention
        for mention in earlier.mentions
        if mention.metric and not mention.inherited and mention.sign in AMOUNTS
        and len(own) > 3 and (own.endswith(mention.metric) or mention.metric.endswith(own))
        and (first.sign == PERCENT or mention.family == first.family)
    ]  # fmt: skip
    return same[0] if len(same) == 1 and len(same[0].metric) > 3 else None


def _of_budget(rate: Mention, first: Mention, cues: Cues) -> bool:
    """支出决算9.86万元，完成预算的65.73%，比上年减少1.24万元: the rate stands in between and is passed over."""
    named = own_subject(first.lead, cues)
    reading = reading_of(rate.lead, rate.field, cues)
    return not named and reading.saying == Saying.EXECUTION and bool(reading.base) and not reading.own


def _points_of_rate(first: Mention, candidate: Mention, cues: Cues) -> bool:
    return candidate.sign == PERCENT and first.figure.unit in cues.growth.points


def is_earlier(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    """Whether a figure is that of an earlier period: 上年…, 由…, 较上年的…."""
    if compiled(cues.growth.compared_behind).match(sentence.text[mention.at + 1 :]):
        return True
    if compiled(cues.growth.beyond_pattern).search(mention.lead):
        return False
    lead = compiled(cues.growth.inside_words).sub("·", mention.lead)
    if compiled(f"{either(cues.growth.previous)}[^，；。]{{0,12}}$").search(lead):
        return True
    before = sentence.text[: mention.at]
    return any(compiled(p).search(before) for p in (cues.growth.earlier_pattern, cues.growth.from_pattern))


def _of_earlier_year(sentence: Sentence, candidate: Mention, current: Mention) -> bool:
    """2021年投入50万元，2022年投入60万元: the same words after an earlier year."""
    years = [_year_before(sentence, mention) for mention in (candidate, current)]
    return candidate.lead == current.lead and "" not in years and years[0] < years[1]


def _year_before(sentence: Sentence, mention: Mention) -> str:
    figure = sentence.masked.figures.get(mention.at - len(mention.lead) - 1)
    value = figure.value if figure is not None else None
    return value if isinstance(value, str) else ""


def _subject(
    sentence: Sentence, first: Mention, current: Mention | None, previous: Mention | None, cues: Cues
) -> str:
    own = own_subject(first.lead, cues).strip("的，、")
    if own and not (current is not None and not _own(sentence, first, cues)):
        return own
    if current is not None:
        return current.metric
    before = first.before.strip("的，、")
    head = compiled(cues.growth.strip_comparison).sub("", before)
    if head:
        word = direction(head, cues)
        return str(head.removesuffix(word[0]) if word else head)
    if previous is not None:
        return previous.metric
    return ""


def _segment_start(sentence: Sentence, mention: Mention) -> int:
    start = sentence.text.rfind("；", 0, mention.at)
    return start + 1
