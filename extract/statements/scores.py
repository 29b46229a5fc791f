"""Points and grades: 自评得分86.4分，等级为良 · 满分10分，得8.62分，扣1.38分 · 等级为“优秀”."""

from __future__ import annotations

from extract.statements.drafts import Draft, Part
from extract.statements.full_points import is_got_of
from extract.statements.lexicon import Cues, compiled, either
from extract.statements.masking import PERCENT, SCORE
from extract.statements.mentions import Mention, Sentence
from schema.report import ClaimKind, Role

Span = tuple[int, int]


def scores(sentence: Sentence, cues: Cues, taken: set[int], summed: set[int]) -> list[Draft]:
    """One statement for each item that has points; a grade goes with the total, or with the only score.

    `summed` are figures told in a sum: told again only with a weight, a deduction or a grade.
    """
    drafts: list[Draft] = []
    group: list[Mention] = []
    for mention in sentence.mentions:
        if group and _rates(mention, group[-1]) and mention.index not in taken:
            group.append(mention)
        if mention.sign != SCORE or mention.index in taken:
            continue
        if _is_band(mention, cues):
            drafts.append(Draft(ClaimKind.OTHER, (Part(mention, Role.STANDARD),), "score.band", ""))
            continue
        again = any(one.role == mention.role for one in group)
        apart = bool(group) and mention.segment != group[-1].segment
        lost = bool(group) and all(one.role == Role.DEDUCTION for one in group)
        whole = lost and compiled(cues.scores.total_pattern).search(mention.lead)
        opens = bool(group) and _opens_pair(sentence, mention, cues)
        if again or apart or whole or opens or (group and _names_another(mention, group[0])):
            drafts.append(_score(group, cues))
            group = []
        group.append(mention)
    if group:
        drafts.append(_score(group, cues))
    graded = _graded(sentence, drafts, cues)
    return [d for d in graded if d.grade or len(d.parts) != 1 or d.parts[0].mention.index not in summed]


def _opens_pair(sentence: Sentence, mention: Mention, cues: Cues) -> bool:
    """Whether what could be got stands before what was got of it, and is told of no score before."""
    behind = sentence.mentions[mention.index + 1 : mention.index + 2]
    return mention.role == Role.WEIGHT and bool(behind) and is_got_of(mention, behind[0], cues)


def _rates(rate: Mention, last: Mention) -> bool:
    """Whether a rate of points stands right behind the points."""
    near = rate.segment == last.segment and rate.index == last.index + 1
    return near and rate.sign == PERCENT and rate.field == "score_rate" and last.sign == SCORE


def _is_band(mention: Mention, cues: Cues) -> bool:
    """Whether points are the bound of a grade (90分以上为优), and no score of anything."""
    figure = mention.figure
    bounded = figure.hedge is not None or figure.low is not None
    words = cues.grades.band_behind.replace("{words}", either(cues.grades.words))
    return bounded and bool(compiled(words).match(mention.tail))


def _names_another(mention: Mention, first: Mention) -> bool:
    """Whether a mention names an item of its own (产出指标得分…), not only 得分 or 扣."""
    return (
        not mention.inherited
        and len(mention.metric) > 3
        and mention.metric != first.metric
        and mention.role == Role.WEIGHT
    )


def _score(group: list[Mention], cues: Cues) -> Draft:
    subject = _subject(group[0], cues)
    parts = []
    for mention in group:
        own = _subject(mention, cues)
        metric = own or compiled(f"({_points(cues)})+$").sub("", subject) or mention.metric
        parts.append(Part(mention, None, metric, inherited=not own))
    return Draft(ClaimKind.SCORE, tuple(parts), "score", subject or group[0].metric)


def _subject(mention: Mention, cues: Cues) -> str:
    """What the points are for: the metric, unless it is only a word for points."""
    bare = compiled(f"^({_points(cues)})*(为|是|了)?$").match(mention.lead)
    if not mention.inherited and not bare:
        weight = mention.role == Role.WEIGHT
        end = f"(?<=..){either(cues.scores.weight)}$"
        return str(compiled(end).sub("", mention.metric)) if weight else mention.metric
    before = compiled(r"^[^，；。：:（(]*").match(mention.before)
    named = before[0] if before else ""
    return "" if mention.inherited else named


def _points(cues: Cues) -> str:
    return either((*cues.scores.weight, *cues.scores.deduction, *cues.scores.score))


def _graded(sentence: Sentence, drafts: list[Draft], cues: Cues) -> list[Draft]:
    graded = list(drafts)
    given = grades_of(sentence.text, cues)
    for span, grade in given:
        owner = next((word for word in cues.grades.owners if word in sentence.text[: span[1]]), None)
        number = _score_for(graded, span, [other for other, _ in given], cues)
        if number is None:
            graded.append(
                Draft(
                    ClaimKind.GRADE,
                    (),
                    "grade",
                    _graded_thing(sentence, span, cues),
                    grade=grade,
                    owner=owner,
                    span=span,
                )
            )
            continue
        draft = graded[number]
        reach = (min(draft.parts[0].mention.at, span[0]), max(draft.parts[-1].mention.at + 1, span[1]))
        graded[number] = Draft(
            ClaimKind.SCORE, draft.parts, "score.graded", draft.subject, grade=grade, owner=owner, span=reach
        )
    return graded


def grades_of(text: str, cues: Cues) -> list[tuple[Span, str]]:
    """Every grade given in a masked sentence, with its span."""
    words = either(cues.grades.words)
    found: dict[int, tuple[Span, str]] = {}
    for pattern in (cues.grades.pattern, cues.grades.pattern_named):
        for match in compiled(pattern.replace("{words}", words)).finditer(text):
            found.setdefault(match.start("grade"), (match.span(), match["grade"]))
    return [found[place] for place in sorted(found)]


def _is_compared(mention: Mention, cues: Cues) -> bool:
    """Whether points are those of another time, or how much more or less there were: 较上年的84.3分提高3.3分."""
    moved = either((*cues.growth.increase, *cues.growth.decrease))
    patterns = (
        f"{moved}[^，；。]{{0,2}}$",
        cues.growth.apart_pattern,
        cues.growth.compare_pattern,
        cues.scores.moved_pattern,
    )
    return any(compiled(pattern).search(mention.lead) for pattern in patterns)


def _score_for(drafts: list[Draft], span: Span, spans: list[Span], cues: Cues) -> int | None:
    """The score a grade belongs to: the nearest one before, else the only one, unless another grade stands nearer to it."""
    open_ones = [
        number
        for number, draft in enumerate(drafts)
        if draft.grade is None
        and any(
            part.mention.role == Role.SCORE and not _is_compared(part.mention, cues) for part in draft.parts
        )
    ]
    before = [number for number in open_ones if drafts[number].parts[0].mention.at < span[0]]
    if before:
        totals = [number for number in before if _is_total(drafts[number], drafts[before[-1]], cues)]
        return totals[-1] if totals else before[-1]
    if len(open_ones) != 1:
        return None
    at = drafts[open_ones[0]].parts[0].mention.at
    nearer = any(span[1] <= other[0] < at for other in spans)
    return None if nearer else open_ones[0]


def _is_total(draft: Draft, item: Draft, cues: Cues) -> bool:
    """Whether points are the total of one that is told with what could be got: 得分93.8分，其中投入10分得10分."""
    first, own = draft.parts[0].mention, {p.mention.role for p in draft.parts}
    if Role.WEIGHT in own or not any(p.mention.role == Role.WEIGHT for p in item.parts):
        return False
    named = f"{cues.scores.total_pattern}|^({_points(cues)})+(为|是)?$"
    got = max((p.mention.figure.number or 0 for p in item.parts if p.mention.role == Role.SCORE), default=0)
    return bool(compiled(named).search(first.lead)) and (first.figure.number or 0) >= got


def _graded_thing(sentence: Sentence, span: Span, cues: Cues) -> str:
    clause = sentence.text[: span[0]].rsplit("，", 1)[-1]
    return clause.strip("的，、") or sentence.text[span[0] : span[1]]
