"""Generated documents are correct as their own records judge, and an error breaks the relation it stands in."""

from __future__ import annotations

import pytest

from corpus.generate import FAMILIES
from corpus.markup import Grid
from corpus.truth import MARK


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(12))
def test_a_generated_document_is_correct(family: str, seed: int) -> None:
    document = FAMILIES[family](seed)
    assert document.relations
    assert document.broken() == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_token_is_printed_once(family: str) -> None:
    document = FAMILIES[family](3)
    texts = [
        text
        for block in document.blocks
        for text in ([c for row in block.rows for c in row] if isinstance(block, Grid) else [block.text])
    ]
    marks = [int(m) for text in texts for m in MARK.findall(text)]
    assert sorted(marks) == list(range(len(document.tokens)))


def test_a_wrong_total_is_seen_and_a_rounded_one_is_not() -> None:
    document = FAMILIES["H"](1)
    relation = next(r for r in document.relations if r.kind == "completion")
    rate = relation.tokens[2]
    printed = document.tokens[rate].printed
    assert document.broken({rate: str(round(float(printed)))}) == []
    assert relation in document.broken({rate: f"{float(printed) + 3:.2f}"})
