"""Tables no form has: right as they stand nothing is said against them, and a slip in a cell that the others fix is told."""

from __future__ import annotations

import pytest

from extract.report import report_of
from schema.finding import Finding, Severity
from score.assess import assess
from tests.corpus import strange_forms
from tests.corpus.strange import Strange, slips
from tests.corpus.strange_forms import forms
from tests.corpus.strange_tables import FAMILIES, TURNED, tables
from tests.documents import document

SEEDS = range(40, 41)
LEAST = 0.9
"""So many slips must be told; the rest are slips that other relations of the table leave open."""


def told(table: Strange) -> list[Finding]:
    assessed = assess(report_of(document(table.text())))
    assert assessed.notices == ()
    return [f for f in assessed.findings if f.severity is not Severity.NOTE]


@pytest.fixture(scope="module")
def made() -> list[Strange]:
    return [*tables(SEEDS), *forms(SEEDS)]


def test_every_family_is_made(made: list[Strange]) -> None:
    assert len({table.family for table in made}) == len(FAMILIES) + len(TURNED) + len(strange_forms.FAMILIES)


def test_nothing_is_said_against_a_right_table(made: list[Strange]) -> None:
    assert [(table.family, f.rule, f.formula) for table in made for f in told(table)] == []


def test_a_slip_is_told_where_it_stands(made: list[Strange]) -> None:
    caught = {True: 0, False: 0}
    for number, table in enumerate(made):
        for cell, _, changed in slips(table, 3, number):
            found = any((g.place.row, g.place.column) == cell for f in told(changed) for g in f.figures)
            caught[found] += 1
    assert caught[True] >= LEAST * sum(caught.values())
