"""Cuts Chinese text into words: quantities first, jieba with the project's dictionary for the text between them.

Everything heavy (jieba, spaCy) is loaded at first use. The jieba tokenizer is our own: nobody else's dictionary
changes it, ours changes nobody's, and it writes no cache to a folder shared with other users.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from extract.figures import scan
from extract.words import Words, load, names, raw, strings
from schema.figure import Figure

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span

_TERM = regex.compile(r"\p{Han}{2,12}")
_SHORT, _LONG = 20_000, 1_000_000
"""How common a term is told to be: a two-character one just enough to stand, a longer one beyond doubt."""
_NO_TERMS = frozenset({"folding", "distractors", "dates", "numerals", "hedges", "outline"})
"""Lists whose entries are parts of other words or names to be passed over, not terms of the field."""


class SegmentWords(Words):
    """`vocabulary/segment.toml`."""

    phrase_ends: tuple[str, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its offsets in the text; `figure` is set when it is a quantity or a date."""

    text: str
    start: int
    end: int
    figure: Figure | None = None


def terms(vocabulary: Path | None = None) -> frozenset[str]:
    """Every term of the vocabulary that is written in Chinese characters alone, two to twelve of them."""
    return frozenset(term for found in _lists(vocabulary).values() for term in found)


def _lists(vocabulary: Path | None) -> dict[str, list[str]]:
    """The terms of each word list, by its name."""
    known = load("segment", SegmentWords, vocabulary)
    sources: list[str | Path] = [name for name in names() if name not in _NO_TERMS]
    sources += [vocabulary] if vocabulary is not None else []
    lists: dict[str, list[str]] = {}
    for source in sources:
        found = {term for term in strings(raw(source)) if _TERM.fullmatch(term)}
        kept = {term for term in found if term in known.anchors or not term.endswith(known.phrase_ends)}
        lists[source.stem if isinstance(source, Path) else source] = sorted(kept)
    return lists


class Segmenter:
    """Words of one vocabulary. Building it reads jieba's dictionary (about half a second)."""

    def __init__(self, vocabulary: Path | None = None) -> None:
        self._vocabulary = vocabulary
        self.terms = terms(vocabulary)
        self._jieba = _private_jieba()
        anchors = load("segment", SegmentWords, vocabulary).anchors
        for term in sorted(self.terms):
            common = _SHORT if len(term) == 2 and term not in anchors else _LONG
            self._jieba.add_word(term, freq=max(common, self._jieba.FREQ.get(term, 0)))

    def cut(self, text: str) -> list[str]:
        """The words of a text without quantities."""
        return list(self._jieba.cut(text))

    def words(self, text: str) -> list[Word]:
        """The words of `text`, each quantity one word; white space is kept as words of its own."""
        found: list[Word] = []
        at = 0
        for lexed in scan(text, vocabulary=self._vocabulary).lexed:
            start, end = lexed.figure.place.start or 0, lexed.figure.place.end or 0
            found.extend(self._between(text, at, start))
            found.append(Word(text[start:end], start, end, lexed.figure))
            at = end
        found.extend(self._between(text, at, len(text)))
        return found

    def _between(self, text: str, start: int, end: int) -> Iterator[Word]:
        at = start
        for word in self._jieba.cut(text[start:end]):
            yield Word(word, at, at + len(word))
            at += len(word)


@functools.cache
def segmenter(vocabulary: Path | None = None) -> Segmenter:
    """The segmenter of our vocabulary, extended by the auditor's; built once."""
    return Segmenter(vocabulary)


def words(text: str) -> list[str]:
    """The words of a phrase without quantities, cut with our vocabulary."""
    return segmenter().cut(text)


def _private_jieba() -> Any:
    """A jieba tokenizer of our own, its dictionary in memory and no cache on disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and imports pkg_resources
        import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


class QuantityTokenizer:
    """A spaCy tokenizer: one token a quantity (`token._.figure`), jieba's words between."""

    def __init__(self, vocab: Any, cutter: Segmenter) -> None:
        self._vocab = vocab
        self._cutter = cutter

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`; `doc.text == text`, and `doc.spans["figures"]` holds the quantities."""
        from spacy.tokens import Doc
        from spacy.util import get_words_and_spaces

        cut = self._cutter.words(text)
        forms, spaces = get_words_and_spaces([word.text for word in cut if word.text.strip()], text)
        doc = Doc(self._vocab, words=forms, spaces=spaces)
        figures = {word.start: word.figure for word in cut if word.figure is not None}
        for token in doc:
            if token.idx in figures:
                token._.figure = figures[token.idx]
        doc.spans["figures"] = [doc[token.i : token.i + 1] for token in doc if token._.figure is not None]
        return doc


@functools.cache
def pipeline(vocabulary: Path | None = None) -> Language:
    """A spaCy pipeline without a model: our tokenizer alone, ready for Matcher and PhraseMatcher."""
    import spacy
    from spacy.tokens import Token

    if not Token.has_extension("figure"):
        Token.set_extension("figure", default=None)
    nlp = spacy.blank("zh")
    nlp.tokenizer = QuantityTokenizer(nlp.vocab, segmenter(vocabulary))
    return nlp


@functools.cache
def phrase_matcher(vocabulary: Path | None = None) -> PhraseMatcher:
    """Finds every term of the vocabulary in a Doc; the key of a match is the term's word list."""
    from spacy.matcher import PhraseMatcher

    nlp = pipeline(vocabulary)
    matcher = PhraseMatcher(nlp.vocab)
    for name, found in _lists(vocabulary).items():
        if found:
            matcher.add(name, [nlp.make_doc(term) for term in found])
    return matcher


def doc_of(text: str, vocabulary: Path | None = None) -> Doc:
    """`text` as a spaCy Doc with quantities as single tokens; terms are in `doc.spans["vocabulary"]`."""
    doc = pipeline(vocabulary)(text)
    doc.spans["vocabulary"] = _longest(phrase_matcher(vocabulary)(doc, as_spans=True))
    return doc


def _longest(spans: list[Span]) -> list[Span]:
    """Spans without overlap, the longest first to be kept."""
    from spacy.util import filter_spans

    return list(filter_spans(spans))
