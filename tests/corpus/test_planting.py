"""Operators change what they say, and harmless ones leave every relation standing."""

from __future__ import annotations

import random

import pytest

from corpus.generate import FAMILIES
from corpus.planting import ERRORS, HARMLESS


@pytest.mark.parametrize("name", [*ERRORS, *HARMLESS])
def test_every_operator_applies_to_some_family_and_changes_the_print(name: str) -> None:
    operator = {**ERRORS, **HARMLESS}[name]
    documents = [FAMILIES[family](seed) for family in FAMILIES for seed in range(4)]
    made = [(doc, plant) for doc in documents if (plant := operator(doc, random.Random(7)))]
    assert made
    for doc, plant in made:
        assert plant.blocks != doc.rendered()
        assert plant.harmless == (name in HARMLESS)


def test_most_planted_errors_can_be_seen() -> None:
    plants = [
        plant
        for family in FAMILIES
        for seed in range(3)
        for operator in ERRORS.values()
        if (plant := operator(FAMILIES[family](seed), random.Random(seed)))
    ]
    seen = sum(plant.visible for plant in plants)
    assert seen / len(plants) > 0.75


@pytest.mark.parametrize("name", ["rerounded", "fewer_decimals", "separators_changed"])
def test_a_harmless_rewrite_breaks_no_relation(name: str) -> None:
    for family in FAMILIES:
        for seed in range(6):
            doc = FAMILIES[family](seed)
            plant = HARMLESS[name](doc, random.Random(seed))
            if plant and plant.tokens:
                printed = dict(zip(plant.tokens, plant.new.split(", "), strict=True))
                assert doc.broken(printed) == []
