"""Where a text names one of the indicators and gives it a figure: names found at word boundaries by spaCy.

The names of a report's own indicators are patterns of a PhraseMatcher over Docs whose quantities are single
tokens, so that 培训人次 is not found inside 参加培训人次数 and the figure behind a name is one token away, not
one digit. spaCy is loaded only when some name stands in some sentence at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extract.segment import pipeline
from schema.figure import NUMERIC_KINDS, Figure

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

REACH = 4
"""Tokens between a name and the figure that belongs to it: 满意度 达到 了 95%."""


def named_figures(
    names: Mapping[int, Sequence[str]], sentences: Sequence[str]
) -> list[tuple[int, int, Figure]]:
    """`(key, sentence, figure)` for every name that stands in a sentence with a figure right behind it.

    `names` gives the ways to call each key; a figure counts only within the clause and within reach. Offsets of
    the figure are into its sentence.
    """
    called = [(key, name) for key, forms in names.items() for name in forms if name]
    present = [(key, name) for key, name in called if any(name in sentence for sentence in sentences)]
    if not present:
        return []
    find = _matcher(present)
    found = []
    for number, sentence in enumerate(sentences):
        if not any(name in sentence for _, name in present):
            continue
        doc = pipeline()(sentence)
        for span in find(doc):
            figure = _figure_behind(span, doc)
            if figure is not None:
                found.append((int(span.label_), number, figure))
    return found


def _matcher(names: Sequence[tuple[int, str]]) -> Any:
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = pipeline()
    matcher = PhraseMatcher(nlp.vocab)
    for key, name in names:
        matcher.add(str(key), [nlp.make_doc(name)])
    return lambda doc: filter_spans(matcher(doc, as_spans=True))


def _figure_behind(span: Span, doc: Doc) -> Figure | None:
    for token in doc[span.end : span.end + REACH + 1]:
        figure: Figure | None = token._.figure
        if figure is not None and figure.kind in NUMERIC_KINDS:
            return figure
        if token.is_punct and token.text not in ("：", ":"):
            return None
    return None
