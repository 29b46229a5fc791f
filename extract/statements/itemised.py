"""A total with words of its own, and its parts with theirs: 收入126亿元，增长1.8%。其中：甲80亿元，增长3.6%；乙46亿元，下降1.2%.

The head of an item is the amount that its name stands before; what it is a share of, what it was and by how much it changed stand
beside it. Classes that are all there can be need no 其中: 检测1,200批次，合格1,188批次，不合格12批次.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from extract.statements.classes import complete, exclusive, of_one_kind
from extract.statements.drafts import Draft, Part
from extract.statements.growth import direction
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import AMOUNTS, PERCENT, SCORE
from extract.statements.mentions import Mention, Sentence, depth_at
from extract.statements.rates import Saying, reading_of
from extract.statements.sums import may_be_whole
from schema.report import ClaimKind, Role

_NO_HEAD = frozenset({Role.TARGET, Role.STANDARD, Role.WEIGHT, Role.DEDUCTION, Role.PREVIOUS})
_EXPLICIT = frozenset({Role.BUDGET, Role.RECEIVED, Role.SPENT, Role.SURPLUS})
FEWEST = 2
HUNDRED = 100


def itemised(
    sentence: Sentence, previous: Sentence | None, summed: Sequence[Draft], cues: Cues, taken: set[int]
) -> list[Draft]:
    """The sums that `summed` has not: of items with words of their own, and of classes that are all there can be."""
    told = {p.mention.index for d in summed for p in d.parts if p.role == Role.PART}
    found = [d for d in _divided(sentence, previous, cues) if not told & _own_parts(d)]
    told |= {index for draft in found for index in _own_parts(draft)}
    classed = [d for d in _classes(sentence, cues) if not told & _own_parts(d)]
    return [*found, *classed]


def _own_parts(draft: Draft) -> set[int]:
    return {p.mention.index for p in draft.parts if p.role == Role.PART}


# --- items behind 其中 --------------------------------------------------------------------------------------------


def _divided(sentence: Sentence, previous: Sentence | None, cues: Cues) -> Iterator[Draft]:
    for start in openings(sentence, cues):
        before = heads_of(sentence, 0, start, cues)
        if not before and previous is not None and _opens(sentence, start):
            before = heads_of_total(previous, cues)
        families = list(dict.fromkeys(m.family for m in before if m.sign in AMOUNTS))
        for family in families:
            same = [m for m in before if m.family == family]
            single = len(same) == 1 and may_be_whole(same[0], cues)
            draft = _items(sentence, start, same[0], cues) if single else None
            if draft is not None:
                yield draft


def heads_of_total(sentence: Sentence, cues: Cues) -> list[Mention]:
    """The amounts of a sentence that stand behind a name, before any parts of them."""
    return heads_of(sentence, 0, next(iter(openings(sentence, cues)), len(sentence.text)), cues)


def openings(sentence: Sentence, cues: Cues) -> list[int]:
    """Where parts begin: behind 其中, or 按…分."""
    found = [m.end() for m in compiled(either(cues.sums.including) + "[：:，,]?").finditer(sentence.text)]
    divided = compiled(cues.sums.divided_by).match(sentence.text)
    first = divided is not None and not any(end >= divided.end() > end - FEWEST for end in found)
    return [divided.end(), *found] if divided and first else found


def _opens(sentence: Sentence, start: int) -> bool:
    return not any(m.at < start for m in sentence.mentions)


def heads_of(sentence: Sentence, start: int, end: int, cues: Cues) -> list[Mention]:
    """The amounts of a stretch of text that stand behind a name: no shares, changes, targets, and nothing in brackets inside."""
    level = depth_at(sentence.text, start)
    found = []
    for m in sentence.mentions:
        inside = start <= m.at < end and m.sign in AMOUNTS and not m.duration
        if not inside or depth_at(sentence.text, m.at) > level or m.role in _NO_HEAD:
            continue
        beside = m.index > 0 and compiled(cues.sums.beside_head).match(clause_before(sentence, m))
        if not (beside or direction(m.lead, cues)):
            found.append(m)
    return found


def clause_before(sentence: Sentence, m: Mention) -> str:
    """The words of its clause in front of a figure, dates among them; its lead when another figure stands there too."""
    text = sentence.text[: m.at]
    clause = text[max(text.rfind(mark) for mark in "，；。：（") + 1 :]
    return m.lead if any(sign in clause for sign in AMOUNTS | {PERCENT}) else clause


def _items(sentence: Sentence, start: int, whole: Mention, cues: Cues) -> Draft | None:
    end = _end_of_list(sentence, start, cues)
    heads = [m for m in heads_of(sentence, start, end, cues) if m.family == whole.family]
    segments = {m.segment for m in sentence.mentions if start <= m.at < end}
    named = len({m.metric for m in heads}) == len(heads) or len(segments) == len(heads)
    if len(heads) < FEWEST or {m.segment for m in heads} != segments or not named:
        return None
    roles = {m.role for m in heads} & _EXPLICIT
    if any(compiled(cues.sums.taken_off).search(m.lead) for m in heads):
        return None
    if len(roles) > 1 or any(exceeds(m, whole) for m in heads):
        return None
    return sum_of(sentence, whole, heads, "sum.itemised", cues)


def _end_of_list(sentence: Sentence, start: int, cues: Cues) -> int:
    """Where the list that begins at `start` ends: the bracket it stands in, or a further 其中."""
    text = sentence.text
    level = depth_at(text, start)
    closed = (at for at in range(start, len(text)) if depth_at(text, at + 1) < level)
    further = compiled(either(cues.sums.including)).search(text, start)
    while further is not None and depth_at(text, further.start()) > level:
        further = compiled(either(cues.sums.including)).search(text, further.end())
    return min(next(closed, len(text)), further.start() if further else len(text))


def exceeds(part: Mention, whole: Mention) -> bool:
    """Whether a part is more than its whole, or one of the two has no number."""
    one, other = part.figure.number, whole.figure.number
    return one is None or other is None or one > other


def listed_behind(sentence: Sentence, cues: Cues) -> set[int]:
    """Amounts of one role listed behind 其中 without an amount they are part of: 到位率100%，其中中央到位500万元，省级到位180万元."""
    found: set[int] = set()
    for start in openings(sentence, cues):
        segment = sentence.text.count("；", 0, start)
        behind = [m for m in sentence.of_segment(segment) if m.at >= start and m.sign in AMOUNTS]
        for role in {m.role for m in behind}:
            same = [m for m in behind if m.role == role]
            found |= {m.index for m in same} if len(same) > 1 else set()
    return found


# --- classes ----------------------------------------------------------------------------------------------------


def _listed_with(whole: Mention, first: Sequence[Mention]) -> bool:
    """Whether a figure is the first of a list and not its whole: 超额完成2项、完成2项、未完成1项."""
    return any(m.joint.startswith("、") for m in first) and bool(whole.lead)


def _classes(sentence: Sentence, cues: Cues) -> Iterator[Draft]:
    """A count, and behind it counts of all the classes there can be."""
    mentions = sentence.mentions
    for whole in mentions:
        run: list[Mention] = []
        for m in mentions[whole.index + 1 :]:
            if (
                m.family != whole.family
                or m.segment != whole.segment
                or m.depth < whole.depth
                or m.role in _NO_HEAD
            ):
                break
            run.append(m)
        fits = whole.sign in AMOUNTS - {SCORE} and not whole.duration and whole.role not in _NO_HEAD
        fits = fits and may_be_whole(whole, cues) and not _listed_with(whole, run[:1])
        for size in range(len(run), FEWEST - 1, -1):
            parts = run[:size]
            names = [m.lead.strip("，") + m.tail for m in parts]
            among = of_one_kind([whole.lead.strip("，") + whole.tail, *names], cues)
            if fits and complete(names, cues) and not among and not any(exceeds(m, whole) for m in parts):
                if not compiled(cues.classes.rest_pattern).search(names[-1]):
                    yield sum_of(sentence, whole, parts, "sum.classes", cues)
                break


def sum_of(sentence: Sentence, whole: Mention, parts: Sequence[Mention], rule: str, cues: Cues) -> Draft:
    """An open list of parts and its whole; its figures may be told in other statements too."""
    items = tuple(Part(part, Role.PART) for part in parts)
    here = {m.index for m in parts} | ({whole.index} if sentence.at(whole.at) is whole else set())
    draft = Draft(
        ClaimKind.SUM,
        (Part(whole, Role.WHOLE), *items),
        rule,
        whole.metric,
        closed=False,
        referred=frozenset(here),
        retold=frozenset(here),
    )
    return with_names_and_shares(sentence, draft, cues)


# --- what the parts tell of the list ----------------------------------------------------------------------------


def with_names_and_shares(sentence: Sentence, draft: Draft, cues: Cues) -> Draft:
    """A list of parts with their shares; it is complete where these make a hundred, or where the names leave nothing out."""
    parts = [p for p in draft.parts if p.role == Role.PART]
    if draft.kind != ClaimKind.SUM or len(parts) < FEWEST:
        return draft
    names = [_name(p.mention) for p in parts]
    apart = exclusive(names, cues)
    every = complete(names, cues) and not _may_go_on(sentence, draft, parts, cues)
    shares = [_share_behind(sentence, p.mention, cues) for p in parts]
    told = [share for share in shares if share is not None]
    if len(told) == len(parts):
        off = abs(sum((Fraction(m.figure.number or 0) for m in told), Fraction(-HUNDRED)))
        every = every or 2 * off <= sum((Fraction(m.figure.unit_in_last_place) for m in told), Fraction(0))
    joined: list[Part] = [p for p in draft.parts if p.role != Role.PART]
    for part, share in zip(parts, shares, strict=True):
        joined.append(part)
        if share is not None and len(told) == len(parts):
            joined.append(Part(share, Role.SHARE, part.mention.metric, "share", inherited=True))
    extra = frozenset(m.index for m in told if len(told) == len(parts))
    closing = any(p.role == Role.TOTAL for p in draft.parts)
    return replace(
        draft,
        parts=draft.parts if closing else tuple(joined),
        closed=draft.closed or every,
        exclusive=apart,
        referred=draft.referred | extra,
        retold=draft.retold | extra,
    )


def _may_go_on(sentence: Sentence, draft: Draft, parts: Sequence[Part], cues: Cues) -> bool:
    """Whether the amount behind a list of items with a segment each has room in the whole: 税收…；非税收入…；上级补助…；上年结转…."""
    last, segments = parts[-1].mention, {p.mention.segment for p in parts}
    whole = next((p.mention.figure.number for p in draft.parts if p.role == Role.WHOLE), None)
    if draft.rule != "sum.including" or len(segments) < len(parts) or whole is None:
        return False
    left = whole - sum(p.mention.figure.number or 0 for p in parts)
    behind = heads_of(sentence, last.at + 1, len(sentence.text), cues)
    further = [m for m in behind if m.family == last.family and m.segment > last.segment]
    return bool(left and further) and (further[0].figure.number or 0) <= left


def _name(mention: Mention) -> str:
    return mention.metric or mention.lead


def _share_behind(sentence: Sentence, part: Mention, cues: Cues) -> Mention | None:
    """80万元，占40%: the share told right behind a part."""
    share = sentence.mentions[part.index + 1] if part.index + 1 < len(sentence.mentions) else None
    near = share is not None and share.sign == PERCENT and share.segment == part.segment
    if share is None or not near:
        return None
    reading = reading_of(share.lead, share.field, cues)
    planned = compiled(cues.unique.planned).search(reading.base or "")
    return share if reading.saying == Saying.SHARE and not planned else None
