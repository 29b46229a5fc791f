"""Document -> Report: what a document says, without judging it.

    report_of(document)                     the report, still without checks and findings
    report_of(document, vocabulary=path)    with an auditor's own words

A document that could not be read gives a report of its facts and notices alone. Nothing here raises for the
content of a document.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

from extract.cells import Reader
from extract.claims import connected, paragraph_of
from extract.facts import facts_of, title_of
from extract.headers import field_of
from extract.in_use import using
from extract.join import joins_of
from extract.outline import Outline, is_sentence, outline_of, tells_several
from extract.references import references_of
from extract.statements.lines import sums_of_lines
from extract.statements.mentions import Sentence
from extract.statements.over_sentences import over_sentences
from extract.statements.parts_again import shares_of_parts
from extract.statements.shared_out import shares_of_unsaid, sums_of_shares
from extract.statements.spoken import Spoken
from extract.statements.wholes import with_wholes
from extract.tabling import Tabled, tables_of
from schema.document import BlockKind, Cell, Document, Table, TextBlock
from schema.figure import Figure
from schema.report import Claim, Report, ReportNotice, Role

Address = tuple[int, int, int, int, int, int]
SILENT = (BlockKind.FURNITURE, BlockKind.WATERMARK)


def report_of(document: Document, vocabulary: Path | None = None) -> Report:
    """The report of a document as read, without checks. Raises VocabularyError for an unusable `vocabulary`."""
    with using(vocabulary):
        return _report(document, vocabulary)


def _report(document: Document, vocabulary: Path | None) -> Report:
    reader = Reader(document, vocabulary)
    title, title_blocks = title_of(document)
    outline = outline_of(document, title_blocks)
    figures: list[Figure] = []
    excluded: list[Figure] = []
    claims: list[Claim] = []
    spoken: list[Spoken] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, TextBlock) and block.kind not in SILENT and block.text.strip():
            found, aside = reader.prose(index, block.text)
            figures += found
            excluded += aside
            told, sentences = _paragraph(reader, outline, index, block.text, found, None)
            claims += told
            section = outline.section_of.get(index)
            spoken += [Spoken(s, len(spoken) + n, index, section) for n, s in enumerate(sentences)]
    tabled = tables_of(reader, figures, outline.section_of)
    structured = _structured(tabled)
    cells = _cells(reader, outline, structured, _actual_cells(tabled))
    figures += cells.figures
    excluded += cells.excluded
    claims = [*connected([*claims, *cells.claims], vocabulary), *claims, *cells.claims, *tabled.claims]
    texts = (
        (index, block.text, outline.section_of.get(index))
        for index, block in enumerate(document.blocks)
        if isinstance(block, TextBlock) and block.kind not in SILENT
    )
    claims += sums_of_lines(texts, claims, vocabulary)
    claims = with_wholes(sorted(claims, key=lambda claim: claim.place.address), vocabulary)
    claims = shares_of_parts(claims, vocabulary)
    claims = over_sentences([*claims, *sums_of_shares(claims), *shares_of_unsaid(claims)], spoken, vocabulary)
    claims = sorted(claims, key=lambda claim: claim.place.address)
    tabled.contents.prose = len(outline.passages)
    taken = structured | {f.place.address for claim in claims for f in claim.figures()}
    return Report(
        document=facts_of(document, title, tabled.head, tabled.contents, tuple(figures)),
        sections=outline.sections,
        passages=outline.passages,
        forms=tuple(form.closed() for form in tabled.forms),
        indicators=tuple(tabled.indicators),
        budget_lines=tuple(tabled.lines),
        ledger_entries=tuple(tabled.entries),
        other_lines=tuple(tabled.others),
        claims=tuple(claims),
        joins=joins_of(tabled.indicators, claims),
        references=references_of(document),
        figures=tuple(f for f in figures if f.place.address not in taken),
        excluded=tuple(f for f in excluded if f.place.address not in taken),
        notices=(*map(ReportNotice.of, document.notices), *tabled.notices),
    )


def _claims(
    reader: Reader, outline: Outline, index: int, text: str, figures: Iterable[Figure], cell: Cell | None
) -> list[Claim]:
    """The statements of a long cell, with the section they stand in."""
    return _paragraph(reader, outline, index, text, figures, cell)[0]


def _paragraph(
    reader: Reader, outline: Outline, index: int, text: str, figures: Iterable[Figure], cell: Cell | None
) -> tuple[list[Claim], list[Sentence]]:
    """The statements of a text block or a long cell, with the section they stand in, and its sentences."""
    figures = list(figures)
    document = reader.document
    locate = (
        functools.partial(document.place_in_text, index)
        if cell is None
        else functools.partial(document.place_in_cell, index, cell)
    )
    section = outline.section_of.get(index)
    claims, sentences = paragraph_of(text, figures, locate, reader.vocabulary)
    if section is not None:
        claims = [claim.model_copy(update={"section": section}) for claim in claims]
    return claims, sentences


class _Cells:
    """What the cells of tables hold that no structure took."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.excluded: list[Figure] = []
        self.claims: list[Claim] = []


def _cells(
    reader: Reader, outline: Outline, structured: set[Address], actual: set[tuple[int, int, int]]
) -> _Cells:
    """Figures of cells without a structure, and what the cells tell; numbers in names, codes and headers are set aside."""
    out = _Cells()
    prose = {
        (p.place.block, p.place.row, p.place.column) for p in outline.passages if p.place.row is not None
    }
    for index, _, table in reader.document.tables():
        for cell in _with_digits(table):
            key = (index, cell.row, cell.column)
            if key in reader.values_read:
                if key in actual:
                    out.claims += _told(reader, outline, index, cell)
                continue
            figures, excluded = reader.every(index, cell)
            if key in reader.labels and not (key in prose and is_sentence(cell.text)):
                out.excluded += [f for f in (*figures, *excluded) if f.place.address not in structured]
                continue
            out.figures += figures
            out.excluded += excluded
            if key not in prose and tells_several(cell.text):
                out.claims += _told(reader, outline, index, cell)
            if key in prose:
                found = _claims(reader, outline, index, cell.text, figures, cell)
                out.claims += map(_as_target, found) if _is_goal(table, cell) else found
    return out


def _told(reader: Reader, outline: Outline, index: int, cell: Cell) -> list[Claim]:
    """The relations that the cell of an actual value or of a remark tells among its own figures."""
    figures, _ = reader.every(index, cell)
    found = _claims(reader, outline, index, cell.text, figures, cell) if len(figures) > 1 else []
    return [claim for claim in found if len(claim.terms) > 1]


def _actual_cells(tabled: Tabled) -> set[tuple[int, int, int]]:
    """The cells that hold the actual values of indicators: 计划120个，合格114个，合格率95%."""
    figures = (figure for row in tabled.indicators if row.actual for figure in row.actual.figures)
    places = (figure.place for figure in figures)
    return {(p.block or 0, p.row, p.column) for p in places if p.row is not None and p.column is not None}


def _is_goal(table: Table, cell: Cell) -> bool:
    """Whether a cell stands below or beside 预期目标: what it counts is to be done, and not done."""
    above = [
        c for c in table.cells if c.row < cell.row and c.column <= cell.column < c.column + c.column_span
    ]
    left = [c for c in table.cells if c.column < cell.column and c.row <= cell.row < c.row + c.row_span]
    nearest = (*sorted(above, key=_row)[-1:], *sorted(left, key=_column)[-1:])
    named = [name for c in nearest if (name := field_of(c.text)) in ("goal_expected", "goal_actual")]
    return named[:1] == ["goal_expected"]


def _row(cell: Cell) -> int:
    return cell.row


def _column(cell: Cell) -> int:
    return cell.column


def _as_target(claim: Claim) -> Claim:
    terms = (t.model_copy(update={"role": Role.TARGET}) if t.role is Role.ACTUAL else t for t in claim.terms)
    return claim.model_copy(update={"terms": tuple(terms)})


_NUMERALS = frozenset(
    "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿零两半壹贰叁肆伍陆柒捌玖拾佰仟%％"
)


def _with_digits(table: Table) -> Iterable[Cell]:
    return (cell for cell in table.cells if not _NUMERALS.isdisjoint(cell.text))


def _structured(tabled: Tabled) -> set[Address]:
    """The addresses of all figures that an indicator, form, line, entry or table statement holds."""
    found: list[Figure | None] = []
    for row in tabled.indicators:
        found += [f for part in (row.target, row.actual) if part for f in part.figures]
        found += [row.rate, row.weight, row.score, row.score_rate]
    for form in tabled.forms:
        found += [f for group in form.groups for f in (group.weight, group.score, group.score_rate)]
    for line in (*tabled.lines, *tabled.others):
        found += line.amounts.values()
    for entry in tabled.entries:
        found += [entry.debit, entry.credit, entry.balance]
    found += [figure for claim in tabled.claims for figure in claim.figures()]
    return {figure.place.address for figure in found if figure is not None}
