"""The outline of a document: its headings with their numbers, and its paragraphs with the section they stand in."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.numbering import numbering, words
from extract.tables.words import folded, is_note
from extract.words import compiled
from schema.document import BlockKind, Document, Table, TextBlock
from schema.report import Passage, Section

LONG_CELL = 30
"""A cell with more characters than this is prose (goals, reasons, conclusions), and becomes a passage."""

SHORTEST_CLAUSE = 4


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings and prose of a document. `section_of` gives the section in force at each block."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    section_of: dict[int, int | None]
    title_blocks: frozenset[int]


def outline_of(document: Document, title_blocks: frozenset[int]) -> Outline:
    """The outline; blocks that print the title of the document are no sections."""
    sections: list[Section] = []
    passages: list[Passage] = []
    section_of: dict[int, int | None] = {}
    open_path: list[int] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            section_of[index] = open_path[-1] if open_path else None
            passages += _long_cells(document, index, block, section_of[index])
            continue
        if block.kind in (BlockKind.FURNITURE, BlockKind.WATERMARK) or index in title_blocks:
            section_of[index] = open_path[-1] if open_path else None
            continue
        if block.kind is BlockKind.HEADING and block.text.strip():
            _add(document, index, block, sections, open_path)
        elif block.text.strip():
            if block.kind is BlockKind.PARAGRAPH and (head := run_in_head(block.text)):
                _add_run_in(document, index, head, sections, open_path)
            kind = "note" if block.kind is BlockKind.NOTE or is_note(block.text) else block.kind.value
            place = document.place_in_text(index, 0, len(block.text))
            section = open_path[-1] if open_path else None
            passages.append(Passage(text=block.text, kind=kind, section=section, place=place))
        section_of[index] = open_path[-1] if open_path else None
    return Outline(tuple(sections), tuple(passages), section_of, title_blocks)


def _add(
    document: Document, index: int, block: TextBlock, sections: list[Section], open_path: list[int]
) -> None:
    number = numbering(block.text)
    level = block.level if block.level is not None else _level_by_style(number.style, sections, open_path)
    while open_path and sections[open_path[-1]].level >= level:
        open_path.pop()
    sections.append(
        Section(
            number=number.printed,
            title=number.rest or block.text.strip(),
            level=level,
            ordinal=number.ordinal,
            style=number.style,
            parent=open_path[-1] if open_path else None,
            place=document.place_in_text(index, 0, len(block.text)),
        )
    )
    open_path.append(len(sections) - 1)


def run_in_head(text: str) -> str | None:
    """The heading a paragraph begins with and goes on behind: （一）预算编制不够精准。年初预算偏高…; None if it has none."""
    number = numbering(text)
    known = words().run_in
    found = compiled(known.head).match(number.rest)
    if number.style not in known.styles or not found or len(found["head"]) > known.longest:
        return None
    return text[: text.index(found["head"]) + len(found["head"])]


def _add_run_in(
    document: Document, index: int, head: str, sections: list[Section], open_path: list[int]
) -> None:
    """A section for such a heading, where its number goes on from the one before or begins below a heading."""
    number = numbering(head)
    level = _level_by_style(number.style, sections, open_path)
    if number.ordinal != _next_ordinal(number.style, level, sections, open_path):
        return
    while open_path and sections[open_path[-1]].level >= level:
        open_path.pop()
    sections.append(
        Section(
            number=number.printed,
            title=number.rest,
            level=level,
            ordinal=number.ordinal,
            style=number.style,
            parent=open_path[-1] if open_path else None,
            place=document.place_in_text(index, 0, len(head)),
        )
    )
    open_path.append(len(sections) - 1)


def _next_ordinal(style: str, level: int, sections: list[Section], open_path: list[int]) -> int | None:
    """The number that a heading of this style has here: one more than its neighbour, or one below a heading."""
    for number in reversed(open_path):
        section = sections[number]
        if section.style == style:
            return None if section.ordinal is None else section.ordinal + 1
        if section.level < level:
            return 1
    return 1 if style == words().run_in.begins and open_path else None


def _level_by_style(style: str, sections: list[Section], open_path: list[int]) -> int:
    """The level of a heading without one: that of an open heading written alike, else one deeper."""
    for number in reversed(open_path):
        if style and sections[number].style == style:
            return sections[number].level
    return sections[open_path[-1]].level + 1 if open_path else 1


def _long_cells(document: Document, index: int, table: Table, section: int | None) -> list[Passage]:
    return [
        Passage(
            text=cell.text,
            kind="cell",
            section=section,
            place=document.place_in_cell(index, cell, 0, len(cell.text)),
        )
        for cell in table.cells
        if len(folded(cell.text)) > LONG_CELL
        or is_sentence(cell.text)
        or (cell.column_span > 1 and tells_several(cell.text))
    ]


_CLAUSES = regex.compile(r"(?<!\d)[,，;；、]|[,，;；、](?!\d)")


def tells_several(text: str) -> bool:
    """Whether a cell tells a number in each of several clauses: 更换灯具1200盏，新建灯杆85根."""
    clauses = [part for part in _CLAUSES.split(text) if len(part.strip()) >= SHORTEST_CLAUSE]
    counted = [part for part in clauses if regex.search(r"\p{Han}{2}.*\d", part)]
    return len(counted) >= 2


def is_sentence(text: str) -> bool:
    """Whether a cell holds a sentence and no name: it ends as one."""
    flat = folded(text)
    return len(flat) > 12 and flat.endswith(("。", ";"))
