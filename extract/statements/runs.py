"""Runs of figures of one kind, joined by nothing but the marks of a list: 分别资助1,205人、843人、612人."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.lexicon import Cues
from extract.statements.mentions import Mention
from extract.statements.operands import Near
from extract.statements.relations import RunWords
from extract.statements.run_rates import run_rates
from extract.statements.run_totals import run_totals

FEWEST = 2
Run = tuple[Mention, ...]


def runs(near: Near, words: RunWords) -> None:
    """Joins runs of figures with their totals, the whole they are shares of, and the bases of their rates."""
    found = runs_of(near.sentence.mentions, near.cues)
    run_totals(near, found, words)
    run_rates(near, found, words)


def runs_of(mentions: Sequence[Mention], cues: Cues) -> list[Run]:
    """The runs of a sentence, in order: items behind the first have no name of their own."""
    joins = {"、", *cues.enumeration.joins}
    grown: list[list[Mention]] = []
    for one in mentions:
        last = grown[-1][-1] if grown else None
        goes_on = last is not None and last.index == one.index - 1 and last.family == one.family
        if goes_on and one.joint in joins and not one.lead:
            grown[-1].append(one)
        else:
            grown.append([one])
    return [tuple(run) for run in grown if len(run) >= FEWEST and not any(m.bounded for m in run)]
