"""The numeric statements of prose: which figures belong together, in which roles, measuring what.

`find_claims(text)` is the plain-text door. The report assembler calls `claims_in` once a paragraph, with the
figures of the paragraph and a function that turns its offsets into places, and `connected` once a document.

What the roles of a kind mean to those who check:

- completion: `actual`, `completion`, and `target` if printed; `base` is the phrase the rate refers to.
- execution: `budget` (by field: initial, added, cut, adjusted), `received`, `spent`, `surplus`, `target`
  (a planned amount), `rate` (field execution_rate or arrival_rate). difference: the same without a rate.
- share: `part` and `share`, `whole` if a list of parts named it. A count with its own rate (在岗12人，稳岗率85.71%)
  is a share with `actual` and `rate`; counts before it that it may be a share of are `whole` and `baseline`.
- growth: the current figure in its own role, `previous`, `change`, `growth`; values as printed, `scope` is
  "increase" or "decrease", `base` what it is compared with.
- sum: `part`s with `total` (closed by 合计, 共) or `whole` (其中; `closed` False unless all parts are named).
- product: `standard`, `baseline` (how many), `total`. split: `ratio`, `part`s, and `whole`, or `standard` and
  `baseline` (yearly amount, years).
- survey: fields distributed, returned, valid_responses, satisfied_count and the rates. staffing: `target`,
  `actual`, `shortfall`. score: `score`, `weight`, `deduction`; `grade` when one is given. grade: no terms.
- enumeration: `list_count`, `names`. A list whose items and values differ in number is one claim with
  `aligned` False. amount, count, other: one figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from extract.figures import find_figures
from extract.segment import words
from extract.statements.across import yearly_products
from extract.statements.again import again
from extract.statements.agreement import agreements
from extract.statements.averages import averages
from extract.statements.balances import balances
from extract.statements.carried_parts import carried_parts
from extract.statements.columns import columns
from extract.statements.counted import based_rates, counted_rates
from extract.statements.counted_lists import counted_lists
from extract.statements.definitions import definitions
from extract.statements.drafts import Draft, Part
from extract.statements.each import each
from extract.statements.enumerations import enumerations
from extract.statements.execution import executions
from extract.statements.full_points import with_full_points
from extract.statements.further import further
from extract.statements.growth import growths
from extract.statements.itemised import itemised, listed_behind, with_names_and_shares
from extract.statements.lexicon import compiled, cues, metrics
from extract.statements.masking import MONEY, PERCENT, RATIO, SCORE, span_of
from extract.statements.mentions import Mention, Reader, Sentence
from extract.statements.over_sentences import over_sentences
from extract.statements.phrases import Phrases
from extract.statements.rates import completions, named_rates, shares
from extract.statements.relations import relations
from extract.statements.respectively import respectively, shared
from extract.statements.scores import scores
from extract.statements.splits import is_standard, products, splits
from extract.statements.spoken import Spoken
from extract.statements.staffing import staffing
from extract.statements.sums import sums, wholes_of
from extract.statements.surveys import survey
from extract.statements.unique import unique
from schema.figure import Figure, FigureKind, Place
from schema.report import Claim, ClaimKind, Role

ALONE = "alone"
LISTED = frozenset({"respectively.names", "respectively.amounts", "respectively.years"})
"""Rules whose values may be added up once more."""
Span = tuple[int, int]
Locate = Callable[[int, int], Place]


def find_claims(text: str, vocabulary: Path | None = None) -> list[Claim]:
    """The numeric statements of one or more sentences, in order; places are offsets into `text`."""
    claims, sentences = paragraph_of(text, find_figures(text), _offsets, vocabulary)
    told = [Spoken(sentence, number) for number, sentence in enumerate(sentences)]
    return over_sentences([*claims, *connected(claims, vocabulary)], told, vocabulary)


def claims_in(
    text: str, figures: Sequence[Figure], locate: Locate, vocabulary: Path | None = None
) -> list[Claim]:
    """The statements of one paragraph, in order of their first figure; see `paragraph_of`."""
    return paragraph_of(text, figures, locate, vocabulary)[0]


def paragraph_of(
    text: str, figures: Sequence[Figure], locate: Locate, vocabulary: Path | None = None
) -> tuple[list[Claim], list[Sentence]]:
    """The statements of one paragraph, in order of their first figure, and its sentences.

    `figures` are those of `text`: the `start` and `end` of their places are offsets into it. `locate` turns
    offsets into the place of a statement. No figure is read here; dates, periods and ordinals stay context.
    """
    reader = reader_of(vocabulary)
    sentences = [with_full_points(s, reader.cues) for s in reader.sentences(text, figures)]
    told: set[Span] = set()
    drafts: list[tuple[Draft, Sentence]] = []
    for number, sentence in enumerate(sentences):
        read = _drafts(sentences, number, reader, told)
        drafts.extend((draft, sentence) for draft in read)
        told.update(span for draft in read if draft.rule != ALONE for span in draft.told())
    kept = [(d, s) for d, s in drafts if d.rule != ALONE or span_of(d.figures()[0]) not in told]
    return [_claim(draft, sentence, text, locate, reader) for draft, sentence in kept], sentences


def connected(claims: Iterable[Claim], vocabulary: Path | None = None) -> list[Claim]:
    """Statements whose figures stand in neighbouring paragraphs; `claims` are a document's, in order."""
    return yearly_products(list(claims), reader_of(vocabulary).cues)


def reader_of(vocabulary: Path | None = None) -> Reader:
    """The reader with our words, extended by an auditor's file."""
    known, measured = cues(vocabulary), metrics(vocabulary)
    phrases = Phrases(measured.trim, known.enumeration.joins, words)
    named = definitions(vocabulary).defined
    return Reader(known, measured, phrases, relations(vocabulary), named)


def _offsets(start: int, end: int) -> Place:
    return Place(start=start, end=end)


def _drafts(sentences: Sequence[Sentence], number: int, reader: Reader, told: set[Span]) -> list[Draft]:
    """All statements of a sentence: lists first, then relations, then what is left one by one.

    `told` are the spans of figures that a statement of an earlier sentence took.
    """
    sentence = sentences[number]
    previous = sentences[number - 1] if number else None
    known = reader.cues
    taken = {mention.index for mention in sentence.mentions if span_of(mention.figure) in told}
    drafts: list[Draft] = []

    def keep(found: list[Draft]) -> list[Draft]:
        drafts.extend(found)
        taken.update(index for draft in found for index in _own(draft, sentence))
        return found

    counted = keep(enumerations(sentence, known, taken))
    keep(respectively(sentence, previous, reader, taken, counted))
    keep(shared(sentence, reader, taken))
    keep(counted_lists(sentence, known, taken))
    keep(splits(sentences, number, known))
    keep(survey(sentence, previous, known, taken))
    employed = {
        part.mention.index
        for draft in keep(staffing(sentence, known, taken))
        for part in draft.parts
        if part.role == Role.TARGET
    }
    keep(again(sentence, known))
    keep(balances(sentence, known, taken))
    multiplied = {p.mention.index for d in keep(each(sentence, known, taken)) for p in d.parts}
    keep(products(sentence, known, taken | multiplied))
    keep(averages(sentence, known, taken | multiplied))
    listed = {i for draft in drafts if draft.rule in LISTED for i in _own(draft, sentence)}
    summed = sums(sentence, previous, known, taken - listed - employed)
    summed = [with_names_and_shares(sentence, draft, known) for draft in summed]
    summed += itemised(sentence, previous, summed, known, taken)
    wholes = wholes_of(summed)
    keep(summed)
    totals = {whole.index for whole in wholes.values() if _stands_in(whole, sentence)}
    added = totals | set(wholes)
    keep(scores(sentence, known, taken - added, added))
    keep(growths(sentence, previous, known, taken - totals - set(wholes)))
    keep(executions(sentence, known, taken, set(wholes) | listed_behind(sentence, known), totals))
    keep(completions(sentence, known, taken - totals, wholes))
    keep(shares(sentence, known, taken - set(wholes), wholes))
    keep(counted_rates(sentence, known, taken, wholes))
    keep(based_rates(sentence, known, taken))
    keep(named_rates(sentence, known, taken))
    keep(columns(sentences, number, known, summed))
    keep(carried_parts(sentence, previous, known, drafts))
    drafts = unique(sentence, previous, drafts, known)
    drafts = further(sentence, previous, drafts, reader)
    drafts = agreements(sentence, previous, drafts, known)
    said = {index for draft in drafts for index in _own(draft, sentence, referred=True)}
    drafts.extend(_alone(mention, reader) for mention in sentence.mentions if mention.index not in said)
    return sorted(drafts, key=_first)


def _own(draft: Draft, sentence: Sentence, *, referred: bool = False) -> set[int]:
    """Indices of the draft's mentions that stand in this sentence."""
    left = draft.retold if referred else draft.referred | draft.retold
    own = {
        part.mention.index
        for part in draft.parts
        if _stands_in(part.mention, sentence) and part.mention.index not in left
    }
    return own | draft.settled


def _stands_in(mention: Mention, sentence: Sentence) -> bool:
    found = sentence.at(mention.at)
    return found is not None and found.figure is mention.figure


def _first(draft: Draft) -> int:
    spans = [span_of(figure)[0] for figure in draft.figures()]
    return min(spans) if spans else (draft.span or (0, 0))[0]


def _alone(mention: Mention, reader: Reader) -> Draft:
    """A figure that no statement took: what it measures, and no more."""
    role = Role.STANDARD if is_standard(mention, reader.cues) else mention.role
    kinds = {
        MONEY: ClaimKind.AMOUNT,
        PERCENT: ClaimKind.OTHER,
        SCORE: ClaimKind.SCORE,
        RATIO: ClaimKind.OTHER,
    }
    kind = kinds.get(mention.sign, ClaimKind.COUNT)
    field = "unit_price" if role == Role.STANDARD else mention.field
    return Draft(kind, (Part(mention, role, field=field),), ALONE, mention.metric)


def _claim(draft: Draft, sentence: Sentence, text: str, locate: Locate, reader: Reader) -> Claim:
    spans = [span_of(figure) for figure in draft.figures()]
    if draft.span is not None:
        spans.append(sentence.masked.raw_span(*draft.span))
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    terms = tuple(part.term() for part in draft.parts)
    return Claim(
        kind=draft.kind,
        subject=draft.subject if draft.subject is not None else (terms[0].metric if terms else ""),
        terms=terms,
        sentence=text[min(sentence.start, start) : max(sentence.end, end)],
        place=locate(start, end),
        rule=draft.rule,
        period=draft.period or _period(sentence, start, spans[-1][0] if draft.span is None else end, reader),
        scope=draft.scope,
        base=_printed(draft, sentence),
        closed=draft.closed,
        exclusive=draft.exclusive,
        aligned=draft.aligned,
        names=draft.names,
        grade=draft.grade,
        owner=draft.owner,
        formula=draft.formula,
    )


def _printed(draft: Draft, sentence: Sentence) -> str | None:
    """The base as printed, without white space: the masked words last said before the last figure."""
    words = draft.base
    at = sentence.text.rfind(words, 0, draft.parts[-1].mention.at) if words and draft.parts else -1
    if not words or at < 0:
        return words
    start, end = sentence.masked.raw_span(at, at + len(words))
    return "".join(sentence.printed[start - sentence.start : end - sentence.start].split())


def _period(sentence: Sentence, start: int, last: int, reader: Reader) -> str | None:
    """The period said last before a statement, as printed, or else within it, before its last figure.

    One with a year is preferred to one without.
    """
    strong = _placed(sentence, reader.cues.periods.strong, reader.cues.periods.compared)
    before = [span for span in strong if span[1] <= start]
    weak = [
        span
        for span in _placed(sentence, reader.cues.periods.weak, reader.cues.periods.compared)
        if span[1] <= start
    ]
    within = [span for span in strong if start < span[0] and span[1] <= last]
    chosen = before[-1:] or within[:1] or weak[-1:]
    if not chosen:
        return None
    opening, closing = chosen[0]
    return "".join(sentence.printed[opening - sentence.start : closing - sentence.start].split())


def _placed(sentence: Sentence, patterns: Sequence[str], compared: tuple[str, ...]) -> list[Span]:
    """Raw spans of the patterns, in order; of overlapping ones the longest.

    No single day, and no year that something is only compared with.
    """
    spans = [found.span() for pattern in patterns for found in compiled(pattern).finditer(sentence.text)]
    longest = [span for span in set(spans) if not any(_inside(span, other) for other in spans)]
    text = sentence.text
    kept = [s for s in longest if not _is_day(sentence, s) and not text[: s[0]].endswith(compared)]
    return sorted(sentence.masked.raw_span(*span) for span in kept)


def _is_day(sentence: Sentence, span: Span) -> bool:
    """Whether a span is a date alone that is more than a year."""
    figure = sentence.masked.figures.get(span[0])
    return (
        span[1] - span[0] == 1
        and figure is not None
        and figure.kind is FigureKind.DATE
        and len(str(figure.value)) > 4
    )


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


__all__ = ["FigureKind", "claims_in", "connected", "find_claims", "paragraph_of", "reader_of"]
