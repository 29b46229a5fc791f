"""The phase an evaluation says it is, and the years a contract covers (D05, D06)."""

from __future__ import annotations

from collections.abc import Iterator

from schema.finding import Check, Severity, Verdict
from schema.report import Passage
from score.calendar import place_in
from score.context import Context
from score.lexicon import any_of, date_words
from score.remarks import remarks
from score.rule import rule


@rule("D05", severity=Severity.NOTE, needs=("passages",), compares=False)
def one_phase_for_one_evaluation(context: Context) -> Iterator[Check]:
    """An evaluation is of one phase: what is called 本次中期评估 in one place is not 本次末期评估 in another.

    The conclusion may have been taken from another report.
    """
    words = remarks().phases
    found: dict[str, tuple[Passage, int, int]] = {}
    for passage in context.report.passages:
        for own in words.own:
            start = passage.text.find(own)
            while start >= 0:
                after = passage.text[start + len(own) : start + len(own) + FURTHEST]
                name = any_of(words.names, after)
                if name is not None:
                    found.setdefault(
                        name[:2], (passage, start, start + len(own) + after.index(name) + len(name))
                    )
                start = passage.text.find(own, start + 1)
    if not found:
        return
    spots = list(found.values())
    quotes = [passage.text[start:end] for passage, start, end in spots]
    yield Check(
        rule="D05",
        verdict=Verdict.INCONSISTENT if len(found) > 1 else Verdict.CONSISTENT,
        severity=Severity.NOTE if len(found) > 1 else None,
        subject=quotes[0],
        quote=quotes[0],
        places=tuple(place_in(*spot) for spot in spots),
        facts={"phases": "、".join(quotes)},
    )


FURTHEST = 12
"""Characters between 本次 and the phase it names."""


@rule("D06", severity=Severity.WARNING, needs=("passages",), compares=False)
def contract_covers_the_year(context: Context) -> Iterator[Check]:
    """The term of the contract covers the year that is evaluated.

    Where several terms are given, one of them does. Example: 服务期2019年7月1日至2021年6月30日 in an evaluation of 2022.
    """
    year = context.report.document.fiscal_year
    spans = [
        (passage, match)
        for passage in context.report.passages
        if any_of(remarks().phases.contract, passage.text) is not None
        for match in date_words().written.span.finditer(passage.text)
        if match["y2"]
        and any_of(remarks().phases.contract, passage.text[max(0, match.start() - 16) : match.start()])
    ]
    if year is None or not spans:
        return
    covered = any(int(match["y1"]) <= year <= int(match["y2"]) for _, match in spans)
    passage, match = spans[0]
    yield Check(
        rule="D06",
        verdict=Verdict.CONSISTENT if covered else Verdict.INCONSISTENT,
        severity=None if covered else Severity.WARNING,
        subject=str(year),
        reported=match.group(),
        quote=match.group(),
        places=(place_in(passage, *match.span()),),
        facts={"year": str(year), "term": "".join(match.group().split())},
    )
