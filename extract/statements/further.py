"""Relations read after the plain statements, each joined by words that leave one reading."""

from __future__ import annotations

from collections.abc import Sequence

from extract.statements.answers import answers
from extract.statements.brackets import bracketed
from extract.statements.called import called
from extract.statements.deeds import deeds
from extract.statements.defined import defined
from extract.statements.degrees import degrees
from extract.statements.drafts import Draft
from extract.statements.formulas import formulas
from extract.statements.marks import marks
from extract.statements.means import means
from extract.statements.mentions import Reader, Sentence
from extract.statements.moves import moves
from extract.statements.operands import Near
from extract.statements.points import points
from extract.statements.portions import portions
from extract.statements.runs import runs
from extract.statements.scored import scored
from extract.statements.times import times


def further(
    sentence: Sentence, previous: Sentence | None, drafts: Sequence[Draft], reader: Reader
) -> list[Draft]:
    """The statements of a sentence with multiples, percentage points, bracketed operands, degrees and printed formulas."""
    near, words = (
        Near(sentence, previous.mentions if previous else (), list(drafts), reader.cues),
        reader.relations,
    )
    moves(near, words.saved, words.earlier)
    times(near, words.times)
    points(near, words.points)
    bracketed(near, words.brackets)
    deeds(near, words.deeds)
    called(near, words.called)
    defined(near, reader.definitions)
    portions(near, words.portions)
    degrees(near, words.degrees)
    formulas(near, words.formulas)
    scored(near, words.scored)
    marks(near, words.marks)
    runs(near, words.runs)
    means(near, words.means)
    answers(near, words.answers)
    return near.drafts
