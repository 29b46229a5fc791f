"""Where something stands, in words; and numbers in and out of printed text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from publish.phrases import Words
from schema.document import Document, Notice, Table
from schema.figure import Figure, Place
from schema.finding import Check, Finding
from schema.report import Report, ReportNotice, Section

_NO_UNIT = re.compile(r"[\d.、，,：:/-]")
_NUMBER = re.compile(r"\s*([-−+]?[\d,，]*\d(?:\.\d+)?)\s*(.*)", re.S)


def notice_text(notice: Notice | ReportNotice, words: Words) -> str:
    """A notice of reading; notices are written in Chinese, other languages have them by code."""
    known = words.section("notice") if words.lang != "zh" else {}
    return known.get(notice.code, notice.message)


def place_text(place: Place, words: Words, *, cell: bool = False) -> str:
    """`第12页 第3个表格 第5行`; with `cell` the column too. A place in prose without pages is its block."""
    parts = []
    if place.page is not None:
        parts.append(words.term("place", "page", page=place.page))
    if place.table is not None:
        parts.append(words.term("place", "table", table=place.table + 1))
        if place.row is not None:
            parts.append(words.term("place", "row", row=place.row + 1))
        if cell and place.column is not None:
            parts.append(words.term("place", "column", column=place.column + 1))
    elif place.page is None and place.block is not None:
        parts.append(words.term("place", "block", block=place.block + 1))
    return words.term("place", "separator").join(parts)


def cell_name(place: Place, document: Document | None) -> str:
    """`明细账!G9` for a cell of a spreadsheet; empty for every other place."""
    if document is None or place.block is None or place.row is None or place.block >= len(document.blocks):
        return ""
    table = document.blocks[place.block]
    if not isinstance(table, Table) or not (table.sheet or document.format == "csv"):
        return ""
    row, column = table.first_cell[0] + place.row + 1, table.first_cell[1] + (place.column or 0) + 1
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{table.sheet}!{letters}{row}" if table.sheet else f"{letters}{row}"


def section_of(place: Place, sections: Sequence[Section]) -> Section | None:
    """The heading under which a place stands."""
    if place.block is None:
        return None
    above = [s for s in sections if s.place.block is not None and s.place.block <= place.block]
    return max(above, key=lambda s: s.place.block or 0, default=None)


def places_of(subject: Check | Finding) -> tuple[Place, ...]:
    """The places of a check or finding; those of its figures if it names none."""
    return subject.places or tuple(figure.place for figure in subject.figures)


def evidence_places(subject: Check | Finding, words: Words) -> list[str]:
    """The places of a check or finding in words; those in another document with its name before them."""
    other = subject.facts.get("other", "")
    told = []
    for place in places_of(subject):
        name = (other or place.document) if place.document else ""
        told.append(f"{name} {place_text(place, words, cell=True)}".strip())
    return list(dict.fromkeys(filter(None, told)))


def places_text(places: Iterable[Place], words: Words, *, cell: bool = False) -> list[str]:
    """The places in words, each once, in the order given."""
    return list(dict.fromkeys(filter(None, (place_text(place, words, cell=cell) for place in places))))


def located(place: Place, report: Report, words: Words) -> str:
    """A place in words, with the heading it stands under when there is no page to turn to."""
    text = place_text(place, words)
    section = section_of(place, report.sections) if place.page is None else None
    return f"{text}（{heading(section)}）" if section and text else text


def heading(section: Section) -> str:
    """A heading with its number, once."""
    title = section.title.strip()
    return title if not section.number or title.startswith(section.number) else section.number + title


def split_number(text: str | None) -> tuple[Decimal, str] | None:
    """`"1,150.00 万元"` -> `(Decimal("1150.00"), "万元")`; None when it does not begin with a number."""
    found = _NUMBER.fullmatch(text or "")
    if not found:
        return None
    try:
        number = Decimal(re.sub("[,，+]", "", found[1]).replace("−", "-"))
    except InvalidOperation:
        return None
    return number, found[2].strip()


def difference(subject: Check | Finding) -> tuple[Decimal, str] | None:
    """Reported less recomputed, with the unit as printed; None when the two cannot be compared."""
    reported, recomputed = split_number(subject.reported), split_number(subject.recomputed)
    if reported is None or recomputed is None or reported[1] != recomputed[1]:
        return None
    return reported[0] - recomputed[0], reported[1]


def reported_figure(subject: Check | Finding) -> Figure | None:
    """The figure whose printed text is the reported one."""
    wanted = (subject.reported or "").strip()
    return next((figure for figure in subject.figures if wanted and figure.text.strip() == wanted), None)


def values(subject: Check | Finding) -> tuple[Decimal | None, Decimal | None]:
    """Reported and recomputed as numbers in the canonical unit (元, counts written out, percentages)."""
    figure = reported_figure(subject)
    if figure is not None and figure.number is None:
        return None, None
    scale = figure.scale if figure else 0
    out = [split_number(text) for text in (subject.reported, subject.recomputed)]
    reported, recomputed = (
        pair[0].scaleb(scale) if pair and not _NO_UNIT.search(pair[1]) else None for pair in out
    )
    return (figure.number if figure else reported), recomputed


def unit_of(subject: Check | Finding) -> str | None:
    """The unit of the two values: canonical when the reported figure is known, else as printed."""
    figure = reported_figure(subject)
    if figure is not None:
        return figure.unit
    pair = split_number(subject.reported)
    return pair[1] if pair and pair[1] and not _NO_UNIT.search(pair[1]) else None


def plain(number: Decimal, *, sign: bool = False) -> str:
    """A number as text with thousands marks and without idle zeros."""
    text = format(number, "+,f" if sign else ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
