"""Parts and wholes: a、b、c 合计 s, and s，其中 a、b、c.

A closing word makes a sum; 其中 alone does not, since it often names only some of the parts (closed=False).
"""

from __future__ import annotations

from dataclasses import replace

from extract.statements.classes import exclusive
from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, COUNT, MONEY, PERCENT, SCORE
from extract.statements.mentions import Mention, Sentence, depth_at
from extract.statements.splits import is_standard
from schema.report import ClaimKind, Role

_EXPLICIT = frozenset({Role.BUDGET, Role.RECEIVED, Role.SPENT, Role.SURPLUS, Role.TARGET})
LEAST_ALIKE = 2
_NO_PART = frozenset({Role.STANDARD, Role.WEIGHT, Role.DEDUCTION})


def sums(sentence: Sentence, previous: Sentence | None, cues: Cues, taken: set[int]) -> list[Draft]:
    """Every sum of the sentence, closed ones and lists of parts; the whole of a first list may end `previous`."""
    drafts = [*_included(sentence, cues, taken), *_of_sentence_before(sentence, previous, cues, taken)]
    parts = {part.mention.index for draft in drafts for part in draft.parts if part.role == Role.PART}
    for total in sentence.mentions:
        if total.index in taken | parts or not _closes(total, cues):
            continue
        if draft := _closed(sentence, total, cues, taken | parts):
            drafts.append(draft)
    return drafts


def wholes_of(drafts: list[Draft]) -> dict[int, Mention]:
    """For each part of a sum, its whole."""
    found: dict[int, Mention] = {}
    for draft in drafts:
        whole = next((p.mention for p in draft.parts if p.role in {Role.WHOLE, Role.TOTAL}), None)
        if draft.kind == ClaimKind.SUM and whole is not None:
            found.update({p.mention.index: whole for p in draft.parts if p.role == Role.PART})
    return found


def _closes(mention: Mention, cues: Cues) -> bool:
    return _closes_any(mention, cues) or _closes_list(mention, cues)


def _closes_list(mention: Mention, cues: Cues) -> bool:
    """累计拨付: the end of a list, if there is one."""
    between = f"{either(cues.sums.between)}*$"
    fits = mention.sign in AMOUNTS - {SCORE} and not mention.duration
    same = compiled(cues.sums.closing_same).match(mention.lead)
    listed = compiled(f"^{either(cues.sums.closing_listed)}{between}").search(mention.lead)
    return fits and bool(listed or same)


def _closed_same(sentence: Sentence, total: Mention, cues: Cues, taken: set[int]) -> Draft | None:
    """一期投资200万元，二期投资350万元，总投资550万元: a total of what every amount before it is called."""
    said = compiled(cues.sums.closing_same).match(total.lead)
    before = [
        m for m in sentence.mentions[: total.index] if m.segment == total.segment and m.family == total.family
    ]
    if said is None or len(before) < LEAST_ALIKE or total.duration or any(m.index in taken for m in before):
        return None
    names = [m.lead.removesuffix(said["same"]) for m in before]
    same = all(m.lead.endswith(said["same"]) and m.role not in _NO_PART for m in before)
    apart = exclusive(names, cues) or all(compiled(cues.sums.of_period).search(name) for name in names)
    dated = [sentence.text[max(0, m.at - len(m.lead) - 6) : m.at - len(m.lead)] for m in before]
    if not same or not (apart or all(compiled(cues.sums.of_period).search(text) for text in dated)):
        return None
    items = tuple(Part(part, Role.PART) for part in before)
    return Draft(ClaimKind.SUM, (*items, Part(total, Role.TOTAL)), "sum.same", total.metric)


def _closed_list(sentence: Sentence, total: Mention, cues: Cues, taken: set[int]) -> Draft | None:
    """A、B、C和D，累计拨付S: a list of three or more joined by 、 and 和, right before its total."""
    parts: list[Mention] = []
    for candidate in reversed(sentence.mentions[: total.index]):
        apart = candidate.index in taken or candidate.duration or candidate.role in _NO_PART
        if apart or candidate.family != total.family or candidate.segment != total.segment:
            break
        parts.insert(0, candidate)
        if candidate.joint not in {"、", *cues.enumeration.joins}:
            break
    listed = len(parts) > 2 and sentence.between(parts[-1], total) == "，" + total.lead
    if not listed or not _compatible(parts, total, cues):
        return None
    items = tuple(Part(part, Role.PART) for part in parts)
    whole = Part(total, Role.TOTAL, total.metric or total.lead)
    return Draft(ClaimKind.SUM, (*items, whole), "sum.listed", total.metric)


def _closes_any(mention: Mention, cues: Cues) -> bool:
    words = cues.sums.closing_score if mention.sign == SCORE else cues.sums.closing
    if mention.sign not in AMOUNTS or mention.duration:
        return False
    between = f"{either(cues.sums.between)}*$"
    return bool(compiled(f"{cues.sums.not_after}{either(words)}{between}").search(mention.lead))


def _closed(sentence: Sentence, total: Mention, cues: Cues, taken: set[int]) -> Draft | None:
    stated = _stated_number(sentence, total, cues)
    if (
        stated
        and not _moves(sentence, stated, cues)
        and (counted := _counted(sentence, total, stated, cues, taken))
    ):
        return counted
    if not _closes_any(total, cues):
        return _closed_list(sentence, total, cues, taken) or _closed_same(sentence, total, cues, taken)
    if compiled(cues.sums.together_with).search(total.lead):
        return None
    parts = _parts_before(sentence, total, cues, taken, total.segment)
    if len(parts) < 2 and total.segment > 0 and not _own_name(total, cues):
        parts = _parts_before(sentence, total, cues, taken, None)
    if (
        len(parts) < 2
        or _goes_back(sentence, parts, cues)
        or not _compatible(parts, total, cues)
        or _with_a_change(sentence, parts, cues)
    ):
        return None
    if stated is not None and stated.figure.number != len(parts):
        return None
    first = parts[0]
    items = tuple(Part(part, Role.PART) for part in parts)
    open_list = bool(
        compiled(f"{either(cues.sums.open)}$").search(sentence.between(parts[-1], total).split("，")[0])
    )
    metric = total.metric if not total.inherited else ""
    whole = Part(total, Role.TOTAL, metric or total.lead)
    return Draft(ClaimKind.SUM, (*items, whole), "sum.closing", metric or first.metric, closed=not open_list)


def _own_name(total: Mention, cues: Cues) -> str:
    """“助学”项目共投入50万元: what a total names before its closing word, which then is of nothing told in other clauses."""
    above = f"^({either(cues.respectively.above)}|，)*"
    words = cues.sums.closing_score if total.sign == SCORE else cues.sums.closing
    head = compiled(f"{either(words)}{either(cues.sums.between)}*$").sub("", total.lead)
    return str(compiled(above).sub("", head))


def _goes_back(sentence: Sentence, parts: list[Mention], cues: Cues) -> bool:
    """Whether the list before a total begins earlier: 加上A…, or with amounts that were not taken for its parts."""
    first = parts[0]
    before = sentence.mentions[first.index - 1] if first.index else None
    if compiled(cues.sums.adding).match(first.lead):
        return True
    near = before is not None and before.family == first.family and before.segment == first.segment
    if before is not None and near and compiled(cues.sums.adding).match(before.lead):
        return True
    listed = first.joint in {"、", *cues.enumeration.joins}
    return before is not None and listed and before.family == first.family


def _stated_number(sentence: Sentence, total: Mention, cues: Cues) -> Mention | None:
    """The two of 两项合计, right before the closing word."""
    number = sentence.mentions[total.index - 1] if total.index else None
    if number is None or number.sign != COUNT or number.figure.unit not in cues.sums.counted_units:
        return None
    joined = sentence.between(number, total) == total.lead and number.segment == total.segment
    return number if joined and (number.figure.number or 0) > 1 else None


def _moves(sentence: Sentence, number: Mention, cues: Cues) -> bool:
    """Whether an amount before is one of change: 增加 and 减少 are not added."""
    before = [m for m in sentence.mentions[: number.index] if m.segment == number.segment]
    return any(m.sign == MONEY and direction(m.lead, cues) for m in before)


def _with_a_change(sentence: Sentence, parts: list[Mention], cues: Cues) -> bool:
    """收入541万元，同比增收72万元，增长15.4%: one of the amounts is how much another changed, as the rate behind it says too."""
    return any(_is_a_change(sentence, part, cues) for part in parts) and not all(
        direction(part.lead, cues) for part in parts
    )


def _is_a_change(sentence: Sentence, part: Mention, cues: Cues) -> bool:
    if direction(part.lead, cues) is None or part.index + 1 >= len(sentence.mentions):
        return False
    behind = sentence.mentions[part.index + 1]
    rated = behind.sign == PERCENT and behind.segment == part.segment and direction(behind.lead, cues)
    return bool(rated) or any(word in part.lead for word in cues.growth.same_base)


def _counted(
    sentence: Sentence, total: Mention, number: Mention, cues: Cues, taken: set[int]
) -> Draft | None:
    """两项合计700万元: as many amounts as the word says, whatever each of them is called."""
    before = [
        m for m in sentence.mentions[: number.index]
        if m.segment == total.segment and m.family == total.family and m.role not in _NO_PART
        and not is_standard(m, cues)
    ]  # fmt: skip
    if len(before) != number.figure.number or any(m.index in taken or m.duration for m in before):
        return None
    metric = total.lead if total.inherited else total.metric
    items = tuple(Part(m, Role.PART) for m in before)
    told = frozenset({number.index})
    whole = Part(total, Role.TOTAL, metric)
    return Draft(ClaimKind.SUM, (*items, whole), "sum.counted", metric, settled=told)


def _parts_before(
    sentence: Sentence, total: Mention, cues: Cues, taken: set[int], segment: int | None
) -> list[Mention]:
    parts: list[Mention] = []
    for candidate in reversed(sentence.mentions[: total.index]):
        if segment is not None and candidate.segment != segment:
            break
        if _closes(candidate, cues) or (candidate.index in taken and candidate.sign != PERCENT):
            break
        priced = candidate.role in _NO_PART or is_standard(candidate, cues)
        if candidate.family != total.family or candidate.duration or priced:
            continue
        if parts and not _same_side(candidate, parts):
            break
        parts.insert(0, candidate)
    return parts


def _same_side(candidate: Mention, parts: list[Mention]) -> bool:
    """Budget is not added to spending."""
    roles = {part.role for part in parts if part.role in _EXPLICIT}
    return candidate.role not in _EXPLICIT or not roles or candidate.role in roles


def _compatible(parts: list[Mention], total: Mention, cues: Cues) -> bool:
    roles = {part.role for part in parts if part.role in _EXPLICIT}
    if total.sign == MONEY:
        if total.role == Role.SURPLUS and roles != {Role.SURPLUS}:
            return False
        return not roles or total.role not in _EXPLICIT or total.role in roles
    if total.sign == COUNT:
        closing = either((*cues.sums.closing, *cues.sums.closing_listed))
        prefix = compiled(f"{closing}{either(cues.sums.between)}*$").sub("", total.lead)
        prefix = prefix.strip("，、。")
        named = "".join(part.metric for part in parts)
        return len(prefix) < 2 or any(prefix[i : i + 2] in named for i in range(len(prefix) - 1))
    return True


def _included(sentence: Sentence, cues: Cues, taken: set[int]) -> list[Draft]:
    """s，其中 a、b、c · s（a、b、c） · s，由 a、b、c 组成."""
    drafts: list[Draft] = []
    text = sentence.text
    for found in compiled(cues.sums.parts_pattern).finditer(text):
        whole = _whole_before(sentence, found.start(), cues)
        if whole is None or whole.index in taken:
            continue
        parts = _parts_after(sentence, whole, found.end(), cues, taken)
        least = 1 if any(word in found[0] for word in cues.sums.including) else 2
        again = any({p.mention.index for p in d.parts} >= {m.index for m in parts} for d in drafts)
        if len(parts) < least or again or not _plausible(whole, parts, cues):
            continue
        if any(not _at_most(part, whole) for part in parts) and _greater_before(sentence, whole, parts):
            continue
        reach = text[found.start() : parts[-1].at + 1 + len(parts[-1].tail) + 1]
        closed = len(parts) > 1 and any(word in reach for word in cues.sums.closed)
        items = tuple(Part(part, Role.PART) for part in parts)
        drafts.append(
            Draft(
                ClaimKind.SUM,
                (Part(whole, Role.WHOLE), *items),
                "sum.including",
                whole.metric,
                closed=closed,
                referred=frozenset({whole.index}) if whole.role in _EXPLICIT else frozenset(),
            )
        )
    return drafts


def _greater_before(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """合同金额295万元，尾数0.55元未付，其中第二批58万元…: whether another amount before may be what the parts are of."""
    before = [
        m for m in sentence.mentions[: whole.index] if m.segment == whole.segment and m.family == whole.family
    ]
    return any(all(_at_most(part, m) for part in parts) for m in before)


def _of_sentence_before(
    sentence: Sentence, previous: Sentence | None, cues: Cues, taken: set[int]
) -> list[Draft]:
    """收入合计2,640万元。其中：…: the parts open their sentence, and the whole is the last figure before."""
    opening = compiled(f"^{either(cues.sums.including)}[：:，,]?").match(sentence.text)
    if opening is None or previous is None or not previous.mentions:
        return []
    whole = previous.mentions[-1]
    alone = len([m for m in previous.mentions if m.family == whole.family]) == 1
    if (
        whole.sign not in AMOUNTS - {SCORE}
        or whole.duration
        or whole.depth
        or not alone
        or len(whole.tail) > 1
    ):
        return []
    parts = _parts_after(sentence, replace(whole, segment=0), opening.end(), cues, taken)
    least = [part for part in parts if _at_most(part, whole)]
    if not parts or len(least) < len(parts) or not _plausible(whole, parts, cues):
        return []
    items = tuple(Part(part, Role.PART) for part in parts)
    return [
        Draft(ClaimKind.SUM, (Part(whole, Role.WHOLE), *items), "sum.including", whole.metric, closed=False)
    ]


def _at_most(part: Mention, whole: Mention) -> bool:
    one, other = part.figure.number, whole.figure.number
    return one is not None and other is not None and one <= other


def _whole_before(sentence: Sentence, position: int, cues: Cues) -> Mention | None:
    before = [m for m in sentence.mentions if m.at < position and m.sign in AMOUNTS and not m.duration]
    while before and _beside_another(sentence, before[-1], cues):
        before.pop()
    if not before:
        return None
    whole = before[-1]
    gap = sentence.text[whole.at + 1 : position]
    return (
        whole
        if depth_at(sentence.text, position) - depth_at(sentence.text, whole.at) in {0, 1} and len(gap) < 40
        else None
    )


def _beside_another(sentence: Sentence, m: Mention, cues: Cues) -> bool:
    """Whether an amount only says what the one before it was, how it changed, or what it is a share of: 占年初预算2,180万元的44.5%."""
    if compiled(cues.completion.less_than_budget).search(m.lead) or direction(m.lead, cues):
        return m.index > 0
    behind = sentence.mentions[m.index + 1] if m.index + 1 < len(sentence.mentions) else None
    return (
        m.index > 0
        and behind is not None
        and behind.sign == PERCENT
        and behind.lead in cues.completion.of_target
    )


def _parts_after(
    sentence: Sentence, whole: Mention, position: int, cues: Cues, taken: set[int]
) -> list[Mention]:
    parts: list[Mention] = []
    text = sentence.text
    level = depth_at(text, position)
    separator = ""
    for candidate in sentence.mentions:
        if candidate.at < position or depth_at(text, candidate.at) > level:
            continue
        if depth_at(text, candidate.at) < level or _left_bracket(text, position, candidate.at, level):
            break
        if parts and any(word in text[parts[-1].at : candidate.at] for word in cues.sums.including):
            break
        asked = candidate.role is Role.WEIGHT and whole.role is not Role.WEIGHT
        if candidate.family != whole.family or candidate.duration or asked:
            continue
        another = _opens_another(text, candidate, cues) or not _at_most(candidate, whole)
        if candidate.segment != whole.segment and another:
            break
        closes = _closes(candidate, cues) or (
            parts and candidate.lead.lstrip("，,").startswith(cues.sums.closing)
        )
        if candidate.index in taken or closes or not _same_side(candidate, parts):
            break
        if parts and not _listed(sentence, parts, candidate, separator, cues):
            break
        if parts and separator != "、" and not _at_most(candidate, whole):
            break
        if len(parts) == 1:
            separator = _separator(sentence, parts[0], candidate)
        if (
            parts == []
            and candidate.role in _EXPLICIT
            and whole.role in _EXPLICIT
            and candidate.role != whole.role
        ):
            break
        parts.append(candidate)
    return parts


def _opens_another(text: str, mention: Mention, cues: Cues) -> bool:
    """Whether a figure behind a semicolon is itself a whole: …；调查医生120人，其中满意105人."""
    return text[mention.at + 1 :].lstrip("，,").startswith(tuple(cues.sums.including))


def _listed(sentence: Sentence, parts: list[Mention], candidate: Mention, separator: str, cues: Cues) -> bool:
    """Parts joined by 、 are not continued after a comma, and a new role ends every list unless 以及 or 其他 opens it."""
    opening = sentence.between(parts[-1], candidate).lstrip("，,；")
    rest = compiled(cues.classes.rest_pattern).match(opening)
    last = rest or opening.startswith(tuple(cues.enumeration.joins))
    if candidate.role in _EXPLICIT and all(part.role not in _EXPLICIT for part in parts) and not last:
        return False
    found = _separator(sentence, parts[-1], candidate)
    if separator and separator != "；" and found == "；":
        return False
    return separator != "、" or found != "，"


def _separator(sentence: Sentence, first: Mention, second: Mention) -> str:
    gap = sentence.between(first, second)
    marks = [mark for mark in gap if mark in "、，；,"]
    return marks[-1].replace(",", "，") if marks else "、"


def _plausible(whole: Mention, parts: list[Mention], cues: Cues) -> bool:
    """No part is said of another thing than the whole: 预算100万元，其中支出… is no list of parts.

    Changes are signed by their words (减少20.06、增加0.40), so they are not added either.
    """
    if any(direction(m.lead, cues) or compiled(cues.sums.taken_off).search(m.lead) for m in (whole, *parts)):
        return False
    if not may_be_whole(whole, cues) or (whole.role in _NO_PART and any(p.role != whole.role for p in parts)):
        return False
    explicit = {part.role for part in parts if part.role in _EXPLICIT}
    return not explicit or whole.role not in _EXPLICIT or explicit == {whole.role}


def may_be_whole(whole: Mention, cues: Cues) -> bool:
    """人均补助600元, 平均得分96分: nothing that others add up to."""
    return not is_standard(whole, cues) and not compiled(cues.product.mean_word).search(whole.lead)


def _left_bracket(text: str, start: int, end: int, level: int) -> bool:
    """Whether the bracket that `start` is in was closed before `end`."""
    return any(depth_at(text, position) < level for position in range(start, end + 1))
