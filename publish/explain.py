"""What a finding says, part by part: the sentence, the arithmetic, the basis, the next step; for every output."""

from __future__ import annotations

from dataclasses import dataclass

from publish.phrases import Words
from publish.places import difference, places_of, places_text, plain
from schema.finding import Check, Finding

MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled part of an explanation."""

    key: str
    label: str
    text: str


def explanation(subject: Check | Finding, words: Words) -> list[Part]:
    """The parts that a check or finding has, in the order in which one reads them; the sentence first."""
    rule = words.rules.get(subject.rule)
    verify = (rule.verify if rule else "") or words.term("text", "default_verify")
    found = [
        ("message", words.phrase(subject)),
        ("reported", subject.reported if compared(subject) else ""),
        ("recomputed", (subject.recomputed or "") if compared(subject) else ""),
        ("interval", interval(subject)),
        ("difference", gap(subject, words)),
        ("formula", subject.formula if subject.formula != subject.reported else ""),
        ("repairs", "；".join(subject.repairs)),
        ("places", "；".join(places_text(places_of(subject)[:MOST_PLACES], words))),
        ("basis", rule.basis if rule else ""),
        ("verify", verify if isinstance(subject, Finding) else ""),
        ("identity", subject.id if isinstance(subject, Finding) else ""),
    ]
    return [Part(key, words.term("explain", key), text) for key, text in found if text]


def explained(subject: Check | Finding, words: Words) -> str:
    """The explanation as lines of text: what a popup or comment holds."""
    head, *rest = explanation(subject, words)
    colon = words.term("explain", "colon")
    return "\n".join([head.text, *(f"{part.label}{colon}{part.text}" for part in rest)])


def compared(subject: Check | Finding) -> bool:
    """Whether a printed number is held against a computed one."""
    return subject.reported is not None and (subject.recomputed is not None or subject.low is not None)


def interval(subject: Check | Finding) -> str:
    """`95.82% ～ 95.84%`: what rounding allows; empty if it allows one value only."""
    if not compared(subject) or subject.low is None or subject.high is None or subject.low == subject.high:
        return ""
    return f"{subject.low} ～ {subject.high}"


def gap(subject: Check | Finding, words: Words) -> str:
    """Reported less recomputed, with sign, unit and direction."""
    found = difference(subject) if compared(subject) else None
    if not found or not found[0]:
        return ""
    amount, unit = found
    text = plain(amount, sign=True)
    text = words.term("text", "points", difference=text) if unit in {"%", "％"} else f"{text}{unit}"
    return text + words.term("text", "above" if amount > 0 else "below")
