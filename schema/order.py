"""The one order of findings, the same in every output: gravest first, then by the money that takes part, then by place.

Over several documents the path decides between findings of one gravity and amount; within one, the place. So the
list over all documents, kept to one of them, is the list of that document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from schema.finding import SEVERITY_ORDER, Check, Finding

Rank = tuple[Any, ...]


def amount_involved(subject: Check | Finding) -> Decimal | None:
    """The largest sum of money that takes part, in 元."""
    amounts = [abs(f.number) for f in subject.figures if f.unit == "元" and f.number is not None]
    return max(amounts, default=None)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one document in order."""
    return tuple(sorted(findings, key=lambda f: (*_weight(f), _first_place(f), f.rule, f.id)))


def ranked(findings: Iterable[Finding], path: str) -> Iterator[tuple[Rank, Finding]]:
    """The findings of one document, which are in order, with their ranks among those of all documents."""
    for number, finding in enumerate(findings):
        yield (*_weight(finding), path, number), finding


def _weight(finding: Finding) -> Rank:
    return SEVERITY_ORDER[finding.severity], -(amount_involved(finding) or 0)


def _first_place(finding: Finding) -> Rank:
    return min((place.address for place in finding.places), default=())
