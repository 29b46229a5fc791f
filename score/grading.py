"""Grades against scores: which scheme a document follows, and what it makes of a score.

Bands printed in the document win. Without them every known scheme that uses the word is tried: a score that
contradicts all of them is a contradiction, one that fits only an uncommon scheme needs a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from score.lexicon import score_words
from score.performance import printed_score
from score.profile import Band, GradeScheme, Title, grade_schemes

DEFAULT_SCHEME = "cn_4"


@dataclass(frozen=True, slots=True)
class Graded:
    """A score seen through one scheme: the band as printed, and those it may fall in if it was rounded."""

    scheme: GradeScheme
    named: Band
    band: Band
    possible: tuple[Band, ...]

    @property
    def fits(self) -> bool:
        """Whether the printed grade is the band of the printed score."""
        return self.band == self.named

    @property
    def could_fit(self) -> bool:
        """Whether it is a band of the score before rounding, or after rounding it to whole points."""
        return self.named in self.possible


def through(scheme: GradeScheme, word: str, score: Figure, scale: Fraction) -> Graded | None:
    """The score and its grade in a scheme; None when the scheme does not use the word."""
    named = scheme.band_named(word)
    if named is None or score.number is None:
        return None
    value = Fraction(score.number)
    around = printed_score(score)
    ends = [end for end in (around.low, around.high) if end is not None]
    whole = Fraction(round(value))
    possible = {scheme.band_of(end, scale).grade: scheme.band_of(end, scale) for end in (*ends, whole)}
    return Graded(scheme, named, scheme.band_of(value, scale), tuple(possible.values()))


def known_schemes(word: str, trade: bool) -> list[GradeScheme]:
    """The schemes that use a word, the national one first; those of trades only for trade assessments."""
    found = [s for s in grade_schemes().values() if s.band_named(word) and (trade or not s.sector)]
    return sorted(found, key=lambda scheme: scheme.id != DEFAULT_SCHEME)


def printed_scheme(texts: Iterable[str]) -> GradeScheme | None:
    """The bands a document prints (90分以上为优…); None when no text gives at least two that fall."""
    for text in texts:
        bands = dict(_bands(re.sub(r"\s+", "", text)))
        lows = list(bands.values())
        if len(bands) > 1 and lows == sorted(set(lows), reverse=True):
            return _scheme(bands)
    return None


def _bands(text: str) -> Iterator[tuple[str, Decimal]]:
    patterns = score_words().grades
    first = list(patterns.bound_first.finditer(text))
    second = list(patterns.grade_first.finditer(text))
    seen: set[str] = set()
    for found in first if len(first) >= len(second) else second:
        low = min(Decimal(end) for end in (found["low"], found["high"]) if end)
        if found["grade"] not in seen:
            seen.add(found["grade"])
            yield found["grade"], low


def _scheme(bands: dict[str, Decimal]) -> GradeScheme:
    """A scheme of the printed bands; words of one grade in the national scheme count as the same grade."""
    national = grade_schemes()[DEFAULT_SCHEME]
    scale = 1000 if max(bands.values()) > 150 else 100
    made = [
        Band(grade=word, low=low * 100 / scale, words=_synonyms(national, word))
        for word, low in bands.items()
    ]
    if made[-1].low > 0:
        lowest = national.bands[-1]
        made.append(Band(grade=lowest.grade, low=Decimal(0), words=lowest.words))
    return GradeScheme(
        id="printed",
        title=Title(zh="本文件载明的等级标准", en="bands printed in the document"),
        bands=tuple(made),
    )


def _synonyms(national: GradeScheme, word: str) -> tuple[str, ...]:
    band = national.band_named(word)
    return tuple(dict.fromkeys((word, *(band.words if band else ()))))
