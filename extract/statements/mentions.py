"""The figures of a sentence as mentions: what stands before and behind each, and what that says it measures.

A mention is read alone, from its own clause. Relations between mentions are read by the other modules.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extract.statements.definitions import Definition
from extract.statements.lexicon import Cues, FieldRule, Metrics, compiled, either
from extract.statements.masking import (
    ALL_SIGNS,
    AMOUNTS,
    COUNT,
    DATE,
    MEASURE,
    MONEY,
    PERCENT,
    RATIO,
    SCORE,
    Limits,
    Masked,
    mask,
    span_of,
)
from extract.statements.phrases import Phrases
from extract.statements.relations import Relations
from extract.statements.sentences import sentence_spans
from schema.figure import Figure, FigureKind, Hedge
from schema.report import Role

MENTIONED = AMOUNTS | {PERCENT, RATIO}
_BRACKETS = regex.compile(r"[（(「『“《\[【][^（(「『“《\[【）)」』”》\]】]*[）)」』”》\]】]")
_BOUNDS = frozenset({Hedge.AT_LEAST, Hedge.AT_MOST})
_BEHIND = 8
_HARD = frozenset("，,；;：:。（()）！？!?")


@dataclass(frozen=True)
class Mention:
    """One figure of a sentence and the words around it.

    `at` is its place in the masked text; `lead` the words before it back to the clause boundary or the
    figure before, `tail` the words behind that go with it, `behind` the next few whatever they are; `before` the clause before the lead, when no figure stands in it.
    `dated` is set when only a date stands between `before` and `lead`. `joint` is the punctuation between the mention before and this one. `bounded` is set for 不低于, ≥ and their
    like, not for 以上, which is said of what was reached as often as of what was demanded.
    """

    index: int
    figure: Figure
    sign: str
    at: int
    segment: int
    lead: str
    tail: str
    behind: str
    before: str
    joint: str
    depth: int
    duration: bool
    bounded: bool
    dated: bool = False
    metric: str = ""
    inherited: bool = False
    role: Role = Role.ACTUAL
    field: str | None = None

    @property
    def family(self) -> tuple[str, str]:
        """What must agree before two mentions may be added: kind of figure and unit.

        What an amount is for each of counts only when printed in its unit: 每人300元，其中市级180元 are of one family.
        """
        unit = self.figure.unit
        plain = self.sign == MONEY and "/" not in self.figure.text
        return self.sign, unit.partition("/")[0] if plain else unit


@dataclass(frozen=True)
class Sentence:
    """A sentence with its mentions. `start` and `end` are offsets into the text it was cut from."""

    printed: str
    start: int
    end: int
    masked: Masked
    mentions: tuple[Mention, ...]
    segments: tuple[int, ...] = field(default=())

    @property
    def text(self) -> str:
        """The masked text."""
        return self.masked.text

    def between(self, first: Mention, second: Mention) -> str:
        """The masked text between two mentions."""
        return self.text[first.at + 1 : second.at]

    def at(self, position: int) -> Mention | None:
        """The mention at a masked position."""
        return next((mention for mention in self.mentions if mention.at == position), None)

    def of_segment(self, segment: int) -> list[Mention]:
        """The mentions of one part of the sentence between semicolons."""
        return [mention for mention in self.mentions if mention.segment == segment]


@dataclass(frozen=True)
class Reader:
    """Cuts text into sentences and reads their mentions."""

    cues: Cues
    metrics: Metrics
    phrases: Phrases
    relations: Relations
    definitions: tuple[Definition, ...]

    def sentences(self, text: str, figures: Sequence[Figure]) -> list[Sentence]:
        """Every sentence of the text, in order; those without a figure may still give a grade."""
        ordered = sorted(figures, key=span_of)
        result = []
        limits = Limits(self.cues.sentence.limits_before, self.cues.sentence.limits_after)
        for start, end in sentence_spans(text, ordered, self.cues):
            inside = _apart([f for f in ordered if start <= span_of(f)[0] and span_of(f)[1] <= end])
            masked = mask(text, start, end, inside, limits)
            mentions = self._mentions(masked)
            result.append(Sentence(text[start:end], start, end, masked, tuple(mentions)))
        return result

    def _mentions(self, masked: Masked) -> list[Mention]:
        text = masked.text
        soft = _soft_positions(text)
        ends = set(self.cues.sentence.segment)
        hard_ends = (sign in ends and at not in soft for at, sign in enumerate(text))
        segments = list(itertools.accumulate(hard_ends, initial=0))
        depths = list(itertools.accumulate(((s in "（(") - (s in "）)") for s in text), initial=0))
        mentions: list[Mention] = []
        needy = {at for at, one in masked.figures.items() if one.unit in self.metrics.trim.needy}
        places = [at for at in sorted(masked.figures) if text[at] in MENTIONED]
        for number, at in enumerate(places):
            previous = places[number - 1] if number else -1
            following = places[number + 1] if number + 1 < len(places) else len(text)
            _, joint, before, lead = self._gap(text, previous, at, soft, needy)
            tail = self._gap(text, at, following, soft, needy)[0]
            figure = masked.figures[at]
            raw = Mention(
                index=number,
                figure=figure,
                sign=text[at],
                at=at,
                segment=segments[at],
                lead=lead,
                tail=tail,
                behind=text[at + 1 : at + 1 + _BEHIND],
                before=before,
                joint=joint,
                depth=depths[at],
                duration=figure.unit in self.cues.periods.duration_units and text[at] in {COUNT, MEASURE},
                bounded=figure.hedge in _BOUNDS and masked.ends[at] == span_of(figure)[1],
                dated=bool(before) and text[at - len(lead) - 1] == DATE,
            )
            mentions.append(self._understood(raw, mentions[-1] if mentions else None))
        return mentions

    def _gap(
        self, text: str, left: int, right: int, soft: set[int], needy: set[int]
    ) -> tuple[str, str, str, str]:
        """The gap between two figures as `(tail of the left, joint, clause before the lead, lead)`."""
        hard = [
            p for p in range(left + 1, right) if (text[p] in _HARD and p not in soft) or text[p] in ALL_SIGNS
        ]
        if hard:
            clauses = [text[a + 1 : b] for a, b in itertools.pairwise(hard)]
            before = next((clause for clause in reversed(clauses) if len(clause) > 1), "")
            if left < 0 and not before:
                before = text[: hard[0]]
            joint = "".join(text[p] for p in hard if text[p] not in ALL_SIGNS)
            lead = text[hard[-1] + 1 : right]
            if text[hard[-1]] == DATE and compiled(self.cues.periods.year_part_pattern).match(lead):
                lead = self.cues.periods.year_word + lead
            return text[left + 1 : hard[0]], joint, before, lead
        gap = text[left + 1 : right]
        if left < 0:
            return "", "", "", gap
        tail, joint, lead = self.phrases.divide(gap)
        if tail in self.cues.sums.closing:
            tail, lead = "", tail + lead
        if lead == gap and left in needy and right in needy:
            return gap, "", "", ""
        return tail, joint, "", lead

    def _understood(self, raw: Mention, previous: Mention | None) -> Mention:
        metric, inherited = self._metric(raw, previous)
        only_is = raw.sign == PERCENT and raw.before and raw.lead in self.cues.sentence.copulas
        rule = self.field(raw.figure.kind, raw.before if only_is else raw.lead or raw.before)
        if rule is None and raw.dated and raw.sign == MONEY:
            rule = self.field(raw.figure.kind, raw.before + raw.lead)
        field_id = rule.id if rule else None
        return replace(raw, metric=metric, inherited=inherited, role=self._role(raw, rule), field=field_id)

    def _metric(self, raw: Mention, previous: Mention | None) -> tuple[str, bool]:
        counted = raw.sign in {COUNT, MEASURE}
        classed = counted and raw.figure.unit in self.metrics.trim.classifiers
        named = self.phrases.metric(raw.lead, raw.tail, counted=counted, classed=classed)
        if named and previous is not None and compiled(self.metrics.trim.generic_pattern).match(named):
            named = previous.metric if previous.segment == raw.segment else named
            return named, True
        if named:
            return named, False
        if counted and 1 < len(raw.tail) <= _BEHIND:
            return raw.tail.strip("的"), False
        own = len(raw.joint) > 1 and not set(raw.joint[1:]) & {*self.cues.sentence.segment}
        if raw.before and (previous is None or previous.segment == raw.segment or own):
            above = self.phrases.metric(raw.before, "", counted=False)
            if above:
                return above, not raw.joint.endswith(("：", ":"))
        if previous is not None and previous.segment == raw.segment:
            return previous.metric, True
        return "", True

    def field(self, kind: FigureKind, words: str) -> FieldRule | None:
        """The canonical field of a figure of that kind with these words before it."""
        for rule in self.metrics.fields:
            if kind.value not in rule.kinds or not any(compiled(p).search(words) for p in rule.match):
                continue
            if not any(compiled(p).search(words) for p in rule.never):
                return rule
        return None

    def _role(self, raw: Mention, rule: FieldRule | None) -> Role:
        words = self.cues.completion
        if raw.sign == PERCENT:
            named = compiled(words.target_named).search(raw.lead)
            apart = raw.figure.unit in self.cues.growth.points
            asked = (
                (named and not apart)
                or self._demanded(raw)
                or compiled(words.target_behind).search(raw.behind)
            )
            return Role.TARGET if asked else rule.role if rule else Role.RATE
        if rule is not None:
            return rule.role
        if raw.sign == RATIO:
            return Role.RATIO
        if raw.sign == SCORE:
            return Role.SCORE
        return Role.TARGET if self._is_target(raw) else Role.ACTUAL

    def _is_target(self, raw: Mention) -> bool:
        words = self.cues.completion
        if compiled(words.target_behind).search(raw.behind) or self._demanded(raw):
            return True
        if raw.sign == MONEY and compiled(self.cues.product.standard_pattern).search(raw.lead):
            return bool(compiled(words.target_named).search(raw.lead))
        if not raw.lead and raw.joint.endswith(("（", "(")) and raw.behind.startswith(("）", ")")):
            return bool(compiled(words.target_bracket).search(raw.before))
        if compiled(words.of_task).search(raw.lead):
            return raw.behind.startswith(words.of_target)
        return bool(compiled(words.target_pattern).search(raw.lead))

    def _demanded(self, raw: Mention) -> bool:
        """不低于85%: a bound laid down, unless the words say it was reached."""
        reached = compiled(self.cues.completion.actual_pattern).search(raw.lead)
        return raw.bounded and not reached


def _apart(figures: Sequence[Figure]) -> list[Figure]:
    """Figures that do not overlap: of two that do, the longer."""
    kept: list[Figure] = []
    for figure in figures:
        start, end = span_of(figure)
        if kept and start < span_of(kept[-1])[1]:
            before = span_of(kept[-1])
            if end - start > before[1] - before[0]:
                kept[-1] = figure
            continue
        kept.append(figure)
    return kept


def _soft_positions(text: str) -> set[int]:
    """Positions inside brackets and quotation marks that hold no figure: no boundary is there."""
    return {
        position
        for found in _BRACKETS.finditer(text)
        if not any(character in ALL_SIGNS for character in found[0])
        for position in range(found.start(), found.end())
    }


def depth_at(text: str, position: int) -> int:
    """How many brackets are open before a position."""
    before = text[:position]
    return sum(before.count(mark) for mark in "（(") - sum(before.count(mark) for mark in "）)")


def joined_by(text: str, words: tuple[str, ...]) -> bool:
    """Whether text is nothing but these words."""
    return bool(compiled(f"^{either(words)}*$").match(text))


__all__ = ["MONEY", "Mention", "Reader", "Sentence", "depth_at", "joined_by"]
