"""Facts of a document: its title, type, organisation, project, year and period, and who evaluates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import regex

from extract.numbering import numbering
from extract.organisation import first_labelled, organisation_of
from extract.tables.words import folded, tidy
from extract.titles import spelled_years, title_parts, words
from extract.words import compiled
from schema.document import BlockKind, Cell, Document, Table, TextBlock
from schema.figure import Figure, FigureKind
from schema.report import DocType, DocumentFacts

ID_LENGTH = 16
TITLE_REACH = 12
LONGEST_TITLE = 90


@dataclass(slots=True)
class Head:
    """Facts stated in the project head of a form, as printed; the first one printed stands."""

    values: dict[str, str] = field(default_factory=dict)
    _by_above: set[str] = field(default_factory=set)

    def state(self, name: str, value: str, label: str) -> None:
        """Take a fact of field `name`; one that a level above states (中央主管部门) gives way to a nearer one (地方主管部门)."""
        above = any(word in label for word in words().facts.above)
        if name in self._by_above and not above:
            self.values[name] = value
            self._by_above.discard(name)
        elif name not in self.values:
            self.values[name] = value
            if above:
                self._by_above.add(name)


@dataclass(slots=True)
class Contents:
    """What was found inside, for documents whose title does not say what they are."""

    indicators: int = 0
    scored: bool = False
    has_actuals: bool = False
    criteria: bool = False
    lines: int = 0
    ledger: int = 0
    workload: int = 0
    surveys: int = 0
    staff: int = 0
    prose: int = 0
    transfer: bool = False
    years: set[int] = field(default_factory=set)


_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年度?|财年)")
_YEAR_RANGE = regex.compile(r"(?<!\d)(?:19|20)\d{2}\s*年?度?\s*[-—–~至到]\s*((?:19|20)\d{2})\s*年")
_BRACKETED_MONTHS = regex.compile(
    r"^[（(\s]*((?:19|20)\d{2})\s*年\s*\d{1,2}\s*月?\s*[-—–~～至到]+\s*\d{1,2}\s*月(?:份|底|末)?[)）]?(?!\d)"
)
_BRACKETED_YEAR = regex.compile(r"[（(]?\s*((?:19|20)\d{2})\s*年?\s*度\s*[)）]?")
_YEAR_OF_LINE = regex.compile(
    r"^[（(]\s*(?:(?:19|20)\d{2}\s*年?度?\s*[-—–~～至到]\s*)?((?:19|20)\d{2})\s*年\s*[)）]$"
    r"|[:：].*[\s　]((?:19|20)\d{2})\s*年$"
)
"""A year in brackets on a line of its own, or at the end of a line of labelled facts."""
_YEAR_OF_NAME = regex.compile(r"((?:19|20)\d{2})")


def title_of(document: Document) -> tuple[str | None, frozenset[int]]:
    """The title and the indices of the blocks that print it (two, if it is broken over two)."""
    head = _opening(document)
    for position, index in enumerate(head):
        text = _text(document, index)
        if not could_be_title(text) or not _ends_title(text):
            continue
        parts = [index]
        if position and _continues_title(document, head[position - 1], index):
            parts.insert(0, head[position - 1])
        return tidy("".join(_text(document, i).strip() for i in parts)), frozenset(parts)
    for index in head:
        block = document.blocks[index]
        heads = isinstance(block, TextBlock) and block.kind is BlockKind.HEADING
        text = _text(document, index)
        if heads and could_be_title(text) and not numbering(text).printed:
            return tidy(text), frozenset({index})
    return _title_in_table(document), frozenset()


def _opening(document: Document) -> list[int]:
    """The text blocks at the beginning, up to the first numbered heading."""
    out: list[int] = []
    for index, block in enumerate(document.blocks[:TITLE_REACH]):
        if not isinstance(block, TextBlock):
            break
        if block.kind in (BlockKind.FURNITURE, BlockKind.WATERMARK) or not block.text.strip():
            continue
        if numbering(block.text).style in words().facts.body_styles:
            break
        out.append(index)
    return out


def _text(document: Document, index: int) -> str:
    block = document.blocks[index]
    return block.text if isinstance(block, TextBlock) else ""


def could_be_title(text: str) -> bool:
    """Whether a line may be (part of) a title: no date, annex label, labelled fact or sentence."""
    flat = folded(text)
    return 2 < len(flat) <= LONGEST_TITLE and not any(
        compiled(p).search(text.strip()) or compiled(p).search(flat) for p in words().facts.not_title
    )


def without_remarks(text: str) -> str:
    """The text without what stands in brackets: （单位：万元）."""
    return str(regex.sub(r"[（(][^（()）]*[)）]", "", text))


def _ends_title(text: str) -> bool:
    flat = without_remarks(folded(text))
    return flat.endswith(tuple(words().facts.title_endings))


def _continues_title(document: Document, first: int, second: int) -> bool:
    """Whether the block before a title is its first line."""
    upper, lower = document.blocks[first], document.blocks[second]
    assert isinstance(upper, TextBlock)
    assert isinstance(lower, TextBlock)
    if not could_be_title(upper.text) or _ends_title(upper.text) or numbering(upper.text).printed:
        return False
    if second - first != 1 or len(folded(upper.text)) > 45:
        return False
    return upper.kind is lower.kind or upper.kind is BlockKind.HEADING


def _title_in_table(document: Document) -> str | None:
    """The title of a workbook or of a form that prints its title inside the grid."""
    for _, _, table in document.tables():
        if table.caption and _ends_title(table.caption) and could_be_title(table.caption):
            return tidy(table.caption)
        first = [cell for cell in table.cells if cell.row <= 1 and cell.text.strip()]
        for cell in first:
            alone = sum(other.row == cell.row for other in first) == 1
            if alone and could_be_title(cell.text) and _ends_title(cell.text):
                return tidy(cell.text)
        named = table.caption and (_ends_title(table.caption) or not numbering(table.caption).printed)
        return tidy(table.caption) if named else None
    return None


def facts_of(
    document: Document, title: str | None, head: Head, contents: Contents, figures: tuple[Figure, ...]
) -> DocumentFacts:
    """All facts of the document; what it does not state is None."""
    texts = [
        b.text for b in document.blocks if isinstance(b, TextBlock) and b.kind is not BlockKind.WATERMARK
    ]
    organisation = organisation_of(title, texts, head.values)
    start, end = _period(document, figures)
    return DocumentFacts(
        id=document.sha256[:ID_LENGTH],
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        pages=len(document.pages),
        state=document.state.value,
        doc_type=doc_type_of(title, contents),
        title=title,
        organisation=organisation,
        project_name=head.values.get("project_name") or _project(title, texts),
        project_code=head.values.get("project_code")
        or first_labelled(words().facts.project_code, texts[:20]),
        supervising_dept=head.values.get("supervising_dept"),
        fiscal_year=_fiscal_year(title, texts, head, document, contents),
        period_start=start,
        period_end=end,
        evaluation_kind=_kind(title, texts),
    )


def doc_type_of(title: str | None, contents: Contents) -> DocType:
    """The type by the title; without one that says it, by what stands inside."""
    flat = folded(title or "")
    for rule in words().titles:
        if flat and rule.fits(flat):
            return _narrowed(rule.type, contents)
    return _by_contents(contents)


def _narrowed(found: DocType, contents: Contents) -> DocType:
    """A table of indicators that prints scores is a scoring table, a form with departments of two levels one of a transfer."""
    if found is DocType.INDICATOR_TABLE and contents.scored:
        return DocType.SCORING_TABLE
    if found is DocType.SELFEVAL_FORM and contents.transfer:
        return DocType.TRANSFER_SELFEVAL_FORM
    return found


def _by_contents(c: Contents) -> DocType:
    if c.indicators:
        if c.scored:
            return DocType.SCORING_TABLE if c.criteria and not c.has_actuals else DocType.SELFEVAL_FORM
        if c.has_actuals:
            return DocType.WORKLOAD_TABLE if c.workload else DocType.SELFEVAL_FORM
        return DocType.INDICATOR_TABLE
    for count, kind in (
        (c.ledger, DocType.LEDGER),
        (c.surveys, DocType.SURVEY_TABLE),
        (c.staff, DocType.STAFF_TABLE),
        (c.lines, DocType.BUDGET_TABLE),
    ):
        if count and c.prose <= 10:
            return kind
    return DocType.OTHER


def _project(title: str | None, texts: list[str]) -> str | None:
    if labelled := first_labelled(words().facts.project_in_text, texts[:30]):
        return labelled
    return title_parts(title).project if title else None


def _fiscal_year(
    title: str | None, texts: list[str], head: Head, document: Document, contents: Contents
) -> int | None:
    """The year in the title, below it, or in the head; else the budget year most often spoken of."""
    texts = [spelled_years(text) for text in texts]
    flat = spelled_years(title or "")
    for pattern in (_YEAR_RANGE, _YEAR):
        if found := pattern.search(flat):
            return int(found[1])
    if (stated := head.values.get("fiscal_year")) and (found := _YEAR_OF_NAME.search(stated)):
        return int(found[1])
    if labelled := first_labelled([words().facts.year_label], texts[:8]):
        return int(labelled)
    for text in texts[:8]:
        if len(text) <= 60 and (found := _BRACKETED_YEAR.search(text) or _BRACKETED_MONTHS.search(text)):
            return int(found[1])
        if found := _YEAR_OF_LINE.search(text.strip()):
            return int(found[1] or found[2])
    for _, _, table in document.tables():
        for cell in table.cells:
            if cell.row <= 2 and (found := _BRACKETED_YEAR.search(spelled_years(cell.text))):
                return int(found[1])
    counts = Counter(found[1] for text in texts for found in _BRACKETED_YEAR.finditer(text))
    if counts:
        return int(counts.most_common(1)[0][0])
    if (year := _year_of_period(document, texts)) is not None:
        return year
    if len(contents.years) == 1:
        return next(iter(contents.years))
    stem = _YEAR_OF_NAME.search(Path(document.path).stem) if document.path else None
    return int(stem[1]) if stem and not texts else None


def _year_of_period(document: Document, texts: list[str]) -> int | None:
    """The last year printed beside the words for the period covered."""
    rows = [
        _value_behind(table, label)
        for _, _, table in document.tables()
        for label in table.cells
        if len(label.text) < 20 and any(word in label.text for word in words().facts.period)
    ]
    lines = [text for text in texts if len(text) < 80 and any(word in text for word in words().facts.period)]
    for text in rows + lines:
        if years := _YEAR_OF_NAME.findall(text):
            return int(years[-1])
    return None


def _value_behind(table: Table, label: Cell) -> str:
    """A label with the cells behind it, up to the next label in its row."""
    said = [label.text]
    behind = (cell for cell in table.cells if cell.row == label.row and cell.column > label.column)
    for cell in sorted(behind, key=lambda cell: cell.column):
        names = len(folded(cell.text)) > 2 and not any(char.isdigit() for char in cell.text)
        if (names and len(said) > 1) or len(cell.text) >= 40:
            break
        said.append(cell.text)
    return " ".join(said)


def _kind(title: str | None, texts: list[str]) -> str | None:
    """Who evaluates: by the title, else by the first pages."""
    for source in ([folded(title or "")], [folded(text) for text in texts[:40]]):
        for kind, patterns in words().facts.kinds.items():
            if any(compiled(p).search(text) for p in patterns for text in source):
                return kind
    return None


def _period(document: Document, figures: tuple[Figure, ...]) -> tuple[str | None, str | None]:
    """First and last day of the period the document says it covers."""
    for figure in figures:
        if figure.kind is not FigureKind.PERIOD or not isinstance(figure.low, str):
            continue
        if not isinstance(figure.high, str) or figure.place.block is None:
            continue
        if any(word in _around(document, figure) for word in words().facts.period):
            return figure.low, figure.high
    return None, None


def _around(document: Document, figure: Figure) -> str:
    """The words before a figure: in its sentence, or in the cells to its left."""
    block = document.blocks[figure.place.block or 0]
    if isinstance(block, TextBlock):
        start = figure.place.start or 0
        return block.text[max(0, start - 20) : start]
    row, column = figure.place.row, figure.place.column
    return "".join(
        cell.text
        for cell in block.cells
        if cell.row == row and cell.column <= (column or 0) and len(cell.text) < 40
    )
